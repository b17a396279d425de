"""The sources of the short page of a country, which fits on a sheet of paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier.model import Verdict
from briefcli.pages.notes import numbered_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.dossier.model import Record
    from briefcli.page import Note
    from briefcli.pages.context import Context

#: The highest number of sources on the page.
MAX_SOURCES = 6


def chosen_notes(context: Context, shown: Sequence[Record]) -> tuple[Note, ...]:
    """Return at most MAX_SOURCES notes for the records of a page.

    They are the best source of the first record, the sources that contradict a record, the best source of each
    record, and then others. So no disputed claim is shown with its supporters alone.
    """
    first = [item.source for record in shown for item in record.evidence[:1]]
    against = [item.source for one in shown for item in one.evidence if item.verdict is Verdict.CONTRADICTS]
    others = [item.source for record in shown for item in record.evidence]
    chosen = set(list(dict.fromkeys([*first[:1], *against, *first, *others]))[:MAX_SOURCES])
    notes = (note for note in numbered_notes(context, shown) if note.source in chosen)
    return tuple(_in_short(note, number) for number, note in enumerate(notes, 1))


def _in_short(note: Note, number: int) -> Note:
    """Return a note in one line: without remarks, and without a verdict if it only supports."""
    verdicts = tuple(verdict for verdict in note.verdicts if verdict.id != Verdict.SUPPORTS)
    return structs.replace(note, number=number, remarks=(), verdicts=verdicts)
