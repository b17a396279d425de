"""What changed between two days: the stances of `history`, and what came beside them."""

from __future__ import annotations

import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.dates import PartialDate, in_window
from briefcli.dossier.history import Change, ChangeKind, histories
from briefcli.dossier.kinds import FACT, VOTE, identity
from briefcli.dossier.model import Stage
from briefcli.dossier.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Dossier, Event, Fact, Record, Sector, Stance, Topic, Vote

#: How many days before a day moves count as recent.
RECENT_DAYS = 90


def recent_since(day: datetime.date) -> PartialDate:
    """Return the day from which on changes are recent on a day."""
    return PartialDate(datetime.date.fromordinal(max(1, day.toordinal() - RECENT_DAYS)).isoformat())


def recent_moves(dossier: Dossier, query: Query, day: datetime.date) -> list[Change[Record]]:
    """Return the moves of the last days up to a day, the newest first, by the first day that a date may mean."""
    since = recent_since(day)
    found = changes(dossier, structs.replace(query, since=since, until=PartialDate(day.isoformat())))
    moves = [change for change in found if change.is_move and change.date >= since]
    return sorted(moves, key=lambda change: change.date, reverse=True)


def changes(dossier: Dossier, query: Query) -> list[Change[Record]]:
    """Return what changed from `since` to `until`: the country with the newest change first, by name on one day.

    Within a country the newest change comes first. A filter that only stances or only sectors have keeps
    changes of that kind alone. Of the countries of a record, a change has those that match.
    """
    ladder = [level.id for level in dossier.levels]
    always = structs.replace(query, since=None, until=None, stages=None, kinds=None, history=True)
    everything: tuple[Change[Record], ...] = (
        *(() if query.of_sectors else _stance_changes(dossier, always)),
        *(() if query.of_stances else _sector_changes(dossier, always, query.stages)),
        *(() if query.of_stances or query.of_sectors else _other_changes(dossier, always)),
    )
    found = [
        change if query.countries is None else change.among(query.countries)
        for change in everything
        if (query.kinds is None or change.kind in query.kinds)
        and (query.moves is None or change.direction(ladder) in query.moves)
        and in_window(change.date, query.since, query.until, queries.last_of(dossier, change.record))
    ]
    order = list(ChangeKind)
    found.sort(key=lambda change: (order.index(change.kind), str(change.record)))
    found.sort(key=lambda change: change.date, reverse=True)
    places = _places(dossier, found)
    return sorted(found, key=lambda change: min(places[code] for code in change.countries or (None,)))


def _places(dossier: Dossier, newest_first: Iterable[Change[Record]]) -> dict[str | None, int]:
    """Return the place of each country, the one with the newest change first; None is partners in general."""
    newest: dict[str | None, PartialDate] = {}
    for change in newest_first:
        for code in change.countries or (None,):
            newest.setdefault(code, change.date)
    by_name = sorted(newest, key=lambda code: fold(queries.name_of(dossier, code)) if code else "")
    in_order = sorted(by_name, key=lambda code: newest[code], reverse=True)
    return {code: place for place, code in enumerate(in_order)}


def _stance_changes(dossier: Dossier, query: Query) -> Iterator[Change[Stance]]:
    matching = {stance.id for stance in queries.stances(dossier, query)}
    for history in histories(dossier.stances).values():
        yield from (change for change in history.changes() if change.record.id in matching)


def _sector_changes(dossier: Dossier, query: Query, stages: frozenset[str] | None) -> Iterator[Change[Sector]]:
    earlier = _earlier_stages(dossier)
    for sector in queries.sectors(dossier, query):
        for since, stage in _steps(sector):
            if stages is None or stage in stages:
                before = earlier.get((identity(sector), since))
                yield Change(ChangeKind.SECTOR, since, sector.countries, before, stage, sector)


def _other_changes(dossier: Dossier, query: Query) -> Iterator[Change[Topic | Event | Fact | Vote]]:
    for topic in queries.topics(dossier, query):
        if topic.since is not None:
            yield Change(ChangeKind.TOPIC, topic.since, topic.countries, None, None, topic)
    for event in queries.events(dossier, query):
        yield Change(ChangeKind.EVENT, event.date, event.countries, None, None, event)
    yield from _fact_changes(dossier, query)
    for vote in queries.of_kind(dossier, VOTE, query):
        yield Change(ChangeKind.VOTE, vote.date, vote.countries, None, None, vote)


def _fact_changes(dossier: Dossier, query: Query) -> Iterator[Change[Fact]]:
    """Yield where a value began, and where one ended that no other followed on that day."""
    begun = {(fact.country, fact.attribute, fact.since) for fact in dossier.facts}
    ended = {(fact.country, fact.attribute, fact.ended): fact.value for fact in dossier.facts if fact.ended}
    for fact in queries.of_kind(dossier, FACT, query):
        if fact.since is not None:
            before = ended.get((fact.country, fact.attribute, fact.since))
            yield Change(ChangeKind.FACT, fact.since, fact.countries, before, fact.value, fact)
        if fact.ended and (fact.country, fact.attribute, fact.ended) not in begun:
            yield Change(ChangeKind.FACT, fact.ended, fact.countries, fact.value, None, fact)


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
