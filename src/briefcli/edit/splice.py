"""Change the content of a YAML file and keep all other bytes.

What is new is written where it belongs, in the style of its surroundings. A comment on separate lines
belongs to what follows, and one behind a value to that value.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from difflib import SequenceMatcher
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from briefcli.edit import style
from briefcli.reading.yamloutline import outline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from briefcli.reading.yamloutline import Node
    from briefcli.reading.yamltext import Tree

    #: Which items of a list are new, and which of the old ones are gone.
    _Changed: TypeAlias = tuple[Collection[int], Collection[int]]

_BYTE_ORDER_MARK = "\ufeff".encode()
_LINE_BREAK = re.compile("\r\n|\r|\n")
_BLANK_LINE = re.compile("(\r\n|\r|\n)[ \t]*(\r\n|\r|\n)")
_LAST_BREAK = re.compile(r"(\r\n|\r|\n)\Z")


def spliced(
    data: bytes,
    target: dict[str, Tree],
    added: Mapping[str, Collection[int]],
    removed: Mapping[str, Collection[int]] = MappingProxyType({}),
) -> bytes:
    """Return a valid file of a dossier with changes, so that its content is the target.

    `added` contains for each list of records which of the target ones are new, and `removed` which of the old ones
    are gone. None of the others is moved.
    """
    text = _Splicer(data.decode("utf-8-sig"), added, removed).whole(target)
    if outline(text).tree != target:
        msg = "the changed file does not have the intended content"
        raise AssertionError(msg)
    return (_BYTE_ORDER_MARK if data.startswith(_BYTE_ORDER_MARK) else b"") + text.encode()


class _Entry(NamedTuple):
    """A key with its value, or an item: the place of the old one, and what leads to it where it has none."""

    place: int | None
    lead: str
    text: str


class Layout:
    """A YAML text with its nodes, and where they end with the comments behind them.

    Raises:
        ValueError: it is no YAML, or has an alias.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = outline(text)
        breaks = list(_LINE_BREAK.finditer(text))
        self.newline = breaks[0][0] if breaks else "\n"
        self._line_starts = array("L", [0, *(found.end() for found in breaks)])

    def end_of_part(self, holder: Node, node: Node) -> int:
        """Return where a part of a list or mapping ends, with the comment behind it where it has its own lines."""
        return self.end(node) if holder.style else self.end_of_line(self.end(node))

    def end(self, node: Node) -> int:
        """Return where a node ends: on lines of its own with the last of them, and a block with its last text."""
        if node.style in {"|", ">"}:
            block = self.text[node.start : node.end]
            keeps = "+" in _LINE_BREAK.split(block)[0]
            return node.start + len(_LAST_BREAK.sub("", block) if keeps else block.rstrip())
        if node.style or not node.parts:
            return node.end
        return self.end_of_line(self.end(node.parts[-1]))

    def end_of_line(self, place: int) -> int:
        """Return where the line of a place ends, before its line break."""
        found = _LINE_BREAK.search(self.text, place)
        return found.start() if found else len(self.text)

    def start_of_line(self, place: int) -> int:
        """Return where the line of a place begins."""
        return self._line_starts[bisect_right(self._line_starts, place) - 1]

    def column(self, place: int) -> int:
        """Return how far a place is from the start of its line."""
        return place - self.start_of_line(place)


