"""The ladder over time."""

from __future__ import annotations

import pytest

from briefcli.dossier.dates import PartialDate
from briefcli.dossier.filters import Wanted
from briefcli.dossier.past import View
from briefcli.report.document import in_words
from briefcli.report.matter import Matter
from briefcli.report.steps import Axis, Stretch, climbs
from samples import RIVER, read


@pytest.mark.parametrize(
    ("since", "as_of", "ticks"),
    [
        ("2021-08-15", "2024-03-01", ["2022", "2023", "2024"]),
        ("2025-01-20", "2025-03-01", ["Feb 2025", "Mar 2025"]),
        ("2024-01-01", "2025-06-30", ["Feb 2024", "May 2024", "Aug 2024", "Nov 2024", "Feb 2025", "May 2025"]),
        ("2025-03-01", "2025-03-01", []),
        ("1950", "2025-03-01", ["1951", "1959", "1967", "1975", "1983", "1991", "1999", "2007", "2015", "2023"]),
    ],
)
def test_the_axis_has_few_ticks(since: str, as_of: str, ticks: list[str]) -> None:
    """At most ten years where it is long, else at most six months."""
    text = RIVER.replace("as_of: 2025-03-01", f"as_of: {as_of}").replace("since: 2025-02", f"since: {since}")
    axis = Axis(Matter(View(read(text)), Wanted()))
    assert [tick.text for tick in axis.ticks()] == ticks
    assert all(0 <= tick.at <= 100 for tick in axis.ticks())


def test_a_stance_told_in_other_words_is_no_moment() -> None:
    """It changes neither level nor status nor concerns, and its stretch goes on."""
    again = RIVER.partition("stances:\n")[2].replace("2025-02", "2025-02-20", 1)
    matter = Matter(View(read(RIVER + again)), Wanted())
    (climb,) = climbs(matter, Axis(matter))
    assert climb.stretches == (Stretch(0, 100, 1),)
    assert [moment.date for moment in climb.moments] == ["2025-02"]


@pytest.mark.parametrize(
    ("date", "words"), [("2026-06-03", "3 June 2026"), ("2026-06", "June 2026"), ("2026", "2026")]
)
def test_a_date_in_words(date: str, words: str) -> None:
    """With the precision that it has."""
    assert in_words(PartialDate(date)) == words
