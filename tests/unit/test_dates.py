"""Dates that keep their precision."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefcli.dossier.dates import (
    PartialDate,
    age_in_days,
    day_of_ages,
    first_day,
    has_begun,
    in_window,
    in_words,
    last_day,
    newest,
    parse_ago,
    parse_date,
)


def date(text: str) -> PartialDate:
    """Return a partial date; the tests write it as text."""
    return PartialDate(text)


@pytest.mark.parametrize(
    "text", ["2025", "2025-02", "2025-02-16", "0001", "9999-12-31", "2024-02-29", "2000-02-29"]
)
def test_a_year_a_month_or_a_day_is_a_date(text: str) -> None:
    """A date is the text that was written, with the precision that it has."""
    assert parse_date(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25",
        "0000",
        "20250216",
        "2025-2-16",
        "2025-W07",
        "2025-047",
        "2025-00",
        "2025-13",
        "2025-02-30",
        "2025-04-31",
        "2023-02-29",
        "1900-02-29",
        "2025-02-16T10:00",
        "2025-02-16\n",
        " 2025",
        "\u0662\u0660\u0662\u0665",
        "16 February 2025",
        "2025-02-xx",
        "2025/2026",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """No other form, no day that the calendar lacks, and nothing around the date."""
    with pytest.raises(ValueError, match="is not a date"):
        parse_date(text)


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date(day: datetime.date) -> None:
    """The pattern has all days that Python's calendar has, and each means only itself."""
    parsed = parse_date(day.isoformat())
    assert (first_day(parsed), last_day(parsed)) == (day, day)


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31))
def test_a_day_is_refused_exactly_where_the_calendar_lacks_it(year: int, month: int, day: int) -> None:
    """The pattern and Python's calendar agree on every combination of year, month and day."""
    text = f"{year:04}-{month:02}-{day:02}"
    try:
        datetime.date(year, month, day)
    except ValueError:
        with pytest.raises(ValueError, match="is not a date"):
            parse_date(text)
    else:
        assert parse_date(text) == text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2025-02-16", "2025-02-16", "2025-02-16"),
    ],
)
def test_a_vague_date_reaches_from_its_first_to_its_last_day(text: str, first: str, last: str) -> None:
    """A year means its 365 or 366 days, a month its 28 to 31."""
    assert (first_day(date(text)).isoformat(), last_day(date(text)).isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("since", "day", "expected"),
    [
        ("2025-02-16", "2025-02-16", True),
        ("2025-02-16", "2025-02-15", False),
        ("2025-02", "2025-02-10", True),
        ("2025-02", "2025-01-31", False),
        ("2025-02-16", "2025-02", True),
        ("2025-02-16", "2025", True),
        ("2025", "2025-01-01", True),
        ("2026", "2025", False),
        ("2025-02", "2024", False),
    ],
)
def test_something_has_begun_if_it_may_hold_on_the_last_day_that_is_meant(
    since: str, day: str, *, expected: bool
) -> None:
    """What holds since 2025-02 may hold on 2025-02-10; what holds since the 16th holds within the month."""
    assert has_begun(date(since), date(day)) is expected


@pytest.mark.parametrize(
    ("text", "since", "until", "expected"),
    [
        ("2025-02-16", None, None, True),
        ("2025-02-16", "2025-02-16", "2025-02-16", True),
        ("2025-02-16", "2025-02-17", None, False),
        ("2025-02-16", None, "2025-02-15", False),
        ("2025-02", "2025-02-10", "2025-02-20", True),
        ("2025", "2025-02-10", None, True),
        ("2025", "2026", None, False),
        ("2025-02-16", "2025", "2025", True),
        ("2025-02-16", "2025-02", "2025-02", True),
        ("2025-03-01", None, "2025-02", False),
        ("2024", "2025-02", None, False),
    ],
)
def test_a_date_is_in_a_window_if_some_day_that_it_may_mean_is(
    text: str, since: str | None, until: str | None, *, expected: bool
) -> None:
    """Both ends belong to the window, and vague ends mean all their days."""
    window = (date(since) if since else None, date(until) if until else None)
    assert in_window(date(text), *window) is expected


