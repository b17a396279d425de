"""What the page shows about each record and country on every day, as data for its script.

A record changes on a finite number of days: it begins, one of its sources appears, it reaches a stage, it ends, or
a year that it names begins. `past.snapshot_of` is called for each of these days, and the script looks them up.

A day is a number: 0 is the first day that the page shows, and the last one is that of the report, on which all is
as the page was written. A timeline is a list of days, each followed by the value that applies from that day on:
[0, "No stance", 42, 3]. A date that means one day is the number of that day, any other date is its text.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct, structs

from briefcli.dossier.dates import PartialDate, first_day, is_day, last_day
from briefcli.dossier.groups import known_groups
from briefcli.dossier.kinds import RECORD_KEYS, kind_of, stage_in_words
from briefcli.dossier.model import Fact, Sector, SourceKind, Stance
from briefcli.dossier.past import snapshot_of, years_named
from briefcli.dossier.staleness import checked, stale_from
from briefcli.page import Worded
from briefcli.pages.grades import best_reliability, caution, grade_of
from briefcli.pages.sentences import change_in_words
from briefcli.report.data import is_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefcli.dossier.history import Change
    from briefcli.dossier.model import Record
    from briefcli.dossier.past import Snapshot
    from briefcli.report.data import ReportData

Timeline: TypeAlias = list[Any]
Date: TypeAlias = int | str


class RecordState(Struct, frozen=True):
    """How a record is graded and marked on some days."""

    letter: str
    credibility: str
    grade: str
    disputed: bool
    hindsight: bool


class RecordDays(Struct, frozen=True, array_like=True):
    """A record, with the places of its sources and of its states in the lists of these.

    Rank and concerns are those of a stance. The values of `stages` are the date and the name of a
    stage, and the stages up to it as a text. `written` is the status if people read a caution in front of it.
    `earlier` are the concerns that the country raised only before. The `setting` is that of a fact.
    """

    countries: tuple[str, ...]
    date: Date
    title: str
    sources: tuple[int, ...]
    states: Timeline
    rank: int = 0
    level_since: Date = ""
    concerns: tuple[str, ...] = ()
    until: Timeline = []
    stages: Timeline = []
    written: str = ""
    earlier: tuple[str, ...] = ()
    setting: str = ""


class CountryDays(Struct, frozen=True):
    """A country.

    The values of `standing` are the place of its stance in the list of records, or a text where it has none. The
    values of `checks` are the date up to which it was checked, and the day from which it is then stale.
    """

    standing: Timeline
    checks: Timeline


class Move(Struct, frozen=True, array_like=True):
    """A change, with the first and the last day that its date may mean.

    The title of the record follows the text where the change is `titled`. `listed` is 3 for moves from a level, 2
    for first stances, 1 for other changes, and 0 for those that only the ladder over time shows. `way` is 1 for a
    move up, -1 for one down, and else 0.
    """

    date: Date
    first: int
    last: int
    text: str
    titled: bool
    record: int
    listed: int
    way: int


class Timelines:
    """The timelines of a report, from its first day on."""

    def __init__(self, data: ReportData, first: datetime.date) -> None:
        self._data = data
        self._first = first
        self._last = (data.day - first).days
        self._listed = [*chain(*data.shown.values())]
        self._places = {record.id: place for place, record in enumerate(self._listed)}
        lists = dict.fromkeys((*RECORD_KEYS, "sources"), ())
        self._bare = structs.replace(data.dossier, countries={}, groups={}, grades={}, **lists)
        self._states: dict[RecordState, int] = {}

    @cached_property
    def records(self) -> dict[str, list[RecordDays]]:
        """The records on the page, by kind."""
        return {kind: [self._record(record) for record in found] for kind, found in self._data.shown.items()}

    @property
    def states(self) -> list[RecordState]:
        """The states of these records."""
        return list(self._states) if self.records else []

    @property
    def sources(self) -> list[tuple[int, int, int]]:
        """The day on which each source appears, the place of its kind, and number of records that cite it."""
        kinds, uses = list(SourceKind), self._data.context.uses
        return [(self._day(one.date), kinds.index(one.kind), uses[one.id]) for one in self._data.sources]

    @cached_property
    def groups(self) -> dict[str, dict[str, Timeline]]:
        """The groups with some of the countries, by label, with the days on which each joins (1) or leaves (0)."""
        own, here = self._data.dossier.groups, frozenset(self._data.codes)
        found = {
            one.label: {code: [0, 1] for code in sorted(here.intersection(one.countries))} for one in own.values()
        }
        for key, known in known_groups().items():
            if key in own or known.label in found:
                continue
            days = sorted({self._day(date) for period in known.members for date in period.split("/")})
            members = [(day, known.on(PartialDate(self._date(day))) & here) for day in days]
            found[known.label] = {
                code: _timeline((day, int(code in codes)) for day, codes in members)
                for code in sorted(frozenset().union(*(codes for _, codes in members)))
            }
        return {label: members for label, members in found.items() if members}

    @property
    def moves(self) -> list[Move]:
        """The changes in the order of the page, then those that only the ladder over time shows."""
        return [self._move(change, listed) for change, listed in self._changes.values()]

    @cached_property
    def move_places(self) -> dict[tuple[str, str | None], int]:
        """The place of each change in the list of moves, by the id of its record and what it changed to."""
        return {(change.record.id, change.after): at for at, (change, _) in enumerate(self._changes.values())}

    def country(self, code: str) -> CountryDays:
        """Return the timelines of a country."""
        history = self._data.histories.get(code)
        positions = self._positions(history.stances if history else ())
        return CountryDays(_timeline(positions.items()), _timeline(self._checks_of(code, positions)))

    def _checks_of(self, code: str, positions: Mapping[int, int | str]) -> Iterator[tuple[int, object]]:
        """Yield up to which date a country is checked, and when it is then stale, for each day that changes it."""
        dates = dict(sorted(self._checks[code]))
        position: int | str = ""
        newest = ""
        for day in sorted({0, self._last, *positions, *dates}):
            position, newest = positions.get(day, position), max(newest, dates.get(day, ""))
            stance = self._listed[position] if isinstance(position, int) else None
            since = self._stale_from(PartialDate(newest), stance)
            if day == self._last:  # ages are counted to another day than this
                today = self._data.context.day
                since = 0 if today and since is not None and since <= (today - self._first).days else None
            yield day, (self._written(newest), self._last + 1 if since is None else max(0, since))

    def _stale_from(self, checked: PartialDate, stance: Record | None) -> int | None:
        """Return the number of the day from which a country is stale; None if it does not become stale."""
        due, lasting = None, False
        if isinstance(stance, Stance):
            due, lasting = stance.due, stance.level in self._data.context.lasting
        since = stale_from(checked or None, due=due, lasting=lasting)
        return None if since is None else since - self._first.toordinal()

    def _positions(self, stances: Sequence[Stance]) -> dict[int, int | str]:
        """Return the position of a country with these stances, oldest first, by the day from which it applies."""
        found: dict[int, int | str] = {0: self._data.silence_after(None)}
        newest = 0
        states = (
            (day, number, then.dossier.stances[0])
            for number, stance in enumerate(stances)
            for day, then in self._snapshots[stance.id]
        )
        for day, number, stance in sorted(states, key=itemgetter(0, 1)):
            if number >= newest:  # the older ones no longer hold
                newest = number
                found[day] = self._data.silence_after(stance) if stance.ended else self._places[stance.id]
        return found

    def _record(self, record: Record) -> RecordDays:
        data, days = self._data, self._snapshots[record.id]
        found = RecordDays(
            record.countries,
            self._written(record.begins),
            data.title(record),
            tuple(data.number(item.source) - 1 for item in record.evidence),
            _timeline((day, self._state(record, then)) for day, then in days),
        )
        if isinstance(record, Stance):
            rank, end = data.context.steps[record.level].rank, data.context.until(record)
            until = [self._day(end), self._written(end)] if end else []
            since = data.context.level_since(record)
            return structs.replace(
                found,
                rank=rank,
                level_since=since.text if isinstance(since, Worded) else self._written(str(since)),
                concerns=record.concerns,
                until=until,
                written=record.status if caution(record) else "",
                earlier=data.context.earlier_concerns[record.id],
            )
        if isinstance(record, Fact):
            found = structs.replace(found, setting=record.setting)
        if end := data.context.until(record):
            found = structs.replace(found, until=[self._day(end), self._written(end)])
        sectors = ((day, one) for day, then in days for one in then.dossier.sectors)
        return structs.replace(found, stages=_timeline((day, self._stage(one)) for day, one in sectors))

    def _stage(self, sector: Sector) -> tuple[Date, str, str]:
        return self._written(sector.since), sector.stage, ", ".join(map(stage_in_words, sector.stages))

    def _state(self, record: Record, snapshot: Snapshot) -> int:
        letters, (then,) = self._data.context.letters, snapshot.dossier.records
        grade = grade_of(letters, then)
        letter, credibility = best_reliability(letters, then) or "", str(record.credibility or "")
        hindsight = any(one.has_hindsight(record) for one in (snapshot, self._data.snapshot))
        state = RecordState(letter, credibility, f"{grade.code} {grade.word}".strip(), grade.disputed, hindsight)
        return self._states.setdefault(state, len(self._states))

    @cached_property
    def _snapshots(self) -> dict[str, list[tuple[int, Snapshot]]]:
        """Each record on the page or about one of its countries, alone, on each day on which it may change."""
        codes = frozenset(self._data.codes)
        return {
            record.id: [(day, then) for day, then in self._days(record) if then.dossier.records]
            for record in self._data.dossier.records
            if record.id in self._places or not codes.isdisjoint(record.countries)
        }

    @cached_property
    def _checks(self) -> dict[str, list[tuple[int, str]]]:
        """The days on which a record makes a country count as checked, and up to which date, by code."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for day, snapshot in chain(*self._snapshots.values()):
            for code, date in checked(snapshot.dossier).items():
                found[code] += [(day, date)] if date else []
        return found

    def _days(self, record: Record) -> Iterator[tuple[int, Snapshot]]:
        """Yield a record, alone in its dossier, as of each day on which it may change."""
        cited = {item.source: self._data.context.sources[item.source] for item in record.evidence}
        lists = {kind_of(record).list_key: (record,)}
        alone = structs.replace(self._bare, sources=tuple(cited.values()), **lists)
        dates = [*_dates(record), *(source.date for source in cited.values())]
        for day in sorted({0, *map(self._day, dates)} - {self._last}):
            yield day, snapshot_of(alone, PartialDate(self._date(day)))
        yield self._last, structs.replace(self._data.snapshot, dossier=alone)

    @cached_property
    def _changes(self) -> dict[object, tuple[Change[Record], int]]:
        listed = [(change, 1 + 2 * change.is_move - is_first(change)) for change in self._data.changes]
        drawn = [(change, 0) for history in self._data.histories.values() for change in history.changes()]
        found: dict[object, tuple[Change[Record], int]] = {}
        for change, how in [*listed, *drawn]:
            if change.record.id in self._places:
                found.setdefault((change.record.id, change.date, change.after), (change, how))
        return found

    def _move(self, change: Change[Record], listed: int) -> Move:
        text, title = change_in_words(self._data.context, change), self._data.title(change.record)
        days = self._number(change.date), (last_day(change.date) - self._first).days
        date, place = self._written(change.date), self._places[change.record.id]
        way = self._data.way(change)
        return Move(date, *days, text.removesuffix(title), text.endswith(title), place, listed, way)

    def _number(self, date: str) -> int:
        """Return the number of the first day that a date may mean."""
        return (first_day(PartialDate(date)) - self._first).days

    def _day(self, date: str | None) -> int:
        """Return this number, or the nearest that the page shows; the first day if there is no date."""
        return min(max(0, self._number(date)), self._last) if date else 0

    def _date(self, day: int) -> str:
        return (self._first + datetime.timedelta(day)).isoformat()

    def _written(self, date: str | None) -> Date:
        return self._number(date) if date and is_day(date) else date or ""


def _dates(record: Record) -> list[str | None]:
    """Return the dates on which a record itself may change."""
    own = [getattr(record, key) for key in kind_of(record).dates]
    stages = [step.since for step in record.stages] if isinstance(record, Sector) else []
    return [*own, *stages, *years_named(record)]


def _timeline(entries: Iterable[tuple[int, object]]) -> Timeline:
    """Return the days on which a value changes, each followed by the new value."""
    found: Timeline = []
    for day, value in entries:
        if not found or found[-1] != value:
            found += [day, value]
    return found
