"""The listings: one kind of record each, as a table."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from msgspec import Struct, structs

from briefcli.characters import printable_line
from briefcli.dossier import queries
from briefcli.page import About, Column, Holds, Listing
from briefcli.pages.about import about
from briefcli.pages.columns import CITED, EVENTS, SECTORS, SOURCES, STANCES, TOPICS, Context, Field, said, subject
from briefcli.pages.grades import grade_legend
from briefcli.pages.notes import numbered_notes
from briefcli.pages.tables import arranged, showing, shown_of, table
from briefcli.shelf.catalogue import Origin

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from briefcli.dossier.filters import Wanted
    from briefcli.dossier.model import Dossier, Event, Record, Sector, Stance, Topic
    from briefcli.dossier.past import View
    from briefcli.pages.tables import Shape
    from briefcli.shelf.catalogue import Entry

R = TypeVar("R", bound="Stance | Topic | Sector | Event")


class Listed(Struct, frozen=True):
    """A dossier and where it comes from."""

    entry: Entry
    dossier: Dossier


def stances_page(seen: View, wanted: Wanted, shape: Shape, today: datetime.date | None = None) -> Listing:
    """Return where the countries stand, under their levels where no other order was asked for."""
    kind = _Kind("stance", f"Stances on {seen.dossier.subject}", STANCES)
    page = _page(Context(seen, wanted, today), kind, queries.stances(seen.dossier, wanted), shape)
    if shape.columns:
        return page
    columns = page.table.columns if shape.wide else tuple(map(_spare_concerns, page.table.columns))
    body = structs.replace(page.table, columns=columns, over="" if shape.sort else "level")
    return structs.replace(page, table=body)


def topics_page(seen: View, wanted: Wanted, shape: Shape) -> Listing:
    """Return what is under discussion."""
    kind = _Kind("topic", "Topics under discussion", TOPICS)
    return _page(Context(seen, wanted), kind, queries.topics(seen.dossier, wanted), shape)


def sectors_page(seen: View, wanted: Wanted, shape: Shape) -> Listing:
    """Return where cooperation is possible."""
    kind = _Kind("sector", "Sectors of cooperation", SECTORS)
    return _page(Context(seen, wanted), kind, queries.sectors(seen.dossier, wanted), shape)


def events_page(seen: View, wanted: Wanted, shape: Shape) -> Listing:
    """Return what happened."""
    found = queries.events(seen.dossier, wanted)
    page = _page(Context(seen, wanted), _Kind("event", "Events", EVENTS), found, shape)
    years = () if shape.sort else tuple(event.date[:4] for event in found[: shape.limit])
    return structs.replace(page, table=structs.replace(page.table, groups=years))


def evidence_page(seen: View, wanted: Wanted, shape: Shape) -> Listing:
    """Return what the records cite, each record with each of its sources."""
    context = Context(seen, wanted)
    found = queries.evidence(seen.dossier, wanted)
    rows = arranged(context, CITED, found, shape)
    body = table(context, CITED, rows, shape.columns)
    if not shape.columns:
        body = showing(body, never={"title"} if shape.sort else {"title", "kind", "record", "countries"})
    if not shape.sort:
        body = structs.replace(body, groups=tuple(subject(context, cited.record) for cited in rows))
    footer = f"{shown_of(len(rows), len(found), 'citation')}. {grade_legend(body)}".rstrip()
    rests = about(context, listed=queries.citing(seen.dossier, wanted))
    return Listing("Evidence", rests, body, footer=footer)


def sources_page(seen: View, wanted: Wanted, shape: Shape) -> Listing:
    """Return what the records rest on."""
    context = Context(seen, wanted)
    found = queries.sources(seen.dossier, wanted)
    rows = arranged(context, SOURCES, found, shape)
    body = table(context, SOURCES, rows, shape.columns)
    footer = f"{shown_of(len(rows), len(found), 'source')}. {grade_legend(body)}".rstrip()
    return Listing("Sources", about(context), body, footer=footer)


def dossiers_page(found: Sequence[Listed], shape: Shape) -> Listing:
    """Return which dossiers there are."""
    rows = arranged(None, DOSSIERS, found, shape)
    body = table(None, DOSSIERS, rows, shape.columns)
    return Listing("Dossiers", About(), body, footer=f"{shown_of(len(rows), len(found), 'dossier')}.")


def redundant(context: Context, records: Sequence[Record]) -> set[str]:
    """Return the keys of columns that tell people nothing: the countries, where one was asked for."""
    alone = len(context.wanted.countries or ()) == 1 and all(len(record.countries) == 1 for record in records)
    return {"countries"} if alone else set()


class _Kind(NamedTuple, Generic[R]):
    """A kind of record: what one is called, the title of their listing, and its columns."""

    noun: str
    title: str
    fields: Sequence[Field[Context, R]]


def _page(context: Context, kind: _Kind[R], found: Sequence[R], shape: Shape) -> Listing:
    records = arranged(context, kind.fields, found, shape)
    asked = shape.columns
    if asked and shape.evidence and "evidence" not in asked:
        asked = (*asked, "evidence")
    body = table(context, kind.fields, records, asked)
    if not asked:
        also = {key for key, shown in (("evidence", shape.evidence), ("since", context.wanted.history)) if shown}
        body = showing(body, also=also, never=redundant(context, records))
    notes = numbered_notes(context, records) if shape.evidence else ()
    disputed, stale = (sum(map(told, records)) for told in (attrgetter("disputed"), context.is_stale))
    count = shown_of(len(records), len(found), kind.noun)
    count += (f", {disputed} disputed" if disputed else "") + (f", {stale} stale" if stale else "")
    return Listing(
        kind.title, about(context, listed=records), body, notes, f"{count}. {grade_legend(body)}".rstrip()
    )


def _spare_concerns(column: Column) -> Column:
    return structs.replace(column, spare="--wide shows concerns.") if column.key == "concerns" else column


def _number_of(key: str) -> Field[None, Dossier]:
    column = Column(key, key.capitalize(), f"how many {key} it has", holds=Holds.NUMBER)
    return Field(column, lambda _, dossier: len(getattr(dossier, key)))


_OF_DOSSIERS: tuple[Field[None, Dossier], ...] = (
    said("id", "Id", "the name that -d takes"),
    said("title", "Title", "the title that people read"),
    said("subject", "Subject", "what the countries take a stance on", shown=False),
    said("as_of", "As of", "the day through which it was last reviewed", holds=Holds.DATE),
    *map(_number_of, ("stances", "topics", "sectors", "events", "sources")),
)
DOSSIERS: tuple[Field[None, Listed], ...] = (
    *(field.of(attrgetter("dossier")) for field in _OF_DOSSIERS),
    Field(
        Column("origin", "Origin", "bundled, user (your data folder), path or stdin", words=tuple(Origin)),
        lambda _, listed: str(listed.entry.origin),
    ),
    Field(
        Column("path", "Path", "its file or folder", shown=False, optional=True),
        lambda _, listed: printable_line(str(listed.entry.path)) if listed.entry.path else None,
    ),
    Field(
        Column(
            "hidden",
            "Hidden",
            "whether -d takes another one of this id, in your data folder",
            holds=Holds.TRUTH,
        ),
        lambda _, listed: listed.entry.hidden,
    ),
)
