"""Filters and orders: some of the records of a dossier, always in the same order."""

from __future__ import annotations

import datetime
import random
from collections import Counter

import pytest
from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.dates import PartialDate
from briefcli.dossier.filters import Filters, Query
from briefcli.dossier.kinds import RECORD_KEYS
from briefcli.dossier.model import Event, Record, Sector, SourceKind, Stage, Stance, Topic, TopicKind
from briefcli.dossier.past import snapshot_of
from briefcli.pages.context import Context
from samples import RIVER as RIVER_TALKS
from samples import STANCE, asked, read

RIVER = """\
dossier: river-talks
title: Talks on the shared river
subject: the dam upstream
as_of: 2025-03-01
summary: Who talks with whom about the dam.
levels:
  - {id: refuses, label: Refuses talks, meaning: Refuses to talk.}
  - {id: talks, label: Holds talks, meaning: Holds official talks.}
  - {id: treaty, label: Treaty, meaning: Has signed a treaty.}
terms:
  concerns: {water: Water shares, power: Hydropower}
  sectors: {energy: Energy, farming: Farming}
countries: {NB: {name: Nile Basin Initiative}}
groups: {upper: {label: The upper river, countries: [Sudan, Ethiopia]}}
grades: {official: A, press: B}
sources:
  - {id: gazette-2024, publisher: Example Gazette, kind: press, title: Talks resume, date: 2024-11}
  - {id: gazette-2025, publisher: Example Gazette, kind: press, title: Délégation in Khartoum, date: 2025-02-20}
  - {id: ministry, publisher: Ministry of Water, kind: official, title: Statement, url: "https://example.org/water"}
  - {id: wire, publisher: Example Wire, kind: press, title: Walk-out, date: 2025-02-20}
stances:
  - {country: Sudan, since: 2025-01-15, level: talks, status: In talks, concerns: [power], summary: Sends envoys.,
     credibility: 3, evidence: [gazette-2025]}
  - {country: Egypt, since: 2024, level: talks, status: Opens talks, concerns: [water], summary: Sends a minister.,
     credibility: 2, evidence: [gazette-2024]}
  - {country: Egypt, since: 2025-02, level: refuses, status: Walks out, concerns: [water, power],
     summary: Leaves the room., credibility: 4,
     evidence: [wire, {source: ministry, verdict: contradicts, note: Stays.}]}
  - {country: Ethiopia, since: 2023-06, level: treaty, status: Signs, summary: Signs the accord., credibility: 1,
     evidence: [ministry]}
topics:
  - {kind: challenge, title: Dry years, summary: Who gives way., countries: [], credibility: 6, evidence: [wire]}
  - {kind: agenda, title: Water shares, summary: Who may take how much., countries: [Egypt, Sudan], since: 2024-11,
     credibility: 2, evidence: [gazette-2024]}
  - {kind: agenda, title: Filling, summary: How fast., countries: [Ethiopia], since: 2025-02-16, credibility: 3,
     evidence: [gazette-2025]}
sectors:
  - {sector: energy, countries: [], outcome: Cheaper power, stage: proposed, credibility: 3, evidence: [wire]}
  - {sector: farming, countries: [Sudan], initiative: New canals, stage: under way, since: 2024-05, credibility: 2,
     evidence: [gazette-2024]}
  - {sector: energy, countries: [Ethiopia, Sudan], initiative: A power line, stage: agreed, credibility: 2,
     evidence: [ministry]}
  - {sector: energy, countries: [Ethiopia, Sudan], initiative: A power line, stage: completed, credibility: 4,
     evidence: [wire]}
events:
  - {date: 2025-02-16, title: Delegations meet, countries: [Egypt, Sudan, NB], credibility: 2,
     evidence: [gazette-2025]}
  - {date: 2024-11, title: Talks resume, evidence: [gazette-2024]}
  - {date: 2025-03-05, title: Talks end, countries: [Egypt], follow_up: true, evidence: [wire]}
"""
DOSSIER = read(RIVER)


def date(text: str) -> PartialDate:
    """Return a partial date; the tests write it as text."""
    return PartialDate(text)


def told(record: Record) -> str:
    """Return a record in a few words."""
    match record:
        case Stance():
            return f"{record.country} {record.since} {record.level}"
        case Topic():
            return f"{record.kind} {record.title}"
        case Sector():
            return f"{','.join(record.countries) or '-'} {record.sector} {record.stage}"
        case Event():
            return f"{record.date} {record.title}"
        case _:
            return record.id


