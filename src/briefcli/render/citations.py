"""Sources as CSL-JSON, which Pandoc and Zotero read (https://citeproc-js.readthedocs.io/en/latest/csl-json/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.errors import UsageError
from briefcli.render.form import Form
from briefcli.render.records import indented, objects

if TYPE_CHECKING:
    from briefcli.page import Listing
    from briefcli.render.form import Manner

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
    return indented([_item(record) for record in objects(page.table)])


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


CSL = Form("csl", (), "CSL-JSON, which Pandoc and Zotero read", csl_text, of_sources=True)
