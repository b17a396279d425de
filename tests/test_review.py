"""What `brief review` lists, and what it marks."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from samples import FROZEN

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
    """Return the line of a file in which a text stands first."""
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if text in line)


def test_what_is_to_be_looked_at_is_listed_with_its_place(brief: Brief, frozen: Path) -> None:
    """What is missing stands with the newest stance of the country."""
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
    """And what is not known at all before that; a country is stale by the days that are asked for."""
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
    """Of the stances in force of the countries asked for, and what was marked later stays."""
    stances = frozen / "stances.yaml"
    old = stances.read_text("utf-8")
    arguments = ["review", "-d", str(frozen), "-c", "norway", "-c", "japan", "--mark", "2025-03-30"]
    told = brief(*arguments, "--no-header")
    assert told.out.split("\t")[3:] == ["reviewed", "", "2025-03-30\n"]
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
    """Which `check` refuses."""
    refused = brief("review", "-d", str(frozen), "-c", "norway", "--mark", "2025-04-01", "--write")
    assert refused.code == 1
    assert refused.err.endswith("brief: nothing was changed: 1 problem\n")
