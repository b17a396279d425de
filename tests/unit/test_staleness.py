"""Up to which day a country was checked, and from which day its stance is stale."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING

import pytest

from briefcli.dossier.dates import PartialDate
from briefcli.dossier.filters import Filters
from briefcli.dossier.past import Snapshot
from briefcli.dossier.queries import stances
from briefcli.dossier.staleness import checked, is_stale, lasting_levels
from briefcli.pages.context import Context
from briefcli.problems import Rule
from briefcli.reading.reading import examine_dossier
from briefcli.shelf.index import index_of
from samples import RIVER, asked, files, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result


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


DUE, DAY = PartialDate("2025-06-30"), datetime.date.fromisoformat


@pytest.mark.parametrize(
    ("last", "day", "due", "lasting", "expected"),
    [
        pytest.param("2025-02-20", "2026-02-20", None, False, False, id="a year ago"),
        pytest.param("2025-02-20", "2026-02-21", None, False, True, id="a day more"),
        pytest.param("2025-02-20", "2035-02-21", None, True, False, id="a lasting level"),
        pytest.param(None, "2025-02-21", None, True, False, id="a lasting level that was never checked"),
        pytest.param(None, "2025-02-21", None, False, True, id="never checked"),
        pytest.param("2025-02-20", "2025-06-29", DUE, False, False, id="the day before it is due"),
        pytest.param("2025-02-20", "2025-06-30", DUE, False, True, id="the day on which it is due"),
        pytest.param("2025-02-20", "2025-06-30", DUE, True, True, id="due on a lasting level"),
        pytest.param("2025-06-30", "2025-07-01", DUE, False, False, id="checked up to that day"),
        pytest.param("2025-06", "2025-07-01", DUE, False, True, id="a vague check counts from its first day"),
        pytest.param("2025-07", "2025-07-02", DUE, True, False, id="checked later"),
        pytest.param("2025-06-30", "2026-07-01", DUE, False, True, id="checked up to that day, a year ago"),
        pytest.param("2025-06-30", "2036-07-01", DUE, True, False, id="the same on a lasting level"),
        pytest.param("9999-12-31", "9999-12-31", None, False, False, id="the last day there is"),
    ],
)
def test_a_stance_is_stale_by_age_unless_its_level_lasts_and_from_the_day_on_which_it_is_due(
    last: str | None, day: str, due: PartialDate | None, *, expected: bool, lasting: bool
) -> None:
    """`due` goes before `lasting`, and a check up to that day ends it."""
    checked_to = PartialDate(last) if last else None
    assert is_stale(checked_to, DAY(day), due=due, lasting=lasting) is expected


TREATY = RIVER.replace("official talks.}", "official talks., lasting: true}")


@pytest.mark.parametrize(("text", "day", "expected"), [
    (RIVER, "2026-02-21", True),
    (TREATY, "2026-02-21", False),
    (TREATY + "    due: 2026-02-21\n", "2026-02-20", False),
    (TREATY + "    due: 2026-02-21\n", "2026-02-21", True),
    (TREATY + "    due: 2025-02-20\n", "2026-02-21", False),
    (RIVER + "    ended: 2025-02-20\n    due: 2025-02-26\n", "2025-03-01", False),
])  # fmt: skip
def test_all_pages_agree_on_stale_stances(text: str, day: str, expected: bool) -> None:  # noqa: FBT001
    """The filter, the mark of the grade and the index of the shelf; an ended stance is not stale."""
    dossier = read(text)
    _, found = asked(dossier, Filters(stale=365, today=DAY(day)))
    assert bool(stances(dossier, found)) is expected
    assert Context(Snapshot(dossier), found).is_stale(dossier.stances[0]) is expected
    assert index_of(dossier).stale(DAY(day)) == expected
    assert lasting_levels(dossier) == ({"talks"} if "lasting" in text else set())


def test_a_due_stance_is_marked_reviewed_and_shown(brief: Callable[..., Result], tmp_path: Path) -> None:
    """By ‡, in `review` until it is marked, and on the page of the country."""
    path = tmp_path / "river.yaml"
    path.write_text(
        RIVER.replace("as_of: 2025-03-01", "as_of: 2025-07-01") + "    due: 2025-06-30\n", encoding="utf-8"
    )
    here = ("-d", str(path), "--today", "2025-07-01")
    assert "B3 ‡" in brief("stances", *here, "-f", "table").out
    assert "‡ due for review." in " ".join(brief("stances", *here, "-f", "table").out.split())
    assert "last checked more than a year ago" not in brief("stances", *here, "-f", "table").out
    assert "B3 possibly true, *due*" in brief("stances", *here, "-f", "md").out
    assert "Next review:** due since 30 June 2025" in brief("country", "egypt", *here, "-f", "md").out
    reasons = [row["reason"] for row in json.loads(brief("review", *here, "-f", "json").out)]
    assert reasons[0] == "due"
    assert brief("review", *here, "--mark", "2025-06-30", "--write").code == 0
    assert "due" not in brief("review", *here, "--columns", "reason").out.split()
    assert "due for review" not in brief("country", "egypt", *here, "-f", "md").out
    assert "‡" not in brief("stances", *here, "-f", "table").out


@pytest.mark.parametrize(("text", "day", "expected"), [
    (TREATY, "2035-01-01", []),
    (TREATY + "    due: 2025-06-30\n", "2025-06-29", []),
    (TREATY + "    due: 2025-06-30\n", "2025-06-30", ["Egypt was due on 2025-06-30, and was last checked up to 2025-02-20"]),
    (RIVER + "    due: 2025-06-30\n", "2026-06-29", ["Egypt was due on 2025-06-30, and was last checked up to 2025-02-20"]),
])  # fmt: skip
def test_check_reports_what_is_due_only_with_a_greatest_age(text: str, day: str, expected: list[str]) -> None:
    """One on a lasting level is reported for nothing else."""
    found = examine_dossier(files(text), DAY(day), 365)
    assert [one.message for one in found if one.rule is Rule.STALE] == expected
    assert Rule.STALE not in {one.rule for one in examine_dossier(files(text), DAY(day))}
