"""The listings: one kind of record each, as a table."""

from __future__ import annotations

from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct, structs

from briefcli.characters import printable_line
from briefcli.dossier import queries
from briefcli.dossier.dates import first_day, in_words, last_day
from briefcli.dossier.model import Stance
from briefcli.dossier.spelling import fold
from briefcli.page import About, Column, ColumnType, Listing, Table, translation
from briefcli.pages.about import about, by_context, joined, raised_before, with_coverage
from briefcli.pages.columns import (
    CITED,
    COUNTS,
    EVENTS,
    REGIONS,
    SECTORS,
    SOURCES,
    SPARSE,
    STANCES,
    TOPICS,
    fact_field,
)
from briefcli.pages.context import Context
from briefcli.pages.fields import Field, attr, days, title_of
from briefcli.pages.grades import caution, claim_in_words, claim_of, grade_legend
from briefcli.pages.missing import counting
from briefcli.pages.notes import notes_of
from briefcli.pages.tables import arranged, ordered, showing, shown_of, table_of
from briefcli.shelf.shelves import Origin
from briefcli.wording import all_of, alternatives, counted, on_dossiers

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Sequence

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Dossier, Event, Record, Source
    from briefcli.dossier.past import Snapshot
    from briefcli.dossier.queries import CitedSource
    from briefcli.pages.tables import ListingOptions
    from briefcli.shelf.index import Index
    from briefcli.shelf.shelves import Entry

    #: The snapshot of each dossier, with its query.
    Selection: TypeAlias = Sequence[tuple[Snapshot, Query]]

#: The number of claims whose publishers a listing names.
_MAX_CLAIMS = 5

A = TypeVar("A")
R = TypeVar("R", bound="Record")


class Listed(Struct, frozen=True):
    """A dossier of the shelf, and what its index contains."""

    entry: Entry
    index: Index


def stances_page(selection: Selection, options: ListingOptions) -> Listing:
    """Return the positions of the countries, grouped by level unless `--sort` is given."""
    title = f"Stances on {selection[0][0].dossier.subject}" if len(selection) == 1 else "Stances"
    history = any(query.history for _, query in selection)
    noun, which = ("stance", " in total") if selection[0][1].history else ("current stance", "")
    select = _in_time if history else queries.stances
    attributes = {key: one.label for snapshot, _ in selection for key, one in snapshot.dossier.attributes.items()}
    more = (*REGIONS, *(fact_field(key, label) for key, label in attributes.items()))
    tracks = _tracks(selection) if options.tracks and not options.columns and not history else ()
    fields = (*STANCES, *tracks)
    kind = RecordListing(noun, title, fields, select, which=which, intro=_claims, more=more, of_stances=True)
    page = record_listing(kind, selection, options)
    page = structs.replace(page, footer=page.footer + raised_before(selection))
    page = structs.replace(page, about=with_coverage(page.about, selection))
    if options.columns:
        return page
    columns = page.table.columns if options.wide else tuple(map(_spare_concerns, page.table.columns))
    body = structs.replace(page.table, columns=columns, group_by="" if options.sort or history else "level")
    wide = _wide(body) if options.wide else None
    return structs.replace(page, table=body, display_table=wide)


def _wide(body: Table) -> Table:
    """Return a table of stances for people, with what set the level and the levels over time beside its day."""
    keys = [column.key for column in body.columns]
    before = keys[: keys.index("level_since")]
    tracks = ["levels"] * ("levels" in keys)
    return ordered(showing(body, also={"level_set_by"}), [*before, *tracks, "level_since", "level_set_by"])


def _tracks(selection: Selection) -> tuple[Field[Context, Stance], ...]:
    from briefcli.pages.ladder import small_tracks  # noqa: PLC0415 - only terminals show them, if requested

    return (small_tracks(selection),)


def topics_page(selection: Selection, options: ListingOptions) -> Listing:
    """Return what is under discussion."""
    return record_listing(
        RecordListing("topic", "Topics under discussion", TOPICS, queries.topics, intro=_claims),
        selection,
        options,
    )


