"""What contradicts a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.dossier.model import Evidence, Record, Verdict
from briefcli.page import Column, ColumnType
from briefcli.pages.fields import Field, title_of
from briefcli.pages.grades import caution, with_caution
from briefcli.pages.tables import table
from briefcli.wording import all_of

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


def by_record(context: Context, records: Iterable[Record]) -> Table:
    """Return what people read of disputed records: a row for each, with all sources that contradict it."""
    found = [record for record in dict.fromkeys(records) if record.disputed]
    return table(context, _BY_RECORD, found)


def dispute_in_words(context: Context, record: Record) -> str:
    """Return the title of a disputed record with the publishers that dispute it."""
    return f"{caution(record)}{title_of(context, record)} (disputed by {all_of(_publishers(context, record))})"


def _publishers(context: Context, record: Record) -> list[str]:
    return list(dict.fromkeys(context.sources[one.item.source].publisher for one in contradictions([record])))


_BY_RECORD: tuple[Field[Context, Record], ...] = (
    Field(
        Column("record", "Claim", "what is disputed"),
        lambda context, record: with_caution(title_of(context, record), record),
    ),
    Field(
        Column("publishers", "Disputed by", "who published the sources that contradict it", type=ColumnType.TEXTS),
        lambda context, record: tuple(_publishers(context, record)),
    ),
    Field(
        Column("notes", "What they say", "what these sources say instead", optional=True),
        lambda _, record: " ".join(
            dict.fromkeys(one.item.note for one in contradictions([record]) if one.item.note)
        ),
    ),
)
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
