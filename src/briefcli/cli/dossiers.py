"""The -d option: open the selected dossiers and report those that fail."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

import typer
from msgspec import Struct

from briefcli.cli import completion
from briefcli.cli.streams import MAX_REPORTED_FAULTS, capture, command_line, inform, report_faults
from briefcli.dossier import words
from briefcli.dossier.dates import first_day, last_day
from briefcli.dossier.spelling import fold
from briefcli.dossier.words import NAMED, UnknownWordError, codes_named, knows
from briefcli.errors import DossierError, UsageError
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import ALL, DEFAULT, selected_dossiers
from briefcli.wording import all_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence, Sized
    from pathlib import Path

    from briefcli.dossier import model
    from briefcli.dossier.filters import Filters, Query
    from briefcli.dossier.past import Snapshot
    from briefcli.shelf.catalogue import Opened
    from briefcli.shelf.shelves import Entry

T = TypeVar("T")
V = TypeVar("V")

#: Dossiers that live until the process ends: to free 100,000 records would take a seventh of a run.
_HELD: list[Opened[model.Dossier]] = []


def _option(help_text: str, default: str, metavar: str = "NAME|PATH|-|all") -> Any:
    # Without `envvar`, for Click would split the variable at spaces, which a path may have.
    return typer.Option(
        "--dossier",
        "-d",
        metavar=metavar,
        help=help_text,
        show_default=default,
        autocompletion=completion.dossiers,
    )


#: What lists the words of a dossier, where they may be many.
_LISTINGS = {
    "country": "stances",
    "group": "groups",
    "source": "sources",
    **dict.fromkeys(("level", "concern", "sector", "fact"), "codebook"),
}
_SEVERAL = "A dossier by name or path, a folder of dossiers, - for standard input, or all; repeatable."
#: For commands about dossiers rather than their records.
NamedDossiers = Annotated[list[str] | None, _option(_SEVERAL, "all, including hidden ones")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Do not use the cache of compiled dossiers.")]


class Dossiers(Struct, frozen=True, kw_only=True):
    """Which dossiers, and whether they may come from the cache."""

    dossier: Annotated[list[str] | None, _option(_SEVERAL, f"BRIEF_DOSSIER, else {DEFAULT}")] = None
    no_cache: NoCache = False
    everywhere: ClassVar[bool] = False

    @contextmanager
    def opened(self, about: Sequence[str] = ()) -> Iterator[list[model.Dossier]]:
        """Open the selected dossiers; those that cannot be read are reported at the end.

        If only some countries are selected, only the part of a dossier about these may be read.

        Raises:
            UsageError: there is none of a name, or a filter has an unknown word.
            typer.Exit: one cannot be read.
        """
        catalogue = Catalogue(cached=not self.no_cache)
        entries = noted(self.entries(catalogue))
        if any(entry.stream for entry in entries):  # which can be read but once
            about = ()
        found = _read(catalogue, entries, about)
        if not all(any(knows(dossier, "country", name) for _, dossier in found.dossiers) for name in about):
            found = _read(catalogue, entries)  # for errors that list what there is
        try:
            if found.dossiers:
                yield [dossier for _, dossier in found.dossiers]
        except UnknownWordError as error:
            if error.what == "country":
                _refuse_subject(error.word, found)
            everything = self.everywhere and not os.environ.get("BRIEF_DOSSIER")
            text = with_listing(error, self.dossier or ([ALL] if everything else []))
            there = self.elsewhere(partial(knows, what=error.what, word=error.word))
            msg = ". ".join(filter(None, (text, there)))
            raise UsageError(msg) from None
        finally:
            _report_broken(found.broken, found.dossiers)
        if found.broken:
            raise typer.Exit(DossierError.exit_code)

    def whole(self, dossiers: Sequence[model.Dossier]) -> list[model.Dossier]:
        """Return all of some dossiers, of which no more than a part may have been read."""
        catalogue = Catalogue(cached=not self.no_cache)
        entries = [entry for entry in self.entries(catalogue) if not entry.stream]
        read = {dossier.id: dossier for _, dossier in _read(catalogue, entries).dossiers}
        return [read.get(dossier.id, dossier) for dossier in dossiers]

    def entries(self, catalogue: Catalogue) -> list[Entry]:
        """Return the selected dossiers."""
        return self._found(catalogue.find_each, selected_dossiers(self.dossier, everywhere=self.everywhere))

    def _found(self, find: Callable[[V], T], names: V) -> T:
        """Return what is found; an error on a name that nobody typed states where it is from."""
        try:
            return find(names)
        except UsageError as error:
            if self.dossier or not os.environ.get("BRIEF_DOSSIER"):
                raise
            msg = f"BRIEF_DOSSIER: {error}"
            raise UsageError(msg) from None

    def others(self, answers: Callable[[model.Dossier], bool], without: Collection[str]) -> list[str]:
        """Return the ids of the dossiers that have an answer, `without` those of some ids."""
        catalogue = Catalogue(cached=not self.no_cache)
        entries = [entry for entry in catalogue.find_all(ALL) if entry.name not in without]
        found = [dossier for _, dossier in _read(catalogue, entries).dossiers if dossier.id not in without]
        return [dossier.id for dossier in found if answers(dossier)]

    def elsewhere(self, answers: Callable[[model.Dossier], bool]) -> str:
        """Return which dossiers have an answer, and what to type to get it, where nobody has named any."""
        if self.everywhere or self.dossier or os.environ.get("BRIEF_DOSSIER"):
            return ""
        if not (ids := self.others(answers, [DEFAULT])):
            return ""
        command, *arguments = sys.argv[1:]
        few = len(ids) <= NAMED
        options = [part for name in (ids if few else [ALL]) for part in ("-d", name)]
        where = all_of(ids) if few else f"{len(ids)} dossiers"
        return f"Found in {where}: {command_line(['brief', command, *options, *arguments])}"


class AnyDossiers(Dossiers, frozen=True, kw_only=True):
    """Such dossiers, all that there are where nobody names any."""

    dossier: Annotated[list[str] | None, _option(_SEVERAL, completion.ELSE_ALL)] = None
    everywhere: ClassVar[bool] = True


class OneDossier(Dossiers, frozen=True, kw_only=True):
    """A single dossier."""

    dossier: Annotated[
        list[str] | None,
        _option(
            "The dossier: a name, a path, or - for standard input.",
            f"BRIEF_DOSSIER, else {DEFAULT}",
            "NAME|PATH|-",
        ),
    ] = None

    def entries(self, catalogue: Catalogue) -> list[Entry]:
        """Return the selected dossier.

        Raises:
            UsageError: several are.
        """
        return [self._found(catalogue.find, only(selected_dossiers(self.dossier)))]


def only(names: Sequence[str]) -> str:
    """Return the one name of -d.

    Raises:
        UsageError: there are several.
    """
    if len(names) > 1:
        msg = f"this command takes one dossier; -d names {len(names)}: {', '.join(names)}"
        raise UsageError(msg)
    return names[0]


def dossier_on(word: str, opened: Opened[model.Dossier] | None = None) -> str | None:
    """Return the dossier with this id, or that with most countries whose subject has some words, as `taliban`."""
    sizes = {(one.id, one.subject): len(one.countries) for _, one in (opened.dossiers if opened else ())}
    sizes |= {(one.id, one.subject): len(one.dates) for one in Catalogue().newest(without=())}
    words = {part for part in fold(word).split() if len(part) > 3}
    about = [(size, id_) for (id_, subject), size in sizes.items() if words and words <= {*fold(subject).split()}]
    return word.lower() if word.lower() in {id_ for id_, _ in sizes} else max(about, default=(0, None))[1]


def with_listing(error: UnknownWordError, names: Sequence[str]) -> str:
    """Return the message for a word that no dossier knows, with the command that lists the words."""
    if not error.many or error.what not in _LISTINGS:
        return str(error)
    listed = "those with a stance" if error.what == "country" else "them"
    return f"{error}; {listing(error.what, names)} lists {listed}"


def listing(what: str, names: Sequence[str]) -> str:
    """Return the command that lists the words of some dossiers."""
    return command_line(["brief", _LISTINGS[what], *(part for name in names for part in ("-d", name))])


def noted(entries: list[Entry]) -> list[Entry]:
    """Return dossiers, and report those that could be meant instead and those that are half written."""
    for entry in entries:
        if entry.other:
            inform(
                f"{entry.name} is taken as the name of {entry.path}; for the one here write {spelt(entry.other)}."
            )
        if entry.is_half_written:
            name = spelt(entry.path) if entry.path else entry.name
            command = command_line(["brief", "recover", "-d", name])
            inform(f"A change of {name} is unfinished; {command} finishes or undoes it, and so does any --write.")
    return entries


def spelt(path: Path) -> str:
    """Return a path in the form that is never taken for a name."""
    return str(path) if path.name != str(path) else os.path.join(os.curdir, path)  # noqa: PTH118 - a Path drops "."


def report_broken(faults: Sequence[DossierError], others: Sized) -> None:
    """Report the dossiers that cannot be read beside others, and exit with the code for that if there is one."""
    _report_broken(faults, others)
    if faults:
        raise typer.Exit(DossierError.exit_code)


def resolve_all(dossiers: Sequence[model.Dossier], filters: Filters) -> list[tuple[Snapshot, Query]]:
    """Return the snapshot and query of each dossier; report a day later than its review.

    Raises:
        UsageError: no dossier knows a word, or all words, or one bound lies above the other.
    """
    found = words.resolve_all(dossiers, filters)
    day = last_day(filters.as_of) if filters.as_of else filters.since and first_day(filters.since)
    early = [snapshot.dossier for snapshot, _ in found if day and day > last_day(snapshot.dossier.as_of)]
    if len(early) == 1:
        inform(f"The dossier {early[0].id} was last reviewed through {early[0].as_of}, which is before {day}.")
    elif early:
        inform(f"{len(early)} dossiers were last reviewed before {day}.")
    return found


def _report_broken(faults: Sequence[DossierError], others: Sized) -> None:
    """Report the dossiers that cannot be read: each with its first problem if several were selected."""
    report_faults(faults, each=MAX_REPORTED_FAULTS if len(faults) + len(others) == 1 else 1)


def _refuse_subject(word: str, opened: Opened[model.Dossier]) -> None:
    """Name the command for a dossier where its id or its subject was typed for a country.

    Raises:
        UsageError: it was.
    """
    if name := dossier_on(word, opened):
        what = "a dossier" if name == word.lower() else f"the subject of {name}"
        msg = f"use {command_line(['brief', 'summary', '-d', name])} ({word!r} is {what}, not a country)"
        raise UsageError(msg) from None


def _read(catalogue: Catalogue, entries: list[Entry], about: Sequence[str] = ()) -> Opened[model.Dossier]:
    found = catalogue.read_all(entries, partial(codes_named, names=about) if about else None)
    if not capture():  # such a process goes on
        _HELD.append(found)
    return found
