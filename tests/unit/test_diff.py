"""What a curator changed: by record, matched by what identifies it, at any place in the file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from briefcli.dossier.diff import DIFFERING, differences_between
from samples import read

if TYPE_CHECKING:
    from types import FrameType

    from briefcli.dossier.model import Dossier

RIVER = """\
dossier: river-talks
title: Talks on the shared river
subject: the dam upstream
as_of: 2025-03-01
summary: >-
  Who talks with whom
  about the dam.
levels:
  - {id: refuses, label: Refuses talks, meaning: Refuses to talk.}
  - {id: talks, label: Holds talks, meaning: Holds official talks.}
  - {id: treaty, label: Treaty, meaning: Has signed a treaty.}
terms:
  concerns: {water: Water shares, power: Hydropower}
  sectors: {energy: Energy, farming: Farming}
countries: {NB: {name: Nile Basin Initiative}, EG: {name: Egypt, aliases: [Cairo]}}
grades: {official: A, press: B}
sources:
  - {id: gazette, publisher: Example Gazette, kind: press, title: Talks resume, date: 2025-02-20}
  - {id: ministry, publisher: Ministry of Water, kind: official, title: Statement, url: "https://example.org/water"}
  - {id: wire, publisher: Example Wire, kind: press, title: Walk-out, reliability: C}
stances:
  - country: Egypt
    since: 2025-02
    level: talks
    status: In talks
    concerns: [water, power]
    summary: Sends a delegation.
    credibility: 3
    evidence: [gazette, {source: ministry, verdict: partly, locator: p. 4, note: Names no envoy.}]
topics:
  - {kind: agenda, title: Water shares, summary: Who may take how much., countries: [Egypt, Sudan], since: 2024-11,
     credibility: 2, evidence: [gazette]}
sectors:
  - {sector: energy, countries: [Sudan], initiative: A power line, stage: proposed, since: 2024, credibility: 2,
     evidence: [ministry]}
  - {sector: energy, countries: [Sudan], initiative: A power line, stage: agreed, since: 2025, credibility: 4,
     evidence: [wire]}
events:
  - {date: 2025-02-16, title: Delegations meet, countries: [Egypt, NB], credibility: 2, evidence: [gazette]}
