"""Which records answer a question, and in which order: pure functions of a dossier and a query."""

from __future__ import annotations

import datetime
from collections import Counter
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec import Struct, structs

from briefcli.dossier.countries import iso_country
from briefcli.dossier.dates import PartialDate, age_in_days, first_day, in_window, last_day, newest
from briefcli.dossier.filters import Query
from briefcli.dossier.history import histories, runs_by_stance
from briefcli.dossier.kinds import (
    EVENT,
    FACT,
    RECORD_KEYS,
    RECORD_KINDS,
    SECTOR,
    STANCE,
    TOPIC,
    VOTE,
    Kind,
    kind_of,
    newest_by_country,
)
from briefcli.dossier.model import (
    BottomLine,
    Event,
    Fact,
    RollCall,
    Sector,
    Stance,
    Topic,
    Vote,
    has_single_source,
)
from briefcli.dossier.spelling import fold, fold_text
from briefcli.dossier.staleness import checked, is_stale, lasting_levels
from briefcli.dossier.texts import Texts, WordIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcli.dossier.filters import Stale
    from briefcli.dossier.model import Dossier, Evidence, Record, Source
    from briefcli.dossier.texts import Words


class Counts(Struct, frozen=True):
    """How many countries, records and sources there are.

    `records` are those in force by the key of their list: of stances one for each country. `sources` are those
    that records in force cite. `stances_in_all` and `sources_in_all` also count superseded stances and all others.
    """

    countries: int
    records: dict[str, int]
    stances_in_all: int
    sources: int
    sources_in_all: int


R = TypeVar("R", bound=Stance | Topic | Sector | Event | BottomLine | Fact | Vote)


class CitedSource(NamedTuple):
    """A citation: a record, one piece of its evidence, and the source of that."""

    record: Record
    item: Evidence
    source: Source


class Ballot(NamedTuple):
    """How a country voted."""

    record: Vote
    code: str
    vote: str


#: How a country voted that is in no list of a complete roll call.
NO_VOTE = "no-vote"


def stances(dossier: Dossier, query: Query) -> list[Stance]:
    """Return the matching stances: highest level first, then by country, newest first.

    Without `history` these are the stances in force: of each country the newest, if it has not ended.
    """
    found: Iterable[Stance] = _of_countries(dossier.stances, query)
    newest_first = sorted(
        found if query.history else in_force(found).values(), key=attrgetter("since"), reverse=True
    )
    found = select(dossier, STANCE, query, newest_first)
    if (since := query.level_since) is not None:
        runs = runs_by_stance(histories(dossier.stances).values())
        own = ((stance, runs[stance.id]) for stance in found)
        found = [
            stance
            for stance, run in own
            if run.since_is_known and in_window(run.since, since, None, dossier.as_of)
        ]
    if (stale := query.stale) is not None:
        stale_countries = _stale_countries(dossier, found, stale)
        found = [stance for stance in found if stance.country in stale_countries]
    return list(found)


def _stale_countries(dossier: Dossier, found: Iterable[Stance], stale: Stale) -> set[str]:
    """Return the countries whose stance in force, or if they have none the last one, is stale."""
    last, lasting, current = checked(dossier), lasting_levels(dossier), in_force(dossier.stances)
    newest = {stance.country: stance for stance in sorted(found, key=attrgetter("since"))}
    return {
        code
        for code, stance in newest.items()
        if is_stale(
            last[code],
            stale.day,
            stale.days,
            due=current[code].due if code in current else None,
            lasting=current.get(code, stance).level in lasting,
        )
    }


def topics(dossier: Dossier, query: Query) -> list[Topic]:
    """Return the matching topics, by kind and title."""
    return select(dossier, TOPIC, query)


def sectors(dossier: Dossier, query: Query) -> list[Sector]:
    """Return the matching pieces of cooperation, by country, with partners in general last."""
    return select(dossier, SECTOR, query)


def events(dossier: Dossier, query: Query) -> list[Event]:
    """Return the matching events, oldest first."""
    return select(dossier, EVENT, query)


def upcoming(dossier: Dossier, query: Query) -> list[Event]:
    """Return the matching events that end on or after the reader's day, the soonest first.

    A vague date may mean a day before it, unless the event came after the day of the dossier.
    """
    found = events(dossier, query)
    return [one for one in found if (last_day if one.follow_up else first_day)(one.ends) >= _today(query)]


def going_on(dossier: Dossier, query: Query) -> list[Event]:
    """Return the upcoming events that began before the reader's day."""
    return [one for one in upcoming(dossier, query) if one.last_day and last_day(one.date) < _today(query)]


def announced_earlier(dossier: Dossier, query: Query) -> list[Event]:
    """Return the matching events after the day of the dossier that were to end before the reader's day."""
    return [one for one in events(dossier, query) if one.follow_up and last_day(one.ends) < _today(query)]


def _today(query: Query) -> datetime.date:
    return query.filters.today or datetime.date.today()  # noqa: DTZ011 - the reader's own day


