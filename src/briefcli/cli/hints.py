"""What to say where something is missing: what would match, and which dossiers could not be read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import typer
from msgspec import structs

from briefcli.cli.output import tell
from briefcli.dossier import queries
from briefcli.dossier.filters import OF_SECTORS, OF_STANCES, Filters, Wanted, wanted
from briefcli.dossier.past import view
from briefcli.errors import DossierError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from briefcli.dossier.model import Dossier
    from briefcli.dossier.texts import Words

#: The filters that have few values, each with the key of a record that holds them.
_FEW_VALUES = {
    "country": "countries",
    "kind": "kind",
    "credibility": "credibility",
    **OF_STANCES,
    **OF_SECTORS,
}
#: Of so many words it is told how many records each of them finds.
_MOST_WORDS = 12


def tell_if_nothing(
    dossier: Dossier,
    select: Callable[[Dossier, Wanted], Sequence[object]],
    asked: Filters,
    *,
    fixed: Collection[str] = (),
) -> None:
    """Say what would match where nothing does, with other filters than those that are fixed."""
    if not _selected(dossier, select, asked):
        tell(what_would_match(dossier, select, asked, fixed))


def tell_broken(broken: Sequence[DossierError]) -> None:
    """Say which dossiers could not be read, and leave with the exit code for that if there is one."""
    for fault in broken:
        tell(f"brief: {fault}; brief check says more")
    if broken:
        raise typer.Exit(DossierError.exit_code)


def what_would_match(
    dossier: Dossier,
    select: Callable[[Dossier, Wanted], Sequence[object]],
    asked: Filters,
    fixed: Collection[str] = (),
) -> str:
    """Return a sentence for people whose filters match nothing: what each of them alone keeps out.

    Nothing is said of the filters that are `fixed`, because nobody can choose another value.
    """

    def found_without(name: str) -> Sequence[object]:
        return _selected(dossier, select, structs.replace(asked, **{name: getattr(Filters(), name)}))

    ways = []
    for name in (name for name in asked.active() if name not in fixed):
        if found := found_without(name):
            values = _values(dossier, name, found)
            other = f"with another {_option(name)} there would be {len(found)}: {values}"
            ways.append(other if values else f"without {_option(name)} there would be {len(found)}")
    if not ways and asked.as_of and (found := found_without("as_of")):
        ways.append(f"on a later day than {asked.as_of} there would be {len(found)}")
    if not ways:
        ways.append(f"without any filter there would be {len(select(dossier, Wanted()))}")
    return f"Nothing matches; {'; '.join(ways)}."


def what_words_would_find(dossier: Dossier, asked: Filters, words: Words) -> str:
    """Return a sentence for people whose words find nothing: what fewer filters or fewer words would find."""
    if queries.search(dossier, Wanted(), words):
        return what_would_match(dossier, partial(queries.search, words=words), asked)
    if len(words) == 1:
        return f"Nothing has {next(iter(words))!r}."
    if len(words) > _MOST_WORDS:
        return "Nothing has all the words."
    counts = queries.found_alone(view(dossier, asked.as_of).dossier, wanted(dossier, asked)[0], words)
    alone = ", ".join(f"{word!r} alone finds {counts[word]}" for word in words)
    return f"Nothing has all the words; {alone}."


def _selected(
    dossier: Dossier, select: Callable[[Dossier, Wanted], Sequence[object]], asked: Filters
) -> Sequence[object]:
    return select(view(dossier, asked.as_of).dossier, wanted(dossier, asked)[0])


def _option(name: str) -> str:
    """Return how a filter is asked for on the command line."""
    return "--" + name.replace("_", "-")


def _values(dossier: Dossier, name: str, found: Iterable[object]) -> str:
    """Return the values of a filter that occur in some records, for filters with few values."""
    key = _FEW_VALUES.get(name)
    if not key:
        return ""
    values = (value for record in found if (value := getattr(record, key, None)) is not None)
    flat = {str(part) for value in values for part in (value if isinstance(value, tuple) else (value,))}
    return ", ".join(sorted(queries.name_of(dossier, part) if key == "countries" else part for part in flat))
