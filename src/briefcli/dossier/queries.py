"""Filters and orders: pure functions from a dossier to some of its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, structs

from briefcli.dossier.countries import CountryIndex, fold, fold_text, iso_code, suggest_countries
from briefcli.dossier.dates import PartialDate, age_in_days, has_begun, in_window, last_day, newest
from briefcli.dossier.model import Event, Sector, SourceKind, Stage, Stance, Topic, TopicKind
from briefcli.dossier.texts import Texts, Words
from briefcli.errors import UsageError, unknown_value

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from briefcli.dossier.model import Dossier, Record, Source

R = TypeVar("R", bound=Stance | Topic | Sector | Event)


#: What is asked for beside filters: these choose the day and the view.
_NO_FILTERS = {"as_of", "history", "today"}


class Filters(Struct, frozen=True, kw_only=True):
    """What is asked for. Several values of one filter widen it, several filters narrow the result.

    Countries stand as they were typed, and `grep` is a text that occurs somewhere in a record,
    whatever the case and the accents. `as_of` means its last day. `today` is no filter: it is the day
    to which the age of evidence is counted where `as_of` is not.
    """

    country: tuple[str, ...] = ()
    concern: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    min_level: str | None = None
    max_level: str | None = None
    kind: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    credibility: int | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    grep: tuple[str, ...] = ()
    as_of: PartialDate | None = None
    history: bool = False
    today: datetime.date | None = None

    def active(self) -> dict[str, object]:
        """Return the filters that narrow the result, by name."""
        given = structs.asdict(self)
        return {name: value for name, value in given.items() if value and name not in _NO_FILTERS}


def stances(dossier: Dossier, filters: Filters) -> list[Stance]:
    """Return the stances asked for: highest level first, then by country, newest first.

    Without `history` these are the stances in force: of each country the newest that has begun.
    """
    standing = begun(dossier.stances, filters)
    if not filters.history:
        standing = list(in_force(standing).values())
    ranks = level_ranks(dossier)
    allowed = _levels(dossier, filters)
    concerns = known(filters.concern, dossier.terms.concerns, "concern")
    found = [
        stance
        for stance in _matching(dossier, standing, filters)
        if stance.level in allowed and (not concerns or not concerns.isdisjoint(stance.concerns))
    ]
    found.sort(key=lambda stance: stance.since, reverse=True)
    return sorted(found, key=lambda stance: (-ranks[stance.level], fold(name_of(dossier, stance.country))))


def topics(dossier: Dossier, filters: Filters) -> list[Topic]:
    """Return the topics asked for, by kind and title."""
    kinds = known(filters.kind, list(TopicKind), "kind")
    found = [topic for topic in _matching(dossier, dossier.topics, filters) if not kinds or topic.kind in kinds]
    order = list(TopicKind)
    return sorted(found, key=lambda topic: (order.index(topic.kind), fold(topic.title), topic.countries))


def sectors(dossier: Dossier, filters: Filters) -> list[Sector]:
    """Return the pieces of cooperation asked for, by country, with partners in general last."""
    wanted = known(filters.sector, dossier.terms.sectors, "sector")
    stages = known(filters.stage, list(Stage), "stage")
    found = [
        record
        for record in _matching(dossier, dossier.sectors, filters)
        if (not wanted or record.sector in wanted) and (not stages or record.stage in stages)
    ]

    def order(record: Sector) -> tuple[object, ...]:
        names = [fold(name_of(dossier, country)) for country in record.countries]
        label = fold(dossier.terms.sectors[record.sector])
        told = (record.initiative or "", record.outcome or "", str(record))
        return not names, names, label, record.since or "", *told

    return sorted(found, key=order)


def events(dossier: Dossier, filters: Filters) -> list[Event]:
    """Return the events asked for, oldest first."""
    return sorted(_matching(dossier, dossier.events, filters), key=lambda event: (event.date, fold(event.title)))


def everything(dossier: Dossier, filters: Filters) -> list[Record]:
    """Return the records of every kind that are asked for."""
    return [
        *stances(dossier, filters),
        *topics(dossier, filters),
        *sectors(dossier, filters),
        *events(dossier, filters),
    ]


def sources(dossier: Dossier, filters: Filters) -> list[Source]:
    """Return the sources asked for, newest first, those without a date last.

    A country, a credibility and a day stand for the sources that such records cite.
    """
    kinds = known(filters.kind, list(SourceKind), "kind")
    ids = known(filters.source, [source.id for source in dossier.sources], "source")
    claims = Filters(country=filters.country, credibility=filters.credibility, as_of=filters.as_of)
    cited = uses(_matching(dossier, records(dossier), claims))
    texts = Texts(dossier)
    found = [
        source
        for source in dossier.sources
        if (not kinds or source.kind in kinds)
        and (not ids or source.id in ids)
        and (claims == Filters() or source.id in cited)
        and (filters.as_of is None or source.date is None or has_begun(source.date, filters.as_of))
        and _dated_within(source.date, filters)
        and _contains(filters.grep, texts.of(source))
    ]
    found.sort(key=lambda source: source.id)
    return sorted(found, key=lambda source: source.date or "", reverse=True)


def search(dossier: Dossier, filters: Filters, words: Words) -> list[Record | Source]:
    """Return the records that have all the words, superseded stances among them, then such sources."""
    texts = Texts(dossier)
    claims = everything(dossier, structs.replace(filters, history=True))
    candidates = (*claims, *sources(dossier, filters))
    return [found for found in candidates if words.all_within(text for _, text in texts.of(found))]


def evidence_age(dossier: Dossier, cited_by: Iterable[Record], asked: Filters) -> int | None:
    """Return how many days old the newest evidence is, on the day asked for or today, whichever is earlier."""
    date = newest_evidence(dossier, cited_by, asked.as_of)
    days = [last_day(asked.as_of)] if asked.as_of else []
    day = min((*days, *([asked.today] if asked.today else [])), default=None)
    return None if date is None or day is None else age_in_days(date, day)


def begun(found: Iterable[R], filters: Filters) -> list[R]:
    """Return the records that have begun on the day asked for; those without a date always have."""
    day = filters.as_of
    if day is None:
        return list(found)
    return [record for record in found if record.begins is None or has_begun(record.begins, day)]


def records(dossier: Dossier) -> list[Record]:
    """Return all records of a dossier."""
    return [*dossier.stances, *dossier.topics, *dossier.sectors, *dossier.events]


def uses(cited_by: Iterable[Record]) -> Counter[str]:
    """Return how many of the records cite each source, by its id."""
    return Counter(source for record in cited_by for source in {item.source for item in record.evidence})


def in_force(begun: Iterable[Stance]) -> dict[str, Stance]:
    """Return the newest stance of each country, by its code."""
    newest: dict[str, Stance] = {}
    for stance in begun:
        present = newest.get(stance.country)
        if present is None or present.since < stance.since:
            newest[stance.country] = stance
    return newest


def superseded(begun: Iterable[Stance]) -> dict[tuple[str, PartialDate], PartialDate]:
    """Return when the next stance of the country began, by country and since of the one that ended."""
    ordered = sorted(begun, key=lambda stance: (stance.country, stance.since))
    return {
        (earlier.country, earlier.since): later.since
        for earlier, later in pairwise(ordered)
        if earlier.country == later.country
    }


def level_ranks(dossier: Dossier) -> dict[str, int]:
    """Return the place of each level on the ladder, counted from 1, by its id."""
    return {level.id: rank for rank, level in enumerate(dossier.levels, 1)}


def name_of(dossier: Dossier, code: str) -> str:
    """Return the name of a country of the dossier."""
    return dossier.countries[code].name


def country_codes(dossier: Dossier, names: Iterable[str]) -> frozenset[str]:
    """Return the codes of countries by any name or code; those outside the dossier are taken too.

    Raises:
        UsageError: a name is no country's.
    """
    index = CountryIndex(dossier.countries)
    return frozenset(index.code(name) or _foreign_code(dossier, name) for name in names)


def has_country(dossier: Dossier, name: str) -> bool:
    """Whether some record of the dossier is about the country of a name, which may be no country's."""
    code = CountryIndex(dossier.countries).code(name)
    return code is not None and any(code in record.countries for record in records(dossier))


