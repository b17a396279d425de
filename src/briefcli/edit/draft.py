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
from briefcli.dossier.regions import regions_of
from briefcli.dossier.spelling import as_id, fold
from briefcli.edit import style
from briefcli.edit.placing import FileChoice, merged
from briefcli.edit.splice import spliced
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import parsed, read_for_change
from briefcli.wording import unknown_value

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefcli.dossier.model import Dossier
    from briefcli.problems import Problem
    from briefcli.reading.yamltext import YamlFile

#: The content of a record or file: the texts, lists and mappings under its keys.
Fields: TypeAlias = dict[str, Any]


class FileLine(NamedTuple):
    """The file and line of something."""

    file: str
    line: int


class WrittenRecord(NamedTuple):
    """A new record: the key of its list, its id, its place, and its YAML."""

    kind: str
    id: str
    place: FileLine
    text: str


class Changed(NamedTuple):
    """A dossier after its changes: the files that are new or different, what all of them say, and new problems."""

    files: tuple[DossierFile, ...]
    dossier: Dossier
    problems: list[Problem]


class Draft:
    """The files of a dossier, and what is to be changed in them.

    `trees` contains the content of each file, changed in place. The dossier may have errors, which a change mends.

    Raises:
        DossierError: the dossier cannot be read as it is.
    """

    def __init__(self, files: Sequence[DossierFile], name: str, today: datetime.date | None = None) -> None:
        self._today = today or datetime.date.today()  # noqa: DTZ011 - the day of the curator
        self._read = parsed(files)
        self.dossier, self.problems = read_for_change(self._read, name, self._today)
        self.files = list(files)
        self._before = [msgpack.encode(file.tree) for file in self._read]
        self.trees: list[Fields] = list(map(msgpack.decode, self._before))
        self._files = list(files)  # and those that are new
        self._names = {file.name for file in files}
        self._name = name
        self._index = CountryIndex(self.dossier.countries)
        self._new: dict[tuple[int, str], list[Fields]] = defaultdict(
            list
        )  # by the number of the file, and the kind
        self._added: set[int] = set()
        self._removed: dict[tuple[int, str], set[int]] = defaultdict(set)  # places in the lists of the files
        #: The number of the file for new records, None for the best one of each.
        self._part: int | None = None
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
        near = self._near(fields)
        file, is_known = self._choice.best(kind, countries, near)
        if self._part is not None:
            file = self._part
        elif kind == "stances" and not is_known and self._has_file_by_country:
            file = self._new_file(self._country_file(fields["country"]), file)
        self._choice.add(file, kind, countries, near)
        self._new[file, kind].append(fields)
        self._added.add(id(fields))

    def put_into(self, part: str) -> None:
        """Add new records to one file of the dossier, by its name or path.

        Raises:
            UsageError: there is no such file, and no folder in which to make it.
        """
        names = [file.name for file in self._files]
        found = [number for number, name in enumerate(names) if name == part or name.endswith(f"/{part}")]
        if not found and len(names) > 1 and Path(part).name == part and part.endswith(".yaml"):
            found = [self._new_file(part, 0)]
        if len(found) != 1:
            raise unknown_value("file", part, names)
        self._part = found[0]

    def remove(self, kind: str, name: str) -> None:
        """Remove a record or a source, by its id."""
        places = self._numbered(kind)
        index = [record.id for record in getattr(self.dossier, kind)].index(name)
        number, place = places[index]
        self._removed[number, kind].add(place)

    def _numbered(self, kind: str) -> list[tuple[int, int]]:
        """Return for each record of a kind the number of its file, and its place in the list there."""
        return [
            (number, place)
            for number, tree in enumerate(self.trees)
            for place, _ in enumerate(tree.get(kind) or ())
        ]

    def added(self, kind: str) -> list[Fields]:
        """Return the new records of a kind."""
        return [fields for (_, key), news in self._new.items() for fields in news if key == kind]

    def changed(self) -> Changed:
        """Return the dossier after its changes.

        Raises:
            DossierError: it would have new errors; their lines are those that it would have.
        """
        for (number, kind), places in self._removed.items():
            records = enumerate(self.trees[number][kind])
            self.trees[number][kind] = [fields for place, fields in records if place not in places]
        while self._new:
            self._place(*self._new.popitem())
        self._written = [self._spliced(number) for number in range(len(self._files))]
        self._again = {}
        pairs = enumerate(zip(self._written, self._files, strict=True))
        other = {number: new for number, (new, old) in pairs if new.data != old.data}
        read = list(self._read)
        for number in other:
            read[number : number + 1] = [self._reread(number)]  # a new file goes to the end
        return Changed(tuple(other.values()), *read_for_change(read, self._name, self._today, self.problems))

    def written(self, changed: Changed) -> list[WrittenRecord]:
        """Return the new records as the changed files contain them."""
        found = []
        for kind in LIST_KEYS:
            ids = [record.id for record in getattr(changed.dossier, kind)]
            for name, (number, place) in zip(ids, self._numbered(kind), strict=True):
                if id(self.trees[number][kind][place]) in self._added:
                    file = self._reread(number)
                    line = file.place((kind, place)).line
                    text = _item(self._written[number].data.decode("utf-8-sig"), line)
                    found.append(WrittenRecord(kind, name, FileLine(file.name, line), text))
        return found

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
            self._again[number] = parsed([self._written[number]])[0]
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
        removed = {kind: self._removed.get((number, kind), ()) for kind in LIST_KEYS}
        return file._replace(data=spliced(file.data, tree, added, removed))

    @cached_property
    def _choice(self) -> FileChoice:
        choice = FileChoice()
        for number, tree in enumerate(self.trees):
            for kind in LIST_KEYS:
                for fields in tree.get(kind) or ():
                    choice.add(number, kind, self._about(fields), self._near(fields))
        return choice

    @cached_property
    def _has_file_by_country(self) -> bool:
        """Whether the stances of each country are in a file that is called like it."""
        holders = [(file, tree) for file, tree in zip(self._files, self.trees, strict=True) if tree.get("stances")]
        return len(self._files) > 1 and all(
            {self.code(Path(file.name).stem.replace("-", " "))} == set().union(*map(self._about, tree["stances"]))
            for file, tree in holders
        )

    def _country_file(self, country: str) -> str:
        """Return the name of a file for a country, "" where it can have none."""
        stem = as_id(self._called(country))
        return f"{stem}.yaml" if stem else ""

    def _new_file(self, own_name: str, otherwise: int) -> int:
        """Return the number of a new file, or another one if it has no name or is there."""
        name = str(Path(self._files[0].name).with_name(own_name or "x"))
        if not own_name or name in self._names:
            return otherwise
        self._names.add(name)
        self._files.append(DossierFile(name, b""))
        self.trees.append({})
        return len(self.trees) - 1

    def _near(self, fields: Fields) -> set[str]:
        """Return the regions of the countries of a record, or the publisher of a source."""
        regions = {name for code in self._about(fields) for name in regions_of().get(code or "", ())}
        return regions | ({fold(fields["publisher"])} if isinstance(fields.get("publisher"), str) else set())

    def _about(self, fields: Fields) -> set[str | None]:
        """Return the codes of the countries of a record, or of those that the title of a source names."""
        if "publisher" not in fields:
            return set(map(self.code, _named(fields)))
        words, (codes, longest) = fold(str(fields.get("title"))).split(), self._codes_by_name
        parts = (" ".join(words[at : at + size]) for at in range(len(words)) for size in range(1, longest + 1))
        return {codes[part] for part in parts if part in codes}

    @cached_property
    def _codes_by_name(self) -> tuple[dict[str, str], int]:
        """The codes of countries by their names without case and accents, and how many words the longest has."""
        codes = {fold(country.name): code for code, country in self.dossier.countries.items()}
        return codes, max((len(name.split()) for name in codes), default=0)

    def _called(self, text: str) -> str:
        """Return what a country is called whatever its name here, and any other text folded."""
        code = self.code(text)
        known = self.dossier.countries.get(code) or iso_country(code) if code else None
        return fold(known.name if known else text)


def _item(text: str, line: int) -> str:
    """Return the lines of the item of a list that begins in a line."""
    lines = text.splitlines()
    indent = len(lines[line - 1]) - len(lines[line - 1].lstrip())
    end = line
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" " * (indent + 1))):
        end += 1
    return "\n".join(lines[line - 1 : end]).rstrip()


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
