"""Rules on dates: their order, the day of review, the clock, and what has none."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from briefcli.dossier.dates import age_in_days, first_day, has_begun, last_day, newest
from briefcli.dossier.kinds import SECTOR, STANCE, identity, kind_of
from briefcli.dossier.model import Event, Sector, Stance, Vote
from briefcli.dossier.queries import name_or_code
from briefcli.dossier.staleness import checked, is_stale, lasting_levels, open_due
from briefcli.problems import Finding, Rule, quoted
from briefcli.reading.records import official_counts, records

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.model import Dossier, Record
    from briefcli.problems import TreePath


def future_findings(dossier: Dossier, today: datetime.date) -> Iterator[Finding]:
    """Yield the sources that are dated after `today`, or were read then."""
    for index, source in enumerate(dossier.sources):
        for key, date in (("date", source.date), ("accessed", source.accessed)):
            if date is not None and first_day(date) > today:
                yield Finding(Rule.FUTURE, ("sources", index, key), f"{date} is later than today, {today}")


def age_findings(dossier: Dossier, today: datetime.date, most: int) -> Iterator[Finding]:
    """Yield the countries with a stance in force that is due, or that were last checked more than `most` days ago.

    A country on a lasting level is only found when its stance is due. Where no stance is in force, the newest
    evidence of all counts.
    """
    days, lasting = checked(dossier), lasting_levels(dossier)
    last = {country: own[-1] for country, own in _by_country(dossier).items() if own[-1][1].ended is None}
    known: list[tuple[TreePath, str, PartialDate | None]] = []
    for country, (path, stance) in last.items():
        due = open_due(stance.due, days[country])
        if due and first_day(due) <= today:
            checked_to = days[country] or "no day"
            message = f"{name_or_code(dossier, country)} was due on {due}, and was last checked up to {checked_to}"
            yield Finding(Rule.STALE, (*path, "due"), message)
        elif stance.level not in lasting:
            known.append((path, name_or_code(dossier, country), days[country]))
    if not last:
        known = [(("as_of",), "the dossier", newest(source.date for source in dossier.sources))]
    for path, name, date in known:
        if date is None:
            yield Finding(Rule.STALE, path, f"no source on {name} has a date")
        elif is_stale(date, today, most):
            age = age_in_days(date, today)
            message = f"{name} is checked up to {date}, at most {age} days before {today}; {most} days are allowed"
            yield Finding(Rule.STALE, path, message)


def _dates_of(record: Record) -> Iterable[tuple[TreePath, PartialDate | None]]:
    """Return the dates of a record that a review may not be behind, each with its path in the record."""
    if isinstance(record, Sector) and record.stages:
        return [(("stages", index, "since"), step.since) for index, step in enumerate(record.stages)]
    return [((key,), getattr(record, key)) for key in kind_of(record).dates]


def _dates_of_coverage(dossier: Dossier) -> Iterator[tuple[TreePath, PartialDate]]:
    for path, count in official_counts(dossier):
        yield (*path, "date"), count.date
    if dossier.coverage and dossier.coverage.searched:
        yield ("coverage", "searched", "until"), dossier.coverage.searched.until


def _dates_within(dossier: Dossier) -> Iterator[Finding]:
    begun = cache(lambda date: has_begun(date, dossier.as_of))  # records share their dates
    for place, day in _dates_of_coverage(dossier):
        if not begun(day):
            yield Finding(Rule.AFTER_AS_OF, place, f"{day} is later than the dossier's as_of, {dossier.as_of}")
    for path, record in records(dossier):
        follow_up = isinstance(record, Event | Vote) and record.follow_up
        for where, date in _dates_of(record):
            if date is None:
                continue
            later = not begun(date)
            if later and not follow_up:
                message = f"{date} is later than the dossier's as_of, {dossier.as_of}"
                may_follow = isinstance(record, Event | Vote)
                remedy = "mark it with follow_up: true, or correct the date" if may_follow else None
                yield Finding(Rule.AFTER_AS_OF, (*path, *where), message, remedy)
            elif follow_up and not later:
                message = f"{date} is not later than the dossier's as_of, {dossier.as_of}"
                yield Finding(Rule.FOLLOW_UP, (*path, "follow_up"), message)


def _dates_in_order(dossier: Dossier) -> Iterator[Finding]:
    for index, stance in enumerate(dossier.stances):
        path = ("stances", index)
        if stance.ended is not None and last_day(stance.ended) <= first_day(stance.since):
            message = f"the stance ended {stance.ended}, which is not after since, {stance.since}"
            yield Finding(Rule.ORDER, (*path, "ended"), message)
        if stance.reviewed is not None and not has_begun(stance.since, stance.reviewed):
            message = f"the stance was reviewed {stance.reviewed}, before it began, {stance.since}"
            yield Finding(Rule.ORDER, (*path, "reviewed"), message)
        if stance.due is not None and first_day(stance.due) < first_day(stance.since):
            message = f"the stance is due {stance.due}, before it began, {stance.since}"
            yield Finding(Rule.ORDER, (*path, "due"), message)
    for index, event in enumerate(dossier.events):
        if event.last_day is not None and event.last_day < event.date:
            message = f"the last day is {event.last_day}, before the event began, {event.date}"
            yield Finding(Rule.ORDER, ("events", index, "last_day"), message)
    for index, record in enumerate(dossier.sectors):
        for number, (step, after) in enumerate(pairwise(record.stages), 1):
            if after.since <= step.since:
                where = ("sectors", index, "stages", number, "since")
                message = f"{after.stage} since {after.since} comes after {step.stage} since {step.since}"
                yield Finding(Rule.ORDER, where, message, "put the stages in order, oldest first")


def _vague_ends(dossier: Dossier) -> Iterator[Finding]:
    """Yield the stances that hold on no day, because a vague end counts from its first day."""
    for index, stance in enumerate(dossier.stances):
        if stance.ended is not None and first_day(stance.ended) <= first_day(stance.since) < last_day(
            stance.ended
        ):
            message = (
                f"{stance.ended} counts as {first_day(stance.ended)}, and since is {stance.since}, "
                "so the stance holds on no day"
            )
            yield Finding(Rule.NEVER_HELD, ("stances", index, "ended"), message)


def _by_country(dossier: Dossier) -> dict[str, list[tuple[TreePath, Stance]]]:
    """Return the stances of each country with their paths, oldest first."""
    found: dict[str, list[tuple[TreePath, Stance]]] = {}
    for path, stance in sorted(
        ((("stances", index), stance) for index, stance in enumerate(dossier.stances)),
        key=lambda placed: placed[1].since,
    ):
        found.setdefault(stance.country, []).append((path, stance))
    return found


def _followed_in_order(dossier: Dossier) -> Iterator[Finding]:
    for country, own in _by_country(dossier).items():
        name = name_or_code(dossier, country)
        for (path, stance), (next_path, after) in pairwise(own):
            following = f"the next stance of {name} begins {after.since}"
            if after.since == stance.since:
                if STANCE.variant(after) != STANCE.variant(stance):
                    message = f"{name} has another stance since {stance.since}, {quoted(stance.status)}"
                    yield Finding(Rule.SAME_DATE, (*next_path, "since"), message, first=(*path, "since"))
            elif after.since.startswith(stance.since):
                message = f"{stance.since} may mean a day as late as {last_day(stance.since)}, and {following}"
                yield Finding(Rule.SUPERSEDED, (*path, "since"), message)
            if stance.ended is not None and not has_begun(stance.ended, after.since):
                message = f"the stance ended {stance.ended}, and {following}"
                yield Finding(Rule.ENDED_LATE, (*path, "ended"), message)


def _stages_told_once(dossier: Dossier) -> Iterator[Finding]:
    for index, record in enumerate(dossier.sectors):
        if record.stages:
            last = record.stages[-1]
            for key, own, of_last in (("stage", record.stage, last.stage), ("since", record.since, last.since)):
                if own != of_last:
                    message = f"{key} is {own}, and that of the last of stages is {of_last}"
                    yield Finding(Rule.TWO_STAGES, ("sectors", index, key), message)


def _cooperation_in_one_record(dossier: Dossier) -> Iterator[Finding]:
    seen: dict[object, tuple[TreePath, Sector]] = {}
    for index, record in enumerate(dossier.sectors):
        path = ("sectors", index)
        first, earlier = seen.setdefault(identity(record), (path, record))
        if SECTOR.variant(earlier) != SECTOR.variant(record):
            yield Finding(Rule.SPLIT, path, "another record describes the same cooperation", first=first)


def _some_date(dossier: Dossier) -> Iterator[Finding]:
    dates: dict[str, PartialDate | None] = {source.id: source.date for source in dossier.sources}
    for path, record in records(dossier):
        # An unknown source may be dated.
        if record.begins is None and all(dates.get(item.source, item.source) is None for item in record.evidence):
            message = "neither the record nor any of its sources has a date, so it counts on every past day"
            yield Finding(Rule.UNDATED, path, message)


ERRORS = (_dates_within, _dates_in_order, _followed_in_order, _stages_told_once)
WARNINGS = (_vague_ends, _cooperation_in_one_record, _some_date)
