"""What `brief import` takes from a table into the files of a dossier, and what it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from samples import FROZEN, RIVER

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Brief = Callable[..., Result]

KINDS = ("stances", "topics", "sectors", "events", "sources")
WROTE = "Nothing was written; --write changes the files.\n"


@pytest.fixture(name="brief")
def of_paths(brief: Callable[..., Result]) -> Brief:
    """Run `brief`, also on paths."""
    return lambda *arguments: brief(*map(str, arguments))


@pytest.fixture
def river(tmp_path: Path) -> Path:
    """Return a copy of the small dossier."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER, encoding="utf-8")
    return path


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
    assert result == (0, "", f"Wrote {dossier}.\n")
    return dossier.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["csv", "tsv", "csv --spreadsheet-safe"])
@pytest.mark.parametrize("dossier", [FROZEN, "tests/dossiers/good/hostile.yaml", "docs/examples/high-seas.yaml"])
def test_what_a_listing_wrote_is_no_change(
    brief: Brief, tmp_path: Path, kind: str, form: str, dossier: str
) -> None:
    """Superseded stances too, and whatever the cells hold."""
    also = ["--history"] if kind == "stances" else []
    written = tmp_path / "table"
    written.write_text(brief(kind, "-d", dossier, *also, "-f", *form.split()).out, encoding="utf-8")
    assert brief("import", written, "--as", kind, "-d", dossier, "--clear").err == "No difference.\n"


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
        brief, river, "stances", "Latest step;Level;Status;code;Summary", '2025-02;holds talks;"So; so";EG;'
    )
    assert text == RIVER.replace("status: In talks", "status: So; so")


def test_an_empty_cell_removes_where_that_is_asked_for(brief: Brief, river: Path) -> None:
    """But for what a record cannot be without."""
    rows = ("id,date,url", "gazette,,")
    assert taken(brief, river, "sources", *rows, also="--clear") == RIVER.replace(", date: 2025-02-20", "")
    refused = brief("import", table(river, "id,kind", "gazette,"), "--as", "sources", "-d", river, "--clear")
    assert refused.err.splitlines()[0] == f"{river.with_suffix('.csv')}, row 2: kind cannot be empty"


def test_a_new_record_stands_with_its_like(brief: Brief, river: Path) -> None:
    """A stance with those of its country and by its date; a source by its id where the others are."""
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
        "  - country: EG\n    since: 2025-03\n    level: talks\n    status: More talks\n    summary: Met again.\n"
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
    assert result.err == f"Wrote {frozen / 'stances.yaml'}.\n"
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


def test_cooperation_comes_to_another_stage(brief: Brief, frozen: Path) -> None:
    """Which is added to its stages, where it has those; nothing else can be told of them by a row."""
    old = (frozen / "topics.yaml").read_text(encoding="utf-8")
    rows = table(frozen, "id,stage,since", "spare-parts,completed,2025-03-30")
    brief("import", rows, "--as", "sectors", "-d", frozen, "--write")
    last = "      - {stage: under way, since: 2024-11-30}\n"
    new = (frozen / "topics.yaml").read_text(encoding="utf-8")
    assert new == old.replace(last, f"{last}      - {{stage: completed, since: 2025-03-30}}\n")
    refused = brief("import", table(frozen, "id,stage", "spare-parts,agreed"), "--as", "sectors", "-d", frozen)
    assert "row 2: its stages stand in the dossier" in refused.err


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
    assert result.err == f"Wrote {folder / 'cote-d-ivoire.yaml'}.\n"
    assert (folder / "cote-d-ivoire.yaml").read_text(encoding="utf-8") == (
        "stances:\n  - country: Côte d'Ivoire\n    since: 2025-02\n    level: talks\n    status: Talks\n"
        "    summary: Talks.\n    credibility: 3\n    evidence: [gazette-2025-02-20]\n"
    )


FAULTS = {
    "a date of the spreadsheet's": (
        ("country,since,level", "Egypt,Feb-25,tals"),
        "row 2, column B (since): 'Feb-25' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD, and keep it a text in a "
        "spreadsheet",
        "row 2, column C (level): unknown level 'tals'; did you mean 'talks'? Possible: talks.",
    ),
    "no such country": (
        ("country,since", "Egpyt,2025-02"),
        "row 2, column A (country): unknown country 'Egpyt'; did you mean 'Egypt'? Possible: Egypt.",
    ),
    "no such source": (
        ("id,evidence", "stance-eg-2025-02,gazete"),
        "row 2, column B (evidence): unknown source 'gazete'; did you mean 'gazette'? Possible: gazette.",
    ),
    "no such column": (
        ("id,Sumary", "x,y"),
        "row 1, column B: unknown column 'Sumary'; did you mean 'summary'? Possible: id, country, since, ended, "
        "reviewed, level, status, concerns, summary, credibility, evidence.",
    ),
    "one column twice": (("id,Id", "x,y"), "row 1, column B: 'id' is a column already"),
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
        "row 2: a new stance needs level and status and summary and credibility and evidence",
    ),
    "what check would refuse": (
        ("country,since,status", f"Egypt,2025-02,{'x' * 61}"),
        "row 2, column C (status): label-too-long: status has 61 characters, and at most 60 are allowed; shorten it; "
        "detail belongs in a summary or a note",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_told_with_its_place(brief: Brief, river: Path, what: str) -> None:
    """Every one of them, and then nothing is written."""
    rows, *faults = FAULTS[what]
    path = table(river, *rows)
    result = brief("import", path, "--as", "stances", "-d", river, "--write")
    assert (result.code, result.out) == (1, "")
    *told, last = result.err.splitlines()
    assert told == [f"{path}, {fault}" for fault in faults]
    assert last.startswith("brief: nothing was changed: ")
    assert river.read_text(encoding="utf-8") == RIVER


def test_rows_of_another_dossier_are_passed_over(brief: Brief, river: Path) -> None:
    """And told."""
    rows = table(
        river, "dossier,country,since,status", "other,Egypt,2025-02,x", "river-talks,Egypt,2025-02,In talks"
    )
    assert brief("import", rows, "--as", "stances", "-d", river).err == (
        "Passed over 1 row of other dossiers.\nNo difference.\n"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "holds no table"),
        (b"id\n\xff\n", "byte 4 is not UTF-8; save the table as UTF-8"),
        (b'id\n"x\n', ", line 2: unexpected end of data"),
    ],
)
def test_what_is_no_table_is_refused(brief: Brief, river: Path, content: bytes, told: str) -> None:
    """In a sentence."""
    path = river.with_suffix(".csv")
    path.write_bytes(content)
    result = brief("import", path, "--as", "stances", "-d", river)
    assert (result.code, result.out) == (2, "")
    assert told in result.err


def test_what_is_not_ours_is_not_written(brief: Brief, tmp_path: Path) -> None:
    """A dossier that comes with the program is changed by its path, and standard input is no place to write."""
    rows = table(tmp_path / "t", "id,reliability", "article,E")
    told = brief("import", rows, "--as", "sources", "-d", "japan-visit", "--write")
    assert told == (
        2,
        "",
        "brief: the dossier 'japan-visit' comes with the program; name a file or a folder to change it\n",
    )
