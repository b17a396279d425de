"""Sources as CSL-JSON, which Pandoc and Zotero read (https://citeproc-js.readthedocs.io/en/latest/csl-json/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from briefcli.errors import UsageError
from briefcli.render.records import objects

if TYPE_CHECKING:
    from briefcli.page import Listing
    from briefcli.render import Manner

_NEEDED = ("id", "publisher", "title", "url", "date")


def csl_text(page: Listing, _: Manner) -> str:
    """Return a listing of sources as CSL-JSON items.

    Raises:
        UsageError: the listing lacks a column that a citation is made from.
    """
    keys = [column.key for column in page.table.columns]
    lacking = [key for key in _NEEDED if key not in keys]
    if lacking:
        msg = f"csl is made from the columns {', '.join(_NEEDED)}; {', '.join(lacking)} was not asked for"
        raise UsageError(msg)
    items = [_item(record) for record in objects(page.table)]
    return msgspec.json.format(msgspec.json.encode(items), indent=2).decode() + "\n"


def _item(record: dict[str, object]) -> dict[str, object]:
    item = {
        "id": record["id"],
        "type": "webpage",
        "title": record["title"],
        "author": [{"literal": record["publisher"]}],
        "container-title": record["publisher"],
    }
    if record["url"]:
        item["URL"] = record["url"]
    if record["date"]:
        item["issued"] = {"date-parts": [[int(part) for part in str(record["date"]).split("-")]]}
    return item
