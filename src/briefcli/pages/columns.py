"""The columns of each kind of record, declared once for every page and format."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from briefcli.dossier.kinds import EVENT, RECORD_KINDS, SECTOR, STANCE, TOPIC, kind_of, stage_in_words
from briefcli.dossier.model import (
    CountryType,
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
from briefcli.page import Cell, Column, ColumnType, Link, Term, Values, Worded
from briefcli.pages.grades import best_reliability, claim_of, grade_of, with_caution
from briefcli.wording import alternatives

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefcli.dossier.queries import CitedSource, Counts
    from briefcli.pages.context import Context

from briefcli.pages.fields import (
    PARTNERS,
    Field,
    attr,
    citation,
    days,
    enum_attr,
    term,
    title_of,
    with_common_columns,
)

EVIDENCE: tuple[Field[Context, Record], ...] = (
    Field(
        Column(
            "grade",
            "Grade",
            "Admiralty code: reliability of the best supporting source and credibility of the claim",
        ),
        lambda context, record: context.grade(record),
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
        "credibility of the claim, from 1 (confirmed) to 6 (cannot be judged)",
        shown=False,
        type=ColumnType.NUMBER,
        optional=True,
    ),
    attr(
        "disputed",
        "Disputed",
        "whether at least one source contradicts the claim",
        shown=False,
        type=ColumnType.TRUTH,
    ),
    attr("summary", "Summary", "summary in a few sentences", shown=False, optional=True),
    Field(
        Column(
            "evidence",
            "Sources",
            "the sources, each with grade and verdict",
            shown=False,
            formerly="Notes",
            type=ColumnType.CITATIONS,
        ),
        lambda context, record: tuple(citation(context, item) for item in record.evidence),
    ),
    attr("id", "Id", "id of the record, by which links and other files refer to it", shown=False),
    Field(
        Column(
            "hindsight",
            "Hindsight",
            "whether the text may use knowledge from after the selected day",
            shown=False,
            type=ColumnType.TRUTH,
        ),
        lambda context, record: context.snapshot.has_hindsight(record),
    ),
)


#: The same for records whose credibility is not rated, and which have no summary.
UNGRADED: tuple[Field[Context, Any], ...] = tuple(
    field for field in EVIDENCE if field.column.key not in {"credibility", "summary"}
)
#: The country of a record that is about one.
COUNTRY: tuple[Field[Context, Any], ...] = (
    Field(
        Column("country", "Country", "name of the country"),
        lambda context, record: context.country(record.country),
    ),
    Field(Column("code", "Code", "ISO 3166-1 alpha-2 code", shown=False), lambda _, record: record.country),
)
#: The countries of a record, or of what else has their codes.
COUNTRIES: Field[Context, Any] = Field(
    Column(
        "countries",
        "Countries",
        "names of the countries; empty for international partners in general",
        empty=PARTNERS,
        type=ColumnType.TEXTS,
    ),
    lambda context, one: context.countries(one.countries),
)


#: The levels of a country over time, which only a terminal draws.
LEVELS = Column("levels", "Level over time", "its levels over time")
_NO_FACTS = Values()
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


#: The facts of the country of a record on the shown day.
FACTS: Field[Context, Any] = Field(
    Column(
        "facts",
        "Facts",
        "ids of attributes, each with the id of its value on the day shown",
        shown=False,
        type=ColumnType.VALUES,
    ),
    lambda context, record: context.facts.get(record.country, _NO_FACTS),
)
#: Until when what was found holds.
UNTIL: Field[Context, Record | Source] = Field(
    Column(
        "until",
        "Until",
        "first day on which the record no longer held; empty for a current record",
        type=ColumnType.DATE,
        optional=True,
    ),
    lambda context, found: context.until(found),
)


def _set_by(context: Context, stance: Stance) -> Term:
    """Return the stance with which the run on a level began; people read its status where it is another one."""
    first = context.runs[stance.id].stance
    return Term(first.id, "" if first is stance else _status_then(first))


def level_since_cell(context: Context, stance: Stance, numbers: Mapping[str, int] | None = None) -> Cell:
    """Return since when a country is on its level; people read what put it there, if that is another stance.

    `numbers` contains the numbers of sources that are printed behind it, by their ids.
    """
    first, since = context.runs[stance.id].stance, context.level_since(stance)
    if first is stance:
        return since
    cited = (number for item in first.evidence if (number := (numbers or {}).get(item.source)))
    set_by = f"{_status_then(first)}, {grade_of(context.letters, first).code}"
    with_sources = " ".join([set_by, *(f"[{number}]" for number in dict.fromkeys(cited))])
    return Term(first.since, f"{since.text if isinstance(since, Worded) else since} ({with_sources})")


def _status_then(first: Stance) -> str:
    """Return the status with which a run began; a claim behind it, because the level is none."""
    return f'status "{first.status}": {claim}' if (claim := claim_of(first)) else first.status


_LEVEL_SINCE: Field[Context, Stance] = Field(
    Column(
        "level_since",
        "At this level since",
        "first day of the unbroken run at this level",
        type=ColumnType.DATE,
        formerly="Since",
    ),
    lambda context, stance: context.level_since(stance),
)


STANCES: tuple[Field[Context, Stance], ...] = with_common_columns(
    (
        *COUNTRY,
        Field(
            Column("level", "Level", "id of the level"),
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
                "rank of the level; 1 is the lowest",
                shown=False,
                type=ColumnType.NUMBER,
            ),
            lambda context, stance: context.steps[stance.level].rank,
        ),
        Field(
            Column("status", "Status", "the position in a few words"),
            lambda _, stance: with_caution(stance.status, stance),
        ),
        Field(
            Column("concerns", "Concerns", "ids of the concerns, the main one first", type=ColumnType.TEXTS),
            lambda context, stance: context.concerns(stance.concerns),
        ),
        Field(
            Column(
                "concern_labels", "Concern labels", "the concerns in words", shown=False, type=ColumnType.TEXTS
            ),
            lambda context, stance: tuple(context.dossier.terms.concerns[concern] for concern in stance.concerns),
        ),
        _LEVEL_SINCE,
        attr(
            "since",
            "Last change",
            "day of the newest stance, which may be on the same level",
            type=ColumnType.DATE,
            formerly="Latest step",
        ),
        UNTIL,
        *EVIDENCE,
        Field(
            Column(
                "checked",
                "Newest source or review",
                "newest day up to which the country was checked: its newest source, or a review",
                shown=False,
                type=ColumnType.DATE,
                optional=True,
                formerly="Checked",
            ),
            lambda context, stance: context.checked[stance.country],
        ),
    ),
    "since",
    Field(
        Column(
            "type",
            "Type",
            "state, territory, body, company, organisation or person",
            shown=False,
            words=tuple(CountryType),
        ),
        lambda context, stance: str(context.dossier.countries[stance.country].type),
    ),
    Field(
        Column(
            "level_since_known",
            "Since known",
            "whether `level_since` is the day on which the country reached the level, rather than a later day",
            shown=False,
            type=ColumnType.TRUTH,
        ),
        lambda context, stance: context.runs[stance.id].since_is_known,
    ),
    attr(
        "newly_known",
        "Newly known",
        "whether the country was at the level earlier, and only the evidence is new",
        shown=False,
        type=ColumnType.TRUTH,
    ),
    attr(
        "due",
        "Next review",
        "day from which the stance is stale",
        shown=False,
        type=ColumnType.DAY,
        optional=True,
    ),
    *days(_LEVEL_SINCE, "level_since"),
    Field(
        Column(
            "level_set_by", "Level set by", "id of the stance with which the run at this level began", shown=False
        ),
        _set_by,
    ),
    Field(
        Column(
            "earlier_concerns",
            "Earlier concerns",
            "ids of the concerns that the country raised only in earlier stances",
            shown=False,
            type=ColumnType.TEXTS,
        ),
        lambda context, stance: context.concerns(context.earlier_concerns[stance.id]),
    ),
    FACTS,
)


def fact_field(key: str, label: str) -> Field[Context, Stance]:
    """Return the field for the value that an attribute of the country has; `--columns` names it `fact:KEY`."""

    def cell(context: Context, stance: Stance) -> Cell:
        return context.facts.get(stance.country, _NO_FACTS).of(key)

    return Field(Column(f"fact:{key}", label, f"id of the value of {key} on the day shown", optional=True), cell)


def _region(place: int, key: str, heading: str) -> Field[Context, Stance]:
    """Return the field for the region or the subregion of a country."""

    def cell(_: Context, stance: Stance) -> Cell:
        from briefcli.dossier.regions import region_and_subregion  # noqa: PLC0415 - only on request

        names = region_and_subregion().get(stance.country)
        return names[place] if names else None

    return Field(Column(key, heading, f"{key} of the country (UN M49); empty for a body", optional=True), cell)


#: Columns of stances that are shown only where `--columns` names them.
REGIONS = (_region(0, "region", "Region"), _region(1, "subregion", "Subregion"))


TOPICS: tuple[Field[Context, Topic], ...] = with_common_columns(
    (
        enum_attr("kind", "Kind", "agenda, objective, focus-area, challenge or recommendation", TopicKind),
        attr("title", "Topic", "what is under discussion"),
        *_COUNTRIES,
        attr("since", "Since", "first day, if known", type=ColumnType.DATE, optional=True),
        *EVIDENCE,
    ),
    "since",
)


SECTORS: tuple[Field[Context, Sector], ...] = with_common_columns(
    (
        Field(
            Column("sector", "Sector", "id of the sector"),
            lambda context, record: Term(record.sector, context.dossier.terms.sectors[record.sector]),
        ),
        Field(
            Column("sector_label", "Sector label", "name of the sector", shown=False),
            lambda context, record: context.dossier.terms.sectors[record.sector],
        ),
        attr("initiative", "Initiative", "what is planned or done", optional=True),
        attr("outcome", "Outcome", "intended result", optional=True),
        enum_attr("stage", "Stage", "proposed, agreed, under way, stalled or completed", Stage),
        attr("since", "Since", "first day, if known", type=ColumnType.DATE, optional=True),
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
        attr("date", "Date", "date of the event", type=ColumnType.DATE),
        *_COUNTRIES,
        attr("title", "Event", "what happened"),
        attr(
            "follow_up",
            "Follow-up",
            "whether the event is later than the day of the dossier",
            type=ColumnType.TRUTH,
        ),
        *EVIDENCE,
    ),
    "date",
    attr(
        "last_day",
        "Last day",
        "last day of an event that lasts longer than a day",
        shown=False,
        type=ColumnType.DAY,
        optional=True,
    ),
)


SOURCES: tuple[Field[Context, Source], ...] = with_common_columns(
    (
        attr("id", "Id", "the id that evidence names"),
        attr("publisher", "Publisher", "publisher"),
        Field(
            Column("kind", "Kind", "kind of publisher", shown=False, words=tuple(SourceKind)),
            lambda _, source: str(source.kind),
        ),
        Field(
            Column("title", "Title", "headline, or a description in brackets if the headline was not seen"),
            lambda _, source: Link(source.title, source.url) if source.url else source.title,
        ),
        Field(
            Column("url", "Address", "address of the page", shown=False, type=ColumnType.ADDRESS, optional=True),
            lambda _, source: Link(source.url, source.url) if source.url else None,
        ),
        attr("date", "Date", "date of publication", type=ColumnType.DATE, optional=True),
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
            Column("uses", "Uses", "number of records that cite the source", type=ColumnType.NUMBER),
            lambda context, source: context.uses[source.id],
        ),
        attr("language", "Language", "language of the title, as a tag of BCP 47", shown=False, optional=True),
        attr("author", "Author", "author, if stated", shown=False, optional=True),
        Field(
            Column(
                "archived",
                "Copy",
                "address of an archived copy",
                shown=False,
                type=ColumnType.ADDRESS,
                optional=True,
            ),
            lambda _, source: Link(source.archived, source.archived) if source.archived else None,
        ),
        attr(
            "accessed",
            "Read on",
            "day on which the page was read",
            shown=False,
            type=ColumnType.DATE,
            optional=True,
        ),
    ),
    "date",
    attr("title_en", "English title", "English translation of the title", shown=False, optional=True),
)


def _count(key: str, heading: str, meaning: str, *, formerly: str = "") -> Field[Any, Counts]:
    column = Column(key, heading, meaning, type=ColumnType.NUMBER, formerly=formerly)
    return Field(column, lambda _, counts: counts.records[key] if key in counts.records else getattr(counts, key))


#: The kinds that every version counts under a separate heading; most dossiers have only these.
_COUNTED = {STANCE, TOPIC, SECTOR, EVENT}
COUNTS: tuple[Field[Any, Counts], ...] = (
    _count("countries", "Countries", "number of countries with current records"),
    _count("stances", "Current stances", "number of current stances, one for each country"),
    _count("stances_in_all", "Stances in all", "number of all stances, including superseded and ended ones"),
    _count("topics", "Topics", "number of topics"),
    _count("sectors", "Initiatives", "number of cooperation initiatives", formerly="Sectors"),
    _count("events", "Events", "number of events"),
    _count("sources", "Current sources", "number of sources that current records cite"),
    _count("sources_in_all", "Sources in all", "number of all sources"),
    *(
        _count(kind.list_key, f"Current {kind.plural}", f"number of current {kind.plural}", formerly=kind.plural)
        if kind.in_force
        else _count(kind.list_key, kind.plural.capitalize(), f"number of {kind.plural}")
        for kind in RECORD_KINDS
        if kind not in _COUNTED
    ),
)
#: Those that people see only where there are some.
SPARSE = frozenset(kind.list_key for kind in RECORD_KINDS if kind not in _COUNTED)


RECORD_WORDS = tuple(kind.word for kind in RECORD_KINDS)


#: The columns that identify a record of any kind.
NAMES: tuple[Field[Context, Record], ...] = (
    Field(
        Column("kind", "Kind", alternatives(RECORD_WORDS), words=RECORD_WORDS),
        lambda _, record: term(kind_of(record).word),
    ),
    Field(
        Column("record", "Record", "name of the record"),
        lambda context, record: with_caution(title_of(context, record), record),
    ),
    attr("id", "Id", "the id of the record", shown=False),
)


#: The verdict of a source, with its note and locator.
_SAID: tuple[Field[Context, Evidence], ...] = (
    enum_attr("verdict", "Verdict", "supports, partly or contradicts", Verdict),
    attr("note", "What it says", "what the source reports, in one sentence", optional=True),
    attr("locator", "Where", "place in the source, such as a page or a paragraph", optional=True),
)
#: The same with the source.
CITED_AS: tuple[Field[Context, Evidence], ...] = (attr("source", "Source", "the id of the source"), *_SAID)


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
        *(field.via(attrgetter("item")) for field in _SAID),
    ),
    "date",
    UNTIL.with_column(shown=False).via(attrgetter("record")),
)
