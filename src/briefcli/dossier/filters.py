"""What somebody asks of a dossier: the words that were typed, and what they mean there.

`wanted` is the one place where a word becomes a value. Queries take the values, and know no words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, structs

from briefcli.dossier.countries import CountryIndex, iso_code
from briefcli.dossier.spelling import fold, fold_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.model import Dossier, SourceKind, Stage, TopicKind

#: The filters that stances alone know, and those that sectors alone know, each with the key of a record
#: under which its values stand.
OF_STANCES = {"concern": "concerns", "level": "level", "min_level": "level", "max_level": "level"}
OF_SECTORS = {"sector": "sector", "stage": "stage"}


class Filters(Struct, frozen=True, kw_only=True):
    """What was typed. Several values of one filter widen it, several filters narrow the result.

    `grep` is a text that occurs somewhere in a record, whatever the case and the accents. `as_of` and `history`
    narrow nothing: they choose the day, for which see `past`, and whether superseded stances are seen.
    """

    country: tuple[str, ...] = ()
    concern: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    min_level: str | None = None
    max_level: str | None = None
    kind: tuple[TopicKind | SourceKind, ...] = ()
    sector: tuple[str, ...] = ()
    stage: tuple[Stage, ...] = ()
    source: tuple[str, ...] = ()
    credibility: int | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    grep: tuple[str, ...] = ()
    as_of: PartialDate | None = None
    history: bool = False

    def active(self) -> dict[str, object]:
        """Return the filters that narrow the result, by name."""
        given = structs.asdict(self)
        return {name: value for name, value in given.items() if value and name not in {"as_of", "history"}}


class Wanted(Struct, frozen=True, kw_only=True):
    """What is wanted of one dossier, in its own ids and codes; None wherever anything will do.

    `texts` are folded, and one of them is enough. `asked` is what was typed, for those who tell it.
    """

    asked: Filters = Filters()
    countries: frozenset[str] | None = None
    concerns: frozenset[str] | None = None
    levels: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    sectors: frozenset[str] | None = None
    stages: frozenset[str] | None = None
    sources: frozenset[str] | None = None
    credibility: int | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    texts: tuple[str, ...] | None = None
    history: bool = False

    @property
    def of_stances(self) -> bool:
        """Whether it is of stances alone."""
        return self.concerns is not None or self.levels is not None

    @property
    def of_sectors(self) -> bool:
        """Whether it is of sectors alone."""
        return self.sectors is not None or self.stages is not None

    def of_countries(self, codes: Iterable[str]) -> Wanted:
        """Return the same of some countries, whatever their stances."""
        return structs.replace(self, countries=frozenset(codes), concerns=None, levels=None)


class Unknown(NamedTuple):
    """A word that a dossier does not know, and what it was to be: a country, level, concern, sector or source."""

    what: str
    word: str


class Vocabulary:
    """Ids by the words that mean them: the id itself, whatever else reads alike, then any spelling or label."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._ids = {fold(label): entry for entry, label in labels.items()}
        self._ids |= {fold(entry): entry for entry in labels}
        self._ids |= {entry: entry for entry in labels}

    def id(self, word: str) -> str | None:
        """Return the id that a word means."""
        return self._ids.get(word) or self._ids.get(fold(word))


def wanted(dossier: Dossier, filters: Filters) -> tuple[Wanted, list[Unknown]]:
    """Return what the filters want of a dossier, and the words that it does not know."""
    unknown: list[Unknown] = []

    def ids(what: str, *words: str | None) -> frozenset[str] | None:
        typed = [word for word in words if word is not None]
        if not typed:
            return None
        meaning = _meaning(dossier, what)
        found = {word: meaning(word) for word in typed}
        unknown.extend(Unknown(what, word) for word, entry in found.items() if entry is None)
        return frozenset(entry for entry in found.values() if entry is not None)

    levels = (ids("level", *filters.level), ids("level", filters.min_level), ids("level", filters.max_level))
    found = Wanted(
        asked=filters,
        levels=_levels(dossier, *levels),
        concerns=ids("concern", *filters.concern),
        sectors=ids("sector", *filters.sector),
        countries=ids("country", *filters.country),
        sources=ids("source", *filters.source),
        kinds=frozenset(filters.kind) or None,
        stages=frozenset(filters.stage) or None,
        credibility=filters.credibility,
        since=filters.since,
        until=filters.until,
        texts=tuple(map(fold_text, filters.grep)) or None,
        history=filters.history,
    )
    return found, unknown


def labels(dossier: Dossier, what: str) -> Mapping[str, str]:
    """Return the ids of the levels, concerns, sectors or sources of a dossier, with the labels that mean them."""
    return {
        "level": {level.id: level.label for level in dossier.levels},
        "concern": dossier.terms.concerns,
        "sector": dossier.terms.sectors,
        "source": {source.id: source.id for source in dossier.sources},
    }[what]


def _meaning(dossier: Dossier, what: str) -> Callable[[str], str | None]:
    """Return what tells the id, or the code of a country, that a word means in a dossier."""
    if what != "country":
        return Vocabulary(labels(dossier, what)).id
    index = CountryIndex(dossier.countries)
    return lambda word: index.code(word) or iso_code(word)


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
