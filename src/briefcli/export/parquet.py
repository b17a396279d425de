"""The tables as Parquet files, which engines for many dossiers read."""

from __future__ import annotations

import datetime
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pyarrow
from pyarrow.parquet import ParquetWriter

from briefcli.export.relations import RELATIONS, context_of
from briefcli.page import ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from briefcli.dossier.model import Dossier
    from briefcli.export.relations import Relation, Scalar
    from briefcli.pages.context import Context

#: The size of a row group in bytes: engines skip groups, and read few large ones faster than many.
_GROUP = 8 * 1024 * 1024
#: The number of rows that are built at a time.
_BATCH = 2_000
#: The types of columns; what is not named here is a text.
_TYPES = {ColumnType.NUMBER: pyarrow.int64(), ColumnType.TRUTH: pyarrow.bool_(), ColumnType.DAY: pyarrow.date32()}


def write(folder: Path, dossiers: Iterable[Dossier]) -> None:
    """Fill an empty folder with a Parquet file for each table."""
    with ExitStack() as files:
        tables = []
        for relation in RELATIONS:
            # An open file: PyArrow takes a path such as s3:x for an address, and none that is no UTF-8.
            file = files.enter_context((folder / f"{relation.name}.parquet").open("wb"))
            tables.append(_Table(relation, files.enter_context(ParquetWriter(file, _schema(relation)))))
        for dossier in dossiers:
            context = context_of(dossier)
            for table in tables:
                table.add(context)
        for table in tables:
            table.flush()


class _Table:
    """A table that is being written, and its rows that are not in the file yet."""

    def __init__(self, relation: Relation[Any], file: ParquetWriter) -> None:
        self._relation = relation
        self._file = file
        self._rows: list[tuple[Scalar, ...]] = []
        self._batches: list[pyarrow.RecordBatch] = []

    def add(self, context: Context) -> None:
        """Add the rows of a dossier."""
        self._rows += self._relation.rows(context)
        if len(self._rows) >= _BATCH:
            self._pack()
            if sum(batch.nbytes for batch in self._batches) >= _GROUP:
                self._write()

    def flush(self) -> None:
        """Write what is left."""
        if self._rows:
            self._pack()
        if self._batches:
            self._write()

    def _pack(self) -> None:
        """Put rows together, of which a batch for each dossier would take many times their memory."""
        arrays = []
        for values, column, field in zip(
            zip(*self._rows, strict=True), self._relation.columns, self._file.schema, strict=True
        ):
            days = column.type is ColumnType.DAY
            found = (
                [datetime.date.fromisoformat(str(value)) if value else None for value in values]
                if days
                else values
            )
            arrays.append(pyarrow.array(found, field.type))
        self._batches.append(pyarrow.record_batch(arrays, schema=self._file.schema))
        self._rows = []

    def _write(self) -> None:
        """Write one group of rows."""
        group = pyarrow.Table.from_batches(self._batches, self._file.schema)
        self._file.write_table(group, row_group_size=group.num_rows)
        self._batches = []


def _schema(relation: Relation[Any]) -> pyarrow.Schema:
    return pyarrow.schema(
        [
            pyarrow.field(
                column.key,
                _TYPES.get(column.type, pyarrow.string()),
                nullable=column.optional,
                metadata={"description": column.meaning},
            )
            for column in relation.columns
        ],
        metadata={"description": relation.meaning},
    )
