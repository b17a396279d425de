"""A dossier position on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefcli.dossier.dates import parse_date
from briefcli.dossier.past import snapshot_of

if TYPE_CHECKING:
    from briefcli.dossier.model import Record
from samples import read

LATER = """\
dossier: river-talks
title: Talks on the shared river
subject: the dam upstream
as_of: 2025-03-01
summary: Who talks with whom about the dam.
levels: [{id: talks, label: Holds talks, meaning: Holds official talks.}]
terms: {sectors: {water: Water}}
grades: {press: B}
sources:
  - {id: early, publisher: Gazette, kind: press, title: Talks begin, date: 2022-03}
  - {id: late, publisher: Gazette, kind: press, title: Talks end, date: 2025-02-20}
  - {id: undated, publisher: Herald, kind: press, title: On the dam}
stances:
  - id: egypt
    country: Egypt
    since: 2022-03
    ended: 2025-02
    reviewed: 2025-03-01
    level: talks
    status: In talks
    summary: Sends a delegation.
    credibility: 3
    evidence: [early, {source: late, verdict: contradicts, note: Sends nobody.}, undated]
  - id: sudan
    country: Sudan
    since: 2022-05
    level: talks
    status: In talks
    summary: Sends a delegation, which stayed away in 2024.
    credibility: 3
    evidence: [early]
topics:
  - {id: shares, kind: agenda, title: Shares until 2030, summary: Who takes how much., countries: [], credibility: 3, evidence: [late]}
sectors:
  - id: pumps
    sector: water
    countries: [Egypt]
    initiative: Pumps
    stages: [{stage: agreed, since: 2023-01}, {stage: stalled, since: 2025-02, note: The money is gone.}]
    credibility: 3
    evidence: [undated]
"""


def on(day: str) -> dict[str, object]:
    """Return what is to be seen of the dossier on a day."""
    snapshot = snapshot_of(read(LATER), parse_date(day))
    known = snapshot.dossier
    records: list[Record] = [*known.stances, *known.topics, *known.sectors]
    return {
        "records": [record.id for record in records],
        "sources": [source.id for source in known.sources],
        "evidence": {record.id: [item.source for item in record.evidence] for record in known.stances},
        "disputed": [record.id for record in records if record.disputed],
        "ended": [stance.ended for stance in known.stances],
        "stages": [f"{record.stage} {record.since}" for record in known.sectors],
        "hindsight": [record.id for record in records if snapshot.has_hindsight(record)],
    }


def test_without_a_day_a_dossier_is_as_it_is() -> None:
    """Nothing is left out and nothing marked."""
    dossier = read(LATER)
    snapshot = snapshot_of(dossier, None)
    assert snapshot.dossier is dossier
    assert not any(map(snapshot.has_hindsight, dossier.stances))


def test_what_was_published_later_is_not_cited() -> None:
    """It disputes nothing yet, and a stance that ended later holds; a year to come still is no hindsight."""
    assert on("2023") == {
        "records": ["egypt", "sudan", "pumps"],
        "sources": ["early", "undated"],
        "evidence": {"egypt": ["early", "undated"], "sudan": ["early"]},
        "disputed": [],
        "ended": [None, None],
        "stages": ["agreed 2023-01"],
        "hindsight": ["egypt", "sudan"],
    }


def test_on_the_last_day_all_is_known() -> None:
    """A record without a date begins with its earliest source."""
    assert on("2025-02-20") == {
        "records": ["egypt", "sudan", "shares", "pumps"],
        "sources": ["early", "late", "undated"],
        "evidence": {"egypt": ["early", "late", "undated"], "sudan": ["early"]},
        "disputed": ["egypt"],
        "ended": ["2025-02", None],
        "stages": ["stalled 2025-02"],
        "hindsight": [],
    }


@pytest.mark.parametrize(
    ("text", "day", "is_marked"),
    [
        ("Stayed away in 2025.", "2024", True),
        ("Stayed away in 2025.", "2025", False),
        ("Stays until 2026.", "2024", False),  # a plan: the dossier itself is of 2025
        ("Pays 12025 pounds, or 20251 dinars.", "2024", False),
    ],
)
def test_a_text_with_a_year_between_the_day_and_that_of_the_dossier_is_hindsight(
    text: str, day: str, *, is_marked: bool
) -> None:
    """A year after the dossier's own day was no more known to its author than to others; other numbers are no years."""
    snapshot = snapshot_of(read(LATER.replace("stayed away in 2024.", text)), parse_date(day))
    sudan = snapshot.dossier.stances[1]
    assert snapshot.has_hindsight(sudan) == is_marked


def test_a_later_year_in_any_text_of_cooperation_is_hindsight() -> None:
    """In its outcome and in the note of a stage as well as in its name."""
    texts = LATER.replace("since: 2023-01}", "since: 2023-01, note: NOTE}")
    texts = texts.replace("initiative: Pumps", "initiative: Pumps NAME\n    outcome: OUTCOME")
    for place in ("NAME", "OUTCOME", "NOTE"):
        dossier = read(texts.replace(place, "of 2025"))
        snapshot = snapshot_of(dossier, parse_date("2023"))
        assert list(map(snapshot.has_hindsight, snapshot.dossier.sectors)) == [True]


@pytest.mark.parametrize(("day", "count"), [("2022-02", 0), ("2022-03-01", 1), ("2022-04", 1), ("2022", 2)])
def test_a_vague_day_means_its_last(day: str, count: int) -> None:
    """And what is dated vaguely counts from its first possible day."""
    assert len(snapshot_of(read(LATER), parse_date(day)).dossier.stances) == count
