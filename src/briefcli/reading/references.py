"""Rules on names: ids, what refers to them, what nothing refers to, and what is there twice."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from briefcli.dossier.countries import english_code, fold_country, iso_country, suggest_countries
from briefcli.dossier.kinds import identity, kind_of, named_countries
from briefcli.dossier.model import RESERVED_ID, Stance
from briefcli.dossier.regions import regions
from briefcli.dossier.spelling import fold
from briefcli.problems import Finding, Rule, quoted
from briefcli.reading.records import citing, official_counts, records
from briefcli.reading.urls import page_of
from briefcli.wording import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from briefcli.dossier.model import Dossier, Record
    from briefcli.problems import TreePath

    _Defined: TypeAlias = dict[str, TreePath]

#: How often unknown words are compared with others, which takes about a second.
_COMPARISONS = 50_000


def _id_not_reserved(dossier: Dossier) -> Iterator[Finding]:
    if dossier.id == RESERVED_ID:
        yield Finding(Rule.VALUE, ("dossier",), f"{RESERVED_ID!r} means all dossiers", "choose another id")


def _unique_ids(dossier: Dossier) -> Iterator[Finding]:
    levels: list[tuple[TreePath, str]] = [
        (("levels", index), level.id) for index, level in enumerate(dossier.levels)
    ]
    others: list[tuple[TreePath, str]] = [
        *((("sources", index), source.id) for index, source in enumerate(dossier.sources)),
        *((path, record.id) for path, record in records(dossier) if record.id),
    ]
    for named in (levels, others):
        seen: dict[str, TreePath] = {}
        for path, entry_id in named:
            first = seen.setdefault(entry_id, path)
            if first != path:
                message = f"{quoted(entry_id)} is also the id of one of the {first[0]}"
                yield Finding(Rule.DUPLICATE_ID, (*path, "id"), message, first=(*first, "id"))


def _unique_records(dossier: Dossier) -> Iterator[Finding]:
    alike: dict[object, list[tuple[TreePath, Record]]] = defaultdict(list)
    for path, record in records(dossier):
        alike[type(record), identity(record)].append((path, record))
    for same in alike.values():
        if len(same) > 1:
            seen: dict[object, TreePath] = {}
            for path, record in same:
                first = seen.setdefault(kind_of(record).variant(record), path)
                if first != path:
                    message = f"an earlier one of the {path[0]} is the same"
                    yield Finding(Rule.DUPLICATE_RECORD, path, message, first=first)


def _one_address_each(dossier: Dossier) -> Iterator[Finding]:
    seen: dict[object, TreePath] = {}
    for index, source in enumerate(dossier.sources):
        if source.url is not None:
            path = ("sources", index, "url")
            first = seen.setdefault(page_of(source.url), path)
            if first != path:
                yield Finding(Rule.SAME_ADDRESS, path, "another source has the same address", first=first)


def _countries_resolve(dossier: Dossier) -> Iterator[Finding]:
    suggest = _Suggestions(
        lambda given: suggest_countries(given, dossier.countries), 2 * (len(dossier.countries) + 280)
    )
    for path, record in records(dossier):
        for key, place, country in named_countries(record):
            if country not in dossier.countries:
                where = (*path, key) if place is None else (*path, key, place)
                yield _unknown(Rule.COUNTRY, where, country, suggest, "not a known country")
    for path, countries in _lists_of_countries(dossier):
        for index, country in enumerate(countries):
            if country not in dossier.countries:
                yield _unknown(Rule.COUNTRY, (*path, index), country, suggest, "not a known country")


def _lists_of_countries(dossier: Dossier) -> Iterator[tuple[TreePath, tuple[str, ...]]]:
    """Yield the lists of countries in the head, each with its path."""
    for key, group in dossier.groups.items():
        yield ("groups", key, "countries"), group.countries
    if dossier.coverage and dossier.coverage.searched:
        yield ("coverage", "searched", "countries"), dossier.coverage.searched.countries


def _sources_resolve(dossier: Dossier) -> Iterator[Finding]:
    ids = {source.id: source.title for source in dossier.sources}
    suggest = _suggestions_of(ids)

    @cache
    def by_page() -> dict[object, str]:
        return {page_of(source.url): source.id for source in dossier.sources if source.url}

    for path, record in citing(dossier):
        for index, item in enumerate(record.evidence):
            if item.source not in ids:
                place = (*path, "evidence", index, "source")
                finding = _unknown(Rule.SOURCE, place, item.source, suggest, "not the id of a source")
                known = by_page().get(page_of(item.source)) if "://" in item.source else None
                yield finding._replace(remedy=f"write {known}") if known else finding


def _terms_resolve(dossier: Dossier) -> Iterator[Finding]:
    levels = {level.id: level.label for level in dossier.levels}
    concerns, sectors = dossier.terms.concerns, dossier.terms.sectors
    like_a_level, like_a_concern, like_a_sector = map(_suggestions_of, (levels, concerns, sectors))
    for number, stance in enumerate(dossier.stances):
        path = ("stances", number)
        if stance.level not in levels:
            yield _unknown(Rule.LEVEL, (*path, "level"), stance.level, like_a_level, "not the id of a level")
        for index, concern in enumerate(stance.concerns):
            if concern not in concerns:
                where = (*path, "concerns", index)
                yield _unknown(Rule.CONCERN, where, concern, like_a_concern, "not the id of a concern")
    for at_count, counted in official_counts(dossier):
        for index, level in enumerate(counted.levels):
            if level not in levels:
                place = (*at_count, "levels", index)
                yield _unknown(Rule.LEVEL, place, level, like_a_level, "not the id of a level")
    for number, record in enumerate(dossier.sectors):
        if record.sector not in sectors:
            at = ("sectors", number, "sector")
            yield _unknown(Rule.SECTOR, at, record.sector, like_a_sector, "not the id of a sector")
    yield from _facts_resolve(dossier)


def _facts_resolve(dossier: Dossier) -> Iterator[Finding]:
    attributes = dossier.attributes
    suggest = _suggestions_of({key: attribute.label for key, attribute in attributes.items()})
    for number, fact in enumerate(dossier.facts):
        path = ("facts", number)
        if fact.attribute not in attributes:
            what = "not the id of an attribute"
            yield _unknown(Rule.ATTRIBUTE, (*path, "attribute"), fact.attribute, suggest, what)
        elif fact.value not in (values := attributes[fact.attribute].values):
            what = f"not a value of the attribute {fact.attribute!r}"
            remedy = f"write one of {', '.join(values)}, or define it under attributes"
            near = _suggestions_of(values)(fact.value)
            remedy = f"{did_you_mean(near)} If not, {remedy}" if near else remedy
            yield Finding(Rule.ATTRIBUTE_VALUE, (*path, "value"), f"{quoted(fact.value)} is {what}", remedy)


class _Suggestions:
    """What unknown words were most likely meant to be, for the first of them.

    Each is compared with all the words that there are, which a dossier of many unknown ones must not make last.
    """

    def __init__(self, suggest: Callable[[str], tuple[str, ...]], words: int) -> None:
        self._suggest = suggest
        self._words = words
        self._near: dict[str, tuple[str, ...]] = {}

    def __call__(self, given: str) -> tuple[str, ...]:
        if given not in self._near and len(self._near) * self._words < _COMPARISONS:
            self._near[given] = self._suggest(given)
        return self._near.get(given, ())


def _suggestions_of(labels: Mapping[str, str]) -> _Suggestions:
    """Return what suggests the nearest of some ids, or the id of what bears the label that was given."""

    @cache
    def ids() -> dict[str, str]:
        return {fold(label): entry_id for entry_id, label in labels.items()}

    def suggest(given: str) -> tuple[str, ...]:
        near = ids().get(fold(given)) or nearest(given, labels)
        return (near,) if near else ()

    return _Suggestions(suggest, len(labels))


def _unknown(rule: Rule, path: TreePath, given: str, suggest: _Suggestions, what: str) -> Finding:
    near = suggest(given)
    remedy = f"{did_you_mean(near)} If not, {rule.remedy}" if near else None
    return Finding(rule, path, f"{quoted(given)} is {what}", remedy)


def _groups_apart(dossier: Dossier) -> Iterator[Finding]:
    """Find groups whose id or label is that of another one, or of a region of the world."""
    owners = {fold(name): f"the region {name}" for name in regions()} if dossier.groups else {}
    for key, group in dossier.groups.items():
        for name in {fold(key): key, fold(group.label): group.label}.values():
            owner = owners.setdefault(fold(name), f"the group {quoted(key)}")
            if owner != f"the group {quoted(key)}":
                message = f"{quoted(name)} also means {owner}"
                yield Finding(Rule.DUPLICATE_ID, ("groups", key), message, "choose another name", on_key=True)


def _named_once(dossier: Dossier) -> Iterator[Finding]:
    for path, record in records(dossier):
        lists: dict[str, tuple[tuple[str, ...], ...]] = {
            "evidence": tuple((item.source, item.verdict, item.locator or "") for item in record.evidence)
        }
        if isinstance(record, Stance):
            lists["concerns"] = tuple((concern,) for concern in record.concerns)
        elif kind_of(record).country_keys == ("countries",):
            lists["countries"] = tuple((country,) for country in record.countries)
        for key, items in lists.items():
            yield from _twice((*path, key), items)
    for path, countries in _lists_of_countries(dossier):
        yield from _twice(path, [(country,) for country in countries])
    for path, counted in official_counts(dossier):
        yield from _twice((*path, "levels"), [(level,) for level in counted.levels])


def _twice(path: TreePath, items: Iterable[tuple[str, ...]]) -> Iterator[Finding]:
    seen: set[tuple[str, ...]] = set()
    for index, item in enumerate(items):
        if item in seen:
            yield Finding(Rule.DUPLICATE_ITEM, (*path, index), f"{quoted(item[0])} is named twice")
        seen.add(item)


def _countries_apart(dossier: Dossier) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for code, country in dossier.countries.items():
        for name in (country.name, *country.aliases):
            other = english_code(name) or code
            if other == code:
                other = owners.setdefault(fold_country(name), code)
            if other != code:
                owner = dossier.countries[other] if other in dossier.countries else iso_country(other)
                message = f"{quoted(name)} is also a name of {other}, {owner.name}"
                alone = name == country.name and english_code(name) == other
                remedy = f"leave the entry out and write {other}" if alone else "choose another name"
                yield Finding(Rule.DUPLICATE_ID, ("countries", code), message, remedy, on_key=True)


def _codes_apart(dossier: Dossier) -> Iterator[Finding]:
    """Find codes that also mean another country of ISO 3166, such as its alpha-3 code."""
    for code in dossier.countries:
        other = english_code(code) or code
        if other != code:
            message = f"{quoted(code)} also means {other}, {iso_country(other).name}"
            yield Finding(Rule.ANOTHER_COUNTRY, ("countries", code), message, on_key=True)


def _all_used(dossier: Dossier) -> Iterator[Finding]:
    """Find what nothing refers to, unless an unknown reference may be a misspelling of it."""
    sources: _Defined = {source.id: ("sources", index) for index, source in enumerate(dossier.sources)}
    concerns: _Defined = {concern: ("terms", "concerns", concern) for concern in dossier.terms.concerns}
    sectors: _Defined = {sector: ("terms", "sectors", sector) for sector in dossier.terms.sectors}
    attributes: _Defined = {key: ("attributes", key) for key in dossier.attributes}
    levels: _Defined = {level.id: ("levels", index) for index, level in enumerate(dossier.levels)}
    cited = {item.source for _, record in citing(dossier) for item in record.evidence}
    named = {concern for stance in dossier.stances for concern in stance.concerns}
    stated = {fact.attribute for fact in dossier.facts}
    worked = {record.sector for record in dossier.sectors}
    taken = {stance.level for stance in dossier.stances} or set(levels)
    uses = (
        (Rule.UNUSED_SOURCE, sources, cited, "no record cites"),
        (Rule.UNUSED_CONCERN, concerns, named, "no stance has the concern"),
        (Rule.UNUSED_SECTOR, sectors, worked, "no record has the sector"),
        (Rule.UNUSED_ATTRIBUTE, attributes, stated, "no fact has the attribute"),
        (Rule.UNUSED_LEVEL, levels, taken, "no stance is at"),
    )
    for rule, defined, used, message in uses:
        unused = [(entry, path) for entry, path in defined.items() if entry not in used]
        if unused and not used and not dossier.stances:
            (*where, _) = unused[0][1]
            text = f"there is no stance yet, and no record uses the {where[-1]}"
            yield Finding(Rule.NOT_YET_USED, tuple(where), text, on_key=True)
        elif used <= defined.keys():
            yield from (Finding(rule, path, f"{message} {quoted(entry)}", on_key=True) for entry, path in unused)


ERRORS = (
    _id_not_reserved,
    _unique_ids,
    _unique_records,
    _countries_resolve,
    _sources_resolve,
    _terms_resolve,
    _countries_apart,
    _groups_apart,
)
WARNINGS = (_one_address_each, _named_once, _codes_apart, _all_used)
