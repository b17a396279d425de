"""A sheet of a workbook (XLSX) as rows of text.

A workbook is a zip archive of XML files. They are read as streams and no tree is built, so that memory depends on
the text of the sheet alone: not on what the archive unpacks to, on the numbers of its rows, or on the length of a
tag. Libraries fill the gaps between rows and columns with empty cells, and hold all strings and styles as objects.
"""

from __future__ import annotations

import datetime
import posixpath
import re
import zlib
from contextlib import contextmanager
from functools import reduce
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from briefcli.errors import UsageError
from briefcli.reading.files import MAX_FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The beginning of a tag with its attributes; or the end of one of `_ENDS`, with the text of the cell that ends.
_Event: TypeAlias = "tuple[str, dict[str, str] | None, str]"
#: How a workbook begins, which is a zip archive.
ZIP = b"PK\x03\x04"
#: The size of a sheet in Excel.
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
#: How many bytes of XML a file may have, and a tag in it; how many levels, and how many names tags and attributes.
MAX_XML_BYTES, MAX_TAG_BYTES, MAX_DEPTH, MAX_NAMES = MAX_FILE_BYTES, 1024 * 1024, 64, 10_000
#: How many formats of cells a workbook of Excel may have.
MAX_STYLES = 65_490
#: How many files an archive may have, and how each of them begins in its directory.
MAX_PARTS, _PART = 10_000, b"PK\x01\x02"
_PIECE = 64 * 1024
#: What is raised where an archive or its XML is damaged, and where a cell is.
_DAMAGE = (BadZipFile, expat.ExpatError, zlib.error, EOFError, KeyError, RuntimeError, ValueError)
_DAMAGE_OF_CELL = (ArithmeticError, LookupError, ValueError)

_ENDS = {"c", "cellXfs", "row", "si"}
#: The number formats of dates and times that a workbook does not spell out.
_USUAL_DATES = dict.fromkeys(("14", "15", "16", "18", "19", "20", "21", "22", "45", "46", "47"), "d") | {"17": "m"}
#: What a number format puts in brackets or quotes, or behind a sign, which is no part of a date.
_ASIDE = re.compile(r'\[[^\]]*\]|"[^"]*"|[\\_*].')
_MAX_FORMAT_LENGTH = 255
#: How a workbook writes a character that XML cannot contain; half of a pair (a surrogate) stays as it is written.
_ESCAPED = re.compile("_x((?![dD][89a-fA-F])[0-9a-fA-F]{4})_")
_PLACE = re.compile("([A-Z]{1,3})[0-9]+")
_WHOLE_NUMBER = re.compile("-?[0-9]{1,300}")
_BOOLEANS = {"0": "false", "1": "true"}
#: The day from which Excel counts days, if a workbook names no other one.
EXCEL_DAY_0 = datetime.date(1899, 12, 30)
#: What a cell of a type contains.
_TYPES = {"s": "the number of a text", "b": "0 or 1", "d": "a date"}


class Row(NamedTuple):
    """A row with the number that a spreadsheet shows beside it, counted from 1."""

    number: int
    cells: tuple[str, ...]


def column_letters(place: int) -> str:
    """Return the letters of a column, of which the first is 0."""
    rest, last = divmod(place, 26)
    return (column_letters(rest - 1) if rest else "") + chr(ord("A") + last)


def open_workbook(name: str, data: bytes) -> Book:
    """Return the workbook in a file.

    Raises:
        UsageError: it is no workbook, or has no visible sheet.
    """
    with _refusing(name):
        _require(data.count(_PART) <= MAX_PARTS, f"it has more than {MAX_PARTS:,} files")
        book = Book(name, ZipFile(BytesIO(data)))
    if not book.sheets:
        msg = f"{name} contains no table"
        raise UsageError(msg)
    return book


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    """Raise one error for any damage."""
    try:
        yield
    except _DAMAGE as error:
        msg = f"{name} cannot be read as a workbook: {error}; save the table as XLSX or CSV"
        raise UsageError(msg) from None


def _require(condition: bool, message: str) -> None:  # noqa: FBT001 - like an assertion
    if not condition:
        raise ValueError(message)


