"""Listings as workbooks, which Excel and LibreOffice open: real dates and links, and no formulas."""

from __future__ import annotations

import datetime
import io
import re
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from briefcli.characters import is_formula, printable
from briefcli.dossier.dates import is_date, is_day
from briefcli.errors import UsageError
from briefcli.page import (
    Citation,
    Column,
    CountryName,
    Grade,
    Link,
    Mark,
    Marked,
    Step,
    Table,
    Term,
    Values,
    Worded,
    is_empty,
    unless_supports,
)
from briefcli.render.blocks import caption, made_on, missing_in_words, newer_in_words, visible_columns
from briefcli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from briefcli.page import Cell, Listing, Note
    from briefcli.render.form import RenderOptions

#: How wide a column gets at most, in characters, and what the button of its filter takes of that.
_WIDEST, _BUTTON = 50, 4
#: How high a line is, in points.
_LINE = 15
#: Excel follows no longer address, and no more of them in a sheet.
_MAX_URL_LENGTH, _MAX_URLS = 2079, 65_530
#: Excel takes 1900 for a leap year, so that only from here on a day is the same one everywhere.
_FIRST_DAY = "1900-03-01"
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
    Column("publisher", "Publisher", "publisher"),
    Column("title", "Title", "headline, or a description in brackets if the headline was not seen"),
    Column("date", "Date", "date of publication"),
    Column("grade", "Grade", "Admiralty code, A completely reliable to F cannot be judged"),
    Column("verdicts", "Verdicts", "verdict on the records that cite the source"),
    Column("remarks", "Remarks", "what it reports, by record"),
)
#: How the key of a column of labels ends, and the key of the column of ids instead.
_LABELS = {"_label": "", "_labels": "s"}
_COLUMNS = (
    Column("heading", "Column", "heading"),
    Column("key", "Key", "key for --columns and scripts"),
    Column("meaning", "Meaning", "meaning of its values"),
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
    _PageSheet(book, "Table", page).fill(table, visible)
    if page.notes:
        _PageSheet(book, "Sources", page).fill(Table(_NOTES, tuple(map(_note, page.notes))), len(_NOTES))
    meanings = tuple(
        (column.heading, column.key, _meaning(column, [row[place] for row in table.rows]))
        for place, column in enumerate(table.columns)
    )
    count = len(table.rows)
    otherwise = page.display_table is not None and len(page.display_table.rows) != count
    rows = f"The sheet Table has {counted(count, 'row')}." if otherwise else ""
    newer = newer_in_words(page.about)
    texts = (page.title, caption(page.about), *newer, missing_in_words(page.about), page.footer, rows, " ")
    said = [text for text in texts if text]
    _PageSheet(book, "About", page).fill(Table(_COLUMNS, meanings), len(_COLUMNS), above=said)
    book.close()
    return packed.getvalue()


class Sheet:
    """A sheet of a workbook, for listings and exports; `remedy` is what to do where it is full."""

    def __init__(self, book: Workbook, name: str, remedy: str) -> None:
        self.sheet = book.add_worksheet(name)
        # Else Excel would offer to make a number of each year.
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self.bold = book.add_format({"bold": True})
        self._remedy = remedy
        self._urls = 0

    def write(
        self, row: int, place: int, cell: Cell | datetime.datetime, text: str, looks: Mapping[str, Format]
    ) -> None:
        """Write a cell in one of some looks; what is no number, day or link is the text, and never a formula.

        Raises:
            UsageError: a spreadsheet has no room for it.
        """
        style = "formula" if is_formula(text) else "text"
        match cell:
            case None | "" | ():
                return
            case bool():
                refused = self.sheet.write_boolean(row, place, cell, looks.get("number"))
            case int():
                refused = self.sheet.write_number(row, place, cell, looks.get("number"))
            case datetime.datetime():
                refused = self.sheet.write_datetime(row, place, cell, looks["day"])
            case Link() if self._urls < _MAX_URLS and len(cell.url.encode("utf-16-le")) <= 2 * _MAX_URL_LENGTH:
                self._urls += 1
                refused = self.sheet.write_url(row, place, cell.url, looks["link"], text)
            case Marked(spans=(_, *_)) if len(cell.parts()) > 1:
                parts = ([self.bold] * marked + [printable(part)] for part, marked in cell.parts())
                refused = self.sheet.write_rich_string(row, place, *chain.from_iterable(parts), looks[style])
            case _:
                refused = self.sheet.write_string(row, place, text, looks.get(style))
        if refused:
            msg = (
                f"the sheet {self.sheet.name} is too large: a sheet takes 1,048,576 rows, and a cell 32,767 "
                f"characters; {self._remedy}"
            )
            raise UsageError(msg)

    def frame(self, top: int, last: int, columns: int) -> None:
        """Keep the head of the rows in sight and let people filter them; all of them have been written."""
        self.sheet.freeze_panes(top + 1, 0)
        self.sheet.autofilter(top, 0, last, columns - 1)


def looks(book: Workbook, layout: Mapping[str, Any], styles: Iterable[str]) -> dict[str, Format]:
    """Return the formats of a workbook for some styles, each with a layout."""
    return {style: book.add_format({**layout, **STYLES[style]}) for style in styles}


def dated(cell: Cell) -> Cell | datetime.datetime:
    """Return a text that is a whole day as that day, and any other cell as it is."""
    if isinstance(cell, str) and is_day(cell) and is_date(cell) and cell >= _FIRST_DAY:
        return datetime.datetime.fromisoformat(cell)
    return cell


def _arranged(table: Table) -> tuple[Table, int]:
    """Return a table with the columns that people see first, and how many they are.

    The headings of groups are a column, for a row that is sorted or filtered is parted from its heading. A column
    of labels that people do not see is left out where the column of the ids has the same labels.
    """
    visible = visible_columns(table)
    left = [index for index in range(len(table.columns)) if index in visible or not _repeats(table, index)]
    order = sorted(left, key=lambda index: index not in visible)
    columns = tuple(table.columns[index] for index in order)
    rows = tuple(tuple(row[index] for index in order) for row in table.rows)
    if table.groups:
        columns = (Column("", "Group", "its heading on a page"), *columns)
        rows = tuple((group, *row) for group, row in zip(table.groups, rows, strict=True))
    return Table(columns, rows), len(visible) + bool(table.groups)


def _repeats(table: Table, place: int) -> bool:
    """Whether a column has the labels of another one, whose cells contain the labels beside the ids."""
    keys = [column.key for column in table.columns]
    name = next((end for end in _LABELS if keys[place].endswith(end)), None)
    base = keys[place].removesuffix(name) + _LABELS[name] if name else ""
    if base not in keys:
        return False
    texts = [(cell_text(row[keys.index(base)], {}), cell_text(row[place], {})) for row in table.rows]
    return all(own == labels for own, labels in texts)


def _note(note: Note) -> tuple[Cell, ...]:
    title = Link(note.title_text, note.url) if note.url else note.title_text
    return note.number, note.publisher, title, note.date, note.grade, note.verdict_words, "\n".join(note.remarks)


def _meaning(column: Column, cells: Sequence[Cell]) -> str:
    """Return the contents of a column: the label where scripts find the id."""
    parts = (part for cell in cells for part in (cell if isinstance(cell, tuple) else (cell,)))
    labelled = any(isinstance(part, Term | Step) for part in parts)
    return re.sub(r"^id(s?) of", r"label\1 of", column.meaning) if labelled else column.meaning


class _PageSheet(Sheet):
    """A sheet for a part of a page, laid out for people."""

    def __init__(self, book: Workbook, name: str, page: Listing) -> None:
        super().__init__(book, name, "leave columns or rows out")
        self._numbers = {(note.dossier, note.source): note.number for note in page.notes}
        self._head = book.add_format({"bold": True, "bg_color": "#E7EDF3", "bottom": 1, "valign": "top"})
        self._looks = {
            folded: looks(book, {"valign": "top", "text_wrap": not folded}, STYLES) for folded in (False, True)
        }
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_header(f"&L{printable(page.title)[:100].replace('&', '&&')}&R&P / &N")

    def fill(self, table: Table, visible: int, *, above: Sequence[str] = ()) -> None:
        """Write texts and below them a table, of which the columns behind the visible ones are folded away."""
        for row, text in enumerate(above):
            self.sheet.write_string(row, 0, printable(text), None if row else self.bold)
        top = len(above)
        lines = dict.fromkeys(range(top + 1, top + 1 + len(table.rows)), 1)
        for place, column in enumerate(table.columns):
            folded = place >= visible
            self.sheet.write_string(top, place, column.heading, self._head)
            texts = []
            for row, cells in enumerate(table.rows, top + 1):
                cell = column.empty if is_empty(cells[place]) else cells[place]
                texts.append(printable(cell_text(cell, self._numbers)))
                self.write(row, place, dated(cell), texts[-1], self._looks[folded])
            width = min(_WIDEST, max(_width(column.heading) + _BUTTON, *(_width(text) + 1 for text in texts), 0))
            self.sheet.set_column(place, place, width, None, {"level": 1, "hidden": True} if folded else None)
            for row, text in enumerate(texts, top + 1):
                lines[row] = max(lines[row], 1 if folded else _lines(text, width))
        for row, count in lines.items():
            if count > 1:  # LibreOffice does not see to it by itself
                self.sheet.set_row(row, _LINE * count)
        end = len(table.columns)
        if visible < end:  # the sign that unfolds them is above the next column
            self.sheet.set_column(end, end, None, None, {"collapsed": True})
        self.sheet.repeat_rows(top)
        self.frame(top, top + len(table.rows), end)


def cell_text(cell: Cell, numbers: Mapping[tuple[str, str], int]) -> str:
    """Return the text of a cell; `numbers` are those of the notes."""
    match cell:
        case None:
            return ""
        case Term() | Step():
            return cell.label
        case Mark():
            return cell.id
        case CountryName():
            return cell.name
        case Grade():
            return ", ".join((f"{cell.code} {cell.word}", *cell.marks))
        case Marked():
            return cell.cautioned
        case Link() | Worded():
            return cell.text
        case Citation():
            name = str(numbers.get((cell.dossier, cell.source), cell.publisher))
            return name + unless_supports(cell.verdict)
        case tuple():
            return "; ".join(cell_text(part, numbers) for part in cell)
        case Values():
            return "; ".join(f"{of.label}: {cell_text(value, numbers)}" for of, value in cell.pairs)
        case _:
            return str(cell)


def _lines(text: str, width: int) -> int:
    """Return the number of lines of a text in a column; most letters are narrower than a digit."""
    return sum(max(1, ceil(_width(line) * 0.92 / width)) for line in text.split("\n"))


def _width(text: str) -> int:
    """Return how many columns the longest line of a text takes; an ideograph takes two."""
    return max(
        len(line) + (0 if line.isascii() else sum(east_asian_width(char) in "WF" for char in line))
        for line in text.split("\n")
    )
