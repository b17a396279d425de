"""Rename an id everywhere in a dossier."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from briefcli.dossier.filters import labels
from briefcli.dossier.kinds import RECORD_KEYS
from briefcli.dossier.model import SourceKind
from briefcli.errors import UsageError
from briefcli.wording import unknown_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Dossier
    from briefcli.edit.draft import Draft, Fields

#: What can be renamed.
RENAMED = ("source", "level", "concern", "sector", "attribute", "value", "kind")


def rename(draft: Draft, what: str, old: str, new: str) -> Counter[str]:
    """Rename a source, level, term, attribute or value, or give all sources of a kind of publisher another kind.

    A value is named with its attribute, as in `own-mission=open`; its new name is that of the value alone.
    Returns how many places of each file have changed.

    Raises:
        UsageError: there is no such one, or the new name is taken or no kind.
    """
    known = names(draft.dossier, what)
    if old not in known:
        raise unknown_value(what, old, known)
    if what == "kind" and new not in list(SourceKind):
        raise unknown_value("kind", new, SourceKind)
    attribute, _, value = old.partition("=") if what == "value" else ("", "", old)
    if what != "kind" and (f"{attribute}={new}" if attribute else new) in known:
        msg = f"the {what} {new!r} exists"
        raise UsageError(msg)
    changed: Counter[str] = Counter()
    for file, tree in zip(draft.files, draft.trees, strict=True):
        for holder, key in _places(tree, what, attribute):
            there = holder[key]
            changed[file.name] += value == there or (not isinstance(there, str) and value in there)
            if isinstance(there, dict):  # whose keys are the names
                renamed = {new if name == value else name: there[name] for name in there}
                left = {name: there[name] for name in there if name != value}
                holder[key] = left if new in there else renamed
            elif isinstance(there, list):
                holder[key] = [new if name == value else name for name in there]
            elif there == value:
                holder[key] = new
    return +changed


def names(dossier: Dossier, what: str) -> dict[str, str]:
    """Return what can be renamed, each with its label."""
    if what == "kind":
        return {str(kind): "" for kind in {*dossier.grades, *(source.kind for source in dossier.sources)}}
    if what == "value":
        return {key: label for key, label in labels(dossier, "fact").items() if "=" in key}
    return dict(labels(dossier, what))


def _places(tree: Fields, what: str, attribute: str) -> Iterator[tuple[Any, Any]]:
    """Yield each holder, with the key under which it has a name, a list of names, or a mapping by names."""
    match what:
        case "level":
            yield from ((level, "id") for level in tree.get("levels") or ())
            yield from ((stance, "level") for stance in tree.get("stances") or ())
            yield from ((count, "levels") for count in _official_counts(tree))
        case "concern":
            yield from _of(tree.get("terms"), "concerns")
            yield from (place for stance in tree.get("stances") or () for place in _of(stance, "concerns"))
        case "sector":
            yield from _of(tree.get("terms"), "sectors")
            yield from ((record, "sector") for record in tree.get("sectors") or ())
        case "attribute":
            yield from _of(tree, "attributes")
            yield from ((fact, "attribute") for fact in tree.get("facts") or ())
        case "value":
            yield from _of((tree.get("attributes") or {}).get(attribute), "values")
            yield from ((fact, "value") for fact in tree.get("facts") or () if fact["attribute"] == attribute)
        case "kind":
            yield from _of(tree, "grades")
            yield from ((source, "kind") for source in tree.get("sources") or ())
        case _:
            yield from ((source, "id") for source in tree.get("sources") or ())
            records = (record for kind in RECORD_KEYS for record in tree.get(kind) or ())
            for holder in (*records, *_official_counts(tree)):
                yield holder, "evidence"
                yield from ((item, "source") for item in holder["evidence"] if isinstance(item, dict))


def _official_counts(tree: Fields) -> list[Any]:
    return (tree.get("coverage") or {}).get("official") or []


def _of(holder: Any, key: str) -> Iterator[tuple[Any, Any]]:
    if holder and holder.get(key):
        yield holder, key
