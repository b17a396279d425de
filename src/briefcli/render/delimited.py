"""Listings as tab- or comma-separated values with a header row (RFC 4180, but lines end in a newline)."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from briefcli.characters import FORMULA
from briefcli.page import Citation
from briefcli.render.records import plain

if TYPE_CHECKING:
    from briefcli.page import Cell, Listing
    from briefcli.render import Manner


def tsv_text(page: Listing, manner: Manner) -> str:
    """Return a listing with tabs between its cells."""
    return _delimited(page, manner, "\t")


def csv_text(page: Listing, manner: Manner) -> str:
    """Return a listing with commas between its cells."""
    return _delimited(page, manner, ",")


def _delimited(page: Listing, manner: Manner, delimiter: str) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    if manner.header:
        writer.writerow(column.key for column in page.table.columns)
    shown = _tame if manner.spreadsheet_safe else _flat
    writer.writerows([shown(cell) for cell in row] for row in page.table.rows)
    return stream.getvalue()


def _tame(cell: Cell) -> str:
    """Return a cell as one text that no spreadsheet runs: an apostrophe stands before what would be a formula."""
    text = _flat(cell)
    return f"'{text}" if FORMULA.match(text) else text


def _flat(cell: Cell) -> str:
    """Return a cell as one text: several values are joined with a semicolon and a space."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case tuple():
            return "; ".join(_flat(part) for part in cell)
        case Citation():
            return cell.source if cell.verdict == "supports" else f"{cell.source} ({cell.verdict})"
        case _:
            return str(plain(cell))
