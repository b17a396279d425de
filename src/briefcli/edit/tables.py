"""Tables as rows of text, each with its number, from CSV, TSV, workbooks and CSL-JSON."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from briefcli.errors import UsageError, unknown_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


class Row(NamedTuple):
    """A row with the number that a spreadsheet shows beside it, counted from 1."""

    number: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """A table under the name by which faults call it: its header, and the rows below that say something."""

    name: str
    header: Row
    rows: tuple[Row, ...]


def read_table(path: Path, data: bytes, kind: str) -> Sheet:
    """Return the table in a file, as its suffix tells; of a workbook the sheet that is called like the kind.

    Raises:
        UsageError: it is no such table.
    """
    if (reader := _READERS.get(path.suffix.lower())) is None:
        raise unknown_value("suffix", path.suffix or str(path), _READERS)
    name, rows = reader(str(path), data, kind)
    said = [Row(number, cells) for number, cells in rows if any(map(str.strip, cells))]
    if not said:
        msg = f"{name} holds no table"
        raise UsageError(msg)
    return Sheet(name, said[0], tuple(said[1:]))


def _csv(name: str, data: bytes, _: str) -> tuple[str, Iterable[tuple[int, tuple[str, ...]]]]:
    """Return the rows of a file with commas, or with semicolons as spreadsheets write it where the comma is decimal."""
    text = _text(name, data)
    first = text.partition("\n")[0]
    return name, _delimited(name, text, ";" if first.count(";") > first.count(",") else ",")


def _tsv(name: str, data: bytes, _: str) -> tuple[str, Iterable[tuple[int, tuple[str, ...]]]]:
    return name, _delimited(name, _text(name, data), "\t")


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{name}: byte {error.start + 1} is not UTF-8; save the table as UTF-8"
        raise UsageError(msg) from None


def _delimited(name: str, text: str, separator: str) -> Iterable[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    csv.field_size_limit(max(len(text), 1))
    try:
        yield from ((number, tuple(cells)) for number, cells in enumerate(reader, 1))
    except csv.Error as error:
        msg = f"{name}, line {reader.line_num}: {error}"
        raise UsageError(msg) from None


_READERS: dict[str, Callable[[str, bytes, str], tuple[str, Iterable[tuple[int, tuple[str, ...]]]]]] = {
    ".csv": _csv,
    ".tsv": _tsv,
}
