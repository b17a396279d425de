"""docs/design.md is an introduction that matches the modules, and docs/glossary.md names what exists in the code."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "briefcli"
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
#: The map of the modules, by package; the root package has an empty name.
TREE = DESIGN.partition("src/briefcli/\n")[2].partition("\ndata/")[0]
NAMED = re.findall(r"^\| .+ \| `(\w+)` in `([\w/]+)\.py` \|$", GLOSSARY, re.MULTILINE)


def sections() -> dict[str, str]:
    """Return the lines of the map about each package."""
    found = {"": ""}
    package = ""
    for line in TREE.splitlines():
        if line.startswith(" ") and not line.startswith("  "):  # a package, or a module of the root package
            name = line.split()[0]
            package = name.removesuffix("/") if name.endswith("/") else ""
        found[package] = f"{found.get(package, '')}{line}\n"
    return found


def sentences(page: str) -> list[str]:
    """Return the sentences of a page, without code, tables and headings; an item of a list begins a sentence."""
    prose = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    lines = [line for line in prose.splitlines() if not line.startswith(("|", "#"))]
    paragraphs = re.split(r"\n(?:\n|- )", "\n".join(lines))
    found = [re.split(r"[.!?](?:\s+|$)", " ".join(paragraph.split())) for paragraph in paragraphs]
    return [sentence for parts in found for sentence in parts if sentence]


def test_the_introduction_is_short() -> None:
    """At most 250 lines of 120 characters, and 18 words in a sentence on average."""
    lines = DESIGN.splitlines()
    assert len(lines) <= 250
    assert [line for line in lines if len(line) > 120] == []
    found = sentences(DESIGN)
    assert sum(len(sentence.split()) for sentence in found) / len(found) <= 18


@pytest.mark.parametrize(
    "package", sorted({path.parent.name for path in SOURCE.rglob("*.py")} - {"briefcli"} | {""})
)
def test_the_map_contains_all_modules_and_no_others(package: str) -> None:
    """So that a module is found by its description, and none is missing after a change."""
    section = sections()[package]
    files = [*(SOURCE / package).glob("*.py"), *(SOURCE / package).glob("*.js")]
    stems = {path.stem for path in files if path.stem != "__init__"}
    assert {stem for stem in stems if not re.search(rf"(?<![\w/]){stem}\b", section)} == set()
    named = set(re.findall(r"^ {1,2}(\w+)\.py ", section, re.MULTILINE))
    assert named - stems <= {"__init__"}


@pytest.mark.parametrize(("name", "module"), NAMED)
def test_every_name_of_the_glossary_exists(name: str, module: str) -> None:
    """In the module that the glossary names."""
    assert hasattr(import_module(f"briefcli.{module.replace('/', '.')}"), name)


def test_every_row_of_the_glossary_names_its_code() -> None:
    """So that none is left out of the test above."""
    rows = [line for line in GLOSSARY.splitlines() if line.startswith("| ")]
    assert len(NAMED) == len(rows) - 2 * GLOSSARY.count("| word | meaning | in code |")


def test_files_that_the_introduction_names_exist() -> None:
    """In the steps of an answer and in the lists of what to change."""
    prose = re.sub(r"```.*?```", "", DESIGN, flags=re.DOTALL)
    named = re.findall(
        r"`((?:cli|dossier|edit|export|pages|reading|render|report|shelf)/\w+\.(?:py|html))`", prose
    )
    assert len(named) > 20
    assert [path for path in named if not (SOURCE / path).exists()] == []
