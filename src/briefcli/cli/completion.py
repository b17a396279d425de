"""The values that a shell offers on Tab: the ids and names of a dossier, each with its label.

Completion never prints an error: a dossier that cannot be read has no offers. Typer reads the signatures of all
these functions at every start, which would take twice as long if their annotations were text.
"""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

import typer

from briefcli.characters import UNSAFE, printable_line
from briefcli.dossier import queries
from briefcli.dossier.filters import labels
from briefcli.dossier.model import SourceKind, Stage
from briefcli.dossier.regions import regions as regions_of_the_world
from briefcli.errors import BriefError
from briefcli.pages.registry import LISTINGS
from briefcli.shelf.catalogue import Catalogue, Opened
from briefcli.shelf.index import Index
from briefcli.shelf.shelves import ALL, Entry, selected_dossiers

T = TypeVar("T")

Offers = list[tuple[str, str]]
Offering = Callable[[typer.Context, str], Offers]

#: The default of -d in the help of commands on all dossiers, by which completion recognises them.
ELSE_ALL = f"BRIEF_DOSSIER, else {ALL}"


def words(possible: Iterable[str]) -> Offering:
    """Return an offering of fixed words."""
    offers = [(word, "") for word in possible]
    return lambda ctx, incomplete: _in_any_case(offers, incomplete)  # noqa: ARG005 - Typer requires the name


def dossiers(ctx: typer.Context, incomplete: str) -> Offers:  # noqa: ARG001 - Typer requires the name
    """Offer the ids of the dossiers, with their origin, and the word for all."""
    named = [(entry.name, entry.origin) for entry in Catalogue().find_all(ALL)]
    return _starting([*named, (ALL, "all dossiers")], incomplete)


def columns(ctx: typer.Context, incomplete: str) -> Offers:
    """Offer the columns of a listing, except those already typed."""
    done, comma, part = incomplete.rpartition(",")
    spec = LISTINGS.get(ctx.command.name or "", LISTINGS["diff"])  # commands that change a dossier print a diff
    known = [(column.key, column.meaning) for column in spec.columns]
    there = done.split(",")
    return [
        (f"{done}{comma}{key}", meaning) for key, meaning in known if key.startswith(part) and key not in there
    ]


def _from(
    read: Callable[[Catalogue, Iterable[Entry]], Opened[T]], offers_of: Callable[[T], Iterable[tuple[str, str]]]
) -> Offering:
    def offer(ctx: typer.Context, incomplete: str) -> Offers:
        catalogue = Catalogue()
        try:
            before = ctx.parent.params.get("dossier") if ctx.parent else None
            given = ctx.params.get("dossier") or before
            given = [given] if isinstance(given, str) else given  # commands that change a dossier
            everywhere = any(getattr(param, "show_default", "") == ELSE_ALL for param in ctx.command.params)
            entries = catalogue.find_each(selected_dossiers(given, everywhere=everywhere))
        except BriefError:
            return []
        # Reading a stream might wait, and use it up.
        opened = read(catalogue, (entry for entry in entries if not entry.stream))
        offers = [offer for _, found in opened.dossiers for offer in offers_of(found)]
        return _in_any_case(dict(offers).items(), incomplete)

    return offer


def _from_index(offers_of: Callable[[Index], Iterable[tuple[str, str]]]) -> Offering:
    return _from(Catalogue.index_all, offers_of)


def _in_any_case(offers: Iterable[tuple[str, str]], incomplete: str) -> Offers:
    """Return the offers that begin with the typed text in any case, with its letters, which a shell compares."""
    typed = incomplete.casefold()
    found = (offer for offer in offers if offer[0].casefold().startswith(typed))
    return _starting(((incomplete + word[len(typed) :], label) for word, label in found), incomplete)


def _starting(offers: Iterable[tuple[str, str]], incomplete: str) -> Offers:
    """Return the offers that begin with the typed text, without words that a shell would evaluate."""
    return [
        (word, _hint(label))
        for word, label in offers
        if word.startswith(incomplete) and not re.search(_EVALUATED, word) and not re.search(UNSAFE, word)
    ]


def _hint(label: str) -> str:
    """Return a label that zsh and Rich read as plain text."""
    return printable_line(re.sub(_EVALUATED, "", label.translate(_BRACKETS)))


#: A character that a shell evaluates within double quotes: zsh evaluates the offers, and Typer does not escape the
#: backslash.
_EVALUATED = r"[\\`$]"
#: Typer passes labels to Rich as markup.
_BRACKETS = str.maketrans("[]", "()")


countries = _from_index(lambda index: sorted((queries.name_of(index.head, code), code) for code in index.checked))
concerns = _from_index(lambda index: index.head.terms.concerns.items())
sectors = _from_index(lambda index: index.head.terms.sectors.items())
facts = _from_index(lambda index: labels(index.head, "fact").items())
settings = _from_index(lambda index: ((one, of) for one, of in labels(index.head, "fact").items() if "=" in one))
attributes = _from_index(lambda index: ((key, one.label) for key, one in index.head.attributes.items()))
values = _from_index(lambda index: (item for one in index.head.attributes.values() for item in one.values.items()))
levels = _from_index(lambda index: ((level.id, level.label) for level in index.head.levels))
sources = _from(
    Catalogue.read_all,
    lambda dossier: ((source.id, f"{source.publisher}, {source.title}") for source in dossier.sources),
)
regions = _from_index(
    lambda index: [
        *((key, group.label) for key, group in index.head.groups.items()),
        *((name, "UN M49") for name in regions_of_the_world()),
    ]
)
groups = _from_index(lambda index: labels(index.head, "group").items())
source_kinds = words(SourceKind)
stages = words(Stage)


def renamed(ctx: typer.Context, incomplete: str) -> Offers:
    """Offer the values in the dossier of the kind that was typed before; `rename` takes them in their own case."""
    offers = {"source": sources, "level": levels, "concern": concerns, "sector": sectors, "kind": source_kinds}
    offers |= {"attribute": attributes, "value": settings}
    of = offers.get(ctx.params["what"])
    return of(ctx, incomplete) if of and incomplete == incomplete.lower() else []
