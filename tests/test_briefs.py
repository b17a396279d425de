"""What changed, the level of each country on a day, and countries side by side and in several dossiers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from samples import ALL_BUNDLED, BUNDLED, FROZEN, RIVER, came_and_ended, only_page, stance

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

ROOT = Path(__file__).parents[1]
RIVER_TALKS = "tests/dossiers/good/river-march.yaml"


@pytest.mark.parametrize(
    ("as_of", "levels"),
    [
        ("2020", ["HL signs"]),
        ("2022-11", ["HL signs", "NO office", "TR trades", "EU watches", "JP watches", "EG opposes"]),
        ("2025-01-31", ["HL signs", "NO signs", "CZ office", "CI trades", "EU trades", "JP trades", "SG trades"]),
    ],
)
def test_the_ladder_on_three_days(as_of: str, levels: list[str], brief: Callable[..., Result]) -> None:
    """The stance in force on a day is the newest that had begun."""
    rows = brief("stances", "--as-of", as_of, "--columns", "code,level", "--no-header").out.splitlines()
    assert [row.replace("\t", " ") for row in rows][: len(levels)] == levels


def test_a_change_says_from_what_to_what(brief: Callable[..., Result]) -> None:
    """Up and down the ladder, with the levels in words for people and as ids for scripts."""
    rows = json.loads(brief("changes", "--since", "2025", "-f", "json").out)
    assert [(row["date"], row["from"], row["to"], row["change"]) for row in rows if row["kind"] == "level"] == [
        ("2025-03-20", "office", "trades", "Down from Keeps an office to Trades: Office closed, calls go on"),
        ("2025-02-14", "trades", "office", "Up from Trades to Keeps an office: Liaison office (連絡事務所)"),
    ]
    ((before, level, change),) = [
        (row["from"], row["to"], row["change"]) for row in rows if row["kind"] == "stance" and row["code"] == "TR"
    ]
    assert (before, level) == (None, "opposes")
    assert change == "Stance again, Works against it: Tells shipowners to keep away"


@pytest.mark.parametrize("limit", [[], ["--limit", "3"]])
def test_changes_are_in_one_order_in_every_format(limit: list[str], brief: Callable[..., Result]) -> None:
    """The moves on the ladder first, then the others by kind, each the newest first, and so --limit keeps the same."""
    asked = ("changes", "--since", "2024", *limit)
    rows = json.loads(brief(*asked, "-f", "json").out)
    of = {"level": "moves", "stance": "moves", "status": "same level", "concerns": "same level"}
    places = [
        ["moves", "newly-known", "same level", "sector", "topic", "event", "fact", "vote"].index(
            of.get(row["kind"], row["kind"])
        )
        for row in rows
    ]
    assert places == sorted(places)
    for place in set(places):
        dates = [row["date"] for row, own in zip(rows, places, strict=True) if own == place]
        assert dates == sorted(dates, reverse=True)
    page = re.sub(r"(: )(?:[a-z]+ claim|claim that cannot be judged): ", r"\1", brief(*asked, "-f", "md").out)
    told = re.findall(r"^- \*\*([0-9-]+), [^:*]*:\*\* (.*)\. Grade: ", page, re.MULTILINE)
    expected = dict.fromkeys((row["date"], row["change"].removesuffix(".")) for row in rows)
    assert [date for date, _ in expected] == [date for date, _ in told]
    assert all(of.startswith(change) for (_, change), (_, of) in zip(expected, told, strict=True))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "The records extend to 31 March 2025 (335 days ago)."),
        (["--today", "2025-04-02"], "The records extend to 31 March 2025 (2 days ago)."),
        (
            ["-c", "norway"],
            "The records extend to 31 March 2025 (335 days ago); the newest source on Norway is of 2 March 2025.",
        ),
        (
            ["-c", "norway", "-c", "turkey"],
            "The records extend to 31 March 2025 (335 days ago); the newest source on Norway is of 2 March 2025 and on Türkiye of "
            "20 January 2025.",
        ),
        (["--as-of", "2025-03-05"], "The records extend to 5 March 2025."),
        (
            ["-d", FROZEN, "-d", "tests/dossiers/good/buoys.yaml"],
            "The records of free-port extend to 31 March 2025 (335 days ago). The records of buoys extend to 15 March 2025 (351 days ago).",
        ),
    ],
)
def test_changes_end_with_up_to_when_they_are_known(
    arguments: list[str], told: str, brief: Callable[..., Result]
) -> None:
    """Also where there are none, so that silence of a dossier is not taken for that of the world."""
    for since in ("2024", "2025-03-04"):
        page = brief("changes", "--since", since, *arguments, "-f", "txt")
        assert f" {told} " in f"{' '.join(page.out.split())} "


@pytest.mark.parametrize("form", ["tsv", "json"])
def test_a_program_that_gets_no_changes_reads_up_to_when_they_are_known(
    form: str, brief: Callable[..., Result]
) -> None:
    """On standard error; where there are rows, these have their dates."""
    known = "The records extend to 31 March 2025 (335 days ago); the newest source on Norway is of 2 March 2025.\n"
    asked = ("changes", "-c", "norway", "-f", form)
    assert brief(*asked, "--since", "2025-03-04").err.startswith(known)
    assert brief(*asked, "--since", "2024").err == ""


def test_a_change_names_its_other_countries(brief: Callable[..., Result]) -> None:
    """Whichever country is selected; scripts get a row for each selected one."""
    asked = ("changes", "--since", "2024-12", "-c", "norway", "--kind", "event")
    assert "**2025-02-14, Japan, Norway, Harbour League:** Japan opens" in brief(*asked, "-f", "md").out
    assert {row["code"] for row in json.loads(brief(*asked, "-f", "json").out)} == {"NO"}


def test_who_moved_is_in_one_order(brief: Callable[..., Result]) -> None:
    """By name, whichever filters are set."""
    for kind in ([], ["--kind", "level"]):
        assert "2 countries up (Japan, Norway)" in brief("changes", "--since", "2024-12", *kind, "-f", "md").out


def test_changes_begin_with_who_moved_and_tell_a_shared_event_once(brief: Callable[..., Result]) -> None:
    """For people; scripts get a row for each country, and --kind keeps some kinds of changes."""
    page = brief("changes", "--since", "2024-12", "-f", "md").out
    tally = (
        "Level changes: 2 countries up \\(Japan, Norway\\); 1 country down \\(Czech Republic\\); "
        "2 countries with a first stance \\(Côte d'Ivoire, Türkiye\\)."
    )
    assert tally.replace("\\", "") in page
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")] == [
        *("Changes of level", "Cooperation", "Topics", "Events", "Votes")
    ]
    assert page.count("Japan opens its liaison office") == 1
    rows = json.loads(brief("changes", "--since", "2024-12", "--kind", "event", "-f", "json").out)
    assert {row["kind"] for row in rows} == {"event"}
    assert len([row for row in rows if row["change"] == "Japan opens its liaison office"]) == 3
    assert "Changes of level" not in brief("changes", "--since", "2024-12", "--kind", "event", "-f", "md").out
    assert "No country changed level." in brief("changes", "--since", "2025-03-31", "-f", "md").out
    after = brief("changes", "--since", "2025-04", "-f", "md").out
    assert "\nNo change of level is recorded after 31 March 2025.\n" in after


def test_who_came_and_who_left_has_moved(brief: Callable[..., Result], tmp_path: Path) -> None:
    """In the words of the report, the site and the overview."""
    path = tmp_path / "river.yaml"
    path.write_text(came_and_ended(), encoding="utf-8")
    rows = json.loads(brief("changes", "--since", "2023", "-d", str(path), "-f", "json").out)
    assert [(row["date"], row["country"], row["change"]) for row in rows] == [
        ("2025-02-10", "Kenya", "Stance ended, was Holds talks: At the table"),
        ("2025-02", "Egypt", "First stance, Holds talks: In talks"),
        ("2023", "Kenya", "First stance, Holds talks: At the table"),
    ]


def test_who_went_up_and_down_again_is_back(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Steps are counted from the first level to the last."""
    river = (ROOT / RIVER_TALKS).read_text(encoding="utf-8")
    step = (
        "  - {country: Sudan, since: DAY, level: LEVEL, status: S, summary: S., credibility: 2, evidence: [wire]}"
    )
    steps = [
        step.replace("DAY", day).replace("LEVEL", level)
        for day, level in (("2025-02-01", "talks"), ("2025-02-20", "refuses"))
    ]
    path = tmp_path / "river.yaml"
    path.write_text(river.replace("\nstances:\n", "\nstances:\n" + "\n".join([*steps, ""])), encoding="utf-8")
    page = brief("changes", "--since", "2025-02", "-c", "sudan", "-d", str(path), "-f", "md").out
    assert "Level changes: 1 country unchanged overall (Sudan). Counted one by one: 1 move up and 1 down." in page


