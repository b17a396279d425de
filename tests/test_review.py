"""What `brief review` lists, and what it marks."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefcli.dossier.countries import iso_names
from samples import FROZEN, RIVER, STANCE, event

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Brief = Callable[..., Result]

TODAY = ["--today", "2026-01-01", "--no-header", "--columns"]


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """Return a copy of the frozen dossier, which is a folder."""
    return Path(shutil.copytree(FROZEN, tmp_path / "frozen"))


def line_of(path: Path, text: str) -> int:
    """Return the first line of a file with a text."""
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if text in line)


def test_what_is_to_be_looked_at_is_listed_with_its_place(brief: Brief, frozen: Path) -> None:
    """What is missing is listed with the newest stance of the country."""
    stances = frozen / "stances.yaml"
    place = f"{stances}:{line_of(stances, 'Observer for as long as') - 3}"
    out = brief("review", "-d", str(frozen), "-c", "bosnia", *TODAY, "reason,says,place").out
    assert out.splitlines() == [
        f"stale\tnever checked\t{place}",
        f"lone\tfewer than two publishers support it in full\t{place}",
        f"gap\tno dated source\t{place}",
        f"gap\tno event recorded\t{place}",
        f"gap\tno sector recorded\t{place}",
        f"gap\tno topic recorded\t{place}",
    ]


def test_what_is_known_for_the_longest_comes_first(brief: Brief, frozen: Path) -> None:
    """And what is not known at all before that; a country is stale after the requested days."""
    known = brief("review", "-d", str(frozen), *TODAY, "known").out.splitlines()
    assert known == sorted(known)
    assert known[0] == ""

    def stale(days: str) -> str:
        arguments = ["-c", "egypt", "--max-age", days, *TODAY, "known,reason,says"]
        return brief("review", "-d", str(frozen), *arguments).out

    assert "2025-01-20\tstale\t" not in stale("400")
    assert "\tstale\tchecked " in stale("0")
    undated = "\tundated\tneither the record nor any of its sources has a date\n"
    assert undated in brief("review", "-d", str(frozen), *TODAY, "known,reason,says").out


def test_marking_says_that_nothing_newer_was_found(brief: Brief, frozen: Path) -> None:
    """Of the stances in force of the selected countries, and what was marked later stays."""
    stances = frozen / "stances.yaml"
    old = stances.read_text("utf-8")
    arguments = ["review", "-d", str(frozen), "-c", "norway", "-c", "japan", "--mark", "2025-03-30"]
    told = brief(*arguments, "--no-header", "-f", "tsv")
    assert told.out.split("\t")[3:] == ["reviewed", "", "2025-03-30\n"]
    says = "1 stance marked as reviewed up to 2025-03-30. Nothing was written; add --write.\n"
    assert brief(*arguments) == (0, "", says)
    assert stances.read_text("utf-8") == old
    assert brief(*arguments, "--write") == (0, "", "")
    assert stances.read_text("utf-8") == old.replace(
        "    since: 2024-12-01\n    level: signs",
        "    since: 2024-12-01\n    reviewed: 2025-03-30\n    level: signs",
    )
    assert brief(*arguments).err == "No difference.\n"
    earlier = brief(*arguments[:-1], "2025-03-29")
    assert earlier.err == "No difference.\n"


def test_no_review_reaches_beyond_the_day_of_the_dossier(brief: Brief, frozen: Path) -> None:
    """Which is reported in one line, with the command that moves it."""
    refused = brief("review", "-d", str(frozen), "--mark", "2025-04-01", "--write")
    remedy = f"brief review --through 2025-04-01 --write -d {frozen} moves it"
    assert refused == (2, "", f"brief: 2025-04-01 is after as_of, 2025-03-31; {remedy}\n")


def test_the_day_of_a_dossier_moves_on(brief: Brief, tmp_path: Path) -> None:
    """What the day has passed is no follow-up any more; what was looked at is marked in the same run."""
    path = tmp_path / "river.yaml"
    later = "".join(
        event(date=date, title=f"Talks {date}", follow_up="true")[8:] for date in ("2025-04", "2025-07")
    )
    path.write_text(f"{RIVER}events:\n{later}", encoding="utf-8")
    arguments = ["review", "-d", str(path), "--through", "2025-06-01", "--mark", "2025-06-01"]
    says = "as_of is now 2025-06-01; follow_up was removed from 1 record. 1 stance marked as reviewed up to 2025-06-01."
    assert brief(*arguments) == (0, "", f"{says} Nothing was written; add --write.\n")
    assert "as_of" in brief(*arguments, "-f", "csv").out
    assert brief(*arguments, "--write").code == 0
    text = path.read_text(encoding="utf-8")
    assert text == (
        f"{RIVER}events:\n{later}".replace("as_of: 2025-03-01", "as_of: 2025-06-01")
        .replace("    since: 2025-02\n", "    since: 2025-02\n    reviewed: 2025-06-01\n")
        .replace("    follow_up: true\n", "", 1)
    )
    assert brief("check", str(path)).code == 0


def test_a_review_up_to_a_later_day_mends_a_date_after_as_of(brief: Brief, tmp_path: Path) -> None:
    """As the remedy of the fault states; a day that is still too early changes nothing."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER.replace("since: 2025-02", "since: 2025-04"), encoding="utf-8")
    assert "brief review -d DOSSIER --through DATE --write" in brief("check", str(path)).out
    review = ("review", "-d", str(path), "--write", "--through")
    assert brief(*review, "2025-03-15").err.endswith("brief: nothing was changed: 1 problem\n")
    assert brief(*review, "2025-05-01").code == 0
    assert brief("check", str(path)).code == 0


