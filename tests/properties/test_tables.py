"""Whatever `check` accepts fits into the tables for other programs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from hypothesis import given, settings

from briefcli.dossier.kinds import LIST_KEYS
from briefcli.export import database
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import read_dossier
from briefcli.reading.yamlwriter import yaml_text
from properties.drawn import dossiers, examples

if TYPE_CHECKING:
    from pathlib import Path

    from properties.drawn import Tree


@settings(max_examples=examples(15))
@given(dossiers())
def test_every_row_has_its_key_and_what_it_refers_to(folder: Path, tree: Tree) -> None:
    """SQLite takes all rows, each of its own key and with a value where one has to be, and misses none."""
    path = folder / "drawn.db"
    path.unlink(missing_ok=True)
    dossier = read_dossier([DossierFile("drawn.yaml", yaml_text(tree).encode())], "drawn.yaml")
    database.write(path, [dossier])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for kind in LIST_KEYS:
            ((count,),) = connection.execute(f"SELECT count(*) FROM {kind}").fetchall()
            assert count == len(tree[kind])
