"""The formats of pages: a page as text or bytes, one module for each format.

Every start imports the list of formats for the options, the suffixes, completion and the documents. The module
of a format is imported only when it writes; all of them would take 3 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.errors import UsageError
from briefcli.page import Brief, Listing, Table
from briefcli.render.form import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.page import Page
    from briefcli.render.form import RenderOptions


_TAKES = ("header", "spreadsheet_safe", "bom")
TABLE = Form("table", (), "for people; `COLUMNS` sets the width", "render.drawing.terminal_text", briefs=True)
TSV = Form(
    "tsv",
    (".tsv",),
    "tab-separated, header row, UTF-8",
    "render.delimited.tsv_text",
    takes=_TAKES,
    rows_alone=True,
)
MD = Form(
    "md",
    (".md", ".markdown"),
    "pipe tables and footnotes, as Pandoc and GitHub read them",
    "render.markdown.markdown_text",
    briefs=True,
)
#: Every format, in the order in which they are offered.
FORMS = (
    TABLE,
    TSV,
    Form(
        "csv",
        (".csv",),
        "comma-separated, quoted as in RFC 4180, lines end in a newline",
        "render.delimited.csv_text",
        takes=_TAKES,
        rows_alone=True,
    ),
    Form(
        "xlsx",
        (".xlsx",),
        "a workbook for Excel and LibreOffice, with filters, links and real dates",
        "render.spreadsheet.xlsx_bytes",
    ),
    Form(
        "json",
        (".json",),
        "a listing is an array of records; a brief is one object",
        "render.json_yaml.json_text",
        briefs=True,
        by_dossier=True,
        rows_alone=True,
    ),
    Form("jsonl", (".jsonl", ".ndjson"), "one record per line", "render.json_yaml.jsonl_text", rows_alone=True),
    Form(
        "yaml",
        (".yaml", ".yml"),
        "one document with typed values",
        "render.json_yaml.yaml_text",
        briefs=True,
        by_dossier=True,
        rows_alone=True,
    ),
    Form(
        "txt",
        (".txt",),
        "for e-mail: 72 columns, no colour, one item per row",
        "render.plaintext.plain_text",
        briefs=True,
    ),
    MD,
    Form(
        "html",
        (".html", ".htm"),
        "one file that works offline",
        "render.webpage.html_text",
        briefs=True,
    ),
    Form(
        "docx",
        (".docx",),
        "a Word document, with headings, links and numbered notes",
        "render.word.docx_bytes",
        briefs=True,
        takes=("template",),
    ),
    Form(
        "csl",
        (),
        "CSL-JSON, which Pandoc and Zotero read",
        "render.citations.csl_text",
        of_sources=True,
        rows_alone=True,
    ),
)
LISTING_FORMS = tuple(form for form in FORMS if not form.of_sources)
BRIEF_FORMS = tuple(form for form in FORMS if form.briefs)


def render(page: Page, form: Form, options: RenderOptions) -> str | bytes:
    """Return a page in a format.

    Raises:
        UsageError: the format has no place for the page.
    """
    if isinstance(page, Brief) and page.pages and not form.by_dossier:
        listings = [one for one in page.pages if isinstance(one, Listing)]
        if len(page.pages) == 1:
            page = page.pages[0]
        elif listings and not form.briefs:
            page = structs.replace(listings[0], about=page.about, table=_joined([one.table for one in listings]))
    if isinstance(page, Brief) and not form.briefs:
        msg = f"{form} is for listings, not for briefs"
        raise UsageError(msg)
    written: str | bytes = form.write(page, options)
    return written


def _joined(tables: Sequence[Table]) -> Table:
    """Return several tables as one with the columns of all, for a format that has nothing but rows."""
    columns = {column.key: column for table in tables for column in table.columns}
    rows = [
        dict(zip((column.key for column in table.columns), row, strict=True))
        for table in tables
        for row in table.rows
    ]
    return Table(tuple(columns.values()), tuple(tuple(row.get(key) for key in columns) for row in rows))
