"""What a curator changed between two versions of a dossier: record by record, wherever they stand in the files.

Versions are compared as they were read, so that a country counts the same under any of its names. Records
are matched by what identifies them, which docs/curating.md states for each kind.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import product
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct, structs

from briefcli.dossier import queries
from briefcli.dossier.countries import iso_code, iso_country
from briefcli.dossier.model import Country, Event, Sector, Stance, Topic
from briefcli.dossier.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefcli.dossier.model import Dossier, Record

Value: TypeAlias = str | tuple[str, ...] | None

#: The lists whose order says nothing; that of concerns tells the main one.
_UNORDERED = {"aliases", "countries"}


class Edit(StrEnum):
    """What was done to a record."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class RecordKind(StrEnum):
    """What a difference is about, in the order of a dossier."""

    HEAD = "head"
    LEVEL = "level"
    CONCERN = "concern"
    SECTOR_TERM = "sector term"
    COUNTRY = "country"
    GRADE = "grade"
    SOURCE = "source"
    STANCE = "stance"
    TOPIC = "topic"
    SECTOR = "sector"
    EVENT = "event"


class Difference(Struct, frozen=True):
    """A record that was added or removed, or one changed field of a record that both versions have."""

    change: Edit
    kind: RecordKind
    record: str
    field: str | None = None
    old: Value = None
    new: Value = None


class _Entry(NamedTuple):
    """A record as it is compared; `identity` is what it is matched by, where that is not its name."""

    kind: RecordKind
    name: str
    fields: dict[str, Value]
    identity: tuple[object, ...] = ()


def differences_between(old: Dossier, new: Dossier) -> list[Difference]:
    """Return what leads from the old version to the new one, by kind and then by the names of the records."""
    groups: dict[object, tuple[list[_Entry], list[_Entry]]] = {}
    for side, entries in enumerate((_entries(old, new), _entries(new, old))):
        for entry in entries:
            matched_by = (entry.kind, entry.identity or entry.name)
            groups.setdefault(matched_by, ([], []))[side].append(entry)
    order = list(RecordKind)
    compared = [pair for group in groups.values() for pair in _compared(*group) if pair[1]]
    compared.sort(key=lambda pair: (order.index(pair[0].kind), fold(pair[0].name), str(pair)))
    return [difference for _, found in compared for difference in found]


def _compared(olds: list[_Entry], news: list[_Entry]) -> Iterator[tuple[_Entry, list[Difference]]]:
    """Pair the entries of one identity, the most alike first; what is left over was added or removed."""
    for old, new in sorted(product(olds, news), key=lambda pair: (len(_changes(*pair)), str(pair))):
        if old in olds and new in news:
            olds.remove(old)
            news.remove(new)
            yield new, _changes(old, new)
    for change, entries in ((Edit.REMOVED, olds), (Edit.ADDED, news)):
        for entry in entries:
            yield entry, [Difference(change, entry.kind, entry.name)]


def _changes(old: _Entry, new: _Entry) -> list[Difference]:
    told = [(field, old.fields.get(field), new.fields.get(field)) for field in {**old.fields, **new.fields}]
    return [Difference(Edit.CHANGED, new.kind, new.name, *field) for field in told if field[1] != field[2]]


def _entries(dossier: Dossier, other: Dossier) -> Iterator[_Entry]:
    """Return all that a version says, as it is compared with the other one."""
    yield _head(dossier, other)
    for level in dossier.levels:
        yield _Entry(RecordKind.LEVEL, level.id, _fields(level))
    for concern, label in dossier.terms.concerns.items():
        yield _Entry(RecordKind.CONCERN, concern, {"label": label})
    for sector, label in dossier.terms.sectors.items():
        yield _Entry(RecordKind.SECTOR_TERM, sector, {"label": label})
    for code, country in _own_countries(dossier):
        yield _Entry(RecordKind.COUNTRY, code, _fields(country))
    for kind, reliability in dossier.grades.items():
        yield _Entry(RecordKind.GRADE, str(kind), {"reliability": str(reliability)})
    for source in dossier.sources:
        # A letter of its own says nothing where it is that of its kind in both versions.
        usual = dossier.grades.get(source.kind) == other.grades.get(source.kind) == source.reliability
        fields = _fields(structs.replace(source, reliability=None) if usual else source)
        yield _Entry(RecordKind.SOURCE, source.id, fields)
    for record in queries.records(dossier):
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
        "levels": tuple(level.id for level in dossier.levels if level.id in common),
    }
    return _Entry(RecordKind.HEAD, dossier.id, fields, ("head",))


def _own_countries(dossier: Dossier) -> Iterator[tuple[str, Country]]:
    """Return what a dossier says of countries beside ISO, for the rest was filled in when it was read."""
    for code, country in dossier.countries.items():
        iso = iso_country(code) if iso_code(code) == code else None
        filled_in = {iso.name, *iso.aliases} if iso else set()
        aliases = tuple(alias for alias in country.aliases if alias not in filled_in)
        own = structs.replace(country, aliases=aliases)
        if iso is None or own != Country(name=iso.name):
            yield code, own


def _entry(dossier: Dossier, record: Record) -> _Entry:
    kind = RecordKind(type(record).__name__.lower())
    return _Entry(kind, _name(dossier, record), {**_fields(record), **_evidence(record)}, record.identity)


def _name(dossier: Dossier, record: Record) -> str:
    match record:
        case Stance():
            return f"{queries.name_of(dossier, record.country)}, since {record.since}"
        case Topic():
            return f"{_about(dossier, record.kind, record.countries)}: {record.title}"
        case Sector():
            since = f", since {record.since}" if record.since else ""
            about = _about(dossier, dossier.terms.sectors[record.sector], record.countries)
            return f"{about}: {record.initiative or record.outcome or ''}{since}"
        case Event():
            return f"{record.date}, {record.title}"


def _about(dossier: Dossier, what: str, countries: Sequence[str]) -> str:
    return ", ".join([what, *(queries.name_of(dossier, code) for code in sorted(countries))])


def _fields(part: Struct) -> dict[str, Value]:
    """Return the fields of a part of a dossier as text; the evidence is compared by source."""
    given = structs.asdict(part)
    return {name: _value(name, value) for name, value in given.items() if name not in {"evidence", "id"}}


def _value(name: str, value: object) -> Value:
    match value:
        case None:
            return None
        case tuple():
            texts = [str(part) for part in value]
            return tuple(sorted(texts) if name in _UNORDERED else texts)
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _evidence(record: Record) -> dict[str, Value]:
    """Return what each source says of a claim; one that is cited several times says several things."""
    cited: dict[str, list[str]] = {}
    for item in record.evidence:
        locator = f" ({item.locator})" if item.locator else ""
        note = f": {item.note}" if item.note else ""
        cited.setdefault(item.source, []).append(f"{item.verdict}{locator}{note}")
    told = [(f"evidence: {source}", sorted(texts)) for source, texts in sorted(cited.items())]
    return {field: texts[0] if len(texts) == 1 else tuple(texts) for field, texts in told}
