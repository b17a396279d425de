"""The tables that other tools take, made from the columns of the listings: the one schema of all of them.

The first column of each is the dossier. Lists of a record are separate tables, and a date that may be a month
or a year has the first and the last day that it may mean beside it.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct

from briefcli.dossier import queries
from briefcli.dossier.filters import Query
from briefcli.dossier.kinds import RECORD_KINDS, VOTE, Kind
from briefcli.dossier.model import Choice
from briefcli.dossier.past import Snapshot
from briefcli.page import Column, ColumnType
from briefcli.pages.columns import CITED, CITED_AS, COUNTS, NAMES, SECTORS, SOURCES, STANCES
from briefcli.pages.context import Context
from briefcli.pages.fields import DOSSIER, Field, attr, days
from briefcli.pages.listings import OF_DOSSIERS
from briefcli.pages.registry import LISTINGS
from briefcli.pages.votes import TOTALS
from briefcli.render.json_yaml import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.model import Dossier, Evidence, OfficialCount, Record, Stage
    from briefcli.dossier.queries import CitedSource
    from briefcli.page import Cell

P = TypeVar("P")
R = TypeVar("R")
#: The contents of a table for other tools.
Scalar: TypeAlias = str | int | bool | None

#: Superseded stances too: whoever takes a table can leave rows out.
_ALL = Query(history=True)


class Reference(NamedTuple):
    """Columns that hold the key of a row of another table."""

    columns: tuple[str, ...]
    table: str


class Relation(Struct, Generic[R], frozen=True, kw_only=True, dict=True):
    """A table for other tools: its columns, what refers to what, and the rows that a dossier has for it.

    `searched` are the columns that a full-text search looks through, `facets` those by which people narrow down
    what they see.
    """

    name: str
    meaning: str
    fields: tuple[Field[Context, R], ...]
    found: Callable[[Context], Iterable[R]]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    searched: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the table, in order."""
        return tuple(field.column for field in self.fields)

    def rows(self, context: Context) -> Iterator[tuple[Scalar, ...]]:
        """Return the rows that a dossier has."""
        cells = [field.cell for field in self.fields]
        for one in self.found(context):
            yield tuple([value(cell(context, one)) for cell in cells])


class _Part(NamedTuple, Generic[P]):
    """A part of a list that a record has, and its place in that list."""

    record: Record
    place: int
    part: P


def value(cell: Cell) -> Scalar:
    """Return the one value of a cell for another tool.

    Raises:
        TypeError: the cell contains a list, which needs a separate table.
    """
    found = plain(cell)
    if found is None or isinstance(found, str | int):
        return found
    msg = f"{found!r} is not one value"
    raise TypeError(msg)


def context_of(dossier: Dossier) -> Context:
    """Return what the rows of a dossier are made from."""
    return Context(Snapshot(dossier), _ALL)


def _table(
    name: str,
    meaning: str,
    fields: Iterable[Field[Any, R]],
    found: Callable[[Context], Iterable[R]],
    *,
    key: tuple[str, ...] = ("dossier", "id"),
    **more: Any,
) -> Relation[R]:
    """Return a table of a dossier's own rows, with the key at the left, and the days beside each date."""
    fields = list(fields)
    dates = ("date", *(field.column.key for field in fields if field.column.type is ColumnType.DATE))
    again = {"dossier", *(f"{date}_{end}" for date in dates for end in ("first", "last"))}
    own = (field for field in fields if field.column.key not in again)
    keyed = sorted((DOSSIER, *own), key=lambda field: field.column.key not in key)
    dated = list(chain.from_iterable(map(_with_days, keyed)))
    refers = (*more.pop("references", ()), *([] if name == "dossiers" else [Reference(("dossier",), "dossiers")]))
    return Relation(
        name=name, meaning=meaning, fields=tuple(dated), found=found, key=key, references=refers, **more
    )


