"""What can be searched on a site: what `brief search` looks through, with where each thing lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.dossier.kinds import kind_of
from briefcli.dossier.model import Source
from briefcli.dossier.texts import Texts
from briefcli.pages.fields import title_of
from briefcli.pages.grades import caution, grade_of
from briefcli.report.markup import anchor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefcli.dossier.model import Record
    from briefcli.report.data import ReportData

#: The keys of texts that are searched but not excerpted.
_NAMES = {"country", "countries", "level", "concerns", "sector", "stage", "kind", "id", "url"}
#: The keys of evidence that belong to the record; the others belong to the source.
_OF_EVIDENCE = {"evidence.note", "evidence.locator"}


class SearchEntry(Struct, frozen=True, omit_defaults=True):
    """Something that can be found: what it is called, where it lies, and its texts apart from mere names.

    `of` is the place of its dossier among those of the index; `cites` has those of its sources among the entries.
    """

    kind: str
    name: str
    href: str
    of: int | None = None
    date: str = ""
    grade: str = ""
    texts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    cites: tuple[int, ...] = ()


def entries(reports: Sequence[tuple[ReportData, str]], pages: Mapping[str, str]) -> list[SearchEntry]:
    """Return what can be found: the countries by the page of each, then the records and sources of each dossier.

    With each dossier is the number at which the places of its report begin.
    """
    found: list[SearchEntry] = []
    for code, href in pages.items():
        known = [data.dossier.countries[code] for data, _ in reports if code in data.codes]
        names = dict.fromkeys(country.name for country in known)
        aliases = dict.fromkeys(alias for country in known for alias in country.aliases)
        found.append(SearchEntry("country", " / ".join(names), href, names=(code, *names, *aliases)))
    for of, (data, place) in enumerate(reports):
        found += _of_dossier(data, of, place, len(found))
    return found


def _of_dossier(data: ReportData, of: int, place: str, first: int) -> Iterator[SearchEntry]:
    """Return the records and then the sources of a dossier, of which the first is of that number."""
    numbers = {source.id: number for number, source in enumerate(data.sources, first + len(data.claims))}
    texts = Texts(data.dossier)
    for one in (*data.claims, *data.sources):
        said = [
            (key, text) for key, text in texts.of(one) if key in _OF_EVIDENCE or not key.startswith("evidence.")
        ]
        grade = grade_of(data.context.letters, one)
        yield SearchEntry(
            kind=kind_of(one).word,
            name=f"{caution(one)}{title_of(data.context, one)}",
            href=f"{place}{anchor(one.id)}",
            of=of,
            date=_when(data, one),
            grade=", ".join((grade.code, *grade.marks)),
            texts=tuple(text for key, text in said if key not in _NAMES),
            names=tuple(text for key, text in said if key in _NAMES),
            cites=() if isinstance(one, Source) else tuple(numbers[item.source] for item in one.evidence),
        )


def _when(data: ReportData, one: Record | Source) -> str:
    """Return the date of a source, or from when, and until when, a record holds."""
    if isinstance(one, Source):
        return one.date or ""
    until = data.context.until(one)
    return f"{one.begins or ''}{f' to {until}' if until else ''}"
