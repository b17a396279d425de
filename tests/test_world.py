"""The world dossier: what stands in it, and the questions that dated stances answer."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefcli import load
from briefcli.reading.problems import Severity
from briefcli.reading.reading import examine_dossier
from briefcli.shelf.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

WORLD = load("world")


def test_the_dossier_passes_the_strict_check() -> None:
    """No error and no warning."""
    problems = examine_dossier(Catalogue().find("world").files())
    assert [str(problem) for problem in problems if problem.rule.severity is not Severity.NOTICE] == []


def test_the_dossier_holds_all_that_was_researched() -> None:
    """45 countries and bodies, one file each beside the head and the topics."""
    assert len({stance.country for stance in WORLD.stances}) == 45
    assert (len(WORLD.stances), len(WORLD.sectors), len(WORLD.sources)) == (162, 104, 572)
    assert (len(WORLD.events), len(WORLD.topics)) == (194, 32)
    folder = Catalogue().find("world").path or Path()
    assert len(list(folder.glob("*.yaml"))) == 47


def test_every_topic_concerns_several_countries() -> None:
    """At least twelve topics, each of two countries or more."""
    assert len([topic for topic in WORLD.topics if len(topic.countries) >= 2]) == len(WORLD.topics) >= 12


@pytest.mark.parametrize(
    ("as_of", "levels"),
    [
        ("2021-12", {"refuses": 1, "no-ties": 13, "talks": 16, "mission": 13}),
        ("2024", {"no-ties": 12, "talks": 14, "mission": 16, "ambassador": 3}),
        ("2026-06-23", {"no-ties": 8, "talks": 15, "mission": 16, "ambassador": 5, "recognises": 1}),
    ],
)
def test_the_ladder_on_three_days(as_of: str, levels: dict[str, int], brief: Callable[..., Result]) -> None:
    """The stance in force on a day is the newest that had begun."""
    rows = json.loads(brief("stances", "-d", "world", "--as-of", as_of, "-f", "json").out)
    expected: dict[str, tuple[str, str]] = {}
    for stance in sorted(WORLD.stances, key=lambda stance: stance.since):
        if stance.since <= as_of or stance.since.startswith(as_of):
            expected[stance.country] = (stance.since, stance.level)
    assert {row["code"]: (row["since"], row["level"]) for row in rows} == expected
    assert Counter(row["level"] for row in rows) == levels


def test_a_change_says_from_what_to_what(brief: Callable[..., Result]) -> None:
    """Up and down the ladder, with the levels in words for people and as ids for scripts."""
    rows = json.loads(brief("changes", "-d", "world", "--since", "2026", "-c", "pakistan", "-f", "json").out)
    moved = [(row["date"], row["from"], row["to"], row["change"]) for row in rows if row["kind"] == "level"]
    assert moved == [
        (
            "2026-04-01",
            "refuses",
            "ambassador",
            "Up from Refuses contact to Ambassadors: Talks through China after the open war",
        ),
        (
            "2026-02-27",
            "ambassador",
            "refuses",
            "Down from Ambassadors to Refuses contact: Declared open war and bombed Kabul and Kandahar",
        ),
    ]


def test_changes_come_country_by_country_newest_first(brief: Callable[..., Result]) -> None:
    """The country with the newest change is first, and within a country the newest change."""
    rows = json.loads(brief("changes", "-d", "world", "--since", "2025", "-f", "json").out)
    countries = list(dict.fromkeys(row["country"] for row in rows))
    dates = {country: [row["date"] for row in rows if row["country"] == country] for country in countries}
    assert all(own == sorted(own, reverse=True) for own in dates.values())
    newest = [own[0] for own in dates.values()]
    assert newest == sorted(newest, reverse=True)
    assert len(rows) == sum(len(own) for own in dates.values())


def test_where_nothing_changed_it_says_so(brief: Callable[..., Result]) -> None:
    """Exit code 0, the header alone, and a sentence."""
    result = brief("changes", "-d", "world", "--since", "2026-07", "--columns", "date,change")
    assert result == (0, "date\tchange\n", "Nothing changed in world since 2026-07.\n")
    assert brief("changes", "-d", "world") == (2, "", "brief: changes needs --since DATE\n")


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["japan"], "brief: compare takes 2 to 6 countries, not 1\n"),
        (["jp", "cn", "pk", "us", "ru", "de", "fr"], "brief: compare takes 2 to 6 countries, not 7\n"),
        (["japan", "JP"], "brief: compare takes 2 to 6 countries, not 1\n"),
    ],
)
def test_compare_takes_two_to_six(names: list[str], told: str, brief: Callable[..., Result]) -> None:
    """One country under two names is one."""
    assert brief("compare", *names, "-d", "world") == (2, "", told)


def test_shared_concerns_come_first_and_are_marked(brief: Callable[..., Result]) -> None:
    """What two countries have in common is told as such, for people and for scripts."""
    rows = json.loads(brief("compare", "china", "russia", "-d", "world", "-f", "json").out)["countries"]
    assert [row["shared"] for row in rows] == [["counter-terrorism", "regional-stability"]] * 2
    assert [row["concerns"][:2] for row in rows] == [["counter-terrorism", "regional-stability"]] * 2


def test_a_country_in_all_dossiers_is_one_page_with_notes_numbered_through(brief: Callable[..., Result]) -> None:
    """Each dossier has its section, and no number means two sources."""
    page = json.loads(brief("country", "japan", "-d", "all", "-f", "json").out)
    assert list(page) == ["title", "japan-visit", "world"]
    numbers = [note["number"] for name in ("japan-visit", "world") for note in page[name]["sources"]]
    assert numbers == list(range(1, len(numbers) + 1))


def test_dossiers_that_know_a_country(brief: Callable[..., Result]) -> None:
    """Japan is in both, Uzbekistan in one."""
    assert brief("dossiers", "-c", "japan", "--columns", "id").out == "id\njapan-visit\nworld\n"
    assert brief("dossiers", "-c", "uzbekistan", "--columns", "id").out == "id\nworld\n"


def test_the_age_of_evidence_is_counted_to_today_or_to_the_day_asked_for(brief: Callable[..., Result]) -> None:
    """--as-of looks at the evidence of that day."""
    today = brief("country", "japan", "-d", "world", "--today", "2026-04-23", "-f", "md").out.splitlines()[2]
    past = brief("country", "japan", "-d", "world", "--as-of", "2023", "-f", "md").out.splitlines()[2]
    assert today == "Dossier world, as of 2026-06-23, newest evidence 2026-03-16, 38 days old"
    assert past.startswith("Dossier world, as of 2026-06-23, as it stood on 2023-12-31, newest evidence 2023-")


def test_a_country_that_only_one_of_several_dossiers_knows(brief: Callable[..., Result]) -> None:
    """The page has a section for that dossier; a country that none has is told with those that there are."""
    assert list(json.loads(brief("country", "EU", "-d", "all", "-f", "json").out)) == ["title", "world"]
    assert brief("dossiers", "-c", "EU", "--columns", "id").out == "id\nworld\n"
    for arguments in (["country", "fiji", "-d", "all"], ["dossiers", "-c", "fiji"]):
        result = brief(*arguments)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(
            "brief: the dossiers 'japan-visit' and 'world' have nothing on 'fiji'; they have Australia, "
        )
    assert brief("country", "jpan", "-d", "all").err.startswith(
        "brief: unknown country 'jpan'; did you mean 'Japan'? "
    )


def test_where_a_comparison_has_nothing_it_says_none(brief: Callable[..., Result]) -> None:
    """People read a word in place of an empty cell, and what would match."""
    result = brief("compare", "jp", "us", "-d", "world", "--as-of", "2020", "-f", "table")
    assert "Status           none   none" in result.out
    assert result.err.startswith("Nothing matches; on a later day than 2020 there would be ")


def test_an_impossible_window_is_wrong_usage(brief: Callable[..., Result]) -> None:
    """A window that ends before it begins is a slip, and no empty answer."""
    result = brief("changes", "-d", "world", "--since", "2025", "--until", "2024")
    assert result == (2, "", "brief: --since 2025 is later than --until 2024\n")


def test_the_columns_of_a_matrix_do_not_depend_on_how_many_rows_are_shown(brief: Callable[..., Result]) -> None:
    """--limit takes rows and no columns."""
    whole = brief("matrix", "-d", "world").out.splitlines()
    assert brief("matrix", "-d", "world", "--limit", "2").out.splitlines() == whole[:3]


def test_what_a_stance_is_called_for_people_is_found(brief: Callable[..., Result]) -> None:
    """Levels, stages and other names of a country are texts of a record too."""
    stalled = [record for record in WORLD.sectors if record.stage == "stalled"]
    found = brief("search", "stalled", "-d", "world", "--no-header").out.splitlines()
    assert len([line for line in found if line.startswith("sector")]) >= len(stalled)
    assert "TR\n" in brief("stances", "-d", "world", "--grep", "turkey", "--columns", "code").out


def test_a_term_with_the_id_of_a_column_takes_no_ones_place(brief: Callable[..., Result], tmp_path: Path) -> None:
    """A concern that is called level stands beside the level, under a longer key."""
    path = tmp_path / "taken.yaml"
    text = (Path(__file__).parents[1] / "tests/dossiers/good/river-march.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("water", "level"), encoding="utf-8")
    row = json.loads(brief("matrix", "-d", str(path), "-f", "json").out)[0]
    assert row["level"] in {"talks", "refuses"}
    assert row["concerns.level"] in {"main", "further"}
