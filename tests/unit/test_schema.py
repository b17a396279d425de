"""The JSON Schema, as an editor that knows draft 7 and YAML 1.2 sees a dossier with it."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import check_jsonschema  # type: ignore[import-untyped]
import pytest
from jsonschema import Draft7Validator  # type: ignore[import-untyped] # it has no types
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from briefcli.dossier.kinds import KINDS
from briefcli.reading.schema import dossier_schema, template_text
from briefcli.render.json_yaml import indented
from samples import RIVER, problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

BAD = Path(__file__).parents[1] / "dossiers" / "bad"
OF_SCHEMA_KIND = {
    "unknown-key",
    "missing-key",
    "wrong-type",
    "wrong-value",
    "bad-date",
    "bad-url",
    "label-too-long",
    "no-evidence",
}
#: What brief refuses and an editor with this schema does not.
EXCEPTIONS = {
    "missing-id-of-dossier",  # without its id a file is taken for a part of a folder
    "list-as-a-key",  # in JSON a key is always text
}


class Yaml12Constructor(SafeConstructor):
    """YAML 1.2 as its core schema has it, in which a date is text; ruamel makes it a date."""


Yaml12Constructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def parsed(text: str) -> object:
    """Return what an editor makes of a YAML text."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Yaml12Constructor
    value: object = yaml.load(io.StringIO(text))
    return value


def faults(text: str) -> list[str]:
    """Return where and why an editor underlines a dossier."""
    return [f"{error.json_path}: {error.validator}" for error in validator().iter_errors(parsed(text))]


@cache
def validator() -> Any:
    """Return the validator of a dossier."""
    return Draft7Validator(dossier_schema())


def refused_files() -> list[Path]:
    """Return the bad files whose first comment names a fault that a schema can see."""
    found = []
    for path in sorted(BAD.rglob("*.yaml")):
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        if OF_SCHEMA_KIND & set(re.findall(r"([a-z0-9-]+) at [0-9]+", first)):
            found.append(path)
    return found


def name_of(path: Path) -> str:
    """Return the path of a bad file within their folder, without its suffix."""
    return path.relative_to(BAD).with_suffix("").as_posix()


def test_the_schema_is_one_of_draft_7() -> None:
    """The newest draft that the YAML language server reads."""
    schema = dossier_schema()
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(schema)
    assert json.loads(indented(schema)) == schema


@pytest.mark.parametrize("text", [RIVER, "events: []\n"], ids=["dossier", "part"])
def test_a_sound_file_is_accepted(text: str) -> None:
    """A whole dossier, and one file of a folder, which needs no head."""
    assert faults(text) == []


def test_the_bundled_dossier_is_accepted() -> None:
    """What ships passes in every editor."""
    root = Path(__file__).parents[2]
    assert faults((root / "data" / "stances.yaml").read_text(encoding="utf-8")) == []


def test_the_template_is_accepted(brief: Callable[..., Result], tmp_path: Path) -> None:
    """`brief new` writes a file that its own schema has nothing against."""
    assert brief("new", str(tmp_path / "mine.yaml")).code == 0
    assert faults((tmp_path / "mine.yaml").read_text(encoding="utf-8")) == []
    assert (tmp_path / "brief.schema.json").read_text(encoding="utf-8") == indented(dossier_schema())


def test_the_template_has_a_record_of_each_kind() -> None:
    """So it shows all that a dossier can contain, and schemas of pages are made from it."""
    template = YAML(typ="safe").load(template_text("example", "2026-01-01"))
    assert [kind.list_key for kind in KINDS if not template.get(kind.list_key)] == []


@pytest.mark.parametrize(
    ("right", "written"),
    [
        ("title: Talks on the shared river", "title: 2025"),
        ("title: Talks on the shared river", "title: 1.10"),
        ("title: Talks on the shared river", "title: true"),
        ("since: 2025-02", "since: 2025"),
        ("since: 2025-02", "since: 2025-02-16"),
        ("country: Egypt", "country: NO"),
        ("[gazette]", "[{source: gazette, verdict: partly, note: 2025}]"),
    ],
)
def test_what_needs_no_quotes_in_brief_needs_none_in_an_editor(right: str, written: str) -> None:
    """A title may be a number and a date a year, for brief takes every scalar for text."""
    assert faults(RIVER.replace(right, written)) == []


