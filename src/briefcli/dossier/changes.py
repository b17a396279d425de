"""What changed in the world between two days, as a dossier tells it."""

from __future__ import annotations

import datetime
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from briefcli.dossier import queries
from briefcli.dossier.dates import PartialDate, in_window
from briefcli.dossier.kinds import identity
from briefcli.dossier.model import Stage
from briefcli.dossier.spelling import fold
from briefcli.dossier.standing import follows, standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Dossier, Event, Record, Sector, Stance, Topic


class ChangeKind(StrEnum):
    """What changed: a level, a status on the same level, concerns of the same status, or something came."""

    LEVEL = "level"
    STATUS = "status"
    CONCERNS = "concerns"
    STANCE = "stance"
    SECTOR = "sector"
    TOPIC = "topic"
    EVENT = "event"


class Change(Struct, frozen=True):
    """One change: from when it holds, for which country, and the record that brought it.

    `before` and `after` are ids of levels, labels of statuses, ids of concerns, or stages; None where there was
    nothing before or after, and where a thing happened that did not change into another.
    """

    kind: ChangeKind
    date: PartialDate
    country: str | None
    before: str | None
    after: str | None
    record: Record


class Net(Struct, frozen=True):
    """How the level of a country changed in all by some moves on the ladder, which stand newest first.

    `before` and `after` are ids of levels; None where there was no stance before or after.
    """

    country: str
    before: str | None
    after: str | None
    moves: tuple[Change, ...]


#: How many days before a day moves count as recent.
RECENT_DAYS = 90
#: The kinds of changes that are moves on the ladder: from level to level, onto it or off it.
MOVES = frozenset({ChangeKind.LEVEL, ChangeKind.STANCE})


def moves_among(found: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes that are moves on the ladder."""
    return tuple(change for change in found if change.kind in MOVES)


def recent_since(day: datetime.date) -> PartialDate:
    """Return the day from which on changes are recent on a day."""
    return PartialDate(datetime.date.fromordinal(max(1, day.toordinal() - RECENT_DAYS)).isoformat())


def recent_moves(dossier: Dossier, query: Query, day: datetime.date) -> list[Change]:
    """Return the moves of the last days up to a day, the newest first, by the first day that a date may mean."""
    since = recent_since(day)
    found = changes(dossier, structs.replace(query, since=since, until=PartialDate(day.isoformat())))
    moves = [change for change in moves_among(found) if change.date >= since]
    return sorted(moves, key=lambda change: change.date, reverse=True)


def net_moves(found: Iterable[Change]) -> list[Net]:
    """Return what the moves among some changes come to for each country, in the order of the changes."""
    moves: dict[str, list[Change]] = {}
    for change in moves_among(found):
        moves.setdefault(str(change.country), []).append(change)
    return [Net(country, own[-1].before, own[0].after, tuple(own)) for country, own in moves.items()]


def changes(dossier: Dossier, query: Query) -> list[Change]:
    """Return what changed from `since` to `until`: the country with the newest change first.

    Within a country the newest change comes first. A filter that only stances or only sectors know keeps
    changes of that kind alone. A record of several countries is a change for each
    of them that was asked for, and one without countries is a change for partners in general.
    """
    always = structs.replace(query, since=None, until=None, stages=None, kinds=None, history=True)
    everything = (
        *(() if query.of_sectors else _stance_changes(dossier, always)),
        *(() if query.of_stances else _sector_changes(dossier, always, query.stages)),
        *(() if query.of_stances or query.of_sectors else _other_changes(dossier, always)),
    )
    codes, kinds = query.countries, query.kinds
    found = [
        change
        for change in everything
        if (codes is None or change.country in codes)
        and (kinds is None or change.kind in kinds)
        and in_window(change.date, query.since, query.until, queries.last_of(dossier, change.record))
    ]
    order = list(ChangeKind)
    found.sort(key=lambda change: (order.index(change.kind), str(change.record)))
    found.sort(key=lambda change: change.date, reverse=True)
    newest: dict[str | None, PartialDate] = {}
    for change in found:
        newest.setdefault(change.country, change.date)
    found.sort(key=lambda change: fold(queries.name_of(dossier, change.country)) if change.country else "")
    return sorted(found, key=lambda change: newest[change.country], reverse=True)


def _stance_changes(dossier: Dossier, query: Query) -> Iterator[Change]:
    earlier = {
        later.stance.id: before.stance
        for own in standings(dossier.stances).values()
        for before, later in pairwise(own)
        if follows(later, before)
    }
    followed = {stance.id for stance in earlier.values()}
    for stance in queries.stances(dossier, query):
        kind, was, now = _stance_change(earlier.get(stance.id), stance)
        if was != now:  # what is only told in other words has not changed
            yield Change(kind, stance.since, stance.country, was, now, stance)
        if stance.ended is not None and stance.id not in followed:
            yield Change(ChangeKind.STANCE, stance.ended, stance.country, stance.level, None, stance)


def _stance_change(before: Stance | None, stance: Stance) -> tuple[ChangeKind, str | None, str]:
    if before is None:
        return ChangeKind.STANCE, None, stance.level
    if before.level != stance.level:
        return ChangeKind.LEVEL, before.level, stance.level
    if before.status != stance.status:
        return ChangeKind.STATUS, before.status, stance.status
    return ChangeKind.CONCERNS, ", ".join(before.concerns), ", ".join(stance.concerns)


def _sector_changes(dossier: Dossier, query: Query, stages: frozenset[str] | None) -> Iterator[Change]:
    earlier = _earlier_stages(dossier)
    for sector in queries.sectors(dossier, query):
        for since, stage in _steps(sector):
            if stages is None or stage in stages:
                before = earlier.get((identity(sector), since))
                yield from _for_each_country(ChangeKind.SECTOR, since, sector, before, stage)


def _other_changes(dossier: Dossier, query: Query) -> Iterator[Change]:
    for topic in queries.topics(dossier, query):
        if topic.since is not None:
            yield from _for_each_country(ChangeKind.TOPIC, topic.since, topic)
    for event in queries.events(dossier, query):
        yield from _for_each_country(ChangeKind.EVENT, event.date, event)


def _for_each_country(
    kind: ChangeKind,
    date: PartialDate,
    record: Sector | Topic | Event,
    before: str | None = None,
    after: str | None = None,
) -> Iterator[Change]:
    for country in record.countries or (None,):
        yield Change(kind, date, country, before, after, record)


def _steps(sector: Sector) -> list[tuple[PartialDate, Stage]]:
    """Return the dated stages of a record."""
    steps = [(step.since, step.stage) for step in sector.stages]
    return steps or ([(sector.since, sector.stage)] if sector.since is not None else [])


def _earlier_stages(dossier: Dossier) -> dict[tuple[object, PartialDate], Stage]:
    """Return the stage before, by identity and date; what has no date is before nothing.

    Of several stages of one date the furthest counts.
    """
    order = list(Stage)
    stages: dict[object, dict[PartialDate, Stage]] = {}
    dated = ((since, stage, identity(record)) for record in dossier.sectors for since, stage in _steps(record))
    for since, stage, piece in sorted(dated, key=lambda step: (step[0], order.index(step[1]))):
        stages.setdefault(piece, {})[since] = stage
    return {
        (piece, later): of_piece[earlier]
        for piece, of_piece in stages.items()
        for earlier, later in pairwise(of_piece)
    }
