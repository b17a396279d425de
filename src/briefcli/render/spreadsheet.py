"""Listings as workbooks, which Excel and LibreOffice open: real dates and links, and no formulas."""

from __future__ import annotations

import datetime
import io
import re
from math import ceil
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from briefcli.characters import is_formula, printable
from briefcli.dossier.dates import is_date, is_day
from briefcli.errors import UsageError
from briefcli.page import Citation, Column, Country, Grade, Link, Mark, Marked, Step, Table, Term, is_empty
from briefcli.render.blocks import caption, made_on, visible_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook

    from briefcli.page import Cell, Listing, Note
    from briefcli.render.form import RenderOptions

#: How wide a column gets at most, in characters, and what the button of its filter takes of that.
_WIDEST, _BUTTON = 50, 4
#: How high a line is, in points.
_LINE = 15
#: Excel follows no longer address, and no more of them in a sheet.
_MAX_URL_LENGTH, _MAX_URLS = 2079, 65_530
#: Excel takes 1900 for a leap year, so that only from here on a day is the same one everywhere.
FIRST_DAY = "1900-03-01"
_A4 = 9
STYLES: dict[str, dict[str, Any]] = {
    "text": {},
    "number": {"align": "right", "indent": 1},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "link": {"font_color": "#0563C1", "underline": 1},
    "formula": {"quote_prefix": True},  # so that it stays a text if somebody edits the cell
}
_NOTES = (
    Column("number", "Note", "its number in the table"),
    Column("publisher", "Publisher", "who published it"),
    Column("title", "Title", "headline; in brackets where it was not seen"),
    Column("date", "Date", "when it was published"),
    Column("grade", "Grade", "Admiralty code, A completely reliable to F cannot be judged"),
    Column("verdicts", "Verdicts", "what it says of the records that cite it"),
    Column("remarks", "Remarks", "what it says, by record"),
)
_COLUMNS = (
    Column("heading", "Column", "what stands above it"),
    Column("key", "Key", "what --columns and scripts call it"),
    Column("meaning", "Meaning", "what stands in it"),
)


def xlsx_bytes(page: Listing, _: RenderOptions) -> bytes:
    """Return a listing as a workbook: its table, its notes, and what the page and its columns are.

    Raises:
        UsageError: Excel has no room for it.
    """
    # XlsxWriter takes 50 ms to import, which only this format shall pay.
    from xlsxwriter import Workbook  # noqa: PLC0415

    packed = io.BytesIO()
    book = Workbook(packed, {"in_memory": True})
    book.set_properties({"title": printable(page.title), "created": made_on(page.about)})
    table, visible = _arranged(page.table)
    _Sheet(book, "Table", page).fill(table, visible)
    if page.notes:
        _Sheet(book, "Sources", page).fill(Table(_NOTES, tuple(map(_note, page.notes))), len(_NOTES))
    meanings = tuple(
        (column.heading, column.key, _meaning(column, [row[place] for row in table.rows]))
        for place, column in enumerate(table.columns)
    )
    said = [text for text in (page.title, caption(page.about), page.footer, " ") if text]
    _Sheet(book, "About", page).fill(Table(_COLUMNS, meanings), len(_COLUMNS), above=said)
    book.close()
    return packed.getvalue()


def _arranged(table: Table) -> tuple[Table, int]:
    """Return a table with the columns that people see first, and how many they are.

    The headings of groups are a column, for a row that is sorted or filtered is parted from its heading.
    """
    visible = visible_columns(table)
    order = sorted(range(len(table.columns)), key=lambda index: index not in visible)
    columns = tuple(table.columns[index] for index in order)
    rows = tuple(tuple(row[index] for index in order) for row in table.rows)
    if table.groups:
        columns = (Column("", "Group", "the heading that it stands under on a page"), *columns)
        rows = tuple((group, *row) for group, row in zip(table.groups, rows, strict=True))
    return Table(columns, rows), len(visible) + bool(table.groups)


def _note(note: Note) -> tuple[Cell, ...]:
    title = Link(note.title, note.url) if note.url else note.title
    return note.number, note.publisher, title, note.date, note.grade, note.verdict_words, "\n".join(note.remarks)


def _meaning(column: Column, cells: Sequence[Cell]) -> str:
    """Return what stands in a column, which is the label where scripts find the id."""
    parts = (part for cell in cells for part in (cell if isinstance(cell, tuple) else (cell,)))
    labelled = any(isinstance(part, Term | Step) for part in parts)
    return re.sub(r"^id(s?) of", r"label\1 of", column.meaning) if labelled else column.meaning


