"""What `brief import` takes from a table into the files of a dossier, and what it refuses."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from openpyxl import Workbook

from briefcli.dossier.countries import suggest_countries
from briefcli.dossier.filters import Vocabulary
from briefcli.edit import table_files
from briefcli.edit.splice import spliced
from briefcli.edit.table_files import Header, read_tables
from samples import FROZEN, RIVER, stance
from workbooks import workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Brief = Callable[..., Result]

KINDS = ("stances", "topics", "sectors", "events", "bottom-lines", "facts", "votes", "sources")
WROTE = "Nothing was written; --write changes the files.\n"


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """Return a copy of the frozen dossier, which is a folder."""
    return Path(shutil.copytree(FROZEN, tmp_path / "frozen"))


def table(path: Path, *rows: str) -> str:
    """Write a table and return its path; the first row is its header."""
    path.with_suffix(".csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path.with_suffix(".csv"))


def taken(brief: Brief, dossier: Path, kind: str, *rows: str, also: str = "") -> str:
    """Return the dossier after rows were taken in."""
    result = brief("import", table(dossier, *rows), "--as", kind, "-d", dossier, "--write", *also.split())
    assert (result.code, result.out) == (0, "")
    assert all(line.endswith("[warning]") for line in result.err.splitlines())
    return dossier.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["csv", "tsv", "csv --spreadsheet-safe"])
@pytest.mark.parametrize("dossier", [FROZEN, "tests/dossiers/good/hostile.yaml", "data/high-seas.yaml"])
def test_what_a_listing_wrote_is_no_change(
    brief: Brief, tmp_path: Path, kind: str, form: str, dossier: str
) -> None:
    """Superseded stances too, and whatever the cells hold."""
    also = ["--history"] if kind in {"stances", "bottom-lines", "facts"} else []
    written = tmp_path / "table"
    written.write_text(brief(kind, "-d", dossier, *also, "-f", *form.split()).out, encoding="utf-8")
    assert brief("import", written, "--as", kind, "-d", dossier, "--clear").err == "No difference.\n"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dossier", [FROZEN, "tests/dossiers/good/hostile.yaml", "data/high-seas.yaml"])
def test_so_is_a_workbook(brief: Brief, tmp_path: Path, kind: str, dossier: str) -> None:
    """Under its headings, with labels for ids, and real days."""
    book = tmp_path / "table.xlsx"
    brief(kind, "-d", dossier, "-o", book)
    assert brief("import", book, "--as", kind, "-d", dossier).err == "No difference.\n"


@pytest.mark.parametrize("kind", KINDS)
def test_so_is_an_exported_workbook(brief: Brief, tmp_path: Path, kind: str) -> None:
    """It has a sheet for each table, with the days that each date may mean."""
    book = tmp_path / "book.xlsx"
    brief("export", "-d", FROZEN, "-o", book)
    assert brief("import", book, "--as", kind, "-d", FROZEN).err == "No difference.\n"


@pytest.mark.parametrize("dossier", [FROZEN, "tests/dossiers/good/hostile.yaml", "data/high-seas.yaml"])
def test_so_are_citations(brief: Brief, tmp_path: Path, dossier: str) -> None:
    """Which are known by the ids that brief wrote."""
    items = tmp_path / "items.json"
    items.write_text(brief("sources", "-d", dossier, "-f", "csl").out, encoding="utf-8")
    assert brief("import", items, "--as", "sources", "-d", dossier).err == "No difference.\n"


def test_a_workbook_is_read_as_it_looks(brief: Brief, river: Path) -> None:
    """A month that the spreadsheet took for a day stays a month; what is hidden or broken is not taken in."""
    book = Workbook()
    hidden, sheet = book.active, book.create_sheet("Stances")
    hidden.sheet_state = "hidden"
    sheet.append(["id", "since", "credibility", "ended"])
    sheet.append(["stance-eg-2025-02", datetime.datetime(2025, 2, 1), 2.0, datetime.datetime(2025, 3, 1)])  # noqa: DTZ001
    sheet["B2"].number_format, sheet["D2"].number_format = "mmm-yy", 'yyyy"-"mm"-"dd'
    path = river.with_suffix(".xlsx")
    book.save(path)
    result = brief("import", path, "--as", "stances", "-d", river, "--write")
    assert result.err.startswith("The workbook does not record what it contained when it was written")
    assert river.read_text(encoding="utf-8") == RIVER.replace("credibility: 3", "credibility: 2").replace(
        "    level: talks", "    ended: 2025-03-01\n    level: talks"
    )
    sheet["C2"].value = "#N/A"
    book.save(path)
    assert brief("import", path, "--as", "stances", "-d", river).err == (
        f"brief: {path}, sheet Stances, row 2, column C: the cell holds the error #N/A\n"
    )


def test_references_of_zotero_are_sources(brief: Brief, river: Path) -> None:
    """An address that is there already is the source that has it; the ids of Zotero are none here."""
    path = river.with_suffix(".json")
    item = {
        "id": "http://zotero.org/users/1/items/AB",
        "type": "article-newspaper",
        "container-title": "Example Wire",
        "title": "More talks",
        "author": [{"family": "Doe", "given": "Jo"}, {"literal": "Staff"}],
        "URL": "https://wire.example.org/more",
        "issued": {"date-parts": [["2025", 3]]},
        "custom": None,
    }
    path.write_text(json.dumps([item]), encoding="utf-8")
    assert brief("import", path, "--as", "sources", "-d", river, "--kind", "agency", "--write").code == 0
    new = (
        "{id: example-wire-2025-03, publisher: Example Wire, kind: agency, title: More talks, "
        'url: "https://wire.example.org/more", date: 2025-03, author: "Jo Doe, Staff"}'
    )
    assert new.replace('"https://wire.example.org/more"', "https://wire.example.org/more") in river.read_text(
        "utf-8"
    )
    assert brief("import", path, "--as", "sources", "-d", river).err == "No difference.\n"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "sources"])
def test_kind_is_for_sources(brief: Brief, river: Path, kind: str) -> None:
    """Only sources have a kind of publisher; for other records `--kind` is refused before the table is read."""
    done = brief("import", "missing.csv", "--as", kind, "-d", river, "--kind", "press")
    assert (done.code, done.err) == (2, f"brief: --kind is for sources, not for {kind}\n")


def test_an_author_that_is_the_publisher_is_named_once(brief: Brief, river: Path) -> None:
    """As of a reference that has no other one."""
    path = river.with_suffix(".json")
    item = {
        "title": "More talks",
        "author": [{"literal": "Example Staff"}],
        "issued": {"date-parts": [[2025, 2, 3]]},
    }
    path.write_text(json.dumps([item]), encoding="utf-8")
    assert brief("import", path, "--as", "sources", "-d", river, "--kind", "press", "--write").code == 0
    new = "{id: example-staff-2025-02-03, publisher: Example Staff, kind: press, title: More talks, date: 2025-02-03}"
    assert new in river.read_text(encoding="utf-8")


def test_one_record_is_added(brief: Brief, river: Path) -> None:
    """Through the same checks, and faults are reported by their options."""
    words = ["--date", "2025-02-16", "--title", "Talks", "-c", "Egypt", "-c", "SD", "--evidence"]
    added = brief("add", "event", "-d", river, *words, "gazette (partly): Tells of one.", "--write")
    assert added == (0, "event-2025-02-16-talks\n", "")
    assert river.read_text(encoding="utf-8") == RIVER + (
        "\nevents:\n  - date: 2025-02-16\n    title: Talks\n    countries: [Egypt, Sudan]\n    evidence:\n"
        "      - source: gazette\n        verdict: partly\n        note: Tells of one.\n"
    )
    again = brief("add", "event", "-d", river, *words, "gazette")
    assert again.err.splitlines()[0] == (
        "brief add event: event-2025-02-16-talks exists; `brief import` changes it"
    )
    wrong = brief("add", "event", "-d", river, "--date", "Feb")
    assert wrong.code == 2
    assert wrong.err.splitlines()[0] == "--date: 'Feb' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
    two = "brief: a stance has one country, and -c names 2: Egypt, Sudan\n"
    assert brief("add", "stance", "-d", river, "-c", "Egypt", "-c", "Sudan") == (2, "", two)
    assert brief("add", "event", "-d", river, "--url", "x").err == "brief: an event has no url\n"
    assert brief("add", "evnt", "-d", river).err.startswith("brief: unknown value 'evnt'; did you mean 'event'?")


WIRE = "  - {id: wire, publisher: Wire, kind: press, title: More talks, date: 2025-02-21}\n"
NOTE = "He said no; and left; there (twice): for good"


@pytest.mark.parametrize(
    ("cell", "cited"),
    [
        (f"gazette (partly): {NOTE}", [("gazette", "partly", NOTE)]),
        (f"gazette: {NOTE};wire", [("gazette", "supports", NOTE), ("wire", "supports", None)]),
        (
            f"gazette: {NOTE}; WIRE (contradicts): No; never; ",
            [("gazette", "supports", NOTE), ("wire", "contradicts", "No; never")],
        ),
    ],
)
def test_a_note_may_have_semicolons(
    cell: str, cited: list[tuple[str, str, str | None]], brief: Brief, river: Path
) -> None:
    """Another source begins with its id, so that what an option or a cell says comes back as it was."""
    river.write_text(RIVER.replace("stances:\n", f"{WIRE}stances:\n"), encoding="utf-8")

    def evidence() -> list[tuple[str, str, str | None]]:
        (event,) = json.loads(brief("events", "-d", river, "-f", "json").out)
        return [(one["source"], one["verdict"], one["note"]) for one in event["evidence"]]

    before = river.read_text(encoding="utf-8")
    words = ["--date", "2025-02-16", "--title", "Talks", "--evidence"]
    added = brief("add", "event", "-d", river, *words, cell, "--write")
    assert (added.code, added.err) == (0, "")
    assert evidence() == cited
    river.write_text(before, encoding="utf-8")
    taken(brief, river, "events", "date,title,evidence", f'2025-02-16,Talks,"{cell}"')
    assert evidence() == cited
    listed = brief("events", "-d", river, "-f", "csv").out.splitlines()
    assert brief("import", table(river, *listed), "--as", "events", "-d", river).err == "No difference.\n"


@pytest.mark.parametrize(
    ("cells", "unknown"),
    [
        (["gazette: Said no", "wyre"], "wyre"),
        (["gazette: Said no; wyre (partly)"], "wyre"),
        (["gazette; and left"], "and left"),
        (["gazette: Said no;\nwyre"], "wyre"),
    ],
)
def test_a_source_that_is_misspelt_is_no_part_of_a_note(
    cells: list[str], unknown: str, brief: Brief, river: Path
) -> None:
    """Where it is an option or a line of its own, has a verdict, or no note goes before it."""
    options = [part for cell in cells for part in ("--evidence", cell)]
    refused = brief("add", "event", "-d", river, "--date", "2025-02-16", "--title", "Talks", *options)
    assert refused == (
        2,
        "",
        f"--evidence: unknown source {unknown!r}. Possible: gazette\nbrief: nothing was changed: 1 fault\n",
    )


def test_what_is_about_no_country_is_of_international_partners(brief: Brief, river: Path) -> None:
    """A topic must state it, and the message lists the possible values."""
    words = (
        "--kind",
        "agenda",
        "--title",
        "Water",
        "--summary",
        "s",
        "--credibility",
        "3",
        "--evidence",
        "gazette",
    )
    assert brief("add", "topic", "-d", river, *words).err == (
        "brief add topic: a new topic needs countries; in place of countries it may have 'International partners'\n"
        "brief: nothing was changed: 1 fault\n"
    )
    added = brief("add", "topic", "-d", river, *words, "-c", "international partners", "--write")
    assert added == (0, "topic-agenda-water\n", "")
    assert "    countries: []\n" in river.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("publisher", "more", "made"),
    [
        ("Example Wire", ("--url", "https://example.org/a", "--date", "2025-02"), "example-wire-2025-02"),
        ("外務省", ("--url", "https://www.mofa.go.jp/a", "--date", "2025-02"), "mofa-go-jp-2025-02"),
        ("外務省", ("--date", "2025-02"), "source-2025-02"),
        ("外務省", ("--url", "https://[mofa/a"), "source"),
        ("外務省", (), "source"),
    ],
)
def test_a_source_is_called_by_its_publisher_or_its_host(
    publisher: str, more: tuple[str, ...], made: str, brief: Brief, river: Path
) -> None:
    """A name of no letter that an id has is no id, and nor is a date alone."""
    words = ("--publisher", publisher, "--kind", "press", "--title", "Talks", *more)
    assert brief("add", "source", "-d", river, *words, "--write").code == 0
    assert f"id: {made}," in river.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("source", "wire-office", "wire-japan"),
        ("level", "office", "bureau"),
        ("concern", "court", "rulings"),
        ("sector", "energy", "power"),
        ("kind", "specialist", "ngo"),
    ],
)
def test_a_name_is_another_one_everywhere(brief: Brief, frozen: Path, what: str, old: str, new: str) -> None:
    """And nothing else changes: in its place in the files is the other one."""
    before = {path: path.read_text(encoding="utf-8") for path in frozen.glob("*.yaml")}
    assert brief("rename", what, old, new, "-d", frozen, "--write").code == 0
    lines = {
        path: [
            (was, now)
            for was, now in zip(
                text.splitlines(), path.read_text(encoding="utf-8").splitlines(), strict=what != "kind"
            )
            if was != now
        ]
        for path, text in before.items()
    }
    if what != "kind":
        assert all(
            now == re.sub(rf"\b{old}\b", new, was, count=1) for found in lines.values() for was, now in found
        )
    told = brief("check", frozen)
    assert told.code == 0
    assert f"'{old}'" not in told.err
    assert brief("rename", what, old, new, "-d", frozen).err.startswith(f"brief: unknown {what} '{old}'")


def test_a_name_within_another_one_is_another_name(brief: Brief, river: Path) -> None:
    """Only whole names are renamed, and counted."""
    more = "  - {id: gazette-2, publisher: Gazette, kind: press, title: On gazette}\nstances:"
    text = RIVER.replace("stances:", more).replace("[gazette]", "[gazette, gazette-2]")
    river.write_text(text, encoding="utf-8")
    told = brief("rename", "source", "gazette", "herald", "-d", river).err
    assert told == f"Nothing was written; --write changes 2 places: 2 in {river}.\n"
    assert brief("rename", "source", "gazette", "herald", "-d", river, "--write") == (0, "", "")
    expected = text.replace("id: gazette,", "id: herald,").replace("[gazette,", "[herald,")
    assert river.read_text(encoding="utf-8") == expected


def test_a_renaming_is_reported_by_its_places(brief: Brief, frozen: Path) -> None:
    """A source is one in the list of the sources and one in each record that cites it."""
    told = brief("rename", "concern", "court", "rulings", "-d", frozen)
    assert told.err == (
        "The meaning of signs mentions court: 'Has signed the charter and accepts the rulings of the harbou…'\n"
        f"Nothing was written; --write changes 6 places: 1 in {frozen}/dossier.yaml, 5 in {frozen}/stances.yaml.\n"
    )


@pytest.mark.parametrize("typed", ["germany", "Allemagne", "德国"])
@pytest.mark.parametrize(("others", "new"), [("Egypt", "Germany"), ("EG", "DE")])
def test_a_new_country_is_written_like_the_others(
    brief: Brief, river: Path, others: str, new: str, typed: str
) -> None:
    """By its name or by its code, however it was typed."""
    river.write_text(RIVER.replace("country: Egypt", f"country: {others}"), encoding="utf-8")
    words = ("--level", "talks", "--status", "s", "--summary", "s", "--credibility", "3", "--evidence", "gazette")
    added = brief("add", "stance", "-d", river, "-c", typed, "--since", "2025-03", *words, "--write")
    assert (added.code, added.err) == (0, "")
    assert f"  - country: {new}\n    since: 2025-03\n" in river.read_text(encoding="utf-8")


def test_as_many_codes_as_names_are_no_habit(brief: Brief, river: Path) -> None:
    """A new country is then written by its name."""
    river.write_text(RIVER + stance(country="SD"), encoding="utf-8")
    row = "Germany,2025-02,talks,s,s,3,gazette"
    text = taken(brief, river, "stances", "country,since,level,status,summary,credibility,evidence", row)
    assert "  - country: Germany\n" in text


def test_a_name_that_is_taken_is_refused(brief: Brief, frozen: Path) -> None:
    """And what would be none."""
    assert brief("rename", "level", "office", "signs", "-d", frozen).err == "brief: the level 'signs' exists\n"
    assert brief("rename", "kind", "press", "x", "-d", frozen).err.startswith("brief: unknown kind 'x'")
    assert brief("rename", "name", "a", "b", "-d", frozen).err.startswith(
        "brief: unknown value 'name'. Possible: source, "
    )
    odd = brief("rename", "level", "office", "An Office", "-d", frozen)
    assert (odd.code, odd.out) == (1, "")
    assert odd.err.splitlines()[-1] == "brief: nothing was changed: 1 problem"


def test_what_would_change_is_printed_like_a_difference(brief: Brief, river: Path) -> None:
    """And nothing is written."""
    rows = table(river, "country,since,status,credibility", "EG,2025-02,In long talks,2")
    result = brief("import", rows, "--as", "stances", "-d", river, "--columns", "change,record,field,old,new")
    assert result.code == 0
    assert result.out == (
        "change\trecord\tfield\told\tnew\n"
        "changed\tEgypt, since 2025-02\tstatus\tIn talks\tIn long talks\n"
        "changed\tEgypt, since 2025-02\tcredibility\t3\t2\n"
    )
    assert result.err == WROTE
    assert river.read_text(encoding="utf-8") == RIVER


def test_only_the_changed_values_are_written(brief: Brief, river: Path) -> None:
    """Columns may be in any order, under their headings or keys, with labels for ids; an empty cell changes nothing."""
    text = taken(
        brief, river, "stances", "Last change;Level;Status;code;Summary", '2025-02;holds talks;"So; so";EG;'
    )
    assert text == RIVER.replace("status: In talks", "status: So; so")


def test_the_headings_of_0_2_are_still_those_of_a_table(brief: Brief, river: Path) -> None:
    """There "Since" was the day of the level, which no cell can change, and "Latest step" that of the stance."""
    heads = (
        'Country;Level;Status;Since;Latest step;Checked;"Latest step, first day"',
        "Egypt;talks;So so;2024;2025-02;2025-03;2025-02-01",
    )
    result = brief("import", table(river, *heads), "--as", "stances", "-d", river, "--write")
    made = "not applied, because this column is made from others; the dossier has"
    assert [line.partition(", ")[2] for line in result.err.splitlines()] == [
        f"row 2, column D (Since): {made} '2025-02'",
        f"row 2, column F (Checked): {made} '2025-02-20'",
    ]
    assert river.read_text(encoding="utf-8") == RIVER.replace("status: In talks", "status: So so")


def test_since_alone_is_the_day_of_a_stance(brief: Brief, river: Path) -> None:
    """As in a table that somebody wrote, and whatever its case."""
    text = taken(brief, river, "stances", "Country;Level;Status;Since", "Egypt;talks;So so;2025-02")
    assert text == RIVER.replace("status: In talks", "status: So so")


def test_codes_are_countries_where_a_table_has_no_names(brief: Brief, river: Path) -> None:
    """A table that has both is read by the names."""
    heads = "date,title,evidence"
    text = taken(brief, river, "events", f"{heads},codes", "2025-02-16,Talks,gazette,EG; SD")
    assert "    title: Talks\n    countries: [Egypt, Sudan]\n" in text
    text = taken(
        brief, river, "events", f"{heads},codes,countries", "2025-02-17,More talks,gazette,SD,Chad; Egypt"
    )
    assert "    title: More talks\n    countries: [Chad, Egypt]\n" in text


def test_the_order_of_countries_is_no_difference(brief: Brief, river: Path) -> None:
    """Also where they are part of what distinguishes one piece of cooperation from another."""
    record = "sector: energy, countries: [Egypt, Sudan], initiative: Pumps, credibility: 3, evidence: [gazette]"
    river.write_text(
        f"{RIVER}terms: {{sectors: {{energy: Energy}}}}\nsectors:\n  - {{{record}, stage: agreed, since: 2025-02}}\n",
        encoding="utf-8",
    )
    rows = table(river, "sector,countries,initiative,stage,since", "energy,Sudan; Egypt,Pumps,agreed,2025-02")
    assert brief("import", rows, "--as", "sectors", "-d", river).err == "No difference.\n"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("'tis so", "'tis so"),
        ("'=1+1", "=1+1"),
        ("'-", "-"),
        ('"Line one.\r\nLine two."', "Line one.\nLine two."),
    ],
)
def test_a_cell_is_the_text_that_somebody_reads(cell: str, written: str, brief: Brief, river: Path) -> None:
    """Without the apostrophe before what could be a formula, and with the line breaks of a dossier."""
    rows = ("since,country,summary", f"2025-02,EG,{cell}")
    result = brief("import", table(river, *rows), "--as", "stances", "-d", river, "-f", "json")
    (change,) = json.loads(result.out)
    assert (change["field"], change["new"]) == ("summary", written)


def test_a_text_in_lines_of_its_own_keeps_its_end(brief: Brief, river: Path) -> None:
    """With the line break that its sign says, or without one."""
    for sign in (">", "|", ">-"):
        text = RIVER.replace("summary: Sends a delegation.", f"summary: {sign}\n      Sends a delegation.")
        river.write_text(text, encoding="utf-8")
        changed = taken(brief, river, "stances", "since,country,summary", "2025-02,EG,Sends nobody.")
        assert changed == text.replace("Sends a delegation.", "Sends nobody.")


def test_what_is_no_follow_up_has_no_word_on_it(brief: Brief, river: Path) -> None:
    """No new event is marked as none, and one that was marked is unmarked."""
    text = taken(
        brief,
        river,
        "events",
        "date,title,follow_up,evidence",
        "2025-02-16,Talks,no,gazette",
        "2026,More,yes,gazette",
    )
    assert text.count("follow_up") == 1
    text = taken(brief, river, "events", "id,date,follow_up", "event-2026-more,2025-02-20,no")
    assert "follow_up" not in text


def test_of_two_citations_of_a_source_that_with_the_verdict_stays(brief: Brief, river: Path) -> None:
    """With its note and its place in the source."""
    partly = "{source: gazette, verdict: partly, note: On the date., locator: p. 3}"
    river.write_text(RIVER.replace("[gazette]", f"[gazette, {partly}]"), encoding="utf-8")
    text = taken(brief, river, "stances", "since,country,evidence", "2025-02,EG,gazette (partly)")
    assert text == RIVER.replace("[gazette]", f"[{partly}]")


def test_a_row_without_text_is_no_record(brief: Brief, river: Path) -> None:
    """A spreadsheet writes the separators of rows that were emptied, too."""
    text = taken(brief, river, "stances", "since,country,status", ",,", "2025-02,EG,So so", ' ,"",', "")
    assert text == RIVER.replace("status: In talks", "status: So so")


def test_a_table_may_be_as_large_as_its_bound(brief: Brief, river: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte more is refused."""
    path = Path(table(river, "since,country,status", "2025-02,EG,In talks"))
    for missing, told in (
        (0, "No difference.\n"),
        (1, f"brief: {path} is larger than 0 MiB; split it into several tables\n"),
    ):
        monkeypatch.setattr(table_files, "MAX_FILE_BYTES", path.stat().st_size - missing)
        assert brief("import", path, "--as", "stances", "-d", river).err == told


