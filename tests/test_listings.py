"""What the listings and briefs print, whole."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from briefcli.pages.registry import LISTINGS
from samples import FROZEN, RIVER, only_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

RECORD_LISTINGS = ("stances", "topics", "sectors", "events", "evidence", "sources")


@pytest.mark.parametrize("command", [*RECORD_LISTINGS, "dossiers"])
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
        case dict():
            return "; ".join(f"{key}={flat(part)}" for key, part in value.items())
        case _:
            return str(value)


def test_columns_are_the_ones_requested_in_that_order(brief: Callable[..., Result]) -> None:
    """--columns chooses and orders, --sort and --limit act on rows, --no-header drops the first line."""
    result = brief("stances", "--columns", "code,since", "--sort=-since", "--limit", "2", "--no-header")
    assert result.out == "CZ\t2025-03-20\nJP\t2025-02-14\n"


def test_rows_without_a_value_come_last_whichever_way_they_are_sorted(brief: Callable[..., Result]) -> None:
    """A source without a date is last in both directions."""
    for sort in ("date", "-date"):
        ids = brief("sources", "--columns", "id", f"--sort={sort}", "--no-header").out.split()
        assert set(ids[-2:]) == {"leaflet", "tides"}


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (["stances", "-c", "usa", "-c", "JPN"], ["Japan", "United States"]),
        (["stances", "--concern", "fish"], ["Norway", "Japan", "European Union"]),
        (["stances", "--level", "trades", "-c", "eu"], ["European Union"]),
        (["stances", "--min-level", "office"], ["Harbour League", "Norway", "Japan"]),
        (["stances", "--max-level", "stays-away"], ["Türkiye"]),
        (["stances", "--source", "tides"], ["Czech Republic", "Bosnia and Herzegovina", "United States"]),
        (["stances", "--credibility", "1"], ["Harbour League", "Norway"]),
        (["stances", "--since", "2025"], ["Japan", "Czech Republic", "Türkiye"]),
        (["stances", "--until", "2023"], ["Harbour League", "United States"]),
        (["stances", "--grep", "EASTERN QUAY"], ["Japan", "Czech Republic"]),
        (["stances", "--as-of", "2020"], ["Harbour League", "Norway"]),
        (["stances", "--as-of", "1990"], ["Norway", "Yugoslavia", "Egypt"]),
        (["stances", "--as-of", "1999"], ["Norway"]),
    ],
)
def test_each_filter_of_stances(arguments: list[str], ids: list[str], brief: Callable[..., Result]) -> None:
    """Each filter keeps what it says."""
    out = brief(*arguments, "--columns", "country", "--no-header").out
    assert out.splitlines() == ids


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["topics", "--kind", "agenda"], 2),
        (["topics", "-c", "egypt"], 1),
        (["topics", "--credibility", "2"], 4),
        (["sectors", "--sector", "shipping"], 3),
        (["sectors", "--stage", "under way"], 2),
        (["sectors", "-c", "japan", "--grep", "radar"], 1),
        (["sectors", "-c", "egypt", "--stage", "proposed"], 0),
        (["events", "--since", "2025-02-14"], 3),
        (["events", "--until", "2024-09", "-c", "tr"], 1),
        (["evidence", "--credibility", "1"], 13),
        (["evidence", "--source", "tides"], 5),
        (["evidence", "--source", "tides", "-c", "us"], 1),
        (["evidence", "--since", "2025-03"], 14),
        (["evidence", "--as-of", "2021"], 16),
        (["sources", "--kind", "official"], 4),
        (["sources", "-c", "us"], 2),
        (["sources", "--since", "2025-03-03"], 2),
        (["sources", "--grep", "quay"], 2),
    ],
)
def test_each_filter_of_the_other_listings(arguments: list[str], count: int, brief: Callable[..., Result]) -> None:
    """Each filter keeps as many as it should."""
    assert len(brief(*arguments, "--columns", "reliability", "--no-header").out.splitlines()) == count


def test_a_record_without_country_is_printed_as_partners_in_general(brief: Callable[..., Result]) -> None:
    """People read a name where scripts get an empty list."""
    assert brief("sectors", "--sector", "energy", "-f", "table").out.count("International") == 1
    assert json.loads(brief("sectors", "--sector", "energy", "-f", "json").out)[0]["countries"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["stances", "--evidence"],
        ["topics", "--evidence", "--limit", "5"],
        ["sectors", "--evidence", "--columns", "title,evidence"],
        ["events", "--evidence", "--columns", "evidence,date"],
        ["country", "japan"],
        ["country", "norway", "--credibility", "1"],
    ],
    ids=" ".join,
)
def test_markdown_calls_each_footnote_once(arguments: list[str], brief: Callable[..., Result]) -> None:
    """Pandoc prints a note again for every call, so after the first it is cited by its number alone."""
    arguments = [part.replace("title", "initiative") for part in arguments]
    text, _, notes = brief(*arguments, "-f", "md").out.partition("\n[^1]: ")
    calls = re.findall(r"\[\^([0-9]+)\]", text)
    defined = ["1", *re.findall(r"^\[\^([0-9]+)\]: ", notes, re.MULTILINE)]
    assert calls == defined == [str(number) for number in range(1, len(calls) + 1)]
    cited = re.findall(r"\\\[([0-9]+)\\\]", text)
    assert set(cited) <= set(calls)
    for number in set(cited):
        assert text.index(f"[^{number}]") < text.index(rf"\[{number}\]")


def test_a_source_that_is_cited_again_is_by_its_number(brief: Callable[..., Result]) -> None:
    """With its verdict, as the first time."""
    rows = [line for line in brief("stances", "--evidence", "-f", "md").out.splitlines() if line.startswith("| ")]
    notes = [row.split(" | ")[-1] for row in rows[2:5]]
    assert notes == [r"[^1], \[1\], [^2] |", r"\[2\], [^3] |", r"[^4], [^5] partly, \[3\] contradicts |"]


class Times(html.parser.HTMLParser):
    """The texts of the time elements, and all texts outside them in cells of tables and facts."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.times: list[str] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note which element begins."""
        del attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note which element ends."""
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Sort a text by its place."""
        if "time" in self.open:
            self.times.append(data)
        elif "td" in self.open or "dd" in self.open:
            self.others.append(data)


