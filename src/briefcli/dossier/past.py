"""A dossier as of a day, with what was known then.

What had not begun is left out, and so is what was published later. A record that a later source helped to write
stays and is marked, because it is unknown which of its words were known already. A record without a date
begins with its earliest source. What a file contained on that day is a matter of version control and of `diff`.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, structs

from briefcli.dossier.dates import has_begun, last_day
from briefcli.dossier.kinds import RECORD_KEYS, own_texts
from briefcli.dossier.model import BottomLine, Event, Fact, Sector, Stance, Topic, Vote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.model import Coverage, Dossier, Record

R = TypeVar("R", bound=Stance | Topic | Sector | Event | BottomLine | Fact | Vote)

_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)"


class Snapshot(Struct, frozen=True):
    """A dossier as of a day, or as it is if no day is given.

    `unpublished_sources` lists the sources that were published after the day, by the id of each record that cites
    them. `mentions_later_year` lists the ids of the records whose texts name a later year.
    """

    dossier: Dossier
    day: PartialDate | None = None
    unpublished_sources: Mapping[str, frozenset[str]] = {}
    mentions_later_year: frozenset[str] = frozenset()

    @property
    def is_before_summary(self) -> bool:
        """Whether the day is before the day of the dossier, for which its summary was written."""
        return self.day is not None and last_day(self.day) < last_day(self.dossier.as_of)

    def has_hindsight(self, record: Record) -> bool:
        """Whether a record was written with knowledge that is later than the day."""
        return record.id in self.unpublished_sources or record.id in self.mentions_later_year


def snapshot_of(dossier: Dossier, day: PartialDate | None) -> Snapshot:
    """Return a dossier as of the last day that `day` may mean, or as it is if `day` is None."""
    return _Past(dossier, day).snapshot() if day else Snapshot(dossier)


def known_since(record: Record, dates: Mapping[str, PartialDate | None]) -> PartialDate | None:
    """Return the date of the earliest source that a record cites; `dates` are those of the sources by id."""
    return min((date for item in record.evidence if (date := dates[item.source])), default=None)


class _Past:
    """Makes a snapshot of a past day."""

    def __init__(self, dossier: Dossier, day: PartialDate) -> None:
        self._dossier = dossier
        self._day = day
        self._dates = {source.id: source.date for source in dossier.sources}
        self._known = {source for source, date in self._dates.items() if date is None or self._begun(date)}
        self._unpublished_sources: dict[str, frozenset[str]] = {}
        self._mentions_later_year: set[str] = set()

    def snapshot(self) -> Snapshot:
        dossier = self._dossier
        parts = {name: self._begun_records(getattr(dossier, name)) for name in RECORD_KEYS}
        cited, still = (_cited(records) for records in (dossier.records, chain(*parts.values())))
        sources = (source for source in dossier.sources if source.id in self._known)
        # What was known and is cited by nothing that had begun, is not known for anything.
        sources = (source for source in sources if source.id in still or source.id not in cited)
        then = structs.replace(dossier, sources=tuple(sources), coverage=self._coverage(), **parts)
        return Snapshot(then, self._day, self._unpublished_sources, frozenset(self._mentions_later_year))

    def _coverage(self) -> Coverage | None:
        """Return the coverage without the official counts of later days, and without later sources."""
        coverage = self._dossier.coverage
        if coverage is None:
            return None
        official = (
            structs.replace(count, evidence=tuple(item for item in count.evidence if item.source in self._known))
            for count in coverage.official
            if self._begun(count.date)
        )
        return structs.replace(coverage, official=tuple(official))

    def _begun(self, date: PartialDate) -> bool:
        return has_begun(date, self._day)

    def _if_begun(self, date: PartialDate | None) -> PartialDate | None:
        return date if date is not None and self._begun(date) else None

    def _begun_records(self, records: Iterable[R]) -> tuple[R, ...]:
        begun = []
        for record in records:
            begins = record.begins or known_since(record, self._dates)
            if begins is None or self._begun(begins):
                then = self._then(record)
                later = {item.source for item in record.evidence} - self._known
                if later:
                    self._unpublished_sources[record.id] = frozenset(later)
                if any(self._day[:4] < year <= self._dossier.as_of[:4] for year in years_named(then)):
                    self._mentions_later_year.add(record.id)
                begun.append(then)
        return tuple(begun)

    def _then(self, record: R) -> R:
        """Return a record without evidence, dates and stages that are later than the day."""
        evidence = tuple(item for item in record.evidence if item.source in self._known)
        if isinstance(record, Stance):
            ended, reviewed = self._if_begun(record.ended), self._if_begun(record.reviewed)
            return structs.replace(record, evidence=evidence, ended=ended, reviewed=reviewed)
        if isinstance(record, Fact):
            return structs.replace(record, evidence=evidence, ended=self._if_begun(record.ended))
        if isinstance(record, Sector) and record.stages:
            stages = tuple(step for step in record.stages if self._begun(step.since))
            now = stages[-1]
            return structs.replace(record, evidence=evidence, stages=stages, stage=now.stage, since=now.since)
        return structs.replace(record, evidence=evidence)


def years_named(record: Record) -> list[str]:
    """Return the years that a record names in its own texts."""
    return [year for _, text in own_texts(record) for year in re.findall(_YEAR, text)]


def _cited(records: Iterable[Record]) -> set[str]:
    return {item.source for record in records for item in record.evidence}
