"""The script that writes the names of countries, and what it wrote."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))

import countries

from briefcli.dossier.countries import iso_code

TABLE = [
    countries.Row("today", "CD", "180", "Democratic Republic of the Congo", ("COD",)),
    countries.Row("today", "CG", "178", "Republic of the Congo", ("COG",)),
    countries.Row("today", "IN", "356", "India", ("IND",)),
    countries.Row("past", "SUHH", "", "Soviet Union", ("SUN",)),
]


@pytest.fixture
def file() -> Any:
    """Return what the file contains."""
    return json.loads(countries.NAMES.read_bytes())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a small CLDR: two languages of the United Nations and one of India."""
    supplemental = {
        "codeMappings": {
            code: {"_numeric": number, "_alpha3": alpha3}
            for code, number, alpha3 in (("CD", "180", "COD"), ("CG", "178", "COG"), ("IN", "356", "IND"))
        },
        "territoryInfo": {
            "IN": {"languagePopulation": {"ta": {"_officialStatus": "official_regional"}, "awa": {}, "xx": {}}},
            "ZZ": {},
        },
    }
    for key, value in supplemental.items():
        path = tmp_path / "cldr-core" / "supplemental" / f"{key}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"supplemental": {key: value}}), encoding="utf-8")
    package = tmp_path / "cldr-localenames-full" / "package.json"
    package.parent.mkdir()
    package.write_text('{"version": "48.2.0"}', encoding="utf-8")
    for locale, names in {
        "en": {"IN": "Bharat", "CD-alt-variant": "Congo (DRC)", "CG-alt-variant": "Congo (Republic)"},
        "fr": {"CD": "Congo-Kinshasa", "CG-alt-variant": "République du Congo", "IN": "IN", "001": "Monde"},
        "ta": {"IN": "இந்தியா", "CG": "காங்கோ"},
        "ta-IN": {"IN": "இந்தியா (பாரதம்)", "CG": "காங்கோ"},
        "awa": {"IN": "भारत"},
    }.items():
        path = package.parent / "main" / locale / "territories.json"
        path.parent.mkdir(parents=True)
        tree = {"main": {locale: {"localeDisplayNames": {"territories": names}}}}
        path.write_text(json.dumps(tree), encoding="utf-8")
    return tmp_path


def test_the_file_is_as_the_script_writes_it(file: Any) -> None:
    """Nobody changes it by hand: its English names are those of the table, and its form is the script's."""
    tree = countries.contents(countries.rows(), file["further"], file["shared"], file["origin"])
    assert countries.NAMES.read_text(encoding="utf-8") == countries.written(tree)


def test_the_file_is_small() -> None:
    """It is a part of each install."""
    assert countries.NAMES.stat().st_size < 100_000


def test_no_name_is_in_the_file_twice(file: Any) -> None:
    """Its further names, sorted out again, are the same."""
    names = [(name, code) for code, own in file["further"].items() for name in own]
    assert countries.sorted_out(countries.rows(), names) == (file["further"], countries.SHARED)
    assert [name for name, code in names if iso_code(name) != code] == []
    assert [name for name in file["shared"] if iso_code(name)] == []


def test_the_names_of_this_script_are_in_the_file(file: Any) -> None:
    """Those of the World Bank, those of former states, and those that are refused."""
    assert [name for name, code in countries.by_hand() if iso_code(name) != code] == []
    assert {name: tuple(codes) for name, codes in file["shared"].items()}.items() >= countries.SHARED.items()


def test_a_name_belongs_to_the_first_that_has_it() -> None:
    """A name of the table goes before one of a layer, and one layer before the next."""
    english, others = [("Bharat", "IN")], [("Inde", "IN"), ("bharat", "CG"), ("INDIA", "CD"), ("Indé", "IN")]
    assert countries.sorted_out(TABLE, english, others)[0] == {"IN": ["Bharat", "Inde"]}


def test_a_name_that_two_countries_share_belongs_to_neither() -> None:
    """It is reported with both, and no later layer gives it to one of them; what looks like a code is left out."""
    further, shared = countries.sorted_out(
        TABLE, [("Kongo", "CG"), ("kongó", "CD"), ("RU", "IN"), ("Congo", "CG")], [("Kongo", "CD")]
    )
    assert (further, shared) == ({}, {**countries.SHARED, "Kongo": ("CD", "CG")})


def test_names_are_shortened_by_what_they_add() -> None:
    """In brackets, also Chinese ones, or after a dash with spaces; a hyphen is a part of the name."""
    names = [
        ("Конго - Киншаса", "CD"),
        ("Конго (ДРК)", "CD"),
        ("刚果\N{FULLWIDTH LEFT PARENTHESIS}布\N{FULLWIDTH RIGHT PARENTHESIS}", "CG"),
        ("Guinea-Bissau", "GW"),
    ]
    assert list(countries.shortened(names)) == [("Конго", "CD"), ("Конго", "CD"), ("刚果", "CG")]


def test_cldr_is_read_in_languages_of_the_world_and_of_each_country(folder: Path) -> None:
    """In a country's official language only for that country, and in its own variety; a code is no name."""
    assert list(countries.in_other_languages(folder, ["CD", "CG", "IN"])) == [
        ("Congo-Kinshasa", "CD"),
        ("République du Congo", "CG"),
        ("இந்தியா (பாரதம்)", "IN"),
    ]


def test_codes_that_cldr_writes_otherwise_are_found(folder: Path) -> None:
    """A slip in the table ends the script; what ISO has no number for is not compared."""
    assert countries.disagreements(folder, TABLE) == []
    slip = TABLE[0]._replace(number="181"), TABLE[1]._replace(others=("CGO",))
    assert countries.disagreements(folder, slip) == ["CD", "CG"]


def test_english_names_come_first_and_short_ones_last(folder: Path) -> None:
    """The names of each country, those of this script included, in this order."""
    table = [*TABLE, *(row for row in countries.rows() if row.code in {*countries.WORLD_BANK, *countries.FORMER})]
    tree = countries.compiled(folder, table)
    assert tree["further"]["IN"] == ["Bharat", "இந்தியா (பாரதம்)", "இந்தியா"]
    assert tree["further"]["CG"] == ["Congo, Rep.", "Congo (Republic)", "République du Congo"]
    assert tree["past"] == {"SUHH": {"name": "Soviet Union", "aliases": ("SUN",)}}
    assert (tree["shared"], "CLDR 48.2.0" in tree["origin"]) == (countries.SHARED, True)
