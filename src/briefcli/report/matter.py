"""What a report is about: which countries, records and sources, and on which day."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.dates import last_day
from briefcli.dossier.filters import Wanted
from briefcli.dossier.past import View
from briefcli.dossier.spelling import fold
from briefcli.pages.columns import Context

if TYPE_CHECKING:
    import datetime

    from briefcli.dossier.model import Dossier, Record, Source, Stance


def records(dossier: Dossier, wanted: Wanted) -> list[Record]:
    """Return the records that a report on a dossier tells of."""
    return Matter(View(dossier), wanted).found


class Matter:
    """The countries whose stance is wanted, with all that is known of them and wanted.

    `asked` is what was typed; `wanted` is of the countries that were chosen by it, whatever their stances.
    """

    def __init__(self, seen: View, wanted: Wanted, today: datetime.date | None = None) -> None:
        self.seen = seen
        self.dossier = dossier = seen.dossier
        self.asked = wanted.asked
        self.named = wanted.countries or frozenset()
        if wanted.of_stances:
            wanted = wanted.of_countries(stance.country for stance in queries.stances(dossier, wanted))
        self.wanted = wanted
        self.context = Context(seen, wanted, today)

    @cached_property
    def stances(self) -> list[Stance]:
        """The stances in force, the highest first."""
        return queries.stances(self.dossier, self.wanted)

    @cached_property
    def found(self) -> list[Record]:
        """The records in force."""
        return queries.everything(self.dossier, self.wanted)

    @cached_property
    def history(self) -> list[Stance]:
        """Every stance of the countries that have one in force, in their order, the oldest first."""
        past: dict[str, list[Stance]] = {stance.country: [] for stance in self.stances}
        for stance in self.dossier.stances:
            past.get(stance.country, []).append(stance)
        return [stance for own in past.values() for stance in sorted(own, key=lambda stance: stance.since)]

    @cached_property
    def codes(self) -> list[str]:
        """The countries, those with a stance first and in the order of stances, then the others by name."""
        here = {code for record in self.found for code in record.countries}
        if self.wanted.countries is not None:
            here &= self.wanted.countries
        others = sorted(here, key=lambda code: fold(self.name(code)))
        return list(dict.fromkeys([*(stance.country for stance in self.stances), *others]))

    @property
    def silent(self) -> list[str]:
        """The countries that something is known of, but no stance."""
        return self.codes[len(self.stances) :]

    @property
    def narrowed(self) -> bool:
        """Whether some filter may have left out what there is."""
        return bool(self.asked.active())

    @property
    def silence(self) -> str:
        """What is said of the silent: a filter may have left out the stances that there are."""
        return "No stance that matches" if self.asked.active().keys() - {"country"} else "No stance"

    @cached_property
    def claims(self) -> list[Record]:
        """Every record that some part tells: those in force, and the stances before."""
        before = queries.stances(self.dossier, structs.replace(self.wanted, history=True))
        return list(dict.fromkeys([*self.found, *self.history, *before]))

    @cached_property
    def sources(self) -> list[Source]:
        """The sources that anything rests on, the newest first."""
        cited = queries.uses(self.claims)
        return [source for source in queries.sources(self.dossier, Wanted()) if source.id in cited]

    @cached_property
    def numbers(self) -> dict[tuple[str, str], int]:
        """The number of each source, by the ids of the dossier and its own."""
        return {(self.dossier.id, source.id): number for number, source in enumerate(self.sources, 1)}

    @property
    def only(self) -> str:
        """The names of the countries that were asked for by name."""
        return ", ".join(self.name(code) for code in self.codes if code in self.named)

    @property
    def day(self) -> datetime.date:
        """The day on which the report looks at the world."""
        return last_day(self.asked.as_of or self.dossier.as_of)

    def name(self, code: str) -> str:
        """Return the name of a country."""
        return queries.name_of(self.dossier, code)

    def citing(self) -> dict[str, dict[str, None]]:
        """Return the countries of the records that cite each source, by its id."""
        found: dict[str, dict[str, None]] = {}
        for record in self.claims:
            for item in record.evidence:
                found.setdefault(item.source, {}).update(dict.fromkeys(record.countries))
        return found
