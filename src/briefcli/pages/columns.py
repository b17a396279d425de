"""The columns of each kind of record, declared once for every page and format."""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct, structs

from briefcli.dossier import queries
from briefcli.dossier.dates import PartialDate, day_of_ages, first_day, last_day
from briefcli.dossier.kinds import EVENT, RECORD_KINDS, SECTOR, STANCE, TOPIC, kind_of, stage_in_words
from briefcli.dossier.model import (
    Event,
    Evidence,
    Record,
    Reliability,
    Sector,
    Source,
    SourceKind,
    Stage,
    Stance,
    Topic,
    TopicKind,
    Verdict,
)
from briefcli.dossier.spelling import fold
from briefcli.dossier.standing import checked, is_stale, standings
from briefcli.errors import alternatives
from briefcli.page import Cell, Citation, Column, ColumnType, Country, Grade, Link, Mark, Marked, Step, Term
from briefcli.pages.grades import best_reliability, grade_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Dossier
    from briefcli.dossier.past import Snapshot
    from briefcli.dossier.queries import CitedSource, Counts
    from briefcli.dossier.standing import Standing

C_contra = TypeVar("C_contra", contravariant=True)
R_contra = TypeVar("R_contra", contravariant=True)
P = TypeVar("P")
#: How a record that names no country is printed.
PARTNERS = "International partners"


class Context:
    """What a cell may need beside its record: what is seen of a dossier, and what is wanted of it.

    For who changes the files, `places` has where each record and source stands, by its id.
    """

    def __init__(self, snapshot: Snapshot, query: Query, places: Mapping[str, Cell] | None = None) -> None:
        dossier = self.dossier = snapshot.dossier
        self.snapshot = snapshot
        self.query = query
        self.places = places or {}
        self.today = query.filters.today
        self.steps = ladder(dossier)
        self.sources = {source.id: source for source in dossier.sources}

    @cached_property
    def day(self) -> datetime.date | None:
        """The day to which ages are counted: the one asked for, or the reader's own if that is earlier."""
        return day_of_ages(self.snapshot.day, self.today)

    @cached_property
    def letters(self) -> Mapping[str, Reliability]:
        """The reliability of each source, by its id."""
        return {source.id: self.dossier.reliability_of(source) for source in self.dossier.sources}

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Since when, and how long, each stance holds, by its id."""
        return {one.stance.id: one for own in standings(self.dossier.stances).values() for one in own}

    @cached_property
    def first_stances(self) -> frozenset[str]:
        """The ids of the first stance of each country."""
        return frozenset(own[0].stance.id for own in standings(self.dossier.stances).values())

    @cached_property
    def checked(self) -> Mapping[str, PartialDate | None]:
        """Up to which day each country was looked at, by its code."""
        return checked(self.dossier)

    def is_stale(self, record: Record) -> bool:
        """Whether it is a stance in force of a country that nobody has checked for long."""
        in_force = isinstance(record, Stance) and self.standings[record.id].until is None
        return in_force and self.day is not None and is_stale(self.checked[record.countries[0]], self.day)

    def step(self, stance: Stance) -> Cell:
        """Return from when a stance holds, for people with a word where only sources without a date tell of it."""
        dates = [self.sources[item.source].date for item in stance.evidence]
        if None in dates and not any(date and last_day(date) >= first_day(stance.since) for date in dates):
            return Term(stance.since, f"{stance.since}, by sources without a date")
        return stance.since

    @cached_property
    def uses(self) -> Mapping[str, int]:
        """How many records cite a source, by its id."""
        return queries.uses(self.dossier.records)

    def country(self, code: str) -> Country:
        """Return a country by its code."""
        return Country(code, queries.name_of(self.dossier, code))

    def countries(self, codes: Sequence[str]) -> tuple[Country, ...]:
        """Return countries by their codes."""
        return tuple(map(self.country, codes))


class Field(Struct, Generic[C_contra, R_contra], frozen=True):
    """A column, and how its cell is made from a record and what stands around it."""

    column: Column
    cell: Callable[[C_contra, R_contra], Cell]

    def via(self, part: Callable[[P], R_contra]) -> Field[C_contra, P]:
        """Return the field for what has such a record as a part."""
        return Field(self.column, lambda context, whole: self.cell(context, part(whole)))

    def with_column(self, **changed: Any) -> Field[C_contra, R_contra]:
        """Return the field with a column that says something else of itself."""
        return structs.replace(self, column=structs.replace(self.column, **changed))


def ladder(dossier: Dossier) -> dict[str, Step]:
    """Return the levels of a dossier by their ids, the lowest first."""
    of = len(dossier.levels)
    return {level.id: Step(level.id, level.label, rank, of) for rank, level in enumerate(dossier.levels, 1)}


def attr(key: str, heading: str, meaning: str, **more: Any) -> Field[Any, Any]:
    """Return a field whose cell is what a record has under the field's own key; `more` is of the column."""
    return Field(Column(key, heading, meaning, **more), lambda _, record: getattr(record, key))


