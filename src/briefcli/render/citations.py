"""Sources as CSL-JSON, which Pandoc and Zotero read (https://citeproc-js.readthedocs.io/en/latest/csl-json/)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefcli.errors import UsageError
from briefcli.render.json_yaml import indented, objects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefcli.page import Listing
    from briefcli.render.form import RenderOptions

_NEEDED = ("id", "publisher", "title", "url", "date")
#: What CSL has no name for.
_OWN = ("kind", "reliability", "title_en")
_NEWS = "article-newspaper"
#: The types of CSL by the kind of publisher. The rest are pages, or documents where they have no address.
_TYPES: Mapping[object, str] = {
    **dict.fromkeys(("state-media", "agency", "broadcaster", "press", "reprint"), _NEWS),
    **dict.fromkeys(("academic", "ngo"), "report"),
}


def csl_text(page: Listing, _: RenderOptions) -> str:
    """Return a listing of sources as CSL-JSON items.

    Raises:
        UsageError: the listing lacks a column that a citation is made from.
    """
    keys = [column.key for column in page.table.columns]
    lacking = [key for key in _NEEDED if key not in keys]
    if lacking:
        msg = f"csl needs the columns {', '.join(_NEEDED)}; --columns leaves out {', '.join(lacking)}"
        raise UsageError(msg)
    records = objects(page.table)
    times = Counter(record["id"] for record in records)
    for record in records:
        if times[record["id"]] > 1:  # in several dossiers
            record["id"] = f"{record.get('dossier')}:{record['id']}"
    return indented([_item(record) for record in records])


def _item(record: dict[str, object]) -> dict[str, object]:
    kind, publisher, author = record.get("kind"), record["publisher"], record.get("author")
    genre = _TYPES.get(kind, "webpage" if record["url"] else "document")
    # The publisher is named once: for news it is the newspaper, for all else the author if none is stated.
    names = {"author": author, "container-title": publisher}
    if genre != _NEWS:
        names = {"author": author, "publisher": publisher} if author else {"author": publisher}
    item = {
        "id": record["id"],
        "type": genre,
        "title": record["title"],
        **names,
        "language": record.get("language"),
        "URL": record["url"],
        "archive": record.get("archived"),
        "issued": _date(record["date"]),
        "accessed": _date(record.get("accessed")),
        "custom": {key: record[key] for key in _OWN if record.get(key)},
    }
    if item["author"]:  # a name that is taken letter by letter, for a ministry has no family name
        item["author"] = [{"literal": item["author"]}]
    return {key: value for key, value in item.items() if value}


def _date(date: object) -> object:
    return date and {"date-parts": [[int(part) for part in str(date).split("-")]]}
