"""The pages of `-f html` in a browser: whether everybody can read them, on any screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from axe import faults, needs_axe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from conftest import Result

    Show = Callable[..., Page]

pytestmark = pytest.mark.browser

FROZEN = "tests/dossiers/frozen"
HOSTILE = "tests/dossiers/good/hostile.yaml"
#: Labels as long as they may be.
WIDE = "tests/dossiers/good/wide.yaml"
PAGES = [
    ["stances", "--evidence", "-d", FROZEN],
    ["sources", "-d", FROZEN],
    ["events", "-d", FROZEN],
    ["matrix", "-d", FROZEN],
    ["search", "office", "-d", FROZEN],
    ["summary", "-d", FROZEN],
    ["country", "japan", "-d", FROZEN],
    ["country", "EU", "-d", HOSTILE],
    ["summary", "-d", WIDE],
    ["country", "japan", "-d", "all"],
    ["compare", "jp", "no", "eg", "us", "sg", "tr", "-d", FROZEN],
    ["diff", HOSTILE, FROZEN],
]


@pytest.fixture
def show(chromium: Browser, brief: Callable[..., Result], tmp_path: Path) -> Iterator[Show]:
    """Open the page that a command writes; at the end no network was contacted."""
    contexts = []
    asked: list[str] = []

    def opened(*arguments: str, **look: Any) -> Page:
        path = tmp_path / "page.html"
        brief(*arguments, "-o", str(path))
        context = chromium.new_context(bypass_csp=True, **look)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.extend({request.url} - {path.as_uri()}))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert asked == []


@needs_axe
@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_axe_finds_nothing(arguments: list[str], show: Show) -> None:
    """Neither on a wide screen nor, in the dark, on a phone, where tables scroll within their boxes."""
    page = show(*arguments, viewport={"width": 1280, "height": 900}, color_scheme="light")
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    page.emulate_media(color_scheme="dark")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_no_word_of_a_table_is_broken(show: Show) -> None:
    """The verdict of a source is beside its number, in a column of that width."""
    page = show("country", "japan", "-d", "japan-visit", viewport={"width": 900, "height": 900})
    broken = """() => [...document.querySelectorAll("td, th")].flatMap((cell) => {
        const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), found = [];
        while (walk.nextNode())
            for (const word of walk.currentNode.data.matchAll(/\\p{L}+/gu)) {
                const range = document.createRange();
                range.setStart(walk.currentNode, word.index);
                range.setEnd(walk.currentNode, word.index + word[0].length);
                if (range.getClientRects().length > 1) found.push(word[0]);
            }
        return found;
    })"""
    assert page.evaluate(broken) == []


def test_a_text_from_right_to_left_ends_at_the_left(show: Show, tmp_path: Path) -> None:
    """The browser takes the direction from the text, of each cell by itself."""
    path = tmp_path / "rtl.yaml"
    text = Path("tests/dossiers/good/river-march.yaml").read_text(encoding="utf-8")
    status = "\u0645\u0624\u064a\u062f \u0644\u0644\u062d\u0648\u0627\u0631."
    path.write_text(text.replace("status: In talks", f"status: {status}"), encoding="utf-8")
    page = show("stances", "-d", str(path))
    directions = page.locator("td, th").evaluate_all("(all) => all.map((one) => getComputedStyle(one).direction)")
    texts = page.locator("td, th").all_inner_texts()
    assert [text for text, direction in zip(texts, directions, strict=True) if direction == "rtl"] == [status]
