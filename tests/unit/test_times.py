"""Rules on dates: where they say nothing, and what the bad dossiers do not show."""

from __future__ import annotations

import datetime

import pytest

from briefcli.reading.reading import examine_dossier
from samples import RIVER, STANCE, event, files, problems, stance, told


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


def test_a_vague_stance_is_doubtful_only_where_the_next_begins_within_it() -> None:
    """2025-02 may mean the 28th, and the next stance began on the 16th; the order in the file is free."""
    later = stance(since="2025-02-16", status="Walks out")
    told = (
        "superseded-before-it-began: 2025-02 may mean a day as late as 2025-02-28, and the next "
        "stance of Egypt begins 2025-02-16; write a more exact date for the earlier stance [warning]"
    )
    assert problems(RIVER + later) == [f"1.yaml:13:12: {told}"]
    assert problems(RIVER.replace(STANCE, later + STANCE)) == [f"1.yaml:20:12: {told}"]
    assert problems(RIVER + stance(since="2025-03-01", status="Walks out")) == []
    assert problems(RIVER + stance(since="2025-02-16", country="Sudan")) == []


def test_of_three_vague_stances_each_is_compared_with_the_next() -> None:
    """A year before a month before a day: the first two are doubtful."""
    text = RIVER + stance(since="2025", status="Hesitates") + stance(since="2025-02-16", status="Walks out")
    assert [problem.split("; ")[0].rsplit(" ", 1)[1] for problem in problems(text)] == ["2025-02-16", "2025-02"]


def test_what_comes_after_the_day_of_review_is_reported_with_what_can_be_done() -> None:
    """An event may be marked as a follow-up; any other record is misdated or the dossier reviewed again."""
    later = "is later than the dossier's as_of, 2025-03-01"
    assert problems(RIVER + event(date="2025-03-02")) == [
        f"1.yaml:20:11: date-after-as-of: 2025-03-02 {later}; mark it with follow_up: true, or correct the date"
    ]
    assert problems(RIVER.replace("since: 2025-02", "since: 2025-04")) == [
        f"1.yaml:13:12: date-after-as-of: 2025-04 {later}; correct the date, or review the dossier and run brief review -d DOSSIER --through DATE --write"
    ]


@pytest.mark.parametrize(
    ("own", "later", "expected"),
    [
        ({"ended": "2025-02"}, {}, ["14 ended-before-it-began"]),
        ({"since": "2025-02-16", "ended": "2025-02"}, {}, ["14 ended-before-it-began"]),
        ({"since": "2025-02-16", "ended": "2025"}, {}, ["14 ended-before-it-began"]),
        ({"since": "2025", "ended": "2025-01"}, {}, ["14 ended-before-it-began"]),
        ({"since": "2025", "ended": "2025-01-02"}, {}, []),
        ({"since": "2025", "ended": "2025-02"}, {}, []),
        ({"since": "2024", "ended": "2025"}, {}, []),
        ({"ended": "2025-02-02"}, {}, []),
        ({"ended": "2025-02-01"}, {}, ["14 dates-out-of-order"]),
        ({"since": "2025-01-31", "ended": "2025-01-31"}, {}, ["14 dates-out-of-order"]),
        ({"ended": "2025-01"}, {}, ["14 dates-out-of-order"]),
        ({"ended": "2025-03-01"}, {"since": "2025-03-01"}, []),
        ({"ended": "2025-03-01"}, {"since": "2025-03"}, []),
        ({"since": "2025-01", "ended": "2025-02-02"}, {"since": "2025-02-01"}, ["14 ended-after-next-stance"]),
        ({"since": "2025-01", "ended": "2025-02"}, {"since": "2025-02-01"}, []),
        ({"since": "2025-01", "ended": "2025-02-02"}, {"since": "2025-02-01", "country": "Sudan"}, []),
        ({"reviewed": "2025-03-01"}, {}, []),
        ({"reviewed": "2025-02"}, {}, []),
        ({"since": "2025-02-16", "reviewed": "2025-02-15"}, {}, ["14 dates-out-of-order"]),
        ({"reviewed": "2025-03-02"}, {}, ["14 date-after-as-of"]),
        ({"ended": "2025-03-02"}, {}, ["14 date-after-as-of"]),
    ],
)
def test_a_stance_ends_and_is_reviewed_after_it_began(
    own: dict[str, str], later: dict[str, str], expected: list[str]
) -> None:
    """In the line of the later date: what no reading of vague dates allows, and what their first days do not."""
    first, last = own.popitem()
    text = RIVER.replace(STANCE, stance(**own).replace("    level", f"    {first}: {last}\n    level"))
    assert told(text + (stance(**{"status": "Walks out"} | later) if later else "")) == expected