def select(dossier: Dossier, kind: Kind, query: Query, among: Iterable[Any] | None = None) -> list[Any]:
    """Return the matching records of a kind, all or only `among` some, in the order of the kind."""
    if kind is FACT and query.settings is not None:  # which chooses facts, whatever others their countries have
        query = structs.replace(query, countries=query.named_countries)
    if among is None:
        among = getattr(dossier, kind.list_key)
        if kind.in_force and not query.history:
            among = kind.in_force(_of_countries(among, query))
    found = _matching(dossier, among, query)
    for name, key in kind.filters.items():
        if (values := getattr(query, name)) is not None:
            found = [record for record in found if _has(getattr(record, key), values)]
    return sorted(found, key=kind.sort_key(dossier))


def _has(value: str | tuple[str, ...] | None, values: frozenset[str]) -> bool:
    return not values.isdisjoint(value) if isinstance(value, tuple) else value in values


def everything(dossier: Dossier, query: Query) -> list[Record]:
    """Return the matching records of every kind, in the order of the kinds."""
    return list(chain.from_iterable(of_kind(dossier, kind, query) for kind in RECORD_KINDS))


def of_kind(dossier: Dossier, kind: Kind, query: Query) -> list[Any]:
    """Return the matching records of a kind, in its order; without `history` only those in force."""
    if kind is STANCE:
        return stances(dossier, query)
    found = select(dossier, kind, query)
    return [vote for vote in found if _voted_so(vote, query)] if kind is VOTE and query.choices else found


def _voted_so(vote: Vote, query: Query) -> bool:
    """Whether a country, or one of the selected countries, voted in the way of the query."""
    codes, choices = query.countries, query.choices or ()
    return any(how in choices and (codes is None or code in codes) for code, how in vote.choices)


def ballots(dossier: Dossier, query: Query) -> list[Ballot]:
    """Return how each country voted, by vote and then by the name of the country."""
    votes = select(dossier, VOTE, structs.replace(query, countries=None))
    return [ballot for vote in votes for ballot in ballots_of(dossier, vote, query)]


def ballots_of(dossier: Dossier, vote: Vote, query: Query) -> list[Ballot]:
    """Return how each country voted on one text, by the name of the country.

    A selected country that is in no list of a complete roll call had no right to vote.
    """
    codes = query.countries
    cast: list[tuple[str, str]] = [(code, how) for code, how in vote.choices if codes is None or code in codes]
    if codes is not None and vote.roll_call is RollCall.COMPLETE:
        cast += [(code, NO_VOTE) for code in codes & dossier.countries.keys() - {*vote.countries}]
    cast = [(code, how) for code, how in cast if query.choices is None or how in query.choices]
    return [Ballot(vote, *one) for one in sorted(cast, key=lambda one: fold(name_of(dossier, one[0])))]


def evidence(dossier: Dossier, query: Query) -> list[CitedSource]:
    """Return the citations of the matching records; `since` and `until` compare dates of publication."""
    by_id = {source.id: source for source in dossier.sources}
    return [
        CitedSource(record, item, source)
        for record in citing(dossier, query)
        for item in record.evidence
        if query.sources is None or item.source in query.sources
        if _dated_within((source := by_id[item.source]).date, query)
    ]


def counts(dossier: Dossier, query: Query, found: Sequence[Record] | None = None) -> Counts:
    """Return the numbers of matching countries, records and sources; the records may be `found` already."""
    found = everything(dossier, query) if found is None else found
    kinds = Counter(kind_of(record).list_key for record in found)
    return Counts(
        countries=len({code for record in found for code in record.countries}),
        records={key: kinds[key] for key in RECORD_KEYS},
        stances_in_all=len(stances(dossier, structs.replace(query, history=True))),
        sources=len(uses(found)),
        sources_in_all=len(sources(dossier, query)),
    )


def citing(dossier: Dossier, query: Query) -> list[Record]:
    """Return the records whose evidence matches, of any date, also superseded stances."""
    return everything(dossier, structs.replace(query, history=True, since=None, until=None))


def sources(dossier: Dossier, query: Query) -> list[Source]:
    """Return the matching sources, newest first, those without a date last.

    Countries, a credibility, a dispute and a single source select the sources that such records cite.
    """
    claims = Query(
        countries=query.countries,
        credibility=query.credibility,
        disputed=query.disputed,
        single_source=query.single_source,
    )
    cited = uses(_matching(dossier, dossier.records, claims)) if claims != Query() else None
    kinds, ids, texts = query.kinds, query.sources, Texts(dossier)
    found = [
        source
        for source in dossier.sources
        if (kinds is None or source.kind in kinds)
        and (ids is None or source.id in ids)
        and (cited is None or source.id in cited)
        and _dated_within(source.date, query)
        and (query.texts is None or _contains(query.texts, texts.of(source)))
    ]
    found.sort(key=lambda source: source.id)
    return sorted(found, key=lambda source: source.date or "", reverse=True)


