"""What a dossier finds, in numbers: countries on a level or higher, and the counts by level over time."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import Counter, deque
from itertools import chain
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.dossier.dates import PartialDate, has_begun
from briefcli.dossier.history import Change, histories, net_moves

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from briefcli.dossier.history import History, Run
    from briefcli.dossier.model import Dossier, Level

#: Without a headline, the level is one that at least one in this number of countries has reached.
_SHARE = 10


class Threshold(Struct, frozen=True):
    """How many of the covered countries are on a level or higher. On the highest level, `or_higher` is false."""

    level: Level
    or_higher: bool
    here: int
    covered: int


class Comparison(Struct, frozen=True):
    """How many of the countries that were covered on an earlier day are at the threshold now, and were then.

    `undated` more are there now by a newly known stance, so that they may have been there then, too.
    """

    day: PartialDate
    covered: int
    now: int
    then: int
    undated: int


class Finding(Struct, frozen=True):
    """The threshold, the comparison with an earlier day if there is one, and the moves of a year."""

    threshold: Threshold
    earlier: Comparison | None
    up: int
    down: int


class Counts(Struct, frozen=True):
    """How many countries are at each level on a day, by its id; under None those that are not yet covered."""

    day: PartialDate
    numbers: dict[str | None, int]


def finding_of(dossier: Dossier, day: PartialDate) -> Finding | None:
    """Return what a dossier finds on a day, None if no country has a stance then.

    When the country of a newly known stance moved is unknown: it is no move, and the comparison counts it apart.
    """
    known = [*histories(dossier.stances).values()]
    now = [run.level for history in known if (run := run_on(history, day))]
    if not now:
        return None
    threshold = threshold_of(dossier, headline(dossier, now), now)
    reached = levels_from(dossier, threshold.level)
    ranks = {level.id: rank for rank, level in enumerate(dossier.levels)}
    net = [
        ranks[after] - ranks[before]
        for before, after in net_moves(_moves_of_a_year(known, day), from_first=True).values()
        if before and after
    ]
    ups, downs = sum(steps > 0 for steps in net), sum(steps < 0 for steps in net)
    return Finding(threshold, _earlier(known, len(now), reached, day), ups, downs)


def threshold_of(dossier: Dossier, level: Level, now: Sequence[str]) -> Threshold:
    """Return how many of some countries, given by the ids of their levels, are on a level or higher."""
    reached = levels_from(dossier, level)
    return Threshold(level, level != dossier.levels[-1], sum(one in reached for one in now), len(now))


def headline(dossier: Dossier, now: Collection[str]) -> Level:
    """Return the level that the finding counts: the headline, or the highest one that a tenth has reached."""
    for level in dossier.levels:
        if level.headline:
            return level
    numbers, reached = Counter(now), 0
    for level in reversed(dossier.levels):
        reached += numbers[level.id]
        if _SHARE * reached >= len(now):
            return level
    return dossier.levels[0]


def levels_from(dossier: Dossier, first: Level) -> frozenset[str]:
    """Return the ids of a level and of the higher ones."""
    return frozenset(level.id for level in dossier.levels[dossier.levels.index(first) :])


def run_on(history: History, day: PartialDate) -> Run | None:
    """Return the run of a country on a whole day, None if it had no stance then."""
    begun = bisect_right(history.runs, day, key=attrgetter("since"))
    run = history.runs[begun - 1] if begun else None
    return run if run and run.holds_on(day) else None


def counts_on(known: Iterable[History], days: Iterable[PartialDate]) -> list[Counts]:
    """Return how many countries are at each level on some whole days, which are in order."""
    events = deque(sorted(chain.from_iterable(map(_events, known)), key=itemgetter(0)))
    numbers: Counter[str | None] = Counter()
    found = []
    for day in days:
        while events and events[0][0] <= day:
            _, level, change = events.popleft()
            numbers[level] += change
        found.append(Counts(day, dict(+numbers)))
    return found


def _events(history: History) -> Iterator[tuple[str, str | None, int]]:
    """Yield the dates on which a country comes to a level or leaves it; its level is None before the first one."""
    yield "", None, 1
    yield history.runs[0].since, None, -1
    for run in history.runs:
        yield run.since, run.level, 1
        if run.until:
            yield max(run.since, run.until), run.level, -1  # a vague date compares as its first day or earlier


def _earlier(known: Sequence[History], now: int, reached: Collection[str], day: PartialDate) -> Comparison | None:
    """Return the comparison with the first 1 January on which at least half of the countries were covered."""
    start = min(history.runs[0].since for history in known)
    for year in range(int(start[:4]), int(day[:4]) + 1):
        then = PartialDate(f"{year:04}-01-01")
        covered = [history for history in known if history.runs[0].since <= then]
        if then < day and 2 * len(covered) >= now:
            were = [one for one in covered if _is_at(one, then, reached)]
            are = [one for one in covered if _is_at(one, day, reached)]
            dated = [one for one in are if _last_dated(one, then, day).level in reached]
            return Comparison(then, len(covered), len(dated), len(were), len(are) - len(dated))
    return None


def _is_at(history: History, day: PartialDate, reached: Collection[str]) -> bool:
    """Whether a country is at one of some levels on a day."""
    run = run_on(history, day)
    return run is not None and run.level in reached


def _last_dated(history: History, then: PartialDate, day: PartialDate) -> Run:
    """Return the last run up to a day that began by an earlier day or has a known beginning; there is one."""
    return [run for run in history.runs if run.since <= then or (run.since_is_known and run.since <= day)][-1]


def _moves_of_a_year(known: Iterable[History], day: PartialDate) -> list[Change[object]]:
    """Return the moves of the twelve months up to a day, newest first."""
    last = datetime.date.fromisoformat(day)
    leap = last.month == 2 and last.day == 29
    since = PartialDate(last.replace(year=last.year - 1, day=28 if leap else last.day).isoformat())
    found: list[Change[object]] = [
        change
        for history in known
        for change in history.changes()
        if change.is_move and since < change.date and has_begun(change.date, day)
    ]
    return sorted(found, key=lambda change: change.date, reverse=True)
