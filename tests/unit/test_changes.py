"""What changed between two days, on a small dossier."""

from __future__ import annotations

import pytest

from briefcli.dossier.changes import changes
from briefcli.dossier.dates import PartialDate
from briefcli.dossier.filters import Filters, Query
from briefcli.dossier.history import Change, ChangeKind
from briefcli.dossier.model import Stage
from samples import asked, read

TEXT = """\
dossier: river-talks
title: Talks on the shared river
subject: the dam upstream
as_of: 2025-12-31
summary: Who talks with whom about the dam.
levels:
  - {id: refuses, label: Refuses, meaning: Refuses talks.}
  - {id: talks, label: Holds talks, meaning: Holds official talks.}
terms: {concerns: {water: Water, power: Power}, sectors: {energy: Energy}}
grades: {press: B}
sources: [{id: gazette, publisher: Example Gazette, kind: press, title: Talks resume}]
stances:
  - {country: Egypt, since: 2025-01, level: refuses, status: No talks, concerns: [water], summary: One., credibility: 2, evidence: [gazette]}
  - {country: Egypt, since: 2025-02, level: talks, status: In talks, concerns: [water], summary: Two., credibility: 2, evidence: [gazette]}
  - {country: Egypt, since: 2025-03, level: talks, status: Near a deal, concerns: [water], summary: Three., credibility: 2, evidence: [gazette]}
  - {country: Egypt, since: 2025-04, level: talks, status: Near a deal, concerns: [power], summary: Four., credibility: 2, evidence: [gazette]}
  - {country: Egypt, since: 2025-05, level: talks, status: Near a deal, concerns: [power], summary: Told in other words., credibility: 2, evidence: [gazette]}
  - {country: Egypt, since: 2025-06, level: refuses, status: No talks, concerns: [power], summary: Six., credibility: 2, evidence: [gazette]}
sectors:
  - {sector: energy, countries: [Egypt, Sudan], initiative: A power line, stage: proposed, since: 2025-01, credibility: 2, evidence: [gazette]}
  - {sector: energy, countries: [Sudan, Egypt], initiative: A power line, stage: agreed, since: 2025-07, credibility: 2, evidence: [gazette]}
events:
  - {date: 2025-08, title: Talks end, evidence: [gazette]}
"""
DOSSIER = read(TEXT)


def told(change: Change[object]) -> tuple[object, ...]:
    """Return a change in a few words."""
    return change.date, change.countries, change.before, change.after


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (
            Filters(country=("Egypt",), since=PartialDate("2025-02")),
            [
                ("sector", "2025-07", "EG", "proposed", "agreed"),
                ("level", "2025-06", "EG", "talks", "refuses"),
                ("restated", "2025-05", "EG", "Near a deal", "Near a deal"),
                ("concerns", "2025-04", "EG", "water", "power"),
                ("status", "2025-03", "EG", "In talks", "Near a deal"),
                ("level", "2025-02", "EG", "refuses", "talks"),
            ],
        ),
        (
            Filters(since=PartialDate("2025"), until=PartialDate("2025-01")),
            [
                ("stance", "2025-01", "EG", None, "refuses"),
                ("sector", "2025-01", "EG SD", None, "proposed"),
            ],
        ),
        (
            Filters(since=PartialDate("2025-07")),
            [
                ("event", "2025-08", "", None, None),
                ("sector", "2025-07", "SD EG", "proposed", "agreed"),
            ],
        ),
        (Filters(since=PartialDate("2026")), []),
        (
            Filters(since=PartialDate("2025-02"), concern=("power",)),
            [
                ("level", "2025-06", "EG", "talks", "refuses"),
                ("restated", "2025-05", "EG", "Near a deal", "Near a deal"),
                ("concerns", "2025-04", "EG", "water", "power"),
            ],
        ),
        (
            Filters(since=PartialDate("2025"), stage=(Stage.AGREED,), country=("Sudan",)),
            [("sector", "2025-07", "SD", "proposed", "agreed")],
        ),
    ],
)
def test_changes_are_what_differs_from_the_record_before(
    filters: Filters, expected: list[tuple[str | None, ...]]
) -> None:
    """What is only worded or judged differently, as in May, is restated, because it is the last change."""
    found = changes(*asked(DOSSIER, filters))
    told = [(str(one.kind), one.date, " ".join(one.countries), one.before, one.after) for one in found]
    assert told == expected


