"""A page on a terminal, drawn with Rich, which gets data as Text and never as markup."""

from __future__ import annotations

import io
import re
from itertools import permutations, zip_longest
from typing import TYPE_CHECKING

from msgspec import structs
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from briefcli.characters import printable
from briefcli.page import (
    Bars,
    Brief,
    Citation,
    Country,
    Facts,
    Grade,
    Link,
    Listing,
    Mark,
    Marked,
    Step,
    Table,
    Term,
    is_empty,
)
from briefcli.render.blocks import caption

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcli.page import Cell, Column, Note, Page, Section
    from briefcli.render import Manner

#: Running text is not set wider than this, whatever the terminal, because long lines read badly.
MEASURE = 100
#: The spaces between two columns.
_GAP = 2
#: Text beside a mark is never squeezed below this.
_NARROWEST = 20
#: A label of a step up to this length is kept in one line.
_SHORT = 16
#: By how many rows the widths of a table are judged.
_SAMPLE = 60


def terminal_text(page: Page, screen: Manner) -> str:
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
    for line in _Drawing(screen, page).lines():
        line.rstrip()
        console.print(line, soft_wrap=True)  # the lines are broken already
    text = stream.getvalue().replace("\xa0", " ")
    return text if screen.unicode else _ascii(text)


class _Drawing:
    """One page on one screen, line by line."""

    def __init__(self, screen: Manner, page: Page) -> None:
        self._screen = screen
        self._page = page
        self._numbers = {note.source: note.number for note in page.notes}

    def lines(self) -> list[Text]:
        return [*self._prose(self._page.title, "bold"), *self.below_title()]

    def below_title(self) -> list[Text]:
        page = self._page
        lines = self._prose(caption(page.about), "dim")
        if isinstance(page, Listing):
            lines += [Text(), *self._table(page.table)]
        else:
            for section in page.sections:
                if section:
                    lines += [Text(), _text(section.heading, "bold cyan"), *self._body(section)]
        if page.notes:
            lines += [Text(), _text("Sources", "bold cyan")]
            lines += [*self._prose("~ supports in part, ≠ contradicts", "dim"), *self._notes(page.notes)]
        if isinstance(page, Listing) and page.footer:
            lines += [Text(), *self._prose(page.footer, "dim")]
        return lines

    def _body(self, section: Section) -> list[Text]:
        match section.body:
            case Table():
                return self._table(section.body)
            case Facts():
                return self._facts(section.body)
            case Bars():
                return self._bars(section.body)
            case Brief():
                return _Drawing(self._screen, section.body).below_title()
            case tuple():
                return self._hanging([(Text("-"), _text(line)) for line in section.body])
            case _:
                return self._prose(section.body)

    def _prose(self, text: str, style: str = "") -> list[Text]:
        return _wrapped(_text(text, style), min(MEASURE, self._screen.width)) if text else []

    def _table(self, table: Table) -> list[Text]:
        return self._drawn(table.for_people())

    def _drawn(self, table: Table) -> list[Text]:
        head = [_text(column.heading, "bold") for column in table.columns if not column.below]
        rows: list[list[Text]] = []
        below: list[list[Text]] = []
        for row in table.rows:
            shown = [(column, self._shown(column, cell)) for column, cell in zip(table.columns, row, strict=True)]
            shown[0][1].stylize("bold")
            rows.append([text for column, text in shown if not column.below])
            below.append([text for column, text in shown if column.below and text])
        layout = _Layout([head, *rows])
        gap, widths = next(
            (
                (gap, widths)
                for gap in (_GAP, 1)
                if (widths := layout.widths(self._screen.width - gap * (len(head) - 1)))
            ),
            (_GAP, None),
        )
        if widths is None and table.turned and len(head) > 2:
            return self._continued(table)
        if widths is None and table.keyed:
            return self._numbered(table, table.keyed)
        drawn = [
            (_side_by_side(row, widths, gap) if widths else self._stacked(head, row))
            + [line for text in texts for line in self._indented(text)]
            for row, texts in zip(rows, below, strict=True)
        ]
        rule = [Text("─" * width, "dim") for width in widths or ()]
        top = [*_side_by_side(head, widths, gap), *_side_by_side(rule, widths, gap)] if widths else []
        return top + self._blocks(drawn, table.groups)

    def _continued(self, table: Table) -> list[Text]:
        """Return a table that is too wide in two parts, one below the other, each with the first column."""
        middle = len(table.columns) // 2 + 1
        parts = ((0, *range(1, middle)), (0, *range(middle, len(table.columns))))
        first, second = (
            Table(
                tuple(table.columns[index] for index in part),
                tuple(tuple(row[index] for index in part) for row in table.rows),
                turned=True,
            )
            for part in parts
        )
        return [*self._drawn(first), Text(), *self._drawn(second)]

    def _numbered(self, table: Table, kept: int) -> list[Text]:
        """Return a table with numbers for headings, and what they mean below it."""
        named = table.columns[kept:]
        numbers = [structs.replace(column, heading=str(index)) for index, column in enumerate(named, 1)]
        numbered = structs.replace(table, columns=(*table.columns[:kept], *numbers), keyed=None)
        legend = [(_text(str(index), "bold"), _text(column.heading)) for index, column in enumerate(named, 1)]
        return [*self._drawn(numbered), Text(), *self._hanging(legend)]

    def _blocks(self, drawn: Sequence[list[Text]], groups: Sequence[str]) -> list[Text]:
        """Return the rows below each other, with air between them where some take several lines."""
        spaced = any(len(block) > 1 for block in drawn)
        lines: list[Text] = []
        for index, block in enumerate(drawn):
            new = bool(groups) and (index == 0 or groups[index] != groups[index - 1])
            if index and (spaced or new):
                lines.append(Text())
            if new:
                lines.append(_text(groups[index], "bold cyan"))
            lines += block
        return lines

    def _indented(self, text: Text) -> list[Text]:
        width = max(_NARROWEST, min(MEASURE, self._screen.width) - _GAP)
        text.stylize_before("dim")
        return [Text(" " * _GAP).append_text(line) for line in _wrapped(text, width)]

    def _stacked(self, head: Sequence[Text], row: Sequence[Text]) -> list[Text]:
        """Return the cells of a row below each other, for screens that are too narrow for a table."""
        pairs = [(heading, text) for heading, text in zip(head, row, strict=True) if text.plain]
        told = [Text.assemble((f"{heading.plain}: ", "dim"), text) for heading, text in pairs]
        return [line for text in told for line in _wrapped(text, self._screen.width)]

    def _facts(self, facts: Facts) -> list[Text]:
        return self._hanging(
            [
                (_text(column.heading, "dim"), self._shown(column, cell, whole=True))
                for column, cell in facts.for_people()
            ]
        )

    def _hanging(self, pairs: Sequence[tuple[Text, Text]]) -> list[Text]:
        """Return texts that hang beside their marks."""
        indent = max(mark.cell_len for mark, _ in pairs)
        width = max(_NARROWEST, min(MEASURE, self._screen.width - indent - _GAP))
        return [line for pair in pairs for line in _side_by_side(pair, (indent, width))]

    def _bars(self, bars: Bars) -> list[Text]:
        most = max(bar.count for bar in bars.bars) or 1
        longest = min(2 * most, max(4, self._screen.width // 4))
        rows = [
            [
                self._cell(bar.label),
                Text(str(bar.count)),
                Text("█" * round(bar.count * longest / most), "cyan"),
                _text(bar.detail, "dim"),
            ]
            for bar in bars.bars
        ]
        fixed = [max(row[index].cell_len for row in rows) for index in range(3)]
        if self._screen.width - sum(fixed) - 3 * _GAP < _NARROWEST:  # then the number has to do
            del fixed[2]
            for row in rows:
                del row[2]
        room = max(_NARROWEST // 2, self._screen.width - sum(fixed) - len(fixed) * _GAP)
        return [line for row in rows for line in _side_by_side(row, (*fixed, room))]

    def _notes(self, notes: Sequence[Note]) -> list[Text]:
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
            case Mark():
                return _text(cell.sign)
            case Country():
                return _text(cell.name)
            case Step():
                return Text.assemble(
                    ("▰" * cell.rank, "cyan"),
                    ("▱" * (cell.of - cell.rank), "dim"),
                    " ",
                    _text(cell.label.replace(" ", "\xa0") if len(cell.label) <= _SHORT else cell.label),
                )
            case Grade():
                text = Text.assemble((cell.code, "bold"), " ", _text(cell.meaning if whole else cell.word))
                return text.append(" ≠\xa0disputed", "bold yellow") if cell.disputed else text
            case Link():
                return self._link(cell.text, cell.url)
            case Marked():
                return Text().join(_text(part, _MARKED if marked else "") for part, marked in cell.parts())
            case Citation():
                return self._citation(cell)
            case (Citation(), *_):
                cited = [part for part in cell if isinstance(part, Citation)]
                joint = Text(" " if self._numbers else ", ")
                return self._by_verdict(cited) if whole else joint.join(map(self._citation, cited))
            case tuple():
                joint = Text("" if isinstance(cell[0], Mark) else ", ")
                return joint.join(self._cell(part) for part in cell)
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


#: How words that were searched for are marked.
_MARKED = "not dim bold underline"
#: How a verdict is marked behind the number of a source.
_MARKS = {"supports": "", "partly": "~", "contradicts": "≠"}
_ASCII = str.maketrans(
    {"●": "@", "○": "o", "◐": "+", "✕": "x", "◇": ".", "▰": "#", "▱": "-", "█": "#", "─": "-", "≠": "!"}
)

_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60"
# A line may break at a space, between East Asian characters, after a slash, and after a hyphen
# that follows a letter, so that dates stay whole.
_PIECES = re.compile(
    rf"\n|[^\S\n\xa0]+|[{_WIDE}]|(?:(?!/|(?<=[^\W\d])-(?=\w))(?:[^\s{_WIDE}]|\xa0))*(?:/+|-(?=\w))?|."
)


def _text(text: str, style: str = "") -> Text:
    """Return data as Text, with what could drive a terminal replaced."""
    return Text(printable(text.replace("\t", " ")), style)


def _ascii(text: str) -> str:
    return "".join(char if char.isascii() else "?" * cell_len(char) for char in text.translate(_ASCII))


def _wrapped(text: Text, width: int) -> list[Text]:
    """Return text broken into lines of at most `width` columns; only a longer piece sticks out."""
    breaks: list[int] = []
    column = 0
    for found in _PIECES.finditer(text.plain):
        size = cell_len(found[0])
        if found[0] == "\n":
            breaks.append(found.end())
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
    return list(lines)


def _side_by_side(cells: Sequence[Text], widths: Sequence[int], gap: int = _GAP) -> list[Text]:
    """Return the lines of cells that stand beside each other, `gap` columns apart."""
    columns = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    lines: list[Text] = []
    for parts in zip_longest(*columns, fillvalue=Text()):
        line = Text()
        for part, width in zip(parts, widths, strict=True):
            line.append_text(part)
            line.append(" " * (width + gap - part.cell_len))
        lines.append(line)
    return lines


class _Layout:
    """How wide the columns of a table are, so that it has as few lines as can be."""

    def __init__(self, rows: Sequence[Sequence[Text]]) -> None:
        columns = list(zip(*rows, strict=True))
        self.least = [max(_longest_piece(text) for text in column) for column in columns]
        self._natural = [max(text.cell_len for text in column) for column in columns]
        # The first rows stand for the others in a long table.
        self._sample = [column[:_SAMPLE] for column in columns]
        self._heights: dict[tuple[int, int], list[int]] = {}

    def widths(self, room: int) -> list[int] | None:
        """Return the widths; None where not even the longest pieces fit, for a word is never broken."""
        if sum(self._natural) <= room:
            return self._natural
        if sum(self.least) > room:
            return None
        widths = min(self._levelled(room), self._shrunk(room), key=self._lines)
        while (better := min(self._moved(widths), key=self._lines)) and self._lines(better) < self._lines(widths):
            widths = better
        return widths

    def _levelled(self, room: int) -> list[int]:
        """Cut all wide columns to one width."""
        caps = range(max(self._natural), -1, -1)
        return self._first(([min(high, cap) for high in self._natural] for cap in caps), room)

    def _shrunk(self, room: int) -> list[int]:
        """Shrink all columns alike."""
        shares = range(99, -1, -1)
        return self._first(([high * share // 100 for high in self._natural] for share in shares), room)

    def _first(self, tries: Iterable[Iterable[int]], room: int) -> list[int]:
        raised = ([max(pair) for pair in zip(self.least, wanted, strict=True)] for wanted in tries)
        return next(widths for widths in raised if sum(widths) <= room)

    def _moved(self, widths: list[int]) -> list[list[int]]:
        """Return the widths with some columns of the screen moved from one to another, or unmoved."""
        moved = [widths]
        for giver, taker in permutations(range(len(widths)), 2):
            for number in (1, 2, 4, 8):
                if widths[giver] - number >= self.least[giver]:
                    tried = list(widths)
                    tried[giver] -= number
                    tried[taker] += number
                    moved.append(tried)
        return moved

    def _lines(self, widths: Sequence[int]) -> int:
        heights = (self._height(index, width) for index, width in enumerate(widths))
        return sum(max(row) for row in zip(*heights, strict=True))

    def _height(self, index: int, width: int) -> list[int]:
        if (index, width) not in self._heights:
            self._heights[index, width] = [len(_wrapped(text, width)) for text in self._sample[index]]
        return self._heights[index, width]


def _longest_piece(text: Text) -> int:
    return max((cell_len(piece) for piece in _PIECES.findall(text.plain)), default=0)
