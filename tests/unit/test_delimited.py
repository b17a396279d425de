"""Listings as rows for spreadsheets and other programs, and sources as citations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from briefcli.errors import UsageError
from briefcli.page import About, Grade, Listing, Step, Table
from briefcli.render.citations import csl_text
from briefcli.render.delimited import csv_text, tsv_text
from briefcli.render.form import Manner
from unit.test_drawing import citation, column, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.page import Cell

PLAIN = Manner()


def page(*rows: Sequence[Cell]) -> Listing:
    """Return a listing with the columns a, b, c and so on."""
    return Listing("Title", About(), table(*rows))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, ""),
        (0, "0"),
        (True, "true"),
        (False, "false"),
        (Step("id", "Label", 1, 2), "id"),
        (Grade("F5", "improbable", "whole"), "F5"),
        (("one", Step("id", "Label", 1, 2)), "one; id"),
        ((citation("z"), citation("y", "partly")), "z; y (partly)"),
        ("one, two", "one, two"),
        ('a "quote"', '"a ""quote"""'),
        ("two\nlines", '"two\nlines"'),
        ("a return\r", '"a return\r"'),
        ("a\ttab", '"a\ttab"'),
    ],
)
def test_a_cell_is_one_text(cell: Cell, expected: str) -> None:
    """Several values have semicolons between them, and quotes stand only around what needs them."""
    assert tsv_text(page(("x", cell)), PLAIN) == f"a\tb\nx\t{expected}\n"


def test_commas_need_quotes_where_they_part_the_cells() -> None:
    """And tabs do not."""
    assert csv_text(page(("one, two", "a\ttab")), PLAIN) == 'a,b\n"one, two",a\ttab\n'


def test_the_header_can_be_left_out() -> None:
    """A row of one empty cell is a line that a reader takes for one."""
    bare = Manner(header=False)
    assert tsv_text(page(("x",), (None,), ("y",)), bare) == "x\n\ny\n"
    assert csv_text(page(("x",), (None,), ("y",)), bare) == 'x\n""\ny\n'


def test_no_cell_is_a_formula_where_that_is_asked_for() -> None:
    """An apostrophe stands before what would be one."""
    rows = page(("=1+1", ("-x", "y"), "a=1"))
    assert tsv_text(rows, Manner(spreadsheet_safe=True)) == "a\tb\tc\n'=1+1\t'-x; y\ta=1\n"
    assert tsv_text(rows, PLAIN) == "a\tb\tc\n=1+1\t-x; y\ta=1\n"


def test_a_citation_has_what_is_known_of_its_source() -> None:
    """Its date in parts, and neither address nor date where there is none."""
    keys = ("id", "publisher", "title", "url", "date")
    rows = (("a", "Example Wire", "Talks", "https://example.org", "2025-02"), ("b", "Tides", "Links", None, None))
    items = json.loads(csl_text(Listing("Sources", About(), Table(tuple(map(column, keys)), rows)), PLAIN))
    assert items == [
        {
            "id": "a",
            "type": "webpage",
            "title": "Talks",
            "author": [{"literal": "Example Wire"}],
            "container-title": "Example Wire",
            "URL": "https://example.org",
            "issued": {"date-parts": [[2025, 2]]},
        },
        {
            "id": "b",
            "type": "webpage",
            "title": "Links",
            "author": [{"literal": "Tides"}],
            "container-title": "Tides",
        },
    ]


def test_a_citation_needs_some_columns() -> None:
    """Those that were not asked for are named."""
    with pytest.raises(UsageError, match="publisher, url, date was not asked for"):
        csl_text(Listing("Sources", About(), Table((column("id"), column("title")), ())), PLAIN)
