"""What was typed, and what it means in a dossier."""

from __future__ import annotations

import pytest
from msgspec import structs

from briefcli.dossier.dates import PartialDate
from briefcli.dossier.filters import OF_SECTORS, OF_STANCES, Filters, Query, Unknown, Vocabulary, labels, resolve
from briefcli.dossier.model import Record, Sector, Stage, Stance
from samples import read

DOSSIER = read("""\
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
groups: {river: {label: The river, countries: [NB, Egypt]}}
grades: {press: B}
sources:
  - {id: gazette, publisher: Example Gazette, kind: press, title: Talks resume, date: 2024-11}
stances:
  - {country: Egypt, since: 2025-01, level: talks, status: In talks, summary: One., credibility: 3, evidence: [gazette]}
events:
  - {date: 2025-02, title: Delegations meet, countries: [NB], evidence: [gazette]}
""")


def test_every_word_becomes_a_value_of_the_dossier() -> None:
    """Countries become codes, words become ids, bounds become levels; dates stay as vague as they were typed."""
    typed = Filters(
        country=("the nile basin initiative", "EGY"),
        concern=("WATER shares",),
        sector=("Farming", "energy"),
        source=("Gazette",),
        min_level="Holds talks",
        kind=(),
        stage=(Stage.AGREED,),
        credibility=3,
        since=PartialDate("2025"),
        grep=("Délégation", "Dam"),
        as_of=PartialDate("2025-02"),
        history=True,
    )
    assert resolve(DOSSIER, typed) == (
        Query(
            filters=typed,
            named={
                ("level", "Holds talks"): "Holds talks",
                ("concern", "WATER shares"): "Water shares",
                ("sector", "Farming"): "Farming",
                ("sector", "energy"): "Energy",
                ("country", "the nile basin initiative"): "Nile Basin Initiative",
                ("country", "EGY"): "Egypt",
                ("source", "Gazette"): "gazette",
            },
            countries=frozenset({"NB", "EG"}),
            named_countries=frozenset({"NB", "EG"}),
            requested=frozenset({"NB", "EG"}),
            concerns=frozenset({"water"}),
            sectors=frozenset({"farming", "energy"}),
            sources=frozenset({"gazette"}),
            levels=frozenset(frozenset({"talks", "treaty"})),
            stages=frozenset({Stage.AGREED}),
            credibility=3,
            since=PartialDate("2025"),
            texts=("delegation", "dam"),
            history=True,
        ),
        [],
    )


def test_who_asks_for_nothing_wants_everything() -> None:
    """Nothing is None, and not an empty set, in which no record is."""
    assert resolve(DOSSIER, Filters()) == (Query(), [])


@pytest.mark.parametrize(
    ("filters", "levels"),
    [
        (Filters(level=("talks", "TREATY")), frozenset({"talks", "treaty"})),
        (Filters(min_level="talks"), frozenset({"talks", "treaty"})),
        (Filters(max_level="talks"), frozenset({"refuses", "talks"})),
        (Filters(min_level="talks", max_level="talks"), frozenset({"talks"})),
        (Filters(min_level="treaty", max_level="refuses"), frozenset()),
        (Filters(level=("refuses",), min_level="talks"), frozenset()),
    ],
)
def test_levels_and_their_bounds_are_one_set(filters: Filters, levels: frozenset[str]) -> None:
    """Which is empty where they contradict each other."""
    assert resolve(DOSSIER, filters)[0].levels == levels


def test_unknown_words_are_handed_back_and_the_others_taken() -> None:
    """In the order of the kinds of words, so that it is clear which of several dossiers knows them."""
    typed = Filters(
        country=("Egypt", "Atlantis"),
        level=("x",),
        min_level="y",
        max_level="z",
        concern=("wate",),
        source=("wire",),
    )
    found, unknown = resolve(DOSSIER, typed)
    assert unknown == [
        Unknown("level", "x", alone=True),
        Unknown("level", "y", alone=True),
        Unknown("level", "z", alone=True),
        Unknown("concern", "wate", alone=True),
        Unknown("country", "Atlantis", alone=False),
        Unknown("source", "wire", alone=True),
    ]
    assert found.countries == frozenset({"EG"})


def test_a_country_that_the_dossier_does_not_have_is_known() -> None:
    """Japan is a country, only not one of this dossier."""
    assert resolve(DOSSIER, Filters(country=("Japan",)))[0].countries == frozenset({"JP"})