def test_an_empty_cell_removes_where_that_is_requested(brief: Brief, river: Path) -> None:
    """Except for what a record must have."""
    rows = ("id,date,url", "gazette,,")
    assert taken(brief, river, "sources", *rows, also="--clear") == RIVER.replace(", date: 2025-02-20", "")
    refused = brief("import", table(river, "id,kind", "gazette,"), "--as", "sources", "-d", river, "--clear")
    assert refused.err.splitlines()[0] == f"{river.with_suffix('.csv')}, row 2: kind cannot be empty"


def test_a_new_record_is_beside_records_of_its_kind(brief: Brief, river: Path) -> None:
    """A stance with those of its country, as they write it, and by its date; a source by its id with the others."""
    text = taken(
        brief,
        river,
        "stances",
        "country,since,level,status,summary,credibility,evidence",
        "Egypt,2024,talks,First talks,Met once.,3,gazette",
        "EG,2025-03,talks,More talks,Met again.,3,gazette (partly)",
    )
    assert text == RIVER.replace(
        "  - country: Egypt",
        '  - country: Egypt\n    since: "2024"\n    level: talks\n    status: First talks\n    summary: Met once.\n'
        "    credibility: 3\n    evidence: [gazette]\n  - country: Egypt",
    ) + (
        "  - country: Egypt\n    since: 2025-03\n    level: talks\n    status: More talks\n    summary: Met again.\n"
        "    credibility: 3\n    evidence:\n      - source: gazette\n        verdict: partly\n"
    )
    text = taken(
        brief,
        river,
        "sources",
        "publisher,title,kind,date,url,reliability",
        "A Wire,Talks,press,2025,https://a.org,B",
    )
    new = 'id: a-wire-2025, publisher: A Wire, kind: press, title: Talks, url: https://a.org, date: "2025"'
    assert f"sources:\n  - {{{new}}}\n  - {{id: gazette," in text


