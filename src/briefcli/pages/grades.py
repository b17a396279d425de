"""The Admiralty code: how far a source can be relied on, and how credible a claim is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.model import CREDIBILITY_WORDS, RELIABILITY_WORDS, Reliability, Source, Verdict
from briefcli.page import Grade, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefcli.dossier.model import Record
    from briefcli.page import Body, Note


def grade_of(
    letters: Mapping[str, Reliability], found: Record | Source, *, hindsight: bool = False, stale: bool = False
) -> Grade:
    """Return the grade of a source, or of a claim: the reliability of its best source, and its own credibility.

    `letters` are the reliabilities of the sources by id; `hindsight` is whether the claim was written later, and
    `stale` whether it was last checked long ago.
    """
    letter = letters[found.id] if isinstance(found, Source) else best_reliability(letters, found)
    word = RELIABILITY_WORDS[letter] if letter else "none published by then"
    if isinstance(found, Source):
        return Grade(letter or "", word, f"source: {word}")
    if found.credibility is None:
        meaning = f"source: {word}; information: not judged"
        return Grade(letter or "", word, meaning, found.disputed, hindsight, stale)
    information = CREDIBILITY_WORDS[found.credibility]
    meaning = f"source: {word}; information: {information}"
    return Grade(f"{letter or ''}{found.credibility}", information, meaning, found.disputed, hindsight, stale)


def grade_legend(*bodies: Body, notes: Sequence[Note] = ()) -> str:
    """Return what the signs of the grades mean that people see in tables and notes; empty where there are none."""
    cells = [
        row[place]
        for body in bodies
        if isinstance(body, Table)
        for place, column in enumerate(body.columns)
        if column.shown
        for row in body.rows
    ]
    grades = [*(cell for cell in cells if isinstance(cell, Grade)), *(note.grade for note in notes)]
    signs = {sign for grade in grades for sign in grade.code}
    sources = [f"{letter} {word}" for letter, word in RELIABILITY_WORDS.items() if letter in signs]
    claims = [f"{number} {word}" for number, word in CREDIBILITY_WORDS.items() if str(number) in signs]
    parts = [f"{what} {', '.join(words)}" for what, words in (("source", sources), ("claim", claims)) if words]
    return f"Grade: {'; '.join(parts)} (Admiralty code)." if parts else ""


def best_reliability(letters: Mapping[str, Reliability], record: Record) -> Reliability | None:
    """Return the grade of the best source that supports a claim in full.

    Where none does, it is that of the best source that supports the claim in part, and F where
    there is none either; None where no source had been published.
    """
    for verdict in (Verdict.SUPPORTS, Verdict.PARTLY):
        grades = [letters[item.source] for item in record.evidence if item.verdict is verdict]
        if grades:
            return min(grades)
    return Reliability.F if record.evidence else None
