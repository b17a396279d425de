"""Where text breaks into lines, and how wide the columns of a table are."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: By how many rows the widths of a table are judged.
_SAMPLE = 60

#: East Asian characters, between which a line may break.
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003fffd"
#: What no line begins with: closing and small marks (CL, EX and NS of UAX #14), and what combines with the
#: character before it.
_CLOSING = (
    "、。，．・：；？！゛゜ゝゞヽヾ々〻ー〜゠〉》」』】〕〗〙〛〞〟）］｝｠｡｣､･ｰﾞﾟ"  # noqa: RUF001
    "\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
#: What likewise closes, where it follows an East Asian character.
_LATIN = ",.;:?!)\\]}%”’…"  # noqa: RUF001
#: What no line ends with, if an East Asian character follows.
_OPENING = "〈《「『【〔〖〘〚〝（［｛｟｢(\\[{“‘"  # noqa: RUF001
#: What stays in one line. It may end at spaces, between East Asian characters, after a slash, and after a hyphen
#: that follows a letter, so that dates stay whole.
_PIECES = re.compile(
    rf"\n|(?:(?!\xa0)[\s\u200b])+|[{_OPENING}]*[{_WIDE}][{_CLOSING}{_LATIN}]*"
    rf"|(?:(?!/|(?<=[^\W\d])-(?=\w))(?:[^\s\u200b{_WIDE}]|\xa0))+(?:/+|-(?=\w))?[{_CLOSING}]*|."
)
#: An id, which somebody may type or copy, and which stays in one line.
_ID = re.compile("[a-z0-9]+(?:-[a-z0-9]+)+")
#: Thai, Lao and Khmer have no spaces between words. A piece that is wider than a line breaks between syllables, as
#: far as characters show them: a vowel that is written first, a consonant, what belongs to it. Numbers stay whole.
_SYLLABLES = re.compile(
    "[\u0e50-\u0e59\u0ed0-\u0ed9\u17e0-\u17e9]+"
    "|[\u0e40-\u0e44\u0ec0-\u0ec4]?[\u0e01-\u0eff][\u0e2f-\u0e3a\u0e45-\u0e4e\u0eaf-\u0ebd\u0ec6-\u0ece]*"
    "|[\u1780-\u17ff](?:\u17d2.|[\u17b4-\u17dd])*"
    "|[^\u0e01-\u0eff\u1780-\u17ff]+"
)


class _Piece(NamedTuple):
    """A part of a text from `start` to `end` that takes `size` columns; a `blank` one may hang over its line."""

    start: int
    end: int
    size: int
    blank: bool


def breaks(text: str, width: int) -> list[int]:
    """Return where the second and later lines begin; only a piece that cannot be broken is wider than `width`."""
    if cell_len(text) <= width and "\n" not in text:
        return []
    starts: list[int] = []
    column = 0
    for start, end, size, blank in _pieces(text):
        if text[start] == "\n":
            starts.append(end)
            column = 0
        elif blank or column + size <= width:
            column += size
        elif size <= width:
            starts.append(start)
            column = size
        else:
            for found in _SYLLABLES.finditer(text, start, end):
                length = cell_len(found[0])
                if column and column + length > width:
                    starts.append(found.start())
                    column = 0
                column += length
    return starts


class Layout:
    """The widths of the columns of a table, chosen so that it has as few lines as possible.

    The better of two ways to share the width comes first: all wide columns cut to one width, or all shrunk alike.
    Then columns of the screen are moved from one to another while that saves lines. This saves a tenth of the
    lines of a table and takes 2 ms.
    """

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        columns = list(zip(*rows, strict=True))
        self._least = [max(map(_longest, column)) for column in columns]
        self._natural = [max(map(cell_len, column)) for column in columns]
        # The first rows represent the others in a long table.
        self._sample = [column[:_SAMPLE] for column in columns]
        self._heights: dict[tuple[int, int], list[int]] = {}

    def widths(self, room: int) -> list[int] | None:
        """Return the widths; None where not even the longest pieces fit, for a word is never broken."""
        if sum(self._natural) <= room:
            return self._natural
        if sum(self._least) > room:
            return None
        widths = min(self._levelled(room), self._shrunk(room), key=self._lines)
        while (better := min(self._moved(widths), key=self._lines)) and self._lines(better) < self._lines(widths):
            widths = better
        return widths

    def _levelled(self, room: int) -> list[int]:
        """Cut all wide columns to one width."""
        caps = range(max(self._natural), -1, -1)
        return self._first(([min(high, cap) for high in self._natural] for cap in caps), room)

    def _shrunk(self, room: int) -> list[int]:
        """Shrink all columns alike."""
        shares = range(99, -1, -1)
        return self._first(([high * share // 100 for high in self._natural] for share in shares), room)

    def _first(self, tries: Iterable[Iterable[int]], room: int) -> list[int]:
        raised = ([max(pair) for pair in zip(self._least, query, strict=True)] for query in tries)
        return next(widths for widths in raised if sum(widths) <= room)

    def _moved(self, widths: list[int]) -> list[list[int]]:
        """Return the widths with some columns of the screen moved from one to another, or unmoved."""
        moved = [widths]
        for giver, taker in permutations(range(len(widths)), 2):
            for number in (1, 2, 4, 8):
                if widths[giver] - number >= self._least[giver]:
                    tried = list(widths)
                    tried[giver] -= number
                    tried[taker] += number
                    moved.append(tried)
        return moved

    def _lines(self, widths: Sequence[int]) -> int:
        """Return how many lines the table has, where one that breaks what names its row counts twice."""
        heights = [self._height(index, width) for index, width in enumerate(widths)]
        rows: list[tuple[int, ...]] = list(zip(*heights, strict=True))
        return sum(max(row) + row[0] - 1 for row in rows)

    def _height(self, index: int, width: int) -> list[int]:
        if (index, width) not in self._heights:
            self._heights[index, width] = [1 + len(breaks(text, width)) for text in self._sample[index]]
        return self._heights[index, width]


@lru_cache(maxsize=4096)
def _pieces(text: str) -> list[_Piece]:
    """Return a text in pieces; a table looks at most of its texts many times."""
    if _ID.fullmatch(text):
        return [_Piece(0, len(text), len(text), blank=False)]
    sized = ((found, cell_len(found[0])) for found in _PIECES.finditer(text))
    return [_Piece(*found.span(), size, size == 0 or found[0].isspace()) for found, size in sized]


def _longest(text: str) -> int:
    """Return how many columns a text needs at least."""
    words = (text[piece.start : piece.end] for piece in _pieces(text) if not piece.blank)
    return max((cell_len(part) for word in words for part in _SYLLABLES.findall(word)), default=0)
