"""Any name or code that a person types for a country."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from briefcli.dossier.countries import (
    CountryIndex,
    country_within,
    english_code,
    iso_code,
    iso_country,
    suggest_countries,
)
from briefcli.dossier.model import Country, CountryType

#: The codes of version 0.2, and the names that it accepted for each; the first is the one that it printed.
FORMER = {
    code: names
    for code, *names in (
        line.split("|")
        for line in Path(__file__).with_name("countries_of_0_2.txt").read_text(encoding="utf-8").splitlines()
    )
}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Japan", "JP"),
        ("JAPAN", "JP"),
        ("jp", "JP"),
        ("JPN", "JP"),
        ("NO", "NO"),
        ("usa", "US"),
        ("America", "US"),
        ("united states", "US"),
        ("United States of America", "US"),
        ("UK", "GB"),
        ("Britain", "GB"),
        ("uae", "AE"),
        ("türkiye", "TR"),
        ("turkiye", "TR"),
        ("Turkey", "TR"),
        ("Côte d'Ivoire", "CI"),
        ("Cote d\N{RIGHT SINGLE QUOTATION MARK}Ivoire", "CI"),
        ("ivory coast", "CI"),
        ("Netherlands", "NL"),
        ("the Netherlands", "NL"),
        ("The  Gambia", "GM"),
        ("south korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Republic of Korea", "KR"),
        ("North Korea", "KP"),
        ("Russia", "RU"),
        ("Russian Federation", "RU"),
        ("Iran", "IR"),
        ("Islamic Republic of Iran", "IR"),
        ("Vietnam", "VN"),
        ("Viet Nam", "VN"),
        ("Laos", "LA"),
        ("Burma", "MM"),
        ("Czech Republic", "CZ"),
        ("DR Congo", "CD"),
        ("Guinea-Bissau", "GW"),
        ("guinea bissau", "GW"),
        ("Kosovo", "XK"),
        ("XK", "XK"),
        ("xkx", "XK"),
        ("U.S.A.", "US"),
        ("P.R. China", "CN"),
        ("Chinese Taipei", "TW"),
        ("Democratic Republic of Congo", "CD"),
        ("Republic of Congo", "CG"),
        ("Republic of Ireland", "IE"),
        ("Palestinian Territories", "PS"),
        ("Palestinian Authority", "PS"),
        ("Lao PDR", "LA"),
        ("FYROM", "MK"),
        ("S. Korea", "KR"),
        ("Korea (South)", "KR"),
        ("N. Korea", "KP"),
        ("Turkish Republic", "TR"),
        ("Hong Kong SAR", "HK"),
        ("Vatican", "VA"),
        ("Trinidad", "TT"),
        ("Trinidad & Tobago", "TT"),
        ("Bosnia & Herzegovina", "BA"),
        ("St. Lucia", "LC"),
        ("St Vincent & the Grenadines", "VC"),
        ("Deutschland", "DE"),
        ("Western Samoa", "WS"),
    ],
)
def test_a_country_goes_by_many_names(text: str, code: str) -> None:
    """Names, codes of two and three letters and common aliases, in any case, with or without accents."""
    assert iso_code(text) == code


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("USSR", "SUHH", "Soviet Union"),
        ("u.s.s.r.", "SUHH", "Soviet Union"),
        ("SUN", "SUHH", "Soviet Union"),
        ("Yugoslavia", "YUCS", "Yugoslavia"),
        ("yucs", "YUCS", "Yugoslavia"),
        ("GDR", "DDDE", "East Germany"),
        ("German Democratic Republic", "DDDE", "East Germany"),
        ("Serbia & Montenegro", "CSXX", "Serbia and Montenegro"),
        ("Czechoslovakia", "CSHH", "Czechoslovakia"),
        ("South Yemen", "YDYE", "South Yemen"),
        ("Netherlands Antilles", "ANHH", "Netherlands Antilles"),
    ],
)
def test_a_state_of_the_past_is_known(text: str, code: str, name: str) -> None:
    """By its names, its code in ISO 3166-3 and the one of three letters that it had."""
    assert iso_code(text) == code
    assert iso_country(code).name == name


@pytest.mark.parametrize(
    ("text", "code"), [("Zaire", "CD"), ("ZRCD", "CD"), ("Burma", "MM"), ("East Timor", "TL"), ("ATF", "TF")]
)
def test_a_state_that_took_another_name_is_the_same_state(text: str, code: str) -> None:
    """And a code that was given anew is that of the country that has it now."""
    assert iso_code(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "the", "Freedonia", "Korea", "Congo", "Конго", "Scotland", "J", "Japa", "ZZ", "RA", "European Onion"],
)
def test_what_is_no_country_has_no_code(text: str) -> None:
    """Nothing is guessed: neither a part of a name, nor a name that two countries share, nor a body."""
    assert iso_code(text) is None


def test_every_country_is_found_by_its_own_names_and_codes() -> None:
    """No alias of one country hides a name of another."""
    assert len(FORMER) == 280
    for code in FORMER:
        country = iso_country(code)
        names = (code, country.name, *country.aliases)
        assert {iso_code(name) for name in names} == {code}, names


@pytest.mark.parametrize("code", FORMER)
def test_a_country_has_the_names_that_it_had(code: str) -> None:
    """Version 0.2 printed the first name and accepted all of them, and so does each later version."""
    name, *others = FORMER[code]
    assert structs.replace(iso_country(code), type=CountryType.STATE) == Country(name=name, aliases=tuple(others))
    assert {english_code(text) for text in (code, name, *others)} == {code}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Österreich", "AT"),
        ("osterreich", "AT"),
        ("日本", "JP"),
        ("Suomi", "FI"),
        ("éire", "IE"),
        ("Polska", "PL"),
        ("España", "ES"),
        ("Allemagne", "DE"),
        ("Alemania", "DE"),
        ("Германия", "DE"),
        ("ГЕРМАНИЯ", "DE"),
        ("德国", "DE"),
        ("德國", "DE"),
        ("ألمانيا", "DE"),
        ("中国", "CN"),
        ("افغانستان", "AF"),
        ("भारत", "IN"),
        ("대한민국", "KR"),
        ("한국", "KR"),
        ("Србија", "RS"),
        ("Srbija", "RS"),
        ("台灣", "TW"),
        ("香港", "HK"),
        ("Мьянма", "MM"),
        ("Union européenne", "EU"),
        ("ONU", "UN"),
    ],
)
def test_a_country_goes_by_its_names_in_other_languages(text: str, code: str) -> None:
    """In those of the United Nations and in its own, as CLDR writes them, and without what they add in brackets."""
    assert (iso_code(text), english_code(text)) == (code, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bahamas, The", "BS"),
        ("Brunei Darussalam", "BN"),
        ("Congo, Dem. Rep.", "CD"),
        ("Congo, Rep.", "CG"),
        ("Cote d'Ivoire", "CI"),
        ("Curacao", "CW"),
        ("Egypt, Arab Rep.", "EG"),
        ("Faroe Islands", "FO"),
        ("Gambia, The", "GM"),
        ("Hong Kong SAR, China", "HK"),
        ("Iran, Islamic Rep.", "IR"),
        ("Korea, Dem. People's Rep.", "KP"),
        ("Korea, Dem. People\N{RIGHT SINGLE QUOTATION MARK}s Rep.", "KP"),
        ("Korea, Rep.", "KR"),
        ("Kyrgyz Republic", "KG"),
        ("Lao PDR", "LA"),
        ("Macao SAR, China", "MO"),
        ("Micronesia, Fed. Sts.", "FM"),
        ("North Macedonia", "MK"),
        ("Puerto Rico (U.S.)", "PR"),
        ("Russian Federation", "RU"),
        ("Sao Tome and Principe", "ST"),
        ("Sint Maarten (Dutch part)", "SX"),
        ("Slovak Republic", "SK"),
        ("Somalia, Fed. Rep.", "SO"),
        ("St. Kitts and Nevis", "KN"),
        ("St. Lucia", "LC"),
        ("St. Martin (French part)", "MF"),
        ("St. Vincent and the Grenadines", "VC"),
        ("Syrian Arab Republic", "SY"),
        ("Taiwan, China", "TW"),
        ("Turkiye", "TR"),
        ("Venezuela, RB", "VE"),
        ("Viet Nam", "VN"),
        ("Virgin Islands (U.S.)", "VI"),
        ("West Bank and Gaza", "PS"),
        ("Yemen, Rep.", "YE"),
    ],
)
def test_a_country_goes_by_its_name_at_the_world_bank(text: str, code: str) -> None:
    """Tables of the Bank can be imported as they are."""
    assert iso_code(text) == code


@pytest.mark.parametrize(
    ("code", "country"),
    [
        ("IR", Country(name="Iran", aliases=("IRN", "Iran, Islamic Republic of", "Islamic Republic of Iran"))),
        ("JP", Country(name="Japan", aliases=("JPN",))),
        ("XK", Country(name="Kosovo", aliases=("XKX",), type=CountryType.TERRITORY)),
    ],
)
def test_a_country_of_iso_is_printed_by_the_name_that_people_use(code: str, country: Country) -> None:
    """The common name is the name, and ISO's longer ones are aliases."""
    assert iso_country(code) == country


