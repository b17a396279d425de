"""Dates that keep their precision: 2025, 2025-02 or 2025-02-16 (EDTF level 0, ISO 8601-2).

A date is the text that was written. Because the parts run from large to small, text order is
date order, and a vague date sorts before the days that it may mean.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Iterable

PartialDate = NewType("PartialDate", str)

#: The end of a text in Python and in JavaScript; `$` alone lets Python pass a newline there.
END_OF_TEXT = r"$(?!\n)"

_LEAP_YEAR = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DAY_OF_MONTH = (
    "((0[13578]|1[02])(-(0[1-9]|[12][0-9]|3[01]))?"
    "|(0[469]|11)(-(0[1-9]|[12][0-9]|30))?"
    "|02(-(0[1-9]|1[0-9]|2[0-8]))?)"
)
#: Exactly the dates of the Gregorian calendar, so that an editor refuses 2025-02-30 as reading does.
DATE_PATTERN = f"^(?!0000)([0-9]{{4}}(-{_DAY_OF_MONTH})?|{_LEAP_YEAR}-02-29){END_OF_TEXT}"
#: Those of them that are whole days.
DAY_PATTERN = f"^(?=.{{10}}{END_OF_TEXT}){DATE_PATTERN[1:]}"

_FIRST = {4: "-01-01", 7: "-01", 10: ""}


def parse_date(text: str) -> PartialDate:
    """Return `text` as a date of the calendar; raise ValueError if it is none."""
    if not is_date(text):
        msg = f"{text!r} is not a date"
        raise ValueError(msg)
    return PartialDate(text)


def is_date(text: str) -> bool:
    """Whether a text is a date of the calendar."""
    return re.fullmatch(DATE_PATTERN, text) is not None


def first_day(date: PartialDate) -> datetime.date:
    """Return the first day that `date` may mean."""
    return datetime.date.fromisoformat(date + _FIRST[len(date)])


def last_day(date: PartialDate) -> datetime.date:
    """Return the last day that `date` may mean."""
    first = first_day(date)
    if len(date) == 4:
        return first.replace(month=12, day=31)
    if len(date) == 7:
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first


def has_begun(since: PartialDate, day: PartialDate) -> bool:
    """Whether what holds from `since` may hold on the last day that `day` means."""
    # A whole-text comparison: 2025-02 has begun on 2025-02-10, and 2025-02-16 in 2025.
    return since <= day or since.startswith(day)


def in_window(date: PartialDate, since: PartialDate | None, until: PartialDate | None) -> bool:
    """Whether some day that `date` may mean lies between the two, both ends included."""
    return (since is None or date >= since or since.startswith(date)) and (until is None or has_begun(date, until))


def newest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    """Return the date that begins last, of 2026 and 2026-02 the latter."""
    return max((date for date in dates if date is not None), default=None)


def age_in_days(date: PartialDate, today: datetime.date) -> int:
    """Return the days from the first day that `date` may mean to `today`, so at most so many; never below zero."""
    return max(0, (today - first_day(date)).days)
