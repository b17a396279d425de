"""The brief on one country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import structs

from briefcli.dossier import queries
from briefcli.page import About, Brief, Facts, Section, Table
from briefcli.pages.about import about
from briefcli.pages.columns import EVENTS, SECTORS, STANCES, TOPICS, Context
from briefcli.pages.disputes import disputed
from briefcli.pages.listings import redundant
from briefcli.pages.notes import numbered_notes
from briefcli.pages.tables import showing, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.dossier.model import Dossier, Record, Stance
    from briefcli.dossier.queries import Filters
    from briefcli.pages.columns import Field


def country_pages(dossiers: Sequence[Dossier], name: str, asked: Filters) -> Brief:
    """Return all that several dossiers say of one country, a section for each that has something.

    Notes are numbered through, so that a number means one source. What one dossier alone was asked
    for is its page.

    Raises:
        UsageError: `name` is no country's, or no dossier has anything on the country.
    """
    having = [dossier for dossier in dossiers if queries.has_country(dossier, name)]
    if not having:
        raise queries.nowhere(dossiers, name)
    pages: list[Brief] = []
    for dossier in having:
        pages.append(country_page(dossier, name, asked, first=1 + sum(len(page.notes) for page in pages)))
    if len(dossiers) == 1:
        return pages[0]
    sections = tuple(Section(dossier.id, dossier.title, page) for dossier, page in zip(having, pages, strict=True))
    return Brief(pages[0].title, About(tuple(dossier.id for dossier in having)), sections)


def country_page(dossier: Dossier, name: str, asked: Filters, *, first: int = 1) -> Brief:
    """Return all that a dossier says of one country, its notes numbered from `first`.

    Raises:
        UsageError: `name` is no country's, or the dossier has nothing on the country.
    """
    code = queries.country_here(dossier, name)
    filters = structs.replace(asked, country=(code,))
    context = Context(dossier, filters)
    current = queries.stances(dossier, filters)
    past = queries.stances(dossier, structs.replace(filters, history=True))
    past.sort(key=lambda stance: stance.since, reverse=True)
    topics = queries.topics(dossier, filters)
    sectors = queries.sectors(dossier, filters)
    events = queries.events(dossier, filters)
    cited: list[Record] = [*current, *past, *topics, *sectors, *events]
    sections = (
        Section("stance", "Stance", _facts(context, STANCES, current)),
        Section("disputed", "Disputed", disputed(context, cited)),
        Section("history", "History", _history(context, past if past != current else [])),
        Section("topics", "Topics", _about(context, TOPICS, topics)),
        Section("sectors", "Sectors", _about(context, SECTORS, sectors)),
        Section("events", "Events", _about(context, EVENTS, events)),
        Section("gaps", "Gaps", () if asked.active() else _gaps(dossier, current, topics, sectors, events)),
    )
    title = queries.name_of(dossier, code)
    return Brief(title, about(dossier, asked, cited), sections, numbered_notes(context, cited, first=first))


def _facts(context: Context, fields: Sequence[Field[Context, Any]], records: Sequence[Record]) -> Facts:
    body = showing(table(context, fields, records), also={"summary", "evidence"}, never={"country"})
    return Facts(body.columns, body.rows[0] if body.rows else ())


def _history(context: Context, past: Sequence[Stance]) -> Table:
    body = table(context, STANCES, past)
    return showing(body, also={"evidence"}, never={"country"}, below={"summary"})


def _about(context: Context, fields: Sequence[Field[Context, Any]], records: Sequence[Record]) -> Table:
    body = table(context, fields, records)
    return showing(body, also={"evidence"}, never=redundant(context, records), below={"summary"})


def _gaps(dossier: Dossier, *kinds: Sequence[Record]) -> tuple[str, ...]:
    """Return what the dossier does not know of the country."""
    names = ("stance", "topic", "sector", "event")
    gaps = [f"no {name} recorded" for name, records in zip(names, kinds, strict=True) if not records]
    if queries.newest_evidence(dossier, [record for records in kinds for record in records]) is None:
        gaps.append("no dated source")
    return tuple(gaps)
