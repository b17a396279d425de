"""Whatever `check` accepts goes through every command in every format."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from briefcli.characters import UNSAFE
from briefcli.dossier.kinds import LIST_KEYS
from briefcli.export.outputs import OUTPUTS, output_schema
from briefcli.problems import Severity
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import examine_dossier
from briefcli.reading.yamlwriter import yaml_text
from properties.drawn import dossiers, examples
from properties.program import calls, run, written

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from properties.drawn import Tree


@settings(max_examples=examples(15))
@given(dossiers())
def test_what_is_drawn_is_sound(tree: Tree) -> None:
    """The other properties are about dossiers that can be read."""
    found = examine_dossier([DossierFile("drawn.yaml", yaml_text(tree).encode())])
    assert [str(problem) for problem in found if problem.rule.severity is Severity.ERROR] == []


@settings(max_examples=examples(2))
@given(dossiers(), st.randoms(use_true_random=False))
def test_every_command_prints_the_same_in_every_order_of_the_records(
    folder: Path, tree: Tree, random: Random
) -> None:
    """No command fails in any format or drives a terminal, and neither records nor keys need an order.

    What a command prints is what its schema says.
    """
    path = written(tree, folder)
    printed = {call: run(*call.arguments).out for call in calls(tree, path)}
    assert not any(re.search(UNSAFE, text) for text in printed.values())
    for call, out in printed.items():
        if call.form == "json" and call.command in OUTPUTS:
            Draft202012Validator(output_schema(call.command)).validate(json.loads(out))
    written(_shuffled(tree, random), folder)
    for call, out in printed.items():
        if call.command not in {"check", "review", "links"}:  # which name the lines
            assert run(*call.arguments).out == out, call.arguments


_RECORDS = LIST_KEYS


def _shuffled(tree: Tree, random: Random) -> Tree:
    """Return a dossier with its records, and the keys of all its mappings, in another order."""
    for key in _RECORDS:
        tree = {**tree, key: random.sample(tree[key], len(tree[key]))}
    shuffled: Tree = _turned(tree, random)
    return shuffled


def _turned(part: Any, random: Random) -> Any:
    match part:
        case dict():
            return {key: _turned(value, random) for key, value in random.sample(list(part.items()), len(part))}
        case list():
            return [_turned(value, random) for value in part]
        case _:
            return part
