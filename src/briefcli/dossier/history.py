"""The one account of a country over time: its stances in order, its runs on a level, and what they changed."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from itertools import groupby, pairwise, zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct, structs

from briefcli.dossier.dates import PartialDate, first_day, has_begun

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from typing import Self

    from briefcli.dossier.model import Stance

R_co = TypeVar("R_co", covariant=True)


class ChangeKind(StrEnum):
    """What changed: a level, a status on the same level, concerns of the same status, or something came.

    `newly-known` is a level that a country reached on an unknown earlier day: nothing changed but what is known.
    `restated` is a newer stance of the same level, status and concerns: its summary or evidence is another.
    """

    LEVEL = "level"
    NEWLY_KNOWN = "newly-known"
    STATUS = "status"
    CONCERNS = "concerns"
    RESTATED = "restated"
    STANCE = "stance"
    SECTOR = "sector"
    TOPIC = "topic"
    EVENT = "event"
    FACT = "fact"
    VOTE = "vote"


class Direction(StrEnum):
    """Which way a country moved from level to level."""

    UP = "up"
    DOWN = "down"


#: The kinds of changes that are moves: from level to level, onto the first level or off the last one.
MOVES = frozenset({ChangeKind.LEVEL, ChangeKind.STANCE})


class Change(Struct, Generic[R_co], frozen=True):
    """One change: the day from which it holds, its countries, and the record that brought it.

    `before` and `after` are ids of levels, labels of statuses, ids of concerns, or stages; None where there was
    nothing before or after, and where a thing happened that did not change into another. `again` marks the first
    stance of a country after an earlier one had ended. A record of no country is a change for partners in general.
    """

    kind: ChangeKind
    date: PartialDate
    countries: tuple[str, ...]
    before: str | None
    after: str | None
    record: R_co
    again: bool = False

    @property
    def is_move(self) -> bool:
        """Whether a country changed its level, began on one or left its last one."""
        return self.kind in MOVES

    def direction(self, ladder: Sequence[str]) -> Direction | None:
        """Return which way a country moved on a ladder, whose ids are the lowest first; None if it did not."""
        if self.kind is not ChangeKind.LEVEL or not (self.before and self.after):
            return None
        return Direction.UP if ladder.index(self.after) > ladder.index(self.before) else Direction.DOWN

    def among(self, codes: Container[str]) -> Self:
        """Return the change for those of its countries that are among some."""
        return structs.replace(self, countries=tuple(code for code in self.countries if code in codes))


class Run(Struct, frozen=True):
    """An unbroken run of a country on one level, by its stances, oldest first.

    `until` is the first day on which the country was no longer on the level. `before` is the stance from which it
    came, if there was no break; after a break, `gap` is the day on which the stance before had ended.
    """

    stances: tuple[Stance, ...]
    until: PartialDate | None
    before: Stance | None
    gap: PartialDate | None

    @property
    def stance(self) -> Stance:
        """The stance that began it."""
        return self.stances[0]

    @property
    def since(self) -> PartialDate:
        """The first day of the run."""
        return self.stance.since

    @property
    def level(self) -> str:
        """The id of the level."""
        return self.stance.level

    @property
    def since_is_known(self) -> bool:
        """Whether the run began on its first day. If not, the country was on the level by that day."""
        return not self.stance.newly_known

    def end_of(self, stance: Stance) -> PartialDate | None:
        """Return the first day on which one of its stances no longer held: that of the next one, or of a break."""
        later = bisect_right(self.stances, stance.since, key=attrgetter("since"))
        return self.stances[later].since if later < len(self.stances) else self.until

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


class History(Struct, frozen=True):
    """The runs of a country, oldest first; it has at least one."""

    runs: tuple[Run, ...]

    @property
    def country(self) -> str:
        """The code of the country."""
        return self.runs[0].stance.country

    @property
    def stances(self) -> tuple[Stance, ...]:
        """All stances of the country, oldest first."""
        return tuple(stance for run in self.runs for stance in run.stances)

    @property
    def level(self) -> str | None:
        """The id of the level on which the country is now, None if its last stance has ended."""
        return None if self.runs[-1].until else self.runs[-1].level

    def changes(self) -> Iterator[Change[Stance]]:
        """Yield what each stance changed, oldest first."""
        for run, following in zip_longest(self.runs, self.runs[1:]):
            for before, stance in pairwise((run.before, *run.stances)):
                kind, was, now = _difference(before, stance)
                again = before is None and run.gap is not None
                yield Change(kind, stance.since, stance.countries, was, now, stance, again)
            if run.until and (following is None or following.gap):
                last = run.stances[-1]
                yield Change(ChangeKind.STANCE, run.until, last.countries, last.level, None, last)


def histories(stances: Iterable[Stance]) -> dict[str, History]:
    """Return the history of each country that has a stance, by its code and in the order of codes."""
    in_order = sorted(stances, key=attrgetter("country", "since"))
    return {country: History(tuple(_runs([*own]))) for country, own in groupby(in_order, attrgetter("country"))}


def runs_by_stance(found: Iterable[History]) -> dict[str, Run]:
    """Return the run of which each stance is part, by the id of the stance."""
    return {stance.id: run for history in found for run in history.runs for stance in run.stances}


def earlier_concerns(found: Iterable[History]) -> dict[str, tuple[str, ...]]:
    """Return the concerns that its country raised only before each stance, by the id of the stance."""
    earlier: dict[str, tuple[str, ...]] = {}
    for history in found:
        raised: dict[str, None] = {}
        for stance in history.stances:
            earlier[stance.id] = tuple(concern for concern in raised if concern not in stance.concerns)
            raised |= dict.fromkeys(stance.concerns)
    return earlier


def net_moves(
    found: Iterable[Change[object]], *, from_first: bool = False
) -> dict[str, tuple[str | None, str | None]]:
    """Return the level of each country before and after the moves among some changes, which are newest first.

    The level before a first stance is None, or, `from_first`, the level of that stance.
    """
    levels: dict[str, tuple[str | None, str | None]] = {}
    for change in found:
        if change.is_move:
            (country,) = change.countries
            _, after = levels.get(country, (None, change.after))
            levels[country] = change.before or (change.after if from_first else None), after
    return levels


def _runs(own: Sequence[Stance]) -> Iterator[Run]:
    """Yield the runs of a country by its stances, which are oldest first."""
    start, before, gap = 0, None, None
    for stop, (stance, following) in enumerate(zip_longest(own, own[1:]), 1):
        end = stance.ended
        if following and (end is None or following.since < end):
            end = following.since
        joins = following is not None and following.since == end
        if not (joins and following.level == stance.level):
            yield Run(tuple(own[start:stop]), end, before, gap)
            start, before, gap = (stop, stance, None) if joins else (stop, None, end)


def _difference(before: Stance | None, stance: Stance) -> tuple[ChangeKind, str | None, str]:
    """Return what differs first, with its value before and after: level, status or concerns; else the status."""
    if stance.newly_known and (before is None or before.level != stance.level):
        return ChangeKind.NEWLY_KNOWN, before.level if before else None, stance.level
    if before is None:
        return ChangeKind.STANCE, None, stance.level
    if before.level != stance.level:
        return ChangeKind.LEVEL, before.level, stance.level
    if before.status != stance.status:
        return ChangeKind.STATUS, before.status, stance.status
    if before.concerns != stance.concerns:
        return ChangeKind.CONCERNS, ", ".join(before.concerns), ", ".join(stance.concerns)
    return ChangeKind.RESTATED, before.status, stance.status
