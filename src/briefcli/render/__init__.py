"""How it looks: from a Page to text, one module a format."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.render import citations, delimited, markdown, records, webpage

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcli.page import Page


class Format(StrEnum):
    """The forms that a page can take."""

    TABLE = "table"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    YAML = "yaml"
    MD = "md"
    HTML = "html"
    CSL = "csl"


class Screen(Struct, frozen=True):
    """What the terminal can show; `width` counts columns."""

    width: int = 80
    colour: bool = False
    links: bool = False
    unicode: bool = True


def render(page: Page, form: Format, screen: Screen) -> str:
    """Return a page as text that ends with a newline, or is empty."""
    if form is Format.TABLE:
        # Rich takes 25 ms to import, which a pipe shall not pay.
        from briefcli.render.terminal import terminal_text  # noqa: PLC0415

        return terminal_text(page, screen)
    return _RENDERERS[form](page)


_RENDERERS: dict[Format, Callable[[Page], str]] = {
    Format.TSV: delimited.tsv_text,
    Format.CSV: delimited.csv_text,
    Format.JSON: records.json_text,
    Format.JSONL: records.jsonl_text,
    Format.YAML: records.yaml_document,
    Format.MD: markdown.markdown_text,
    Format.HTML: webpage.html_text,
    Format.CSL: citations.csl_text,
}
