"""Records due for review: stale, supported by one source, undated, or missing."""

from __future__ import annotations

from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.dossier import queries
from briefcli.dossier.dates import first_day, newest
from briefcli.dossier.filters import Query
from briefcli.dossier.model import has_single_source
from briefcli.dossier.parts import parts_by_country
from briefcli.dossier.staleness import is_stale, open_due
from briefcli.page import Column, ColumnType, Listing
from briefcli.pages.about import about, ago
from briefcli.pages.columns import COUNTRIES
from briefcli.pages.country import gaps
from briefcli.pages.fields import Field, attr, enum_attr, title_of, with_common_columns
from briefcli.pages.tables import arranged, shown_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.model import Record
    from briefcli.pages.context import Context
    from briefcli.pages.tables import ListingOptions


class Reason(StrEnum):
    """Why something should be looked at again."""

    DUE = "due"
    STALE = "stale"
    LONE = "lone"
    UNDATED = "undated"
    GAP = "gap"


class Weakness(Struct, frozen=True):
    """Something to look at again, and up to when it is known."""

    reason: Reason
    known: PartialDate | None
    countries: tuple[str, ...]
    record: Record | None
    says: str

    @property
    def id(self) -> str:
        """The id of the record, empty where it is about none."""
        return self.record.id if self.record else ""


def review_page(context: Context, days: int, options: ListingOptions) -> Listing:
    """Return the records due for review of the selected countries, the oldest first.

    A country is stale that was checked more than `days` ago, unless its level is a lasting one. One whose stance
    was due by the day, and that was not checked since, is listed as due.
    """
    found = sorted([*_of_countries(context, days), *_of_records(context)], key=_order)
    rows = arranged(REVIEW, [(context, one) for one in found], options)
    footer = f"{shown_of(len(rows), len(found), 'record')} due for review."
    return Listing(
        "Records due for review", about(context), table_of(REVIEW, rows, options.columns), footer=footer
    )


def _order(one: Weakness) -> tuple[object, ...]:
    return (one.known or "", list(Reason).index(one.reason), one.countries, one.id, one.says)


def _of_countries(context: Context, days: int) -> Iterator[Weakness]:
    query = context.query.countries
    parts = parts_by_country(context.dossier)
    for code in sorted(context.checked):
        if query is not None and code not in query:
            continue
        checked = context.checked[code]
        own = queries.stances(parts[code], Query(countries=frozenset({code}), history=True))
        last = max(own, key=attrgetter("since"), default=None)
        due = open_due(last.due, checked) if last and not last.ended else None
        if due and context.day and first_day(due) <= context.day:
            yield Weakness(Reason.DUE, checked, (code,), last, f"due since {due}")
        elif last and context.day and is_stale(checked, context.day, days, lasting=last.level in context.lasting):
            says = f"checked {ago(checked, context.day)}" if checked else "never checked"
            yield Weakness(Reason.STALE, checked, (code,), last, says)
        for gap in gaps(parts[code], code):
            yield Weakness(Reason.GAP, checked, (code,), last, gap)


def _of_records(context: Context) -> Iterator[Weakness]:
    for record in queries.everything(context.dossier, context.query):
        known = newest(context.sources[item.source].date for item in record.evidence)
        if has_single_source(record, context.sources):
            says = "fewer than two publishers support it in full"
            yield Weakness(Reason.LONE, known, record.countries, record, says)
        if record.begins is None and known is None:
            yield Weakness(
                Reason.UNDATED,
                None,
                record.countries,
                record,
                "neither the record nor any of its sources has a date",
            )


REVIEW: tuple[Field[Context, Weakness], ...] = with_common_columns(
    (
        attr(
            "known",
            "Known to",
            "newest evidence, or day up to which the country was checked",
            type=ColumnType.DATE,
            optional=True,
        ),
        enum_attr(
            "reason",
            "Why",
            "due, stale, lone (fewer than two publishers support it in full), undated or gap",
            tuple(Reason),
        ),
        COUNTRIES,
        Field(
            Column("record", "Record", "name of the record", optional=True),
            lambda context, one: title_of(context, one.record) if one.record else None,
        ),
        Field(
            Column("id", "Id", "the id of the record", shown=False, optional=True), lambda _, one: one.id or None
        ),
        attr("says", "What", "what is to be reviewed"),
        Field(
            Column("place", "Place", "the file and the line of the record", optional=True),
            lambda context, one: context.places.get(one.id),
        ),
    ),
    dated_by="known",
)
