"""The brief on one country."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, structs

from briefcli.dossier import queries
from briefcli.dossier.filters import Query
from briefcli.dossier.kinds import BOTTOM_LINE, EVENT, FACT, RECORD_KINDS, SECTOR, STANCE, TOPIC, VOTE, Kind
from briefcli.dossier.model import Event, RollCall, Sector, Stance, Topic, Vote
from briefcli.page import Brief, Cited, KeyValues, Section, Table, Term, Track
from briefcli.pages.about import about, ago
from briefcli.pages.columns import EVENTS, LEVELS, SECTORS, STANCES, TOPICS, level_since_cell
from briefcli.pages.context import Context, heading_of_events
from briefcli.pages.disputes import CONTRADICTIONS, by_record, contradictions, dispute_in_words, disputed
from briefcli.pages.fields import Field, term, title_of
from briefcli.pages.finding import country_finding
from briefcli.pages.glance import index_lines, position
from briefcli.pages.grades import caution, claim_in_words, grade_legend, grade_of, status_in_words
from briefcli.pages.listings import redundant
from briefcli.pages.notes import NOTES_HINT, numbered_notes
from briefcli.pages.registry import LISTINGS
from briefcli.pages.tables import ordered, showing, table
from briefcli.wording import all_of, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from briefcli.dossier.model import Dossier, Fact, Record
    from briefcli.dossier.past import Snapshot
    from briefcli.page import Cell

#: The number of previous stances on a short page.
STEPS = 3
#: How many items a part of a short page has at most: of what moved, and of the rest.
FEW, FEWER = 2, 1
#: What a short page with a bottom line only counts, by the key of the part.
_LEFT_OUT = {"events": "event", "sectors": "cooperation initiative", "topics": "topic"}
#: How many items of a kind a terminal shows, and what else it prints.
MOST = 10
COMPACT_HINT = "Add --evidence for the sources, all records and their texts."
_GRADES = "In brackets: grade of the best source (A to F) and of the claim (1 to 6); brief codebook explains both."
#: The first of the labelled values, and of the columns of stances and events.
_FACTS = (
    *("level", "level_since", "since", "checked", "due", "grade", "status", "concerns", "earlier_concerns"),
    *("summary", "evidence"),
)
_OF_STEPS = ("since", "until", "level", "status", "grade", "evidence")
_OF_EVENTS = ("date", "title", "countries")


class _Found(Struct, frozen=True):
    """What a dossier has on a country: its stance in force, all its steps and its events, the newest first.

    The `track` of its levels is for a terminal.
    """

    current: list[Stance]
    steps: list[Stance]
    events: list[Event]
    sectors: list[Sector]
    topics: list[Topic]
    others: dict[Kind, list[Any]]
    track: Track | None = None

    @property
    def earlier(self) -> list[Stance]:
        """The steps before the present one."""
        return [stance for stance in self.steps if stance not in self.current]

    @property
    def records(self) -> list[Record]:
        """All records, each once, in the order of the page."""
        return list(
            dict.fromkeys(
                [
                    *self.others[BOTTOM_LINE],
                    *self.current,
                    *self.earlier,
                    *self.events,
                    *self.sectors,
                    *self.topics,
                    *chain(*self.others.values()),
                ]
            )
        )


def country_page(
    snapshot: Snapshot, code: str, query: Query, *, evidence: bool = False, on_terminal: bool = False
) -> Brief:
    """Return all that a dossier says of one country.

    A page `on_terminal` also draws the levels over time. Without `evidence` it has one item for each record and
    only the number of sources.
    """
    context, title = _on_country(snapshot, code, query)
    found = _found(snapshot.dossier, context.query)
    found = _with_track(context, code, found) if on_terminal else found
    rests = about(context, found.records, of_stances=True)
    glance = index_lines(context, found.current, found.records, found.events) if found.records else ()
    notes = numbered_notes(context, found.records)
    if on_terminal and not evidence:
        legend = _GRADES * bool(glance)
        sections = _compact(context, found)
        return Brief(title, rests, sections, notes, legend, COMPACT_HINT, missing_first=True, glance=glance)
    gaps = () if context.query.filters.active() or rests.missing else _gaps(snapshot.dossier, found)
    numbers = {note.source: note.number for note in notes}
    sections = (*_whole(context, found, numbers), Section("gaps", "", gaps))
    legend = grade_legend(*(section.body for section in sections), notes=notes)
    return Brief(title, rests, sections, notes, legend, NOTES_HINT, missing_first=True, glance=glance)


def short_page(
    snapshot: Snapshot, code: str, query: Query, *, evidence: bool = False, on_terminal: bool = False
) -> Brief:
    """Return as much on a country as fits on a sheet of paper, with few sources, or with all of its `evidence`."""
    from briefcli.pages.sheet import chosen_notes  # noqa: PLC0415 - only a short page needs it

    context, name = _on_country(snapshot, code, query)
    found = _found(snapshot.dossier, context.query)
    found = _with_track(context, code, found) if on_terminal else found
    parts = _parts(context, found)
    left_out = _LEFT_OUT if found.others[BOTTOM_LINE] else ()
    few = chain(*(part.records[: part.most] for part in parts if part.key not in left_out))
    shown = list(dict.fromkeys([*found.others[BOTTOM_LINE], *found.current, *found.others[FACT], *few]))
    notes = numbered_notes(context, shown) if evidence else chosen_notes(context, shown)
    sections = _short(context, found, {note.source: note.number for note in notes})
    every = len({item.source for record in found.records for item in record.evidence})
    more, hint = "", NOTES_HINT
    if len(notes) < every:
        be = "is" if len(notes) == 1 else "are"
        more = f"{len(notes)} of {counted(every, 'source')} {be} listed. Add --evidence for all of them."
        hint = f"This dossier has {counted(every, 'source')} on {name}. {hint}"
    legend = grade_legend(*(section.body for section in sections), notes=notes)
    return Brief(
        f"{name}: {snapshot.dossier.subject}",
        about(context, found.records, of_stances=True),
        sections,
        notes,
        legend if on_terminal else f"{more} {legend}".strip(),
        hint,
        missing_first=True,
        sheet=True,
    )


def _on_country(snapshot: Snapshot, code: str, query: Query) -> tuple[Context, str]:
    """Return the context of a page on a country, and the name of the country."""
    query = structs.replace(query, countries=frozenset({code}), requested=frozenset({code}))
    return Context(snapshot, query), queries.name_of(snapshot.dossier, code)


def _found(dossier: Dossier, query: Query) -> _Found:
    steps = queries.stances(dossier, structs.replace(query, history=True))
    return _Found(
        current=queries.stances(dossier, query),
        steps=sorted(steps, key=lambda stance: stance.since, reverse=True),
        events=queries.events(dossier, query)[::-1],
        sectors=queries.sectors(dossier, query),
        topics=queries.topics(dossier, query),
        others={
            kind: queries.of_kind(dossier, kind, query)
            for kind in RECORD_KINDS
            if kind not in {STANCE, TOPIC, SECTOR, EVENT}
        },
    )


def _with_track(context: Context, code: str, found: _Found) -> _Found:
    """Return what a dossier has on a country, with the track of its levels unless a filter leaves out some."""
    from briefcli.pages.ladder import small_track  # noqa: PLC0415 - only terminals show it

    history = context.histories.get(code)
    if history is None or len(found.steps) < len(history.stances):
        return found
    return structs.replace(found, track=small_track(context, code))


def _whole(context: Context, found: _Found, numbers: Mapping[str, int]) -> tuple[Section, ...]:
    """Return all parts of the page; scripts get the steps in one, with the present one among them.

    `numbers` contains the number of each source by its id.
    """
    earlier = found.earlier
    facts = _facts(context, found.current, numbers)
    return (
        *_bottom_line(context, found, numbers),
        Section("", "Position", _position(context, facts, found)),
        Section("stance", "", facts),
        Section("", "Claim", _claim(context, found.current)),
        Section("", "Disputed", by_record(context, found.records)),
        Section("disputed", "", disputed(context, found.records)),
        Section("", "Previous stances", _steps(context, earlier)),
        Section("events", "Events", ordered(_about(context, EVENTS, found.events), _OF_EVENTS)),
        Section("sectors", "Cooperation", _about(context, SECTORS, found.sectors)),
        Section("topics", "Topics", _about(context, TOPICS, found.topics)),
        *chain(*(_of_kind(context, kind, records) for kind, records in found.others.items())),
        Section("", "Further votes", _further_votes(context) if found.records else ""),
        Section("history", "", table(context, STANCES, found.steps if earlier else [])),
    )


def _compact(context: Context, found: _Found) -> tuple[Section, ...]:
    """Return the parts of a page for a terminal: an item for each record, at most MOST of a kind."""
    facts = _facts(context, found.current)
    disputes = [record for record in found.records if record.disputed]
    parts: tuple[tuple[str, Sequence[Record]], ...] = (
        ("Previous stances", found.earlier),
        ("Events", found.events),
        ("Cooperation", sorted(found.sectors, key=_latest, reverse=True)),
        ("Topics", sorted(found.topics, key=_latest, reverse=True)),
        ("Votes", found.others[VOTE][::-1]),
    )
    return (
        *_bottom_line(context, found),
        Section("", "Position", _position(context, facts, found)),
        Section("", "Claim", _claim(context, found.current)),
        Section("", "Disputed", tuple(dispute_in_words(context, one) for one in disputes)),
        Section("", "Facts", _facts_in_words(context, found.others[FACT])),
        *(_items(context, heading, records, MOST) for heading, records in parts),
        Section("", "Further votes", _further_votes(context) if found.records else ""),
    )


def _position(context: Context, facts: KeyValues, found: _Found) -> KeyValues:
    """Return what people read of a position, with the track of its levels if there is one."""
    own = position(context, facts, found.current, found.records, found.events)
    if found.track is None or not own.row:
        return own
    place = [column.key for column in own.columns].index("status")
    columns = (*own.columns[:place], LEVELS, *own.columns[place:])
    return KeyValues(columns, (*own.row[:place], found.track, *own.row[place:]))


def _items(context: Context, heading: str, records: Sequence[Record], most: int) -> Section:
    """Return the first records of a kind as items, under a heading that states how many there are."""
    more = f", {most} of {len(records)}" if most < len(records) else ""
    return Section("", f"{heading}{more}", tuple(_item(context, record) for record in records[:most]))


class _Part(NamedTuple):
    """A part of a short page: how many records it shows of all, its key and heading, and its columns."""

    most: int
    key: str
    heading: str
    fields: Sequence[Field[Context, Any]]
    records: Sequence[Any]


def _parts(context: Context, found: _Found) -> tuple[_Part, ...]:
    disputes = [record for record in found.records if record.disputed]
    return (
        _Part(FEW, "disputed", "Disputed", CONTRADICTIONS, disputes),
        _Part(STEPS, "history", "Previous stances", STANCES, found.earlier),
        _Part(FEW, "events", heading_of_events(context, found.events), EVENTS, found.events),
        _Part(FEWER, "sectors", "Cooperation", SECTORS, sorted(found.sectors, key=_latest, reverse=True)),
        _Part(FEWER, "topics", "Topics", TOPICS, sorted(found.topics, key=_latest, reverse=True)),
        _Part(FEW, VOTE.list_key, "Votes", _columns_of(VOTE, found), found.others[VOTE][::-1]),
    )


def _short(context: Context, found: _Found, numbers: Mapping[str, int]) -> tuple[Section, ...]:
    """Return the sections of a short page: an item for each record, for scripts its row.

    With a bottom line people read fewer parts, and how many records there are of the others.
    """
    facts, said = _facts(context, found.current, numbers), _facts_in_words(context, found.others[FACT])
    has_line = bool(found.others[BOTTOM_LINE])
    cited = dict.fromkeys(number for fact in found.others[FACT] for number in _numbers_of(fact, numbers))
    own = _position(context, facts, found)
    own = own.without("summary") if has_line else own
    own = own.without("disputes") if any(record.disputed for record in found.records) else own  # a part has them
    sections = [
        *_bottom_line(context, found, numbers)[:1],  # the position states the finding
        Section("", "Position", own),
        Section("stance", "", facts),
        Section("", "Claim", _claim(context, found.current)),
        Section("", "Facts", Cited(said, tuple(cited)) if said else ""),
    ]
    left = []
    for part in _parts(context, found):
        few = part.records[: part.most]
        rows = contradictions(few) if part.fields is CONTRADICTIONS else few
        if has_line and part.key in _LEFT_OUT:
            left.append(counted(len(part.records), _LEFT_OUT[part.key]) if part.records else "")
        else:
            sections.append(_cited_items(context, part, numbers))
        sections.append(Section(part.key, "", table(context, part.fields, rows)))
    if also := list(filter(None, left)):
        sections.append(Section("", "Also recorded", f"Not on this page: {all_of(also)}."))
    for kind in (BOTTOM_LINE, FACT):
        body = table(context, _columns_of(kind, found), found.others[kind])
        sections.append(Section(kind.list_key, "", body))
    return tuple(sections)


def _cited_items(context: Context, part: _Part, numbers: Mapping[str, int]) -> Section:
    """Return a part of a short page, with the numbers of its sources."""
    few = part.records[: part.most]
    more = f", {len(few)} of {len(part.records)}" if len(few) < len(part.records) else ""
    item = _dispute if part.fields is CONTRADICTIONS else _item
    lines = tuple(Cited(item(context, record), _numbers_of(record, numbers)) for record in few)
    if part.key == VOTE.list_key and (further := _further_votes(context, dated=False)):
        more = f"{more}; {further}"
    return Section("", f"{part.heading}{more}", lines)


def _further_votes(context: Context, *, dated: bool = True) -> str:
    """Return how many roll calls are not complete, in which the country may have voted, too, and their dates."""
    if all(vote.roll_call is not RollCall.PARTIAL for vote in context.dossier.votes):
        return ""
    from briefcli.pages.votes import partial_in_words  # noqa: PLC0415 - most dossiers have no such votes

    return partial_in_words([context], further=True, dated=dated)


def _numbers_of(record: Record, numbers: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(sorted({numbers[item.source] for item in record.evidence if item.source in numbers}))


def _columns_of(kind: Kind, found: _Found) -> Sequence[Field[Context, Any]]:
    """Return the columns of a kind, whose listing is imported only where there are some."""
    return LISTINGS[kind.command].fields() if found.others[kind] else ()


def _facts_in_words(context: Context, facts: Sequence[Fact]) -> str:
    """Return facts in one sentence, each with its date and grade."""
    if not facts:
        return ""
    from briefcli.pages.facts import fact_in_words  # noqa: PLC0415 - most countries have no facts

    return f"{'; '.join(f'{fact_in_words(context, one)} ({_code(context, one)})' for one in facts)}."


def _bottom_line(context: Context, found: _Found, numbers: Mapping[str, int] | None = None) -> list[Section]:
    """Return what people read first: the bottom line with its day or, without one, the finding on the country.

    Scripts find the bottom line among its kind.
    """
    lines = found.others[BOTTOM_LINE]
    cited = sorted({number for line in lines for number in _numbers_of(line, numbers or {})})
    text = country_finding(context, next(iter(found.current), None), lines)
    return [
        Section("", "Bottom line", Cited(text, tuple(cited)) if lines else ""),
        Section("", "Finding", "" if lines else text),
    ]


def _latest(record: Any) -> str:
    return record.since or ""


def _dispute(context: Context, record: Record) -> str:
    """Return what contradicts a record, in a few lines."""
    said = list(
        dict.fromkeys(
            f"{context.sources[one.item.source].publisher}: {one.item.note or 'no details'}"
            for one in contradictions([record])
        )
    )
    more = [f"and {len(said) - FEW} more"] * (len(said) > FEW)
    name = f"{caution(record)}{title_of(context, record)}"
    return f"{name}. Contradicted by {'; '.join([*said[:FEW], *more]).replace('.; ', '; ')}"


def _item(context: Context, found: Record) -> str:
    """Return a record in a line or two."""
    match found:
        case Stance():
            text = f"{found.since} {context.steps[found.level].label}: {status_in_words(found)}"
        case Event():
            text = f"{found.date} {found.title}"
        case Sector():
            since = f" since {found.since}" if found.since else ""
            label = context.dossier.terms.sectors[found.sector]
            text = f"{label}, {found.stage}{since}: {found.initiative or found.outcome or found.summary}"
        case Topic():
            text = found.title
        case Vote():
            own = (how for code, how in found.choices if code in (context.query.countries or ()))
            text = f"{found.date} {found.title}: {', '.join(term(how).label for how in own)}"
    return f"{text} ({_code(context, found)})"


def _code(context: Context, found: Record) -> str:
    return f"{grade_of(context.letters, found).code}{', disputed' if found.disputed else ''}"


def _facts(context: Context, current: Sequence[Stance], numbers: Mapping[str, int] | None = None) -> KeyValues:
    """Return the stance in force, with its sources if their `numbers` are given."""
    body = ordered(table(context, _CURRENT, current), _FACTS)
    vague = any(context.step(stance) != context.runs[stance.id].since for stance in current)
    also = {"checked", "summary", "earlier_concerns", *["evidence"] * (numbers is not None)}
    also |= {"due"} if any(map(context.next_review, current)) else set()
    body = showing(body, also=also, never={"country"} if vague else {"country", "since"})
    columns = tuple(
        structs.replace(column, heading=_name_of_check(context, current)) if column.key == "checked" else column
        for column in body.columns
    )
    if not current:
        return KeyValues(columns, ())
    row = dict(zip((column.key for column in columns), body.rows[0], strict=True))
    row["level_since"] = level_since_cell(context, current[0], numbers)
    return KeyValues(columns, tuple(row.values()))


def _claim(context: Context, current: Sequence[Stance]) -> str:
    """Return the publishers that make a claim, and those that deny it."""
    said = [claim_in_words(context.sources, stance) for stance in current if caution(stance)]
    return "".join(f"{text[0].upper()}{text[1:]}." for text in said)


def _name_of_check(context: Context, current: Sequence[Stance]) -> str:
    """Return what gives the day up to which the country was checked: a review, or its newest source."""
    reviewed = any(
        one.reviewed and one.reviewed == context.checked[stance.country]
        for stance in current
        for one in context.histories[stance.country].stances
    )
    return "Verified to" if reviewed else "Newest source"


def _steps(context: Context, steps: Sequence[Stance]) -> Table:
    body = ordered(table(context, _EARLIER, steps), _OF_STEPS)
    return showing(
        body, also={"since", "evidence"}, never={"country", "level_since", "concerns"}, below={"summary"}
    )


def _about(context: Context, fields: Sequence[Field[Context, Any]], records: Sequence[Record]) -> Table:
    body = table(context, fields, records)
    return showing(body, also={"evidence"}, never=redundant(context, records), below={"summary"})


def _of_kind(context: Context, kind: Kind, records: Sequence[Record]) -> list[Section]:
    """Return the records of a kind as in its listing, which is imported only where there are some.

    People read how the country voted in place of the totals, and have read its bottom line.
    """
    body = _about(context, LISTINGS[kind.command].fields(), records) if records else Table((), ())
    for_people = body
    if records and kind is FACT:
        from briefcli.pages.facts import for_people as dated  # noqa: PLC0415 - most countries have no facts

        for_people = showing(dated(body), never={"country"})
    if records and kind is VOTE:
        from briefcli.pages.votes import ballots_table  # noqa: PLC0415 - likewise

        for_people = showing(ballots_table(context), also={"evidence"})
    heading = "" if kind is BOTTOM_LINE else kind.heading
    return [Section("", heading, for_people), Section(kind.list_key, "", body)]


def gaps(dossier: Dossier, code: str) -> tuple[str, ...]:
    """Return what a dossier does not know of a country."""
    return _gaps(dossier, _found(dossier, Query(countries=frozenset({code}))))


def _gaps(dossier: Dossier, found: _Found) -> tuple[str, ...]:
    """Return what the dossier does not know of the country."""
    kinds: dict[str, Sequence[Record]] = {
        "stance": found.steps,
        "topic": found.topics,
        "sector": found.sectors,
        "event": found.events,
    }
    gaps = [f"no {name} recorded" for name, records in kinds.items() if not records]
    if found.steps and not found.current:
        gaps.insert(0, "no current stance")
    if queries.newest_evidence(dossier, [record for records in kinds.values() for record in records]) is None:
        gaps.append("no dated source")
    return tuple(gaps)


def _checked(context: Context, stance: Stance) -> Term | None:
    """Return up to when the country was looked at, for people with how long ago that is."""
    if (date := context.checked[stance.country]) is None:
        return None
    return Term(date, f"{date}, {ago(date, context.day)}" if context.day else date)


#: The columns of stances, with how long ago the country was checked and what dates the last change.
_OWN_CELLS: Mapping[str, Callable[[Context, Stance], Cell]] = {"checked": _checked, "since": Context.step}
_CURRENT = tuple(structs.replace(field, cell=_OWN_CELLS.get(field.column.key, field.cell)) for field in STANCES)
#: The same, where each row is a step.
_EARLIER = tuple(field.with_column(heading="From") if field.column.key == "since" else field for field in STANCES)
