"""The finding of a report, and how many countries were at each level over time, as bands one above the other."""

from __future__ import annotations

import datetime
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from briefcli.dossier.dates import PartialDate, first_day
from briefcli.dossier.finding import counts_on, headline, threshold_of
from briefcli.pages.finding import at_in_words, country_finding, finding_in_words, nouns_of
from briefcli.report.svg import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefcli.dossier.finding import Counts
    from briefcli.dossier.history import History
    from briefcli.report.data import ReportData
    from briefcli.report.steps import Axis


class Trend(NamedTuple):
    """The counts of some countries from each day on on which one of them changed."""

    days: tuple[datetime.date, ...]
    counts: tuple[Counts, ...]
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether each country was covered from the first day on."""
        return not any(None in one.numbers for one in self.counts)

    def bands(
        self, levels: Sequence[str], xs: Sequence[float], foot: float, tall: float
    ) -> Iterator[tuple[str | None, str]]:
        """Yield each level that some country was on, the lowest first, with the path of its band.

        `xs` contains the place of each day, and the end. Countries that are not yet covered are on top.
        """
        base = [0.0] * len(self.days)
        one = tall / max(1, self.total)
        for level in (*levels, None):
            tops = [low + found.numbers.get(level, 0) for low, found in zip(base, self.counts, strict=True)]
            if tops != base:
                yield level, _path(xs, base, tops, foot, one)
            base = tops


class PageTrend:
    """The trend on the page of a report: a band for each level, and a table with the counts of each year."""

    def __init__(self, data: ReportData, axis: Axis) -> None:
        known, ids = [*data.histories.values()], [level.id for level in data.dossier.levels]
        trend = trend_of(known, axis)
        paths = dict(trend.bands(ids, [*(10 * axis.at(day) for day in trend.days), 1000], 200, 200))
        #: The path of each level, the lowest first, and of the countries that are not yet covered.
        self.bands = [paths.get(level, "") for level in (*ids, None)]
        ends = [min(datetime.date(year, 12, 31), axis.end) for year in range(axis.start.year, axis.end.year + 1)]
        #: Each year with the number of its last day that is shown.
        self.years = [(day.year, (day - axis.start).days) for day in ends]
        counts = counts_on(known, [PartialDate(day.isoformat()) for day in ends])
        #: The counts of each level at the end of each year, the highest level first, then those not yet covered.
        self.rows = [[one.numbers.get(level, 0) for one in counts] for level in (*reversed(ids), None)]
        self.total = trend.total


def finding_of_report(data: ReportData) -> str:
    """Return the finding; none of an only country with a bottom line, with which its chapter begins."""
    if data.alone is None:
        return finding_in_words(data.context, data.stances)
    if any(line.country == data.alone for line in data.dossier.bottom_lines):
        return ""
    return country_finding(data.context, data.standing.get(data.alone), ())


def threshold_of_report(data: ReportData) -> tuple[int, str, str, str, list[str]]:
    """Return the rank of the level that the finding counts, such as "at Envoys or higher", two nouns, and codes.

    The codes are those of bodies and others. If one of them is counted, the nouns are the words for one and for
    several, such as "country or body".
    """
    whole = [stance.level for stance in data.dossier.stances if not stance.ended]
    found = threshold_of(data.dossier, headline(data.dossier, whole), whole)
    bodies = [code for code in data.histories if nouns_of(data.dossier, [code]) != nouns_of(data.dossier, [])]
    rank = data.context.steps[found.level.id].rank
    return rank, at_in_words(found), *nouns_of(data.dossier, data.histories), bodies


def ranks_over_time(data: ReportData, history: History, axis: Axis) -> list[int]:
    """Return the ranks of a country, each after the number of its first day; 0 where it has no stance any more."""
    found: dict[int, int] = {}
    for run in history.runs:
        found[(first_day(run.since) - axis.start).days] = data.context.steps[run.level].rank
        if run.until:
            found[(first_day(run.until) - axis.start).days] = 0
    return [*chain.from_iterable(sorted(found.items()))]


def trend_of(known: Iterable[History], axis: Axis) -> Trend:
    """Return the trend of some countries on an axis of time."""
    known = [*known]
    dates = {date for history in known for run in history.runs for date in (run.since, run.until) if date}
    days = sorted({axis.start, *(day for day in map(first_day, dates) if axis.start < day <= axis.end)})
    return Trend(tuple(days), tuple(counts_on(known, [PartialDate(day.isoformat()) for day in days])), len(known))


def _path(xs: Sequence[float], lows: Sequence[float], highs: Sequence[float], foot: float, one: float) -> str:
    """Return the path of a band that changes its height in steps."""
    upper = _edge(xs[1:], highs, foot, one)
    lower = _edge(xs[-2::-1], lows[::-1], foot, one)
    return f"M{number(xs[0])} {number(foot - lows[0] * one)}{upper}{lower}Z"


def _edge(ends: Sequence[float], heights: Sequence[float], foot: float, one: float) -> str:
    """Return the steps of an edge, each height as far as it does not change."""
    steps = zip(ends, heights, [*heights[1:], None], strict=True)
    return "".join(
        f"V{number(foot - height * one)}H{number(end)}" for end, height, then in steps if height != then
    )
