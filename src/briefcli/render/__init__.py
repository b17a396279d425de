"""How it looks: from a page to text, one module a format."""

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


class Manner(Struct, frozen=True):
    """How a page is to be written: what the terminal can show, and how the rows of a listing stand for programs.

    `width` counts columns. Without `header` the rows stand alone; `spreadsheet_safe` keeps a spreadsheet from
    running one of their cells as a formula.
    """

    width: int = 80
    colour: bool = False
    links: bool = False
    unicode: bool = True
    header: bool = True
    spreadsheet_safe: bool = False


def render(page: Page, form: Format, manner: Manner) -> str:
    """Return a page as text that ends with a newline, or is empty."""
    module, name = _RENDERERS[form].split(".")
    renderer = getattr(import_module(f"briefcli.render.{module}"), name)
    text: str = renderer(page, manner)
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
