"""What the listings and briefs print, whole."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Golden, Result

LISTINGS = ("stances", "topics", "sectors", "events", "sources")
BRIEFS = (("summary",), ("country", "japan"))


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize(
    ("case", "arguments"),
    [
        ("stances/all", ["stances"]),
        ("stances/evidence", ["stances", "--evidence"]),
        ("topics/all", ["topics"]),
        ("sectors/all", ["sectors"]),
        ("sectors/japan", ["sectors", "--country", "japan"]),
        ("events/all", ["events"]),
        ("sources/all", ["sources"]),
        ("summary/all", ["summary"]),
        ("country/japan", ["country", "japan"]),
        ("country/russia", ["country", "russia"]),
    ],
)
def test_a_table_fits_its_terminal_and_loses_no_word(
    case: str,
    arguments: list[str],
    width: str,
    brief: Callable[..., Result],
    golden: Golden,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every table is as it was read in review, and no line is wider than the terminal."""
    monkeypatch.setenv("COLUMNS", width)
    result = brief(*arguments, "-f", "table")
    assert result.code == 0
    assert [line for line in result.out.splitlines() if cell_len(line) > int(width)] == []
    golden(f"{case}.{width}.txt", result.out)


@pytest.mark.parametrize("form", ["tsv", "csv", "json", "jsonl", "yaml", "md", "html"])
@pytest.mark.parametrize("command", LISTINGS)
def test_a_listing_in_every_format(command: str, form: str, brief: Callable[..., Result], golden: Golden) -> None:
    """The first three records of each listing are as they were read in review."""
    golden(f"{command}/three.{form}", brief(command, "--limit", "3", "-f", form).out)


@pytest.mark.parametrize("form", ["md", "html", "json"])
@pytest.mark.parametrize("arguments", BRIEFS)
def test_a_brief_in_every_format(
    arguments: tuple[str, ...], form: str, brief: Callable[..., Result], golden: Golden
) -> None:
    """Each brief is as it was read in review."""
    golden(f"{arguments[0]}/{arguments[-1]}.{form}", brief(*arguments, "-f", form).out)


@pytest.mark.parametrize("command", [*LISTINGS, "dossiers"])
def test_all_machine_formats_say_the_same(command: str, brief: Callable[..., Result]) -> None:
    """JSON Lines, YAML, CSV and TSV read back to what JSON says."""
    records = json.loads(brief(command, "-f", "json").out)
    lines = [json.loads(line) for line in brief(command, "-f", "jsonl").out.splitlines()]
    document = YAML(typ="safe", pure=True).load(brief(command, "-f", "yaml").out)
    assert lines == records
    assert document == records
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        rows = list(csv.DictReader(io.StringIO(brief(command, "-f", form).out), delimiter=delimiter))
        assert [list(row) for row in rows] == [list(record) for record in records]
        assert rows == [{key: flat(value) for key, value in record.items()} for record in records]


def flat(value: object) -> str:
    """Return a JSON value as a cell of a delimited file."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return "; ".join(flat(part) for part in value)
        case {"source": source, "verdict": "supports"}:
            return str(source)
        case {"source": source, "verdict": verdict}:
            return f"{source} ({verdict})"
        case _:
            return str(value)


def test_columns_are_the_ones_asked_for_in_that_order(brief: Callable[..., Result]) -> None:
    """--columns chooses and orders, --sort and --limit act on rows, --no-header drops the first line."""
    result = brief("stances", "--columns", "code,since", "--sort=-since", "--limit", "2", "--no-header")
    assert result.out == "PK\t2025-02\nJP\t2025-02\n"


def test_rows_without_a_value_come_last_whichever_way_they_are_sorted(brief: Callable[..., Result]) -> None:
    """A source without a date is last in both directions."""
    for sort in ("date", "-date"):
        ids = brief("sources", "--columns", "id,date", f"--sort={sort}", "--no-header").out.splitlines()
        assert {line.split("\t")[0] for line in ids[-2:]} == {"article", "rferl-2024-12-pk-airstrikes"}


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["stances", "-c", "usa", "-c", "JPN"], ["Japan", "United States"]),
        (["stances", "--concern", "human-rights"], ["Japan", "United States"]),
        (["stances", "--level", "talks", "-c", "us"], ["United States"]),
        (["stances", "--min-level", "mission"], ["China", "Pakistan"]),
        (["stances", "--max-level", "talks"], ["Japan", "United States"]),
        (["stances", "--source", "dpa-gna-2024-01-30-cn"], ["China"]),
        (["stances", "--credibility", "3"], ["China", "United States"]),
        (["stances", "--since", "2025"], ["Pakistan", "Japan"]),
        (["stances", "--until", "2024"], ["China", "United States"]),
        (["stances", "--grep", "BELT AND ROAD"], ["China"]),
        (["stances", "--as-of", "2024"], ["China", "United States"]),
    ],
)
def test_each_filter_of_stances(arguments: list[str], ids: list[str], brief: Callable[..., Result]) -> None:
    """Each filter keeps what it says."""
    out = brief(*arguments, "--columns", "country", "--no-header").out
    assert out.splitlines() == ids


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["topics", "--kind", "agenda"], 3),
        (["topics", "-c", "china"], 1),
        (["topics", "--credibility", "2"], 9),
        (["sectors", "--sector", "education"], 2),
        (["sectors", "--stage", "proposed"], 10),
        (["sectors", "--stage", "agreed"], 0),
        (["sectors", "-c", "japan", "--grep", "scholarship"], 1),
        (["events", "--since", "2025-02-18"], 3),
        (["events", "--until", "2025-02-16", "-c", "jp"], 3),
        (["sources", "--kind", "official"], 11),
        (["sources", "-c", "pakistan"], 4),
        (["sources", "--since", "2026"], 3),
        (["sources", "--grep", "megalodon"], 1),
    ],
)
def test_each_filter_of_the_other_listings(arguments: list[str], count: int, brief: Callable[..., Result]) -> None:
    """Each filter keeps as many as it should."""
    assert len(brief(*arguments, "--no-header").out.splitlines()) == count


def test_a_record_without_country_is_printed_as_partners_in_general(brief: Callable[..., Result]) -> None:
    """People read a name where scripts get an empty list."""
    assert brief("sectors", "--sector", "healthcare", "-f", "table").out.count("International") == 1
    assert json.loads(brief("sectors", "--sector", "healthcare", "-f", "json").out)[0]["countries"] == []


def test_sources_as_csl_json(brief: Callable[..., Result], golden: Golden) -> None:
    """Sources are citations that Pandoc and Zotero read; what is not known is left out."""
    golden("sources/pakistan.csl", brief("sources", "-c", "pakistan", "-f", "csl").out)
