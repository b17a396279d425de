"""Markdown to paste into a document: pipe tables and footnotes as Pandoc and GitHub read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefcli.characters import printable
from briefcli.page import (
    Bars,
    Brief,
    Citation,
    Country,
    Facts,
    Grade,
    Link,
    Listing,
    Mark,
    Marked,
    Step,
    Table,
    Term,
    is_empty,
)
from briefcli.render.blocks import caption

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcli.page import Bar, Cell, Column, Note, Page, Section
    from briefcli.render import Manner

# What begins a construct inside a line, in CommonMark or an extension that GitHub or Pandoc has on.
_INLINE = re.compile(r"[\\`*_{}\[\]<>|~^$&@#]")
# What begins a block where it stands first: lists, settings, definitions, headings underlined; Pandoc has
# lists by letters and Roman numbers too, but takes the A of `A. Smith` for an initial.
_LEADING = re.compile(r"[-+=:%]|\(?(\d+|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,}|[A-Z](?=\)))(?=[.)](\s|$))")
_SPACE = re.compile(r"\s+")
# What would end an address, or the cell that it stands in.
_ENDING = re.compile(r"[<>|`\\]")
# What would be read as a single character in an address.
_ENTITY = re.compile(r"(&#?\w+);")


def markdown_text(page: Page, _: Manner) -> str:
    """Return the page as Markdown, with its numbered sources as footnotes."""
    return "\n\n".join(part for part in (f"# {_escape(page.title)}", *_parts(page, "##")) if part) + "\n"


def _parts(page: Page, hashes: str) -> list[str]:
    """Return what stands below the title of a page; `hashes` are those of its own headings."""
    document = _Document(page)
    parts = [_escape(caption(page.about))]
    if isinstance(page, Listing):
        parts += [document.table(page.table, hashes), _escape(page.footer)]
    else:
        for section in page.sections:
            if isinstance(section.body, Brief):
                parts += [f"{hashes} {_escape(section.heading)}", *_parts(section.body, f"{hashes}#")]
            elif section:
                parts += [f"{hashes} {_escape(section.heading)}", document.section(section, f"{hashes}#")]
    return [*parts, *(_note(note) for note in page.notes)]


class _Document:
    """One page; it knows which of its footnotes have been called for already.

    A footnote is called for once, where its source is first cited, and by its number after that:
    Pandoc would print it again for every call. Numbers follow the order of the calls, so that they
    are those that Pandoc and GitHub give.
    """

    def __init__(self, page: Page) -> None:
        self._numbers = {note.source: note.number for note in page.notes}
        self._called: set[str] = set()

    def section(self, section: Section, hashes: str) -> str:
        match section.body:
            case Table():
                return self.table(section.body, hashes)
            case Facts():
                return self._facts(section.body)
            case Bars():
                return "\n".join(f"- {_bar(bar)}" for bar in section.body.bars)
            case tuple():
                return "\n".join(f"- {_escape(line)}" for line in section.body)
            case _:
                return _escape(str(section.body))

    def table(self, table: Table, hashes: str) -> str:
        table = table.for_people()
        head = [_row(_escape(column.heading) for column in table.columns), _row("---" for _ in table.columns)]
        parts = []
        for heading, rows in table.grouped() or [("", [])]:
            lines = [
                _row(self._shown(column, cell) for column, cell in zip(table.columns, row, strict=True))
                for row in rows
            ]
            parts += [f"{hashes} {_escape(heading)}"] * bool(heading) + ["\n".join([*head, *lines])]
        return "\n\n".join(parts)

    def _facts(self, facts: Facts) -> str:
        return "\n".join(
            f"- **{_escape(column.heading)}:** {self._shown(column, cell, whole=True)}"
            for column, cell in facts.for_people()
        )

    def _shown(self, column: Column, cell: Cell, *, whole: bool = False) -> str:
        if is_empty(cell):
            return _escape(column.empty)
        if cell is True:
            return _escape(column.heading.lower())
        return self._cell(cell, whole=whole)

    def _cell(self, cell: Cell, *, whole: bool) -> str:
        match cell:
            case Term():
                return _escape(cell.label)
            case Mark():
                return _escape(cell.sign)
            case Country():
                return _escape(cell.name)
            case Step():
                return f"{_escape(cell.label)} ({cell.rank} of {cell.of})"
            case Grade():
                word = cell.meaning if whole else cell.word
                return f"{_escape(cell.code)} {_escape(word)}" + (", **disputed**" if cell.disputed else "")
            case Link():
                return _link(cell.text, cell.url)
            case Marked():
                parts = ((_inline(part), marked) for part, marked in cell.parts())
                return _leading("".join(f"**{part}**" if marked else part for part, marked in parts))
            case Citation():
                return self._citation(cell)
            case tuple():
                return ", ".join(self._cell(part, whole=whole) for part in cell)
            case _:
                return _escape(str(cell))

    def _citation(self, cited: Citation) -> str:
        number = self._numbers.get(cited.source)
        if number is None:
            called = _escape(cited.publisher)
        elif cited.source in self._called:
            called = _escape(f"[{number}]")
        else:
            called = f"[^{number}]"
            self._called.add(cited.source)
        return called if cited.verdict == "supports" else f"{called} {_escape(cited.verdict)}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escape(text: str) -> str:
    """Return text as one line that Markdown takes for text and nothing else."""
    return _leading(_inline(text.strip()))


def _inline(text: str) -> str:
    return _INLINE.sub(r"\\\g<0>", printable(_SPACE.sub(" ", text)))


def _leading(line: str) -> str:
    leading = _LEADING.match(line)
    if not leading:
        return line
    end = leading.end()
    return f"{line[:end]}\\{line[end:]}" if leading[1] else f"\\{line}"


def _link(text: str, url: str) -> str:
    return f"[{_escape(text)}]({_address(url)})"


def _address(url: str) -> str:
    """Return an address in angle brackets, with what would end or change it percent-encoded."""
    whole = _ENTITY.sub(r"\1%3B", url)
    return f"<{_ENDING.sub(lambda found: f'%{ord(found[0]):02X}', whole)}>"


def _bar(bar: Bar) -> str:
    return f"{_escape(bar.label.label)}: {bar.count}" + (f" ({_escape(bar.detail)})" if bar.detail else "")


def _note(note: Note) -> str:
    address = f" {_address(note.url)}" if note.url else ""
    told = [
        f"{_escape(note.publisher)}, {_escape(note.title)}{f', {note.date}' if note.date else ''}.{address}",
        f"Reliability {note.grade.code}, {note.grade.word}; {', '.join(note.verdicts)}.",
        *(_escape(remark) for remark in note.remarks),
    ]
    return f"[^{note.number}]: {' '.join(told)}"
