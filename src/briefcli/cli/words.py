"""What is wanted of the dossiers, and a word on those that nobody has reviewed for as long as that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.cli.output import tell
from briefcli.dossier import words
from briefcli.dossier.dates import first_day, last_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.dossier.filters import Filters, Wanted
    from briefcli.dossier.model import Dossier
    from briefcli.dossier.past import View


def resolved(dossiers: Sequence[Dossier], filters: Filters) -> list[tuple[View, Wanted]]:
    """Return what is seen and wanted of each dossier; a day that it was not reviewed for yet is told.

    Raises:
        UsageError: no dossier knows a word, or all words, or one bound lies above the other.
    """
    found = words.resolved(dossiers, filters)
    day = last_day(filters.as_of) if filters.as_of else filters.since and first_day(filters.since)
    early = [seen.dossier for seen, _ in found if day and day > last_day(seen.dossier.as_of)]
    if len(early) == 1:
        tell(f"The dossier {early[0].id} was last reviewed through {early[0].as_of}, which is before {day}.")
    elif early:
        tell(f"{len(early)} dossiers were last reviewed before {day}.")
    return found
