"""Hints for an empty result: which filters would match."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from msgspec import structs

from briefcli.cli.streams import inform
from briefcli.dossier import queries
from briefcli.dossier.countries import CountryIndex
from briefcli.dossier.filters import OF_SECTORS, OF_STANCES, Filters, Query, resolve
from briefcli.dossier.history import Change, History
from briefcli.dossier.kinds import KINDS
from briefcli.dossier.past import snapshot_of
from briefcli.dossier.words import knows
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import ALL, selected_dossiers
from briefcli.wording import MAX_NAMED_VALUES, all_of, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from briefcli.cli.dossiers import Dossiers
    from briefcli.dossier.model import Dossier
    from briefcli.dossier.past import Snapshot
    from briefcli.dossier.texts import Words
    from briefcli.page import Page

    #: Finds the records of a page in a dossier.
    Select: TypeAlias = Callable[[Dossier, Query], Sequence[object]]

T = TypeVar("T")
#: The filters that have few values, each with the key of a record that holds them.
_FEW_VALUES = {"country": "countries", "kind": "kind", "credibility": "credibility", **OF_STANCES, **OF_SECTORS}
_NOUNS = {kind.struct: kind.noun for kind in KINDS} | {
    queries.CitedSource: "citation",
    queries.Ballot: "ballot",
    Change: "change",
    History: "country",
}
#: Up to this number of words, the number of records for each is reported.
_MAX_WORDS = 12


def explain_no_match(
    which: Dossiers,
    dossiers: Sequence[Dossier],
    select: Select,
    filters: Filters,
    *,
    fixed: Collection[str] = (),
    what: str = "records",
) -> None:
    """Report what would match if nothing does: without one of the filters that are not fixed, or elsewhere.

    `what` is selected, such as "votes": the dossiers may have none.
    """
    if not selected(dossiers, select, filters):
        hint = what_would_match(which.whole(dossiers), select, filters, fixed)
        there = which.elsewhere(partial(has_some, select, filters))
        if not hint:
            ids = [dossier.id for dossier in dossiers]
            hint = f"{all_of(ids)} {'has' if len(ids) == 1 else 'have'} no {what}."
            others = [] if there else which.others(partial(has_some, select, Filters()), ids)
            there = there or (f"{all_of(others)} {'has' if len(others) == 1 else 'have'} some." if others else "")
        inform(f"{hint} {there}".rstrip())


def explain_no_stance(which: Dossiers, dossiers: Sequence[Dossier], filters: Filters) -> None:
    """Report where else the requested countries have a stance, if some have one here and others do not."""

    def of(names: Sequence[str]) -> Filters:
        return structs.replace(filters, country=tuple(names))

    def answers(other: Dossier) -> bool:
        known = all(knows(other, "country", name) for name in filters.country)
        return known and has_some(queries.stances, of(without), other)

    without = [name for name in filters.country if not selected(dossiers, queries.stances, of([name]))]
    if without and selected(dossiers, queries.everything, filters) and (there := which.elsewhere(answers)):
        inform(f"No stance of {' and '.join(map(repr, without))} matches. {there}")


def naming_newer(
    which: Dossiers, selection: Sequence[tuple[Snapshot, Query]], found: Select | None = None
) -> Callable[[Page], Page]:
    """Return a function that adds to a page which other dossiers have newer records of its countries.

    These are the countries of the records that are `found`, or else those of the query, or all.
    """

    def named(page: Page) -> Page:
        everything = ALL in selected_dossiers(which.dossier, everywhere=which.everywhere)
        if everything or selection[0][1].filters.as_of:
            return page
        from briefcli.cli.newer import with_newer  # noqa: PLC0415 - rows for scripts need none of it

        return with_newer(page, Catalogue(cached=not which.no_cache), selection, found)

    return named


def what_would_match(
    dossiers: Sequence[Dossier], select: Select, filters: Filters, fixed: Collection[str] = ()
) -> str:
    """Return a sentence for people whose filters match nothing: what each of them alone keeps out.

    It is empty if nothing would match without any filter. The filters that are `fixed` are left out, because the
    reader cannot choose another value.
    """

    def found_without(name: str) -> list[tuple[Dossier, object]]:
        return selected(dossiers, select, structs.replace(filters, **{name: getattr(Filters(), name)}))

    ways = []
    for name in (name for name in filters.active() if name not in fixed):
        if found := found_without(name):
            having = _having(name, found)
            values = _values(name, having)
            other = f"with another {_option(name)} there would be {_counted(found, len(having))} ({values})"
            ways.append(other if values else f"without {_option(name)} there would be {_counted(found)}")
    if not ways and filters.as_of and (found := found_without("as_of")):
        ways.append(f"on a later day than {filters.as_of} there would be {_counted(found)}")
    if not ways and (found := selected(dossiers, select, Filters())):
        ways.append(f"without any filter there would be {_counted(found)}")
    if not ways and (found := selected(dossiers, select, Filters(history=True))):
        ways.append(f"with --history there would be {_counted(found)}")
    return f"Nothing matches; {'; '.join(ways)}." if ways else ""


def what_words_would_find(dossiers: Sequence[Dossier], filters: Filters, words: Words) -> str:
    """Return a sentence for people whose words find nothing: what fewer filters or fewer words would find."""
    if selected(dossiers, partial(queries.search, words=words), Filters()):
        return what_would_match(dossiers, partial(queries.search, words=words), filters)
    if len(words) == 1:
        return f"Nothing contains {next(iter(words))!r}."
    if len(words) > _MAX_WORDS:
        return "Nothing contains all the words."
    counts = Counter[str]()
    for dossier in dossiers:
        counts += queries.found_alone(
            snapshot_of(dossier, filters.as_of).dossier, resolve(dossier, filters)[0], words
        )
    alone = ", ".join(f"{word!r} alone finds {counts[word]}" for word in words)
    return f"Nothing contains all the words; {alone}."


def what_was_searched(dossiers: Sequence[Dossier], filters: Filters, name: str) -> str:
    """Return a sentence on a country for which a search found no stance; empty for other words."""
    from briefcli.pages.about import about, joined  # noqa: PLC0415 - only for words that nothing has
    from briefcli.pages.context import Context  # noqa: PLC0415
    from briefcli.render.blocks import missing_in_words  # noqa: PLC0415

    of_country = Filters(country=(name,), as_of=filters.as_of)
    found = []
    for dossier in dossiers:
        searched = dossier.coverage and dossier.coverage.searched
        if searched and CountryIndex(dossier.countries).code(name) in searched.countries:
            snapshot = snapshot_of(dossier, filters.as_of)
            found.append(about(Context(snapshot, resolve(dossier, of_country)[0]), of_stances=True))
    return missing_in_words(joined(found)) if found else ""


def answering(dossiers: Sequence[Dossier], select: Select, filters: Filters) -> Sequence[Dossier]:
    """Return the dossiers in which something is selected; all of them if nothing is, or if there is no filter."""
    if len(dossiers) == 1 or not (filters.active() or filters.as_of):
        return dossiers
    return [dossier for dossier in dossiers if has_some(select, filters, dossier)] or dossiers


def has_some(select: Select, filters: Filters, dossier: Dossier) -> bool:
    """Whether something is selected in a dossier."""
    return bool(selected([dossier], select, filters))


def selected(
    dossiers: Sequence[Dossier], select: Callable[[Dossier, Query], Sequence[T]], filters: Filters
) -> list[tuple[Dossier, T]]:
    """Return what is selected in each dossier, beside the dossier; nothing in one that lacks the words."""
    found: list[tuple[Dossier, T]] = []
    for dossier in dossiers:
        what, unknown = resolve(dossier, filters)
        if not any(one.alone for one in unknown):
            found += [(dossier, record) for record in select(snapshot_of(dossier, filters.as_of).dossier, what)]
    return found


def _counted(found: Sequence[tuple[Dossier, object]], number: int | None = None) -> str:
    """Return the number of all or some of what is found, with its noun: "record" where there are several kinds."""
    nouns = {_NOUNS.get(type(one), "record") for _, one in found}
    return counted(len(found) if number is None else number, nouns.pop() if len(nouns) == 1 else "record")


def _option(name: str) -> str:
    """Return the option of a filter on the command line."""
    return "--" + name.replace("_", "-")


def _having(name: str, found: Iterable[tuple[Dossier, object]]) -> list[tuple[Dossier, object]]:
    """Return what each of some records has of that by which a filter chooses, where that has few values."""
    if (key := _FEW_VALUES.get(name)) is None:
        return []
    return [(one, value) for one, record in found if (value := getattr(record, key, None)) is not None]


def _values(name: str, having: Iterable[tuple[Dossier, object]]) -> str:
    """Return the values of a filter that occur, where they are few."""
    flat = (
        (one, str(part)) for one, value in having for part in (value if isinstance(value, tuple) else (value,))
    )
    said = sorted({queries.name_of(one, part) if name == "country" else part for one, part in flat})
    return ", ".join(said) if len(said) <= MAX_NAMED_VALUES else ""
