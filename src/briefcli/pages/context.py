"""What the cells of a table may need beside their record: the dossier on its day, and the query."""

from __future__ import annotations

from collections import Counter
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from briefcli.dossier import queries
from briefcli.dossier.dates import PartialDate, day_of_ages, first_day, has_begun, in_words, last_day
from briefcli.dossier.history import earlier_concerns, histories, runs_by_stance
from briefcli.dossier.model import (
    BottomLine,
    CountryType,
    Fact,
    Record,
    Reliability,
    Stance,
)
from briefcli.dossier.staleness import checked, is_stale, lasting_levels, open_due
from briefcli.page import Cell, CountryName, Grade, Step, Term, Values, Worded
from briefcli.pages.grades import grade_of
from briefcli.wording import all_of, counted

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from briefcli.dossier.filters import Query
    from briefcli.dossier.history import History, Run
    from briefcli.dossier.model import Country, Dossier, Event, Source
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
        #: Returns a country by its code.
        self.country = cache(self._country)

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

    @cached_property
    def lasting(self) -> frozenset[str]:
        """The ids of the levels that do not lapse."""
        return lasting_levels(self.dossier)

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
        """Whether a record is a stance in force that is due, or whose country was last checked too long ago."""
        if self.day is None or not isinstance(record, Stance) or self.until(record) is not None:
            return False
        checked, lasting = self.checked[record.country], record.level in self.lasting
        return is_stale(checked, self.day, due=record.due, lasting=lasting)

    def next_review(self, stance: Stance) -> PartialDate | None:
        """Return the day from which a stance in force is due, unless its country was checked up to that day."""
        return open_due(stance.due, self.checked[stance.country]) if self.until(stance) is None else None

    def grade(self, record: Record) -> Grade:
        """Return the grade of a record with its marks."""
        stale, hindsight = self.is_stale(record), self.snapshot.has_hindsight(record)
        due = stale and isinstance(record, Stance) and self.is_due(record)
        return grade_of(self.letters, record, hindsight=hindsight, stale=stale and not due, due=due)

    def is_due(self, stance: Stance) -> bool:
        """Whether a stance is due for review on the day of the page."""
        date = self.next_review(stance)
        return date is not None and self.day is not None and first_day(date) <= self.day

    def is_old(self, stance: Stance) -> bool:
        """Whether the country of a stance was last checked too long ago, whether or not the stance is due."""
        lasting = stance.level in self.lasting
        return self.day is not None and is_stale(self.checked[stance.country], self.day, lasting=lasting)

    def level_since(self, stance: Stance) -> Cell:
        """Return the first day on its level without a break; for people a day by which the level was reached."""
        return since_of(self.runs[stance.id])

    def step(self, stance: Stance) -> Cell:
        """Return the day from which a stance holds; people also see if all its sources are without a date."""
        dates = [self.sources[item.source].date for item in stance.evidence]
        if None in dates and not any(date and last_day(date) >= first_day(stance.since) for date in dates):
            return Term(stance.since, f"{stance.since}, undated sources")
        return stance.since

    @cached_property
    def uses(self) -> Mapping[str, int]:
        """The number of records that cite each source, by its id."""
        return queries.uses(self.dossier.records)

    def concerns(self, ids: Sequence[str]) -> tuple[Term, ...]:
        """Return concerns by their ids."""
        labels = self.dossier.terms.concerns
        return tuple(Term(concern, labels[concern]) for concern in ids)

    def _country(self, code: str) -> CountryName:
        return CountryName(code, queries.name_of(self.dossier, code))

    def countries(self, codes: Sequence[str]) -> tuple[CountryName, ...]:
        """Return countries by their codes."""
        return tuple(map(self.country, codes))


def heading_of_events(context: Context, events: Iterable[Event]) -> str:
    """Return the heading of the newest events, some of which may be announced for a later day."""
    day = context.day or last_day(context.dossier.as_of)
    coming = any(first_day(event.date) > day for event in events)
    return "Newest and coming events" if coming else "Newest events"


def count_by_type(countries: Iterable[Country]) -> str:
    """Return such as "58 countries, 6 bodies": states and territories are counted as countries."""
    types = Counter(country.type for country in countries)
    count = types.pop(CountryType.STATE, 0) + types.pop(CountryType.TERRITORY, 0)
    others = [counted(types[one], one) for one in CountryType if one in types]
    return ", ".join([counted(count, "country")] * (count > 0 or not others) + others)


def more_by_type(countries: Iterable[Country]) -> str:
    """Return such as "9 more countries and 2 more bodies"."""
    return all_of([part.replace(" ", " more ", 1) for part in count_by_type(countries).split(", ")])


def note_of_types(countries: Collection[Country]) -> str:
    """Return such counts for a number that includes others than countries; empty if there are only countries."""
    mixed = any(country.type not in {CountryType.STATE, CountryType.TERRITORY} for country in countries)
    return count_by_type(countries) if mixed else ""


def since_of(run: Run) -> Cell:
    """Return the first day of a run; people see if the country was on the level earlier."""
    return run.since if run.since_is_known else Worded(run.since, f"by {in_words(run.since)}")


def levels_as_steps(dossier: Dossier) -> dict[str, Step]:
    """Return the levels of a dossier by their ids, the lowest first."""
    of = len(dossier.levels)
    return {level.id: Step(level.id, level.label, rank, of) for rank, level in enumerate(dossier.levels, 1)}
