"""A page drawn with Rich, which gets data as Text and never as markup.

Rich gets finished lines: its own tables break words in narrow columns, and cannot put a text below its row.
"""

from __future__ import annotations

import io
from itertools import zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import structs
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from briefcli.characters import printable
from briefcli.page import Bars, Grade, Link, Listing, Marked, Step, Track
from briefcli.render.blocks import Grid, NoteRef, Notes, Pairs, Prose, Word, blocks
from briefcli.render.items import note_lines, plain
from briefcli.render.layout import Layout, breaks
from briefcli.render.tracks import UNITS, axis, bar, drawn, small_unit, style_of, years_of
from briefcli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from briefcli.page import Note, Page
    from briefcli.render.blocks import Block, DisplayCell
    from briefcli.render.form import RenderOptions

#: Running text is not set wider than this, whatever the terminal, because long lines read badly.
MEASURE = 100
#: The spaces between two columns.
_GAP = 2
#: Text beside a mark is never squeezed below this.
_NARROWEST = 20
#: The longest name that the cells of a time line make room for in one line.
_NAME = 24
#: The lengths of bars in a table.
_SHORTEST, _LONGEST = 3, 12
#: A label of a step up to this length is kept in one line.
_SHORT = 16
_STYLES = {"title": "bold", "caption": "dim", "heading": "bold cyan", "text": "", "missing": "", "footer": "dim"}
_KINDS = {"nothing": "dim", "true": "yellow"}
#: How words that were searched for are marked.
_MARKED = "not dim bold underline"
#: The signs after a grade, and their meanings.
_MARKS = {
    "disputed": ("≠", "disputed"),
    "hindsight": ("†", "may use later knowledge"),
    "due": ("‡", "due for review"),
    "stale": ("‡", "last checked more than a year ago"),
}
#: How a verdict is marked behind the number of a source.
_VERDICTS = {"supports": "", "partly": "~", "contradicts": "≠"}
_ASCII = str.maketrans("●○◐✕◇▰▱█─\u2013≠†‡↑↓↕·▁▂▃▄▅▆▇▏▎▍▌▋▊▉", "@o+x.#-#--!*^+-%._,:;=o8----###")


