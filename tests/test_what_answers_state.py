"""What an answer states of its own limits, so that nobody takes it for more than it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from briefcli import load
from samples import FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Brief = Callable[..., Result]


@pytest.mark.parametrize(
    ("arguments", "stated"),
    [
        ("sectors", "6 cooperation initiatives, 1 disputed. "),
        ("sources --since 2025-03", " dated only 2025 and may be from before March 2025. "),
        (
            "evidence --single-source",
            "Aggregators do not count as publishers; a reprint such as AFP via Dawn counts as AFP",
        ),
        ("evidence", "79 citations in 55 records, 15 of which are no longer current. "),
        ("evidence", " (until "),
        ("stances --disputed", f" are disputed, too; brief evidence --disputed -d {FROZEN} lists them. "),
        ("groups", f" brief groups NAME -d {FROZEN} lists the members of a group."),
        ("codebook", f"brief codebook --listings -d {FROZEN} lists the columns of each listing."),
        ("matrix --concern customs", " 1 more country raised this concern only in an earlier stance. "),
        ("summary", "Disputed current records"),
        ("summary", "**Current bottom lines:** 2; **Current facts:** 3"),
        ("ladder --count", " not known for 1 country; the count includes each from the day by which "),
    ],
)
def test_footers_state_what_is_counted(arguments: str, stated: str, brief: Brief) -> None:
    """By the noun of the field, and with what a filter leaves out or cannot decide."""
    assert stated in " ".join(brief(*arguments.split(), "-d", FROZEN, "-f", "md").out.split())


def test_an_incomplete_dossier_is_named_beside_rows(brief: Brief, tmp_path: Path) -> None:
    """On standard error, for a count of rows is no count of countries; not if countries are selected."""
    found = brief("stances", "--level", "ratified", "-d", "high-seas", "-f", "json")
    assert len(json.loads(found.out)) == 65
    assert found.err.startswith("high-seas: Ratified: 65 of 88 in the official count of 2 April 2026. ")
    for typed in (
        "stances -f tsv",
        "stances -f csv",
        f"stances -o {tmp_path / 'x.csv'}",
        "ladder --count",
        "stances",
    ):
        assert brief(*typed.split(), "-d", "high-seas").err == found.err
    for form in ("txt", "md", "html", "xlsx", "docx"):
        assert brief("stances", "-d", "high-seas", "-o", str(tmp_path / f"x.{form}")).err == ""
    assert brief("stances", "-c", "japan", "-d", "high-seas", "-f", "json").err == ""
    assert brief("stances", "-d", "japan-visit", "-f", "json").err == ""


def test_a_member_of_a_group_has_no_plain_date_for_an_unknown_beginning(brief: Brief) -> None:
    """As in stances."""
    rows = brief("groups", "g20", "-d", "high-seas", "--columns", "code,level_since,level_since_known").out
    assert {"SA\t2026-04-02\tfalse", "JP\t2025-12-12\ttrue", "AFU\t\t"} <= {*rows.splitlines()}


def test_an_empty_listing_has_no_empty_table(brief: Brief) -> None:
    """The sentence alone says that nothing was found."""
    assert "Record" not in brief("search", "xyzzyq", "-f", "table").out


def test_a_source_after_the_day_of_the_dossier_is_named_as_such(brief: Brief) -> None:
    """It reports on days up to then, or on a follow-up."""
    page = brief("summary", "-d", "high-seas", "-f", "md").out
    assert "newest dated source 4 May 2026, later than that day and" in page


def test_a_described_title_is_not_its_own_translation(brief: Brief, river: Path) -> None:
    """People read it once, in brackets; programs still get both."""
    text = river.read_text("utf-8").replace(
        "title: Talks resume,", 'title: "[Talks resume]", title_en: Talks resume,'
    )
    river.write_text(text, "utf-8")
    for command in (["sources"], ["stances", "--evidence"], ["country", "egypt"]):
        assert brief(*command, "-d", river, "-f", "txt").out.count("Talks resume") == 1
    assert '<span lang="en">[' not in brief("report", "-d", river).out
    (source,) = json.loads(brief("sources", "-d", river, "-f", "json").out)
    assert (source["title"], source["title_en"]) == ("[Talks resume]", "Talks resume")


def test_links_states_whether_addresses_were_requested(brief: Brief, river: Path) -> None:
    """Without a request, no row means nothing about pages that are gone."""
    page = brief("links", "-d", river, "-f", "table").out
    assert "No address was requested: --online also finds those that are gone or have moved." in " ".join(
        page.split()
    )


def test_votes_of_a_country_name_the_roll_calls_that_are_not_complete(brief: Brief) -> None:
    """It may have voted there, too; without a row, programs read it on standard error."""
    command = ("votes", "-d", "nuclear-ban", "-c", "japan")
    page = brief(*command, "-f", "table")
    assert (
        "6 further roll calls are not complete: 7 December 2020, 2021, 2022, 28 October 2022, 2023, 2024. "
        "A country that is not listed there may have voted, too." in " ".join(page.out.split())
    )
    empty = brief(*command, "--since", "2024", "--no-header")
    assert (empty.code, empty.out) == (0, "")
    assert empty.err.startswith("1 further roll call is not complete: 2024. A country that is not listed there")
    assert (
        "further" not in brief("votes", "-d", "nuclear-ban", "-c", "norway", "--since", "2024", "-f", "table").out
    )
    assert "further" not in brief("votes", "-d", "nuclear-ban", "-f", "table").out


def test_a_country_in_the_subject_and_searched_countries_of_a_region_are_not_called_uncovered(
    brief: Brief,
) -> None:
    """The subject takes no position on itself, and a search without result is a result."""
    page = brief("country", "afghanistan", "-d", "world", "-f", "md").out
    assert "The subject of this dossier: Afghanistan." in page
    of_group = brief("stances", "-d", "world", "--group", "oic")
    assert "the subject of this dossier: Afghanistan;" in of_group.err
    empty = brief("stances", "-d", "world", "--region", "South America").err
    assert empty.startswith("No stance found by a search up to 24 June 2026: Argentina, Brazil, Venezuela.\n")


def test_a_dossier_without_records_of_a_kind_is_named_with_those_that_have_some(
    brief: Brief, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether or not a dossier or a filter is typed; no filter is at fault."""
    there = "world has no votes. high-seas and nuclear-ban have some.\n"
    assert brief("votes", "-d", "world").err == brief("votes", "-d", "world", "--grep", "zebra").err == there
    assert brief("events", "--upcoming", "-d", "world", "-c", "japan", "--grep", "zebra").err.startswith(
        "world has no upcoming events."
    )
    monkeypatch.delenv("BRIEF_DOSSIER", raising=False)
    found = "Found in high-seas and nuclear-ban: brief votes -d high-seas -d nuclear-ban\n"
    assert brief("votes").err == f"japan-visit has no votes. {found}"


