"""Filters as they were typed, and resolved to the ids and codes of a dossier.

`resolve` is the one place where a word becomes a value, except for the program's own words, such as those of
`--stage`, which are parsed with the options. Queries and pages take values, and refuse no word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, structs

from briefcli.dossier.countries import CountryIndex
from briefcli.dossier.dates import day_of_ages, last_day
from briefcli.dossier.past import snapshot_of
from briefcli.dossier.regions import regions
from briefcli.dossier.spelling import fold, fold_text

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterable, Mapping
    from enum import StrEnum

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.groups import SelectedGroup
    from briefcli.dossier.history import Direction
    from briefcli.dossier.model import Choice, CountryType, Dossier, Stage

#: The filters that stances alone know, and those that sectors alone know, each with the key of a record
#: under which its values are listed, if they are few.
OF_STANCES = {
    "concern": "concerns",
    "main_concern": "main_concern",
    "level": "level",
    "min_level": "level",
    "max_level": "level",
    "level_since": None,
    "stale": None,
}
OF_SECTORS = {"sector": "sector", "stage": "stage"}
_VALUES_OF_STANCES = ("concerns", "main_concerns", "levels", "level_since", "stale")


class Filters(Struct, frozen=True, kw_only=True):
    """What was typed. Several values of one filter widen it, several filters narrow the result.

    `fact` is an attribute with a value; values of one attribute widen it, several attributes narrow the result.
    `grep` is a text that occurs somewhere in a record, whatever the case and the accents, and `stale` for how many
    days a country was not checked. `as_of`, `today` and `history` narrow nothing: they choose the day, for which
    see `past`, the reader's own day, to which ages are counted, and whether superseded stances are seen.
    """

    country: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    type: tuple[CountryType, ...] = ()
    fact: tuple[str, ...] = ()
    vote: tuple[Choice, ...] = ()
    move: tuple[Direction, ...] = ()
    concern: tuple[str, ...] = ()
    main_concern: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    min_level: str | None = None
    max_level: str | None = None
    level_since: PartialDate | None = None
    stale: int | None = None
    kind: tuple[StrEnum, ...] = ()
    sector: tuple[str, ...] = ()
    stage: tuple[Stage, ...] = ()
    source: tuple[str, ...] = ()
    credibility: int | None = None
    disputed: bool = False
    single_source: bool = False
    since: PartialDate | None = None
    until: PartialDate | None = None
    grep: tuple[str, ...] = ()
    as_of: PartialDate | None = None
    today: datetime.date | None = None
    history: bool = False

    def active(self) -> dict[str, object]:
        """Return the filters that narrow the result, by name."""
        given, usual = structs.asdict(self), structs.asdict(Filters(as_of=self.as_of, today=self.today))
        return {name: value for name, value in given.items() if value != usual[name] and name != "history"}


#: What each filter takes from Python: a text or several, a date or its text, or a value of the type that is named.
FILTER_TYPES = {
    **dict.fromkeys(("country", "region", "group", "fact", "concern", "main_concern", "level", "kind"), "texts"),
    **dict.fromkeys(("sector", "stage", "source", "grep", "type", "vote", "move"), "texts"),
    **dict.fromkeys(("level_since", "since", "until", "as_of"), "date"),
    **dict.fromkeys(("min_level", "max_level"), "str"),
    **dict.fromkeys(("stale", "credibility"), "int"),
    **dict.fromkeys(("disputed", "single_source", "history"), "bool"),
    "today": "datetime.date",
}


class Stale(NamedTuple):
    """For more than how many days, on which day, a country was not checked."""

    days: int
    day: datetime.date


class Query(Struct, frozen=True, kw_only=True):
    """Filters resolved against one dossier, in its own ids and codes; None where any value matches.

    `countries` are those of `named_countries` that have one of the `settings`, which are facts such as
    `own-mission=open`. `groups` are the requested groups with their members, and `requested` the countries that
    were requested by name or as members of a group. `texts` are folded, and a record needs one of them. For
    messages, `filters` are the words as typed, and `named` contains the label of what each word means, by its kind
    and the word.
    """

    filters: Filters = Filters()
    named: Mapping[tuple[str, str], str] = {}
    countries: frozenset[str] | None = None
    named_countries: frozenset[str] | None = None
    settings: frozenset[str] | None = None
    choices: frozenset[str] | None = None
    moves: frozenset[str] | None = None
    groups: tuple[SelectedGroup, ...] = ()
    requested: frozenset[str] = frozenset()
    concerns: frozenset[str] | None = None
    main_concerns: frozenset[str] | None = None
    levels: frozenset[str] | None = None
    level_since: PartialDate | None = None
    stale: Stale | None = None
    kinds: frozenset[str] | None = None
    sectors: frozenset[str] | None = None
    stages: frozenset[str] | None = None
    sources: frozenset[str] | None = None
    credibility: int | None = None
    disputed: bool = False
    single_source: bool = False
    since: PartialDate | None = None
    until: PartialDate | None = None
    texts: tuple[str, ...] | None = None
    history: bool = False

    @property
    def of_stances(self) -> bool:
        """Whether it is of stances alone."""
        return any(getattr(self, name) is not None for name in _VALUES_OF_STANCES)

    @property
    def of_sectors(self) -> bool:
        """Whether it is of sectors alone."""
        return self.sectors is not None or self.stages is not None

    def of_countries(self, codes: Iterable[str]) -> Query:
        """Return the same of some countries, whatever their stances."""
        return structs.replace(self, countries=frozenset(codes), **dict.fromkeys(_VALUES_OF_STANCES))


class Unknown(NamedTuple):
    """A word that a dossier does not know, and what it was to be.

    That is a country, region, group, level, concern, sector or source. Where it is `alone`, no other word of its
    filter is known either.
    """

    what: str
    word: str
    alone: bool


class Vocabulary:
    """Ids by the words that mean them: the id itself, whatever else reads alike, then any spelling or label."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._ids = {fold(label): entry for entry, label in labels.items()}
        self._ids |= {fold(entry): entry for entry in labels}
        self._ids |= {entry: entry for entry in labels}

    def id(self, word: str) -> str | None:
        """Return the id that a word means."""
        return self._ids.get(word) or self._ids.get(fold(word))


