"""What a format says of itself, and what it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcli.page import Page


class RenderOptions(Struct, frozen=True):
    """How a page is to be written: what the terminal can show, and how the rows of a listing stand for programs.

    `width` counts columns. Without `header` the rows stand alone; `spreadsheet_safe` keeps a spreadsheet from
    running one of their cells as a formula, and a mark of byte order (`bom`) tells it that they are UTF-8.
    """

    width: int = 80
    colour: bool = False
    links: bool = False
    unicode: bool = True
    header: bool = True
    spreadsheet_safe: bool = False
    bom: bool = False


class Form(Struct, frozen=True):
    """A format, and all that options, files, completion and documents need to know of it.

    `write` writes a page as text that ends with a newline or is empty, or as bytes. Most formats can write every
    listing, some only that `of_sources`; some write `briefs`, too. `takes` has the names of what it heeds of a
    `RenderOptions` for rows. One that is `by_dossier` writes a page of one dossier as it writes those of several.
    """

    name: str
    suffixes: tuple[str, ...]
    meaning: str
    write: Callable[[Page, RenderOptions], str | bytes]
    briefs: bool = False
    of_sources: bool = False
    takes: tuple[str, ...] = ()
    by_dossier: bool = False

    def __str__(self) -> str:
        return self.name
