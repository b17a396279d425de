"""The place of each part of a YAML file."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cached_property
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefcli.problems import TreePath

_LINE_BREAK = "\r\n|\r|\n"


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


class Positions:
    """The nodes of a text by number, in file order, and the nodes in each list and mapping.

    A node is a value or a key. `starts` has the offset of each in the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = array("I")
        # Of each list and mapping, in the order of their ends: its node, the node after its last part, and the
        # keys of a mapping.
        self._holders, self._ends = array("I"), array("I")
        self._keys: list[tuple[str, ...] | None] = []
        self._children: dict[int, dict[str | int, tuple[int, int]]] = {}  # of the nodes that `place` has visited

    def close(self, node: int, keys: tuple[str, ...] | None) -> None:
        """End a list, or a mapping with its keys, before the next node."""
        self._holders.append(node)
        self._ends.append(len(self.starts))
        self._keys.append(keys)

    def place(self, path: TreePath, *, on_key: bool = False) -> Place:
        """Return the place of a value or its key; of one that is missing, that of its list or mapping."""
        key = value = 0
        for part in path:
            found = self._parts(value).get(part)
            if found is None:
                return self.place_at(self.starts[value])
            key, value = found
        return self.place_at(self.starts[key if on_key else value])

    def below(self, holder: int) -> Iterator[tuple[str | int, tuple[int, int]]]:
        """Yield each key of a mapping with its node and that of its value, or each index with its node twice.

        Parts that a fault has cut off are missing.
        """
        end, keys = self._held.get(holder, (0, None))
        node = holder + 1
        for part in count() if keys is None else map(str, keys):
            if node >= end:
                return
            value = node + (keys is not None)
            yield part, (node, value)
            node = self._held.get(value, (value + 1, None))[0]

    def place_at(self, start: int) -> Place:
        """Return the place of an offset."""
        line = bisect_right(self._line_starts, start)
        return Place(line, start - self._line_starts[line - 1] + 1)

    def line_start(self, start: int) -> int:
        """Return the offset at which the line of an offset begins."""
        return start - self.place_at(start).column + 1

    def _parts(self, holder: int) -> dict[str | int, tuple[int, int]]:
        if holder not in self._children:
            self._children[holder] = dict(self.below(holder))
        return self._children[holder]

    @cached_property
    def _held(self) -> dict[int, tuple[int, tuple[str, ...] | None]]:
        """The node after the last part of each list or mapping, and the keys of a mapping."""
        return dict(zip(self._holders, zip(self._ends, self._keys, strict=True), strict=True))

    @cached_property
    def _line_starts(self) -> Sequence[int]:
        return array("I", chain((0,), (found.end() for found in re.finditer(_LINE_BREAK, self.text))))
