"""The part of a dossier about some countries: the records that name them, and the sources that these cite.

Both are in the order of the whole, so every question about the countries has the same answer in the part. An
event or vote of no country that is announced may be the next date of any country. Any country may have voted in a
roll call that is not complete. A part for a page contains them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from briefcli.dossier.kinds import RECORD_KEYS
from briefcli.dossier.model import Event, RollCall, Vote

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from briefcli.dossier.model import Dossier, Record

D = TypeVar("D", bound="Dossier")


#: Means any country.
ANY = ""


def countries_of(record: Record) -> tuple[str, ...]:
    """Return the countries in whose part a record is, among them ANY if it may be about any country."""
    if isinstance(record, Vote) and record.roll_call is RollCall.PARTIAL:
        return ANY, *record.countries
    announced = isinstance(record, Event | Vote) and record.follow_up and not record.countries
    return (ANY,) if announced else record.countries


def part_about(dossier: D, codes: Collection[str], *, for_any: bool = False) -> D:
    """Return the part of a dossier about the countries of some codes, with what may be about `for_any`."""
    wanted = {*codes, *[ANY] * for_any}
    records = {
        kind: tuple(record for record in getattr(dossier, kind) if not wanted.isdisjoint(countries_of(record)))
        for kind in RECORD_KEYS
    }
    return _part(dossier, records, {source.id: place for place, source in enumerate(dossier.sources)})


def parts_by_country(dossier: D) -> dict[str, D]:
    """Return the part about each country that a record names, by its code, in one pass over the records."""
    records: dict[str, dict[str, list[Record]]] = defaultdict(lambda: {key: [] for key in RECORD_KEYS})
    everyone = {code for key in RECORD_KEYS for record in getattr(dossier, key) for code in record.countries}
    for key in RECORD_KEYS:
        for record in getattr(dossier, key):
            for code in everyone if ANY in (named := countries_of(record)) else dict.fromkeys(named):
                records[code][key].append(record)
    places = {source.id: place for place, source in enumerate(dossier.sources)}
    return {code: _part(dossier, own, places) for code, own in records.items()}


def _part(dossier: D, records: Mapping[str, Collection[Record]], places: Mapping[str, int]) -> D:
    cited = {places[item.source] for found in records.values() for record in found for item in record.evidence}
    sources = tuple(dossier.sources[place] for place in sorted(cited))
    return structs.replace(dossier, sources=sources, **{key: tuple(found) for key, found in records.items()})
