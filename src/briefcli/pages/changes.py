"""What changed since a day."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier import changes, queries
from briefcli.dossier.dates import first_day, in_words, last_day, on_last_day
from briefcli.dossier.filters import Query
from briefcli.dossier.history import MOVES, Change, ChangeKind, Direction, net_moves
from briefcli.dossier.model import Vote
from briefcli.dossier.spelling import fold
from briefcli.page import Column, ColumnType, Listing, Term
from briefcli.pages.about import about, ago, by_context, joined
from briefcli.pages.columns import EVIDENCE
from briefcli.pages.context import count_by_type
from briefcli.pages.fields import PARTNERS, Field, attr, enum_attr, with_common_columns
from briefcli.pages.grades import grade_legend
from briefcli.pages.listings import answers, dossier_column_if_several, vague_dates
from briefcli.pages.notes import notes_of
from briefcli.pages.sentences import change_cell
from briefcli.pages.tables import arranged, showing, shown_of, table_of
from briefcli.wording import all_of, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.model import Record
    from briefcli.page import Cell
    from briefcli.pages.context import Context
    from briefcli.pages.listings import Selection
    from briefcli.pages.tables import ListingOptions


def changes_page(selection: Selection, options: ListingOptions) -> Listing:
    """Return what changed from `since` to `until`: a row for each country, for people one for all of them.

    The moves on the ladder come first, and of each kind what is newest.
    """
    contexts, found = answers(selection, changes.changes)
    intro = " ".join(filter(None, (_tally(context, found, alone=len(selection) == 1) for context in contexts)))
    found.sort(key=lambda row: row[1].date, reverse=True)
    found.sort(key=lambda row: _ORDER.index(_HEADINGS[row[1].kind]))
    each = [(context, own) for context, change in found for own in _for_each_country(change)]
    rows = arranged(_SHARED, found, options)
    display_table = table_of(_SHARED, rows, options.columns)
    body = table_of(CHANGES, arranged(CHANGES, each, options), options.columns)
    if not options.columns:
        also = {"country"} | ({"evidence"} if options.evidence else set()) | dossier_column_if_several(selection)
        display_table = showing(display_table, also=also, never=set() if options.sort else {"kind"})
    if not options.sort:
        headings = tuple(_HEADINGS[change.kind] for _, change in rows)
        display_table = structs.replace(display_table, groups=headings, as_items=not options.columns)
    records = [(context, change.record) for context, change in rows]
    notes = notes_of(records) if options.evidence or "evidence" in options.columns else ()
    known = known_until(contexts)
    vague = vague_dates((change.date for _, change in rows), selection[0][1])
    footer = " ".join(
        [
            f"{shown_of(len(rows), len(found), 'change')}.",
            *filter(None, [vague, known, grade_legend(display_table)]),
        ]
    )
    title = f"Changes: {selection[0][0].dossier.subject}" if len(selection) == 1 else "Changes"
    rests = joined(about(context, listed=own) for context, own in by_context(contexts, records))
    return Listing(title, rests, body, notes, footer, intro, display_table, notice="" if body.rows else known)


def known_until(contexts: Sequence[Context]) -> str:
    """Return up to which day changes are known, and of which day the newest source on each named country is."""
    said = [_known_until(context, alone=len(contexts) == 1) for context in contexts[:_MAX_NAMED]]
    more = len(contexts) - _MAX_NAMED
    others = f"Those of {counted(more, 'more dossier')} extend to the days of these."
    return " ".join([*said, others] if more > 0 else said)


def _known_until(context: Context, *, alone: bool) -> str:
    dossier, day = context.dossier, _last_known(context)
    age = f" ({ago(day, context.today)})" if context.today and not context.snapshot.is_before_summary else ""
    named = sorted(context.query.countries or ()) if context.query.filters.country else []
    dates = {code: queries.newest_evidence(dossier, queries.everything(dossier, _all_of(code))) for code in named}
    newest = [(queries.name_of(dossier, code), in_words(date)) for code, date in dates.items() if date]
    where = "" if alone else f" of {dossier.id}"
    sources = " and ".join(
        f"on {name}{'' if place else ' is'} of {date}" for place, (name, date) in enumerate(newest)
    )
    newest_source = f"; the newest source {sources}" if 0 < len(newest) <= _MAX_NAMED else ""
    return f"The records{where} extend to {in_words(day)}{age}{newest_source}."


def _last_known(context: Context) -> PartialDate:
    """Return the day of the dossier, or the earlier one of a snapshot."""
    snapshot = context.snapshot
    return on_last_day(snapshot.day) if snapshot.is_before_summary and snapshot.day else context.dossier.as_of


def _all_of(code: str) -> Query:
    return Query(countries=frozenset({code}), history=True)


def _for_each_country(change: Change[Record]) -> list[Change[Record]]:
    """Return the change of each of its countries alone, or the one of partners in general."""
    return [change.among({code}) for code in change.countries] or [change]


def _tally(context: Context, found: Iterable[tuple[Context, Change[Record]]], *, alone: bool) -> str:
    """Return in words which countries changed level and how far in all; empty if none are selected."""
    kinds = context.query.kinds
    if context.query.of_sectors or (kinds is not None and MOVES.isdisjoint(kinds)):
        return ""
    parts: dict[str, dict[str, int]] = {}
    moves = [change for where, change in found if where is context and change.is_move]
    where = "" if alone else f" in {context.dossier.id}"
    since, known = context.query.since, _last_known(context)
    if not moves and since and first_day(since) > last_day(known):
        return f"No change of level is recorded{where} after {in_words(known)}."
    if len(ways := context.query.moves or ()) == 1:
        return _one_way(context, moves, next(iter(ways)), where)
    number_of_moves = Counter(code for change in moves for code in change.countries)
    from_first = net_moves(moves, from_first=True)
    for country, levels in net_moves(moves).items():
        way, steps = _way(context, *levels)
        parts.setdefault(way, {})[country] = steps
        if way == _FIRST and number_of_moves[country] > 1:
            way, steps = _way(context, *from_first[country])
            parts.setdefault(way + _SINCE_FIRST, {})[country] = steps
    said = [_part(context, way, parts[way]) for way in _WAYS if way in parts]
    return (
        f"Level changes{where}: {'; '.join(said)}.{_moves(context, moves)}"
        if said
        else f"No country changed level{where}."
    )


def _one_way(context: Context, moves: Sequence[Change[Record]], way: str, where: str) -> str:
    """Return how many moves a filter selects, without those of the other direction that may follow them."""
    if not moves:
        return f"No country moved {way}{where}."
    other = next(one for one in Direction if one != way)
    names = sorted({queries.name_of(context.dossier, code) for one in moves for code in one.countries}, key=fold)
    those = "the country" if len(names) == 1 else "these countries"
    return f"{counted(len(moves), 'move')} {way}{where} ({', '.join(names)}); {those} may also have moved {other}."


def _moves(context: Context, moves: Iterable[Change[Record]]) -> str:
    """Return how many moves go up and down, if some country moved more than once; else each is counted already."""
    levels = [(code, *_way(context, one.before, one.after)) for one in moves for code in one.countries]
    moved = [(code, way) for code, way, steps in levels if steps]
    if len({code for code, _ in moved}) == len(moved):
        return ""
    ways = Counter(way for _, way in moved)
    return f" Counted one by one: {counted(ways['up'], 'move')} up and {ways['down'] or 'none'} down."


def _way(context: Context, before: str | None, after: str | None) -> tuple[str, int]:
    """Return which way a country moved in all, and by how many steps."""
    if before is None or after is None:
        return _FIRST if after else _ENDED if before else _CAME_AND_ENDED, 0
    number = context.steps[after].rank - context.steps[before].rank
    return "up" if number > 0 else "down" if number else _UNCHANGED, abs(number)


def _part(context: Context, way: str, steps: Mapping[str, int]) -> str:
    """Return such as "9 countries and 1 body up (Austria, Germany by 2 levels, …)"."""
    names = {code: queries.name_of(context.dossier, code) for code in steps}
    moved = [f"{names[code]} by {steps[code]} levels" if steps[code] > 1 else names[code] for code in steps]
    direction, since, _ = way.partition(_SINCE_FIRST)
    who = all_of(count_by_type(context.dossier.countries[code] for code in steps).split(", "))
    return f"{who} {direction}{since} ({', '.join(sorted(moved, key=fold))})"


def _named(context: Context, change: Change[Record]) -> Cell:
    """Return the countries of a change; of a vote, in which most take part, how many there are."""
    codes = change.record.countries
    if isinstance(change.record, Vote) and not 0 < len(codes) <= _MAX_VOTERS:
        return Term("", counted(len(codes), "country")) if codes else None
    return context.countries(codes)


#: How many countries of a vote are named.
_MAX_VOTERS = 5
#: How many dossiers and countries are named in a sentence.
_MAX_NAMED = 3
#: The ways in which a country moved in all, in the order in which they are listed.
_FIRST, _ENDED, _CAME_AND_ENDED = "with a first stance", "whose stance ended", "with a first stance that ended"
_UNCHANGED = "unchanged overall"
#: How a country moved after a first stance among the changes.
_SINCE_FIRST = " since the first stance"
_MOVED = ("up", "down", _UNCHANGED)
_WAYS = (*_MOVED[:2], *(f"{way}{_SINCE_FIRST}" for way in _MOVED), _FIRST, _ENDED, _CAME_AND_ENDED, _UNCHANGED)
#: Under what heading people find a kind of change.
_HEADINGS = {
    ChangeKind.LEVEL: "Changes of level",
    ChangeKind.STANCE: "Changes of level",
    ChangeKind.NEWLY_KNOWN: "Newly known",
    ChangeKind.STATUS: "Level unchanged",
    ChangeKind.CONCERNS: "Level unchanged",
    ChangeKind.RESTATED: "Level unchanged",
    ChangeKind.SECTOR: "Cooperation",
    ChangeKind.TOPIC: "Topics",
    ChangeKind.EVENT: "Events",
    ChangeKind.FACT: "Facts",
    ChangeKind.VOTE: "Votes",
}
_ORDER = tuple(dict.fromkeys(_HEADINGS.values()))
CHANGES: tuple[Field[Context, Change[Record]], ...] = with_common_columns(
    (
        attr(
            "date", "Date", "day from which the record holds, or on which the event happened", type=ColumnType.DATE
        ),
        Field(
            Column("country", "Country", "name of the country", shown=False, empty=PARTNERS, optional=True),
            lambda context, change: next(iter(context.countries(change.countries)), None),
        ),
        Field(
            Column("code", "Code", "ISO 3166-1 alpha-2 code", shown=False, optional=True),
            lambda _, change: next(iter(change.countries), None),
        ),
        enum_attr(
            "kind",
            "Kind",
            "level, newly-known, status, concerns, restated (same status and concerns), stance (begun or ended), "
            "sector, topic, event, fact or vote",
            ChangeKind,
        ),
        Field(Column("change", "Change", "what changed, in words"), change_cell),
        Field(
            Column(
                "from",
                "From",
                "the level, status or stage before; empty if there was none",
                shown=False,
                optional=True,
            ),
            lambda _, change: change.before,
        ),
        Field(
            Column(
                "to",
                "To",
                "the level, status or stage afterwards; empty if a stance ended",
                shown=False,
                optional=True,
            ),
            lambda _, change: change.after,
        ),
        *(field.via(attrgetter("record")) for field in EVIDENCE),
    ),
    "date",
)
_COUNTRIES: dict[str, Field[Context, Change[Record]]] = {
    "country": Field(
        Column("country", "Countries", "names of the countries", shown=False, empty=PARTNERS),
        _named,
    ),
    "code": Field(Column("code", "Codes", "their codes", shown=False), lambda _, change: change.record.countries),
}
#: The same in rows that name all countries of a change, also those that are not selected.
_SHARED = tuple(_COUNTRIES.get(field.column.key, field) for field in CHANGES)