def nowhere(dossiers: Sequence[Dossier], name: str) -> UsageError:
    """Return what to say of a country that no dossier has anything on, or of a name that is no country's."""
    about = {
        name_of(dossier, code) for dossier in dossiers for record in records(dossier) for code in record.countries
    }
    if iso_code(name) is None:
        known_countries = {code: entry for dossier in dossiers for code, entry in dossier.countries.items()}
        return unknown_value("country", name, sorted(about), near=suggest_countries(name, known_countries))
    ids = " and ".join(repr(dossier.id) for dossier in dossiers)
    having, others = ("has", "it has") if len(dossiers) == 1 else ("have", "they have")
    which = "dossier" if len(dossiers) == 1 else "dossiers"
    return UsageError(f"the {which} {ids} {having} nothing on {name!r}; {others} {', '.join(sorted(about))}.")


def country_here(dossier: Dossier, name: str) -> str:
    """Return the code of a country that some record of the dossier is about.

    Raises:
        UsageError: the name is no country's, or no record is about the country.
    """
    if not has_country(dossier, name):
        raise nowhere([dossier], name)
    (code,) = country_codes(dossier, [name])
    return code


def known(given: Sequence[str] | str | None, possible: Iterable[str], what: str) -> frozenset[str]:
    """Return the ids that were given as such, or by the labels that a mapping has for them, in any case.

    Raises:
        UsageError: one of them is not possible.
    """
    texts = (given,) if isinstance(given, str) else given or ()
    if not texts:
        return frozenset()
    labels = possible if isinstance(possible, Mapping) else {}
    ids = {fold(label): entry_id for entry_id, label in labels.items()}
    ids |= {fold(value): value for value in possible}
    ids |= {value: value for value in possible}  # an id means itself, whatever else reads alike
    found = {text: ids.get(text) or ids.get(fold(text)) for text in texts}
    for text, entry_id in found.items():
        if entry_id is None:
            raise unknown_value(what, text, possible)
    return frozenset(entry_id for entry_id in found.values() if entry_id is not None)


