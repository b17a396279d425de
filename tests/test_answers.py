"""What every answer states beside its records: whose claims they are, and how they could be misread."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from samples import FROZEN, RIVER, stance

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Brief = Callable[..., Result]

CLAIMS = {
    "CZ": "doubtful claim: Office closed, calls go on",
    "CI": "claim that cannot be judged: First calls",
    "US": "improbable claim: No position, contacts through the league",
    "BA": "doubtful claim: Observer for as long as its only seagoing ship is in repairs",
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
    assert len(re.findall("(?:[a-z]+ claim|claim that cannot be judged): ", page)) == len(CLAIMS)


@pytest.mark.parametrize("form", ["json", "csv", "tsv", "yaml"])
def test_scripts_get_the_status_as_it_was_written(form: str, brief: Brief) -> None:
    """With its credibility, and sorted as it was written."""
    for arguments in (["stances"], ["country", "us"], ["changes", "--since", "2020"], ["evidence"]):
        if arguments[0] != "country" or form in {"json", "yaml"}:
            assert "claim, " not in brief(*arguments, "-f", form).out
    found = json.loads(brief("stances", "--sort", "status", "-f", "json").out)
    assert {row["code"] for row in found if row["credibility"] > 3} == {*CLAIMS}
    assert found[0]["status"] == "First calls"


def test_a_listing_says_who_makes_a_claim_and_who_contradicts_it(brief: Brief) -> None:
    """Above the table, with the grade in words."""
    page = in_one_line(brief("stances", "-c", "cz", "-c", "ci", "-f", "txt").out)
    assert (
        "Côte d'Ivoire: claim that cannot be judged, made by [Unnamed leaflet]. Czech Republic: doubtful claim, made by "
        "Example Wire; contradicted by Tides, a list of links." in page
    )
    assert "Claims" not in brief("stances", "-c", "japan", "-f", "txt").out


@pytest.mark.parametrize("short", [[], ["--short"]])
def test_the_page_of_a_country_says_whose_claim_its_status_is(short: list[str], brief: Brief) -> None:
    """Below the stance; a dossier whose stance is no claim has no such part."""
    page = brief("country", "cz", *short, "-f", "txt").out
    assert f"Status: {CLAIMS['CZ']}" in page
    assert "Claim\n-----\n\nMade by Example Wire; contradicted by Tides, a list of links.\n" in page
    assert "Claim\n" not in brief("country", "japan", *short, "-f", "txt").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["changes", "--since", "2025-03-20", "-c", "cz"], f"Down from Keeps an office to Trades: {CLAIMS['CZ']}"),
        (["compare", "cz", "us"], CLAIMS["US"]),
        (["search", "closed", "-c", "cz"], "doubtful claim: Czech Republic, Office **closed**, calls go on"),
        (["evidence", "-c", "cz", "--disputed"], "doubtful claim: Czech Republic, Office closed, calls go on"),
        (["summary"], "doubtful claim: Czech Republic, Office closed, calls go on"),
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


def test_a_short_page_keeps_the_sources_that_contradict(brief: Brief, tmp_path: Path) -> None:
    """Also where six records have sources of their own, because a claim without them seems undisputed."""
    names = [f"s{number}" for number in range(4)] + [f"against{number}" for number in range(3)]
    more = "".join(
        f"  - {{id: {name}, publisher: {name}, kind: press, title: Talks, date: 2025-02-20}}\n" for name in names
    )
    against = ", ".join(f"{{source: against{number}, verdict: contradicts, note: No.}}" for number in range(3))
    former = "".join(stance(since=str(2020 + number), evidence=f"[s{number}]") for number in range(4))
    text = RIVER.replace("stances:\n", f"{more}stances:\n").replace("[gazette]", f"[gazette, {against}]") + former
    path = tmp_path / "river.yaml"
    path.write_text(text, encoding="utf-8")
    page = brief("country", "egypt", "--short", "-d", path, "-f", "txt").out
    assert [f"against{number}, Talks" in page for number in range(3)] == [True] * 3


CARRIED = """\
dossier: river-talks
title: Talks on the shared river
subject: the dam upstream
as_of: 2025-12-31
summary: Who talks with whom about the dam.
levels:
  - {id: talks, label: Holds talks, meaning: Holds official talks.}
  - {id: treaty, label: Treaty, meaning: Has signed a treaty.}
terms: {concerns: {water: Water, power: Power, fish: Fish}}
grades: {press: B}
sources:
  - {id: gazette, publisher: Example Gazette, kind: press, title: Signed, date: 2024-03-01}
  - {id: wire, publisher: Example Wire, kind: press, title: Talks, date: 2025-03-01}
