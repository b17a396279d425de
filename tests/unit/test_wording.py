"""The message on a value that does not exist."""

from __future__ import annotations

import pytest

from briefcli.dossier.model import Stage
from briefcli.wording import counted, nearest, unknown_value


def numbered(count: int) -> list[str]:
    """Return a number of values that resemble nothing that the tests give."""
    return [f"v{number}" for number in range(count)]


@pytest.mark.parametrize(
    ("given", "possible", "expected"),
    [
        ("x", ["a", "b"], "unknown level 'x'. Possible: a, b"),
        ("tlks", ["refuses", "talks"], "unknown level 'tlks'; did you mean 'talks'? Possible: refuses, talks"),
        ("TALKS", ["refuses", "talks"], "unknown level 'TALKS'; did you mean 'talks'? Possible: refuses, talks"),
        ("x", [], "unknown level 'x'. Possible: none"),
        ("x", numbered(32), f"unknown level 'x'. Possible: {', '.join(numbered(32))}"),
        ("x", numbered(33), "unknown level 'x'. There are 33"),
        ("tlks", [*numbered(40), "talks"], "unknown level 'tlks'; did you mean 'talks'? There are 41"),
        (
            "talk",
            [*numbered(40), "peace-talks", "early-talks", "talks", "late-talks"],
            "unknown level 'talk'; did you mean 'talks' or 'peace-talks' or 'early-talks'? There are 44",
        ),
        (
            "underway",
            Stage,
            (
                "unknown level 'underway'; did you mean 'under way'? "
                "Possible: proposed, agreed, under way, stalled, completed"
            ),
        ),
    ],
    ids=["far", "near", "case", "none", "most", "too many", "near among many", "part of many", "enumeration"],
)
def test_a_value_that_does_not_exist_is_reported_with_those_that_do(
    given: str, possible: list[str], expected: str
) -> None:
    """The nearest where there is one, then what is possible; of very many the nearest few, and how many there are."""
    error = unknown_value("level", given, possible)
    assert (str(error), error.exit_code) == (expected, 2)


def test_who_knows_better_says_what_is_near() -> None:
    """A country has more names than those that are listed."""
    error = unknown_value("country", "Holland", ["Japan", "Poland"], near=("Netherlands",))
    assert str(error) == "unknown country 'Holland'; did you mean 'Netherlands'? Possible: Japan, Poland"
    error = unknown_value("country", "Korea", ["Japan"], near=("North Korea", "South Korea"))
    assert str(error) == "unknown country 'Korea'; did you mean 'North Korea' or 'South Korea'? Possible: Japan"


@pytest.mark.parametrize(
    ("given", "expected"),
    [("talsk", "talks"), ("Talks", "talks"), ("tal", "talks"), ("no-tie", "no-ties"), ("no", None), ("ta", None)],
)
def test_the_nearest_value_is_near(given: str, expected: str | None) -> None:
    """Short words resemble too much, so they have to resemble more."""
    assert nearest(given, ["talks", "no-ties", "mission"]) == expected


@pytest.mark.parametrize(
    ("noun", "expected"),
    [("day", ["0 days", "1 day", "2 days"]), ("country", ["0 countries", "1 country", "2 countries"])],
)
def test_a_number_has_its_noun(noun: str, expected: list[str]) -> None:
    """One is singular."""
    assert [counted(number, noun) for number in (0, 1, 2)] == expected
