"""Groups of countries, and what pages say of requested countries without a record."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from briefcli import UsageError, load
from samples import FROZEN, RIVER, event, only_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Brief = Callable[..., Result]

NORDIC = (
    "1 of 5 members of the Nordic group; the subject of this dossier: Iceland; "
    "not covered by this dossier: Denmark, Finland, Sweden."
)
#: What listings count members by, if that is not a stance.
RECORDED = {
    "topics": "Topics recorded for ",
    "sectors": "Cooperation initiatives recorded for ",
    "events": "Events recorded for ",
    "evidence": "Citations recorded for ",
}


@pytest.mark.parametrize(
    "command",
    [
        "stances", "topics", "sectors", "events", "evidence", "sources", "matrix", "ladder", "ladder --count",
        "search port", "changes --since 1980", "summary", "compare",
    ],
)  # fmt: skip
def test_every_page_names_the_group_its_day_and_who_is_missing(command: str, brief: Brief) -> None:
    """In the caption and below the table for people; for scripts on standard error or in the page."""
    name, *words = command.split()
    page = brief(name, *words, "--group", "Nordic", "-f", "table")
    text = " ".join(page.out.split())
    assert page.code == 0
    assert "Only members of the Nordic group on 31 March 2025" in text
    nordic = RECORDED.get(name, "") + NORDIC
    assert nordic in text
    scripts = brief(name, *words, "--group", "nordic", "-f", "json")
    missing = [{"code": "DK", "country": "Denmark", "why": "not covered", "until": None}]
    missing.insert(0, {"code": "IS", "country": "Iceland", "why": "subject", "until": None})
    if name in {"matrix", "summary", "compare"}:
        assert only_page(scripts.out)["dossier"]["missing"][:2] == missing
        assert scripts.err == ""
    else:
        assert scripts.err.splitlines()[0] == nordic
        countries = {country for row in json.loads(scripts.out) for country in row.get("countries", [])}
        assert not countries or "Norway" in countries


@pytest.mark.parametrize("form", ["tsv", "csv", "json", "jsonl", "yaml"])
def test_formats_without_a_place_for_it_report_it_on_standard_error(form: str, brief: Brief) -> None:
    """The rows stay as they are. Where the dossier does not cover all countries, that follows."""
    with_group = brief("stances", "--group", "nordic", "-f", form)
    missing, *coverage = with_group.err.splitlines()
    assert (with_group.code, missing) == (0, NORDIC)
    assert all(
        line.startswith("free-port: The whole dossier covers 12 of the 30 states with a port. ")
        for line in coverage
    )
    assert with_group.out == brief("stances", "-c", "norway", "-f", form).out


@pytest.mark.parametrize("form", ["table", "md", "html", "txt"])
def test_formats_for_people_have_it_below_the_table(form: str, brief: Brief) -> None:
    """Nothing is repeated on standard error."""
    page = brief("stances", "--group", "nordic", "-f", form)
    assert page.err == ""
    assert " ".join(page.out.split()).count(NORDIC) == 1


def test_a_workbook_has_it_in_the_sheet_about(brief: Brief, tmp_path: Path) -> None:
    """Below the caption."""
    assert brief("stances", "--group", "nordic", "-o", str(tmp_path / "x.xlsx")) == (0, "", "")
    rows = load_workbook(tmp_path / "x.xlsx")["About"].iter_rows(values_only=True)
    assert NORDIC in [row[0] for row in rows]


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ("-c japan -c fiji", "Not covered by this dossier: Fiji."),
        ("-c fiji -c peru -c japan", "Not covered by this dossier: Fiji, Peru."),
        ("-c kenya -c japan", "No stance found by a search up to 28 March 2025: Kenya."),
        (
            "-c kenya -c brazil --as-of 2025-01",
            "No stance found by a search up to January 2025: Brazil, Kenya.",
        ),
        (
            "-c fiji -c kenya -c cd -c japan",
            "No stance found by a search up to 28 March 2025: Kenya; no current stance: Democratic Republic of the "
            "Congo; not covered by this dossier: Fiji.",
        ),
        ("-c japan -c yugoslavia", "No current stance: Yugoslavia."),
        (
            "-c cd -c fiji",
            "No current stance: Democratic Republic of the Congo; not covered by this dossier: Fiji.",
        ),
        ("-c japan -c norway --as-of 2020", "Nothing recorded by 31 December 2020: Japan."),
        (
            "--group far",
            "2 of 3 members of the group Far from Iceland; no stance found by a search up to 28 March 2025: Kenya.",
        ),
        (
            "--region far",
            "2 of 3 members of the group Far from Iceland; no stance found by a search up to 28 March 2025: Kenya.",
        ),
        ("--group near", "2 of 2 members of the group North of the Alps."),
        ("--group near --group far", "2 of 2 members of the group North of the Alps"),
    ],
)
def test_each_reason_has_a_sentence(filters: str, sentence: str, brief: Brief) -> None:
    """A country that was requested is in a row or in a sentence."""
    result = brief("stances", *filters.split(), "-f", "table")
    assert result.code == 0
    assert sentence in " ".join(result.out.split())


def test_what_is_not_missing_is_not_mentioned(brief: Brief) -> None:
    """Where all requested countries have a row, nothing is added."""
    assert brief("stances", "-c", "japan", "--columns", "code") == (0, "code\nJP\n", "")
    assert brief("stances", "-c", "yugoslavia", "--history", "--columns", "code", "--no-header").err == ""
    assert brief("evidence", "-c", "cd", "--columns", "id").err == ""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("stances --group nord", "unknown group 'nord'; did you mean 'nordic'? Possible: far, near, eu, "),
        ("stances --group 'European Onion'", "unknown group 'European Onion'; did you mean 'eu'? "),
        (
            "stances --region EU",
            "unknown region 'EU'; it is a group: brief groups eu lists its members. ",
        ),
        ("country g7", "unknown country 'g7'; it is a group: brief groups g7 lists its members. "),
    ],
)
def test_an_unknown_group_is_wrong_usage(line: str, told: str, brief: Brief) -> None:
    """The message has the nearest name, and says where the name of a group was given for something else."""
    result = brief(*shlex.split(line))
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"brief: {told}")


def test_the_caption_has_the_stance_of_the_body_itself(brief: Brief) -> None:
    """It is no row, and not counted."""
    page = brief("stances", "--group", "eu", "-f", "table").out
    text = " ".join(page.split())
    assert "Only members of the EU on 31 March 2025 (the EU itself: Trades)" in text
    assert text.count("1 of 27 members of the EU; not covered by this dossier: Austria, ") == 1
    assert "European Union" not in text
    summary = only_page(brief("summary", "--group", "eu", "-f", "json").out)
    assert summary["dossier"]["groups"] == [
        {
            "id": "eu",
            "label": "European Union",
            "own": False,
            "day": "2025-03-31",
            "members": 27,
            "covered": 1,
            "itself": "trades",
            "complete_from": None,
        }
    ]
    assert sum(bar["count"] for bar in summary["ladder"]) == 1


def test_a_group_of_the_dossier_replaces_one_that_the_program_knows(brief: Brief, tmp_path: Path) -> None:
    """The caption says so."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER + "groups: {eu: {label: Upstream, countries: [Egypt, Sudan]}}\n", encoding="utf-8")
    text = " ".join(brief("stances", "-d", str(path), "--group", "EU", "-f", "table").out.split())
    assert "Only members of the EU as this dossier defines it, not as brief lists it" in text
    assert "1 of 2 members of the EU; not covered by this dossier: Sudan." in text


