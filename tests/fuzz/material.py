"""Hostile dossiers and tables, made from those of the tests, from the schema and from the kinds of records."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import yaml

from briefcli.dossier.kinds import KINDS
from briefcli.problems import Severity
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import examine_dossier
from briefcli.reading.schema import dossier_schema
from briefcli.reading.yamlwriter import yaml_text
from properties.drawn import FRAGMENTS
from workbooks import DAMAGED, HEAD, sheet, workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    #: A mapping or a list, and a key or an index in it.
    Place: TypeAlias = tuple[Any, Any]

DOSSIERS = Path(__file__).parents[1] / "dossiers"
FROZEN = DOSSIERS / "frozen"
DATES = (
    *("2024-02-29", "2025-01-15", "2026-03-01", "2024", "2024-02"),
    *("2026", "0001", "9999-12-31", "2023-02-29", "0000", "2024-13"),
)
AGES = ("30d", "0d", "1y", "9999y", "99999999999999999999d", "-1d", "1e3d", "d", "1w", "6m", "12 m")
NUMBERS = ("0", "1", "3", "6", "7", "-1", "007", "1e9", "1" * 30, "1" * 5000, "٣", "1.5", "nan", "inf", "0x10", "")
COUNTRIES = (
    *("NO", "Norway", "us", "Côte d'Ivoire"),
    *("XA", "日本", "Korea", "Congo", "ZZ", "all", "International partners"),
)
IDS = ("a", "b", "c", "level-1", "source-1", "source-2", "sector-1", "concern-1", "attribute-1", "value-1")
_URLS = (
    *("https://example.org/a", "http://[::1]/b", "https://友.example/?q=1#c"),
    *("javascript:alert(1)", "ftp://x.y", "https://"),
)
HOSTILE_TEXTS = (
    *FRAGMENTS,
    *("\x00", "\x1b[31m", "\x1b]8;;http://x\x1b\\", "\r", "\x85", "\u2028", "\u202eabc", "\ufeff", "\ufffe"),
    *("\U000e0041", "a\x7fb", "'; DROP TABLE stances; --", "${HOME}", "$(id)", "%s%n", "{0.__class__}", "CON"),
    *("../../etc/x", "ﷺ" * 20, "a\u0301" * 50, "Ⅷ", "İ", "ǆ", "x" * 61, "y" * 700, "z" * 9_000, " ", "\n"),
    *("-", "--", "-o", "*", "~", "all"),
)
_BYTES = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\x1b[31m", b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xc0\x80"),
    *(b"\xff", b"&a ", b"*a", b"&a [*a]", b"!!python/object/apply:os.system [id]", b"!!int ", b"<<: ", b"? "),
    *(b"---\n", b"...\n", b"%YAML 9.9\n---\n", b"\t", b"{" * 400, b"[" * 4000, b"- " * 3000, b"'", b'"'),
    *(b"|\n", b">\n", b": ", b"#", b"@", b"9" * 5000, b"x" * 100_000, b"\n" * 5000, b",", b";", b'""'),
    *(b"\\x00", b"\\ud800", "友".encode()),
)
#: How many places of a dossier are changed.
_CHANGE_COUNTS = (0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 5, 20)
#: How many places a tree may have for a further change, so that repetitions of repetitions end.
_MAX_PLACES = 3000


def dossier(random: Random) -> bytes:
    """Return a file of a dossier: about half of them are sound, so that commands do all their work."""
    chosen = random.random()
    if chosen < 0.05:
        return damaged(random.choice(_files()), random)
    if chosen < 0.25:
        return random.choice(_sound_files())
    data = _written(_changed_tree(random), random)
    return damaged(data, random) if random.random() < 0.05 else data


def parts(random: Random) -> dict[str, bytes]:
    """Return the files of a dossier that is a folder: each list is a file, or is in the head."""
    head = _changed_tree(random)
    lists = [
        key for key, value in head.items() if isinstance(value, list) and str(key).isalpha() and key != "levels"
    ]
    apart = {key: head.pop(key) for key in lists if random.random() < 0.7}
    files = {"dossier": head, **{key: {key: value} for key, value in apart.items()}}
    written = {f"{name}.yaml": _written(tree, random) for name, tree in files.items()}
    return {name: damaged(data, random) if random.random() < 0.05 else data for name, data in written.items()}


def table(kind: str, random: Random) -> bytes:
    """Return a table of records of a kind, which is called as `import --as` calls it: CSV, TSV, XLSX or CSL-JSON."""
    rows = _rows(kind, random)
    make = random.choice((_delimited, _delimited, _workbook, _workbook, _damaged_workbook, _citations))
    data = make(rows, random)
    return damaged(data, random) if random.random() < 0.25 else data


def damaged(data: bytes, random: Random) -> bytes:
    """Return bytes of which some were removed, repeated or replaced, or all are encoded otherwise."""
    if random.random() < 0.1:
        text = data.decode(errors="replace")
        return random.choice(
            (text.encode("utf-16"), text.encode("utf-32"), text.encode("latin-1", "replace"), b"", data * 3)
        )
    for _ in range(random.choice((1, 1, 2, 6))):
        start = random.randrange(len(data) + 1)
        end = start + random.choice((0, 1, 1, 4, 30, 300))
        new = random.choice((b"", data[start:end] * 2, random.choice(_BYTES), bytes([random.randrange(256)])))
        data = data[:start] + new + data[end:]
    return data


def changed(tree: Any, random: Random, times: int) -> Any:
    """Return a tree of mappings, lists and texts in which that many places are otherwise."""
    tree = _copy_of(tree)
    for _ in range(times):
        places = _places(tree)
        if 0 < len(places) < _MAX_PLACES:
            random.choice(_CHANGES)(random.choice(places), places, random)
    return tree


def ids_of(key: str) -> list[str]:
    """Return the ids of what a key contains or refers to: of levels, sources, sectors and so on."""
    word = "source" if key == "evidence" else key.removesuffix("s")
    return [f"{word}-{number}" for number in (1, 2, 3)]


def text(random: Random) -> str:
    """Return a text that is hostile in some format, or several of them joined."""
    return "".join(random.choice(HOSTILE_TEXTS) for _ in range(random.choice((1, 1, 1, 2, 4))))


@cache
def _files() -> list[bytes]:
    """Return the files of the tests' dossiers, also those that are refused."""
    return [path.read_bytes() for path in sorted(DOSSIERS.rglob("*.yaml"))]


