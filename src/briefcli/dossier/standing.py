"""Since when, and how long, a stance holds, and up to which day a country was looked at."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.dossier.dates import PartialDate, age_in_days, first_day, has_begun

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from briefcli.dossier.model import Dossier, Event, Sector, Stance

#: After how many days a country counts as stale, where nobody says otherwise.
STALE_DAYS = 365


class Standing(Struct, frozen=True):
    """A stance among those of its country.

    `level_since` is the beginning of the unbroken run of stances on its level that it is part of. `until` is the
    first day on which it did not hold: that of the next stance, or the one on which it ended before.
    """

    stance: Stance
    level_since: PartialDate
    until: PartialDate | None


class Run(Struct, frozen=True):
    """An unbroken run of a country on a level, by the stance that began it.

    `until` is the first day on which it was not there, and `before` the level from which it came, if it was on
    one; `gap` is from when it had no stance, where one had ended before.
    """

    stance: Stance
    since: PartialDate
    until: PartialDate | None
    before: str | None
    gap: PartialDate | None

    @property
    def level(self) -> str:
        """The id of the level."""
        return self.stance.level

    def holds_on(self, day: PartialDate) -> bool:
        """Whether the country was on the level on a whole day."""
        return self.since <= day and (self.until is None or self.until > day)

    def holds_within(self, since: PartialDate | None, until: PartialDate | None) -> bool:
        """Whether it began between two dates, both ends included, or still held on the first day of that time."""
        if until and not has_begun(self.since, until):
            return False
        if since is None or self.until is None:
            return True
        opens = first_day(since)
        return first_day(self.since) >= opens or first_day(self.until) > opens


def runs(own: Iterable[Standing]) -> list[Run]:
    """Return the runs of a country by its stances, oldest first."""
    found: list[Run] = []
    for since, same in groupby(own, key=attrgetter("level_since")):
        first, *_, last = [*same] * 2
        before = found[-1] if found else None
        gap = before.until if before and before.until and before.until < since else None
        found.append(Run(first.stance, since, last.until, before.level if before and not gap else None, gap))
    return found


def standings(stances: Iterable[Stance]) -> dict[str, list[Standing]]:
    """Return the stances of each country, by its code, oldest first; the last is in force if it has no `until`."""
    own: dict[str, list[Stance]] = defaultdict(list)
    for stance in stances:
        own[stance.country].append(stance)
    return {country: _run(sorted(own[country], key=attrgetter("since"))) for country in sorted(own)}


def checked(dossier: Dossier) -> dict[str, PartialDate | None]:
    """Return up to which day each country that a record names was looked at, if that is known.

    That is the date of the newest source of its stances, sectors and events, or the day up to which one of its
    stances was reviewed. Topics are shared with others, and say nothing of that.
    """
    dates = defaultdict(str, {source.id: source.date or "" for source in dossier.sources})
    found = defaultdict(str, {country: "" for topic in dossier.topics for country in topic.countries})
    # Thousands of records are looked at for one listing, so no set is made for each.
    for stance in dossier.stances:
        day = found[stance.country]
        if stance.reviewed and stance.reviewed > day:
            day = stance.reviewed
        for item in stance.evidence:
            if (date := dates[item.source]) > day:
                day = date
        found[stance.country] = day
    others: list[Sector | Event] = [*dossier.sectors, *dossier.events]
    for record in others:
        day = max((dates[item.source] for item in record.evidence), default="")
        for country in record.countries:
            found[country] = max(found[country], day)
    return {country: PartialDate(day) if day else None for country, day in found.items()}


def follows(later: Standing, before: Standing) -> bool:
    """Whether a stance follows another one of its country without a break: only then is another level a move."""
    return before.until == later.stance.since


def is_stale(checked: PartialDate | None, day: datetime.date, most: int = STALE_DAYS) -> bool:
    """Whether more than `most` days lie between the date up to which something was checked, if any, and a day."""
    return checked is None or age_in_days(checked, day) > most


def _run(own: list[Stance]) -> list[Standing]:
    found: list[Standing] = []
    before: Standing | None = None
    for stance, following in zip_longest(own, own[1:]):
        since = stance.since
        if before and before.until == since and before.stance.level == stance.level:
            since = before.level_since
        until = stance.ended
        if following and (until is None or following.since < until):
            until = following.since
        before = Standing(stance, since, until)
        found.append(before)
    return found
