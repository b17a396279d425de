"""Any name or code that a person types for a country -> its code.

That is the alpha-2 code of ISO 3166-1, for a state of the past the four letters of ISO 3166-3, and for a body
such as the European Union its own letters.

pycountry takes 45 ms to load, so it is loaded only when a dossier is read from YAML or a name
is unknown to the dossier at hand.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from briefcli.dossier.model import Country
from briefcli.dossier.names import ALIASES, BODIES, COMMON_NAMES, MAY_MEAN
from briefcli.dossier.spelling import fold
from briefcli.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

# Not in ISO 3166: the user-assigned code that the European Union and others use.
_KOSOVO = ("XK", Country(name="Kosovo", aliases=("XKX",)))


class CountryIndex:
    """The countries of a dossier by every name and code that they go by."""

    def __init__(self, countries: Mapping[str, Country]) -> None:
        self._codes = {fold_country(name): code for code, entry in countries.items() for name in entry.aliases}
        self._codes |= {fold_country(entry.name): code for code, entry in countries.items()}
        self._codes |= {fold_country(code): code for code in countries}

    def code(self, text: str) -> str | None:
        """Return the code of the country that goes by `text`."""
        return self._codes.get(fold_country(text))


def iso_code(text: str) -> str | None:
    """Return the code in ISO 3166 of the country that goes by `text`; None for a name that two countries share."""
    return _iso_index().code(text)


def iso_country(code: str) -> Country:
    """Return a country of ISO 3166 with the names that it goes by, its alpha-3 code among them."""
    return _iso_countries()[code]


def country_within(text: str) -> str | None:
    """Return the code of the country whose name occurs in a text as whole words, of several the longest."""
    words = f" {fold(text)} "
    names = {
        code: fold(entry.name)
        for code, entry in _iso_countries().items()
        if len(code) == len("US") and code not in BODIES
    }
    within = {code: name for code, name in names.items() if f" {name} " in words}
    return max(within, key=lambda code: len(within[code]), default=None)


def suggest_countries(text: str, known: Mapping[str, Country]) -> tuple[str, ...]:
    """Return the names of what `text` may have been meant to be: of one country, or of all that share a name.

    The known countries go before others, and a name that begins with what was typed before one that resembles it.
    """
    folded = fold_country(text)
    for name, codes in MAY_MEAN.items():
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
        if near := begun or nearest(folded, {**aliases, **names}, cutoff=0.75):
            return ({**aliases, **names}[near],)
    return ()


@cache  # dossiers name the same countries
def fold_country(name: str) -> str:
    """Return a country's name folded, with `and` for `&`, `Saint` for `St`, and initials as one word."""
    words = ["saint" if word == "st" else word for word in fold(name.replace("&", " and ")).split()]
    folded = " ".join(words)
    initials = any(len(word) == 1 for word in words)
    return re.sub(r"\b(\w) (?=\w\b)", r"\1", folded) if initials else folded


@cache
def _iso_index() -> CountryIndex:
    return CountryIndex(_iso_countries())


@cache
def _iso_countries() -> dict[str, Country]:
    import pycountry  # noqa: PLC0415 - slow to load; see the module's first words

    countries = dict([_KOSOVO])
    countries |= {code: Country(name=names[0], aliases=names[1:]) for code, names in BODIES.items()}
    countries |= {entry.alpha_2: _country(entry.alpha_2, entry) for entry in pycountry.countries}
    today = CountryIndex(countries)
    for entry in pycountry.historic_countries:
        if today.code(entry.alpha_4) is None:
            past = _country(entry.alpha_4, entry)
            own = tuple(alias for alias in past.aliases if today.code(alias) is None)
            countries[entry.alpha_4] = Country(name=past.name, aliases=own)
    return countries


def _country(code: str, entry: Any) -> Country:
    name: str = COMMON_NAMES.get(code) or str(getattr(entry, "common_name", entry.name))
    official: str = getattr(entry, "official_name", name)
    others = (entry.name, _uninverted(entry.name), official)
    aliases = dict.fromkeys((entry.alpha_3, *ALIASES.get(code, ()), *others))
    return Country(name=name, aliases=tuple(alias for alias in aliases if alias != name and alias not in MAY_MEAN))


def _uninverted(name: str) -> str:
    """Turn `Iran, Islamic Republic of` into `Islamic Republic of Iran`."""
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma and tail.endswith(" of") else name