def newest_evidence(
    dossier: Dossier, cited_by: Iterable[Record], as_of: PartialDate | None = None
) -> PartialDate | None:
    """Return the date of the newest source that the records cite, of those published by a day."""
    cited = uses(cited_by)
    return newest(
        source.date
        for source in dossier.sources
        if source.id in cited and source.date is not None and (as_of is None or has_begun(source.date, as_of))
    )


def _foreign_code(dossier: Dossier, name: str) -> str:
    code = iso_code(name)
    if code is None:
        names = sorted({country.name for country in dossier.countries.values()})
        raise unknown_value("country", name, names, near=suggest_countries(name, dossier.countries))
    return code


def _matching(dossier: Dossier, found: Iterable[R], filters: Filters) -> list[R]:
    """Keep what passes the filters that all kinds of records share."""
    codes = country_codes(dossier, filters.country)
    ids = known(filters.source, [source.id for source in dossier.sources], "source")
    most = filters.credibility
    kept = begun(found, filters)
    if codes:
        kept = [record for record in kept if not codes.isdisjoint(record.countries)]
    if ids:
        kept = [record for record in kept if any(item.source in ids for item in record.evidence)]
    if most is not None:
        kept = [record for record in kept if record.credibility is not None and record.credibility <= most]
    if filters.since or filters.until:
        kept = [record for record in kept if _dated_within(record.begins, filters)]
    if filters.grep:
        texts = Texts(dossier)
        kept = [record for record in kept if _contains(filters.grep, texts.of(record))]
    return kept


def _dated_within(date: PartialDate | None, filters: Filters) -> bool:
    if filters.since is None and filters.until is None:
        return True
    return date is not None and in_window(date, filters.since, filters.until)


def _levels(dossier: Dossier, filters: Filters) -> frozenset[str]:
    ranks = level_ranks(dossier)
    labels = {level.id: level.label for level in dossier.levels}
    wanted = known(filters.level, labels, "level")
    lowest = min((ranks[level] for level in known(filters.min_level, labels, "level")), default=1)
    highest = max((ranks[level] for level in known(filters.max_level, labels, "level")), default=len(ranks))
    return frozenset(
        level for level, rank in ranks.items() if lowest <= rank <= highest and (not wanted or level in wanted)
    )


def _contains(wanted: Sequence[str], texts: Iterable[tuple[str, str]]) -> bool:
    if not wanted:
        return True
    folded = [fold_text(text) for _, text in texts]
    return any(part in text for part in map(fold_text, wanted) for text in folded)
