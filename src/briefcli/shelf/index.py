"""A dossier without its records: its entry in the index of a shelf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotations
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, structs

from briefcli.dossier import queries
from briefcli.dossier.countries import CountryIndex
from briefcli.dossier.dates import PartialDate  # noqa: TC001 - likewise
from briefcli.dossier.filters import Query
from briefcli.dossier.history import Change, histories
from briefcli.dossier.kinds import LIST_KEYS
from briefcli.dossier.model import Dossier  # noqa: TC001 - msgspec reads the annotations
from briefcli.dossier.spelling import fold
from briefcli.dossier.staleness import checked, is_stale, lasting_levels

if TYPE_CHECKING:
    import datetime
    from typing import Any

    from briefcli.dossier.model import Event, Vote

#: The newest records of the bundled dossiers, so that none of them has to be read for these.
NEWEST = Path(__file__).with_name("newest.json")
#: How many of the newest moves are shown of a dossier beside others.
MAX_MOVES = 3


class Newest(Struct, frozen=True):
    """The id and the subject of a dossier, and the date of the newest record of each country, by code."""

    id: str
    subject: str
    dates: Mapping[str, PartialDate]


class Index(Struct, frozen=True):
    """The head, counts and levels of a dossier.

    `head` is the dossier without sources and records; `counts` contains their numbers. `levels` are those
    in force, by country, and `moves` the newest moves without their records, the newest first. `disputed` is the
    number of records in force that some evidence contradicts. `checked` says up to which day each country
    that a record names was looked at, if that is known, and `newest` the date of its newest record. `due` are the
    days from which stances in force are due, by country, and `covered` is the number of countries with a stance.
    `announced` contains the first and the last date and the title of each event and vote after the day of the
    dossier.
    """

    head: Dossier
    counts: queries.Counts
    levels: Mapping[str, str]
    moves: tuple[Change[None], ...]
    disputed: int
    checked: Mapping[str, PartialDate | None]
    newest: Mapping[str, PartialDate]
    due: Mapping[str, PartialDate] = {}
    covered: int = 0
    announced: tuple[tuple[PartialDate, PartialDate, str], ...] = ()

    def code_of(self, name: str) -> str | None:
        """Return the code of the country of a name, if some record is about it."""
        code = CountryIndex(self.head.countries).code(name)
        return code if code in self.checked else None

    def stale(self, day: datetime.date) -> int:
        """Return how many of the stances in force were stale on a day."""
        lasting = lasting_levels(self.head)
        return sum(
            is_stale(self.checked[code], day, due=self.due.get(code), lasting=level in lasting)
            for code, level in self.levels.items()
        )

    def countries_on(self) -> Mapping[str, int]:
        """Return the number of countries at each level, by its id."""
        return Counter(self.levels.values())


def index_of(dossier: Dossier) -> Index:
    """Return the index of a dossier."""
    empty: dict[str, Any] = dict.fromkeys(LIST_KEYS, ())
    dated: tuple[Event | Vote, ...] = (*dossier.events, *dossier.votes)
    current = queries.in_force(dossier.stances)
    found = queries.everything(dossier, Query())
    return Index(
        head=structs.replace(dossier, **empty),
        counts=queries.counts(dossier, Query(), found),
        levels={code: stance.level for code, stance in current.items()},
        moves=_newest_moves(dossier),
        disputed=sum(record.disputed for record in found),
        checked=checked(dossier),
        newest=queries.newest_records(dossier),
        covered=len({stance.country for stance in dossier.stances}),
        due={code: stance.due for code, stance in current.items() if stance.due},
        announced=tuple((one.date, one.ends, one.title) for one in dated if one.follow_up),
    )


def bundled_newest() -> list[Newest]:
    """Return the newest records of the dossiers that come with the program, which docs/generate.py writes down."""
    return msgspec.json.decode(NEWEST.read_bytes(), type=list[Newest])


def _newest_moves(dossier: Dossier) -> tuple[Change[None], ...]:
    known = histories(dossier.stances).items()
    by_name = sorted(known, key=lambda one: fold(queries.name_of(dossier, one[0])))
    moves = [change for _, history in by_name for change in history.changes() if change.is_move]
    newest = sorted(moves, key=lambda change: change.date, reverse=True)[:MAX_MOVES]
    return tuple(
        Change(one.kind, one.date, one.countries, one.before, one.after, None, one.again) for one in newest
    )
