"""The history of a country: its runs on a level, and what each stance changed."""

from __future__ import annotations

import pytest

from briefcli.dossier.dates import parse_date
from briefcli.dossier.history import Change, ChangeKind, Run, histories, net_moves
from briefcli.dossier.model import Stance


def stance(level: str, since: str, ended: str | None = None, status: str = "x") -> Stance:
    """Return a stance of Egypt."""
    return Stance(
        country="EG",
        level=level,
        since=parse_date(since),
        ended=parse_date(ended) if ended else None,
        status=status,
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
        pytest.param(
            [("a", "2020", "2021-02-10"), ("b", "2021-02")],
            ["2020 2020 2021-02", "2021-02 2021-02 None"],
            id="what ended on a day of the month in which the next one began ended with that month",
        ),
    ],
)
def test_the_stances_of_a_country(stances: list[tuple[str, str]], expected: list[str]) -> None:
    """Each with its own day, the day of its run and the first day on which it did not hold, in any order."""
    (found,) = histories(stance(*one) for one in reversed(stances)).values()
    held = [f"{one.since} {run.since} {run.end_of(one)}" for run in found.runs for one in run.stances]
    assert held == expected
    assert [one.since for one in found.stances] == [since for since, *_ in (line.split() for line in expected)]


def runs(own: list[Stance]) -> tuple[Run, ...]:
    """Return the runs of the one country that has stances."""
    (found,) = histories(own).values()
    return found.runs


def test_a_run_says_from_where_the_country_came_and_whether_it_had_no_stance_before() -> None:
    """A run of several stances is one."""
    own = [stance("a", "2020"), stance("b", "2021"), stance("b", "2022", "2023"), stance("a", "2024-05")]
    found = [(run.level, run.since, run.until, run.before and run.before.level, run.gap) for run in runs(own)]
    assert found == [
        ("a", "2020", "2021", None, None),
        ("b", "2021", "2023", "a", None),
        ("a", "2024-05", None, None, "2023"),
    ]
    first, second, last = runs(own)
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
    numbered = enumerate(runs(own), 1)
    assert "".join(str(number) for number, run in numbered if run.holds_within(*window)) == held


def test_a_run_that_ended_within_its_own_year_is_part_of_it() -> None:
    """Although its days are unknown."""
    (run,) = runs([stance("a", "2020", "2020")])
    days = [parse_date(day) for day in ("2020", "2021")]
    assert [run.holds_within(day, day) for day in days] == [True, False]


@pytest.mark.parametrize(
    ("stances", "expected"),
    [
        pytest.param([("a", "2020")], ["2020 stance None a"], id="the first stance"),
        pytest.param(
            [("a", "2020"), ("b", "2021"), ("b", "2022", None, "y"), ("b", "2023", None, "y")],
            ["2020 stance None a", "2021 level a b", "2022 status x y", "2023 restated y y"],
            id="a stance with the same level, status and concerns restates the position",
        ),
        pytest.param(
            [("a", "2020", "2021-05"), ("a", "2022"), ("b", "2023", "2024")],
            [
                *("2020 stance None a", "2021-05 stance a None", "2022 stance None a again"),
                *("2023 level a b", "2024 stance b None"),
            ],
            id="after an end the next stance comes again",
        ),
        pytest.param(
            [("a", "2020", "2021"), ("b", "2021")],
            ["2020 stance None a", "2021 level a b"],
            id="an end on the day of the next stance is none",
        ),
        pytest.param(
            [("a", "2020", "2020")],
            ["2020 stance None a", "2020 stance a None"],
            id="it came before it ended",
        ),
    ],
)
def test_what_each_stance_changed(stances: list[tuple[str, ...]], expected: list[str]) -> None:
    """The oldest first, in whatever order the stances are."""
    (found,) = histories(stance(*one) for one in reversed(stances)).values()
    changed = [
        f"{one.date} {one.kind} {one.before} {one.after}{' again' if one.again else ''}" for one in found.changes()
    ]
    assert changed == expected
    assert all(one.countries == ("EG",) for one in found.changes())


def test_the_level_now_is_that_of_the_last_stance_unless_it_ended() -> None:
    """Of each country its own."""
    (now,) = histories([stance("a", "2020"), stance("b", "2021")]).values()
    (ended,) = histories([stance("a", "2020"), stance("b", "2021", "2022")]).values()
    assert (now.level, ended.level) == ("b", None)


def test_net_moves_are_from_the_level_before_the_first_to_that_after_the_last() -> None:
    """Of each country, with the newest change first; other changes do not count."""
    own = [stance("a", "2020"), stance("b", "2021"), stance("b", "2022", None, "y"), stance("c", "2023", "2024")]
    (found,) = histories(own).values()
    newest_first = [*found.changes()][::-1]
    assert net_moves(newest_first) == {"EG": (None, None)}
    assert net_moves(newest_first[:-1]) == {"EG": ("a", None)}
    assert net_moves(newest_first[1:-1]) == {"EG": ("a", "c")}
    assert net_moves(newest_first[2:3]) == {}
    event: Change[object] = Change(ChangeKind.EVENT, parse_date("2024"), ("EG", "SD"), None, None, None)
    assert net_moves([event]) == {}
