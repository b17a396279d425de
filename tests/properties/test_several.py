"""Several dossiers at once answer as each does alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings

from properties.drawn import dossiers, examples
from properties.program import run, written

if TYPE_CHECKING:
    from pathlib import Path

    from properties.drawn import Tree

LISTINGS = (
    "stances --history",
    "topics",
    "sectors",
    "events",
    "evidence",
    "sources",
    "changes --since 0001",
    "search a",
)
PAGES = ("summary", "codebook", "matrix", "matrix --by sectors")


@settings(max_examples=examples(10))
@given(dossiers(), dossiers())
def test_several_dossiers_answer_as_each_does_alone(folder: Path, first: Tree, second: Tree) -> None:
    """Rows are those of each, in the order of each; pages are the same except for the numbers of notes."""
    first["dossier"], second["dossier"] = "first", "second"
    paths = []
    for tree in (first, second):
        (folder / tree["dossier"]).mkdir(exist_ok=True)
        paths.append(written(tree, folder / tree["dossier"]))

    def printed(line: str, *asked: Path) -> Any:
        return json.loads(
            run(*line.split(), *(part for path in asked for part in ("-d", str(path))), "-f", "json").out
        )

    for line in LISTINGS:
        rows = printed(line, *paths)
        alone = {path.parent.name: printed(line, path) for path in paths}
        assert len(rows) == sum(map(len, alone.values()))
        for name, own in alone.items():
            found = [row for row in rows if row["dossier"] == name]
            assert found == own
    for line in PAGES:
        pages = printed(line, *paths)["dossiers"]
        assert pages == {key: page for path in paths for key, page in printed(line, path)["dossiers"].items()}
