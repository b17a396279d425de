"""Rules, and how a problem is printed."""

from __future__ import annotations

import re

import msgspec
import pytest

from briefcli.dossier.model import Dossier, Event
from briefcli.problems import Problem, Rule, Severity
from briefcli.render.problems import ProblemFormat, problems_text


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (Rule.LEVEL, "data/stances.yaml:41:5: unknown-level: 'talk' is no level; did you mean 'talks'?"),
        (
            Rule.UNUSED_SOURCE,
            "data/stances.yaml:41:5: unused-source: 'talk' is no level; did you mean 'talks'? [warning]",
        ),
        (
            Rule.UNUSED_LEVEL,
            "data/stances.yaml:41:5: unused-level: 'talk' is no level; did you mean 'talks'? [notice]",
        ),
    ],
)
def test_a_problem_is_one_line_that_editors_understand(rule: Rule, line: str) -> None:
    """File, line, column, slug, what is wrong and what to do; a severity where it is not an error."""
    problem = Problem(rule, "'talk' is no level", "did you mean 'talks'?", "data/stances.yaml", 41, 5)
    assert str(problem) == line


def test_a_problem_of_a_whole_file_is_at_its_beginning() -> None:
    """Lines and columns count from 1."""
    problem = Problem(Rule.EMPTY, "the file contains no data", Rule.EMPTY.remedy, "a.yaml")
    assert (problem.line, problem.column) == (1, 1)


def test_every_rule_has_its_own_slug_and_a_remedy() -> None:
    """Slugs are small letters with hyphens, and every remedy says what to do."""
    slugs = [rule.slug for rule in Rule]
    assert len(set(slugs)) == len(slugs) == len(Rule.__members__)
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []
    assert [rule for rule in Rule if not rule.remedy or rule.remedy.endswith(".")] == []


def test_only_what_a_reader_can_do_without_is_less_than_an_error() -> None:
    """A dossier with warnings is read; what is below an error is listed here."""
    assert {rule.slug: rule.severity for rule in Rule if rule.severity is not Severity.ERROR} == {
        "unseen-character": Severity.WARNING,
        "cut-text": Severity.WARNING,
        "decomposed-text": Severity.NOTICE,
        "duplicate-item": Severity.WARNING,
        "no-copy": Severity.WARNING,
        "same-address": Severity.WARNING,
        "ended-before-it-began": Severity.WARNING,
        "superseded-before-it-began": Severity.WARNING,
        "split-cooperation": Severity.WARNING,
        "undated-record": Severity.NOTICE,
        "date-in-the-future": Severity.WARNING,
        "confirmed-by-one": Severity.WARNING,
        "confirmed-although-disputed": Severity.WARNING,
        "unexplained-contradiction": Severity.WARNING,
        "unsupported-claim": Severity.WARNING,
        "no-grade": Severity.WARNING,
        "formula": Severity.WARNING,
        "unused-source": Severity.WARNING,
        "unused-concern": Severity.WARNING,
        "unused-sector": Severity.WARNING,
        "unused-level": Severity.NOTICE,
        "many-levels": Severity.WARNING,
        "not-yet-used": Severity.NOTICE,
        "unused-attribute": Severity.WARNING,
        "long-bottom-line": Severity.WARNING,
        "code-of-another-country": Severity.WARNING,
        "official-count-exceeded": Severity.WARNING,
        "coverage-incomplete": Severity.WARNING,
        "first-stance-lasting": Severity.NOTICE,
        "long-summary": Severity.NOTICE,
        "template-text": Severity.NOTICE,
        "unread-file": Severity.WARNING,
        "too-many-problems": Severity.WARNING,
    }


def test_what_a_rule_needs_are_keys_of_a_dossier_or_of_a_record() -> None:
    """A key that no dossier has would keep the rule silent in each dossier with a fault."""
    needs = {need.split(".")[0]: need for rule in Rule for need in rule.needs}
    heads = {field.encode_name for field in msgspec.structs.fields(Dossier)}
    assert set(needs) - heads == {"", "*"}
    assert needs[""].removeprefix(".") in {field.encode_name for field in msgspec.structs.fields(Event)}


def test_github_gets_no_more_annotations_than_it_shows() -> None:
    """It shows ten errors and ten warnings of a step. The rest is in the log, as lines that are no commands."""
    rules = [Rule.LEVEL] * 12 + [Rule.UNUSED_SOURCE]
    problems = [Problem(rule, "m", "r", "::stop", line) for line, rule in enumerate(rules, 1)]
    lines = problems_text(problems, ProblemFormat.GITHUB).splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error"] * 10 + [
        "./::stop:11:1:",
        "./::stop:12:1:",
        "::warning",
        "2",
    ]
    assert lines[-1] == "2 of 13 problems are only in this log, because GitHub shows 10 annotations of a kind."
