"""Resolve filter words against several dossiers; raises UnknownWordError."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.countries import CountryIndex, iso_code, suggest_countries
from briefcli.dossier.dates import has_begun
from briefcli.dossier.filters import Filters, Vocabulary, labels, resolve
from briefcli.dossier.past import snapshot_of
from briefcli.dossier.spelling import fold, fold_text
from briefcli.dossier.texts import Words
from briefcli.errors import UsageError
from briefcli.wording import MAX_NAMED_VALUES, nearest, possible_values, unknown_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Dossier
    from briefcli.dossier.past import Snapshot

#: The characters that begin and end a phrase. The page's script has the same ones.
_QUOTES = '"“”„'
#: A phrase, which may be left open at the end, or a word.
_PARTS = rf"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]?|([^\s{_QUOTES}]+)"

#: The number of dossiers whose ids are named.
NAMED = 3


class UnknownWordError(UsageError):
    """A word that no dossier knows of those that were looked into, and what it was to be.

    `many`: more candidates than an error lists.
    """

    def __init__(self, message: str, what: str, word: str, *, many: bool) -> None:
        super().__init__(message)
        self.what = what
        self.word = word
        self.many = many


def resolve_all(dossiers: Sequence[Dossier], filters: Filters) -> list[tuple[Snapshot, Query]]:
    """Return a snapshot of each dossier on the selected day, with the query of the filters for it.

    A dossier that knows no word of some filter has no answer, and is left out.

    Raises:
        UsageError: no dossier knows a word, or all words, a text is empty, or one bound lies above the other.
    """
    if not all(fold_text(text).strip() for text in filters.grep):
        msg = "--grep has an empty text"
        raise UsageError(msg)
    since, lowest, highest = filters.since, filters.min_level, filters.max_level
    for option, end in (("--until", filters.until), ("--as-of", filters.as_of)):
        if since and end and not has_begun(since, end):
            msg = f"--since {since} is later than {option} {end}"
            raise UsageError(msg)
    found = [(dossier, *resolve(dossier, filters)) for dossier in dossiers]
    times = Counter(
        key for _, _, unknown in found for key in dict.fromkeys((one.what, one.word) for one in unknown)
    )
    for (what, word), count in times.items():
        if count == len(dossiers):
            raise _unknown(dossiers, what, word)
    knowing = [(dossier, of) for dossier, of, unknown in found if not any(one.alone for one in unknown)]
    if not knowing:
        msg = f"no dossier contains all of {', '.join(repr(word) for _, word in times)}"
        raise UsageError(msg)
    unbounded = structs.replace(filters, level=())
    if lowest and highest and not any(resolve(dossier, unbounded)[0].levels for dossier, _ in knowing):
        msg = f"--min-level {lowest} is above --max-level {highest}"
        raise UsageError(msg)
    return [(snapshot_of(dossier, filters.as_of), of) for dossier, of in knowing]


def knows(dossier: Dossier, what: str, word: str) -> bool:
    """Whether a dossier has something under a word that another one does not know."""
    if what == "country":
        return code_here(dossier, word) is not None
    return Vocabulary(labels(dossier, what)).id(word) is not None


def only_about(filters: Filters, *names: str) -> tuple[str, ...]:
    """Return the countries, as they were typed, about which alone a question is; none where it is about more.

    They are those of `names`, or else those of the filter. The records about them, with the sources that these
    cite, are then enough to answer it; a requested source may be one that no such record cites.
    """
    return () if filters.source or filters.group else names or filters.country


def codes_named(dossier: Dossier, names: Iterable[str]) -> set[str]:
    """Return the codes of the countries of a dossier that have one of some names."""
    index = CountryIndex(dossier.countries)
    return {code for name in names if (code := index.code(name))}


def code_here(dossier: Dossier, name: str) -> str | None:
    """Return the code of the country of a name, if some record of the dossier is about it."""
    code = CountryIndex(dossier.countries).code(name)
    return code if code in queries.countries(dossier) else None


def found_countries(dossiers: Sequence[Dossier], names: Sequence[str]) -> list[tuple[Dossier, list[str]]]:
    """Return dossiers with the codes of some names: those with a record of each country, else of any, else all.

    Raises:
        UsageError: a name is not that of a country.
    """
    indexes = [(dossier, CountryIndex(dossier.countries)) for dossier in dossiers]
    found = [(dossier, [index.code(name) for name in names]) for dossier, index in indexes]
    for place, name in enumerate(names):
        if not any(codes[place] for _, codes in found):
            raise no_record(dossiers, name)
    recorded = {dossier.id: queries.countries(dossier) for dossier in dossiers}
    for enough in (all, any):
        if best := [one for one in found if enough(code in recorded[one[0].id] for code in one[1])]:
            break
    known = ((dossier, [code for code in codes if code]) for dossier, codes in best or found)
    return [(dossier, codes) for dossier, codes in known if codes or not names]


def no_record(dossiers: Sequence[Dossier], name: str) -> UnknownWordError:
    """Return the error for a country of which no dossier has a record, or for an unknown name."""
    about = {queries.name_of(dossier, code) for dossier in dossiers for code in queries.countries(dossier)}
    if iso_code(name) is None:
        return _unknown_country(name, dossiers, about)
    ids = " and ".join(repr(dossier.id) for dossier in dossiers)
    have = f"the dossiers {ids} have nothing" if len(dossiers) > 1 else f"the dossier {ids} has nothing"
    if len(dossiers) > NAMED:
        have = f"none of {len(dossiers)} dossiers has anything"
    message = f"{have} on {name!r}. {possible_values(sorted(about))}"
    return UnknownWordError(message, "country", name, many=len(about) > MAX_NAMED_VALUES)


def parse_words(arguments: Iterable[str]) -> Words:
    """Return the words that were typed; text in quotes is a phrase, and so is an argument of several words.

    Raises:
        UsageError: they contain no word.
    """
    line = " ".join(
        part if set(part) & set(_QUOTES) or len(part.split()) < 2 else f'"{part}"' for part in arguments
    )
    found = [" ".join((phrase or word).split()) for phrase, word in re.findall(_PARTS, line)]
    distinct = {fold_text(text).strip(): text for text in found}
    distinct.pop("", None)
    if not distinct:
        msg = "search needs at least one word"
        raise UsageError(msg)
    return Words(distinct.values())


def _unknown(dossiers: Sequence[Dossier], what: str, word: str) -> UnknownWordError:
    """Return the message for a word that no dossier knows."""
    if what == "country":
        return _unknown_country(
            word, dossiers, (queries.name_of(one, code) for one in dossiers for code in queries.countries(one))
        )
    possible = [*dict.fromkeys(entry for dossier in dossiers for entry in labels(dossier, what))]
    message = unknown_value(what, word, possible, near=_near_group(word) if what == "group" else ())
    text = _as_group(what, word, possible) or _as_fact(what, word, dossiers) or str(message)
    return UnknownWordError(text, what, word, many=len(possible) > MAX_NAMED_VALUES)


def _as_fact(what: str, word: str, dossiers: Iterable[Dossier]) -> str:
    """Return the message for a word that is no group but the value of a fact; empty for others."""
    attributes = [each for dossier in dossiers if what == "group" for each in dossier.attributes.items()]
    settings = [
        f"{key}={value}"
        for key, attribute in attributes
        for value, label in attribute.values.items()
        if fold(word) in {fold(value), fold(label)}
    ]
    return f"unknown group {word!r}; it is a fact: write --fact {settings[0]}" if settings else ""


def _near_group(word: str) -> tuple[str, ...]:
    """Return the group whose id, label or other name is most like a word."""
    from briefcli.dossier.groups import group_names  # noqa: PLC0415 - most questions are about no group

    names = group_names()
    near = nearest(fold(word), names, cutoff=0.75)
    return (names[near],) if near else ()


def _as_group(what: str, word: str, possible: Sequence[str]) -> str:
    """Return the message for a word that is a group rather than a country or region; None for others."""
    from briefcli.dossier.groups import known_group_id  # noqa: PLC0415 - likewise

    group = known_group_id(word) if what in {"country", "region"} else None
    lists = f"brief groups {group} lists its members"
    return f"unknown {what} {word!r}; it is a group: {lists}. {possible_values(possible)}" if group else ""


def _unknown_country(name: str, dossiers: Sequence[Dossier], possible: Iterable[str]) -> UnknownWordError:
    countries = {code: country for dossier in dossiers for code, country in dossier.countries.items()}
    names = sorted({*possible})
    message = unknown_value("country", name, names, near=suggest_countries(name, countries))
    text = _as_group("country", name, names) or str(message)
    return UnknownWordError(text, "country", name, many=len(names) > MAX_NAMED_VALUES)
