"""What is known of a dossier without its records."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING

from briefcli import load
from briefcli.dossier import queries
from briefcli.dossier.changes import changes
from briefcli.dossier.filters import Query
from briefcli.dossier.kinds import RECORD_KEYS, RECORD_KINDS, STANCE
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.index import MAX_MOVES, index_of
from samples import FROZEN, RIVER, read, stance

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcli.dossier.history import Change
    from conftest import Result

LADDER = RIVER.replace(
    "  - {id: talks,", "  - {id: refuses, label: Refuses, meaning: Refuses talks.}\n  - {id: talks,"
)


def told(move: Change[object]) -> tuple[object, ...]:
    """Return a move in a few words."""
    return move.date, move.countries, move.before, move.after


def test_an_entry_reports_what_a_dossier_holds() -> None:
    """How many of each, the level of each country, and when each country was checked."""
    entry = index_of(read(RIVER))
    assert entry.head.id == "river-talks"
    assert not entry.head.stances
    assert not entry.head.sources
    assert entry.counts == queries.Counts(1, {**dict.fromkeys(RECORD_KEYS, 0), "stances": 1}, 1, 1, 1)
    assert entry.levels == {"EG": "talks"}
    assert entry.countries_on() == {"talks": 1}
    assert entry.checked == {"EG": "2025-02-20"}
    assert [told(move) for move in entry.moves] == [("2025-02", ("EG",), None, "talks")]
    assert entry.disputed == 0


def test_disputed_are_records_in_force() -> None:
    """A stance that another one has superseded is history, and so is what contradicted it."""
    leaflet = "  - {id: leaflet, publisher: Nobody, kind: press, title: No talks}\nstances:"
    denied = "[gazette, {source: leaflet, verdict: contradicts, note: Denies it.}]"
    first = RIVER.replace("stances:", leaflet).replace("evidence: [gazette]", f"evidence: {denied}")
    assert index_of(read(first)).disputed == 1
    assert index_of(read(first + stance(since="2025-02-20", status="Walks out"))).disputed == 0


def test_a_move_is_a_step_to_another_level_a_first_stance_or_an_end() -> None:
    """The newest first, and of one day by name; another status on the same level is none."""
    steps = [
        ("2025-02-03", "talks"),
        ("2025-02-07", "refuses"),
        ("2025-02-10", "refuses"),
        ("2025-02-20", "talks"),
    ]
    more = "".join(
        stance(country="Sudan", since=since, level=level, status=f"On {level} {since}") for since, level in steps
    )
    more += stance(country="Chad", since="2025-02", ended="2025-02-20")
    moves = index_of(read(LADDER + more)).moves
    assert [told(move) for move in moves] == [
        ("2025-02-20", ("TD",), "talks", None),
        ("2025-02-20", ("SD",), "refuses", "talks"),
        ("2025-02-07", ("SD",), "talks", "refuses"),
    ]
    assert [move.record for move in moves] == [None] * MAX_MOVES


def test_the_moves_are_the_newest_that_changes_lists() -> None:
    """From level to level, onto the first one and off the last one."""
    for name in ("world", "high-seas", FROZEN):
        dossier = load(name)
        moves = [told(change) for change in changes(dossier, Query()) if change.is_move]
        newest = [told(move) for move in index_of(dossier).moves]
        assert set(newest) <= set(moves)
        assert [date for date, *_ in newest] == sorted((str(date) for date, *_ in moves), reverse=True)[:MAX_MOVES]


def test_what_is_read_from_the_store_is_what_is_made() -> None:
    """Of every feature, by whichever way it comes."""
    catalogue = Catalogue()
    entry = catalogue.find(FROZEN)
    made = index_of(catalogue.read(entry))
    assert catalogue.index(entry) == made == Catalogue(cached=False).index(entry)


def test_a_country_is_known_where_a_record_is_about_it() -> None:
    """By any of its names; one that is only named otherwise in the head is not."""
    entry = index_of(read(RIVER.replace("grades:", "countries: {SD: {name: Nubia}}\ngrades:")))
    assert entry.code_of("egypt") == entry.code_of("EGY") == "EG"
    assert entry.code_of("nubia") is None
    assert entry.code_of("nowhere") is None


def test_stale_are_countries_that_nobody_checked_for_a_year() -> None:
    """Counted from the last check, which here is a source of February 2025."""
    entry = index_of(read(RIVER))
    assert entry.stale(datetime.date(2026, 2, 20)) == 0
    assert entry.stale(datetime.date(2026, 2, 21)) == 1


def test_dossiers_agrees_with_other_pages(brief: Callable[..., Result]) -> None:
    """Its numbers are those of the listings, on the same day."""
    (row,) = json.loads(brief("dossiers", "-d", FROZEN, "-f", "json", "--today", "2026-12-31").out)
    others = [kind for kind in RECORD_KINDS if kind is not STANCE]
    for kind in others:
        assert row[kind.list_key] == len(json.loads(brief(kind.command, "-f", "json").out))
    assert row["sources_in_all"] == len(json.loads(brief("sources", "-f", "json").out))
    assert row["stances_in_all"] == len(json.loads(brief("stances", "--history", "-f", "json").out))
    stances = json.loads(brief("stances", "-f", "json").out)
    assert row["stances"] == len(stances)
    footer = brief("stances", "-f", "md", "--today", "2026-12-31").out.splitlines()[-1]
    assert f", 1 due for review, {row['stale'] - 1} last checked more than a year ago." in footer
    found = [one for kind in others for one in json.loads(brief(kind.command, "-f", "json").out)]
    assert row["disputed"] == sum(one["disputed"] for one in (*stances, *found))
