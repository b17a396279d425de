"""Rules across the records of a dossier: where they say nothing, and what the bad dossiers do not show."""

from __future__ import annotations

import datetime

import pytest

from briefcli.problems import Finding, Rule
from briefcli.reading.checks import age_findings
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


def told(text: str) -> list[str]:
    """Return the problems of a dossier, each as its line and its slug."""
    return [f"{line.split(':')[1]} {line.split(': ')[1]}" for line in problems(text)]


TERMS = "terms:\n  concerns: {water: Water shares}\n  sectors: {energy: Green power}\n"
SECTOR = (
    "sectors:\n  - {sector: energy, countries: [], outcome: Cheaper power, stage: agreed, credibility: 3, "
    "evidence: [gazette]}\n"
)
REFERRING = RIVER.replace("    status:", "    concerns: [water]\n    status:") + SECTOR + TERMS


@pytest.mark.parametrize(
    ("right", "given", "place", "message", "remedy"),
    [
        ("level: talks", "tlks", "14:12", "unknown-level: 'tlks' is not the id of a level",
         "did you mean 'talks'? If not, define it under levels"),
        ("level: talks", "HOLDS talks", "14:12", "unknown-level: 'HOLDS talks' is not the id of a level",
         "did you mean 'talks'? If not, define it under levels"),
        ("level: talks", "Treaty", "14:12", "unknown-level: 'Treaty' is not the id of a level",
         "define it under levels"),
        ("concerns: [water]", "[wter]", "15:16", "unknown-concern: 'wter' is not the id of a concern",
         "did you mean 'water'? If not, define it under terms: concerns"),
        ("concerns: [water]", "[Water shares]", "15:16", "unknown-concern: 'Water shares' is not the id of a concern",
         "did you mean 'water'? If not, define it under terms: concerns"),
        ("concerns: [water]", "[borders]", "15:16", "unknown-concern: 'borders' is not the id of a concern",
         "define it under terms: concerns"),
        ("sector: energy", "enrgy", "21:14", "unknown-sector: 'enrgy' is not the id of a sector",
         "did you mean 'energy'? If not, define it under terms: sectors"),
        ("sector: energy", "Green Power", "21:14", "unknown-sector: 'Green Power' is not the id of a sector",
         "did you mean 'energy'? If not, define it under terms: sectors"),
        ("sector: energy", "fishing", "21:14", "unknown-sector: 'fishing' is not the id of a sector",
         "define it under terms: sectors"),
        ("evidence: [gazette]\n", "[Gazette]\n", "19:16", "unknown-source: 'Gazette' is not the id of a source",
         "did you mean 'gazette'? If not, define it under sources"),
        ("evidence: [gazette]\n", "[Talks resume]\n", "19:16",
         "unknown-source: 'Talks resume' is not the id of a source",
         "did you mean 'gazette'? If not, define it under sources"),
        ("evidence: [gazette]\n", "[{source: wire}]\n", "19:25", "unknown-source: 'wire' is not the id of a source",
         "define it under sources"),
    ],
)  # fmt: skip
def test_a_reference_that_leads_nowhere_is_told_with_the_id_that_was_meant(
    right: str, given: str, place: str, message: str, remedy: str
) -> None:
    """A slip of the pen and a label in place of an id suggest the id; either may also be something new."""
    text = REFERRING.replace(right, f"{right.split(': ', maxsplit=1)[0]}: {given}", 1)
    assert problems(text) == [f"1.yaml:{place}: {message}; {remedy}"]


def test_the_label_of_one_level_goes_before_an_id_that_looks_alike() -> None:
    """What was typed is that label, letter by letter."""
    text = REFERRING.replace("levels:\n", "levels:\n  - {id: refuses, label: Talk, meaning: Refuses to talk.}\n")
    assert problems(text.replace("level: talks", "level: talk")) == [
        "1.yaml:15:12: unknown-level: 'talk' is not the id of a level; "
        "did you mean 'refuses'? If not, define it under levels"
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "unused", "unknown"),
    [
        ("evidence: [gazette]", "evidence: [gazete]",
         ("  - {id: gazette", "  - {id: wire, publisher: W, kind: press, title: T}\n  - {id: gazette"), "source"),
        ("level: talks", "level: tlks",
         ("levels:\n", "levels:\n  - {id: refuses, label: Refuses, meaning: Refuses to talk.}\n"), "level"),
        ("concerns: [water]", "concerns: [water, powr]", ("{water:", "{power: Hydropower, water:"), "concern"),
        ("sector: energy", "sector: enrgy", ("{energy:", "{farming: Farming, energy:"), "sector"),
    ],
)  # fmt: skip
def test_where_a_reference_leads_nowhere_nothing_is_said_to_be_unused(
    right: str, wrong: str, unused: tuple[str, str], unknown: str
) -> None:
    """What nothing refers to may be what was meant; once the reference is mended, it is told."""
    text = REFERRING.replace(*unused)
    assert [line.split()[1] for line in told(text)] == [f"unused-{unknown}"]
    assert {line.split()[1] for line in told(text.replace(right, wrong))} == {f"unknown-{unknown}"}