class _Splicer(Layout):
    def __init__(
        self, text: str, added: Mapping[str, Collection[int]], removed: Mapping[str, Collection[int]]
    ) -> None:
        super().__init__(text)
        self._added, self._removed = added, removed
        self._habit = style.FileStyle(self.newline, self._usual_offset(), style.has_plain_years(text))

    def whole(self, target: dict[str, Tree]) -> str:
        """Return the text of the whole file."""
        root = self.root
        return self.text[: root.start] + self._mapping(root, target) + self.text[self.end(root) :]

    def _value(self, node: Node, target: Tree, key: str, changed: _Changed | None, *, in_flow: bool) -> str:
        """Return the text of a value that is of the same kind as the old one."""
        if node.tree == target:
            return self.text[node.start : self.end(node)]
        if not _is_alike(node.tree, target):  # in braces or brackets
            return style.flow(target, key)
        if isinstance(target, dict):
            return self._mapping(node, target)
        if isinstance(target, list):
            return self._list(node, target, changed)
        return self._scalar(node, target, key, in_flow=in_flow)

    def _scalar(self, node: Node, target: str, key: str, *, in_flow: bool) -> str:
        old = self.text[node.start : self.end(node)]
        indent = self._indent(node.start) + 2
        if node.style in {"|", ">"}:
            header, *lines = _LINE_BREAK.split(old)
            indent = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), indent)
            width = max(map(len, lines)) if len(lines) > 1 else style.WIDTH
            block = style.folded(target, indent, self.newline, header=header, width=width)
            return (block or style.scalar(target)) + old[len(old.rstrip()) :]  # the blank lines that `+` kept
        line = style.scalar(target, key=key, in_flow=in_flow, style=node.style, was=old)
        column = self.column(node.start)
        stays = in_flow or node.style or not key or ("\n" not in old and column + len(old) > style.WIDTH)
        if stays or ("\n" not in target and column + len(line) <= style.WIDTH):
            return line
        return style.folded(target, indent, self.newline) or line

    def _mapping(self, node: Node, target: dict[str, Tree]) -> str:
        pairs = zip(node.parts[::2], node.parts[1::2], strict=True)
        spans = [(key.start, max(key.end, self.end_of_part(node, value))) for key, value in pairs]
        names = _names(node, target)
        indent = self.column(node.start)
        blank = self.newline if node is self.root else ""
        lead = ", " if node.style else f"{self.newline}{blank}{' ' * indent}"
        entries = []
        for name in _in_place(names, target):
            if name not in names:
                key = style.scalar(name, in_flow=bool(node.style))
                entries.append(_Entry(None, lead, f"{key}:{self._fresh(node, target[name], name)}"))
                continue
            place = names[name]
            key_node = node.parts[2 * place]
            is_renamed = key_node.tree != name
            key = style.scalar(name) if is_renamed else self.text[key_node.start : key_node.end]
            behind = self._behind(node, place, spans[place][1], target[name], name)
            entries.append(_Entry(place, lead, key + behind))
        return self._rebuilt(node, spans, entries)

    def _behind(self, holder: Node, place: int, end: int, target: Tree, key: str) -> str:
        """Return the text after a key, to the end of the line if the line has no other key."""
        key_node, node = holder.parts[2 * place : 2 * place + 2]
        start = key_node.end
        between, tail = self.text[start : node.start], self.text[self.end(node) : end]
        if node.tree == target:
            return self.text[start:end]
        if _is_alike(node.tree, target):
            changed = (self._added.get(key, ()), self._removed.get(key, ())) if holder is self.root else None
            new = self._value(node, target, key, changed, in_flow=bool(holder.style))
            return between + (self._commented(new, tail) if isinstance(target, str) else new + tail)
        new = self._fresh(holder, target, key, like=node if node.style in {"{", "["} and node.tree else None)
        before, _, comment = _LINE_BREAK.split(between)[0].partition(":")
        return f"{before}:{self._commented(new, tail or comment.rstrip())}"

    def _fresh(self, holder: Node, target: Tree, key: str, like: Node | None = None) -> str:
        """Return the text after the colon of a key that gets a value of another kind, or its first value."""
        if holder.style:
            return f" {style.flow(target, key)}"
        indent = self.column(holder.start)
        return style.block(target, indent, self._habit, key=key, like=like)

    def _list(self, node: Node, target: list[Tree], changed: _Changed | None) -> str:
        items = node.parts
        spans = [(item.start, self.end_of_part(node, item)) for item in items]
        column = self.column(node.start)
        step = max(2, self.column(items[0].start) - column)
        entries, last = [], 0
        for value, place in zip(target, _places(node.tree, target, changed), strict=True):
            last = last if place is None else place
            if place is not None and (node.style or _is_alike(items[place].tree, value)):
                item, (_, end) = items[place], spans[place]
                new = (
                    self._value(item, value, "", None, in_flow=bool(node.style)) + self.text[self.end(item) : end]
                )
            elif node.style:
                new = style.flow(value)
            else:
                new = style.block(value, column + step - 2, self._habit, like=items[last])[1:]
                new = new if place is None else self._commented(new, self._comment(items[place], value))
            blank = self.newline if self._is_set_off(spans, last) else ""
            lead = ", " if node.style else f"{self.newline}{blank}{' ' * column}-{' ' * (step - 1)}"
            entries.append(_Entry(place, lead, new))
        return self._rebuilt(node, spans, entries)

    def _comment(self, item: Node, value: Tree) -> str:
        """Return the comment behind an item that becomes a value of another kind, or behind a part that stays."""
        stays = next((part for part in item.parts[1::2] if part.tree == value), item)
        end = self.end(item if item.style else stays)
        return self.text[end : self.end_of_line(end)]

    def _commented(self, new: str, comment: str) -> str:
        """Return a text with a comment behind its first line."""
        first, newline, rest = new.partition(self.newline)
        return f"{first}{comment}{newline}{rest}"

    def _rebuilt(self, node: Node, spans: Sequence[tuple[int, int]], entries: Sequence[_Entry]) -> str:
        """Return a list or mapping with other entries; comments before entries and at the end stay."""
        starts = [node.start, *(end for _, end in spans)]
        gaps = [self.text[start:begin] for start, (begin, _) in zip(starts, spans, strict=False)]
        written = [gaps[0]]
        for number, entry in enumerate(entries):
            gap = gaps[entry.place] if entry.place else entry.lead
            comment = "" if node.style else gap.rstrip(" -")
            written += [entry.text, comment.rstrip()] if number == 0 else [gap, entry.text]
        return "".join(written) + self.text[starts[-1] : self.end(node)]

    def _is_set_off(self, spans: Sequence[tuple[int, int]], place: int) -> bool:
        """Whether an item is set off by a blank line from the one before it, or the first from the second."""
        place = max(place, 1)
        return (
            place < len(spans) and _BLANK_LINE.search(self.text, spans[place - 1][1], spans[place][0]) is not None
        )

    def _indent(self, place: int) -> int:
        """Return the column of the key of a value."""
        line = self.text[place - self.column(place) : place]
        return len(line) - len(line.lstrip(" -"))

    def _usual_offset(self) -> int:
        """Return how much further in than its key the file puts the hyphens of a list."""
        for key, value in zip(self.root.parts[::2], self.root.parts[1::2], strict=True):
            if isinstance(value.tree, list) and value.tree and not value.style:
                return self.column(value.start) - self.column(key.start)
        return 2