def enum_attr(key: str, heading: str, meaning: str, words: Iterable[str] = ()) -> Field[Any, Any]:
    """Return a field whose cell is one of the program's own words, which stands under the field's own key."""
    return Field(Column(key, heading, meaning, words=tuple(words)), lambda _, record: term(getattr(record, key)))


def term(own: str) -> Term:
    """Return one of the program's own words, such as a kind or a stage, as people read it."""
    return Term(own, "NGO" if own == "ngo" else own.replace("-", " ").capitalize())


def citation(context: Context, item: Evidence) -> Citation:
    """Return a source as a record cites it."""
    source = context.sources[item.source]
    return Citation(
        source=source.id,
        publisher=source.publisher,
        kind=source.kind,
        title=source.title,
        url=source.url,
        date=source.date,
        reliability=context.letters[source.id],
        verdict=item.verdict,
        note=item.note,
        locator=item.locator,
        dossier=context.dossier.id,
    )


def order(cell: Cell) -> Any:
    """Return what a column is sorted by; None where the cell says nothing."""
    match cell:
        case None | "" | ():
            return None
        case Step():
            return cell.rank
        case Term():
            return fold(cell.label)
        case Country():
            return fold(cell.name)
        case Mark():
            return cell.id
        case Grade():
            return cell.code
        case Link() | Marked():
            return fold(cell.text)
        case Citation():
            return cell.source
        case tuple():
            return [order(part) for part in cell]
        case str():
            return fold(cell)
        case _:
            return cell


#: The last column of every listing, which people see where several dossiers may answer.
DOSSIER: Field[Context, Any] = Field(
    Column("dossier", "Dossier", "the id of the dossier that has it", shown=False),
    lambda context, _: context.dossier.id,
)


def days(field: Field[C_contra, R_contra], key: str) -> tuple[Field[C_contra, R_contra], ...]:
    """Return the first and the last day that a date may mean, for scripts."""

    def day(which: str, of: Callable[[PartialDate], datetime.date]) -> Field[C_contra, R_contra]:
        column = structs.replace(
            field.column,
            key=f"{key}_{which}",
            heading=f"{field.column.heading}, {which} day",
            meaning=f"the {which} day that {field.column.key} may mean",
            shown=False,
            type=ColumnType.DAY,
        )

        def cell(context: C_contra, one: R_contra) -> str | None:
            date = field.cell(context, one)
            return of(PartialDate(str(date))).isoformat() if date else None

        return Field(column, cell)

    return day("first", first_day), day("last", last_day)


def with_common_columns(
    fields: tuple[Field[Context, R_contra], ...], dated_by: str, *added: Field[Context, R_contra]
) -> tuple[Field[Context, R_contra], ...]:
    """Return the columns of a listing with those that end every listing: the days of its date, and the dossier.

    `added` are columns of a later version, which come before the dossier: programs may count columns.
    """
    date = next(field for field in fields if field.column.key == dated_by)
    return (*fields, *days(date, "date"), *added, DOSSIER)


EVIDENCE: tuple[Field[Context, Record], ...] = (
    Field(
        Column(
            "grade", "Grade", "Admiralty code: reliability of the best supporting source, credibility of the claim"
        ),
        lambda context, record: grade_of(
            context.letters,
            record,
            hindsight=context.snapshot.has_hindsight(record),
            stale=context.is_stale(record),
        ),
    ),
    Field(
        Column(
            "reliability",
            "Reliability",
            "reliability of the best supporting source, A to F",
            shown=False,
            words=tuple(Reliability),
            optional=True,
        ),
        lambda context, record: best_reliability(context.letters, record),
    ),
    attr(
        "credibility",
        "Credibility",
        "credibility of the claim, 1 confirmed to 6 cannot be judged",
        shown=False,
        type=ColumnType.NUMBER,
        optional=True,
    ),
    attr(
        "disputed", "Disputed", "whether some evidence contradicts the claim", shown=False, type=ColumnType.TRUTH
    ),
    attr("summary", "Summary", "what the record says, in a few sentences", shown=False, optional=True),
    Field(
        Column(
            "evidence",
            "Notes",
            "the sources, each with its grade and verdict",
            shown=False,
            type=ColumnType.CITATIONS,
        ),
        lambda context, record: tuple(citation(context, item) for item in record.evidence),
    ),
    attr("id", "Id", "what evidence, links and notes may call the record", shown=False),
    Field(
        Column(
            "hindsight",
            "Hindsight",
            "whether it was written with later knowledge than that of the day",
            shown=False,
            type=ColumnType.TRUTH,
        ),
        lambda context, record: context.snapshot.has_hindsight(record),
    ),
)