def search(dossier: Dossier, query: Query, words: Words) -> list[Record | Source]:
    """Return the records that have all the words, superseded stances among them, then such sources."""
    return found_in(WordIndex(dossier, words), query)


def found_in(index: WordIndex, query: Query) -> list[Record | Source]:
    """Return what `search` finds by the word index of a dossier."""
    return [found for found in _searchable(index.dossier, query) if index.of(found) == index.sought]


def found_alone(dossier: Dossier, query: Query, words: Words) -> Counter[str]:
    """Return how many records and sources have each of the words."""
    index = WordIndex(dossier, words)
    return Counter(word for found in _searchable(dossier, query) for word in index.of(found))


def evidence_age(newest: PartialDate | None, day: datetime.date | None) -> int | None:
    """Return the age of the `newest` evidence on a day, in days, at most; None without evidence or day."""
    return None if newest is None or day is None else age_in_days(newest, day)


def uses(cited_by: Iterable[Record]) -> Counter[str]:
    """Return how many of the records cite each source, by its id."""
    return Counter(source for record in cited_by for source in {item.source for item in record.evidence})


def in_force(stances: Iterable[Stance]) -> dict[str, Stance]:
    """Return the newest stance of each country, by its code, where it has not ended."""
    newest = newest_by_country(stances, "since")
    return {country: stance for country, stance in newest.items() if stance.ended is None}


def name_of(dossier: Dossier, code: str) -> str:
    """Return the name of a country: the one in the dossier, else the one of ISO 3166."""
    own = dossier.countries
    return (own[code] if code in own else iso_country(code)).name


def name_or_code(dossier: Dossier, code: str) -> str:
    """Return the name of a country; the code if the dossier has an unknown country, as `check` reports it."""
    return dossier.countries[code].name if code in dossier.countries else code


def countries(dossier: Dossier) -> set[str]:
    """Return the codes of the countries that some record is about; groups may name others."""
    return {code for record in dossier.records for code in record.countries}


def last_of(dossier: Dossier, record: Record) -> PartialDate | None:
    """Return the latest day that a vague date of a record may mean: that of its dossier, except for follow-ups."""
    return None if isinstance(record, Event | Vote) and record.follow_up else dossier.as_of


def newest_evidence(dossier: Dossier, cited_by: Iterable[Record]) -> PartialDate | None:
    """Return the date of the newest source that the records cite, by the first day that a date may mean."""
    cited = {item.source for record in cited_by for item in record.evidence}
    return newest(source.date for source in dossier.sources if source.id in cited)


def newest_records(dossier: Dossier) -> dict[str, PartialDate]:
    """Return the date of the newest record of each country that counts as a check of it, by its code."""
    found: dict[str, PartialDate] = {}
    for kind in RECORD_KINDS:
        for record in getattr(dossier, kind.list_key) if kind.counts_as_checked else ():
            if date := getattr(record, kind.date):
                for code in record.countries:
                    found[code] = max(found.get(code, date), date)
    return found


def _matching(dossier: Dossier, found: Iterable[R], query: Query) -> list[R]:
    """Return the records that match the filters of all kinds."""
    kept = _of_countries(found, query)
    if (ids := query.sources) is not None:
        kept = [record for record in kept if any(item.source in ids for item in record.evidence)]
    if (most := query.credibility) is not None:
        kept = [record for record in kept if record.credibility is not None and record.credibility <= most]
    if query.disputed:
        kept = [record for record in kept if record.disputed]
    if query.single_source:
        by_id = {source.id: source for source in dossier.sources}
        kept = [record for record in kept if has_single_source(record, by_id)]
    if query.since or query.until:
        kept = [record for record in kept if _dated_within(_date(record), query, last_of(dossier, record))]
    if query.texts is not None:
        texts = Texts(dossier)
        kept = [record for record in kept if _contains(query.texts, texts.of(record))]
    return kept


def _of_countries(found: Iterable[R], query: Query) -> list[R]:
    if (codes := query.countries) is None:
        return list(found)
    return [record for record in found if not codes.isdisjoint(record.countries)]


def _searchable(dossier: Dossier, query: Query) -> list[Record | Source]:
    """Return the matching records, superseded stances among them, and sources."""
    return [*everything(dossier, structs.replace(query, history=True)), *sources(dossier, query)]


def _date(record: Record) -> PartialDate | None:
    """Return the date that `--since` and `--until` compare."""
    date: PartialDate | None = getattr(record, kind_of(record).date)
    return date


def _dated_within(date: PartialDate | None, query: Query, latest: PartialDate | None = None) -> bool:
    if query.since is None and query.until is None:
        return True
    return date is not None and in_window(date, query.since, query.until, latest)


def _contains(parts: Iterable[str], texts: Iterable[tuple[str, str]]) -> bool:
    folded = [fold_text(text) for _, text in texts]
    return any(part in text for part in parts for text in folded)
