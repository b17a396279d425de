"""The kinds of records, each declared once.

What is searched, named, compared, dated and ordered follows from these declarations. A new kind needs its class in
`model`, its entry here, its listing and its page.
"""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from msgspec import Struct

from briefcli.dossier.model import (
    BottomLine,
    Event,
    Fact,
    Sector,
    Source,
    StageStep,
    Stance,
    Topic,
    TopicKind,
    Vote,
)
from briefcli.dossier.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from briefcli.dossier.model import Dossier, Record

    #: A text and the key where the record has it; the note of a stage has the key `stages.note`.
    KeyedText: TypeAlias = tuple[str, str]

R = TypeVar("R")


class Kind(Struct, frozen=True, kw_only=True, eq=False):
    """A kind of record, or the sources.

    Attributes:
        noun, plural: what one record and several are called in sentences.
        title: what several are called in a heading, if not by their plural.
        struct: its class in `model`.
        date: the key of the date that lists are ordered by, and that `--since` and `--until` compare.
        dates: the keys of all its dates. None may be later than the day of the dossier.
        texts: the keys of its own texts, which are searched and examined for hindsight, the most important first.
            `stages.note` is the note of each stage.
        terms: the keys whose values are ids of the dossier's own levels, concerns, sectors or attributes.
        country_keys: the keys under which it names its countries.
        identity: what makes a record the same one in every version of a dossier and at every stage. It takes a
            record, or an object with the same attributes, which are None where a value is missing.
        variant: what records of one identity may differ in without being duplicates of each other.
        name: what to call a record in a sentence about it.
        full_name: what to call it where only its identity is known to the reader, as in a comparison of versions.
        in_force: returns those of some records that are in force; None where all are, whatever their dates.
        filters: the filters of this kind alone: the key of a `Query`, and the key of a record that it compares.
        sort_key: returns, for a dossier, the function by which its records are sorted in a listing.
        order: the key by which records are placed together in a file, and the key of their order within that.
        counts_as_checked: whether its sources count as a check of its countries.
    """

    noun: str
    plural: str
    title: str = ""
    struct: type[Struct]
    date: str
    dates: tuple[str, ...]
    texts: tuple[str, ...]
    terms: tuple[str, ...] = ()
    country_keys: tuple[str, ...] = ("countries",)
    identity: Callable[[Any], tuple[Hashable, ...]]
    variant: Callable[[Any], Hashable] = lambda _: None
    name: Callable[[Dossier, Any], str]
    full_name: Callable[[Dossier, Any], str]
    in_force: Callable[[Iterable[Any]], Iterable[Any]] | None = None
    filters: Mapping[str, str] = {}
    sort_key: Callable[[Dossier], Callable[[Any], Any]]
    order: tuple[str, str]
    counts_as_checked: bool = True

    @property
    def heading(self) -> str:
        """What several records are called in a heading."""
        return self.title or self.plural.capitalize()

    @property
    def word(self) -> str:
        """The noun as programs read it: in JSON, in ids and on the command line."""
        return self.noun.replace(" ", "-")

    @property
    def command(self) -> str:
        """The name of its listing, and of its table for `import`."""
        return self.plural.replace(" ", "-")

    @property
    def list_key(self) -> str:
        """The key of its list in a dossier."""
        return self.plural.replace(" ", "_")


def newest_by_country(records: Iterable[R], date: str) -> dict[str, R]:
    """Return the newest record of each country by a date, by its code; of two of one date the first."""
    newest: dict[str, R] = {}
    read = attrgetter("country", date)
    for record in records:
        country, day = read(record)
        present = newest.get(country)
        if present is None or getattr(present, date) < day:
            newest[country] = record
    return newest


def _not_ended(records: Iterable[Any]) -> list[Any]:
    return [record for record in records if record.ended is None]


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


# A dossier whose names are not all defined can be compared and changed, so its records have names, too.


def _country_name(dossier: Dossier, code: str) -> str:
    country = dossier.countries.get(code)
    return country.name if country else code


def _sector_label(dossier: Dossier, sector: str) -> str:
    return dossier.terms.sectors.get(sector, sector)


def _attribute_label(dossier: Dossier, attribute: str) -> str:
    known = dossier.attributes.get(attribute)
    return known.label if known else attribute


def _title_and_countries(what: str, dossier: Dossier, countries: Iterable[str]) -> str:
    return ", ".join([what, *(_country_name(dossier, code) for code in sorted(countries))])


def _sector_name(dossier: Dossier, record: Sector) -> str:
    since = f", since {record.since}" if record.since else ""
    about = _title_and_countries(_sector_label(dossier, record.sector), dossier, record.countries)
    return f"{about}: {record.initiative or record.outcome or ''}{since}"


def _highest_first(dossier: Dossier) -> Callable[[Stance], Any]:
    """Sort stances by level, the highest first, then by the name of the country."""
    ranks = {level.id: rank for rank, level in enumerate(dossier.levels)}
    folded = cache(fold)
    return lambda stance: (-ranks.get(stance.level, 0), folded(_country_name(dossier, stance.country)))


