"""The ladder over time: how each country went up and down, on one axis of time."""

from __future__ import annotations

import calendar
import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.dossier.dates import first_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefcli.dossier.dates import PartialDate
    from briefcli.report.data import ReportData

#: The periods that a reader may choose where the whole time is longer, in years.
_PERIODS = (20, 10, 5, 2, 1)
#: No less is shown at first, in years.
_AT_FIRST = 5
#: The highest number of years, or months, on an axis.
_MAX_YEARS, _MAX_MONTHS = 10, 6


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
        self.steps = data.context.steps
        self.days = max(1, (self.end - self.start).days)
        self._steps = [self.place_of(change.date) for each in data.histories.values() for change in each.changes()]

    def at(self, day: datetime.date) -> float:
        """Return the place of a day, in hundredths of the axis."""
        return round(min(100.0, max(0.0, 100 * (day - self.start).days / self.days)), 2)

    def place_of(self, date: PartialDate | None) -> float:
        """Return the place of the first day of a date; the end of the axis without one."""
        return self.at(first_day(date)) if date else 100.0

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


def _months(start: datetime.date, end: datetime.date) -> list[tuple[int, int]]:
    """Return the months that begin after a day and up to another, the first one of a year as 0."""
    first, last = start.year * 12 + start.month, end.year * 12 + end.month - 1
    return [divmod(month, 12) for month in range(first, last + 1)]


def _step(count: int, most: int, steps: Iterable[int]) -> int:
    """Return the smallest step that makes the number of things small enough, or the largest step."""
    step = 1
    for step in steps:
        if count / step <= most:
            return step
    return step