@pytest.mark.parametrize("options", [("brazil", "-f", "table"), ("brazil", "-f", "md"), ("brazil", "--short")])
def test_the_page_of_a_country_names_the_roll_calls_that_are_not_complete(
    brief: Brief, options: tuple[str, ...]
) -> None:
    """Also where only a part of the dossier is read, and for a country without a vote."""
    page = " ".join(brief("country", "-d", "nuclear-ban", *options).out.split())
    dates = ": 7 December 2020, 2021, 2022, 28 October 2022, 2023, 2024. A country that is not listed there may"
    assert f"6 further roll calls are not complete{'' if '--short' in options else dates}" in page
    assert "further" not in brief("country", "norway", "-d", "nuclear-ban", "--as-of", "2019", "-f", "md").out


@pytest.mark.parametrize(
    ("arguments", "stated"),
    [
        ("facts --fact msp-2=observer --group nato", "Known for 5 of 32 members of NATO."),
        ("facts --group eu", "Known for 24 of 27 members of the EU."),
        ("votes --group eu --since 2024", "Ballots recorded for 1 of 27 members of the EU."),
        ("votes --group eu --since 2024 --ballots", "Ballots recorded for 1 of 27 members of the EU."),
        ("topics --group eu", "Topics recorded for 5 of 27 members of the EU."),
        ("evidence --group eu", "Citations recorded for 27 of 27 members of the EU."),
        ("stances --group eu", "27 of 27 members of the EU."),
    ],
)
def test_a_listing_counts_the_members_that_have_such_records(brief: Brief, arguments: str, stated: str) -> None:
    """A fact of another value is known, too; a member with a stance alone has no ballot."""
    page = brief(*arguments.split(), "-d", "nuclear-ban", "-f", "table").out
    assert stated in " ".join(page.split())


def test_citations_and_exports_mark_what_is_no_longer_current(brief: Brief, tmp_path: Path) -> None:
    """By the day on which it ended, and in an export by a column."""
    rows = json.loads(brief("evidence", "-d", FROZEN, "-f", "json").out)
    assert {bool(row["until"]) for row in rows} == {True, False}
    brief("export", "-d", FROZEN, "-o", f"{tmp_path / 'tables'}/")
    head, *lines = (tmp_path / "tables" / "stances.csv").read_text(encoding="utf-8").splitlines()
    assert head.endswith(",in_force")
    dossier = load(FROZEN)
    assert sum(line.endswith(",true") for line in lines) == len(dossier.rows("stances"))
