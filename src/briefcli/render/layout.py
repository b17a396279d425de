"""Where text breaks into lines, and how wide the columns of a table are."""

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: By how many rows the widths of a table are judged.
_SAMPLE = 60
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff01-\uff60"
# A line may break at a space, between East Asian characters, after a slash, and after a hyphen
# that follows a letter, so that dates stay whole.
_PIECES = re.compile(
    rf"\n|[^\S\n\xa0]+|[{_WIDE}]|(?:(?!/|(?<=[^\W\d])-(?=\w))(?:[^\s{_WIDE}]|\xa0))*(?:/+|-(?=\w))?|."
)


def breaks(text: str, width: int) -> list[int]:
    """Return where the second and later lines begin; none is wider than `width` but for a longer piece."""
    starts: list[int] = []
    column = 0
    for found in _PIECES.finditer(text):
        size = cell_len(found[0])
        if found[0] == "\n":
            starts.append(found.end())
            column = 0
        elif found[0].isspace():
            column += size
        elif column + size > width and column:
            starts.append(found.start())
            column = size
        else:
            column += size
    return starts


class Layout:
    """How wide the columns of a table are, so that it has as few lines as can be."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        columns = list(zip(*rows, strict=True))
        self.least = [max(_longest_piece(text) for text in column) for column in columns]
        self._natural = [max(cell_len(text) for text in column) for column in columns]
        # The first rows stand for the others in a long table.
        self._sample = [column[:_SAMPLE] for column in columns]
        self._heights: dict[tuple[int, int], list[int]] = {}

    def widths(self, room: int) -> list[int] | None:
        """Return the widths; None where not even the longest pieces fit, for a word is never broken."""
        if sum(self._natural) <= room:
            return self._natural
        if sum(self.least) > room:
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
        raised = ([max(pair) for pair in zip(self.least, wanted, strict=True)] for wanted in tries)
        return next(widths for widths in raised if sum(widths) <= room)

    def _moved(self, widths: list[int]) -> list[list[int]]:
        """Return the widths with some columns of the screen moved from one to another, or unmoved."""
        moved = [widths]
        for giver, taker in permutations(range(len(widths)), 2):
            for number in (1, 2, 4, 8):
                if widths[giver] - number >= self.least[giver]:
                    tried = list(widths)
                    tried[giver] -= number
                    tried[taker] += number
                    moved.append(tried)
        return moved

    def _lines(self, widths: Sequence[int]) -> int:
        heights = (self._height(index, width) for index, width in enumerate(widths))
        return sum(max(row) for row in zip(*heights, strict=True))

    def _height(self, index: int, width: int) -> list[int]:
        if (index, width) not in self._heights:
            self._heights[index, width] = [1 + len(breaks(text, width)) for text in self._sample[index]]
        return self._heights[index, width]


def _longest_piece(text: str) -> int:
    return max((cell_len(piece) for piece in _PIECES.findall(text)), default=0)
