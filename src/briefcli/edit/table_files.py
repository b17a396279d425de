"""Tables as rows of text, from CSV, TSV, workbooks and CSL-JSON."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import Path
from sys import getsizeof
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from briefcli.edit.workbooks import MAX_COLUMNS, ZIP, Row, read_workbook
from briefcli.errors import UsageError
from briefcli.reading.files import MAX_FILE_BYTES, read_special, read_standard_input

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: How many bytes of memory the rows of a table may take; what is made of them takes up to 20 times as many. Each
#: further value in a cell counts as this many.
MAX_TABLE_BYTES, _BYTES_OF_VALUE = 40 * 1024 * 1024, 100
#: How many characters a row of CSV may have, and how many objects, lists and commas CSL-JSON.
MAX_ROW_LENGTH, MAX_JSON_PARTS = 4 * 1024 * 1024, 4_000_000
_JSON = re.compile(rb"(\xef\xbb\xbf)?\s*\[")


class Sheet(NamedTuple):
    """A table under the name by which faults call it: its header, and the rows below that say something."""

    name: str
    header: Row
    rows: tuple[Row, ...]


def table_bytes(name: str) -> bytes:
    """Return what the file of a table contains, or standard input for `-`.

    Raises:
        UsageError: it cannot be read, or is too large.
    """
    try:
        data = read_standard_input() if name == "-" else read_special(Path(name))
    except OSError as error:
        msg = f"{name} cannot be read: {error.strerror or error}"
        raise UsageError(msg) from error
    if len(data) > MAX_FILE_BYTES:
        msg = f"{name} is larger than {MAX_FILE_BYTES // 2**20} MiB; split it into several tables"
        raise UsageError(msg)
    return data


def read_table(name: str, data: bytes, kind: str) -> Sheet:
    """Return the table in a file, whatever its form; of a workbook the sheet called like the kind, or the first.

    Raises:
        UsageError: it is no such table, or too large.
    """
    if data.startswith(ZIP):
        name, rows = read_workbook(name, data, kind)
    elif not _JSON.match(data):
        rows = _delimited(name, data)
    elif kind == "sources":
        rows = _references(name, data)
    else:
        msg = f"{name} is JSON, in which only sources are taken; write the {kind} as CSV, TSV or XLSX"
        raise UsageError(msg)
    header, *rest = _bounded(name, rows)
    return Sheet(name, header, tuple(rest))


def _bounded(name: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows no wider than the first one, which has the headings.

    Raises:
        UsageError: there are none, or they take too much memory.
    """
    size = width = 0
    for row in rows:
        width = width or len(row.cells)
        cells = row.cells[:width]
        size += getsizeof(cells) + sum(map(_size, filter(None, cells)))
        if size > MAX_TABLE_BYTES or width > MAX_COLUMNS:
            msg = (
                f"{name} is too large: a table may have {MAX_COLUMNS:,} columns, and take "
                f"{MAX_TABLE_BYTES // 2**20} MiB of memory; split it into several tables"
            )
            raise UsageError(msg)
        yield Row(row.number, cells)
    if not width:
        msg = f"{name} holds no table"
        raise UsageError(msg)


def _size(cell: str) -> int:
    return getsizeof(cell) + _BYTES_OF_VALUE * cell.count(";")


def _delimited(name: str, data: bytes) -> Iterator[Row]:
    length = 0

    def lines() -> Iterator[str]:
        nonlocal length
        for line in io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", newline=""):
            length += len(line)
            if length > MAX_ROW_LENGTH:
                msg = f"{name}, line {reader.line_num}: a row has more than {MAX_ROW_LENGTH:,} characters"
                raise UsageError(msg)
            yield line

    first = data[:MAX_ROW_LENGTH].partition(b"\n")[0].decode(errors="replace")
    separator = max(",;\t", key=first.count)  # where the comma is decimal, spreadsheets write semicolons
    csv.field_size_limit(max(MAX_ROW_LENGTH, csv.field_size_limit()))  # which all of the process shares
    reader = csv.reader(lines(), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            length = 0
            if any(map(str.strip, cells)):
                yield Row(number, tuple(cells))
    except csv.Error as error:
        msg = f"{name}, line {reader.line_num}: {error}"
        raise UsageError(msg) from None
    except UnicodeDecodeError:
        where = f"{name}: byte {_first_bad_byte(data)}"
        msg = f"{where} is not UTF-8; what can be read is CSV and TSV in UTF-8, and XLSX"
        raise UsageError(msg) from None


def _first_bad_byte(data: bytes) -> int:
    """Return the number of the first byte that is not UTF-8, counted from 1."""
    try:
        return len(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return error.start + 1


class _Name(Struct):
    literal: str | None = None
    given: str | None = None
    family: str | None = None

    def __str__(self) -> str:
        return self.literal or " ".join(filter(None, (self.given, self.family)))


class _Day(Struct, rename={"parts": "date-parts"}):
    parts: list[list[int | str]] = []

    def __str__(self) -> str:
        parts = map(str, self.parts[0] if self.parts else ())
        return "-".join(part.zfill(2) for part in parts)


class _Own(Struct):
    """What brief adds to a reference, by which it knows its own."""

    kind: str | None = None
    reliability: str | None = None
    title_en: str | None = None


class _Reference(Struct, rename={"container": "container-title", "url": "URL"}):
    """What a source takes from a reference of CSL-JSON."""

    id: str | int | None = None
    container: str | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    issued: _Day | None = None
    author: list[_Name] | None = None
    language: str | None = None
    archive: str | None = None
    accessed: _Day | None = None
    custom: _Own | None = None

    def cells(self) -> dict[str, object]:
        """Return the cells of a source by their headings."""
        own = self.custom or _Own()
        author = ", ".join(map(str, self.author or ()))
        publisher = self.container or self.publisher or author
        return {
            "id": self.id if own.kind else None,
            "publisher": publisher,
            "kind": own.kind,
            "title": self.title,
            "url": self.url,
            "date": self.issued,
            "author": author if author != publisher else None,
            "language": self.language,
            "archived": self.archive,
            "accessed": self.accessed,
            "reliability": own.reliability,
            "title_en": own.title_en,
        }


def _references(name: str, data: bytes) -> Iterator[Row]:
    """Yield references of CSL-JSON, as Zotero exports them, as rows of sources.

    An id counts only where brief wrote it, for those of other programs are none here.
    """
    try:
        if sum(map(data.count, (b"{", b"[", b","))) > MAX_JSON_PARTS:
            msg = f"it has more than {MAX_JSON_PARTS:,} objects, lists and commas"
            raise ValueError(msg)  # noqa: TRY301 - one place names the file
        items = msgspec.json.decode(data.removeprefix(codecs.BOM_UTF8), type=list[_Reference])
        yield Row(0, tuple(_Reference().cells()))
        for number, item in enumerate(items, 1):
            cells = tuple(str(value or "") for value in item.cells().values())
            if any(cells):
                yield Row(number, cells)
    except (ValueError, OverflowError, RecursionError) as error:
        msg = f"{name} is no CSL-JSON: {error}"
        raise UsageError(msg) from None
