"""What the shell offers for a value: the dossier's own words, each with its label.

Completion never fails loudly: where a dossier cannot be read, there is nothing to offer. Typer looks at the
signatures of all these functions at every start, and would take twice as long if their annotations were text.
"""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import typer

from briefcli.characters import UNSAFE, printable_line
from briefcli.dossier import queries
from briefcli.dossier.changes import ChangeKind
from briefcli.dossier.model import SourceKind, Stage, TopicKind
from briefcli.dossier.regions import regions as regions_of_the_world
from briefcli.errors import BriefError
from briefcli.shelf.catalogue import Catalogue, Opened
from briefcli.shelf.index import Index
from briefcli.shelf.shelves import ALL, DEFAULT, Entry

T = TypeVar("T")

Offers = list[tuple[str, str]]
Offering = Callable[[typer.Context, str], Offers]


#: What the help of -d says of commands that look into all dossiers where none is named.
ELSE_ALL = f"BRIEF_DOSSIER, else {ALL}"


def selected_dossiers(given: Sequence[str] | None, *, everywhere: bool = False) -> Sequence[str]:
    """Return the dossiers that are asked for: those given, or that of BRIEF_DOSSIER, or the default one or all."""
    return given or [os.environ.get("BRIEF_DOSSIER") or (ALL if everywhere else DEFAULT)]


def words(possible: Iterable[str]) -> Offering:
    """Return an offering of fixed words."""
    offers = [(word, "") for word in possible]
    return lambda ctx, incomplete: _starting(offers, incomplete)  # noqa: ARG005 - Typer goes by the name


def dossiers(ctx: typer.Context, incomplete: str) -> Offers:  # noqa: ARG001 - Typer goes by the name
    """Offer the ids of the dossiers, with their origin, and the word for all of them."""
    named = [(entry.name, entry.origin) for entry in Catalogue().find_all(ALL)]
    return _starting([*named, (ALL, "all there are")], incomplete)


def columns(ctx: typer.Context, incomplete: str) -> Offers:
    """Offer the columns of a listing, after those that stand there already and are not offered again."""
    from briefcli.pages.registry import COLUMNS  # noqa: PLC0415 - it imports all pages

    done, comma, part = incomplete.rpartition(",")
    of = COLUMNS.get(ctx.command.name or "", COLUMNS["diff"])  # what changes a dossier tells the difference
    known = [(column.key, column.meaning) for column in of]
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
            given = [given] if isinstance(given, str) else given  # where a dossier is changed
            everywhere = any(getattr(param, "show_default", "") == ELSE_ALL for param in ctx.command.params)
            entries = catalogue.find_each(selected_dossiers(given, everywhere=everywhere))
        except BriefError:
            return []
        # Reading a stream might wait, and use it up.
        opened = read(catalogue, (entry for entry in entries if not entry.stream))
        offers = [offer for _, found in opened.dossiers for offer in offers_of(found)]
        return _starting(dict(offers).items(), incomplete)

    return offer


def _from_index(offers_of: Callable[[Index], Iterable[tuple[str, str]]]) -> Offering:
    return _from(Catalogue.index_all, offers_of)


def countries(ctx: typer.Context, incomplete: str) -> Offers:
    """Offer the countries of the dossier, in the case that was begun, for a shell compares letters."""

    def named(index: Index) -> Offers:
        names = sorted((queries.name_of(index.head, code), code) for code in index.checked)
        typed = incomplete.casefold()
        return [
            (incomplete + name[len(typed) :], code) for name, code in names if name.casefold().startswith(typed)
        ]

    return _from_index(named)(ctx, incomplete)


def _starting(offers: Iterable[tuple[str, str]], incomplete: str) -> Offers:
    """Return the offers that go on from what was typed, but for words that are more than words to a shell."""
    return [
        (word, _hint(label))
        for word, label in offers
        if word.startswith(incomplete) and not re.search(_RUN, word) and not UNSAFE.search(word)
    ]


def _hint(label: str) -> str:
    """Return a label that zsh evaluates, and Rich reads, as nothing but text."""
    return printable_line(re.sub(_RUN, "", label.translate(_BRACKETS)))


#: What a shell runs or expands within double quotes: zsh evaluates what it is offered, and Typer leaves the
#: backslash to it.
_RUN = r"[\\`$]"
#: What means something to Bash outside of quotes.
_BARE = r"[^\w.,:/@%+=-]"
#: Typer hands labels to Rich as markup.
_BRACKETS = str.maketrans("[]", "()")


def escape_for_bash() -> None:
    """Have words written as Bash has to insert them; the other shells see to that themselves.

    Typer compares what is offered with what was typed, so that this comes last.
    """
    from typer._completion_classes import BashComplete  # noqa: PLC0415 - no public way

    words, place = os.environ["COMP_WORDS"].split("\n"), int(os.environ["COMP_CWORD"])
    typed = words[place] if place < len(words) else ""

    def inserted(_: BashComplete, item: Any) -> str:
        word = str(item.value)
        match typed[:1]:
            case '"':
                return word.replace('"', '\\"')
            case "'":
                return word.replace("'", r"'\''")
            case _:
                return re.sub(_BARE, r"\\\g<0>", word)

    BashComplete.format_completion = inserted  # type: ignore[assignment, method-assign]


def call_as_typed() -> None:
    """Have the scripts for zsh and fish call the program that was typed, which need not be on the path.

    Typer's own call `brief`, so that each Tab after `.venv/bin/brief` printed an error into the prompt.
    """
    from typer._completion_shared import _completion_scripts as scripts  # noqa: PLC0415 - no public way

    for shell, typed in _TYPED.items():
        for end in (")", '"'):
            scripts[shell] = scripts[shell].replace(f"%(prog_name)s{end}", f"{typed}{end}")


#: The program as it was typed, in the language of each shell, with the home folder for a tilde.
_TYPED = {"zsh": "${~words[1]}", "fish": "(string replace -r '^~' ~ -- (commandline -opc)[1])"}

concerns = _from_index(lambda index: index.head.terms.concerns.items())
sectors = _from_index(lambda index: index.head.terms.sectors.items())
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
topic_kinds = words(TopicKind)
change_kinds = words(ChangeKind)
source_kinds = words(SourceKind)
stages = words(Stage)


def renamed(ctx: typer.Context, incomplete: str) -> Offers:
    """Offer what the dossier has of the kind that was typed before."""
    offers = {"source": sources, "level": levels, "concern": concerns, "sector": sectors, "kind": source_kinds}
    of = offers.get(ctx.params["what"])
    return of(ctx, incomplete) if of else []