def test_notes_that_a_table_cannot_say_stay(brief: Brief, frozen: Path) -> None:
    """So do places in a source, and the order of the evidence."""
    old = (frozen / "stances.yaml").read_text(encoding="utf-8")
    rows = ("id,evidence", "japan-office,port-yearbook (partly); wire-office (partly); charter")
    result = brief("import", table(frozen, *rows), "--as", "stances", "-d", frozen, "--write")
    assert result.err == ""
    assert (frozen / "stances.yaml").read_text(encoding="utf-8") == old.replace(
        "      - minato-shimbun\n      - {source: wire-office", "      - {source: wire-office"
    ).replace(
        "{source: port-yearbook, verdict: contradicts, note: Lists it as a mission., locator: table 4}",
        "{source: port-yearbook, verdict: partly, note: Lists it as a mission., locator: table 4}\n      - charter",
    )


def test_a_record_that_is_dated_anew_keeps_the_id_of_its_row(brief: Brief, river: Path) -> None:
    """For the next time that the table is taken in; then nothing changes."""
    rows = ("id,since", "stance-eg-2025-02,2025-02-16")
    text = taken(brief, river, "stances", *rows)
    assert text == RIVER.replace(
        "- country: Egypt\n    since: 2025-02",
        "- id: stance-eg-2025-02\n    country: Egypt\n    since: 2025-02-16",
    )
    assert brief("import", table(river, *rows), "--as", "stances", "-d", river).err == "No difference.\n"