def test_who_moved_after_a_first_stance_is_counted(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Both among the first stances and among the moves, and a body as a body."""
    river = (ROOT / RIVER_TALKS).read_text(encoding="utf-8")
    step = (
        "  - {country: NAME, since: DAY, level: LEVEL, status: S, summary: S., credibility: 2, evidence: [wire]}"
    )
    steps = [
        step.replace("DAY", day).replace("LEVEL", level).replace("NAME", name)
        for name in ("European Union", "Kenya")
        for day, level in (("2025-02-01", "refuses"), ("2025-02-20", "talks"))
    ]
    path = tmp_path / "river.yaml"
    path.write_text(river.replace("\nstances:\n", "\nstances:\n" + "\n".join([*steps, ""])), encoding="utf-8")
    asked = ("changes", "--since", "2025-02", "-c", "kenya", "-c", "eu", "-d", str(path), "-f", "md")
    assert (
        "Level changes: 1 country and 1 body up since the first stance (European Union, Kenya); "
        "1 country and 1 body with a first stance (European Union, Kenya)." in brief(*asked).out
    )


def test_where_nothing_changed_it_says_so(brief: Callable[..., Result]) -> None:
    """Exit code 0, the header alone, a sentence, and another one where nobody has looked since."""
    result = brief("changes", "--since", "2026-07", "--columns", "date,change")
    told = "The dossier free-port was last reviewed through 2025-03-31, which is before 2026-07-01.\n"
    told += "The records extend to 31 March 2025 (335 days ago).\n"
    told += "No change is recorded in free-port since 2026-07; the newest change is of 2025-05-06.\n"
    assert result == (0, "date\tchange\n", told)
    assert brief("changes") == (2, "", "brief: changes needs --since DATE\n")


def test_where_a_filter_leaves_no_change_it_names_the_countries_that_have_some(
    brief: Callable[..., Result],
) -> None:
    """As the listings of records do."""
    hint = brief("changes", "--since", "2025", "-c", "cd", "--kind", "level").err
    known = "The records extend to 31 March 2025 (335 days ago).\n"
    assert (
        hint
        == f"{known}Nothing matches; with another --country there would be 2 changes (Czech Republic, Japan).\n"
    )


@pytest.mark.parametrize(
    ("window", "steps"),
    [
        (["--since", "2023-06", "--until", "2025-02"], ["JP trades", "JP office"]),
        (["--since", "2025"], ["JP trades", "JP office"]),
        (["--since", "2025-02-14"], ["JP office"]),
        (["--until", "2022"], ["JP watches", "YUCS trades", "YUCS office"]),
        (["--since", "1990", "--until", "1992-04-27"], ["YUCS office"]),
        (["--since", "1992-04-27", "--until", "2021"], []),
    ],
)
def test_a_ladder_shows_one_time_in_all_formats(
    window: list[str], steps: list[str], brief: Callable[..., Result]
) -> None:
    """The step in force when it begins is part of it; a country without a step in it is not."""
    asked = ("ladder", *window, "-c", "japan", "-c", "yugoslavia")
    rows = brief(*asked, "--columns", "code,level", "--no-header").out.splitlines()
    assert [row.replace("\t", " ") for row in rows] == steps
    countries = len({step.split()[0] for step in steps})
    said = "1 country" if countries == 1 else f"{countries} countries"
    for form in (["-f", "table"], ["-f", "md"], ["--count", "-f", "table"]):
        page = brief(*asked, *form)
        assert f"\n{said}" in page.out
        assert (page.err == "") == bool(steps)
    words = brief(*asked, "-f", "md").out
    levels = {"watches": "Watches", "trades": "Trades", "office": "Keeps an office"}
    assert [level for level, label in levels.items() if f"{label} since" in words] == [s.split()[1] for s in steps]


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (
            "-c japan --until 2020",
            "without --country there would be 4 countries; without --until there would be 1 country",
        ),
        (
            "-c japan --level trades",
            "without --country there would be 4 countries; with another --level there would be 1 country (office)",
        ),
        (
            "-c japan -c yugoslavia --level watches",
            "without --country there would be 3 countries; with another --level there would be 1 country (office)",
        ),
        (
            "-c yugoslavia --level office",
            "without --country there would be 1 country; without --level there would be 1 country",
        ),
    ],
)
def test_a_ladder_without_a_country_says_what_would_match(
    filters: str, told: str, brief: Callable[..., Result]
) -> None:
    """In every format: countries, and their present levels, which --level compares."""
    for form in (["-f", "tsv"], ["-f", "table"], ["--count"]):
        assert brief("ladder", *filters.split(), *form).err.endswith(f"Nothing matches; {told}.\n")


def test_a_matrix_has_a_country_once(brief: Callable[..., Result]) -> None:
    """By its stance in force; earlier ones are listed with the day from which they held, and counted as stances."""
    codes = brief("matrix", "-d", "japan-visit", "--columns", "code", "--no-header", "-f", "csv").out.split()
    assert codes == ["CN", "PK", "JP", "US"]
    rows = brief("matrix", "-d", "japan-visit", "--history", "--columns", "code,since", "--no-header", "-f", "csv")
    assert [row for row in rows.out.split() if row.startswith("PK")] == [
        "PK,2026-02-27",
        "PK,2025-08-08",
        "PK,2025-02",
    ]
    page = brief("matrix", "-d", "japan-visit", "--history", "-f", "table").out
    assert "2025-08-08" in page
    assert "6 stances." in page


@pytest.mark.parametrize(
    ("date", "word"),
    [("2025-01", ", undated sources"), ("2025-02", ""), ("2025-03-01", "")],
)
def test_a_step_says_where_only_sources_without_a_date_tell_of_it(
    date: str, word: str, brief: Callable[..., Result], tmp_path: Path
) -> None:
    """Or else the newest evidence would be older than the step, and nobody knew why."""
    sources = f"""\
  - {{id: note, publisher: Example Gazette, kind: press, title: Talks stall, date: {date}}}
  - {{id: look-back, publisher: Example Gazette, kind: press, title: A look back}}
stances:
"""
    step = stance(since="2025-02-25", status="Talks again", evidence="[note, look-back]")
    path = tmp_path / "river.yaml"
    path.write_text(RIVER.replace("stances:\n", sources) + step, encoding="utf-8")
    page = brief("country", "egypt", "-d", str(path), "-f", "table").out
    assert f"Last change          2025-02-25{word}" in page.splitlines()
    text = brief("country", "egypt", "-d", str(path), "-f", "json").out
    assert only_page(text)["stance"]["since"] == "2025-02-25"


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["japan"], "brief: compare takes 2 to 8 countries, or a --group of as many, not 1\n"),
        (
            ["jp", "no", "tr", "eg", "eu", "hl", "us", "cz", "ci"],
            "brief: compare takes 2 to 8 countries, or a --group of as many, not 9\n",
        ),
        (["japan", "JP"], "brief: compare takes 2 to 8 countries, or a --group of as many, not 1\n"),
        ([], "brief: compare takes 2 to 8 countries, or a --group of as many, not 0\n"),
        (["japan", "--group", "g7"], "brief: compare takes countries or --group, not both\n"),
    ],
)
def test_compare_takes_two_to_eight(names: list[str], told: str, brief: Callable[..., Result]) -> None:
    """One country under two names is one."""
    assert brief("compare", *names) == (2, "", told)


def test_concerns_keep_their_order_and_shared_ones_say_with_how_many(brief: Callable[..., Result]) -> None:
    """What countries have in common is marked, for people and for scripts."""
    page = json.loads(brief("compare", "japan", "eu", "norway", "-f", "json").out)["dossiers"]["free-port"]
    own = {row["country"]: row["concerns"] for row in json.loads(brief("stances", "-f", "json").out)}
    assert all(row["concerns"] == own[row["country"]] for row in page["countries"])
    shared = {row["code"]: dict(zip(row["shared"], row["shared_by"], strict=True)) for row in page["countries"]}
    assert shared["NO"] == {"court": 2, "fish": 3}
    assert (
        "| Fish stocks (shared with 2 others), Harbour court (shared with 1 other) |"
        in brief("compare", "japan", "eu", "norway", "-f", "md").out
    )


def test_a_matrix_has_only_countries_that_have_something(brief: Callable[..., Result]) -> None:
    """For people, under what the marks mean; scripts get every country with a stance. A heading is as good as a key."""
    page = brief("matrix", "-f", "table").out
    rows = json.loads(brief("matrix", "-f", "json").out)["dossiers"]["free-port"]["rows"]
    silent = [
        row["country"] for row in rows if not any(row[key] for key in ("court", "fish", "safety", "customs"))
    ]
    assert silent
    assert [name for name in silent if name in page] == []
    assert "6 countries, 1 body, 1 organisation. No concern is recorded for 3 more countries." in " ".join(
        page.split()
    )
    assert len(rows) - len(silent) == 8
    assert page.index("● main") < page.index("Country")
    assert "\n\n" not in page[page.index("Country") : page.index("6 countries") - 4]
    by_key, by_heading = (
        brief("matrix", "--columns", f"country,{name}", "--sort", name, "-f", "csv")
        for name in ("fish", "Fish stocks")
    )
    assert by_key == by_heading


def test_a_country_in_two_dossiers_is_one_page_with_notes_numbered_through(brief: Callable[..., Result]) -> None:
    """Each dossier has its section, and no number means two sources."""
    page = json.loads(brief("country", "egypt", "-d", FROZEN, "-d", RIVER_TALKS, "-f", "json").out)
    assert list(page) == ["title", "dossiers"]
    assert list(page["dossiers"]) == ["free-port", "river-talks"]
    numbers = [note["number"] for one in page["dossiers"].values() for note in one["sources"]]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_country_answers_first_and_says_nothing_twice(
    brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its level, what is contested, what came last; the sources at the end, and no text a second time."""
    monkeypatch.setenv("COLUMNS", "400")
    lines = brief("country", "japan", "-f", "table").out.splitlines()
    headings = ["Position", "Disputed", "Previous stances", "Events", "Cooperation", "Topics", "Sources"]
    assert [line for line in lines if line in headings] == headings[:-1]
    facts = [line.split("  ")[0] for line in lines[lines.index("Position") + 1 : lines.index("Disputed") - 1]]
    position = ["Level", "Meaning", "At this level since", "Level over time", "Status"]
    position += ["Disputed", "Last event", "Next date"]
    assert [fact for fact in facts if fact] == [*position, "Verified to", "Grade", "Concerns", "Summary"]
    texts = [line.strip() for line in lines if len(line.split()) > 4]
    assert len(texts) == len(set(texts))
    assert lines[-1].endswith(" sources. Add --evidence for the sources, all records and their texts.")
    whole = brief("country", "japan", "--evidence", "-f", "table").out.splitlines()
    assert [line for line in whole if line in headings] == headings


def test_a_terminal_shows_the_page_of_a_country_in_few_lines(brief: Callable[..., Result]) -> None:
    """At most half as many as version 0.2, with what is next, and how many records are left out."""
    page = brief("country", "pakistan", "-d", "world", "--today", "2026-06-24", "-f", "table").out
    assert page.count("\n") <= 316 // 2
    assert re.search(r"\nDisputed +nothing disputed\nLast event +7 April 2026: ", page)
    assert re.search(r"\nEvents, 10 of [0-9]+\n", page)
    ocean = brief("country", "japan", "-d", "high-seas", "--today", "2026-06-24", "-f", "table").out
    assert re.search(r"\nNext date +11 January 2027: First Conference", ocean)
    due = brief("country", "turkey", "-d", "world", "--today", "2026-12-01", "-f", "md").out
    assert "- **Next date:** none recorded\n- **Next review:** due since 30 June 2026\n" in due


def test_several_dossiers_on_a_country_have_an_index(brief: Callable[..., Result]) -> None:
    """Three lines for each, in the formats for people alone; a single dossier needs none."""
    page = brief("country", "japan", "-d", "world", "-d", "high-seas", "--today", "2026-06-24", "-f", "md").out
    lines = page.split("\n## ")[0].splitlines()
    (first,) = (place for place, line in enumerate(lines) if line.startswith("The High Seas Treaty (high-seas, "))
    assert lines[first].endswith("Ratified since 12 December 2025")
    assert lines[first + 2 : first + 4] == [
        "- 12 December 2025: Acceded without having signed",
        "- 1 disputed. Next: 11 January 2027: First Conference of the Parties is due to open.",
    ]
    assert "(high-seas, " not in brief("country", "japan", "-d", "high-seas", "-f", "md").out.split("\n## ")[0]


def test_the_sources_of_several_dossiers_are_numbered_through(brief: Callable[..., Result]) -> None:
    """The texts of the second page call its own notes."""
    for short in ([], ["--short"]):
        page = brief("country", "japan", "-d", "world", "-d", "high-seas", *short, "-f", "md").out
        defined = re.findall(r"^\[\^([0-9]+)\]: ", page, re.MULTILINE)
        called = set(re.findall(r"\[\^([0-9]+)\](?!: )", page))
        assert defined == [str(number) for number in range(1, len(defined) + 1)]
        assert called == set(defined)


def test_what_several_sources_dispute_is_one_row(brief: Callable[..., Result]) -> None:
    """People read all publishers in it; scripts get a row for each source."""
    page = brief("country", "japan", "-d", "japan-visit", "-f", "md").out
    disputed = page.split("\n## Disputed\n")[1].split("\n## ")[0]
    assert disputed.count("\n- ") == 1
    assert "Disputed by: Ministry of Foreign Affairs of Japan, Kyodo News via Japan Today, Asahi" in disputed
    (dossier,) = json.loads(brief("country", "japan", "-d", "japan-visit", "-f", "json").out)["dossiers"].values()
    assert len({row["record"] for row in dossier["disputed"]}) == 1
    assert len(dossier["disputed"]) > 1


def test_a_title_of_several_disputed_records_is_named_once(brief: Callable[..., Result]) -> None:
    """With how many they are and, each once, what claims they are."""
    page = brief("country", "pakistan", "-d", "japan-visit", "-f", "md").out
    assert "\n- **Disputed:** Pakistan, Supportive (3 records: improbable claim, doubtful claim)\n" in page


def test_all_previous_stances_are_in_one_part(brief: Callable[..., Result], tmp_path: Path) -> None:
    """The newest first; scripts get the present one among them."""
    river = (ROOT / RIVER_TALKS).read_text(encoding="utf-8")
    stance = "  - {country: Egypt, since: SINCE, level: talks, status: Then, summary: Then., credibility: 2, evidence: [wire]}"
    for year in range(2016, 2021):
        river = river.replace("\nstances:\n", f"\nstances:\n{stance.replace('SINCE', str(year))}\n")
    path = tmp_path / "river.yaml"
    path.write_text(river, encoding="utf-8")
    lines = brief("country", "egypt", "-d", str(path), "--evidence", "-f", "table").out.splitlines()
    steps = [line[:4] for line in lines if line[:4].isdigit() and " Then " in line]
    assert steps == ["2020", "2019", "2018", "2017", "2016"]
    assert [line for line in lines if line in {"Previous stances", "Earlier stances"}] == ["Previous stances"]
    page = json.loads(brief("country", "egypt", "-d", str(path), "-f", "json").out)["dossiers"]["river-talks"]
    assert [step["since"][:4] for step in page["history"]][1:] == steps


def test_a_country_beside_itself_on_a_day_before(brief: Callable[..., Result]) -> None:
    """With what moved since that day, and in all."""
    page = json.loads(brief("country", "turkey", "--then", "2024-12-31", "-f", "json").out)["dossiers"][
        "free-port"
    ]
    assert [(day["day"], day["level"]) for day in page["days"]] == [
        ("2024-12-31", None),
        ("2025-03-31", "opposes"),
    ]
    assert all(change["date"] > "2024-12-31" for change in page["moved"])
    for country, then, net in (
        ("turkey", "2024-06", "3 levels down, from Trades to Works against it"),
        ("us", "2024", "Level unchanged (Watches)"),
        ("turkey", "2024-12-31", "New: Works against it"),
    ):
        assert f"Overall\n-  {net}" in brief("country", country, "--then", then, "-f", "table").out


@pytest.mark.parametrize(
    ("then", "day"), [("2025", "2025-01-01"), ("2025-03", "2025-03-01"), ("30d", "2025-03-01")]
)
def test_a_month_or_year_of_then_means_its_first_day(then: str, day: str, brief: Callable[..., Result]) -> None:
    """As for --since, so that the month in which a dossier ends can be compared with that end."""
    text = brief("country", "turkey", "--then", then, "--as-of", "2025-03-31", "-f", "json").out
    assert json.loads(text)["dossiers"]["free-port"]["days"][0]["day"] == day


def test_a_day_of_then_is_before_that_of_the_dossier(brief: Callable[..., Result]) -> None:
    """The message names the day that a month means."""
    refused = brief("country", "turkey", "--then", "2025-04")
    assert (refused.code, refused.err) == (2, "brief: --then 2025-04-01 is not before 2025-03-31\n")


def test_a_summary_says_what_moved_before_its_day(brief: Callable[..., Result]) -> None:
    """In ninety days, on the ladder alone; what is disputed and stale follows, and the counts come last."""

    def moved(*arguments: str) -> list[tuple[str, str]]:
        page = json.loads(brief("summary", *arguments, "-f", "json").out)["dossiers"]["free-port"]
        return [(change["date"], change["code"]) for change in page["moved"]]

    assert moved() == [("2025-03-20", "CZ"), ("2025-02-14", "JP"), ("2025-01", "TR")]
    assert moved("--as-of", "2025-03-19") == [("2025-02-14", "JP"), ("2025-01", "TR")]
    assert moved("-c", "japan", "--as-of", "2025-05-16") == []
    page = brief("summary", "-f", "table").out
    headings = (
        "Countries by level",
        "Changes of level",
        "Disputed",
        "Last checked",
        "Main concerns",
        "Sectors",
        "Newest",
        "Records",
    )
    places = [page.index(f"\n\n{heading}") for heading in headings]
    assert places == sorted(places)
    assert "Egypt (2025-01-20)" in page[places[3] : places[4]]
    assert "No country changed level." in brief("summary", "-c", "us", "-f", "table").out
    assert "\n\nNewest and coming events\n" in brief("summary", "--today", "2025-05-05", "-f", "table").out


def test_a_summary_of_a_past_day_says_when_its_text_was_written(brief: Callable[..., Result]) -> None:
    """The text of a dossier knows what came later; scripts get it unchanged, with as_of beside it."""
    written = " (Written as of 31 March 2025.)"
    page = " ".join(brief("summary", "--as-of", "2023", "-f", "md").out.split())
    assert written in page
    assert brief("summary", "--as-of", "2023", "-f", "json").out.count("Written") == 0
    for of in (("--as-of", "2025-03-31"), ()):
        assert written not in " ".join(brief("summary", *of, "-f", "md").out.split())


def test_the_age_of_evidence_is_counted_to_today_or_to_the_day_requested(brief: Callable[..., Result]) -> None:
    """--as-of looks at the evidence of that day."""
    today = brief("country", "japan", "--today", "2025-03-01", "-f", "md").out.splitlines()[2]
    past = brief("country", "japan", "--as-of", "2023", "-f", "md").out.splitlines()[2]
    assert today == "Dossier free-port, as of 31 March 2025; newest dated source 15 February 2025, 14 days old"
    assert past.startswith(
        "Dossier free-port, as of 31 March 2025; position on 31 December 2023; newest dated source 10 June 2023"
    )


def test_dossiers_of_a_country_that_none_knows_are_none(brief: Callable[..., Result]) -> None:
    """A country of the world is a filter that matches nothing, and a name of none is wrong usage."""
    assert brief("dossiers", "-c", "greenland", "--columns", "id") == (
        0,
        "id\n",
        f"Nothing matches; without --country there would be {len(BUNDLED)} dossiers. "
        "brief stances -d all lists the countries with a stance.\n",
    )
    unknown = brief("dossiers", "-c", "fijj")
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.err.startswith("brief: unknown country 'fijj'; did you mean 'Fiji'? There are ")
    assert unknown.err.endswith("; brief stances -d all lists those with a stance\n")


def test_a_country_that_only_one_of_several_dossiers_knows(brief: Callable[..., Result], tmp_path: Path) -> None:
    """The page has a section for that dossier; a country that none covers has one for each, which says so."""
    folder = tmp_path / "data-home" / "brief"
    folder.mkdir(parents=True)
    (folder / "river.yaml").symlink_to(ROOT / RIVER_TALKS)
    assert brief("dossiers", "-c", "japan", "--columns", "id").out == ALL_BUNDLED
    assert brief("dossiers", "-c", "NB", "--columns", "id").out == "id\nriver-talks\n"
    assert list(json.loads(brief("country", "NB", "-d", "all", "-f", "json").out)["dossiers"]) == ["river-talks"]
    result = brief("country", "greenland", "-d", "all")
    assert (result.code, result.err) == (0, "")
    assert result.out.count("Not covered by this dossier: Greenland.\n") == 1 + len(BUNDLED)
    assert brief("country", "jpan", "-d", "all").err.startswith(
        "brief: unknown country 'jpan'; did you mean 'Japan'? "
    )


@pytest.mark.parametrize(
    ("name", "english"),
    [("日本", "japan"), ("Japón", "japan"), ("Egypt, Arab Rep.", "egypt"), ("NORGE", "norway")],
)
def test_a_country_is_found_by_its_name_in_another_language(
    name: str, english: str, brief: Callable[..., Result]
) -> None:
    """In each command that takes a country, and whether the dossier is read from YAML or from the cache."""
    for command, *more in (
        ["country"], ["country", "--no-cache"], ["stances", "-c"], ["dossiers", "-d", FROZEN, "-c"]
    ):  # fmt: skip
        result = brief(command, *more, name)
        assert (result.code, result.err) == (0, "")
        assert result == brief(command, *more, english)


def test_austria_in_german_is_found_in_a_bundled_dossier(brief: Callable[..., Result]) -> None:
    """The name of a country in its own language will do."""
    assert brief("country", "Österreich", "-d", "world") == brief("country", "Austria", "-d", "world")


@pytest.mark.parametrize("name", ["Congo", "Конго", "الكونغو"])
def test_a_name_of_two_countries_is_refused_with_both(name: str, brief: Callable[..., Result]) -> None:
    """In any language."""
    result = brief("country", name, "-d", "all")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(
        f"brief: unknown country '{name}'; did you mean 'Democratic Republic of the Congo' or 'Republic of the Congo'? "
    )


def test_where_a_comparison_has_nothing_it_says_so(brief: Callable[..., Result]) -> None:
    """People read which countries have no record, and what would match."""
    result = brief("compare", "jp", "us", "--as-of", "2019", "-f", "table")
    assert result.out.endswith("\n\nNothing recorded by 31 December 2019: Japan, United States.\n")
    assert result.err == "Nothing matches; on a later day than 2019 there would be 10 records.\n"


def test_an_impossible_window_is_wrong_usage(brief: Callable[..., Result]) -> None:
    """A window that ends before it begins is a slip, and no empty answer."""
    result = brief("changes", "--since", "2025", "--until", "2024")
    assert result == (2, "", "brief: --since 2025 is later than --until 2024\n")


def test_the_columns_of_a_matrix_do_not_depend_on_how_many_rows_are_shown(brief: Callable[..., Result]) -> None:
    """--limit takes rows and no columns."""
    whole = brief("matrix").out.splitlines()
    assert brief("matrix", "--limit", "2").out.splitlines() == whole[:3]


def test_what_a_stance_is_called_for_people_is_found(brief: Callable[..., Result]) -> None:
    """Levels, stages and other names of a country are texts of a record too."""
    found = brief("search", "completed", "--columns", "record", "--no-header").out
    assert found == "A radar for the strait\n"
    assert brief("stances", "--grep", "turkey", "--columns", "code").out == "code\nTR\n"


def test_a_term_with_the_id_of_a_column_takes_no_ones_place(brief: Callable[..., Result], tmp_path: Path) -> None:
    """A concern that is called level is beside the level, under a longer key."""
    path = tmp_path / "taken.yaml"
    text = Path(RIVER_TALKS).read_text(encoding="utf-8")
    path.write_text(text.replace("water", "level"), encoding="utf-8")
    row = json.loads(brief("matrix", "-d", str(path), "-f", "json").out)["dossiers"]["river-talks"]["rows"][0]
    assert row["level"] in {"talks", "refuses"}
    assert row["concerns.level"] in {"main", "further"}


def test_a_summary_of_one_country_is_the_same_from_the_cache(brief: Callable[..., Result]) -> None:
    """The level of its finding is that of all countries, also where only the part about one could be read."""
    arguments = ("summary", "-d", "tests/dossiers/good/buoys.yaml", "-c", "norway", "-f", "md")
    first = brief(*arguments, "--no-cache").out
    assert {brief(*arguments).out for _ in range(2)} == {first}
    assert "of 1" in first
