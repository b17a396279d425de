"""The answer of a tool: a page as JSON of limited size, and the calls for other rows and for missing sources."""

from __future__ import annotations

from bisect import bisect
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import structs

from briefcli.dossier.dates import PartialDate
from briefcli.dossier.past import snapshot_of
from briefcli.errors import UsageError
from briefcli.page import About, Brief, Listing
from briefcli.pages.about import coverage_of
from briefcli.pages.coverage import coverage_in_words
from briefcli.pages.registry import LISTINGS
from briefcli.render.json_yaml import basis, objects, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from briefcli.dossier.model import Dossier
    from briefcli.page import Page
    from briefcli.shelf.index import Index

#: The most bytes of an answer.
MAX_BYTES = 60_000
#: Room in an answer for what is counted last: numbers and the next call.
_SPARE = 2_000
#: The most bytes of `about`, before dossiers without a row are left out.
_MAX_ABOUT = MAX_BYTES // 2
#: What chooses rows or columns and is left out of the call for sources.
_FORM = {"columns", "sort", "limit", "offset", "count", "by"}
#: The tools whose rows cite nothing, each with the one that cites.
_CITING = {
    "list_dossiers": "sources",
    "codebook": "sources",
    "groups": "stances",
    "matrix": "stances",
}


class Request(NamedTuple):
    """What was called: a tool, its command, and values. `parameters` are the names of those of each tool."""

    tool: str
    command: str
    values: Mapping[str, Any]
    parameters: Mapping[str, Collection[str]]

    def call(self, **more: Any) -> dict[str, Any]:
        """Return the same call with other values."""
        return {"tool": self.tool, "arguments": {**self.values, **more}}

    @property
    def filters(self) -> dict[str, Any]:
        """The values, except those that select a part of the answer."""
        return {name: value for name, value in self.values.items() if name not in {"limit", "offset"}}

    @property
    def citing(self) -> dict[str, Any]:
        """The call that gives the grades and sources of an answer without them."""
        citing = "sectors" if self.values.get("by") == "sectors" else _CITING.get(self.tool, self.tool)
        takes = {*self.parameters[citing]} - _FORM
        return {"tool": citing, "arguments": {key: value for key, value in self.values.items() if key in takes}}


class Served(NamedTuple):
    """The dossiers that a server offers, by id: the names under which commands find them, and their indexes."""

    names: Mapping[str, str]
    indexes: Mapping[str, Index]
    load: Callable[[str], Dossier]

    def completed(self, page: Page) -> Page:
        """Return a page with the coverage of each dossier, and without newer records in dossiers not served."""
        if isinstance(page, Brief) and page.pages:
            sections = tuple(structs.replace(one, body=self.completed(one.body)) for one in page.sections)  # type: ignore[arg-type]
            return structs.replace(page, sections=sections)
        return structs.replace(page, about=self._completed(page.about))

    def of_dossier(self, dossier: str) -> About:
        """Return the basis of a row about a whole dossier."""
        return self._completed(About(dossiers=(dossier,), as_of=self.indexes[dossier].head.as_of))

    def _completed(self, rests: About) -> About:
        return structs.replace(
            rests,
            newer=tuple(one for one in rests.newer if one.dossier in self.indexes),
            coverage=rests.coverage or (self._coverage(rests) if len(rests.dossiers) == 1 else ()),
            parts=tuple(map(self._completed, rests.parts)),
        )

    def _coverage(self, rests: About) -> tuple[str, ...]:
        (dossier,) = rests.dossiers
        if rests.asked:
            return coverage_of(snapshot_of(self.load(self.names[dossier]), PartialDate(rests.asked)))
        index = self.indexes[dossier]
        return coverage_in_words(index.head, [*index.levels.values()], index.covered, index.head.as_of)