def _is_alike(old: Tree, target: Tree) -> bool:
    """Whether two values are of one kind and neither is empty, so that the one can be written as the other was."""
    return type(old) is type(target) and bool(old) and bool(target)


def _names(node: Node, target: dict[str, Tree]) -> dict[str, int]:
    """Return the place of each key that stays, under its new name where another key has come to its place."""
    olds = {str(key.tree): place for place, key in enumerate(node.parts[::2])}
    if len(olds) == len(target):
        pairs = enumerate(zip(olds, target, strict=True))
        return {new if old not in target and new not in olds else old: place for place, (old, new) in pairs}
    return olds


def _in_place(olds: Collection[str], target: Collection[str]) -> Iterator[str]:
    """Yield the target keys in the order in which they stood, each new one behind the one that goes before it."""
    behind = {before: key for before, key in pairwise([None, *target]) if key not in olds}
    for old in (None, *(key for key in olds if key in target)):
        if old is not None:
            yield old
        key = old
        while (key := behind.get(key)) is not None:
            yield key


def _places(olds: Tree, target: Sequence[Tree], changed: _Changed | None) -> Iterator[int | None]:
    """Yield for each target item the place of the old one that it was, None for a new one."""
    added, removed = changed or ((), ())
    if changed and len(olds) - len(removed) + len(added) == len(target):
        places = (place for place in range(len(olds)) if place not in removed)
        yield from (None if index in added else next(places) for index in range(len(target)))
        return
    matcher = SequenceMatcher(
        None, [_called(item) for item in olds], [_called(item) for item in target], autojunk=False
    )
    for _, first, end, start, stop in matcher.get_opcodes():
        yield from (place if place < end else None for place in range(first, first + stop - start))


def _called(item: Tree) -> str:
    """Return what an item of a list is known by: the text, or the first value of a mapping."""
    return (
        item if isinstance(item, str) else str(next(iter(item.values()), "") if isinstance(item, dict) else item)
    )