class _Sheet:
    """A sheet of a workbook, for a part of a page."""

    def __init__(self, book: Workbook, name: str, page: Listing) -> None:
        self._sheet = book.add_worksheet(name)
        self._numbers = {(note.dossier, note.source): note.number for note in page.notes}
        self._urls = 0
        self._bold = book.add_format({"bold": True})
        self._head = book.add_format({"bold": True, "bg_color": "#E7EDF3", "bottom": 1, "valign": "top"})
        self._styles = {
            (style, wrapped): book.add_format({"valign": "top", "text_wrap": wrapped, **settings})
            for style, settings in STYLES.items()
            for wrapped in (True, False)
        }
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_header(f"&L{printable(page.title)[:100].replace('&', '&&')}&R&P / &N")

    def fill(self, table: Table, visible: int, *, above: Sequence[str] = ()) -> None:
        """Write texts and below them a table, of which the columns behind the visible ones are folded away."""
        for row, text in enumerate(above):
            self._sheet.write_string(row, 0, printable(text), None if row else self._bold)
        top = len(above)
        lines = dict.fromkeys(range(top + 1, top + 1 + len(table.rows)), 1)
        for place, column in enumerate(table.columns):
            folded = place >= visible
            self._sheet.write_string(top, place, column.heading, self._head)
            texts = [
                self._write(
                    row, place, column.empty if is_empty(cells[place]) else cells[place], wrapped=not folded
                )
                for row, cells in enumerate(table.rows, top + 1)
            ]
            width = min(_WIDEST, max(_width(column.heading) + _BUTTON, *(_width(text) + 1 for text in texts), 0))
            self._sheet.set_column(place, place, width, None, {"level": 1, "hidden": True} if folded else None)
            for row, text in enumerate(texts, top + 1):
                lines[row] = max(lines[row], 1 if folded else _lines(text, width))
        for row, count in lines.items():
            if count > 1:  # LibreOffice does not see to it by itself
                self._sheet.set_row(row, _LINE * count)
        end = len(table.columns)
        if visible < end:  # the sign that unfolds them stands over the next column
            self._sheet.set_column(end, end, None, None, {"collapsed": True})
        self._sheet.freeze_panes(top + 1, 0)
        self._sheet.repeat_rows(top)
        self._sheet.autofilter(top, 0, top + len(table.rows), end - 1)
        # Else Excel would offer to make a number of each year.
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def _write(self, row: int, place: int, cell: Cell, *, wrapped: bool) -> str:
        """Write a cell, and return its text."""
        text = printable(self._text(cell))
        style = self._style(cell, text)
        form = self._styles[style, wrapped]
        match cell:
            case None | "" | ():
                return ""
            case bool():
                refused = self._sheet.write_boolean(row, place, cell, form)
            case int():
                refused = self._sheet.write_number(row, place, cell, form)
            case Link() if style == "link":
                self._urls += 1
                refused = self._sheet.write_url(row, place, cell.url, form, text)
            case _ if style == "day":
                refused = self._sheet.write_datetime(row, place, datetime.datetime.fromisoformat(text), form)
            case Marked(spans=(_, *_)) if len(cell.parts()) > 1:
                parts = (
                    (self._bold, printable(part)) if marked else (printable(part),)
                    for part, marked in cell.parts()
                )
                refused = self._sheet.write_rich_string(
                    row, place, *(piece for part in parts for piece in part), form
                )
            case _:
                refused = self._sheet.write_string(row, place, text, form)
        if refused:
            msg = (
                "a spreadsheet has no room for this: it takes 1,048,576 rows, and 32,767 characters in a cell; "
                "leave columns or rows out with --columns or --limit, or write CSV"
            )
            raise UsageError(msg)
        return text

    def _style(self, cell: Cell, text: str) -> str:
        if isinstance(cell, int):
            return "number"
        if isinstance(cell, str) and is_day(text) and is_date(text) and text >= FIRST_DAY:
            return "day"
        if (
            isinstance(cell, Link)
            and len(cell.url.encode("utf-16-le")) <= 2 * _MAX_URL_LENGTH
            and self._urls < _MAX_URLS
        ):
            return "link"
        return "formula" if is_formula(text) else "text"

    def _text(self, cell: Cell) -> str:
        match cell:
            case None:
                return ""
            case Term() | Step():
                return cell.label
            case Mark():
                return cell.id
            case Country():
                return cell.name
            case Grade():
                return ", ".join((f"{cell.code} {cell.word}", *cell.marks))
            case Link() | Marked():
                return cell.text
            case Citation():
                name = str(self._numbers.get((cell.dossier, cell.source), cell.publisher))
                return name if cell.verdict == "supports" else f"{name} {cell.verdict}"
            case tuple():
                return "; ".join(map(self._text, cell))
            case _:
                return str(cell)


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column; most letters are narrower than the digit that counts."""
    return sum(max(1, ceil(_width(line) * 0.92 / width)) for line in text.split("\n"))


def _width(text: str) -> int:
    """Return how many columns the longest line of a text takes; an ideograph takes two."""
    return max(
        len(line) + (0 if line.isascii() else sum(east_asian_width(char) in "WF" for char in line))
        for line in text.split("\n")
    )