@pytest.mark.parametrize(
    ("listing", "keys"),
    [("stances", ["level_since", "since"]), ("events", ["date"]), ("sources", ["date"]), ("topics", ["since"])],
)
def test_html_marks_dates_as_times(listing: str, keys: list[str], brief: Callable[..., Result]) -> None:
    """Every date in a cell is a time element, whose text is one that a machine reads, and nothing else is."""
    shown = Times()
    shown.feed(brief(listing, "-f", "html").out)
    rows = json.loads(brief(listing, "-f", "json").out)
    known = [row | ({} if row.get("level_since_known", True) else {"level_since": None}) for row in rows]
    dates = [row[key] for row in known for key in keys if row[key]]
    assert [text for text in shown.times if text in dates] == dates
    assert all(re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text) for text in shown.times)
    assert [text for text in shown.others if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text)] == []


def test_a_country_page_marks_its_dates_too(brief: Callable[..., Result]) -> None:
    """Among the facts, in the tables, and not in running text."""
    shown = Times()
    shown.feed(brief("country", "japan", "-f", "html").out)
    page = only_page(brief("country", "japan", "-f", "json").out)
    assert shown.times[0] == page["stance"]["since"]
    assert set(shown.times) >= {event["date"] for event in page["events"]}


def test_every_source_is_cited_as_what_it_is(brief: Callable[..., Result]) -> None:
    """What needs an address has one, and each citation carries the grade of the source."""
    items = json.loads(brief("sources", "-f", "csl").out)
    records = json.loads(brief("sources", "-f", "json").out)
    assert {item["type"] for item in items} == {"article-newspaper", "webpage", "document", "report"}
    assert all("URL" in item for item in items if item["type"] == "webpage")
    assert [item["custom"]["reliability"] for item in items] == [record["reliability"] for record in records]


