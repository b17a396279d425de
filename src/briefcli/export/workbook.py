"""The tables as a workbook: one sheet per table, and one on the meaning of columns."""

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from briefcli.export.relations import RELATIONS, context_of
from briefcli.page import Column, ColumnType
from briefcli.render.blocks import LONG_AGO
from briefcli.render.spreadsheet import Sheet, dated, looks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from briefcli.dossier.model import Dossier
    from briefcli.export.relations import Relation, Scalar

#: The columns of the sheet on the meaning of columns.
_MEANINGS = tuple(
    Column(key, key.capitalize(), meaning)
    for key, meaning in (
        ("table", "the sheet"),
        ("column", "heading"),
        ("heading", "heading for people"),
        ("meaning", "meaning of its values"),
    )
)


def write(path: Path, dossiers: Iterable[Dossier]) -> None:
    """Fill an empty file with a workbook, row by row.

    Raises:
        OSError: the file cannot be written.
        UsageError: Excel has no room for a table, or a text.
    """
    # XlsxWriter keeps the rows of each sheet in a file until all are there, and forgets the files after an error.
    with TemporaryDirectory() as folder:
        book = Workbook(path, {"constant_memory": True, "tmpdir": folder})
        try:
            _fill(book, dossiers)
            book.close()
        except FileCreateError as error:
            raise error.args[0] from error
        finally:
            for sheet in book.worksheets():
                if sheet.row_data_fh:
                    sheet.row_data_fh.close()


def _fill(book: Workbook, dossiers: Iterable[Dossier]) -> None:
    book.set_properties({"title": "Dossiers as tables", "created": LONG_AGO})
    sheets = [_TableSheet(book, relation.name, relation.columns) for relation in RELATIONS]
    for dossier in dossiers:
        context = context_of(dossier)
        for relation, sheet in zip(RELATIONS, sheets, strict=True):
            sheet.add(relation.rows(context))
    meanings = _TableSheet(book, "columns", _MEANINGS)
    meanings.add(row for relation in RELATIONS for row in _meanings(relation))
    for sheet in (*sheets, meanings):
        sheet.frame(0, sheet.last, len(sheet.columns))


def _meanings(relation: Relation[Any]) -> Iterator[tuple[Scalar, ...]]:
    yield relation.name, None, None, relation.meaning
    for column in relation.columns:
        yield relation.name, column.key, column.heading, column.meaning


class _TableSheet(Sheet):
    """A sheet with the keys of its columns at its head; `last` is the row that was written last."""

    def __init__(self, book: Workbook, name: str, columns: Sequence[Column]) -> None:
        super().__init__(book, name, "write SQLite or Parquet")
        self.columns = columns
        self.last = 0
        self._looks = looks(book, {}, ("day", "formula"))
        for place, column in enumerate(columns):
            self.sheet.set_column(place, place, len(column.key) + 4)
            self.sheet.write_string(0, place, column.key, self.bold)

    def add(self, rows: Iterable[tuple[Scalar, ...]]) -> None:
        """Write rows below those that are there."""
        for cells in rows:
            self.last += 1
            for place, (cell, column) in enumerate(zip(cells, self.columns, strict=True)):
                value = dated(cell) if column.type is ColumnType.DAY else cell
                self.write(self.last, place, value, str(cell), self._looks)
