"""Up to which day a country was checked, and when that is too long ago."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from briefcli.dossier.dates import PartialDate, age_in_days
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


def is_stale(checked: PartialDate | None, day: datetime.date, most: int = STALE_DAYS) -> bool:
    """Return whether the last check was more than `most` days before a day, or never."""
    return checked is None or age_in_days(checked, day) > most
