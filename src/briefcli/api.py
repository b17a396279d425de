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
from briefcli.dossier.filters import FILTER_TYPES, Filters
from briefcli.dossier.kinds import KINDS
from briefcli.dossier.parts import part_about
from briefcli.dossier.words import code_here, no_record, parse_words, resolve_all
from briefcli.errors import UsageError
from briefcli.page import ColumnType
from briefcli.pages.grades import grade_of
from briefcli.pages.registry import LISTINGS
from briefcli.pages.tables import ListingOptions
from briefcli.render.json_yaml import basis, objects
from briefcli.render.webpage import body_html
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import ALL, DEFAULT
from briefcli.wording import counted, unknown_value

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from typing import Unpack

    import pandas  # type: ignore[import-untyped]

    from briefcli.listing_filters import ListingFilters, ListingName
    from briefcli.page import Listing, Table


class Dossier(model.Dossier, frozen=True, kw_only=True, eq=False):
    """The records on one subject as of one day, with the queries on them."""

    def in_force(self, as_of: str | datetime.date | None = None, **filters: Any) -> tuple[model.Stance, ...]:
        """Return the stances in force, now or on a day, highest level first; the filters are those of `stances`.

        Raises:
            UsageError: `as_of` is not a date, or as for `rows`.
        """
        ((snapshot, query),) = resolve_all([self], _filters("stances", {"as_of": as_of, **filters}))
        return tuple(queries.stances(snapshot.dossier, query))

    def country(self, name: str) -> Dossier:
        """Return the part of the dossier about one country, by its name or code: its records and what they cite.

        Raises:
            UsageError: the dossier has nothing on it, or it is not a country.
        """
        if (code := code_here(self, name)) is None:
            raise no_record([self], name)
        return part_about(self, [code])

    def rows(self, listing: ListingName, **filters: Unpack[ListingFilters]) -> list[dict[str, Any]]:
        """Return the rows of a listing, with the keys of its JSON; the filters are the options of its command.

        `changes` without `since` has all changes. `ladder` takes `count=True`, and `matrix` takes `by="sectors"`.

        Raises:
            UsageError: there is no such listing or filter, or the dossier does not know a word.
        """
        return _plain(self._page(listing, filters).table)

    def about(self, listing: ListingName = "stances", **filters: Unpack[ListingFilters]) -> dict[str, Any]:
        """Return what a listing is based on: days, requested groups, and the countries that are missing.

        The keys are those of `dossier` in JSON. `missing` has the requested countries without a record, and why.

        Raises:
            UsageError: as for `rows`.
        """
        return basis(self._page(listing, filters).about)

    def search(self, words: str, **filters: Unpack[ListingFilters]) -> list[dict[str, Any]]:
        """Return the records and sources that contain all the words; a phrase is in double quotes.

        Raises:
            UsageError: as for `rows`, or no word is given.
        """
        return _plain(self._page("search", {**filters, "words": parse_words([words])}).table)

    def source(self, id: str) -> model.Source:  # noqa: A002 - the name of the key
        """Return a source by its id.

        Raises:
            UsageError: there is no such source.
        """
        by_id = {source.id: source for source in self.sources}
        if id not in by_id:
            raise unknown_value("source", id, by_id)
        return by_id[id]

    def grade(self, record: model.Record) -> str:
        """Return the grade of a record of the dossier (Admiralty code, NATO AJP-2.1), such as B2."""
        letters = {source.id: self.reliability_of(source) for source in self.sources}
        return grade_of(letters, record).code

    def to_pandas(self, listing: ListingName = "stances", **filters: Unpack[ListingFilters]) -> pandas.DataFrame:
        """Return such rows as a data frame. Dates stay text, for they may be a year or a month.

        `date_first` and `date_last`, the days that a date may mean, are of the type `datetime64`.

        Raises:
            UsageError: as for `rows`, or pandas is not installed.
        """
        if find_spec("pandas") is None:
            msg = "to_pandas needs pandas, which is not installed: pip install pandas"
            raise UsageError(msg)
        import pandas  # noqa: PLC0415 - it is optional

        table = self._page(listing, filters).table
        frame = pandas.DataFrame(_plain(table), columns=[column.key for column in table.columns])
        for column in table.columns:
            if column.type is ColumnType.DAY:
                frame[column.key] = pandas.to_datetime(frame[column.key])
        return frame

    def __eq__(self, other: object) -> bool:
        return isinstance(other, model.Dossier) and structs.astuple(self) == structs.astuple(other)

    def __hash__(self) -> int:
        return hash((self.id, self.as_of, self.title))

    def __repr__(self) -> str:
        counts = ", ".join(counted(len(getattr(self, kind.list_key)), kind.noun) for kind in KINDS)
        return f"<Dossier {self.id}: {self.title}, as of {self.as_of}; {counts}>"

    def _repr_html_(self) -> str:
        return body_html(self._page("stances", {}))

    def _page(self, listing: str, given: Mapping[str, Any]) -> Listing:
        possible = [name for name, spec in LISTINGS.items() if spec.page and name != "search"]
        if listing not in {*possible, "search"}:
            raise unknown_value("listing", listing, possible)
        spec = LISTINGS[listing]
        extras = {name: value for name, value in given.items() if name in spec.extras}
        filters = _filters(listing, {name: value for name, value in given.items() if name not in extras})
        return spec.listing(resolve_all([self], filters), ListingOptions(), **extras)


def load(name: str | os.PathLike[str] = DEFAULT) -> Dossier:
    """Return the dossier of a name, at a path, or from standard input (`-`); a `Path` is never a name.

    Raises:
        UsageError: there is no such dossier, or there are several.
        DossierError: it cannot be read; `problems` contains the places and reasons.
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
        msg = f"a dossier is given by name or path, not by {name!r}"
        raise UsageError(msg)
    return os.path.join(os.curdir, name)  # noqa: PTH118 - a Path drops the dot


def _plain(table: Table) -> list[dict[str, Any]]:
    """Return the rows of a table, in which words are texts as in JSON."""
    rows: list[dict[str, Any]] = msgspec.to_builtins(objects(table))
    return rows


def _filters(listing: str, given: Mapping[str, Any]) -> Filters:
    """Return the filters of a listing from what a script has for them: a text or several, a date or its text."""
    known = LISTINGS[listing].filters
    values = {}
    for name, value in given.items():
        if name not in known:
            raise unknown_value("filter", name, known)
        if value is not None:
            values[name] = _value(listing, name, value)
    return Filters(**values)


def _value(listing: str, name: str, value: Any) -> Any:
    match FILTER_TYPES[name]:
        case "texts":
            words = [value] if isinstance(value, str) else value if isinstance(value, list | tuple | set) else []
            if words and all(isinstance(word, str) for word in words):
                return tuple(_word(listing, name, word) for word in words)
            taken = "a text or several"
        case "date":
            return _date(name, value)
        case taken if type(value).__name__ == taken.rpartition(".")[2]:
            return value
    msg = f"{name} takes {taken}, and not {value!r}"
    raise UsageError(msg)


def _word(listing: str, name: str, word: str) -> str:
    """Return a word of a vocabulary of the program's own as its member, and any other as it is."""
    vocabulary = LISTINGS[listing].vocabulary(name)
    if vocabulary is None:
        return word
    members: list[str] = [*vocabulary]
    if word not in members:
        raise unknown_value(name, word, members)
    return members[members.index(word)]


def _date(name: str, value: str | datetime.date) -> PartialDate:
    try:
        return parse_date(str(value))
    except ValueError:
        msg = f"{name}: {str(value)!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
        raise UsageError(msg) from None