@pytest.mark.parametrize(
    ("arguments", "key", "expected"),
    [
        (["stances", "--sort", "level", "--limit", "3"], "code", ["TR", "BA", "EG"]),
        (["stances", "--sort=-level", "--limit", "3"], "code", ["HL", "NO", "JP"]),
        (["stances", "--sort", "concerns", "--limit", "3"], "code", ["NO", "HL", "TR"]),
        (["stances", "--sort", "grade", "--limit", "6"], "grade", ["A1", "A1", "A2", "B2", "B2", "B3"]),
        (["stances", "--sort=-credibility", "--limit", "4"], "credibility", [6, 5, 4, 4]),
        (["stances", "--sort", "disputed"], "disputed", [*[False] * 9, True, True]),
        (["stances", "--sort", "country", "--limit", "3"], "code", ["BA", "CI", "CZ"]),
        (["topics", "--sort=-kind", "--limit", "3"], "kind", ["recommendation", "objective", "focus-area"]),
        (["sectors", "--sort=-countries", "--limit", "3"], "codes", [["TR", "EG"], ["SG"], ["NO", "JP"]]),
        (["sources", "--sort", "title", "--limit", "1"], "id", ["radio-cote"]),
        (["stances", "--sort", "since", "--limit", "2"], "since", ["2020-05-01", "2023"]),
        (["stances", "--sort", "Since", "--limit", "2"], "since", ["2020-05-01", "2023"]),
        (["stances", "--sort", "SINCE", "--limit", "2"], "since", ["2020-05-01", "2023"]),
        (["stances", "--sort=-At this level since", "--limit", "2"], "level_since", ["2025-03-20", "2025-02-14"]),
        (["stances", "--sort", "last change", "--limit", "1"], "since", ["2020-05-01"]),
        (["stances", "--sort", "latest step", "--limit", "1"], "since", ["2020-05-01"]),
        (["sources", "--sort", "Grade", "--limit", "1"], "reliability", ["A"]),
        (["events", "--limit", "2"], "date", ["2025-03-01", "2025-05-06"]),
        (["events", "--limit", "0"], "date", []),
        (
            ["events", "--limit", "99"],
            "date",
            ["1996-03-31", "2020-05-01", "2024", "2024-09", "2025-02-14", "2025-03-01", "2025-05-06"],
        ),
        (["events", "--sort", "date", "--limit", "1"], "date", ["1996-03-31"]),
    ],
)
def test_rows_are_sorted_by_what_a_column_says(
    arguments: list[str], key: str, expected: list[object], brief: Callable[..., Result]
) -> None:
    """A level by its rank, a term by its label, a list by its first item, a number as a number.

    A column is called by its key, or else by its heading. Unsorted events are the newest, in order of time.
    """
    assert [record[key] for record in json.loads(brief(*arguments, "-f", "json").out)] == expected


@pytest.mark.parametrize("listing", LISTINGS)
def test_every_column_can_be_sorted_by_and_none_loses_a_row(listing: str, brief: Callable[..., Result]) -> None:
    """Sorted either way, a listing has the same records, and those without a value come last.

    It has the documented columns; a matrix also has those of its terms.
    """
    good = "tests/dossiers/good"
    asked = {
        "dossiers": ["dossiers"],
        "diff": ["diff", f"{good}/river-march.yaml", f"{good}/river-april.yaml"],
        "changes": ["changes", "--since", "2020", "-d", FROZEN],
        "search": ["search", "port", "-d", FROZEN],
    }.get(listing, [listing, "-d", FROZEN])

    def rows(*arguments: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in brief(*asked, *arguments, "-f", "jsonl").out.splitlines()]

    records = rows()
    assert len(records) > 1
    assert [column.key for column in LISTINGS[listing].columns] == list(records[0])[
        : len(LISTINGS[listing].columns)
    ]
    for key in records[0]:
        for minus in ("", "-"):
            found = rows(f"--sort={minus}{key}")
            assert sorted(map(json.dumps, found)) == sorted(map(json.dumps, records))
            empty = [record[key] in (None, "", []) for record in found]
            assert empty == sorted(empty)