#: The countries of a record, or of what else has their codes.
COUNTRIES: Field[Context, Any] = Field(
    Column(
        "countries",
        "Countries",
        "names; none means international partners in general",
        empty=PARTNERS,
        type=ColumnType.TEXTS,
    ),
    lambda context, one: context.countries(one.countries),
)
_COUNTRIES: tuple[Field[Context, Topic | Sector | Event], ...] = (
    COUNTRIES,
    Field(
        Column(
            "codes",
            "Codes",
            "ISO 3166-1 alpha-2 codes, in the order of the names",
            shown=False,
            type=ColumnType.TEXTS,
        ),
        lambda _, record: tuple(record.countries),
    ),
)


#: Until when what was found holds.
UNTIL: Field[Context, Record | Source] = Field(
    Column(
        "until",
        "Until",
        "the first day on which the stance did not hold; empty while in force",
        type=ColumnType.DATE,
        optional=True,
    ),
    lambda context, found: context.standings[found.id].until if isinstance(found, Stance) else None,
)
STANCES: tuple[Field[Context, Stance], ...] = with_common_columns(
    (
        Field(
            Column("country", "Country", "name of the country"),
            lambda context, stance: context.country(stance.country),
        ),
        Field(Column("code", "Code", "ISO 3166-1 alpha-2 code", shown=False), lambda _, stance: stance.country),
        Field(
            Column("level", "Level", "id of the step on the ladder of stances"),
            lambda context, stance: context.steps[stance.level],
        ),
        Field(
            Column("level_label", "Level label", "the level in words", shown=False),
            lambda context, stance: context.steps[stance.level].label,
        ),
        Field(
            Column(
                "rank",
                "Rank",
                "place of the level on the ladder, 1 is the lowest",
                shown=False,
                type=ColumnType.NUMBER,
            ),
            lambda context, stance: context.steps[stance.level].rank,
        ),
        attr("status", "Status", "the source's own label"),
        Field(
            Column("concerns", "Concerns", "ids of the concerns, the main one first", type=ColumnType.TEXTS),
            lambda context, stance: tuple(
                Term(concern, context.dossier.terms.concerns[concern]) for concern in stance.concerns
            ),
        ),
        Field(
            Column(
                "concern_labels", "Concern labels", "the concerns in words", shown=False, type=ColumnType.TEXTS
            ),
            lambda context, stance: tuple(context.dossier.terms.concerns[concern] for concern in stance.concerns),
        ),
        Field(
            Column(
                "level_since",
                "Since",
                "from when the country has been on this level without a break",
                type=ColumnType.DATE,
            ),
            lambda context, stance: context.standings[stance.id].level_since,
        ),
        attr(
            "since",
            "Latest step",
            "from when the stance holds, which may be on the same level",
            shown=False,
            type=ColumnType.DATE,
        ),
        UNTIL,
        *EVIDENCE,
        Field(
            Column(
                "checked",
                "Checked",
                "up to when the country was looked at: its newest own evidence or review",
                shown=False,
                type=ColumnType.DATE,
                optional=True,
            ),
            lambda context, stance: context.checked[stance.country],
        ),
    ),
    "since",
)

TOPICS: tuple[Field[Context, Topic], ...] = with_common_columns(
    (
        enum_attr("kind", "Kind", "agenda, objective, focus-area, challenge or recommendation", TopicKind),
        attr("title", "Topic", "what is under discussion"),
        *_COUNTRIES,
        attr("since", "Since", "from when, where that is known", type=ColumnType.DATE, optional=True),
        *EVIDENCE,
    ),
    "since",
)

SECTORS: tuple[Field[Context, Sector], ...] = with_common_columns(
    (
        Field(
            Column("sector", "Sector", "id of the field of cooperation"),
            lambda context, record: Term(record.sector, context.dossier.terms.sectors[record.sector]),
        ),
        Field(
            Column("sector_label", "Sector label", "the field in words", shown=False),
            lambda context, record: context.dossier.terms.sectors[record.sector],
        ),
        attr("initiative", "Initiative", "what is planned or done", optional=True),
        attr("outcome", "Outcome", "what it is meant to bring", optional=True),
        enum_attr("stage", "Stage", "proposed, agreed, under way, stalled or completed", Stage),
        attr("since", "Since", "from when, where that is known", type=ColumnType.DATE, optional=True),
        *_COUNTRIES,
        *EVIDENCE,
    ),
    "since",
    Field(
        Column(
            "stages",
            "Stages",
            "each stage with its date and note, oldest first; empty if only the present stage is recorded",
            below=True,
            type=ColumnType.TEXTS,
        ),
        lambda _, record: tuple(map(stage_in_words, record.stages)),
    ),
)

