"""Markdown to paste into a document: pipe tables and footnotes as Pandoc and GitHub read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category

from briefcli.characters import printable
from briefcli.page import Bars, Grade, Link, Listing, Marked, Step
from briefcli.render.blocks import Call, Grid, Notes, Pairs, Prose, Word, blocks
from briefcli.render.form import Form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcli.page import Bar, Note, Page
    from briefcli.render.blocks import Block, Read
    from briefcli.render.form import Manner

# Patterns are compiled when the first text is escaped, for every start imports this module.
# What begins a construct inside a line, in CommonMark or an extension that GitHub or Pandoc has on.
_INLINE = r"[\\`*_{}\[\]<>|~^$&@#]"
# What GitHub makes a link of.
_BARE = r"(?i)(?:https?|ftp)(?=://)|www(?=\.)"
# What begins a block where it stands first: lists, settings, definitions, headings underlined; Pandoc has
# lists by letters and Roman numbers too, but takes the A of `A. Smith` for an initial.
_LEADING = r"[-+=:%]|\(?(\d+|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,}|[A-Z](?=\)))(?=[.)](\s|$))"
# What would end an address, or the cell that it stands in.
_ENDING = r"[<>|`\\]"
# What would be read as a single character in an address.
_ENTITY = r"(&#?\w+);"


def markdown_text(page: Page, _: Manner) -> str:
    """Return the page as Markdown, with its numbered sources as footnotes."""
    document = _Document()
    parts: list[str] = []
    for block in blocks(page):
        # The footer goes before the notes, which stand at the end because nobody reads them there.
        after_notes = isinstance(block, Prose) and block.role == "footer" and isinstance(page, Listing)
        parts.insert(len(parts) - (after_notes and bool(page.notes)), document.block(block))
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
            case Prose():
                return _escape(block.text)
            case Grid():
                return self._table(block)
            case Pairs():
                return "\n".join(
                    f"- **{_escape(column.heading)}:** {self._cell(cell, whole=True)}"
                    for column, cell in block.pairs
                )
            case Bars():
                return "\n".join(f"- {_bar(bar, block.detail(bar))}" for bar in block.bars)
            case Notes():
                return "\n\n".join(map(_note, block.notes))
            case _:
                return "\n".join(f"- {_escape(line)}" for line in block)

    def _table(self, grid: Grid) -> str:
        head = [_row(_escape(column.heading) for column in grid.columns), _row("---" for _ in grid.columns)]
        parts = []
        for heading, rows in grid.grouped() or [("", [])]:
            lines = [_row(self._cell(cell) for cell in row) for row in rows]
            parts += [f"{'#' * (self._depth + 1)} {_escape(heading)}"] * bool(heading)
            parts.append("\n".join([*head, *lines]))
        return "\n\n".join(parts)

    def _cell(self, cell: Read, *, whole: bool = False) -> str:
        match cell:
            case Word():
                return _escape(cell.text)
            case Step():
                return f"{_escape(cell.label)} ({cell.rank} of {cell.of})"
            case Grade():
                word = cell.meaning if whole else cell.word
                marks = ", **disputed**" * cell.disputed + ", *hindsight*" * cell.hindsight
                marks += ", *stale*" * cell.stale
                return f"{_escape(cell.code)} {_escape(word)}{marks}"
            case Link():
                return _link(cell.text, cell.url)
            case Marked():
                return _marked(cell)
            case Call():
                return self._call(cell)
            case tuple():
                return ", ".join(self._cell(part, whole=whole) for part in cell)
            case _:
                return _escape(str(cell))

    def _call(self, call: Call) -> str:
        if call.number is None:
            text = _escape(call.publisher)
        elif call.number in self._called:
            text = _escape(f"[{call.number}]")
        else:
            text = f"[^{call.number}]"
            self._called.add(call.number)
        return text if call.verdict == "supports" else f"{text} {_escape(call.verdict)}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escape(text: str) -> str:
    """Return text as one line that Markdown takes for text and nothing else."""
    return _leading(_inline(text.strip()))


def _inline(text: str) -> str:
    escaped = re.sub(_INLINE, r"\\\g<0>", printable(re.sub(r"\s+", " ", text)))
    return re.sub(_BARE, r"\g<0>\\", escaped)


def _leading(line: str) -> str:
    leading = re.match(_LEADING, line)
    if not leading:
        return line
    end = leading.end()
    return f"{line[:end]}\\{line[end:]}" if leading[1] else f"\\{line}"


def _marked(cell: Marked) -> str:
    """Return text with asterisks around what is marked, where they are not taken for text themselves."""
    parts = cell.parts()
    texts = ["", *(part for part, _ in parts), ""]
    written = ""
    for (part, marked), before, after in zip(parts, texts, texts[2:], strict=False):
        asterisks = "**" * (marked and _flanking(before[-1:], part[0]) and _flanking(after[:1], part[-1]))
        written += f"{asterisks}{_inline(part)}{asterisks}"
    return written


def _flanking(outside: str, inside: str) -> bool:
    """Return whether a mark between two characters can begin or end what stands on its inside (CommonMark 6.2)."""
    return category(inside)[0] not in "PS" or not outside.strip() or category(outside)[0] in "PS"


def _link(text: str, url: str) -> str:
    return f"[{_escape(text)}]({_address(url)})"


def _address(url: str) -> str:
    """Return an address in angle brackets, with what would end or change it percent-encoded."""
    whole = re.sub(_ENTITY, r"\1%3B", url)
    return f"<{re.sub(_ENDING, lambda found: f'%{ord(found[0]):02X}', whole)}>"


def _bar(bar: Bar, detail: str) -> str:
    return f"{_escape(bar.label.label)}: {bar.count}" + (f" ({_escape(detail)})" if detail else "")


def _note(note: Note) -> str:
    address = f" {_address(note.url)}" if note.url else ""
    told = [
        f"{_escape(note.publisher)}, {_escape(note.title)}{f', {note.date}' if note.date else ''}.{address}",
        f"Reliability {note.grade.code}, {note.grade.word}; {note.verdict_words}.",
        *(_escape(remark) for remark in note.remarks),
    ]
    return f"[^{note.number}]: {' '.join(told)}"


MD = Form(
    "md",
    (".md", ".markdown"),
    "pipe tables and footnotes, as Pandoc and GitHub read them",
    markdown_text,
    markdown_text,
)
