"""What a report is about: which countries, records and sources, and on which day."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.countries import fold
from briefcli.dossier.dates import last_day
from briefcli.dossier.queries import Filters
from briefcli.pages.columns import Context

if TYPE_CHECKING:
    import datetime

    from briefcli.dossier.model import Dossier, Record, Source, Stance

#: Filters that only stances know: they choose countries, of which the report then tells everything.
_BY_STANCE: dict[str, tuple[()] | None] = {"concern": (), "level": (), "min_level": None, "max_level": None}
#: What a dossier has left where no stance is as it was asked for.
_NOTHING: dict[str, tuple[()]] = {"stances": (), "topics": (), "sectors": (), "events": ()}


def records(dossier: Dossier, asked: Filters) -> list[Record]:
    """Return the records that a report on a dossier tells of."""
    return Matter(dossier, asked).found


class Matter:
    """The countries whose stance is asked for, with all that is known of them and asked for.

    `asked` are the filters as they were given, `filters` those that are left once the countries are chosen.
    """

    def __init__(self, dossier: Dossier, asked: Filters) -> None:
        self.asked = asked
        self.filters = structs.replace(asked, **_BY_STANCE)
        self.dossier = dossier
        if self.filters != asked:
            codes = tuple(dict.fromkeys(stance.country for stance in queries.stances(dossier, asked)))
            self.filters = structs.replace(self.filters, country=codes)
            self.dossier = dossier if codes else structs.replace(dossier, **_NOTHING)
        self.context = Context(self.dossier, self.filters)

    @cached_property
    def stances(self) -> list[Stance]:
        """The stances in force, the highest first."""
        return queries.stances(self.dossier, self.filters)

    @cached_property
    def found(self) -> list[Record]:
        """The records in force."""
        return queries.everything(self.dossier, self.filters)

    @cached_property
    def history(self) -> list[Stance]:
        """Every stance up to the day of the countries that have one in force, in their order, the oldest first."""
        standing = queries.begun(self.dossier.stances, self.filters)
        past = sorted(standing, key=lambda stance: stance.since)
        return [one for now in self.stances for one in past if one.country == now.country]

    @cached_property
    def codes(self) -> list[str]:
        """The countries, those with a stance first and in the order of stances, then the others by name."""
        here = {code for record in self.found for code in record.countries}
        asked = queries.country_codes(self.dossier, self.filters.country)
        others = sorted(asked & here if asked else here, key=lambda code: fold(self.name(code)))
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
        before = queries.stances(self.dossier, structs.replace(self.filters, history=True))
        return list(dict.fromkeys([*self.found, *self.history, *before]))

    @cached_property
    def sources(self) -> list[Source]:
        """The sources that anything rests on, the newest first."""
        cited = queries.uses(self.claims)
        return [source for source in queries.sources(self.dossier, Filters()) if source.id in cited]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each source, by its id."""
        return {source.id: number for number, source in enumerate(self.sources, 1)}

    @property
    def only(self) -> str:
        """The names of the countries that were asked for by name."""
        asked = queries.country_codes(self.dossier, self.asked.country)
        return ", ".join(self.name(code) for code in self.codes if code in asked)

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
