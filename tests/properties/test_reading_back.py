"""What is printed for scripts is read back to the same values, by whatever reads it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pandas  # type: ignore[import-untyped]
import yaml
from hypothesis import given, settings
from ruamel.yaml import YAML

from briefcli.characters import is_formula
from properties.drawn import dossiers, examples
from properties.program import calls, run, written

if TYPE_CHECKING:
    from pathlib import Path

    from properties.drawn import Tree

_SEPARATORS = {"csv": ",", "tsv": "\t"}
_FORMS = {"json", "jsonl", "yaml", *_SEPARATORS}


@settings(max_examples=examples(3))
@given(dossiers())
def test_every_page_is_read_back_from_every_format_for_scripts(folder: Path, tree: Tree) -> None:
    """JSON and YAML, old or new, hold the same values, and of a listing JSON Lines; CSV and TSV the same as texts."""
    printed: dict[str, dict[str, str]] = {}
    for call in calls(tree, written(tree, folder)):
        if call.form in _FORMS:
            printed.setdefault(call.command, {})[call.form] = run(*call.arguments).out
    for forms in (forms for forms in printed.values() if "yaml" in forms):
        records = json.loads(forms["json"])
        assert YAML(typ="safe", pure=True).load(forms["yaml"]) == records
        assert yaml.load(forms["yaml"], yaml.CSafeLoader) == records
        if "csv" not in forms:
            continue
        if isinstance(records, dict):  # a page of its dossier, which has rows
            (page,) = records["dossiers"].values()
            records = page["rows"]
        assert [json.loads(line) for line in forms["jsonl"].split("\n")[:-1]] == records
        for form, separator in _SEPARATORS.items():
            head, *rows = csv.reader(io.StringIO(forms[form], newline=""), delimiter=separator, strict=True)
            assert [dict(zip(head, row, strict=True)) for row in rows] == [_flat(record) for record in records]
            frame = pandas.read_csv(io.StringIO(forms[form]), sep=separator, dtype=str, keep_default_na=False)
            assert frame.to_dict("records") == [_flat(record) for record in records]


@settings(max_examples=examples(3))
@given(dossiers())
def test_a_spreadsheet_runs_no_cell_that_was_made_safe(folder: Path, tree: Tree) -> None:
    """Each cell is as it was, except for an apostrophe before those that a spreadsheet would run."""
    for call in calls(tree, written(tree, folder)):
        if separator := _SEPARATORS.get(call.form):
            exact = csv.reader(io.StringIO(run(*call.arguments).out, newline=""), delimiter=separator)
            safe = csv.reader(
                io.StringIO(run(*call.arguments, "--spreadsheet-safe").out, newline=""), delimiter=separator
            )
            assert list(safe) == [[f"'{cell}" if is_formula(cell) else cell for cell in row] for row in exact]


def _flat(record: dict[str, Any]) -> dict[str, str]:
    """Return a record as the texts of its cells."""
    return {key: _text(value) for key, value in record.items()}


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return "; ".join(map(_text, value))
        case {"source": source, "verdict": verdict}:
            return str(source) if verdict == "supports" else f"{source} ({verdict})"
        case dict():
            return "; ".join(f"{key}={_text(one)}" for key, one in value.items())
        case _:
            return str(value)
