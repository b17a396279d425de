"""A workbook for editing: what people change in it, what others changed meanwhile, and tables of other people."""

from __future__ import annotations

import csv
import json
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from briefcli.dossier.countries import iso_names
from samples import FROZEN, RIVER

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Brief = Callable[..., Result]
    Rows = list[dict[str, Any]]

DOSSIERS = [FROZEN, "tests/dossiers/good/hostile.yaml", "data/high-seas.yaml"]
COLUMNS = ("country", "since", "level", "status", "summary", "credibility", "evidence")
NEW = ("Kenya", "2025-01", "talks", "Joined", "Joined the talks.", "3", "gazette")


@pytest.fixture
def book(brief: Brief, river: Path) -> Path:
    """Return a workbook for editing it."""
    path = river.with_suffix(".xlsx")
    assert brief("export", "--for-editing", "-d", river, "-o", path) == (0, "", "")
    return path


def edited(book: Path, sheet: str, *changes: tuple[int, str, object]) -> None:
    """Write cells of a workbook, each by its row and the heading of its column."""
    work = load_workbook(book)
    columns = {cell.value: cell.column for cell in work[sheet][1]}
    for row, heading, value in changes:
        work[sheet].cell(row, columns[heading]).value = value
    work.save(book)


def told(result: Result, path: Path) -> list[str]:
    """Return the messages of a run without the name of the table."""
    return [line.replace(f"{path}, ", "") for line in result.err.splitlines()]


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_a_workbook_that_nobody_edited_changes_nothing(brief: Brief, tmp_path: Path, dossier: str) -> None:
    """Its sheets are found by their names, also where another program has written it again."""
    path = tmp_path / "book.xlsx"
    brief("export", "--for-editing", "-d", dossier, "-o", path)
    assert brief("import", path, "-d", dossier, "--clear").err == "No difference.\n"
    load_workbook(path).save(path)
    assert brief("import", path, "-d", dossier).err == "No difference.\n"


def test_a_workbook_has_lists_to_choose_from(book: Path) -> None:
    """They are ranges of a hidden sheet, and a value that is not in the list is a warning."""
    work = load_workbook(book)
    lists = {
        next(iter(rule.sqref.ranges)).min_col: rule for rule in work["stances"].data_validations.dataValidation
    }
    columns = [cell.value for cell in work["stances"][1]]
    level, evidence = lists[columns.index("level") + 1], lists[columns.index("evidence") + 1]
    assert (level.type, level.errorStyle, level.showErrorMessage) == ("list", "warning", True)
    assert (evidence.type, evidence.showErrorMessage) == ("list", False)
    place = level.formula1.removeprefix("Lists!").replace("$", "")
    assert [cell.value for (cell,) in work["Lists"][place]] == ["Holds talks"]
    assert [sheet.title for sheet in work if sheet.sheet_state == "hidden"] == ["Lists", "Written"]


def test_what_a_person_changed_is_written(brief: Brief, river: Path, book: Path) -> None:
    """A changed cell, an emptied one, a note that was removed, a new source and a record that cites it."""
    river.write_text(RIVER.replace("evidence: [gazette]", "evidence: [{source: gazette, note: On page 1.}]", 1))
    brief("export", "--for-editing", "-d", river, "-o", book)
    new = dict(
        zip(("id", "publisher", "kind", "title", "date"), ("wire", "W", "press", "T", "7 July 2025"), strict=True)
    )
    edited(book, "sources", *((3, key, value) for key, value in new.items()))
    edited(book, "stances", (2, "evidence", "wire; gazette"), (2, "concerns", None), (2, "status", "So so"))
    river.write_text(river.read_text().replace("as_of: 2025-03-01", "as_of: 2025-08-01"))
    result = brief("import", book, "-d", river, "--write")
    assert result == (0, "", "")
    text = river.read_text()
    assert "evidence: [wire, gazette]" in text
    assert "status: So so" in text
    assert "publisher: W" in text


