"""What every command prints is what its schema says."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import typer.main
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from briefcli import load
from briefcli.cli.app import app
from briefcli.dossier.kinds import RECORD_KINDS
from briefcli.export.outputs import OUTPUTS, output_schema
from briefcli.pages.registry import LISTINGS
from samples import FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Result

HOSTILE = "tests/dossiers/good/hostile.yaml"
#: The arguments that a listing needs, with its columns.
ASKED = {
    "stances": ["--history"],
    "changes": ["--since", "0001"],
    "matrix": ["--history"],
    "diff": [HOSTILE, FROZEN],
    "search": ["a"],
}
OF_NO_DOSSIER = {"diff", "dossiers"}


@cache
def validator(command: str) -> Any:
    """Return the validator of the JSON that a command prints."""
    schema = output_schema(command)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def faults(command: str, printed: object) -> list[str]:
    """Return where the JSON of a command differs from its schema."""
    return [error.message for error in validator(command).iter_errors(printed)]


@pytest.mark.parametrize("dossier", [FROZEN, HOSTILE, "japan-visit"])
@pytest.mark.parametrize("listing", LISTINGS)
def test_every_listing_prints_what_its_schema_says(
    listing: str, dossier: str, brief: Callable[..., Result]
) -> None:
    """All keys are there and no other, in their order, and every cell is of its type."""
    named = [] if listing in OF_NO_DOSSIER else ["-d", dossier]
    printed = json.loads(brief(listing, *ASKED.get(listing, []), *named, "-f", "json").out)
    assert faults(listing, printed) == []
    assert printed or not any(
        kind.command == listing and getattr(load(dossier), kind.list_key) for kind in RECORD_KINDS
    )
    if listing not in {"matrix", "ladder", "votes"}:
        schema = validator(listing).schema
        rows = schema.get("anyOf", [schema])[0]  # that of the groups themselves, not of the members of one
        assert all(list(row) == rows["items"]["required"] for row in printed)


def test_a_ladder_is_a_list_of_steps_or_of_counts(brief: Callable[..., Result]) -> None:
    """And no mixture."""
    pages = [json.loads(brief("ladder", *count, "-f", "json").out) for count in ([], ["--count"])]
    for rows, one in zip(pages, validator("ladder").schema["anyOf"], strict=True):
        assert faults("ladder", rows) == []
        assert all(list(row) == one["items"]["required"] for row in rows)
    assert faults("ladder", [*pages[0], *pages[1]])


BRIEFS: dict[str, list[list[str]]] = {
    "country": [["{0}"], ["{0}", "--short"], ["{0}", "--then", "2021-09"], ["{1}"]],
    "summary": [[], ["-c", "{0}"]],
    "compare": [["{0}", "{1}"]],
    "codebook": [[]],
}
COUNTRIES = {FROZEN: ("Japan", "Norway"), "world": ("Japan", "Pakistan"), "japan-visit": ("Japan", "China")}


@pytest.mark.parametrize("dossier", COUNTRIES)
@pytest.mark.parametrize("command", BRIEFS)
def test_every_brief_prints_what_its_schema_says(command: str, dossier: str, brief: Callable[..., Result]) -> None:
    """Also its short form, and that on two days; no key is there that the schema does not name."""
    named = validator(command).schema["properties"]["dossiers"]["additionalProperties"]["properties"]
    keys: set[str] = set()
    for arguments in BRIEFS[command]:
        words = [word.format(*COUNTRIES[dossier]) for word in arguments]
        code, out, err = brief(command, *words, "-d", dossier, "-f", "json")
        assert (code, err) == (0, "")
        printed = json.loads(out)
        assert faults(command, printed) == []
        keys |= {key for page in printed["dossiers"].values() for key in page}
    assert keys == set(named)


def test_check_prints_what_its_schema_says(brief: Callable[..., Result]) -> None:
    """Every bad dossier breaks a rule."""
    printed = json.loads(brief("check", "tests/dossiers/bad", "-f", "json").out)
    assert len(printed) > 20
    assert faults("check", printed) == []
    del printed[0]["remedy"]
    assert faults("check", printed)


def undescribed(value: object, schema: dict[str, Any], defs: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield the place of each key of JSON that its schema does not name."""
    options = [
        defs[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in schema.get("anyOf", [schema])
    ]
    if isinstance(value, list):
        items: dict[str, Any] = next((one["items"] for one in options if "items" in one), {})
        for item in value:
            yield from undescribed(item, items, defs, path)
    elif isinstance(value, dict) and (known := next((one for one in options if "type" in one), None)):
        for key, part in value.items():
            own = known.get("properties", {}).get(key, known.get("additionalProperties"))
            if own is None:
                yield f"{path}.{key}"
            else:
                yield from undescribed(part, own, defs, f"{path}.{key}")


@pytest.mark.parametrize("command", [name for name in (*LISTINGS, *BRIEFS) if name not in {"ladder", "votes"}])
def test_every_key_that_is_printed_is_described(command: str, brief: Callable[..., Result]) -> None:
    """At any depth; the schema is named after the command."""
    asked = [word.format(*COUNTRIES[FROZEN]) for word in BRIEFS.get(command, [ASKED.get(command, [])])[0]]
    printed = json.loads(brief(command, *asked, *([] if command == "diff" else ["-d", FROZEN]), "-f", "json").out)
    schema = validator(command).schema
    assert printed
    assert list(undescribed(printed, schema, schema["$defs"])) == []
    assert (schema["$id"], schema["title"]) == (f"urn:briefcli:{command}", f"brief {command} -f json")


def test_a_source_has_every_key_that_is_described_and_needs_it(brief: Callable[..., Result]) -> None:
    """As evidence of a record, and below a page."""
    rows = json.loads(brief("stances", "-f", "json").out)
    page = json.loads(brief("country", "japan", "-f", "json").out)
    found = {"stances": rows[0]["evidence"], "country": page["dossiers"]["free-port"]["sources"]}
    for command, kind in (("stances", "Citation"), ("country", "Note")):
        sources = found[command]
        # Only a source that has an English title has the key.
        assert {*sources[0], "title_en"} == set(validator(command).schema["$defs"][kind]["properties"])
        for key in [key for key in sources[0] if key != "title_en"]:
            value = sources[0].pop(key)
            assert faults(command, {"stances": rows, "country": page}[command]), key
            sources[0][key] = value


def test_every_command_that_prints_json_has_a_schema() -> None:
    """What the formats of a command offer decides."""
    group: Any = typer.main.get_command(app)
    printing = {
        name
        for name, command in group.commands.items()
        for parameter in command.params
        if "--format" in parameter.opts
        and "json" in {offered.value for offered in parameter.shell_complete(typer.Context(command), "")}
    }
    assert printing == set(OUTPUTS)


@pytest.mark.parametrize("as_of", ["2015", "2021-09", "2025-02-20"])
@pytest.mark.parametrize("listing", ["stances", "topics", "sectors", "events", "evidence", "sources", "matrix"])
def test_so_does_one_of_a_day(listing: str, as_of: str, brief: Callable[..., Result]) -> None:
    """A dossier position on a day lacks what was not known then."""
    printed = json.loads(brief(listing, "-d", "world", "--as-of", as_of, "-f", "json").out)
    assert faults(listing, printed) == []


def test_a_matrix_by_sectors_holds_stages(brief: Callable[..., Result]) -> None:
    """The keys that a dossier's terms give have marks: of a concern its place, of a sector its stages."""
    printed = json.loads(brief("matrix", "--by", "sectors", "-f", "json").out)
    assert faults("matrix", printed) == []
    printed["dossiers"]["free-port"]["rows"][0]["shipping"] = "sold"
    assert faults("matrix", printed)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("rank", "1"),
        ("since", "2025-13"),
        ("level", None),
        ("disputed", "true"),
        ("concerns", "court"),
        ("reliability", "G"),
        ("evidence", [{"source": "charter"}]),
    ],
)
def test_what_is_wrong_is_refused(key: str, wrong: object, brief: Callable[..., Result]) -> None:
    """The schema says more than that there are keys."""
    printed = json.loads(brief("stances", "-f", "json").out)
    printed[0][key] = wrong
    assert faults("stances", printed)
    del printed[0][key]
    assert faults("stances", printed)


def test_the_command_prints_the_schema(brief: Callable[..., Result]) -> None:
    """`brief schema --of` takes the name of a listing."""
    assert json.loads(brief("schema", "--of", "events").out) == json.loads(json.dumps(output_schema("events")))
    assert brief("schema", "--of", "event") == (
        2,
        "",
        "brief: --of: unknown value 'event'; did you mean 'events'?"
        " Possible: stances, topics, sectors, events, bottom-lines, facts, votes, evidence, sources, dossiers, groups, diff, changes, matrix, ladder, search,"
        " review, links, import, add, rename, remove, country, summary, compare, codebook, check\n",
    )
