"""Rows as items of running text, for documents and mail, where a column of a wide table is one word wide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from briefcli.dossier.dates import is_date
from briefcli.page import Grade, Link, Marked, Step, translation, unless_supports
from briefcli.render.blocks import NoteRef, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.page import Cited, Column, Note
    from briefcli.render.blocks import DisplayCell, Grid


class Piece(Struct, frozen=True):
    """A part of a line: a text, which may be marked or lead to an address, or the call of a note by its number."""

    text: str
    kind: Literal["plain", "strong", "emphasis", "link", "call"] = "plain"
    url: str = ""
    number: int = 0


class Item(Struct, frozen=True):
    """A row: what it is about, its line, the texts that belong under it, and the sources that it cites."""

    name: tuple[Piece, ...]
    line: tuple[Piece, ...]
    texts: tuple[tuple[Piece, ...], ...]
    calls: tuple[Piece, ...]


def pieces(cell: DisplayCell, *, whole: bool = False) -> tuple[Piece, ...]:
    """Return a cell as parts of a line; `whole` spells grades out."""
    match cell:
        case Word():
            return (Piece(cell.text),)
        case Step():
            return (Piece(f"{cell.label} ({cell.rank} of {cell.of})"),)
        case Grade():
            word = Piece(f"{cell.code} {cell.meaning if whole else cell.word}")
            marks = (Piece(mark, "strong" if mark == "disputed" else "emphasis") for mark in cell.marks)
            return join_pieces([(word,), *((mark,) for mark in marks)])
        case Link():
            return (Piece(cell.text, "link", cell.url),)
        case Marked():
            return tuple(Piece(part, "strong" if marked else "plain") for part, marked in cell.parts())
        case NoteRef():
            call = Piece(f"[{cell.number}]", "call", number=cell.number) if cell.number else Piece(cell.publisher)
            verdict = unless_supports(cell.verdict)
            return (call, *[Piece(verdict)] * bool(verdict))
        case tuple():
            return join_pieces([pieces(part, whole=whole) for part in cell])
        case _:
            return (Piece(str(cell)),)


def cited_pieces(cited: Cited) -> tuple[Piece, ...]:
    """Return a text with the numbers of the sources that it cites."""
    calls = [(Piece(f"[{number}]", "call", number=number),) for number in cited.notes]
    return join_pieces([(Piece(cited.text),), *calls], " ")


def line_pieces(line: str | Cited) -> tuple[Piece, ...]:
    """Return a line of a list, with the calls of its notes if it has some."""
    return (Piece(line),) if isinstance(line, str) else cited_pieces(line)


def join_pieces(parts: Sequence[Sequence[Piece]], between: str = ", ") -> tuple[Piece, ...]:
    """Return parts of a line with something between them."""
    with_joints = [piece for part in parts for piece in (Piece(between), *part)]
    return tuple(with_joints[1:])


def plain(line: Sequence[Piece]) -> str:
    """Return a line without what is marked in it."""
    return "".join(piece.text for piece in line)


def note_lines(note: Note, grade: str = "Reliability {0.code}, {0.word}") -> list[tuple[Piece, ...]]:
    """Return a note as sentences: its source, the source's `grade` with its verdicts, and each remark."""
    title = Piece(note.title, "link", note.url) if note.url else Piece(note.title)
    date = translation(note.title, note.title_en)
    date += f", {note.date}" if note.date else ""
    judgement = f"{grade.format(note.grade)}; {note.verdict_words}." if note.verdicts else f"{note.grade.code}."
    lines = (_sentence((Piece(text),)) for text in (judgement, *note.remarks))
    return [(Piece(note.publisher), Piece(", "), title, Piece(f"{date}.")), *lines]


def is_note_ref(cell: DisplayCell) -> bool:
    """Whether a cell calls for notes, and does not name publishers instead."""
    first = cell[0] if isinstance(cell, tuple) else cell
    return isinstance(first, NoteRef) and first.number is not None


def is_short(cell: DisplayCell) -> bool:
    """Whether a cell is a word, a date, a step, a grade or a number, and no text or list."""
    return not _is_text(cell) and not isinstance(cell, tuple)


def is_compared(grid: Grid) -> bool:
    """Whether rows are there to be compared, and so stay a table: it is turned, or holds numbers alone."""
    cells = [cell for row in grid.rows for cell in row[1:]]
    return grid.transposed or (bool(cells) and all(isinstance(cell, int) for cell in cells))


def item(columns: Sequence[Column], row: Sequence[DisplayCell]) -> Item:
    """Return a row as an item.

    Its subject is the cells before its first text, or its first cell if there are none or no text.
    What follows the text is printed under its heading.
    """
    pairs = [
        (column, cell)
        for column, cell in zip(columns, row, strict=True)
        if not isinstance(cell, Word) or cell.text
    ]
    calls = [cell for _, cell in pairs if is_note_ref(cell)][:2]
    called = pieces(calls[0]) if len(calls) == 1 else ()  # of several, each needs its heading
    texts = [pieces(cell) for column, cell in pairs if column.below]
    rest = [(column, cell) for column, cell in pairs if not column.below and not (called and is_note_ref(cell))]
    first = next((place for place, (_, cell) in enumerate(rest) if _is_text(cell)), 0)
    name = [_named(*pair, place) for place, pair in enumerate(rest[: first or 1])]
    line = [_sentence(pieces(cell)) for _, cell in rest[first : first + 1] if first]
    facts = [pieces(rest[1][1])] if len(rest) == 2 and not first else [_fact(*pair) for pair in rest[first + 1 :]]
    line += [_sentence(join_pieces(facts, "; "))] * bool(facts)
    return Item(join_pieces(name), join_pieces(line, " "), tuple(texts), called)


def _named(column: Column, cell: DisplayCell, place: int) -> tuple[Piece, ...]:
    """Return a cell as a part of a name; a second date and a number would be riddles without its heading."""
    heading = f"{column.heading.lower()} " if place and isinstance(cell, str | int) else ""
    return Piece(heading), *pieces(cell)


def _fact(column: Column, cell: DisplayCell) -> tuple[Piece, ...]:
    if isinstance(cell, Word) and cell.kind == "true":
        return pieces(cell)
    return Piece(f"{column.heading}: "), *pieces(cell)


def _sentence(line: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return line if plain(line).rstrip().endswith((".", "!", "?", "…", "。")) else (*line, Piece("."))


def _is_text(cell: DisplayCell) -> bool:
    return isinstance(cell, Link | Marked) or (isinstance(cell, str) and not is_date(cell))
