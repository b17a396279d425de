"""The files of a dossier as they would be after some changes, which count only if they are sound."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from briefcli.dossier.countries import CountryIndex, iso_country
from briefcli.dossier.kinds import LIST_KEYS, kind_named
from briefcli.dossier.spelling import as_id, fold
from briefcli.edit import style
from briefcli.edit.splice import spliced
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import read_dossier
from briefcli.reading.yamloutline import outline
from briefcli.reading.yamltext import YamlFile

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.model import Dossier
    from briefcli.problems import Problem

#: What a record or a file says: the texts, lists and mappings under its keys.
Fields: TypeAlias = dict[str, Any]


class FileLine(NamedTuple):
    """The file and the line in which something stands."""

    file: str
    line: int


class Changed(NamedTuple):
    """A dossier after its changes: the files that are new or other than before, and what all of them say."""

    files: tuple[DossierFile, ...]
    dossier: Dossier


class Draft:
    """The files of a dossier, and what is to be changed in them.

    `trees` has what each file says, and a change is made there.

    Raises:
        DossierError: the dossier cannot be read as it is.
    """

    def __init__(self, files: Sequence[DossierFile], name: str) -> None:
        self.dossier = read_dossier(files, name)
        self.trees: list[Fields] = [_tree(file) for file in files]
        self.files = list(files)
        self._files = list(files)
        self._name = name
        self._added: set[int] = set()
        self._index = CountryIndex(self.dossier.countries)

    def rows_of(self, kind: str) -> list[Fields]:
        """Return what the records of a kind say, in the order in which the dossier has them."""
        return [fields for tree in self.trees for fields in tree.get(kind) or ()]

    def code(self, country: str) -> str | None:
        """Return the code of a country by any of its names."""
        return self._index.code(country)

    def spelt(self, code: str) -> str:
        """Return how the files write a country: as they do most, else by its code or its name like the others."""
        spellings = self._spellings
        if own := spellings.get(code):
            return own.most_common(1)[0][0]
        by_code = sum(texts[other] for other, texts in spellings.items())
        known = self.dossier.countries.get(code) or iso_country(code)
        return code if by_code * 2 > sum(map(Counter.total, spellings.values())) else known.name

    def places(self) -> dict[str, FileLine]:
        """Return where each record and source stands, by its id."""
        found: dict[str, FileLine] = {}
        files = [YamlFile(file.data, file.name) for file in self.files]
        for kind in LIST_KEYS:
            records = iter(getattr(self.dossier, kind))
            for file, tree in zip(files, self.trees, strict=True):
                for index, _ in enumerate(tree.get(kind) or ()):
                    found[next(records).id] = FileLine(file.name, file.place((kind, index)).line)
        return found

    def mark_reviewed(self, stances: Collection[str], day: PartialDate) -> None:
        """Say of stances, by their ids, that nothing newer was found up to a day; a later one stays."""
        for stance, fields in zip(self.dossier.stances, self.rows_of("stances"), strict=True):
            if stance.id in stances and (stance.reviewed or "") < day:
                put("stances", fields, "reviewed", str(day))

    def add(self, kind: str, fields: Fields) -> None:
        """Put a new record where its like stand."""
        tree = self._tree_for(kind, fields)
        siblings = tree[kind] = tree.get(kind) or []
        siblings.insert(self._place_among(siblings, kind, fields), fields)
        self._added.add(id(fields))

    def changed(self) -> Changed:
        """Return the dossier after its changes.

        Raises:
            DossierError: it would not be sound; the lines of its problems are those that it would have.
        """
        files = list(map(self._written, self._files, self.trees))
        other = tuple(file for file in files if file not in self.files)
        return Changed(other, read_dossier(files, self._name))

    def origin_of(self, problem: Problem) -> tuple[Fields, str | None] | None:
        """Return the record in which a problem of the changed dossier lies, and the key under which it does."""
        number = [file.name for file in self._files].index(problem.file)
        tree = self.trees[number]
        file = YamlFile(self._written(self._files[number], tree).data, problem.file)
        records = ((kind, index) for kind in LIST_KEYS for index in range(len(tree.get(kind) or ())))
        begun = [path for path in records if file.place(path).line <= problem.line]
        if not begun:
            return None
        kind, index = max(begun, key=file.place)
        places = {key: file.place((kind, index, key), on_key=True) for key in tree[kind][index]}
        before = [key for key in places if places[key] <= (problem.line, problem.column)]
        return tree[kind][index], max(before, key=places.__getitem__, default=None)

    @cached_property
    def _spellings(self) -> dict[str, Counter[str]]:
        """How often the records write each country, by its code, in which way."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for fields in chain.from_iterable(map(self.rows_of, LIST_KEYS)):
            for text in _named(fields):
                found[self.code(text) or ""][text] += 1
        return found

    def _written(self, file: DossierFile, tree: Fields) -> DossierFile:
        if not file.data:
            new = (f"{kind}:{style.block(tree[kind], 0, style.FileStyle(), key=kind)}\n" for kind in tree)
            return file._replace(data="\n".join(new).encode())
        added = {
            kind: {index for index, fields in enumerate(tree.get(kind) or ()) if id(fields) in self._added}
            for kind in LIST_KEYS
        }
        return file._replace(data=spliced(file.data, tree, added))

    def _tree_for(self, kind: str, fields: Fields) -> Fields:
        """Return what the file for a new record says.

        It is the file that has most of its kind about its countries, the only one of its kind, the one that has
        most about its countries, or most of its kind. The first stance of a country gets a file of its own where
        those of each other country have theirs.
        """
        about = self._about(fields)

        def fitness(tree: Fields) -> tuple[int, bool, int, int]:
            alike = [one for one in tree.get(kind) or () if self._about(one) & about]
            others = [one for other in LIST_KEYS for one in tree.get(other) or () if self._about(one) & about]
            alone = bool(tree.get(kind)) and sum(bool(each.get(kind)) for each in self.trees) == 1
            return len(alike), alone, len(others), len(tree.get(kind) or ())

        best = max(self.trees, key=fitness)
        alike, _, others, _ = fitness(best)
        if kind != "stances" or alike or others or not self._has_file_by_country():
            return best
        stem = as_id(self._called(fields["country"]))
        name = str(Path(self._files[0].name).with_name(f"{stem}.yaml"))
        if not stem or name in {file.name for file in self._files}:
            return best
        self._files.append(DossierFile(name, b""))
        self.trees.append({})
        return self.trees[-1]

    def _has_file_by_country(self) -> bool:
        """Whether the stances of each country stand in a file that is called like it."""
        holders = [(file, tree) for file, tree in zip(self._files, self.trees, strict=True) if tree.get("stances")]
        return len(self._files) > 1 and all(
            {self.code(Path(file.name).stem.replace("-", " "))} == set().union(*map(self._about, tree["stances"]))
            for file, tree in holders
        )

    def _about(self, fields: Fields) -> set[str | None]:
        """Return the codes of the countries of a record."""
        return set(map(self.code, _named(fields)))

    def _place_among(self, siblings: Sequence[Fields], kind: str, fields: Fields) -> int:
        """Return where among the records of a file a new one goes: with its like, and in their order."""
        together, ordered = kind_named(kind).order
        groups = [self._called(one.get(together, "")) for one in siblings]
        own = self._called(fields.get(together, ""))
        like = [place for place, group in enumerate(groups) if group == own]
        if not like:
            return _place_in_order(groups, own)
        at = _place_in_order([siblings[place].get(ordered, "") for place in like], fields.get(ordered, ""))
        return like[at] if at < len(like) else like[-1] + 1

    def _called(self, text: str) -> str:
        """Return what a country is called whatever its name here, and any other text folded."""
        code = self.code(text)
        known = self.dossier.countries.get(code) or iso_country(code) if code else None
        return fold(known.name if known else text)


def _named(fields: Fields) -> list[str]:
    """Return the countries of a record as it writes them."""
    return [fields["country"]] if "country" in fields else fields.get("countries") or []


def _tree(file: DossierFile) -> Fields:
    tree = outline(file.data.decode("utf-8-sig")).tree
    return tree if isinstance(tree, dict) else {}


def _place_in_order(keys: Sequence[str], key: str) -> int:
    """Return where a key goes in a list that is in order, the first or the last of all on top; else at the end."""
    if list(keys) == sorted(keys):
        return bisect_right(keys, key)
    if list(keys) == sorted(keys, reverse=True):
        return next((place for place, other in enumerate(keys) if other < key), len(keys))
    return len(keys)


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
