"""What can go wrong, each with the exit code that a script sees, and how a sentence counts and lists."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcli.problems import Problem


#: How many possible values an error names; of more it names so many near ones, and how many there are.
MAX_NAMED_VALUES = 32
_NEAR = 3
#: A longer text is no word that somebody has misspelt, and takes long to compare.
_MAX_COMPARED_LENGTH = 100


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


def unknown_value(
    what: str, given: str, possible: Iterable[str], *, near: tuple[str, ...] = (), where: str = ""
) -> UsageError:
    """One line that says what was given, what is near it, and what is possible; or `where` very many stand."""
    known = [str(value) for value in possible]  # a member of an enum would show as one
    near = near or _like(given, known)[: _NEAR if len(known) > MAX_NAMED_VALUES else 1]
    hint = f"; {did_you_mean(near)}" if near else "."
    return UsageError(f"unknown {what} {given!r}{hint} {possible_values(known, where)}")


def possible_values(known: Sequence[str], where: str = "") -> str:
    """Return in words which values are possible; of very many how many there are, and `where` they are listed."""
    if len(known) > MAX_NAMED_VALUES:
        return f"There are {len(known)}" + (f"; {where} lists them" if where else "")
    return f"Possible: {listed(known) or 'none'}"


def listed(values: Sequence[str]) -> str:
    """Return some values in words; of very many it names the first, and says how many more there are."""
    return ", ".join(values[:MAX_NAMED_VALUES]) + (
        f" and {len(values) - MAX_NAMED_VALUES} more" if len(values) > MAX_NAMED_VALUES else ""
    )


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as 1 country, 2 countries or 3 days."""
    several = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{number} {noun if number == 1 else several}"


def alternatives(values: Sequence[str]) -> str:
    """Return some values in words, such as "a, b or c"."""
    return " or ".join(filter(None, (", ".join(values[:-1]), values[-1])))


def did_you_mean(near: tuple[str, ...]) -> str:
    """Return the question whether one of some values was meant."""
    return f"did you mean {' or '.join(map(repr, near))}?"


def nearest(given: str, possible: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the possible value that `given` was most likely meant to be, if there is one."""
    return next(iter(_close(given, possible, cutoff)), None)


def _like(given: str, possible: Sequence[str]) -> tuple[str, ...]:
    """Return the values that `given` was most likely meant to be, and then those that have it as a part."""
    word = given.casefold()
    having = [value for value in possible if len(word) > 2 and word in value.casefold()]
    return tuple(dict.fromkeys([*_close(given, possible, 0.6), *having]))


def _close(given: str, possible: Iterable[str], cutoff: float) -> list[str]:
    if len(given) > _MAX_COMPARED_LENGTH:
        return []
    folded = {value.casefold(): value for value in possible}
    return [folded[found] for found in difflib.get_close_matches(given.casefold(), folded, _NEAR, cutoff)]
