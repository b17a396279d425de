"""What every answer states beside its records: whose claims they are, and what a reader might take them for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from samples import FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Brief = Callable[..., Result]

CLAIMS = {
    "CZ": "claim, doubtful: Office closed, calls go on",
    "CI": "claim, cannot be judged: First calls",
    "US": "claim, improbable: No position, contacts through the league",
    "BA": "claim, doubtful: Observer for as long as its only seagoing ship is in repairs",
}


def in_one_line(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


@pytest.mark.parametrize("form", ["table", "md", "txt", "html"])
def test_people_read_a_doubtful_stance_as_a_claim(
    form: str, brief: Brief, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of credibility 4 to 6, with the word for it; every other status is as it was written."""
    monkeypatch.setenv("COLUMNS", "400")
    page = in_one_line(brief("stances", "-f", form).out)
    assert [claim for claim in CLAIMS.values() if claim not in page] == []
    assert page.count("claim, ") == len(CLAIMS)


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "yaml"])
def test_scripts_get_the_status_as_it_was_written(form: str, brief: Brief) -> None:
    """With its credibility, and sorted as it was written."""
    for arguments in (["stances"], ["country", "us"], ["changes", "--since", "2020"], ["evidence"]):
        if arguments[0] != "country" or form in {"json", "yaml"}:
            assert "claim, " not in brief(*arguments, "-f", form).out
    found = json.loads(brief("stances", "--sort", "status", "-f", "json").out)
    assert {row["code"] for row in found if row["credibility"] > 3} == {*CLAIMS}
    assert found[0]["status"] == "First calls"


def test_a_listing_says_who_makes_a_claim_and_who_denies_it(brief: Brief) -> None:
    """Above the table, with the grade in words."""
    page = in_one_line(brief("stances", "-c", "cz", "-c", "ci", "-f", "txt").out)
    assert (
        "Claims: Côte d'Ivoire, cannot be judged: [Unnamed leaflet] says so. Czech Republic, doubtful: Example Wire says so; "
        "Tides, a list of links denies it." in page
    )
    assert "Claims" not in brief("stances", "-c", "japan", "-f", "txt").out


@pytest.mark.parametrize("short", [[], ["--short"]])
def test_the_page_of_a_country_says_whose_claim_its_status_is(short: list[str], brief: Brief) -> None:
    """Below the stance; a dossier whose stance is no claim has no such part."""
    page = brief("country", "cz", *short, "-f", "txt").out
    assert f"Status: {CLAIMS['CZ']}" in page
    assert "Claim\n-----\n\nExample Wire says so; Tides, a list of links denies it.\n" in page
    assert "Claim\n" not in brief("country", "japan", *short, "-f", "txt").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["changes", "--since", "2025-03-20", "-c", "cz"], f"Down from Keeps an office to Trades: {CLAIMS['CZ']}"),
        (["compare", "cz", "us"], CLAIMS["US"]),
        (["search", "closed", "-c", "cz"], "claim, doubtful: Czech Republic, Office **closed**, calls go on"),
        (["evidence", "-c", "cz", "--disputed"], "claim, doubtful: Czech Republic, Office closed, calls go on"),
        (["summary"], "claim, doubtful: Czech Republic, Office closed, calls go on"),
        (["ladder", "-c", "cz", "--sort", "since"], CLAIMS["CZ"]),
    ],
)
def test_a_claim_is_one_on_every_page(arguments: list[str], told: str, brief: Brief) -> None:
    """Wherever its status or its name is printed."""
    assert told in brief(*arguments, "-f", "md").out


def test_a_workbook_calls_a_claim_one_and_import_takes_its_status_back(brief: Brief, tmp_path: Path) -> None:
    """So what was exported is no change."""
    path, dossier = tmp_path / "stances.xlsx", Path(shutil.copytree(FROZEN, tmp_path / "frozen"))
    assert brief("stances", "-o", str(path)).code == 0
    head, *body = load_workbook(path)["Table"].iter_rows(values_only=True)
    assert CLAIMS["CZ"] in [row[head.index("Status")] for row in body]
    taken = brief("import", str(path), "--as", "stances", "-d", str(dossier))
    assert taken.out.count("\n") == 1
