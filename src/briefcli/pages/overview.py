"""The overview of each dossier, from the index alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.dates import first_day, in_words, last_day
from briefcli.page import About, Brief, Section
from briefcli.pages.about import ago, disputed_and_stale
from briefcli.pages.context import levels_as_steps, note_of_types
from briefcli.pages.sentences import move_in_words
from briefcli.wording import counted

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from briefcli.shelf.index import Index

#: The highest number of dossiers that the overview describes, and of newest moves of each.
MAX_DOSSIERS = 10
MAX_MOVES = 1


def overview_page(found: Sequence[Index], today: datetime.date) -> Brief:
    """Return age, levels, newest move and coverage of the first dossiers, and how many others there are."""
    sections = tuple(Section(one.head.id, one.head.title, _lines(one, today)) for one in found[:MAX_DOSSIERS])
    others = (
        f"{counted(len(found) - MAX_DOSSIERS, 'more dossier')}; brief dossiers lists all {len(found)}. "
        if len(found) > MAX_DOSSIERS
        else ""
    )
    return Brief("Dossiers", About(), sections, footer=f"{others}Run brief --help for all commands.")


def _lines(index: Index, today: datetime.date) -> tuple[str, ...]:
    head = index.head
    age = "" if head.as_of > today.isoformat() else f", {ago(head.as_of, today)}"
    standing = index.countries_on()
    levels = [f"{level.label} {standing[level.id]}" for level in reversed(head.levels) if standing[level.id]]
    types = note_of_types([head.countries[code] for code in index.levels])
    steps = levels_as_steps(head)
    moves = [
        f"{head.countries[code].name}: {move_in_words(steps, move)} ({move.date})"
        for move in index.moves[:MAX_MOVES]
        for code in move.countries
    ]
    lines = (
        f"{head.id}, as of {head.as_of}{age}",
        f"By level: {', '.join(levels)}{f' ({types})' if types else ''}" if levels else "",
        f"Latest change: {'; '.join(moves)}" if moves else "",
        _coverage(index),
        _next_date(index, today),
        disputed_and_stale(index.disputed, index.stale(today), index.counts.records["stances"]),
    )
    return tuple(filter(None, lines))


def _coverage(index: Index) -> str:
    """Return which countries a dossier covers, if it states that."""
    if index.head.coverage is None:
        return ""
    from briefcli.pages.coverage import coverage_in_words  # noqa: PLC0415 - most dossiers state no coverage

    texts = coverage_in_words(index.head, index.levels.values(), index.covered, index.head.as_of)
    return ". ".join(texts)


def _next_date(index: Index, today: datetime.date) -> str:
    """Return the next announced event; without one, the next day on which stances are due, and of whom."""
    coming = [one for one in index.announced if last_day(one[1]) >= today]
    if coming:
        date, end, title = min(coming)
        going_on = f"Going on until {in_words(end)}"
        return f"{going_on if last_day(date) < today else f'Next date: {in_words(date)}'} ({title})"
    later = {code: date for code, date in index.due.items() if first_day(date) > today}
    if not later:
        return ""
    first = min(later.values())
    names = sorted(index.head.countries[code].name for code in later if later[code] == first)
    return f"Next review: {in_words(first)} ({', '.join(names)})"
