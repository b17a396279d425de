"""Plain text for a mail: lines of 72 columns, and no tables, which would need letters of one width."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from briefcli.characters import printable
from briefcli.page import Bars
from briefcli.render.blocks import Grid, Notes, Pairs, Prose, blocks, left_to_right_dates
from briefcli.render.items import item, note_lines, pieces, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.page import Column, Note, Page
    from briefcli.render.blocks import Block, DisplayCell
    from briefcli.render.form import RenderOptions

#: How long a line is, in columns.
_LINE = 72
_RULES = {1: "=", 2: "-"}
_MARGIN = "  "


def plain_text(page: Page, _: RenderOptions) -> str:
    """Return the page as text in which a row of a table is an item; only an address is ever wider than a line."""
    parts: list[str] = []
    depth = 1
    for block in blocks(page):
        depth = block.depth if isinstance(block, Prose) and block.role == "heading" else depth
        parts += _block(block, depth)
    return "\n\n".join(parts) + "\n"


def _block(block: Block, depth: int) -> list[str]:
    """Return a block as paragraphs; `depth` is that of the heading over it."""
    match block:
        case Prose(role="title" | "heading"):
            return [_heading(block.text, block.depth)]
        case Prose():
            return [_wrapped(block.text)]
        case Grid():
            parts = []
            for heading, rows in block.grouped():
                parts += [_heading(heading, depth + 1)] * bool(heading)
                items = [_item(block.columns, row) for row in rows]
                short = all("\n" not in one for one in items)
                parts += ["\n".join(items)] if short else items
            return parts
        case Pairs():
            pairs = ((column.heading, plain(pieces(cell, whole=True))) for column, cell in block.pairs)
            return ["\n".join(_hanging("", f"{heading}: {text}") for heading, text in pairs)]
        case Bars():
            return ["\n".join(_hanging("- ", block.line(bar)) for bar in block.bars)]
        case Notes():
            return [_heading("Sources", block.depth), *map(_note, block.notes)]
        case _:
            return ["\n".join(_hanging("- ", str(line)) for line in block)]


def _heading(text: str, depth: int) -> str:
    lines = _wrapped(text)
    return f"{lines}\n{_RULES[depth] * max(map(len, lines.split(chr(10))))}" if depth in _RULES else lines


def _item(columns: Sequence[Column], row: Sequence[DisplayCell]) -> str:
    """Return a row as an item, its texts as lines below it, and the addresses that it leads to."""
    found = item(columns, row)
    first = ": ".join(text for text in (plain(found.name), plain(found.line)) if text)
    *lines, last = [first, *map(plain, found.texts)]
    lines = [*lines, f"{last} {plain(found.calls)}".strip()]
    parts = (found.name, found.line, *found.texts)
    addresses = [piece.url for part in parts for piece in part if piece.url]
    below = (_hanging(_MARGIN, line) for line in lines[1:])
    return "\n".join([_hanging("- ", lines[0]), *below, *(f"{_MARGIN}{printable(url)}" for url in addresses)])


def _note(note: Note) -> str:
    source, *more = map(plain, note_lines(note))
    address = [f"{_MARGIN}{printable(note.url)}"] if note.url else []
    return "\n".join(
        [_hanging("", f"[{note.number}] {source}"), *address, *(_hanging(_MARGIN, line) for line in more)]
    )


def _hanging(mark: str, text: str) -> str:
    """Return a text behind a mark, its further lines indented."""
    return mark + _wrapped(text, _LINE - len(_MARGIN)).replace("\n", f"\n{_MARGIN}")


def _wrapped(text: str, width: int = _LINE) -> str:
    # Rich knows how wide letters are, and takes 25 ms to import, which only formats that break lines shall pay.
    from briefcli.render.layout import breaks  # noqa: PLC0415

    line = left_to_right_dates(printable(" ".join(text.split())))
    cuts = [0, *breaks(line, width), len(line)]
    return "\n".join(line[start:end].rstrip() for start, end in pairwise(cuts))
