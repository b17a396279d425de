"""The numbered sources under a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.model import VERDICT_WORDS, Evidence, Verdict
from briefcli.page import Note, Term
from briefcli.pages.fields import title_of
from briefcli.pages.grades import grade_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcli.dossier.model import Record
    from briefcli.pages.context import Context

#: What a terminal prints instead of the sources, after their number.
NOTES_HINT = "Add --evidence for links and what each source says."


def numbered_notes(context: Context, cited_by: Iterable[Record]) -> tuple[Note, ...]:
    """Return a note for each source that the records of a dossier cite, in the order of its first citation."""
    return notes_of((context, record) for record in cited_by)


def notes_of(rows: Iterable[tuple[Context, Record]]) -> tuple[Note, ...]:
    """Return such notes for records of several dossiers, whose sources may have the same ids."""
    cited: dict[tuple[Context, str], list[tuple[Record, Evidence]]] = {}
    for context, record in dict.fromkeys(rows):
        for item in record.evidence:
            cited.setdefault((context, item.source), []).append((record, item))
    return tuple(
        _note(context, number, source, citing)
        for number, ((context, source), citing) in enumerate(cited.items(), 1)
    )


def _note(context: Context, number: int, source_id: str, citing: list[tuple[Record, Evidence]]) -> Note:
    source = context.sources[source_id]
    given = {item.verdict for _, item in citing}
    remarks = []
    for record, item in citing:
        if remark := ". ".join(part for part in (item.locator, item.note) if part):
            verdict = f" ({VERDICT_WORDS[item.verdict]})" if len(given) > 1 else ""
            remarks.append(f"“{title_of(context, record)}”{verdict}: {remark}")
    return Note(
        number=number,
        source=source.id,
        publisher=source.publisher,
        kind=source.kind,
        title=source.title,
        url=source.url,
        date=source.date,
        grade=grade_of(context.letters, source),
        verdicts=tuple(Term(verdict, VERDICT_WORDS[verdict]) for verdict in Verdict if verdict in given),
        remarks=tuple(dict.fromkeys(remarks)),
        dossier=context.dossier.id,
        title_en=source.title_en,
    )
