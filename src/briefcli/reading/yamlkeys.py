"""Read the top keys of a YAML file without the rest."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import yaml
from yaml import CollectionEndEvent, CollectionStartEvent, MappingStartEvent, NodeEvent
from yaml.cyaml import CParser  # type: ignore[attr-defined] # the stub leaves it out

if TYPE_CHECKING:
    from collections.abc import Iterator


def top_text(data: bytes, key: str, *, whole: bool) -> str | None:
    """Return the text of a top key; "" if absent, None if undetermined.

    Data that are not `whole` are the beginning of a file, in which a text is complete only if another key follows.
    """
    nodes = _top_nodes(data)
    try:
        for name, text in zip(nodes, nodes, strict=False):  # each key with its value
            if name == key:
                return text if whole or next(nodes, None) is not None else None
    except yaml.YAMLError:
        return None
    return "" if whole else None


def top_keys(data: bytes) -> set[str]:
    """Return the keys of the outermost mapping up to the first error in the YAML."""
    keys: set[str] = set()
    nodes = _top_nodes(data)
    with suppress(yaml.YAMLError):
        for name, _ in zip(nodes, nodes, strict=False):  # each key with its value
            keys.add(name)
    return keys


def _top_nodes(data: bytes) -> Iterator[str]:
    """Yield the keys and values of the outermost mapping in turn, each as its text; "" for a list or mapping."""
    depth = 0
    for event in iter(CParser(data).get_event, None):
        if isinstance(event, CollectionEndEvent):
            depth -= 1
        elif isinstance(event, NodeEvent):
            if depth == 1:
                yield getattr(event, "value", "")
            elif depth == 0 and not isinstance(event, MappingStartEvent):
                return
            depth += isinstance(event, CollectionStartEvent)
