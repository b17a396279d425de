"""How many countries a dossier has on its levels on a day, beside what authorities counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from briefcli.dossier.dates import has_begun, on_last_day
from briefcli.dossier.history import histories

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.model import Coverage, Dossier, OfficialCount


class Tally(NamedTuple):
    """An official count, and how many countries a dossier has on the same levels."""

    official: OfficialCount
    here: int


def tallies(coverage: Coverage, now: Collection[str], day: PartialDate) -> list[Tally]:
    """Return of each set of levels the newest official count up to a day, the smallest set first.

    `now` contains the level of each stance that is in force on that day.
    """
    newest: dict[frozenset[str], OfficialCount] = {}
    for count in coverage.official:
        levels = frozenset(count.levels)
        if has_begun(count.date, day) and (levels not in newest or newest[levels].date <= count.date):
            newest[levels] = count
    found = (Tally(count, sum(level in levels for level in now)) for levels, count in newest.items())
    return sorted(found, key=lambda tally: len(tally.official.levels))


def exceeded(dossier: Dossier) -> Iterator[tuple[int, Tally]]:
    """Yield the official counts that are below the number of countries of the dossier on their day, by place."""
    if not dossier.coverage or not dossier.coverage.official:
        return
    runs = [run for history in histories(dossier.stances).values() for run in history.runs]
    for place, count in enumerate(dossier.coverage.official):
        day = on_last_day(count.date)
        here = sum(run.level in count.levels and run.holds_on(day) for run in runs)
        if here > count.count:
            yield place, Tally(count, here)