def sectors_page(selection: Selection, options: ListingOptions) -> Listing:
    """Return where cooperation is possible, under the countries unless `--sort` is given."""
    page = record_listing(
        RecordListing("cooperation initiative", "Sectors of cooperation", SECTORS, queries.sectors, intro=_claims),
        selection,
        options,
    )
    if options.columns:
        return page
    body = showing(page.table, below={"outcome"})
    has_countries = any(column.key == "countries" and column.shown for column in body.columns)
    return structs.replace(
        page, table=structs.replace(body, group_by="countries" if has_countries and not options.sort else "")
    )


def events_page(selection: Selection, options: ListingOptions, *, upcoming: bool = False) -> Listing:
    """Return what happened, in order of time; a limit keeps the newest, of `upcoming` events the soonest."""
    kind = RecordListing(
        "event",
        "Upcoming events" if upcoming else "Events",
        EVENTS,
        queries.upcoming if upcoming else queries.events,
        attrgetter("date"),
        lambda event: event.date[:4],
        last=not upcoming,
        intro=_claims,
    )
    page = record_listing(kind, selection, options)
    if not upcoming:
        return page
    now = _events_in_words("Going on today, as announced", selection, queries.going_on)
    earlier = _events_in_words(
        "Announced for an earlier day, without a later report", selection, queries.announced_earlier
    )
    body = page.table if options.columns else showing(page.table, also={"last_day"})
    intro = " ".join(filter(None, [page.intro, now, earlier]))
    return structs.replace(page, table=body, intro=intro, notice=earlier)


def _events_in_words(which: str, selection: Selection, select: Callable[[Dossier, Query], Sequence[Event]]) -> str:
    """Return the days and the titles of some events, after words on `which` these are; empty if there are none."""
    found = [one for snapshot, query in selection for one in select(snapshot.dossier, query)]
    if not found:
        return ""
    events = "; ".join(f"{_days_in_words(one)}: {one.title}" for one in found[:_MAX_CLAIMS])
    more = f"; and {len(found) - _MAX_CLAIMS} more" if len(found) > _MAX_CLAIMS else ""
    return f"{which}: {events}{more}."


def _days_in_words(event: Event) -> str:
    """Return such as "30 November 2026 to 4 December 2026"."""
    return " to ".join(dict.fromkeys(map(in_words, (event.date, event.ends))))


def evidence_page(selection: Selection, options: ListingOptions) -> Listing:
    """Return every citation: each record with each of its sources."""
    contexts, found = answers(selection, queries.evidence)
    rows = arranged(CITED, found, options)
    body = table_of(CITED, rows, options.columns)
    if not options.columns:
        hidden = {"title"} if options.sort else {"title", "kind", "record", "countries"}
        also = dossier_column_if_several(selection)
        below = {"note", "locator"} if also else {"note"}  # ids that no line breaks need the room
        body = showing(body, also=also, never=hidden, below=below)
    if not options.sort:
        body = structs.replace(body, groups=_subjects(rows))
    footer = f"{shown_of(len(rows), len(found), 'citation')} in {_records_of(found)}. "
    footer += f"{_cautions(selection, [cited.source.date for _, cited in rows])}{grade_legend(body)}"
    listed = [(context, queries.citing(context.dossier, context.query)) for context in contexts]
    rests = joined(
        counting(about(context, listed=records), "citations recorded for", records) for context, records in listed
    )
    return Listing("Evidence", rests, body, footer=footer.rstrip())


def _records_of(found: Sequence[tuple[Context, CitedSource]]) -> str:
    """Return of how many records there are citations, and how many of these records no longer hold."""
    records = {(context.dossier.id, cited.record.id): (context, cited.record) for context, cited in found}
    over = sum(context.until(record) is not None for context, record in records.values())
    number = counted(len(records), "record")
    return f"{number}, {over} of which {'is' if over == 1 else 'are'} no longer current" if over else number


def _subjects(rows: Sequence[tuple[Context, CitedSource]]) -> tuple[str, ...]:
    """Return the name of the record of each row, with its id where a neighbour has the same name."""
    names = (
        title_of(context, cited.record) + until_in_words(context.until(cited.record)) for context, cited in rows
    )
    called = [
        (f"{caution(cited.record)}{name}", cited.record.id) for name, (_, cited) in zip(names, rows, strict=True)
    ]
    twice = {one for (one, id_), (other, other_id) in pairwise(called) if one == other and id_ != other_id}
    return tuple(f"{name} ({id_})" if name in twice else name for name, id_ in called)


