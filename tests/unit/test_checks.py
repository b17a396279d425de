"""Rules across the records of a dossier: where they say nothing, and what the bad dossiers do not show."""

from __future__ import annotations

import datetime

import pytest

from briefcli.dossier.checks import age_findings
from briefcli.dossier.problems import Finding, Rule
from samples import RIVER, problems, read

STANCE = RIVER[RIVER.index("  - country:") :]


def stance(**changed: str) -> str:
    """Return the stance of the sample with other values."""
    values = dict(line.strip(" -").split(": ") for line in STANCE.splitlines()) | changed
    return "  - " + "\n    ".join(f"{key}: {value}" for key, value in values.items()) + "\n"


def event(**values: str) -> str:
    """Return a list of one event."""
    given = {"date": "2025-02-16", "title": "Delegations meet", "evidence": "[gazette]"} | values
    return "events:\n  - " + "\n    ".join(f"{key}: {value}" for key, value in given.items()) + "\n"


def test_a_sound_dossier_has_no_problem() -> None:
    """The sample is the sound dossier that the other tests start from."""
    assert problems(RIVER) == []


@pytest.mark.parametrize("since", ["2025", "2025-03", "2025-03-01", "2024-12-31"])
def test_a_stance_may_begin_as_vaguely_as_is_known(since: str) -> None:
    """What may have begun by the dossier's day is not later than it."""
    assert problems(RIVER.replace("since: 2025-02", f"since: {since}")) == []


def test_a_vague_day_of_review_means_its_last_day() -> None:
    """Reviewed in 2025, a dossier may have a stance of December."""
    text = RIVER.replace("as_of: 2025-03-01", "as_of: 2025").replace("since: 2025-02", "since: 2025-12-31")
    assert problems(text) == []


@pytest.mark.parametrize(("date", "flag"), [("2025-03-01", ""), ("2025-03-02", "true"), ("2026", "true")])
def test_an_event_is_within_the_review_or_marked_as_a_follow_up(date: str, flag: str) -> None:
    """What came after the dossier's day is marked, so that nobody takes it for reviewed."""
    marked = {"follow_up": flag} if flag else {}
    assert problems(RIVER + event(date=date, **marked)) == []


def test_two_countries_may_change_on_one_day_and_one_country_on_two() -> None:
    """One stance a country and a date."""
    assert problems(RIVER + stance(country="Sudan") + stance(since="2025-01")) == []


def test_names_of_one_country_are_one_country() -> None:
    """A second stance of the same date is found under another name."""
    assert problems(RIVER + stance(country="EGY", status="Walks out")) == [
        (
            "1.yaml:20:12: stances-on-one-date: Egypt has another stance since 2025-02, 'In talks'; "
            "keep one, or date them apart"
        )
    ]


def test_a_vague_stance_is_doubtful_only_where_the_next_begins_within_it() -> None:
    """2025-02 may mean the 28th, and the next stance began on the 16th; the order in the file is free."""
    later = stance(since="2025-02-16", status="Walks out")
    told = (
        "superseded-before-it-began: 2025-02 may mean a day as late as 2025-02-28, and the next "
        "stance of Egypt begins 2025-02-16; date the earlier stance more exactly [warning]"
    )
    assert problems(RIVER + later) == [f"1.yaml:13:12: {told}"]
    assert problems(RIVER.replace(STANCE, later + STANCE)) == [f"1.yaml:20:12: {told}"]
    assert problems(RIVER + stance(since="2025-03-01", status="Walks out")) == []
    assert problems(RIVER + stance(since="2025-02-16", country="Sudan")) == []


def test_of_three_vague_stances_each_is_compared_with_the_next() -> None:
    """A year before a month before a day: the first two are doubtful."""
    text = RIVER + stance(since="2025", status="Hesitates") + stance(since="2025-02-16", status="Walks out")
    assert [problem.split("; ")[0].rsplit(" ", 1)[1] for problem in problems(text)] == ["2025-02-16", "2025-02"]


def test_a_contradiction_with_a_note_is_explained() -> None:
    """Supporting evidence needs no note."""
    item = "{source: gazette, verdict: contradicts, note: Says that talks were called off.}"
    assert problems(RIVER.replace("[gazette]", f"[gazette, {item}]")) == []


@pytest.mark.parametrize(
    ("grades", "own", "told"),
    [("{official: A}", "", True), ("{official: A}", ", reliability: C", False), ("{press: F}", "", False)],
)
def test_a_source_without_any_grade_is_told(grades: str, own: str, *, told: bool) -> None:
    """A grade for its kind, or one of its own, is enough, even where it says that nobody can judge."""
    text = RIVER.replace("{press: B}", grades).replace("title: Talks resume", f"title: Talks resume{own}")
    assert [problem.split(": ")[1] for problem in problems(text)] == (["no-grade"] if told else [])


def test_a_record_is_the_same_whatever_the_spelling_of_its_status() -> None:
    """Case, accents and punctuation make no second stance; another level does."""
    assert [problem.split(": ")[1] for problem in problems(RIVER + stance(status="IN TALKS!"))] == [
        "duplicate-record"
    ]


def test_a_source_that_only_an_event_cites_is_used() -> None:
    """Any record will do."""
    text = RIVER.replace(
        "  - {id: gazette", "  - {id: wire, publisher: W, kind: press, title: T}\n  - {id: gazette"
    )
    assert [problem.split(": ")[1] for problem in problems(text)] == ["unused-source"]
    assert problems(text + event(evidence="[wire]")) == []


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2025-03-02", []),
        ("2025-03-01", ["the newest evidence, of 2025-03-01, is 31 days old on 2025-04-01, and 30 are allowed"]),
        ("2025-03", []),
        ("2025", []),
        ("2026", []),
        ("2024", ["the newest evidence, of 2024, is 91 days old on 2025-04-01, and 30 are allowed"]),
    ],
)
def test_the_age_of_a_dossier_is_that_of_its_newest_source(date: str, expected: list[str]) -> None:
    """A vague date counts from its last day; the dossier's own day does not count."""
    dossier = read(RIVER.replace("date: 2025-02-20", f"date: {date}"))
    found = age_findings(dossier, datetime.date(2025, 4, 1), 30)
    assert found == [Finding(Rule.STALE, ("as_of",), message) for message in expected]


def test_evidence_without_any_date_is_stale() -> None:
    """Nobody can tell how old it is."""
    dossier = read(RIVER.replace(", date: 2025-02-20", ""))
    assert age_findings(dossier, datetime.date(2025, 4, 1), 30) == [
        Finding(Rule.STALE, ("as_of",), "no source has a date")
    ]
