"""Every place where a tree does not have the shape of the model.

msgspec stops at the first fault. Where it has found one, this walks the tree beside the model
and finds them all.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args, get_origin

import msgspec

from briefcli.dossier.model import Dossier, Id
from briefcli.dossier.problems import Finding, Rule
from briefcli.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefcli.dossier.problems import TreePath
    from briefcli.dossier.yamltext import Tree


# What stands in for a faulty part, so that the rules across records can look at the others.
_STAND_INS: dict[str, Tree] = {
    "dossier": "x",
    "title": "x",
    "subject": "x",
    "as_of": "9999",
    "summary": "x",
    "levels": [{"id": "x", "label": "x", "meaning": "x"}],
}
_ITEM_STAND_INS: dict[str, dict[str, Tree]] = {
    "sources": {"publisher": "x", "kind": "press", "title": "x", "reliability": "A"},
    "levels": {"label": "x", "meaning": "x"},
}
_UNUSED = {Rule.UNUSED_SOURCE, Rule.UNUSED_CONCERN, Rule.UNUSED_SECTOR, Rule.UNUSED_LEVEL, Rule.STALE}
#: The rules that have nothing to go by where a whole part is missing.
_GROUNDLESS = {
    "terms": {Rule.CONCERN, Rule.SECTOR},
    "levels": {Rule.LEVEL},
    "sources": {Rule.SOURCE},
    "countries": {Rule.COUNTRY},
    "grades": {Rule.NO_GRADE},
    "as_of": {Rule.AFTER_AS_OF, Rule.FOLLOW_UP},
}


_NOTHING_SAID = msgspec.Meta()


def findings_of_faulty(tree: dict[str, Tree], rules: Callable[[Dossier], list[Finding]]) -> list[Finding]:
    """Return what keeps `tree` from being a Dossier, and what `rules` find in its sound parts."""
    faults = list(_findings(tree, Dossier, ()))
    silent = set(_UNUSED)
    sound: dict[str, Tree] = dict(tree)
    kept: dict[str, list[int]] = {}
    for key in {str(fault.path[0]) for fault in faults if fault.path}:
        indexes = {fault.path[1] for fault in faults if fault.path[:1] == (key,) and len(fault.path) > 1}
        value = sound.pop(key)
        if isinstance(value, list) and indexes:
            numbered = [
                (index, _sound_item(key, item, faulty=index in indexes)) for index, item in enumerate(value)
            ]
            sound[key] = [item for _, item in numbered if item is not None]
            kept[key] = [index for index, item in numbered if item is not None]
        else:
            silent |= _GROUNDLESS.get(key, set())
    silent |= {rule for key, rules_ in _GROUNDLESS.items() if key not in tree for rule in rules_}
    dossier = msgspec.convert({**_STAND_INS, **sound}, Dossier, strict=False)
    return faults + [_renumbered(found, kept) for found in rules(dossier) if found.rule not in silent]


def _sound_item(key: str, item: Tree, *, faulty: bool) -> Tree | None:
    """Return an item of a list as it is, or of a faulty one the id that others may refer to."""
    if not faulty:
        return item
    stand_in = _ITEM_STAND_INS.get(key)
    if stand_in and isinstance(item, dict) and _converts(item.get("id", ""), Id):
        return {"id": item["id"], **stand_in}
    return None


def _renumbered(finding: Finding, kept: dict[str, list[int]]) -> Finding:
    key, *rest = finding.path
    if key not in kept or not rest:
        return finding
    return finding._replace(path=(key, kept[str(key)][int(rest[0])], *rest[1:]))


def _findings(node: Tree, kind: Any, path: TreePath) -> Iterator[Finding]:
    meta, bare = _unwrapped(kind)
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        yield from _struct_findings(node, bare, path)
    elif get_origin(bare) is tuple:
        yield from _list_findings(node, bare, path, at_least=meta.min_length or 0)
    elif get_origin(bare) is dict:
        yield from _dict_findings(node, bare, path)
    else:
        yield from _leaf_findings(node, kind, path)


def _unwrapped(kind: Any) -> tuple[msgspec.Meta, Any]:
    """Return what the model says of a type beside the type, the innermost words first, and the type."""
    if hasattr(kind, "__metadata__"):
        meta, bare = _unwrapped(kind.__origin__)
        return (kind.__metadata__[0] if meta is _NOTHING_SAID else meta), bare
    parts = get_args(kind)
    if type(None) in parts:
        return _unwrapped(next(part for part in parts if part is not type(None)))
    return _NOTHING_SAID, getattr(kind, "__supertype__", kind)


def _struct_findings(node: Tree, kind: type[msgspec.Struct], path: TreePath) -> Iterator[Finding]:
    name = kind.__name__.lower()
    if not isinstance(node, dict):
        article = "an" if name[0] in "aeiou" else "a"
        yield _wrong_type(node, f"{article} {name} with its keys", path)
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for key, value in node.items():
        if key in fields:
            yield from _findings(value, fields[key].type, (*path, key))
        else:
            yield _unknown_key(key, list(fields), path)
    for key, field in fields.items():
        if field.required and key not in node:
            if key == "evidence":
                yield Finding(Rule.NO_EVIDENCE, path, f"the {name} names no source")
            else:
                yield Finding(Rule.MISSING_KEY, path, f"the {name} has no {key}", f"add {key}")


def _list_findings(node: Tree, kind: Any, path: TreePath, *, at_least: int) -> Iterator[Finding]:
    if not isinstance(node, list):
        yield _wrong_type(node, "a list", path)
        return
    if len(node) < at_least:
        yield Finding(Rule.VALUE, path, f"{path[-1]} is an empty list", "give it at least one item")
    for index, value in enumerate(node):
        yield from _findings(value, get_args(kind)[0], (*path, index))


def _dict_findings(node: Tree, kind: Any, path: TreePath) -> Iterator[Finding]:
    if not isinstance(node, dict):
        yield _wrong_type(node, "a mapping", path)
        return
    key_kind, value_kind = get_args(kind)
    for key, value in node.items():
        for finding in _leaf_findings(key, key_kind, (*path, key)):
            yield finding._replace(on_key=True)
        yield from _findings(value, value_kind, (*path, key))


def _leaf_findings(node: Tree, kind: Any, path: TreePath) -> Iterator[Finding]:
    meta, bare = _unwrapped(kind)
    extra = meta.extra or {}
    choices = [member.value for member in bare] if issubclass(bare, StrEnum) else []
    expected = extra.get("expects") or (f"one of {', '.join(choices)}" if choices else "true or false")
    if not isinstance(node, str):
        yield _wrong_type(node, expected, path)
    elif not node:
        part = "item" if isinstance(path[-1], int) else "key"
        yield Finding(Rule.VALUE, path, f"{_name(path)} has no value", f"write {expected} or remove the {part}")
    elif meta.max_length and len(node) > meta.max_length:
        message = f"{_name(path)} has {len(node)} characters, and at most {meta.max_length} are allowed"
        yield Finding(Rule.LENGTH, path, message)
    elif not _converts(node, kind):
        rule = extra.get("rule", Rule.VALUE)
        near = nearest(node, choices)
        remedy = f"did you mean {near!r}?" if near else None
        yield Finding(rule, path, f"{node!r} is not {expected}", remedy)


def _converts(text: object, kind: Any) -> bool:
    try:
        msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError:
        return False
    return True


def _name(path: TreePath) -> str:
    """Return what to call a place in a sentence of one line."""
    *_, last = path
    name = f"an item of {path[-2]}" if isinstance(last, int) else last
    return " ".join(name.split())


def _wrong_type(node: Tree, expected: str, path: TreePath) -> Finding:
    found = {str: "text", list: "a list", dict: "a mapping"}[type(node)] if node else "nothing"
    where = f"{path[-1]} holds" if path and isinstance(path[-1], str) else "here stands"
    return Finding(Rule.TYPE, path, f"{where} {found} where {expected} is expected", f"write {expected}")


def _unknown_key(key: str, known: list[str], path: TreePath) -> Finding:
    near = nearest(key, known)
    remedy = f"did you mean {near!r}?" if near else f"the keys here are {', '.join(known)}"
    return Finding(Rule.UNKNOWN_KEY, (*path, key), f"{key!r} is not a key here", remedy, on_key=True)
