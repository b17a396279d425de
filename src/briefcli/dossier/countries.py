"""Any name or code that a person types for a country -> its ISO 3166-1 alpha-2 code.

pycountry takes 45 ms to load, so it is loaded only when a dossier is read from YAML or a name
is unknown to the dossier at hand.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from briefcli.dossier.model import Country
from briefcli.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

# The names that people use where ISO's own are long, and the codes they type beside ISO's.
_COMMON_NAMES = {
    "BN": "Brunei",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "FK": "Falkland Islands",
    "FM": "Micronesia",
    "LA": "Laos",
    "PS": "Palestine",
    "RU": "Russia",
    "VA": "Vatican City",
}
_ALIASES = {
    "AE": ("UAE", "Emirates"),
    "BA": ("Bosnia",),
    "CD": ("DR Congo", "DRC", "Congo-Kinshasa"),
    "CG": ("Congo-Brazzaville",),
    "CI": ("Ivory Coast",),
    "CN": ("PRC",),
    "CV": ("Cape Verde",),
    "CZ": ("Czech Republic",),
    "GB": ("UK", "U.K.", "Great Britain", "Britain"),
    "KR": ("ROK",),
    "KP": ("DPRK",),
    "MK": ("Macedonia",),
    "MM": ("Burma",),
    "MO": ("Macau",),
    "NL": ("Holland",),
    "SA": ("KSA",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey",),
    "US": ("USA", "U.S.", "America", "United States of America"),
    "VA": ("Holy See",),
}
# Not in ISO 3166: the user-assigned code that the European Union and others use.
_KOSOVO = ("XK", Country(name="Kosovo", aliases=("XKX",)))


class CountryIndex:
    """The countries of a dossier by every name and code that they go by."""

    def __init__(self, countries: Mapping[str, Country]) -> None:
        self._codes = {fold(name): code for code, entry in countries.items() for name in entry.aliases}
        self._codes |= {fold(entry.name): code for code, entry in countries.items()}
        self._codes |= {fold(code): code for code in countries}

    def code(self, text: str) -> str | None:
        """Return the code of the country that goes by `text`."""
        return self._codes.get(fold(text))


def iso_code(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of the country that goes by `text`."""
    return _iso_index().code(text)


def iso_country(code: str) -> Country:
    """Return a country of ISO 3166-1 with the names that it goes by, its alpha-3 code among them."""
    return _iso_countries()[code]


def country_within(text: str) -> str | None:
    """Return the code of the country whose name occurs in a text as whole words, of several the longest."""
    words = f" {fold(text)} "
    within = {
        code: fold(entry.name) for code, entry in _iso_countries().items() if f" {fold(entry.name)} " in words
    }
    return max(within, key=lambda code: len(within[code]), default=None)


def suggest_country(text: str, known: Mapping[str, Country]) -> str | None:
    """Return the name that `text` was most likely meant to be, the known countries first.

    A name that begins with what was typed comes before one that merely resembles it.
    """
    folded = fold(text)
    for countries in (known, _iso_countries()):
        names = [country.name for country in countries.values()]
        begun = [name for name in names if len(folded) > 2 and fold(name).startswith(folded)]
        near = begun[0] if begun else nearest(text, names, cutoff=0.75)
        if near:
            return near
    return None


def fold(name: str) -> str:
    """Return a name without case, accents and punctuation, so that its spellings compare equal."""
    words = "".join(char if char.isalnum() else " " for char in fold_text(name)).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def fold_text(text: str) -> str:
    """Return `text` without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def _iso_index() -> CountryIndex:
    return CountryIndex(_iso_countries())


@cache
def _iso_countries() -> dict[str, Country]:
    import pycountry  # noqa: PLC0415 - slow to load; see the module's first words

    countries = dict([_KOSOVO])
    for entry in pycountry.countries:
        code: str = entry.alpha_2
        name: str = _COMMON_NAMES.get(code) or str(getattr(entry, "common_name", entry.name))
        official: str = getattr(entry, "official_name", name)
        others = (entry.name, _uninverted(entry.name), official)
        aliases = dict.fromkeys((entry.alpha_3, *_ALIASES.get(code, ()), *others))
        countries[code] = Country(name=name, aliases=tuple(alias for alias in aliases if alias != name))
    return countries


def _uninverted(name: str) -> str:
    """Turn `Iran, Islamic Republic of` into `Islamic Republic of Iran`."""
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma and tail.endswith(" of") else name
