"""The numbered sources under a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.model import Verdict
from briefcli.page import Note
from briefcli.pages.columns import reliability_grade, subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcli.dossier.model import Record
    from briefcli.pages.columns import Context


def numbered_notes(context: Context, cited_by: Iterable[Record]) -> tuple[Note, ...]:
    """Return a note for each source that the records cite, in the order of its first citation."""
    verdicts: dict[str, list[Verdict]] = {}
    remarks: dict[str, list[str]] = {}
    for record in cited_by:
        for item in record.evidence:
            verdicts.setdefault(item.source, []).append(item.verdict)
            told = ". ".join(part for part in (item.locator, item.note) if part)
            if told:
                said = f"{item.verdict.capitalize()} {subject(context, record)!r}: {told}"
                remarks.setdefault(item.source, []).append(said)
    return tuple(
        _note(context, number, source, verdicts[source], remarks.get(source, []))
        for number, source in enumerate(verdicts, 1)
    )


def _note(context: Context, number: int, source_id: str, verdicts: list[Verdict], remarks: list[str]) -> Note:
    source = context.sources[source_id]
    return Note(
        number=number,
        source=source.id,
        publisher=source.publisher,
        kind=source.kind,
        title=source.title,
        url=source.url,
        date=source.date,
        grade=reliability_grade(source.reliability),
        verdicts=tuple(verdict for verdict in Verdict if verdict in verdicts),
        remarks=tuple(dict.fromkeys(remarks)),
    )
