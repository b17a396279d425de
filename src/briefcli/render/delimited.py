"""Listings as tab- or comma-separated values with a header row (RFC 4180, but lines end in a newline)."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from briefcli.characters import is_formula
from briefcli.page import Citation, Values, Worded, unless_supports
from briefcli.render.json_yaml import VALUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from briefcli.page import Cell, Listing
    from briefcli.render.form import RenderOptions


def tsv_text(page: Listing, options: RenderOptions) -> str:
    """Return a listing with tabs between its cells."""
    return _delimited(page, options, "\t", blank="")


def csv_text(page: Listing, options: RenderOptions) -> str:
    """Return a listing with commas between its cells."""
    return _delimited(page, options, ",", blank='""')  # most readers of CSV pass over an empty line


def csv_line(cells: Iterable[Cell]) -> str:
    """Return one row with commas between its cells."""
    return _line(_flat_texts(cells), ",") + "\n"


def _delimited(page: Listing, options: RenderOptions, separator: str, *, blank: str) -> str:
    """Return the rows as lines; `blank` is the line of a row whose one cell is empty."""
    flat = _tame if options.spreadsheet_safe else _flat_texts
    head = [[column.key for column in page.table.columns]] if options.header else []
    lines = (_line(texts, separator) for texts in chain(head, map(flat, page.table.rows)))
    return "\ufeff" * options.bom + "".join([f"{line or blank}\n" for line in lines])


def _line(texts: Sequence[str], separator: str) -> str:
    """Return some texts as a line; they are looked at together, because most need no quotation marks."""
    line = separator.join(texts)
    if line.count(separator) < len(texts) and not ('"' in line or "\n" in line or "\r" in line):
        return line
    return separator.join(_quoted(text, separator) for text in texts)


def _quoted(text: str, separator: str) -> str:
    special = separator in text or '"' in text or "\n" in text or "\r" in text
    return '"{}"'.format(text.replace('"', '""')) if special else text


def _tame(cells: Iterable[Cell]) -> list[str]:
    """Return cells as texts that no spreadsheet runs: with an apostrophe before what would be a formula."""
    return [f"'{text}" if is_formula(text) else text for text in _flat_texts(cells)]


def flat_text(cell: Cell) -> str:
    """Return a cell as one text: several values are joined with a semicolon and a space."""
    return _TEXTS[type(cell)](cell)


def _flat_texts(cells: Iterable[Cell]) -> list[str]:
    return [_TEXTS[type(cell)](cell) for cell in cells]


#: Functions from a cell to its text, by its class; others have the text that Python gives them.
_TEXTS: dict[type, Callable[[Any], str]] = defaultdict(
    lambda: str,
    {
        **VALUES,
        type(None): lambda _: "",
        bool: lambda cell: str(cell).lower(),
        tuple: lambda cells: "; ".join(_flat_texts(cells)),
        Values: lambda cell: "; ".join(f"{of.id}={flat_text(value)}" for of, value in cell.pairs),
        Citation: lambda cell: cell.source + unless_supports(cell.verdict, " ({})"),
        Worded: lambda cell: str(cell.value),
    },
)