stances:
  - {country: Egypt, since: 2023, level: talks, status: Opens talks, concerns: [fish, water], summary: S., credibility: 2,
     evidence: [gazette]}
  - {country: Egypt, since: 2024-03, level: treaty, status: Signs the accord, concerns: [water], summary: S.,
     credibility: 2, evidence: [gazette]}
  - {country: Egypt, since: 2025-03-01, level: treaty, status: Asks for more water, concerns: [power], summary: S.,
     credibility: 2, evidence: [wire]}
  - {country: Sudan, since: 2024-05, level: talks, status: Sends envoys, concerns: [water], summary: S., credibility: 2,
     evidence: [gazette]}
"""


@pytest.fixture
def carried(tmp_path: Path) -> str:
    """Return a dossier with a country that a later stance leaves on its level."""
    path = tmp_path / "river.yaml"
    path.write_text(CARRIED, encoding="utf-8")
    return str(path)


def test_a_country_shows_what_set_its_level(brief: Brief, carried: str) -> None:
    """Beside the day, with the numbers of its sources; a stance that set its level itself needs no more."""
    asked = ("country", "egypt", "-d", carried)
    page = brief(*asked, "-f", "txt").out
    assert "At this level since: 2024-03 (Signs the accord, B2 [2])\n" in page
    assert "At this level since: 2024-03 (Signs the accord, B2 [2])\n" in brief(*asked, "--short", "-f", "txt").out
    assert "At this level since: 2024-05\n" in brief("country", "sudan", "-d", carried, "-f", "txt").out
    stance = json.loads(brief(*asked, "-f", "json").out)["dossiers"]["river-talks"]["stance"]
    assert (stance["level_since"], stance["level_set_by"]) == ("2024-03", "stance-eg-2024-03")


def test_a_comparison_shows_what_set_the_levels(brief: Brief, carried: str) -> None:
    """Beside the days."""
    page = brief("compare", "egypt", "sudan", "-d", carried, "-f", "md").out
    assert "| At this level since | 2024-03 (Signs the accord, B2) | 2024-05 |" in page
    assert "| Earlier concerns | Fish, Water |  |" in page


def test_a_wide_listing_shows_what_set_the_levels(brief: Brief, carried: str) -> None:
    """In a column beside the day; scripts get the id of the stance, which may be the row's own."""
    head, _, egypt, sudan = [
        [cell.strip() for cell in line.split("|")]
        for line in brief("stances", "-d", carried, "--wide", "-f", "md").out.splitlines()
        if line.startswith("|")
    ]
    place = head.index("At this level since")
    assert head[place + 1] == "Level set by"
    assert egypt[place : place + 2] == ["2024-03", "Signs the accord"]
    assert sudan[place : place + 2] == ["2024-05", ""]
    rows = json.loads(brief("stances", "-d", carried, "-f", "json").out)
    assert [row["level_set_by"] for row in rows] == ["stance-eg-2024-03", "stance-sd-2024-05"]
    assert [(row["level_since_first"], row["level_since_last"]) for row in rows] == [
        ("2024-03-01", "2024-03-31"),
        ("2024-05-01", "2024-05-31"),
    ]


def test_concerns_of_earlier_stances_are_called_so(brief: Brief, carried: str) -> None:
    """On the page of a country, and for scripts in every row."""
    page = brief("country", "egypt", "-d", carried, "-f", "txt").out
    assert "Concerns: Power\nEarlier concerns: Fish, Water\n" in page
    rows = json.loads(brief("stances", "-d", carried, "--history", "-f", "json").out)
    assert {(row["code"], row["since"]): row["earlier_concerns"] for row in rows} == {
        ("EG", "2023"): [],
        ("EG", "2024-03"): ["fish"],
        ("EG", "2025-03-01"): ["fish", "water"],
        ("SD", "2024-05"): [],
    }
    assert "Earlier concerns" not in brief("country", "sudan", "-d", carried, "-f", "txt").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--concern", "water"], "1 more country raised this concern only in an earlier stance. Add --history"),
        (
            ["--main-concern", "fish"],
            "1 more country raised this concern only in an earlier stance. Add --history",
        ),
        (["--concern", "power"], ""),
        (["--concern", "water", "--history"], ""),
        (["--concern", "water", "-c", "sudan"], ""),
        ([], ""),
    ],
)
def test_a_filter_of_concerns_says_who_raised_one_before(
    arguments: list[str], told: str, brief: Brief, carried: str
) -> None:
    """Only of the countries that the other filters let pass."""
    page = brief("stances", "-d", carried, *arguments, "-f", "md").out
    assert told in page
    assert page.count("only in an earlier stance") == bool(told)