def terminal_text(page: Page, options: RenderOptions) -> str:
    """Return the page as it is drawn on a screen of some width, with colours and links where it shows them."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=options.width,
        force_terminal=options.colour,
        no_color=not options.colour,
        color_system="auto" if options.colour else None,
        legacy_windows=False,
    )
    drawing = _Drawing(options, airy=isinstance(page, Listing))
    for line in (line for block in blocks(page) for line in drawing.lines(block)):
        line.rstrip()
        console.print(line, soft_wrap=True)  # the lines are broken already
    text = stream.getvalue().replace("\xa0", " ")
    return text if options.unicode else _ascii(text)


class _Drawing:
    """How blocks are drawn, line by line; where it is `airy`, tables have an empty line before them."""

    def __init__(self, options: RenderOptions, *, airy: bool) -> None:
        self._manner = options
        self._airy = airy
        self._explained: dict[str, None] = {}
        self._marks: dict[str, None] = {}
        self._unit = UNITS[-1]

    def lines(self, block: Block) -> list[Text]:
        match block:
            case Prose(role="heading" | "missing"):
                return [Text(), *self._prose(block)]
            case Prose(role="footer"):
                whole = structs.replace(
                    block, text=" ".join([block.text, *_legend(self._marks), *self._explained])
                )
                self._explained, self._marks = {}, {}
                return [Text(), *self._prose(whole)]
            case Prose(role="text") if self._airy:
                return [Text(), *self._prose(block)]
            case Prose():
                return self._prose(block)
            case Grid():
                body = self._table(block)  # which finds the unit of its time lines
                return [*self._signs(block), *[Text()] * self._airy, *body]
            case Pairs():
                return self._hanging(
                    [(_text(column.heading, "dim"), self._cell(cell, whole=True)) for column, cell in block.pairs]
                )
            case Bars():
                return self._bars(block)
            case Notes():
                return self._notes(block)
            case _:
                return self._hanging([(Text("-"), _text(str(line))) for line in block])

    def _prose(self, prose: Prose) -> list[Text]:
        return _wrapped(_text(prose.text, _STYLES[prose.role]), min(MEASURE, self._manner.width))

    def _signs(self, grid: Grid) -> list[Text]:
        """Return the legend of a timeline, which is above it because a timeline may be long."""
        tracks = [cell for row in grid.rows for cell in row if isinstance(cell, Track)]
        if not tracks:
            return []
        track = tracks[0]
        which = f"In the column {years_of(track)}, a" if track.small else "A"
        cells = f"{which} bar is the level at the end of {self._unit.name}, with its number where it changed;"
        known = ", ~ level reached on an unknown earlier day" * any(one.newly_known for one in tracks)
        moves = "" if track.small else f" ↑ moved up, ↓ down, ↕ both{known};"
        return self._prose(Prose("text", f"{cells}{moves} · no stance."))

    def _table(self, grid: Grid) -> list[Text]:
        """Return a table under its headings; one that is grouped by level has the levels as headings."""
        groups = [_text(heading) for heading in grid.groups]
        if grid.group_by:
            place = [column.key for column in grid.columns].index(grid.group_by)
            groups = [self._cell(row[place]) for row in grid.rows]
            grid = grid.without(place)
        return self._laid_out(self._spared(self._timed(grid)), groups)

    def _laid_out(self, grid: Grid, groups: Sequence[Text]) -> list[Text]:
        """Return a table with its columns beside each other, or as it fits on a screen that is too narrow."""
        beside = [index for index, column in enumerate(grid.columns) if not column.below]
        head = [_text(grid.columns[index].heading, "bold") for index in beside]
        texts = self._with_bars(grid, [self._row(row) for row in grid.rows])
        rows = [[row[index] for index in beside] for row in texts]
        fitting = self._fitting([head, *rows])
        if fitting:
            rule = [Text("─" * width, "dim") for width in fitting[0]]
            top = [*_side_by_side(head, *fitting), *_side_by_side(rule, *fitting)]
            blocks = [_side_by_side(row, *fitting) for row in rows]
        elif grid.transposed and len(beside) > 2:
            return self._continued(grid)
        elif grid.fixed_columns and len(beside) > grid.fixed_columns:
            return self._numbered(grid, grid.fixed_columns, groups)
        else:
            top, blocks = [], [self._stacked(head, row) for row in rows]
        for block, row in zip(blocks, texts, strict=True):
            for column, text in zip(grid.columns, row, strict=True):
                block.extend(self._indented(text) if column.below and text else ())
        most = len(blocks) if grid.transposed else 2 * len(blocks)
        spaced = not top or len(beside) < len(grid.columns) or sum(map(len, blocks)) > most
        # The drawn steps of a ladder need no empty line before them.
        return top + _grouped(blocks, groups, spaced=spaced, close=bool(grid.group_by), width=self._manner.width)

    def _with_bars(self, grid: Grid, texts: list[list[Text]]) -> list[list[Text]]:
        """Return the texts of a table with a bar behind each number of the columns `as_bars`, if there is room."""
        places = [place for place, column in enumerate(grid.columns) if column.as_bars]
        counts = [cell for row in grid.rows for place in places if isinstance(cell := row[place], int)]
        if not any(counts):
            return texts
        digits, natural = len(str(max(counts))), self._natural(grid)
        others = sum(width + _GAP for place, width in enumerate(natural) if place not in places)
        length = min(_LONGEST, (self._manner.width - others) // len(places) - _GAP - digits - 1)
        if length < _SHORTEST:
            return texts
        for row, line in zip(grid.rows, texts, strict=True):
            style = style_of(row[0] if isinstance(row[0], Step) else None)
            for place in places:
                count = cell if isinstance(cell := row[place], int) else 0
                line[place].pad_left(digits - line[place].cell_len, "\xa0")
                line[place].append("\xa0").append(bar(count * length / max(counts)), style)
        return texts

    def _timed(self, grid: Grid) -> Grid:
        """Return a table with years above its tracks, whose cells are as many as there is room for."""
        places = [place for place, cell in enumerate(grid.rows[0] if grid.rows else ()) if isinstance(cell, Track)]
        for place in places:
            others = (min(width, _NAME) + _GAP for at, width in enumerate(self._natural(grid)) if at != place)
            room = self._manner.width - sum(others)
            cells = [row[place] for row in grid.rows]
            longest = max((cell for cell in cells if isinstance(cell, Track)), key=attrgetter("end"))
            if longest.small:
                self._unit, heading = small_unit(longest), years_of(longest)
            else:
                self._unit = next((unit for unit in UNITS if drawn(longest, unit).cell_len <= room), UNITS[-1])
                heading = axis(longest, self._unit)
            columns = [
                structs.replace(column, heading=heading) if at == place else column
                for at, column in enumerate(grid.columns)
            ]
            grid = structs.replace(grid, columns=tuple(columns))
        return grid

    def _spared(self, grid: Grid) -> Grid:
        """Return a table without its spare columns, where some row would take two lines with them."""
        dropped_hint = [place for place, column in enumerate(grid.columns) if column.dropped_hint]
        if not dropped_hint:
            return grid
        natural = self._natural(grid)
        if sum(natural) + _GAP * (len(natural) - 1) <= self._manner.width:
            return grid
        self._explained[grid.columns[dropped_hint[-1]].dropped_hint] = None
        return self._spared(grid.without(dropped_hint[-1]))

    def _natural(self, grid: Grid) -> list[int]:
        """Return how wide the columns are where no line is broken."""
        lines = [[_text(column.heading) for column in grid.columns], *map(self._row, grid.rows)]
        return [max(text.cell_len for text in column) for column in zip(*lines, strict=True)]

    def _row(self, row: Sequence[DisplayCell]) -> list[Text]:
        first, *others = map(self._cell, row)
        first.stylize("bold")
        return [first, *others]

    def _fitting(self, rows: Sequence[Sequence[Text]]) -> tuple[list[int], int] | None:
        """Return the widths of columns and the gap between them; None where they do not fit beside each other."""
        layout = Layout([[text.plain for text in row] for row in rows])
        for gap in (_GAP, 1):
            if widths := layout.widths(self._manner.width - gap * (len(rows[0]) - 1)):
                return widths, gap
        return None

    def _continued(self, grid: Grid) -> list[Text]:
        """Return a table that is too wide in two parts, one below the other, each with the first column."""
        middle = len(grid.columns) // 2 + 1

        def part(start: int, end: int) -> list[Text]:
            columns, *rows = ((row[0], *row[start:end]) for row in (grid.columns, *grid.rows))
            return self._table(structs.replace(grid, columns=columns, rows=tuple(rows)))

        return [*part(1, middle), Text(), *part(middle, len(grid.columns))]

    def _numbered(self, grid: Grid, kept: int, groups: Sequence[Text]) -> list[Text]:
        """Return a table with numbers for headings, and what they mean above it."""
        named = grid.columns[kept:]
        numbers = [structs.replace(column, heading=str(index)) for index, column in enumerate(named, 1)]
        numbered = structs.replace(grid, columns=(*grid.columns[:kept], *numbers), fixed_columns=None)
        meanings = [
            Text.assemble((str(index), "bold"), "\xa0", _text(column.heading))
            for index, column in enumerate(named, 1)
        ]
        legend = _wrapped(Text(", ").join(meanings), min(MEASURE, self._manner.width))
        return [*legend, Text(), *self._laid_out(numbered, groups)]

    def _indented(self, text: Text) -> list[Text]:
        width = max(_NARROWEST, min(MEASURE, self._manner.width) - _GAP)
        return [Text(" " * _GAP).append_text(line) for line in _wrapped(text, width)]

    def _stacked(self, head: Sequence[Text], row: Sequence[Text]) -> list[Text]:
        """Return the cells of a row below each other, for screens that are too narrow for a table."""
        pairs = [(heading, text) for heading, text in zip(head, row, strict=True) if text.plain]
        labelled = [Text.assemble((f"{heading.plain}: ", "dim"), text) for heading, text in pairs]
        return [line for text in labelled for line in _wrapped(text, self._manner.width)]

    def _hanging(self, pairs: Sequence[tuple[Text, Text]]) -> list[Text]:
        """Return texts that hang beside their marks."""
        indent = max(mark.cell_len for mark, _ in pairs)
        width = max(_NARROWEST - 1, min(MEASURE, self._manner.width - indent - _GAP))  # 40 columns in all
        return [line for pair in pairs for line in _side_by_side(pair, (indent, width))]

    def _bars(self, chart: Bars) -> list[Text]:
        most = max(bar.count for bar in chart.bars) or 1
        longest = min(2 * most, max(4, self._manner.width // 8))
        rows = [
            [
                _step(bar.label) if isinstance(bar.label, Step) else _text(bar.label.label),
                Text(str(bar.count)),
                Text("█" * max(min(1, bar.count), round(bar.count * longest / most)), "cyan"),
                _text(chart.detail(bar), "dim"),
            ]
            for bar in chart.bars
        ]
        fixed = [max(row[index].cell_len for row in rows) for index in range(3)]
        if self._manner.width - sum(fixed) - 3 * _GAP < _NARROWEST:  # then the number has to do
            del fixed[2]
            for row in rows:
                del row[2]
        room = max(_NARROWEST // 2, self._manner.width - sum(fixed) - len(fixed) * _GAP)
        return [line for row in rows for line in _side_by_side(row, (*fixed, room))]

    def _notes(self, block: Notes) -> list[Text]:
        """Return the sources, or only their number where a hint names the option that lists them."""
        if block.notes_hint:
            return self.lines(Prose("footer", f"{counted(len(block.notes), 'source')}. {block.notes_hint}"))
        return [
            *self.lines(Prose("heading", "Sources", block.depth)),
            *self._prose(Prose("caption", "~ supports in part, ≠ contradicts")),
            *self._hanging([(_text(f"[{note.number}]", "bold"), self._note(note)) for note in block.notes]),
        ]

    def _note(self, note: Note) -> Text:
        source, judgement, *remarks = note_lines(note, "{0.code} {0.word}")
        addresses = [self._link(note.url, note.url)] if note.url else []
        first = Text.assemble(_text(plain(source)), " ", _text(plain(judgement), "dim"))
        return Text("\n").join([first, *addresses, *(_text(plain(line)) for line in remarks)])

    def _cell(self, cell: DisplayCell, *, whole: bool = False) -> Text:
        match cell:
            case Word():
                return _text(cell.text, _KINDS.get(cell.kind, ""))
            case Step():
                return _step(cell)
            case Track() if whole:
                return _alone(cell)
            case Track():
                return drawn(cell, self._unit)
            case Grade():
                return self._grade(cell, whole=whole)
            case Link():
                return self._link(cell.text, cell.url)
            case Marked():
                return Text().join(_text(part, _MARKED if marked else "") for part, marked in cell.parts())
            case NoteRef():
                return _call(cell)
            case (NoteRef(), *_) if whole:
                return _by_verdict([part for part in cell if isinstance(part, NoteRef)])
            case tuple():
                return Text(_joint(cell)).join(self._cell(part) for part in cell)
            case _:
                return _text(str(cell))

    def _grade(self, grade: Grade, *, whole: bool) -> Text:
        """Return the two signs of a grade, which the footer explains, or all its words.

        The footer explains hindsight in any case, because the word alone does not.
        """
        marks = grade.marks
        explained = [mark for mark in marks if mark == "hindsight" or not whole]
        self._marks.update(dict.fromkeys(explained))
        if whole:
            text = Text.assemble((grade.code, "bold"), " ", _text(grade.meaning))
            signs = [f"{_MARKS[mark][0]}\xa0{mark}" for mark in marks]
        else:
            text = _text(grade.code or grade.word, "bold" if grade.code else "")
            signs = [_MARKS[mark][0] for mark in marks]
        return text.append("".join(f" {sign}" for sign in signs), "bold yellow")

    def _link(self, text: str, url: str) -> Text:
        linked = _text(text)
        if self._manner.links:
            linked.stylize(Style(link=url))
        return linked


def _legend(marks: Collection[str]) -> Iterator[str]:
    """Yield the meaning of each sign: of one that two marks share, the meanings of both."""
    meanings: dict[str, list[str]] = {}
    for mark, (sign, meaning) in _MARKS.items():
        if mark in marks:
            meanings.setdefault(sign, []).append(meaning)
    for sign, said in meanings.items():
        yield f"{sign} {', or '.join(said)}."


def _step(step: Step) -> Text:
    label = step.label.replace(" ", "\xa0") if len(step.label) <= _SHORT else step.label
    return Text.assemble(("▰" * step.rank, "cyan"), ("▱" * (step.of - step.rank), "dim"), " ", _text(label))


def _alone(track: Track) -> Text:
    """Return a small track with its years and what its signs mean."""
    unit = small_unit(track)
    meaning = f", {unit.name} each; number: new level"
    return Text.assemble(track.start[:4], "\xa0", drawn(track, unit), "\xa0", track.end[:4], (meaning, "dim"))


def _call(call: NoteRef) -> Text:
    return _text(f"[{call.number}]" if call.number else call.publisher).append(_VERDICTS[call.verdict], "yellow")


def _by_verdict(calls: Sequence[NoteRef]) -> Text:
    said = []
    for verdict in dict.fromkeys(call.verdict for call in calls):
        same = [call for call in calls if call.verdict == verdict]
        numbers = " ".join(f"[{call.number}]" for call in same if call.number)
        said.append(f"{verdict} {numbers or ', '.join(call.publisher for call in same)}")
    return _text("; ".join(said))


def _joint(cells: Sequence[DisplayCell]) -> str:
    """Return the separator between several values of one cell."""
    match cells[0]:
        case Word(kind="mark"):
            return ""
        case NoteRef(number=int()):
            return " "
        case _:
            return ", "


def _text(text: str, style: str = "") -> Text:
    """Return data as Text, with what could drive a terminal replaced."""
    return Text(printable(text.replace("\t", " ")), style)


def _ascii(text: str) -> str:
    return "".join(char if char.isascii() else "?" * cell_len(char) for char in text.translate(_ASCII))


def _wrapped(text: Text, width: int) -> list[Text]:
    lines = text.divide(breaks(text.plain, width))
    for line in lines:
        line.rstrip()
    return list(lines)


def _grouped(
    blocks: Sequence[list[Text]], groups: Sequence[Text], *, spaced: bool, close: bool, width: int
) -> list[Text]:
    """Return rows under their headings, with empty lines between rows and before headings if required."""
    lines: list[Text] = []
    for index, block in enumerate(blocks):
        new = bool(groups) and (index == 0 or groups[index] != groups[index - 1])
        if index and (spaced or (new and not close)):
            lines.append(Text())
        if new:
            heading = groups[index].copy()
            heading.stylize_before("bold cyan")
            lines += _wrapped(heading, width)
        lines += block
    return lines


def _side_by_side(cells: Sequence[Text], widths: Sequence[int], gap: int = _GAP) -> list[Text]:
    """Return the lines of cells side by side, `gap` columns apart."""
    columns = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    lines: list[Text] = []
    for parts in zip_longest(*columns, fillvalue=Text()):
        line = Text()
        for part, width in zip(parts, widths, strict=True):
            line.append_text(part)
            line.append(" " * (width + gap - part.cell_len))
        lines.append(line)
    return lines
