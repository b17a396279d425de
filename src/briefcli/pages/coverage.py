"""Which countries a dossier covers, in words and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.coverage import Tally, tallies
from briefcli.dossier.dates import PartialDate, in_words
from briefcli.page import Column, ColumnType, Table, Term
from briefcli.pages.fields import citation
from briefcli.wording import alternatives

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefcli.dossier.model import Coverage, Dossier
    from briefcli.pages.context import Context

#: What countries on a level are called, by the id of the level, if that is not its label.
_NOUNS = {"ratified": "parties", "party": "parties", "parties": "parties"}


def coverage_in_words(
    head: Dossier, now: Collection[str], covered: int, day: PartialDate, *, of_part: bool = False
) -> tuple[str, ...]:
    """Return how many countries a dossier covers on a day, and how many of the officially counted ones.

    `now` contains the level of each stance that is in force on that day, and `covered` is the number of countries
    that have a stance. Beside a part of the countries, the words state that they are about the whole dossier.
    """
    if head.coverage is None:
        return ()
    # A count that the dossier exceeds is too old for the day.
    found = [tally for tally in tallies(head.coverage, now, day) if tally.here <= tally.official.count]
    subject = "The whole dossier" if of_part else "The dossier"
    counts = [
        _more(head, smaller, tally) if (smaller := _smaller(tally, found)) else _of_official(head, tally)
        for tally in found
    ]
    if counts and head.coverage.of is None:
        return (f"Whole dossier: {counts[0]}", *counts[1:]) if of_part else tuple(counts)
    return tuple(filter(None, [_extent(head.coverage, covered, subject), *counts]))


def covered_in_words(head: Dossier, covered: int) -> tuple[str, ...]:
    """Return how many countries a dossier covers, how they were chosen, and for which a search found no stance."""
    coverage = head.coverage
    if coverage is None:
        return ()
    texts = [_extent(coverage, covered), coverage.note]
    if coverage.searched:
        names = ", ".join(head.countries[code].name for code in coverage.searched.countries)
        texts.append(f"A search up to {in_words(coverage.searched.until)} found no stance for {names}")
    return tuple(filter(None, texts))


def official_counts(context: Context, now: Collection[str]) -> Table:
    """Return the newest official counts, beside the numbers of a dossier as of its day."""
    dossier = context.dossier
    labels = {level.id: level.label for level in dossier.levels}
    columns = (
        Column("levels", "Levels", "ids of the levels that are counted", type=ColumnType.TEXTS),
        Column("here", "In the dossier", "number of countries on them in the dossier", type=ColumnType.NUMBER),
        Column("count", "Official count", "number that an authority counted", type=ColumnType.NUMBER),
        Column("date", "On", "the day to which the official count applies", type=ColumnType.DATE),
        Column("evidence", "Sources", "the sources of the official count", type=ColumnType.CITATIONS),
    )
    found = tallies(dossier.coverage, now, dossier.as_of) if dossier.coverage else ()
    rows = (
        (
            tuple(Term(level, labels[level]) for level in count.levels),
            here,
            count.count,
            count.date,
            tuple(citation(context, item) for item in count.evidence),
        )
        for count, here in found
    )
    return Table(columns, tuple(rows))


def _extent(coverage: Coverage, covered: int, subject: str = "The dossier") -> str:
    if coverage.of is not None:
        is_part = covered < coverage.of.count or coverage.complete is False
        number = f"{covered} of the" if is_part else "all"
        return f"{subject} covers {number} {coverage.of.count} {coverage.of.what}"
    if coverage.complete is None:
        return ""
    return f"The dossier covers {'all' if coverage.complete else 'only some of the'} countries concerned"


def _smaller(tally: Tally, found: Sequence[Tally]) -> Tally | None:
    """Return the count of most of the same levels on the same day, such as that of parties among signatories."""
    levels, date = {*tally.official.levels}, tally.official.date
    return next(
        (
            other
            for other in reversed(found)
            if {*other.official.levels} < levels
            and other.official.date == date
            and other.official.count <= tally.official.count
        ),
        None,
    )


def _of_official(dossier: Dossier, tally: Tally) -> str:
    """Return such as "Ratified: 65 of the 88 in the official count of 2 April 2026"."""
    count = tally.official
    labels = {level.id: level.label for level in dossier.levels}
    levels = alternatives([labels[level] for level in count.levels])
    return f"{levels}: {tally.here} of {count.count} in the official count of {in_words(count.date)}"


def _more(dossier: Dossier, smaller: Tally, larger: Tally) -> str:
    """Return such as "88 parties; 57 more have signed"."""
    few, all_ = smaller.official, larger.official
    others = [level for level in all_.levels if level not in few.levels]
    more = f"{all_.count - few.count} more {_verb(dossier, others)}"
    noun = _NOUNS.get(few.levels[0]) if len(few.levels) == 1 else None
    return f"{few.count} {noun or _verb(dossier, few.levels)}; {more}"


def _verb(dossier: Dossier, levels: Sequence[str]) -> str:
    """Return what countries on some levels have done, such as "have signed", or on which levels they are."""
    labels = [level.label for level in dossier.levels if level.id in levels]
    if all(label.isalpha() and label.endswith("ed") for label in labels):
        return f"have {alternatives([label.lower() for label in labels])}"
    return f"at {alternatives([f'“{label}”' for label in labels])}"
