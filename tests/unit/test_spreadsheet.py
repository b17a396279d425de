"""Workbooks, as another program reads them."""

from __future__ import annotations

import datetime
import io
import json
import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText

from briefcli.dossier.dates import in_words
from briefcli.errors import UsageError
from briefcli.page import About, Column, Link, Listing, Marked, Table
from briefcli.render.form import RenderOptions
from briefcli.render.spreadsheet import xlsx_bytes
from terminals import received

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefcli.page import Cell
    from conftest import Result

LISTINGS = ("stances --history", "topics", "sectors", "events", "evidence", "sources", "search alert")
#: The keys under which people read a label, or a grade with its word.
WORDS = {"level", "level_set_by", "sector", "kind", "stage", "verdict", "excerpt_field", "grade", "reliability"}
HOSTILE = "tests/dossiers/good/hostile.yaml"


def opened(content: bytes, **more: bool) -> Any:
    """Return a workbook as openpyxl reads it."""
    return load_workbook(io.BytesIO(content), **more)


def sheet_of(*cells: Cell) -> Any:
    """Return the first sheet of a listing with one column of such cells."""
    table = Table((Column("it", "It", "what it is"),), tuple((cell,) for cell in cells))
    return opened(xlsx_bytes(Listing("Cells", About(), table), RenderOptions()), rich_text=True)["Table"]


def rows(sheet: Any) -> list[list[Any]]:
    """Return the values of a sheet by rows."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def written(brief: Callable[..., Result], folder: Path, *arguments: str) -> Any:
    """Return the workbook that a command writes."""
    path = folder / "table.xlsx"
    assert brief(*arguments, "-o", str(path)) == (0, "", "")
    return opened(path.read_bytes())


def test_a_workbook_says_how_many_rows_it_has_where_people_count_otherwise(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """A change of several countries is one change, and a row for each country."""
    book = written(brief, tmp_path, "changes", "--since", "2024")
    about = [row[0] for row in rows(book["About"])]
    count = len(rows(book["Table"])) - 1
    assert any(str(text).startswith("26 changes. ") for text in about)
    assert (count, f"The sheet Table has {count} rows." in about) == (42, True)
    assert not any("The sheet Table" in str(row[0]) for row in rows(written(brief, tmp_path, "stances")["About"]))


def test_a_listing_is_a_table_a_list_of_sources_and_what_is_said_of_both(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """People's columns come first, with labels; the notes are a sheet, and so are the meanings of the columns."""
    book = written(brief, tmp_path, "stances", "-c", "japan", "--evidence")
    head, row = rows(book["Table"])
    assert head[:7] == ["Country", "Level", "Status", "Concerns", "At this level since", "Last change", "Grade"]
    assert row[:2] == ["Japan", "Keeps an office"]
    sources = rows(book["Sources"])
    assert sources[0] == ["Note", "Publisher", "Title", "Date", "Grade", "Verdicts", "Remarks"]
    assert [source[0] for source in sources[1:]] == list(range(1, len(sources)))
    about = rows(book["About"])
    assert about[0][0] == brief("stances", "-c", "japan", "-f", "md").out.splitlines()[0].removeprefix("# ")
    assert [line[0] for line in about[5:]] == head
    meanings = {key: meaning for _, key, meaning in about[5:]}
    assert meanings["level"] == "label of the level"
    assert meanings["concerns"] == "labels of the concerns, the main one first"
    assert {"level_label", "concern_labels"}.isdisjoint(meanings)
    assert meanings["dossier"] == "id of the dossier to which the row belongs"


def test_labels_are_not_repeated_unless_they_are_selected(brief: Callable[..., Result], tmp_path: Path) -> None:
    """A cell with an id reads as its label in a workbook, so that a column of labels would say the same."""
    assert "Sector label" not in rows(written(brief, tmp_path, "sectors")["Table"])[0]
    chosen = written(brief, tmp_path, "stances", "--columns", "country,level,level_label")
    assert rows(chosen["Table"])[0] == ["Country", "Level", "Level label"]


def test_full_dates_are_days_and_vague_ones_are_texts() -> None:
    """A month is no day, and 2025 is no number; before 1900-03-01 no two programs count days alike."""
    sheet = sheet_of("2025-02-16", "2025-02", "2025", "1900-02-28", "1900-03-01", "seen 2025-02-16")
    day = datetime.datetime(2025, 2, 16)  # noqa: DTZ001 - as a spreadsheet has it
    first = datetime.datetime(1900, 3, 1)  # noqa: DTZ001 - likewise
    assert [row[0] for row in rows(sheet)[1:]] == [day, "2025-02", "2025", "1900-02-28", first, "seen 2025-02-16"]
    assert sheet["A2"].number_format == "yyyy-mm-dd"


def test_a_link_leads_where_excel_can_follow_it() -> None:
    """What is too long for Excel is written as text."""
    title, short, long = "Dam & river", "https://example.org/?a=<1>&b=%20#c", "https://example.org/" + "x" * 2100
    sheet = sheet_of(Link(title, short), Link(title, long))
    assert [row[0] for row in rows(sheet)[1:]] == [title, title]
    link = sheet["A2"].hyperlink
    assert f"{link.target}#{link.location}" == short
    assert sheet["A3"].hyperlink is None