@cache
def _sound_files() -> list[bytes]:
    """Return the sound files of the tests, and the one with every feature in several styles."""
    frozen = _trees()[0]
    written = [_dumped(frozen, flow, indent) for flow in (None, True, False) for indent in (2, 8)]
    crlf = written[-1].replace("\n", "\r\n")
    return [text.encode() for text in (*written, crlf, f"\ufeff{crlf}", yaml_text(frozen))] + [
        path.read_bytes() for path in sorted((DOSSIERS / "good").glob("*.yaml"))
    ]


@cache
def _trees() -> list[dict[str, Any]]:
    """Return the sound dossiers of the tests, all scalars as texts; the one with every feature counts more."""
    frozen: dict[str, Any] = {}
    for path in FROZEN.glob("*.yaml"):
        frozen |= _loaded(path)
    return [frozen, frozen, frozen, *map(_loaded, sorted((DOSSIERS / "good").glob("*.yaml")))]


def _loaded(path: Path) -> Any:
    return yaml.load(path.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - makes texts of all scalars


def _written(tree: Any, random: Random) -> bytes:
    """Return a tree as YAML in one of several styles."""
    style = random.randrange(6)
    if style == 0:
        text = json.dumps(tree, ensure_ascii=random.random() < 0.1)
    elif style < 4 and all(isinstance(key, str) for key in tree):
        text = yaml_text(tree)
    else:
        text = _dumped(tree, random.choice((None, True, False)), random.choice((2, 4)))
    return text.encode(errors="replace")


def _dumped(tree: Any, flow: bool | None, indent: int) -> str:  # noqa: FBT001 - as PyYAML calls it
    return str(
        yaml.dump(
            tree,
            Dumper=yaml.CSafeDumper,
            allow_unicode=True,
            default_flow_style=flow,
            indent=indent,
            sort_keys=False,
        )
    )


def _reworded(tree: dict[str, Any], random: Random) -> dict[str, Any]:
    """Return a dossier after making some texts that people read hostile; it stays sound, if they fit."""
    if random.random() < 0.7:
        for holder, key in _places(tree):
            if key in _text_keys() and isinstance(holder[key], str) and random.random() < 0.15:
                new = "".join(random.choice(FRAGMENTS) for _ in range(random.choice((1, 2, 6)))).strip()
                holder[key] = (new if key == "summary" else " ".join(new.split()))[:60] or "x"
    return tree


@cache
def _text_keys() -> set[str]:
    """Return the keys of texts for people, in records and elsewhere."""
    words = {"kind", "stage", "id", "url"}
    return {key.rpartition(".")[2] for kind in KINDS for key in kind.texts} - words | {
        "subject",
        "label",
        "meaning",
        "note",
    }


def _changed_tree(random: Random) -> dict[str, Any]:
    """Return a dossier of the tests, or one drawn from the schema, most of them with no changes but to texts."""
    tree = _schema_tree(random) if random.random() < 0.3 else random.choice(_trees())
    return _reworded(changed(tree, random, random.choice(_CHANGE_COUNTS)), random)


def _copy_of(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _copy_of(value) for key, value in tree.items()}
    return [_copy_of(value) for value in tree] if isinstance(tree, list) else tree


def _places(tree: Any) -> list[Place]:
    """Return all places in a tree, those near its root first."""
    places: list[Place] = []
    inside = [tree] if isinstance(tree, dict | list) else []
    for holder in inside:  # which grows
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        places += [(holder, key) for key in keys]
        inside += [holder[key] for key in keys if isinstance(holder[key], dict | list)]
    return places


def _replace(place: Place, _: list[Place], random: Random) -> None:
    holder, key = place
    holder[key] = random.choice(
        (text(random), random.choice(DATES), random.choice(NUMBERS), random.choice(IDS), [], {}, "", None)
    )


def _remove(place: Place, _: list[Place], __: Random) -> None:
    del place[0][place[1]]


def _copy(place: Place, places: list[Place], random: Random) -> None:
    """Replace a value by that of another place."""
    holder, key = random.choice(places)
    place[0][place[1]] = _copy_of(holder[key])


def _rename(place: Place, places: list[Place], random: Random) -> None:
    """Give a value another key; put an item into a list twice."""
    holder, key = place
    if isinstance(holder, list):
        holder.insert(random.randrange(len(holder) + 1), _copy_of(holder[key]))
    else:
        new = random.choice((str(random.choice(places)[1]), text(random), "x-note", "1", "yes"))
        holder[new] = holder.pop(key)


def _repeat(place: Place, _: list[Place], random: Random) -> None:
    """Repeat an item of a list many times, with another id and day each."""
    holder, key = place
    if isinstance(holder, list):
        item = holder[key]
        for number in range(min(random.choice((3, 40, 300)), 1 + _MAX_PLACES // (1 + len(_places(item))))):
            new = {"id": f"n{number}", "date": f"20{number % 24:02}-0{number % 9 + 1}"}
            holder.append(_copy_of(item))
            if isinstance(item, dict):
                holder[-1] |= {name: new[name] for name in new if name in item}


def _nest(place: Place, _: list[Place], random: Random) -> None:
    holder, key = place
    for _level in range(random.choice((1, 1, 2, 5, 40))):
        holder[key] = [holder[key]] if random.random() < 0.5 else {"a": holder[key]}


_CHANGES: tuple[Callable[[Place, list[Place], Random], None], ...] = (
    *(_replace, _replace, _replace, _remove, _remove, _copy, _copy, _rename, _rename, _repeat, _nest),
)


def _schema_tree(random: Random) -> Any:
    """Return a dossier drawn from the schema, with every kind of record and most keys.

    What breaks a rule is left out, with all that depends on it.
    """
    tree = _Drawer(_schema()["definitions"], random).draw(
        {**_schema(), "required": list(_schema()["properties"])}, ""
    )
    for _ in range(5):
        text, places = _line_by_line(tree)
        found = examine_dossier([DossierFile("drawn.yaml", text.encode(errors="replace"))])
        wrong = {problem.line for problem in found if problem.rule.severity is Severity.ERROR}
        if not wrong:
            break
        for line in sorted(wrong & places.keys(), reverse=True):
            holder, key = places[line]
            del holder[key]
    return tree


def _line_by_line(tree: dict[str, Any]) -> tuple[str, dict[int, Place]]:
    """Return a dossier as YAML with one record in each line, and the place of each line."""
    lines: list[str] = []
    places: dict[int, Place] = {}
    for name, value in tree.items():
        inside = _places(value)[: len(value)] if isinstance(value, dict | list) else []
        lines.append(f"{name}:" if inside else f"{name}: {json.dumps(value, ensure_ascii=False)}")
        for holder, key in inside:
            places[len(lines) + 1] = holder, key
            start = "-" if isinstance(holder, list) else f"{json.dumps(key, ensure_ascii=False)}:"
            lines.append(f"  {start} {json.dumps(holder[key], ensure_ascii=False)}")
    return "\n".join(lines), places


@cache
def _schema() -> dict[str, Any]:
    return dossier_schema()


class _Drawer:
    """Draws values that a schema allows, from few ids and days, so that most references lead somewhere."""

    def __init__(self, definitions: dict[str, Any], random: Random) -> None:
        self._definitions, self._random, self._numbers = definitions, random, count(1)

    def draw(self, schema: dict[str, Any], key: str) -> Any:
        """Return a value for a key."""
        if "$ref" in schema:
            schema = self._definitions[schema["$ref"].rpartition("/")[2]]
        if "anyOf" in schema:
            return self.draw(self._random.choice(schema["anyOf"]), key)
        if schema.get("enum"):
            value = self._random.choice((schema["enum"][0], *schema["enum"]))
            return str(value).lower() if isinstance(value, bool) else value
        if schema.get("type") == "array":
            return self._list(schema, key)
        return self._mapping(schema, key) if schema.get("type") == "object" else self._text(schema, key)

    def _list(self, schema: dict[str, Any], key: str) -> list[Any]:
        """Return a list; of things that others refer to it has as many as there are ids."""
        items = [self.draw(schema.get("items", {}), key) for _ in range(3)]
        if all(isinstance(item, dict) for item in items) and key in {"levels", "sources"}:
            return [{**item, "id": name} for item, name in zip(items, ids_of(key), strict=True)]
        return items[: self._random.choice((1, 2, 3))]

    def _mapping(self, schema: dict[str, Any], key: str) -> dict[str, Any]:
        known, required, excluded = schema.get("properties", {}), set(schema.get("required", ())), set[str]()
        for rule in schema.get("allOf", ()):  # such as: either a stage or stages
            possible = [set(one["required"]) for one in rule.get("anyOf") or rule.get("oneOf", ())]
            chosen = self._random.choice([*possible, *([] if possible else [set[str]()])])
            required |= chosen
            excluded |= set().union(*possible) - chosen if "oneOf" in rule else set()
        required |= {one for one, its in known.items() if its.get("type") == "object"}
        keys = [one for one in known if one in required or (one not in excluded and self._random.random() < 0.3)]
        drawn = {one: self.draw(known[one], one) for one in keys}
        others, names = schema.get("additionalProperties"), schema.get("propertyNames", {})
        if isinstance(others, dict):
            are_ids = re.search(names.get("pattern", ""), "an-id")
            drawn |= {one: self.draw(others, "") for one in (ids_of(key) if are_ids else self._codes(names))}
        return drawn

    def _codes(self, names: dict[str, Any]) -> list[str]:
        return [self.draw(names, "") for _ in range(2)]

    def _text(self, schema: dict[str, Any], key: str) -> str:
        if key in {"country", "countries"}:
            return self._random.choice(COUNTRIES[:4])
        if key in {"id", "as_of"}:
            return f"n{next(self._numbers)}" if key == "id" else "2026"
        if key in _references():
            return self._random.choice(ids_of(key))
        possible = _matching(schema.get("pattern", ""))
        if self._random.random() < 0.02:
            return self._random.choice(possible)
        is_free = "x y" in possible
        return (
            f"{self._random.choice(FRAGMENTS).strip()} {next(self._numbers)}"
            if is_free
            else self._random.choice(possible[:3])
        )


@cache
def _references() -> set[str]:
    """Return the keys whose values are ids of sources, levels and other terms."""
    return {"source", "evidence", "levels"}.union(*(kind.terms for kind in KINDS))


@cache
def _matching(pattern: str) -> list[str]:
    """Return the texts that a pattern allows, the plain ones first."""
    known = (*IDS[:3], "x y", *DATES, "XA", "XB", *_URLS, *NUMBERS, *HOSTILE_TEXTS)
    return [one for one in known if re.search(pattern, one)] or ["x"]


def _rows(kind: str, random: Random) -> list[list[str]]:
    """Return a header and rows of a kind, most of them of records that a dossier of the tests has."""
    (found,) = (each for each in KINDS if each.command == kind)
    records = random.choice(_trees()).get(found.list_key) or [{}]
    names = [*found.struct.__struct_fields__]
    header = [name for name in names if random.random() < 0.8] or names
    chosen = [random.choice(records) for _ in range(random.choice((0, 1, 3, 3, 10, 100)))]
    rows = [[_cell(record.get(key), random) for key in header] for record in chosen]
    if random.random() < 0.3:
        header[random.randrange(len(header))] = random.choice((text(random), random.choice(names), "", "X-Notes"))
    return [header, *rows]


def _cell(value: Any, random: Random) -> str:
    if random.random() < 0.08:
        return random.choice(
            (text(random), random.choice(DATES), random.choice(NUMBERS), "a;b; ;c (partly): note", ";" * 300)
        )
    values = value if isinstance(value, list) else [value]
    named = (one.get("source", str(one)) if isinstance(one, dict) else one for one in values)
    return ";".join(str(one) for one in named if one is not None)


def _delimited(rows: list[list[str]], random: Random) -> bytes:
    out = io.StringIO()
    end = random.choice(("\n", "\r\n"))
    csv.writer(out, delimiter=random.choice(",;\t"), lineterminator=end).writerows(rows)
    return out.getvalue().encode(random.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16")), "replace")


def _citations(rows: list[list[str]], random: Random) -> bytes:
    """Return CSL-JSON with the cells of rows as values."""
    days: tuple[Any, ...] = (
        [[2025, 2]],
        [["2025"]],
        [[1e300]],
        [[]],
        [],
        [[2025, 99, 99]],
        [[-1]],
        {"raw": "2025"},
    )
    header, *others = rows
    items = [
        {
            **dict(zip(header, row, strict=False)),
            "issued": {"date-parts": random.choice(days)},
            "author": [{"literal": "A"}],
            "URL": random.choice(_URLS),
        }
        for row in others
    ]
    return json.dumps(changed(items, random, random.choice((0, 1, 5)))).encode()


def _workbook(rows: list[list[str]], _: Random) -> bytes:
    return workbook(sheet=sheet("".join(f"<row>{''.join(map(_cell_of_workbook, row))}</row>" for row in rows)))


def _cell_of_workbook(cell: str) -> str:
    legal = "".join(char for char in cell if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff"))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(legal)}</t></is></c>'


def _damaged_workbook(_: list[list[str]], random: Random) -> bytes:
    """Return a workbook that no program writes, or an archive that is none."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "e" * 10}">' for n in range(9))
    odd: tuple[Callable[[], bytes], ...] = (
        lambda: workbook(random.choice(list(DAMAGED)), random.choice((ZIP_DEFLATED, ZIP_STORED))),
        lambda: workbook(strings=f'<?xml version="1.0"?><!DOCTYPE sst [{entities}]><sst>&e8;</sst>'),
        lambda: workbook(sheet='<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><worksheet>&y;</worksheet>'),
        lambda: workbook(sheet=sheet(HEAD + "<row><c><v>1</v></c></row>" * 30_000)),
        lambda: workbook(sheet="<a>" * 20_000),
        lambda: workbook(sheet=""),
        lambda: workbook(workbook="<x/>"),
        lambda: _archive({"xl/workbook.xml": "", "../evil": "x", "/etc/x": "y"}),
        lambda: _archive({}),
        _bomb,
    )
    return random.choice(odd)()


def _archive(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@cache
def _bomb() -> bytes:
    """Return a workbook whose sheet is much longer than the file."""
    out = io.BytesIO()
    begin, end = sheet(HEAD).encode().split(b"</sheetData>")
    with ZipFile(io.BytesIO(workbook())) as usual, ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in set(usual.namelist()) - {"xl/sheet.xml"}:
            archive.writestr(name, usual.read(name))
        with archive.open("xl/sheet.xml", "w") as stream:
            stream.write(begin)
            for _ in range(300):
                stream.write(b"<row/>" * (2**20 // 6))
            stream.write(b"</sheetData>" + end)
    return out.getvalue()
