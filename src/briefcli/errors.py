"""What can go wrong, each with the exit code that a script sees."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcli.dossier.problems import Problem


class BriefError(Exception):
    """A fault that is told to the user in a sentence, without a traceback."""

    exit_code = 1


class UsageError(BriefError):
    """What was asked for does not exist or does not fit."""

    exit_code = 2


class DossierError(BriefError):
    """A dossier that cannot be read; `problems` says why, in file order."""

    exit_code = 3

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


def unknown_value(what: str, given: str, possible: Iterable[str], *, near: str | None = None) -> UsageError:
    """One line that says what was given, the nearest match, and what is possible."""
    known = [str(value) for value in possible]  # a member of an enum would show as one
    near = near or nearest(given, known)
    hint = f"did you mean {near!r}? " if near else ""
    return UsageError(f"unknown {what} {given!r}; {hint}Possible: {', '.join(known) or 'none'}.")


def nearest(given: str, possible: Iterable[str]) -> str | None:
    """Return the possible value that `given` was most likely meant to be, if there is one."""
    folded = {value.casefold(): value for value in possible}
    cutoff = 0.6 if len(given) > 3 else 0.75  # short words resemble too much
    found = difflib.get_close_matches(given.casefold(), folded, n=1, cutoff=cutoff)
    return folded[found[0]] if found else None
