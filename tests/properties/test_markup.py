"""Data are text in Markdown and HTML: they open no element, begin no construct and lead nowhere but to sources."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from markdown_it import MarkdownIt

from briefcli.dossier.spelling import fold
from properties.drawn import dossiers, examples
from properties.program import calls, run, written

if TYPE_CHECKING:
    from pathlib import Path

    from properties.drawn import Tree

#: CommonMark with what GitHub adds to it; raw HTML would be let through, so that it would be seen.
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
#: The keys whose values are people's own words.
_WORDS = {
    "title",
    "subject",
    "summary",
    "label",
    "meaning",
    "name",
    "publisher",
    "status",
    "initiative",
    "outcome",
}
_WORDS |= {"note", "locator"}
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")


@settings(max_examples=examples(5))
@given(dossiers())
def test_markup_of_any_words_is_that_of_harmless_words(folder: Path, tree: Tree) -> None:
    """The elements and their attributes are as many and the same, and every address is one of a source, or the dossier's own."""
    path = written(tree, folder)
    found = {call: run(*call.arguments).out for call in calls(tree, path) if call.form in _STRUCTURES}
    addresses = {path.as_uri(), *(source["url"] for source in tree["sources"] if "url" in source)}
    written(_harmless(tree), folder)
    for call, out in found.items():
        structure, led_to = _STRUCTURES[call.form](out)
        if call.command not in {"search", "diff"}:  # which depend on the words
            assert structure == _STRUCTURES[call.form](run(*call.arguments).out)[0], out
        assert led_to <= (addresses if call.form == "html" else set(map(_in_markdown, addresses)))


def _harmless(tree: Tree) -> Tree:
    """Return a dossier with a harmless word for each text, which runs in its direction; what is blank stays so.

    Publishers are replaced word by word, folded, because those of one name count once, and a reprint names another.
    """
    words: dict[str, str] = {}

    def harmless(text: str, same: str) -> str:
        word = "كلمة" if _RIGHT_TO_LEFT.search(text) else "word"
        return words.setdefault(same, word + "x" * len(words))

    def walk(part: Any, *, own: bool) -> Any:
        match part:
            case {"publisher": publisher, **others}:
                named = re.sub(r"\S+", lambda found: harmless(found[0], fold(found[0])), publisher)
                return {"publisher": named, **walk(others, own=own)}
            case dict():
                return {key: walk(value, own=key in _WORDS) for key, value in part.items()}
            case list():
                return [walk(value, own=False) for value in part]
            case _:
                return harmless(part, part) if own and part.strip() else part

    labels = {
        kind: {key: walk(label, own=True) for key, label in terms.items()} for kind, terms in tree["terms"].items()
    }
    return {key: walk(part, own=key in _WORDS) for key, part in tree.items()} | {"terms": labels}


class _Elements(HTMLParser):
    """The elements of a page with the names of their attributes, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.structure: Counter[object] = Counter()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; a text that is a date is one more."""
        if tag != "time":
            self.structure[tag, *(name for name, _ in attrs)] += 1
        self.addresses |= {
            value or "" for name, value in attrs if name == "href" and not re.match("#source-", value or "")
        }

    def handle_comment(self, data: str) -> None:  # noqa: ARG002 - the parser hands it over
        """Note a comment, of which there is none in harmless words."""
        self.structure["comment"] += 1


def _of_html(text: str) -> tuple[Counter[object], set[str]]:
    elements = _Elements()
    elements.feed(text)
    elements.close()
    return elements.structure, elements.addresses


def _of_markdown(text: str) -> tuple[Counter[object], set[str]]:
    blocks = _MARKDOWN.parse(text)
    tokens = [*blocks, *(child for block in blocks for child in block.children or ())]
    structure: Counter[object] = Counter(
        (token.type, token.tag) for token in tokens if token.type not in {"text", "text_special"}
    )
    return structure, {str(token.attrs["href"]) for token in tokens if token.type == "link_open"}


def _in_markdown(address: str) -> str:
    """Return an address as Markdown leads to it, with what would end or change it percent-encoded."""
    whole = re.sub(r"(&#?\w+);", r"\1%3B", address)
    return _MARKDOWN.normalizeLink(re.sub(r"[<>|`\\]", lambda found: f"%{ord(found[0]):02X}", whole))


_STRUCTURES = {"html": _of_html, "md": _of_markdown}