def _with_days(field: Field[Any, R]) -> tuple[Field[Any, R], ...]:
    return (field, *days(field, field.column.key)) if field.column.type is ColumnType.DATE else (field,)


def _but(fields: Iterable[Field[Any, R]], *keys: str) -> list[Field[Any, R]]:
    """Return fields without some of them, and without those that are lists or depend on the selected day."""
    lists = {ColumnType.TEXTS, ColumnType.CITATIONS, ColumnType.VALUES}
    left = {"hindsight", *keys}
    return [field for field in fields if field.column.key not in left and field.column.type not in lists]


def _column(fields: Iterable[Field[Any, Any]], key: str) -> Column:
    return next(field.column for field in fields if field.column.key == key)


def _of_level(key: str, attribute: str) -> Field[Context, Any]:
    return Field(_column(STANCES, key), lambda _, step: getattr(step, attribute))


def _parts(attribute: str) -> Callable[[Context], Iterator[_Part[Any]]]:
    """Return what lists the parts that records have under a key."""

    def found(context: Context) -> Iterator[_Part[Any]]:
        for record in queries.everything(context.dossier, _ALL):
            for place, part in enumerate(getattr(record, attribute, ()), 1):
                yield _Part(record, place, part)

    return found


class _Member(NamedTuple):
    """A country of a group, and its place there."""

    group: str
    place: int
    code: str


class _OfficialLevel(NamedTuple):
    """A level of an official count."""

    place: int
    level: str
    official: OfficialCount


class _OfficialSource(NamedTuple):
    """A piece of evidence of an official count, and its number there."""

    place: int
    item: int
    cited: Evidence


def _official_counts(context: Context) -> Iterator[tuple[int, OfficialCount]]:
    coverage = context.dossier.coverage
    return enumerate(coverage.official if coverage else (), 1)


def _official_levels(context: Context) -> Iterator[_OfficialLevel]:
    for place, official in _official_counts(context):
        for level in dict.fromkeys(official.levels):
            yield _OfficialLevel(place, level, official)


def _official_sources(context: Context) -> Iterator[_OfficialSource]:
    for place, official in _official_counts(context):
        for item, cited in enumerate(official.evidence, 1):
            yield _OfficialSource(place, item, cited)


def _searched(context: Context) -> Iterator[str]:
    coverage = context.dossier.coverage
    return iter(dict.fromkeys(coverage.searched.countries) if coverage and coverage.searched else ())


def _of_coverage(path: str) -> Callable[[Context, Dossier], Any]:
    """Return what reads a part of the coverage, if the dossier states it."""
    read = attrgetter(path)
    whole = path.split(".", maxsplit=1)[0]

    def cell(_: Context, dossier: Dossier) -> Any:
        coverage = dossier.coverage
        return read(coverage) if coverage and getattr(coverage, whole) is not None else None

    return cell


_OF_COVERAGE = tuple(
    Field[Context, "Dossier"](Column(key, heading, meaning, type=kind, optional=True), _of_coverage(path))
    for key, path, heading, meaning, kind in (
        (
            "complete",
            "complete",
            "Complete",
            "whether every country that could have a stance has one",
            ColumnType.TRUTH,
        ),
        ("of", "of.count", "Of", "number of countries that could have a stance", ColumnType.NUMBER),
        ("of_what", "of.what", "Of what", "which countries could have a stance", ColumnType.TEXT),
        (
            "searched_until",
            "searched.until",
            "Searched until",
            "day up to which sources were searched",
            ColumnType.DATE,
        ),
        ("coverage_note", "note", "Coverage", "how the countries were chosen", ColumnType.TEXT),
    )
)


def _members(context: Context) -> Iterator[_Member]:
    for name, group in context.dossier.groups.items():
        for place, code in enumerate(group.countries, 1):
            yield _Member(name, place, code)


class _LoneStage(NamedTuple):
    """The one stage that is known of a piece of cooperation, perhaps without its day."""

    stage: Stage
    since: PartialDate | None
    note: str | None = None