@pytest.mark.parametrize(
    ("right", "written", "sound"),
    [
        ("dossier: river-talks", "dossier: 2025", True),
        ("dossier: river-talks", "dossier: true", True),
        ("dossier: river-talks", "dossier: all", False),
        ("dossier: river-talks", "dossier: overall", True),
        ("{id: talks", "{id: 12, label: A, meaning: B}\n  - {id: 1.5, label: A, meaning: B}\n  - {id: talks", True),
        ("title: Talks on the shared river", "title: null", False),
        ("title: Talks on the shared river", "title: ~", False),
        ("title: Talks on the shared river", "title: 'null'", True),
        ("title: Talks on the shared river", "title: ' '", False),
        ("title: Talks on the shared river", "title: |\n  Two\n  lines", True),
        ("status: In talks", "status: |\n      Two\n      lines", False),
        ("status: In talks", "status: >\n      Two\n      lines", False),
        ("status: In talks", "status: >-\n      Two\n      lines", True),
        ("status: In talks", "status: 2025", True),
        ("credibility: 3", "credibility: '3'", True),
        ("credibility: 3", "credibility: '7'", False),
        ("credibility: 3", "credibility: 0", False),
        ("credibility: 3", "credibility: three", False),
        ("since: 2025-02", "since: '2025'", True),
        ("since: 2025-02", "since: 999", False),
        ("since: 2025-02", "since: 1000", True),
        ("\nstances:", "\nevents: [{date: 2026, title: T, follow_up: 'true', evidence: [gazette]}]\nstances:", True),
        ("\nstances:", "\nevents: [{date: 2026, title: T, follow_up: 'yes', evidence: [gazette]}]\nstances:", False),
    ],
)  # fmt: skip
def test_an_editor_and_check_agree(right: str, written: str, *, sound: bool) -> None:
    """However YAML types a value, the schema takes it where reading does."""
    text = RIVER.replace(right, written)
    assert text != RIVER
    errors = [line for line in problems(text) if not line.endswith(("[warning]", "[notice]"))]
    assert ((faults(text) == []), (errors == [])) == (sound, sound)


@pytest.mark.parametrize("path", refused_files(), ids=name_of)
def test_a_fault_of_schema_kind_is_underlined_in_an_editor(path: Path) -> None:
    """What `brief check` reports about the shape of a dossier, an editor reports during typing."""
    found = faults(path.read_text(encoding="utf-8"))
    assert bool(found) is (name_of(path) not in EXCEPTIONS)


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("status: In talks", "status:", ["$.stances[0].status: type"]),
        ("status: In talks", "statsu: In talks", ["$.stances[0]: additionalProperties", "$.stances[0]: required"]),
        ("credibility: 3", "credibility: 7", ["$.stances[0].credibility: maximum"]),
        ("since: 2025-02", "since: 2023-02-29", ["$.stances[0].since: pattern"]),
        ("[gazette]", "[]", ["$.stances[0].evidence: minItems"]),
        ("{press: B}", "{pres: B}", ["$.grades: enum"]),
        ("subject: the dam upstream\n", "", ["$: required"]),
    ],
)
def test_a_fault_is_underlined_where_it_is(right: str, wrong: str, expected: list[str]) -> None:
    """The place that an editor underlines, and the keyword that says why."""
    assert sorted(faults(RIVER.replace(right, wrong))) == expected


def test_every_key_is_described() -> None:
    """An editor shows a sentence for each key under the cursor."""
    schema = dossier_schema()
    parts = {"dossier": schema, **schema["definitions"]}
    undescribed = [
        f"{name}.{key}"
        for name, part in parts.items()
        for key, value in part.get("properties", {}).items()
        if not value.get("description")
    ]
    assert undescribed == []


def test_the_schema_of_a_dossier_has_its_ids(brief: Callable[..., Result], tmp_path: Path) -> None:
    """With titles, for editors to complete; a new id is no mistake, and what was one still is."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER, encoding="utf-8")
    schema = json.loads(brief("schema", "-d", str(path)).out)
    Draft7Validator.check_schema(schema)
    assert schema["$id"] == "urn:briefcli:dossier:river-talks"
    definitions = schema["definitions"]
    assert definitions["LevelIds"] == {"enum": ["talks"], "enumDescriptions": ["Holds talks"]}
    assert definitions["SourceIds"]["enumDescriptions"] == ["Example Gazette: Talks resume"]
    assert {"Egypt", "Tonga"} <= {*definitions["CountryIds"]["enum"]}
    assert definitions["ValueIds"] is False
    stance = definitions["Stance"]["properties"]
    for offered in (
        stance["level"],
        stance["evidence"]["items"],
        definitions["Vote"]["properties"]["against"]["items"],
    ):
        assert "$ref" in offered["anyOf"][0]
    found = Draft7Validator(schema)
    assert not list(found.iter_errors(parsed(RIVER.replace("level: talks", "level: new"))))
    assert list(found.iter_errors(parsed(RIVER.replace("level: talks", "level: []"))))
    assert brief("schema", "-d", str(path), "--of", "stances").code == 2


@pytest.mark.parametrize(("old", "new", "code"), [("", "", 0), ("title: Talks", "tile: Talks", 1)])
def test_a_validator_on_the_command_line_takes_it(
    old: str, new: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its name is a URN, which leads nowhere, so that nothing is fetched."""
    schema, dossier = tmp_path / "schema.json", tmp_path / "river.yaml"
    schema.write_text(indented(dossier_schema()), "utf-8")
    dossier.write_text(RIVER.replace(old, new), "utf-8")
    ended = check_jsonschema.main(["--schemafile", str(schema), str(dossier)], standalone_mode=False)
    assert (ended, "tile" in capsys.readouterr().out) == (code, bool(code))
