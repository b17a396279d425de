"""docs/checks.md explains every rule and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefcli.problems import Rule

PAGE = Path(__file__).parents[1] / "docs" / "checks.md"
SECTION = re.compile(
    r"^## `(?P<slug>[^`]+)`\n\n"
    r"Severity: (?P<severity>\w+)\n\n"
    r"- \*\*Meaning:\*\* (?P<meaning>.+(?:\n  .+)*)\n"
    r"- \*\*Cause:\*\* (?P<cause>.+(?:\n  .+)*)\n"
    r"- \*\*Remedy:\*\* (?P<remedy>.+(?:\n  .+)*)\n",
    re.MULTILINE,
)


def test_every_rule_has_a_section_and_no_section_is_without_a_rule() -> None:
    """The sections are in the order of the rules and of the table."""
    page = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == [f"`{rule.slug}`" for rule in Rule]


def test_every_section_has_its_severity_meaning_cause_and_remedy() -> None:
    """A section is whole, and its severity is that of the rule."""
    page = PAGE.read_text(encoding="utf-8")
    told = [(found["slug"], found["severity"]) for found in SECTION.finditer(page)]
    assert told == [(rule.slug, rule.severity.value) for rule in Rule]


@pytest.mark.parametrize("part", ["meaning", "cause", "remedy"])
def test_every_part_of_a_section_is_in_whole_sentences(part: str) -> None:
    """It begins with a capital or a word of code and ends with a full stop."""
    page = PAGE.read_text(encoding="utf-8")
    texts = {found["slug"]: found[part] for found in SECTION.finditer(page)}
    assert [slug for slug, text in texts.items() if not re.fullmatch(r"[A-Z`].*\.", text, re.DOTALL)] == []
