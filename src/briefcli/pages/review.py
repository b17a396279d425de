"""What a curator should look at again: what is stale, rests on one source, has no date, or is missing."""

from __future__ import annotations

from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.dossier import queries
from briefcli.dossier.filters import Wanted
from briefcli.dossier.model import Sector, Topic
from briefcli.dossier.standing import is_stale
from briefcli.page import Cell, Column, Holds, Listing
from briefcli.pages.about import about, ago
from briefcli.pages.columns import PARTNERS, Field, said, subject, whole, word
from briefcli.pages.country import gaps
from briefcli.pages.tables import arranged, shown_of, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.model import Record
    from briefcli.pages.columns import Context
    from briefcli.pages.tables import Shape


class Reason(StrEnum):
    """Why something should be looked at again."""

    STALE = "stale"
    LONE = "lone"
    UNDATED = "undated"
    GAP = "gap"


class Matter(Struct, frozen=True):
    """Something to look at again, and up to when it is known."""

    reason: Reason
    known: PartialDate | None
    codes: tuple[str, ...]
    record: Record | None
    says: str


def review_page(context: Context, places: Mapping[str, Cell], days: int, shape: Shape) -> Listing:
    """Return what should be looked at again of the countries that are wanted, what is known for the longest first.

    `places` has where each record stands, by its id. A country is stale that was checked more than `days` ago.
    """
    found = sorted([*_of_countries(context, days), *_of_records(context)], key=_order)
    fields = tuple(
        Field(field.column, lambda _, matter: places.get(_id(matter) or ""))
        if field.column.key == "place"
        else field
        for field in REVIEW
    )
    rows = [matter for _, matter in arranged(fields, [(context, matter) for matter in found], shape)]
    footer = f"{shown_of(len(rows), len(found), 'matter')} to look at."
    return Listing("To review", about(context), table(context, fields, rows, shape.columns), footer=footer)


def _order(matter: Matter) -> tuple[object, ...]:
    return matter.known or "", list(Reason).index(matter.reason), matter.codes, _id(matter) or "", matter.says


def _id(matter: Matter) -> str | None:
    return matter.record.id if matter.record else None


def _of_countries(context: Context, days: int) -> Iterator[Matter]:
    wanted = context.wanted.countries
    for code in sorted(context.checked):
        if wanted is not None and code not in wanted:
            continue
        checked = context.checked[code]
        own = queries.stances(context.dossier, Wanted(countries=frozenset({code}), history=True))
        last = max(own, key=attrgetter("since"), default=None)
        if last and context.day and is_stale(checked, context.day, days):
            says = f"checked {ago(checked, context.day)}" if checked else "never checked"
            yield Matter(Reason.STALE, checked, (code,), last, says)
        for gap in gaps(context.dossier, code):
            yield Matter(Reason.GAP, checked, (code,), last, gap)


def _of_records(context: Context) -> Iterator[Matter]:
    dossier, wanted = context.dossier, context.wanted
    records: tuple[Record, ...] = (
        *queries.stances(dossier, wanted),
        *queries.topics(dossier, wanted),
        *queries.sectors(dossier, wanted),
        *queries.events(dossier, wanted),
    )
    for record in records:
        known = queries.newest_evidence(dossier, [record])
        if record.single_source:
            yield Matter(Reason.LONE, known, record.countries, record, "one source alone supports it")
        if isinstance(record, Topic | Sector) and record.begins is None and known is None:
            yield Matter(Reason.UNDATED, None, record.countries, record, "neither it nor a source has a date")


REVIEW: tuple[Field[Context, Matter], ...] = whole(
    (
        said(
            "known",
            "Known to",
            "the newest evidence, or up to when the country was checked",
            holds=Holds.DATE,
            optional=True,
        ),
        word("reason", "Why", "stale, lone (one source alone supports it), undated or gap", tuple(Reason)),
        Field(
            Column(
                "countries",
                "Countries",
                "names; none means international partners in general",
                empty=PARTNERS,
                holds=Holds.TEXTS,
            ),
            lambda context, matter: context.countries(matter.codes),
        ),
        Field(
            Column("record", "Record", "what the record is called", optional=True),
            lambda context, matter: subject(context, matter.record) if matter.record else None,
        ),
        Field(
            Column("id", "Id", "the id of the record", shown=False, optional=True),
            lambda _, matter: _id(matter),
        ),
        said("says", "What", "what there is to look at"),
        Field(Column("place", "Place", "the file and the line of the record", optional=True), lambda *_: None),
    ),
    dated_by="known",
)