"""

#: What the records above are called.
STANCE = ("stance", "Egypt, since 2025-02")
TOPIC = ("topic", "agenda, Egypt, Sudan: Water shares")
LINE = ("sector", "Energy, Sudan: A power line, since 2025")
EVENT = ("event", "2025-02-16, Delegations meet")


def differences(old: str, new: str) -> list[tuple[object, ...]]:
    """Return the differences of two versions, each without the fields that say nothing."""
    found = (structs.astuple(difference) for difference in differences_between(read(old), read(new)))
    return [row[:3] if row[0] in {"added", "removed"} else row for row in found]


def edited(*replacements: tuple[str, str]) -> str:
    """Return the dossier with each text replaced, which has to occur once."""
    text = RIVER
    for old, new in replacements:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("river-talks", "river", ("head", "river", "dossier", "river-talks", "river")),
        ("as_of: 2025-03-01", "as_of: 2025-03", ("head", "river-talks", "as_of", "2025-03-01", "2025-03")),
        ("Refuses to talk.", "Stays away.", ("level", "refuses", "meaning", "Refuses to talk.", "Stays away.")),
        ("Hydropower", "Power", ("concern", "power", "label", "Hydropower", "Power")),
        ("farming: Farming", "farming: Farms", ("sector term", "farming", "label", "Farming", "Farms")),
        ("Nile Basin Initiative", "Nile Basin", ("country", "NB", "name", "Nile Basin Initiative", "Nile Basin")),
        ("[Cairo]", "[Cairo, Misr]", ("country", "EG", "aliases", ("Cairo",), ("Cairo", "Misr"))),
        ("press: B", "press: D", ("grade", "press", "reliability", "B", "D")),
        ("Talks resume", "Talks go on", ("source", "gazette", "title", "Talks resume", "Talks go on")),
        ("reliability: C", "reliability: D", ("source", "wire", "reliability", "C", "D")),
        (", reliability: C", "", ("source", "wire", "reliability", "C", None)),
        (", url: ", ", date: 2025, url: ", ("source", "ministry", "date", None, "2025")),
        ("In talks", "Talking", (*STANCE, "status", "In talks", "Talking")),
        ("[water, power]", "[power, water]", (*STANCE, "concerns", ("water", "power"), ("power", "water"))),
        ("concerns: [water, power]", "", (*STANCE, "concerns", ("water", "power"), ())),
        ("credibility: 3", "credibility: 5", (*STANCE, "credibility", "3", "5")),
        ("title: Water shares", "title: WATER SHARES", None),
        ("Who may take", "Who takes", (*TOPIC, "summary", "Who may take how much.", "Who takes how much.")),
        ("since: 2024-11,", "", (*TOPIC, "since", "2024-11", None)),
        ("stage: agreed", "stage: completed", (*LINE, "stage", "agreed", "completed")),
        ("NB], cred", "NB], summary: In Cairo., cred", (*EVENT, "summary", None, "In Cairo.")),
    ],
)
def test_a_changed_field_is_one_difference(old: str, new: str, changed: tuple[object, ...] | None) -> None:
    """With the kind and the name of its record, its key, and its old and new value as text."""
    expected = changed or ("topic", "agenda, Egypt, Sudan: WATER SHARES", "title", "Water shares", "WATER SHARES")
    assert differences(RIVER, edited((old, new))) == [("changed", *expected)]


@pytest.mark.parametrize(
    ("old", "new", "field", "told"),
    [
        (
            "{source: ministry, verdict: partly, ",
            "{source: ministry, ",
            "ministry",
            "supports (p. 4): Names no envoy.",
        ),
        (", note: Names no envoy.", "", "ministry", "partly (p. 4)"),
        ("locator: p. 4, ", "", "ministry", "partly: Names no envoy."),
        (
            "Names no envoy.}",
            "Names no envoy.}, {source: ministry, locator: p. 9}",
            "ministry",
            ("partly (p. 4): Names no envoy.", "supports (p. 9)"),
        ),
        ("Names no envoy.}", "Names no envoy.}, wire", "wire", "supports"),
    ],
)
def test_evidence_is_compared_by_source(old: str, new: str, field: str, told: object) -> None:
    """A source is listed with its verdict, its place and its note; cited several times, each of these."""
    before = "partly (p. 4): Names no envoy." if field == "ministry" else None
    expected = ("changed", *STANCE, f"evidence: {field}", before, told)
    assert differences(RIVER, edited((old, new))) == [expected]
    assert differences(edited((old, new)), RIVER) == [(*expected[:4], told, before)]


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("country: Egypt", "country: Sudan", STANCE, ("stance", "Sudan, since 2025-02")),
        ("kind: agenda", "kind: challenge", TOPIC, ("topic", "challenge, Egypt, Sudan: Water shares")),
        ("concerns: {water: W", "concerns: {rain: Rain, water: W", None, ("concern", "rain")),
        ("farming: Farming", "fish: Fishing", ("sector term", "farming"), ("sector term", "fish")),
        (
            "levels:\n",
            "levels:\n  - {id: war, label: War, meaning: Fights.}\n",
            None,
            ("level", "war"),
        ),
        ("{official: A,", "{agency: B, official: A,", None, ("grade", "agency")),
        ("NB: {name", "XN: {name: North}, NB: {name", None, ("country", "XN")),
    ],
)
def test_another_identity_is_a_removal_and_an_addition(
    old: str, new: str, removed: tuple[str, str] | None, added: tuple[str, str]
) -> None:
    """What identifies a record is never reported as a changed field."""
    expected = [("added", *added), *([("removed", *removed)] if removed else [])]
    assert sorted(differences(RIVER, edited((old, new)))) == expected


@pytest.mark.parametrize(
    ("old", "new", "edit", "record", "field"),
    [
        ("since: 2025-02\n", "since: 2025-02-10\n", "re-dated", ("stance", "Egypt, since 2025-02-10"), "since"),
        ("title: Water shares", "title: Shares", "renamed", ("topic", "agenda, Egypt, Sudan: Shares"), "title"),
        ("date: 2025-02-16", "date: 2025-02-17", "re-dated", ("event", "2025-02-17, Delegations meet"), "date"),
        (
            "title: Delegations meet",
            "title: Envoys meet",
            "renamed",
            ("event", "2025-02-16, Envoys meet"),
            "title",
        ),
        (
            "A power line, stage: agreed",
            "A dam, stage: agreed",
            "renamed",
            ("sector", "Energy, Sudan: A dam, since 2025"),
            "initiative",
        ),
    ],
)
def test_a_record_that_is_alike_but_for_a_date_or_a_name_is_the_same(
    old: str, new: str, edit: str, record: tuple[str, str], field: str
) -> None:
    """It is reported once, with the date or name before and after."""
    ((*found, was, now),) = differences(RIVER, edited((old, new)))
    assert found == [edit, *record, field]
    assert (str(was) in old, str(now) in new) == (True, True)


def test_a_stance_that_is_dated_more_exactly_keeps_its_other_edits() -> None:
    """It is the commonest correction, and other edits are reported beside it."""
    new = edited(("since: 2025-02\n", "since: 2025-02-10\n"), ("status: In talks", "status: Talking"))
    assert differences(RIVER, new) == [
        ("re-dated", "stance", "Egypt, since 2025-02-10", "since", "2025-02", "2025-02-10"),
        ("changed", "stance", "Egypt, since 2025-02-10", "status", "In talks", "Talking"),
    ]


def test_who_might_be_either_of_two_is_removed_and_added() -> None:
    """Two events that are alike, and two others in their place: they cannot be matched."""
    extra = "  - {date: 2025-02-16, title: One, evidence: [wire]}\n  - {date: 2025-02-16, title: Two, evidence: [wire]}\n"
    old = RIVER + extra
    new = RIVER + extra.replace("One", "Three").replace("Two", "Four")
    assert [row[0] for row in differences(old, new)] == ["added", "removed", "added", "removed"]


def test_another_id_is_reported_once() -> None:
    """Of a source, a level or a term, and not again in each record that names it; of a record, if it was written."""
    assert differences(RIVER, RIVER.replace("gazette", "gazette-march")) == [
        ("renamed", "source", "gazette-march", "id", "gazette", "gazette-march")
    ]
    named = edited(("  - country: Egypt\n", "  - id: cairo\n    country: Egypt\n"))
    moved = named.replace("since: 2025-02\n", "since: 2024-11-03\n").replace("status: In talks", "status: Talking")
    assert differences(RIVER, named) == [("changed", *STANCE, "id", None, "cairo")]
    assert [row[0] for row in differences(named, moved)] == ["changed", "changed"]


def test_a_version_does_not_differ_from_itself() -> None:
    """Nor from one with its records, terms, sources, countries and evidence in another order."""
    moved = edited(
        ("water: Water shares, power: Hydropower", "power: Hydropower, water: Water shares"),
        ("energy: Energy, farming: Farming", "farming: Farming, energy: Energy"),
        ("official: A, press: B", "press: B, official: A"),
        ("[Egypt, Sudan]", "[Sudan, Egypt]"),
        (
            "[gazette, {source: ministry, verdict: partly, locator: p. 4, note: Names no envoy.}]",
            "[{source: ministry, verdict: partly, locator: p. 4, note: Names no envoy.}, {source: gazette}]",
        ),
    )
    head, _, sectors = moved.partition("sectors:\n  - {")
    lines, _, events = sectors.partition("events:")
    first, second = lines.split("  - {")
    assert differences(RIVER, RIVER) == []
    assert differences(RIVER, f"{head}sectors:\n  - {{{second}  - {{{first}events:{events}") == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("country: Egypt", "country: EGY"),
        ("[Egypt, Sudan]", "[Cairo, SD]"),
        ("countries: {NB", "countries: {SD: {name: Sudan, aliases: [SDN]}, NB"),
        (">-\n  Who talks with whom\n  about the dam.", "Who talks with whom about the dam."),
        ("[gazette, {s", "[{source: gazette, verdict: supports}, {s"),
        ("title: Talks resume", 'reliability: B, title: "Talks resume"'),
    ],
)
def test_another_way_to_write_the_same_is_no_difference(old: str, new: str) -> None:
    """A country under another of its names, a folded text, and what may be left to be understood."""
    assert differences(RIVER, edited((old, new))) == []


def test_rules_and_groups_are_compared_too() -> None:
    """In a group the order of the countries says nothing."""
    head = "rules: [A visit is talks.]\ngroups: {nile: {label: The Nile, countries: [Egypt, Sudan]}}\n"
    changed = head.replace("A visit", "Each visit").replace("[Egypt, Sudan]", "[Sudan, EGY, Ethiopia]")
    assert differences(RIVER + head, RIVER + changed) == [
        ("changed", "head", "river-talks", "rules", ("A visit is talks.",), ("Each visit is talks.",)),
        ("changed", "group", "nile", "countries", ("EG", "SD"), ("EG", "ET", "SD")),
    ]


def test_the_order_of_the_levels_is_a_field_of_the_head() -> None:
    """They are a ladder; but a level that is added or removed does not move the others."""
    refuses = "  - {id: refuses, label: Refuses talks, meaning: Refuses to talk.}\n"
    moved = edited((refuses, ""), ("terms:\n", f"{refuses}terms:\n"))
    order = (("refuses", "talks", "treaty"), ("talks", "treaty", "refuses"))
    assert differences(RIVER, moved) == [("changed", "head", "river-talks", "levels", *order)]


def test_a_kind_with_another_grade_is_reported_once() -> None:
    """Not again for each source of that kind, unless the source keeps its letter on its own account."""
    regraded = ("changed", "grade", "official", "reliability", "A", "B")
    assert differences(RIVER, edited(("official: A", "official: B"))) == [regraded]
    kept = edited(("official: A", "official: B"), ("title: Statement", "reliability: A, title: Statement"))
    assert differences(RIVER, kept) == [regraded, ("changed", "source", "ministry", "reliability", None, "A")]


@pytest.mark.parametrize(("before", "after"), [("B", "C"), ("C", "B")])
def test_a_source_that_keeps_its_own_letter_is_no_difference(before: str, after: str) -> None:
    """Even where that of its kind becomes the same, or was."""
    old, new = (edited(("press: B", f"press: {letter}")) for letter in (before, after))
    assert differences(old, new) == [("changed", "grade", "press", "reliability", before, after)]


def test_records_of_one_identity_are_paired_with_what_is_most_like_them() -> None:
    """A piece of cooperation may occur once for each of its stages."""
    third = "  - {sector: energy, countries: [SD], initiative: a power line!, stage: completed, since: 2025-03,\n"
    longer = edited(("sectors:\n", f"sectors:\n{third}     credibility: 2, evidence: [wire]}}\n"))
    last = ("sector", "Energy, Sudan: a power line!, since 2025-03")
    assert differences(RIVER, longer) == [("added", *last)]
    assert differences(longer, RIVER) == [("removed", *last)]


def test_the_most_alike_are_paired_first() -> None:
    """One changed field is fewer than three, whatever comes first by name."""
    line = "  - {{sector: energy, countries: [SD], initiative: A dam, {}, evidence: [wire]}}\n"
    old = line.format("stage: proposed, since: 2021, credibility: 1") + line.format(
        "stage: agreed, since: 2022, credibility: 2"
    )
    new = line.format("stage: completed, since: 2023, credibility: 2") + line.format(
        "stage: proposed, since: 2024, credibility: 1"
    )
    found = differences(*(edited(("events:\n", f"{records}events:\n")) for records in (old, new)))
    assert found == [
        ("changed", "sector", "Energy, Sudan: A dam, since 2023", "stage", "agreed", "completed"),
        ("changed", "sector", "Energy, Sudan: A dam, since 2023", "since", "2022", "2023"),
        ("changed", "sector", "Energy, Sudan: A dam, since 2024", "since", "2021", "2024"),
    ]


def test_differences_are_by_kind_and_name() -> None:
    """In the order of a dossier, whatever the order in the file."""
    new = edited(
        ("as_of: 2025-03-01", "as_of: 2025-03-02"),
        ("Example Wire", "The Wire"),
        ("Example Gazette", "The Gazette"),
        ("country: Egypt", "country: NB"),
        ("summary: Who may", "summary: Who must"),
        ("credibility: 4", "credibility: 1"),
        ("Delegations meet", "Envoys meet"),
    )
    found = differences(RIVER, new)
    assert [row if row[0] == "renamed" else row[:3] for row in found] == [
        ("changed", "head", "river-talks"),
        ("changed", "source", "gazette"),
        ("changed", "source", "wire"),
        ("removed", "stance", "Egypt, since 2025-02"),
        ("added", "stance", "Nile Basin Initiative, since 2025-02"),
        ("changed", *TOPIC),
        ("changed", *LINE),
        ("renamed", "event", "2025-02-16, Envoys meet", "title", "Delegations meet", "Envoys meet"),
    ]
    kinds = list(DIFFERING)
    ranks = [kinds.index(str(row[1])) for row in found]
    assert ranks == sorted(ranks)


def test_many_records_of_one_identity_are_not_each_compared_with_each() -> None:
    """Twice as many take about twice the comparisons, and each is still matched with the one most like it."""
    dossier = read(RIVER)
    compared = 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal compared
        compared += event == "call" and frame.f_code.co_name == "_changes"

    def version(word: str, number: int) -> Dossier:
        lines = (
            structs.replace(dossier.sectors[0], id=f"sector-{each}", outcome=f"Outcome {each:04}", summary=word)
            for each in range(number)
        )
        return structs.replace(dossier, sectors=tuple(lines))

    counts = []
    for number in (100, 200):
        old, new, compared = version("Was.", number), version("Is.", number), 0
        sys.setprofile(count)
        try:
            found = differences_between(old, new)
        finally:
            sys.setprofile(None)
        assert [(one.field, one.old, one.new) for one in found] == [("summary", "Was.", "Is.")] * number
        counts.append(compared)
    assert 100 <= counts[0] <= 100 * 20
    assert counts[1] < 2.2 * counts[0]