@pytest.mark.parametrize(
    ("text", "since", "latest", "expected"),
    [
        ("2025", "2025-06", "2025-06-24", True),
        ("2025", "2025-07", "2025-06-24", False),
        ("2025-06", "2025-06-30", "2025-06-24", False),
        ("2025", "2025-06-30", "2025-06", True),
        ("2025", "2025", "2024-12-31", True),
        ("2025-07-01", "2025-07", "2025-06-24", True),
    ],
)
def test_a_vague_date_means_no_day_after_the_latest(text: str, since: str, latest: str, *, expected: bool) -> None:
    """What a dossier of June dates by the year was not in July; what is dated exactly is when it says."""
    assert in_window(date(text), date(since), None, date(latest)) is expected


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2026", "2026-02"], "2026-02"),
        (["2025-12-31", None, "2026"], "2026"),
        ([None], None),
        ([], None),
    ],
)
def test_the_newest_date_is_the_one_that_begins_last(dates: list[str | None], expected: str | None) -> None:
    """Of a year and a month in it the month is newer, and what has no date does not count."""
    assert newest(date(text) if text else None for text in dates) == expected


@pytest.mark.parametrize(
    ("text", "today", "days"),
    [
        ("2025-02-16", "2025-02-16", 0),
        ("2025-02-16", "2025-03-01", 13),
        ("2025-02", "2025-03-01", 28),
        ("2024", "2025-03-01", 425),
        ("2025", "2025-03-01", 59),
        ("2026-01-01", "2025-03-01", 0),
    ],
)
def test_the_age_of_a_date_counts_from_its_first_day(text: str, today: str, days: int) -> None:
    """A vague date is at most so old, and nothing has a negative age."""
    assert age_in_days(date(text), datetime.date.fromisoformat(today)) == days


@pytest.mark.parametrize(
    ("typed", "day", "expected"),
    [
        ("0d", "2025-03-01", "2025-03-01"),
        ("30d", "2025-03-01", "2025-01-30"),
        ("12w", "2025-03-01", "2024-12-07"),
        ("1m", "2025-03-31", "2025-02-28"),
        ("3m", "2025-03-31", "2024-12-31"),
        ("1y", "2024-02-29", "2023-02-28"),
        ("2024y", "2025-03-01", "0001-03-01"),
    ],
)
def test_a_day_may_count_back_from_another(typed: str, day: str, expected: str) -> None:
    """Where the month is too short, it is the last day of it."""
    ago = parse_ago(typed)
    assert ago is not None
    assert ago.before(datetime.date.fromisoformat(day)) == expected


@pytest.mark.parametrize("typed", ["2025y", "24300m", "800000d", "999999w"])
def test_no_day_is_before_the_year_1(typed: str) -> None:
    """The calendar has none."""
    ago = parse_ago(typed)
    assert ago is not None
    with pytest.raises(ValueError, match=r"year|ordinal"):
        ago.before(datetime.date(2025, 3, 1))


@pytest.mark.parametrize("typed", ["2025", "30", "d", "-1d", "1.5y", "30 d", "30D", "\u0663d", "1234567d", ""])
def test_what_counts_nothing_back_is_no_day_ago(typed: str) -> None:
    """A year is a year."""
    assert parse_ago(typed) is None


@pytest.mark.parametrize(
    ("asked", "today", "expected"),
    [
        ("2025-02", "2025-03-01", "2025-02-28"),
        ("2025-02", "2025-02-03", "2025-02-03"),
        (None, "2025-02-03", "2025-02-03"),
        ("2025", None, "2025-12-31"),
        (None, None, None),
    ],
)
def test_ages_count_to_the_day_requested_or_to_an_earlier_today(
    asked: str | None, today: str | None, expected: str | None
) -> None:
    """Nothing can be known to be older than it is today."""
    day = day_of_ages(date(asked) if asked else None, datetime.date.fromisoformat(today) if today else None)
    assert str(day) == str(expected)


@pytest.mark.parametrize(
    ("written", "words"),
    [("2026-06-24", "24 June 2026"), ("2026-06-04", "4 June 2026"), ("2026-06", "June 2026"), ("2026", "2026")],
)
def test_a_date_in_a_sentence_is_written_in_words(written: str, words: str) -> None:
    """A month stays a month."""
    assert in_words(date(written)) == words