def until_in_words(day: PartialDate | None) -> str:
    """Return such as " (until 3 March 2025)" for the day on which a record no longer held; empty without a day."""
    return f" (until {in_words(day)})" if day else ""


def sources_page(selection: Selection, options: ListingOptions) -> Listing:
    """Return the sources, newest first."""
    contexts, found = answers(selection, queries.sources)
    found.sort(key=lambda row: row[1].date or "", reverse=True)
    rows = arranged(SOURCES, found, options)
    body = table_of(SOURCES, rows, options.columns)
    if not options.columns:
        also = {"title_en"} | dossier_column_if_several(selection)
        body = showing(body, also=also, below={"title", "title_en"})
    footer = f"{shown_of(len(rows), len(found), 'source')} in total. "
    footer += f"{_cautions(selection, [source.date for _, source in rows])}{grade_legend(body)}"
    page = Listing("Sources", joined(map(about, contexts)), body, footer=footer.rstrip())
    if options.columns:
        return page
    return structs.replace(page, display_table=_translated_once(body, [source for _, source in rows]))


def _translated_once(body: Table, sources: Iterable[Source]) -> Table:
    """Return a table of sources for people, without the English titles that only repeat the title."""
    place = [column.key for column in body.columns].index("title_en")
    rows = (
        (*row[:place], source.title_en if translation(source.title, source.title_en) else "", *row[place + 1 :])
        for row, source in zip(body.rows, sources, strict=True)
    )
    return structs.replace(body, rows=tuple(rows))


def dossiers_page(found: Sequence[Listed], options: ListingOptions, today: datetime.date) -> Listing:
    """Return which dossiers there are, and how many countries are stale in each today."""
    rows = arranged(DOSSIERS, [(today, listed) for listed in found], options)
    body = table_of(DOSSIERS, rows, options.columns)
    if not options.columns and any(listed.entry.hidden or listed.entry.origin in _ELSEWHERE for listed in found):
        body = showing(body, below={"path"})
    return Listing("Dossiers", About(), body, footer=f"{shown_of(len(rows), len(found), 'dossier')}.")


def answers(
    selection: Selection, select: Callable[[Dossier, Query], Sequence[A]]
) -> tuple[list[Context], list[tuple[Context, A]]]:
    """Return the context of each dossier, and the selected records of all, dossier after dossier."""
    contexts = [Context(snapshot, query) for snapshot, query in selection]
    return contexts, [(one, record) for one in contexts for record in select(one.dossier, one.query)]


def dossier_column_if_several(selection: Selection) -> set[str]:
    """Return the key of the column of the dossier, if several dossiers are selected."""
    return {"dossier"} if len(selection) > 1 else set()


def redundant(context: Context, records: Sequence[Record]) -> set[str]:
    """Return the keys of columns that are equal in each row: the countries, if one is selected."""
    alone = len(context.query.countries or ()) == 1 and all(len(record.countries) == 1 for record in records)
    return {"countries"} if alone else set()


class RecordListing(NamedTuple, Generic[R]):
    """How the records of a kind are listed: their noun, the title, the columns, and what selects them.

    `order` is what they are sorted by across dossiers, and `group` the heading of each. `which` says
    which of them are counted, and `last` that a limit keeps the last ones. `intro` makes the text above the rows.
    `more` are columns that are shown only where `--columns` names them. With `of_stances`, countries without a
    current stance are missing. `recorded` introduces the number of members of a group that have such records, and
    selects these records if they are not those listed.
    """

    noun: str
    title: str
    fields: Sequence[Field[Context, R]]
    select: Callable[[Dossier, Query], Sequence[R]]
    order: Callable[[R], str] | None = None
    group: Callable[[R], str] | None = None
    which: str = ""
    last: bool = False
    intro: Callable[[Sequence[tuple[Context, R]]], str] | None = None
    more: Sequence[Field[Context, R]] = ()
    of_stances: bool = False
    recorded: tuple[str, Callable[[Dossier, Query], Sequence[Record]]] | None = None


