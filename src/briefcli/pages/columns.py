"""The columns of each kind of record, declared once for every page and format."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct

from briefcli.characters import printable_line
from briefcli.dossier import queries
from briefcli.dossier.changes import Change, ChangeKind
from briefcli.dossier.countries import fold
from briefcli.dossier.model import (
    CREDIBILITY_WORDS,
    RELIABILITY_WORDS,
    Event,
    Evidence,
    Record,
    Reliability,
    Sector,
    Source,
    Stance,
    Topic,
    Verdict,
)
from briefcli.page import Cell, Citation, Column, Grade, Link, Marked, Step, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.differences import Difference
    from briefcli.dossier.model import Dossier
    from briefcli.dossier.queries import Filters
    from briefcli.shelf.catalogue import Entry

C_contra = TypeVar("C_contra", contravariant=True)
R_contra = TypeVar("R_contra", contravariant=True)
#: How a record that names no country is printed.
PARTNERS = "International partners"


class Context:
    """What a cell may need beside its record: the dossier, and what follows from all of it."""

    def __init__(self, dossier: Dossier, filters: Filters) -> None:
        self.dossier = dossier
        self.filters = filters
        self.ranks = queries.level_ranks(dossier)
        self.level_labels = {level.id: level.label for level in dossier.levels}
        self.sources = {source.id: source for source in dossier.sources}

    @cached_property
    def superseded(self) -> Mapping[tuple[str, PartialDate], PartialDate]:
        """When the next stance of a country began, by country and since of the one that ended."""
        return queries.superseded(queries.begun(self.dossier.stances, self.filters))

    @cached_property
    def uses(self) -> Mapping[str, int]:
        """How many records cite a source, by its id."""
        return queries.uses(queries.begun(queries.records(self.dossier), self.filters))

    def names(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Return the names of countries."""
        return tuple(queries.name_of(self.dossier, code) for code in codes)


class Field(Struct, Generic[C_contra, R_contra], frozen=True):
    """A column, and how its cell is made from a record and what stands around it."""

    column: Column
    cell: Callable[[C_contra, R_contra], Cell]


def reliability_grade(reliability: Reliability) -> Grade:
    """Return the grade of a source by itself."""
    word = RELIABILITY_WORDS[reliability]
    return Grade(reliability, word, f"source: {word}")


def best_reliability(context: Context, record: Record) -> Reliability:
    """Return the grade of the best source that supports a claim in full.

    Where none does, it is that of the best source that supports the claim in part, and F where
    there is none either.
    """
    for verdict in (Verdict.SUPPORTS, Verdict.PARTLY):
        grades = [context.sources[item.source].reliability for item in record.evidence if item.verdict is verdict]
        if grades:
            return min(grades)
    return Reliability.F


def record_grade(context: Context, record: Record) -> Grade:
    """Return the grade of a claim: the reliability of its best source, and its own credibility."""
    source = best_reliability(context, record)
    word = RELIABILITY_WORDS[source]
    if record.credibility is None:
        return Grade(source, word, f"source: {word}; information: not judged", record.disputed)
    information = CREDIBILITY_WORDS[record.credibility]
    meaning = f"source: {word}; information: {information}"
    return Grade(f"{source}{record.credibility}", information, meaning, record.disputed)


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
        reliability=source.reliability,
        verdict=item.verdict,
        note=item.note,
        locator=item.locator,
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


_EVIDENCE: tuple[Field[Context, Record], ...] = (
    Field(
        Column(
            "grade",
            "Grade",
            "Admiralty code: reliability of the best supporting source, credibility of the claim",
        ),
        record_grade,
    ),
    Field(
        Column("reliability", "Reliability", "reliability of the best supporting source, A to F", shown=False),
        lambda context, record: str(best_reliability(context, record)),
    ),
    Field(
        Column(
            "credibility",
            "Credibility",
            "credibility of the claim, 1 confirmed to 6 cannot be judged",
            shown=False,
        ),
        lambda _, record: record.credibility,
    ),
    Field(
        Column("disputed", "Disputed", "whether some evidence contradicts the claim", shown=False),
        lambda _, record: record.disputed,
    ),
    Field(
        Column("summary", "Summary", "what the record says, in a few sentences", shown=False),
        lambda _, record: record.summary,
    ),
    Field(
        Column("evidence", "Notes", "the sources, each with its grade and verdict", shown=False),
        lambda context, record: tuple(citation(context, item) for item in record.evidence),
    ),
)


_COUNTRIES: tuple[Field[Context, Topic | Sector | Event], ...] = (
    Field(
        Column("countries", "Countries", "names; none means international partners in general", empty=PARTNERS),
        lambda context, record: context.names(record.countries),
    ),
    Field(
        Column("codes", "Codes", "ISO 3166-1 alpha-2 codes, in the order of the names", shown=False),
        lambda _, record: tuple(record.countries),
    ),
)