def test_a_matrix_marks_earlier_concerns(brief: Brief, carried: str) -> None:
    """With a sign of their own, and a word for scripts; they do not change the order of the columns."""
    page = brief("matrix", "-d", carried, "-f", "md").out
    assert "● main concern, ○ secondary concern, · concern only in an earlier stance." in page
    assert "| Country | Level | Power | Water | Fish |" in page
    assert "| Egypt | Treaty (2 of 2) | ● | · | · |" in page
    rows = json.loads(brief("matrix", "-d", carried, "-f", "json").out)["dossiers"]["river-talks"]["rows"]
    assert [(row["power"], row["water"], row["fish"]) for row in rows] == [
        ("main", "earlier", "earlier"),
        (None, "main", None),
    ]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which dossiers are found, with one on the river that is newer on Egypt alone."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    monkeypatch.setenv("BRIEF_PATH", str(folder))
    monkeypatch.delenv("BRIEF_DOSSIER")
    newer = CARRIED.replace("dossier: river-talks", "dossier: new-talks").replace(
        "2025-03-01, level", "2025-06, level"
    )
    (folder / "old.yaml").write_text(CARRIED, encoding="utf-8")
    (folder / "new.yaml").write_text(newer.replace("2025-12-31", "2026-01-31"), encoding="utf-8")
    return folder


NEWER = "Newer records in new-talks on Egypt (June 2025): brief"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("stances -d river-talks -f txt", "stances -f txt -d new-talks -c EG"),
        ("stances --dossier=river-talks -f md -c egypt -c sudan", "stances -f md -c egypt -c sudan -d new-talks"),
        ("country Egypt -d river-talks -f txt", "country Egypt -f txt -d new-talks"),
        ("country Egypt --dossier river-talks --short -f html", "country Egypt --short -f html -d new-talks"),
        ("compare egypt sudan -d river-talks -f txt", "compare egypt sudan -f txt -d new-talks"),
        ("changes -d river-talks --since 2025 -f md", "changes --since 2025 -f md -d new-talks -c EG"),
        ("summary -d river-talks -f txt", "summary -f txt -d new-talks"),
    ],
)
@pytest.mark.usefixtures("shelf")
def test_newer_records_of_another_dossier_are_named(typed: str, shown: str, brief: Brief) -> None:
    """On the same subject, with the command that shows them, which has what was typed."""
    brief("dossiers")  # which reads both
    assert f"{NEWER} {shown}" in in_one_line(brief(*typed.split()).out)
    assert NEWER not in in_one_line(brief(*typed.replace("river-talks", "new-talks").split()).out)


@pytest.mark.parametrize(
    "typed",
    [
        "stances -d river-talks -c sudan -f txt",
        "stances -d river-talks -d new-talks -f txt",
        "stances -d river-talks --as-of 2025-12-31 -f txt",
        "stances -d river-talks -f csv",
        "stances -d river-talks -f json",
        "country egypt -f txt",
        "stances -d river-talks -f txt --no-cache",
    ],
)
@pytest.mark.usefixtures("shelf")
def test_nothing_newer_is_named_where_there_is_none(typed: str, brief: Brief) -> None:
    """Nor of an earlier day, nor where the other dossier is on the page, nor in the rows of scripts."""
    brief("dossiers")
    assert "Newer records" not in in_one_line(brief(*typed.split()).out)


@pytest.mark.usefixtures("shelf")
def test_no_other_dossier_is_parsed_for_what_is_newer(
    brief: Brief, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One that is in no cache is not read, because that would take as long as the answer."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    assert "Newer records" not in brief("stances", "-d", "river-talks", "-f", "txt").out


@pytest.mark.usefixtures("shelf")
def test_scripts_get_what_is_newer_with_a_brief(brief: Brief) -> None:
    """As the dossier with a date for each country."""
    brief("dossiers")
    page = json.loads(brief("country", "egypt", "-d", "river-talks", "-f", "json").out)["dossiers"]["river-talks"]
    assert page["dossier"]["newer"] == [{"dossier": "new-talks", "countries": {"EG": "2025-06"}}]


@pytest.mark.usefixtures("shelf")
def test_a_country_shows_the_newest_dossier_of_a_subject_first(brief: Brief) -> None:
    """By the day of the dossier."""
    assert [*json.loads(brief("country", "egypt", "-f", "json").out)["dossiers"]][-2:] == [
        "new-talks",
        "river-talks",
    ]


def test_of_one_day_the_dossier_with_the_newest_record_is_first(brief: Brief, shelf: Path) -> None:
    """So the one whose record is older comes after it, whatever their ids."""
    path = shelf / "new.yaml"
    path.write_text(path.read_text("utf-8").replace("2026-01-31", "2025-12-31"), encoding="utf-8")
    assert [*json.loads(brief("country", "egypt", "-f", "json").out)["dossiers"]][-2:] == [
        "new-talks",
        "river-talks",
    ]


def test_the_default_dossier_names_the_newer_records_of_world(
    brief: Brief, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Also where no other dossier was ever read; the page also names whose claims it shows."""
    monkeypatch.delenv("BRIEF_DOSSIER")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    page = in_one_line(brief("stances", "-f", "txt").out)
    assert "Dossier japan-visit, as of " in page
    assert "Newer records in world on China (" in page
    assert ": improbable claim, made by " in page
    assert "made by [Unnamed website]" in page
    assert "improbable claim: Exploring diplomatic relations" in page
    assert "contradicted by " in page