def resolve(dossier: Dossier, filters: Filters) -> tuple[Query, list[Unknown]]:
    """Return the query of the filters for a dossier, and the words that the dossier does not know."""
    unknown: list[Unknown] = []
    named: dict[tuple[str, str], str] = {}

    def ids(what: str, *words: str | None) -> frozenset[str] | None:
        typed = [word for word in words if word is not None]
        if not typed:
            return None
        meaning = _meaning(dossier, what)
        found = {word: meaning(word) for word in typed}
        known = frozenset(entry for entry in found.values() if entry is not None)
        called = labels(dossier, what)
        named.update({(what, word): called[entry] for word, entry in found.items() if entry and entry in called})
        unknown.extend(Unknown(what, word, not known) for word, entry in found.items() if entry is None)
        return known

    levels = (ids("level", *filters.level), ids("level", filters.min_level), ids("level", filters.max_level))
    concerns, main_concerns = ids("concern", *filters.concern), ids("concern", *filters.main_concern)
    sectors, settings = ids("sector", *filters.sector), _settings(dossier, ids("fact", *filters.fact))
    by_name, within = ids("country", *filters.country), ids("region", *filters.region)
    of_groups = ids("group", *filters.group)
    groups = _groups(dossier, filters, of_groups, within)
    members = None if of_groups is None else _members(group for group in groups if group.id in of_groups)
    named_countries = _common(by_name, _within(dossier, within), members)
    named_countries = _of_types(dossier, named_countries, filters.type)
    countries = _having(snapshot_of(dossier, filters.as_of).dossier, settings, named_countries)
    requested = _members(groups) if by_name is None else by_name
    found = Query(
        filters=filters,
        named=named,
        levels=_levels(dossier, *levels),
        level_since=filters.level_since,
        stale=_stale(dossier, filters),
        concerns=concerns,
        main_concerns=main_concerns,
        sectors=sectors,
        settings=settings,
        choices=frozenset(filters.vote) or None,
        moves=frozenset(filters.move) or None,
        named_countries=named_countries,
        countries=countries,
        groups=groups,
        requested=_common(requested, named_countries) or frozenset(),
        sources=ids("source", *filters.source),
        kinds=frozenset(filters.kind) or None,
        stages=frozenset(filters.stage) or None,
        credibility=filters.credibility,
        disputed=filters.disputed,
        single_source=filters.single_source,
        since=filters.since,
        until=filters.until,
        texts=tuple(map(fold_text, filters.grep)) or None,
        history=filters.history,
    )
    return found, unknown