def stances(filters: Filters) -> list[str]:
    """Return the stances that pass, in a few words each."""
    return [told(stance) for stance in queries.stances(*asked(DOSSIER, filters))]


def test_without_filters_the_stances_in_force_are_by_level_and_name() -> None:
    """Of each country the newest stance, the highest level first."""
    assert stances(Filters()) == ["ET 2023-06 treaty", "SD 2025-01-15 talks", "EG 2025-02 refuses"]


def test_history_shows_superseded_stances_too() -> None:
    """Within a level they are sorted by country, the newest first."""
    assert stances(Filters(history=True)) == [
        "ET 2023-06 treaty",
        "EG 2024 talks",
        "SD 2025-01-15 talks",
        "EG 2025-02 refuses",
    ]


def test_of_a_country_on_one_level_the_newest_comes_first() -> None:
    """Whatever the order in the file."""
    again = (
        "  - {country: Egypt, since: 2024-06, level: talks, status: Talks on, summary: Goes on., credibility: 2,\n"
        "     evidence: [gazette-2024]}\n"
    )
    dossier = read(RIVER.replace("topics:\n", f"{again}topics:\n"))
    found = queries.stances(dossier, Query(history=True, countries=frozenset({"EG"}), levels=frozenset({"talks"})))
    assert [stance.since for stance in found] == ["2024-06", "2024"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-02-01", ["ET 2023-06 treaty", "SD 2025-01-15 talks", "EG 2025-02 refuses"]),
        ("2025-02", ["ET 2023-06 treaty", "SD 2025-01-15 talks", "EG 2025-02 refuses"]),
        ("2025-01-31", ["ET 2023-06 treaty", "EG 2024 talks", "SD 2025-01-15 talks"]),
        ("2025-01-14", ["ET 2023-06 treaty", "EG 2024 talks"]),
        ("2024", ["ET 2023-06 treaty", "EG 2024 talks"]),
        ("2023", ["ET 2023-06 treaty"]),
        ("2022-12-31", []),
    ],
)
def test_on_an_earlier_day_the_stances_of_that_day_are_in_force(day: str, expected: list[str]) -> None:
    """A vague day means its last, and a vague stance may have begun on the first of its days."""
    assert stances(Filters(as_of=date(day))) == expected


def test_history_on_an_earlier_day_ends_on_that_day() -> None:
    """What had not begun was not history then."""
    assert stances(Filters(as_of=date("2024-06"), history=True)) == ["ET 2023-06 treaty", "EG 2024 talks"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(country=("egypt",)), ["EG 2025-02 refuses"]),
        (Filters(country=("EGY", "sd")), ["SD 2025-01-15 talks", "EG 2025-02 refuses"]),
        (Filters(country=("Japan",)), []),
        (Filters(concern=("power",)), ["SD 2025-01-15 talks", "EG 2025-02 refuses"]),
        (Filters(concern=("power",), level=("talks",)), ["SD 2025-01-15 talks"]),
        (Filters(level=("refuses", "treaty")), ["ET 2023-06 treaty", "EG 2025-02 refuses"]),
        (Filters(min_level="talks"), ["ET 2023-06 treaty", "SD 2025-01-15 talks"]),
        (Filters(max_level="talks"), ["SD 2025-01-15 talks", "EG 2025-02 refuses"]),
        (Filters(min_level="talks", max_level="talks"), ["SD 2025-01-15 talks"]),
        (Filters(min_level="talks", level=("refuses",)), []),
        (Filters(source=("ministry",)), ["ET 2023-06 treaty", "EG 2025-02 refuses"]),
        (Filters(credibility=1), ["ET 2023-06 treaty"]),
        (Filters(credibility=3), ["ET 2023-06 treaty", "SD 2025-01-15 talks"]),
        (Filters(since=date("2025")), ["SD 2025-01-15 talks", "EG 2025-02 refuses"]),
        (Filters(since=date("2025-02")), ["EG 2025-02 refuses"]),
        (Filters(since=date("2025-02-28")), ["EG 2025-02 refuses"]),
        (Filters(until=date("2025-01")), ["ET 2023-06 treaty", "SD 2025-01-15 talks"]),
        (Filters(until=date("2024")), ["ET 2023-06 treaty"]),
        (Filters(until=date("2024"), history=True), ["ET 2023-06 treaty", "EG 2024 talks"]),
        (Filters(since=date("2024-12-31"), until=date("2025-01"), history=True),
         ["EG 2024 talks", "SD 2025-01-15 talks"]),
        (Filters(grep=("SENDS",)), ["SD 2025-01-15 talks"]),
        (Filters(grep=("delegation in khartoum",)), ["SD 2025-01-15 talks"]),
        (Filters(grep=("délégation",)), ["SD 2025-01-15 talks"]),
        (Filters(grep=("hydropower",)), ["SD 2025-01-15 talks", "EG 2025-02 refuses"]),
        (Filters(grep=("stays.", "accord")), ["ET 2023-06 treaty", "EG 2025-02 refuses"]),
        (Filters(grep=("example.org/water", "zzz")), ["ET 2023-06 treaty", "EG 2025-02 refuses"]),
        (Filters(grep=("zzz",)), []),
        (Filters(disputed=True), ["EG 2025-02 refuses"]),
        (Filters(single_source=True, history=True),
         ["ET 2023-06 treaty", "EG 2024 talks", "SD 2025-01-15 talks", "EG 2025-02 refuses"]),
        (Filters(main_concern=("power",)), ["SD 2025-01-15 talks"]),
        (Filters(main_concern=("power", "Water shares")), ["SD 2025-01-15 talks", "EG 2025-02 refuses"]),
        (Filters(region=("northern africa",)), ["SD 2025-01-15 talks", "EG 2025-02 refuses"]),
        (Filters(region=("Eastern Africa", "Northern Africa"), country=("Egypt", "Ethiopia")),
         ["ET 2023-06 treaty", "EG 2025-02 refuses"]),
        (Filters(region=("The upper river",)), ["ET 2023-06 treaty", "SD 2025-01-15 talks"]),
        (Filters(region=("upper", "Asia"), country=("Egypt",)), []),
        (Filters(level_since=date("2025")), ["SD 2025-01-15 talks", "EG 2025-02 refuses"]),
        (Filters(level_since=date("2025-02-28")), ["EG 2025-02 refuses"]),
    ],
)  # fmt: skip
def test_filters_narrow_the_stances(filters: Filters, expected: list[str]) -> None:
    """Several values of one filter widen it, several filters narrow the result."""
    assert stances(filters) == expected


