"""Rules on evidence and grades: where they say nothing, and what the bad dossiers do not show."""

from __future__ import annotations

import pytest

from briefcli.dossier import queries
from briefcli.dossier.filters import Query
from samples import RIVER, problems, read, told


def test_a_contradiction_with_a_note_is_explained() -> None:
    """Supporting evidence needs no note."""
    item = "{source: wire, verdict: contradicts, note: Says that talks were called off.}"
    wire = "sources:\n  - {id: wire, publisher: Example Wire, kind: press, title: No talks}\n"
    assert problems(RIVER.replace("[gazette]", f"[gazette, {item}]").replace("sources:\n", wire)) == []


@pytest.mark.parametrize(
    ("grades", "own", "graded"),
    [("{official: A}", "", False), ("{official: A}", ", reliability: C", True), ("{press: F}", "", True)],
)
def test_a_source_without_any_grade_is_reported(grades: str, own: str, *, graded: bool) -> None:
    """A grade for its kind, or one of its own, is enough, even if it is F, cannot be judged."""
    text = RIVER.replace("{press: B}", grades).replace("title: Talks resume", f"title: Talks resume{own}")
    assert told(text) == ([] if graded else ["10 no-grade"])


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ("[{source: gazette, verdict: contradicts, note: No talks.}]", ["18:15: unsupported-claim"]),
        ("[{source: gazette, verdict: contradicts}]", ["18:15: unsupported-claim", "18:16: unexplained-contradiction"]),
        ("[{source: gazette, verdict: contradicts, note: No talks.},"
         " {source: gazette, verdict: contradicts, note: None., locator: p. 2}]", ["18:15: unsupported-claim"]),
        ("[{source: gazette, verdict: contradicts, note: No talks.}, {source: gazette, verdict: partly}]", []),
        ("[{source: gazette, verdict: contradicts, note: No talks.}, gazette]", ["18:16: supports-and-contradicts"]),
        ("[{source: gazette, verdict: partly}]", []),
        ("[]", ["18:15: no-evidence"]),
    ],
)  # fmt: skip
def test_a_claim_that_every_source_contradicts_has_no_source(evidence: str, expected: list[str]) -> None:
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


def sources(*given: str) -> str:
    """Return the sample with a confirmed stance with its sources, each given as publisher and kind."""
    lines = [
        f'  - {{id: s{number}, publisher: "{publisher}", kind: {kind}, title: T{number}}}\n'
        for number, (publisher, kind) in enumerate(source.split(": ") for source in given)
    ]
    grades = "{press: B, agency: B, official: A, reprint: C, aggregator: D}"
    ids = ", ".join(f"s{number}" for number in range(len(given)))
    text = RIVER.replace("{press: B}", grades).replace("sources:\n", "sources:\n" + "".join(lines))
    return text.replace("[gazette]", f"[gazette, {ids}]").replace("credibility: 3", "credibility: 1")


@pytest.mark.parametrize(
    ("given", "confirmed"),
    [
        (["Example Wire: agency"], True),
        (["Nile Ministry: official"], True),
        (["Example Gazette: press"], False),
        (["EXAMPLE GAZETTE: agency"], False),
        (["The Copy (Example Gazette): reprint"], False),
        (["Example Wire via The Copy: reprint"], True),
        (["A list of links: aggregator"], False),
        (["The Copy (Example Gazette): reprint", "A list of links: aggregator"], False),
        (["The Copy (Example Gazette): reprint", "Example Wire via The Copy: reprint"], True),
    ],
)
def test_two_publishers_confirm_a_claim(given: list[str], *, confirmed: bool) -> None:
    """A reprint counts if its origin is not cited already; the origin of an aggregator's report is unknown."""
    assert told(sources(*given)) == ([] if confirmed else [f"{17 + len(given)} confirmed-by-one"])


