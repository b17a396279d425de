"""Steps over time in cells of a month, a quarter or a year."""

from __future__ import annotations

import pytest

from briefcli.page import Step, Track
from briefcli.render.tracks import UNITS, Unit, axis, bar, drawn, small_unit, years_of

LOW, MIDDLE, HIGH = (
    Step(name, name.capitalize(), rank, 3) for rank, name in enumerate(("low", "middle", "high"), 1)
)
MONTH, QUARTER, YEAR, NARROW, LUSTRUM = UNITS
#: Up twice in a month, down again, without a stance for a while, and up.
TRACK = Track(
    (
        ("2023-11", LOW),
        ("2024-01-10", MIDDLE),
        ("2024-01-20", HIGH),
        ("2024-02", LOW),
        ("2024-04-02", None),
        ("2024-06", HIGH),
    ),
    "2023-11",
    "2024-06-30",
)


@pytest.mark.parametrize(
    ("unit", "years", "cells"),
    [(MONTH, " '23 2024", " 1 ▁↑3↓1 ▁ · · 3"), (QUARTER, "   2024", " 1↕1 3"), (YEAR, " 2023 2024", " 1   ↕3   ")],
)
def test_a_cell_has_the_step_of_its_last_day(unit: Unit, years: str, cells: str) -> None:
    """And a mark where it went up, down or both; to come or to go is no move. A year without room is abbreviated."""
    assert axis(TRACK, unit).replace("\xa0", " ") == years
    assert drawn(TRACK, unit).plain.replace("\xa0", " ") == cells


def test_a_newly_known_step_is_no_move() -> None:
    """It has a mark of its own, but in a cell in which something moved."""
    known = Track(TRACK.steps, TRACK.start, TRACK.end, newly_known=frozenset({"2023-11", "2024-01-20", "2024-02"}))
    assert drawn(known, MONTH).plain.replace("\xa0", " ") == "~1 ▁↑3~1 ▁ · · 3"
    assert str(known).startswith("Low by 2023-11; Middle since 2024-01-10; High by 2024-01-20; Low by 2024-02; ")


def test_many_years_take_narrow_cells() -> None:
    """Or one for five years, with fewer of them named."""
    long = Track((("1984", LOW), ("1990-05", HIGH)), "1984", "1996-02-01")
    assert axis(long, NARROW).replace("\xa0", " ") == "   1985      1990      1995"
    assert drawn(long, NARROW).plain.replace("\xa0", " ") == " 1 ▁ ▁ ▁ ▁ ▁↑3 █ █ █ █ █ █"
    assert axis(long, LUSTRUM).replace("\xa0", " ") == " 1980"
    assert drawn(long, LUSTRUM).plain.replace("\xa0", " ") == " 1 ▁↑3 █"


def test_a_vague_date_counts_from_its_first_day_and_the_last_cell_ends_with_the_track() -> None:
    """What happens after the end is not shown."""
    track = Track((("2024", LOW), ("2024-03-20", HIGH)), "2024", "2024-03-19")
    assert drawn(track, MONTH).plain.replace("\xa0", " ") == " 1 ▁ ▁"
    assert drawn(Track(track.steps, "2024", "2024-03-20"), MONTH).plain.replace("\xa0", " ") == " 1 ▁↑3"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (
            "2023-11",
            "2024-02-29",
            "Low since 2023-11; Middle since 2024-01-10; High since 2024-01-20; Low since 2024-02",
        ),
        ("2024-01-19", "2024-01-31", "Middle since 2024-01-10; High since 2024-01-20"),
        ("2024-01-20", "2024-01-31", "High since 2024-01-20"),
        ("2024-05-01", "2024-06-30", "none since 2024-04-02; High since 2024-06"),
    ],
)
def test_a_track_in_words_names_the_steps_that_are_shown(start: str, end: str, words: str) -> None:
    """As formats have it that know no width: the one that holds when its time begins, and those that follow."""
    assert str(Track(TRACK.steps, start, end)) == words


def test_the_first_years_of_the_calendar_can_be_shown() -> None:
    """There is no day before the first."""
    assert drawn(Track((("0001", LOW),), "0001", "0001-02-10"), MONTH).plain.replace("\xa0", " ") == " 1 ▁"


def test_a_small_track_has_a_sign_for_each_cell_and_at_most_twelve() -> None:
    """A number is a new level; there is no room for the mark of a move."""
    assert drawn(TRACK, small_unit(TRACK)).plain == "1▁31▁··3"
    assert years_of(TRACK) == "2023\N{EN DASH}2024"
    assert years_of(Track(TRACK.steps, "2024-02", "2024-06-30")) == "2024"
    for start, name in (
        ("2021-08", "a quarter"),
        ("2019-07", "half a year"),
        ("1950", "ten years"),
        ("1001", "fifty years"),
    ):
        assert small_unit(Track(((start, LOW),), start, "2024-06-30")).name == name


def test_a_number_of_two_digits_does_not_widen_a_narrow_cell() -> None:
    """It is a bar in its cell where there is room for one digit."""
    tenth, top = (Step(str(rank), str(rank), rank, 12) for rank in (10, 12))
    track = Track((("2022", tenth), ("2024-02", top)), "2022", "2024-06-30")
    assert drawn(track, small_unit(track)).plain == "▆▆▆▆▆▆▆▆██"
    assert drawn(track, QUARTER).plain.replace("\xa0", " ") == " ▆ ▆ ▆ ▆ ▆ ▆ ▆ ▆↑█ █"
    assert drawn(track, YEAR).plain.replace("\xa0", " ") == " 10   ▆   ↑12  "


def test_a_bar_shows_every_count_but_none() -> None:
    """Its end is exact to an eighth."""
    assert [bar(length) for length in (0, 0.01, 0.5, 2, 2.25)] == ["", "▏", "▌", "██", "██▎"]
