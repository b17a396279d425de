"""Events as an iCalendar (RFC 5545), each under an id that stays from edition to edition."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from briefcli.dossier import queries
from briefcli.dossier.dates import day_after, first_day, is_day, last_day
from briefcli.page import unless_supports
from briefcli.pages.grades import grade_of
from briefcli.report.markup import anchor
from briefcli.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefcli.dossier.model import Event
    from briefcli.report.data import ReportData
    from briefcli.site.address import Address

#: The highest number of octets in a line, without its end.
_LINE = 75


def dated_events(data: ReportData) -> tuple[list[Event], int]:
    """Return the events of a dossier that have a day, and how many have a month or a year alone.

    Those would fill a calendar with bars as long as that, as if they had taken so long.
    """
    events = queries.events(data.dossier, data.query)
    # The last day of the calendar has none after it, on which it could end.
    days = [event for event in events if is_day(event.date) and last_day(event.date) < date.max]
    return days, len(events) - len(days)


def calendar(reports: Sequence[tuple[ReportData, str]], here: Address, title: str) -> bytes:
    """Return the events of some dossiers that have a day, as whole days that keep nobody busy.

    With each dossier is where the places of its report begin. Events lead there if the site has a base.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//briefcli//brief {__version__}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        *(
            line
            for data, place in reports
            for event in dated_events(data)[0]
            for line in _event(data, event, here.to(f"{place}{anchor(event.id)}") if here.base else "")
        ),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(data: ReportData, event: Event, url: str) -> Iterator[str]:
    dossier = data.dossier
    yield "BEGIN:VEVENT"
    yield f"UID:urn:briefcli:event:{dossier.id}:{event.id}"
    yield f"DTSTAMP:{_digits(first_day(dossier.as_of).isoformat())}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_digits(event.date)}"
    yield f"DTEND;VALUE=DATE:{_digits(day_after(event.ends))}"
    yield f"SUMMARY:{_escaped(event.title + data.marks(event))}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(_told(data, event)))}"
    if url:
        yield f"URL:{url}"
    yield f"CATEGORIES:{_escaped(dossier.title)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _told(data: ReportData, event: Event) -> Iterable[str]:
    """Return the summary, grade and sources of an event."""
    if names := ", ".join(map(data.name, event.countries)):
        yield names
    if event.summary:
        yield event.summary
    grade = grade_of(data.context.letters, event)
    yield f"Grade {grade.code}: {grade.meaning}."
    for item in event.evidence:
        source = data.context.sources[item.source]
        verdict = unless_supports(item.verdict, " ({})")
        yield f"{source.publisher}, {source.title}{verdict}{f' {source.url}' if source.url else ''}"


def _digits(day: str) -> str:
    return day.replace("-", "")


def _escaped(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a line as lines of at most 75 octets, none of which ends within a character."""
    folded, length = [], 0
    for char in line:
        octets = len(char.encode())
        if length + octets > _LINE:
            folded.append("\r\n ")
            length = 1
        folded.append(char)
        length += octets
    return ("".join(folded) + "\r\n").encode()