def test_a_reference_of_another_kind_hides_nothing_that_is_unused() -> None:
    """A level that is unknown says nothing of the sources."""
    text = RIVER.replace(
        "  - {id: gazette", "  - {id: wire, publisher: W, kind: press, title: T}\n  - {id: gazette"
    )
    assert told(text.replace("level: talks", "level: tlks")) == ["10 unused-source", "15 unknown-level"]


def test_without_any_stance_no_level_is_unused() -> None:
    """A dossier of topics and events has its ladder all the same."""
    assert problems(RIVER[: RIVER.index("stances:")] + event()) == []


@pytest.mark.parametrize(
    ("right", "given", "expected"),
    [
        ("evidence: [gazette]\n", "[gazette, gazette]", ["18:25: 'gazette'"]),
        ("evidence: [gazette]\n", "[gazette, {source: gazette}]", ["18:25: 'gazette'"]),
        ("evidence: [gazette]\n", "[gazette, {source: gazette, note: Says so.}]", ["18:25: 'gazette'"]),
        ("evidence: [gazette]\n", "[gazette, gazette, gazette]", ["18:25: 'gazette'", "18:34: 'gazette'"]),
        ("evidence: [gazette]\n",
         "[{source: gazette, locator: p. 4}, {source: gazette, locator: p. 5}, {source: gazette, locator: p. 4}]",
         ["18:84: 'gazette'"]),
        ("evidence: [gazette]\n", "[gazette, {source: gazette, locator: p. 4}]", []),
        ("evidence: [gazette]\n", "[gazette, {source: gazette, verdict: partly}]", []),
        ("evidence: [gazette]\n", "[gazette, {source: gazette, verdict: contradicts, note: N.}]", []),
        ("status: In talks\n", "In talks\n    concerns: [water, power, water]", ["16:30: 'water'"]),
        ("status: In talks\n", "In talks\n    concerns: [water, power]", []),
    ],
)  # fmt: skip
def test_a_list_names_each_thing_once(right: str, given: str, expected: list[str]) -> None:
    """A source may be cited again with another verdict or for another place in it."""
    terms = "terms: {concerns: {water: Water, power: Power}}\n" if "concerns" in given else ""
    text = RIVER.replace(right, f"{right.split(': ', maxsplit=1)[0]}: {given}\n") + terms
    assert problems(text) == [
        f"1.yaml:{place}: duplicate-item: {name} is named twice; keep one of the two [warning]"
        for place, name in (entry.split(": ") for entry in expected)
    ]


@pytest.mark.parametrize(
    ("records", "place"),
    [
        (
            "events:\n  - {date: 2025-02, title: T, countries: [Egypt, Sudan, EGY], evidence: [gazette]}\n",
            "20:57",
        ),
        (
            "topics:\n  - {kind: agenda, title: T, summary: S, countries: [EG, egypt], credibility: 3, "
            "evidence: [gazette]}\n",
            "20:58",
        ),
        (
            SECTOR.replace("[]", "[Egypt, Sudan, Egypt]")
            + TERMS.replace("  concerns: {water: Water shares}\n", ""),
            "20:48",
        ),
    ],
    ids=["event", "topic", "sector"],
)
def test_a_country_is_named_once_under_whatever_name(records: str, place: str) -> None:
    """Two names of a country are one country, and the second one is told."""
    assert problems(RIVER + records) == [
        f"1.yaml:{place}: duplicate-item: 'EG' is named twice; keep one of the two [warning]"
    ]


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ("[{source: gazette, verdict: contradicts, note: No talks.}]", ["18:15: unsupported-claim"]),
        ("[{source: gazette, verdict: contradicts}]", ["18:15: unsupported-claim", "18:16: unexplained-contradiction"]),
        ("[{source: gazette, verdict: contradicts, note: No talks.},"
         " {source: gazette, verdict: contradicts, note: None., locator: p. 2}]", ["18:15: unsupported-claim"]),
        ("[{source: gazette, verdict: contradicts, note: No talks.}, {source: gazette, verdict: partly}]", []),
        ("[{source: gazette, verdict: contradicts, note: No talks.}, gazette]", []),
        ("[{source: gazette, verdict: partly}]", []),
        ("[]", ["18:15: no-evidence"]),
    ],
)  # fmt: skip
def test_a_claim_that_every_source_contradicts_is_nobodys(evidence: str, expected: list[str]) -> None:
    """Partial support is support, and no evidence at all is another fault."""
    found = problems(RIVER.replace("evidence: [gazette]", f"evidence: {evidence}"))
    assert [line.removeprefix("1.yaml:").rsplit(": ", 1)[0] for line in found if "unused" not in line] == expected


def test_what_is_unsupported_or_named_twice_is_read() -> None:
    """Both are warnings, with their remedies."""
    contradicted = RIVER.replace("[gazette]", "[{source: gazette, verdict: contradicts, note: No talks.}]")
    assert problems(contradicted) == [
        "1.yaml:18:15: unsupported-claim: every source contradicts the claim; "
        "name the source that makes the claim [warning]"
    ]
    assert read(contradicted).stances[0].disputed
    assert len(read(RIVER.replace("[gazette]", "[gazette, gazette]")).stances[0].evidence) == 2