def record_listing(kind: RecordListing[R], selection: Selection, options: ListingOptions) -> Listing:
    """Return the listing of a kind of record."""
    contexts, found = answers(selection, kind.select)
    if order := kind.order:
        found.sort(key=lambda row: order(row[1]))
    fields = (*kind.fields, *kind.more)
    rows = arranged(fields, found, options, last=kind.last)
    by = by_context(contexts, rows)
    asked = options.columns
    if asked and options.evidence and "evidence" not in asked:
        asked = (*asked, "evidence")
    body = table_of(fields if asked else kind.fields, rows, asked)
    if not asked:
        also = {"evidence"} if options.evidence else set()
        never = set.intersection(*(redundant(context, records) for context, records in by))
        body = showing(body, also=also | dossier_column_if_several(selection), never=never)
    if kind.group and not options.sort:
        body = structs.replace(body, groups=tuple(kind.group(record) for _, record in rows))
    notes = notes_of(rows) if options.evidence else ()
    disputed = sum(record.disputed for _, record in rows)
    stale = [(one, record) for one, record in rows if one.is_stale(record) and isinstance(record, Stance)]
    due = sum(one.is_due(record) for one, record in stale)
    old = len(stale) - due
    count = shown_of(len(rows), len(found), kind.noun) + kind.which
    count += f", {disputed} disputed" if disputed else ""
    count += f", {due} due for review" if due else ""
    count += f", {old} last checked more than a year ago" if old else ""
    more = _other_disputes(contexts, kind, options.dossiers) + _cautions(
        selection, [record.begins for _, record in rows]
    )
    count += f". {more}".rstrip(". ")
    rests = joined(_basis(kind, context, records) for context, records in by)
    intro = kind.intro(rows) if kind.intro else ""
    newest = kind.of_stances and not selection[0][1].history
    legend = grade_legend(body, name="Grade of the last change" if newest and not notes else "Grade")
    if newest and notes:
        legend = f"Sources and grade are those of the last change. {legend}"
    return Listing(kind.title, rests, body, notes, f"{count}. {legend}".rstrip(), intro)


def _basis(kind: RecordListing[Any], context: Context, records: Sequence[Record]) -> About:
    """Return the basis of a listing; of a group, it counts the members that have such a record."""
    rests = about(context, listed=records, of_stances=kind.of_stances)
    if kind.of_stances or not rests.groups:
        return rests
    words, select = kind.recorded or (f"{kind.noun}s recorded for", kind.select)
    return counting(rests, words, select(context.dossier, context.query))


def _other_disputes(contexts: Sequence[Context], kind: RecordListing[Any], dossiers: Sequence[str]) -> str:
    """Return how many records of other kinds are disputed, where only disputed ones are listed."""
    if not any(context.query.disputed and not context.query.of_stances for context in contexts):
        return ""
    own = sum(len(kind.select(context.dossier, context.query)) for context in contexts)
    current = [structs.replace(context.query, history=False) for context in contexts]
    every = [queries.everything(one.dossier, query) for one, query in zip(contexts, current, strict=True)]
    others = sum(len(records) for records in every) - own
    if others <= 0:
        return ""
    also = f"{counted(others, 'current record')} of other kinds {'is' if others == 1 else 'are'} disputed, too"
    return (
        f"{also}; {on_dossiers('brief evidence --disputed', dossiers)} lists {'it' if others == 1 else 'them'}. "
    )


def _cautions(selection: Selection, dates: Sequence[PartialDate | None]) -> str:
    """Return which publishers a filter counts, and how many dates may be outside of a time."""
    query = selection[0][1]
    vague = vague_dates(dates, query)
    rule = "Aggregators do not count as publishers; a reprint such as AFP via Dawn counts as AFP. "
    return (f"{vague} " if vague else "") + rule * query.single_source


def vague_dates(dates: Iterable[PartialDate | None], query: Query) -> str:
    """Return how many dates are only a year or month of which a part is outside of the time of a query."""
    since, until = query.since, query.until
    vague = [
        date
        for date in dates
        if date
        and ((since and first_day(date) < first_day(since)) or (until and last_day(date) > last_day(until)))
    ]
    if not vague:
        return ""
    time = " or ".join(
        f"{word} {in_words(day)}" for word, day in (("before", since), ("after", until)) if day is not None
    )
    dated = alternatives(sorted({*map(in_words, vague)}))
    rows = f"{counted(len(vague), 'row')} {'is' if len(vague) == 1 else 'are'}"
    return f"{rows} dated only {dated} and may be from {time}."


