"""The Admiralty code: how far a source can be relied on, and how credible a claim is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.model import CREDIBILITY_WORDS, RELIABILITY_WORDS, Reliability, Source, Verdict
from briefcli.page import Grade

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefcli.dossier.model import Record
    from briefcli.page import Table


def grade_of(letters: Mapping[str, Reliability], found: Record | Source, *, hindsight: bool = False) -> Grade:
    """Return the grade of a source, or of a claim: the reliability of its best source, and its own credibility.

    `letters` are the reliabilities of the sources by id; `hindsight` is whether the claim was written later.
    """
    letter = letters[found.id] if isinstance(found, Source) else best_reliability(letters, found)
    word = RELIABILITY_WORDS[letter] if letter else "none published by then"
    if isinstance(found, Source):
        return Grade(letter or "", word, f"source: {word}")
    if found.credibility is None:
        return Grade(letter or "", word, f"source: {word}; information: not judged", found.disputed, hindsight)
    information = CREDIBILITY_WORDS[found.credibility]
    meaning = f"source: {word}; information: {information}"
    return Grade(f"{letter or ''}{found.credibility}", information, meaning, found.disputed, hindsight)


def grade_legend(body: Table) -> str:
    """Return what a footer adds on grades, where a table has some."""
    graded = any(column.key == "grade" for column in body.columns)
    return " Grade: best supporting source A to F, claim 1 to 6 (Admiralty code)." if graded else ""


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
