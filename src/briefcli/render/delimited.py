"""Listings as tab- or comma-separated values with a header row (RFC 4180, but lines end in a newline)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.characters import is_formula
from briefcli.page import Citation, Values, unless_supports
from briefcli.render.json_yaml import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcli.page import Cell, Listing
    from briefcli.render.form import RenderOptions


def tsv_text(page: Listing, options: RenderOptions) -> str:
    """Return a listing with tabs between its cells."""
    return _delimited(page, options, "\t", blank="")


def csv_text(page: Listing, options: RenderOptions) -> str:
    """Return a listing with commas between its cells."""
    return _delimited(page, options, ",", blank='""')  # most readers of CSV pass over an empty line


def csv_line(cells: Iterable[Cell]) -> str:
    """Return one row with commas between its cells."""
    return ",".join(_quoted(flat_text(cell), ",") for cell in cells) + "\n"


def _delimited(page: Listing, options: RenderOptions, separator: str, *, blank: str) -> str:
    """Return the rows as lines; `blank` is the line of a row whose one cell is empty."""
    flat = _tame if options.spreadsheet_safe else flat_text
    rows = [[flat(cell) for cell in row] for row in page.table.rows]
    head = [[column.key for column in page.table.columns]] if options.header else []
    lines = (separator.join(_quoted(text, separator) for text in row) for row in head + rows)
    return "\ufeff" * options.bom + "".join(f"{line or blank}\n" for line in lines)


def _quoted(text: str, separator: str) -> str:
    special = separator in text or '"' in text or "\n" in text or "\r" in text
    return '"{}"'.format(text.replace('"', '""')) if special else text


def _tame(cell: Cell) -> str:
    """Return a cell as one text that no spreadsheet runs: with an apostrophe before what would be a formula."""
    text = flat_text(cell)
    return f"'{text}" if is_formula(text) else text


def flat_text(cell: Cell) -> str:
    """Return a cell as one text: several values are joined with a semicolon and a space."""
    match cell:
        case str():  # the most frequent case
            return str(cell)
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case tuple():
            return "; ".join(map(flat_text, cell))
        case Values():
            return "; ".join(f"{of.id}={flat_text(value)}" for of, value in cell.pairs)
        case Citation():
            return cell.source + unless_supports(cell.verdict, " ({})")
        case _:
            return str(plain(cell))
