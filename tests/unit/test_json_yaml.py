"""Pages as records: what scripts get of a cell, a listing and a brief."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec
import pytest
import yaml

from briefcli.page import (
    About,
    Bar,
    Bars,
    Brief,
    CountryName,
    Grade,
    KeyValues,
    Link,
    Listing,
    Mark,
    Marked,
    Section,
    Step,
    Table,
    Term,
    Worded,
)
from briefcli.render.form import RenderOptions
from briefcli.render.json_yaml import json_text, jsonl_text, plain, yaml_text
from unit.test_drawing import citation, column, note, table

if TYPE_CHECKING:
    from briefcli.page import Cell, Page


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, None),
        ("", ""),
        (0, 0),
        (False, False),
        (Term("id", "Label"), "id"),
        (Step("id", "Label", 2, 3), "id"),
        (Mark("main", "●"), "main"),
        (CountryName("EG", "Egypt"), "Egypt"),
        (Grade("F5", "improbable", "whole", disputed=True), "F5"),
        (Link("text", "https://example.org"), "text"),
        (Marked("one two", lambda _: ((0, 3),)), "one two"),
        (
            msgspec.structs.replace(citation("z"), dossier="nile"),
            {
                key: value
                for key, value in msgspec.structs.asdict(citation("z")).items()
                if key not in {"dossier", "title_en"}
            },
        ),
        (Worded(5, "4 countries, 1 body"), 5),
        (Worded("2025-02", "by February 2025"), "2025-02"),
        ((Term("a", "A"), Mark("b", "B"), ()), ["a", "b", []]),
    ],
)
def test_a_cell_is_a_value(cell: Cell, expected: object) -> None:
    """Words are ids, and nothing is null."""
    assert plain(cell) == expected


def test_a_listing_is_its_rows_with_every_column() -> None:
    """Also those that people do not see; one record per line in JSON Lines, and the same in YAML."""
    columns = (column("a"), column("b", shown=False))
    page = Listing("Title", About(), Table(columns, (("é\n", None), ("1.10", ()))), footer="2 rows.")
    expected = [{"a": "é\n", "b": None}, {"a": "1.10", "b": []}]
    assert json.loads(json_text(page, RenderOptions())) == expected
    assert jsonl_text(page, RenderOptions()) == '{"a":"é\\n","b":null}\n{"a":"1.10","b":[]}\n'
    assert yaml.load(yaml_text(page, RenderOptions()), yaml.CSafeLoader) == expected


def test_a_listing_without_rows_is_an_empty_list() -> None:
    """And no line at all in JSON Lines."""
    page = Listing("Title", About(), Table((column("a"),), ()))
    assert (json_text(page, RenderOptions()), jsonl_text(page, RenderOptions())) == ("[]\n", "")


@pytest.mark.parametrize("ids", [("nile",), ("nile", "niger", "title")])
def test_pages_of_dossiers_are_under_their_ids(ids: tuple[str, ...]) -> None:
    """One as well as several; a listing among them has its rows under a key of its own."""
    about = About(("nile",), "2025")
    bodies: tuple[Page, ...] = (
        Listing("Rows", about, table(("x", "y"))),
        Brief("Brief", about, (Section("a", "A", "Text."),)),
    )
    sections = tuple(Section(name, name.upper(), body) for name, body in zip(ids, bodies * 2, strict=False))
    found = json.loads(json_text(Brief("Title", About(ids), sections), RenderOptions()))
    assert (found["title"], list(found["dossiers"])) == ("Title", list(ids))
    of_nile = found["dossiers"]["nile"]
    assert (of_nile["title"], of_nile["dossier"]["id"], of_nile["rows"]) == (
        "Rows",
        "nile",
        [{"a": "x", "b": "y"}],
    )
    assert all(found["dossiers"][name]["dossier"]["as_of"] == "2025" for name in ids)


def test_a_brief_is_an_object_with_a_key_for_each_section() -> None:
    """Empty sections are there too; what the page is based on is there if it is based on one dossier."""
    bars = (Bar(Step("s", "S", 1, 2), 2, ("one", "two")), Bar(Term("t", "T"), 0, ()))
    within = Brief("Within", About(("nile",), "2025", asked="2024", evidence_age=3), ())
    sections = (
        Section("text", "A", "Text."),
        Section("lines", "B", ("one", "two")),
        Section("facts", "C", KeyValues((column("a"), column("b", shown=False)), ("x", 1))),
        Section("none", "D", KeyValues((column("a"),), ())),
        Section("rows", "E", table(("x", "y"))),
        Section("bars", "F", Bars(bars, column("more"))),
        Section("within", "G", within),
    )
    page = Brief("Title", About(("nile", "niger")), sections, (note(1, "z", None, "2025", "One."),))
    expected = {
        "title": "Title",
        "text": "Text.",
        "lines": ["one", "two"],
        "facts": {"a": "x", "b": 1},
        "none": None,
        "rows": [{"a": "x", "b": "y"}],
        "bars": [
            {"id": "s", "label": "S", "rank": 1, "count": 2, "more": ["one", "two"]},
            {"id": "t", "label": "T", "count": 0, "more": []},
        ],
        "within": {
            "title": "Within",
            "dossier": {
                "id": "nile",
                "as_of": "2025",
                "asked": "2024",
                "newest_evidence": None,
                "evidence_age": 3,
                "withheld": 0,
                "age": None,
                "newer": [],
                "coverage": [],
                "groups": [],
                "missing": [],
            },
        },
        "sources": [
            {
                "number": 1,
                "source": "z",
                "publisher": "The z",
                "kind": "press",
                "title": "Title",
                "url": None,
                "date": "2025",
                "grade": "B",
                "verdicts": ["supports", "partly"],
                "remarks": ["One."],
                "reliability": "B",
            }
        ],
    }
    assert json.loads(json_text(page, RenderOptions())) == expected
    assert yaml.load(yaml_text(page, RenderOptions()), yaml.CSafeLoader) == expected
