"""What the report shows on each day is what the dossier says as of that day."""

from __future__ import annotations

import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import structs

from briefcli import load
from briefcli.dossier.changes import RECENT_DAYS, changes
from briefcli.dossier.dates import PartialDate
from briefcli.dossier.filters import Filters, Query
from briefcli.dossier.kinds import stage_in_words
from briefcli.dossier.model import Sector
from briefcli.dossier.past import Snapshot, snapshot_of
from briefcli.dossier.queries import in_force
from briefcli.dossier.staleness import is_stale
from briefcli.pages.context import Context
from briefcli.pages.grades import grade_of
from briefcli.pages.sentences import change_in_words
from briefcli.report.data import ReportData
from briefcli.report.steps import Axis
from briefcli.report.timeline import Timelines
from samples import FROZEN

if TYPE_CHECKING:
    from briefcli.dossier.model import Dossier, Record
    from briefcli.report.timeline import RecordDays, Timeline

TODAY = datetime.date(2026, 12, 1)


class Report:
    """The timelines of the report on a dossier, read as the script of the page reads them."""

    def __init__(self, dossier: Dossier, as_of: str | None = None) -> None:
        asked = PartialDate(as_of) if as_of else None
        self.dossier = dossier
        self.data = ReportData(snapshot_of(dossier, asked), Query(filters=Filters(as_of=asked, today=TODAY)))
        self.first = Axis(self.data).start
        self.last = (self.data.day - self.first).days
        self.timelines = Timelines(self.data, self.first)
        self.records = [*chain(*self.data.shown.values())]
        self.rows = [*chain(*self.timelines.records.values())]
        self.countries = {code: self.timelines.country(code) for code in self.data.codes}
        self.sources, self.changes = self.timelines.sources, self.timelines.moves

    def days(self) -> list[int]:
        """Return the days on which something changes, the days before these, and the last one."""
        timelines = [line for row in self.rows for line in (row.states, row.until, row.stages)]
        timelines += [line for one in self.countries.values() for line in (one.standing, one.checks)]
        stale = {day for one in self.countries.values() for _, day in one.checks[1::2] if day <= self.last}
        found = {day for timeline in timelines for day in timeline[::2]} | stale
        return sorted(day for day in found | {day - 1 for day in found} | {self.last} if day >= 0)

    def date(self, day: int) -> PartialDate:
        """Return a day as a date."""
        return PartialDate((self.first + datetime.timedelta(day)).isoformat())

    def text(self, date: object) -> str:
        """Return a date of the data as the page shows it."""
        return self.date(date) if isinstance(date, int) else str(date)

    def record(self, row: RecordDays, day: int) -> tuple[object, ...] | None:
        """Return what the page shows of a record on a day."""
        state = value_on(row.states, day)
        if state is None:
            return None
        cited = {self.data.sources[at].id for at in row.sources if self.sources[at][0] <= day}
        since, *stage = value_on(row.stages, day) or (row.date, "", "")
        until = value_on(row.until, day) or ""
        return structs.astuple(self.timelines.states[state]), cited, self.text(since), stage, self.text(until)

    def country(self, code: str, day: int) -> tuple[object, ...]:
        """Return what the page shows of a country on a day: its stance or why it has none, and how it was checked."""
        one = self.countries[code]
        standing, (checked, stale) = value_on(one.standing, day), value_on(one.checks, day)
        stance = self.records[standing].id if isinstance(standing, int) else standing
        return stance, self.text(checked), day >= stale

    def moves(self, day: int) -> list[tuple[str, str]]:
        """Return the changes that the page lists as recent on a day."""
        return sorted(
            (self.text(move.date), move.text + self.rows[move.record].title * move.titled)
            for move in self.changes
            if move.listed and move.first <= day and move.last >= day - RECENT_DAYS
            if value_on(self.rows[move.record].states, day) is not None
        )


def value_on(timeline: Timeline, day: int) -> Any:
    """Return the value that applies on a day; None before the first one."""
    pairs = zip(timeline[::2], timeline[1::2], strict=True)
    return next((value for since, value in reversed([*pairs]) if since <= day), None)


def record_in(context: Context, record: Record) -> tuple[object, ...]:
    """Return the same of a record in a snapshot."""
    hindsight = context.snapshot.has_hindsight(record)
    grade = grade_of(context.letters, record)
    credibility = str(record.credibility or "")
    letter, text = grade.code.removesuffix(credibility), f"{grade.code} {grade.word}".strip()
    state = letter, credibility, text, grade.disputed, hindsight
    cited = {item.source for item in record.evidence}
    since, stage = record.begins, ["", ""]
    if isinstance(record, Sector):
        since, stage = record.since, [record.stage, ", ".join(map(stage_in_words, record.stages))]
    until = context.until(record)
    return state, cited, since or "", stage, until or ""


def country_in(context: Context, code: str, day: datetime.date | None) -> tuple[object, ...]:
    """Return the same of a country in a snapshot."""
    dossier = context.dossier
    own = sorted((one for one in dossier.stances if one.country == code), key=lambda one: one.since)
    stance = in_force(own).get(code)
    silence = f"Ended {own[-1].ended}, was {context.steps[own[-1].level].label}" if own else "No stance"
    checked = context.checked.get(code)
    due, lasting = (stance.due, stance.level in context.lasting) if stance else (None, False)
    stale = day is not None and is_stale(checked, day, due=due, lasting=lasting)
    return stance.id if stance else silence, checked or "", stale


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "as_of"), [(FROZEN, None), (FROZEN, "2024-12"), ("high-seas", None), ("japan-visit", "2025-06-30")]
)
def test_each_day_is_the_snapshot_of_that_day(name: str, as_of: str | None) -> None:
    """Records with grade, marks, sources and stage, countries with stance and check, and the recent changes."""
    report = Report(load(name), as_of)
    for day in report.days():
        asked = PartialDate(as_of) if day == report.last and as_of else report.date(day)
        snapshot = snapshot_of(report.dossier, asked) if as_of or day < report.last else Snapshot(report.dossier)
        context = Context(snapshot, Query())
        then = {record.id: record for record in snapshot.dossier.records}
        expected = [record_in(context, then[one.id]) if one.id in then else None for one in report.records]
        assert [report.record(row, day) for row in report.rows] == expected, report.date(day)
        counted_to = report.data.context.day if day == report.last else report.first + datetime.timedelta(day)
        for code in report.countries:
            assert report.country(code, day) == country_in(context, code, counted_to), (code, report.date(day))
        since, until = (PartialDate(report.date(each)) for each in (day - RECENT_DAYS, day))
        known = changes(snapshot.dossier, Query(since=since, until=until))
        assert {*report.moves(day)} == {(one.date, change_in_words(context, one)) for one in known}
