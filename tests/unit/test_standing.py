"""Since when, and how long, a stance holds."""

from __future__ import annotations

import pytest

from briefcli.dossier.dates import parse_date
from briefcli.dossier.model import Stance
from briefcli.dossier.standing import standings


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
