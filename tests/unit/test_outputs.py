"""What every listing prints is what its schema says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from briefcli.export.outputs import output_schema
from briefcli.pages.registry import COLUMNS
from samples import BUNDLED, FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

HOSTILE = "tests/dossiers/good/hostile.yaml"
#: What a listing needs to be asked, with what it has.
ASKED = {
    "stances": ["--history"],
    "changes": ["--since", "0001"],
    "diff": [HOSTILE, FROZEN],
    "search": ["a"],
}
OF_NO_DOSSIER = {"diff", "dossiers"}


@pytest.mark.parametrize("dossier", [FROZEN, HOSTILE, *BUNDLED])
@pytest.mark.parametrize("listing", COLUMNS)
def test_every_listing_prints_what_its_schema_says(
    listing: str, dossier: str, brief: Callable[..., Result]
) -> None:
    """All keys are there and no other, in their order, and every cell is of its type."""
    named = [] if listing in OF_NO_DOSSIER else ["-d", dossier]
    printed = json.loads(brief(listing, *ASKED.get(listing, []), *named, "-f", "json").out)
    schema = output_schema(listing)
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(printed)] == []
    assert printed
    if listing != "matrix":
        assert all(list(row) == schema["items"]["required"] for row in printed)


@pytest.mark.parametrize("as_of", ["2015", "2021-09", "2025-02-20"])
@pytest.mark.parametrize("listing", ["stances", "topics", "sectors", "events", "evidence", "sources", "matrix"])
def test_so_does_one_of_a_day(listing: str, as_of: str, brief: Callable[..., Result]) -> None:
    """A dossier as it stood on a day lacks what was not known then."""
    printed = json.loads(brief(listing, "-d", "world", "--as-of", as_of, "-f", "json").out)
    assert [error.message for error in Draft202012Validator(output_schema(listing)).iter_errors(printed)] == []


def test_a_matrix_by_sectors_holds_stages(brief: Callable[..., Result]) -> None:
    """The keys that a dossier's terms give have marks: of a concern its place, of a sector its stages."""
    printed = json.loads(brief("matrix", "--by", "sectors", "-f", "json").out)
    assert Draft202012Validator(output_schema("matrix")).is_valid(printed)
    printed["dossiers"]["free-port"]["rows"][0]["shipping"] = "sold"
    assert not Draft202012Validator(output_schema("matrix")).is_valid(printed)


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
    assert not Draft202012Validator(output_schema("stances")).is_valid(printed)
    del printed[0][key]
    assert not Draft202012Validator(output_schema("stances")).is_valid(printed)


def test_the_command_prints_the_schema(brief: Callable[..., Result]) -> None:
    """`brief schema --of` takes the name of a listing."""
    assert json.loads(brief("schema", "--of", "events").out) == output_schema("events")
    assert brief("schema", "--of", "event") == (
        2,
        "",
        "brief: Invalid value for '--of': unknown value 'event'; did you mean 'events'?"
        " Possible: stances, topics, sectors, events, evidence, sources, dossiers, diff, changes, matrix, ladder, search.\n",
    )
