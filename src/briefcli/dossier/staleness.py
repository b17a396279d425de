"""Up to which day a country was checked, and from which day its stance is stale."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from briefcli.dossier.dates import PartialDate, first_day
from briefcli.dossier.kinds import RECORD_KINDS

if TYPE_CHECKING:
    import datetime

    from briefcli.dossier.model import Dossier

#: After how many days without a check a country is stale, unless another number is given.
STALE_DAYS = 365


def checked(dossier: Dossier) -> dict[str, PartialDate | None]:
    """Return the day up to which each country that a record names was checked, None if it is not known.

    That is the date of the newest source of its records, or the day up to which one of its stances was reviewed.
    Kinds of records that do not count as a check, such as topics, are left out.
    """
    dates = defaultdict(str, {source.id: source.date or "" for source in dossier.sources})
    found: dict[str, str] = {}
    # One listing looks at thousands of records, so this builds no set for each of them.
    for kind in RECORD_KINDS:
        for record in getattr(dossier, kind.list_key):
            day = ""
            if kind.counts_as_checked:
                day = getattr(record, "reviewed", None) or ""
                for item in record.evidence:
                    if (date := dates[item.source]) > day:
                        day = date
            for code in record.countries:
                if found.get(code, "") <= day:
                    found[code] = day
    return {code: PartialDate(day) if day else None for code, day in found.items()}


def lasting_levels(dossier: Dossier) -> frozenset[str]:
    """Return the ids of the levels that do not lapse."""
    return frozenset(level.id for level in dossier.levels if level.lasting)


def open_due(due: PartialDate | None, checked: PartialDate | None) -> PartialDate | None:
    """Return the day from which a stance is due, unless its country was checked up to that day or a later one."""
    return None if due and checked and first_day(checked) >= first_day(due) else due


def stale_from(
    checked: PartialDate | None, *, due: PartialDate | None = None, lasting: bool = False, most: int = STALE_DAYS
) -> int | None:
    """Return the ordinal of the first day on which a stance is stale; None if it does not become stale.

    That is the day from which it is due, or the one on which the last check was more than `most` days before. A
    stance on a `lasting` level does not become stale by its age.
    """
    due = open_due(due, checked)
    days = [first_day(due).toordinal()] if due else []
    if not lasting:
        days.append(first_day(checked).toordinal() + most + 1 if checked else 0)
    return min(days, default=None)


def is_stale(
    checked: PartialDate | None,
    day: datetime.date,
    most: int = STALE_DAYS,
    *,
    due: PartialDate | None = None,
    lasting: bool = False,
) -> bool:
    """Return whether a stance is stale on a day."""
    since = stale_from(checked, due=due, lasting=lasting, most=most)
    return since is not None and since <= day.toordinal()