def _claims(rows: Sequence[tuple[Context, Record]]) -> str:
    """Return which records are claims, with their credibility and the publishers that make and contradict them."""
    found: dict[str, list[str]] = {}
    for context, record in rows:
        if claim := claim_of(record):
            name = title_of(context, record)
            if isinstance(record, Stance):
                name = queries.name_of(context.dossier, record.country)
            said = f"{claim}, {claim_in_words(context.sources, record)}"
            found.setdefault(said, []).append(name)
    shown = [(names, said) for said, names in found.items()][:_MAX_CLAIMS]
    if not shown:
        return ""
    number, total = (sum(map(len, names)) for names in ((names for names, _ in shown), found.values()))
    which = f"The first {number} of {total} claims. " if number < total else ""
    return f"{which}{'. '.join(f'{all_of(names)}: {_plural(said, names)}' for names, said in shown)}."


def _plural(said: str, names: Sequence[str]) -> str:
    """Return what is said of claims, with the noun for one or for several of them."""
    return said.replace("claim", "claims", 1) if len(names) > 1 else said


def _in_time(dossier: Dossier, query: Query) -> list[Stance]:
    """Return stances country by country, the oldest first."""
    found = sorted(queries.stances(dossier, query), key=lambda stance: stance.since)
    return sorted(found, key=lambda stance: fold(queries.name_of(dossier, stance.country)))


def _spare_concerns(column: Column) -> Column:
    return (
        structs.replace(column, dropped_hint="--wide also shows concerns.") if column.key == "concerns" else column
    )


#: Origins that do not determine the place of a dossier.
_ELSEWHERE = {Origin.BRIEF_PATH, Origin.SHARED}
#: The columns of the head of a dossier.
OF_DOSSIERS: tuple[Field[Any, Dossier], ...] = (
    attr("id", "Id", "name for -d"),
    attr("title", "Title", "title"),
    attr("subject", "Subject", "subject of the stances", shown=False),
    attr("as_of", "As of", "day up to which it was last reviewed", type=ColumnType.DATE),
)
#: Of the counts people see those of what is in force.
_COUNTS = tuple(
    field.with_column(shown=False)
    if field.column.key == "countries" or field.column.key.endswith("_in_all")
    else field
    for field in COUNTS
    if field.column.key not in SPARSE
)
DOSSIERS: tuple[Field[datetime.date, Listed], ...] = (
    *(field.via(attrgetter("index.head")) for field in OF_DOSSIERS),
    *(field.via(attrgetter("index.counts")) for field in _COUNTS),
    Field(
        Column(
            "origin",
            "Origin",
            "brief-path, user (your data folder), shared (a folder of all users), bundled, path or stdin",
            words=tuple(Origin),
        ),
        lambda _, listed: str(listed.entry.origin),
    ),
    Field(
        Column("path", "Path", "file or folder of the dossier", shown=False, optional=True),
        lambda _, listed: printable_line(str(listed.entry.path)) if listed.entry.path else None,
    ),
    Field(
        Column(
            "hidden",
            "Hidden",
            "whether an earlier folder has a dossier with the same id, which -d selects instead",
            type=ColumnType.TRUTH,
        ),
        lambda _, listed: listed.entry.hidden,
    ),
    Field(
        Column(
            "disputed",
            "Disputed",
            "number of current records that at least one source contradicts",
            shown=False,
            type=ColumnType.NUMBER,
        ),
        lambda _, listed: listed.index.disputed,
    ),
    Field(
        Column(
            "stale",
            "Stale",
            "number of current stances due for review or last checked more than a year ago",
            shown=False,
            type=ColumnType.NUMBER,
        ),
        lambda today, listed: listed.index.stale(today),
    ),
    *(field.via(attrgetter("index.head")) for field in days(OF_DOSSIERS[-1], "date")),
    # Columns of a later version come last: programs may count columns.
    *(
        field.with_column(shown=False).via(attrgetter("index.counts"))
        for field in COUNTS
        if field.column.key in SPARSE
    ),
)
