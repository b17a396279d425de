"""The overview of all dossiers, by the index alone."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier.dates import PartialDate, in_words
from briefcli.pages.overview import overview_page
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.index import index_of
from samples import FROZEN, RIVER, came_and_ended, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from conftest import Result

TODAY = datetime.date(2026, 3, 1)


def test_a_dossier_is_summarised_in_a_few_lines() -> None:
    """Its day and age, the countries from the highest level down, the latest changes, its coverage, and doubts."""
    (section,) = overview_page([index_of(Catalogue().load(FROZEN))], TODAY).sections
    assert (section.key, section.heading) == ("free-port", "The free port of Saltmere")
    assert section.body == (
        "free-port, as of 2025-03-31, 335 days ago",
        "By level: Signed the charter 2, Keeps an office 1, Trades 4, Watches 3, Works against it 1 "
        "(9 countries, 1 body, 1 organisation)",
        "Latest change: Czech Republic: Down from Keeps an office to Trades (2025-03-20)",
        "The dossier covers 12 of the 30 states with a port. Signed the charter: 2 of 4 in the official count of January 2025. "
        "Keeps an office or Signed the charter: 3 of 9 in the official count of December 2024",
        "6 records are disputed; 7 of 11 stances are due or unchecked for a year",
    )


def test_the_next_date_is_that_of_an_announced_event_and_the_next_review_that_of_a_stance_that_is_due() -> None:
    """Until it has passed. A review is stated only where no event is announced."""
    index = index_of(Catalogue().load(FROZEN))
    date, _, title = min(index.announced)

    def following(today: str, due: str) -> list[str]:
        known = structs.replace(index, due={"JP": PartialDate(due)})
        (section,) = overview_page([known], datetime.date.fromisoformat(today)).sections
        assert isinstance(section.body, tuple)
        return [str(line) for line in section.body if str(line).startswith(("Next ", "Going on "))]

    event = f"Next date: {in_words(date)} ({title})"
    assert following("2025-04-01", "2030") == following("2025-04-01", "2025-04-02") == [event]
    assert following("2025-05-07", "2030") == [f"Going on until 7 May 2025 ({title})"]
    assert following("2029-04-01", "2030") == ["Next review: 2030 (Japan)"]
    assert following("2031-04-01", "2030") == []


def test_who_came_and_who_left_has_moved() -> None:
    """In the words of `changes`, the report and the site."""
    (section,) = overview_page([index_of(read(came_and_ended()))], TODAY).sections
    assert isinstance(section.body, tuple)
    assert section.body[2] == "Latest change: Kenya: Stance ended, was Holds talks (2025-02-10)"


def test_what_a_dossier_lacks_is_left_out() -> None:
    """A line without anything in it is none, and a day that is to come has no age."""
    river = read(RIVER.replace("as_of: 2025-03-01", "as_of: 2026-03-02"))
    (section,) = overview_page([index_of(structs.replace(river, stances=()))], TODAY).sections
    assert section.body == (
        "river-talks, as of 2026-03-02",
        "No record is disputed",
    )
    (section,) = overview_page([index_of(structs.replace(river, as_of="2025"))], TODAY).sections
    assert isinstance(section.body, tuple)
    assert section.body[0] == "river-talks, as of 2025, at most 424 days ago"


def test_of_more_than_ten_dossiers_the_others_are_counted() -> None:
    """With the command that lists them, and the one that names all commands."""
    entries = [index_of(read(RIVER.replace("river-talks", f"river-{number}"))) for number in range(12)]
    page = overview_page(entries, TODAY)
    assert [section.key for section in page.sections] == [f"river-{number}" for number in range(10)]
    assert page.footer == "2 more dossiers; brief dossiers lists all 12. Run brief --help for all commands."
    assert overview_page(entries[:10], TODAY).footer == "Run brief --help for all commands."


def test_brief_alone_is_the_overview(
    brief: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a pipe it is Markdown; a broken dossier hides no other."""
    shelf = tmp_path / "data" / "brief"
    shelf.mkdir(parents=True)
    (shelf / "a.yaml").write_text(RIVER, encoding="utf-8")
    (shelf / "b.yaml").write_text("dossier: broken\n", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    shown = brief()
    assert shown.out.startswith(
        "# Dossiers\n\n## Talks on the shared river\n\n- river-talks, as of 2025-03-01, 365 days"
    )
    assert "b.yaml" in shown.err
    assert shown.code == 3


def test_the_help_lists_the_commands_in_groups(brief: Callable[..., Result]) -> None:
    """Commands to ask, compare, curate and share; and what -d takes and where ids are listed."""
    text = brief("--help").out
    places = [text.index(panel) for panel in ("Ask", "Compare", "Curate", "Share")]
    assert places == sorted(places)
    assert text.index("stances") < places[1] < text.index("matrix") < places[2] < text.index("check") < places[3]
    assert "brief codebook" in " ".join(text.split())
    assert "-d selects a dossier by its id" in " ".join(text.split())


def test_the_numbers_are_those_of_the_list_of_dossiers(brief: Callable[..., Result]) -> None:
    """How many are disputed, how many stale, and of how many."""
    (row,) = json.loads(brief("dossiers", "-d", FROZEN, "--today", TODAY.isoformat(), "-f", "json").out)
    told = f"{row['disputed']} records are disputed; {row['stale']} of {row['stances']} stances are due or unchecked for a year"
    (section,) = overview_page([index_of(Catalogue().load(FROZEN))], TODAY).sections
    assert isinstance(section.body, tuple)
    assert section.body[-1] == told
