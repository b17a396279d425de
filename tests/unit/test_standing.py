"""Since when, and how long, a stance holds."""

from __future__ import annotations

import pytest

from briefcli.dossier.dates import parse_date
from briefcli.dossier.model import Stance
from briefcli.dossier.standing import checked, runs, standings
from samples import RIVER, read


def stance(level: str, since: str, ended: str | None = None) -> Stance:
    """Return a stance of Egypt."""
    return Stance(
        country="EG",
        level=level,
        since=parse_date(since),
        ended=parse_date(ended) if ended else None,
        status="x",
        summary="x",
        credibility=3,
        evidence=(),
    )


@pytest.mark.parametrize(
    ("stances", "expected"),
    [
        pytest.param([("a", "2020")], ["2020 2020 None"], id="one stance"),
        pytest.param(
            [("a", "2020"), ("a", "2021-05"), ("b", "2022"), ("b", "2023")],
            ["2020 2020 2021-05", "2021-05 2020 2022", "2022 2022 2023", "2023 2022 None"],
            id="a run on a level begins with its first stance",
        ),
        pytest.param(
            [("a", "2020"), ("b", "2021"), ("a", "2022")],
            ["2020 2020 2021", "2021 2021 2022", "2022 2022 None"],
            id="who comes back to a level begins anew",
        ),
        pytest.param(
            [("a", "2020", "2021"), ("a", "2022", "2023-02")],
            ["2020 2020 2021", "2022 2022 2023-02"],
            id="a gap breaks a run, and a stance that ended is followed by none",
        ),
        pytest.param(
            [("a", "2020", "2021"), ("a", "2021")],
            ["2020 2020 2021", "2021 2020 None"],
            id="what ended on the day on which the next one began left no gap",
        ),
    ],
)
def test_the_stances_of_a_country(stances: list[tuple[str, str]], expected: list[str]) -> None:
    """Each with its own day, the day of its run and the first day on which it did not hold, in any order."""
    (found,) = standings(stance(*one) for one in reversed(stances)).values()
    assert [f"{one.stance.since} {one.level_since} {one.until}" for one in found] == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("", "", "2025-02-20", id="the newest source"),
        pytest.param(", date: 2025-02-20", "", None, id="no date"),
        pytest.param("    level", "    reviewed: 2025-02-28\n    level", "2025-02-28", id="a review"),
        pytest.param(
            "    level", "    reviewed: 2025-02-19\n    level", "2025-02-20", id="evidence after the review"
        ),
        pytest.param("    level", "    reviewed: 2025\n    level", "2025-02-20", id="a vague review"),
        pytest.param("date: 2025-02-20", "date: 2025", "2025", id="a vague source"),
    ],
)
def test_a_country_is_checked_up_to_its_newest_evidence_or_review(
    old: str, new: str, expected: str | None
) -> None:
    """Of a vague date the first day counts."""
    assert checked(read(RIVER.replace(old, new, 1))) == {"EG": expected}


def test_each_country_has_its_own_evidence() -> None:
    """That is of its stances, sectors and events; topics name countries, and say nothing of them alone."""
    wire = "sources:\n  - {id: wire, publisher: W, kind: press, title: T, date: 2025-02-28}\n"
    dossier = read(
        RIVER.replace("sources:\n", wire),
        """\
topics:
  - {kind: agenda, title: T, summary: S., countries: [Egypt, Kenya], credibility: 3, evidence: [wire]}
sectors:
  - {sector: energy, countries: [Sudan], initiative: A line, stage: agreed, credibility: 3, evidence: [gazette]}
terms: {sectors: {energy: Energy}}
events:
  - {date: 2025-02-27, title: T, countries: [Sudan, Chad], evidence: [wire]}
""",
    )
    assert checked(dossier) == {"EG": "2025-02-20", "KE": None, "SD": "2025-02-28", "TD": "2025-02-28"}


def test_a_run_says_from_where_the_country_came_and_whether_it_had_no_stance_before() -> None:
    """A run of several stances is one."""
    own = [stance("a", "2020"), stance("b", "2021"), stance("b", "2022", "2023"), stance("a", "2024-05")]
    found = [(run.level, run.since, run.until, run.before, run.gap) for run in runs(standings(own)["EG"])]
    assert found == [
        ("a", "2020", "2021", None, None),
        ("b", "2021", "2023", "a", None),
        ("a", "2024-05", None, None, "2023"),
    ]
    first, second, last = runs(standings(own)["EG"])
    days = [parse_date(day) for day in ("2019-12-31", "2020-12-31", "2022-12-31", "2023-12-31", "2024-12-31")]
    assert [[run.holds_on(day) for run in (first, second, last)] for day in days] == [
        [False, False, False],
        [True, False, False],
        [False, True, False],
        [False, False, False],
        [False, False, True],
    ]


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (None, "2019", ""),
        (None, "2020", "1"),
        ("2020", "2020", "1"),
        ("2021", None, "23"),
        ("2022-12-31", "2024-04", "2"),
        ("2023", "2024-04", ""),
        ("2024-05-31", None, "3"),
        ("2030", None, "3"),
    ],
)
def test_a_run_holds_within_a_time_if_it_began_in_it_or_held_when_that_began(
    since: str | None, until: str | None, held: str
) -> None:
    """A vague date counts from its first day."""
    own = [stance("a", "2020"), stance("b", "2021", "2023"), stance("a", "2024-05")]
    window = [parse_date(date) if date else None for date in (since, until)]
    numbered = enumerate(runs(standings(own)["EG"]), 1)
    assert "".join(str(number) for number, run in numbered if run.holds_within(*window)) == held


def test_a_run_that_ended_within_its_own_year_is_part_of_it() -> None:
    """Although nobody knows on which days it held."""
    (run,) = runs(standings([stance("a", "2020", "2020")])["EG"])
    days = [parse_date(day) for day in ("2020", "2021")]
    assert [run.holds_within(day, day) for day in days] == [True, False]