def labels(dossier: Dossier, what: str) -> Mapping[str, str]:
    """Return the ids of the levels, terms, attributes, facts, sources, regions or countries, with labels.

    Its groups of countries are regions, too, and come first. Groups are also those that the program knows. A fact
    is an attribute alone, or with a value: `own-mission=open`.
    """
    match what:
        case "level":
            return {level.id: level.label for level in dossier.levels}
        case "concern":
            return dossier.terms.concerns
        case "attribute":
            return {key: attribute.label for key, attribute in dossier.attributes.items()}
        case "fact":
            attributes = dossier.attributes.items()
            own = {
                f"{key}={value}": f"{attribute.label}: {label}"
                for key, attribute in attributes
                for value, label in attribute.values.items()
            }
            return {**own, **labels(dossier, "attribute")}
        case "sector":
            return dossier.terms.sectors
        case "country":
            return {code: country.name for code, country in dossier.countries.items()}
        case "region":
            return {**_own_groups(dossier), **{name: name for name in regions()}}
        case "group":
            from briefcli.dossier.groups import known_groups  # noqa: PLC0415 - most questions are about no group

            own = _own_groups(dossier)
            return own | {key: group.label for key, group in known_groups().items() if key not in own}
        case _:
            return {source.id: source.id for source in dossier.sources}


def _own_groups(dossier: Dossier) -> dict[str, str]:
    return {key: group.label for key, group in dossier.groups.items()}


def _meaning(dossier: Dossier, what: str) -> Callable[[str], str | None]:
    """Return the function that finds the id or country code of a word in a dossier."""
    if what == "group":
        from briefcli.dossier.groups import known_group_id  # noqa: PLC0415 - likewise

        own = Vocabulary(_own_groups(dossier))
        return lambda word: own.id(word) or known_group_id(word)
    if what != "country":
        return Vocabulary(labels(dossier, what)).id
    return CountryIndex(dossier.countries).code


def _groups(
    dossier: Dossier, filters: Filters, named: frozenset[str] | None, within: frozenset[str] | None
) -> tuple[SelectedGroup, ...]:
    """Return the groups that are named, and those of the dossier among some regions."""
    of_regions = dossier.groups.keys() & (within or frozenset()) - (named or frozenset())
    if not (named or of_regions):
        return ()
    from briefcli.dossier.groups import own_group, selected_group  # noqa: PLC0415 - likewise

    day = filters.as_of or dossier.as_of
    own = (own_group(dossier, group) for group in dossier.groups if group in of_regions)
    return (*(selected_group(dossier, group, day) for group in sorted(named or ())), *own)


def _members(groups: Iterable[SelectedGroup]) -> frozenset[str]:
    return frozenset[str]().union(*(group.countries for group in groups))


def _within(dossier: Dossier, within: frozenset[str] | None) -> frozenset[str] | None:
    """Return the countries in one of some regions."""
    if within is None:
        return None
    groups = dossier.groups
    there = (groups[region].countries if region in groups else regions()[region] for region in within)
    return frozenset[str]().union(*there)


def _common(*chosen: frozenset[str] | None) -> frozenset[str] | None:
    """Return the countries that are in all of some sets; None means any country."""
    given = [codes for codes in chosen if codes is not None]
    return frozenset.intersection(*given) if given else None


def _settings(dossier: Dossier, words: frozenset[str] | None) -> frozenset[str] | None:
    """Return attributes with values such as `own-mission=open`; an attribute alone means all its values."""
    if words is None:
        return None
    attributes = dossier.attributes
    return frozenset(
        setting
        for word in words
        for setting in ([f"{word}={value}" for value in attributes[word].values] if word in attributes else [word])
    )


def _having(
    dossier: Dossier, settings: frozenset[str] | None, among: frozenset[str] | None
) -> frozenset[str] | None:
    """Return the countries that have one of the values of each of some attributes."""
    if not settings:
        return among
    having: dict[str, set[str]] = {setting.partition("=")[0]: set() for setting in settings}
    for fact in dossier.facts:
        if fact.ended is None and fact.setting in settings:
            having[fact.attribute].add(fact.country)
    codes = frozenset.intersection(*map(frozenset, having.values()))
    return _common(codes, among)


def _of_types(
    dossier: Dossier, codes: frozenset[str] | None, types: Collection[CountryType]
) -> frozenset[str] | None:
    """Return the countries that are of one of some types."""
    if not types:
        return codes
    found = frozenset(code for code, country in dossier.countries.items() if country.type in types)
    return _common(found, codes)


def _stale(dossier: Dossier, filters: Filters) -> Stale | None:
    if filters.stale is None:
        return None
    return Stale(filters.stale, day_of_ages(filters.as_of, filters.today) or last_day(dossier.as_of))


def _levels(
    dossier: Dossier, named: frozenset[str] | None, lowest: frozenset[str] | None, highest: frozenset[str] | None
) -> frozenset[str] | None:
    """Return the levels that are named and lie between two others, both ends included."""
    if named is lowest is highest is None:
        return None
    ladder = [level.id for level in dossier.levels]
    first = min(map(ladder.index, lowest or ladder))
    last = max(map(ladder.index, highest or ladder))
    between = frozenset(ladder[first : last + 1])
    return between if named is None else between & named
