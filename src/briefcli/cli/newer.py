"""Where another dossier on the same subject has newer records."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import structs

from briefcli.cli.streams import command_line
from briefcli.dossier.queries import name_of, newest_records
from briefcli.dossier.spelling import fold
from briefcli.page import Brief, Newer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Dossier
    from briefcli.dossier.past import Snapshot
    from briefcli.page import About, Page
    from briefcli.shelf.catalogue import Catalogue
    from briefcli.shelf.index import Newest

    #: What finds the records of a page in a dossier.
    Select: TypeAlias = Callable[[Dossier, Query], Sequence[Any]]

#: The highest number of countries that a command names.
_MAX_NAMED = 4
#: Options that the command for another dossier does not repeat, each with a value.
_LEFT_OUT = ("-d", "--dossier", "-o", "--output")


def with_newer(
    page: Page, catalogue: Catalogue, selection: Sequence[tuple[Snapshot, Query]], found: Select | None
) -> Page:
    """Return a page that states which other dossiers have newer records of its countries.

    These are the countries of the records that are `found`, or else those of the query, or all.
    """
    here = {snapshot.dossier.id for snapshot, _ in selection}
    others = list(catalogue.newest(without=here))
    newer = {snapshot.dossier.id: tuple(_newer(snapshot, query, others, found)) for snapshot, query in selection}
    return _marked(page, newer) if any(newer.values()) else page


def _newer(snapshot: Snapshot, query: Query, others: Sequence[Newest], found: Select | None) -> Iterator[Newer]:
    dossier = snapshot.dossier
    same = [one for one in others if fold(one.subject) == fold(dossier.subject)]
    known = newest_records(dossier) if same else {}
    wanted = set(known if query.countries is None else query.countries)
    if same and found:
        wanted &= {code for record in found(dossier, query) for code in record.countries}
    for other in same:
        later = [code for code in wanted if _is_later(other.dates.get(code, ""), known.get(code, "9999"))]
        later.sort(key=lambda code: fold(name_of(dossier, code)))
        if later:
            named = {code: (name_of(dossier, code), other.dates[code]) for code in later}
            added = later if query.countries is None and len(later) <= _MAX_NAMED else ()
            yield Newer(other.id, named, _command(other.id, added))


def _is_later(date: str, known: str) -> bool:
    """Whether a date is later than another one, also if that is vague."""
    return date > known and not date.startswith(known)


def _command(dossier: str, codes: Sequence[str]) -> str:
    """Return the command that was typed, for another dossier and for more countries."""
    words = iter(sys.argv[1:])
    kept = [word for word in words if not _is_left_out(word, words)]
    return command_line(["brief", *kept, "-d", dossier, *(part for code in codes for part in ("-c", code))])


def _is_left_out(word: str, following: Iterator[str]) -> bool:
    """Whether a word is an option that is left out; its value is passed over."""
    if word in _LEFT_OUT:
        next(following, None)
    return word.partition("=")[0] in _LEFT_OUT


def _marked(page: Page, newer: Mapping[str, tuple[Newer, ...]]) -> Page:
    """Return a page, and the pages of dossiers in it, with what is newer in others."""
    if not (isinstance(page, Brief) and page.pages):
        return structs.replace(page, about=_marked_basis(page.about, newer))
    sections = tuple(structs.replace(part, body=_marked(part.body, newer)) for part in page.sections)  # type: ignore[arg-type]
    return structs.replace(page, sections=sections)


def _marked_basis(rests: About, newer: Mapping[str, tuple[Newer, ...]]) -> About:
    """Return the basis of a page, in total and for each dossier, with newer records in others."""
    found = tuple(one for dossier in rests.dossiers for one in newer.get(dossier, ()))
    return structs.replace(rests, newer=found, parts=tuple(_marked_basis(part, newer) for part in rests.parts))
