"""What a page rests on: the dossier, the day, the evidence and the filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier import queries
from briefcli.dossier.dates import last_day
from briefcli.page import About

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.dossier.model import Record
    from briefcli.pages.columns import Context


def about(context: Context, records: Sequence[Record] = (), listed: Sequence[Record] = ()) -> About:
    """Return what a page on a dossier rests on; of the records that are listed, no age of evidence is told."""
    dossier, day, withheld = context.dossier, context.seen.day, context.seen.withheld
    return About(
        dossiers=(dossier.id,),
        as_of=dossier.as_of,
        asked=last_day(day).isoformat() if day else None,
        newest_evidence=queries.newest_evidence(dossier, records),
        withheld=len({source for record in (*records, *listed) for source in withheld.get(record.id, ())}),
        evidence_age=queries.evidence_age(dossier, records, context.day),
        only=tuple(
            (name, tuple(map(str, value)) if isinstance(value, tuple) else (str(value),))
            for name, value in context.wanted.asked.active().items()
        ),
    )
