"""The records that the rows of a table mean: which one each row means, how it changes, and new ones."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from functools import cache
from operator import itemgetter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import msgpack, structs

from briefcli.dossier.kinds import COUNTRY_LISTS, SOURCE, kind_named
from briefcli.dossier.model import Source, Totals
from briefcli.dossier.spelling import as_id
from briefcli.edit.cells import CellError, Parsed
from briefcli.edit.draft import keys_of, put
from briefcli.pages.fields import PARTNERS
from briefcli.reading.urls import page_of
from briefcli.wording import all_of, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefcli.dossier.model import Record
    from briefcli.edit.cells import EvidenceCell
    from briefcli.edit.draft import Draft, Fields

#: The keys that `stages` of a piece of cooperation replace.
_BY_STAGES = {"stage", "since"}


class Target:
    """The records of one kind in a draft, with their identities."""

    def __init__(self, draft: Draft, kind: str) -> None:
        self._draft, self._kind = draft, kind
        self._fields = draft.rows_of(kind)
        self._records: Sequence[Record | Source] = getattr(draft.dossier, kind)
        self._taken = {fields.get("id") for fields in self._fields}
        self._numbers: dict[str, int] = {}  # that the ids of new sources of a name and day have come to
        self._by_id = {record.id: place for place, record in enumerate(self._records)}
        self._alike: dict[object, list[int]] = defaultdict(list)
        for place, record in enumerate(self._records):
            for identity in _identities(kind, self._means(record)):
                self._alike[identity].append(place)

    def place_of(self, values: Mapping[str, Parsed]) -> int | None:
        """Return which record is meant, by its id or else by what identifies it; None for a new one.

        Raises:
            CellError: several may be meant.
        """
        means = {key: value.value for key, value in values.items()}
        named = means.get("id")
        if named in self._by_id:
            return self._by_id[named]
        found = [place for identity in _identities(self._kind, means)[:1] for place in self._alike[identity]]
        if named:  # what has another id in the file is another record
            found = [place for place in found if "id" not in self._fields[place]]
        if len(found) > 1:  # one piece of cooperation may have a record for each of its stages
            found = [
                place for place in found if getattr(self._records[place], "since", None) == means.get("since")
            ]
        if len(found) > 1:
            msg = f"this may be any of {listed([self._records[place].id for place in found])}; give it an id"
            raise CellError(msg)
        return found[0] if found else None

    def keys_of_new(self, values: Mapping[str, Parsed]) -> list[object]:
        """Return the identities of a new record."""
        means = {key: value.value for key, value in values.items()}
        stage = means.get("since") if self._kind == "sectors" else None
        return [("id", means["id"])] if "id" in means else [(one, stage) for one in _identities(self._kind, means)]

    def record(self, place: int) -> Record | Source:
        """Return a record by its place in the dossier."""
        return self._records[place]

    def changed(
        self, place: int, values: Mapping[str, Parsed], emptied: Sequence[str], *, whole: bool = False
    ) -> tuple[Fields, bool]:
        """Return a record with other values and without emptied ones, and whether that changes it.

        With `whole` the cell of the evidence has all its notes, and those that it does not have are removed.

        Raises:
            CellError: one of them is required, or it contradicts the stages.
        """
        fields, means = self._fields[place], self._means(self._records[place])
        before = msgpack.encode(fields)
        now = {**means, **{key: value.value for key, value in values.items()}}
        other = [key for key in values if key == "evidence" or now[key] != means[key]]
        if "id" in values and _identities(self._kind, now) != _identities(self._kind, means):
            other.append("id")  # or another one would be made
        if "stages" in fields and not _BY_STAGES.isdisjoint(other):
            _add_stage(fields["stages"], now)
        for key in other:
            if "stages" not in fields or key not in _BY_STAGES:
                self._write(fields, key, values[key], whole=whole)
        for key in emptied:
            if means[key] and ("stages" not in fields or key not in _BY_STAGES):
                self._empty(fields, key)
        return fields, msgpack.encode(fields) != before

    def add(self, values: Mapping[str, Parsed], emptied: Sequence[str]) -> Fields:
        """Return a new record, placed among records of its kind.

        Raises:
            CellError: it lacks what a record must have.
        """
        fields: Fields = {}
        if self._kind == "sources" and "id" not in values:
            fields["id"] = self._made_id(values)
        for key, value in values.items():
            self._write(fields, key, value)
        if "countries" in emptied and self._has_partners:
            put(self._kind, fields, "countries", [])
        if missing := [key for key in required_keys(self._kind) if key not in fields]:
            raise CellError(self.needs(missing))
        if "reliability" in fields and fields["reliability"] == self._draft.dossier.grades.get(fields["kind"]):
            del fields["reliability"]
        self._draft.add(self._kind, fields)
        self._taken.add(fields.get("id"))
        return fields

    def missing(self, values: Mapping[str, Parsed], emptied: Sequence[str]) -> list[str]:
        """Return what a new record must have and lacks."""
        there = {"id", *values, *({"countries"} & {*emptied} if self._has_partners else ())}
        return [key for key in required_keys(self._kind) if key not in there]

    def needs(self, missing: Sequence[str]) -> str:
        """Return the message for a new record that lacks something."""
        hint = f"; in place of countries it may have {PARTNERS!r}" if "countries" in missing else ""
        return f"a new {kind_named(self._kind).word} needs {all_of(missing)}{hint}"

    @property
    def _has_partners(self) -> bool:
        """Whether a record of the kind may be of no country in particular."""
        return self._kind in {"topics", "sectors"}

    def _means(self, record: Record | Source) -> dict[str, Any]:
        """Return what a record has under each of its keys, as a cell means it."""
        means = {key: _meant(getattr(record, key)) for key in keys_of(self._kind)}
        if isinstance(record, Source):
            means["reliability"] = str(self._draft.dossier.reliability_of(record))
        return means

    def _write(self, fields: Fields, key: str, value: Parsed, *, whole: bool = False) -> None:
        """Write a value into a record; existing items of a list stay as they are."""
        written = value.written
        old = fields.get(key)
        if key == "evidence":
            written = _cited(old or [], value.value, whole=whole)
        elif key in COUNTRY_LISTS and old:
            codes = {self._draft.code(country) for country in old}
            named = set(value.value)
            written = [country for country in old if self._draft.code(country) in named]
            written += [country for country in value.written if self._draft.code(country) not in codes]
        elif isinstance(old, str) and old.endswith("\n"):
            written += "\n"
        if key == "follow_up" and written == "false":
            fields.pop(key, None)
        elif written != old:
            put(self._kind, fields, key, written)

    def _empty(self, fields: Fields, key: str) -> None:
        if key == "countries" and key in required_keys(self._kind):
            put(self._kind, fields, key, [])
        elif key in required_keys(self._kind):
            msg = f"{key} cannot be empty"
            raise CellError(msg)
        else:
            fields.pop(key, None)

    def _made_id(self, values: Mapping[str, Parsed]) -> str:
        """Return an id for a new source: its publisher and its date, and a number where that is taken.

        A publisher whose name has none of the letters of an id is called by the host of the address.
        """
        publisher, url, date = (values[key].value if key in values else "" for key in ("publisher", "url", "date"))
        who = as_id(publisher) or as_id(host_of(url)) or "source"
        name = f"{who}-{date}" if date else who
        number = self._numbers.get(name, 1)
        while (free := f"{name}-{number}" if number > 1 else name) in self._taken:
            number += 1
        self._numbers[name] = number
        return free


def host_of(url: str) -> str:
    """Return the host of an address without "www."; empty if it has none."""
    with suppress(ValueError):
        return (urlsplit(url).hostname or "").removeprefix("www.")
    return ""


@cache
def required_keys(kind: str) -> list[str]:
    """Return the keys that a record of a kind must have."""
    names = {field.name for field in structs.fields(kind_named(kind).struct) if field.required}
    return [key for key in keys_of(kind) if key in names]


def _identities(list_key: str, means: Mapping[str, Any]) -> list[object]:
    """Return what identifies a record of such values beside its id; nothing where some of that is missing."""
    kind = kind_named(list_key)
    values = SimpleNamespace(**{**dict.fromkeys(kind.struct.__struct_fields__), **means})
    identity = kind.identity(values)
    found: list[object] = [identity] if None not in identity else []
    return [page_of(values.url), *found] if kind is SOURCE and values.url else found


def _meant(value: Any) -> Any:
    match value:
        case bool():
            return str(value).lower()
        case None | tuple():
            return value
        case Totals():
            return {key: str(number) for key, number in structs.asdict(value).items()}
        case _:
            return str(value).strip()


def _cited(old: Sequence[Any], wanted: Sequence[EvidenceCell], *, whole: bool) -> list[Any]:
    """Return evidence that cites the given sources; existing evidence keeps its note and locator.

    If the given evidence is the `whole`, it sets the order, and a note that it does not have is removed.
    """
    items = [item if isinstance(item, dict) else {"source": item} for item in old]
    places: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        places[item["source"]].append(place)
    used: set[int] = set()
    cited: list[tuple[int, Any]] = []  # each with its place in the order
    for number, one in enumerate(wanted):
        same = [place for place in places[one.source] if place not in used]
        alike = [place for place in same if items[place].get("verdict", "supports") == one.verdict]
        if not same:
            cited.append((number if whole else len(old) + number, one.written()))
            continue
        place = (alike or same)[0]
        used.add(place)
        note = items[place].get("note")
        stays = alike and (one.note == note or (one.note is None and not whole))
        was = {key: value for key, value in items[place].items() if key != "note" or not whole}
        cited.append((number if whole else place, old[place] if stays else one.written(was)))
    return [item for _, item in sorted(cited, key=itemgetter(0))]


def _add_stage(stages: list[dict[str, str]], now: Mapping[str, Any]) -> None:
    """Add the stage that a piece of cooperation has come to since."""
    if not now["since"] or now["since"] <= stages[-1]["since"] or now["stage"] == stages[-1]["stage"]:
        msg = "its stages are in the dossier; give the new one with a later since, or change them there"
        raise CellError(msg)
    stages.append({"stage": now["stage"], "since": now["since"]})