def test_a_later_step_on_a_level_is_not_the_beginning_of_the_run_on_it() -> None:
    """Filtered by since, a stance has its own day, and filtered by level_since that of the first one."""
    again = STANCE.replace("2025-02", "2025-03").replace("In talks", "In new talks")
    dossier = read(RIVER_TALKS.replace("as_of: 2025-03-01", "as_of: 2025-03-31") + again)
    for filters, expected in (
        (Filters(since=date("2025-03")), ["EG 2025-03 talks"]),
        (Filters(level_since=date("2025-03")), []),
        (Filters(level_since=date("2025-02"), history=True), ["EG 2025-03 talks", "EG 2025-02 talks"]),
    ):
        assert [told(stance) for stance in queries.stances(*asked(dossier, filters))] == expected


@pytest.mark.parametrize(
    ("as_of", "today", "days", "stale"),
    [
        (None, None, 8, True),
        (None, None, 9, False),
        (None, "2025-03-11", 18, True),
        (None, "2025-03-11", 19, False),
        ("2025-02-25", "2025-03-11", 4, True),
        ("2025-02-25", "2025-03-11", 5, False),
        ("2025-02-19", "2025-03-11", 9999, True),
    ],
)
def test_a_country_is_stale_that_was_not_checked_for_so_many_days(
    as_of: str | None, today: str | None, days: int, *, stale: bool
) -> None:
    """Its only source is of 2025-02-20; ages are of the requested day, else today, else the dossier's day."""
    day = datetime.date.fromisoformat(today) if today else None
    filters = Filters(stale=days, as_of=date(as_of) if as_of else None, today=day)
    assert bool(queries.stances(*asked(read(RIVER_TALKS), filters))) is stale


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(level=("Holds talks",)), ["SD 2025-01-15 talks"]),
        (Filters(level=("HOLDS TALKS", "Treaty")), ["ET 2023-06 treaty", "SD 2025-01-15 talks"]),
        (Filters(level=("TALKS",)), ["SD 2025-01-15 talks"]),
        (Filters(min_level="holds talks"), ["ET 2023-06 treaty", "SD 2025-01-15 talks"]),
        (Filters(max_level="refuses Talks"), ["EG 2025-02 refuses"]),
        (Filters(concern=("hydroPOWER",)), ["SD 2025-01-15 talks", "EG 2025-02 refuses"]),
        (Filters(concern=("water shares",)), ["EG 2025-02 refuses"]),
        (Filters(source=("Ministry",)), ["ET 2023-06 treaty", "EG 2025-02 refuses"]),
    ],
)
def test_a_label_or_an_id_in_any_case_is_taken_for_the_id(filters: Filters, expected: list[str]) -> None:
    """A table shows labels, and what it shows can be typed."""
    assert stances(filters) == expected