def test_a_day_before_the_list_is_complete_has_a_warning(brief: Brief) -> None:
    """People and scripts get it."""
    warning = "The list of members of the OSCE is complete from 1 January 1993 on; for earlier days it may be incomplete."
    asked = ("stances", "--group", "osce", "--as-of", "1991")
    assert warning in " ".join(brief(*asked, "-f", "table").out.split())
    assert warning in brief(*asked).err


def test_dossiers_of_several_days_have_the_members_of_each_day(brief: Brief) -> None:
    """A country that one dossier covers is not missing, and a day is named where it is the same."""
    both = ("-d", FROZEN, "-d", "tests/dossiers/good/buoys.yaml", "--group", "nordic")
    text = " ".join(brief("stances", *both, "-f", "table").out.split())
    assert "Only members of the Nordic group on the day of each dossier" in text
    assert "2 of 5 members of the Nordic group; not covered by these dossiers: Denmark, Finland, Sweden." in text
    same = " ".join(brief("stances", *both, "--as-of", "2025-02", "-f", "table").out.split())
    assert "Only members of the Nordic group on 28 February 2025" in same


def test_a_country_without_a_record_has_a_page_that_says_so(brief: Brief) -> None:
    """Its parts are empty, and an unknown country stays wrong usage."""
    result = brief("country", "fiji", "-f", "table")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Fiji\nDossier free-port, as of 31 March 2025")
    assert result.out.endswith("\n\nNot covered by this dossier: Fiji.\n")
    page = only_page(brief("country", "fiji", "-f", "json").out)
    assert page["stance"] is None
    assert page["dossier"]["missing"] == [{"code": "FJ", "country": "Fiji", "why": "not covered", "until": None}]
    searched = brief("country", "kenya", "-f", "table")
    assert searched.code == 0
    assert searched.out.endswith("\n\nNo stance found by a search up to 28 March 2025: Kenya.\n")
    (missing,) = only_page(brief("country", "kenya", "-f", "json").out)["dossier"]["missing"]
    assert missing == {"code": "KE", "country": "Kenya", "why": "searched", "until": "2025-03-28"}
    assert brief("country", "fijji").code == 2
    no_hit = "Nothing contains 'kenya'. No stance found by a search up to 28 March 2025: Kenya.\n"
    assert brief("search", "kenya").err == no_hit
    assert brief("search", "fiji").err == "Nothing contains 'fiji'.\n"