@pytest.mark.parametrize(
    ("countries", "expected"),
    [
        ("{EU: {name: European Union, aliases: [egypt]}}", ["19:13: 'egypt' is also a name of EG, Egypt"]),
        ("{EU: {name: European Union, aliases: [EGY]}}", ["19:13: 'EGY' is also a name of EG, Egypt"]),
        ("{EU: {name: European Union, aliases: [EG]}}", ["19:13: 'EG' is also a name of EG, Egypt"]),
        ("{EU: {name: The United States}}", ["19:13: 'The United States' is also a name of US, United States"]),
        ("{EU: {name: European Union, aliases: [Egypt, Japan]}}",
         ["19:13: 'Egypt' is also a name of EG, Egypt", "19:13: 'Japan' is also a name of JP, Japan"]),
        ("{EG: {name: Misr, aliases: [Egypt, EGY, Cairo]}}", []),
        ("{EU: {name: European Union, aliases: [Brussels]}}", []),
    ],
)  # fmt: skip
def test_a_name_belongs_to_one_country(countries: str, expected: list[str]) -> None:
    """A name or an alias of the dossier's own that is already another country's would take its records."""
    assert problems(f"{RIVER}countries: {countries}\n") == [
        f"1.yaml:{place}: duplicate-id: {message}; choose another name"
        for place, message in (entry.split(": ") for entry in expected)
    ]


@pytest.mark.parametrize(
    "countries",
    [
        "{EU: {name: European Union, aliases: [Nile Basin Initiative]}, NB: {name: Nile Basin Initiative}}",
        "{EU: {name: European Union, aliases: [The Club]}, NB: {name: Nile Basin Initiative, aliases: [club]}}",
    ],
    ids=["name", "alias"],
)
def test_two_bodies_of_a_dossier_share_no_name(countries: str) -> None:
    """Of two that the dossier itself defines under one name, records would get either."""
    assert told(f"{RIVER}countries: {countries}\n") == ["19 duplicate-id"]


def test_what_comes_after_the_day_of_review_is_told_with_what_can_be_done() -> None:
    """An event may be marked as a follow-up; any other record is misdated or the dossier reviewed again."""
    later = "is later than the dossier's as_of, 2025-03-01"
    assert problems(RIVER + event(date="2025-03-02")) == [
        f"1.yaml:20:11: date-after-as-of: 2025-03-02 {later}; mark it with follow_up: true, or correct the date"
    ]
    assert problems(RIVER.replace("since: 2025-02", "since: 2025-04")) == [
        f"1.yaml:13:12: date-after-as-of: 2025-04 {later}; correct the date, or review the dossier and move as_of"
    ]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2025-03-02", []),
        ("2025-03-01", ["the newest evidence, of 2025-03-01, is 31 days old on 2025-04-01, and 30 are allowed"]),
        ("2025-03", ["the newest evidence, of 2025-03, is 31 days old on 2025-04-01, and 30 are allowed"]),
        ("2025", ["the newest evidence, of 2025, is 90 days old on 2025-04-01, and 30 are allowed"]),
        ("2026", []),
        ("2024", ["the newest evidence, of 2024, is 456 days old on 2025-04-01, and 30 are allowed"]),
    ],
)
def test_the_age_of_a_dossier_is_that_of_its_newest_source(date: str, expected: list[str]) -> None:
    """A vague date counts from its first day; the dossier's own day does not count."""
    dossier = read(RIVER.replace("date: 2025-02-20", f"date: {date}"))
    found = age_findings(dossier, datetime.date(2025, 4, 1), 30)
    assert found == [Finding(Rule.STALE, ("as_of",), message) for message in expected]


def test_evidence_without_any_date_is_stale() -> None:
    """Nobody can tell how old it is."""
    dossier = read(RIVER.replace(", date: 2025-02-20", ""))
    assert age_findings(dossier, datetime.date(2025, 4, 1), 30) == [
        Finding(Rule.STALE, ("as_of",), "no source has a date")
    ]


def test_of_many_unknown_words_only_the_first_get_a_suggestion() -> None:
    """Each word is compared with all that is known, and a dossier full of unknown ones must not make that last."""
    ids = [f"source-{number}" for number in range(1000)]
    given = ", ".join(f"sauce-{number}" for number in range(100))
    text = RIVER.replace("evidence: [gazette]", f"evidence: [{given}]").replace(
        "sources:\n",
        "sources:\n" + "".join(f"  - {{id: {entry}, publisher: P, kind: press, title: T}}\n" for entry in ids),
    )
    told = problems(text)
    assert [f"'source-{number}'" in told[number] for number in range(100)] == [True] * 50 + [False] * 50
    assert told[99].endswith("unknown-source: 'sauce-99' is not the id of a source; define it under sources")
