"""Text that Markdown might take for more, and addresses that it might change."""

from __future__ import annotations

import subprocess

import pytest

from briefcli.page import About, Brief, Column, Link, Listing, Section, Table
from briefcli.render.form import Manner
from briefcli.render.markdown import markdown_text
from test_pipes import needs

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
    """It stands as it is, in a paragraph and in a list."""
    assert markdown_text(page(text), Manner()) == f"# Page\n\n## S\n\n{written}\n\n## S\n\n- {written}\n"


@needs("pandoc")
def test_pandoc_reads_each_such_text_as_a_paragraph() -> None:
    """Pandoc has more kinds of lists than CommonMark."""
    done = subprocess.run(
        ["pandoc", "-f", "markdown-smart", "-t", "html", "--wrap=none"],
        input=markdown_text(page(*(text for text, _ in LEADING)), Manner()),
        capture_output=True,
        check=True,
        text=True,
    )
    expected = [line for text, _ in LEADING for line in (f"<p>{text}</p>", "<ul>", f"<li>{text}</li>", "</ul>")]
    assert [line for line in done.stdout.splitlines() if not line.startswith("<h")] == expected


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
    table = Table((Column("title", "Title", ""),), ((Link("x", url),),))
    assert (
        markdown_text(Listing("Page", About(), table), Manner())
        == f"# Page\n\n| Title |\n| --- |\n| [x](<{written}>) |\n"
    )
