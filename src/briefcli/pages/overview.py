"""The overview: what stands in each dossier, by the index alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.page import About, Brief, Section
from briefcli.pages.about import ago
from briefcli.pages.context import levels_as_steps
from briefcli.pages.sentences import move_in_words
from briefcli.wording import counted

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from briefcli.shelf.index import Index

#: So many dossiers are told of.
MAX_DOSSIERS = 10


def overview_page(found: Sequence[Index], today: datetime.date) -> Brief:
    """Return of the first dossiers their age, their ladder and what moved on it, and how many others there are."""
    sections = tuple(Section(one.head.id, one.head.title, _lines(one, today)) for one in found[:MAX_DOSSIERS])
    others = (
        f"{len(found) - MAX_DOSSIERS} more: brief dossiers lists all {len(found)}. "
        if len(found) > MAX_DOSSIERS
        else ""
    )
    return Brief("Dossiers", About(), sections, footer=f"{others}brief --help says what can be asked.")


def _lines(index: Index, today: datetime.date) -> tuple[str, ...]:
    head = index.head
    age = "" if head.as_of > today.isoformat() else f", {ago(head.as_of, today)}"
    standing = index.countries_on()
    levels = [f"{level.label} {standing[level.id]}" for level in reversed(head.levels) if standing[level.id]]
    steps = levels_as_steps(head)
    moves = [
        f"{head.countries[code].name}: {move_in_words(steps, move)} ({move.date})"
        for move in index.moves
        for code in move.countries
    ]
    stale = f"{index.stale(today)} of {counted(index.counts.records['stances'], 'stance')} in force stale"
    lines = (
        f"{head.id}, as of {head.as_of}{age}",
        f"Countries by level: {', '.join(levels)}" if levels else "",
        f"Moved last: {'; '.join(moves)}" if moves else "",
        f"{counted(index.disputed, 'record')} in force disputed, {stale}",
    )
    return tuple(filter(None, lines))