class Fitted:
    """The answer of a page, with as many rows as fit."""

    def __init__(self, request: Request, served: Served, messages: Sequence[str], max_rows: int) -> None:
        self._request = request
        self._served = served
        self._messages = messages
        self._offset: int = request.values.get("offset", 0)
        self._limit: int = min(request.values.get("limit", max_rows), max_rows)

    def text_of(self, page: Page) -> str:
        """Return the answer as JSON of at most MAX_BYTES.

        Raises:
            UsageError: even one row is too large.
        """
        page = self._served.completed(page)
        return self._listing(page) if isinstance(page, Listing) else self._brief(page)

    def _listing(self, page: Listing) -> str:
        rows = objects(page.table)
        newest_last = LISTINGS[self._request.command].newest_last and "sort" not in self._request.values
        chosen = self._chosen(rows, newest_last=newest_last)
        cites = _cites({column.key for column in page.table.columns})
        answer = self._answer(len(rows), self._limit, cites=cites)
        head = {"about": self._about(page, chosen), "answer": answer, "messages": self._messages}
        room = MAX_BYTES - _SPARE - _size(head)
        texts = [msgspec.Raw(msgspec.json.encode(row)) for row in (chosen[::-1] if newest_last else chosen)]
        count = _fitting([len(bytes(text)) + 1 for text in texts], room)
        if count == 0 < len(chosen):
            raise self._too_large()
        head["answer"] = self._answer(len(rows), count, cites=cites)
        shown = texts[:count]
        return msgspec.json.encode({**head, "rows": shown[::-1] if newest_last else shown}).decode()

    def _about(self, page: Listing, chosen: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Return the basis of each dossier; of very many, those with a row."""
        if self._request.command == "dossiers":
            parts: Iterator[About] = (self._served.of_dossier(row["id"]) for row in chosen if "id" in row)
        else:
            parts = (part for part in page.about.parts or (page.about,) if part.dossiers)
        about = {part.dossiers[0]: basis(part) for part in parts}
        if _size(about) > _MAX_ABOUT:
            having = {row.get("dossier") for row in chosen}
            return {name: one for name, one in about.items() if name in having}
        return about

    def _chosen(self, rows: list[Any], *, newest_last: bool) -> list[Any]:
        end = self._offset + self._limit
        if newest_last:
            return rows[max(0, len(rows) - end) : max(0, len(rows) - self._offset)]
        return rows[self._offset : end]

    def _answer(self, total: int, shown: int, *, cites: bool) -> dict[str, Any]:
        """Return the filters, the number of rows, and the calls for the next rows and for missing sources."""
        end = self._offset + shown
        more = [self._request.call(offset=end)] if end < total and shown else []
        numbers = {"filters": self._request.filters, "total": total, "shown": shown, "next": more}
        return numbers if cites else {**numbers, "sources": [self._request.citing]}

    def _brief(self, page: Page) -> str:
        """Return as many pages of dossiers as fit; if the first one does not, its tables are cut."""
        value = value_of(page)
        pages: dict[str, Any] = value["dossiers"]
        left = MAX_BYTES - _SPARE - _size([self._messages, self._request.values, list(pages)])
        shown: dict[str, Any] = {}
        for name, whole in pages.items():
            limit = self._limit if shown else self._fitting_limit(whole, left)
            part = self._part(whole, limit)
            left -= _size(part)
            if left < 0:
                break
            shown[name] = part
        if not shown:
            raise self._too_large()
        head = {"title": value["title"], "dossiers": shown, "answer": self._of_pages(pages, shown)}
        return msgspec.json.encode({**head, "messages": self._messages}).decode()

    def _fitting_limit(self, page: Mapping[str, Any], room: int) -> int:
        """Return the most rows of each table with which a page fits, or else 1."""
        limits = range(1, self._limit + 1)
        return bisect(limits, room, key=lambda limit: _size(self._part(page, limit))) or min(1, self._limit)

    def _part(self, page: Mapping[str, Any], limit: int) -> dict[str, Any]:
        """Return a page with some rows of each table; each row contains its sources."""
        end = self._offset + limit
        tables = {key: rows for key, rows in page.items() if isinstance(rows, list) and key != "sources"}
        if not self._offset and all(len(rows) <= end for rows in tables.values()):
            return {**page}
        return {
            key: rows[self._offset : end] if key in tables else rows
            for key, rows in page.items()
            if key != "sources"
        }

    def _of_pages(self, pages: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
        """Return the filters, the number of dossiers, the tables that are cut, and the calls for the rest."""
        cut: dict[str, dict[str, int]] = {}
        more = []
        for name, part in shown.items():
            kept = {key: len(rows) for key, rows in part.items() if isinstance(rows, list) and key != "sources"}
            totals = {key: len(pages[name][key]) for key in kept}
            cut[name] = {key: total for key, total in totals.items() if self._offset + kept[key] < total}
            if cut[name]:
                offset = self._offset + max(kept[key] for key in cut[name])
                more.append(self._request.call(dossier=[name], offset=offset))
        if rest := [name for name in pages if name not in shown]:
            more.append(self._request.call(dossier=rest))
        cut = {name: totals for name, totals in cut.items() if totals}
        numbers = {"filters": self._request.filters, "total": len(pages), "shown": len(shown), "cut": cut}
        sources = {"sources": [self._request.citing]} if self._request.tool in _CITING else {}
        return {**numbers, "next": more, **sources}

    def _too_large(self) -> UsageError:
        narrower = [
            name
            for name in ("columns", "dossier", "country")
            if name in self._request.parameters[self._request.tool]
        ]
        return UsageError(f"one row is larger than {MAX_BYTES} bytes; choose {' or '.join(narrower)}")


def _cites(columns: set[str]) -> bool:
    """Whether rows with these columns have a grade and the addresses of sources."""
    return bool({"grade", "reliability"} & columns and {"evidence", "url", "urls"} & columns)


def _size(value: object) -> int:
    return len(msgspec.json.encode(value))


def _fitting(sizes: Sequence[int], room: int) -> int:
    """Return how many of some texts fit."""
    for count, size in enumerate(sizes):
        room -= size
        if room < 0:
            return count
    return len(sizes)