def test_a_vague_end_is_doubtful_where_the_stance_would_hold_on_no_day() -> None:
    """2025-02 counts from its first day, on which the stance had not begun."""
    text = RIVER.replace("since: 2025-02", "since: 2025-02-16\n    ended: 2025-02")
    assert problems(text) == [
        "1.yaml:14:12: ended-before-it-began: 2025-02 counts as 2025-02-01, and since is 2025-02-16, "
        "so the stance holds on no day; write a more exact end date [warning]"
    ]


STAGES = """\
terms: {sectors: {energy: Energy}}
sectors:
  - sector: energy
    countries: [Egypt]
    initiative: A power line
    stages: [{stage: proposed, since: 2024}, {stage: agreed, since: 2025-02}]
    credibility: 2
    evidence: [gazette]
"""


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ("[{stage: proposed, since: 2024}, {stage: agreed, since: 2024-02}]", []),
        ("[{stage: proposed, since: 2024-02}, {stage: agreed, since: 2024-02}]", ["24 dates-out-of-order"]),
        ("[{stage: proposed, since: 2024-02}, {stage: agreed, since: 2024}]", ["24 dates-out-of-order"]),
        ("[{stage: proposed, since: 2024}, {stage: agreed, since: 2025-03-02}]", ["24 date-after-as-of"]),
        ("[{stage: agreed, since: 2024}]\n    stage: agreed\n    since: 2024", []),
        ("[{stage: agreed, since: 2024}]\n    since: 2023", ["25 stage-beside-stages"]),
        ("[{stage: agreed, since: 2024}]\n    stage: proposed", ["25 stage-beside-stages"]),
        ("[]\n    stage: proposed", []),
        ("[]", ["21 missing-key"]),
        ("[{stage: agreed}]", ["24 missing-key"]),
        ("[{stage: agred, since: 2024}]", ["24 wrong-value"]),
        ("[agreed]", ["24 wrong-type"]),
        ("[{stage: agreed, since: 2024}, {stage: agred, since: 2023}]", ["24 wrong-value"]),
    ],
)
def test_stages_rise_and_are_alone(stages: str, expected: list[str]) -> None:
    """A fault in the last of them, which is the stage of the record, is reported once."""
    given = STAGES.replace("[{stage: proposed, since: 2024}, {stage: agreed, since: 2025-02}]", stages)
    assert told(RIVER + given) == expected


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("stage: agreed\n    since: 2024", ["27 split-cooperation"]),
        ("stage: agreed\n    summary: It comes.", ["27 split-cooperation"]),
        ("stages: [{stage: proposed, since: 2024}, {stage: agreed, since: 2025-02}]", ["27 duplicate-record"]),
        ("stage: agreed\n    outcome: Cheaper power", ["27 split-cooperation"]),
    ],
)
def test_a_piece_of_cooperation_is_one_record(wrong: str, expected: list[str]) -> None:
    """Dated or not, a second one is reported with the place of the first."""
    record = STAGES[STAGES.index("  - sector") :]
    stages = "stages: [{stage: proposed, since: 2024}, {stage: agreed, since: 2025-02}]"
    assert told(RIVER + STAGES + record.replace(stages, wrong)) == expected
    assert problems(RIVER + STAGES + record.replace(stages, "stage: agreed")) == [
        "1.yaml:27:5: split-cooperation: another record describes the same cooperation, in line 21; "
        "keep one record and list its stages under stages [warning]"
    ]


