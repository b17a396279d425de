"""Tables and facts as HTML for the report, in the words of every other page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from briefcli.page import Step
from briefcli.render.blocks import Grid, Word, facts, grid
from briefcli.render.webpage import Cells, element, escaped, table_html

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from briefcli.page import Cell, Column, Facts, Table
    from briefcli.render.blocks import Read

#: The columns that say what a record is, the first of which has its summary under it.
_TELLING = ("status", "initiative", "title", "outcome", "change", "sector")
#: The columns that the stylesheet knows; a class for each cell of the others would be a tenth of the page.
_STYLED = {"countries", "country", "date", "evidence", "grade", "number", "outcome", "reliability", "since"}
_STYLED |= {"stage", "until", "uses"}


class Markings(Cells):
    """Tables and facts with the number of each source, where the names of some countries lead to their sections.

    A table that leads to no country is of one, and tells the script nothing of its rows.
    """

    def __init__(self, numbers: Mapping[tuple[str, str], int], codes: Collection[str]) -> None:
        self._numbers = numbers
        self._codes = codes

    def table(self, body: Table, caption: str, *, rows: Sequence[str] = (), sortable: bool = True) -> Markup:
        """Return a table with a caption; `rows` has more attributes of each row where they are needed."""
        seen = grid(body, self._numbers)
        tag = '<table class="sortable">' if sortable else "<table>"
        heads = [element("th", escaped(one.heading), f' scope="col"{_class(one)}') for one in _beside(seen)]
        attributes = iter(map("".join, zip(self._data(body), rows or [""] * len(body.rows), strict=True)))
        groups = [
            (heading, [self._row(seen.columns, row, next(attributes)) for row in under])
            for heading, under in seen.grouped()
        ]
        return Markup(table_html(heads, groups, f"{tag}\n<caption>{escaped(caption)}</caption>"))  # noqa: S704 - escaped

    def facts(self, body: Facts) -> Iterator[tuple[Column, Markup]]:
        """Return the facts that people see, each with its column."""
        for column, cell in facts(body, self._numbers).pairs:
            yield column, Markup(self.html(cell, whole=True))  # noqa: S704 - escaped

    def html(self, cell: Read, *, whole: bool = False) -> str:
        """Return a cell; levels are drawn, and countries are links."""
        match cell:
            case Step():
                return step(cell)
            case Word(kind="country") if cell.id in self._codes:
                return f'<a href="#country-{escaped(cell.id.lower())}">{escaped(cell.text)}</a>'
            case _:
                return super().html(cell, whole=whole)

    def _data(self, body: Table) -> Iterator[str]:
        """Return what the hidden columns of each row tell the script and the stylesheet."""
        keys = [column.key for column in body.columns]
        for row in body.rows:
            cells = dict(zip(keys, row, strict=True))
            codes = cells.get("codes") or ((cells["code"],) if cells.get("code") else ())
            disputed = ' class="contested"' if cells.get("disputed") is True else ""
            yield (codes_data(codes) if self._codes and isinstance(codes, tuple) else "") + disputed

    def _row(self, columns: Sequence[Column], row: Sequence[Read], attributes: str) -> str:
        cells = dict(zip((column.key for column in columns), row, strict=True))
        said = {
            key: cell for key, cell in cells.items() if not (isinstance(cell, Word) and cell.kind == "nothing")
        }
        below = [said[column.key] for column in columns if column.below and column.key in said]
        telling = next((key for key in _TELLING if key in said), None)
        more = "".join(element("p", self.html(cell), ' class="more"') for cell in below)
        parts = [
            element("td", self.html(cell) + more * (column.key == telling), _class(column) + _order(cell))
            for column, cell in zip(columns, row, strict=True)
            if not column.below
        ]
        return f"<tr{attributes}>{''.join(parts)}</tr>"


def step(cell: Step) -> Markup:
    """Return a step of the ladder, drawn and in words."""
    drawn = f'<svg aria-hidden="true"><use href="#step-{cell.rank}"/></svg>'
    return Markup(f'<span class="step l{cell.rank}">{drawn}{escaped(cell.label)}</span>')  # noqa: S704 - escaped


def codes_data(codes: Sequence[Cell]) -> str:
    """Return the attribute that tells the script of which countries a part of the page is."""
    return f' data-codes="{escaped(" ".join(map(str, codes)))}"' if codes else ""


def _beside(seen: Grid) -> list[Column]:
    """Return the columns that stand beside each other."""
    return [column for column in seen.columns if not column.below]


def _class(column: Column) -> str:
    """Return the class of a column that the stylesheet knows."""
    return f' class="{column.key}"' if column.key in _STYLED else ""


def _order(cell: Read) -> str:
    """Return the attribute by which the script sorts what is no text."""
    return f' data-order="{cell.rank}"' if isinstance(cell, Step) else ""