def test_a_row_with_an_id_is_no_record_that_has_another_one(brief: Brief, river: Path) -> None:
    """Two sources may have one address, such as a page and a table on it. Without an id the row is the first one."""
    url = "https://example.org/talks"
    river.write_text(RIVER.replace("date: 2025-02-20}", f"date: 2025-02-20, url: {url}}}"), encoding="utf-8")
    header = "id,publisher,kind,title,url,date"
    new = taken(brief, river, "sources", header, f"table,Example Gazette,press,The table,{url},2025-02-20")
    assert "id: gazette, publisher: Example Gazette, kind: press, title: Talks resume," in new
    assert "id: table, publisher: Example Gazette, kind: press, title: The table," in new
    river.write_text(new.replace("  - {id: table,", "  # - {id: table,"), encoding="utf-8")
    again = taken(brief, river, "sources", header, f",Example Gazette,press,Talks go on,{url},2025-02-20")
    assert "id: gazette, publisher: Example Gazette, kind: press, title: Talks go on," in again


@pytest.mark.parametrize("grades", ["{agency: A, press: B}", "{press: B, agency: A}"])
def test_a_kind_that_becomes_another_one_takes_its_grade(grades: str, brief: Brief, river: Path) -> None:
    """Whichever of the two grades comes first; where there was none, it keeps its own."""
    text = RIVER.replace("{press: B}", grades).replace(
        "stances:", "  - {id: wire, publisher: Wire, kind: agency, title: Talks}\nstances:"
    )
    river.write_text(text, encoding="utf-8")
    assert brief("rename", "kind", "agency", "press", "-d", river, "--write") == (0, "", "")
    assert river.read_text(encoding="utf-8") == text.replace(grades, "{press: B}").replace(
        "kind: agency", "kind: press"
    )
    assert brief("rename", "kind", "press", "ngo", "-d", river, "--write") == (0, "", "")
    assert "grades: {ngo: B}\n" in river.read_text(encoding="utf-8")


