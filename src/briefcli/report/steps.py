"""The ladder over time: how each country went up and down, on one axis of time."""

from __future__ import annotations

import calendar
import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.dossier.dates import first_day
from briefcli.dossier.model import Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefcli.dossier.changes import Change
    from briefcli.report.data import ReportData

#: The periods that a reader may choose where the whole time is longer, in years.
_PERIODS = (20, 10, 5, 2, 1)
#: No less is shown at first, in years.
_AT_FIRST = 5
#: At most so many years, or months, are written on an axis.
_MAX_YEARS, _MAX_MONTHS = 10, 6


class Stretch(Struct, frozen=True):
    """A time on one level, from `left` to `right` in hundredths of the axis."""

    left: float
    right: float
    rank: int


class Moment(Struct, frozen=True):
    """A change, where it stands on the axis, and what happened; its rank is 0 where a stance ended."""

    at: float
    rank: int
    change: Change


class Climb(Struct, frozen=True):
    """The lane of one country on the ladder over time; `stance` is the one in force, if it has one."""

    code: str
    name: str
    stance: Stance | None
    stretches: tuple[Stretch, ...]
    moments: tuple[Moment, ...]


class Tick(Struct, frozen=True):
    """A date on the axis."""

    at: float
    text: str


class Period(Struct, frozen=True):
    """A time up to the end of the axis: its name, where it begins, and the dates written on it."""

    name: str
    left: float
    ticks: tuple[Tick, ...]


class Axis:
    """The time from the first stance to the day of the report."""

    def __init__(self, data: ReportData) -> None:
        self.end = data.day
        self.start = min((first_day(stance.since) for stance in data.history), default=self.end)
        self.days = max(1, (self.end - self.start).days)
        moves = [move for code in data.ways for move in data.steps.get(code, ())]
        self._steps = [self.at(first_day(move.date)) for move in moves]

    def at(self, day: datetime.date) -> float:
        """Return where a day stands, in hundredths of the axis."""
        return round(min(100.0, max(0.0, 100 * (day - self.start).days / self.days)), 2)

    def periods(self, shortest: int = 1) -> list[Period]:
        """Return the whole time, and the last years of it where it is longer than they are."""
        whole = Period("All", 0.0, tuple(self._ticks(self.start)))
        long = {years: round(365.25 * years) for years in _PERIODS if years >= shortest}
        last = {
            years: self.end - datetime.timedelta(days) for years, days in long.items() if days + 90 < self.days
        }
        return [whole] + [
            Period(f"{years} year{'s' if years > 1 else ''}", self.at(start), tuple(self._ticks(start)))
            for years, start in last.items()
        ]

    def first_shown(self) -> str:
        """Return the name of the shortest period, of five years at least, in which two thirds of all steps lie."""
        most = len(self._steps) * 2 / 3
        shortest_first = reversed(self.periods(_AT_FIRST))
        return next(one.name for one in shortest_first if sum(at >= one.left for at in self._steps) >= most)

    def _ticks(self, start: datetime.date) -> Iterator[Tick]:
        """Return round years from a day to the end of the axis, or round months where that is short."""
        if (self.end - start).days > 2 * 366:
            step = _step(self.end.year - start.year, _MAX_YEARS, (1, 2, 5, 10, 20, 50, 100))
            for year in range(-(-(start.year + 1) // step) * step, self.end.year + 1, step):
                yield Tick(self.at(datetime.date(year, 1, 1)), str(year))
            return
        months = [year * 12 + month for year, month in _months(start, self.end)]
        step = _step(len(months), _MAX_MONTHS, (1, 2, 3, 6))
        for year, month in (divmod(month, 12) for month in months if month % step == 0):
            day = datetime.date(year, month + 1, 1)
            yield Tick(self.at(day), f"{calendar.month_abbr[day.month]} {day.year}")


def climbs(data: ReportData, axis: Axis) -> Iterator[Climb]:
    """Return the way of each country that has or had a stance, in the order of stances."""
    for code, own in data.ways.items():
        standings = [data.context.standings[stance.id] for stance in own]
        stretches = [
            Stretch(
                axis.at(first_day(one.stance.since)),
                axis.at(first_day(one.until)) if one.until else 100.0,
                data.context.steps[one.stance.level].rank,
            )
            for one in standings
        ]
        moments = (_moment(data, axis, change) for change in data.steps.get(code, ()))
        way = Climb(code, data.name(code), data.standing.get(code), tuple(_joined(stretches)), tuple(moments))
        yield way


def _moment(data: ReportData, axis: Axis, change: Change) -> Moment:
    stance = change.record
    holds = isinstance(stance, Stance) and change.date != stance.ended
    rank = data.context.steps[stance.level].rank if isinstance(stance, Stance) and holds else 0
    return Moment(axis.at(first_day(change.date)), rank, change)


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Return one stretch for neighbours on one level that touch."""
    for rank, same in groupby(stretches, key=lambda stretch: stretch.rank):
        left, right = None, 0.0
        for part in same:
            if left is not None and part.left > right:
                yield Stretch(left, right, rank)
                left = None
            left, right = part.left if left is None else left, part.right
        if left is not None:
            yield Stretch(left, right, rank)


def _months(start: datetime.date, end: datetime.date) -> list[tuple[int, int]]:
    """Return the months that begin after a day and up to another, the first one of a year as 0."""
    first, last = start.year * 12 + start.month, end.year * 12 + end.month - 1
    return [divmod(month, 12) for month in range(first, last + 1)]


def _step(count: int, most: int, steps: Iterable[int]) -> int:
    """Return the least of some steps by which so many things become few enough, or the largest."""
    step = 1
    for step in steps:
        if count / step <= most:
            return step
    return step
