"""How it looks: a page as text or bytes, one module a format.

Every start imports these modules, so that options can name all formats. What takes long to import they import
when they write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.errors import UsageError
from briefcli.page import Listing
from briefcli.render import citations, delimited, markdown, records, spreadsheet, terminal, webpage

if TYPE_CHECKING:
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
    markdown.MD,
    webpage.HTML,
    citations.CSL,
)
LISTING_FORMS = tuple(form for form in FORMS if not form.of_sources)
BRIEF_FORMS = tuple(form for form in FORMS if form.brief)


def render(page: Page, form: Form, manner: Manner) -> str | bytes:
    """Return a page in a format.

    Raises:
        UsageError: the format has no place for the page.
    """
    if isinstance(page, Listing):
        return form.listing(page, manner)
    if form.brief is None:
        msg = f"{form} is for listings, and a brief is none"
        raise UsageError(msg)
    return form.brief(page, manner)
