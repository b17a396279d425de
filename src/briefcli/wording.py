"""Phrases for messages and pages: counts, lists of values, suggestions."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from briefcli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: The greatest number of possible values that an error lists.
MAX_NAMED_VALUES = 32
#: The number of suggestions if there are more possible values than that.
_SUGGESTIONS = 3
#: A longer text is no misspelt word, and takes long to compare.
_MAX_COMPARED_LENGTH = 100


def unknown_value(
    what: str, given: str, possible: Iterable[str], *, near: tuple[str, ...] = (), where: str = ""
) -> UsageError:
    """Return "unknown X 'y'; did you mean 'z'? Possible: ..."; `where` is the command that lists very many."""
    known = [str(value) for value in possible]  # a member of an enum would show as one
    near = near or _like(given, known)[: _SUGGESTIONS if len(known) > MAX_NAMED_VALUES else 1]
    hint = f"; {did_you_mean(near)}" if near else "."
    return UsageError(f"unknown {what} {given!r}{hint} {possible_values(known, where)}")


def possible_values(known: Sequence[str], where: str = "") -> str:
    """Return "Possible: a, b"; of very many only their number and the command `where` they are listed."""
    if len(known) > MAX_NAMED_VALUES:
        return f"There are {len(known)}" + (f"; {where} lists them" if where else "")
    return f"Possible: {listed(known) or 'none'}"


def listed(values: Sequence[str]) -> str:
    """Return "a, b, c"; of very many the first ones and the number of the others."""
    return ", ".join(values[:MAX_NAMED_VALUES]) + (
        f" and {len(values) - MAX_NAMED_VALUES} more" if len(values) > MAX_NAMED_VALUES else ""
    )


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as "1 country", "2 countries" or "3 days"."""
    several = (
        "people" if noun == "person" else f"{noun[:-1]}ies" if noun.endswith(("dy", "ny", "ry")) else f"{noun}s"
    )
    return f"{number} {noun if number == 1 else several}"


def alternatives(values: Sequence[str], last: str = "or") -> str:
    """Return values as "a, b or c", or with another word before the last one."""
    return f" {last} ".join(filter(None, (", ".join(values[:-1]), values[-1])))


def all_of(values: Sequence[str]) -> str:
    """Return values as "a, b and c"."""
    return " and ".join(filter(None, (", ".join(values[:-1]), values[-1])))


def on_dossiers(command: str, names: Iterable[str]) -> str:
    """Return a command with the dossiers that were typed, such as "brief evidence --disputed -d world"."""
    import shlex  # noqa: PLC0415 - few pages name a command

    return " ".join([command, *(f"-d {shlex.quote(name)}" for name in names)])


def did_you_mean(near: tuple[str, ...]) -> str:
    """Return "did you mean 'a' or 'b'?"."""
    return f"did you mean {' or '.join(map(repr, near))}?"


def why_unreadable(name: object, error: OSError) -> str:
    """Return "x.csv cannot be read: there is no such file", or another reason of the system."""
    no_file = isinstance(error, FileNotFoundError)
    return f"{name} cannot be read: {'there is no such file' if no_file else error.strerror or error}"


def nearest(given: str, possible: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Return the possible value that is most like `given`, if one is like it."""
    return next(iter(_close(given, possible, cutoff)), None)


def _like(given: str, possible: Sequence[str]) -> tuple[str, ...]:
    """Return the values that are most like `given`, and then those that contain it."""
    word = given.casefold()
    having = [value for value in possible if len(word) > 2 and word in value.casefold()]
    return tuple(dict.fromkeys([*_close(given, possible, 0.6), *having]))


def _close(given: str, possible: Iterable[str], cutoff: float) -> list[str]:
    if len(given) > _MAX_COMPARED_LENGTH:
        return []
    folded = {value.casefold(): value for value in possible}
    return [folded[found] for found in difflib.get_close_matches(given.casefold(), folded, _SUGGESTIONS, cutoff)]
