"""Options that answer one question each: what comes next, who changed level twice, what a column means."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from briefcli import load
from samples import RIVER, event

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from conftest import Result

#: Events of a dossier of March 2025, oldest first.
EVENTS = """\
events:
  - {date: 2025-02-25, title: Talks, summary: Held., evidence: [gazette], credibility: 3}
  - {date: 2025, title: Dry year, summary: Little rain., evidence: [gazette], credibility: 3}
  - {date: 2025-04-20, title: Second round, summary: Announced., follow_up: true, evidence: [gazette], credibility: 3}
  - {date: 2025-04, title: Visit, summary: Announced., follow_up: true, evidence: [gazette], credibility: 3}
  - {date: 2025-06-01, title: Third round, summary: Announced., follow_up: true, evidence: [gazette], credibility: 3}
"""


def test_upcoming_events_are_those_on_or_after_today(brief: Callable[..., Result], tmp_path: Path) -> None:
    """The soonest come first, and a limit keeps them; a vague date that may be over is none."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER + EVENTS, encoding="utf-8")

    def titles(day: str, *more: str) -> list[str]:
        result = brief("events", "-d", str(path), "--upcoming", "--today", day, "-f", "json", *more)
        return [row["title"] for row in json.loads(result.out)]

    assert titles("2025-04-20") == ["Visit", "Second round", "Third round"]
    assert titles("2025-04-20", "-n", "1") == ["Visit"]
    assert titles("2025-05-01") == ["Third round"]
    none = brief("events", "-d", str(path), "--upcoming", "--today", "2025-06-02")
    assert none.err.endswith("\nNo event on or after 2 June 2025 is recorded.\n")
    assert [row["title"] for row in load(path).rows("events", upcoming=True)] == []


def test_an_event_that_was_to_begin_is_named_until_a_record_reports_it(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """It may be under way, so that nothing on or after today is not all that a reader needs to know."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER + event(date="2025-06-01", title="Talks are due to open", follow_up="true"), "utf-8")
    said = "Announced for an earlier day, without a later report: 1 June 2025: Talks are due to open."
    rows = brief("events", "-d", path, "--upcoming", "--today", "2025-06-02")
    page = brief("events", "-d", path, "--upcoming", "--today", "2025-06-02", "-f", "txt")
    assert said in rows.err
    assert said in " ".join(page.out.split())
    assert said not in brief("events", "-d", path, "--upcoming", "--today", "2025-06-01").err


def test_an_event_is_upcoming_until_its_last_day(brief: Callable[..., Result], tmp_path: Path) -> None:
    """It is going on from its first day on, and announced for an earlier day only after the last one."""
    path = tmp_path / "river.yaml"
    path.write_text(
        RIVER + event(date="2025-06-01", last_day="2025-06-03", title="Talks", follow_up="true"), "utf-8"
    )

    def listed(day: str, form: str) -> Result:
        return brief("events", "-d", path, "--upcoming", "--today", day, "-f", form)

    (row,) = json.loads(listed("2025-06-03", "json").out)
    assert (row["date"], row["last_day"]) == ("2025-06-01", "2025-06-03")
    days = "1 June 2025 to 3 June 2025: Talks."
    assert f"Going on today, as announced: {days}" in listed("2025-06-02", "txt").out
    assert "Going on" not in listed("2025-06-01", "txt").out
    assert "Announced for an earlier day" not in listed("2025-06-03", "txt").out + listed("2025-06-03", "json").err
    assert f"Announced for an earlier day, without a later report: {days}" in listed("2025-06-04", "tsv").err


def test_what_was_announced_earlier_is_reported_beside_rows(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Programs get rows alone, and people read it above them."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER + EVENTS, encoding="utf-8")
    rows = brief("events", "-d", path, "--upcoming", "--today", "2025-05-01")
    assert "Second round" not in rows.out
    assert "Announced for an earlier day, without a later report: April 2025: Visit;" in rows.err


def test_where_an_upcoming_event_is_found_is_named(
    brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No dossier was named, so that the default one is searched first."""
    monkeypatch.delenv("BRIEF_DOSSIER")
    none = brief("events", "--upcoming", "--today", "2026-12-01")
    assert none.err.endswith(
        "is recorded. Found in high-seas and nuclear-ban: "
        "brief events -d high-seas -d nuclear-ban --upcoming --today 2026-12-01\n"
    )


def test_a_ladder_of_those_that_changed_level_often(brief: Callable[..., Result]) -> None:
    """First stances and newly known levels are no changes."""
    rows = json.loads(brief("ladder", "-d", "world", "-f", "json").out)
    moves = Counter(row["country"] for row in rows if row["move"] in {"up", "down"})
    often = {country for country, number in moves.items() if number >= 2}
    chosen = json.loads(brief("ladder", "-d", "world", "--min-changes", "2", "-f", "json").out)
    assert {row["country"] for row in chosen} == often
    assert (
        "with at least 2 changes of level." in brief("ladder", "--min-changes", "2", "-d", "world", "-f", "md").out
    )
    assert "No country changed its level 9 times or more often." in brief("ladder", "--min-changes", "9").err


def test_people_read_the_columns_of_listings_only_if_they_ask(brief: Callable[..., Result]) -> None:
    """Scripts always get them."""
    assert "Columns of the listings" not in brief("codebook", "-f", "md").out
    assert "Columns of the listings" in brief("codebook", "--listings", "-f", "md").out
    (page,) = json.loads(brief("codebook", "-f", "json").out)["dossiers"].values()
    assert page["columns"]
