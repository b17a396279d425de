"""How it looks: a page as text or bytes, one module a format.

Every start imports these modules, so that options can name all formats. What takes long to import they import
when they write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.errors import UsageError
from briefcli.page import Brief, Listing, Table
from briefcli.render import (
    citations,
    delimited,
    markdown,
    plaintext,
    records,
    spreadsheet,
    terminal,
    webpage,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.page import Page
    from briefcli.render.form import Form, Manner

#: Every format, in the order in which they are offered.
FORMS: tuple[Form, ...] = (
    terminal.TABLE,
    delimited.TSV,
    delimited.CSV,
    spreadsheet.XLSX,
    records.JSON,
    records.JSONL,
    records.YAML,
    plaintext.TXT,
    markdown.MD,
    webpage.HTML,
    word.DOCX,
    citations.CSL,
)
LISTING_FORMS = tuple(form for form in FORMS if not form.of_sources)
BRIEF_FORMS = tuple(form for form in FORMS if form.brief)


def render(page: Page, form: Form, manner: Manner) -> str | bytes:
    """Return a page in a format.

    Raises:
        UsageError: the format has no place for the page.
    """
    if isinstance(page, Brief) and page.pages and not form.by_dossier:
        listings = [one for one in page.pages if isinstance(one, Listing)]
        if len(page.pages) == 1:
            page = page.pages[0]
        elif listings and form.brief is None:
            page = structs.replace(listings[0], about=page.about, table=_joined([one.table for one in listings]))
    if isinstance(page, Listing):
        return form.listing(page, manner)
    if form.brief is None:
        msg = f"{form} is for listings, and a brief is none"
        raise UsageError(msg)
    return form.brief(page, manner)


def _joined(tables: Sequence[Table]) -> Table:
    """Return several tables as one with the columns of all, for a format that has nothing but rows."""
    columns = {column.key: column for table in tables for column in table.columns}
    rows = [
        dict(zip((column.key for column in table.columns), row, strict=True))
        for table in tables
        for row in table.rows
    ]
    return Table(tuple(columns.values()), tuple(tuple(row.get(key) for key in columns) for row in rows))
