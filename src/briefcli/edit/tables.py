"""Tables as rows of text, each with its number, from CSV and TSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from briefcli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Row(NamedTuple):
    """A row with the number that a spreadsheet shows beside it, counted from 1."""

    number: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """A table under the name by which faults call it: its header, and the rows below that say something."""

    name: str
    header: Row
    rows: tuple[Row, ...]


def read_table(name: str, data: bytes) -> Sheet:
    """Return the table in a file: CSV or TSV, with commas, semicolons or tabs between its cells.

    Raises:
        UsageError: it is no such table.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{name}: byte {error.start + 1} is not UTF-8; save the table as UTF-8"
        raise UsageError(msg) from None
    rows = [row for row in _rows(name, text) if any(map(str.strip, row.cells))]
    if not rows:
        msg = f"{name} holds no table"
        raise UsageError(msg)
    return Sheet(name, rows[0], tuple(rows[1:]))


def _rows(name: str, text: str) -> Iterator[Row]:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)  # where the comma is decimal, spreadsheets write semicolons
    csv.field_size_limit(max(len(text), 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from (Row(number, tuple(cells)) for number, cells in enumerate(reader, 1))
    except csv.Error as error:
        msg = f"{name}, line {reader.line_num}: {error}"
        raise UsageError(msg) from None