def test_cooperation_comes_to_another_stage(brief: Brief, frozen: Path) -> None:
    """Which is added to its stages, where it has those; a row can state nothing else about them."""
    old = (frozen / "topics.yaml").read_text(encoding="utf-8")
    rows = table(frozen, "id,stage,since", "spare-parts,completed,2025-03-30")
    brief("import", rows, "--as", "sectors", "-d", frozen, "--write")
    last = "      - {stage: under way, since: 2024-11-30}\n"
    new = (frozen / "topics.yaml").read_text(encoding="utf-8")
    assert new == old.replace(last, f"{last}      - {{stage: completed, since: 2025-03-30}}\n")
    refused = brief("import", table(frozen, "id,stage", "spare-parts,agreed"), "--as", "sectors", "-d", frozen)
    assert "row 2: its stages are in the dossier" in refused.err


@pytest.mark.parametrize(("country", "file"), [("Egypt", "eg.yaml"), ("Chad", "chad.yaml"), ("Sudan", None)])
def test_a_stance_goes_into_a_file_of_its_country_and_replaces_none(
    country: str, file: str | None, brief: Brief, tmp_path: Path
) -> None:
    """By whatever name, or into a new one; a file that is called like the country and has other things keeps them."""
    at, sources = RIVER.index("stances:"), "sources:\n  - {id: wire, publisher: Wire, kind: press, title: Talks}\n"
    (tmp_path / "dossier.yaml").write_text(RIVER[:at], encoding="utf-8")
    (tmp_path / "eg.yaml").write_text(RIVER[at:], encoding="utf-8")
    (tmp_path / "sudan.yaml").write_text(sources, encoding="utf-8")
    row = f"{country},2025-02-26,talks,s,s,3,wire"
    rows = table(tmp_path / "rows", "country,since,level,status,summary,credibility,evidence", row)
    assert brief("import", rows, "--as", "stances", "-d", tmp_path, "--write").code == 0
    found = {path.name for path in tmp_path.glob("*.yaml") if "2025-02-26" in path.read_text(encoding="utf-8")}
    assert found == {file} if file else len(found) == 1
    assert (tmp_path / "sudan.yaml").read_text(encoding="utf-8").startswith(sources.rstrip())
    assert brief("check", tmp_path).code == 0


