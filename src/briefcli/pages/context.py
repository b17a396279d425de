"""What the cells of a table may need beside their record: the dossier on its day, and the query."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from briefcli.dossier import queries
from briefcli.dossier.dates import PartialDate, day_of_ages, first_day, has_begun, last_day
from briefcli.dossier.history import earlier_concerns, histories, runs_by_stance
from briefcli.dossier.model import (
    BottomLine,
    Fact,
    Record,
    Reliability,
    Stance,
)
from briefcli.dossier.staleness import checked, is_stale
from briefcli.page import Cell, CountryName, Step, Term, Values

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from briefcli.dossier.filters import Query
    from briefcli.dossier.history import History, Run
    from briefcli.dossier.model import Dossier, Source
    from briefcli.dossier.past import Snapshot


class Context:
    """A dossier on its day with the query, which the functions of cells take beside the record.

    `places` contains the file and line of each record and source by its id, for commands that change files.
    """

    def __init__(self, snapshot: Snapshot, query: Query, places: Mapping[str, Cell] | None = None) -> None:
        dossier = self.dossier = snapshot.dossier
        self.snapshot = snapshot
        self.query = query
        self.places = places or {}
        self.today = query.filters.today
        self.steps = levels_as_steps(dossier)
        self.sources = {source.id: source for source in dossier.sources}

    @cached_property
    def day(self) -> datetime.date | None:
        """The day to which ages are counted: that of `--as-of`, or today if that is earlier."""
        return day_of_ages(self.snapshot.day, self.today)

    @cached_property
    def letters(self) -> Mapping[str, Reliability]:
        """The reliability of each source, by its id."""
        return {source.id: self.dossier.reliability_of(source) for source in self.dossier.sources}

    @cached_property
    def histories(self) -> Mapping[str, History]:
        """The history of each country that has a stance, by its code."""
        return histories(self.dossier.stances)

    @cached_property
    def runs(self) -> Mapping[str, Run]:
        """The unbroken run on a level of which each stance is part, by the id of the stance."""
        return runs_by_stance(self.histories.values())

    @cached_property
    def earlier_concerns(self) -> Mapping[str, tuple[str, ...]]:
        """The concerns that its country raised only before each stance, by the id of the stance."""
        return earlier_concerns(self.histories.values())

    @cached_property
    def checked(self) -> Mapping[str, PartialDate | None]:
        """The day up to which each country was checked, by its code."""
        return checked(self.dossier)

    @cached_property
    def facts(self) -> Mapping[str, Values]:
        """The values in force of each country that has some, by its code, in the order of the attributes."""
        attributes = self.dossier.attributes
        found: dict[str, list[tuple[Term, Cell]]] = {}
        for fact in sorted(self.dossier.facts, key=lambda fact: [*attributes].index(fact.attribute)):
            if fact.ended is None:
                of = attributes[fact.attribute]
                pair = (Term(fact.attribute, of.label), Term(fact.value, of.values[fact.value]))
                found.setdefault(fact.country, []).append(pair)
        return {code: Values(tuple(pairs)) for code, pairs in found.items()}

    def until(self, found: Record | Source) -> PartialDate | None:
        """Return the first day on which a stance, fact or bottom line no longer held; None for other records."""
        match found:
            case Stance():
                return self.runs[found.id].end_of(found)
            case Fact():
                return found.ended
            case BottomLine():
                return self._replaced.get(found.id)
            case _:
                return None

    def is_over(self, record: Record) -> bool:
        """Whether a record other than a stance no longer holds, so that only `--history` lists it."""
        return not isinstance(record, Stance) and self.until(record) is not None

    def is_before_last_change(self, line: BottomLine) -> bool:
        """Whether a bottom line was written before the newest stance of its country."""
        history = self.histories.get(line.country)
        return history is not None and not has_begun(history.stances[-1].since, line.date)

    @cached_property
    def _replaced(self) -> Mapping[str, PartialDate]:
        """The date of the next bottom line of the country, by the id of each that was replaced."""
        lines = sorted(self.dossier.bottom_lines, key=lambda line: (line.country, line.date))
        return {one.id: after.date for one, after in pairwise(lines) if one.country == after.country}

    def is_stale(self, record: Record) -> bool:
        """Whether a record is a stance in force of a country whose last check is too long ago."""
        in_force = isinstance(record, Stance) and self.until(record) is None
        return in_force and self.day is not None and is_stale(self.checked[record.countries[0]], self.day)

    def step(self, stance: Stance) -> Cell:
        """Return the day from which a stance holds; people also see if all its sources are without a date."""
        dates = [self.sources[item.source].date for item in stance.evidence]
        if None in dates and not any(date and last_day(date) >= first_day(stance.since) for date in dates):
            return Term(stance.since, f"{stance.since}, by sources without a date")
        return stance.since

    @cached_property
    def uses(self) -> Mapping[str, int]:
        """The number of records that cite each source, by its id."""
        return queries.uses(self.dossier.records)

    def concerns(self, ids: Sequence[str]) -> tuple[Term, ...]:
        """Return concerns by their ids."""
        labels = self.dossier.terms.concerns
        return tuple(Term(concern, labels[concern]) for concern in ids)

    def country(self, code: str) -> CountryName:
        """Return a country by its code."""
        return CountryName(code, queries.name_of(self.dossier, code))

    def countries(self, codes: Sequence[str]) -> tuple[CountryName, ...]:
        """Return countries by their codes."""
        return tuple(map(self.country, codes))


def levels_as_steps(dossier: Dossier) -> dict[str, Step]:
    """Return the levels of a dossier by their ids, the lowest first."""
    of = len(dossier.levels)
    return {level.id: Step(level.id, level.label, rank, of) for rank, level in enumerate(dossier.levels, 1)}
