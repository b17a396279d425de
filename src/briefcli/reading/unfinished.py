"""Unfinished merges: the marks that git leaves in a file where two versions contradict each other."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

from briefcli.dossier.kinds import COUNTRY_KEYS, COUNTRY_LISTS, LIST_KEYS, kind_named
from briefcli.problems import Problem, Rule
from briefcli.reading.yamltext import YamlFile
from briefcli.wording import all_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_BEGIN, _BASE, _MIDDLE, _END = (re.compile(rf"[{sign}]{{7,}}(?: .*)?\r?\n?") for sign in ("<", "|", "=", ">"))
_NO_NAMES = SimpleNamespace(countries={}, terms=SimpleNamespace(sectors={}), attributes={})


class _Region(NamedTuple):
    """The lines of a conflict, counted from 1, and those of both sides in the text that has only that side."""

    start: int
    end: int
    sides: tuple[range, range]


def merge_problems(data: bytes, name: str) -> list[Problem]:
    """Return a problem for each unfinished merge in a file, with the names of its records."""
    text = data.decode("utf-8-sig", errors="replace")
    regions, texts = _regions(text.splitlines(keepends=True))
    records = [list(_records(side)) for side in texts]
    problems = []
    for region in regions:
        found = [
            name
            for side, lines in enumerate(region.sides)
            for start, end, name in records[side]
            if lines and start < lines.stop and lines.start < end
        ]
        about = f": {all_of(list(dict.fromkeys(found)))}" if found else ""
        message = f"an unfinished merge, to line {region.end}{about}"
        problems.append(Problem(Rule.MERGE, message, Rule.MERGE.remedy, name, region.start, 1))
    return problems


def record_name(list_key: str, fields: Mapping[str, Any]) -> str:
    """Return what a record is called, from what is written under its keys."""
    return kind_named(list_key).full_name(_NO_NAMES, plain_record(list_key, fields))  # type: ignore[arg-type]


def plain_record(
    list_key: str, fields: Mapping[str, Any], country: Callable[[str], str] = lambda text: text
) -> SimpleNamespace:
    """Return an object with the attributes of a record, by which its kind identifies and names it."""
    values: dict[str, Any] = dict.fromkeys(kind_named(list_key).struct.__struct_fields__)
    for key, value in fields.items():
        if key in COUNTRY_LISTS:
            values[key] = [country(str(one)) for one in (value if isinstance(value, list) else [value])]
        else:
            values[key] = country(str(value)) if key in COUNTRY_KEYS else str(value)
    if "countries" in values:
        values["countries"] = values["countries"] or []
    return SimpleNamespace(**values)


def _regions(lines: list[str]) -> tuple[list[_Region], tuple[str, str]]:
    """Return the conflicts of a file, and its text with our and with their side of each."""
    regions: list[_Region] = []
    texts: tuple[list[str], list[str]] = ([], [])
    place, start, begun = 0, 0, (0, 0)  # place: 0 outside, 1 ours, 2 base, 3 theirs
    middle = 0
    for number, line in enumerate(lines, 1):
        if not place and _BEGIN.fullmatch(line):
            place, start, begun = 1, number, (len(texts[0]) + 1, len(texts[1]) + 1)
        elif place == 1 and _BASE.fullmatch(line):
            place = 2
        elif place in {1, 2} and _MIDDLE.fullmatch(line):
            place, middle = 3, len(texts[0]) + 1
        elif place == 3 and _END.fullmatch(line):
            sides = (range(begun[0], middle), range(begun[1], len(texts[1]) + 1))
            regions.append(_Region(start, number, sides))
            place = 0
        else:
            for side in (0, 1):
                if place in {0, (1, 3)[side]}:
                    texts[side].append(line)
    return regions, ("".join(texts[0]), "".join(texts[1]))


def _records(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the first line of each record, that of what follows, and its name; nothing if the text is no YAML."""
    file = YamlFile(text.encode(), "")
    tree = file.tree if isinstance(file.tree, dict) else {}
    found = [
        (file.place((key, index)).line, record_name(key, fields))
        for key in LIST_KEYS
        for index, fields in enumerate(tree.get(key) or ())
        if isinstance(fields, dict) and isinstance(tree[key], list)
    ]
    heads = [file.place((key,), on_key=True).line for key in tree]
    starts = sorted([*(line for line, _ in found), *heads, text.count("\n") + 2])
    for line, name in found:
        yield line, next(start for start in starts if start > line), name