def _until(context: Context, found: Record | Source) -> Cell:
    return context.superseded.get((found.country, found.since)) if isinstance(found, Stance) else None


STANCES: tuple[Field[Context, Stance], ...] = (
    Field(
        Column("country", "Country", "name of the country"),
        lambda context, stance: queries.name_of(context.dossier, stance.country),
    ),
    Field(Column("code", "Code", "ISO 3166-1 alpha-2 code", shown=False), lambda _, stance: stance.country),
    Field(
        Column("level", "Level", "id of the step on the ladder of stances"),
        lambda context, stance: Step(
            stance.level, context.level_labels[stance.level], context.ranks[stance.level], len(context.ranks)
        ),
    ),
    Field(
        Column("level_label", "Level label", "the level in words", shown=False),
        lambda context, stance: context.level_labels[stance.level],
    ),
    Field(
        Column("rank", "Rank", "place of the level on the ladder, 1 is the lowest", shown=False),
        lambda context, stance: context.ranks[stance.level],
    ),
    Field(Column("status", "Status", "the source's own label"), lambda _, stance: stance.status),
    Field(
        Column("concerns", "Concerns", "ids of the concerns, the main one first"),
        lambda context, stance: tuple(
            Term(concern, context.dossier.terms.concerns[concern]) for concern in stance.concerns
        ),
    ),
    Field(
        Column("concern_labels", "Concern labels", "the concerns in words", shown=False),
        lambda context, stance: tuple(context.dossier.terms.concerns[concern] for concern in stance.concerns),
    ),
    Field(Column("since", "Since", "from when the stance holds"), lambda _, stance: stance.since),
    Field(
        Column("until", "Until", "when the next stance of the country begins; empty while in force"),
        _until,
    ),
    *_EVIDENCE,
)

#: The columns of stances that stand at the left of a matrix.
MATRIX = tuple(field for field in STANCES if field.column.key in {"country", "code", "level", "rank"})

TOPICS: tuple[Field[Context, Topic], ...] = (
    Field(
        Column("kind", "Kind", "agenda, objective, focus-area, challenge or recommendation"),
        lambda _, topic: Term(topic.kind, topic.kind.replace("-", " ").capitalize()),
    ),
    Field(Column("title", "Topic", "what is under discussion"), lambda _, topic: topic.title),
    *_COUNTRIES,
    Field(Column("since", "Since", "from when, where that is known"), lambda _, topic: topic.since),
    *_EVIDENCE,
)

SECTORS: tuple[Field[Context, Sector], ...] = (
    Field(
        Column("sector", "Sector", "id of the field of cooperation"),
        lambda context, record: Term(record.sector, context.dossier.terms.sectors[record.sector]),
    ),
    Field(
        Column("sector_label", "Sector label", "the field in words", shown=False),
        lambda context, record: context.dossier.terms.sectors[record.sector],
    ),
    Field(Column("initiative", "Initiative", "what is planned or done"), lambda _, record: record.initiative),
    Field(Column("outcome", "Outcome", "what it is meant to bring"), lambda _, record: record.outcome),
    Field(
        Column("stage", "Stage", "proposed, agreed, under way, stalled or completed"),
        lambda _, record: Term(record.stage, record.stage.capitalize()),
    ),
    Field(Column("since", "Since", "from when, where that is known"), lambda _, record: record.since),
    *_COUNTRIES,
    *_EVIDENCE,
)

EVENTS: tuple[Field[Context, Event], ...] = (
    Field(Column("date", "Date", "when it happened"), lambda _, event: event.date),
    *_COUNTRIES,
    Field(Column("title", "Event", "what happened"), lambda _, event: event.title),
    Field(
        Column("follow_up", "Follow-up", "whether it came after the dossier's own day"),
        lambda _, event: event.follow_up,
    ),
    *_EVIDENCE,
)

SOURCES: tuple[Field[Context, Source], ...] = (
    Field(Column("id", "Id", "the id that evidence names"), lambda _, source: source.id),
    Field(Column("publisher", "Publisher", "who published it"), lambda _, source: source.publisher),
    Field(Column("kind", "Kind", "kind of publisher", shown=False), lambda _, source: str(source.kind)),
    Field(
        Column("title", "Title", "headline; in brackets where it was not seen"),
        lambda _, source: Link(source.title, source.url) if source.url else source.title,
    ),
    Field(
        Column("url", "Address", "where it can be read", shown=False),
        lambda _, source: Link(source.url, source.url) if source.url else None,
    ),
    Field(Column("date", "Date", "when it was published"), lambda _, source: source.date),
    Field(
        Column("reliability", "Grade", "Admiralty code, A completely reliable to F cannot be judged"),
        lambda _, source: reliability_grade(source.reliability),
    ),
    Field(
        Column("uses", "Uses", "how many records cite it"),
        lambda context, source: context.uses[source.id],
    ),
)


