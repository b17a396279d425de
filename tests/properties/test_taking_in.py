"""What a listing wrote is taken in again without a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from briefcli.dossier.kinds import LIST_KEYS, kind_named
from briefcli.edit.draft import Draft
from briefcli.edit.intake import Intake, Reading
from briefcli.edit.table_files import Header, read_tables
from briefcli.reading.files import DossierFile
from briefcli.reading.yamlwriter import yaml_text
from properties.drawn import dossiers, examples
from properties.program import run, written

if TYPE_CHECKING:
    from pathlib import Path

    from properties.drawn import Tree


@settings(max_examples=examples(10))
@given(dossiers(), st.sampled_from(list(LIST_KEYS)), st.sampled_from(["csv", "tsv"]), st.booleans())
def test_a_listing_is_no_change(folder: Path, tree: Tree, kind: str, form: str, safe: bool) -> None:  # noqa: FBT001
    """Whatever the cells hold, and also if formulas were made safe; not a byte of the file is another one."""
    path = written(tree, folder)
    history = ["--history"] if kind_named(kind).in_force else []
    table = run(
        kind_named(kind).command, "-d", str(path), "-f", form, *history, *(["--spreadsheet-safe"] if safe else [])
    ).out
    draft = Draft([DossierFile(str(path), yaml_text(tree).encode())], "drawn")
    ((_, sheet),) = read_tables("table", table.encode(), kind, lambda *_: Header(0, 1))
    intake = Intake(draft, kind, sheet, Reading(clear=True))
    assert intake.faults == []
    assert draft.changed().files == ()
