"""A page on a terminal, drawn with Rich, which gets data as Text and never as markup."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, Group
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from briefcli.characters import printable
from briefcli.page import Bars, Citation, Facts, Grade, Link, Step, Table, Term, is_empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from briefcli.page import Cell, Column, Note, Page, Section
    from briefcli.render import Screen

#: Running text is not set wider than this, whatever the terminal, because long lines read badly.
MEASURE = 100
#: The spaces between two columns.
_GAP = 2
#: Text beside a mark is never squeezed below this.
_NARROWEST = 20


def terminal_text(page: Page, screen: Screen) -> str:
    """Return the page as it is drawn on a screen; no cell is ever cut."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=screen.width,
        force_terminal=screen.colour,
        no_color=not screen.colour,
        color_system="auto" if screen.colour else None,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(_Drawing(screen, page).whole(), soft_wrap=False)
    lines = (line.rstrip() for line in stream.getvalue().splitlines())
    text = "\n".join(lines) + "\n"
    return text if screen.unicode else _ascii(text)


class _Drawing:
    """One page on one screen."""

    def __init__(self, screen: Screen, page: Page) -> None:
        self._screen = screen
        self._page = page
        self._numbers = {note.source: note.number for note in page.notes}

    def whole(self) -> RenderableType:
        page = self._page
        parts: list[RenderableType] = [_text(page.title, "bold"), _text(page.caption, "dim"), ""]
        if isinstance(page.body, Table):
            parts.append(self._table(page.body))
        else:
            for section in page.body:
                if section:
                    parts += [_text(section.heading, "bold cyan"), self._body(section), ""]
        if page.notes:
            legend = _text("  ~ supports in part, ≠ contradicts", "dim")
            parts += [_text("Sources", "bold cyan").append_text(legend), self._notes(page.notes)]
        if page.footer:
            parts += ["", _text(page.footer, "dim")]
        return Group(*parts)

    def _body(self, section: Section) -> RenderableType:
        match section.body:
            case Table():
                return self._table(section.body)
            case Facts():
                return self._facts(section.body)
            case Bars():
                return self._bars(section.body)
            case tuple():
                return self._hanging([(Text("-"), _text(line)) for line in section.body])
            case _:
                return _wrapped(_text(section.body), min(MEASURE, self._screen.width))

    def _table(self, table: Table) -> RenderableType:
        table = table.for_people()
        head = [_text(column.heading, "bold") for column in table.columns]
        rows = [
            [self._shown(column, cell) for column, cell in zip(table.columns, row, strict=True)]
            for row in table.rows
        ]
        widths = _widths([head, *rows], self._screen.width - _GAP * (len(head) - 1))
        if widths is None:
            return self._stacked(head, rows)
        grid = Grid.grid(padding=(0, _GAP, 0, 0))
        for width in widths:
            grid.add_column(width=width)
        grid.add_row(*head)
        grid.add_row(*(Text("─" * width, "dim") for width in widths))
        spaced = any(text.cell_len > width for row in rows for text, width in zip(row, widths, strict=True))
        for index, row in enumerate(rows):
            if spaced and index:
                grid.add_row()
            row[0].stylize("bold")
            grid.add_row(*(_wrapped(text, width) for text, width in zip(row, widths, strict=True)))
        return grid

    def _stacked(self, head: Sequence[Text], rows: Sequence[Sequence[Text]]) -> RenderableType:
        """Return the rows one cell below the other, for screens that are too narrow for a table."""
        lines: list[RenderableType] = []
        for row in rows:
            for heading, text in zip(head, row, strict=True):
                if text.plain:
                    lines.append(Text.assemble((f"{heading.plain}: ", "dim"), text))
            lines.append("")
        return Group(*lines)

    def _facts(self, facts: Facts) -> RenderableType:
        told = [
            (_text(column.heading, "dim"), self._shown(column, cell, whole=True))
            for column, cell in facts.for_people()
        ]
        return self._hanging(told)

    def _hanging(self, pairs: Sequence[tuple[Text, Text]]) -> RenderableType:
        """Return texts that hang beside their marks."""
        indent = max(mark.cell_len for mark, _ in pairs) + _GAP
        width = max(_NARROWEST, min(MEASURE, self._screen.width - indent))
        grid = Grid.grid(padding=(0, _GAP, 0, 0))
        for mark, text in pairs:
            grid.add_row(mark, _wrapped(text, width))
        return grid

    def _bars(self, bars: Bars) -> RenderableType:
        most = max((bar.count for bar in bars.bars), default=0) or 1
        longest = min(2 * most, max(4, self._screen.width // 4))
        grid = Grid.grid(padding=(0, 2, 0, 0))
        for _ in range(3):
            grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for bar in bars.bars:
            drawn = "█" * round(bar.count * longest / most)
            grid.add_row(
                self._cell(bar.label), Text(str(bar.count)), Text(drawn, "cyan"), _text(bar.detail, "dim")
            )
        return grid

    def _notes(self, notes: Sequence[Note]) -> RenderableType:
        return self._hanging([(_text(f"[{note.number}]", "bold"), self._note(note)) for note in notes])

    def _note(self, note: Note) -> Text:
        date = f", {note.date}" if note.date else ""
        told = _text(f"{note.publisher}, {note.title}{date}. ")
        told.append_text(_text(f"{note.grade.code} {note.grade.word}; {', '.join(note.verdicts)}.", "dim"))
        if note.url:
            told.append("\n").append_text(self._link(note.url, note.url))
        for remark in note.remarks:
            told.append("\n").append_text(_text(remark))
        return told

    def _shown(self, column: Column, cell: Cell, *, whole: bool = False) -> Text:
        if is_empty(cell):
            return _text(column.empty, "dim")
        if cell is True:
            return _text(column.heading.lower(), "yellow")
        return self._cell(cell, whole=whole)

    def _cell(self, cell: Cell, *, whole: bool = False) -> Text:
        match cell:
            case Term():
                return _text(cell.label)
            case Step():
                return Text.assemble(
                    ("▰" * cell.rank, "cyan"), ("▱" * (cell.of - cell.rank), "dim"), " ", _text(cell.label)
                )
            case Grade():
                text = Text.assemble((cell.code, "bold"), " ", _text(cell.meaning if whole else cell.word))
                return text.append(" ≠ disputed", "bold yellow") if cell.disputed else text
            case Link():
                return self._link(cell.text, cell.url)
            case Citation():
                return self._citation(cell)
            case (Citation(), *_):
                cited = [part for part in cell if isinstance(part, Citation)]
                return self._by_verdict(cited) if whole else Text(" ").join(map(self._citation, cited))
            case tuple():
                return Text(", ").join(self._cell(part) for part in cell)
            case _:
                return _text(str(cell))

    def _citation(self, cited: Citation) -> Text:
        number = self._numbers.get(cited.source)
        text = _text(f"[{number}]" if number else cited.publisher)
        return text.append(_MARKS[cited.verdict], "yellow")

    def _by_verdict(self, cited: Sequence[Citation]) -> Text:
        text = Text()
        for verdict in dict.fromkeys(item.verdict for item in cited):
            same = [f"[{self._numbers[item.source]}]" for item in cited if item.verdict == verdict]
            text.append("; " if text else "").append_text(_text(f"{verdict} {' '.join(same)}"))
        return text

    def _link(self, text: str, url: str) -> Text:
        linked = _text(text)
        if self._screen.links:
            linked.stylize(Style(link=url))
        return linked


#: How a verdict is marked behind the number of a source.
_MARKS = {"supports": "", "partly": "~", "contradicts": "≠"}
_ASCII = str.maketrans({"▰": "#", "▱": "-", "█": "#", "─": "-", "≠": "!"})

_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60"
# A line may break at a space, between East Asian characters, after a slash, and after a hyphen
# that follows a letter, so that dates stay whole.
_PIECES = re.compile(rf"\n|[^\S\n]+|[{_WIDE}]|(?:(?!/|(?<=[^\W\d])-(?=\w))[^\s{_WIDE}])*(?:/+|-(?=\w))?|.")


def _text(text: str, style: str = "") -> Text:
    """Return data as Text, with what could drive a terminal replaced."""
    return Text(printable(text.replace("\t", " ")), style)


def _ascii(text: str) -> str:
    return text.translate(_ASCII).encode("ascii", "replace").decode()


def _wrapped(text: Text, width: int) -> Text:
    """Return text broken into lines of at most `width` columns; only a longer word sticks out."""
    breaks: list[int] = []
    column = 0
    for found in _PIECES.finditer(text.plain):
        size = cell_len(found[0])
        if found[0] == "\n":
            column = 0
        elif found[0].isspace():
            column += size
        elif column + size > width and column:
            breaks.append(found.start())
            column = size
        else:
            column += size
    lines = text.divide(breaks)
    for line in lines:
        line.rstrip()
    return Text("\n").join(lines)


def _widths(rows: Sequence[Sequence[Text]], room: int) -> list[int] | None:
    """Return how wide each column is, so that the table has as few lines as can be.

    None where not even the longest pieces fit, for a word is never broken.
    """
    columns = list(zip(*rows, strict=True))
    least = [max(_longest_piece(text) for text in column) for column in columns]
    natural = [max(text.cell_len for text in column) for column in columns]
    if sum(natural) <= room:
        return natural
    if sum(least) > room:
        return None
    caps = range(max(natural), 0, -1)
    shares = (percent / 100 for percent in range(99, -1, -1))
    levelled = ([max(low, min(high, cap)) for low, high in zip(least, natural, strict=True)] for cap in caps)
    shrunk = ([max(low, int(high * share)) for low, high in zip(least, natural, strict=True)] for share in shares)
    candidates = [next(widths for widths in tries if sum(widths) <= room) for tries in (levelled, shrunk)]
    return min(candidates, key=lambda widths: _lines(rows, widths))


def _lines(rows: Sequence[Sequence[Text]], widths: Sequence[int]) -> int:
    return sum(
        max(_wrapped(text, width).plain.count("\n") for text, width in zip(row, widths, strict=True))
        for row in rows
    )


def _longest_piece(text: Text) -> int:
    return max((cell_len(piece) for piece in _PIECES.findall(text.plain)), default=0)
