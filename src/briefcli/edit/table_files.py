"""Tables as rows of text, from CSV, TSV, workbooks and CSL-JSON."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

from briefcli.dossier.spelling import fold
from briefcli.errors import UsageError
from briefcli.reading.files import MAX_FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: What a number format puts in brackets or quotes, which is no part of a date.
_ASIDE = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')
#: How a workbook begins, which is a zip archive.
_ZIP = b"PK\x03\x04"


class Row(NamedTuple):
    """A row with the number that a spreadsheet shows beside it, counted from 1."""

    number: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """A table under the name by which faults call it: its header, and the rows below that say something."""

    name: str
    header: Row
    rows: tuple[Row, ...]


def read_table(name: str, data: bytes, kind: str) -> Sheet:
    """Return the table in a file, whatever its form; of a workbook the sheet called like the kind, or the first.

    Raises:
        UsageError: it is no such table.
    """
    if data.startswith(_ZIP):
        name, rows = _workbook(name, data, kind)
    else:
        text = _text(name, data)
        is_json = text.lstrip()[:1] == "["
        if is_json and kind != "sources":
            msg = f"{name} is JSON, in which only sources are taken; write the {kind} as CSV, TSV or XLSX"
            raise UsageError(msg)
        rows = _references(name, text) if is_json else _delimited(name, text)
    said = [row for row in rows if any(map(str.strip, row.cells))]
    if not said:
        msg = f"{name} holds no table"
        raise UsageError(msg)
    return Sheet(name, said[0], tuple(said[1:]))


def _text(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{name}: byte {error.start + 1} is not UTF-8; what can be read is CSV and TSV in UTF-8, and XLSX"
        raise UsageError(msg) from None


def _delimited(name: str, text: str) -> Iterator[Row]:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)  # where the comma is decimal, spreadsheets write semicolons
    csv.field_size_limit(max(len(text), csv.field_size_limit()))  # which all of the process shares
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from (Row(number, tuple(cells)) for number, cells in enumerate(reader, 1))
    except csv.Error as error:
        msg = f"{name}, line {reader.line_num}: {error}"
        raise UsageError(msg) from None


def _workbook(name: str, data: bytes, kind: str) -> tuple[str, Iterable[Row]]:
    # openpyxl takes longer to import than the program, and only this table needs it.
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
        book = (
            load_workbook(io.BytesIO(data), read_only=True, data_only=True) if size <= 4 * MAX_FILE_BYTES else None
        )
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever it stumbles over
        msg = f"{name} is no workbook that can be read: {error}; save the table as XLSX or CSV"
        raise UsageError(msg) from None
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] if book else []
    if not sheets:
        msg = f"{name} is too large" if book is None else f"{name} holds no table"
        raise UsageError(msg)
    sheet = next((sheet for sheet in sheets if fold(sheet.title) == kind), sheets[0])
    sheet.reset_dimensions()  # which some programs write wrong
    name = f"{name}, sheet {sheet.title}"
    rows = [
        Row(number, tuple(_cell(name, cell) for cell in cells))
        for number, cells in enumerate(sheet.iter_rows(), 1)
    ]
    return name, rows


def _cell(name: str, cell: Any) -> str:
    """Return what a cell of a workbook shows; of a date no more than its format does."""
    match cell.value:
        case None:
            return ""
        case bool():
            return str(cell.value).lower()
        case float() if cell.value.is_integer():
            return str(int(cell.value))
        case datetime.datetime() | datetime.date():
            shown = _ASIDE.sub("", cell.number_format).lower()
            length = 10 if "d" in shown else 7 if "m" in shown else 4 if "y" in shown else 10
            return str(cell.value.isoformat())[:length]
        case value if cell.data_type == "e":
            msg = f"{name}, row {cell.row}, column {cell.column_letter}: the cell holds the error {value}"
            raise UsageError(msg)
        case value:
            return str(value).replace("\r\n", "\n")


def _references(name: str, text: str) -> Iterator[Row]:
    """Yield references of CSL-JSON, as Zotero exports them, as rows of sources.

    An id counts only where brief wrote it, for those of other programs are none here.
    """
    try:
        items = json.loads(text)
        rows = [_reference(item) for item in items]
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        msg = f"{name} is no CSL-JSON: {error}"
        raise UsageError(msg) from None
    yield Row(0, tuple(_reference({})))
    for number, row in enumerate(rows, 1):
        yield Row(number, tuple(str(value or "") for value in row.values()))


def _reference(item: dict[str, Any]) -> dict[str, object]:
    own = item.get("custom") or {}
    author = ", ".join(
        name.get("literal") or " ".join(filter(None, (name.get("given"), name.get("family"))))
        for name in item.get("author") or ()
    )
    publisher = item.get("container-title") or item.get("publisher") or author
    return {
        "id": item.get("id") if "kind" in own else None,
        "publisher": publisher,
        "kind": own.get("kind"),
        "title": item.get("title"),
        "url": item.get("URL"),
        "date": _day(item.get("issued")),
        "author": author if author != publisher else None,
        "language": item.get("language"),
        "archived": item.get("archive"),
        "accessed": _day(item.get("accessed")),
        "reliability": own.get("reliability"),
    }


def _day(date: dict[str, Any] | None) -> str | None:
    """Return a date of CSL as far as it is known."""
    if not date or "date-parts" not in date:
        return None
    year, *rest = date["date-parts"][0]
    return "-".join([f"{int(year):04}", *(f"{int(part):02}" for part in rest)])
