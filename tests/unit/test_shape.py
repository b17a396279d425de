"""Every place where a dossier does not have the shape of the model, and what is said of its sound parts."""

from __future__ import annotations

import pytest

from samples import RIVER, problems

FAULTY = """\
dossier: River Talks
title: [Talks, on the shared river]
as_of: 2025-02-30
summary: Who talks with whom about the dam.
levels:
  - {id: talks, label: Holds talks, meaning: Holds official talks.}
  - {id: treaty, label: Treaty}
grades: {press: B}
sources:
  - {id: gazette, publisher: Example Gazette, kind: pres, title: Talks resume, link: x}
stances:
  - country: Egypt
    since: 2025-02
    level: talk
    status: In talks
    summary: Sends a delegation.
    credibility: 9
    evidence: [gazette]
  - country: Sudn
    since: 2025-02
    level: treaty
    status: Has signed
    summary: Signs the treaty.
    credibility: 3
    evidence: [gazete]
events: none
"""


def test_all_faults_are_told_at_once_with_their_remedies() -> None:
    """Faults of shape, and in the sound records what the rules across records find, in file order."""
    assert problems(FAULTY) == [
        "1.yaml:1:1: missing-key: the head has no subject; add subject",
        (
            "1.yaml:1:10: wrong-value: 'River Talks' is not an id of small letters, digits and hyphens; "
            "correct the value"
        ),
        "1.yaml:2:8: wrong-type: title holds a list where text is expected; write text",
        "1.yaml:3:8: bad-date: '2025-02-30' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD",
        "1.yaml:7:5: missing-key: the level has no meaning; add meaning",
        (
            "1.yaml:10:53: wrong-value: 'pres' is not one of official, state-media, agency, broadcaster, press, "
            "specialist, reprint, aggregator; did you mean 'press'?"
        ),
        (
            "1.yaml:10:80: unknown-key: 'link' is not a key here; "
            "the keys here are id, publisher, kind, title, url, date, reliability"
        ),
        (
            "1.yaml:17:18: wrong-value: '9' is not a number from 1 (confirmed) to 6 (cannot be judged); "
            "correct the value"
        ),
        "1.yaml:19:14: unknown-country: 'Sudn' is no country known here; did you mean 'Sudan'?",
        "1.yaml:25:16: unknown-source: 'gazete' is not the id of a source; did you mean 'gazette'?",
        "1.yaml:26:9: wrong-type: events holds text where a list is expected; write a list",
    ]


def test_a_faulty_source_or_level_can_still_be_referred_to() -> None:
    """One fault in an entry is one problem, not one more for every record that names it."""
    text = RIVER.replace("kind: press", "kind: paper").replace(", meaning: Holds official talks.", "")
    assert problems(text) == [
        "1.yaml:7:5: missing-key: the level has no meaning; add meaning",
        (
            "1.yaml:10:53: wrong-value: 'paper' is not one of official, state-media, agency, broadcaster, press, "
            "specialist, reprint, aggregator; correct the value"
        ),
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        (
            "levels:\n  - {id: talks, label: Holds talks, meaning: Holds official talks.}\n",
            "levels: talks\n",
            "6:9: wrong-type: levels holds text where a list is expected; write a list",
        ),
        (
            "levels:\n  - {id: talks, label: Holds talks, meaning: Holds official talks.}\n",
            "levels: []\n",
            "6:9: wrong-value: levels is an empty list; give it at least one item",
        ),
        (
            "levels:\n  - {id: talks, label: Holds talks, meaning: Holds official talks.}\n",
            "",
            "1:1: missing-key: the head has no levels; add levels",
        ),
        (
            "as_of: 2025-03-01",
            "as_of: yesterday",
            "4:8: bad-date: 'yesterday' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        (
            "grades: {press: B}",
            "grades: {press: Z}",
            "8:17: wrong-value: 'Z' is not one of A, B, C, D, E, F; correct the value",
        ),
        (
            "grades: {press: B}",
            "grades: B",
            "8:9: wrong-type: grades holds text where a mapping is expected; write a mapping",
        ),
        (
            "grades: {press: B}",
            "grades: {press: B}\ncountries: Egypt",
            "9:12: wrong-type: countries holds text where a mapping is expected; write a mapping",
        ),
        (
            "grades: {press: B}",
            "grades: {press: B}\nterms: {concerns: [water]}",
            "9:19: wrong-type: concerns holds a list where a mapping is expected; write a mapping",
        ),
    ],
)
def test_where_a_part_is_faulty_nothing_is_said_of_what_rests_on_it(right: str, wrong: str, expected: str) -> None:
    """One slip in the head is one problem, and not one for every record that depends on it."""
    text = RIVER.replace(right, wrong).replace("    summary:", "    concerns: []\n    summary:")
    assert problems(text) == [f"1.yaml:{expected}"]


def test_concerns_without_terms_are_unknown_only_where_there_are_terms() -> None:
    """With no terms at all the missing part would be told once for each stance."""
    text = RIVER.replace("    summary:", "    concerns: [water]\n    summary:")
    assert problems(text) == [
        "1.yaml:16:16: unknown-concern: 'water' is not a concern of this dossier; define it under terms: concerns"
    ]
    assert problems(text.replace("credibility: 3", "credibility: 7")) == [
        (
            "1.yaml:18:18: wrong-value: '7' is not a number from 1 (confirmed) to 6 (cannot be judged); "
            "correct the value"
        )
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("events: ''", "19:9: wrong-type: events holds nothing where a list is expected; write a list"),
        ("events: {}", "19:9: wrong-type: events holds nothing where a list is expected; write a list"),
        ("events: [[]]", ("19:10: wrong-type: here stands nothing where an event with its keys is expected; "
         "write an event with its keys")),
        ("terms: {concerns: {water: [Water]}}",
         "19:27: wrong-type: water holds a list where a label is expected; write a label"),
        ("terms: {concerns: {Water: Water}}",
         "19:20: wrong-value: 'Water' is not an id of small letters, digits and hyphens; correct the value"),
        ("countries: {EU: {name: European Union, alias: Brussels}}",
         "19:40: unknown-key: 'alias' is not a key here; did you mean 'aliases'?"),
        ("countries: {EU: {aliases: [Brussels]}}", "19:17: missing-key: the country has no name; add name"),
        ("owner: desk 4", ("19:1: unknown-key: 'owner' is not a key here; the keys here are dossier, title, "
         "subject, as_of, summary, levels, terms, countries, grades, sources, stances, topics, sectors, events")),
    ],
)  # fmt: skip
def test_a_fault_of_shape_says_what_is_expected(line: str, expected: str) -> None:
    """What was found and what is expected, in the words of the format."""
    assert problems(f"{RIVER}{line}\n") == [f"1.yaml:{expected}"]


def test_values_are_taken_from_their_text() -> None:
    """Numbers and truth values may be quoted or not; YAML does not decide their type."""
    text = RIVER.replace("credibility: 3", "credibility: '3'") + (
        "events:\n  - {date: 2025-04, title: 2025, evidence: [gazette], follow_up: 'true', credibility: \"6\"}\n"
    )
    assert problems(text) == []


@pytest.mark.parametrize("label", ["''", "x" * 61])
def test_a_problem_of_a_key_that_holds_a_newline_is_told_in_one_line(label: str) -> None:
    """Editors and scripts read one problem a line, whatever a key is called."""
    found = problems(f'{RIVER}terms: {{concerns: {{"a\\nb": {label}}}}}\n')
    assert [line.split(": ")[0] for line in found] == ["1.yaml:19:20", "1.yaml:19:28"]
    assert not any("\n" in line for line in found)
