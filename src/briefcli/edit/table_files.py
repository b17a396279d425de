"""Tables as rows of text, from CSV, TSV, workbooks and CSL-JSON."""

from __future__ import annotations

import codecs
import csv
import io
import re
from functools import partial
from itertools import islice
from pathlib import Path
from sys import getsizeof
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec
from msgspec import Struct

from briefcli.dossier.kinds import KINDS, SOURCE
from briefcli.dossier.spelling import fold
from briefcli.edit.workbooks import EXCEL_DAY_0, MAX_COLUMNS, ZIP, Row, open_workbook
from briefcli.errors import UsageError
from briefcli.reading.files import MAX_FILE_BYTES, read_special, read_standard_input
from briefcli.wording import listed, unknown_value, why_unreadable

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from briefcli.edit.workbooks import Book

    #: Finds the headings of a kind in the first rows of a table.
    Find: TypeAlias = "Callable[[str, Sequence[Row]], Header]"

#: How many bytes of memory the rows of a table may take; what is made of them takes up to 20 times as many. Each
#: further value in a cell counts as this many.
MAX_TABLE_BYTES, _BYTES_OF_VALUE = 40 * 1024 * 1024, 100
#: How many characters a row of CSV may have, and how many objects, lists and commas CSL-JSON.
MAX_ROW_LENGTH, MAX_JSON_PARTS = 4 * 1024 * 1024, 4_000_000
#: In how many of the first rows with text the headings are looked for.
HEAD_ROWS = 25
#: What the sheets of each kind are called. Sources are read first, because other records cite them.
_CALLED = {kind.list_key: kind.command for kind in (SOURCE, *KINDS)}
#: How files of references begin that are not read.
_OTHER_REFERENCES = {
    "BibTeX": re.compile(rb"(\xef\xbb\xbf)?\s*(%[^\n]*\s*)*@\w+\s*\{"),
    "RIS": re.compile(rb"(\xef\xbb\xbf)?\s*TY  - "),
}
#: The kind of publisher that an item of CSL-JSON has by its type; those of others may have any.
_KIND_OF_ITEM = {
    **dict.fromkeys(("article-newspaper", "article-magazine"), "press"),
    **dict.fromkeys(("article-journal", "book", "chapter", "thesis", "paper-conference"), "academic"),
    **dict.fromkeys(("bill", "legislation", "legal_case", "regulation", "treaty"), "official"),
    **dict.fromkeys(("broadcast", "motion_picture"), "broadcaster"),
}
_JSON = re.compile(rb"(\xef\xbb\xbf)?\s*\[")


class Sheet(NamedTuple):
    """A table under the name by which faults call it: its header, and the rows below that contain text.

    References of CSL-JSON are taken `items` by item: these are the kinds of their publishers by the numbers of the
    rows, as far as the type of an item determines one. `day_0` is the day from which its program counts days.
    `note` is what was chosen without a request.
    """

    name: str
    header: Row
    rows: tuple[Row, ...]
    day_0: datetime.date = EXCEL_DAY_0
    note: str = ""
    is_workbook: bool = False
    items: Mapping[int, str] | None = None


class Header(NamedTuple):
    """Which of some rows has the headings, and how many of its cells are known ones."""

    place: int
    score: int


def table_bytes(name: str) -> bytes:
    """Return what the file of a table contains, or standard input for `-`.

    Raises:
        UsageError: it cannot be read, or is too large.
    """
    try:
        data = read_standard_input() if name == "-" else read_special(Path(name))
    except OSError as error:
        raise UsageError(why_unreadable(name, error)) from error
    if len(data) > MAX_FILE_BYTES:
        msg = f"{name} is larger than {MAX_FILE_BYTES // 2**20} MiB; split it into several tables"
        raise UsageError(msg)
    return data


def is_workbook(data: bytes) -> bool:
    """Return whether a file is a workbook, or another zip archive."""
    return data.startswith(ZIP)


