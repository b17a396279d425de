"""The tables as an SQLite database, and what Datasette shows beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from briefcli.errors import UsageError
from briefcli.export.relations import RELATIONS, context_of
from briefcli.page import Column, ColumnType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from briefcli.dossier.model import Dossier
    from briefcli.export.relations import Relation

#: What a column is declared as; what is not named here is a text.
_TYPES = {ColumnType.NUMBER: "INTEGER", ColumnType.TRUTH: "INTEGER", ColumnType.DAY: "DATE"}
#: The views of the current stances: beside the table `stances` in a list, and by the name of 0.2.
VIEWS = ("current_stances", "in_force")


def write(path: Path, dossiers: Iterable[Dossier]) -> None:
    """Fill an empty file with a database of dossiers: tables, keys, views of current stances, full-text search.

    Raises:
        UsageError: SQLite cannot write it.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            # The file takes its place when it is whole, so that nothing has to be taken back.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            for relation in RELATIONS:
                for statement in _definition(relation):
                    connection.execute(statement)
            for view in VIEWS:  # by the rowid Datasette finds what a search in the stances has found
                connection.execute(f"CREATE VIEW {view} AS SELECT *, rowid FROM stances WHERE until IS NULL")  # noqa: S608
            for dossier in dossiers:
                context = context_of(dossier)
                for relation in RELATIONS:
                    connection.executemany(_insertion(relation), relation.rows(context))
            for relation in RELATIONS:
                if relation.searched:
                    index = f"{relation.name}_fts"
                    connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        msg = f"the database cannot be written: {error}"
        raise UsageError(msg) from error


def metadata(name: str) -> dict[str, Any]:
    """Return what Datasette shows of a database: what each table and column is, and what to narrow it down by."""
    tables = {
        relation.name: {
            "description": relation.meaning,
            "columns": {column.key: column.meaning for column in relation.columns},
            "facets": ["dossier", *relation.facets],
        }
        for relation in RELATIONS
    }
    current = {"description": "current stances: those without an until", "fts_table": "stances_fts"}
    tables |= {view: {**tables["stances"], "title": view, **current} for view in VIEWS}
    return {"databases": {name: {"tables": tables}}}


def _definition(relation: Relation[Any]) -> Iterator[str]:
    """Return the statements that make a table, the indexes of what it refers to, and the search in it."""
    lines = [(_column(column), column.meaning) for column in relation.columns]
    lines += [(f"PRIMARY KEY ({', '.join(relation.key)})", "")]
    lines += [(_reference(*reference), "") for reference in relation.references]
    body = "".join(
        f"  {line}{',' if place < len(lines) else ''}{f' -- {meaning}' if meaning else ''}\n"
        for place, (line, meaning) in enumerate(lines, 1)
    )
    yield f"CREATE TABLE {relation.name} (\n{body})"
    for own, _ in relation.references:
        if own != relation.key[: len(own)]:
            yield f"CREATE INDEX {relation.name}_{own[-1]} ON {relation.name} ({', '.join(own)})"
    if relation.searched:
        yield (
            f"CREATE VIRTUAL TABLE {relation.name}_fts USING fts5({', '.join(relation.searched)}, "
            f"content=\"{relation.name}\", tokenize='unicode61 remove_diacritics 2')"
        )


def _reference(own: tuple[str, ...], table: str) -> str:
    """Return the clause of a foreign key. It names the target columns, which Datasette needs."""
    (key,) = (relation.key for relation in RELATIONS if relation.name == table)
    return f"FOREIGN KEY ({', '.join(own)}) REFERENCES {table} ({', '.join(key)})"


def _insertion(relation: Relation[Any]) -> str:
    places = ", ".join("?" * len(relation.columns))
    return f"INSERT INTO {relation.name} VALUES ({places})"  # noqa: S608 - no name here is anybody else's


def _column(column: Column) -> str:
    return f"{column.key} {_TYPES.get(column.type, 'TEXT')}{'' if column.optional else ' NOT NULL'}"