def _partners_last(dossier: Dossier) -> Callable[[Sector], Any]:
    """Sort cooperation by the names of the countries, with partners in general last."""
    folded = cache(fold)

    def key(record: Sector) -> tuple[object, ...]:
        names = [folded(dossier.countries[code].name) for code in record.countries]
        label = folded(dossier.terms.sectors[record.sector])
        texts = (record.initiative or "", record.outcome or "", str(record))
        return not names, names, label, record.since or "", *texts

    return key


def _setting_name(dossier: Dossier, fact: Fact) -> str:
    known = dossier.attributes.get(fact.attribute)
    label = known.values.get(fact.value, fact.value) if known else fact.value
    return f"{_attribute_label(dossier, fact.attribute)}: {label}"


def _by_country(*keys: str) -> Callable[[Dossier], Callable[[Any], Any]]:
    """Return what sorts records by the name of the country, then by some keys."""

    def sort_key(dossier: Dossier) -> Callable[[Any], Any]:
        folded = cache(fold)
        return lambda one: (
            folded(dossier.countries[one.country].name),
            *(getattr(one, key) or "" for key in keys),
        )

    return sort_key


_TOPIC_KINDS = list(TopicKind)
STANCE = Kind(
    noun="stance",
    plural="stances",
    struct=Stance,
    date="since",
    dates=("since", "ended", "reviewed"),
    texts=("summary", "status"),
    terms=("level", "concerns"),
    country_keys=("country",),
    identity=lambda stance: (stance.country, stance.since),
    variant=lambda stance: (stance.level, fold(stance.status)),
    in_force=lambda stances: _not_ended(newest_by_country(stances, "since").values()),
    name=lambda dossier, stance: f"{_country_name(dossier, stance.country)}, {stance.status}",
    full_name=lambda dossier, stance: f"{_country_name(dossier, stance.country)}, since {stance.since}",
    filters={"levels": "level", "concerns": "concerns", "main_concerns": "main_concern"},
    sort_key=_highest_first,
    order=("country", "since"),
)
TOPIC = Kind(
    noun="topic",
    plural="topics",
    struct=Topic,
    date="since",
    dates=("since",),
    texts=("summary", "title", "kind"),
    identity=lambda topic: (topic.kind, _folded(topic.title)),
    variant=lambda topic: frozenset(topic.countries),
    name=lambda _, topic: topic.title,
    full_name=lambda dossier, topic: (
        f"{_title_and_countries(topic.kind, dossier, topic.countries)}: {topic.title}"
    ),
    filters={"kinds": "kind"},
    sort_key=lambda _: lambda topic: (_TOPIC_KINDS.index(topic.kind), fold(topic.title), topic.countries),
    order=("kind", ""),
    counts_as_checked=False,
)
SECTOR = Kind(
    noun="sector",
    plural="sectors",
    title="Cooperation",
    struct=Sector,
    date="since",
    dates=("since",),
    texts=("summary", "initiative", "outcome", "stage", "stages.note"),
    terms=("sector",),
    # One piece of cooperation may have a record for each of its stages.
    identity=lambda one: (one.sector, frozenset(one.countries or ()), fold(one.initiative or one.outcome or "")),
    variant=lambda one: (one.stage, one.since, fold(f"{one.initiative} {one.outcome}")),
    name=lambda dossier, record: record.initiative or _sector_label(dossier, record.sector),
    full_name=_sector_name,
    filters={"sectors": "sector", "stages": "stage"},
    sort_key=_partners_last,
    order=("sector", ""),
)
EVENT = Kind(
    noun="event",
    plural="events",
    struct=Event,
    date="date",
    dates=("date",),
    texts=("summary", "title"),
    identity=lambda event: (event.date, _folded(event.title)),
    name=lambda _, event: event.title,
    full_name=lambda _, event: f"{event.date}, {event.title}",
    sort_key=lambda _: lambda event: (event.date, fold(event.title)),
    order=("", "date"),
)
BOTTOM_LINE = Kind(
    noun="bottom line",
    plural="bottom lines",
    struct=BottomLine,
    date="date",
    dates=("date",),
    texts=("text",),
    country_keys=("country",),
    identity=lambda line: (line.country, line.date),
    in_force=lambda lines: newest_by_country(lines, "date").values(),
    name=lambda dossier, line: f"{_country_name(dossier, line.country)}, bottom line of {line.date}",
    full_name=lambda dossier, line: f"{_country_name(dossier, line.country)}, {line.date}",
    sort_key=_by_country("date"),
    order=("country", "date"),
    counts_as_checked=False,
)
FACT = Kind(
    noun="fact",
    plural="facts",
    struct=Fact,
    date="since",
    dates=("since", "ended"),
    texts=("note",),
    terms=("attribute", "value"),
    country_keys=("country",),
    # A fact without a date has an identity, too; only a value that is missing in a table is None.
    identity=lambda fact: (fact.country, fact.attribute, fact.since or ""),
    variant=attrgetter("value"),
    in_force=_not_ended,
    name=lambda dossier, fact: f"{_country_name(dossier, fact.country)}, {_setting_name(dossier, fact)}",
    full_name=lambda dossier, fact: (
        f"{_country_name(dossier, fact.country)}, {_attribute_label(dossier, fact.attribute)}"
        + (f", since {fact.since}" if fact.since else "")
    ),
    filters={"settings": "setting"},
    sort_key=_by_country("attribute", "begins"),
    order=("country", "since"),
)
VOTE = Kind(
    noun="vote",
    plural="votes",
    struct=Vote,
    date="date",
    dates=("date",),
    texts=("title", "document", "body"),
    country_keys=("in_favour", "against", "abstained", "absent"),
    identity=lambda vote: (vote.date, _folded(vote.body), _folded(vote.title)),
    name=lambda _, vote: f"{vote.body}, {vote.title}",
    full_name=lambda _, vote: f"{vote.date}, {vote.body}, {vote.title}",
    sort_key=lambda _: lambda vote: (vote.date, fold(vote.body), fold(vote.title)),
    order=("", "date"),
    counts_as_checked=False,
)
SOURCE = Kind(
    noun="source",
    plural="sources",
    struct=Source,
    date="date",
    dates=("date", "accessed"),
    texts=("title", "title_en", "publisher", "author", "id", "url"),
    identity=lambda source: (_folded(source.publisher), _folded(source.title)),
    name=lambda _, source: f"{source.publisher}, {source.title}",
    full_name=lambda _, source: source.id,
    sort_key=lambda _: lambda source: source.id,
    order=("", "id"),
    counts_as_checked=False,
)

