"""What the cells of a table may need beside their record: the dossier on its day, and the query."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from briefcli.dossier import queries
from briefcli.dossier.dates import PartialDate, day_of_ages, first_day, last_day
from briefcli.dossier.model import (
    Record,
    Reliability,
    Stance,
)
from briefcli.dossier.standing import checked, is_stale, standings
from briefcli.page import Cell, Country, Step, Term

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Dossier
    from briefcli.dossier.past import Snapshot
    from briefcli.dossier.standing import Standing


class Context:
    """What a cell may need beside its record: what is seen of a dossier, and what is wanted of it.

    For who changes the files, `places` has where each record and source stands, by its id.
    """

    def __init__(self, snapshot: Snapshot, query: Query, places: Mapping[str, Cell] | None = None) -> None:
        dossier = self.dossier = snapshot.dossier
        self.snapshot = snapshot
        self.query = query
        self.places = places or {}
        self.today = query.filters.today
        self.steps = ladder(dossier)
        self.sources = {source.id: source for source in dossier.sources}

    @cached_property
    def day(self) -> datetime.date | None:
        """The day to which ages are counted: the one asked for, or the reader's own if that is earlier."""
        return day_of_ages(self.snapshot.day, self.today)

    @cached_property
    def letters(self) -> Mapping[str, Reliability]:
        """The reliability of each source, by its id."""
        return {source.id: self.dossier.reliability_of(source) for source in self.dossier.sources}

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Since when, and how long, each stance holds, by its id."""
        return {one.stance.id: one for own in standings(self.dossier.stances).values() for one in own}

    @cached_property
    def first_stances(self) -> frozenset[str]:
        """The ids of the first stance of each country."""
        return frozenset(own[0].stance.id for own in standings(self.dossier.stances).values())

    @cached_property
    def checked(self) -> Mapping[str, PartialDate | None]:
        """Up to which day each country was looked at, by its code."""
        return checked(self.dossier)

    def is_stale(self, record: Record) -> bool:
        """Whether it is a stance in force of a country that nobody has checked for long."""
        in_force = isinstance(record, Stance) and self.standings[record.id].until is None
        return in_force and self.day is not None and is_stale(self.checked[record.countries[0]], self.day)

    def step(self, stance: Stance) -> Cell:
        """Return from when a stance holds, for people with a word where only sources without a date tell of it."""
        dates = [self.sources[item.source].date for item in stance.evidence]
        if None in dates and not any(date and last_day(date) >= first_day(stance.since) for date in dates):
            return Term(stance.since, f"{stance.since}, by sources without a date")
        return stance.since

    @cached_property
    def uses(self) -> Mapping[str, int]:
        """How many records cite a source, by its id."""
        return queries.uses(self.dossier.records)

    def country(self, code: str) -> Country:
        """Return a country by its code."""
        return Country(code, queries.name_of(self.dossier, code))

    def countries(self, codes: Sequence[str]) -> tuple[Country, ...]:
        """Return countries by their codes."""
        return tuple(map(self.country, codes))


def ladder(dossier: Dossier) -> dict[str, Step]:
    """Return the levels of a dossier by their ids, the lowest first."""
    of = len(dossier.levels)
    return {level.id: Step(level.id, level.label, rank, of) for rank, level in enumerate(dossier.levels, 1)}
