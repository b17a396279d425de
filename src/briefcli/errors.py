"""The errors of the program, each with its exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefcli.problems import Problem


class BriefError(Exception):
    """An error that the user sees as a sentence, without a traceback."""

    exit_code = 1


class UsageError(BriefError):
    """A value or an option that does not exist or does not fit."""

    exit_code = 2


class DossierError(BriefError):
    """A dossier that cannot be read; `problems` contains the reasons, in file order."""

    exit_code = 3

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems
