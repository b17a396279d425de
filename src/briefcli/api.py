"""What scripts and notebooks take: `load` and `load_all`, and the `Dossier` that they return."""

from __future__ import annotations

import os
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import structs

from briefcli.dossier import model, queries
from briefcli.dossier.dates import PartialDate, parse_date
from briefcli.dossier.filters import OF_SECTORS, OF_STANCES, Filters
from briefcli.dossier.kinds import KINDS
from briefcli.dossier.model import SourceKind, Stage, TopicKind
from briefcli.dossier.parts import part_about
from briefcli.dossier.words import codes_here, resolve_all
from briefcli.errors import UsageError
from briefcli.pages.listings import PAGES
from briefcli.pages.tables import ListingOptions
from briefcli.render.json_yaml import objects
from briefcli.render.webpage import body_html
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import ALL, DEFAULT
from briefcli.wording import counted, unknown_value

if TYPE_CHECKING:
    import datetime

    import pandas  # type: ignore[import-untyped]

    from briefcli.page import Listing, Table


class Dossier(model.Dossier, frozen=True, kw_only=True, eq=False):
    """What is known on one subject, as of one day: its records, and the questions that can be asked of them."""

    def in_force(self, as_of: str | datetime.date | None = None) -> tuple[model.Stance, ...]:
        """Return the stances in force, now or on a day, the highest level first.

        Raises:
            UsageError: `as_of` is no date.
        """
        ((snapshot, query),) = resolve_all([self], _filters("stances", {"as_of": as_of}))
        return tuple(queries.stances(snapshot.dossier, query))

    def country(self, name: str) -> Dossier:
        """Return the part of the dossier about one country, by its name or code: its records and what they cite.

        Raises:
            UsageError: the dossier has nothing on it, or it is no country.
        """
        ((_, codes),) = codes_here([self], [name])
        return part_about(self, codes)

    def rows(self, listing: str, **filters: Any) -> list[dict[str, Any]]:
        """Return the rows of a listing, with the keys of its JSON; the filters are the options of that command.

        Raises:
            UsageError: there is no such listing or filter, or the dossier does not know a word.
        """
        return _plain(self._page(listing, filters).table)

    def to_pandas(self, listing: str = "stances", **filters: Any) -> pandas.DataFrame:
        """Return such rows as a data frame, in which dates stay text, for they may be a year or a month.

        Raises:
            UsageError: as for `rows`, or pandas is not installed.
        """
        if find_spec("pandas") is None:
            msg = "to_pandas needs pandas, which is not installed: pip install pandas"
            raise UsageError(msg)
        import pandas  # noqa: PLC0415 - who does not ask for it need not have it

        table = self._page(listing, filters).table
        return pandas.DataFrame(_plain(table), columns=[column.key for column in table.columns])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, model.Dossier) and structs.astuple(self) == structs.astuple(other)

    def __hash__(self) -> int:
        return hash((self.id, self.as_of, self.title))

    def __repr__(self) -> str:
        counts = ", ".join(counted(len(getattr(self, kind.list_key)), kind.noun) for kind in KINDS)
        return f"<Dossier {self.id}: {self.title}, as of {self.as_of}; {counts}>"

    def _repr_html_(self) -> str:
        return body_html(self._page("stances", {}))

    def _page(self, listing: str, filters: dict[str, Any]) -> Listing:
        if listing not in PAGES:
            raise unknown_value("listing", listing, PAGES)
        return PAGES[listing](resolve_all([self], _filters(listing, filters)), ListingOptions())


def load(name: str | os.PathLike[str] = DEFAULT) -> Dossier:
    """Return the dossier of a name, at a path, or from standard input (`-`); a `Path` is never a name.

    Raises:
        UsageError: there is no such dossier, or there are several.
        DossierError: it cannot be read; `problems` says where and why.
    """
    return _public(Catalogue().load(_typed(name)))


def load_all(*names: str | os.PathLike[str]) -> tuple[Dossier, ...]:
    """Return all dossiers that can be named, or those of some names, paths and folders of dossiers.

    A broken one hides no other: it is warned of.

    Raises:
        UsageError: there is none of a name.
    """
    catalogue = Catalogue()
    opened = catalogue.read_all(catalogue.find_each(map(_typed, names or (ALL,))))
    for error in opened.broken:
        warnings.warn(str(error), stacklevel=2)
    return tuple(_public(dossier) for _, dossier in opened.dossiers)


def _public(dossier: model.Dossier) -> Dossier:
    return Dossier(**structs.asdict(dossier))


def _typed(name: str | os.PathLike[str]) -> str:
    if isinstance(name, str):
        return name
    if not isinstance(name, os.PathLike):
        msg = f"a dossier is named by a text or a path, and not by {name!r}"
        raise UsageError(msg)
    return os.path.join(os.curdir, name)  # noqa: PTH118 - a Path drops the dot


def _plain(table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table, in which words are texts as in JSON."""
    rows: list[dict[str, Any]] = msgspec.to_builtins(objects(table))
    return rows


def _filters(listing: str, given: dict[str, Any]) -> Filters:
    """Return the filters of a listing from what a script has for them: a text or several, a date or its text."""
    others = {"kind"} - ({"kind"} if listing in {"topics", "sources"} else set())
    others |= set() if listing == "stances" else {*OF_STANCES, "history"}
    others |= set() if listing == "sectors" else {*OF_SECTORS}
    known = [name for name in Filters.__struct_fields__ if name not in others]
    values = {}
    for name, value in given.items():
        if name not in known:
            raise unknown_value("filter", name, known)
        if value is not None:
            values[name] = _value(name, value)
    return Filters(**values)


def _value(name: str, value: Any) -> Any:
    taken = Filters.__annotations__[name].partition("[")[0].partition(" ")[0]
    if taken == "tuple":
        words = [value] if isinstance(value, str) else value if isinstance(value, list | tuple | set) else []
        if words and all(isinstance(word, str) for word in words):
            return tuple(_word(name, word) for word in words)
        taken = "a text or several"
    elif taken == "PartialDate":
        return _date(name, value)
    elif type(value).__name__ == taken.rpartition(".")[2]:
        return value
    msg = f"{name} takes {taken}, and not {value!r}"
    raise UsageError(msg)


def _word(name: str, word: str) -> str:
    """Return a word of a vocabulary of the program's own as its member, and any other as it is."""
    members: list[str] | None = {"kind": [*TopicKind, *SourceKind], "stage": [*Stage]}.get(name)
    if members is None:
        return word
    if word not in members:
        raise unknown_value(name, word, members)
    return members[members.index(word)]


def _date(name: str, value: str | datetime.date) -> PartialDate:
    try:
        return parse_date(str(value))
    except ValueError:
        msg = f"{name}: {str(value)!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
        raise UsageError(msg) from None
