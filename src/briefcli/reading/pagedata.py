"""The data about itself in the HTML of a page: publisher, title, date, language and author."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from briefcli.dossier.dates import is_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The names of elements `meta` for each key of a source, the most exact first.
_NAMES = {
    "publisher": ("citation_journal_title", "citation_publisher", "og:site_name", "dc.publisher"),
    "title": ("citation_title", "og:title", "dc.title", "twitter:title"),
    "date": (
        *("citation_publication_date", "citation_date", "article:published_time", "dc.date", "dc.date.issued"),
        *("date", "pubdate"),
    ),
    "language": ("citation_language", "dc.language", "og:locale"),
    "author": ("citation_author", "author", "article:author", "dc.creator"),
}


def page_data(html: str) -> dict[str, str]:
    """Return the data about itself in a page, by the keys of a source; `meta` counts before JSON-LD."""
    page = _Page()
    page.feed(html)
    found = {key: _first(page.meta, names) for key, names in _NAMES.items()}
    linked = _linked(page.scripts)
    values = {key: found[key] or linked.get(key, "") for key in _NAMES}
    values["title"] = values["title"] or page.title
    values["language"] = re.split("[-_]", values["language"] or page.language)[0].lower()
    values["date"] = _date(values["date"])
    if "://" in values["author"]:  # of a profile
        values["author"] = ""
    return {key: " ".join(text.split()) for key, text in values.items() if text.strip()}


class _Page(HTMLParser):
    """Collects the elements `meta`, `title` and JSON-LD of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.meta: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self.language = self.title = ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read an element."""
        values = {key: value or "" for key, value in attrs}
        self._inside = tag
        if tag == "meta":
            name = (values.get("property") or values.get("name") or values.get("itemprop") or "").lower()
            self.meta.setdefault(name, []).append(values.get("content", ""))
        elif tag == "html":
            self.language = values.get("lang", "")
        elif tag == "script" and values.get("type", "").lower() == "application/ld+json":
            self.scripts.append("")
            self._inside = "data"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser passes it
        """Leave an element."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """Read the text of an element."""
        if self._inside == "data":
            self.scripts[-1] += data
        elif self._inside == "title" and not self.title:
            self.title = data


def _first(meta: Mapping[str, list[str]], names: tuple[str, ...]) -> str:
    """Return the texts of the first name that a page has; it may have several authors."""
    return next((", ".join(filter(None, meta[name])) for name in names if any(meta.get(name, ()))), "")


def _linked(scripts: list[str]) -> dict[str, str]:
    """Return the data about an article in JSON-LD."""
    for part in (part for script in scripts for part in _objects(script)):
        if part.get("headline") and part.get("datePublished"):
            return {
                "publisher": _name(part.get("publisher")),
                "title": str(part["headline"]),
                "date": str(part["datePublished"]),
                "language": part["inLanguage"] if isinstance(part.get("inLanguage"), str) else "",
                "author": _name(part.get("author")),
            }
    return {}


def _objects(script: str) -> Iterator[dict[str, Any]]:
    try:
        found = json.loads(script)
    except (ValueError, RecursionError):
        return
    parts = found if isinstance(found, list) else [found]
    for part in parts:
        if isinstance(part, dict):
            yield part
            graph = part.get("@graph")
            yield from (one for one in (graph if isinstance(graph, list) else ()) if isinstance(one, dict))


def _name(value: Any) -> str:
    match value:
        case str():
            return value
        case dict():
            return _name(value.get("name"))
        case list():
            return ", ".join(filter(None, map(_name, value)))
        case _:
            return ""


def _date(text: str) -> str:
    """Return a date as dossiers write it, "" if there is none."""
    text = text.strip().replace("/", "-")
    return next((text[:length] for length in (10, 7, 4) if is_date(text[:length])), "")