def test_the_first_stance_of_a_country_gets_a_file_of_its_own(brief: Brief, tmp_path: Path) -> None:
    """Where each other country has one."""
    brief("new", f"{tmp_path}/river/")
    folder = tmp_path / "river"
    rows = table(
        folder,
        "country,since,level,status,summary,credibility,evidence",
        "Côte d'Ivoire,2025-02,talks,Talks,Talks.,3,gazette-2025-02-20",
    )
    result = brief("import", rows, "--as", "stances", "-d", folder, "--write")
    assert result.err == ""
    assert (folder / "cote-d-ivoire.yaml").read_text(encoding="utf-8") == (
        "stances:\n  - country: Côte d'Ivoire\n    since: 2025-02\n    level: talks\n    status: Talks\n"
        "    summary: Talks.\n    credibility: 3\n    evidence: [gazette-2025-02-20]\n"
    )


@pytest.mark.parametrize(
    ("title", "file"),
    [("Egypt's envoy, again", "egypt.yaml"), ("Sudan objects", "dossier.yaml"), ("The Wire", "dossier.yaml")],
)
def test_a_source_goes_to_the_sources_on_the_country_that_its_title_names(
    title: str, file: str, brief: Brief, tmp_path: Path
) -> None:
    """Else to those of its publisher; a file without sources gets none."""
    at, source = RIVER.index("stances:"), "  - {id: w, publisher: Wire, kind: press, title: Talks}\n"
    sudan = RIVER[at:].replace("Egypt", "Sudan")
    (tmp_path / "dossier.yaml").write_text(
        RIVER[:at].replace("sources:\n", f"sources:\n{source}"), encoding="utf-8"
    )
    (tmp_path / "egypt.yaml").write_text(f"sources:\n{source.replace('w,', 'x,')}{RIVER[at:]}", encoding="utf-8")
    (tmp_path / "sudan.yaml").write_text(sudan, encoding="utf-8")
    arguments = ["--publisher", "Wire", "--kind", "press", "--title", title, "-d", str(tmp_path), "--write"]
    assert brief("add", "source", *arguments).code == 0
    found = {path.name for path in tmp_path.glob("*.yaml") if title in path.read_text(encoding="utf-8")}
    assert found == {file}


