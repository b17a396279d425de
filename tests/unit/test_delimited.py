"""Listings as rows for spreadsheets and other programs, and sources as citations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from briefcli.errors import UsageError
from briefcli.page import About, Grade, Listing, Step, Table
from briefcli.render.citations import csl_text
from briefcli.render.delimited import csv_text, tsv_text
from briefcli.render.form import RenderOptions
from unit.test_drawing import citation, column, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.page import Cell

PLAIN = RenderOptions()


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
    """Several values have semicolons between them, and only cells that need quotes have them."""
    assert tsv_text(page(("x", cell)), PLAIN) == f"a\tb\nx\t{expected}\n"


def test_commas_need_quotes_where_they_part_the_cells() -> None:
    """And tabs do not."""
    assert csv_text(page(("one, two", "a\ttab")), PLAIN) == 'a,b\n"one, two",a\ttab\n'


def test_the_header_can_be_left_out() -> None:
    """A row of one empty cell is a line that a reader takes for one."""
    bare = RenderOptions(header=False)
    assert tsv_text(page(("x",), (None,), ("y",)), bare) == "x\n\ny\n"
    assert csv_text(page(("x",), (None,), ("y",)), bare) == 'x\n""\ny\n'


def test_no_cell_is_a_formula_where_that_is_requested() -> None:
    """There is an apostrophe before what would be one."""
    rows = page(("=1+1", ("-x", "y"), "a=1"))
    assert tsv_text(rows, RenderOptions(spreadsheet_safe=True)) == "a\tb\tc\n'=1+1\t'-x; y\ta=1\n"
    assert tsv_text(rows, PLAIN) == "a\tb\tc\n=1+1\t-x; y\ta=1\n"


def cited(**known: str) -> dict[str, Any]:
    """Return the citation of a source of which nothing but this is known."""
    found = dict.fromkeys(("id", "publisher", "title", "url", "date")) | known
    listing = Listing("Sources", About(), Table(tuple(map(column, found)), (tuple(found.values()),)))
    (item,) = json.loads(csl_text(listing, PLAIN))
    return dict(item)


def test_a_citation_has_what_is_known_of_its_source() -> None:
    """Dates in parts, the copy, the language, and the grade where no style prints it."""
    known = {"id": "a", "publisher": "Wire", "title": "Talks", "url": "https://a.example", "date": "2025-02"}
    more = {"author": "Ada", "language": "ru", "archived": "https://b.example", "accessed": "2025-03-04"}
    assert cited(**known, **more, kind="press", reliability="B") == {
        "id": "a",
        "type": "article-newspaper",
        "title": "Talks",
        "author": [{"literal": "Ada"}],
        "container-title": "Wire",
        "language": "ru",
        "URL": "https://a.example",
        "archive": "https://b.example",
        "issued": {"date-parts": [[2025, 2]]},
        "accessed": {"date-parts": [[2025, 3, 4]]},
        "custom": {"kind": "press", "reliability": "B"},
    }
    assert cited(id="b", publisher="Tides", title="Links") == {
        "id": "b",
        "type": "document",
        "title": "Links",
        "author": [{"literal": "Tides"}],
    }


@pytest.mark.parametrize(
    ("kind", "url", "genre", "names"),
    [
        ("press", None, "article-newspaper", {"container-title": "Port"}),
        ("official", "https://a.example", "webpage", {"author": [{"literal": "Port"}]}),
        ("official", None, "document", {"author": [{"literal": "Port"}]}),
        ("ngo", None, "report", {"author": [{"literal": "Port"}]}),
    ],
)
def test_a_citation_names_the_publisher_once(kind: str, url: str, genre: str, names: dict[str, object]) -> None:
    """As the newspaper of news, and otherwise as the author."""
    item = cited(publisher="Port", kind=kind, url=url)
    assert item["type"] == genre
    assert {key: item[key] for key in ("author", "container-title", "publisher") if key in item} == names


def test_a_publisher_follows_an_author_who_is_named() -> None:
    """Also of what is no news."""
    item = cited(publisher="Port", author="Ada", kind="official")
    assert (item["author"], item["publisher"]) == ([{"literal": "Ada"}], "Port")


def test_a_citation_needs_some_columns() -> None:
    """Those that were not selected are named."""
    with pytest.raises(UsageError, match="leaves out publisher, url, date"):
        csl_text(Listing("Sources", About(), Table((column("id"), column("title")), ())), PLAIN)
