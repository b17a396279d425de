"""Tables and facts as HTML for the report; cells are those of every other page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from briefcli.page import Country, Mark, Step, Table, Term, is_empty
from briefcli.render.webpage import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from briefcli.page import Cell, Column, Facts

#: The columns that say what a record is, the first of which has its summary under it.
_TELLING = ("status", "initiative", "title", "outcome", "change", "sector")
#: The columns that the stylesheet knows; a class for each cell of the others would be a tenth of the page.
_STYLED = {"countries", "country", "date", "evidence", "grade", "number", "outcome", "reliability", "since"}
_STYLED |= {"stage", "until", "uses"}
_GROUP = Markup('<tr class="group"><th colspan="{}" scope="rowgroup">{}</th></tr>\n')
_SORTABLE = Markup(' class="sortable"')


class Markings(Struct, frozen=True):
    """What cells need: the number of each source, and the codes of the countries that they lead to.

    A table that leads to no country is of one, and tells the script nothing of its rows.
    """

    numbers: Mapping[str, int]
    codes: Collection[str]

    def table(self, body: Table, caption: str, *, rows: Sequence[Markup] = (), sortable: bool = True) -> Markup:
        """Return a table with a caption; `rows` has more attributes of each row where they are needed."""
        people = body.for_people()
        head = Markup().join(
            Markup('<th scope="col"{}>{}</th>').format(_class(column), column.heading)
            for column in _beside(people)
        )
        attributes = iter(rows or [Markup()] * len(body.rows))
        raw = iter(body.rows)
        bodies = []
        for heading, lines in people.grouped():
            cells = [self._row(people, line, self._data(body, next(raw)) + next(attributes)) for line in lines]
            if heading:
                cells.insert(0, _GROUP.format(len(_beside(people)), heading))
            bodies.append(Markup("<tbody>\n{}</tbody>\n").format(Markup().join(cells)))
        return Markup("<table{}>\n<caption>{}</caption>\n<thead><tr>{}</tr></thead>\n{}</table>").format(
            _SORTABLE if sortable else "", caption, head, Markup().join(bodies)
        )

    def facts(self, facts: Facts) -> Iterator[tuple[Column, Markup]]:
        """Return the facts that people see, each with its column."""
        for column, cell in facts.for_people():
            yield column, self.cell(column, cell, whole=True)

    def cell(self, column: Column, cell: Cell, *, whole: bool = False) -> Markup:
        """Return what people read in a cell: levels drawn, countries as links, marks with their word."""
        match cell:
            case Step():
                return step(cell)
            case Mark():
                return Markup('<span aria-hidden="true">{}</span><span class="unseen">{}</span>').format(
                    cell.sign, cell.id
                )
            case Country() if cell.code in self.codes:
                return Markup('<a href="#country-{}">{}</a>').format(cell.code.lower(), cell.name)
            case (Term() | Mark() | Country(), *_):
                return Markup(", ").join(self.cell(column, part) for part in cell)
            case _:
                return Markup(shown(column, cell, self.numbers, whole=whole))  # noqa: S704 - escapes

    def _data(self, body: Table, row: tuple[Cell, ...]) -> Markup:
        """Return what the hidden columns of a row tell the script and the stylesheet."""
        cells = dict(zip((column.key for column in body.columns), row, strict=True))
        codes = cells.get("codes") or ((cells["code"],) if cells.get("code") else ())
        disputed = Markup(' class="contested"') if cells.get("disputed") is True else Markup()
        return (codes_data(codes) if self.codes and isinstance(codes, tuple) else Markup()) + disputed

    def _row(self, people: Table, line: tuple[Cell, ...], attributes: Markup) -> Markup:
        cells = dict(zip((column.key for column in people.columns), line, strict=True))
        below = [column for column in people.columns if column.below and not is_empty(cells[column.key])]
        telling = next((key for key in _TELLING if not is_empty(cells.get(key))), None)
        parts = []
        for column in _beside(people):
            cell = cells[column.key]
            text = self.cell(column, cell)
            if column.key == telling:
                text += Markup().join(
                    Markup('<p class="more">{}</p>').format(self.cell(one, cells[one.key])) for one in below
                )
            order = Markup(' data-order="{}"').format(cell.rank) if isinstance(cell, Step) else ""
            parts.append(Markup("<td{}{}>{}</td>").format(_class(column), order, text))
        return Markup("<tr{}>{}</tr>\n").format(attributes, Markup().join(parts))


def step(cell: Step) -> Markup:
    """Return a step of the ladder, drawn and in words."""
    return Markup(
        '<span class="step l{0}"><svg aria-hidden="true"><use href="#step-{0}"/></svg>{1}</span>'
    ).format(cell.rank, cell.label)


def codes_data(codes: Sequence[Cell]) -> Markup:
    """Return the attribute that tells the script of which countries a part of the page is."""
    return Markup(' data-codes="{}"').format(" ".join(map(str, codes))) if codes else Markup()


def _beside(table: Table) -> list[Column]:
    """Return the columns that stand beside each other."""
    return [column for column in table.columns if not column.below]


def _class(column: Column) -> Markup:
    """Return the class of a column that the stylesheet knows."""
    return Markup(' class="{}"').format(column.key) if column.key in _STYLED else Markup()
