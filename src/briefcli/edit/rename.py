"""Rename an id everywhere in a dossier."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from briefcli.dossier.filters import labels
from briefcli.dossier.kinds import COUNTRY_KEYS, RECORD_KEYS
from briefcli.dossier.model import SourceKind
from briefcli.dossier.spelling import fold
from briefcli.edit.draft import put
from briefcli.errors import UsageError
from briefcli.wording import unknown_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Dossier
    from briefcli.edit.draft import Draft, Fields

#: What can be renamed.
RENAMED = ("source", "level", "concern", "sector", "attribute", "value", "kind", "country", "group", "record")
#: The code of a country.
_CODE = re.compile("[A-Z][A-Z0-9]{1,4}")


def rename(draft: Draft, what: str, old: str, new: str) -> Counter[str]:
    """Rename a source, level, term, attribute or value, or give all sources of a kind of publisher another kind.

    A value is named with its attribute, as in `own-mission=open`; its new name is that of the value alone. A
    source that gets the id of another one is joined with it. A country gets another code or name, or is replaced
    by another one. A record gets the id by which others can quote it. Returns how many places of each file have
    changed.

    Raises:
        UsageError: there is no such one, or the new name is empty, taken or no kind.
    """
    if what == "country":
        return _rename_country(draft, old, new)
    known = names(draft.dossier, what)
    if old not in known:
        raise unknown_value(what, old, known)
    if not new.strip():
        msg = f"the new name of {what} {old} is empty"
        raise UsageError(msg)
    if what == "kind" and new not in list(SourceKind):
        raise unknown_value("kind", new, SourceKind)
    attribute, _, value = old.partition("=") if what == "value" else ("", "", old)
    if what == "source" and new in known and new != old:
        return _join_sources(draft, old, new)
    if what != "kind" and (f"{attribute}={new}" if attribute else new) in known:
        msg = f"the {what} {new!r} exists"
        raise UsageError(msg)
    if what == "record":
        in_file, kind, fields, _ = next(one for one in _records(draft) if one[-1] == old)
        put(kind, fields, "id", new)
        return Counter([in_file])
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
    if what == "group":
        return {key: group.label for key, group in dossier.groups.items()}
    if what == "record":
        return dict.fromkeys((record.id for record in dossier.records), "")
    if what == "country":
        return {country.name: code for code, country in dossier.countries.items()}
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
        case "group":
            yield from _of(tree, "groups")
        case "kind":
            yield from _of(tree, "grades")
            yield from ((source, "kind") for source in tree.get("sources") or ())
        case _:
            yield from ((source, "id") for source in tree.get("sources") or ())
            for holder in _citing(tree):
                yield holder, "evidence"
                yield from ((item, "source") for item in holder["evidence"] if isinstance(item, dict))


def _records(draft: Draft) -> Iterator[tuple[str, str, Fields, str]]:
    """Yield the file, the key of the list, the content and the id of each record."""
    for kind in RECORD_KEYS:
        ids = iter([record.id for record in getattr(draft.dossier, kind)])
        for file, tree in zip(draft.files, draft.trees, strict=True):
            yield from ((file.name, kind, fields, next(ids)) for fields in tree.get(kind) or ())


def _join_sources(draft: Draft, old: str, new: str) -> Counter[str]:
    """Cite one source in place of another one, which is removed; what only the removed one has is kept."""
    changed: Counter[str] = Counter()
    for file, tree in zip(draft.files, draft.trees, strict=True):
        for holder in _citing(tree):
            if old in map(_cited, holder["evidence"]):
                changed[file.name] += 1
                renamed = [_citing_other(item, old, new) for item in holder["evidence"]]
                holder["evidence"] = [item for place, item in enumerate(renamed) if item not in renamed[:place]]
        changed[file.name] += any(source["id"] == old for source in tree.get("sources") or ())
    by_id = {fields["id"]: fields for fields in draft.rows_of("sources")}
    for key in by_id[old].keys() - by_id[new].keys():
        put("sources", by_id[new], key, by_id[old][key])
    draft.remove("sources", old)
    return +changed


def _cited(item: Any) -> str:
    return str(item["source"] if isinstance(item, dict) else item)


def _citing_other(item: Any, old: str, new: str) -> Any:
    if _cited(item) != old:
        return item
    return {**item, "source": new} if isinstance(item, dict) else new


def _citing(tree: Fields) -> list[Any]:
    return [*(record for kind in RECORD_KEYS for record in tree.get(kind) or ()), *_official_counts(tree)]


def _rename_country(draft: Draft, old: str, new: str) -> Counter[str]:
    """Give a country another code or name, or write another country in its place.

    Raises:
        UsageError: one of them is unknown.
    """
    countries = draft.dossier.countries
    code, other = draft.code(old), draft.code(new)
    if code is None or code not in countries:
        raise unknown_value("country", old, sorted(country.name for country in countries.values()))
    entries = [tree["countries"] for tree in draft.trees if code in (tree.get("countries") or {})]
    if other is None and not entries:
        raise unknown_value("country", new, sorted({country.name for country in countries.values()}))
    is_own = bool(entries) and other in {None, code}
    spelt = {code if _CODE.fullmatch(new) else fold(countries[code].name)} if is_own else None
    changed: Counter[str] = Counter()
    for file, tree in zip(draft.files, draft.trees, strict=True):
        for holder, key in _naming_countries(tree):
            there = holder[key] if isinstance(holder[key], list) else [holder[key]]
            meant = [draft.code(text) == code and (not spelt or {text, fold(text)} & spelt) for text in there]
            if any(meant):
                changed[file.name] += 1
                named = [new if is_meant else text for text, is_meant in zip(there, meant, strict=True)]
                holder[key] = [*dict.fromkeys(named)] if isinstance(holder[key], list) else named[0]
        own = tree.get("countries") or {}
        if code in own:
            changed[file.name] += 1
            tree["countries"] = _with_other(own, code, new, is_own=is_own)
    return +changed


def _with_other(own: Fields, code: str, new: str, *, is_own: bool) -> Fields:
    """Return the countries that a dossier defines, with another code or name of one, or without it."""
    if not is_own:
        return {key: entry for key, entry in own.items() if key != code}
    if _CODE.fullmatch(new):
        return {new if key == code else key: entry for key, entry in own.items()}
    return {key: {**entry, "name": new} if key == code else entry for key, entry in own.items()}


def _naming_countries(tree: Fields) -> Iterator[tuple[Any, str]]:
    """Yield each part of a file that names countries, with the key under which it does."""
    records = [record for kind in RECORD_KEYS for record in tree.get(kind) or ()]
    groups = [*(tree.get("groups") or {}).values()]
    searched = [(tree.get("coverage") or {}).get("searched") or {}]
    for holder in (*records, *groups, *searched):
        yield from ((holder, key) for key in sorted(COUNTRY_KEYS & holder.keys()) if holder[key])


def _official_counts(tree: Fields) -> list[Any]:
    return (tree.get("coverage") or {}).get("official") or []


def _of(holder: Any, key: str) -> Iterator[tuple[Any, Any]]:
    if holder and holder.get(key):
        yield holder, key
