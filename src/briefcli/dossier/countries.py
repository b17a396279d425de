"""Resolve any name or code that a person types for a country to its code.

That is the alpha-2 code of ISO 3166-1, for a state of the past the four letters of ISO 3166-3, and for a body such
as the European Union its own letters. Case, accents and punctuation make no difference.

Names are looked up in this order:
1. the names of the dossier;
2. the codes, and the English names that are printed or that version 0.2 accepted;
3. further English names: those of CLDR and of the World Bank;
4. names in other languages: those of the United Nations, and the official languages of each country;
5. the names of 3 and 4 without what they add, as `Конго` for `Конго (ДРК)`.

So a name in English belongs to its country, whatever it means in another language. A name that two countries share
in the same step has no code, and the error names both countries.

`country_codes.json` contains the folded names of 2. It is read only for a name that the dossier does not have.
`countries.json` contains all countries and the names of 3 to 5. It takes 12 ms to load, so it is read only for a
name that is not in 2.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from briefcli.dossier.model import Country  # noqa: TC001 - msgspec reads the annotations when the program runs
from briefcli.dossier.spelling import fold
from briefcli.wording import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Names(msgspec.Struct, frozen=True):
    """The content of countries.json, with its origin."""

    bodies: dict[str, Country]
    today: dict[str, Country]
    past: dict[str, Country]
    shared: dict[str, tuple[str, ...]]
    further: dict[str, tuple[str, ...]]


class CountryIndex:
    """The countries of a dossier by every name and code, and those of the world by theirs."""

    def __init__(self, countries: Mapping[str, Country]) -> None:
        self._codes = codes_by_name(countries)

    def code(self, text: str) -> str | None:
        """Return the code of a country by a name in the dossier, else by any other name."""
        return self._codes.get(fold_country(text)) or iso_code(text)


def iso_code(text: str) -> str | None:
    """Return the code of a country by a name in any language; None for a name that two countries share."""
    return english_code(text) or _further_codes().get(fold_country(text))


def english_code(text: str) -> str | None:
    """Return the code of a country by a code, or by one of the English names that `iso_country` returns."""
    return _english_codes().get(fold_country(text))


def iso_names() -> frozenset[str]:
    """Return the names of the countries of ISO 3166."""
    return frozenset(country.name for country in _iso_countries().values())


def iso_country(code: str) -> Country:
    """Return a country of ISO 3166 with its English names, its alpha-3 code among them."""
    return _iso_countries()[code]


def country_within(text: str) -> str | None:
    """Return the code of the country whose name occurs in a text as whole words, of several the longest."""
    words = f" {fold(text)} "
    names = {code: fold(country.name) for code, country in _names().today.items()}
    within = {code: name for code, name in names.items() if f" {name} " in words}
    return max(within, key=lambda code: len(within[code]), default=None)


def suggest_countries(text: str, known: Mapping[str, Country]) -> tuple[str, ...]:
    """Return the names of what `text` may have been meant to be: of one country, or of all that share a name.

    The known countries go before others, and a name that begins with what was typed before one that resembles it.
    """
    folded = fold_country(text)
    for name, codes in _names().shared.items():
        if folded == fold_country(name):
            return tuple((known.get(code) or iso_country(code)).name for code in codes)
    for countries in (known, _iso_countries()):
        names = {fold_country(entry.name): entry.name for entry in countries.values()}
        # Codes resemble everything.
        aliases = {
            fold_country(alias): entry.name
            for entry in countries.values()
            for alias in entry.aliases
            if not alias.isupper()
        }
        begun = next((name for name in names if len(folded) > 2 and name.startswith(folded)), None)
        # Few people mistype the first letter, and many names resemble others without it, as Hamas does Bahamas.
        alike = {name: label for name, label in {**aliases, **names}.items() if name[:1] == folded[:1]}
        if near := begun or nearest(folded, alike, cutoff=0.75):
            return (alike[near],)
    return ()


@cache  # dossiers name the same countries
def fold_country(name: str) -> str:
    """Return a country's name folded, with `and` for `&`, `Saint` for `St`, and initials as one word."""
    words = ["saint" if word == "st" else word for word in fold(name.replace("&", " and ")).split()]
    folded = " ".join(words)
    initials = any(len(word) == 1 for word in words)
    return re.sub(r"\b(\w) (?=\w\b)", r"\1", folded) if initials else folded


def codes_by_name(countries: Mapping[str, Country]) -> dict[str, str]:
    """Return the codes of countries by all their names: a code goes before a name, and a name before an alias."""
    codes = {fold_country(name): code for code, country in countries.items() for name in country.aliases}
    codes |= {fold_country(country.name): code for code, country in countries.items()}
    return codes | {fold_country(code): code for code in countries}


@cache
def _english_codes() -> dict[str, str]:
    """Return the codes of all countries by their folded English names and codes; docs/countries.py writes them."""
    return msgspec.json.decode(Path(__file__).with_name("country_codes.json").read_bytes(), type=dict[str, str])


@cache
def _further_codes() -> dict[str, str]:
    return {fold_country(name): code for code, names in _names().further.items() for name in names}


@cache
def _iso_countries() -> dict[str, Country]:
    names = _names()
    return {**names.bodies, **names.today, **names.past}


@cache
def _names() -> _Names:
    return msgspec.json.decode(Path(__file__).with_name("countries.json").read_bytes(), type=_Names)