def _stages(context: Context) -> Iterator[_Part[Any]]:
    """Return the stages of all cooperation."""
    for record in queries.sectors(context.dossier, _ALL):
        for place, step in enumerate(record.stages or (_LoneStage(record.stage, record.since),), 1):
            yield _Part(record, place, step)


def _evidence(context: Context) -> Iterator[_Part[CitedSource]]:
    places: dict[str, int] = {}
    for cited in queries.evidence(context.dossier, _ALL):
        place = places[cited.record.id] = places.get(cited.record.id, 0) + 1
        yield _Part(cited.record, place, cited)


_ID = Field[Context, "_Part[Any]"](_column(NAMES, "id"), lambda _, part: part.record.id)
_PLACE: Field[Context, _Part[Any]] = attr(
    "place", "Place", "place in the list of the record, from 1", type=ColumnType.NUMBER
)
_CODE, _COUNTRY = _column(STANCES, "code"), _column(STANCES, "country")
_CONCERN = Column("concern", "Concern", "id of the concern")
_CONCERN_LABEL = Column("concern_label", "Concern label", "the concern in words")
_ATTRIBUTE = Column("attribute", "Attribute", "id of the attribute")
_ATTRIBUTE_LABEL = Column("attribute_label", "Attribute label", "the attribute in words")
_RECORD = Reference(("dossier", "id"), "records")

#: The tables that ids in the columns of records refer to.
_REFERRED = {
    ("code",): "countries",
    ("level",): "levels",
    ("level_set_by",): "records",
    ("sector",): "sector_terms",
    ("attribute", "value"): "attribute_values",
}


#: Whether a record of a kind with superseded ones is current.
_IN_FORCE: Field[Context, Any] = Field(
    Column(
        "in_force", "In force", "whether the record is current, not superseded or ended", type=ColumnType.TRUTH
    ),
    lambda context, record: context.until(record) is None,
)


def _of_kind(kind: Kind) -> Relation[Any]:
    """Return the table of the records of a kind, from the columns of its listing."""
    spec = LISTINGS[kind.command]
    fields = [*_but(spec.fields()), *(TOTALS if kind is VOTE else ())]
    if any(field.column.key in {"until", "ended"} for field in fields):
        fields.append(_IN_FORCE)
    columns = {field.column.key: field.column for field in fields}
    texts = [key for key in reversed(kind.texts) if key in columns and not columns[key].words]
    words = {key for key, column in columns.items() if column.words and key != "reliability"}
    facets = {*words, *kind.terms, "country", *(key for key in columns if columns[key].type is ColumnType.TRUTH)}
    return _table(
        kind.list_key,
        spec.meaning,
        fields,
        lambda context: queries.of_kind(context.dossier, kind, _ALL),
        references=(
            _RECORD,
            *(Reference(("dossier", *keys), to) for keys, to in _REFERRED.items() if columns.keys() >= {*keys}),
        ),
        searched=(*(["country"] if "country" in columns else []), *texts),
        facets=tuple(
            sorted(columns.keys() & facets, key=lambda key: (key not in kind.terms, [*columns].index(key)))
        ),
    )


