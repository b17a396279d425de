"""What changed since a day."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from briefcli.dossier import changes, queries
from briefcli.dossier.changes import MOVES, Change, ChangeKind, net_moves
from briefcli.dossier.model import Event, Sector, Stance, Topic
from briefcli.page import Column, ColumnType, Listing
from briefcli.pages.about import about, by_context, joined
from briefcli.pages.columns import EVIDENCE
from briefcli.pages.fields import PARTNERS, Field, attr, enum_attr, with_common_columns
from briefcli.pages.grades import grade_legend
from briefcli.pages.listings import answers, dossier_column_if_several
from briefcli.pages.notes import notes_of
from briefcli.pages.tables import arranged, showing, shown_of, table_of
from briefcli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcli.dossier.changes import Net
    from briefcli.pages.context import Context
    from briefcli.pages.listings import Selection
    from briefcli.pages.tables import ListingOptions


class Shared(NamedTuple):
    """A change and all the countries for which it is one, by their codes in the order of the record."""

    change: Change
    codes: tuple[str, ...]

    def by_country(self) -> list[Change]:
        """Return the change of each country, or the one of partners in general."""
        return [structs.replace(self.change, country=code) for code in self.codes or (None,)]


def changes_page(selection: Selection, options: ListingOptions) -> Listing:
    """Return what changed from `since` to `until`: a row for each country, for people one for all of them.

    The moves on the ladder come first, and of each kind what is newest.
    """
    contexts, found = answers(selection, changes.changes)
    once = shared(found)
    once.sort(key=lambda row: row[1].change.date, reverse=True)
    once.sort(key=lambda row: _ORDER.index(_HEADINGS[row[1].change.kind]))
    each = [(context, change) for context, one in once for change in one.by_country()]
    rows = arranged(_SHARED, once, options)
    display_table = table_of(_SHARED, rows, options.columns)
    body = table_of(CHANGES, arranged(CHANGES, each, options), options.columns)
    if not options.columns:
        also = {"country"} | ({"evidence"} if options.evidence else set()) | dossier_column_if_several(selection)
        display_table = showing(display_table, also=also, never=set() if options.sort else {"kind"})
    if not options.sort:
        display_table = structs.replace(display_table, groups=tuple(_HEADINGS[one.change.kind] for _, one in rows))
    records = [(context, one.change.record) for context, one in rows]
    notes = notes_of(records) if options.evidence or "evidence" in options.columns else ()
    footer = f"{shown_of(len(rows), len(once), 'change')}. {grade_legend(display_table)}".rstrip()
    title = f"What changed on {selection[0][0].dossier.subject}" if len(selection) == 1 else "What changed"
    rests = joined(about(context, listed=own) for context, own in by_context(contexts, records))
    intro = " ".join(filter(None, (_tally(context, found, alone=len(selection) == 1) for context in contexts)))
    return Listing(title, rests, body, notes, footer, intro, display_table)


def change_in_words(context: Context, change: Change) -> str:
    """Return what changed, in a sentence without its date and country."""
    match change.record:
        case Stance() as stance:
            step = context.steps[stance.level]
            if change.after is None:
                return f"Ended, was {step.label}: {stance.status}"
            if change.kind is ChangeKind.STANCE:
                which = "First stance" if stance.id in context.first_stances else "Stance again"
                return f"{which}, {step.label}: {stance.status}"
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


def shared(found: Iterable[tuple[Context, Change]]) -> list[tuple[Context, Shared]]:
    """Return each change once for all of its countries, in the order of the first."""
    codes: dict[tuple[object, ...], tuple[Context, Change, list[str]]] = {}
    for context, change in found:
        key = (context, change.kind, change.date, change.after, change.record.id)
        _, _, own = codes.setdefault(key, (context, change, []))
        own.extend([change.country] if change.country else [])
    return [
        (context, Shared(change, tuple(sorted(own, key=change.record.countries.index))))
        for context, change, own in codes.values()
    ]


def _tally(context: Context, found: Iterable[tuple[Context, Change]], *, alone: bool) -> str:
    """Return in words who moved on the ladder and how far in all, nothing where no moves are asked for."""
    kinds = context.query.kinds
    if context.query.of_sectors or (kinds is not None and MOVES.isdisjoint(kinds)):
        return ""
    parts: dict[str, list[str]] = {}
    steps: Counter[str] = Counter()
    for net in net_moves(change for where, change in found if where is context):
        way, number = _way(context, net)
        name = queries.name_of(context.dossier, net.country)
        parts.setdefault(way, []).append(f"{name} {number}" if number > 1 else name)
        steps[way] += number
    said = [_part(way, parts[way], steps[way]) for way in _WAYS if way in parts]
    where = "" if alone else f" of {context.dossier.id}"
    return f"On the ladder{where}: {'; '.join(said)}." if said else f"Nobody moved on the ladder{where}."


def _way(context: Context, net: Net) -> tuple[str, int]:
    """Return which way a country moved in all, and by how many steps."""
    if net.before is None or net.after is None:
        return "new" if net.after else "ended" if net.before else "came and ended", 0
    number = context.steps[net.after].rank - context.steps[net.before].rank
    return "up" if number > 0 else "down" if number else "back where they were", abs(number)


def _part(way: str, names: Sequence[str], steps: int) -> str:
    by = f" by {counted(steps, 'step')}" if steps else ""
    return f"{len(names)} {way}{by} ({', '.join(names)})"


#: The ways in which a country moved in all, in the order in which they are display_table.
_WAYS = ("up", "down", "new", "ended", "came and ended", "back where they were")
#: Under what heading people find a kind of change.
_HEADINGS = {
    ChangeKind.LEVEL: "On the ladder",
    ChangeKind.STANCE: "On the ladder",
    ChangeKind.STATUS: "On the same level",
    ChangeKind.CONCERNS: "On the same level",
    ChangeKind.SECTOR: "Cooperation",
    ChangeKind.TOPIC: "Topics",
    ChangeKind.EVENT: "Events",
}
_ORDER = tuple(dict.fromkeys(_HEADINGS.values()))
CHANGES: tuple[Field[Context, Change], ...] = with_common_columns(
    (
        attr("date", "Date", "from when it holds, or when it happened", type=ColumnType.DATE),
        Field(
            Column("country", "Country", "name of the country", shown=False, empty=PARTNERS, optional=True),
            lambda context, change: context.country(change.country) if change.country else None,
        ),
        Field(
            Column("code", "Code", "ISO 3166-1 alpha-2 code", shown=False, optional=True),
            lambda _, change: change.country,
        ),
        enum_attr(
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
        *(field.via(attrgetter("record")) for field in EVIDENCE),
    ),
    "date",
)
_OF_ALL: dict[str, Field[Context, Shared]] = {
    "country": Field(
        Column("country", "Countries", "names of the countries", shown=False, empty=PARTNERS),
        lambda context, shared: context.countries(shared.codes),
    ),
    "code": Field(Column("code", "Codes", "their codes", shown=False), lambda _, shared: shared.codes),
}
#: The same of changes that are told once for all of their countries.
_SHARED: tuple[Field[Context, Shared], ...] = tuple(
    _OF_ALL.get(field.column.key) or field.via(attrgetter("change")) for field in CHANGES
)
