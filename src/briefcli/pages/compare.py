"""Countries side by side, and a country beside itself on a day before."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from briefcli.dossier import queries
from briefcli.dossier.changes import changes
from briefcli.dossier.dates import PartialDate, day_after, first_day, last_day
from briefcli.dossier.filters import Query
from briefcli.dossier.history import ChangeKind, net_moves
from briefcli.dossier.kinds import BOTTOM_LINE
from briefcli.dossier.past import snapshot_of
from briefcli.errors import UsageError
from briefcli.page import Brief, Column, ColumnType, Section, Table, Term, Values
from briefcli.pages.about import about
from briefcli.pages.changes import CHANGES
from briefcli.pages.columns import FACTS, STANCES, level_since_cell
from briefcli.pages.context import Context
from briefcli.pages.fields import Field, citation, term
from briefcli.pages.grades import grade_legend
from briefcli.pages.notes import NOTES_HINT, numbered_notes
from briefcli.pages.sentences import change_in_words, net_in_words
from briefcli.pages.tables import ordered, showing, table, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefcli.dossier.history import Change
    from briefcli.dossier.model import BottomLine, Dossier, Event, Record, Stage, Stance, Vote
    from briefcli.dossier.past import Snapshot
    from briefcli.dossier.queries import Ballot
    from briefcli.page import Cell

#: The number of countries that can be compared side by side.
MIN_COUNTRIES, MAX_COUNTRIES = 2, 8


class _Compared(Struct, frozen=True):
    """What a dossier has on one of the countries that are compared."""

    code: str
    stance: Stance | None
    shared: Mapping[str, int]
    stages: Counter[tuple[str, Stage]]
    event: Event | None
    line: BottomLine | None
    ballots: tuple[Ballot, ...]
    records: tuple[Record, ...]

    @property
    def country(self) -> str:
        """The code, as records name their country."""
        return self.code

    @property
    def cited(self) -> list[Record]:
        """The records whose sources the page lists."""
        return [record for record in (self.line, self.stance) if record]


def compare_page(snapshot: Snapshot, codes: Sequence[str], query: Query) -> Brief:
    """Return countries side by side in their order, and name those that have no record.

    Raises:
        UsageError: fewer than two countries are requested, or more than eight have a record.
    """
    codes = list(dict.fromkeys(codes))
    dossier, requested = snapshot.dossier, query.requested.union(codes)
    recorded = queries.countries(dossier)
    present = [code for code in codes if code in recorded]
    if len(requested) < MIN_COUNTRIES or len(present) > MAX_COUNTRIES:
        raise not_so_many(len(present or requested))
    context = Context(snapshot, structs.replace(query, requested=requested))
    compared = _compared(dossier, present, query)
    body = _for_people(_COMPARED, [(context, entry) for entry in compared])
    title = (" and " if len(codes) == MIN_COUNTRIES else ", ").join(
        queries.name_of(dossier, code) for code in codes
    )
    records = [record for entry in compared for record in entry.records]
    sections = (
        Section("", "Side by side", body),
        Section("countries", "", table(context, _COMPARED, compared)),
    )
    notes = numbered_notes(context, [record for entry in compared for record in entry.cited])
    rests = about(context, records, of_stances=True)
    return Brief(title, rests, sections, notes, grade_legend(body, notes=notes), NOTES_HINT)


def members(snapshot: Snapshot, query: Query) -> list[str]:
    """Return the members of the requested groups that have a record, those on the highest levels first."""
    of_groups = frozenset[str]().union(*(group.countries for group in query.groups))
    found = queries.everything(snapshot.dossier, Query(countries=of_groups))
    return [code for record in found for code in record.countries if code in of_groups]


def _in_all(
    context: Context, found: Sequence[Change[Record]], before: str | None, after: str | None
) -> tuple[str, ...]:
    """Return how far a country moved between two days on which it was on some levels; newly known levels apart."""
    moves = sum(change.is_move for change in found)
    known = [change_in_words(context, one) for one in found if one.kind is ChangeKind.NEWLY_KNOWN]
    if not known:
        return (net_in_words(context.steps, before, after, moves),)
    net = [net_in_words(context.steps, *levels, moves) for levels in net_moves(found).values()]
    return (*net, *known)


def not_so_many(count: int) -> UsageError:
    """Return the error for too few or too many countries."""
    return UsageError(
        f"compare takes {MIN_COUNTRIES} to {MAX_COUNTRIES} countries, or a --group of as many, not {count}"
    )


def then_page(snapshot: Snapshot, then: PartialDate, code: str, query: Query) -> Brief:
    """Return a country on the first day of an earlier date beside itself, and what moved in between.

    Raises:
        UsageError: the day is not earlier.
    """
    then = PartialDate(first_day(then).isoformat())
    if then >= last_day(now := snapshot.day or snapshot.dossier.as_of).isoformat():
        msg = f"--then {then} is not before {now}"
        raise UsageError(msg)
    query = structs.replace(query, countries=frozenset({code}))
    contexts = [Context(each, query) for each in (snapshot_of(snapshot.dossier, then), snapshot)]
    compared = [_compared(context.dossier, [code], query)[0] for context in contexts]
    rows = list(zip(contexts, compared, strict=True))
    days = _for_people(_DAYS, rows)
    context = contexts[-1]
    found = changes(snapshot.dossier, structs.replace(query, since=day_after(then), until=snapshot.day))
    moved = showing(table(context, CHANGES, found), also={"evidence"})
    before, after = (entry.stance.level if entry.stance else None for entry in compared)
    sections = (
        Section("", "Then and now", days),
        Section("days", "", table_of(_DAYS, rows)),
        Section("", "Overall", _in_all(context, found, before, after)),
        Section("moved", "Changes in between", moved),
    )
    cited = [record for entry in compared for record in entry.cited]
    notes = numbered_notes(context, [*cited, *(change.record for change in found)])
    legend = grade_legend(days, moved, notes=notes)
    rests = about(context, compared[-1].records, of_stances=True)
    return Brief(queries.name_of(snapshot.dossier, code), rests, sections, notes, legend, NOTES_HINT)


def _compared(dossier: Dossier, codes: Sequence[str], query: Query) -> list[_Compared]:
    alone = {code: structs.replace(query, countries=frozenset({code})) for code in codes}
    stances = {code: next(iter(queries.stances(dossier, alone[code])), None) for code in codes}
    concerns = [set(stance.concerns) for stance in stances.values() if stance]
    counts = Counter(concern for own in concerns for concern in own)
    shared = {concern: count for concern, count in counts.items() if count > 1}
    return [
        _Compared(
            code,
            stances[code],
            shared,
            Counter((record.sector, record.stage) for record in queries.sectors(dossier, alone[code])),
            next(reversed(queries.events(dossier, alone[code])), None),
            next(iter(queries.of_kind(dossier, BOTTOM_LINE, alone[code])), None),
            tuple(queries.ballots(dossier, alone[code])),
            tuple(queries.everything(dossier, alone[code])),
        )
        for code in codes
    ]


def _for_people(fields: Sequence[Field[Context, _Compared]], rows: Sequence[tuple[Context, _Compared]]) -> Table:
    """Return the comparison for people: bottom lines first, and a line for each attribute and vote."""
    attributes = {of.id: of.label for context, entry in rows for of, _ in _facts(context, entry).pairs}
    votes = {ballot.record.id: ballot.record for _, entry in rows for ballot in entry.ballots}
    in_order = sorted(votes.values(), key=attrgetter("date"))
    own = [*map(_of_attribute, attributes, attributes.values()), *map(_of_vote, in_order)]
    body = ordered(table_of([*fields, *own], rows), [fields[0].column.key, *_FIRST])
    return structs.replace(body, transposed=True)


def _of_attribute(key: str, label: str) -> Field[Context, _Compared]:
    column = Column(f"fact:{key}", label, "the value of the attribute", empty="not known", optional=True)
    return Field(column, lambda context, entry: _facts(context, entry).of(key))


def _of_vote(vote: Vote) -> Field[Context, _Compared]:
    heading = f"Vote of {vote.date}, {vote.document or vote.title}"
    column = Column(f"vote:{vote.id}", heading, "the way of voting", empty="not known", optional=True)

    def cell(context: Context, entry: _Compared) -> Cell:
        taken = any(one.id == vote.id for one in context.dossier.votes)
        return _votes(entry).of(vote.id) if taken else Term("", "")

    return Field(column, cell)


def _facts(context: Context, entry: _Compared) -> Values:
    return context.facts.get(entry.code, Values())


def _votes(entry: _Compared) -> Values:
    return Values(tuple((Term(one.record.id, one.record.title), term(one.vote)) for one in entry.ballots))


def _bottom_line(context: Context, entry: _Compared) -> Cell:
    if entry.line is None:
        return None
    from briefcli.pages.bottom_lines import bottom_line_in_words  # noqa: PLC0415 - many countries have none

    return Term(entry.line.text, bottom_line_in_words(context, entry.line))


def _of_stance(key: str, *, shown: bool = True) -> Field[Context, _Compared]:
    """Return a column of stances as one of what is compared."""
    (field,) = (field for field in STANCES if field.column.key == key)
    column = structs.replace(field.column, shown=shown, empty="none", optional=True)
    return Field(column, lambda context, entry: field.cell(context, entry.stance) if entry.stance else None)


def _concerns(context: Context, entry: _Compared) -> Cell:
    """Return the concerns, the main one first, with how many of the others have them too."""
    labels = context.dossier.terms.concerns
    own = entry.stance.concerns if entry.stance else ()
    return tuple(
        Term(
            concern,
            f"{labels[concern]} (shared with {others} other{'s' if others > 1 else ''})"
            if others
            else labels[concern],
        )
        for concern in own
        for others in [entry.shared.get(concern, 1) - 1]
    )


def _shared(entry: _Compared) -> list[str]:
    own = entry.stance.concerns if entry.stance else ()
    return sorted(concern for concern in own if concern in entry.shared)


def _sectors(context: Context, entry: _Compared) -> Cell:
    """Return the sectors with their stages, and how many pieces of cooperation are at a stage."""
    labels = context.dossier.terms.sectors
    return tuple(
        Term(sector, f"{labels[sector]} ({stage})" if count == 1 else f"{labels[sector]} ({count} {stage})")
        for (sector, stage), count in entry.stages.items()
    )


def _day(context: Context, _: _Compared) -> str:
    return last_day(context.snapshot.day or context.dossier.as_of).isoformat()


_COMPARED: tuple[Field[Context, _Compared], ...] = (
    Field(Column("country", "Country", "name of the country"), lambda context, entry: context.country(entry.code)),
    Field(Column("code", "Code", "ISO 3166-1 alpha-2 code", shown=False), lambda _, entry: entry.code),
    _of_stance("level"),
    structs.replace(
        _of_stance("level_since"),
        cell=lambda context, entry: level_since_cell(context, entry.stance) if entry.stance else None,
    ),
    structs.replace(
        _of_stance("since"), cell=lambda context, entry: context.step(entry.stance) if entry.stance else None
    ),
    _of_stance("status"),
    Field(Column("concerns", "Concerns", "the main one first", empty="none", type=ColumnType.TEXTS), _concerns),
    _of_stance("earlier_concerns").with_column(empty=""),
    Field(
        Column(
            "shared",
            "Shared",
            "ids of the concerns that another country also has",
            shown=False,
            type=ColumnType.TEXTS,
        ),
        lambda _, entry: tuple(_shared(entry)),
    ),
    Field(
        Column(
            "shared_by",
            "Shared by",
            "number of countries with each of them, in the same order",
            shown=False,
            type=ColumnType.NUMBERS,
        ),
        lambda _, entry: tuple(entry.shared[concern] for concern in _shared(entry)),
    ),
    Field(
        Column("newest_event", "Newest event", "title of the newest event", empty="none", optional=True),
        lambda _, entry: (
            Term(entry.event.title, f"{entry.event.date} {entry.event.title}") if entry.event else None
        ),
    ),
    Field(
        Column(
            "newest_event_date",
            "Its date",
            "date of the newest event",
            shown=False,
            type=ColumnType.DATE,
            optional=True,
        ),
        lambda _, entry: entry.event.date if entry.event else None,
    ),
    Field(
        Column(
            "sectors", "Sectors", "ids of the sectors, one for each stage", empty="none", type=ColumnType.TEXTS
        ),
        _sectors,
    ),
    Field(
        Column("stages", "Stages", "the stages, in the order of the sectors", shown=False, type=ColumnType.TEXTS),
        lambda _, entry: tuple(stage for _, stage in entry.stages),
    ),
    Field(
        Column(
            "pieces",
            "Pieces",
            "number of pieces of cooperation, in the order of the sectors",
            shown=False,
            type=ColumnType.NUMBERS,
        ),
        lambda _, entry: tuple(entry.stages.values()),
    ),
    _of_stance("grade"),
    _of_stance("disputed", shown=False),
    _of_stance("checked"),
    _of_stance("evidence"),
    Field(
        Column(
            "newest_evidence",
            "Newest source",
            "date of the newest source of the records",
            formerly="Newest evidence",
            empty="none",
            type=ColumnType.DATE,
            optional=True,
        ),
        lambda context, entry: queries.newest_evidence(context.dossier, entry.records),
    ),
    Field(
        Column(
            "evidence_age",
            "Age in days",
            "days from the newest source to today, or to the selected day",
            type=ColumnType.NUMBER,
            optional=True,
        ),
        lambda context, entry: queries.evidence_age(
            queries.newest_evidence(context.dossier, entry.records), context.day
        ),
    ),
    Field(
        Column("bottom_line", "Bottom line", "the position in two or three sentences", optional=True), _bottom_line
    ),
    Field(
        Column(
            "bottom_line_date",
            "Day of the bottom line",
            "day for which the bottom line was written",
            shown=False,
            type=ColumnType.DATE,
            optional=True,
        ),
        lambda _, entry: entry.line.date if entry.line else None,
    ),
    Field(
        Column(
            "bottom_line_evidence",
            "Its sources",
            "the sources of the bottom line",
            type=ColumnType.CITATIONS,
        ),
        lambda context, entry: tuple(
            citation(context, item) for line in (entry.line,) if line for item in line.evidence
        ),
    ),
    FACTS,
    Field(
        Column("votes", "Votes", "ids of votes, each with the way of voting", shown=False, type=ColumnType.VALUES),
        lambda _, entry: _votes(entry),
    ),
)
#: What people read first of each.
_FIRST = ("bottom_line", "bottom_line_evidence")

#: The columns of a country on two days.
_DAYS: tuple[Field[Context, _Compared], ...] = (
    Field(Column("day", "Day", "the day to which the row applies", type=ColumnType.DAY), _day),
    *(
        field.with_column(shown=False) if field.column.key == "country" else field
        for field in _COMPARED
        if field.column.key not in {"shared", "shared_by", "newest_evidence", "evidence_age"}
    ),
)
