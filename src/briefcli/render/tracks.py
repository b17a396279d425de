"""Steps over time in columns of text: a cell for a month, a quarter or a year, as the width allows.

A small track has a sign for each cell, and as many cells on every screen.
"""

from __future__ import annotations

import datetime
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

if TYPE_CHECKING:
    from briefcli.page import Step, Track

#: From orange to blue, which are distinguishable without red or green, on dark and light screens.
_COLOURS = (130, 172, 179, 245, 110, 74, 33)
#: The bars of levels, the lowest first.
_BARS = "▁▂▃▄▅▆▇█"
#: The ends of bars that run from left to right, by eighths.
_ENDS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
#: What marks a cell in which something moved, by whether it went up and whether it went down.
_MOVED = {(True, False): "↑", (False, True): "↓", (True, True): "↕", (False, False): "\xa0"}
#: What marks a cell in which nothing moved, but a level is newly known.
_NEWLY_KNOWN = "~"


class Unit(NamedTuple):
    """A unit of time: its name, its months, the width of its cell, and every how many years one is named above."""

    name: str
    months: int
    width: int
    every: int


#: The units, the finest first.
UNITS = (
    Unit("a month", 1, 2, 1),
    Unit("a quarter", 3, 2, 1),
    Unit("a year", 12, 5, 1),
    Unit("a year", 12, 2, 5),
    Unit("five years", 60, 2, 25),
)
#: The units of small tracks, the finest first.
SMALL_UNITS = tuple(
    Unit(name, months, 1, 1)
    for name, months in (
        *(("a month", 1), ("a quarter", 3), ("half a year", 6), ("a year", 12), ("two years", 24)),
        *(("five years", 60), ("ten years", 120), ("fifty years", 600)),
    )
)
#: The highest number of signs of a small track.
_MAX_SIGNS = 12


def small_unit(track: Track) -> Unit:
    """Return the unit of a small track."""
    fitting = (unit for unit in SMALL_UNITS if len(_first_days(track, unit)) <= _MAX_SIGNS)
    return next(fitting, SMALL_UNITS[-1])


def years_of(track: Track) -> str:
    """Return the first and the last year of a track."""
    return "\u2013".join(dict.fromkeys((track.start[:4], track.end[:4])))


def axis(track: Track, unit: Unit) -> str:
    """Return the years above the cells, each at the first of its own, if the next leaves room; '21 is 2021."""
    firsts = _first_days(track, unit)
    years = [int(day[:4]) for day in firsts]
    named = [at for at, year in enumerate(years) if not at or (year != years[at - 1] and year % unit.every == 0)]
    line = ""
    for at, following in zip_longest(named, named[1:], fillvalue=len(years) + 4):
        if (room := (following - at) * unit.width) >= 4:
            year = f"{years[at]:04}"
            line += "\xa0" * (at * unit.width + 1 - len(line)) + (year if room > 4 else f"'{year[2:]}")
    return line


def drawn(track: Track, unit: Unit) -> Text:
    """Return the cells: a bar for the step on the last day of each, or its number and a mark where it moved.

    A cell of one sign has no mark. A number that is too long for its cell is a bar.
    """
    text = Text()
    before = None
    firsts = _first_days(track, unit)
    for first, following in zip_longest(firsts, firsts[1:]):
        last = _day_before(following) if following else track.end
        step = track.on(last)
        mark = _mark(track, first, last)
        room = unit.width - len(mark) if unit.width > 1 else 1
        sign = _sign(step, room, is_new=step != before or bool(mark.strip()))
        before = step
        text.append(mark if room < unit.width else "")
        text.append(sign, f"{style_of(step)} {'bold' if mark.strip() else ''}")
        text.append("\xa0" * (room - len(sign)))
    return text


def bar(length: float) -> str:
    """Return a bar that runs from left to right; one of any length is seen."""
    eighths = max(round(8 * length), 1 if length else 0)
    return "█" * (eighths // 8) + _ENDS[eighths % 8]


def style_of(step: Step | None) -> str:
    """Return the colour of a step; of none that of text in the background."""
    if step is None:
        return "dim"
    place = (step.rank - 1) * (len(_COLOURS) - 1) // max(1, step.of - 1)
    return f"color({_COLOURS[place]})"


def _sign(step: Step | None, room: int, *, is_new: bool) -> str:
    """Return the sign of a step: its number if it is new and there is room, else a bar; a dot for no step."""
    if step is None:
        return "·"
    number = str(step.rank)
    if is_new and len(number) <= room:
        return number
    return _BARS[(step.rank - 1) * (len(_BARS) - 1) // max(1, step.of - 1)]


def _first_days(track: Track, unit: Unit) -> list[str]:
    """Return the first day of each cell."""
    start, end = (int(date[:4]) * 12 + int(date[5:7] or 1) - 1 for date in (track.start, track.end))
    start = max(12, start - start % unit.months)
    return [f"{month // 12:04}-{month % 12 + 1:02}-01" for month in range(start, end + 1, unit.months)]


def _day_before(day: str) -> str:
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


def _mark(track: Track, first: str, last: str) -> str:
    """Return the sign of what happened from one day to another."""
    ranks = [("", None), *((since, step.rank if step else None) for since, step in track.steps)]
    pairs = [
        (since in track.newly_known, old, new)
        for (_, old), (since, new) in pairwise(ranks)
        if first <= f"{since}-01-01"[:10] <= last
    ]
    moves = [new - old for known, old, new in pairs if not known and old is not None and new is not None]
    mark = _MOVED[any(steps > 0 for steps in moves), any(steps < 0 for steps in moves)]
    return _NEWLY_KNOWN if not moves and any(known for known, _, _ in pairs) else mark
