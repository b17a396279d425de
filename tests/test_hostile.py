"""A dossier whose every text tries to be more than text goes through everything as text."""

from __future__ import annotations

import html.parser
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefcli.reading.files import DossierFile
from briefcli.reading.reading import examine_dossier

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

HOSTILE = Path(__file__).parent / "dossiers" / "good" / "hostile.yaml"
COMMANDS = (
    ["stances", "--evidence", "--history"],
    ["topics", "--evidence"],
    ["sectors", "--evidence"],
    ["events", "--evidence"],
    ["sources"],
    ["summary"],
    ["country", "NO"],
)


class Elements(html.parser.HTMLParser):
    """The names of elements, the addresses of links, and the names of attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.addresses: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element is and where it leads."""
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value or "" for name, value in attrs if name == "href"}


def test_the_dossier_is_allowed() -> None:
    """What other formats would take for markup is no fault in YAML, and formulas are only warned of."""
    problems = examine_dossier([DossierFile("x", HOSTILE.read_bytes())])
    assert [(problem.rule.slug, problem.line) for problem in problems] == [
        ("formula", line) for line in (12, 27, 44, 51)
    ]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_html_holds_no_element_and_no_address_of_the_data(
    command: list[str], brief: Callable[..., Result]
) -> None:
    """Data become text: no element, no attribute and no address but that of a source."""
    elements = Elements()
    elements.feed(brief(*command, "-d", str(HOSTILE), "-f", "html").out)
    assert elements.names.isdisjoint({"script", "b", "i", "img", "h3", "red"})
    assert not {name for name in elements.attributes if name.startswith("on")}
    assert all(re.match(r"https://example\.org/|#source-1$", address) for address in elements.addresses)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_markdown_holds_no_construct_of_the_data(command: list[str], brief: Callable[..., Result]) -> None:
    """Every row of a table has as many cells as its head, and no bracket or tag of the data is bare."""
    text = brief(*command, "-d", str(HOSTILE), "-f", "md").out
    width = 0
    for line in text.splitlines():
        bars = len(re.findall(r"(?<!\\)\|", line))
        width = bars if line.startswith("| ") and width == 0 else width
        if line.startswith("|"):
            assert bars == width, line
        else:
            width = 0
    assert re.search(r"(?<!\\)<(?!https://)", text) is None
    assert re.search(r"(?<!\\)\]\((?!<https://)", text) is None
    assert re.search(r"(?<!\\)`", text) is None


def test_json_keeps_every_text_as_it_is(brief: Callable[..., Result]) -> None:
    """Nothing of the data is changed for scripts."""
    stance = json.loads(brief("stances", "-d", str(HOSTILE), "-c", "norway", "-f", "json").out)[0]
    assert stance["country"] == "Norway"
    assert stance["status"] == "- # 1. > | [x](javascript:alert(1))"
    assert stance["evidence"][0]["title"] == "Tab\there, newline\nthere, ]( and [^2]: *"
