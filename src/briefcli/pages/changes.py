"""What changed since a day."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier import changes, queries
from briefcli.dossier.changes import ChangeKind
from briefcli.dossier.model import Event, Sector, Stance, Topic
from briefcli.page import Column, Holds, Listing
from briefcli.pages.about import about, by_context, joined
from briefcli.pages.columns import EVIDENCE, PARTNERS, Context, Field, said, whole, word
from briefcli.pages.grades import grade_legend
from briefcli.pages.listings import answers, telling_apart
from briefcli.pages.notes import notes_of
from briefcli.pages.tables import arranged, showing, shown_of, table_of

if TYPE_CHECKING:
    from briefcli.dossier.changes import Change, Net
    from briefcli.pages.listings import Views
    from briefcli.pages.tables import Shape


def changes_page(views: Views, shape: Shape) -> Listing:
    """Return what changed from `since` to `until`, grouped by country, the newest first."""
    contexts, unordered = answers(views, changes.changes)
    found = changes.by_country(unordered, lambda context, code: queries.name_of(context.dossier, code))
    rows = arranged(CHANGES, found, shape)
    body = table_of(CHANGES, rows, shape.columns)
    if not shape.columns:
        body = showing(body, also={"evidence"} | telling_apart(views))
    if not shape.sort:
        body = structs.replace(body, groups=tuple(_group(*row) for row in rows))
    records = [(context, change.record) for context, change in rows]
    notes = notes_of(records) if not shape.columns or "evidence" in shape.columns else ()
    footer = f"{shown_of(len(rows), len(found), 'change')}. {grade_legend(body)}".rstrip()
    title = f"What changed on {views[0][0].dossier.subject}" if len(views) == 1 else "What changed"
    rests = joined(about(context, listed=own) for context, own in by_context(contexts, records))
    return Listing(title, rests, body, notes, footer)


def change_in_words(context: Context, change: Change) -> str:
    """Return what changed, in a sentence without its date and country."""
    match change.record:
        case Stance() as stance:
            step = context.steps[stance.level]
            if change.after is None:
                return f"Ended, was {step.label}: {stance.status}"
            if change.kind is ChangeKind.STANCE:
                return f"First stance, {step.label}: {stance.status}"
            if change.kind is ChangeKind.STATUS:
                return f"Still {step.label}, now: {stance.status}"
            if change.kind is ChangeKind.CONCERNS:
                labels = (context.dossier.terms.concerns[concern] for concern in stance.concerns)
                return f"Still {step.label}, now concerned with: {', '.join(labels)}"
            before = context.steps[str(change.before)]
            direction = "Up" if step.rank > before.rank else "Down"
            return f"{direction} from {before.label} to {step.label}: {stance.status}"
        case Sector() as sector:
            label = context.dossier.terms.sectors[sector.sector]
            what = sector.initiative or sector.outcome
            stage = change.after if change.before is None else f"from {change.before} to {change.after}"
            return f"{label}, {stage}: {what}"
        case Topic() | Event():
            return change.record.title


def net_in_words(context: Context, net: Net) -> str:
    """Return how far a country moved in all, in words."""
    before, after = (context.steps[level] if level else None for level in (net.before, net.after))
    if before is None or after is None:
        return f"New: {after.label}" if after else f"Ended, was {before.label}" if before else "No stance"
    steps = after.rank - before.rank
    if not steps:
        return f"Back on {after.label} after {len(net.moves)} moves" if net.moves else f"Still {after.label}"
    return f"{'Up' if steps > 0 else 'Down'} {abs(steps)}, from {before.label} to {after.label}"


def _group(context: Context, change: Change) -> str:
    return queries.name_of(context.dossier, change.country) if change.country else PARTNERS


CHANGES: tuple[Field[Context, Change], ...] = whole(
    (
        said("date", "Date", "from when it holds, or when it happened", holds=Holds.DATE),
        Field(
            Column("country", "Country", "name of the country", shown=False, empty=PARTNERS, optional=True),
            lambda context, change: context.country(change.country) if change.country else None,
        ),
        Field(
            Column("code", "Code", "ISO 3166-1 alpha-2 code", shown=False, optional=True),
            lambda _, change: change.country,
        ),
        word(
            "kind",
            "Kind",
            "level, status, concerns, stance (it came or ended), sector, topic or event",
            ChangeKind,
        ),
        Field(Column("change", "Change", "what changed, in words"), change_in_words),
        Field(
            Column(
                "from",
                "From",
                "the level, status or stage before; empty where there was none",
                shown=False,
                optional=True,
            ),
            lambda _, change: change.before,
        ),
        Field(
            Column(
                "to",
                "To",
                "the level, status or stage from then on; empty where a stance ended",
                shown=False,
                optional=True,
            ),
            lambda _, change: change.after,
        ),
        *(field.of(attrgetter("record")) for field in EVIDENCE),
    ),
    "date",
)