@pytest.mark.parametrize(
    ("given", "lone"),
    [
        ([], True),
        (["Example Wire: agency"], False),
        (["Example Gazette: press"], True),
        (["The Copy (Example Gazette): reprint"], True),
        (["Example Wire via The Copy: reprint"], False),
        (["Example Gazette via The Copy: reprint"], True),
        (["A list of links: aggregator", "Another list: aggregator"], True),
    ],
)
def test_a_single_source_is_counted_as_for_a_confirmed_claim(given: list[str], *, lone: bool) -> None:
    """`--single-source` finds a claim that fewer than two publishers support in full."""
    dossier = read(sources(*given))
    assert queries.stances(dossier, Query(single_source=True)) == ([*dossier.stances] if lone else [])


def test_partial_support_and_aggregators_leave_a_claim_with_a_single_source() -> None:
    """Neither does an aggregator count where nothing else supports the claim."""
    text = sources("Example Wire: agency", "A list of links: aggregator").replace(
        "credibility: 1", "credibility: 3"
    )
    for evidence in ("[gazette, {source: s0, verdict: partly}]", "[s1]", "[{source: s0, verdict: partly}]"):
        dossier = read(text.replace("[gazette, s0, s1]", evidence))
        assert queries.stances(dossier, Query(single_source=True)) == [*dossier.stances]
    assert queries.stances(read(text), Query(single_source=True)) == []


@pytest.mark.parametrize(
    ("given", "confirmed"),
    [
        (["AFP via Daily News: reprint", "AFP via Evening News: reprint"], False),
        (["AFP via Daily News: reprint", "AFP (Evening News): reprint"], False),
        (["Daily News (AFP): reprint", "Evening News (dpa): reprint"], False),
        (["AFP via Daily News: reprint", "dpa via Daily News: reprint"], True),
    ],
)
def test_reprints_count_as_the_publishers_whose_reports_they_carry(given: list[str], *, confirmed: bool) -> None:
    """Those that are not written as "AFP via Daily News" count as one, because they may go back to one report."""
    text = sources(*given).replace("[gazette, ", "[{source: gazette, verdict: partly}, ")
    assert told(text) == ([] if confirmed else ["19 confirmed-by-one"])


def test_what_bears_a_claim_out_in_part_confirms_nothing() -> None:
    """A confirmed claim needs two that support it in full, and none that contradicts it."""
    text = sources("Example Wire: agency")
    partly = text.replace("[gazette, s0]", "[gazette, {source: s0, verdict: partly}]")
    assert told(partly) == ["18 confirmed-by-one"]
    denied = text.replace("[gazette, s0]", "[gazette, {source: s0, verdict: contradicts, note: N.}]")
    assert told(denied) == ["18 confirmed-although-disputed", "18 confirmed-by-one"]
    assert told(denied.replace("credibility: 1", "credibility: 2")) == []


def test_where_a_source_is_unknown_nothing_is_said_of_publishers() -> None:
    """It may be the second one."""
    assert told(sources("Example Wire: agency").replace("[gazette, s0]", "[gazette, s1]")) == ["19 unknown-source"]


@pytest.mark.parametrize(
    ("archived", "found"),
    [
        ("https://web.archive.org/web/20250220143000/https://example.org/a", True),
        ("http://web.archive.org/web/20250220143000id_/https://example.org/a", True),
        ("https://archive.ph/abcde", True),
        ("https://web.archive.org/web/2025*/https://example.org/a", False),
        ("https://web.archive.org/web/https://example.org/a", False),
        ("https://web.archive.org/web/20251320143000/https://example.org/a", False),
        ("https://web.archive.org/web/19950220143000/https://example.org/a", False),
        ("https://web.archive.org/web/2025022014300/https://example.org/a", False),
        ("https://web.archive.org/web/20250220143000/", False),
        ("https://web.archive.org/save/https://example.org/a", False),
        ("https://web.archive.org/", False),
    ],
)
def test_an_archived_address_is_that_of_one_copy(archived: str, *, found: bool) -> None:
    """The Wayback Machine names each copy by its day and time; of other archives nothing is known."""
    text = RIVER.replace("title: Talks resume", f"title: Talks resume, archived: '{archived}'")
    assert told(text) == ([] if found else ["10 no-copy"])
