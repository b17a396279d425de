"""What can go wrong, each with the exit code that a script sees, and how a sentence counts and lists."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcli.problems import Problem


#: How many possible values an error names.
_MOST = 24
#: A longer text is no word that somebody has misspelt, and takes long to compare.
_LONGEST = 100


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


def unknown_value(what: str, given: str, possible: Iterable[str], *, near: tuple[str, ...] = ()) -> UsageError:
    """One line that says what was given, the nearest match, and what is possible."""
    known = [str(value) for value in possible]  # a member of an enum would show as one
    near = near or tuple(value for value in [nearest(given, known)] if value)
    hint = f"; {did_you_mean(near)}" if near else "."
    return UsageError(f"unknown {what} {given!r}{hint} Possible: {listed(known) or 'none'}.")


def listed(values: Sequence[str]) -> str:
    """Return some values in words; of very many it names the first, and says how many more there are."""
    return ", ".join(values[:_MOST]) + (f" and {len(values) - _MOST} more" if len(values) > _MOST else "")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as 1 country, 2 countries or 3 days."""
    several = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{number} {noun if number == 1 else several}"


def did_you_mean(near: tuple[str, ...]) -> str:
    """Return the question whether one of some values was meant."""
    return f"did you mean {' or '.join(map(repr, near))}?"


def nearest(given: str, possible: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the possible value that `given` was most likely meant to be, if there is one."""
    if len(given) > _LONGEST:
        return None
    folded = {value.casefold(): value for value in possible}
    found = difflib.get_close_matches(given.casefold(), folded, n=1, cutoff=cutoff)
    return folded[found[0]] if found else None
