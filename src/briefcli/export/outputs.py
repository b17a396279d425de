"""The JSON Schema of what a command prints with `-f json`, made from the columns.

The schema of a brief is made from its pages on an example, because each of its pages has the same parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import structs

from briefcli.dossier.dates import DATE_PATTERN, PartialDate
from briefcli.dossier.filters import Query
from briefcli.dossier.model import Country, Reliability, SourceKind, Stage, Verdict
from briefcli.dossier.past import Snapshot
from briefcli.page import Bars, Brief, Citation, Cited, Column, ColumnType, KeyValues, Listing, Note, Table, Why
from briefcli.pages.codebook import codebook_page
from briefcli.pages.compare import compare_page, then_page
from briefcli.pages.country import country_page, short_page
from briefcli.pages.groups import MEMBERS
from briefcli.pages.ladder import COUNTS_BY_YEAR
from briefcli.pages.matrix import SINCE
from briefcli.pages.registry import LISTINGS
from briefcli.pages.summary import summary_page
from briefcli.pages.table_faults import TABLE_FAULTS
from briefcli.pages.votes import BALLOTS
from briefcli.problems import Rule, Severity
from briefcli.reading.files import DossierFile
from briefcli.reading.schema import template_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcli.page import Body, Section

#: The commands that list their changes as `diff` does.
_EDITS = ("import", "add", "rename", "remove")
#: The commands that print JSON.
OUTPUTS = (*LISTINGS, *_EDITS, "country", "summary", "compare", "codebook", "check")

_TYPES: dict[ColumnType, dict[str, Any]] = {
    ColumnType.TEXT: {"type": "string"},
    ColumnType.NUMBER: {"type": "integer"},
    ColumnType.TRUTH: {"type": "boolean"},
    ColumnType.DATE: {"type": "string", "pattern": DATE_PATTERN},
    ColumnType.DAY: {"type": "string", "format": "date"},
    ColumnType.ADDRESS: {"type": "string", "format": "uri"},
    ColumnType.TEXTS: {"type": "array", "items": {"type": "string"}},
    ColumnType.NUMBERS: {"type": "array", "items": {"type": "integer"}},
    ColumnType.CITATIONS: {"type": "array", "items": {"$ref": "#/$defs/Citation"}},
    ColumnType.VALUES: {"type": "object", "additionalProperties": {"type": ["string", "integer"]}},
    ColumnType.ANYTHING: {},
}
_TEXT = {"type": "string"}
_ANY_DATE = {"type": ["string", "null"], "pattern": DATE_PATTERN}
#: The values under the keys of a matrix that come from the terms of a dossier.
_MARKS = {
    "anyOf": [{"enum": ["main", "further", "earlier", None]}, {"type": "array", "items": {"enum": list(Stage)}}]
}


#: A requested group, and a requested country without a record.
_GROUP = {
    "id": _TEXT,
    "label": _TEXT,
    "own": _TYPES[ColumnType.TRUTH],
    "day": {"type": ["string", "null"], "format": "date"},
    "members": _TYPES[ColumnType.NUMBER],
    "covered": _TYPES[ColumnType.NUMBER],
    "itself": {"type": ["string", "null"]},
    "complete_from": {"type": ["string", "null"], "format": "date"},
}
_MISSING = {
    "code": _TEXT,
    "country": _TEXT,
    "why": {"enum": list(Why)},
    "until": _ANY_DATE,
}
#: The object under `dossier` on a page.
_RESTS = {
    "id": _TEXT,
    "as_of": _TYPES[ColumnType.DATE],
    "asked": _ANY_DATE,
    "newest_evidence": _ANY_DATE,
    "evidence_age": {"type": ["integer", "null"]},
    "withheld": _TYPES[ColumnType.NUMBER],
    "age": {"type": ["integer", "null"]},
    "newer": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "dossier": _TEXT,
                "countries": {"type": "object", "additionalProperties": _TYPES[ColumnType.DATE]},
            },
            "required": ["dossier", "countries"],
        },
    },
    "coverage": _TYPES[ColumnType.TEXTS],
    "groups": {"type": "array", "items": {"type": "object", "properties": _GROUP, "required": [*_GROUP]}},
    "missing": {"type": "array", "items": {"type": "object", "properties": _MISSING, "required": [*_MISSING]}},
}
#: The sources below a page.
_SOURCES = {"sources": {"type": "array", "items": {"$ref": "#/$defs/Note"}}}
_PROBLEM = {
    "file": _TEXT,
    "line": _TYPES[ColumnType.NUMBER],
    "column": _TYPES[ColumnType.NUMBER],
    "rule": {"enum": [rule.slug for rule in Rule]},
    "severity": {"enum": list(Severity)},
    "message": _TEXT,
    "remedy": _TEXT,
    "id": {
        "type": ["string", "null"],
        "description": "The id of the record or source, null if the place is in none.",
    },
}


def output_schema(command: str) -> dict[str, Any]:
    """Return the schema of what a command prints.

    A listing is an array of objects, each with all columns under their keys; a ladder has others where it counts.
    A brief has an object for each dossier, and so has a matrix.
    """
    match command:
        case "check":
            schema = _list_of(_object(_PROBLEM))
        case "matrix":
            row = {**_row(LISTINGS[command].columns), "additionalProperties": _MARKS}
            row["properties"] |= {field.column.key: cell_schema(field.column) for field in SINCE}
            schema = _by_dossier({"title": _TEXT, "dossier": _object(_RESTS), "rows": _list_of(row), **_SOURCES})
        case "ladder":
            counts = (field.column for field in COUNTS_BY_YEAR)
            schema = {"anyOf": [_list_of(_row(columns)) for columns in (LISTINGS[command].columns, counts)]}
        case "votes":
            ballots = (field.column for field in BALLOTS)
            schema = {"anyOf": [_list_of(_row(columns)) for columns in (LISTINGS[command].columns, ballots)]}
        case "groups":
            members = (field.column for field in MEMBERS)
            schema = {"anyOf": [_list_of(_row(columns)) for columns in (LISTINGS[command].columns, members)]}
        case "import":
            faults = (field.column for field in TABLE_FAULTS)
            schema = {"anyOf": [_list_of(_row(columns)) for columns in (LISTINGS["diff"].columns, faults)]}
        case _ if command in {*LISTINGS, *_EDITS}:
            schema = _list_of(_row(LISTINGS["diff" if command in _EDITS else command].columns))
        case _:
            parts = [_parts(page) for page in _pages(command)]
            common = set.intersection(*(set(part) for part in parts))
            schema = _by_dossier({key: part for own in parts for key, part in own.items()}, common)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:briefcli:{command}",
        "title": f"brief {command} -f json",
    }
    return {**head, **schema, "$defs": {"Citation": _citation(), "Note": _note()}}


def cell_schema(column: Column) -> dict[str, Any]:
    """Return the schema of the values of a column."""
    schema = {"description": column.meaning, **_TYPES[column.type]}
    if column.words:
        schema["enum"] = [*column.words, *([None] if column.optional else [])]
    if column.optional:
        schema["type"] = [schema["type"], "null"]
    return schema


def _pages(command: str) -> Sequence[Brief]:
    """Return the pages that a command may print of a dossier."""
    from briefcli.reading.reading import read_dossier  # noqa: PLC0415 - the listings need no YAML

    read = read_dossier([DossierFile("example", template_text("example", "2026-01-01").encode())], "example")
    here, there = read.stances[0].country, "XX"
    dossier = structs.replace(read, countries={**read.countries, there: Country(name="Another country")})
    seen, query = Snapshot(dossier), Query()
    match command:
        case "country":
            whole, short = country_page(seen, here, query), short_page(seen, here, query)
            return whole, short, then_page(seen, PartialDate("2024"), here, query)
        case "summary":
            return (summary_page(seen, query),)
        case "compare":
            return (compare_page(seen, [here, there], query),)
        case _:
            return (codebook_page(dossier),)


def _parts(page: Brief) -> dict[str, Any]:
    """Return the schemas of the parts of a page, by key."""
    sections = {section.key: _body(section) for section in page.sections if section.key}
    return {"title": _TEXT, "dossier": _object(_RESTS), **sections, **({} if page.notes is None else _SOURCES)}


def _body(section: Section) -> dict[str, Any]:
    body: Body = section.body
    match body:
        case Table():
            return _list_of(_row(body.columns))
        case KeyValues():
            return {"anyOf": [_row(body.columns), {"type": "null"}]}
        case Bars():
            more = {"anyOf": [_TYPES[ColumnType.NUMBER], _TYPES[ColumnType.TEXTS]]}
            known = {"id": _TEXT, "label": _TEXT, "count": _TYPES[ColumnType.NUMBER], body.more.key: more}
            # Steps of a ladder have a rank.
            return _list_of(_object({**known, "rank": _TYPES[ColumnType.NUMBER]}, known))
        case str() | Cited():
            return _TEXT
        case tuple():
            return _TYPES[ColumnType.TEXTS]
        case Listing() | Brief():
            msg = f"{section.key} is a separate page"
            raise TypeError(msg)


def _row(columns: Iterable[Column]) -> dict[str, Any]:
    """Return the schema of a row; that of a summary counts the stages that its dossier has, and no others."""
    own = {column.key: cell_schema(column) for column in columns}
    stages = {} if own.keys().isdisjoint(Stage) else dict.fromkeys(map(str, Stage), _TYPES[ColumnType.NUMBER])
    return _object({**stages, **own}, own.keys() - stages.keys())


def _object(properties: dict[str, Any], required: Iterable[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [key for key in properties if required is None or key in required],
    }


def _list_of(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _by_dossier(parts: dict[str, Any], required: Iterable[str] | None = None) -> dict[str, Any]:
    """Return the schema of a page for each dossier."""
    pages = {"type": "object", "additionalProperties": _object(parts, required)}
    return _object({"title": _TEXT, "dossiers": pages})


def _citation() -> dict[str, Any]:
    """Return the schema of a piece of evidence."""
    schema = _struct(Citation)
    schema["properties"]["verdict"] = {"enum": list(Verdict)}
    return schema


def _note() -> dict[str, Any]:
    """Return the schema of a source under a page."""
    schema = _struct(Note)
    grade = {"enum": list(Reliability)}
    schema["properties"] |= {"grade": grade, "verdicts": _list_of({"enum": list(Verdict)})}
    schema["required"] += ["verdicts", "remarks"]
    return schema


def _struct(kind: type[Citation | Note]) -> dict[str, Any]:
    """Return the schema of a source, without the dossier, which the row or the page names."""
    _, definitions = msgspec.json.schema_components([kind])
    schema: dict[str, Any] = definitions[kind.__name__]
    del schema["properties"]["dossier"]
    schema["properties"] |= {"reliability": {"enum": list(Reliability)}, "kind": {"enum": list(SourceKind)}}
    schema["required"] = list(dict.fromkeys([*schema["required"], "reliability"]))
    return schema