def test_a_label_is_taken_for_the_id_of_a_sector_too() -> None:
    """A sector is printed with its label."""
    found = queries.sectors(*asked(DOSSIER, Filters(sector=("FARMING",))))
    assert [told(record) for record in found] == ["SD farming under way"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["agenda Filling", "agenda Water shares", "challenge Dry years"]),
        (Filters(kind=(TopicKind.CHALLENGE,)), ["challenge Dry years"]),
        (Filters(country=("Sudan",)), ["agenda Water shares"]),
        (Filters(as_of=date("2025-02-15")), ["agenda Water shares"]),
        (Filters(since=date("2024")), ["agenda Filling", "agenda Water shares"]),
        (Filters(credibility=6), ["agenda Filling", "agenda Water shares", "challenge Dry years"]),
    ],
)
def test_topics_are_by_kind_and_title(filters: Filters, expected: list[str]) -> None:
    """A topic without a date begins with its earliest source, and is in no window."""
    assert [told(topic) for topic in queries.topics(*asked(DOSSIER, filters))] == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (
            Filters(),
            ["ET,SD energy agreed", "ET,SD energy completed", "SD farming under way", "- energy proposed"],
        ),
        (
            Filters(sector=("energy",), stage=(Stage.AGREED, Stage.PROPOSED)),
            ["ET,SD energy agreed", "- energy proposed"],
        ),
        (Filters(country=("SDN",)), ["ET,SD energy agreed", "ET,SD energy completed", "SD farming under way"]),
        (Filters(until=date("2024")), ["SD farming under way"]),
        (Filters(grep=("FARMING",)), ["SD farming under way"]),
    ],
)
def test_cooperation_is_by_country_with_partners_in_general_last(filters: Filters, expected: list[str]) -> None:
    """What is for nobody in particular comes after what is for somebody."""
    assert [told(record) for record in queries.sectors(*asked(DOSSIER, filters))] == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["2024-11 Talks resume", "2025-02-16 Delegations meet", "2025-03-05 Talks end"]),
        (Filters(country=("nile basin initiative",)), ["2025-02-16 Delegations meet"]),
        (Filters(credibility=6), ["2025-02-16 Delegations meet"]),
        (Filters(since=date("2024-11-30"), until=date("2025-02")),
         ["2024-11 Talks resume", "2025-02-16 Delegations meet"]),
        (Filters(as_of=date("2025-03-01")), ["2024-11 Talks resume", "2025-02-16 Delegations meet"]),
    ],
)  # fmt: skip
def test_events_are_in_order_of_their_dates(filters: Filters, expected: list[str]) -> None:
    """An event without credibility is at most as credible as nothing."""
    assert [told(event) for event in queries.events(*asked(DOSSIER, filters))] == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["gazette-2025", "wire", "gazette-2024", "ministry"]),
        (Filters(kind=(SourceKind.OFFICIAL,)), ["ministry"]),
        (Filters(source=("wire", "ministry")), ["wire", "ministry"]),
        (Filters(country=("Ethiopia",)), ["gazette-2025", "wire", "ministry"]),
        (Filters(country=("NB",)), ["gazette-2025"]),
        (Filters(region=("upper",), disputed=True), []),
        (Filters(disputed=True), ["wire", "ministry"]),
        (Filters(since=date("2025")), ["gazette-2025", "wire"]),
        (Filters(as_of=date("2024")), ["gazette-2024", "ministry"]),
        (Filters(grep=("delegation",)), ["gazette-2025"]),
    ],
)
def test_sources_are_by_their_dates_newest_first(filters: Filters, expected: list[str]) -> None:
    """Those without a date come last; a country selects the sources of its records."""
    assert [source.id for source in queries.sources(*asked(DOSSIER, filters))] == expected