def test_what_others_corrected_stays(brief: Brief, river: Path, book: Path) -> None:
    """A cell that the person did not touch changes nothing, whatever the dossier has now."""
    river.write_text(
        RIVER.replace("status: In talks", "status: Left").replace("credibility: 3", "credibility: 4", 1)
    )
    edited(book, "stances", (2, "summary", "New words."))
    result = brief("import", book, "-d", river, "--write")
    assert result == (0, "", "")
    assert "status: Left" in river.read_text()
    assert "credibility: 4" in river.read_text()
    assert "summary: New words." in river.read_text()


def test_what_both_changed_is_a_conflict(brief: Brief, river: Path, book: Path) -> None:
    """It is reported at its cell with both values; one side can be preferred; the same change is none."""
    river.write_text(RIVER.replace("status: In talks", "status: Left"))
    edited(book, "stances", (2, "status", "Joined"))
    result = brief("import", book, "-d", river, "--write")
    assert result.code == 1
    assert told(result, book)[0] == (
        "sheet stances, row 2, column F (status): changed on both sides: the table has 'Joined', the dossier has 'Left', "
        "and both had 'In talks'; write the value of the dossier, or add --prefer table or --prefer dossier"
    )
    assert brief("import", book, "-d", river, "-f", "csv").out.splitlines()[1].startswith("conflict,")
    assert brief("import", book, "-d", river, "--prefer", "dossier").err == "No difference.\n"
    assert "Joined" in brief("import", book, "-d", river, "--prefer", "table").out
    edited(book, "stances", (2, "status", "Left"))
    assert brief("import", book, "-d", river).err == "No difference.\n"


def test_rows_are_known_by_their_ids(brief: Brief, river: Path, book: Path) -> None:
    """Sorted rows are the same records; a copied row is reported, a removed one too, and neither changes anything."""
    work = load_workbook(book)
    sheet = work["stances"]
    sheet.insert_rows(2)
    sheet.move_range("A3:M3", rows=2)
    work.save(book)
    assert brief("import", book, "-d", river).err == "No difference.\n"
    for cell in sheet[5]:
        sheet.cell(7, cell.column).value = cell.value
    sheet.cell(7, 1).value = "Kenya"
    work.save(book)
    assert told(brief("import", book, "-d", river), book)[0] == (
        "sheet stances, row 7, column M (id): row 5 has this id, too; if this row is a new record, empty the cell"
    )
    sheet.delete_rows(5, 3)
    work.save(book)
    assert told(brief("import", book, "-d", river), book) == [
        f"{book}, sheet stances: no row is left of stance-eg-2025-02; import removes no record, "
        "brief remove stance ID removes one.".replace(f"{book}, ", ""),
        "No difference.",
    ]


def test_a_record_that_is_gone_takes_no_edits(brief: Brief, river: Path, book: Path) -> None:
    """Somebody has dated it anew or removed it; a row that was not touched is no matter."""
    river.write_text(RIVER.replace("since: 2025-02", "since: 2025-01", 1))
    assert brief("import", book, "-d", river).err == "No difference.\n"
    edited(book, "stances", (2, "status", "Joined"))
    assert told(brief("import", book, "-d", river), book)[0] == (
        "sheet stances, row 2: its record is no longer in the dossier; for a new one, empty the id of this row"
    )


@pytest.mark.parametrize("damage", ["the record of it is changed", "the record of it is gone", "another dossier"])
def test_without_what_was_written_every_difference_is_a_change(
    brief: Brief, river: Path, book: Path, damage: str
) -> None:
    """And that is stated."""
    work = load_workbook(book)
    if damage.endswith("gone"):
        del work["Written"]
    elif damage.endswith("changed"):
        work["Written"]["C3"].value = "Sudan"
    work.save(book)
    name = "other" if damage == "another dossier" else "river-talks"
    river.write_text(
        RIVER.replace("status: In talks", "status: Left").replace("dossier: river-talks", f"dossier: {name}")
    )
    result = brief("import", book, "-d", river)
    assert "In talks" in result.out
    assert "each cell that differs from the dossier changes it" in result.err
    assert (f"was written for editing river-talks, and this is {name}." in result.err) == (name == "other")