def read_tables(
    name: str, data: bytes, kind: str | None, find: Find, sheet: str | None = None
) -> list[tuple[str, Sheet]]:
    """Return the tables in a file, whatever its form, each with its kind; `find` finds the row of the headings.

    Of a workbook that is the sheet that is named, the one that is called like the kind, or the one with most known
    headings. Without a kind it is each sheet that is called like one, that of the sources first.

    Raises:
        UsageError: there is no such table, or it is too large.
    """
    if is_workbook(data):
        book = open_workbook(name, data)
        return [
            (key, _read_sheet(book, title, key, find, note))
            for key, title, note in _sheets(book, kind, find, sheet)
        ]
    if sheet is not None:
        msg = f"--sheet is for workbooks, and {name} is none"
        raise UsageError(msg)
    if other := next((form for form, sign in _OTHER_REFERENCES.items() if sign.match(data)), None):
        msg = (
            f"{name} is {other}, which is not read; export CSL-JSON (in Zotero: Export, CSL JSON) and import that"
        )
        raise UsageError(msg)
    is_json = _JSON.match(data) is not None
    kind = kind or (SOURCE.list_key if is_json else None)
    if kind is None:
        msg = f"add --as KIND, because {name} does not state what its rows are; KIND is one of {_kinds()}"
        raise UsageError(msg)
    if not is_json:
        return [(kind, _found(name, lambda _: _delimited(name, data), kind, find))]
    if kind != SOURCE.list_key:
        msg = f"{name} is JSON, which is accepted for sources only; write the {kind} as CSV, TSV or XLSX"
        raise UsageError(msg)
    items: dict[int, str] = {}
    header, *rest = _bounded(name, _references(name, data, items))
    return [(kind, Sheet(name, header, tuple(rest), items=items))]


def _kinds() -> str:
    return listed([kind.command for kind in KINDS])


def _sheets(book: Book, kind: str | None, find: Find, sheet: str | None) -> Iterator[tuple[str, str, str]]:
    """Yield the kind and the name of each sheet that is to be read, and what was chosen without a request.

    Raises:
        UsageError: there is none.
    """
    titles = {fold(title): title for title in (*book.hidden, *book.sheets)}
    called = {key: titles[fold(name)] for key, name in _CALLED.items() if titles.get(fold(name)) in book.sheets}
    if sheet is not None:
        if fold(sheet) not in titles:
            raise unknown_value("sheet", sheet, book.sheets)
        title = titles[fold(sheet)]
        kind = kind or next((key for key, own in called.items() if own == title), None)
    if sheet is None and kind is None:
        called = {key: title for key, title in called.items() if any(True for _ in book.rows(title))}
        yield from ((key, title, "") for key, title in called.items())
    if kind is None and (sheet is not None or not called):
        msg = (
            f"add --as KIND, because no sheet of {book.name} is called like a kind; KIND is one of {_kinds()}. "
            f"Sheets: {listed([*book.sheets])}"
        )
        raise UsageError(msg)
    if kind is not None:
        yield kind, *((title, "") if sheet is not None else _sheet_of(book, kind, find, called.get(kind)))


def _sheet_of(book: Book, kind: str, find: Find, called: str | None) -> tuple[str, str]:
    """Return the sheet for a kind, and a note if it is neither called like it nor the first one."""
    if called is not None:
        return called, ""
    heads = {title: list(islice(book.rows(title), HEAD_ROWS)) for title in book.sheets}
    best = max(heads, key=lambda title: find(kind, heads[title]).score)
    others = [title for title in heads if title != best]
    is_first = best == next(iter(heads))
    return best, "" if is_first else f"Read the sheet {best}; --sheet takes another one: {listed(others)}."


def _read_sheet(book: Book, title: str, kind: str, find: Find, note: str) -> Sheet:
    table = _found(book.called(title), partial(book.rows, title), kind, find)
    notes = " ".join(filter(None, (note, table.note)))
    return table._replace(day_0=book.day_0, note=notes, is_workbook=True)


def _found(name: str, read: Callable[[int], Iterator[Row]], kind: str, find: Find) -> Sheet:
    """Return the table below a header. `read` returns the rows with that many cells at most."""
    first = list(islice(read(MAX_COLUMNS), HEAD_ROWS))
    head = first[find(kind, first).place] if first else Row(1, ("",))
    width = len(head.cells)
    below = (row for row in read(width) if row.number >= head.number)
    header, *rest = _bounded(name, below)
    note = f"{name}: the headings are in row {head.number}." if first[0] != head else ""
    return Sheet(name, header, tuple(rest), note=note)


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
        msg = f"{name} contains no table"
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
        msg = f"{where} is not UTF-8; save the table as XLSX or as CSV UTF-8"
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
    type: str | None = None
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


def _references(name: str, data: bytes, kinds: dict[int, str]) -> Iterator[Row]:
    """Yield references of CSL-JSON, as Zotero exports them, as rows of sources, and collect kinds of publishers.

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
                kinds[number] = _KIND_OF_ITEM.get(item.type or "", "")
                yield Row(number, cells)
    except (ValueError, OverflowError, RecursionError) as error:
        msg = f"{name} is not CSL-JSON: {error}"
        raise UsageError(msg) from None
