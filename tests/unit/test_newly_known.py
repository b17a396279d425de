"""A level that a country reached on an unknown earlier day: only the evidence is new."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from briefcli.dossier.changes import changes, recent_moves
from briefcli.dossier.dates import PartialDate, last_day
from briefcli.dossier.filters import Query
from briefcli.dossier.history import ChangeKind, histories, net_moves
from briefcli.dossier.queries import stances
from briefcli.shelf.index import index_of
from samples import RIVER, only_page, read, stance

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

LADDER = RIVER.replace(
    "  - {id: talks,", "  - {id: none, label: No ties, meaning: Has none.}\n  - {id: talks,"
).replace("official talks.}", "official talks.}\n  - {id: office, label: Office, meaning: Has an office.}")


def dossier_text(*steps: tuple[str, str, bool]) -> str:
    """Return a dossier in which Sudan took some steps, each with its date, its level and whether it is newly known."""
    more = [
        stance(country="Sudan", since=since, level=level, status=f"Status {since}", newly_known=str(known).lower())
        for since, level, known in steps
    ]
    return LADDER + "".join(more)


STEPS = (("2024-01", "none", False), ("2025-01-10", "office", True))


def test_it_is_a_kind_of_its_own_and_no_move() -> None:
    """Where the level is another one, and for a first stance; on the same level it changes the status alone."""
    first = read(dossier_text(("2025-01-10", "office", True), ("2025-01-20", "office", True)))
    kinds = [(change.kind, change.before, change.after) for change in histories(first.stances)["SD"].changes()]
    assert kinds == [
        (ChangeKind.NEWLY_KNOWN, None, "office"),
        (ChangeKind.STATUS, "Status 2025-01-10", "Status 2025-01-20"),
    ]
    found = [*histories(read(dossier_text(*STEPS)).stances)["SD"].changes()]
    assert [(change.kind, change.before, change.after, change.is_move) for change in found] == [
        (ChangeKind.STANCE, None, "none", True),
        (ChangeKind.NEWLY_KNOWN, "none", "office", False),
    ]


def test_net_and_newest_moves_leave_it_out() -> None:
    """Also beside real moves of the country."""
    dossier = read(dossier_text(*STEPS, ("2025-01-20", "talks", False)))
    found = changes(dossier, Query(since=PartialDate("2025-01"), countries=frozenset({"SD"})))
    assert net_moves(found) == {"SD": ("office", "talks")}
    only = read(dossier_text(*STEPS))
    assert net_moves(changes(only, Query(since=PartialDate("2025-01"), countries=frozenset({"SD"})))) == {}
    day = last_day(PartialDate("2025-03-01"))
    assert [change.countries for change in recent_moves(only, Query(), day)] == [("EG",)]
    assert [(move.date, move.countries) for move in index_of(only).moves] == [
        ("2025-02", ("EG",)), ("2024-01", ("SD",)),
    ]  # fmt: skip


def test_a_filter_by_the_day_of_the_level_leaves_it_out() -> None:
    """It is unknown whether the country reached the level since that day."""
    dossier = read(dossier_text(*STEPS))
    found = stances(dossier, Query(level_since=PartialDate("2025-01-01")))
    assert [one.country for one in found] == ["EG"]


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return the path of the dossier."""
    file = tmp_path / "river.yaml"
    file.write_text(dossier_text(*STEPS), encoding="utf-8")
    return str(file)


def test_people_read_by_which_day_the_level_was_reached(brief: Callable[..., Result], path: str) -> None:
    """Scripts get the date as before, and that it is not the first day; later stances on the level say the same."""
    (row,) = json.loads(brief("stances", "-d", path, "-c", "sudan", "-f", "json").out)
    assert (row["level_since"], row["level_since_known"], row["newly_known"]) == ("2025-01-10", False, True)
    for form in ("md", "txt", "html", "table"):
        assert "by 10 January 2025" in " ".join(brief("country", "sudan", "-d", path, "-f", form).out.split())
        assert "by 10 January 2025" in " ".join(
            brief("compare", "sudan", "egypt", "-d", path, "-f", form).out.split()
        )
    (later,) = [one for one in json.loads(brief("stances", "-d", path, "-f", "json").out) if one["code"] == "EG"]
    assert later["level_since_known"] is True


def test_changes_lists_it_apart(brief: Callable[..., Result], path: str) -> None:
    """Under a heading of its own, by its kind, and not in the sum above."""
    told = brief("changes", "--since", "2025-01-01", "-c", "sudan", "-d", path, "-f", "md").out
    assert "No country changed level." in told
    assert "Already at Office since an unknown earlier day: Status 2025-01-10" in told
    rows = json.loads(brief("changes", "--since", "2024", "--kind", "newly-known", "-d", path, "-f", "json").out)
    assert [(row["code"], row["kind"], row["from"], row["to"]) for row in rows] == [
        ("SD", "newly-known", "none", "office")
    ]


def test_between_two_days_only_real_moves_count(brief: Callable[..., Result], path: str) -> None:
    """What became known is named apart, and the ladder has neither up nor down."""
    page = brief("country", "sudan", "--then", "2024-06-01", "-d", path, "-f", "md").out
    assert "- Already at Office since an unknown earlier day: Status 2025-01-10" in page
    assert "Up 2" not in page
    assert [
        row["kind"]
        for row in only_page(brief("country", "sudan", "--then", "2024-06-01", "-d", path, "-f", "json").out)[
            "moved"
        ]
    ] == ["newly-known"]
    rows = json.loads(brief("ladder", "-d", path, "-c", "sudan", "-f", "json").out)
    assert [(row["level"], row["since"], row["move"]) for row in rows] == [
        ("none", "2024-01", "new"), ("office", "2025-01-10", "newly-known"),
    ]  # fmt: skip


def test_report_and_site_say_so(brief: Callable[..., Result], path: str, tmp_path: Path) -> None:
    """The report on the stance, its table and its card; the site among the changes."""
    told = brief("report", "-d", path).out
    assert "<time>by 10 January 2025</time>" in told
    assert "The country has been at this level since an unknown earlier day." in told
    assert '"by 10 January 2025"' in told
    assert brief("site", "-d", path, "-o", str(tmp_path / "site")).code == 0
    feed = (tmp_path / "site" / "changes.xml").read_text(encoding="utf-8")
    assert "Already at Office since an unknown earlier day" in feed


def test_exports_have_the_days_of_the_date(brief: Callable[..., Result], path: str, tmp_path: Path) -> None:
    """The date itself, not what people read."""
    import sqlite3
    from contextlib import closing

    assert brief("export", "-d", path, "-o", str(tmp_path / "river.sqlite")).code == 0
    with closing(sqlite3.connect(tmp_path / "river.sqlite")) as connection:
        query = "SELECT level_since, level_since_first, level_since_known FROM stances WHERE newly_known"
        assert connection.execute(query).fetchall() == [("2025-01-10", "2025-01-10", 0)]
