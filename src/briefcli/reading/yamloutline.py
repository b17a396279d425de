"""Read YAML as nodes with the position and style of every part, for editing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from yaml import AliasEvent, MappingEndEvent, MappingStartEvent, NodeEvent, ScalarEvent, SequenceEndEvent
from yaml.cyaml import CParser  # type: ignore[attr-defined] # the stub leaves it out

from briefcli.reading.yamltext import NULLS

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcli.reading.yamltext import Tree


class Node(NamedTuple):
    """A part of a YAML file, with the offsets of the start and end of its text.

    `style` is `"`, `'`, `|` or `>` for a text, empty for a plain one, and `{` or `[` for braces or brackets.
    `parts` are the items of a list, or the keys and values of a mapping in turn.
    """

    tree: Tree
    start: int
    end: int
    style: str
    parts: tuple[Node, ...] = ()


def outline(text: str) -> Node:
    """Return the root node of a text; this takes longer than reading its tree.

    Raises:
        ValueError: it is no YAML, or has an alias.
    """
    next_event: Callable[[], Any] = CParser(text.encode()).get_event
    try:
        root = next(event for event in iter(next_event, None) if isinstance(event, NodeEvent))
        return _node(next_event, root)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def _node(next_event: Callable[[], Any], event: Any, *, is_key: bool = False) -> Node:
    """Return the node that an event begins, with all its parts."""
    start, end = event.start_mark.index, event.end_mark.index
    if type(event) is ScalarEvent:
        nothing = not is_key and (event.value.isspace() if event.style else event.value in NULLS)
        return Node("" if nothing else event.value, start, end, event.style or "")
    if type(event) is AliasEvent:
        msg = "there is an alias"
        raise ValueError(msg)
    is_mapping = type(event) is MappingStartEvent
    parts: list[Node] = []
    inner: Any = next_event()
    while type(inner) not in {MappingEndEvent, SequenceEndEvent}:
        parts.append(_node(next_event, inner, is_key=is_mapping and len(parts) % 2 == 0))
        inner = next_event()
    tree: Tree = [part.tree for part in parts]
    if is_mapping:
        tree = {str(key.tree): value.tree for key, value in zip(parts[::2], parts[1::2], strict=True)}
    style = ("{" if is_mapping else "[") if event.flow_style else ""
    return Node(tree, start, inner.end_mark.index, style, tuple(parts))
