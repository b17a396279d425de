"""The tables as a workbook: a sheet a table, and one that says what the columns mean."""

from __future__ import annotations

import datetime
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from briefcli.characters import is_formula
from briefcli.errors import UsageError
from briefcli.export.relations import RELATIONS, context_of
from briefcli.page import Column, ColumnType
from briefcli.render.blocks import LONG_AGO
from briefcli.render.spreadsheet import FIRST_DAY, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from briefcli.dossier.model import Dossier
    from briefcli.export.relations import Relation, Scalar

#: What the sheet behind the tables says of their columns.
_MEANINGS = tuple(
    Column(key, key.capitalize(), meaning)
    for key, meaning in (
        ("table", "the sheet"),
        ("column", "what stands above it"),
        ("heading", "what stands above it for people"),
        ("meaning", "what stands in it"),
    )
)


def write(path: Path, dossiers: Iterable[Dossier]) -> None:
    """Fill an empty file with a workbook, row by row.

    Raises:
        UsageError: Excel has no room for a table, or a text.
    """
    # XlsxWriter keeps the rows of each sheet in a file until all are there, and forgets the files after an error.
    with TemporaryDirectory() as folder:
        book = Workbook(path, {"constant_memory": True, "tmpdir": folder})
        try:
            _fill(book, dossiers)
            book.close()
        finally:
            for sheet in book.worksheets():
                if sheet.row_data_fh:
                    sheet.row_data_fh.close()


def _fill(book: Workbook, dossiers: Iterable[Dossier]) -> None:
    book.set_properties({"title": "Dossiers as tables", "created": LONG_AGO})
    sheets = [_Sheet(book, relation.name, relation.columns) for relation in RELATIONS]
    for dossier in dossiers:
        context = context_of(dossier)
        for relation, sheet in zip(RELATIONS, sheets, strict=True):
            sheet.add(relation.rows(context))
    meanings = _Sheet(book, "columns", _MEANINGS)
    meanings.add(row for relation in RELATIONS for row in _meanings(relation))
    for sheet in (*sheets, meanings):
        sheet.close()


def _meanings(relation: Relation[Any]) -> Iterator[tuple[Scalar, ...]]:
    yield relation.name, None, None, relation.meaning
    for column in relation.columns:
        yield relation.name, column.key, column.heading, column.meaning


class _Sheet:
    """A sheet that is being written, the keys of its columns first."""

    def __init__(self, book: Workbook, name: str, columns: Sequence[Column]) -> None:
        self._sheet: Worksheet = book.add_worksheet(name)
        self._columns = columns
        self._day = book.add_format(STYLES["day"])
        self._formula = book.add_format(STYLES["formula"])
        head = book.add_format({"bold": True})
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, len(column.key) + 4)
            self._sheet.write_string(0, place, column.key, head)
        self._sheet.freeze_panes(1, 0)
        self._last = 0

    def add(self, rows: Iterable[tuple[Scalar, ...]]) -> None:
        """Write rows below those that are there."""
        for cells in rows:
            self._last += 1
            for place, (cell, column) in enumerate(zip(cells, self._columns, strict=True)):
                if self._write(place, cell, column):
                    msg = (
                        f"a spreadsheet has no room for {self._sheet.name}: it takes 1,048,576 rows, and 32,767 "
                        "characters in a cell; write SQLite or Parquet"
                    )
                    raise UsageError(msg)

    def _write(self, place: int, cell: Scalar, column: Column) -> object:
        """Write a cell, and return something where there is no room."""
        match cell:
            case None:
                return None
            case bool():
                return self._sheet.write_boolean(self._last, place, cell)
            case int():
                return self._sheet.write_number(self._last, place, cell)
            case _ if column.type is ColumnType.DAY and cell >= FIRST_DAY:
                day = datetime.datetime.fromisoformat(cell)
                return self._sheet.write_datetime(self._last, place, day, self._day)
            case _:
                style = self._formula if is_formula(cell) else None
                return self._sheet.write_string(self._last, place, cell, style)

    def close(self) -> None:
        """Let people filter the rows."""
        self._sheet.autofilter(0, 0, self._last, len(self._columns) - 1)
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
