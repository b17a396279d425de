"""Several dossiers at once: which are read, and the messages on words, countries and broken dossiers."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from briefcli.cli.app import COMMANDS
from samples import BUNDLED, FROZEN, RIVER, stance

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Brief = Callable[..., Result]

BUOYS = "tests/dossiers/good/buoys.yaml"
BOTH = ("-d", FROZEN, "-d", BUOYS)
#: What a command needs beside its options.
NEEDED = {
    "country": ["japan"],
    "compare": ["japan", "norway"],
    "changes": ["--since", "2020"],
    "search": ["port"],
}
READING = [name for name, module in COMMANDS.items() if module in {"listings", "briefs"}]


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Return a folder of two dossiers."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    text = RIVER + stance(country="Iceland", since="2025-01")
    (folder / "river.yaml").write_text(text, encoding="utf-8")
    (folder / "sea.yaml").write_text(text.replace("river-talks", "sea-talks"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", READING)
def test_each_command_that_reads_takes_several_dossiers(command: str, brief: Brief) -> None:
    """Named after the command or before it, where those after it replace them; coverage is beside the rows."""
    asked = [command, *NEEDED.get(command, [])]
    both = brief(*asked, *BOTH, "-f", "json")
    assert both.code == 0
    assert both.err.startswith("free-port: The dossier covers 12 of the 30 states") == (
        command in {"stances", "ladder"}
    )
    assert both.err == "" or command in {"stances", "ladder"}
    found = json.loads(both.out)
    assert {"free-port", "buoys"} >= (
        set(found["dossiers"]) if isinstance(found, dict) else {row["dossier"] for row in found}
    )
    assert brief(*BOTH, *asked, "-f", "json") == both
    assert brief("-d", "world", *asked, *BOTH, "-f", "json") == both


@pytest.mark.parametrize("command", READING)
def test_a_folder_of_dossiers_is_all_of_them(command: str, brief: Brief, shelf: Path) -> None:
    """And one of them that is named once more counts once."""
    needed = {**NEEDED, "country": ["egypt"], "compare": ["egypt", "iceland"], "search": ["talks"]}
    asked = [command, *needed.get(command, [])]
    each = ("-d", str(shelf / "river.yaml"), "-d", str(shelf / "sea.yaml"))
    whole = brief(*asked, "-d", str(shelf), "-f", "json")
    assert whole == brief(*asked, *each, "-f", "json")
    assert whole == brief(*asked, "-d", str(shelf), *each, "-f", "json")
    assert ("sea-talks" in whole.out) == (
        command not in {"topics", "sectors", "events", "bottom-lines", "facts", "votes"}
    )  # of which there are none


@pytest.mark.parametrize("command", ["diff", "new"])
def test_a_command_that_takes_no_dossier_says_so(command: str, brief: Brief) -> None:
    """It would be passed over otherwise."""
    assert brief("-d", "world", command, "x") == (2, "", f"brief: {command} takes no -d\n")


def test_import_takes_one_dossier_before_it(brief: Brief) -> None:
    """It changes that one."""
    rows = ("import", "tests/none.csv", "--as", "stances")
    assert brief("-d", BUOYS, *rows) == brief(*rows, "-d", BUOYS)
    assert brief("-d", BUOYS, "-d", FROZEN, *rows) == (
        2,
        "",
        f"brief: this command takes one dossier; -d names 2: {BUOYS}, {FROZEN}\n",
    )


def test_what_can_be_read_once_is_read_once(process: Brief) -> None:
    """Also where it has nothing on a country, and the message names what it has."""
    told = process("stances", "-c", "fiji", "-d", "-", stdin=RIVER).err
    nowhere = "Not covered by this dossier: Fiji.\n"
    assert told == f"{nowhere}Nothing matches; with another --country there would be 1 stance (Egypt).\n"
    assert process("country", "fiji", "-d", "-", stdin=RIVER).out.endswith(f"\n{nowhere}")


def test_check_and_dossiers_take_what_other_commands_take(brief: Brief, shelf: Path) -> None:
    """`check` names it by -d as well as without."""
    assert brief("check", "-d", str(shelf)) == brief("check", str(shelf)) == brief("-d", str(shelf), "check")
    assert brief("check", str(shelf)).err == "No problem in 2 dossiers of 2 files.\n"
    assert brief("-d", BUOYS, "dossiers", "--columns", "id").out == "id\nbuoys\n"


def test_rows_are_dossier_after_dossier_or_in_order_of_time(brief: Brief) -> None:
    """Events and sources are one series of time, and the ladders are two."""

    def column(key: str, *asked: str) -> list[str]:
        return brief(*asked, *BOTH, "--columns", key, "--no-header").out.splitlines()

    assert column("dossier", "stances") == ["free-port"] * 11 + ["buoys"] * 3
    assert column("dossier", "stances", "--sort", "rank")[-3:] == ["buoys"] * 3
    assert column("country", "stances", "--sort=-country")[0] == "United States"
    assert column("date", "events") == sorted(column("date", "events"))
    dated = [date for date in column("date", "sources") if date]
    assert dated == sorted(dated, reverse=True)
    assert {"buoys", "free-port"} == set(column("dossier", "events")) == set(column("dossier", "sources"))


@pytest.fixture
def old_and_new(tmp_path: Path) -> tuple[str, ...]:
    """Return the options for a dossier as of February 2023, and for a newer one with another level."""
    old = RIVER.replace("river-talks", "old").replace("talks, label: Holds talks", "visits, label: Visits")
    old = old.replace("level: talks", "level: visits").replace("on the shared river", "of long ago")
    old = old.replace("as_of: 2025-03-01", "as_of: 2023-02-15").replace("2025-02", "2022-03")
    (tmp_path / "old.yaml").write_text(old, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(RIVER, encoding="utf-8")
    return "-d", str(tmp_path / "old.yaml"), "-d", str(tmp_path / "new.yaml")


def test_each_dossier_is_counted_up_to_its_own_day(old_and_new: tuple[str, ...], brief: Brief) -> None:
    """Nobody has looked whether a stance of the older one still holds on the day of the newer one."""
    asked = ("ladder", "--count", "--columns", "year,level,count,dossier")
    old, new = (brief(*asked, "--no-header", *one).out for one in (old_and_new[:2], old_and_new[2:]))
    assert old == "2022\tvisits\t1\told\n2023\tvisits\t1\told\n"
    assert brief(*asked, "--no-header", *old_and_new).out == old + new == f"{old}2025\ttalks\t1\triver-talks\n"
    bar = 12 * "█"
    assert brief("ladder", "--count", *old_and_new, "-f", "table").out.splitlines()[3:10] == [
        "Level          2022            2023            2025",
        "─────────────  ──────────────  ──────────────  ──────────────",
        "Talks of long ago",
        f"▰ Visits       1 {bar}  1 {bar}",
        "",
        "Talks on the shared river",
        f"▰ Holds talks                                  1 {bar}",
    ]


@pytest.mark.parametrize(
    ("window", "lines"),
    [
        (
            [],
            [
                "Country   2022    2023    2024    2025  Level",
                "───────  ─────────────────────────────  ─────────────",
                "Talks of long ago",
                "Egypt     1 ▁ ▁ ▁ ▁                     1 Visits",
                "",
                "Talks on the shared river",
                "Egypt     · · · · · · · · · · · · 1     1 Holds talks",
            ],
        ),
        (
            ["--since", "2025"],
            [
                "Country   2025   Level",
                "───────  ──────  ─────────────",
                "Talks of long ago",
                "Egypt            1 Visits",
                "",
                "Talks on the shared river",
                "Egypt     · 1 ▁  1 Holds talks",
            ],
        ),
    ],
)
def test_each_country_is_drawn_up_to_the_day_of_its_dossier(
    window: list[str], lines: list[str], old_and_new: tuple[str, ...], brief: Brief
) -> None:
    """Under the years of all of them, and with the level on that day."""
    page = brief("ladder", *old_and_new, *window, "-f", "table").out.replace("\xa0", " ")
    assert page.splitlines()[7:14] == lines


@pytest.mark.parametrize(
    ("filters", "dossiers"),
    [
        (["--level", "pays"], {"buoys"}),
        (["--level", "signs"], {"buoys", "free-port"}),
        (["--level", "pays", "--level", "opposes"], {"buoys", "free-port"}),
        (["--level", "pays", "--min-level", "refuses"], {"buoys"}),
        (["--concern", "court"], {"free-port"}),
        (["-c", "HBL"], {"free-port"}),
        (["-c", "HBL", "-c", "iceland"], {"buoys", "free-port"}),
        (["--source", "bell"], {"buoys"}),
    ],
)
def test_a_word_narrows_to_the_dossiers_that_know_it(filters: list[str], dossiers: set[str], brief: Brief) -> None:
    """A dossier answers if it knows a word of each filter."""
    rows = json.loads(brief("stances", *BOTH, *filters, "-f", "json").out)
    assert {row["dossier"] for row in rows} == dossiers


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["stances", "--level", "pais"], "unknown level 'pais'; did you mean 'pays'? "),
        (["stances", "--level", "sign"], "unknown level 'sign'; did you mean 'signs'? "),
        (["stances", "-c", "Icland"], "unknown country 'Icland'; did you mean 'Iceland'? "),
        (["stances", "--level", "pays", "--concern", "court"], "no dossier contains all of 'pays', 'court'\n"),
        (["matrix", "--columns", "country,costs"], "unknown column 'costs'"),
    ],
)
def test_a_word_that_none_knows_is_an_error(arguments: list[str], told: str, brief: Brief) -> None:
    """It names the nearest of all that are known."""
    result = brief(*arguments, *BOTH)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"brief: {told}")


def test_a_matrix_has_the_columns_of_all_dossiers_where_there_are_only_rows(brief: Brief) -> None:
    """And a column of one dossier selects that dossier."""
    head, *rows = brief("matrix", *BOTH, "-c", "japan", "-f", "csv").out.splitlines()
    assert head == "country,code,level,rank,dossier,fish,court,safety,cost"
    assert rows == ["Japan,JP,office,5,free-port,further,further,main,", "Japan,JP,pays,3,buoys,,,,main"]
    pages = json.loads(brief("matrix", *BOTH, "--columns", "country,cost", "-f", "json").out)["dossiers"]
    assert list(pages) == ["buoys"]


def test_sources_of_one_id_are_cited_apart(brief: Brief) -> None:
    """An id occurs once in a bibliography."""
    ids = [item["id"] for item in json.loads(brief("sources", *BOTH, "-f", "csl").out)]
    assert len(ids) == len(set(ids))
    assert {"free-port:charter", "buoys:charter", "bell"} < set(ids)


def test_a_country_and_words_are_looked_for_everywhere(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless a dossier is named; and what is no dossier's own day is none of its answers."""
    monkeypatch.delenv("BRIEF_DOSSIER")
    assert list(json.loads(brief("country", "oic", "-f", "json").out)["dossiers"]) == ["world"]
    assert {*BUNDLED} == set(json.loads(brief("country", "japan", "-f", "json").out)["dossiers"])
    early = json.loads(brief("country", "japan", "--as-of", "2020", "-f", "json").out)["dossiers"]
    assert "japan-visit" not in early
    assert "nuclear-ban" in early
    rows = json.loads(brief("search", "ambassador", "-f", "json").out)
    assert {"japan-visit", "world"} <= {row["dossier"] for row in rows}
    page = brief("country", "oic", "-d", "japan-visit")
    assert page.code == 0
    assert page.out.endswith("\n\nNot covered by this dossier: Organisation of Islamic Cooperation.\n")
    monkeypatch.setenv("BRIEF_DOSSIER", "japan-visit")
    assert brief("country", "oic") == page
    assert brief("search", "Uzbekistan").err == "Nothing contains 'Uzbekistan'.\n"


