"""The words of the command line that only a dossier can explain, and the one place that refuses them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.cli.output import tell
from briefcli.dossier import queries
from briefcli.dossier.countries import CountryIndex, iso_code, suggest_countries
from briefcli.dossier.dates import has_begun, last_day
from briefcli.dossier.filters import Filters, labels, wanted
from briefcli.dossier.past import view
from briefcli.dossier.spelling import fold_text
from briefcli.dossier.texts import Words
from briefcli.errors import UsageError, unknown_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcli.dossier.filters import Wanted
    from briefcli.dossier.model import Dossier
    from briefcli.dossier.past import View

# A phrase in quotes, which may be left open at the end, or a word.
_QUOTED = re.compile(r'"([^"]*)"?|([^\s"]+)')


def resolved(dossier: Dossier, filters: Filters) -> tuple[View, Wanted]:
    """Return what is seen of a dossier on the day asked for, and what the filters want of it.

    A day that nobody has reviewed the dossier for yet is told.

    Raises:
        UsageError: the dossier does not know a word, or one bound lies above the other.
    """
    since, until, lowest, highest = filters.since, filters.until, filters.min_level, filters.max_level
    if since and until and not has_begun(since, until):
        msg = f"--since {since} is later than --until {until}"
        raise UsageError(msg)
    found, unknown = wanted(dossier, filters)
    if unknown:
        raise _unknown_here(dossier, *unknown[0])
    if lowest and highest and not wanted(dossier, structs.replace(filters, level=()))[0].levels:
        msg = f"--min-level {lowest} is above --max-level {highest}"
        raise UsageError(msg)
    day = filters.as_of and last_day(filters.as_of)
    if day and day > last_day(dossier.as_of):
        tell(f"The dossier {dossier.id} was last reviewed through {dossier.as_of}, which is before {day}.")
    return view(dossier, filters.as_of), found


def code_here(dossier: Dossier, name: str) -> str | None:
    """Return the code of the country of a name, if some record of the dossier is about it."""
    code = CountryIndex(dossier.countries).code(name)
    return code if code in queries.countries(dossier) else None


def codes_here(dossiers: Sequence[Dossier], name: str) -> list[tuple[Dossier, str]]:
    """Return the dossiers that have a record about the country of a name, each with its code there.

    Raises:
        UsageError: none has, or the name is no country's.
    """
    found = [(dossier, code) for dossier in dossiers if (code := code_here(dossier, name))]
    if not found:
        raise nowhere(dossiers, name)
    return found


def nowhere(dossiers: Sequence[Dossier], name: str) -> UsageError:
    """Return what to say of a country that no dossier has anything on, or of a name that is no country's."""
    about = {queries.name_of(dossier, code) for dossier in dossiers for code in queries.countries(dossier)}
    if iso_code(name) is None:
        countries = {code: entry for dossier in dossiers for code, entry in dossier.countries.items()}
        return unknown_value("country", name, sorted(about), near=suggest_countries(name, countries))
    ids = " and ".join(repr(dossier.id) for dossier in dossiers)
    having, others = ("has", "it has") if len(dossiers) == 1 else ("have", "they have")
    which = "dossier" if len(dossiers) == 1 else "dossiers"
    return UsageError(f"the {which} {ids} {having} nothing on {name!r}; {others} {', '.join(sorted(about))}.")


def parse_words(arguments: Iterable[str]) -> Words:
    """Return the words that were typed; what stands in quotes is a phrase, and so is an argument of several words.

    Raises:
        UsageError: there is no word among them.
    """
    line = " ".join(part if '"' in part or len(part.split()) < 2 else f'"{part}"' for part in arguments)
    found = [" ".join((phrase or word).split()) for phrase, word in _QUOTED.findall(line)]
    distinct = {fold_text(text).strip(): text for text in found}
    distinct.pop("", None)
    if not distinct:
        msg = "there is no word to search for"
        raise UsageError(msg)
    return Words(distinct.values())


def _unknown_here(dossier: Dossier, what: str, word: str) -> UsageError:
    """Return what to say of a word that a dossier does not know."""
    if what != "country":
        return unknown_value(what, word, labels(dossier, what))
    names = sorted(queries.name_of(dossier, code) for code in queries.countries(dossier))
    return unknown_value(what, word, names, near=suggest_countries(word, dossier.countries))
