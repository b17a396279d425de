"""Compare two versions of a dossier, record by record, wherever the records are in the files.

Versions are compared as they were read, so that a country counts the same under any of its names. Records
are matched by what identifies them, which docs/curating.md states for each kind.
"""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from itertools import product
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from msgspec import Struct, structs

from briefcli.dossier.countries import english_code, iso_country
from briefcli.dossier.kinds import (
    COUNTRY_LISTS,
    RECORD_KEYS,
    RECORD_KINDS,
    SOURCE,
    STANCE,
    kind_of,
    stage_in_words,
)
from briefcli.dossier.model import (
    BottomLine,
    CountryType,
    Event,
    Fact,
    Sector,
    StageStep,
    Stance,
    Terms,
    Topic,
    Totals,
    Vote,
)
from briefcli.dossier.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefcli.dossier.model import Dossier, Record

Value: TypeAlias = str | tuple[str, ...] | None

#: The lists whose order has no meaning; the first concern is the main one.
_UNORDERED = {"aliases", *COUNTRY_LISTS}


class Edit(StrEnum):
    """What was done to a record."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REDATED = "re-dated"
    RENAMED = "renamed"


class HeadPart(StrEnum):
    """A part of a dossier before its records and sources."""

    HEAD = "head"
    LEVEL = "level"
    CONCERN = "concern"
    SECTOR_TERM = "sector term"
    ATTRIBUTE = "attribute"
    COUNTRY = "country"
    GROUP = "group"
    GRADE = "grade"


#: What a difference may be about, in the order of a dossier: parts of its head, sources, and kinds of records.
DIFFERING = (*map(str, HeadPart), SOURCE.word, *(kind.word for kind in RECORD_KINDS))


class Difference(Struct, frozen=True):
    """A record that was added or removed, or one changed field of a record that both versions have."""

    change: Edit
    kind: str
    record: str
    field: str | None = None
    old: Value = None
    new: Value = None


class _Entry(NamedTuple):
    """A record as it is compared; a written `id` and `identity` are what it is matched by, if not its name."""

    kind: str
    name: str
    fields: dict[str, Value]
    identity: tuple[object, ...] = ()
    id: str = ""


#: Two entries that are one record, the new one first, and the field without which they are alike.
_Pair: TypeAlias = tuple[str | None, _Entry, _Entry]
R = TypeVar("R", bound=Stance | Topic | Sector | Event | BottomLine | Fact | Vote)

#: Up to this number of entries of one identity, each is compared with each.
_BESIDE = 16
#: The fields by which a record is found, and what it is called to change them.
_MOVING = {
    "id": Edit.RENAMED,
    "since": Edit.REDATED,
    "date": Edit.REDATED,
    "title": Edit.RENAMED,
    "initiative": Edit.RENAMED,
    "outcome": Edit.RENAMED,
}


def differences_between(old: Dossier, new: Dossier) -> list[Difference]:
    """Return what leads from the old version to the new one, by kind and then by the names of the records."""
    renamed = _renamed_ids(old, new)
    old = _with_ids(old, new, renamed)
    groups: dict[object, tuple[list[_Entry], list[_Entry]]] = {}
    for side, entries in enumerate((_entries(old, new), _entries(new, old))):
        for entry in entries:
            matched_by = (entry.kind, entry.identity or entry.name)
            groups.setdefault(matched_by, ([], []))[side].append(entry)
    compared: list[_Pair] = [
        ("id", _Entry(kind, now, {"id": now}), _Entry(kind, was, {"id": was}))
        for kind, ids in renamed.items()
        for was, now in ids.items()
    ]
    compared += (pair for group in groups.values() for pair in _alike(*group))
    olds, news = ([entry for group in groups.values() for entry in group[side]] for side in (0, 1))
    compared += _moved(olds, news)
    found = [(entry, _changes(was, entry, moved)) for moved, entry, was in compared]
    found += [(entry, [Difference(Edit.REMOVED, entry.kind, entry.name)]) for entry in olds]
    found += [(entry, [Difference(Edit.ADDED, entry.kind, entry.name)]) for entry in news]
    found.sort(key=lambda pair: (DIFFERING.index(pair[0].kind), fold(pair[0].name), str(pair)))
    return [difference for _, differences in found for difference in differences]


def _alike(olds: list[_Entry], news: list[_Entry]) -> Iterator[_Pair]:
    """Take the entries of one identity in pairs: of one id, then without a change, then the most alike.

    Of many, only those that are near each other in the order of their texts are compared.
    """

    def unlike(pair: tuple[_Entry, _Entry]) -> tuple[bool, int, str]:
        old, new = pair
        return old.id != new.id, len(_changes(old, new)), str(pair)

    for same in (attrgetter("id"), lambda entry: str(entry.fields)):
        yield from ((None, *pair) for pair in _only(olds, news, same))
    olds.sort(key=str)
    news.sort(key=str)
    while olds and news:
        for old, new in sorted(product(olds[:_BESIDE], news[:_BESIDE]), key=unlike):
            if old in olds[:_BESIDE] and new in news[:_BESIDE]:
                olds.remove(old)
                news.remove(new)
                yield None, new, old


def _moved(olds: list[_Entry], news: list[_Entry]) -> Iterator[_Pair]:
    """Take what is left in pairs, where only two can be meant.

    They have one written id, or are alike in all but a date or a name, or are stances of one country of which one
    is dated more exactly.
    """
    yield from ((None, *pair) for pair in _only(olds, news, lambda entry: entry.id))
    for field in _MOVING:
        yield from ((field, *pair) for pair in _only(olds, news, partial(_rest, field)))
    yield from (("since", *pair) for pair in _only(olds, news, _country_and_year, _is_more_exact))


def _only(
    olds: list[_Entry],
    news: list[_Entry],
    key_of: Callable[[_Entry], str | None],
    fits: Callable[[_Entry, _Entry], bool] = lambda old, new: True,  # noqa: ARG005
) -> list[tuple[_Entry, _Entry]]:
    """Take the pairs that alone have one key, the new one first."""
    sharing: dict[object, tuple[list[_Entry], list[_Entry]]] = {}
    for side, entries in enumerate((olds, news)):
        for entry in entries:
            if key := key_of(entry):
                sharing.setdefault((entry.kind, key), ([], []))[side].append(entry)
    pairs = [
        (now[0], was[0]) for was, now in sharing.values() if len(was) == len(now) == 1 and fits(was[0], now[0])
    ]
    taken = {id(entry) for pair in pairs for entry in pair}
    for entries in (olds, news):
        entries[:] = [entry for entry in entries if id(entry) not in taken]
    return pairs


def _rest(field: str, entry: _Entry) -> str | None:
    return str({**entry.fields, "id": None, field: None}) if entry.fields.get(field) else None


def _country_and_year(entry: _Entry) -> str | None:
    return f"{entry.identity[0]} {str(entry.identity[1])[:4]}" if entry.kind == STANCE.word else None


def _is_more_exact(old: _Entry, new: _Entry) -> bool:
    was, now = str(old.fields["since"]), str(new.fields["since"])
    return was.startswith(now) or now.startswith(was)


def _renamed_ids(old: Dossier, new: Dossier) -> dict[str, dict[str, str]]:
    """Return the new ids of levels, terms and sources that have but another one, where only one can be meant."""
    return {
        HeadPart.LEVEL: _renamed({one.id: one for one in old.levels}, {one.id: one for one in new.levels}),
        HeadPart.CONCERN: _renamed(old.terms.concerns, new.terms.concerns),
        HeadPart.SECTOR_TERM: _renamed(old.terms.sectors, new.terms.sectors),
        HeadPart.ATTRIBUTE: _renamed(
            *({key: str(one) for key, one in of.attributes.items()} for of in (old, new))
        ),
        SOURCE.word: _renamed({one.id: one for one in old.sources}, {one.id: one for one in new.sources}),
    }


def _renamed(old: Mapping[str, Struct | str], new: Mapping[str, Struct | str]) -> dict[str, str]:
    gone, come = _by_content(old, new), _by_content(new, old)
    return {gone[what][0]: come[what][0] for what in gone if len(gone[what]) == len(come.get(what, ())) == 1}


def _by_content(entries: Mapping[str, Struct | str], others: Mapping[str, Struct | str]) -> dict[str, list[str]]:
    """Return the ids that the others lack, by their labels."""
    found: dict[str, list[str]] = {}
    for entry, what in entries.items():
        if entry not in others:
            found.setdefault(str(what if isinstance(what, str) else structs.replace(what, id="")), []).append(
                entry
            )
    return found


def _with_ids(dossier: Dossier, new: Dossier, renamed: Mapping[str, Mapping[str, str]]) -> Dossier:
    """Return a dossier with other ids of levels, terms, attributes and sources; of values those of the new one."""
    levels, concerns, sectors, attributes, sources = renamed.values()
    values = {
        key: _renamed(attribute.values, new.attributes[now].values)
        for key, attribute in dossier.attributes.items()
        if (now := attributes.get(key, key)) in new.attributes
    }
    if not any((*renamed.values(), *values.values())):
        return dossier
    new_ids = {"level": levels, "concerns": concerns, "sector": sectors, "attribute": attributes}

    def updated(record: R) -> R:
        cited = (structs.replace(item, source=sources.get(item.source, item.source)) for item in record.evidence)
        of_value = {"value": values.get(record.attribute, {})} if isinstance(record, Fact) else {}
        ids = {**new_ids, **of_value}
        terms = {key: _replaced(getattr(record, key), ids[key]) for key in kind_of(record).terms}
        return structs.replace(record, evidence=tuple(cited), **terms)

    records = {key: tuple(map(updated, getattr(dossier, key))) for key in RECORD_KEYS}
    return structs.replace(
        dossier,
        levels=tuple(structs.replace(one, id=levels.get(one.id, one.id)) for one in dossier.levels),
        terms=Terms(
            concerns={concerns.get(key, key): label for key, label in dossier.terms.concerns.items()},
            sectors={sectors.get(key, key): label for key, label in dossier.terms.sectors.items()},
        ),
        attributes={attributes.get(key, key): one for key, one in dossier.attributes.items()},
        sources=tuple(structs.replace(one, id=sources.get(one.id, one.id)) for one in dossier.sources),
        **records,
    )


def _replaced(value: str | tuple[str, ...], new_ids: Mapping[str, str]) -> str | tuple[str, ...]:
    """Return an id, or some ids, with new ones in place of those that have one."""
    if isinstance(value, str):
        return new_ids.get(value, value)
    return tuple(new_ids.get(one, one) for one in value)


def _changes(old: _Entry, new: _Entry, moved: str | None = None) -> list[Difference]:
    fields = [(field, old.fields.get(field), new.fields.get(field)) for field in {**old.fields, **new.fields}]
    return [
        Difference(_MOVING[field] if field == moved else Edit.CHANGED, new.kind, new.name, field, was, now)
        for field, was, now in fields
        if was != now
    ]


def _entries(dossier: Dossier, other: Dossier) -> Iterator[_Entry]:
    """Return the content of a version in the form that is compared."""
    yield _head(dossier, other)
    for level in dossier.levels:
        yield _Entry(HeadPart.LEVEL, level.id, _fields(level))
    for concern, label in dossier.terms.concerns.items():
        yield _Entry(HeadPart.CONCERN, concern, {"label": label})
    for sector, label in dossier.terms.sectors.items():
        yield _Entry(HeadPart.SECTOR_TERM, sector, {"label": label})
    for key, attribute in dossier.attributes.items():
        fields: dict[str, Value] = {"label": attribute.label}
        fields |= {f"value: {value}": label for value, label in attribute.values.items()}
        yield _Entry(HeadPart.ATTRIBUTE, key, fields)
    for code, country in _own_countries(dossier):
        yield _Entry(HeadPart.COUNTRY, code, country)
    for key, group in dossier.groups.items():
        yield _Entry(HeadPart.GROUP, key, _fields(group))
    for kind, reliability in dossier.grades.items():
        yield _Entry(HeadPart.GRADE, str(kind), {"reliability": str(reliability)})
    for source in dossier.sources:
        # A letter makes no difference if it is that of its kind in both versions.
        usual = dossier.grades.get(source.kind) == other.grades.get(source.kind) == source.reliability
        fields = _fields(structs.replace(source, reliability=None) if usual else source)
        yield _Entry(SOURCE.word, source.id, fields)
    for record in dossier.records:
        yield _entry(dossier, record)


def _head(dossier: Dossier, other: Dossier) -> _Entry:
    """Return the head, and the order of the levels that both versions have, for an added level moves none."""
    common = {level.id for level in other.levels}
    fields: dict[str, Value] = {
        "dossier": dossier.id,
        "title": dossier.title,
        "subject": dossier.subject,
        "as_of": dossier.as_of,
        "summary": dossier.summary,
        "rules": dossier.rules,
        "levels": tuple(level.id for level in dossier.levels if level.id in common),
        "format": None if dossier.format is None else str(dossier.format),
        **_coverage(dossier),
    }
    return _Entry(HeadPart.HEAD, dossier.id, fields, ("head",))


def _coverage(dossier: Dossier) -> dict[str, Value]:
    """Return what a dossier states about its coverage, each part under its path."""
    coverage = dossier.coverage
    if coverage is None:
        return {}
    fields: dict[str, Value] = {
        "coverage.complete": None if coverage.complete is None else str(coverage.complete).lower(),
        "coverage.of": f"{coverage.of.count} {coverage.of.what}" if coverage.of else None,
        "coverage.note": coverage.note,
    }
    for count in coverage.official:
        sources = ", ".join(item.source for item in count.evidence)
        fields[f"coverage.official: {count.date} {', '.join(count.levels)}"] = f"{count.count} ({sources})"
    if searched := coverage.searched:
        fields["coverage.searched.until"] = searched.until
        fields["coverage.searched.countries"] = tuple(sorted(searched.countries))
    return fields


def _own_countries(dossier: Dossier) -> Iterator[tuple[str, dict[str, Value]]]:
    """Return the countries of a dossier that differ from ISO; the rest was filled in when it was read."""
    for code, country in dossier.countries.items():
        iso = iso_country(code) if english_code(code) == code else None
        filled_in = {iso.name, *iso.aliases} if iso else set()
        aliases = tuple(alias for alias in country.aliases if alias not in filled_in)
        own = _fields(structs.replace(country, aliases=aliases))
        if country.type is (iso.type if iso else CountryType.BODY):
            del own["type"]
        if iso is None or own != {"name": iso.name, "aliases": ()}:
            yield code, own


def _entry(dossier: Dossier, record: Record) -> _Entry:
    kind = kind_of(record)
    made = record.id.startswith(f"{kind.word}-")  # from other fields of the record
    own = "" if made else record.id
    fields = {**_fields(record), **_evidence(record), "id": own or None}
    return _Entry(kind.word, kind.full_name(dossier, record), fields, kind.identity(record), own)


def _fields(part: Struct) -> dict[str, Value]:
    """Return the fields of a part of a dossier as text; the evidence is compared by source."""
    given = structs.asdict(part)
    return {name: _value(name, value) for name, value in given.items() if name not in {"evidence", "id"}}


def _value(name: str, value: object) -> Value:
    match value:
        case None:
            return None
        case Totals():
            return ", ".join(f"{key} {number}" for key, number in structs.asdict(value).items())
        case tuple():
            texts = [stage_in_words(part) if isinstance(part, StageStep) else str(part) for part in value]
            return tuple(sorted(texts) if name in _UNORDERED else texts)
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _evidence(record: Record) -> dict[str, Value]:
    """Return the verdicts of each source on a claim; a source that is cited several times has several."""
    cited: dict[str, list[str]] = {}
    for item in record.evidence:
        locator = f" ({item.locator})" if item.locator else ""
        note = f": {item.note}" if item.note else ""
        cited.setdefault(item.source, []).append(f"{item.verdict}{locator}{note}")
    fields = [(f"evidence: {source}", sorted(texts)) for source, texts in sorted(cited.items())]
    return {field: texts[0] if len(texts) == 1 else tuple(texts) for field, texts in fields}
