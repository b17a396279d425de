"""The program's own texts are in plain English: phrases that readers found hard to understand are kept out of them.

The list contains phrases, not words that English needs. The texts of a dossier are its curators', so that pages are
printed for a dossier whose texts are placeholders. The glossary in `docs/glossary.md` has the words to use instead.
"""

from __future__ import annotations

import ast
import io
import re
import shutil
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from briefcli.cli.app import COMMANDS, function_of
from briefcli.problems import Rule
from samples import FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Result

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "briefcli"
#: Phrases, each with a better one.
PHRASES = {
    r"stands? (in|at|there|here|for|beside|behind|above|below|under|alone|as|first|last|where|twice)": "is, means",
    r"tell(s|ing)? (of|what|whether|that|where|how|which|them|who|nothing|all)": "states, lists, reports",
    r"(is|are|was|were|be|been) told": "is reported",
    r"(is|are|was|were|be) asked( for)?": "is requested, is selected",
    r"(goes|go|going) by": "uses, compares",
    r"(rests?|resting) on": "cites, is based on",
    r"bears? out": "supports",
    r"takes in": "includes",
    r"hands? over": "passes",
    r"(is|are|was|were) wanted": "is requested",
    r"wants? of": "requests",
    r"says? of (itself|it|them|a|the)": "states about",
    r"so many": "N",
    r"nobody (learns|moved|stands|knows)": "(say what is missing)",
    r"moved last": "latest changes",
    r"take away": "download",
    r"in vain": "without result",
    r"turn(ed|s)? up": "was found",
    r"of (its|their) own(?= [.,;:])": "separate",
    r"but for": "except for",
    r"(lies|lie) (in|on|at|beside|where|within)": "is in",
    r"(does|do) without": "turns off",
    r"its like": "records of its kind",
    r"by (its|their) account": "X says",
    r"against it": "contradicted by",
    r"one line a": "one line per",
    r"as it stood": "position on",
    r"a row a|an item a|a line a": "one row per",
}
_ANY = re.compile("|".join(rf"\b(?:{phrase})\b" for phrase in PHRASES), re.IGNORECASE)
#: The keys of a dossier under which its curators write text.
_TEXTS = {
    "title",
    "title_en",
    "subject",
    "summary",
    "status",
    "text",
    "note",
    "label",
    "meaning",
    "publisher",
    "what",
}
_TEXTS |= {"initiative", "outcome", "locator", "author"}
#: The mappings from ids to such texts.
_LABELS = {"concerns", "sectors", "values"}


@pytest.fixture(scope="module")
def placeholders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen dossier with a placeholder for every text."""
    folder = tmp_path_factory.mktemp("plain") / "placeholders"
    shutil.copytree(FROZEN, folder)
    number = iter(range(10_000))
    for path in folder.glob("*.yaml"):
        tree = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - all values as text
        path.write_text(yaml.dump(_placed(tree, number), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def _placed(node: Any, number: Iterator[int], *, labels: bool = False) -> Any:
    if isinstance(node, list):
        return [_placed(item, number) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: f"Text {next(number)}"
        if isinstance(value, str) and (labels or key in _TEXTS)
        else [f"Text {next(number)}" for _ in value]
        if key == "rules"
        else _placed(value, number, labels=key in _LABELS)
        for key, value in node.items()
    }


def _found(text: str) -> list[str]:
    """Return the phrases in a text, each with its surroundings, whatever the line breaks."""
    flat = " ".join(text.split())
    return [flat[max(0, match.start() - 40) : match.end() + 30] for match in _ANY.finditer(flat)]


PAGES = (
    *("stances", "stances --history --evidence", "stances --group nato", "stances -c brazil -c italy", "topics"),
    *("sectors", "events", "events --upcoming", "bottom-lines", "facts", "votes", "votes --ballots", "evidence"),
    *("sources", "summary", "country japan", "country japan --short", "country japan --evidence"),
    *("country japan --then 2024", "country kenya", "search Text", "groups", "groups eu", "codebook"),
    *(
        "codebook --listings",
        "dossiers",
        "changes --since 2024",
        "changes --since 2025-06",
        "compare japan norway",
    ),
    *("matrix", "matrix --by sectors", "ladder", "ladder --count", "stances --as-of 2024 --single-source --stale"),
)


@pytest.mark.parametrize("arguments", PAGES)
def test_pages_use_plain_words(arguments: str, placeholders: Path, brief: Callable[..., Result]) -> None:
    """Titles, captions, headings, footers and the messages beside them."""
    for form in ("table", "md"):
        done = brief(*arguments.split(), "-d", str(placeholders), "-f", form)
        assert done.code == 0
        assert _found(done.out + done.err) == []


def test_the_report_and_the_site_use_plain_words(
    placeholders: Path, tmp_path: Path, brief: Callable[..., Result]
) -> None:
    """Also the texts of their scripts."""
    assert brief("report", "-d", str(placeholders), "-o", str(tmp_path / "report.html")).code == 0
    assert brief("site", "-d", str(placeholders), "-o", str(tmp_path / "site")).code == 0
    pages = [tmp_path / "report.html", *(tmp_path / "site").rglob("*.html")]
    assert {path.name: found for path in pages if (found := _found(path.read_text(encoding="utf-8")))} == {}


def test_help_and_remedies_use_plain_words() -> None:
    """The help of each command, and the remedy of each rule."""
    texts = [function_of(name).__doc__ or "" for name in COMMANDS] + [rule.remedy for rule in Rule]
    assert [found for text in texts for found in _found(text)] == []


DOCUMENTS = [path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")) if path.name != "CHANGELOG.md"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_documents_use_plain_words(path: Path) -> None:
    """Apart from their examples."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert _found(text) == []


@pytest.mark.parametrize(
    "package", sorted({path.parent for path in SOURCES.rglob("*.py")}), ids=lambda path: path.name
)
def test_comments_and_messages_use_plain_words(package: Path) -> None:
    """Docstrings, comments, messages and templates of the source."""
    assert {path.name: found for path in package.glob("*.py") if (found := _in_source(path))} == {}
    assert {
        path.name: found
        for suffix in ("js", "css", "html")
        for path in package.glob(f"*.{suffix}")
        if (found := _found(path.read_text(encoding="utf-8")))
    } == {}


def test_tests_use_plain_words() -> None:
    """Their docstrings and comments; what they print and expect may be any text."""
    paths = (ROOT / "tests").rglob("*.py")
    assert {path.name: found for path in paths if (found := _in_explanations(path))} == {}


def _in_explanations(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    texts = [ast.get_docstring(node) or "" for node in ast.walk(ast.parse(text)) if isinstance(node, documented)]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    texts += [token.string for token in tokens if token.type == tokenize.COMMENT]
    return [found for one in texts for found in _found(one)]


def _in_source(path: Path) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    kinds = {tokenize.COMMENT, tokenize.STRING}
    texts = [token.string.removeprefix("#:").removeprefix("#") for token in tokens if token.type in kinds]
    return _found(" ".join(texts))
