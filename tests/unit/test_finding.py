"""The finding of a dossier and of a country, and the counts by level over time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from briefcli import load
from briefcli.dossier.dates import PartialDate
from briefcli.dossier.filters import Filters, Query
from briefcli.dossier.finding import Counts, counts_on, headline, run_on
from briefcli.dossier.history import histories
from briefcli.dossier.past import Snapshot
from briefcli.pages.context import Context
from briefcli.pages.finding import country_finding, finding_in_words
from samples import RIVER, read, stance

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = PartialDate("2026-06-01")
LADDER = (
    RIVER.split("stances:", maxsplit=1)[0]
    .replace("  - {id: talks,", "  - {id: none, label: No ties, meaning: Has none.}\n  - {id: talks,")
    .replace("official talks.}", "official talks.}\n  - {id: office, label: Office, meaning: Has an office.}")
    .replace("date: 2025-02-20", "date: 2026-02-20")
    .replace("as_of: 2025-03-01", f"as_of: {DAY}")
)


def dossier_text(*steps: tuple[str, str, str], headline: str = "", known: tuple[str, ...] = ()) -> str:
    """Return a dossier with some steps, each a country, a date and a level; those of `known` are newly known."""
    head = LADDER.replace(f"{{id: {headline},", f"{{id: {headline}, headline: true,") if headline else LADDER
    stances = [
        stance(country=country, since=since, level=level, newly_known=str(f"{country} {since}" in known).lower())
        for country, since, level in steps
    ]
    return f"{head}stances:\n{''.join(stances)}"


STEPS = (
    *(("Egypt", "2024-03-01", "none"), ("Egypt", "2025-09-01", "office")),
    *(("Sudan", "2024-06-01", "talks"), ("Sudan", "2026-02-01", "none")),
    ("Kenya", "2026-01-10", "office"),
)


def finding(text: str, filters: Filters | None = None) -> str:
    """Return the finding of a dossier."""
    dossier = read(text)
    query = Query(filters=filters or Filters())
    return finding_in_words(Context(Snapshot(dossier), query), dossier.stances[:1])


def test_the_finding_of_a_dossier() -> None:
    """The level is the highest one that a tenth has reached, or the headline; the day is when half were covered."""
    assert finding(dossier_text(*STEPS)) == (
        "2 of 3 countries are at Office. Among the 2 countries already covered on 1 January 2025, the number at Office rose from 0 to 1. "
        "In the year to 1 June 2026, 1 country moved up and 1 moved down."
    )
    assert finding(dossier_text(*STEPS, headline="talks")).startswith(
        "2 of 3 countries are at Holds talks or higher. "
        "Among the 2 countries already covered on 1 January 2025, the number at Holds talks or higher stayed at 1. "
    )


def test_countries_are_counted_once_however_many_levels_there_are() -> None:
    """A count for each level would grow with levels times countries."""

    class Counted(list[str]):
        times = 0

        def __iter__(self) -> Iterator[str]:
            Counted.times += 1
            return super().__iter__()

    assert headline(read(dossier_text(*STEPS)), Counted(["none", "none", "talks"])).id == "talks"
    assert Counted.times == 1


def test_disputed_positions_are_counted() -> None:
    """A country counts if a source contradicts each record of its present run at the level."""
    disputed = "[{source: gazette, verdict: contradicts, note: N.}]"
    steps = (("Sudan", "2026-02-01", "none"), ("Egypt", "2026-02-01", "none"), ("Egypt", "2026-03-01", "none"))
    head, sudan, egypt, again = dossier_text(*steps).rsplit("[gazette]", 3)
    one = "2 of 2 countries are at No ties or higher, 1 with only disputed records. In the year to"
    assert finding(f"{head}{disputed}{sudan}[gazette]{egypt}{disputed}{again}").startswith(one)
    assert finding(f"{head}[gazette]{sudan}{disputed}{egypt}{disputed}{again}").startswith(one)
    assert "disputed" not in finding(f"{head}[gazette]{sudan}{disputed}{egypt}[gazette]{again}")


def test_a_move_after_a_first_stance_of_the_same_year_counts() -> None:
    """The first stance is no move, but the change of level after it is."""
    found = finding(dossier_text(("Egypt", "2025-10-01", "none"), ("Egypt", "2026-01-10", "office")))
    assert found.endswith(". In the year to 1 June 2026, 1 country moved up and none moved down.")


def test_no_comparison_and_no_moves() -> None:
    """Where all came at once, there is no earlier day."""
    assert finding(dossier_text(("Egypt", "2026-02-01", "none"))) == (
        "1 of 1 country is at No ties or higher. In the year to 1 June 2026, no country changed level."
    )


def test_filters_leave_the_count() -> None:
    """A count replaces the finding, which is about all countries."""
    assert finding(dossier_text(*STEPS), Filters(region=("Africa",))) == "0 of 1 country is at Office."


def test_newly_known_stances_are_counted_apart() -> None:
    """Their country may have been on the level before the earlier day, and it counts as no move."""
    steps = (("Egypt", "2024-03-01", "none"), ("Egypt", "2025-09-01", "office"))
    assert finding(dossier_text(*steps, known=("Egypt 2025-09-01",))) == (
        "1 of 1 country is at Office. Among the 1 country already covered on 1 January 2025, the number at Office stayed at 0; "
        "it is not known when 1 more reached it. In the year to 1 June 2026, no country changed level."
    )


@pytest.mark.parametrize(
    ("steps", "known", "expected"),
    [
        pytest.param((("Egypt", "2024-03-01", "none"),), (), "No ties since 1 March 2024.", id="one stance"),
        pytest.param(
            (("Egypt", "2024-03", "none"), ("Egypt", "2025-09-01", "none")),
            (),
            "No ties since March 2024; last change 1 September 2025.",
            id="a change on the level",
        ),
        pytest.param(
            (("Egypt", "2024-03-01", "none"),),
            ("Egypt 2024-03-01",),
            "No ties by 1 March 2024.",
            id="an unknown first day",
        ),
    ],
)
def test_the_finding_on_a_country(
    steps: tuple[tuple[str, str, str], ...], known: tuple[str, ...], expected: str
) -> None:
    """Without a bottom line it is the level, since when the country has been on it, and the last change."""
    dossier = read(dossier_text(*steps, known=known))
    context = Context(Snapshot(dossier), Query())
    assert country_finding(context, dossier.stances[-1], ()) == expected


def test_counts_over_time() -> None:
    """Who has no stance yet is counted apart, and who has none any more is not counted."""
    known = histories(read(dossier_text(*STEPS)).stances).values()
    days = [PartialDate("2024-04-01"), PartialDate("2026-02-01")]
    assert counts_on(known, days) == [
        Counts(days[0], {"none": 1, None: 2}),
        Counts(days[1], {"office": 2, "none": 1}),
    ]


def test_counts_are_those_of_the_runs_on_each_day() -> None:
    """They are computed in one pass over the days, with the same result as for each day and country alone."""
    known = histories(load("high-seas").stances).values()
    days = sorted({PartialDate(f"20{year}-{month:02}-15") for year in range(22, 27) for month in range(1, 13)})
    expected = []
    for day in days:
        covered = [(run_on(one, day), one.runs[0].since > day) for one in known]
        levels = (run.level if run else None for run, before in covered if run or before)
        expected.append(Counts(day, dict(Counter(levels))))
    assert counts_on(known, days) == expected
