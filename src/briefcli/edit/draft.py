"""The files of a dossier as they would be after some changes, which count only if they are sound."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from msgspec import msgpack

from briefcli.dossier.countries import CountryIndex, iso_country
from briefcli.dossier.dates import PartialDate, has_begun
from briefcli.dossier.kinds import COUNTRY_KEYS, KINDS, LIST_KEYS, kind_named
from briefcli.dossier.spelling import as_id, fold
from briefcli.edit import style
from briefcli.edit.placing import FileChoice, merged
from briefcli.edit.splice import spliced
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import read_for_change
from briefcli.reading.yamltext import YamlFile

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefcli.dossier.model import Dossier
    from briefcli.problems import Problem

#: The content of a record or file: the texts, lists and mappings under its keys.
Fields: TypeAlias = dict[str, Any]


class FileLine(NamedTuple):
    """The file and line of something."""

    file: str
    line: int


class Changed(NamedTuple):
    """A dossier after its changes: the files that are new or different, what all of them say, and new problems."""

    files: tuple[DossierFile, ...]
    dossier: Dossier
    problems: list[Problem]


class Draft:
    """The files of a dossier, and what is to be changed in them.

    `trees` contains the content of each file, changed in place. The dossier may have errors of reference.

    Raises:
        DossierError: the dossier cannot be read as it is.
    """

    def __init__(self, files: Sequence[DossierFile], name: str, today: datetime.date | None = None) -> None:
        self._today = today or datetime.date.today()  # noqa: DTZ011 - the day of the curator
        self.dossier, self.problems = read_for_change(files, name, self._today)
        self.files = list(files)
        self._read = [YamlFile(file.data, file.name) for file in files]
        self.trees: list[Fields] = [file.tree if isinstance(file.tree, dict) else {} for file in self._read]
        self._before = list(map(msgpack.encode, self.trees))
        self._files = list(files)  # and those that are new
        self._names = {file.name for file in files}
        self._name = name
        self._index = CountryIndex(self.dossier.countries)
        self._new: dict[tuple[int, str], list[Fields]] = defaultdict(
            list
        )  # by the number of the file, and the kind
        self._added: set[int] = set()
        self._written: list[DossierFile] = []
        self._again: dict[int, YamlFile] = {}

    def rows_of(self, kind: str) -> list[Fields]:
        """Return the content of the records of a kind, in the order of the dossier."""
        return [fields for tree in self.trees for fields in tree.get(kind) or ()]

    def code(self, country: str) -> str | None:
        """Return the code of a country by any of its names."""
        return self._index.code(country)

    def spelt(self, code: str) -> str:
        """Return how the files write a country: as they do most, else by its code or its name like the others."""
        if own := self._spellings.get(code):
            return own.most_common(1)[0][0]
        known = self.dossier.countries.get(code) or iso_country(code)
        return code if self._writes_codes else known.name

    def places(self) -> dict[str, FileLine]:
        """Return the place of each record and source, by its id."""
        found: dict[str, FileLine] = {}
        for kind in LIST_KEYS:
            records = iter(getattr(self.dossier, kind))
            for file, tree in zip(self._read, self.trees, strict=True):
                for index, _ in enumerate(tree.get(kind) or ()):
                    found[next(records).id] = FileLine(file.name, file.place((kind, index)).line)
        return found

    def mark_reviewed(self, stances: Collection[str], day: PartialDate) -> int:
        """Set `reviewed` of stances, by their ids, to a day, and return of how many; a later day stays."""
        marked = 0
        for stance, fields in zip(self.dossier.stances, self.rows_of("stances"), strict=True):
            if stance.id in stances and (stance.reviewed or "") < day:
                put("stances", fields, "reviewed", str(day))
                marked += 1
        return marked

    def move_as_of(self, day: str) -> int:
        """Set the day of the dossier, and remove `follow_up` from the records up to it; return from how many."""
        for tree in self.trees:
            if "as_of" in tree:
                tree["as_of"] = day
        passed = 0
        for kind in (kind for kind in KINDS if "follow_up" in kind.struct.__struct_fields__):
            for record, fields in zip(
                getattr(self.dossier, kind.list_key), self.rows_of(kind.list_key), strict=True
            ):
                if record.follow_up and has_begun(record.date, PartialDate(day)):
                    del fields["follow_up"]
                    passed += 1
        return passed

    def add(self, kind: str, fields: Fields) -> None:
        """Add a new record, which `changed` puts among records of its kind."""
        countries = self._about(fields)
        file, is_known = self._choice.best(kind, countries)
        if kind == "stances" and not is_known and self._has_file_by_country:
            file = self._new_file(fields["country"], file)
        self._choice.add(file, kind, countries)
        self._new[file, kind].append(fields)
        self._added.add(id(fields))

    def added(self, kind: str) -> list[Fields]:
        """Return the new records of a kind."""
        return [fields for (_, key), news in self._new.items() for fields in news if key == kind]

    def changed(self) -> Changed:
        """Return the dossier after its changes.

        Raises:
            DossierError: it would have new errors; their lines are those that it would have.
        """
        while self._new:
            self._place(*self._new.popitem())
        self._written = [self._spliced(number) for number in range(len(self._files))]
        pairs = zip(self._written, self._files, strict=True)
        other = tuple(new for new, old in pairs if new.data != old.data)
        return Changed(other, *read_for_change(self._written, self._name, self._today, self.problems))

    def origin_of(self, problem: Problem) -> tuple[Fields, str | None] | None:
        """Return the record in which a problem of the changed dossier lies, and the key under which it does."""
        number = [file.name for file in self._files].index(problem.file)
        tree, file = self.trees[number], self._reread(number)
        records = ((kind, index) for kind in LIST_KEYS for index in range(len(tree.get(kind) or ())))
        begun = [path for path in records if file.place(path).line <= problem.line]
        if not begun:
            return None
        kind, index = max(begun, key=file.place)
        places = {key: file.place((kind, index, key), on_key=True) for key in tree[kind][index]}
        before = [key for key in places if places[key] <= (problem.line, problem.column)]
        return tree[kind][index], max(before, key=places.__getitem__, default=None)

    def _reread(self, number: int) -> YamlFile:
        """Return a file as it was written, for which it is read once."""
        if number not in self._again:
            self._again[number] = YamlFile(self._written[number].data, self._written[number].name)
        return self._again[number]

    def _place(self, where: tuple[int, str], added: Sequence[Fields]) -> None:
        """Put new records among those of a kind in a file."""
        number, kind = where
        group, key = kind_named(kind).order
        self.trees[number][kind] = merged(
            self.trees[number].get(kind) or [],
            added,
            lambda fields: self._called(fields.get(group, "")),
            lambda fields: fields.get(key, ""),
        )

    @cached_property
    def _spellings(self) -> dict[str, Counter[str]]:
        """How often the records write each country, by its code, in which way."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for fields in chain.from_iterable(map(self.rows_of, LIST_KEYS)):
            for text in _named(fields):
                found[self.code(text) or ""][text] += 1
        return found

    @cached_property
    def _writes_codes(self) -> bool:
        """Whether the records write more than half of the countries by their codes."""
        by_code = sum(texts[code] for code, texts in self._spellings.items())
        return by_code * 2 > sum(map(Counter.total, self._spellings.values()))

    def _spliced(self, number: int) -> DossierFile:
        """Return a file with its changes."""
        file, tree = self._files[number], self.trees[number]
        if not file.data:
            new = (f"{kind}:{style.block(tree[kind], 0, style.FileStyle(), key=kind)}\n" for kind in tree)
            return file._replace(data="\n".join(new).encode())
        if msgpack.encode(tree) == self._before[number]:
            return file
        added = {
            kind: {index for index, fields in enumerate(tree.get(kind) or ()) if id(fields) in self._added}
            for kind in LIST_KEYS
        }
        return file._replace(data=spliced(file.data, tree, added))

    @cached_property
    def _choice(self) -> FileChoice:
        choice = FileChoice()
        for number, tree in enumerate(self.trees):
            for kind in LIST_KEYS:
                for fields in tree.get(kind) or ():
                    choice.add(number, kind, self._about(fields))
        return choice

    @cached_property
    def _has_file_by_country(self) -> bool:
        """Whether the stances of each country are in a file that is called like it."""
        holders = [(file, tree) for file, tree in zip(self._files, self.trees, strict=True) if tree.get("stances")]
        return len(self._files) > 1 and all(
            {self.code(Path(file.name).stem.replace("-", " "))} == set().union(*map(self._about, tree["stances"]))
            for file, tree in holders
        )

    def _new_file(self, country: str, otherwise: int) -> int:
        """Return the number of a new file for a country, or another one where it can have no name."""
        stem = as_id(self._called(country))
        name = str(Path(self._files[0].name).with_name(f"{stem}.yaml"))
        if not stem or name in self._names:
            return otherwise
        self._names.add(name)
        self._files.append(DossierFile(name, b""))
        self.trees.append({})
        return len(self.trees) - 1

    def _about(self, fields: Fields) -> set[str | None]:
        """Return the codes of the countries of a record."""
        return set(map(self.code, _named(fields)))

    def _called(self, text: str) -> str:
        """Return what a country is called whatever its name here, and any other text folded."""
        code = self.code(text)
        known = self.dossier.countries.get(code) or iso_country(code) if code else None
        return fold(known.name if known else text)


def _named(fields: Fields) -> list[str]:
    """Return the countries of a record as it writes them."""
    named = [fields[key] or [] for key in fields if key in COUNTRY_KEYS]
    return [country for one in named for country in ([one] if isinstance(one, str) else one)]


@cache
def keys_of(kind: str) -> list[str]:
    """Return the keys of a kind of record in the order in which they are written, the evidence last."""
    return sorted(kind_named(kind).struct.__struct_fields__, key="evidence".__eq__)


def put(kind: str, fields: Fields, key: str, value: Any) -> None:
    """Give a record a value under a key; a new key goes behind those that are written before it."""
    if key not in fields:
        order = keys_of(kind)
        before = order[: order.index(key)]
        items = list(fields.items())
        place = max((number for number, (name, _) in enumerate(items, 1) if name in before), default=0)
        fields.clear()
        fields.update([*items[:place], (key, value), *items[place:]])
    fields[key] = value