@pytest.mark.parametrize(
    ("filters", "requested", "countries"),
    [
        (Filters(group=("river",)), {"NB", "EG"}, {"NB", "EG"}),
        (Filters(region=("river",)), {"NB", "EG"}, {"NB", "EG"}),
        (Filters(group=("e3", "River")), {"DE", "FR", "GB", "NB", "EG"}, {"DE", "FR", "GB", "NB", "EG"}),
        (Filters(country=("Egypt", "France"), group=("E3",)), {"FR"}, {"FR"}),
        (Filters(group=("E3",), region=("Western Europe",)), {"DE", "FR"}, {"DE", "FR"}),
        (Filters(country=("Egypt", "Chad"), region=("Northern Africa",)), {"EG"}, {"EG"}),
    ],
)
def test_a_group_selects_its_members(filters: Filters, requested: set[str], countries: set[str]) -> None:
    """Several groups widen the result, and other filters narrow it; a region alone requests no country."""
    query, _ = resolve(DOSSIER, filters)
    assert (set(query.requested), set(query.countries or ())) == (requested, countries)


def test_members_are_those_of_the_day() -> None:
    """It is the day of --as-of, or else that of the dossier."""
    assert "GB" not in resolve(DOSSIER, Filters(group=("EU",)))[0].requested
    query, _ = resolve(DOSSIER, Filters(group=("European Union",), as_of=PartialDate("2020-01")))
    assert "GB" in query.requested
    assert [(group.id, group.day) for group in query.groups] == [("eu", "2020-01-31")]


def test_an_id_goes_before_the_label_of_another() -> None:
    """What is an id means that id, whatever else is called so."""
    assert Vocabulary({"talks": "Holds talks", "treaty": "Talks"}).id("talks") == "talks"


@pytest.mark.parametrize("given", ["report-1.2", "report-1-2", "the-report-1-2"])
def test_an_id_means_itself_beside_one_that_reads_alike(given: str) -> None:
    """Ids may differ in a hyphen alone; only where none is the one that was typed is the spelling free."""
    assert (
        Vocabulary({entry: entry for entry in ("report-1.2", "report-1-2", "the-report-1-2")}).id(given) == given
    )


@pytest.mark.parametrize(
    ("what", "first"),
    [("level", "refuses"), ("concern", "water"), ("sector", "energy"), ("source", "gazette")],
)
def test_each_kind_of_word_has_its_labels(what: str, first: str) -> None:
    """In the order of the dossier, which is that of the ladder."""
    assert next(iter(labels(DOSSIER, what))) == first


def test_the_active_filters_are_those_that_narrow() -> None:
    """A day and the history are ways to look, not filters."""
    assert Filters(country=("EG",), credibility=3, as_of=PartialDate("2025"), history=True).active() == {
        "country": ("EG",),
        "credibility": 3,
    }


@pytest.mark.parametrize(("group", "kind"), [(OF_STANCES, Stance), (OF_SECTORS, Sector)])
def test_a_group_of_filters_is_of_one_kind_of_record(group: dict[str, str | None], kind: type[Record]) -> None:
    """Each filter of the group is one that can be typed, and its values are under a key of such records."""
    assert set(group) <= set(Filters.__struct_fields__)
    assert all(key is None or hasattr(kind, key) for key in group.values())


@pytest.mark.parametrize("name", OF_STANCES)
def test_a_filter_of_stances_makes_all_of_it_one_of_stances(name: str) -> None:
    """So that no sector, topic or event is listed; a filter by country replaces it for the other records."""
    values = {"min_level": "talks", "max_level": "talks", "level": ("talks",), "level_since": "2025", "stale": 90}
    value = values.get(name, ("water",))
    found = resolve(DOSSIER, structs.replace(Filters(credibility=2), **{name: value}))[0]
    assert (found.of_stances, found.of_sectors) == (True, False)
    free = found.of_countries(["EG"])
    assert (free.of_stances, free.countries, free.credibility) == (False, frozenset({"EG"}), 2)


@pytest.mark.parametrize("typed", [Filters(sector=("energy",)), Filters(stage=(Stage.AGREED,))])
def test_a_filter_of_sectors_makes_all_of_it_one_of_sectors(typed: Filters) -> None:
    """Whichever of the two it is."""
    found = resolve(DOSSIER, typed)[0]
    assert (found.of_stances, found.of_sectors) == (False, True)
