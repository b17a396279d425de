"""The ladder over time."""

from __future__ import annotations

import re

import pytest

from briefcli.dossier.dates import PartialDate, in_words
from briefcli.dossier.filters import Query
from briefcli.dossier.past import Snapshot
from briefcli.report.data import ReportData
from briefcli.report.document import report_text
from briefcli.report.steps import Axis
from samples import RIVER, STANCE, read


@pytest.mark.parametrize(
    ("since", "as_of", "ticks"),
    [
        ("2021-08-15", "2024-03-01", ["2022", "2023", "2024"]),
        ("2025-01-20", "2025-03-01", ["Feb 2025", "Mar 2025"]),
        ("2024-01-01", "2025-06-30", ["Apr 2024", "Jul 2024", "Oct 2024", "Jan 2025", "Apr 2025"]),
        ("2025-03-01", "2025-03-01", []),
        ("1950", "2025-03-01", ["1960", "1970", "1980", "1990", "2000", "2010", "2020"]),
    ],
)
def test_the_axis_has_few_ticks(since: str, as_of: str, ticks: list[str]) -> None:
    """At most ten round years where it is long, else at most six round months."""
    text = RIVER.replace("as_of: 2025-03-01", f"as_of: {as_of}").replace("since: 2025-02", f"since: {since}")
    axis = Axis(ReportData(Snapshot(read(text)), Query()))
    whole = axis.periods()[0].ticks
    assert [tick.text for tick in whole] == ticks
    assert all(0 <= tick.at <= 100 for tick in whole)


def test_a_long_time_has_periods() -> None:
    """Those that are shorter than the whole, each with its own ticks, up to the day of the report."""
    text = RIVER.replace("since: 2025-02", "since: 1990")
    periods = Axis(ReportData(Snapshot(read(text)), Query())).periods()
    assert [period.name for period in periods] == ["All", "20 years", "10 years", "5 years", "2 years", "1 year"]
    lefts = [period.left for period in periods]
    assert lefts == sorted(lefts)
    assert all(period.left <= tick.at <= 100 for period in periods for tick in period.ticks)
    assert [tick.text for tick in periods[-1].ticks] == [
        *("May 2024", "Jul 2024", "Sep 2024", "Nov 2024", "Jan 2025", "Mar 2025")
    ]


@pytest.mark.parametrize(
    ("steps", "first"),
    [
        (["1990"], "All"),
        (["1990", "2022", "2023"], "5 years"),
        (["1990", "2017", "2023"], "10 years"),
        (["1990", "1991", "2023"], "All"),
        (["2021", "2024-06", "2025"], "All"),
    ],
)
def test_a_long_time_begins_with_the_years_of_most_steps(steps: list[str], first: str) -> None:
    """Of five years at least, so that the last ones can be read however far back the first step is."""
    told = (STANCE.replace("2025-02", f'"{each}"').replace("In talks", f"Round {each}") for each in steps)
    text = RIVER.removesuffix(STANCE) + "".join(told)
    assert Axis(ReportData(Snapshot(read(text)), Query())).first_shown() == first


def drawn(text: str) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return the stretches of the one line that a report draws, and its dots with what they say."""
    page = report_text(Snapshot(read(text)), Query())
    (line,) = re.findall('<svg class="line".*?</svg></svg>', page, re.DOTALL)
    stretches = re.findall('<rect class="(.*?)" x="(.*?)" width="(.*?)"', line)
    dots = re.findall('<title>(.*?)</title><circle cx="(.*?)" cy="(.*?)"', line)
    return stretches, [(x, y, title) for title, x, y in dots]


def test_a_line_ends_where_a_stance_ended() -> None:
    """With a dot at the foot that says so."""
    text = RIVER.replace("since: 2025-02\n", "since: 2025-02\n    ended: 2025-02-15\n")
    assert drawn(text) == (
        [("l1", "0.0%", "50.0%")],
        [
            ("0.0%", "6.0", "2025-02: First stance, Holds talks: In talks"),
            ("50.0%", "34.0", "2025-02-15: Stance ended, was Holds talks: In talks"),
        ],
    )


def test_a_gap_between_stances_is_a_gap_in_the_line() -> None:
    """Also where both are on one level."""
    before = RIVER.partition("stances:\n")[2].replace("2025-02", "2025-01-01\n    ended: 2025-01-10", 1)
    stretches, _ = drawn(RIVER.replace("since: 2025-02", "since: 2025-02-09") + before)
    assert stretches == [("l1", "0.0%", "15.25%"), ("l1", "66.1%", "33.9%")]


def test_a_restated_position_is_a_moment() -> None:
    """Its level, status and concerns are those before it, so the stretch goes on."""
    again = RIVER.partition("stances:\n")[2].replace("2025-02", "2025-02-20", 1)
    stretches, dots = drawn(RIVER + again)
    assert stretches == [("l1", "0.0%", "100.0%")]
    assert [text for _, _, text in dots] == [
        "2025-02: First stance, Holds talks: In talks",
        "2025-02-20: Level unchanged (Holds talks), position restated: In talks",
    ]


@pytest.mark.parametrize(
    ("date", "words"), [("2026-06-03", "3 June 2026"), ("2026-06", "June 2026"), ("2026", "2026")]
)
def test_a_date_in_words(date: str, words: str) -> None:
    """With the precision that it has."""
    assert in_words(PartialDate(date)) == words
