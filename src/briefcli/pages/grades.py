"""The Admiralty code: how far a source can be relied on, and how credible a claim is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from briefcli.dossier.model import CREDIBILITY_WORDS, RELIABILITY_WORDS, Reliability, Source, Stance, Verdict
from briefcli.page import Grade, Marked, Table

#: From this number of the Admiralty code on, a stance is printed as a claim.
_FIRST_DOUBTFUL = 4

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefcli.dossier.model import Record
    from briefcli.page import Body, Note


def grade_of(letters: Mapping[str, Reliability], found: Record | Source, **marks: bool) -> Grade:
    """Return the grade of a source, or of a claim: the reliability of its best source, and its own credibility.

    `letters` are the reliabilities of the sources by id, and `marks` those of the grade of a claim.
    """
    if isinstance(found, Source):
        word = RELIABILITY_WORDS[letters[found.id]]
        return Grade(letters[found.id], word, f"source: {word}")
    return _grade(best_reliability(letters, found), found.credibility, disputed=found.disputed, **marks)


@cache  # records share their grades
def _grade(letter: Reliability | None, credibility: int | None, **marks: bool) -> Grade:
    word = RELIABILITY_WORDS[letter] if letter else "none published by then"
    if credibility is None:
        return Grade(letter or "", word, f"source: {word}; information: not judged", **marks)
    information = CREDIBILITY_WORDS[credibility]
    meaning = f"source: {word}; information: {information}"
    return Grade(f"{letter or ''}{credibility}", information, meaning, **marks)


def with_caution(text: str, record: Record | Source) -> Marked | str:
    """Return a text on a record as a cell, for people with the caution in front of it."""
    return Marked(text, caution=found) if (found := caution(record)) else text


def status_in_words(stance: Stance) -> str:
    """Return a status as people read it."""
    return f"{caution(stance)}{stance.status}"


def caution(record: Record | Source) -> str:
    """Return what people read in front of a stance of credibility 4 to 6, such as "doubtful claim: "."""
    found = claim_of(record) if isinstance(record, Stance) else ""
    return f"{found}: " if found else ""


def claim_of(record: Record) -> str:
    """Return what a record of credibility 4 to 6 is called, such as "doubtful claim", else an empty text."""
    if record.credibility is None or record.credibility < _FIRST_DOUBTFUL:
        return ""
    if record.credibility == max(CREDIBILITY_WORDS):
        return "claim that cannot be judged"
    return f"{CREDIBILITY_WORDS[record.credibility]} claim"


def claim_in_words(sources: Mapping[str, Source], record: Record) -> str:
    """Return the publishers that make a claim, and those that contradict it."""

    def publishers(*verdicts: Verdict) -> list[str]:
        cited = (sources[item.source].publisher for item in record.evidence if item.verdict in verdicts)
        return list(dict.fromkeys(cited))

    says = publishers(Verdict.SUPPORTS) or publishers(Verdict.PARTLY)
    others = publishers(Verdict.CONTRADICTS)
    said = f"made by {_who(says)}" if says else "made by no source"
    return f"{said}; contradicted by {_who(others)}" if others else said


def _who(publishers: Sequence[str]) -> str:
    """Return the first of some publishers, and how many others there are."""
    first, *others = publishers
    more = others[0] if len(others) == 1 else f"{len(others)} others"
    return f"{first} and {more}" if others else first


def grade_legend(*bodies: Body, notes: Sequence[Note] = (), name: str = "Grade") -> str:
    """Return what the signs of the grades mean that people see in tables and notes; empty where there are none."""
    codes = {
        cell.code
        for body in bodies
        if isinstance(body, Table)
        for place, column in enumerate(body.columns)
        if column.shown
        for row in body.rows
        if isinstance(cell := row[place], Grade)
    }
    signs = {sign for code in (*codes, *(note.grade.code for note in notes)) for sign in code}
    sources = [f"{letter} {word}" for letter, word in RELIABILITY_WORDS.items() if letter in signs]
    claims = [f"{number} {word}" for number, word in CREDIBILITY_WORDS.items() if str(number) in signs]
    parts = [f"{what} {', '.join(words)}" for what, words in (("source", sources), ("claim", claims)) if words]
    return f"{name}: {'; '.join(parts)} (Admiralty code)." if parts else ""


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