class Contradiction(Struct, frozen=True):
    """A record and a piece of evidence that contradicts it."""

    record: Record
    item: Evidence


CONTRADICTIONS: tuple[Field[Context, Contradiction], ...] = (
    Field(
        Column("record", "What", "what is disputed"),
        lambda context, dispute: subject(context, dispute.record),
    ),
    Field(
        Column("source", "Source", "id of the source that contradicts it", shown=False),
        lambda _, dispute: dispute.item.source,
    ),
    Field(
        Column("publisher", "Against it", "who published that source"),
        lambda context, dispute: context.sources[dispute.item.source].publisher,
    ),
    Field(
        Column("note", "What it says", "what the source says instead"),
        lambda _, dispute: dispute.item.note,
    ),
)


def contradictions(records: Iterable[Record]) -> list[Contradiction]:
    """Return all that contradicts some records, in their order."""
    return [
        Contradiction(record, item)
        for record in records
        for item in record.evidence
        if item.verdict is Verdict.CONTRADICTS
    ]


def subject(context: Context, record: Record | Source) -> str:
    """Return what to call a record or a source in a sentence about it."""
    match record:
        case Stance():
            return f"{queries.name_of(context.dossier, record.country)}, {record.status}"
        case Topic() | Event():
            return record.title
        case Sector():
            return record.initiative or context.dossier.terms.sectors[record.sector]
        case Source():
            return f"{record.publisher}, {record.title}"


class Listed(Struct, frozen=True):
    """A dossier and where it comes from."""

    entry: Entry
    dossier: Dossier


def _count(key: str) -> Field[None, Listed]:
    return Field(
        Column(key, key.capitalize(), f"how many {key} it has"),
        lambda _, listed: len(getattr(listed.dossier, key)),
    )


DOSSIERS: tuple[Field[None, Listed], ...] = (
    Field(Column("id", "Id", "the name that -d takes"), lambda _, listed: listed.dossier.id),
    Field(Column("title", "Title", "the title that people read"), lambda _, listed: listed.dossier.title),
    Field(
        Column("subject", "Subject", "what the countries take a stance on", shown=False),
        lambda _, listed: listed.dossier.subject,
    ),
    Field(
        Column("as_of", "As of", "the day through which it was last reviewed"),
        lambda _, listed: listed.dossier.as_of,
    ),
    _count("stances"),
    _count("topics"),
    _count("sectors"),
    _count("events"),
    _count("sources"),
    Field(
        Column("origin", "Origin", "bundled, user (your data folder), path or stdin"),
        lambda _, listed: str(listed.entry.origin),
    ),
    Field(
        Column("path", "Path", "its file or folder", shown=False),
        lambda _, listed: printable_line(str(listed.entry.path)) if listed.entry.path else None,
    ),
)


def change_in_words(context: Context, change: Change) -> str:
    """Return what changed, in a sentence without its date and country."""
    match change.record:
        case Stance() as stance:
            label = context.level_labels[stance.level]
            if change.kind is ChangeKind.STANCE:
                return f"First stance, {label}: {stance.status}"
            if change.kind is ChangeKind.STATUS:
                return f"Still {label}, now: {stance.status}"
            if change.kind is ChangeKind.CONCERNS:
                labels = context.dossier.terms.concerns
                return f"Still {label}, now concerned with: {', '.join(labels[key] for key in stance.concerns)}"
            before = context.level_labels[str(change.before)]
            rose = context.ranks[stance.level] > context.ranks[str(change.before)]
            return f"{'Up' if rose else 'Down'} from {before} to {label}: {stance.status}"
        case Sector() as sector:
            label = context.dossier.terms.sectors[sector.sector]
            told = sector.initiative or sector.outcome
            stage = sector.stage if change.before is None else f"from {change.before} to {sector.stage}"
            return f"{label}, {stage}: {told}"
        case Topic() | Event():
            return change.record.title


def _of_its_record(field: Field[Context, Record]) -> Field[Context, Change]:
    return Field(field.column, lambda context, change: field.cell(context, change.record))


