"""What a format declares, and the options for writing in it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefcli.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


class RenderOptions(Struct, frozen=True):
    """How a page is to be written: what the terminal can show, and how rows are written for programs.

    `width` counts columns. Without `header` there is no header row; `spreadsheet_safe` keeps a spreadsheet from
    running one of their cells as a formula, and a byte-order mark (`bom`) marks them as UTF-8. A Word document has
    the styles of `template`, names its `author`, and has a `marking` at the head of each page.
    """

    width: int = 80
    colour: bool = False
    links: bool = False
    unicode: bool = True
    header: bool = True
    spreadsheet_safe: bool = False
    bom: bool = False
    template: Path | None = None
    author: str = ""
    marking: str = ""


class Form(Struct, frozen=True):
    """A format of pages or exports, with all that options, files, completion and documents need to know of it.

    Most formats of pages can write every listing, some only that `of_sources`; some write `briefs`, too. `takes`
    has the names of the `RenderOptions` for rows that it supports. One that is `by_dossier` writes a page of one
    dossier as it writes those of several. Of a listing one with `rows_alone` writes nothing else. An export
    without suffixes is a folder of files that end in `within`.
    """

    name: str
    suffixes: tuple[str, ...]
    meaning: str
    writer: str  # its function as `module.name`, imported when it is called
    briefs: bool = False
    of_sources: bool = False
    takes: tuple[str, ...] = ()
    by_dossier: bool = False
    rows_alone: bool = False
    within: str = ""

    def __str__(self) -> str:
        return self.name

    def write(self, *what: Any) -> Any:
        """Call the writer.

        That of a page takes a page and `RenderOptions`, and returns text that ends with a newline or is empty, or
        bytes. That of an export takes an empty file or folder and the dossiers to fill it with.

        Raises:
            UsageError: the writer needs a package that is not installed, or cannot write this.
        """
        module, _, function = self.writer.rpartition(".")
        try:
            found = import_module(f"briefcli.{module}")
        except ModuleNotFoundError as error:
            msg = f"{self} needs {error.name}; install briefcli[{self}]"
            raise UsageError(msg) from error
        return getattr(found, function)(*what)
