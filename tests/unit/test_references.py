"""Rules on names: where they say nothing, and what the bad dossiers do not show."""

from __future__ import annotations

import pytest

from samples import RIVER, event, problems, stance, told


def test_two_countries_may_change_on_one_day_and_one_country_on_two() -> None:
    """One stance a country and a date."""
    assert problems(RIVER + stance(country="Sudan") + stance(since="2025-01")) == []


def test_names_of_one_country_are_one_country() -> None:
    """A second stance of the same date is found under another name."""
    assert problems(RIVER + stance(country="EGY", status="Walks out")) == [
        (
            "1.yaml:20:12: stances-on-one-date: Egypt has another stance since 2025-02, 'In talks', in line 13; "
            "keep one, or correct one of the dates"
        )
    ]


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
def test_a_reference_that_leads_nowhere_is_reported_with_the_id_that_was_meant(
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
    """What nothing refers to may be what was meant; once the reference is mended, it is reported."""
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
    """Two names of a country are one country, and the second one is reported."""
    assert problems(RIVER + records) == [
        f"1.yaml:{place}: duplicate-item: 'EG' is named twice; keep one of the two [warning]"
    ]


def test_what_is_known_needs_no_entry() -> None:
    """A dossier may have declared a body before `brief` knew it."""
    assert problems(RIVER + "countries: {AUN: {name: African Union}}\n") == [
        "1.yaml:19:13: duplicate-id: 'African Union' is also a name of AFU, African Union; leave the entry out and "
        "write AFU"
    ]


@pytest.mark.parametrize(
    ("countries", "expected"),
    [
        ("{EU: {name: European Union, aliases: [egypt]}}", ["19:13: 'egypt' is also a name of EG, Egypt"]),
        ("{EU: {name: European Union, aliases: [EGY]}}", ["19:13: 'EGY' is also a name of EG, Egypt"]),
        ("{EU: {name: European Union, aliases: [EG]}}", ["19:13: 'EG' is also a name of EG, Egypt"]),
        ("{EU: {name: European Union, aliases: [Egypt, Japan]}}",
         ["19:13: 'Egypt' is also a name of EG, Egypt", "19:13: 'Japan' is also a name of JP, Japan"]),
        ("{EG: {name: Misr, aliases: [Egypt, EGY, Cairo]}}", []),
        ("{EU: {name: European Union, aliases: [Brussels]}}", []),
        ("{XJ: {name: Japon, aliases: [日本]}}", []),
    ],
)  # fmt: skip
def test_a_name_belongs_to_one_country(countries: str, expected: list[str]) -> None:
    """A name or an alias of the dossier's own that is already another country's in English would take its records."""
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


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ("{nile: {label: The Nile, countries: [Egypt, NB]}}", []),
        (
            "{nile: {label: The Nile, countries: [Egypt, Atlantis]}}",
            ["19:53: unknown-country: 'Atlantis' is not a known country; write a name or an ISO 3166 code, or "],
        ),
        (
            "{nile: {label: The Nile, countries: [Egypt, EGY]}}",
            ["19:53: duplicate-item: 'EG' is named twice; keep one of the two [warning]"],
        ),
        (
            "{asia: {label: Our own, countries: [Egypt]}}",
            ["19:10: duplicate-id: 'asia' also means the region Asia; choose another name"],
        ),
        (
            "{north: {label: Northern Africa, countries: [Egypt]}}",
            ["19:10: duplicate-id: 'Northern Africa' also means the region Northern Africa; choose another name"],
        ),
        (
            "{nile: {label: The Nile, countries: [Egypt]}, river: {label: Nile, countries: [Sudan]}}",
            ["19:55: duplicate-id: 'Nile' also means the group 'nile'; choose another name"],
        ),
        (
            "{nile: {label: The Nile, countries: []}}",
            ["19:45: wrong-value: countries is an empty list; give it at least one item"],
        ),
    ],
)
def test_a_group_is_of_known_countries_and_its_name_means_nothing_else(groups: str, expected: list[str]) -> None:
    """Neither a region of the world nor another group."""
    text = f"{RIVER}groups: {groups}\ncountries: {{NB: {{name: Nile Basin Initiative}}}}\n"
    found = problems(text)
    assert len(found) == len(expected)
    assert all(one.startswith(f"1.yaml:{start}") for one, start in zip(found, expected, strict=True))


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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://example.org/talks", "https://example.org/talks", True),
        ("https://example.org/talks", "http://www.example.org/talks/", True),
        ("https://example.org/talks#one", "https://example.org/talks/#two", True),
        ("https://example.org", "https://example.org/", True),
        ("https://example.org/talks?utm_source=mail&day=1", "https://example.org/talks?day=1", True),
        ("https://example.org:port", "https://example.org:port", True),
        ("https://[example.org", "https://[example.net", False),
        ("https://example.org/talks?day=1", "https://example.org/talks?day=2", False),
        ("https://example.org/talks", "https://example.org/Talks", False),
        ("https://example.org/talks", "https://news.example.org/talks", False),
    ],
)
def test_an_address_is_that_of_one_source(one: str, other: str, *, same: bool) -> None:
    """Scheme, www, a slash at the end, the part after # and what follows readers lead to no other page."""
    text = RIVER.replace("title: Talks resume", f"title: Talks resume, url: '{one}'").replace(
        "stances:", f"  - {{id: wire, publisher: W, kind: press, title: T, url: '{other}'}}\nstances:"
    )
    assert told(text.replace("[gazette]", "[gazette, wire]")) == (["11 same-address"] if same else [])


def test_ids_of_records_and_sources_are_of_one_space() -> None:
    """Levels and terms have their own."""
    topic = "topics:\n  - {id: egypt, kind: agenda, title: T, summary: S., countries: [], credibility: 3, evidence: [gazette]}\n"
    text = RIVER.replace("  - country", "  - id: egypt\n    country") + topic
    assert problems(text) == [
        "1.yaml:21:10: duplicate-id: 'egypt' is also the id of one of the stances, in line 12; give each a different id"
    ]
    assert told(text.replace("id: egypt, kind", "id: gazette, kind")) == ["21 duplicate-id"]
    assert told(text.replace("id: egypt, kind", "id: talks, kind")) == []


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ("", ["9 not-yet-used", "12 not-yet-used", "13 not-yet-used"]),
        (event(), ["12 not-yet-used", "13 not-yet-used"]),
        (SECTOR, ["12 not-yet-used"]),
        ("stances:\n" + stance(), ["12 unused-concern", "13 unused-sector"]),
    ],
)
def test_while_there_is_no_stance_each_list_that_waits_is_reported_once(records: str, expected: list[str]) -> None:
    """A curator begins with the words and the sources."""
    assert told(RIVER[: RIVER.index("stances:")] + TERMS + records) == expected
