"""What the words of a dossier mean: its ladder, the grades, its vocabularies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.model import CREDIBILITY_WORDS, RELIABILITY_WORDS, SourceKind
from briefcli.dossier.spelling import fold
from briefcli.page import About, Brief, Column, Section, Table, Term
from briefcli.pages.columns import ladder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefcli.dossier.model import Dossier


def codebook_page(dossier: Dossier) -> Brief:
    """Return what the levels, grades and terms of a dossier mean, the highest level first."""
    sections = (
        Section("levels", "Levels", _levels(dossier)),
        Section("reliability", "Reliability of a source", _reliability(dossier)),
        Section("credibility", "Credibility of a claim", _credibility()),
        Section("concerns", "Concerns", _terms(dossier.terms.concerns)),
        Section("sectors", "Sectors", _terms(dossier.terms.sectors)),
    )
    return Brief("Codebook", About((dossier.id,), dossier.as_of), sections)


def _levels(dossier: Dossier) -> Table:
    steps = ladder(dossier)
    columns = (
        Column("level", "Level", "step on the ladder of stances"),
        Column("meaning", "Meaning", "when a country stands here"),
    )
    rows = ((steps[level.id], level.meaning) for level in dossier.levels[::-1])
    return Table(columns, tuple(rows))


def _reliability(dossier: Dossier) -> Table:
    columns = (
        Column("letter", "Grade", "letter of the Admiralty code"),
        Column("word", "Meaning", "the code's own words"),
        Column("kinds", "Publishers", "kinds of publishers that have this grade unless a source has its own"),
    )
    rows = (
        (letter, word, tuple(str(kind) for kind in SourceKind if dossier.grades.get(kind) is letter))
        for letter, word in RELIABILITY_WORDS.items()
    )
    return Table(columns, tuple(rows))


def _credibility() -> Table:
    columns = (
        Column("digit", "Grade", "digit of the Admiralty code"),
        Column("word", "Meaning", "the code's own words"),
    )
    return Table(columns, tuple(CREDIBILITY_WORDS.items()))


def _terms(labels: Mapping[str, str]) -> Table:
    columns = (
        Column("term", "Term", "the word in a record"),
        Column("id", "Id", "what filters and scripts call it"),
    )
    ordered = sorted(labels.items(), key=lambda entry: (fold(entry[1]), entry[0]))
    return Table(columns, tuple((Term(term, label), term) for term, label in ordered))