@pytest.mark.parametrize(
    ("arguments", "there"),
    [
        (["stances", "-c", "oic"], "brief stances -d world -c oic"),
        (
            ["stances", "-c", "uzbekistan", "--level", "ambassadors"],
            "brief stances -d world -c uzbekistan --level ambassadors",
        ),
        (["events", "--grep", "New Kabul City"], "brief events -d world --grep 'New Kabul City'"),
        (
            ["changes", "--since", "2025-10-10", "--until", "2025-10-20"],
            "brief changes -d world --since 2025-10-10 --until 2025-10-20",
        ),
        (["changes", "--since", "2026", "-c", "uzbekistan"], "brief changes -d world --since 2026 -c uzbekistan"),
        (["compare", "oic", "sco"], "brief compare -d world oic sco"),
        (["compare", "jp", "de", "cn", "in", "us", "gb", "fr", "it", "ca"], None),
        (["compare", "japan", "us"], None),
        (["compare", "japan", "russia", "--source", "mofa-jp-2025-02-19"], None),
        (["topics", "--source", "wapo-2021-08-15"], None),
    ],
)
def test_what_another_dossier_has_is_reported_with_the_command(
    arguments: list[str], there: str | None, brief: Brief, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody has named a dossier, and the default one has nothing or does not know the word."""
    monkeypatch.delenv("BRIEF_DOSSIER")
    told = brief(*arguments).err
    assert told.endswith(f" Found in world: {there}\n") if there else "Found in" not in told
    assert "Found in" not in brief(*arguments, "-d", "japan-visit").err
    monkeypatch.setenv("BRIEF_DOSSIER", "japan-visit")
    assert "Found in" not in brief(*arguments).err


def test_where_a_country_has_a_stance_is_reported_beside_those_that_have_one(
    brief: Brief, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A comparison says of which country the dossier has none, and which others have."""
    monkeypatch.delenv("BRIEF_DOSSIER")
    compared = brief("compare", "japan", "russia", "-f", "json")
    assert [row["level"] for row in json.loads(compared.out)["dossiers"]["japan-visit"]["countries"]] == [
        "mission",
        None,
    ]
    assert compared.err == (
        "No stance of 'russia' matches. "
        "Found in high-seas, nuclear-ban and world: "
        "brief compare -d high-seas -d nuclear-ban -d world japan russia -f json\n"
    )
    for dossier in ("japan-visit", "world"):
        assert brief("compare", "japan", "russia", "-d", dossier).err == ""


def test_a_broken_dossier_hides_no_other(brief: Brief, shelf: Path) -> None:
    """Its first problem is printed once, with the command that lists the others; alone it has twenty."""
    bad = RIVER.replace("river-talks", "bad") + "".join(f"  - {{country: Nowhere{n}}}\n" for n in range(9))
    (shelf / "bad.yaml").write_text(bad, encoding="utf-8")
    (shelf / "worse.yaml").write_text(bad.replace("dossier: bad", "dossier: worse"), encoding="utf-8")
    result = brief("stances", "-d", str(shelf), "--columns", "dossier")
    assert (result.code, result.out) == (3, "dossier\n" + "river-talks\n" * 2 + "sea-talks\n" * 2)
    told = result.err.splitlines()
    assert len(told) == 4
    for problem, line, name in zip(told[::2], told[1::2], ("bad", "worse"), strict=True):
        path = shelf / f"{name}.yaml"
        assert problem.startswith(f"{path}:")
        assert line.startswith(f"brief: {path} cannot be read: ")
        assert line.endswith(f" problems; brief check {path} lists all of them")
    assert len(brief("stances", "-d", str(shelf / "bad.yaml")).err.splitlines()) == 21
    refused = brief("stances", "-d", str(shelf), "--level", "x")
    assert (refused.code, refused.err.splitlines()[:-1]) == (2, result.err.splitlines())
    assert refused.err.splitlines()[-1].startswith("brief: unknown level 'x'")


def test_where_all_are_broken_there_is_no_page(brief: Brief, tmp_path: Path) -> None:
    """And the exit code is that of a dossier that cannot be read."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(f"dossier: {name}\n", encoding="utf-8")
    result = brief("stances", "-d", str(tmp_path))
    assert (result.code, result.out) == (3, "")
    assert [line for line in result.err.splitlines() if line.startswith("brief: ")] == [
        f"brief: {(path := tmp_path / name)}.yaml cannot be read: 5 problems; brief check {path}.yaml lists all of them"
        for name in ("a", "b")
    ]


def test_dossiers_says_where_each_comes_from(brief: Brief, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hidden ones too; people see the path where the origin does not show it, and all see what is named."""
    assert "/data/" not in brief("dossiers", "-f", "table").out
    assert brief("dossiers").err == ""
    monkeypatch.setenv("BRIEF_PATH", os.pathsep.join([str(shelf), "/nowhere", ""]))
    (shelf / "world.yaml").write_text(RIVER.replace("river-talks", "world"), encoding="utf-8")
    rows = {
        (row["id"], row["origin"], row["hidden"]): row["path"]
        for row in json.loads(brief("dossiers", "-f", "json").out)
    }
    assert rows["world", "brief-path", False] == str(shelf / "world.yaml")
    assert rows["world", "bundled", True].endswith("/data/world")
    assert brief("dossiers").err == "BRIEF_PATH names /nowhere, which is not a folder.\n"
    monkeypatch.setenv("BRIEF_PATH", str(shelf.parent))
    says = f"BRIEF_PATH names {shelf.parent}, which has no dossier; write {shelf}, which has some.\n"
    assert brief("dossiers").err == says
    monkeypatch.setenv("BRIEF_PATH", os.pathsep.join([str(shelf), "x" * 5000]))
    assert brief("dossiers")[::2] == (0, f"BRIEF_PATH names {'x' * 5000}, which is not a folder.\n")
    shown = brief("dossiers", "-f", "table").out.replace("\n", "").replace(" ", "")
    assert all(path in shown for path in rows.values())
    answering = json.loads(brief("country", "iceland", "-d", "all", "-f", "json").out)["dossiers"]
    assert list(answering) == ["high-seas", "nuclear-ban", "river-talks", "sea-talks"]
    (shelf / "world.yaml").write_text("dossier: world\n", encoding="utf-8")
    found = brief("country", "iceland", "-d", "all", "-f", "json")
    assert (found.code, list(json.loads(found.out)["dossiers"])) == (
        3,
        ["high-seas", "nuclear-ban", "river-talks", "sea-talks"],
    )