def sheet_of(path: Path, *rows: tuple[object, ...]) -> Path:
    """Write a workbook whose second sheet is a table below a title."""
    work = Workbook()
    work.active.append(("read me",))
    sheet = work.create_sheet("Tracker")
    for row in (("Tracker, v3 FINAL",), (), *rows):
        sheet.append(row)
    work.save(path)
    return path


def test_a_table_of_other_people_is_taken_at_the_second_try(brief: Brief, river: Path) -> None:
    """The first try finds the sheet and the header, and reports all: headings with their likely keys, and cells."""
    heads = ("Country", "Position", "Status", "Date", "What they say", "How sure", "Source", "Remarks")
    said = "They have held talks with the others on the river."
    days = ("Apr 2024", "7 July 2024", "July 7, 2024", 45704, "2024/03/02", "2024-02-01 00:00:00")
    rows = [
        (name, "Holds talks", "In talks", day, said, "probably true", "gazette", "ask Bo")
        for name, day in zip(
            ("Kenya", "Egypt, Arab Rep.", "Chad", "Sudan", "Gambia, The", "Mali"), days, strict=True
        )
    ]
    path = sheet_of(river.with_suffix(".xlsx"), heads, *rows[:-1], ("Mali", "Hold talks", *rows[-1][2:]))
    result = brief("import", path, "--as", "stances", "-d", river)
    assert told(result, path) == [
        "sheet Tracker, row 3, column B (Position): unknown column 'Position'; it looks like level",
        "sheet Tracker, row 3, column D (Date): unknown column 'Date'; it looks like since",
        "sheet Tracker, row 3, column E (What they say): unknown column 'What they say'; it looks like summary",
        "sheet Tracker, row 3, column F (How sure): unknown column 'How sure'; it looks like credibility",
        "sheet Tracker, row 3, column G (Source): unknown column 'Source'; it looks like evidence",
        "sheet Tracker, row 3, column H (Remarks): unknown column 'Remarks'",
        "sheet Tracker, row 9, column B (Position): unknown level 'Hold talks'; did you mean 'talks'? Possible: talks",
        "Read or pass over these columns with --map 'Position=level,Date=since,What they say=summary,How "
        "sure=credibility,Source=evidence' --skip Remarks, or with other keys. Possible: id, country, since, ended, "
        "reviewed, level, status, concerns, summary, credibility, newly_known, due, evidence",
        "brief: nothing was changed: 7 faults",
    ]
    sheet_of(path, heads, *rows)
    mapping = "Position=level,Date=since,What they say=summary,How sure=credibility,Source=evidence"
    options = ("--map", mapping, "--skip", "Remarks", "--sheet", "tracker")
    result = brief("import", path, "--as", "stances", "-d", river, *options, "--write")
    assert told(result, path) == ["sheet Tracker: the headings are in row 3."]
    found = [line.strip() for line in river.read_text().splitlines() if "since:" in line]
    assert sorted(found) == sorted(
        f"since: {day}"
        for day in ("2025-02", "2024-04", "2024-07-07", "2024-07-07", "2025-02-16", "2024-03-02", "2024-02-01")
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "add --as KIND, because no sheet of book.xlsx is called like a kind; KIND is one of stances, topics, "
             "sectors, events, bottom-lines, facts, votes, sources. Sheets: Sheet, Tracker"),
        (("--sheet", "Trackr", "--as", "stances"), "unknown sheet 'Trackr'; did you mean 'Tracker'? Possible: Sheet, "
                                                   "Tracker"),
        (("--sheet", "Tracker"), "add --as KIND, because no sheet of book.xlsx is called like a kind; KIND is one of "
                                 "stances, topics, sectors, events, bottom-lines, facts, votes, sources. Sheets: Sheet, "
                                 "Tracker"),
        (("--as", "stances", "--map", "Country"), "'Country' gives no key to a heading; write --map 'Position=level'"),
    ],
)  # fmt: skip
def test_what_is_to_be_read_has_to_be_known(
    brief: Brief, river: Path, options: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sheet and the kind, where they are not plain."""
    monkeypatch.chdir(river.parent)
    sheet_of(Path("book.xlsx"), COLUMNS, NEW)
    assert brief("import", "book.xlsx", "-d", river, *options) == (2, "", f"brief: {said}\n")


def test_a_key_that_no_record_has_is_refused(brief: Brief, river: Path) -> None:
    """As a heading is."""
    path = river.with_suffix(".csv")
    path.write_text("country,Position\nKenya,talks\n")
    result = brief("import", path, "--as", "stances", "-d", river, "--map", "Position=levle")
    assert told(result, path)[0].startswith(
        "row 1, column B (Position): unknown key 'levle'; did you mean 'level'? Possible: id, country"
    )
    assert brief("import", path, "-d", river).err.startswith("brief: add --as KIND, because")


@pytest.mark.parametrize(
    ("key", "cell", "written"),
    [
        ("since", "Sept. 2024", "since: 2024-09"),
        ("since", "3 Oct 2024", "since: 2024-10-03"),
        ("since", "October 3, 2024", "since: 2024-10-03"),
        ("since", "2024-10-03T00:00:00", "since: 2024-10-03"),
        ("since", "10/2024", "since: 2024-10"),
        ("evidence", "gazette, wire", "evidence: [gazette, wire]"),
        ("evidence", "http://w.example.org/a/#b; gazette", "evidence: [wire, gazette]"),
        ("evidence", "https://w.example.org/a (partly)", "source: wire\n        verdict: partly"),
    ],
)
def test_a_cell_may_be_written_as_people_do(brief: Brief, river: Path, key: str, cell: str, written: str) -> None:
    """Where it can be read in one way alone."""
    wire = "sources:\n  - {id: wire, publisher: W, kind: press, title: T, date: 2024-10, url: https://w.example.org/a}\n"
    river.write_text(RIVER.replace("sources:\n", wire))
    row = dict(zip(COLUMNS, NEW, strict=True)) | {key: cell}
    path = river.with_suffix(".csv")
    cells = ",".join(f'"{one}"' for one in row.values())
    path.write_text(f"{','.join(COLUMNS)}\n{cells}\n")
    assert brief("import", path, "--as", "stances", "-d", river, "--write") == (0, "", "")
    assert written in river.read_text()


def test_an_address_that_no_source_has_is_reported(brief: Brief, river: Path) -> None:
    """With the command that adds the source."""
    path = river.with_suffix(".csv")
    path.write_text("country,since,evidence\nKenya,2025,https://w.example.org/a\n")
    says = "no source has the address https://w.example.org/a; brief add source --url adds one"
    assert says in brief("import", path, "--as", "stances", "-d", river).err


def of_thirty_rows(path: Path) -> None:
    """Write a table as people keep it: with headings of their own, and in a workbook below a title and notes."""
    rows = [("Country", "Position", "Since", "Status", "What they say", "How sure", "Source", "Quote")]
    dates = ("2 Nov 2022", "June 2023", "2023-07-07", "12/2022", "2021")
    for number, name in enumerate(sorted(iso_names())[:30]):
        sure = ("probably true", "3")[number % 2]
        text = f"{name} called for talks at the council, as it had announced."
        rows.append((name, "Holds talks", dates[number % 5], "For talks", text, sure, "gazette", "We want talks."))
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return
    book = Workbook()
    book.active.append(["Read me"])
    sheet = book.create_sheet("Tracker")
    for row in (("Tracker (v3 final)",), (), *rows):
        sheet.append(row)
    book.save(path)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_thirty_rows_of_others_are_taken_at_the_second_try(brief: Brief, river: Path, suffix: str) -> None:
    """With the options that the first one names."""
    path = river.with_suffix(suffix)
    of_thirty_rows(path)
    command = ("import", path, "--as", "stances", "-d", river, "--write")
    result = brief(*command)
    assert result.code == 1
    *_, advice, refusal = result.err.splitlines()
    assert refusal == "brief: nothing was changed: 5 faults"
    options = shlex.split(advice.partition(" with ")[2].partition(", or with")[0])
    assert options == [
        *("--map", "Position=level,What they say=summary,How sure=credibility,Source=evidence"),
        *("--skip", "Quote"),
    ]
    assert brief(*command, *options).code == 0
    assert len(json.loads(brief("stances", "-d", river, "-f", "json").out)) == 31


@pytest.mark.parametrize(
    "cell", ["Feb-25", "3/4/2024", "31 Feb 2024", "2024 Mai", "Mars 2024", "May", "7 8 May 2024"]
)
def test_what_may_be_several_dates_is_none(brief: Brief, river: Path, cell: str) -> None:
    """And neither is what is no date."""
    path = river.with_suffix(".csv")
    path.write_text(f"country,since\nKenya,{cell}\n")
    assert f"{cell!r} is not a date" in brief("import", path, "--as", "stances", "-d", river).err


def test_references_are_taken_one_by_one(brief: Brief, river: Path) -> None:
    """With the kind of their publisher, or of their type, and the publisher of their host; the others are named."""
    text = RIVER.replace("title: Talks resume,", "title: Talks resume, url: 'https://gazette.example.org/a',")
    river.write_text(text, encoding="utf-8")
    items = [
        {"type": "article-journal", "container-title": "Marine Policy", "title": "Deep"},
        {"type": "webpage", "publisher": "Example Gazette", "title": "By publisher"},
        {"type": "report", "title": "By host", "URL": "https://gazette.example.org/b"},
        {"type": "report", "publisher": "Nobody", "title": "No kind"},
    ]
    path = river.with_suffix(".json")
    path.write_text(json.dumps(items), encoding="utf-8")
    result = brief("import", path, "-d", river, "--write")
    assert (result.code, told(result, path)[0]) == (0, "Left out: row 4: a new source needs kind")
    found = json.loads(brief("sources", "-d", river, "-f", "json").out)
    assert {(one["publisher"], one["kind"], one["title"]) for one in found} == {
        ("Example Gazette", "press", "Talks resume"),
        ("Example Gazette", "press", "By publisher"),
        ("Example Gazette", "press", "By host"),
        ("Marine Policy", "academic", "Deep"),
    }


@pytest.mark.parametrize(("text", "form"), [("% of Zotero\n@article{x,\n}", "BibTeX"), ("TY  - JOUR\n", "RIS")])
def test_other_references_are_refused_with_a_hint(brief: Brief, river: Path, text: str, form: str) -> None:
    """Zotero exports what is read."""
    path = river.with_suffix(".bib")
    path.write_text(text, encoding="utf-8")
    assert brief("import", path, "--as", "sources", "-d", river).err == (
        f"brief: {path} is {form}, which is not read; export CSL-JSON (in Zotero: Export, CSL JSON) and import that\n"
    )


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("localc") is None, reason="LibreOffice Calc is not installed")
def test_libreoffice_keeps_what_was_written(brief: Brief, river: Path, book: Path) -> None:
    """Also by way of its own format."""
    edited(book, "stances", (2, "status", "Joined"))
    profile = f"-env:UserInstallation={(river.parent / 'profile').as_uri()}"
    for source, form in ((book, "ods"), (river.with_suffix(".ods"), "xlsx")):
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(river.parent), str(source)],
            check=True,
            capture_output=True,
            timeout=120,
        )
    result = brief("import", book, "-d", river)
    assert [line.split("\t")[3:] for line in result.out.splitlines()[1:]] == [["status", "In talks", "Joined"]]


@pytest.mark.parametrize(
    ("right", "wrong"), [("level: talks", "level: x"), ("Egypt", "Egyptx"), ("[gazette]", "[x]")]
)
def test_a_dossier_with_errors_of_reference_takes_a_workbook_and_a_table(
    brief: Brief, river: Path, book: Path, right: str, wrong: str
) -> None:
    """So that they can mend it, except a country, by which a stance is known."""
    table = river.with_suffix(".csv")
    brief("stances", "-d", river, "-o", table)
    river.write_text(river.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    if right != "Egypt":  # or its id is another one
        edited(book, "stances", (2, "status", "Talks again"))
    edited(book, "sources", (2, "title", "Talks go on"))
    assert brief("import", book, "-d", river, "--write").code == 0
    assert "title: Talks go on" in river.read_text(encoding="utf-8")
    assert brief("import", table, "--as", "stances", "-d", river, "--write").code == 0
    assert brief("check", river).code == (right == "Egypt")
