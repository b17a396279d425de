"""The tables as a Data Package: CSV files, and a Table Schema of each (https://datapackage.org)."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from briefcli.export.relations import RELATIONS, context_of
from briefcli.page import Column, ColumnType
from briefcli.render.delimited import csv_line
from briefcli.render.json_yaml import indented

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from briefcli.dossier.model import Dossier
    from briefcli.export.relations import Relation

#: The file that describes the others.
DESCRIPTOR = "datapackage.json"
#: The type of a column and its further properties; a type that is not listed is a text.
_TYPES: dict[ColumnType, dict[str, Any]] = {
    ColumnType.NUMBER: {"type": "integer"},
    ColumnType.TRUTH: {"type": "boolean"},
    ColumnType.DAY: {"type": "date"},
    ColumnType.ADDRESS: {"type": "string", "format": "uri"},
}
#: No finer than is needed: the dates were read, and not every program knows more than this of patterns.
_DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


def write(folder: Path, dossiers: Iterable[Dossier]) -> None:
    """Fill an empty folder with a CSV file for each table, and with what describes them."""
    with ExitStack() as files:
        opened = [
            files.enter_context((folder / f"{relation.name}.csv").open("w", encoding="utf-8", newline=""))
            for relation in RELATIONS
        ]
        for relation, file in zip(RELATIONS, opened, strict=True):
            file.write(csv_line(column.key for column in relation.columns))
        for dossier in dossiers:
            context = context_of(dossier)
            for relation, file in zip(RELATIONS, opened, strict=True):
                file.writelines(map(csv_line, relation.rows(context)))
    (folder / DESCRIPTOR).write_text(indented(descriptor()), encoding="utf-8")


def descriptor() -> dict[str, Any]:
    """Return what describes the files: their columns, keys and references."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "title": "Dossiers as tables",
        "resources": [
            {
                "name": relation.name,
                "type": "table",
                "description": relation.meaning,
                "path": f"{relation.name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": _schema(relation),
            }
            for relation in RELATIONS
        ],
    }


def _schema(relation: Relation[Any]) -> dict[str, Any]:
    keys = {other.name: other.key for other in RELATIONS}
    return {
        "fields": [_field(column) for column in relation.columns],
        "primaryKey": list(relation.key),
        "foreignKeys": [
            {"fields": list(own), "reference": {"resource": table, "fields": list(keys[table])}}
            for own, table in relation.references
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    constraints = {
        **({} if column.optional else {"required": True}),
        **({"enum": list(column.words)} if column.words else {}),
        **({"pattern": _DATE} if column.type is ColumnType.DATE else {}),
    }
    return {
        "name": column.key,
        "title": column.heading,
        "description": column.meaning,
        **_TYPES.get(column.type, {"type": "string"}),
        **({"constraints": constraints} if constraints else {}),
    }