@pytest.mark.parametrize("seed", range(10))
def test_the_order_in_the_file_does_not_matter(seed: int) -> None:
    """Shuffled records come out in the same order."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret here
    shuffled = structs.replace(
        DOSSIER,
        **{
            name: tuple(chance.sample(records, len(records)))
            for name in ("sources", "stances", "topics", "sectors", "events")
            for records in [getattr(DOSSIER, name)]
        },
    )
    everything = Query(history=True)
    for select in (queries.stances, queries.topics, queries.sectors, queries.events, queries.sources):
        assert select(shuffled, everything) == select(DOSSIER, everything)


def test_the_stance_in_force_is_the_newest_at_any_place() -> None:
    """A curator may write the newest first."""
    both = [stance for stance in DOSSIER.stances if stance.country == "EG"]
    for order in (both, both[::-1]):
        assert queries.in_force(order)["EG"].since == "2025-02"


def counts(countries: int, stances: int, in_all: int, *others: int) -> queries.Counts:
    """Return counts in the order of their columns."""
    topics, sectors, events, sources, sources_in_all = others
    records = dict.fromkeys(RECORD_KEYS, 0)
    records |= {"stances": stances, "topics": topics, "sectors": sectors, "events": events}
    return queries.Counts(countries, records, in_all, sources, sources_in_all)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), counts(4, 3, 4, 3, 4, 3, 4, 4)),
        (Filters(country=("Egypt",)), counts(3, 1, 2, 1, 0, 2, 4, 4)),
        (Filters(as_of=date("2024")), counts(3, 2, 2, 1, 2, 1, 2, 2)),
        (Filters(disputed=True), counts(1, 1, 1, 0, 0, 0, 2, 2)),
    ],
)
def test_what_is_in_force_is_counted_apart_from_all(filters: Filters, expected: queries.Counts) -> None:
    """In force there is one stance of a country; sources in all are those that a listing of them has."""
    found = queries.counts(*asked(DOSSIER, filters))
    assert found == expected
    assert found.stances_in_all == len(queries.stances(*asked(DOSSIER, structs.replace(filters, history=True))))
    assert found.sources_in_all == len(queries.sources(*asked(DOSSIER, filters)))


def test_uses_count_records_and_not_mentions() -> None:
    """A record that cites a source twice uses it once."""
    twice = read(
        RIVER.replace("[gazette-2025]}\n  - {country: Egypt", "[gazette-2025, gazette-2025]}\n  - {country: Egypt")
    )
    assert queries.uses(twice.records) == Counter({"gazette-2024": 4, "gazette-2025": 3, "ministry": 3, "wire": 5})


def test_the_newest_evidence_is_that_of_the_records_requested() -> None:
    """Sources that they do not cite do not count, nor do those without a date."""
    assert queries.newest_evidence(DOSSIER, DOSSIER.stances[1:2]) == "2024-11"
    assert queries.newest_evidence(DOSSIER, DOSSIER.stances) == "2025-02-20"
    assert queries.newest_evidence(DOSSIER, DOSSIER.stances[3:]) is None


@pytest.mark.parametrize(
    ("as_of", "today", "age"),
    [
        (None, None, None),
        (None, datetime.date(2025, 2, 27), 7),
        ("2025-02-25", None, 5),
        ("2025-02-25", datetime.date(2025, 2, 27), 5),
        ("2025-03", datetime.date(2025, 2, 27), 7),
        ("2025-03", datetime.date(2025, 2, 1), 0),
        ("2024-12", datetime.date(2025, 2, 27), 60),
    ],
)
def test_the_age_of_evidence_counts_to_the_earlier_of_two_days(
    as_of: str | None, today: datetime.date | None, age: int | None
) -> None:
    """The requested day and the reader's own; of the sources those that were there on that day."""
    context = Context(snapshot_of(DOSSIER, date(as_of) if as_of else None), Query(filters=Filters(today=today)))
    found = queries.evidence_age(queries.newest_evidence(context.dossier, context.dossier.stances), context.day)
    assert found == age


def test_evidence_is_of_superseded_stances_too_and_each_source_a_row() -> None:
    """A source and a date choose among what a record cites, not among the records."""

    def cited(filters: Filters) -> list[tuple[str, str]]:
        return [(one.record.id, one.source.id) for one in queries.evidence(*asked(DOSSIER, filters))]

    assert cited(Filters(country=("Egypt",)))[:3] == [
        ("stance-eg-2024", "gazette-2024"),
        ("stance-eg-2025-02", "wire"),
        ("stance-eg-2025-02", "ministry"),
    ]
    assert cited(Filters(country=("Egypt",), source=("ministry",))) == [("stance-eg-2025-02", "ministry")]
    assert cited(Filters(country=("Egypt",), since=PartialDate("2025-02-20"))) == [
        ("stance-eg-2025-02", "wire"),
        ("event-2025-02-16-delegations-meet", "gazette-2025"),
        ("event-2025-03-05-talks-end", "wire"),
    ]
