"""The ladder over time: how each country went up and down, on one axis of time."""

from __future__ import annotations

import calendar
import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from briefcli.dossier.changes import changes
from briefcli.dossier.dates import first_day
from briefcli.dossier.filters import Wanted
from briefcli.dossier.model import Stance
from briefcli.pages.changes import change_in_words
from briefcli.report.worldmap import DISPUTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefcli.report.matter import Matter


class Stretch(Struct, frozen=True):
    """A time on one level, from `left` to `right` in hundredths of the axis."""

    left: float
    right: float
    rank: int


class Moment(Struct, frozen=True):
    """A change, where it stands on the axis, and what happened."""

    at: float
    rank: int
    date: str
    told: str


class Climb(Struct, frozen=True):
    """The way of one country."""

    code: str
    name: str
    stance: Stance
    stretches: tuple[Stretch, ...]
    moments: tuple[Moment, ...]


class Tick(Struct, frozen=True):
    """A date on the axis."""

    at: float
    text: str


class Axis:
    """The time from the first stance to the day of the report."""

    def __init__(self, matter: Matter) -> None:
        self.end = matter.day
        self.start = min((first_day(stance.since) for stance in matter.history), default=self.end)
        self.days = max(1, (self.end - self.start).days)

    def at(self, day: datetime.date) -> float:
        """Return where a day stands, in hundredths of the axis."""
        return round(min(100.0, max(0.0, 100 * (day - self.start).days / self.days)), 2)

    def ticks(self) -> list[Tick]:
        """Return the years within the axis, or its months where it is short."""
        if self.days > 2 * 366:
            first, last = self.start.year + 1, self.end.year
            years = range(first, last + 1, -(-(last + 1 - first) // 10))
            return [Tick(self.at(datetime.date(year, 1, 1)), str(year)) for year in years]
        months = [(self.start.year, self.start.month)]
        while months[-1] < (self.end.year, self.end.month):
            year, month = months[-1]
            months.append((year + month // 12, month % 12 + 1))
        every = -(-len(months) // 6)
        firsts = [datetime.date(year, month, 1) for year, month in months[1:][::every]]
        return [Tick(self.at(day), f"{calendar.month_abbr[day.month]} {day.year}") for day in firsts]


def climbs(matter: Matter, axis: Axis) -> Iterator[Climb]:
    """Return the way of each country that has a stance, in the order of stances."""
    told = _in_words(matter)
    for now in matter.stances:
        own = [stance for stance in matter.history if stance.country == now.country]
        starts = [axis.at(first_day(stance.since)) for stance in own]
        ends = [*starts[1:], 100.0]
        ranks = [matter.context.steps[stance.level].rank for stance in own]
        yield Climb(
            now.country,
            matter.name(now.country),
            now,
            tuple(_joined(Stretch(*each) for each in zip(starts, ends, ranks, strict=True))),
            tuple(
                Moment(at, rank, stance.since, told[stance])
                for at, rank, stance in zip(starts, ranks, own, strict=True)
                if stance in told
            ),
        )


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Return one stretch for neighbours on one level."""
    for rank, same in groupby(stretches, key=lambda stretch: stretch.rank):
        parts = list(same)
        yield Stretch(parts[0].left, parts[-1].right, rank)


def _in_words(matter: Matter) -> dict[Stance, str]:
    """Return what each stance changed, in words; a stance that changed nothing is not there."""
    stances_alone = structs.replace(matter.dossier, topics=(), sectors=(), events=())
    found = changes(stances_alone, Wanted())
    return {
        change.record: change_in_words(matter.context, change) + (DISPUTED if change.record.disputed else "")
        for change in found
        if isinstance(change.record, Stance)
    }
