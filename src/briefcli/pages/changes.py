"""What changed since a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier import changes, queries
from briefcli.page import Page
from briefcli.pages.columns import CHANGES, PARTNERS, Context
from briefcli.pages.listings import caption
from briefcli.pages.notes import numbered_notes
from briefcli.pages.tables import arranged, showing, shown_of, table

if TYPE_CHECKING:
    from briefcli.dossier.changes import Change
    from briefcli.dossier.model import Dossier
    from briefcli.dossier.queries import Filters
    from briefcli.pages.tables import Shape


def changes_page(dossier: Dossier, filters: Filters, shape: Shape) -> Page:
    """Return what changed from `since` to `until`, grouped by country, the newest first."""
    context = Context(dossier, filters)
    found = changes.changes(dossier, filters)
    rows = arranged(context, CHANGES, found, shape)
    body = table(context, CHANGES, rows, shape.columns)
    if not shape.columns:
        body = showing(body, also={"evidence"})
    if not shape.sort:
        body = structs.replace(body, groups=tuple(_group(context, change) for change in rows))
    cited = not shape.columns or "evidence" in shape.columns
    notes = numbered_notes(context, [change.record for change in rows]) if cited else ()
    footer = f"{shown_of(len(rows), len(found), 'change')}."
    title = f"What changed on {dossier.subject}"
    return Page(title, caption(dossier, filters), body, notes, footer, header=shape.header)


def _group(context: Context, change: Change) -> str:
    return queries.name_of(context.dossier, change.country) if change.country else PARTNERS