@pytest.mark.parametrize("short", [[], ["--short"]])
def test_a_searched_country_has_its_bottom_line_under_that_sentence(
    short: list[str], brief: Brief, tmp_path: Path
) -> None:
    """Whatever else the dossier has on it follows, too."""
    lines = "bottom_lines:\n  - {country: Kenya, date: 2025-02, text: Kenya looks on., evidence: [gazette]}\n"
    path = tmp_path / "river.yaml"
    head, mark, rest = RIVER.partition("levels:\n")
    searched = "coverage:\n  searched: {until: 2025-02-28, countries: [Kenya]}\n"
    path.write_text(f"{head}{searched}{mark}{rest}{lines}{event(countries='[Kenya]')}", encoding="utf-8")
    page = " ".join(brief("country", "kenya", "-d", str(path), *short, "-f", "txt").out.split())
    places = [page.index(text) for text in ("No stance found", "Kenya looks on.", "Delegations meet")]
    assert places == sorted(places)
    assert "No stance found by a search up to 28 February 2025: Kenya. Bottom line" in page


def test_a_comparison_leaves_out_who_has_no_record_and_says_so(brief: Brief) -> None:
    """The others are side by side."""
    page = only_page(brief("compare", "japan", "fiji", "norway", "-f", "json").out)
    assert [row["country"] for row in page["countries"]] == ["Japan", "Norway"]
    assert [one["country"] for one in page["dossier"]["missing"]] == ["Fiji"]


def test_a_report_is_of_the_members_and_names_who_is_missing(brief: Brief) -> None:
    """Its head and its last part have what the caption has."""
    page = brief("report", "--group", "eu").out
    assert "1 of 27 members of the EU; not covered by this dossier: Austria, " in page
    assert "(the EU itself: Trades)" in page