def test_people_read_a_line_for_each_country(brief: Brief, frozen: Path) -> None:
    """With the number of records; scripts get each matter, and so do people on request."""
    table = ("review", "-d", str(frozen), "--today", "2026-01-01", "-f", "txt")
    page = brief(*table).out
    assert len(page.splitlines()) <= 60
    assert page.count("Bosnia and Herzegovina") == 1
    assert "stale, 1 lone, 4 gaps" in page
    assert brief(*table, "--each").out.count("Bosnia and Herzegovina: Bosnia") == 6
    assert brief(*table, "-c", "bosnia").out.count("Bosnia and Herzegovina: Bosnia") == 6
    assert " ".join(page.split("\n\n")[-1].split()) == (
        "59 matters: 1 due, 4 stale, 32 lone, 1 undated, 21 gaps; a lone record has the full support of fewer than two "
        "publishers. --each lists them one by one."
    )


@pytest.mark.parametrize("width", ["80", "100"])
def test_forty_eight_countries_fit_sixty_lines(
    brief: Brief, tmp_path: Path, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long their names are, and although there is much to look at in each."""
    names = sorted(iso_names(), key=len)[-48:]
    path = tmp_path / "river.yaml"
    others = "".join(STANCE.replace("Egypt", name) for name in names)
    path.write_text(RIVER.replace(STANCE, others), encoding="utf-8")
    monkeypatch.setenv("COLUMNS", width)
    page = brief("review", "-d", str(path), "--today", "2027-01-01", "-f", "table").out
    assert page.count("stale, 1 lone, 3 gaps") == 48
    assert len(page.splitlines()) <= 60


def test_what_is_listed_can_be_filtered(brief: Brief, frozen: Path, tmp_path: Path) -> None:
    """By reason, region, group and file, in several dossiers."""
    river = tmp_path / "river.yaml"
    river.write_text(RIVER, encoding="utf-8")
    both = ("review", "-d", str(frozen), "-d", str(river), *TODAY)
    reasons = brief(*both, "reason", "--why", "stale", "--why", "lone").out.split()
    assert {*reasons} == {"stale", "lone"}
    assert {*brief(*both, "dossier").out.split()} == {"free-port", "river-talks"}
    regional = brief(*both, "countries", "--region", "Africa").out.splitlines()
    assert {"Egypt"} <= {*regional}
    assert "Norway" not in regional
    places = brief(*both, "place", "--file", "topics.yaml").out.splitlines()
    assert places
    assert all("/topics.yaml:" in place for place in places)
    refused = brief("review", "-d", str(frozen), "-d", str(river), "--mark", "2025-01")
    assert refused.err == "brief: --mark and --through change one dossier, and -d names 2\n"


def test_only_dossiers_that_know_a_country_are_reviewed(brief: Brief, tmp_path: Path) -> None:
    """Of several dossiers, those without the country are left out."""
    (tmp_path / "river.yaml").write_text(RIVER, "utf-8")
    lake = RIVER.replace("dossier: river-talks", "dossier: lake").replace("Egypt", "Chad")
    (tmp_path / "lake.yaml").write_text(lake, "utf-8")
    out = brief("review", "-d", str(tmp_path), "-c", "chad", *TODAY, "record,dossier").out
    assert {line.split("\t")[-1] for line in out.splitlines()} == {"lake"}


def test_two_dossiers_of_one_id_are_refused(brief: Brief, tmp_path: Path) -> None:
    """Else a record would have the place of its namesake."""
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(RIVER, "utf-8")
    result = brief("review", "-d", tmp_path / "one.yaml", "-d", tmp_path / "two.yaml")
    assert (result.code, "two dossiers have the id 'river-talks'" in result.err) == (3, True)