def test_an_index_knows_the_names_that_a_dossier_gives() -> None:
    """A body that ISO does not have is found by its code, its name and its aliases, and a country of ISO by its own."""
    index = CountryIndex({"EU": Country(name="European Union", aliases=("Brussels",))})
    found = {
        text: index.code(text) for text in ("eu", "the European Union", "BRUSSELS", "Europe", "France", "法国")
    }
    assert found == {
        "eu": "EU",
        "the European Union": "EU",
        "BRUSSELS": "EU",
        "Europe": None,
        "France": "FR",
        "法国": "FR",
    }


def test_a_name_of_a_dossier_goes_before_one_in_another_language() -> None:
    """What is Iceland in German may be a party's own name in a dossier."""
    index = CountryIndex({"XI": Country(name="Ísland")})
    assert (index.code("Island"), index.code("Iceland"), iso_code("Island")) == ("XI", "IS", "IS")


def test_in_an_index_a_code_goes_before_a_name_and_a_name_before_an_alias() -> None:
    """A name of two countries belongs to the one for which it is the fuller name."""
    index = CountryIndex(
        {
            "GE": Country(name="Georgia", aliases=("UN",)),
            "UN": Country(name="United Nations", aliases=("Georgia",)),
        }
    )
    assert (index.code("un"), index.code("georgia")) == ("UN", "GE")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Egpyt", "Egypt"),
        ("untied states", "United States"),
        ("European Unoin", "European Union"),
        ("holand", "Netherlands"),
        ("ivory cost", "Côte d'Ivoire"),
        ("russian federaton", "Russia"),
        ("St. Lucja", "Saint Lucia"),
        ("england", "United Kingdom"),
        ("somaliland", None),
        ("Xyzzy", None),
    ],
)
def test_a_near_miss_is_suggested(text: str, expected: str | None) -> None:
    """The dossier's own countries are looked at first, then those of ISO, under all their names; nothing far is named."""
    near = suggest_countries(text, {"EU": Country(name="European Union")})
    assert near == ((expected,) if expected else ())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Congo", ("Congo-Kinshasa", "Republic of the Congo")),
        ("the Congo", ("Congo-Kinshasa", "Republic of the Congo")),
        ("Korea", ("North Korea", "South Korea")),
        ("channel islands", ("Guernsey", "Jersey")),
        ("Corée", ("North Korea", "South Korea")),
        ("КОНГО", ("Congo-Kinshasa", "Republic of the Congo")),
        ("刚果", ("Congo-Kinshasa", "Republic of the Congo")),
    ],
)
def test_all_that_share_a_name_are_suggested(text: str, names: tuple[str, ...]) -> None:
    """By the names that the dossier has for them, where it has any."""
    assert suggest_countries(text, {"CD": Country(name="Congo-Kinshasa")}) == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uni", "United States"),
        ("UNITED", "United States"),
        ("the uni", "United States"),
        ("ger", "Germany"),
        ("cote", "Côte d'Ivoire"),
        ("Isl", "Islands of the Delta"),
        ("Russian", "Russia"),
        ("Germny", "Germany"),
        ("Niger Delta", None),
        ("Un", None),
        ("G", None),
        ("", None),
        ("...", None),
        ("a..", None),
    ],
)
def test_a_name_that_begins_so_is_suggested_before_one_that_looks_alike(text: str, expected: str | None) -> None:
    """From three letters on; of the dossier's countries first, and only what looks much alike."""
    here = {"US": Country(name="United States"), "XD": Country(name="Islands of the Delta")}
    assert suggest_countries(text, here) == ((expected,) if expected else ())


def test_of_two_names_the_one_that_begins_so_is_suggested() -> None:
    """`Guin` is like Guyana too, and a beginning says more."""
    here = {"GY": Country(name="Guina"), "GN": Country(name="Guinea-Conakry")}
    assert suggest_countries("guine", here) == ("Guinea-Conakry",)


@pytest.mark.parametrize("text", ["EU", "UN"])
def test_a_body_is_not_taken_for_a_misspelt_country(text: str) -> None:
    """Two letters are like half the world; no country is suggested for them."""
    assert suggest_countries(text, {}) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Afghanistan's Taliban government", "AF"),
        ("relations with TÜRKIYE", "TR"),
        ("Papua New Guinea and its neighbours", "PG"),
        ("NO", None),
        ("Nigerian oil", None),
        ("the dam upstream", None),
    ],
)
def test_a_country_is_found_within_a_text(text: str, code: str | None) -> None:
    """By its name as whole words, whatever the case; a code is no name."""
    assert country_within(text) == code


def test_the_folded_names_are_those_of_the_countries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of its own contains them, because it takes a tenth of the time to load."""
    monkeypatch.syspath_prepend("docs")
    import countries as script

    assert script.CODES.read_text(encoding="utf-8") == script.folded_codes()