def test_what_was_searched_for_is_bold() -> None:
    """A text that is marked in part is a rich text, and one that is not marked a plain one."""
    sheet = sheet_of(
        Marked("the dam upstream", lambda _: ((4, 7),)), Marked("the dam"), Marked("dam", lambda _: ((0, 3),))
    )
    marked = sheet["A2"].value
    assert isinstance(marked, CellRichText)
    assert [(str(part), bool(getattr(part, "font", None) and part.font.b)) for part in marked] == [
        ("the ", False),
        ("dam", True),
        (" upstream", False),
    ]
    assert [sheet["A3"].value, sheet["A4"].value] == ["the dam", "dam"]


@pytest.mark.parametrize("line", LISTINGS)
def test_nothing_is_run(line: str, brief: Callable[..., Result], tmp_path: Path) -> None:
    """No cell is a formula, whatever its text."""
    book = written(brief, tmp_path, *line.split(), "-d", HOSTILE)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}


def test_what_looks_like_a_formula_stays_a_text_when_somebody_edits_it() -> None:
    """Excel keeps the apostrophe for itself: it is not in the text."""
    sheet = sheet_of("=1+1", " @at", "-5 %", "a=b", ("+1", "2"))
    assert [row[0] for row in rows(sheet)[1:]] == ["=1+1", " @at", "-5 %", "a=b", "+1; 2"]
    assert [sheet[f"A{row}"].quotePrefix for row in range(2, 7)] == [True, True, True, False, True]


@pytest.mark.parametrize("line", LISTINGS)
def test_every_text_of_json_is_there(line: str, brief: Callable[..., Result], tmp_path: Path) -> None:
    """Column by column and row by row; lists are in one cell, and words and days are those that people read."""
    arguments = line.replace("alert", "the").split()
    book = written(brief, tmp_path, *arguments)
    table, about = rows(book["Table"]), rows(book["About"])
    keys = [key for _, key, *_ in about[-len(table[0]) :]]
    records = json.loads(brief(*arguments, "-f", "json").out)
    assert len(records) > 2
    for record, row in zip(records, table[1:], strict=True):
        cells = dict(zip(keys, row, strict=True))
        labels = {f"{key}_label": str(cells[key]) for key in ("level", "sector") if f"{key}_label" in record}
        assert {key: record.pop(key) for key in labels} == labels
        assert {*record} - {"concern_labels"} == {*keys} - {None}
        if record.get("level_since_known") is False:
            assert cells.pop("level_since") == f"by {in_words(record.pop('level_since'))}"
        texts = {key: text for key, text in record.items() if isinstance(text, str) and key not in WORDS}
        found = {key: str(cells[key]).removesuffix(" 00:00:00") for key in texts}
        assert {
            key: re.sub("^(?:[a-z]+ claim|claim that cannot be judged): ", "", text) for key, text in found.items()
        } == texts


def test_a_sheet_has_a_frozen_head_filters_and_columns_that_fit(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """Columns that people do not see unasked are folded away; printed, the head is on every page."""
    sheet = written(brief, tmp_path, "events")["Table"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    widths = {cell.value: sheet.column_dimensions[cell.column_letter] for cell in sheet[1]}
    assert not widths["Event"].hidden
    assert 20 < widths["Event"].width <= 51
    assert (widths["Codes"].hidden, widths["Codes"].outlineLevel) == (True, 1)
    assert [row[0] for row in rows(sheet)] == ["Group", *(str(row[1])[:4] for row in rows(sheet)[1:])]


def test_the_columns_that_are_requested_are_all_seen(brief: Callable[..., Result], tmp_path: Path) -> None:
    """In their order."""
    sheet = written(brief, tmp_path, "stances", "--columns", "summary,code")["Table"]
    assert rows(sheet)[0] == ["Summary", "Code"]
    assert not any(column.hidden for column in sheet.column_dimensions.values())


def test_no_text_is_cut() -> None:
    """What a cell cannot hold is refused with what to do."""
    assert sheet_of("\N{SNOWMAN}" * 32_767)["A2"].value == "\N{SNOWMAN}" * 32_767
    with pytest.raises(UsageError, match="a cell 32,767 characters; leave columns or rows out"):
        sheet_of("x" * 32_768)


def test_the_same_page_is_the_same_bytes(process: Callable[..., Result], tmp_path: Path) -> None:
    """Nothing in a workbook shows when it was written."""
    for name in ("a.xlsx", "b.xlsx"):
        assert process("stances", "-o", str(tmp_path / name)).code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert opened((tmp_path / "a.xlsx").read_bytes()).properties.title.startswith("Stances on")


def test_a_terminal_gets_no_bytes() -> None:
    """The error says how to write a file; a pipe gets the workbook."""
    outer, inner = pty.openpty()
    command = [sys.executable, "-m", "briefcli", "stances", "-f", "xlsx"]
    done = subprocess.Popen(command, stdout=inner, stderr=subprocess.PIPE)
    os.close(inner)
    assert received(outer) == ""
    told = done.communicate()[1].decode()
    assert told == "brief: xlsx is binary; write it to a file: -o brief.xlsx\n"
    assert done.returncode == 2
    piped = subprocess.run(command, capture_output=True, check=True).stdout
    assert opened(piped).sheetnames == ["Table", "About"]
