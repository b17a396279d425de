"""Find every place where a tree does not have the shape of the model.

msgspec stops at the first fault. If it has found one, this walks the tree beside the model
and finds them all. It puts a sound placeholder where a part is faulty, so that the rules
across records can check the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeAlias, get_args, get_origin

import msgspec

from briefcli.dossier.dates import in_words, is_date
from briefcli.dossier.model import CREDIBILITY_WORDS, Dossier
from briefcli.problems import MAX_PROBLEMS, Finding, Rule, quoted, shortened
from briefcli.wording import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from briefcli.problems import TreePath
    from briefcli.reading.yamltext import Tree

_Test: TypeAlias = "Callable[[Any], bool]"
#: The names of parts in a sentence, if not that of the model.
_NAMES = {
    "Dossier": "head",
    "Evidence": "piece of evidence",
    "StageStep": "step of stages",
    "OfficialCount": "official count",
    "Searched": "search",
}
_RULES = {rule.slug: rule for rule in Rule}
_NO_META = msgspec.Meta()
#: The placeholders of values: one of these fits every type in the model that has no list of choices.
_STAND_INS = ("x", "9999", "9999-12-31", "6", "false", "https://x", "XX", "en")


def findings_of_faulty(
    tree: dict[str, Tree], rules: Callable[[Dossier], list[Finding]], *, limit: int = MAX_PROBLEMS
) -> list[Finding]:
    """Return what keeps `tree` from being a Dossier, and what `rules` find in its sound parts.

    The search ends with the first finding beyond `limit`.
    """
    walk = _Walk(limit)
    try:
        sound = walk.take(tree, Dossier, ())
    except _LimitReached:
        return walk.findings
    dossier = msgspec.convert(sound, Dossier, strict=False)
    silent = {rule for rule in Rule if any(walk.lacks(need, tree) for need in rule.needs)}
    return walk.findings + [
        finding for finding in rules(dossier) if finding.rule not in silent and not walk.is_about_mended(finding)
    ]


def keeps_patterns(dossier: Dossier) -> bool:
    """Return whether all texts match their patterns, which msgspec would check again at every start."""
    test = _test_of_struct(Dossier)
    return test is None or test(dossier)


#: How alike a misspelt key and the one that was meant are, and keys that people write for others.
_MISSPELT = 0.65
_MEANT = {"confidence": "credibility", "certainty": "credibility", "position": "status", "stance": "status"} | {
    "sources": "evidence",
    "description": "summary",
    "name": "title",
}


class _LimitReached(Exception):  # noqa: N818 - it never leaves this module
    """More problems were found than are reported."""


class _Walk:
    """One walk of a tree beside the model, with its findings and the places of the placeholders."""

    def __init__(self, limit: int) -> None:
        self.findings: list[Finding] = []
        self._limit = limit
        self._mended: set[TreePath] = set()
        self._holders: set[TreePath] = set()  # the lists and mappings that contain a placeholder

    def lacks(self, need: str, tree: dict[str, Tree]) -> bool:
        """Whether something that a rule needs is missing or faulty, wherever the rule would apply."""
        parts = need.split(".")
        if parts[0] in ("", "*"):
            return parts[0] == "*"
        return parts[0] not in tree or any(
            len(path) <= len(parts) and all(part in ("*", key) for part, key in zip(parts, path, strict=False))
            for path in self._mended
        )

    def is_about_mended(self, finding: Finding) -> bool:
        """Whether a finding is caused, or may be caused, by a placeholder."""
        rule, path = finding.rule, finding.path
        return (
            (path[:1] if rule.compares else path) in self._holders
            or any(path[:length] in self._mended for length in range(1, len(path) + 1))
            or any(
                (at := (*path[:2], need[1:])) in self._mended or at in self._holders
                for need in rule.needs
                if need.startswith(".")
            )
        )

    def take(self, node: Tree, kind: Any, path: TreePath, *, required: bool = True) -> Tree:
        """Return a node that fits `kind`, with a placeholder for each faulty part."""
        meta, bare = _unwrapped(kind)
        if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
            return self._struct(node, bare, path)
        if get_origin(bare) is tuple:
            return self._list(node, kind, path, at_least=meta.min_length or 0)
        if get_origin(bare) is Mapping:
            return self._mapping(node, bare, path)
        fault = _leaf_fault(node, kind, path, required=required)
        return self._mend(kind, fault) if fault else node

    def _mend(self, kind: Any, finding: Finding) -> Tree:
        self._add(finding)
        self._note(finding.path)
        return _stand_in(kind)

    def _add(self, finding: Finding) -> None:
        self.findings.append(finding)
        if len(self.findings) > self._limit:
            raise _LimitReached

    def _note(self, path: TreePath) -> None:
        self._mended.add(path)
        self._holders.update(path[:length] for length in range(len(path)))

    def _struct(self, node: Tree, kind: type[msgspec.Struct], path: TreePath) -> Tree:
        name = _NAMES.get(kind.__name__, kind.__name__.lower())
        if not isinstance(node, dict):
            article = "an" if name[0] in "aeiou" else "a"
            return self._mend(kind, _wrong_type(node, f"{article} {name} with its keys", path))
        fields = _fields(kind)
        absent = fields.keys() - node.keys()
        misspelt: set[str | None] = set()
        mended: dict[str, Tree] = {}
        for key, value in node.items():
            if key in fields:
                field = fields[key]
                mended[key] = self.take(value, field.type, (*path, key), required=field.required)
            else:
                near = _near(key, fields)
                misspelt.add(near)
                self._add(_unknown_key(key, value, near, fields, path))
        for key in (key for key in fields if key in absent):
            if fields[key].required:
                mended[key] = _stand_in(fields[key].type)
                if key not in misspelt:
                    self._add(_missing_key(name, key, path))
            if fields[key].required or key in misspelt:
                self._note((*path, key))
        return mended

    def _list(self, node: Tree, kind: Any, path: TreePath, *, at_least: int) -> Tree:
        if not isinstance(node, list):
            fault = _wrong_type(node, "a list", path)
            if isinstance(node, str) and node and (path[-1] == "evidence" or _of_texts(kind)):
                fault = fault._replace(remedy=f"write [{shortened(node)}]")
            return self._mend(kind, fault)
        if len(node) < at_least:
            empty = Finding(Rule.VALUE, path, f"{path[-1]} is an empty list", "give it at least one item")
            return self._mend(kind, empty)
        (item_kind, *_) = get_args(_unwrapped(kind)[1])
        return [self.take(value, item_kind, (*path, index), required=False) for index, value in enumerate(node)]

    def _mapping(self, node: Tree, kind: Any, path: TreePath) -> Tree:
        if not isinstance(node, dict):
            return self._mend(kind, _wrong_type(node, "a mapping", path))
        key_kind, value_kind = get_args(kind)
        mended: dict[str, Tree] = {}
        for key, value in node.items():
            fault = _leaf_fault(key, key_kind, (*path, key), required=False)
            if fault:
                self._add(fault._replace(on_key=True))
                self._note(path)
            taken = self.take(value, value_kind, (*path, key), required=False)
            if not fault:
                mended[key] = taken
        return mended


def _of_texts(kind: Any) -> bool:
    """Whether a type is that of a list of texts."""
    (item, *_) = get_args(_unwrapped(kind)[1])
    bare = _unwrapped(item)[1]
    return not (isinstance(bare, type) and issubclass(bare, msgspec.Struct))


@cache
def _test_of_struct(kind: type[msgspec.Struct]) -> _Test | None:
    tests = [
        (field.name, field.default, test) for field in _fields(kind).values() if (test := _test_of(field.type))
    ]

    def keeps(part: msgspec.Struct) -> bool:
        for name, left_out, test in tests:
            value = getattr(part, name)
            if value is not left_out and not test(value):
                return False
        return True

    return keeps if tests else None


def _test_of(kind: Any) -> _Test | None:
    """Return a test of whether values of a type match its patterns; None if it has none."""
    meta, bare = _unwrapped(kind)
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        return _test_of_struct(bare)
    if get_origin(bare) is Mapping:
        of_keys, of_values = (_test_of(part) or (lambda _: True) for part in get_args(bare))
        return lambda parts: all(map(of_keys, parts)) and all(map(of_values, parts.values()))
    if get_origin(bare) is tuple:
        test = _test_of(get_args(bare)[0])
        return test and (lambda parts: all(map(test, parts)))
    if meta.extra_json_schema is None:
        return None
    pattern = cache(
        partial(re.compile, meta.extra_json_schema["pattern"])
    )  # most dossiers need only a few of them
    return lambda text: pattern().search(text) is not None


def _stand_in(kind: Any) -> Tree:
    """Return the smallest node that fits a type of the model."""
    meta, bare = _unwrapped(kind)
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        return {key: _stand_in(field.type) for key, field in _fields(bare).items() if field.required}
    if get_origin(bare) is tuple:
        return [_stand_in(get_args(bare)[0])] * (meta.min_length or 0)
    if get_origin(bare) is Mapping:
        return {}
    choices = _choices(bare)
    return choices[0] if choices else next(text for text in _STAND_INS if _converts(text, kind))


@cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def _unwrapped(kind: Any) -> tuple[msgspec.Meta, Any]:
    """Return the innermost metadata of a type in the model, and the bare type."""
    if hasattr(kind, "__metadata__"):
        meta, bare = _unwrapped(kind.__origin__)
        return (kind.__metadata__[0] if meta is _NO_META else meta), bare
    parts = get_args(kind)
    if type(None) in parts:
        return _unwrapped(next(part for part in parts if part is not type(None)))
    return _NO_META, getattr(kind, "__supertype__", kind)


def _choices(bare: Any) -> list[str]:
    return [member.value for member in bare] if issubclass(bare, StrEnum) else []


def _leaf_fault(node: Tree, kind: Any, path: TreePath, *, required: bool) -> Finding | None:
    meta, bare = _unwrapped(kind)
    extra = meta.extra or {}
    choices = _choices(bare)
    expected = extra.get("expects") or (f"one of {', '.join(choices)}" if choices else "true or false")
    if not isinstance(node, str):
        return _wrong_type(node, expected, path)
    if not node:
        part = "item" if isinstance(path[-1], int) else "key"
        remedy = f"write {expected}" + ("" if required else f" or remove the {part}")
        return Finding(Rule.VALUE, path, f"{_name(path)} has no value", remedy)
    if meta.max_length and len(node) > meta.max_length:
        message = f"{_name(path)} has {len(node)} characters, and at most {meta.max_length} are allowed"
        return Finding(Rule.LENGTH, path, message)
    if meta.max_length and "\n" in node:
        return Finding(
            Rule.VALUE, path, f"{_name(path)} has a line break", "write it in one line, with >- for > or |"
        )
    if not _converts(node, kind):
        near = nearest(node, choices)
        suggestion = did_you_mean((near,)) if near else _remedy_of(node, path) or extra.get("remedy")
        return Finding(
            _RULES[extra.get("rule", "wrong-value")], path, f"{quoted(node)} is not {expected}", suggestion
        )
    return None


def _remedy_of(text: str, path: TreePath) -> str | None:
    """Return what to write in place of a date or a grade that is written otherwise; None if that is not plain."""
    if path[-1] == "credibility":
        return next(
            (f"write {grade}" for grade, words in CREDIBILITY_WORDS.items() if words == text.lower()), None
        )
    if day := re.fullmatch("([0-9]{1,2})[.]([0-9]{1,2})[.]([0-9]{4})", text):
        text = f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}"
        return f"write {text}" if is_date(text) else None
    day = re.fullmatch("([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    if day and is_date(f"{day[1]}-{day[2]}") and "00" < day[3] < "32":
        return f"there is no {int(day[3])} {in_words(f'{day[1]}-{day[2]}')}"
    return None


def _converts(text: str, kind: Any) -> bool:
    try:
        msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError:
        return False
    meta, _ = _unwrapped(kind)
    return meta.extra_json_schema is None or re.search(meta.extra_json_schema["pattern"], text) is not None


def _name(path: TreePath) -> str:
    """Return the name of a place, in one line."""
    last = path[-1]
    name = f"an item of {path[-2]}" if isinstance(last, int) else last
    return " ".join(shortened(name).split())


def _wrong_type(node: Tree, expected: str, path: TreePath) -> Finding:
    form = {str: "text", list: "a list", dict: "a mapping"}[type(node)] if node else "nothing"
    where = f"{_name(path)} contains" if path and isinstance(path[-1], str) else "this is"
    remedy = f"write {expected}"
    if isinstance(node, list | dict) and node and expected in {"text", "a label", "a headline", "a line"}:
        remedy = f"put a text that begins with {'[' if isinstance(node, list) else '{'} in quotes"
    return Finding(Rule.TYPE, path, f"{where} {form} where {expected} is expected", remedy)


def _missing_key(name: str, key: str, path: TreePath) -> Finding:
    if key == "evidence":
        return Finding(Rule.NO_EVIDENCE, path, f"the {name} has no source")
    return Finding(Rule.MISSING_KEY, path, f"the {name} has no {key}", f"add {key}")


def _near(key: str, fields: Mapping[str, object]) -> str | None:
    """Return the key that was probably meant."""
    meant = _MEANT.get(key.casefold(), "")
    return meant if meant in fields else nearest(key, fields, cutoff=_MISSPELT)


def _unknown_key(key: str, value: Tree, near: str | None, possible: Iterable[str], path: TreePath) -> Finding:
    remedy = did_you_mean((near,)) if near else f"possible keys: {', '.join(possible)}"
    if " " in key and not value:
        remedy = "in braces a comma ends a text; put the whole text in quotes"
    return Finding(Rule.UNKNOWN_KEY, (*path, key), f"{quoted(key)} is not a key of this part", remedy, on_key=True)
