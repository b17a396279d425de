"""The words of the command line: what they mean in a dossier, and the message on those that mean nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefcli.dossier.dates import PartialDate
from briefcli.dossier.filters import Filters
from briefcli.dossier.words import code_here, found_countries, no_record, parse_words, resolve_all
from briefcli.errors import UsageError
from samples import TYPED_WORDS, read

if TYPE_CHECKING:
    from briefcli.dossier.model import Dossier

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
countries: {NB: {name: Nile Basin Initiative}, TD: {name: Chad}}
grades: {press: B}
sources:
  - {id: gazette, publisher: Example Gazette, kind: press, title: Talks resume, date: 2024-11}
stances:
  - {country: Egypt, since: 2025-01, level: talks, status: In talks, summary: One., credibility: 3, evidence: [gazette]}
events:
  - {date: 2025-02, title: Delegations meet, countries: [NB], evidence: [gazette]}
""")
OTHER = read("""\
dossier: sea-talks
title: Talks on the sea
subject: the sea
as_of: 2025-03-01
summary: Who talks with whom about the sea.
levels: [{id: talks, label: Holds talks, meaning: Holds official talks.}]
grades: {press: B}
sources: [{id: gazette, publisher: Example Gazette, kind: press, title: Talks resume, date: 2024-11}]
stances:
  - {country: Sudan, since: 2025-01, level: talks, status: In talks, summary: One., credibility: 3, evidence: [gazette]}
""")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (
            Filters(country=("Atlantis",)),
            "unknown country 'Atlantis'. Possible: Egypt, Nile Basin Initiative",
        ),
        (Filters(country=("Egpyt",)), "unknown country 'Egpyt'; did you mean 'Egypt'? "),
        (Filters(concern=("wate",)), "unknown concern 'wate'; did you mean 'water'? Possible: water, power"),
        (Filters(level=("talk",)), "unknown level 'talk'; did you mean 'talks'? "),
        (Filters(min_level="x"), "unknown level 'x'. Possible: refuses, talks, treaty"),
        (Filters(max_level="x"), "unknown level 'x'. Possible: refuses, talks, treaty"),
        (Filters(source=("x",)), "unknown source 'x'. Possible: gazette"),
        (Filters(sector=("enery",)), "unknown sector 'enery'; did you mean 'energy'? Possible: energy, farming"),
        (
            Filters(min_level="treaty", max_level="Holds talks"),
            "--min-level treaty is above --max-level Holds talks",
        ),
        (
            Filters(level=("talks",), min_level="talks", max_level="refuses"),
            "--min-level talks is above --max-level refuses",
        ),
        (
            Filters(since=PartialDate("2025-02"), until=PartialDate("2025-01-31")),
            "--since 2025-02 is later than --until 2025-01-31",
        ),
    ],
)
def test_a_word_that_means_nothing_is_refused_with_what_does(filters: Filters, expected: str) -> None:
    """It is never taken for a filter that matches nothing; the nearest and all possible values are named."""
    with pytest.raises(UsageError) as caught:
        resolve_all([DOSSIER], filters)
    assert str(caught.value).startswith(expected)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(min_level="talks", max_level="talks"),
        Filters(min_level="talks", level=("refuses",)),
        Filters(min_level="talks", max_level="treaty", level=("refuses",)),
        Filters(since=PartialDate("2025-02"), until=PartialDate("2025")),
        Filters(since=PartialDate("2025"), until=PartialDate("2025-02")),
    ],
)
def test_bounds_that_touch_are_none_that_contradict(filters: Filters) -> None:
    """And filters that leave nothing are no mistake of the one who typed them."""
    assert resolve_all([DOSSIER], filters)[0][1].filters == filters


def test_a_dossier_has_something_on_a_country_that_any_record_names() -> None:
    """An event is enough, whatever name is typed."""
    assert code_here(DOSSIER, "the nile basin initiative") == "NB"
    assert code_here(DOSSIER, "EGY") == "EG"
    assert code_here(DOSSIER, "Japan") is None
    assert code_here(DOSSIER, "Chad") is None  # which has a name here, and no record


def test_a_country_is_looked_for_in_several_dossiers() -> None:
    """Those with a record of each country are found, else those with a record of one, else all that know the name."""
    assert found_countries([DOSSIER, OTHER], ["sudan"]) == [(OTHER, ["SD"])]
    assert found_countries([DOSSIER, OTHER], ["sudan", "egypt"]) == [
        (DOSSIER, ["SD", "EG"]),
        (OTHER, ["SD", "EG"]),
    ]
    assert found_countries([DOSSIER, OTHER], ["japan"]) == [(DOSSIER, ["JP"]), (OTHER, ["JP"])]
    assert found_countries([DOSSIER, OTHER], ["nile basin initiative"]) == [(DOSSIER, ["NB"])]
    with pytest.raises(UsageError, match="unknown country 'Egpyt'"):
        found_countries([DOSSIER, OTHER], ["japan", "Egpyt"])


@pytest.mark.parametrize(
    ("dossiers", "name", "expected"),
    [
        ([DOSSIER], "Japan",
         "the dossier 'river-talks' has nothing on 'Japan'. Possible: Egypt, Nile Basin Initiative"),
        ([DOSSIER, OTHER], "Japan",
         "the dossiers 'river-talks' and 'sea-talks' have nothing on 'Japan'. "
         "Possible: Egypt, Nile Basin Initiative, Sudan"),
        ([DOSSIER], "Egpyt",
         "unknown country 'Egpyt'; did you mean 'Egypt'? Possible: Egypt, Nile Basin Initiative"),
    ],
)  # fmt: skip
def test_a_country_without_records_has_an_error_with_those_that_have_some(
    dossiers: list[Dossier], name: str, expected: str
) -> None:
    """Japan is a country, only not one of these dossiers."""
    assert str(no_record(dossiers, name)) == expected


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["aid"], ["aid"]),
        (["human", "rights"], ["human", "rights"]),
        (["human rights", "aid"], ["human rights", "aid"]),
        (['aid "human   rights"'], ["aid", "human rights"]),
        (['"human', 'rights"', "aid"], ["human rights", "aid"]),
        (["“human", "rights”", "aid"], ["human rights", "aid"]),
        (["“human rights”"], ["human rights"]),
        ([' aid\t"" '], ["aid"]),
        (["aid", "AID", "Aïd"], ["Aïd"]),
        (["-aid", "U.N.", "[/]"], ["-aid", "U.N.", "[/]"]),
    ],
)
def test_words_are_parted_and_quotes_make_a_phrase(arguments: list[str], words: list[str]) -> None:
    """A word that is given twice counts once, whatever its case and accents."""
    assert list(parse_words(arguments)) == words


@pytest.mark.parametrize("typed", TYPED_WORDS)
def test_words_are_parted_as_on_a_page(typed: str) -> None:
    """Curly and low quotes are quotes, too; the same table is for the page's script."""
    assert list(parse_words([typed])) == TYPED_WORDS[typed]


@pytest.mark.parametrize("arguments", [[], [""], ["  "], ['""'], ["“”"], ["\u0301"], ["\u00b4"]])
def test_no_word_is_an_error(arguments: list[str]) -> None:
    """An accent alone is no word either, for it would be found everywhere."""
    with pytest.raises(UsageError, match=r"^search needs at least one word$"):
        parse_words(arguments)
