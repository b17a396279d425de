"""The part of a dossier about some countries: the records that name them, and the sources that these cite.

Both are in the order of the whole, so whatever is asked of the countries has the same answer in the part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from briefcli.dossier.kinds import RECORD_KEYS

if TYPE_CHECKING:
    from collections.abc import Collection

    from briefcli.dossier.model import Dossier

D = TypeVar("D", bound="Dossier")


def part_about(dossier: D, codes: Collection[str]) -> D:
    """Return the part of a dossier about the countries of some codes."""
    records = {
        kind: tuple(record for record in getattr(dossier, kind) if not set(record.countries).isdisjoint(codes))
        for kind in RECORD_KEYS
    }
    cited = {item.source for found in records.values() for record in found for item in record.evidence}
    sources = tuple(source for source in dossier.sources if source.id in cited)
    return structs.replace(dossier, sources=sources, **records)
