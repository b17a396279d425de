"""What is in force of facts and bottom lines, and who voted how."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefcli import load
from samples import FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from conftest import Result

    Brief = Callable[..., Result]


def listed(brief: Brief, *arguments: str) -> list[dict[str, Any]]:
    """Return the rows of a listing of the frozen dossier."""
    rows: list[dict[str, Any]] = json.loads(brief(*arguments, "-d", FROZEN, "-f", "json").out)
    return rows


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ([], [("CZ", "guild"), ("JP", "shared"), ("NO", "guild")]),
        (["--history"], [("CZ", "guild"), ("JP", "shared"), ("NO", "own"), ("NO", "guild")]),
        (["--as-of", "2022-06"], [("NO", "own")]),
        (["--as-of", "2024-11"], [("JP", "shared"), ("NO", "guild")]),
        (["--fact", "pilots=own", "--history"], [("NO", "own")]),
        (["--fact", "Pilots for its ships"], [("CZ", "guild"), ("NO", "guild")]),
    ],
)
def test_facts_are_those_in_force_on_the_day(
    arguments: list[str], found: list[tuple[str, str]], brief: Brief
) -> None:
    """A fact without since applies from the day of its oldest source, and with --history ended ones are listed."""
    assert [(row["code"], row["value"]) for row in listed(brief, "facts", *arguments)] == found


def test_a_fact_without_a_date_applies_by_the_day_of_its_source(brief: Brief) -> None:
    """People read "or earlier", and scripts find the day under a key of its own."""
    assert "Pilots of the guild. Since: 2024-12 or earlier" in brief(
        "facts", "-d", FROZEN, "-f", "txt"
    ).out.replace("\n  ", " ")
    assert [row["known_by"] for row in listed(brief, "facts")] == ["2024-12", None, None]


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (["pilots=guild"], {"CZ", "NO"}),
        (["pilots=guild", "pilots=own"], {"CZ", "NO"}),
        (["pilots"], {"CZ", "NO"}),
        (["pilots=guild", "bonded-store=shared"], set()),
    ],
)
def test_countries_are_selected_by_their_facts(facts: list[str], codes: set[str], brief: Brief) -> None:
    """Values of one attribute widen the result, several attributes narrow it; in every listing."""
    options = [part for fact in facts for part in ("--fact", fact)]
    assert {row["code"] for row in listed(brief, "stances", *options)} == codes
    assert {code for row in listed(brief, "topics", *options) for code in row["codes"]} & {"EG"} <= codes
    assert {row["code"] for row in listed(brief, "bottom-lines", *options)} <= codes


def test_stances_have_the_facts_of_their_country(brief: Brief) -> None:
    """As an object with the ids, the last key before the dossier, and as a column where one is named."""
    rows = {row["code"]: row for row in listed(brief, "stances")}
    assert (rows["NO"]["facts"], rows["EG"]["facts"]) == ({"pilots": "guild"}, {})
    assert [*rows["NO"]][-2:] == ["facts", "dossier"]
    table = brief("stances", "-d", FROZEN, "-c", "norway", "-c", "egypt", "--columns", "code,fact:pilots").out
    assert sorted(table.splitlines()) == ["EG\t", "NO\tguild", "code\tfact:pilots"]
    assert "unknown column 'fact:x'" in brief("stances", "-d", FROZEN, "--columns", "fact:x").err


def test_bottom_lines_are_the_newest_of_the_day(brief: Brief) -> None:
    """Earlier ones are listed with --history."""
    assert [row["date"] for row in listed(brief, "bottom-lines", "-c", "japan")] == ["2025-02-28"]
    assert [row["date"] for row in listed(brief, "bottom-lines", "-c", "japan", "--as-of", "2025")] == [
        "2025-02-28"
    ]
    assert [row["date"] for row in listed(brief, "bottom-lines", "--as-of", "2024-07")] == ["2024-06-30"]
    assert len(listed(brief, "bottom-lines", "--history")) == 3


def test_ballots_are_how_each_country_voted(brief: Brief) -> None:
    """A selected country in no list of a complete roll call had no right to vote; of a partial one nothing is known."""
    rows = listed(brief, "votes", "--ballots", "-c", "norway", "-c", "us", "-c", "singapore")
    assert [(row["date"], row["code"], row["vote"]) for row in rows] == [
        ("2024", "NO", "in-favour"),
        ("2024-12-01", "NO", "against"),
        ("2024-12-01", "SG", "absent"),
        ("2024-12-01", "US", "no-vote"),
    ]
    against = listed(brief, "votes", "--ballots", "--vote", "against")
    assert [row["code"] for row in against] == ["EG", "HL", "NO"]


def test_votes_of_selected_countries_name_their_ballots(brief: Brief) -> None:
    """With their codes, and for people in words; with many countries, the footer names the option that lists them."""
    rows = listed(brief, "votes", "-c", "norway", "-c", "us")
    assert [row["ballots"] for row in rows] == [{"NO": "in-favour"}, {"NO": "against", "US": "no-vote"}]
    assert [row["ballots"] for row in listed(brief, "votes")] == [{}] * len(listed(brief, "votes"))
    assert (
        "Norway: Against, United States: No vote"
        in brief("votes", "-c", "norway", "-c", "us", "-d", FROZEN, "-f", "md").out
    )
    many = brief("votes", "--region", "Europe", "-d", FROZEN, "-f", "md").out
    assert "--ballots lists how each selected country voted." in many


def test_ballots_name_the_roll_calls_that_are_not_complete(brief: Brief) -> None:
    """Also those of which no ballot matches; scripts have a column."""
    page = brief("votes", "--ballots", "--vote", "against", "-d", FROZEN, "-f", "md").out
    assert (
        "These roll calls are not complete: 2024, 6 May 2025. A country that is not listed there may have voted, too."
        in page
    )
    whole = brief("votes", "--ballots", "-d", FROZEN, "-f", "md").out
    assert "; the roll call is not complete" in whole
    assert {row["roll_call"] for row in listed(brief, "votes", "--ballots")} == {"complete", "partial"}


def test_votes_are_selected_by_how_a_country_voted(brief: Brief) -> None:
    """Without a country, the ballots are listed that were cast so."""
    assert [row["id"] for row in listed(brief, "votes", "-c", "norway", "--vote", "in-favour")] == ["night-calls"]
    assert len(listed(brief, "votes", "-c", "norway", "-c", "japan", "--vote", "in-favour")) == 2
    assert listed(brief, "votes", "--vote", "against") == listed(brief, "votes", "--ballots", "--vote", "against")
    dossier = load(FROZEN)
    assert [row["vote"] for row in dossier.rows("votes", ballots=True, vote="abstained")] == ["abstained"]
    assert [row["vote"] for row in dossier.rows("votes", vote="abstained")] == ["abstained"]


def test_changes_are_facts_that_begin_or_end_and_votes(brief: Brief) -> None:
    """A value that follows another one on the same day is one change; a fact without a date changes nothing."""
    rows = listed(brief, "changes", "--since", "2022", "--kind", "fact", "--kind", "vote", "-c", "norway")
    assert [(row["date"], row["change"], row["from"], row["to"]) for row in rows] == [
        ("2023-06-01", "Pilots for its ships: from Pilots of its own to Pilots of the guild", "own", "guild"),
        ("2022", "Pilots for its ships: Pilots of its own", None, "own"),
        ("2024-12-01", "Assembly of the port, Who may appeal to the harbour court (rejected)", None, None),
        ("2024", "Council of pilots, Calls at night (not acted on)", None, None),
    ]


def test_the_page_of_a_country_begins_with_its_bottom_line(brief: Brief) -> None:
    """With its day, and whether a stance is newer; people also read how the country voted."""
    page = " ".join(brief("country", "norway", "-d", FROZEN, "-f", "txt").out.split())
    assert page.index("Bottom line") < page.index("Norway keeps an office") < page.index("Position ------")
    assert "hands. (As of November 2024, written before the last change.) [1]" in page
    assert "Who may appeal to the harbour court. Document: SA/12; Result: Rejected; Vote: Against." in page
    short = " ".join(brief("country", "japan", "-d", FROZEN, "--short", "-f", "txt").out.split())
    assert "(As of 28 February 2025.)" in short
    assert "Bonded store at the port: Shared with others since 2024-03 (D3, disputed)." in short
    assert "2024-12-01 Who may appeal to the harbour court: In favour (A)" in short
    rows = json.loads(brief("country", "japan", "-d", FROZEN, "--short", "-f", "json").out)["dossiers"][
        "free-port"
    ]
    assert [len(rows[key]) for key in ("bottom_lines", "facts", "votes")] == [1, 1, 1]
    rows = json.loads(brief("country", "norway", "-d", FROZEN, "-f", "json").out)["dossiers"]["free-port"]
    assert [row["before_last_change"] for row in rows["bottom_lines"]] == [True]
    assert [row["value"] for row in rows["facts"]] == ["guild"]


def test_countries_side_by_side_have_bottom_lines_facts_and_votes(brief: Brief) -> None:
    """People read the bottom lines first and a line for each attribute and vote; scripts get ids at the end."""
    page = " ".join(brief("compare", "japan", "norway", "-d", FROZEN, "-f", "md").out.split())
    assert page.index("| Bottom line | Japan keeps") < page.index("| Level |")
    assert "November 2024, written before the last change.) |" in page
    assert "| Pilots for its ships | not known | Pilots of the guild |" in page
    assert "| Vote of 2024-12-01, SA/12 | In favour | Against |" in page
    assert "| Vote of 2024, Calls at night | not known | In favour |" in page
    rows = json.loads(brief("compare", "japan", "norway", "-d", FROZEN, "-f", "json").out)
    japan, norway = rows["dossiers"]["free-port"]["countries"]
    assert (norway["facts"], norway["votes"]["night-calls"]) == ({"pilots": "guild"}, "in-favour")
    assert [*japan][-5:] == ["bottom_line", "bottom_line_date", "bottom_line_evidence", "facts", "votes"]
    assert (japan["bottom_line_date"], japan["bottom_line_evidence"][0]["source"]) == (
        "2025-02-28",
        "minato-shimbun",
    )


def test_a_country_beside_itself_has_them_on_both_days(brief: Brief) -> None:
    """A vote that was not yet taken is not one in which nothing is known of the country."""
    then = " ".join(brief("country", "japan", "-d", FROZEN, "--then", "2024", "-f", "md").out.split())
    assert "| Bonded store at the port | not known | Shared with others |" in then
    assert "| Vote of 2024-12-01, SA/12 | | In favour |" in then


def test_attributes_and_their_values_can_be_renamed(brief: Brief, tmp_path: Path) -> None:
    """A value is named with its attribute; facts of another attribute keep theirs."""
    path = Path(shutil.copytree(FROZEN, tmp_path / "frozen"))
    told = brief("rename", "value", "pilots=own", "state", "-d", str(path))
    assert told.err.startswith("Nothing was written; --write changes 2 places")
    assert brief("rename", "value", "pilots=own", "guild", "-d", str(path)).code == 2
    assert brief("rename", "value", "pilots=own", "state", "-d", str(path), "--write").code == 0
    assert brief("rename", "attribute", "pilots", "pilotage", "-d", str(path), "--write").code == 0
    rows = json.loads(brief("facts", "-d", str(path), "--history", "-f", "json").out)
    assert {f"{row['attribute']}={row['value']}" for row in rows} == {
        *("pilotage=guild", "pilotage=state", "bonded-store=shared")
    }
    assert list(load(path).attributes["pilotage"].values) == ["guild", "state", "none"]


def test_countries_are_selected_by_their_type(brief: Brief) -> None:
    """In every listing; bodies are not countries."""
    bodies = {row["code"] for row in listed(brief, "stances", "--type", "body")}
    states = {row["code"] for row in listed(brief, "stances", "--type", "state")}
    assert "EU" in bodies
    assert {"JP", "NO"} <= states
    assert not bodies & states
    assert len(load(FROZEN).rows("stances", type=["state", "body"])) == len(states | bodies)


def test_the_codebook_lists_attributes(brief: Brief) -> None:
    """With their values, as --fact takes them."""
    book = json.loads(brief("codebook", "-d", FROZEN, "-f", "json").out)["dossiers"]["free-port"]
    assert {row["id"] for row in book["attributes"]} >= {"pilots=guild", "bonded-store=own"}