#: The keys of dates that may be later than the day of the dossier.
LATER_DATES = ("due", "last_day")
#: The kinds of records, in the order of a dossier.
RECORD_KINDS = (STANCE, TOPIC, SECTOR, EVENT, BOTTOM_LINE, FACT, VOTE)
#: All kinds: those of records, and the sources that they cite.
KINDS = (*RECORD_KINDS, SOURCE)
#: The keys of the lists of a dossier.
RECORD_KEYS = tuple(kind.list_key for kind in RECORD_KINDS)
LIST_KEYS = tuple(kind.list_key for kind in KINDS)
#: The keys under which records, and groups, name countries.
COUNTRY_KEYS = frozenset(key for kind in RECORD_KINDS for key in kind.country_keys)
#: Those under which they name several.
COUNTRY_LISTS = COUNTRY_KEYS - {"country"}

_BY_STRUCT = {kind.struct: kind for kind in KINDS}
#: The records with texts that are the program's own words, or those of their stages.
_OWN_WORDS = {Topic, Sector}


def kind_of(record: Record | Source) -> Kind:
    """Return the kind of a record or a source."""
    return _BY_STRUCT[type(record)]


def kind_named(list_key: str) -> Kind:
    """Return the kind whose records are in a list of a dossier."""
    return KINDS[LIST_KEYS.index(list_key)]


def named_countries(record: Record) -> Iterator[tuple[str, int | None, str]]:
    """Yield each country that a record names, with its key and, in a list, its place there."""
    for key in _BY_STRUCT[type(record)].country_keys:
        named = getattr(record, key)
        if isinstance(named, str):
            yield key, None, named
        else:
            yield from ((key, place, country) for place, country in enumerate(named))


def identity(record: Record) -> tuple[Hashable, ...]:
    """Return what makes a record the same one in every version of a dossier and at every stage."""
    return _BY_STRUCT[type(record)].identity(record)


def own_texts(record: Record | Source) -> list[KeyedText]:
    """Return the texts of a record itself with their keys, the most telling first."""
    keys = _BY_STRUCT[type(record)].texts
    if type(record) in _OWN_WORDS:
        return [(key, text) for key in keys for text in _texts(record, key) if text]
    return [(key, text) for key in keys if (text := getattr(record, key))]


def words_of_terms(record: Record | Source) -> Iterator[KeyedText]:
    """Return the ids of terms that a record names, with their keys; that of a value includes its attribute."""
    for key in _BY_STRUCT[type(record)].terms:
        value = getattr(record, "setting" if key == "value" else key)
        yield from ((key, one) for one in ((value,) if isinstance(value, str) else value))


def _texts(record: Record | Source, key: str) -> list[str | None]:
    """Return the texts of a record under a key; the program's own words are as people read them."""
    holder, _, part = key.partition(".")
    value = getattr(record, holder)
    if part:
        return [getattr(one, part) for one in value]
    return [value.replace("-", " ") if key in {"kind", "stage"} else value]


def stage_in_words(step: StageStep) -> str:
    """Return a stage with its date and what happened, such as "2025-06 stalled: The partner withdrew"."""
    return f"{step.since} {step.stage}" + (f": {step.note.removesuffix('.')}" if step.note else "")
