"""Records, tables and cells as HTML for the report, in the words of every other page."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from briefcli.dossier.kinds import RECORD_KEYS
from briefcli.dossier.model import Source
from briefcli.page import Step, Worded
from briefcli.pages.columns import STANCES
from briefcli.pages.fields import citation
from briefcli.pages.grades import grade_of
from briefcli.render.blocks import NoteRef, Word, grid
from briefcli.render.webpage import Cells, element, escaped, table_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.dossier.model import Evidence, Record, Stance
    from briefcli.page import Column, Table
    from briefcli.render.blocks import DisplayCell
    from briefcli.report.data import ReportData

#: The columns that identify a record; the first is the head of its row.
_TELLING = ("status", "initiative", "title", "outcome", "sector", "record")
#: The columns that the stylesheet or the script know; a class for each cell of the others would be a tenth of it.
_STYLED = {"countries", "date", "ended", "evidence", "grade", "outcome", "since", "stage"}
#: How many rows of a long table are shown at first, and how many more a table that is not folded may have.
_ROWS, _MORE_ROWS = 20, 5
#: With more levels than this, colours are too similar, and each level is shown with its number.
_TOLD_APART = 8
#: What follows the number of a source that does not simply support a record; headings that listings do not have.
_VERDICTS = {"partly": " (in part)", "contradicts": " (disputes this)"}
_HEADINGS = {"evidence": "Sources"}
#: What the page calls its own parts.
_PARTS = {"about", "changes", "codebook", "concerns", "countries", "disputed", "events", "ladder", "levels", "map"}
_PARTS |= {"sources", "stances", *RECORD_KEYS}


def anchor(own: str) -> str:
    """Return the id of a record or source as its place on the page, where no part of the page is called so."""
    return f"{own}_" if own in _PARTS or own.startswith("country-") else own


def rows_shown(count: int) -> int:
    """Return how many rows of a table are shown at first."""
    return _ROWS if count > _ROWS + _MORE_ROWS else count


class Markings(Cells):
    """What people read in cells, with the number of each source, where names lead to the sections of countries."""

    def __init__(self, data: ReportData) -> None:
        self._data = data
        self._codes = frozenset(data.codes)
        self._places = {number: anchor(source) for (_, source), number in data.numbers.items()}

    def more(self, stance: Stance) -> list[str]:
        """Return the texts of a stance that listings show below its row."""
        found = [field.cell(self._data.context, stance) for field in STANCES if field.column.below]
        return [str(text) for text in found if text]

    def records(self, body: Table, records: Sequence[Record], caption: str) -> Markup:
        """Return a table of records, each row with its id."""
        over = [*map(self._data.context.is_over, records)]
        beyond = _beyond(over)
        rows = [
            f' id="{escaped(anchor(one.id))}"{_classes(contested=one.disputed, beyond=far)}{" hidden" * gone}'
            for one, gone, far in zip(records, over, beyond, strict=True)
        ]
        says = [str(self.says(record)) for record in records]
        return self._table(body, rows, says, _opening(caption, ' class="sortable folds"'), beyond)

    def table(self, body: Table, caption: str, rows: Sequence[str] = ()) -> Markup:
        """Return another table; `rows` has attributes of each row where they are needed."""
        none = [""] * len(body.rows)
        return self._table(body, rows or none, none, _opening(caption))

    def grade(self, found: Record | Source) -> Markup:
        """Return the grade of a record or a source."""
        context = self._data.context
        if isinstance(found, Source):
            return Markup(self.html(grade_of(context.letters, found)))  # noqa: S704 - escaped
        marks = {"hindsight": context.snapshot.has_hindsight(found), "stale": context.is_stale(found)}
        return Markup(self.html(grade_of(context.letters, found, **marks)))  # noqa: S704 - escaped

    def level_since(self, stance: Stance) -> Markup:
        """Return from when a country has been on its level without a break."""
        found = self._data.context.level_since(stance)
        return Markup(element("time", found.text if isinstance(found, Worded) else str(found)))  # noqa: S704 - dates

    def notes(self, record: Record) -> Markup:
        """Return the numbers of the sources of a record that `says` does not cite."""
        return Markup(" ".join(self._note(item) for item in record.evidence if not _is_noted(item)))  # noqa: S704 - escaped

    def says(self, record: Record) -> Markup:
        """Return the notes of the sources of a record, those that contradict it first."""
        noted = [*filter(_is_noted, record.evidence)]
        noted.sort(key=lambda item: item.verdict != "contradicts")
        return Markup("".join(map(self._said, noted)))  # noqa: S704 - escaped

    def html(self, cell: DisplayCell, *, whole: bool = False) -> str:
        """Return a cell; levels are drawn, countries and numbers are links."""
        match cell:
            case Step():
                return step(cell)
            case Word(kind="country") if cell.id in self._codes:
                return f'<a href="#country-{cell.id.lower()}">{escaped(cell.text)}</a>'
            case NoteRef(number=int() as number):
                return f'<a href="#{self._places[number]}">[{number}]{_VERDICTS.get(cell.verdict, "")}</a>'
            case (NoteRef(), *_):
                return " ".join(self.html(part) for part in cell)
            case _:
                return super().html(cell, whole=whole)

    def _note(self, item: Evidence) -> str:
        return self.html(NoteRef(self._data.number(item.source), "", item.verdict))

    def _said(self, item: Evidence) -> str:
        cited = citation(self._data.context, item)
        words = ". ".join(part.rstrip(".") for part in (item.locator, item.note) if part)
        against = item.verdict == "contradicts"
        number = self.html(NoteRef(self._data.number(item.source), "", "" if against else item.verdict))
        lead = f"{'Contradicted by ' if against else ''}{escaped(cited.publisher)} {number}: "
        return element("p", f"{lead}{escaped(words)}.", f' class="says{" against" if against else ""}"')

    def _table(
        self, body: Table, rows: Sequence[str], says: Sequence[str], opening: str, beyond: Sequence[bool] = ()
    ) -> Markup:
        shown = grid(body, self._data.numbers)
        beside = [column for column in shown.columns if not column.below]
        heads = [
            element("th", escaped(_HEADINGS.get(one.key, one.heading)), f' scope="col"{_class(one)}')
            for one in beside
        ]
        more = iter(zip(rows, says, strict=True))
        groups = [
            (heading, [self._row(shown.columns, row, *next(more)) for row in under])
            for heading, under in shown.grouped()
        ]
        ends = [0, *accumulate(len(under) for _, under in groups)]
        folded = [all(beyond[start:end] or [False]) for start, end in pairwise(ends)]
        return Markup(table_html(heads, groups, opening, lambda at: f"<tbody{_classes(beyond=folded[at])}>"))  # noqa: S704 - escaped

    def _row(self, columns: Sequence[Column], row: Sequence[DisplayCell], attributes: str, says: str) -> str:
        said = {
            column.key: cell
            for column, cell in zip(columns, row, strict=True)
            if not (isinstance(cell, Word) and cell.kind == "nothing")
        }
        telling = next((key for key in _TELLING if key in said), next(iter(said)))
        below = [(column.key, said[column.key]) for column in columns if column.below and column.key in said]
        more = (
            "".join(
                element("p", self.html(cell), f' class="more{" stages" * (key == "stages")}"')
                for key, cell in below
            )
            + says
        )
        parts = [
            element("th", self.html(cell) + more, ' scope="row"')
            if column.key == telling
            else element("td", self.html(cell), _class(column) + _order(cell))
            for column, cell in zip(columns, row, strict=True)
            if not column.below
        ]
        return f"<tr{attributes}>{''.join(parts)}</tr>"


def step(cell: Step, place: str = "") -> Markup:
    """Return a step of the ladder, drawn and in words; `place` tells apart the ladders of a page."""
    drawn = f'<svg aria-hidden="true"><use href="#_step-{place}{cell.rank}"/></svg>'
    rank = f'<span class="rank">{cell.rank}</span> ' if cell.of > _TOLD_APART else ""
    return Markup(f'<span class="step l{cell.rank}">{drawn}{rank}{escaped(cell.label)}</span>')  # noqa: S704 - escaped


def _is_noted(item: Evidence) -> bool:
    """Whether something is written about what a source says on a record, or where."""
    return bool(item.note or item.locator)


def _opening(caption: str, attributes: str = "") -> str:
    """Return the beginning of a table."""
    return f"<table{attributes}>\n<caption>{escaped(caption)}</caption>"


def _beyond(gone: Sequence[bool]) -> list[bool]:
    """Return which rows of a table are folded at first; those that are gone are not counted."""
    shown = [*accumulate(not each for each in gone)]
    most = rows_shown(shown[-1] if shown else 0)
    return [not each and count > most for each, count in zip(gone, shown, strict=True)]


def _classes(**given: bool) -> str:
    """Return the attribute with the classes that apply."""
    applying = " ".join(name for name, applies in given.items() if applies)
    return f' class="{applying}"' if applying else ""


def _class(column: Column) -> str:
    """Return the class of a column that the stylesheet or the script know."""
    return f' class="{column.key}"' if column.key in _STYLED else ""


def _order(cell: DisplayCell) -> str:
    """Return the attribute by which the script sorts what is no text."""
    return f' data-order="{cell.rank}"' if isinstance(cell, Step) else ""
