"""Problems of dossiers: for people and editors, for scripts, and for GitHub."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from briefcli.characters import printable_line
from briefcli.render.json_yaml import indented

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefcli.problems import Problem, Severity

#: How many errors, and how many warnings and notices, GitHub shows for a step of a job.
_MAX_ANNOTATIONS = 10


class ProblemFormat(StrEnum):
    """The forms that problems can take."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def problems_text(problems: Sequence[Problem], form: ProblemFormat) -> str:
    """Return problems as text that ends with a newline, or is empty if there are none."""
    return _RENDERERS[form]([_printable(problem) for problem in problems])


def _printable(problem: Problem) -> Problem:
    """Return a problem that no name of a file and no text of a dossier makes more than a line of text."""
    file, message, remedy = map(printable_line, (problem.file, problem.message, problem.remedy))
    return msgspec.structs.replace(problem, file=file, message=message, remedy=remedy)


def _text(problems: Sequence[Problem]) -> str:
    return "".join(f"{problem}\n" for problem in problems)


def _json(problems: Sequence[Problem]) -> str:
    found = [
        {
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "rule": problem.rule.slug,
            "severity": problem.rule.severity,
            "message": problem.message,
            "remedy": problem.remedy,
            "id": problem.id or None,
        }
        for problem in problems
    ]
    return indented(found)


def _github(problems: Sequence[Problem]) -> str:
    """Return workflow commands, which GitHub shows beside the line; those beyond its limit as lines of the log.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    counts: Counter[Severity] = Counter()
    lines = []
    for problem in problems:
        counts[problem.rule.severity] += 1
        shown = counts[problem.rule.severity] <= _MAX_ANNOTATIONS
        lines.append(_annotation(problem) if shown else f"{problem}\n")
    if hidden := sum(max(0, count - _MAX_ANNOTATIONS) for count in counts.values()):
        why = f"because GitHub shows {_MAX_ANNOTATIONS} annotations of a kind"
        lines.append(f"{hidden} of {len(problems)} problems are only in this log, {why}.\n")
    return "".join(lines)


def _annotation(problem: Problem) -> str:
    return (
        f"::{problem.rule.severity} file={_property(problem.file)},line={problem.line},col={problem.column},"
        f"title={problem.rule.slug}::{_message(f'{problem.message}; {problem.remedy}')}\n"
    )


def _message(text: str) -> str:
    return text.replace("%", "%25")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


_RENDERERS: dict[ProblemFormat, Callable[[Sequence[Problem]], str]] = {
    ProblemFormat.TEXT: _text,
    ProblemFormat.JSON: _json,
    ProblemFormat.GITHUB: _github,
}
