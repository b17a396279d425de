"""Up to which day a country was checked."""

from __future__ import annotations

import pytest

from briefcli.dossier.staleness import checked
from samples import RIVER, read


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("", "", "2025-02-20", id="the newest source"),
        pytest.param(", date: 2025-02-20", "", None, id="no date"),
        pytest.param("    level", "    reviewed: 2025-02-28\n    level", "2025-02-28", id="a review"),
        pytest.param(
            "    level", "    reviewed: 2025-02-19\n    level", "2025-02-20", id="evidence after the review"
        ),
        pytest.param("    level", "    reviewed: 2025\n    level", "2025-02-20", id="a vague review"),
        pytest.param("date: 2025-02-20", "date: 2025", "2025", id="a vague source"),
    ],
)
def test_a_country_is_checked_up_to_its_newest_evidence_or_review(
    old: str, new: str, expected: str | None
) -> None:
    """Of a vague date the first day counts."""
    assert checked(read(RIVER.replace(old, new, 1))) == {"EG": expected}


def test_each_country_has_its_own_evidence() -> None:
    """That is of its stances, sectors and events; topics name countries, and say nothing of them alone."""
    wire = "sources:\n  - {id: wire, publisher: W, kind: press, title: T, date: 2025-02-28}\n"
    dossier = read(
        RIVER.replace("sources:\n", wire),
        """\
topics:
  - {kind: agenda, title: T, summary: S., countries: [Egypt, Kenya], credibility: 3, evidence: [wire]}
sectors:
  - {sector: energy, countries: [Sudan], initiative: A line, stage: agreed, credibility: 3, evidence: [gazette]}
terms: {sectors: {energy: Energy}}
events:
  - {date: 2025-02-27, title: T, countries: [Sudan, Chad], evidence: [wire]}
""",
    )
    assert checked(dossier) == {"EG": "2025-02-20", "KE": None, "SD": "2025-02-28", "TD": "2025-02-28"}
