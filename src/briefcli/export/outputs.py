"""The JSON Schema of what a listing prints with `-f json`, made from its columns."""

from __future__ import annotations

from typing import Any

import msgspec

from briefcli.dossier.dates import DATE_PATTERN
from briefcli.dossier.model import Reliability, Stage, Verdict
from briefcli.page import Citation, Column, Holds
from briefcli.pages.registry import COLUMNS

_TYPES: dict[Holds, dict[str, Any]] = {
    Holds.TEXT: {"type": "string"},
    Holds.NUMBER: {"type": "integer"},
    Holds.TRUTH: {"type": "boolean"},
    Holds.DATE: {"type": "string", "pattern": DATE_PATTERN},
    Holds.DAY: {"type": "string", "format": "date"},
    Holds.ADDRESS: {"type": "string", "format": "uri"},
    Holds.TEXTS: {"type": "array", "items": {"type": "string"}},
    Holds.CITATIONS: {"type": "array", "items": {"$ref": "#/$defs/Citation"}},
    Holds.ANYTHING: {},
}
#: What stands under the keys of a matrix that a dossier's own terms give it.
_MARKS = {"anyOf": [{"enum": ["main", "further", None]}, {"type": "array", "items": {"enum": list(Stage)}}]}


def output_schema(listing: str) -> dict[str, Any]:
    """Return the schema of a listing: an array of objects, each with all columns under their keys.

    A matrix has one for each dossier.
    """
    columns = COLUMNS[listing]
    record = {
        "type": "object",
        "properties": {column.key: cell_schema(column) for column in columns},
        "required": [column.key for column in columns],
        **({"additionalProperties": _MARKS} if listing == "matrix" else {}),
    }
    rows = {"type": "array", "items": record}
    citations = any(column.holds is Holds.CITATIONS for column in columns)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"brief {listing} -f json",
        **(_by_dossier(rows) if listing == "matrix" else rows),
        **({"$defs": {"Citation": _citation()}} if citations else {}),
    }


def cell_schema(column: Column) -> dict[str, Any]:
    """Return the schema of what stands under the key of a column."""
    schema = {"description": column.meaning, **_TYPES[column.holds]}
    if column.words:
        schema["enum"] = [*column.words, *([None] if column.optional else [])]
    if column.optional:
        schema["type"] = [schema["type"], "null"]
    return schema


def _by_dossier(rows: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a page for each dossier, which has rows."""
    page = {"type": "object", "properties": {"rows": rows}, "required": ["title", "dossier", "rows"]}
    dossiers = {"type": "object", "additionalProperties": page}
    return {"type": "object", "properties": {"dossiers": dossiers}, "required": ["title", "dossiers"]}


def _citation() -> dict[str, Any]:
    """Return the schema of a piece of evidence."""
    _, definitions = msgspec.json.schema_components([Citation])
    schema: dict[str, Any] = definitions["Citation"]
    del schema["properties"]["dossier"]  # which the row names
    schema["properties"]["reliability"]["enum"] = list(Reliability)
    schema["properties"]["verdict"]["enum"] = list(Verdict)
    return schema