def test_a_site_is_of_the_members_and_names_who_is_missing(brief: Brief, tmp_path: Path) -> None:
    """Its first page counts the members alone, and only they have pages."""
    assert brief("site", "-d", FROZEN, "--group", "nordic", "-o", str(tmp_path / "site")).code == 0
    first = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert f"Only members of the Nordic group on 31 March 2025. {NORDIC}" in first
    assert '<span class="count">1</span> Signed the charter' in first
    assert {path.stem for path in (tmp_path / "site" / "countries").iterdir()} == {"no"}
    rows = json.loads((tmp_path / "site" / "dossiers" / "free-port" / "stances.json").read_text(encoding="utf-8"))
    assert [row["code"] for row in rows] == ["NO"]


def test_an_export_is_of_the_members_and_names_who_is_missing(brief: Brief, tmp_path: Path) -> None:
    """It has the records that name one of them, with their sources."""
    path = tmp_path / "nordic.xlsx"
    assert brief("export", "-d", FROZEN, "--group", "nordic", "-o", str(path)) == (0, "", f"free-port: {NORDIC}\n")
    book = load_workbook(path)
    columns, *rows = book["stances"].iter_rows(values_only=True)
    assert {row[columns.index("code")] for row in rows} == {"NO"}
    assert 0 < book["sources"].max_row - 1 < len(load(FROZEN).sources)


def test_python_has_the_same() -> None:
    """Rows of the members, and what the listing is based on."""
    dossier = load(FROZEN)
    assert [row["code"] for row in dossier.rows("stances", group="nordic")] == ["NO"]
    assert [stance.country for stance in dossier.in_force(group=["nordic", "far"])] == ["NO", "JP", "SG"]
    about = dossier.about("stances", group="nordic", as_of="2025-01")
    assert (about["groups"][0]["day"], about["groups"][0]["covered"]) == ("2025-01-31", 1)
    assert [one["code"] for one in about["missing"]] == ["IS", "DK", "FI", "SE"]
    assert dossier.about()["missing"] == []
    with pytest.raises(UsageError, match="unknown group 'nord'; did you mean 'nordic'"):
        dossier.rows("stances", group="nord")


def test_the_members_of_a_group_are_listed_with_their_dates_and_levels(brief: Brief) -> None:
    """Those of the day, or with --history all; the footer states how far the list was checked."""
    rows = json.loads(brief("groups", "eu", "-f", "json").out)
    assert len(rows) == 27
    assert [row["level"] for row in rows if row["code"] == "CZ"] == ["trades"]
    assert [row["member_since"] for row in rows if row["code"] == "HR"] == ["2013-07-01"]
    before = json.loads(brief("groups", "eu", "--as-of", "2019", "-f", "json").out)
    assert {row["code"] for row in before} - {row["code"] for row in rows} == {"GB"}
    every = json.loads(brief("groups", "eu", "--history", "-f", "json").out)
    assert [row["member_until"] for row in every if row["code"] == "GB"] == ["2020-02-01"]
    text = " ".join(brief("groups", "eu", "-f", "table").out.split())
    assert (
        "The members were checked against pages up to October 2024. The list is complete from 1 January 1990 on."
        in text
    )
    assert "The dossier defines this group, without dates." in brief("groups", "far", "-f", "table").out


def test_all_groups_are_listed_those_of_the_dossier_first(brief: Brief) -> None:
    """With the number of their members on the day, and of those that have a stance."""
    rows = json.loads(brief("groups", "-f", "json").out)
    assert [row["id"] for row in rows][:3] == ["far", "near", "eu"]
    assert [(row["members"], row["covered"], row["own"]) for row in rows][:3] == [
        (3, 2, True),
        (2, 2, True),
        (27, 1, False),
    ]
    assert brief("groups", "nord").code == 2
    assert load(FROZEN).rows("groups", group="nordic")[0]["country"] == "Denmark"