@pytest.mark.parametrize(
    ("undated", "expected"),
    [
        ("since: 2025-07, ", [("2025-01", None, "proposed")]),
        ("since: 2025-01, ", [("2025-07", None, "agreed")]),
        ("", [("2025-01", None, "proposed"), ("2025-07", "proposed", "agreed")]),
    ],
)
def test_a_record_without_a_date_is_before_none(undated: str, expected: list[tuple[str | None, ...]]) -> None:
    """It is unknown whether its stage came first, so it makes neither a step forward nor one back."""
    head, sectors = TEXT.split("\nsectors:\n")
    dossier = read(f"{head}\nsectors:\n{sectors.replace(undated, '')}")
    found = changes(*asked(dossier, Filters(sector=("energy",), country=("Egypt",))))
    assert sorted((change.date, change.before, change.after) for change in found) == expected


@pytest.mark.parametrize("forward", [True, False])
def test_a_stage_follows_the_one_before_it(*, forward: bool) -> None:
    """Of several stages the last one that is earlier; two of one day are not each other's, and the furthest counts."""
    head, _, rest = TEXT.partition("events:")
    line = "  - {{sector: energy, countries: [EG, SD], initiative: a power LINE!, stage: {}, since: {}, credibility: 2, evidence: [gazette]}}\n"
    steps = [("completed", "2025-10"), ("under way", "2025-09"), ("stalled", "2025-09")]
    more = "".join(line.format(*step) for step in (steps if forward else steps[::-1]))
    dossier = read(f"{head}{more}events:{rest}")
    found = changes(*asked(dossier, Filters(sector=("energy",), country=("Egypt",))))
    assert sorted((change.date, change.before, change.after) for change in found) == [
        ("2025-01", None, "proposed"),
        ("2025-07", "proposed", "agreed"),
        ("2025-09", "agreed", "stalled"),
        ("2025-09", "agreed", "under way"),
        ("2025-10", "stalled", "completed"),
    ]


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        ("2025-04-30", [("stance", "2025-05", None, "talks"), ("stance", "2025-04-30", "talks", None)]),
        ("2025-05", [("restated", "2025-05", "Near a deal", "Near a deal")]),
    ],
)
def test_after_a_stance_has_ended_the_next_one_is_none_that_follows(
    ended: str, expected: list[tuple[str | None, ...]]
) -> None:
    """Even where it says the same again, for in between there was none; one that begins on that day follows."""
    text = TEXT.replace("since: 2025-04, level", f"since: 2025-04, ended: {ended}, level")
    window = Filters(since=PartialDate("2025-04-15"), until=PartialDate("2025-05"), concern=("power",))
    found = changes(*asked(read(text), window))
    assert [(str(one.kind), one.date, one.before, one.after) for one in found if one.date != "2025-04"] == expected


def test_the_order_of_the_records_says_nothing() -> None:
    """The stage before is the earlier one, in any place."""
    head, sectors = TEXT.split("\nsectors:\n")
    first, second, *rest = sectors.splitlines(keepends=True)
    transposed = read(f"{head}\nsectors:\n{second}{first}{''.join(rest)}")
    energy = Query(sectors=frozenset({"energy"}))
    assert [told(change) for change in changes(transposed, energy)] == [
        told(one) for one in changes(DOSSIER, energy)
    ]


def test_a_filter_of_sectors_leaves_out_topics_and_events() -> None:
    """They have no sector, as no stance has."""
    found = changes(DOSSIER, Query(sectors=frozenset({"energy"})))
    assert {change.kind for change in found} == {ChangeKind.SECTOR}


@pytest.mark.parametrize(
    ("moves", "expected"),
    [(["up"], ["2025-02"]), (["down"], ["2025-06"]), (["up", "down"], ["2025-06", "2025-02"])],
)
def test_changes_of_level_are_selected_by_direction(moves: list[str], expected: list[str]) -> None:
    """First stances, other changes of stances, and changes of other records have none."""
    assert [change.date for change in changes(DOSSIER, Query(moves=frozenset(moves)))] == expected
