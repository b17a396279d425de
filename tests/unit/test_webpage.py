"""A page as HTML, and the cells that the report shares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import html5lib
import pytest

from briefcli.page import (
    About,
    Bar,
    Bars,
    Brief,
    CountryName,
    Grade,
    KeyValues,
    Link,
    Listing,
    Mark,
    Marked,
    Section,
    Step,
    Term,
)
from briefcli.render.form import RenderOptions
from briefcli.render.webpage import escaped, html_text
from unit.test_drawing import citation, column, note, table

if TYPE_CHECKING:
    from briefcli.page import Body, Cell, Page


def body(page: Page) -> list[str]:
    """Return the lines of what a browser shows of a page, which is valid HTML."""
    text = html_text(page, RenderOptions())
    html5lib.HTMLParser(strict=True).parse(text)
    return text[text.index("<main>\n") + 7 : text.index("\n</main>")].splitlines()


def shown(body_: Body) -> list[str]:
    """Return what represents a body under its heading."""
    return body(Brief("T", About(), (Section("s", "S", body_),)))[2:]


def cell(cell: Cell) -> str:
    """Return the contents of a cell."""
    (text,) = re.findall("</th><td.*?>(.*)</td>", shown(table(("x", cell)))[-4])
    return str(text)


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("<b> & 'c' \"d\"", "&lt;b&gt; &amp; &#x27;c&#x27; &quot;d&quot;"),
        (0, "0"),
        ("2025-02", "<time>2025-02</time>"),
        ("in 2025-02", "in 2025-02"),
        (True, "b"),
        (Term("id", "Label"), "Label"),
        (Mark("main", "●"), '<span aria-hidden="true">●</span><span class="unseen">main</span>'),
        (CountryName("EG", "Egypt"), "Egypt"),
        (Step("id", "Label", 2, 3), '<span class="steps" aria-hidden="true">▰▰▱</span> Label'),
        (Grade("F5", "improbable", "whole"), "F5 improbable"),
        (
            Grade("F5", "improbable", "whole", disputed=True),
            'F5 improbable, <span class="disputed">disputed</span>',
        ),
        (
            Link("a<b", "https://example.org/?a=1&b=2"),
            '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">a&lt;b</a>',
        ),
        (Marked("a <b> c", lambda _: ((2, 5),)), "a <mark>&lt;b&gt;</mark> c"),
        (("one", Term("two", "Two")), "one, Two"),
        ((citation("z"), citation("y", "partly")), "The z, The y&nbsp;partly"),
    ],
)
def test_a_cell_is_what_it_says(read: Cell, expected: str) -> None:
    """Whatever it contains is text."""
    assert cell(read) == expected


def test_a_character_that_could_drive_a_terminal_is_replaced() -> None:
    """It may come from the name of a file."""
    assert escaped("a\x1b[31m\u202eb") == "a\ufffd[31m\ufffdb"


def test_a_listing_has_its_rows_under_the_headings_of_their_groups() -> None:
    """And its notes and footer below."""
    rows = table(("x", (citation("z", "contradicts"),)), ("y", ()), groups=("G", "H"))
    notes = (note(3, "z", "https://example.org", "2025", "One.", "Two."), note(4, "y"))
    assert body(Listing("T & U", About(("nile",), "2025"), rows, notes, "2 rows.")) == [
        "<h1>T &amp; U</h1>",
        '<p class="caption">Dossier nile, as of 2025</p>',
        '<div class="wide" tabindex="0" role="group" aria-label="T &amp; U">',
        "<table>",
        "<thead>",
        '<tr><th scope="col">A</th><th scope="col">B</th></tr>',
        "</thead>",
        "<tbody>",
        '<tr class="group"><th colspan="2" scope="rowgroup">G</th></tr>',
        '<tr><th scope="row">x</th><td><a href="#source-3">[3]</a>&nbsp;contradicts</td></tr>',
        "</tbody>",
        "<tbody>",
        '<tr class="group"><th colspan="2" scope="rowgroup">H</th></tr>',
        '<tr><th scope="row">y</th><td></td></tr>',
        "</tbody>",
        "</table>",
        "</div>",
        "<h2>Sources</h2>",
        '<ol start="3">',
        '<li id="source-3">The z, <a href="https://example.org" rel="noopener noreferrer">Title</a>, 2025. '
        "Reliability B, usually reliable; supports, supports in part. One. Two.</li>",
        '<li id="source-4">The y, Title. Reliability B, usually reliable; supports, supports in part. </li>',
        "</ol>",
        "<footer>2 rows.</footer>",
    ]


@pytest.mark.parametrize(
    ("body_", "expected"),
    [
        ("Text <b>.", ["<p>Text &lt;b&gt;.</p>"]),
        (("one", "two & three"), ["<ul>", "<li>one</li>", "<li>two &amp; three</li>", "</ul>"]),
        (
            KeyValues((column("a"), column("b"), column("c")), (Grade("F5", "improbable", "whole"), None, "x")),
            ["<dl>", "<dt>A</dt><dd>F5 whole</dd>", "<dt>C</dt><dd>x</dd>", "</dl>"],
        ),
        (
            Bars((Bar(Term("a", "A"), 2, ("one", "two")), Bar(Term("b", "B"), 0, ())), column("x")),
            ["<ul>", "<li>A: 2 (one, two)</li>", "<li>B: 0</li>", "</ul>"],
        ),
        (
            Brief("Within", About(("nile",), "2025"), (Section("s", "T", "Text."),)),
            ['<p class="caption">Dossier nile, as of 2025</p>', "<h3>T</h3>", "<p>Text.</p>"],
        ),
    ],
    ids=["text", "lines", "facts", "bars", "a brief within"],
)
def test_a_section_is_what_its_body_is(body_: Body, expected: list[str]) -> None:
    """A brief within the brief has headings one step lower."""
    assert shown(body_) == expected


ARABIC = "\u0645\u0624\u064a\u062f (2024)."


def test_the_browser_sees_to_the_direction_of_what_runs_from_right_to_left() -> None:
    """Of each cell, line and heading by itself; within an English sentence it is isolated."""
    columns = (column("a"), column("b"))
    page = Brief(
        ARABIC,
        About(),
        (Section("s", "S", KeyValues(columns, (ARABIC, "b"))),),
        (note(1, "z", None, None, ARABIC),),
    )
    assert body(page) == [
        f'<h1 dir="auto">{ARABIC}</h1>',
        *("<h2>S</h2>", "<dl>", f'<dt>A</dt><dd dir="auto">{ARABIC}</dd>', "<dt>B</dt><dd>b</dd>", "</dl>"),
        *("<h2>Sources</h2>", '<ol start="1">'),
        '<li id="source-1">The z, Title. Reliability B, usually reliable; supports, supports in part. '
        f'<bdi dir="auto">{ARABIC}</bdi></li>',
        "</ol>",
    ]


def test_the_corner_of_a_comparison_is_no_heading() -> None:
    """It says nothing; what it is above are the names of the facts."""
    body_ = table(
        (CountryName("EG", "Egypt"), "upstream"), (CountryName("SD", "Sudan"), "between"), transposed=True
    )
    assert shown(body_)[3] == '<tr><td></td><th scope="col">Egypt</th><th scope="col">Sudan</th></tr>'
    assert shown(body_)[6] == '<tr><th scope="row">B</th><td>upstream</td><td>between</td></tr>'