def test_a_record_without_a_date_rests_on_a_dated_source() -> None:
    """One of several sources is enough."""
    undated = RIVER.replace(", date: 2025-02-20", "")
    topic = (
        "topics:\n  - {kind: agenda, title: T, summary: S., countries: [], credibility: 3, evidence: [gazette]}\n"
    )
    assert told(undated + topic) == ["20 undated-record"]
    assert told(undated + topic.replace("title: T", "title: T, since: 2025")) == []
    assert told(RIVER + topic) == []
    wire = "sources:\n  - {id: wire, publisher: W, kind: press, title: T, date: 2025}\n"
    assert told(undated.replace("sources:\n", wire) + topic.replace("[gazette]", "[gazette, wire]")) == []
    assert told(undated + topic.replace("[gazette]", "[gazete]")) == ["20 unknown-source"]


def on(today: str, text: str, most: int | None = None) -> list[str]:
    """Return the problems of a dossier on a day."""
    return [str(problem) for problem in examine_dossier(files(text), datetime.date.fromisoformat(today), most)]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("date: 2025-02-20", []),
        ("date: 2025", []),
        ("date: 2025-03", ["1.yaml:10:87: date-in-the-future: 2025-03 is later than today, 2025-02-20"]),
        ("accessed: 2025-02-20", []),
        ("accessed: 2025-02-21", ["1.yaml:10:91: date-in-the-future: 2025-02-21 is later than today, 2025-02-20"]),
    ],
)
def test_no_source_comes_from_the_future(key: str, expected: list[str]) -> None:
    """The future begins with the clock's day, and not with the day of review."""
    text = RIVER.replace("date: 2025-02-20", key).replace("as_of: 2025-03-01", "as_of: 2025-02-10")
    assert [line.split(";")[0] for line in on("2025-02-20", text)] == expected


OLD = "  - {id: wire, publisher: W, kind: press, title: T, date: 2024}\n"
TOPIC = (
    "topics:\n  - {kind: agenda, title: T, summary: S., countries: [Egypt], credibility: 3, evidence: [gazette]}\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RIVER, ["12:5: stale-evidence: Egypt is checked up to 2025-02-20, at most 40 days before 2025-04-01"]),
        (RIVER.replace("2025-02-20", "2025-03-02"), []),
        (RIVER.replace("    level", "    reviewed: 2025-03-01\n    level"),
         ["12:5: stale-evidence: Egypt is checked up to 2025-03-01, at most 31 days before 2025-04-01"]),
        (RIVER.replace(", date: 2025-02-20", ""), ["12:5: stale-evidence: no source on Egypt has a date"]),
        # One old source of one country among new ones.
        (RIVER.replace("2025-02-20", "2025-04-01").replace("sources:\n", "sources:\n" + OLD)
         + stance(country="Sudan", evidence="[wire]") + TOPIC.replace("Egypt", "Sudan"),
         ["20:5: stale-evidence: Sudan is checked up to 2024, at most 456 days before 2025-04-01"]),
        # The stance in force is listed, and one that ended is not.
        (RIVER + stance(since="2025-03-01", status="Walks out"),
         ["19:5: stale-evidence: Egypt is checked up to 2025-02-20, at most 40 days before 2025-04-01"]),
        (RIVER.replace("    level", "    ended: 2025-03-01\n    level"),
         ["4:8: stale-evidence: the dossier is checked up to 2025-02-20, at most 40 days before 2025-04-01"]),
        (RIVER[: RIVER.index("stances:")] + event(),
         ["4:8: stale-evidence: the dossier is checked up to 2025-02-20, at most 40 days before 2025-04-01"]),
    ],
)  # fmt: skip
def test_each_country_with_a_stance_in_force_is_checked(text: str, expected: list[str]) -> None:
    """New evidence on one country does not hide that nobody has looked at another."""
    found = [line.removeprefix("1.yaml:") for line in on("2025-04-01", text, 30)]
    assert [line.split(", and 30")[0].split("; ")[0] for line in found] == expected


def test_more_evidence_never_makes_a_country_older() -> None:
    """A vague date counts from its first day, so that a more exact one beside it is younger."""
    text = RIVER.replace("2025-02-20", "2025")
    assert "at most 323 days" in on("2025-11-20", text, 30)[0]
    more = text.replace("sources:\n", "sources:\n" + OLD.replace("2024", "2025-02-01"))
    assert "at most 292 days" in on("2025-11-20", more.replace("[gazette]", "[gazette, wire]"), 30)[0]