#: All tables, each below those that it refers to.
RELATIONS: tuple[Relation[Any], ...] = (
    _table(
        "dossiers",
        "the head of each dossier",
        (
            *(
                field.via(itemgetter(0))
                for field in (
                    *_but(OF_DOSSIERS, "id"),
                    attr("summary", "Summary", "what the dossier is about, in a few sentences"),
                )
            ),
            *(field.via(itemgetter(1)) for field in COUNTS),
            *(field.via(itemgetter(0)) for field in _OF_COVERAGE),
        ),
        lambda context: [(context.dossier, queries.counts(context.dossier, Query()))],
        key=("dossier",),
        searched=("title", "subject", "summary"),
    ),
    _table(
        "levels",
        "the levels of each dossier",
        (
            _of_level("level", "id"),
            _of_level("level_label", "label"),
            Field(_column(STANCES, "rank"), lambda context, level: context.steps[level.id].rank),
            attr("meaning", "Meaning", "when a country is at this level"),
            attr("lasting", "Lasting", "whether the level does not lapse", type=ColumnType.TRUTH),
            attr(
                "headline",
                "Headline",
                "whether the finding counts the countries at or above the level",
                type=ColumnType.TRUTH,
            ),
        ),
        lambda context: context.dossier.levels,
        key=("dossier", "level"),
    ),
    _table(
        "concern_terms",
        "the concerns that stances may have",
        (Field(_CONCERN, lambda _, term: term[0]), Field(_CONCERN_LABEL, lambda _, term: term[1])),
        lambda context: context.dossier.terms.concerns.items(),
        key=("dossier", "concern"),
    ),
    _table(
        "sector_terms",
        "the sectors that cooperation may have",
        (
            Field(_column(SECTORS, "sector"), lambda _, term: term[0]),
            Field(_column(SECTORS, "sector_label"), lambda _, term: term[1]),
        ),
        lambda context: context.dossier.terms.sectors.items(),
        key=("dossier", "sector"),
    ),
    _table(
        "attributes",
        "the attributes of countries, apart from the level",
        (Field(_ATTRIBUTE, lambda _, item: item[0]), Field(_ATTRIBUTE_LABEL, lambda _, item: item[1].label)),
        lambda context: context.dossier.attributes.items(),
        key=("dossier", "attribute"),
    ),
    _table(
        "attribute_values",
        "the values that each attribute may have",
        (
            Field(_ATTRIBUTE, lambda _, item: item[0]),
            Field(Column("value", "Value", "id of the value"), lambda _, item: item[1]),
            Field(Column("value_label", "Value label", "the value in words"), lambda _, item: item[2]),
        ),
        lambda context: (
            (key, value, label)
            for key, attribute in context.dossier.attributes.items()
            for value, label in attribute.values.items()
        ),
        key=("dossier", "attribute", "value"),
        references=(Reference(("dossier", "attribute"), "attributes"),),
    ),
    _table(
        "countries",
        "the countries and bodies that the records and groups of a dossier name",
        (
            Field(_CODE, lambda _, code: code),
            Field(_COUNTRY, lambda context, code: context.country(code)),
            Field(_column(STANCES, "checked"), lambda context, code: context.checked.get(code)),
            Field(
                _column(STANCES, "type"),
                lambda context, code: str(context.dossier.countries[code].type),
            ),
        ),
        lambda context: context.dossier.countries,
        key=("dossier", "code"),
        searched=("country",),
        facets=("type",),
    ),
    _table(
        "country_groups",
        "the groups of countries that a dossier defines",
        (
            Field(Column("id", "Id", "id of the group, for `--group`"), lambda _, entry: entry[0]),
            Field(Column("label", "Label", "name of the group"), lambda _, entry: entry[1].label),
        ),
        lambda context: context.dossier.groups.items(),
    ),
    _table(
        "group_countries",
        "the countries of each group, in the order of the group",
        (
            Field(Column("id", "Id", "id of the group"), lambda _, member: member.group),
            Field(_PLACE.column, lambda _, member: member.place),
            Field(_CODE, lambda _, member: member.code),
            Field(_COUNTRY, lambda context, member: context.country(member.code)),
        ),
        _members,
        key=("dossier", "id", "place"),
        references=(Reference(("dossier", "id"), "country_groups"), Reference(("dossier", "code"), "countries")),
    ),
    _table(
        "sources",
        "the sources that records cite",
        SOURCES,
        lambda context: queries.sources(context.dossier, _ALL),
        searched=("publisher", "title", "title_en"),
        facets=("kind", "reliability", "publisher"),
    ),
    _table(
        "official_counts",
        "official counts, with a row for each level that a count includes",
        (
            _PLACE,
            Field(_column(STANCES, "level"), lambda _, one: one.level),
            Field(
                Column("count", "Count", "number that an authority counted", type=ColumnType.NUMBER),
                lambda _, one: one.official.count,
            ),
            Field(
                Column("date", "Date", "the day to which the count applies", type=ColumnType.DATE),
                lambda _, one: one.official.date,
            ),
        ),
        _official_levels,
        key=("dossier", "place", "level"),
        references=(Reference(("dossier", "level"), "levels"),),
    ),
    _table(
        "official_evidence",
        "the sources of each official count",
        (
            _PLACE,
            attr("item", "Item", "place in the evidence of the count, from 1", type=ColumnType.NUMBER),
            *(field.via(attrgetter("cited")) for field in CITED_AS),
        ),
        _official_sources,
        key=("dossier", "place", "item"),
        references=(Reference(("dossier", "source"), "sources"),),
    ),
    _table(
        "searched_countries",
        "the countries for which a search found no stance",
        (
            Field(_CODE, lambda _, code: code),
            Field(_COUNTRY, lambda context, code: context.country(code)),
        ),
        _searched,
        key=("dossier", "code"),
        references=(Reference(("dossier", "code"), "countries"),),
    ),
    _table(
        "records",
        "all records of every kind",
        NAMES,
        lambda context: queries.everything(context.dossier, _ALL),
        searched=("record",),
        facets=("kind",),
    ),
    *map(_of_kind, RECORD_KINDS),
    _table(
        "record_countries",
        "the countries of each record; a topic or sector without a row is about international partners",
        (
            _ID,
            _PLACE,
            Field(_CODE, lambda _, part: part.part),
            Field(_COUNTRY, lambda context, part: context.country(part.part)),
        ),
        _parts("countries"),
        key=("dossier", "id", "place"),
        references=(_RECORD, Reference(("dossier", "code"), "countries")),
        facets=("country",),
    ),
    _table(
        "stance_concerns",
        "the concerns of each stance, the main one first",
        (
            _ID,
            _PLACE,
            Field(_CONCERN, lambda _, part: part.part),
            Field(_CONCERN_LABEL, lambda context, part: context.dossier.terms.concerns[part.part]),
        ),
        _parts("concerns"),
        key=("dossier", "id", "place"),
        references=(Reference(("dossier", "id"), "stances"), Reference(("dossier", "concern"), "concern_terms")),
        facets=("concern",),
    ),
    _table(
        "ballots",
        "how each country voted, in the votes whose roll call is recorded",
        (
            _ID,
            Field(_CODE, lambda _, part: part.part[0]),
            Field(_COUNTRY, lambda context, part: context.country(part.part[0])),
            Field(
                Column("vote", "Vote", "how the country voted", words=tuple(Choice)),
                lambda _, part: str(part.part[1]),
            ),
        ),
        _parts("choices"),
        key=("dossier", "id", "code"),
        references=(Reference(("dossier", "id"), "votes"), Reference(("dossier", "code"), "countries")),
        facets=("vote", "country"),
    ),
    _table(
        "stages",
        "the stages of each piece of cooperation, the oldest first",
        (
            _ID,
            _PLACE,
            *(
                field.via(attrgetter("part"))
                for field in (
                    Field[Context, Any](_column(SECTORS, "stage"), lambda _, step: str(step.stage)),
                    attr("since", "Since", "first day, if known", type=ColumnType.DATE, optional=True),
                    attr("note", "Note", "what happened, in one sentence", optional=True),
                )
            ),
        ),
        _stages,
        key=("dossier", "id", "place"),
        references=(Reference(("dossier", "id"), "sectors"),),
        facets=("stage",),
    ),
    _table(
        "evidence",
        "each record with each source that it cites",
        (_ID, _PLACE, *(field.via(attrgetter("part")) for field in _but(CITED, "id"))),
        _evidence,
        key=("dossier", "id", "place"),
        references=(_RECORD, Reference(("dossier", "source"), "sources")),
        searched=("record", "note"),
        facets=("kind", "verdict", "publisher"),
    ),
)
