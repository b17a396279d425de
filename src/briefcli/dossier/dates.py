"""Dates that keep their precision: 2025, 2025-02 or 2025-02-16 (EDTF level 0, ISO 8601-2).

A date is the text that was written. Because the parts run from large to small, text order is
date order, and a vague date sorts before the days that it may mean.
"""

from __future__ import annotations

import calendar
import datetime
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, NewType

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

#: What a unit of time before a day is called, and how many days or months it has.
_DAYS = {"d": 1, "w": 7}
_MONTHS = {"m": 1, "y": 12}

_FIRST = {4: "-01-01", 7: "-01", 10: ""}


def parse_date(text: str) -> PartialDate:
    """Return `text` as a date of the calendar; raise ValueError if it is none."""
    if not is_date(text):
        msg = f"{text!r} is not a date"
        raise ValueError(msg)
    return PartialDate(text)


class Ago(NamedTuple):
    """A number of days (d), weeks (w), months (m) or years (y) before a day that is not known yet."""

    number: int
    unit: str

    def before(self, day: datetime.date) -> PartialDate:
        """Return the day that is meant; where its month is too short, the last one of it.

        Raises:
            ValueError: it is before the year 1.
        """
        if self.unit in _DAYS:
            days = day.toordinal() - self.number * _DAYS[self.unit]
            return PartialDate(datetime.date.fromordinal(days).isoformat())
        year, month = divmod(12 * day.year + day.month - 1 - self.number * _MONTHS[self.unit], 12)
        first = datetime.date(year, month + 1, 1)
        length = calendar.monthrange(first.year, first.month)[1]
        return PartialDate(first.replace(day=min(day.day, length)).isoformat())


def parse_ago(text: str) -> Ago | None:
    """Return what `30d`, `12w`, `6m`, `1y` or `today` means; None where a text is nothing of the kind."""
    if text == "today":
        return Ago(0, "d")
    found = re.fullmatch("([0-9]{1,6})([dwmy])", text, re.ASCII)
    return Ago(int(found[1]), found[2]) if found else None


def is_date(text: str) -> bool:
    """Whether a text is a date of the calendar."""
    return re.fullmatch(DATE_PATTERN, text) is not None


def is_day(date: str) -> bool:
    """Whether a date is a whole day, and no month or year."""
    return len(date) == len("2025-02-16")


def in_words(day: str | datetime.date) -> str:
    """Return a date as people write it: 23 June 2026, June 2026 or 2026."""
    year, *rest = str(day).split("-")
    month = [calendar.month_name[int(rest[0])]] if rest else []
    return " ".join([*(part.lstrip("0") for part in rest[1:]), *month, year])


@cache  # records share their dates
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


def day_after(date: PartialDate) -> PartialDate:
    """Return the first day that is later than all that `date` may mean."""
    return PartialDate((last_day(date) + datetime.timedelta(days=1)).isoformat())


def has_begun(since: PartialDate, day: PartialDate) -> bool:
    """Whether what holds from `since` may hold on the last day that `day` means."""
    # A whole-text comparison: 2025-02 has begun on 2025-02-10, and 2025-02-16 in 2025.
    return since <= day or since.startswith(day)


def in_window(
    date: PartialDate, since: PartialDate | None, until: PartialDate | None, latest: PartialDate | None = None
) -> bool:
    """Whether some day that `date` may mean lies between the two, both ends included.

    A vague date means no day after `latest`, where that is given.
    """
    may_begin = since is None or date >= since
    if since and since.startswith(date):
        may_begin = latest is None or date == since or has_begun(since, latest)
    return may_begin and (until is None or has_begun(date, until))


def newest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    """Return the date that begins last, of 2026 and 2026-02 the latter."""
    return max((date for date in dates if date is not None), default=None)


def day_of_ages(asked: PartialDate | None, today: datetime.date | None) -> datetime.date | None:
    """Return the day to which ages are counted: the last day selected, or today if that is earlier."""
    return min((day for day in (asked and last_day(asked), today) if day), default=None)


def on_last_day(date: PartialDate) -> PartialDate:
    """Return the last day that a date may mean, as a date: 2025-02-28 for 2025-02."""
    return PartialDate(last_day(date).isoformat())


def age_in_days(date: PartialDate, today: datetime.date) -> int:
    """Return the number of days from the first day that `date` may mean to `today`, at least zero."""
    return max(0, (today - first_day(date)).days)
