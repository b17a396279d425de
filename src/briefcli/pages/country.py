"""The brief on one country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import structs

from briefcli.dossier import queries
from briefcli.page import Brief, Facts, Section, Table
from briefcli.pages.about import about
from briefcli.pages.columns import EVENTS, SECTORS, STANCES, TOPICS, Context
from briefcli.pages.disputes import disputed
from briefcli.pages.grades import grade_legend
from briefcli.pages.listings import redundant
from briefcli.pages.notes import numbered_notes
from briefcli.pages.tables import showing, table

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from briefcli.dossier.filters import Wanted
    from briefcli.dossier.model import Dossier, Record, Stance
    from briefcli.dossier.past import View
    from briefcli.pages.columns import Field


def country_page(seen: View, code: str, wanted: Wanted, today: datetime.date | None = None) -> Brief:
    """Return all that a dossier says of one country."""
    wanted = structs.replace(wanted, countries=frozenset({code}))
    dossier, context = seen.dossier, Context(seen, wanted, today)
    current = queries.stances(dossier, wanted)
    past = queries.stances(dossier, structs.replace(wanted, history=True))
    past.sort(key=lambda stance: stance.since, reverse=True)
    topics = queries.topics(dossier, wanted)
    sectors = queries.sectors(dossier, wanted)
    events = queries.events(dossier, wanted)
    cited: list[Record] = [*current, *past, *topics, *sectors, *events]
    sections = (
        Section("stance", "Stance", _facts(context, STANCES, current)),
        Section("disputed", "Disputed", _disputed(context, cited)),
        Section("history", "History", _history(context, past if past != current else [])),
        Section("topics", "Topics", _about(context, TOPICS, topics)),
        Section("sectors", "Sectors", _about(context, SECTORS, sectors)),
        Section("events", "Events", _about(context, EVENTS, events)),
        Section("gaps", "Gaps", () if wanted.asked.active() else _gaps(dossier, current, topics, sectors, events)),
    )
    title = queries.name_of(dossier, code)
    notes = numbered_notes(context, cited)
    legend = grade_legend(*(section.body for section in sections))
    return Brief(title, about(context, cited), sections, notes, legend)


def _facts(context: Context, fields: Sequence[Field[Context, Any]], records: Sequence[Record]) -> Facts:
    body = showing(
        table(context, fields, records), also={"since", "checked", "summary", "evidence"}, never={"country"}
    )
    return Facts(body.columns, body.rows[0] if body.rows else ())


def _disputed(context: Context, records: Sequence[Record]) -> Table:
    """Return what contradicts the records, which need no name where it is one."""
    body = disputed(context, records)
    alone = len({row[0] for row in body.rows}) == 1
    return showing(body, never={"record"} if alone else ())


def _history(context: Context, past: Sequence[Stance]) -> Table:
    body = table(context, STANCES, past)
    return showing(body, also={"since", "evidence"}, never={"country", "level_since"}, below={"summary"})


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
