"""The rows of a table as changes of a dossier: each is a record that is there already, or a new one."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import structs

from briefcli.dossier.kinds import COUNTRY_LISTS, SOURCE, kind_named
from briefcli.dossier.model import Source, Totals
from briefcli.dossier.spelling import as_id
from briefcli.edit.cells import DATES, CellError, Meanings, Parsed, keys_under, parts_of
from briefcli.edit.draft import keys_of, put
from briefcli.edit.workbooks import column_letters
from briefcli.pages.fields import PARTNERS
from briefcli.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefcli.dossier.model import Record
    from briefcli.edit.cells import EvidenceCell
    from briefcli.edit.draft import Draft, Fields
    from briefcli.edit.table_files import Sheet
    from briefcli.edit.workbooks import Row
    from briefcli.problems import Problem

#: The options of the command line that are not called like their keys.
OPTIONS = {"concerns": "--concern", "countries": "--country", "follow_up": "--follow-up"}
#: How many faults are described: to find what a word was meant to be takes a while.
MAX_FAULTS = 20
#: The keys of a piece of cooperation that its stages tell, where it has those.
_BY_STAGES = {"stage", "since"}


class Intake:
    """What a table changes in a draft, and every reason why it cannot.

    With `clear` an empty cell removes what is there. New sources that say no kind have `kind_of_new`. A sheet
    without a name is the command line, which adds a record.
    """

    def __init__(
        self, draft: Draft, kind: str, sheet: Sheet, *, clear: bool = False, kind_of_new: str | None = None
    ) -> None:
        #: The first faults, and how many there are.
        self.faults: list[str] = []
        self.fault_count = 0
        #: How many rows are of other dossiers, and were passed over.
        self.others = 0
        self._draft, self._kind, self._sheet = draft, kind, sheet
        self._clear = clear
        self._meanings = Meanings(draft, kind)
        self._target = _Target(draft, kind, {"kind": Parsed(kind_of_new, kind_of_new)} if kind_of_new else {})
        self._columns: dict[str, int] = {}
        self._rows: dict[object, int] = {}  # the rows that were taken, by what tells a record from others
        self._origins: dict[int, int] = {}  # and by the record
        self._read_header()
        for row in sheet.rows if not self.fault_count else ():
            if (of := self._cell(row, "dossier")) and of != draft.dossier.id:
                self.others += 1
            elif (values := self._values(row)) is not None:
                self._take(row, values)

    @property
    def typed(self) -> bool:
        """Whether the record was typed on the command line, and stands in no table."""
        return not self._sheet.name

    def explained(self, problem: Problem) -> str:
        """Return a problem of the changed dossier with the row and column that it comes from, where it does."""
        fields, key = self._draft.origin_of(problem) or ({}, None)
        row = self._origins.get(id(fields))
        text = f"{problem.rule.slug}: {problem.message}; {problem.remedy}"
        return f"{self._place(row, key)}: {text}" if row else str(problem)

    def _read_header(self) -> None:
        header = self._sheet.header
        for place, key in enumerate(keys_under(self._kind, header.cells)):
            if isinstance(key, CellError):
                self._report(f"{self._place(header.number)}, column {column_letters(place)}", key)
            elif key:
                self._columns[key] = place

    def _cell(self, row: Row, key: str) -> str:
        place = self._columns.get(key, len(row.cells))
        return row.cells[place].strip() if place < len(row.cells) else ""

    def _values(self, row: Row) -> dict[str, Parsed] | None:
        """Return what the cells of a row mean that are not empty; None where one means nothing."""
        values = {}
        before = self.fault_count
        for key in self._columns:
            if (text := self._cell(row, key)) and key != "dossier":
                try:
                    attribute = self._cell(row, "attribute") if key == "value" else ""
                    values[key] = self._meanings.of(key, parts_of(key, text), attribute)
                except CellError as unclear:
                    hint = "" if self.typed or key not in DATES else "; format the column as text in a spreadsheet"
                    self._report(self._place(row.number, key), unclear, hint)
        return values if self.fault_count == before else None

    def _take(self, row: Row, values: Mapping[str, Parsed]) -> None:
        try:
            place = self._target.place_of(values)
            if place is not None and self.typed:
                there = getattr(self._draft.dossier, self._kind)[place].id
                msg = f"{there} is there already; `brief import` changes it"
                raise CellError(msg)  # noqa: TRY301 - one place tells where
            for key in [("place", place)] if place is not None else self._target.keys_of_new(values):
                if (other := self._rows.setdefault(key, row.number)) != row.number:
                    msg = f"row {other} is the same record"
                    raise CellError(msg)  # noqa: TRY301 - one place tells where
            empty = [key for key in self._columns if key not in values and key not in {"id", "dossier"}]
            if place is None:
                fields = self._target.add(values, empty)
            else:
                fields = self._target.changed(place, values, empty if self._clear else [])
        except CellError as unclear:
            self._report(self._place(row.number), unclear)
        else:
            self._origins[id(fields)] = row.number

    def _report(self, place: str, fault: CellError, hint: str = "") -> None:
        self.fault_count += 1
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(f"{place}: {fault}{hint}")

    def _place(self, row: int, key: str | None = None) -> str:
        if self.typed:
            option = f"--{key.replace('_', '-')}" if key else f"brief add {kind_named(self._kind).word}"
            return OPTIONS.get(key or "", option)
        place = self._columns.get(key or "")
        if place is None:
            return f"{self._sheet.name}, row {row}"
        heading = self._sheet.header.cells[place].strip()
        return f"{self._sheet.name}, row {row}, column {column_letters(place)} ({heading})"


class _Target:
    """The records of one kind in a draft, and what tells them apart."""

    def __init__(self, draft: Draft, kind: str, usual: Mapping[str, Parsed]) -> None:
        self._draft, self._kind, self._usual = draft, kind, usual
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
        """Return what tells a new record from others."""
        means = {key: value.value for key, value in values.items()}
        stage = means.get("since") if self._kind == "sectors" else None
        return [("id", means["id"])] if "id" in means else [(one, stage) for one in _identities(self._kind, means)]

    def changed(self, place: int, values: Mapping[str, Parsed], emptied: Sequence[str]) -> Fields:
        """Return a record with the values that are other than its own, and without those that were emptied.

        Raises:
            CellError: it cannot be without one of them, or tells its stages otherwise.
        """
        fields, means = self._fields[place], self._means(self._records[place])
        now = {**means, **{key: value.value for key, value in values.items()}}
        other = [key for key in values if key == "evidence" or now[key] != means[key]]
        if "id" in values and _identities(self._kind, now) != _identities(self._kind, means):
            other.append("id")  # or another one would be made
        if "stages" in fields and not _BY_STAGES.isdisjoint(other):
            _add_stage(fields["stages"], now)
        for key in other:
            if "stages" not in fields or key not in _BY_STAGES:
                self._write(fields, key, values[key])
        for key in emptied:
            if means[key] and ("stages" not in fields or key not in _BY_STAGES):
                self._empty(fields, key)
        return fields

    def add(self, values: Mapping[str, Parsed], emptied: Sequence[str]) -> Fields:
        """Return a new record, which stands where its like do.

        Raises:
            CellError: it lacks what a record must have.
        """
        fields: Fields = {}
        if self._kind == "sources" and "id" not in values:
            fields["id"] = self._made_id(values)
        for key, value in {**self._usual, **values}.items():
            self._write(fields, key, value)
        if "countries" in emptied and self._kind in {"topics", "sectors"}:
            put(self._kind, fields, "countries", [])
        if missing := [key for key in _required(self._kind) if key not in fields]:
            msg = f"a new {kind_named(self._kind).word} needs {' and '.join(missing)}"
            if "countries" in missing:
                msg += f"; in place of countries it may have {PARTNERS!r}"
            raise CellError(msg)
        if "reliability" in fields and fields["reliability"] == self._draft.dossier.grades.get(fields["kind"]):
            del fields["reliability"]
        self._draft.add(self._kind, fields)
        self._taken.add(fields.get("id"))
        return fields

    def _means(self, record: Record | Source) -> dict[str, Any]:
        """Return what a record has under each of its keys, as a cell means it."""
        means = {key: _meant(getattr(record, key)) for key in keys_of(self._kind)}
        if isinstance(record, Source):
            means["reliability"] = str(self._draft.dossier.reliability_of(record))
        for key in COUNTRY_LISTS & means.keys():
            means[key] = tuple(sorted(means[key]))
        return means

    def _write(self, fields: Fields, key: str, value: Parsed) -> None:
        """Write a value into a record; what of a list is there already stays as it stands."""
        written = value.written
        old = fields.get(key)
        if key == "evidence":
            written = _cited(old or [], value.value)
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
        if key == "countries" and key in _required(self._kind):
            put(self._kind, fields, key, [])
        elif key in _required(self._kind):
            msg = f"{key} cannot be empty"
            raise CellError(msg)
        else:
            fields.pop(key, None)

    def _made_id(self, values: Mapping[str, Parsed]) -> str:
        """Return an id for a new source: its publisher and its date, and a number where that is taken.

        A publisher whose name has none of the letters of an id is called by the host of the address.
        """
        publisher, url, date = (values[key].value if key in values else "" for key in ("publisher", "url", "date"))
        who = as_id(publisher) or as_id(_host(url)) or "source"
        name = f"{who}-{date}" if date else who
        number = self._numbers.get(name, 1)
        while (free := f"{name}-{number}" if number > 1 else name) in self._taken:
            number += 1
        self._numbers[name] = number
        return free


def _host(url: str) -> str:
    with suppress(ValueError):
        return (urlsplit(url).hostname or "").removeprefix("www.")
    return ""


@cache
def _required(kind: str) -> list[str]:
    names = {field.name for field in structs.fields(kind_named(kind).struct) if field.required}
    return [key for key in keys_of(kind) if key in names]


def _identities(list_key: str, means: Mapping[str, Any]) -> list[object]:
    """Return what identifies a record of such values beside its id; nothing where some of that is missing."""
    kind = kind_named(list_key)
    values = SimpleNamespace(**{**dict.fromkeys(kind.struct.__struct_fields__), **means})
    identity = kind.identity(values)
    found: list[object] = [identity] if None not in identity else []
    return [values.url, *found] if kind is SOURCE and values.url else found


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


def _cited(old: Sequence[Any], wanted: Sequence[EvidenceCell]) -> list[Any]:
    """Return evidence that cites what is wanted; what is there already stays, with its note and locator."""
    items = [item if isinstance(item, dict) else {"source": item} for item in old]
    places: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        places[item["source"]].append(place)
    kept: dict[int, Any] = {}
    new = []
    for one in wanted:
        same = [place for place in places[one.source] if place not in kept]
        alike = [place for place in same if items[place].get("verdict", "supports") == one.verdict]
        if not same:
            new.append(one.written())
            continue
        place = (alike or same)[0]
        if alike and one.note in {None, items[place].get("note")}:
            kept[place] = old[place]
        else:
            kept[place] = one.written(items[place])
    return [kept[place] for place in sorted(kept)] + new


def _add_stage(stages: list[dict[str, str]], now: Mapping[str, Any]) -> None:
    """Add the stage that a piece of cooperation has come to since."""
    if not now["since"] or now["since"] <= stages[-1]["since"] or now["stage"] == stages[-1]["stage"]:
        msg = "its stages stand in the dossier; give the new one and a later since, or change them there"
        raise CellError(msg)
    stages.append({"stage": now["stage"], "since": now["since"]})
