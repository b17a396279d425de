"""A country at a glance: its level with the meaning, what is disputed, the last event and the next date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.dates import first_day, in_words, last_day
from briefcli.page import Column, KeyValues
from briefcli.pages.fields import title_of
from briefcli.pages.grades import claim_of, status_in_words

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from briefcli.dossier.model import Event, Record, Stance, Vote
    from briefcli.pages.context import Context

#: What people read first of a position, by the keys of columns.
_FIRST = (
    "level",
    "meaning",
    "level_since",
    "since",
    "status",
    "disputes",
    "last_event",
    "next_date",
    "next_review",
)
#: The highest number of disputed records that are named.
_MAX_TITLES = 3
_NO_POSITION = "no current position"
_COLUMNS = (
    Column("meaning", "Meaning", "what the level means"),
    Column("disputes", "Disputed", "which records some source contradicts"),
    Column("last_event", "Last event", "the newest event that has happened"),
    Column("next_date", "Next date", "the next event or vote"),
    Column("next_review", "Next review", "when the position is due to be checked"),
)


def position(
    context: Context,
    facts: KeyValues,
    current: Sequence[Stance],
    records: Sequence[Record],
    events: Sequence[Event],
) -> KeyValues:
    """Return what people read of a position: the `facts` of it with its meaning, disputes and dates."""
    if not records:
        return facts
    meanings = {level.id: level.meaning for level in context.dossier.levels}
    cells = (
        meanings[current[0].level] if current else None,
        disputes_in_words(context, records),
        last_event(context, events) or "none recorded",
        next_date(context) or "none recorded",
        next_review(context, current),
    )
    columns = (*(one for one in facts.columns if one.key != "due"), *_COLUMNS)
    none = [_NO_POSITION if one.key == "level" else None for one in facts.columns]
    known = zip(facts.columns, facts.row or none, strict=True)
    row = (*(cell for one, cell in known if one.key != "due"), *cells)
    order = sorted(range(len(columns)), key=lambda place: _place(columns[place].key))
    return KeyValues(tuple(columns[place] for place in order), tuple(row[place] for place in order))


def index_lines(
    context: Context, current: Sequence[Stance], records: Sequence[Record], events: Sequence[Event]
) -> tuple[str, str, str]:
    """Return a country in one dossier in three lines: its level, its position, and what is disputed and next."""
    dossier = context.dossier
    where = f"{dossier.title} ({dossier.id}, {in_words(dossier.as_of)})"
    if not current:
        return f"{where}: {_NO_POSITION}", "", _dates(context, current, records, events)
    (stance,) = current
    run = context.runs[stance.id]
    since = f"{'since' if run.since_is_known else 'by'} {in_words(run.since)}"
    return (
        f"{where}: {context.steps[stance.level].label} {since}",
        f"{in_words(stance.since)}: {status_in_words(stance)}",
        _dates(context, current, records, events),
    )


def disputes_in_words(context: Context, records: Sequence[Record]) -> str:
    """Return the titles of the disputed records, each title once."""
    found: dict[str, list[str]] = {}
    for one in dict.fromkeys(records):
        if one.disputed:
            found.setdefault(title_of(context, one), []).append(claim_of(one))
    titles = [_with_claims(title, claims) for title, claims in found.items()]
    more = f" and {len(titles) - _MAX_TITLES} more" if len(titles) > _MAX_TITLES else ""
    return f"{'; '.join(titles[:_MAX_TITLES])}{more}" or "nothing disputed"


def _with_claims(title: str, claims: Sequence[str]) -> str:
    """Return a title with the number of its records, if there are several, and what claims they are."""
    number = f"{len(claims)} records" if len(claims) > 1 else ""
    which = ": ".join(filter(None, [number, ", ".join(dict.fromkeys(filter(None, claims)))]))
    return f"{title} ({which})" if which else title


def last_event(context: Context, events: Sequence[Event]) -> str:
    """Return the newest event that has happened, with its day; empty if there is none."""
    day = _day(context)
    past = [event for event in events if first_day(event.date) <= day]
    event = max(past, key=lambda one: one.date, default=None)
    return f"{in_words(event.date)}: {event.title}" if event else ""


def next_date(context: Context) -> str:
    """Return the next event or vote that is announced; one of no country is one for all."""
    day, codes = _day(context), context.query.countries or frozenset()
    dated: tuple[Event | Vote, ...] = (*context.dossier.events, *context.dossier.votes)
    coming = (
        (one.date, f"{in_words(one.date)}: {one.title}")
        for one in dated
        if one.follow_up and last_day(one.ends) >= day and (not one.countries or codes & {*one.countries})
    )
    return min(coming, default=("", ""))[1]


def next_review(context: Context, current: Sequence[Stance]) -> str:
    """Return the day from which the position is due for review; empty if there is none."""
    due = [date for stance in current if (date := context.next_review(stance))]
    return "".join(f"{'due since ' * (first_day(date) <= _day(context))}{in_words(date)}" for date in due)


def _dates(context: Context, current: Sequence[Stance], records: Sequence[Record], events: Sequence[Event]) -> str:
    """Return how much is disputed, the day of the last event, and what is next."""
    number = sum(record.disputed for record in dict.fromkeys(records))
    said = [f"{number} disputed" if number else "Nothing disputed"]
    if event := last_event(context, events):
        said.append(f"Last event {event.partition(':')[0]}")
    if coming := next_date(context):
        said.append(f"Next: {coming}")
    if review := next_review(context, current):
        said.append(f"Next review: {review}")
    return f"{'. '.join(said)}."


def _day(context: Context) -> datetime.date:
    return context.day or last_day(context.dossier.as_of)


def _place(key: str) -> int:
    return _FIRST.index(key) if key in _FIRST else len(_FIRST)
