"""What a report is about: which countries, records and sources, and on which day."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.changes import changes
from briefcli.dossier.dates import last_day
from briefcli.dossier.history import ChangeKind, Direction
from briefcli.dossier.kinds import RECORD_KINDS, kind_of
from briefcli.dossier.model import Sector, Stage, Stance
from briefcli.dossier.parts import parts_by_country
from briefcli.dossier.past import Snapshot
from briefcli.dossier.spelling import fold
from briefcli.pages.context import Context, count_by_type, note_of_types
from briefcli.pages.grades import status_in_words
from briefcli.pages.sentences import change_in_words

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from briefcli.dossier.filters import Query
    from briefcli.dossier.history import Change, History
    from briefcli.dossier.model import Dossier, Event, Record, Source, Topic

#: The number of countries that can be read side by side.
_SIDE_BY_SIDE = 4
#: What follows a claim in a sentence, by the marks of its grade.
SUFFIXES = {"disputed": " (disputed)", "hindsight": " (may use later knowledge)"}


def records(dossier: Dossier, query: Query) -> list[Record]:
    """Return the records that a report on a dossier contains."""
    return ReportData(Snapshot(dossier), query).found


def is_first(change: Change[Record]) -> bool:
    """Whether a change is the first stance of a country, which is no move from a level."""
    return change.is_move and change.before is None and not change.again


class ReportData:
    """The contents of a report: the selected countries and all records about them.

    `asked` contains the filters as typed; `resolve` selects countries without regard to their stances.
    """

    def __init__(self, snapshot: Snapshot, query: Query) -> None:
        self.snapshot = snapshot
        self.dossier = dossier = snapshot.dossier
        self.filters = query.filters
        self.named = (query.filters.country and query.countries) or frozenset()
        if query.of_stances:
            query = query.of_countries(stance.country for stance in queries.stances(dossier, query))
        # Of the countries that have some fact, all facts are shown.
        self.query = query = structs.replace(query, settings=None)
        self.context = Context(snapshot, query)

    def snapshot_about(self, code: str) -> Snapshot:
        """Return the part of the snapshot about a country."""
        return structs.replace(self.snapshot, dossier=self._parts.get(code, self.dossier))

    @cached_property
    def _parts(self) -> dict[str, Dossier]:
        return parts_by_country(self.dossier)

    @cached_property
    def stances(self) -> list[Stance]:
        """The stances in force, the highest first."""
        return queries.stances(self.dossier, self.query)

    @cached_property
    def standing(self) -> dict[str, Stance]:
        """The stance in force of each country that has one, by its code."""
        return {stance.country: stance for stance in self.stances}

    @cached_property
    def ended(self) -> dict[str, Stance]:
        """The last stance of each country where it ended and nothing followed, by code, in the order of names."""
        last = [
            one
            for one in self._matching_stances
            if one.ended and one == self.context.histories[one.country].runs[-1].stances[-1]
        ]
        return {stance.country: stance for stance in sorted(last, key=lambda one: fold(self.name(one.country)))}

    @cached_property
    def found(self) -> list[Record]:
        """The records in force."""
        return queries.everything(self.dossier, self.query)

    @cached_property
    def histories(self) -> dict[str, History]:
        """The history of each country whose last stance is in force or ended, by its code, in their order."""
        return {code: self.context.histories[code] for code in (*self.standing, *self.ended)}

    @cached_property
    def history(self) -> list[Stance]:
        """Every stance of these countries, in their order, the oldest first."""
        return [stance for history in self.histories.values() for stance in history.stances]

    @cached_property
    def events(self) -> list[Event]:
        """The events, the newest first."""
        return queries.events(self.dossier, self.query)[::-1]

    @cached_property
    def sectors(self) -> list[Sector]:
        """The pieces of cooperation, by stage."""
        stages = list(Stage)
        found = queries.sectors(self.dossier, self.query)
        return sorted(found, key=lambda sector: stages.index(sector.stage))

    @cached_property
    def topics(self) -> list[Topic]:
        """The topics, by kind."""
        return queries.topics(self.dossier, self.query)

    @cached_property
    def shown(self) -> dict[str, Sequence[Record]]:
        """The records that have a place on the page, by kind."""
        stances = [stance for code in self.by_name for stance in self.chapter(code)]
        shown: dict[str, Sequence[Record]] = {"stance": stances, "event": self.events}
        shown |= {"sector": self.sectors, "topic": self.topics}
        # With those that are over, which the page shows for an earlier day.
        ever = structs.replace(self.query, history=True)
        others = [kind for kind in RECORD_KINDS if kind.word not in shown]
        return shown | {kind.word: queries.of_kind(self.dossier, kind, ever) for kind in others}

    @cached_property
    def codes(self) -> list[str]:
        """The countries, those with a stance first and in the order of stances, then the others by name."""
        here = {code for record in self.found for code in record.countries}
        if self.query.countries is not None:
            here &= self.query.countries
        others = self._by_name(here)
        return list(dict.fromkeys([*self.standing, *self.ended, *others]))

    @cached_property
    def by_name(self) -> list[str]:
        """The countries in the order of their names."""
        return self._by_name(self.codes)

    @cached_property
    def how_many(self) -> str:
        """How many countries, bodies and others there are."""
        return count_by_type(self.dossier.countries[code] for code in self.codes)

    @cached_property
    def kinds_of_countries(self) -> str:
        """What they are called together."""
        mixed = note_of_types([self.dossier.countries[code] for code in self.codes])
        return "countries and bodies" if mixed else "country" if len(self.codes) == 1 else "countries"

    @cached_property
    def searched(self) -> list[str]:
        """The selected countries for which a search found no stance, and of which there is no other record."""
        coverage, chosen = self.dossier.coverage, self.query.countries
        codes = coverage.searched.countries if coverage and coverage.searched else ()
        return [code for code in codes if code not in self.codes and (chosen is None or code in chosen)]

    @property
    def silent(self) -> list[str]:
        """The countries that have no stance in force."""
        return self.codes[len(self.stances) :]

    @property
    def narrowed(self) -> bool:
        """Whether some filter may have left out what there is."""
        return bool(self.filters.active())

    @property
    def silence(self) -> str:
        """The sentence for countries without a stance; a filter may have left out stances."""
        narrowed = self.filters.active().keys() - {"country", "region", "group", "type", "fact"}
        return "No stance that matches" if narrowed else "No stance"

    @cached_property
    def claims(self) -> list[Record]:
        """Every record of some part: those in force, and those before."""
        before = queries.everything(self.dossier, structs.replace(self.query, history=True))
        return list(dict.fromkeys([*self.found, *self.history, *before]))

    @cached_property
    def changes(self) -> list[Change[Record]]:
        """All that changed, the newest first, for the countries of the report."""
        found = changes(self.dossier, structs.replace(self.query, since=None, until=None))
        here = [own for change in found if (own := change.among(self.codes)).countries or not change.countries]
        order = list(ChangeKind)
        here.sort(key=lambda one: (order.index(one.kind), [*map(self._order, one.countries)]))
        return sorted(here, key=lambda one: one.date, reverse=True)

    @property
    def moves(self) -> list[Change[Record]]:
        """The moves among the changes, with first stances."""
        return [change for change in self.changes if change.is_move]

    @property
    def level_changes(self) -> list[Change[Record]]:
        """The moves by which a country left a level, for another one or for none, or came back to one."""
        return [change for change in self.moves if not is_first(change)]

    @property
    def firsts(self) -> list[Change[Record]]:
        """The first stances of countries."""
        return [*filter(is_first, self.changes)]

    @cached_property
    def sources(self) -> list[Source]:
        """The cited sources, in the order in which the report first cites them."""
        chapters = chain.from_iterable(map(self.chapter, self.by_name))
        shown = chain(chapters, self.events, self.sectors, self.topics, self.claims)
        cited = dict.fromkeys(item.source for record in shown for item in record.evidence)
        own = {source.id: source for source in self.dossier.sources}
        return [own[source] for source in cited]

    @cached_property
    def numbers(self) -> dict[tuple[str, str], int]:
        """The number of each source, by the ids of the dossier and its own."""
        return {(self.dossier.id, source.id): number for number, source in enumerate(self.sources, 1)}

    @property
    def only(self) -> str:
        """The names of the countries that were requested by name."""
        return ", ".join(self.name(code) for code in self.codes if code in self.named)

    @property
    def alone(self) -> str | None:
        """The code of the only requested country, if there is one."""
        return self.codes[0] if len(self.codes) == 1 and self.codes[0] in self.named else None

    @property
    def several(self) -> bool:
        """Whether a few countries were requested, so that they can be shown side by side."""
        return 1 < len(self.codes) <= _SIDE_BY_SIDE and self.named.issuperset(self.codes)

    @property
    def day(self) -> datetime.date:
        """The day on which the report looks at the world."""
        return last_day(self.filters.as_of or self.dossier.as_of)

    def chapter(self, code: str) -> list[Stance]:
        """Return every stance of a country in the report, the newest first."""
        if code in self.histories:
            return [*reversed(self.histories[code].stances)]
        return sorted(self._matching_by_country.get(code, ()), key=lambda stance: stance.since)[::-1]

    def at_level(self, level: str | None) -> list[str]:
        """Return the countries on a level; None for those that have no stance in force."""
        standing = {code: self.standing[code].level if code in self.standing else None for code in self.histories}
        return [code for code, own in standing.items() if own == level]

    def way(self, change: Change[Record]) -> int:
        """Return 1 where a country moved up, -1 where it moved down, and 0 for every other change."""
        way = change.direction(list(self.context.steps))
        return {None: 0, Direction.UP: 1, Direction.DOWN: -1}[way]

    def name(self, code: str) -> str:
        """Return the name of a country."""
        return queries.name_of(self.dossier, code)

    def number(self, source: str) -> int:
        """Return the number of a source by its id."""
        return self.numbers[self.dossier.id, source]

    def silence_of(self, code: str) -> str:
        """Return the sentence for a country without a current stance: it has none, or its stance ended."""
        return self.silence_after(self.ended.get(code))

    def silence_after(self, last: Stance | None) -> str:
        """Return the text for a country that has no stance in force, where the last one it had has ended."""
        return f"Ended {last.ended}, was {self.context.steps[last.level].label}" if last else self.silence

    def describe(self, change: Change[Record]) -> str:
        """Return what changed, in a sentence without its date and country, but with its marks."""
        return change_in_words(self.context, change) + self.marks(change.record)

    def marks(self, record: Record) -> str:
        """Return what follows a record in a sentence: that it is disputed, or was written later."""
        marks = {"disputed": record.disputed, "hindsight": self.snapshot.has_hindsight(record)}
        return "".join(SUFFIXES[mark] for mark, given in marks.items() if given)

    def title(self, record: Record) -> str:
        """Return the title of a record on the page."""
        match record:
            case Stance():
                return status_in_words(record)
            case Sector():
                return record.initiative or record.outcome or self.dossier.terms.sectors[record.sector]
            case _:
                return kind_of(record).name(self.dossier, record)

    @cached_property
    def _matching_stances(self) -> list[Stance]:
        return queries.stances(self.dossier, structs.replace(self.query, history=True))

    @cached_property
    def _matching_by_country(self) -> dict[str, list[Stance]]:
        found: dict[str, list[Stance]] = defaultdict(list)
        for stance in self._matching_stances:
            found[stance.country].append(stance)
        return found

    def _by_name(self, codes: Iterable[str]) -> list[str]:
        return sorted(codes, key=self._order)

    def _order(self, code: str) -> tuple[str, str]:
        return fold(self.name(code)), code