EVENTS: tuple[Field[Context, Event], ...] = with_common_columns(
    (
        attr("date", "Date", "when it happened", type=ColumnType.DATE),
        *_COUNTRIES,
        attr("title", "Event", "what happened"),
        attr("follow_up", "Follow-up", "whether it came after the dossier's own day", type=ColumnType.TRUTH),
        *EVIDENCE,
    ),
    "date",
)

SOURCES: tuple[Field[Context, Source], ...] = with_common_columns(
    (
        attr("id", "Id", "the id that evidence names"),
        attr("publisher", "Publisher", "who published it"),
        Field(
            Column("kind", "Kind", "kind of publisher", shown=False, words=tuple(SourceKind)),
            lambda _, source: str(source.kind),
        ),
        Field(
            Column("title", "Title", "headline; in brackets where it was not seen"),
            lambda _, source: Link(source.title, source.url) if source.url else source.title,
        ),
        Field(
            Column("url", "Address", "where it can be read", shown=False, type=ColumnType.ADDRESS, optional=True),
            lambda _, source: Link(source.url, source.url) if source.url else None,
        ),
        attr("date", "Date", "when it was published", type=ColumnType.DATE, optional=True),
        Field(
            Column(
                "reliability",
                "Grade",
                "Admiralty code, A completely reliable to F cannot be judged",
                words=tuple(Reliability),
            ),
            lambda context, source: grade_of(context.letters, source),
        ),
        Field(
            Column("uses", "Uses", "how many records cite it", type=ColumnType.NUMBER),
            lambda context, source: context.uses[source.id],
        ),
        attr("language", "Language", "the language of its title, as a tag of BCP 47", shown=False, optional=True),
        attr("author", "Author", "who wrote it, where that is told", shown=False, optional=True),
        Field(
            Column(
                "archived", "Copy", "where a copy is kept", shown=False, type=ColumnType.ADDRESS, optional=True
            ),
            lambda _, source: Link(source.archived, source.archived) if source.archived else None,
        ),
        attr("accessed", "Read on", "when it was read", shown=False, type=ColumnType.DATE, optional=True),
    ),
    "date",
)


def _count(key: str, heading: str, meaning: str) -> Field[Any, Counts]:
    column = Column(key, heading, meaning, type=ColumnType.NUMBER)
    return Field(column, lambda _, counts: counts.records[key] if key in counts.records else getattr(counts, key))


COUNTS: tuple[Field[Any, Counts], ...] = (
    _count("countries", "Countries", "how many countries the records in force are about"),
    _count("stances", "Stances in force", "how many stances are in force, one for each country"),
    _count("stances_in_all", "Stances in all", "how many stances there are, the superseded and ended ones too"),
    _count("topics", "Topics", "how many topics there are"),
    _count("sectors", "Sectors", "how many pieces of cooperation there are"),
    _count("events", "Events", "how many events there are"),
    _count("sources", "Sources in force", "how many sources the records in force cite"),
    _count("sources_in_all", "Sources in all", "how many sources there are, whatever cites them"),
    *(
        _count(kind.list_key, kind.plural.capitalize(), f"how many {kind.plural} there are")
        for kind in RECORD_KINDS
        if kind not in {STANCE, TOPIC, SECTOR, EVENT}
    ),
)


def title_of(context: Context, record: Record | Source) -> str:
    """Return what to call a record or a source in a sentence about it."""
    return kind_of(record).name(context.dossier, record)


RECORD_WORDS = tuple(kind.word for kind in RECORD_KINDS)
#: What tells one record from the others, of whatever kind.
NAMES: tuple[Field[Context, Record], ...] = (
    Field(
        Column("kind", "Kind", alternatives(RECORD_WORDS), words=RECORD_WORDS),
        lambda _, record: term(kind_of(record).word),
    ),
    Field(Column("record", "Record", "what the record is called"), title_of),
    attr("id", "Id", "the id of the record", shown=False),
)
CITED: tuple[Field[Context, CitedSource], ...] = with_common_columns(
    (
        *(field.via(attrgetter("record")) for field in NAMES),
        *(field.via(attrgetter("record")) for field in _COUNTRIES),
        Field(Column("source", "Source", "the id of the source"), lambda _, cited: cited.source.id),
        *(
            field.via(attrgetter("source"))
            for field in SOURCES
            if field.column.key in {"publisher", "title", "url", "date", "reliability"}
        ),
        *(
            field.via(attrgetter("item"))
            for field in (
                enum_attr("verdict", "Verdict", "supports, partly or contradicts", Verdict),
                attr("note", "What it says", "what the source says, in one sentence", optional=True),
                attr("locator", "Where", "where in the source", optional=True),
            )
        ),
    ),
    "date",
)
