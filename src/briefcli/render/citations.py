"""Sources as CSL-JSON, which Pandoc and Zotero read (https://citeproc-js.readthedocs.io/en/latest/csl-json/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from briefcli.render.records import records

if TYPE_CHECKING:
    from briefcli.page import Page


def csl_text(page: Page) -> str:
    """Return a listing with the columns id, publisher, title, url and date as CSL-JSON items."""
    items = [_item(record) for record in records(page)]
    return msgspec.json.format(msgspec.json.encode(items), indent=2).decode() + "\n"


def _item(record: dict[str, object]) -> dict[str, object]:
    item = {
        "id": record["id"],
        "type": "webpage",
        "title": record["title"],
        "container-title": record["publisher"],
    }
    if record["url"]:
        item["URL"] = record["url"]
    if record["date"]:
        item["issued"] = {"date-parts": [[int(part) for part in str(record["date"]).split("-")]]}
    return item
