"""A change of a dossier's text moves nothing but what it changes."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from briefcli.edit.splice import spliced
from briefcli.reading.yamloutline import Node, outline
from properties.drawn import dossiers, examples, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.problems import TreePath
    from properties.drawn import Tree

_ROOT = Path(__file__).parents[2]
_FILES = sorted(path for folder in ("data", "tests/dossiers/frozen") for path in (_ROOT / folder).rglob("*.yaml"))


@settings(max_examples=examples(40))
@given(st.data(), st.sampled_from(_FILES), texts(300))
def test_every_other_byte_of_a_file_stays(data: st.DataObject, file: Path, text: str) -> None:
    """Any value of a bundled or frozen dossier becomes any other one."""
    old = file.read_text(encoding="utf-8")
    _change_one(data, old, text)


@settings(max_examples=examples(20))
@given(st.data(), dossiers(), texts(300), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_so_it_is_in_any_style(data: st.DataObject, tree: Tree, text: str, newline: str, in_flow: bool) -> None:  # noqa: FBT001
    """With hyphens further in or not, in braces or not, whatever lines end in."""
    _change_one(data, _written(data, tree, newline, in_flow=in_flow), text)


@settings(max_examples=examples(20))
@given(st.data(), dossiers(), dossiers(), st.booleans())
def test_any_dossier_becomes_any_other_one(data: st.DataObject, old: Tree, new: Tree, in_flow: bool) -> None:  # noqa: FBT001
    """And back again; what is not a change of values alone is written so that it is read back."""
    text = _written(data, old, "\n", in_flow=in_flow)
    before, after = outline(text).tree, outline(_written(data, new, "\n", in_flow=False)).tree
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    there = spliced(text.encode(), after, {})
    assert outline(there.decode()).tree == after
    assert outline(spliced(there, before, {}).decode()).tree == before


def _change_one(data: st.DataObject, old: str, text: str) -> None:
    root = outline(old)
    path, node = data.draw(st.sampled_from(list(_scalars(root))))
    query: Any = deepcopy(root.tree)
    holder = query
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = text
    new = spliced(old.encode(), query, {}).decode()
    if _is_read_by_pyyaml(old):
        assert _is_read_by_pyyaml(new)
    end = max(node.end, node.start)
    rest = old[end:] if node.style not in {"|", ">"} else old[node.start + len(old[node.start : end].rstrip()) :]
    assert new.startswith(old[: node.start].rstrip(" ") if node.start == node.end else old[: node.start])
    assert new.endswith(rest)


def _is_read_by_pyyaml(text: str) -> bool:
    """Return whether PyYAML reads a text, by the parser that is written in Python and refuses more than that in C."""
    try:
        yaml.load(text, yaml.SafeLoader)
    except (yaml.YAMLError, ValueError):
        return False
    return True


def _scalars(node: Node, path: TreePath = ()) -> Iterator[tuple[TreePath, Node]]:
    """Yield every value that is a text, with its path."""
    if isinstance(node.tree, str):
        yield path, node
    elif isinstance(node.tree, dict):
        for key, value in zip(node.parts[::2], node.parts[1::2], strict=True):
            yield from _scalars(value, (*path, str(key.tree)))
    else:
        for index, item in enumerate(node.parts):
            yield from _scalars(item, (*path, index))


class _Indented(yaml.Dumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, ARG002
        super().increase_indent(flow, indentless=False)


def _written(data: st.DataObject, tree: Tree, newline: str, *, in_flow: bool) -> str:
    """Return a dossier as somebody may write it."""
    dumper = _Indented if data.draw(st.booleans()) else yaml.Dumper
    dumped: str = yaml.dump(
        tree, Dumper=dumper, allow_unicode=True, sort_keys=False, width=60, default_flow_style=in_flow or None
    )
    return dumped.replace("\n", newline)
