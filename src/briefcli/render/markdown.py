"""Markdown to paste into a document: pipe tables and footnotes as Pandoc and GitHub read them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import category

from briefcli.characters import printable
from briefcli.page import Bars, Listing
from briefcli.render.blocks import Grid, Notes, Pairs, Prose, blocks, left_to_right_dates
from briefcli.render.items import (
    cited_pieces,
    is_compared,
    is_note_ref,
    is_short,
    item,
    line_pieces,
    note_lines,
    pieces,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from briefcli.page import Column, Note, Page
    from briefcli.render.blocks import Block, DisplayCell
    from briefcli.render.form import RenderOptions
    from briefcli.render.items import Item, Piece

# What begins a construct inside a line, in CommonMark or an extension that GitHub or Pandoc has on.
_INLINE = re.compile(r"[\\`*_{}\[\]<>|~^$&@#]")
# What GitHub makes a link of.
_BARE = r"(?i)(?:https?|ftp)(?=://)|www(?=\.)"
# What is not the one space that it is written as.
_SPACE = re.compile(r"\s{2,}|[^\S ]")
# What begins a block at the start of a line: lists, settings, definitions, headings underlined; Pandoc has
# lists by letters and Roman numbers too, but takes the A of `A. Smith` for an initial.
_LEADING = r"[-+=:%]|\(?(\d+|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,}|[A-Z](?=\)))(?=[.)](\s|$))"
# Characters that would end an address, or its cell.
_ENDING = r"[<>|`\\]"
# How many dashes a column has at most, by which Pandoc shares the width of a page.
_WIDEST = 60
# What would be read as a single character in an address.
_ENTITY = r"(&#?\w+);"


def markdown_text(page: Page, _: RenderOptions) -> str:
    """Return the page as Markdown, with its numbered sources as footnotes."""
    document = _Document()
    parts: list[str] = []
    for block in blocks(page):
        # The footer goes before the notes, because readers do not look below them.
        after_notes = isinstance(block, Prose) and block.role == "footer" and isinstance(page, Listing)
        if text := document.block(block):  # a list without an item has none
            parts.insert(len(parts) - (after_notes and bool(page.notes)), text)
    return "\n\n".join(parts) + "\n"


class _Document:
    """A document so far: how deep its last heading is, and which of its footnotes have been called for.

    A footnote is called for once, where its source is first cited, and by its number after that:
    Pandoc would print it again for every call. Numbers follow the order of the calls, so that they
    are those that Pandoc and GitHub give.
    """

    def __init__(self) -> None:
        self._depth = 1
        self._called: set[int] = set()

    def block(self, block: Block) -> str:
        match block:
            case Prose(role="title" | "heading"):
                self._depth = block.depth
                return f"{'#' * block.depth} {_escape(block.text)}"
            case Prose(cited=cited) if cited:
                return self._line(cited_pieces(cited))
            case Prose():
                return _escape(block.text)
            case Grid() if block.as_items and not is_compared(block):
                return self._grouped(block, self._items)
            case Grid():
                return self._grouped(block, self._table)
            case Pairs():
                return "\n".join(f"- {line}" for line in self._facts(block))
            case Bars():
                return "\n".join(f"- {_escape(block.line(bar))}" for bar in block.bars)
            case Notes():
                return "\n\n".join(map(self._note, block.notes))
            case _:
                return "\n".join(f"- {self._line(line_pieces(line))}" for line in block)

    def _facts(self, block: Pairs) -> list[str]:
        """Return the facts as lines, short ones beside each other; source numbers end the last line."""
        lines: list[str] = []
        open_ended = False
        for column, cell in block.pairs:
            fact = self._line(pieces(cell))
            short = is_short(cell)
            if is_note_ref(cell):
                lines[-1:] = [" ".join([*lines[-1:], fact])]
            elif open_ended and short:
                lines[-1] += f"; **{_escape(column.heading)}:** {fact}"
            else:
                lines.append(f"**{_escape(column.heading)}:** {fact}")
            open_ended = short
        return lines

    def _grouped(
        self, grid: Grid, write: Callable[[Sequence[Column], Sequence[Sequence[DisplayCell]]], str]
    ) -> str:
        """Return the rows of a grid, as one writes them, under the headings of their groups."""
        parts = []
        for heading, rows in grid.grouped() or [("", [])]:
            parts += [f"{'#' * (self._depth + 1)} {_escape(heading)}"] * bool(heading)
            parts.append(write(grid.columns, rows))
        return "\n\n".join(parts)

    def _table(self, columns: Sequence[Column], rows: Sequence[Sequence[DisplayCell]]) -> str:
        """Return a pipe table; Pandoc shares the width by its dashes."""
        head = [_escape(column.heading) for column in columns]
        lines = [[self._line(pieces(cell)) for cell in row] for row in rows]
        widths = [min(_WIDEST, max(map(len, texts))) for texts in zip(head, *lines, strict=True)]
        return "\n".join(map(_row, [head, ["-" * max(3, width) for width in widths], *lines]))

    def _items(self, columns: Sequence[Column], rows: Sequence[Sequence[DisplayCell]]) -> str:
        """Return a list with an item for each row, and its texts as paragraphs; its source numbers last."""
        found = [item(columns, row) for row in rows]
        paragraphs = any(one.texts for one in found)
        return ("\n\n" if paragraphs else "\n").join(map(self._item, found))

    def _item(self, row: Item) -> str:
        name = self._line(row.name)
        name = f"**{name}:**" if row.line else name
        first, *texts = [f"{name} {self._line(row.line)}".strip(), *map(self._line, row.texts)]
        lines = [f"- {first}", *(f"  {text}" for text in texts)]
        if row.calls:
            lines[-1] += f" {self._line(row.calls)}"
        return "\n\n".join(lines)

    def _note(self, note: Note) -> str:
        return left_to_right_dates(f"[^{note.number}]: {' '.join(map(self._line, note_lines(note)))}")

    def _line(self, line: Sequence[Piece]) -> str:
        """Return a line of which Markdown takes nothing for more than it is."""
        texts = ["", *(piece.text for piece in line), ""]
        written = ""
        for piece, before, after in zip(line, texts, texts[2:], strict=False):
            match piece.kind:
                case "strong" if not (
                    _flanking(before[-1:], piece.text[0]) and _flanking(after[:1], piece.text[-1])
                ):
                    written += _inline(piece.text)  # asterisks would be taken for text
                case "strong":
                    written += f"**{_inline(piece.text)}**"
                case "emphasis":
                    written += f"*{_inline(piece.text)}*"
                case "link":
                    written += f"[{_escape(piece.text)}]({_address(piece.url)})"
                case "call" if piece.number not in self._called:
                    written += f"[^{piece.number}]"
                    self._called.add(piece.number)
                case _:
                    written += _inline(piece.text)
        return _leading(written.strip())


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escape(text: str) -> str:
    """Return text as one line that Markdown takes for text and nothing else."""
    return _leading(_inline(text.strip()))


@lru_cache(maxsize=1024)  # headings, words and separators are repeated often
def _inline(text: str) -> str:
    escaped = _INLINE.sub(r"\\\g<0>", printable(_SPACE.sub(" ", text)))
    if "://" not in escaped and "www." not in escaped.lower():  # most texts, and the pattern takes long to compile
        return escaped
    return re.sub(_BARE, r"\g<0>\\", escaped)


def _leading(line: str) -> str:
    leading = re.match(_LEADING, line)
    if not leading:
        return line
    end = leading.end()
    return f"{line[:end]}\\{line[end:]}" if leading[1] else f"\\{line}"


def _flanking(outside: str, inside: str) -> bool:
    """Return whether a mark between two characters can begin or end emphasis (CommonMark 6.2)."""
    return category(inside)[0] not in "PS" or not outside.strip() or category(outside)[0] in "PS"


def _address(url: str) -> str:
    """Return an address in angle brackets, with what would end or change it percent-encoded."""
    whole = re.sub(_ENTITY, r"\1%3B", url)
    return f"<{re.sub(_ENDING, lambda found: f'%{ord(found[0]):02X}', whole)}>"
