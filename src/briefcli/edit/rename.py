"""Another id for what records name, wherever it stands in a dossier."""

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
RENAMED = ("source", "level", "concern", "sector", "kind")


def rename(draft: Draft, what: str, old: str, new: str) -> Counter[str]:
    """Rename a source, level, concern or sector, or put all sources of one kind of publisher under another one.

    Returns how many places of each file have changed.

    Raises:
        UsageError: there is no such one, or the new name is taken or no kind.
    """
    known = names(draft.dossier, what)
    if old not in known:
        raise unknown_value(what, old, known)
    if what == "kind" and new not in list(SourceKind):
        raise unknown_value("kind", new, SourceKind)
    if what != "kind" and new in known:
        msg = f"there is a {what} {new!r} already"
        raise UsageError(msg)
    changed: Counter[str] = Counter()
    for file, tree in zip(draft.files, draft.trees, strict=True):
        for holder, key in _places(tree, what):
            value = holder[key]
            changed[file.name] += old == value or (not isinstance(value, str) and old in value)
            if isinstance(value, dict):  # whose keys are the names
                renamed = {new if name == old else name: value[name] for name in value}
                holder[key] = renamed if new not in value else {name: value[name] for name in value if name != old}
            elif isinstance(value, list):
                holder[key] = [new if name == old else name for name in value]
            elif value == old:
                holder[key] = new
    return +changed


def names(dossier: Dossier, what: str) -> dict[str, str]:
    """Return what can be renamed, each with its label."""
    if what == "kind":
        return {str(kind): "" for kind in {*dossier.grades, *(source.kind for source in dossier.sources)}}
    return dict(labels(dossier, what))


def _places(tree: Fields, what: str) -> Iterator[tuple[Any, Any]]:
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
