"""Merge two versions of a file of a dossier that have a common base, record by record and field by field.

The text of each part comes from the version that changed it, with its comments. Where both versions changed one
field differently, the result contains both, between the marks of git.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from msgspec import Struct, structs

from briefcli.dossier.countries import CountryIndex
from briefcli.dossier.kinds import COUNTRY_LISTS, LIST_KEYS, SECTOR, TOPIC, kind_named
from briefcli.dossier.model import OWN_KEY, Dossier
from briefcli.edit.splice import Layout, spliced
from briefcli.problems import Severity
from briefcli.reading.unfinished import plain_record, record_name
from briefcli.reading.yamltext import YamlFile

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from briefcli.reading.yamloutline import Node
    from briefcli.reading.yamltext import Tree

#: The keys of the head of a dossier.
_KEYS = {one.encode_name for one in structs.fields(Dossier)}
#: The lists whose order has no meaning, and whose items are their own keys.
_SETS = {*COUNTRY_LISTS, "aliases"}
#: Two records that differ in one of these fields alone are one record.
_MOVING = ("id", "since", "date", "title", "initiative", "outcome")


class CannotMergeError(Exception):
    """A version cannot be read, or its parts cannot be distinguished."""


class OtherFileError(Exception):
    """A version is no file of a dossier."""


class Merged(NamedTuple):
    """A merged file, with the records in which two edits were joined, and the places of conflicts."""

    text: str
    joined: list[str]
    conflicts: list[str]


class _Conflict(NamedTuple):
    """The lines of both versions of a part that they changed differently."""

    ours: str
    theirs: str


#: Whole lines, or lines in conflict.
_Chunk: TypeAlias = "str | _Conflict"


class _Part(Struct, frozen=True):
    """A key with its value, or an item of a list, as whole lines; `lead` are the lines of comments before it.

    `start` is the place of the key, or of the hyphen of an item.
    """

    key: Hashable
    lead: str
    text: str
    node: Node
    layout: Layout
    start: int
    is_item: bool

    @property
    def tree(self) -> Any:
        """The content of the value."""
        return self.node.tree


class _Body(NamedTuple):
    """The parts of a list or mapping, their column, and the line of its key."""

    parts: list[_Part]
    column: int
    header: str = ""


class _Choice(NamedTuple):
    """Merged lines, and what they say with our and with their side of each conflict; None if they are left out."""

    chunks: list[_Chunk]
    ours: Any = None
    theirs: Any = None


def merged(base: str, ours: str, theirs: str, marker_size: int = 7) -> Merged:
    """Return the text that has the edits of both versions, or both texts where they contradict each other.

    Raises:
        CannotMergeError: a version cannot be read.
        OtherFileError: it is no file of a dossier.
    """
    is_dos = "\r\n" in ours and "\n" not in ours.replace("\r\n", "")
    merge = _Merge()
    try:
        choice = merge.files(*(_layout(text.replace("\r\n", "\n")) for text in (base, ours, theirs)))
        for side, tree in enumerate((choice.ours, choice.theirs)):
            if _layout(_text(choice.chunks, side)).root.tree != tree:
                msg = "the result does not say what the versions do"
                raise CannotMergeError(msg)
    except (ValueError, RecursionError, AssertionError) as error:
        raise CannotMergeError(str(error)) from error
    text = "".join(chunk if isinstance(chunk, str) else _marked(chunk, marker_size) for chunk in choice.chunks)
    return Merged(text.replace("\n", "\r\n") if is_dos else text, merge.joined, merge.conflicts)


def _layout(text: str) -> Layout:
    """Return the nodes of a version, which has no keys if it is empty, and ends with a line break.

    Raises:
        CannotMergeError: it cannot be read.
        OtherFileError: it is no file of a dossier.
    """
    if not text.strip():
        text = "{}"
    text = text if text.endswith("\n") else f"{text}\n"
    file = YamlFile(text.encode(), "")
    errors = [problem for problem in file.problems if problem.rule.severity is Severity.ERROR]
    if errors or not isinstance(file.tree, dict):
        raise CannotMergeError(str(errors[0]) if errors else "it is no mapping")
    if any(key not in _KEYS and not key.startswith(OWN_KEY) for key in file.tree):
        raise OtherFileError
    layout = Layout(text)
    if layout.root.style and layout.root.parts:
        msg = "it is written in braces"
        raise CannotMergeError(msg)
    return layout


def _text(chunks: Iterable[_Chunk], side: int) -> str:
    return "".join(chunk if isinstance(chunk, str) else chunk[side] for chunk in chunks)


def _marked(conflict: _Conflict, size: int) -> str:
    begin, middle, end = (sign * size for sign in "<=>")
    return f"{begin} ours\n{conflict.ours}{middle}\n{conflict.theirs}{end} theirs\n"


class _Merge:
    """One merge, with what is to be reported of it."""

    def __init__(self) -> None:
        self.joined: list[str] = []
        self.conflicts: list[str] = []
        self._index = CountryIndex({})

    def files(self, *layouts: Layout) -> _Choice:
        """Merge three versions of a file."""
        base, ours, theirs = (_Body(_parts(layout, layout.root, 0), 0) for layout in layouts)
        choice = self._bodies(base, ours, theirs, "")
        tails = [layout.text[layout.end(layout.root) + 1 :] if layout.root.parts else "" for layout in layouts]
        return choice._replace(chunks=[*choice.chunks, _lines_of_both(*tails)])

    def _bodies(self, base: _Body, ours: _Body, theirs: _Body, where: str, of: str = "") -> _Choice:
        """Merge the parts of a mapping, or of the list under the key `of`.

        Raises:
            CannotMergeError: two parts of a version cannot be distinguished.
        """
        sides = [base.parts, ours.parts, theirs.parts]
        by_key = [{part.key: part for part in parts} for parts in (self._keyed(of, sides) if of else sides)]
        if list(map(len, by_key)) != list(map(len, sides)):
            msg = f"two items of {of} are the same"
            raise CannotMergeError(msg)
        new_leads = {part.lead.strip() for key, part in by_key[1].items() if key not in by_key[0]}
        chunks: list[_Chunk] = []
        said: tuple[list[Any], list[Any]] = ([], [])
        for key in _in_order(*map(list, by_key), is_ladder=of == "levels"):
            old, our, their = (
                _moved(found.get(key), ours.column - body.column)
                for found, body in zip(by_key, (base, ours, theirs), strict=True)
            )
            choice = self._part(old, our, their, _name(where, of, our or their or old, key), of)
            if choice.chunks:
                lead = _lines_of_both(*(part.lead if part else None for part in (old, our, their)))
                if our is None and old is None and lead.strip() in new_leads:
                    lead = "\n" * lead.startswith("\n")  # both put a record between a comment and its record
                chunks += [lead, *choice.chunks] if lead else choice.chunks
                for pairs, value in zip(said, choice[1:], strict=True):
                    pairs.extend([] if value is None else [(key, value)])
        trees = ([value for _, value in pairs] if of else dict(pairs) for pairs in said)
        return _Choice(chunks, *trees)

    def _part(self, old: _Part | None, our: _Part | None, their: _Part | None, where: str, of: str) -> _Choice:
        """Merge a part of three versions."""
        there = our or their
        if there is None:
            return _Choice([])
        if our is None or their is None:
            if old is None:
                return _taken(there)
            if there.tree == old.tree:
                return _Choice([])
            if not of and (split := self._split(old, our, their, where)):
                return split
            self.conflicts.append(f"{where} (changed on one side and removed on the other)")
            texts = _Conflict(our.text if our else "", their.text if their else "")
            return _Choice([texts], our and our.tree, their and their.tree)
        reported = len(self.conflicts)
        choice = self._both(old, our, their, where, of)
        is_edited_twice = our.tree != their.tree and (old is None or old.tree not in (our.tree, their.tree))
        if of in LIST_KEYS and is_edited_twice and len(self.conflicts) == reported:
            self.joined.append(where)
        return choice

    def _both(self, old: _Part | None, our: _Part, their: _Part, where: str, of: str) -> _Choice:
        """Merge a part that both versions have."""
        if our.text == their.text or (old and their.text == old.text):
            return _taken(our)
        if old and our.text == old.text:
            return _taken(their)
        if split := self._split(old, our, their, where):
            return split
        lost = _comments(their) - _comments(our) - (_comments(old) if old else set())
        if our.tree == their.tree and not lost:
            return _taken(our)
        try:
            if lost:
                msg = "a comment would be lost"
                raise CannotMergeError(msg)  # noqa: TRY301 - a conflict, too
            tree = self._tree(of or str(our.key), old and old.tree, our.tree, their.tree)
            return _taken(their) if tree == their.tree else _Choice([_respelt(our, tree)], tree, tree)
        except (CannotMergeError, ValueError, AssertionError):
            self.conflicts.append(where)
            return _Choice([_Conflict(our.text, their.text)], our.tree, their.tree)

    def _split(self, old: _Part | None, our: _Part | None, their: _Part | None, where: str) -> _Choice | None:
        """Merge the parts of a part that are on lines of their own; None if they cannot be merged so."""
        bodies = _bodies_of(old, our, their)
        if bodies is None:
            return None
        base, ours, theirs = bodies
        headers = [body.header.strip() for body in bodies]
        if headers[1] != headers[2] and headers[0] not in headers[1:]:
            return None
        there = our or their
        assert there  # noqa: S101 - one of them is there
        header = _shifted_to(theirs.header, ours.header) if headers[1] == headers[0] else ours.header
        before = len(self.joined), len(self.conflicts)
        try:
            choice = self._bodies(
                base, ours, theirs, where, str(there.key) if isinstance(there.tree, list) else ""
            )
            if not choice.chunks and there.key in LIST_KEYS:
                return _Choice([])  # each side removed what the other one left
            if not choice.ours or not choice.theirs:
                msg = "one side has nothing left"
                raise CannotMergeError(msg)  # noqa: TRY301 - one place takes back what was reported
            chunks = [header, *choice.chunks]
            if there.is_item:
                chunks = [_with_hyphen(choice.chunks[0], there), *choice.chunks[1:]]
        except CannotMergeError:
            del self.joined[before[0] :], self.conflicts[before[1] :]
            return None
        return choice._replace(chunks=chunks)

    def _tree(self, key: str, old: Any, our: Any, their: Any) -> Any:
        """Merge what three versions of a value say; None is a value that is not there.

        Raises:
            CannotMergeError: both versions changed one field differently.
        """
        if their in (our, old):
            return our
        if our == old:
            return their
        sides = [{} if value is None and value is old else value for value in (old, our, their)]
        if all(isinstance(value, list) for value in sides[1:]):
            sides = [self._by_item(key, value or []) for value in sides]
            return list(self._fields(*sides).values())
        if all(isinstance(value, dict) for value in sides):
            return self._fields(*sides)
        raise CannotMergeError

    def _fields(self, old: dict[Any, Any], our: dict[Any, Any], their: dict[Any, Any]) -> dict[Any, Any]:
        merged_fields = {
            key: self._tree(str(key), old.get(key), our.get(key), their.get(key)) for key in {**our, **their}
        }
        return {key: value for key, value in merged_fields.items() if value is not None}

    def _by_item(self, key: str, items: list[Any]) -> dict[Any, Any]:
        """Return the items of a list by what they are known by.

        Raises:
            CannotMergeError: their order matters, or two are known by the same.
        """
        found = {self._known_by(key, item): item for item in items}
        if len(found) < len(items) or key == "levels":
            raise CannotMergeError
        return found

    def _known_by(self, of: str, item: Tree) -> Hashable:
        """Return what an item of a list is known by.

        Raises:
            CannotMergeError: the list is none whose items are known by anything.
        """
        match of, item:
            case "evidence", dict():
                return str(item.get("source"))
            case "evidence", str():
                return item
            case "levels", {"id": str(name)}:
                return name
            case "official", dict():
                return str(item.get("date")), str(item.get("levels"))
            case _, str() if of in _SETS:
                return self._code(item)
        msg = f"the order of {of} matters"
        raise CannotMergeError(msg)

    def _code(self, country: str) -> str:
        return self._index.code(country) or country

    def _keyed(self, of: str, sides: Sequence[Sequence[_Part]]) -> list[list[_Part]]:
        """Return the items of three versions of a list with equal keys where they are the same item."""
        if of not in LIST_KEYS:
            return [[structs.replace(part, key=self._known_by(of, part.tree)) for part in side] for side in sides]
        if not all(isinstance(part.tree, dict) for side in sides for part in side):
            raise CannotMergeError
        base, ours, theirs = ([part.tree for part in side] for side in sides)
        our_olds, their_olds = self._pairs(of, base, ours), self._pairs(of, base, theirs)
        new_ours = [place for place in range(len(ours)) if place not in our_olds]
        new_theirs = [place for place in range(len(theirs)) if place not in their_olds]
        common = self._pairs(
            of, [ours[place] for place in new_ours], [theirs[place] for place in new_theirs], new=True
        )
        keys: list[list[Hashable]] = [
            list(range(len(base))),
            [our_olds.get(place, ("ours", place)) for place in range(len(ours))],
            [their_olds.get(place, ("theirs", place)) for place in range(len(theirs))],
        ]
        for their, our in common.items():
            keys[2][new_theirs[their]] = ("ours", new_ours[our])
        return [
            [structs.replace(part, key=key) for part, key in zip(side, of_side, strict=True)]
            for side, of_side in zip(sides, keys, strict=True)
        ]

    def _pairs(self, of: str, olds: list[Any], news: list[Any], *, new: bool = False) -> dict[int, int]:
        """Return the places of new records with those of the old ones that they were, or are as well.

        They are matched by their ids, then by what identifies them, the most alike first. Of the rest those are
        matched that alone differ in a date or a name only. Records that are `new` in both versions, and are topics
        or cooperation, are one only if they have the same countries or stage.
        """
        kind = kind_named(of)
        found: dict[int, int] = {}

        def identity(fields: Any) -> Hashable:
            record = plain_record(of, fields, self._code)
            return kind.identity(record), kind.variant(record) if new and kind in {TOPIC, SECTOR} else None

        def take(key_of: Callable[[Any], Hashable], *, alone: bool) -> None:
            groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
            for side, (records, gone) in enumerate(((olds, set(found.values())), (news, set(found)))):
                for place, record in enumerate(records):
                    if place not in gone and (key := key_of(record)) is not None:
                        groups[key][side].append(place)
            for old_places, new_places in groups.values():
                if not alone or len(old_places) == len(new_places) == 1:
                    found.update(_nearest(olds, news, old_places, new_places))

        take(lambda fields: fields.get("id"), alone=True)
        take(identity, alone=False)
        for field in () if new else _MOVING:

            def rest(fields: Any, field: str = field) -> Hashable:
                return str({**fields, "id": "", field: ""}) if field in fields else None

            take(rest, alone=True)
        return found


def _nearest(olds: list[Any], news: list[Any], old_places: list[int], new_places: list[int]) -> dict[int, int]:
    """Pair records of one identity, those first that differ in the fewest fields; two ids are two records."""
    found: dict[int, int] = {}

    def difference(pair: tuple[int, int]) -> tuple[int, int, int]:
        old, new = olds[pair[0]], news[pair[1]]
        return sum(old.get(key) != new.get(key) for key in {**old, **new}), *pair

    pairs = ((old, new) for old in old_places for new in new_places)
    for old, new in sorted(pairs, key=difference):
        ids = {olds[old].get("id"), news[new].get("id")} - {None}
        if new not in found and old not in found.values() and len(ids) < 2:
            found[new] = old
    return found


def _name(where: str, of: str, part: _Part | None, key: Hashable) -> str:
    """Return the name of a part for messages: of a record, or of a field within one."""
    if of in LIST_KEYS and part:
        return record_name(of, part.tree)
    return where if of else f"{where}: {key}" if where else str(key)


def _in_order(base: list[Any], ours: list[Any], theirs: list[Any], *, is_ladder: bool) -> list[Any]:
    """Return the keys of all parts: ours in our order, and each other one behind the one that it followed.

    Raises:
        CannotMergeError: the versions have two orders of a ladder, or new levels at one place of it.
    """
    if is_ladder and [key for key in ours if key in theirs] != [key for key in theirs if key in ours]:
        if ours != base:
            msg = "both changed the order of the levels"
            raise CannotMergeError(msg)
        ours, theirs = theirs, ours
    known, shared = set(ours), {*base, *theirs}
    behind: dict[Any, list[Any]] = defaultdict(list)
    last = None
    for key in theirs:
        if key in known:
            last = key
        else:
            behind[last].append(key)
    found: list[Any] = []
    waiting = behind[None]
    for key in ours:
        if key in shared:  # what is new on our side goes before what is new on theirs
            found += waiting
            waiting = []
        elif waiting and is_ladder:
            msg = "both have new levels at one place"
            raise CannotMergeError(msg)
        found.append(key)
        waiting = waiting + behind[key]
    return [*found, *waiting]


def _parts(layout: Layout, node: Node, begin: int) -> list[_Part]:
    """Return the parts of a list or mapping on lines of its own; the first lead begins at a place."""
    is_list = isinstance(node.tree, list)
    nodes = (
        [(item, item) for item in node.parts] if is_list else zip(node.parts[::2], node.parts[1::2], strict=True)
    )
    parts = []
    for key, value in nodes:
        start = _hyphen(layout, begin, value, node) if is_list else key.start
        line = layout.start_of_line(start)
        end = max(0 if is_list else layout.end_of_line(key.end), layout.end_of_part(node, value)) + 1
        text = " " * (start - line) + layout.text[start:end]
        parts.append(_Part(str(key.tree), layout.text[begin:line], text, value, layout, start, is_list))
        begin = end
    return parts


def _hyphen(layout: Layout, begin: int, item: Node, holder: Node) -> int:
    """Return the place of the hyphen of an item, the last one before it in the column of the list."""
    pattern = re.compile(rf"^ {{{layout.column(holder.start)}}}-(?=\s)", re.MULTILINE)
    found = list(pattern.finditer(layout.text, layout.start_of_line(begin), item.start))
    if not found:
        msg = "an item has no hyphen of its own"
        raise CannotMergeError(msg)
    return found[-1].end() - 1


def _body(part: _Part) -> _Body | None:
    """Return the parts of a part, None if they are not on lines of their own."""
    node, layout = part.node, part.layout
    if node.style or not node.parts or not isinstance(node.tree, list | dict):
        return None
    end = layout.end_of_line(part.start)
    if part.is_item:
        is_plain = isinstance(node.tree, dict) and node.start < end
        return _Body(_parts(layout, node, node.start), layout.column(node.start)) if is_plain else None
    header = f"{part.text.partition(chr(10))[0]}\n"
    return _Body(_parts(layout, node, end + 1), layout.column(node.start), header) if node.start > end else None


def _bodies_of(*versions: _Part | None) -> list[_Body] | None:
    """Return the parts of three versions of a part; None if they are not on lines of their own in one of them.

    A list of records that is empty or missing on one side has no parts. So has a base that is missing.
    """
    found = [_body(part) if part else None for part in versions]
    like = found[1] or found[2]
    there = versions[1] or versions[2]
    if like is None or there is None:
        return None
    for side, part in enumerate(versions):
        is_empty_list = there.key in LIST_KEYS and (part is None or part.tree in ([], ""))
        if found[side] is None and (is_empty_list or (side == 0 and part is None)):
            found[side] = _Body([], like.column, like.header)
    return [body for body in found if body] if all(found) else None


def _taken(part: _Part) -> _Choice:
    return _Choice([part.text], part.tree, part.tree)


def _moved(part: _Part | None, columns: int) -> _Part | None:
    """Return a part with its lines further to the right, or to the left."""
    if part is None or not columns:
        return part
    return structs.replace(part, lead=_shifted(part.lead, columns), text=_shifted(part.text, columns))


def _shifted(text: str, columns: int) -> str:
    lines = text.splitlines(keepends=True)
    if columns > 0:
        return "".join(" " * columns + line if line.strip() else line for line in lines)
    return "".join(line[min(-columns, len(line) - len(line.lstrip(" "))) :] for line in lines)


def _shifted_to(line: str, like: str) -> str:
    """Return a line with the indent of another one."""
    return like[: len(like) - len(like.lstrip(" "))] + line.lstrip(" ")


def _lines_of_both(old: str | None, our: str | None, their: str | None) -> str:
    """Return the lines before a part, as the version has them that changed them, or those of both."""
    if our is None or their is None:
        return our or their or ""
    if their in {our, old}:
        return our
    if our == old:
        return their
    known = {f"{line}\n" for line in (*our.splitlines(), *(old or "").splitlines(), "")}
    return our + "".join(line for line in their.splitlines(keepends=True) if line not in known)


def _comments(part: _Part) -> set[str]:
    return set(re.findall(r"(?:^|\s)#.*", part.text))


def _respelt(part: _Part, tree: Any) -> str:
    """Return the lines of a part with another value, in its style."""
    layout = part.layout
    line = layout.start_of_line(part.start)
    if part.is_item:
        start, end = (place - line for place in (part.node.start, layout.end(part.node)))
        return part.text[:start] + spliced(part.text[start:end].encode(), tree, {}).decode() + part.text[end:]
    column = part.start - line
    plain = _shifted(part.text, -column)
    return _shifted(spliced(plain.encode(), {str(part.key): tree}, {}).decode(), column)


def _with_hyphen(chunk: _Chunk, part: _Part) -> _Chunk:
    """Return the first lines of an item with its hyphen.

    Raises:
        CannotMergeError: one version has no such lines.
    """
    column = part.layout.column(part.start)
    if not isinstance(chunk, str):
        return _Conflict(*(str(_with_hyphen(text, part)) for text in chunk))
    if not chunk.strip():
        msg = "the first key of a record was removed"
        raise CannotMergeError(msg)
    return f"{chunk[:column]}-{chunk[column + 1 :]}"
