"""Text that Markdown might take for more, and addresses that it might change."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from msgspec import structs

from briefcli.page import (
    About,
    Bar,
    Bars,
    Brief,
    Column,
    Grade,
    KeyValues,
    Link,
    Listing,
    Marked,
    Section,
    Step,
    Table,
    Term,
)
from briefcli.render.form import RenderOptions
from briefcli.render.markdown import markdown_text
from test_pipes import needs
from unit.test_drawing import citation, column, note, table

if TYPE_CHECKING:
    from briefcli.page import Cell

#: What begins a block for CommonMark or for Pandoc, and how it is written so that it does not.
LEADING = [
    ("1. one", r"1\. one"),
    ("12) one", r"12\) one"),
    ("(1) one", r"(1\) one"),
    ("a. one", r"a\. one"),
    ("(iv) one", r"(iv\) one"),
    ("II. one", r"II\. one"),
    ("B) one", r"B\) one"),
    ("#. one", r"\#. one"),
    ("- one", r"\- one"),
    ("+ one", r"\+ one"),
    ("= one", r"\= one"),
    (": one", r"\: one"),
    ("% one", r"\% one"),
    ("A. Smith", "A. Smith"),
    ("e.g. one", "e.g. one"),
]


def page(*texts: str) -> Brief:
    """Return a brief with a paragraph and a list for each text."""
    return Brief("Page", About(), tuple(Section("s", "S", body) for text in texts for body in (text, (text,))))


@pytest.mark.parametrize(("text", "written"), LEADING)
def test_no_text_begins_a_block(text: str, written: str) -> None:
    """It is unchanged, in a paragraph and in a list."""
    assert markdown_text(page(text), RenderOptions()) == f"# Page\n\n## S\n\n{written}\n\n## S\n\n- {written}\n"


@needs("pandoc")
def test_pandoc_reads_each_such_text_as_a_paragraph() -> None:
    """Pandoc has more kinds of lists than CommonMark."""
    done = subprocess.run(
        ["pandoc", "-f", "markdown-smart", "-t", "html", "--wrap=none"],
        input=markdown_text(page(*(text for text, _ in LEADING)), RenderOptions()),
        capture_output=True,
        check=True,
        text=True,
    )
    expected = [line for text, _ in LEADING for line in (f"<p>{text}</p>", "<ul>", f"<li>{text}</li>", "</ul>")]
    assert [line for line in done.stdout.splitlines() if not line.startswith("<h")] == expected


def test_a_listing_calls_for_each_of_its_notes_once() -> None:
    """After that it names their numbers; the footer is before the notes."""
    rows = table(
        ("x", (citation("z"), citation("y", "partly")), Grade("F5", "improbable", "whole", disputed=True)),
        ("y", (citation("z", "contradicts"),), Step("s", "S", 1, 2)),
        groups=("G", "H"),
    )
    notes = (note(1, "z", "https://example.org", "2025", "One."), note(2, "y"))
    listing = Listing("T", About(("nile",), "2025"), rows, notes, "2 rows.")
    assert markdown_text(listing, RenderOptions()).split("\n\n") == [
        *("# T", "Dossier nile, as of 2025", "## G"),
        f"| A | B | C |\n| --- | {'-' * 17} | {'-' * 27} |\n| x | [^1], [^2] partly | F5 improbable, **disputed** |",
        "## H",
        f"| A | B | C |\n| --- | {'-' * 17} | {'-' * 10} |\n| y | \\[1\\] contradicts | S (1 of 2) |",
        "2 rows.",
        "[^1]: The z, [Title](<https://example.org>), 2025. Reliability B, usually reliable; supports, supports in part. "
        "One.",
        "[^2]: The y, Title. Reliability B, usually reliable; supports, supports in part.\n",
    ]


def test_a_brief_has_headings_one_step_deeper_within_it() -> None:
    """Short facts are on one line, counts say what was counted; where there are no notes, publishers are named."""
    facts = KeyValues(
        (column("a"), column("b"), column("c")), (Grade("F5", "improbable", "x"), "2025", (citation("z"),))
    )
    bars = Bars((Bar(Term("a", "A"), 2, ("one", "two")), Bar(Term("b", "B"), 0, ())), column("x"))
    within = Brief("W", About(("nile",), "2025"), (Section("t", "T", table(("x",), groups=("G",))),))
    sections = (Section("f", "F", facts), Section("b", "B", bars), Section("w", "W", within))
    assert markdown_text(Brief("T", About(), sections), RenderOptions()).split("\n\n") == [
        *(
            "# T",
            "## F",
            "- **A:** F5 improbable; **B:** 2025\n- **C:** The z",
            "## B",
            "- A: 2 (one, two)\n- B: 0",
        ),
        *("## W", "Dossier nile, as of 2025", "### T", "#### G", "- x\n"),
    ]


def test_a_table_of_a_brief_is_a_list_and_one_of_counts_a_table() -> None:
    """A row is an item, its longer texts are paragraphs, and its notes are at its end; a heading groups items."""
    long = "The gauge is read twice a day, and the figures go to all who share the river."
    columns = (
        column("date"),
        column("event"),
        column("stage"),
        column("notes"),
        structs.replace(column("text"), below=True),
    )
    events = Table(
        columns,
        (
            ("2025-02", "Talks resume", Term("way", "Under way"), (citation("z"),), long),
            ("2025-03", "- Floods!", None, (), ""),
        ),
        groups=("2025", "2025"),
    )
    brief = Brief("T", About(), (Section("e", "E", events), Section("n", "N", table(("x", 1)))), (note(1, "z"),))
    assert markdown_text(brief, RenderOptions()).split("\n\n")[1:-1] == [
        *("## E", "### 2025", "- **2025-02:** Talks resume. STAGE: Under way.", f"  {long} [^1]"),
        *(r"- **2025-03:** \- Floods!", "## N", "| A | B |\n| --- | --- |\n| x | 1 |"),
    ]


def test_a_row_is_found_by_its_headings() -> None:
    """What is before the first text names it; the second of two cells and what is true need no heading."""
    long = "words " * 20 + "end"
    cells: list[tuple[tuple[str, Cell], ...]] = [
        (
            ("from", "2025"),
            ("until", "2026"),
            ("level", Step("s", "Talks", 3, 7)),
            ("status", "Stalled"),
            ("x", long),
        ),
        (("publisher", "The Gazette"), ("says", long)),
        (("name", Term("a", "A")), ("first", 1), ("second", 0), ("text", long)),
        (("date", "2025"), ("event", "Talks?"), ("late", True), ("stage", Term("s", "Agreed")), ("x", long)),
    ]
    rows = [Table(tuple(column(key) for key, _ in row), (tuple(cell for _, cell in row),)) for row in cells]
    brief = Brief("T", About(), tuple(Section("s", "S", row) for row in rows))
    assert markdown_text(brief, RenderOptions()).split("\n\n")[2::2] == [
        f"- **2025, until 2026, Talks (3 of 7):** Stalled. X: {long}.",
        f"- **The Gazette:** {long}.",
        f"- **A, first 1, second 0:** {long}.",
        f"- **2025:** Talks? late; STAGE: Agreed; X: {long}.\n",
    ]


def test_each_country_that_is_compared_has_its_own_notes() -> None:
    """A table that is turned stays one."""
    rows = (("Japan", (citation("z"),)), ("Norway", (citation("y"),)))
    body = Table((column("country"), column("notes")), rows, transposed=True)
    brief = Brief("T", About(), (Section("s", "S", body),), (note(1, "z"), note(2, "y")))
    assert "| NOTES | [^1] | [^2] |" in markdown_text(brief, RenderOptions())


#: What GitHub makes a link of by itself, and how it is written so that it does not.
BARE = [
    ("see www.example.org", r"see www\.example.org"),
    ("(WWW.example.org)", r"(WWW\.example.org)"),
    ("_www.example.org", r"\_www\.example.org"),
    ("https://example.org/a", r"https\://example.org/a"),
    ("1http://example.org", r"1http\://example.org"),
    ("Ftp://example.org", r"Ftp\://example.org"),
    ("www and http: are words", "www and http: are words"),
]


@pytest.mark.parametrize(("text", "written"), BARE)
def test_no_bare_address_becomes_a_link(text: str, written: str) -> None:
    """Only sources have links."""
    assert markdown_text(page(text), RenderOptions()).splitlines()[4] == written


@needs("pandoc")
def test_pandoc_reads_no_link_as_github_would() -> None:
    """The texts are what they were."""
    done = subprocess.run(
        ["pandoc", "-f", "gfm", "-t", "html", "--wrap=none"],
        input=markdown_text(page(*(text for text, _ in BARE)), RenderOptions()),
        capture_output=True,
        check=True,
        text=True,
    )
    shown = [line for line in done.stdout.splitlines() if line.startswith("<p>")]
    assert shown == [f"<p>{text}</p>" for text, _ in BARE]


@pytest.mark.parametrize(
    ("text", "spans", "written"),
    [
        ("one two", ((0, 3),), "**one** two"),
        ("banned", ((0, 3),), "**ban**ned"),
        ("日本外務省", ((0, 2), (2, 4)), "**日本外務**省"),
        ("「日本」の話", ((0, 4),), "「日本」の話"),
        ("Text「日本」 x", ((4, 8),), "Text「日本」 x"),
        ("Text 「日本」, x", ((5, 9),), "Text **「日本」**, x"),
        ("Text 「日本」x", ((5, 9),), "Text 「日本」x"),
        ("a (b) c", ((2, 5),), "a **(b)** c"),
        ("a+b", ((1, 3),), "a+b"),
        ("a*b*", ((1, 4),), r"a\*b\*"),
        ("1. one", ((3, 6),), r"1\. **one**"),
    ],
)
def test_a_mark_is_escaped_only_where_it_would_be_one(
    text: str, spans: tuple[tuple[int, int], ...], written: str
) -> None:
    """Beside a letter, what begins or ends with punctuation cannot be marked, and its asterisks would be seen."""
    body = Table((Column("text", "Text", ""),), ((Marked(text, lambda _: spans),),))
    shown = markdown_text(Listing("Page", About(), body), RenderOptions()).splitlines()[-1]
    assert shown == f"| {written} |"
    read = MarkdownIt().enable("table").render(f"| x |\n| - |\n{shown}")
    assert "**" not in read
    assert read.count("<strong>") == (1 if "**" in written else 0)


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.org/?a=1&lt;2", "https://example.org/?a=1&lt%3B2"),
        ("https://example.org/?a=1&b=2;c", "https://example.org/?a=1&b=2;c"),
        ("https://example.org/<a>|`b`\\", "https://example.org/%3Ca%3E%7C%60b%60%5C"),
    ],
)
def test_an_address_leads_where_it_did(url: str, written: str) -> None:
    """What would end it, or be read as one character, is percent-encoded."""
    body = Table((Column("title", "Title", ""),), ((Link("x", url),),))
    shown = markdown_text(Listing("Page", About(), body), RenderOptions()).splitlines()
    assert shown[2::2] == ["| Title |", f"| [x](<{written}>) |"]