@pytest.mark.parametrize("name", ['"Egypt, Arab Rep."', "Égypte", "مصر"])
def test_a_table_names_countries_as_its_office_does(brief: Brief, river: Path, name: str) -> None:
    """A row of the World Bank, or in another language, is about the country that the dossier has."""
    found = taken(brief, river, "stances", "country,since,status", f"{name},2025-02,Talks go on")
    assert found == RIVER.replace("status: In talks", "status: Talks go on")


FAULTS = {
    "a date of the spreadsheet's": (
        ("country,since,level", "Egypt,Feb-25,tals"),
        "row 2, column B (since): 'Feb-25' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD; format the column as text "
        "in a spreadsheet",
        "row 2, column C (level): unknown level 'tals'; did you mean 'talks'? Possible: talks",
    ),
    "no such country": (
        ("country,since", "Egpyt,2025-02"),
        "row 2, column A (country): unknown country 'Egpyt'; did you mean 'Egypt'? Possible: Egypt",
    ),
    "a name of two countries": (
        ("country,since", "Конго,2025-02"),
        "row 2, column A (country): unknown country 'Конго'; did you mean 'Democratic Republic of the Congo' or "
        "'Republic of the Congo'? Possible: Egypt",
    ),
    "no such source": (
        ("id,evidence", "stance-eg-2025-02,gazete"),
        "row 2, column B (evidence): unknown source 'gazete'; did you mean 'gazette'? Possible: gazette",
    ),
    "no such column": (
        ("id,Sumary", "x,y"),
        "row 1, column B (Sumary): unknown column 'Sumary'; it looks like summary",
        "row 1: a new stance needs country, since, level, status, credibility and evidence; no known "
        "column has that",
    ),
    "one column twice": (
        ("id,Id", "stance-eg-2025-02,y"),
        "row 1, column B (Id): the column 'id' occurs twice",
    ),
    "one record twice": (
        ("country,since", "Egypt,2025-02", "", "EGY,2025-02"),
        "row 4: row 2 is the same record",
    ),
    "one id twice": (
        ("id,country,since,level,status,summary,credibility,evidence", *["x,Egypt,2024,talks,a,b,3,gazette"] * 2),
        "row 3: row 2 is the same record",
    ),
    "less than a record needs": (
        ("country,since", "Egypt,2024"),
        "row 1: a new stance needs level, status, summary, credibility and evidence; no known column has that",
    ),
    "an empty cell of a new record": (
        ("country,since,level,status,summary,credibility,evidence", "Egypt,2024,talks,,So.,2,"),
        "row 2: a new stance needs status and evidence",
    ),
    "what check would refuse": (
        ("country,since,status", f"Egypt,2025-02,{'x' * 61}"),
        "row 2, column C (status): label-too-long: status has 61 characters, and at most 60 are allowed; shorten it; "
        "detail belongs in a summary or a note",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_reported_with_its_place(brief: Brief, river: Path, what: str) -> None:
    """Every one of them, and then nothing is written."""
    rows, *faults = FAULTS[what]
    path = table(river, *rows)
    result = brief("import", path, "--as", "stances", "-d", river, "--write")
    assert (result.code, result.out) == (1, "")
    *told, last = (line for line in result.err.splitlines() if not line.startswith("Read or pass over"))
    assert told == [f"{path}, {fault}" for fault in faults]
    assert last.startswith("brief: nothing was changed: ")
    assert river.read_text(encoding="utf-8") == RIVER


def test_all_faults_are_described(brief: Brief, river: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest word is looked for only for the first ones: in a cell of many unknown words, once."""
    asked = Mock(wraps=suggest_countries)
    monkeypatch.setattr("briefcli.edit.cells.suggest_countries", asked)
    monkeypatch.setattr("briefcli.edit.intake._MAX_SUGGESTIONS", 20)
    words = [";".join(f"x{row}-{word}" for word in range(100)) for row in range(50)]
    rows = table(river, "date,title,countries", *(f"2025,Talks {row},{cell}" for row, cell in enumerate(words)))
    result = brief("import", rows, "--as", "events", "-d", river)
    *told, last = result.err.splitlines()
    assert [line.partition(" (countries): unknown country ")[2] for line in told] == [
        f"'x{row}-0'" + (". Possible: Egypt" if row < 20 else "") for row in range(50)
    ]
    assert last == "brief: nothing was changed: 50 faults"
    assert asked.call_count == 20
    for option in (["-f", "csv"], ["-o", river.with_suffix(".xlsx")]):
        result = brief("import", rows, "--as", "events", "-d", river, *option)
        assert (result.code, result.err) == (1, f"{last}\n")
    ((_, faults),) = read_tables("f", river.with_suffix(".xlsx").read_bytes(), "events", lambda *_: Header(0, 1))
    assert faults.rows[49].cells[:6] == ("Fault", rows, "51", "C", "countries", words[49])


@pytest.mark.parametrize("rows", [3, 30])
def test_the_words_of_a_dossier_are_gathered_once(
    brief: Brief, river: Path, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rows there are, and however many sources they cite."""
    made = Mock(wraps=Vocabulary)
    monkeypatch.setattr("briefcli.edit.cells.Vocabulary", made)
    head = "country,since,level,status,summary,credibility,evidence"
    table_of = table(river, head, *(f"Egypt,20{row:02},talks,s,s,3,gazette" for row in range(rows)))
    brief("import", table_of, "--as", "stances", "-d", river)
    assert made.call_count == 4  # of levels, of the words for credibility and those with digits, and of sources


def test_only_files_that_change_are_put_together_anew(
    brief: Brief, frozen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a folder of many files a row changes one."""
    changed = Mock(wraps=spliced)
    monkeypatch.setattr("briefcli.edit.draft.spliced", changed)
    brief("import", table(frozen, "id,status", "japan-office,New"), "--as", "stances", "-d", frozen, "--write")
    assert changed.call_count == 1
    assert "status: New\n" in (frozen / "stances.yaml").read_text(encoding="utf-8")


def test_rows_of_another_dossier_are_passed_over(brief: Brief, river: Path) -> None:
    """And reported."""
    rows = table(
        river, "dossier,country,since,status", "other,Egypt,2025-02,x", "river-talks,Egypt,2025-02,In talks"
    )
    assert brief("import", rows, "--as", "stances", "-d", river).err == (
        "Skipped 1 row of other dossiers.\nNo difference.\n"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "contains no table"),
        (b"%PDF-1.7\n\xe2\xe3", "byte 10 is not UTF-8; save the table as XLSX or as CSV UTF-8"),
        (b"PK\x03\x04", "File is not a zip file; save the table as XLSX or CSV"),
        (b'id\n"x\n', ", line 2: unexpected end of data"),
        (b'[{"id": "x"}]', "is JSON, which is accepted for sources only; write the stances as CSV, TSV or XLSX"),
        (workbook('<row r="100000000"/>'), "row '100000000' is not one of the 1,048,576 that a sheet has; save"),
    ],
)
def test_what_is_no_table_is_refused(brief: Brief, river: Path, content: bytes, told: str) -> None:
    """In a sentence."""
    refused(brief, river, "stances", content, told)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[" * 1000, "Expected `object`, got `array` - at `$[0]`"),
        (b'[{"x": ' + b"[" * 100_000, "maximum recursion depth exceeded"),
        (b'[{"issued": {"date-parts": [[1e999]]}}]', "Number out of range"),
        (b'[{"issued": {"date-parts": [["2025", []]]}}]', "Expected `int | str`, got `array` - at `$[0].issued."),
        (rb'[{"title": "\ud800", "publisher": "x"}]', ""),
        (rb'[{"title": "\ud800 and more", "publisher": "x"}]', ""),
        (b'[{"title": 1}]', "Expected `str | null`, got `int` - at `$[0].title`"),
        (b'\xef\xbb\xbf [{"author": {}}]', "Expected `array | null`, got `object` - at `$[0].author`"),
    ],
)
def test_what_are_no_references_is_refused(brief: Brief, river: Path, content: bytes, told: str) -> None:
    """Numbers and nesting that Python has no room for, halves of characters, and values of another kind."""
    refused(brief, river, "sources", content, f"river.csv is not CSL-JSON: {told}")


ROW = b"gazette,Example Gazette,Talks resume\n"


@pytest.mark.parametrize(
    ("bound", "value", "content", "told"),
    [
        ("MAX_FILE_BYTES", 100, ROW * 3, "is larger than 0 MiB; split it into several tables"),
        ("MAX_TABLE_BYTES", 1000, ROW * 8, "is too large: a table may have 16,384 columns, and take 0 MiB of"),
        ("MAX_TABLE_BYTES", 1000, b",,,\n" * 100 + b"a,b," + b"," * 200, "is too large"),
        ("MAX_COLUMNS", 2, ROW, "is too large: a table may have 2 columns"),
        ("MAX_ROW_LENGTH", 99, b'id,"' + b'a",b,"\n' * 20, "line 13: a row has more than 99 characters"),
        ("MAX_ROW_LENGTH", 99, b"id," + b"a" * 100, "line 0: a row has more than 99 characters"),
        ("MAX_JSON_PARTS", 5, b'[{"id": "x"}, {}, {}]', "has more than 5 objects, lists and commas"),
    ],
)
def test_what_would_take_all_memory_is_refused(
    brief: Brief, river: Path, monkeypatch: pytest.MonkeyPatch, bound: str, value: int, content: bytes, told: str
) -> None:
    """Before it is read whole."""
    monkeypatch.setattr(table_files, bound, value)
    refused(brief, river, "sources", content, told)


def refused(brief: Brief, dossier: Path, kind: str, content: bytes, told: str) -> None:
    """Hold that a table is refused in a sentence."""
    path = dossier.with_suffix(".csv")
    path.write_bytes(content)
    result = brief("import", path, "--as", kind, "-d", dossier)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("path", ["none.csv", "."])
def test_a_table_that_cannot_be_read_is_named(brief: Brief, river: Path, path: str) -> None:
    """As every file is."""
    told = brief("import", river.parent / path, "--as", "sources", "-d", river)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"brief: {river.parent / path} cannot be read: ")


def test_what_is_not_ours_is_not_written(brief: Brief, tmp_path: Path) -> None:
    """A dossier that comes with the program is changed by its path, and standard input is no place to write."""
    rows = table(tmp_path / "t", "id,reliability", "article,E")
    told = brief("import", rows, "--as", "sources", "-d", "japan-visit", "--write")
    assert told == (
        2,
        "",
        "brief: the dossier 'japan-visit' is part of the program; name a file or a folder to change it\n",
    )
