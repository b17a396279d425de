"""What contradicts a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.dossier.model import Evidence, Record, Verdict
from briefcli.page import Column
from briefcli.pages.fields import Field, title_of
from briefcli.pages.grades import with_caution
from briefcli.pages.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcli.page import Table
    from briefcli.pages.context import Context


class Contradiction(Struct, frozen=True):
    """A record and a piece of evidence that contradicts it."""

    record: Record
    item: Evidence


def disputed(context: Context, records: Sequence[Record]) -> Table:
    """Return the sources that contradict some records, with their notes."""
    return table(context, CONTRADICTIONS, contradictions(dict.fromkeys(records)))


def contradictions(records: Iterable[Record]) -> list[Contradiction]:
    """Return all that contradicts some records, in their order."""
    return [
        Contradiction(record, item)
        for record in records
        for item in record.evidence
        if item.verdict is Verdict.CONTRADICTS
    ]


CONTRADICTIONS: tuple[Field[Context, Contradiction], ...] = (
    Field(
        Column("record", "What", "the disputed claim"),
        lambda context, dispute: with_caution(title_of(context, dispute.record), dispute.record),
    ),
    Field(
        Column("source", "Source", "id of the source that contradicts it", shown=False),
        lambda _, dispute: dispute.item.source,
    ),
    Field(
        Column("publisher", "Contradicted by", "who published that source"),
        lambda context, dispute: context.sources[dispute.item.source].publisher,
    ),
    Field(
        Column("note", "What they say", "what the source reports instead", optional=True),
        lambda _, dispute: dispute.item.note,
    ),
)
