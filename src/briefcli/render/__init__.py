"""How it looks: from a Page to text, one module a format."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
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
    module, name = _RENDERERS[form].split(".")
    renderer = getattr(import_module(f"briefcli.render.{module}"), name)
    text: str = renderer(page, screen) if form is Format.TABLE else renderer(page)
    return text


#: The module and the function of each format; a start imports the one that it needs (Rich alone takes 25 ms).
_RENDERERS = {
    Format.TABLE: "terminal.terminal_text",
    Format.TSV: "delimited.tsv_text",
    Format.CSV: "delimited.csv_text",
    Format.JSON: "records.json_text",
    Format.JSONL: "records.jsonl_text",
    Format.YAML: "records.yaml_document",
    Format.MD: "markdown.markdown_text",
    Format.HTML: "webpage.html_text",
    Format.CSL: "citations.csl_text",
}
