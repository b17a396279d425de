"""Problems of dossiers: for people and editors, for scripts, and for GitHub."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from briefcli.characters import printable_line
from briefcli.render.json_yaml import indented

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefcli.problems import Problem


class ProblemFormat(StrEnum):
    """The forms that problems can take."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def problems_text(problems: Sequence[Problem], form: ProblemFormat) -> str:
    """Return problems as text that ends with a newline, or is empty where there is nothing to say."""
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
        }
        for problem in problems
    ]
    return indented(found)


def _github(problems: Sequence[Problem]) -> str:
    """Return workflow commands, which GitHub shows beside the line.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
    """
    return "".join(
        f"::{problem.rule.severity} file={_property(problem.file)},line={problem.line},col={problem.column},"
        f"title={problem.rule.slug}::{_message(f'{problem.message}; {problem.remedy}')}\n"
        for problem in problems
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