def test_evidence_may_be_added_to_the_columns_that_were_requested(brief: Callable[..., Result]) -> None:
    """It is the last column, unless it was also selected by name."""
    assert brief("stances", "--columns", "code", "--evidence", "-c", "us").out.startswith("code\tevidence\nUS\t")
    assert brief("stances", "--columns", "evidence,code", "--evidence").out.startswith("evidence\tcode\n")


@pytest.mark.parametrize("form", ["table", "md", "html"])
def test_without_notes_a_source_is_cited_by_its_publisher(
    form: str, brief: Callable[..., Result], tmp_path: Path
) -> None:
    """A number would lead nowhere."""
    path = tmp_path / "river.yaml"
    item = "{source: gazette, verdict: partly, note: Says nothing of the day.}"
    path.write_text(RIVER.replace("[gazette]", f"[gazette, {item}]"), encoding="utf-8")
    out = brief("stances", "-d", str(path), "--columns", "evidence", "-f", form).out
    assert out.count("Example Gazette") == 2
    assert "[1]" not in out
    assert "[^1]" not in out


def test_a_claim_that_no_source_supports_has_the_lowest_grade(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """The grade is that of the best source that supports it, in part where none does in full."""
    path = tmp_path / "river.yaml"
    for verdict, grade in (("supports", "B3"), ("partly", "B3"), ("contradicts", "F3")):
        text = RIVER.replace("[gazette]", f"[{{source: gazette, verdict: {verdict}, note: N.}}]")
        path.write_text(text, encoding="utf-8")
        assert brief("stances", "-d", str(path), "--columns", "grade", "--no-header").out == f"{grade}\n"


def test_a_country_without_any_dated_source_has_that_gap(brief: Callable[..., Result], tmp_path: Path) -> None:
    """The age of its evidence is unknown."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER.replace(", date: 2025-02-20", ""), encoding="utf-8")
    page = only_page(brief("country", "egypt", "-d", str(path), "-f", "json").out)
    assert page["gaps"] == ["no topic recorded", "no sector recorded", "no event recorded", "no dated source"]


@pytest.mark.parametrize("seed", ["1", "2"])
def test_terms_of_one_label_are_in_the_order_of_their_ids(process: Callable[..., Result], seed: str) -> None:
    """Not in the order of a set, which differs from run to run."""
    ids = list("fbdace")
    terms = ", ".join(f"{key}: Same" for key in ids)
    sectors = "".join(
        f"  - {{sector: {key}, countries: [EG], initiative: {key}, stage: agreed, credibility: 1, evidence: [gazette]}}\n"
        for key in ids
    )
    text = f"{RIVER}    concerns: [{', '.join(ids)}]\nterms: {{concerns: {{{terms}}}, sectors: {{{terms}}}}}\nsectors:\n{sectors}"
    page = only_page(process("summary", "-d", "-", "-f", "json", stdin=text, PYTHONHASHSEED=seed).out)
    assert [bar["id"] for bar in page["concerns"]] == ["f", *"abcde"]  # f is the main one
    assert [row["sector"] for row in page["sectors"]] == list("abcdef")
    for by in ("concerns", "sectors"):
        rows = process("matrix", "--by", by, "-d", "-", "-f", "tsv", stdin=text, PYTHONHASHSEED=seed).out
        assert rows.split("\n")[0] == "country\tcode\tlevel\trank\tdossier\ta\tb\tc\td\te\tf"


def test_two_records_of_one_name_are_distinguished_where_their_evidence_is_listed(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """Their ids follow the name; a single name needs none."""
    path = tmp_path / "river.yaml"
    event = "{{title: {}, date: 2025-02-{}, countries: [EG], evidence: [gazette]}}"
    events = [event.format(title, day) for title, day in (("Talks", "01"), ("Talks", "02"), ("A visit", "03"))]
    path.write_text(f"{RIVER}events: [{', '.join(events)}]\n", encoding="utf-8")
    page = brief("evidence", "-d", str(path), "-f", "md").out
    assert [line for line in page.splitlines() if line.startswith("## ")] == [
        "## Egypt, In talks",
        "## Talks (event-2025-02-01-talks)",
        "## Talks (event-2025-02-02-talks)",
        "## A visit",
    ]