class Book:
    """A workbook: the paths of its sheets by their names, and the day from which it counts days."""

    def __init__(self, name: str, archive: ZipFile) -> None:
        self.name = name
        self._archive = archive
        self.day_0 = EXCEL_DAY_0
        #: The paths of the visible sheets, and those of the hidden ones.
        self.sheets: dict[str, str] = {}
        self.hidden: dict[str, str] = {}
        self._texts: list[str] | None = None
        main = next((path for _, kind, path in self._related("") if kind == "officeDocument"), "")
        related = list(self._related(main))
        self._paths = {kind: path for _, kind, path in related}
        sheets = {part: path for part, kind, path in related if kind == "worksheet"}
        for tag, attributes in self._tags(main):
            if tag == "workbookPr" and attributes.get("date1904") in {"1", "true"}:
                self.day_0 = datetime.date(1904, 1, 1)
            elif tag == "sheet":
                part = next((value for key, value in attributes.items() if _local(key) == "id"), "")
                place = self.sheets if attributes.get("state", "visible") == "visible" else self.hidden
                if part in sheets:  # and is no chart
                    place[attributes["name"]] = sheets[part]

    def called(self, sheet: str) -> str:
        """Return the name by which messages call a sheet."""
        return f"{self.name}, sheet {sheet}"

    def rows(self, sheet: str, width: int = MAX_COLUMNS) -> Iterator[Row]:
        """Yield the rows of a sheet that contain text, each with its first `width` cells at most.

        Raises:
            UsageError: the sheet is damaged, or a cell cannot be read.
        """
        with _refusing(self.name):
            if self._texts is None:
                strings = self._events(self._paths.get("sharedStrings"))
                self._texts = [text for tag, attributes, text in strings if tag == "si" and attributes is None]
            cells = _Cells(self.called(sheet), self._texts, self._lengths_of_dates(), self.day_0)
            path = self.sheets.get(sheet) or self.hidden[sheet]
            yield from cells.rows(self._events(path), width)

    def _related(self, path: str) -> Iterator[tuple[str, str, str]]:
        """Yield the id, type and path of each file that a file refers to; the archive itself is ""."""
        folder, file = posixpath.split(path)
        for tag, attributes in self._tags(posixpath.join(folder, "_rels", f"{file}.rels")):
            if tag == "Relationship":
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"]))
                yield attributes["Id"], posixpath.basename(attributes["Type"]), target.lstrip("/")

    def _lengths_of_dates(self) -> dict[str, int]:
        """Return by the number of each style how many characters of a date it shows; 0 if it shows none."""
        formats = dict(_USUAL_DATES)
        lengths: dict[str, int] = {}
        is_of_cells = False
        for tag, attributes, _ in self._events(self._paths.get("styles")):
            if tag == "cellXfs":
                is_of_cells = attributes is not None
            elif tag == "numFmt" and attributes:
                formats[attributes["numFmtId"]] = attributes["formatCode"]
            elif tag == "xf" and attributes is not None and is_of_cells:
                _require(len(lengths) < MAX_STYLES, f"it has more than {MAX_STYLES:,} formats of cells")
                lengths[str(len(lengths))] = _length_of_dates(formats.get(attributes.get("numFmtId", ""), ""))
        return lengths

    def _tags(self, path: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield each tag in a file of the archive with its attributes."""
        return ((tag, attributes) for tag, attributes, _ in self._events(path) if attributes is not None)

    def _events(self, path: str | None) -> Iterator[_Event]:
        """Yield the tags in a file of the archive; nothing where it is None.

        Raises:
            ValueError: the file is no XML, or larger than a workbook needs.
        """
        if path is None:
            return
        info = self._archive.getinfo(path)
        _require(info.compress_type in {ZIP_STORED, ZIP_DEFLATED}, f"{path} is packed in an unknown way")
        _require(info.file_size <= MAX_XML_BYTES, f"{path} has more than {MAX_XML_BYTES // 2**20} MiB")
        parser, events = _parser()
        size = 0
        with self._archive.open(info) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                parser.Parse(piece, False)  # noqa: FBT003 - which has no keywords
                yield from events
                events.clear()
                _require(size - parser.CurrentByteIndex <= MAX_TAG_BYTES, f"{path} has a tag that is too long")
                _require(len(parser.intern) <= MAX_NAMES, f"{path} has too many names of tags")
        parser.Parse(b"", True)  # noqa: FBT003 - likewise
        yield from events


def _parser() -> tuple[expat.XMLParserType, list[_Event]]:
    """Return a parser of XML, and the list to which it adds what it finds."""
    parser = expat.ParserCreate()
    events: list[_Event] = []
    text: list[str] = []  # the texts of `v` and `t` since the cell began
    depth = 0
    is_pronunciation = False

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, is_pronunciation
        depth += 1
        _require(depth <= MAX_DEPTH, f"its XML is nested more than {MAX_DEPTH} levels deep")
        tag = _local(name)
        is_pronunciation |= tag == "rPh"
        is_text = tag in {"t", "v"} and not is_pronunciation
        parser.CharacterDataHandler = text.append if is_text else None
        events.append((tag, attributes, ""))

    def end(name: str) -> None:
        nonlocal depth, is_pronunciation
        depth -= 1
        parser.CharacterDataHandler = None
        tag = _local(name)
        is_pronunciation &= tag != "rPh"
        if tag in _ENDS:
            events.append((tag, None, "".join(text)))
            text.clear()

    def refuse(*_: object) -> None:
        _require(False, "its XML has a document type")  # noqa: FBT003 - by which short texts could become long ones

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = refuse
    return parser, events


class _Cells:
    """The cells of a sheet as the texts that a spreadsheet shows; of a date no more than its format does."""

    def __init__(self, name: str, texts: list[str], lengths: Mapping[str, int], day_0: datetime.date) -> None:
        self._name, self._texts, self._lengths = name, texts, lengths
        self._day_0 = datetime.datetime.combine(day_0, datetime.time())

    def rows(self, events: Iterator[_Event], width: int) -> Iterator[Row]:
        """Yield the rows that contain text, no wider than `width`."""
        row = column = 0
        cell: dict[str, str] = {}
        cells: dict[int, str] = {}
        for tag, attributes, text in events:
            if tag == "row" and attributes is not None:
                row, column, cells = self._row(attributes.get("r", str(row + 1))), 0, {}
            elif tag == "c" and attributes is not None:
                cell, column = attributes, self._column(attributes.get("r"), column + 1)
            elif tag == "c" and text:
                cells[column] = self._read(text, cell, row, column)
            elif tag == "row" and (filled := [place for place, shown in cells.items() if shown.strip()]):
                places = range(1, min(width, max(filled)) + 1)
                yield Row(row, tuple(cells.get(place, "") for place in places))

    def _row(self, written: str) -> int:
        row = int(written) if _WHOLE_NUMBER.fullmatch(written) else 0
        _require(0 < row <= MAX_ROWS, f"row {written[:20]!r} is not one of the {MAX_ROWS:,} that a sheet has")
        return row

    def _column(self, written: str | None, column: int) -> int:
        """Return the number of a column, of which the first is 1: as it is written, if it is."""
        if written is not None:
            found = _PLACE.fullmatch(written)
            column = reduce(lambda before, letter: before * 26 + ord(letter) - 64, found[1] if found else "", 0)
        _require(0 < column <= MAX_COLUMNS, f"cell {(written or '')[:20]!r} is not in the columns A to XFD")
        return column

    def _read(self, text: str, cell: Mapping[str, str], row: int, column: int) -> str:
        """Return what a cell shows.

        Raises:
            UsageError: it shows an error, or is not of its type.
        """
        kind = cell.get("t", "n")
        try:
            return self._shown(text, kind, self._lengths.get(cell.get("s", "0"), 0))
        except _DAMAGE_OF_CELL:
            fault = f"{text[:20]!r} is not {_TYPES.get(kind, 'a number')}"
            fault = f"the cell holds the error {text[:20]}" if kind == "e" else fault
            msg = f"{self._name}, row {row}, column {column_letters(column - 1)}: {fault}"
            raise UsageError(msg) from None

    def _shown(self, text: str, kind: str, length: int) -> str:
        match kind:
            case "s":
                return _unescaped(self._texts[int(text) if text.isdecimal() else len(self._texts)])
            case "str" | "inlineStr":
                return _unescaped(text)
            case "b":
                return _BOOLEANS[text]
            case "d":
                return datetime.date.fromisoformat(text[:10]).isoformat()[: length or 10]
            case "n" if length:
                return self._date(float(text), length)
            case "n" if _WHOLE_NUMBER.fullmatch(text):
                return str(int(text))
            case "n":
                number = float(text)
                return str(int(number)) if number == int(number) else str(number)
            case _:
                raise ValueError(text)

    def _date(self, days: float, length: int) -> str:
        """Return the date of a number of days since day 0; of a part of a day, the time."""
        is_before_leap_day = 0 < days < 60 and self._day_0.year < 1904  # Excel has a 29 February 1900, its day 60
        moment = (self._day_0 + datetime.timedelta(days=days + is_before_leap_day)).isoformat()
        return moment[11:19] if 0 <= days < 1 else moment[:length]


def _local(tag: str) -> str:
    """Return a name without its namespace."""
    return tag.rpartition(":")[2]


def _length_of_dates(code: str) -> int:
    """Return how many characters of a date a number format shows."""
    shown = _ASIDE.sub("", code[:_MAX_FORMAT_LENGTH].partition(";")[0]).lower()
    return 10 if re.search("[dhs]", shown) else 7 if "m" in shown else 4 if "y" in shown else 0


def _unescaped(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n")