CHANGES: tuple[Field[Context, Change], ...] = (
    Field(Column("date", "Date", "from when it holds, or when it happened"), lambda _, change: change.date),
    Field(
        Column("country", "Country", "name of the country", shown=False, empty=PARTNERS),
        lambda context, change: queries.name_of(context.dossier, change.country) if change.country else None,
    ),
    Field(Column("code", "Code", "ISO 3166-1 alpha-2 code", shown=False), lambda _, change: change.country),
    Field(
        Column("kind", "Kind", "level, status, concerns, stance (the first), sector, topic or event"),
        lambda _, change: Term(change.kind, change.kind.capitalize()),
    ),
    Field(Column("change", "Change", "what changed, in words"), change_in_words),
    Field(
        Column("from", "From", "the level, status or stage before; empty where there was none", shown=False),
        lambda _, change: change.before,
    ),
    Field(
        Column("to", "To", "the level, status or stage from then on", shown=False),
        lambda _, change: change.after,
    ),
    *map(_of_its_record, _EVIDENCE),
)


DIFFERENCES: tuple[Field[None, Difference], ...] = (
    Field(
        Column("change", "Change", "added, removed or changed"),
        lambda _, difference: Term(difference.change, difference.change.capitalize()),
    ),
    Field(
        Column(
            "kind",
            "Kind",
            "head, level, concern, sector term, country, grade, source, stance, topic, sector or event",
        ),
        lambda _, difference: Term(difference.kind, difference.kind.capitalize()),
    ),
    Field(Column("record", "Record", "what the record is called"), lambda _, difference: difference.record),
    Field(
        Column("field", "Field", "the key that changed; empty where a whole record was added or removed"),
        lambda _, difference: difference.field,
    ),
    Field(Column("old", "Old", "what stood there in the old version"), lambda _, difference: difference.old),
    Field(Column("new", "New", "what stands there in the new version"), lambda _, difference: difference.new),
)


class Match(Struct, frozen=True):
    """A record or a source that has all the words of a search, and where it has them."""

    found: Record | Source
    name: Marked
    fields: tuple[str, ...]
    excerpt_field: str | None
    excerpt: Marked | None

    @property
    def kind(self) -> str:
        """What is found: stance, topic, sector, event or source."""
        return type(self.found).__name__.lower()

    @property
    def claim(self) -> Record | None:
        """The record, where it is no source."""
        return None if isinstance(self.found, Source) else self.found


MATCHES: tuple[Field[Context, Match], ...] = (
    Field(
        Column("kind", "Kind", "stance, topic, sector, event or source"),
        lambda _, match: Term(match.kind, match.kind.capitalize()),
    ),
    Field(Column("record", "Record", "what the record is called"), lambda _, match: match.name),
    Field(
        Column("id", "Id", "the id of a source; empty for other records", shown=False),
        lambda _, match: match.found.id if isinstance(match.found, Source) else None,
    ),
    Field(
        Column("countries", "Countries", "names; none for a source, and for partners in general", shown=False),
        lambda context, match: context.names(match.claim.countries) if match.claim else (),
    ),
    Field(
        Column("codes", "Codes", "ISO 3166-1 alpha-2 codes, in the order of the names", shown=False),
        lambda _, match: match.claim.countries if match.claim else (),
    ),
    Field(
        Column("date", "Date", "from when it holds, or when it happened or was published"),
        lambda _, match: match.found.date if isinstance(match.found, Source) else match.found.begins,
    ),
    Field(
        Column("until", "Until", "when the next stance of the country begins; empty while in force"),
        lambda context, match: _until(context, match.found),
    ),
    Field(
        Column("grade", "Grade", "Admiralty code, as for the record; of a source its reliability alone"),
        lambda context, match: _grade(context, match.found),
    ),
    Field(
        Column("disputed", "Disputed", "whether some evidence contradicts the claim", shown=False),
        lambda _, match: bool(match.claim and match.claim.disputed),
    ),
    Field(
        Column("fields", "Fields", "the keys under which any of the words stand", shown=False),
        lambda _, match: match.fields,
    ),
    Field(
        Column("excerpt_field", "Found in", "the key under which the excerpt stands"),
        lambda _, match: match.excerpt_field and Term(match.excerpt_field, match.excerpt_field.replace(".", " ")),
    ),
    Field(
        Column("excerpt", "Excerpt", "the sentence with most of the words; empty where the name says as much"),
        lambda _, match: match.excerpt,
    ),
)


def _grade(context: Context, found: Record | Source) -> Grade:
    return reliability_grade(found.reliability) if isinstance(found, Source) else record_grade(context, found)


def columns_of(listing: str) -> list[Column]:
    """Return the columns of a listing by its name; none where there is no such listing."""
    fields: dict[str, Sequence[Field[Any, Any]]] = {
        "stances": STANCES,
        "topics": TOPICS,
        "sectors": SECTORS,
        "events": EVENTS,
        "sources": SOURCES,
        "dossiers": DOSSIERS,
        "diff": DIFFERENCES,
        "changes": CHANGES,
        "matrix": MATRIX,
        "search": MATCHES,
    }
    return [field.column for field in fields.get(listing, ())]
