"""Tables for other programs say what the listings say."""

from __future__ import annotations

import csv
import datetime
import errno
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest

from briefcli.characters import is_formula
from briefcli.export.database import VIEWS
from briefcli.export.relations import RELATIONS
from briefcli.page import ColumnType
from samples import BUNDLED, FROZEN, RIVER
from test_pipes import SEARCHED, needs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Result

GOOD = "tests/dossiers/good"
HOSTILE = f"{GOOD}/hostile.yaml"
SEVERAL = ("-d", FROZEN, "-d", HOSTILE, "-d", "japan-visit")
#: The tables whose rows are those of a listing.
LISTED = ("stances", "topics", "sectors", "events", "bottom_lines", "facts", "votes", "sources")


@pytest.fixture
def database(brief: Callable[..., Result], tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Return a database of three dossiers."""
    path = tmp_path / "three.db"
    assert brief("export", *SEVERAL, "-o", str(path)) == (0, "", "")
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def rows(database: sqlite3.Connection, query: str, *values: object) -> list[dict[str, Any]]:
    """Return what a query finds."""
    return [dict(row) for row in database.execute(query, values)]


def listed(brief: Callable[..., Result], listing: str, *arguments: str) -> list[dict[str, Any]]:
    """Return the rows of a listing as programs get them."""
    found: list[dict[str, Any]] = json.loads(brief(listing, *arguments, "-f", "json").out)
    return found


def test_every_reference_leads_to_a_row(database: sqlite3.Connection) -> None:
    """SQLite finds nothing wrong with the keys, and every table has rows of every dossier that has some."""
    assert rows(database, "PRAGMA foreign_key_check") == []
    assert rows(database, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    for relation in RELATIONS:
        found = rows(database, f"SELECT DISTINCT dossier FROM {relation.name} ORDER BY rowid")
        all_three = ["japan-visit", "free-port", "hostile"]
        alone = {"country_groups", "group_countries", "bottom_lines", "facts", "votes", "ballots"}
        alone |= {"attributes", "attribute_values", "official_counts", "official_evidence", "searched_countries"}
        assert [row["dossier"] for row in found] == (["free-port"] if relation.name in alone else all_three)


@pytest.mark.parametrize("table", LISTED)
def test_a_table_says_what_the_listing_says(
    table: str, database: sqlite3.Connection, brief: Callable[..., Result]
) -> None:
    """Each value that is not a list is under its key; superseded stances are there too."""
    history = ["--history"] if table in {"stances", "bottom_lines", "facts"} else []
    expected = sorted(listed(brief, table.replace("_", "-"), "-d", FROZEN, *history), key=itemgetter("id"))
    found = rows(database, f"SELECT * FROM {table} WHERE dossier = 'free-port' ORDER BY id")
    assert len(found) == len(expected) > 0
    for row, said in zip(found, expected, strict=True):
        kept = {key: value for key, value in said.items() if not isinstance(value, list | dict)}
        values = {key: value for key, value in kept.items() if key not in {"hindsight", "totals"}}
        assert {key: row[_named(key, said)] for key in values} == values


def _named(key: str, said: dict[str, object]) -> str:
    """Return the columns for the days of a date: here each date has its own."""
    return key.replace("date_", "since_") if "since" in said else key


def test_a_dossier_says_what_the_listing_says(database: sqlite3.Connection, brief: Callable[..., Result]) -> None:
    """What it is about, and how many records it has; its place is private."""
    found = rows(database, "SELECT * FROM dossiers WHERE dossier = 'free-port'")[0]
    (said,) = listed(brief, "dossiers", "-d", FROZEN)
    assert "path" not in found
    for key in ("title", "subject", "as_of", "countries", "stances", "stances_in_all", "topics", "sources_in_all"):
        assert found[key] == said[key]


def test_lists_are_tables_of_their_own(database: sqlite3.Connection, brief: Callable[..., Result]) -> None:
    """Countries, concerns and evidence are in the order of the record."""
    in_order = "WHERE dossier = 'free-port' AND id = ? ORDER BY place"
    for stance in listed(brief, "stances", "-d", FROZEN, "--history"):
        found = rows(database, f"SELECT concern, concern_label FROM stance_concerns {in_order}", stance["id"])
        assert [row["concern"] for row in found] == stance["concerns"]
        assert [row["concern_label"] for row in found] == stance["concern_labels"]
        cited = rows(
            database,
            f"SELECT source, publisher, title, url, date, reliability, verdict, note, locator FROM evidence {in_order}",
            stance["id"],
        )
        assert cited == [{key: one[key] for key in cited[0]} for one in stance["evidence"]]
    for listing in ("topics", "sectors", "events"):
        for record in listed(brief, listing, "-d", FROZEN):
            found = rows(database, f"SELECT code, country FROM record_countries {in_order}", record["id"])
            assert [row["code"] for row in found] == record["codes"]
            assert [row["country"] for row in found] == record["countries"]


def test_groups_have_their_countries(database: sqlite3.Connection) -> None:
    """In the order of the dossier; a country that no record is about is there for its group."""
    found = rows(
        database,
        "SELECT label, place, code, country FROM group_countries JOIN country_groups USING (dossier, id) "
        "ORDER BY id, place",
    )
    assert [tuple(row.values()) for row in found] == [
        ("Far from Iceland", 1, "JP", "Japan"),
        ("Far from Iceland", 2, "SG", "Singapore"),
        ("Far from Iceland", 3, "KE", "Kenya"),
        ("North of the Alps", 1, "NO", "Norway"),
        ("North of the Alps", 2, "CZ", "Czech Republic"),
    ]


def test_every_piece_of_cooperation_has_its_stages(database: sqlite3.Connection) -> None:
    """Those that the file lists, and the only one where it lists none; the last is that of the record."""
    last = rows(
        database,
        "SELECT sectors.stage, sectors.since, last.stage AS last_stage, last.since AS last_since FROM sectors"
        " JOIN stages AS last USING (dossier, id) WHERE place ="
        " (SELECT max(place) FROM stages WHERE dossier = sectors.dossier AND id = sectors.id)",
    )
    assert len(last) == rows(database, "SELECT count(*) AS n FROM sectors")[0]["n"]
    assert all((row["stage"], row["since"]) == (row["last_stage"], row["last_since"]) for row in last)
    listed_stages = rows(database, "SELECT stage, since, note FROM stages WHERE id = 'spare-parts' ORDER BY place")
    assert [tuple(row.values()) for row in listed_stages] == [
        ("proposed", "2023-02", None),
        ("agreed", "2024-03", "The port lends the ground."),
        ("under way", "2024-11-30", None),
    ]


def test_levels_and_countries_are_as_the_stances_tell_them(
    database: sqlite3.Connection, brief: Callable[..., Result]
) -> None:
    """The rank of each level, and up to which day each country was checked."""
    stances = listed(brief, "stances", "-d", FROZEN)
    of_levels = rows(
        database, "SELECT level, level_label, rank FROM levels WHERE dossier = 'free-port' ORDER BY rank"
    )
    assert [row["rank"] for row in of_levels] == [1, 2, 3, 4, 5, 6]
    assert all({key: one[key] for key in of_levels[0]} in of_levels for one in stances)
    of_countries = rows(database, "SELECT country, code, checked FROM countries WHERE dossier = 'free-port'")
    assert all({key: one[key] for key in of_countries[0]} in of_countries for one in stances)


def test_a_date_has_its_days_beside_it(database: sqlite3.Connection) -> None:
    """The first and the last day that it may mean; no day is invented in the date itself."""
    dates = ("2024", "2024-09", "2025-02-14")
    found = rows(
        database,
        "SELECT date, date_first, date_last FROM events WHERE dossier = 'free-port' AND date IN (?, ?, ?) ORDER BY 1",
        *dates,
    )
    assert [tuple(row.values()) for row in found] == [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-09", "2024-09-01", "2024-09-30"),
        ("2025-02-14", "2025-02-14", "2025-02-14"),
    ]
    assert rows(database, "SELECT count(*) AS n FROM sources WHERE date IS NULL AND date_first IS NOT NULL") == [
        {"n": 0}
    ]


@pytest.mark.parametrize("view", ["current_stances", "in_force"])
def test_the_views_contain_the_current_stances(
    view: str, database: sqlite3.Connection, brief: Callable[..., Result]
) -> None:
    """That is what the listing of stances shows unasked."""
    found = rows(database, f"SELECT id FROM {view} WHERE dossier = 'free-port' ORDER BY rowid")
    assert [row["id"] for row in found] == [stance["id"] for stance in listed(brief, "stances", "-d", FROZEN)]


def test_the_documented_query_finds_the_documented_rows(tmp_path: Path, brief: Callable[..., Result]) -> None:
    """An example without rows would show nothing."""
    text = Path("docs/export.md").read_text("utf-8")
    query, table = re.findall(
        r'^\$ sqlite-utils world.db "(.*)" --table\n.*\n-.*\n([^`]*)```', text, re.MULTILINE
    )[0]
    brief("export", "-d", "world", "-o", tmp_path / "world.db")
    with closing(sqlite3.connect(tmp_path / "world.db")) as connection:
        found = [[*row] for row in connection.execute(query)]
    assert found == [re.split("  +", line) for line in table.splitlines()] != []


def test_the_search_takes_letters_without_their_accents(database: sqlite3.Connection) -> None:
    """It finds whole words in every column that it looks through, also when the file was packed anew."""
    query = (
        "SELECT country FROM stances WHERE rowid IN (SELECT rowid FROM stances_fts WHERE stances_fts MATCH ?)"
        " ORDER BY rowid"
    )
    before = rows(database, query, "turkiye")
    assert {row["country"] for row in before} == {"Türkiye"}
    database.execute("VACUUM")
    assert rows(database, query, "turkiye") == before
    noted = "SELECT id, source FROM evidence WHERE rowid IN (SELECT rowid FROM evidence_fts WHERE evidence_fts MATCH ?)"
    assert rows(database, noted, "drill") == [
        {"id": "event-2025-03-01-fire-on-the-eastern-quay", "source": "leaflet"}
    ]


def test_the_database_says_what_its_columns_mean(database: sqlite3.Connection) -> None:
    """The definition of a table has the meanings, and days are dates to programs that use the types."""
    (made,) = rows(database, "SELECT sql FROM sqlite_master WHERE name = 'events'")
    assert "date TEXT NOT NULL, -- date of the event\n" in made["sql"]
    types = {row["name"]: row["type"] for row in rows(database, "PRAGMA table_info(stances)")}
    assert (types["since_first"], types["rank"], types["disputed"]) == ("DATE", "INTEGER", "INTEGER")


#: Requests each page of a database from Datasette, and prints each answer that is not 200.
_ASK_DATASETTE = """
import asyncio, json, sys
from datasette.app import Datasette
metadata = json.load(open(sys.argv[2]))
(tables,) = (database["tables"] for database in metadata["databases"].values())
queries = [
    f"/three/{name}{query}"
    for name, table in tables.items()
    for query in ("", ".json", "?_search=turkiye", *(f".json?_facet={facet}" for facet in table["facets"]))
]
async def main():
    datasette = Datasette([sys.argv[1]], metadata=metadata)
    for path in ["/", "/three", *queries]:
        answer = await datasette.client.get(path)
        if answer.status_code != 200:
            print(path, answer.status_code)
    stances = (await datasette.client.get("/three/stances.json?_search=turkiye")).json()
    titles = [one["label"] for one in stances["facet_results"]["dossier"]["results"]]
    view = (await datasette.client.get("/three/current_stances.json?_search=turkiye")).json()
    print(json.dumps([len(queries), titles, view["filtered_table_rows_count"], list(view["facet_results"])]))
asyncio.run(main())
"""


@pytest.mark.slow
@needs("datasette")
@pytest.mark.usefixtures("database")
def test_datasette_shows_every_table_facet_and_search(tmp_path: Path) -> None:
    """Every page answers 200. The view is searched, and a dossier is named by its title."""
    shown = done([sys.executable, "-c", _ASK_DATASETTE, "three.db", "three.metadata.json"], tmp_path)
    number, titles, found, facets = json.loads(shown)
    assert number > 3 * len(RELATIONS)
    assert titles == ["The free port of Saltmere"]
    assert (found, facets) == (
        1,
        ["dossier", "level", "country", "disputed", "type", "level_since_known", "newly_known", "in_force"],
    )


#: The tables that columns of other tables lead to.
KEYS = {
    "code": "countries",
    "level": "levels",
    "concern": "concern_terms",
    "sector": "sector_terms",
    "source": "sources",
}


def test_every_key_of_another_table_is_a_reference(database: sqlite3.Connection) -> None:
    """Of each dossier, country, level, concern, sector and source; and parts lead to what has them."""
    for relation in RELATIONS:
        columns = {row["name"] for row in rows(database, f"PRAGMA table_info({relation.name})")}
        found: dict[int, list[str]] = {}
        tables = {}
        for row in rows(database, f"PRAGMA foreign_key_list({relation.name})"):
            found.setdefault(row["id"], []).append(row["from"])
            tables[row["id"]] = row["table"]
        references = {(tuple(own), tables[number]) for number, own in found.items()}
        for own, table in ((("dossier",), "dossiers"), *((("dossier", key), KEYS[key]) for key in KEYS)):
            assert (own, table) in references or table == relation.name or not columns.issuperset(own)
        is_own = relation.name in {"records", "sources", "country_groups"}
        assert is_own or "id" not in columns or ["dossier", "id"] in found.values(), relation.name


def test_a_reference_names_the_columns_that_it_leads_to(database: sqlite3.Connection) -> None:
    """Datasette and other readers of the keys do not assume the primary key."""
    for relation in RELATIONS:
        for reference in rows(database, f"PRAGMA foreign_key_list({relation.name})"):
            (key,) = (one.key for one in RELATIONS if one.name == reference["table"])
            assert reference["to"] == key[reference["seq"]]


def test_the_columns_of_each_reference_have_an_index(database: sqlite3.Connection) -> None:
    """So that a join takes the time of what it finds. None is the beginning of the key, which has an index itself."""
    for relation in RELATIONS:
        indexes = [
            [row["name"] for row in rows(database, f"PRAGMA index_info({index['name']})")]
            for index in rows(database, f"PRAGMA index_list({relation.name})")
        ]
        for own, _ in relation.references:
            assert sum(columns[: len(own)] == list(own) for columns in indexes) >= 1, (relation.name, own)
        assert not [
            one for one in indexes if tuple(one) == relation.key[: len(one)] and len(one) < len(relation.key)
        ]


def test_the_metadata_name_what_there_is(database: sqlite3.Connection, tmp_path: Path) -> None:
    """Every table with a meaning for each of its columns, and facets that are columns."""
    (described,) = json.loads((tmp_path / "three.metadata.json").read_text())["databases"].values()
    for name, table in described["tables"].items():
        columns = [row["name"] for row in rows(database, f"PRAGMA table_info({name})")]
        assert [column for column in columns if column != "rowid"] == list(table["columns"])
        assert set(table["facets"]) <= set(columns)
    assert set(described["tables"]) == {relation.name for relation in RELATIONS} | {*VIEWS}
    facets = {
        name: described["tables"][name]["facets"] for name in ("facts", "sectors", "sources", "evidence", "levels")
    }
    assert facets == {
        "facts": ["dossier", "attribute", "value", "country", "disputed", "in_force"],
        "sectors": ["dossier", "sector", "stage", "disputed"],
        "sources": ["dossier", "kind", "reliability", "publisher"],
        "evidence": ["dossier", "kind", "verdict", "publisher"],
        "levels": ["dossier"],
    }
    searched = [row["name"] for row in rows(database, "PRAGMA table_info(stances_fts)")]
    assert searched == ["country", "status", "summary"]


def test_tables_hold_no_lists() -> None:
    """What the columns of the listings hold is named where it is one value, and every key is there."""
    for relation in RELATIONS:
        keys = [column.key for column in relation.columns]
        assert len(set(keys)) == len(keys)
        assert keys[: len(relation.key)] == list(relation.key)
        assert {*relation.searched, *relation.facets} <= set(keys)
        assert not {column.type for column in relation.columns} & {
            ColumnType.TEXTS,
            ColumnType.CITATIONS,
            ColumnType.ANYTHING,
        }


def test_a_package_has_the_rows_of_the_database(
    database: sqlite3.Connection, brief: Callable[..., Result], tmp_path: Path
) -> None:
    """Each file has the columns and rows of a table, with words for truths and nothing for what is unknown."""
    folder = tmp_path / "three"
    assert brief("export", *SEVERAL, "-o", f"{folder}/") == (0, "", "")
    files = {file.name for file in folder.iterdir()}
    assert files == {"manifest.json", "datapackage.json", *(f"{relation.name}.csv" for relation in RELATIONS)}
    for relation in RELATIONS:
        with (folder / f"{relation.name}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        truths = {column.key for column in relation.columns if column.type is ColumnType.TRUTH}
        expected = [
            {
                key: _cell(bool(value) if key in truths and value is not None else value)
                for key, value in row.items()
            }
            for row in rows(database, f"SELECT * FROM {relation.name} ORDER BY rowid")
        ]
        assert found == expected


@pytest.mark.parametrize("group", [1, 10_000_000])
def test_parquet_has_the_rows_of_the_database(
    group: int,
    database: sqlite3.Connection,
    brief: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In groups of several dossiers or of one; days are dates there, and truths are truths."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    monkeypatch.setattr("briefcli.export.parquet._GROUP", group)
    monkeypatch.setattr("briefcli.export.parquet._BATCH", 1 if group == 1 else 20)
    folder = tmp_path / "three"
    assert brief("export", *SEVERAL, "-f", "parquet", "-o", f"{folder}/") == (0, "", "")
    files = {f"{relation.name}.parquet" for relation in RELATIONS}
    assert {file.name for file in folder.iterdir()} == {"manifest.json", *files}
    for relation in RELATIONS:
        file = parquet.ParquetFile(folder / f"{relation.name}.parquet")
        expected = rows(database, f"SELECT * FROM {relation.name} ORDER BY rowid")
        for row in expected:
            for column in relation.columns:
                if column.type is ColumnType.DAY and row[column.key]:
                    row[column.key] = datetime.date.fromisoformat(row[column.key])
                elif column.type is ColumnType.TRUTH and row[column.key] is not None:
                    row[column.key] = bool(row[column.key])
        assert file.read().to_pylist() == expected
        assert file.metadata.num_row_groups == (len({row["dossier"] for row in expected}) if group == 1 else 1)
        assert file.schema_arrow.metadata[b"description"].decode() == relation.meaning
        described = {field.name: field.metadata[b"description"].decode() for field in file.schema_arrow}
        assert described == {column.key: column.meaning for column in relation.columns}
        required = {
            row["name"]: bool(row["notnull"]) for row in rows(database, f"PRAGMA table_info({relation.name})")
        }
        assert {field.name: not field.nullable for field in file.schema_arrow} == required


def test_a_workbook_has_the_rows_of_the_database(
    database: sqlite3.Connection, brief: Callable[..., Result], tmp_path: Path
) -> None:
    """A sheet a table, with real days, truths and numbers; nothing is a formula, whatever it begins with.

    A text that looks like one stays a text when somebody edits it. The head stays in sight, and filters all columns.
    """
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    path = tmp_path / "three.xlsx"
    assert brief("export", *SEVERAL, "-o", str(path)) == (0, "", "")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [*(relation.name for relation in RELATIONS), "columns"]
    for relation in RELATIONS:
        head, *found = book[relation.name].iter_rows()
        assert [cell.value for cell in head] == [column.key for column in relation.columns]
        expected = rows(database, f"SELECT * FROM {relation.name} ORDER BY rowid")
        for cells, row in zip(found, expected, strict=True):
            for cell, column in zip(cells, relation.columns, strict=True):
                assert _of_sheet(cell.value) == row[column.key]
                assert cell.data_type != "f"
                assert cell.is_date == (column.type is ColumnType.DAY and bool(row[column.key]))
                assert cell.quotePrefix == (isinstance(cell.value, str) and is_formula(cell.value)), cell.value
        sheet = book[relation.name]
        assert sheet.auto_filter.ref == f"A1:{head[-1].column_letter}{len(found) + 1}"
        assert sheet.freeze_panes == "A2"
    meanings = [[cell.value for cell in row] for row in book["columns"].iter_rows(min_row=2)]
    assert ["events", "date", "Date", "date of the event"] in meanings
    assert [meaning for _, key, _, meaning in meanings if key is None] == [one.meaning for one in RELATIONS]
    again = tmp_path / "again.xlsx"
    assert brief("export", *SEVERAL, "-o", str(again)).code == 0
    assert again.read_bytes() == path.read_bytes()


def _of_sheet(value: object) -> object:
    return value.date().isoformat() if isinstance(value, datetime.datetime) else value


def test_a_workbook_has_no_room_for_everything(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Excel takes no longer text; the message names a format that takes it, and nothing is left behind."""
    dossier, path = tmp_path / "river.yaml", tmp_path / "x.xlsx"
    dossier.write_text(RIVER.replace("summary: Who", f"summary: {'Who ' * 9_000}"))
    told = (
        "brief: the sheet dossiers is too large: a sheet takes 1,048,576 rows, and a cell 32,767 characters; "
        "write SQLite or Parquet\n"
    )
    assert brief("export", "-d", str(dossier), "-o", str(path)) == (2, "", told)
    assert list(tmp_path.iterdir()) == [dossier]


@pytest.mark.parametrize("name", [os.fsdecode(b"\xff"), "file:x", "s3:x"])
def test_parquet_takes_any_name_of_a_folder(
    brief: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The name may be no UTF-8, or look like an address."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    monkeypatch.chdir(tmp_path)
    assert brief("export", "-d", "japan-visit", "-f", "parquet", "-o", f"{name}/") == (0, "", "")
    assert len(list(Path(name).glob("*.parquet"))) == len(RELATIONS)


def test_parquet_says_what_it_needs(
    brief: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package is an extra."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "briefcli.export.parquet", raising=False)
    code, out, err = brief("export", "-f", "parquet", "-o", f"{tmp_path}/x/")
    assert (code, out, err) == (2, "", "brief: parquet needs pyarrow; install briefcli[parquet]\n")
    assert list(tmp_path.iterdir()) == []


def _cell(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@needs("frictionless")
def test_frictionless_finds_a_package_valid(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Every type, enumeration, key and reference is as it is described."""
    assert brief("export", *SEVERAL, "-o", f"{tmp_path}/three/").code == 0
    command = ["frictionless", "validate", "datapackage.json", "--json"]
    report = json.loads(done(command, tmp_path / "three"))
    assert [(task["name"], task["errors"]) for task in report["tasks"]] == [
        (relation.name, []) for relation in RELATIONS
    ]
    assert (report["valid"], report["errors"], report["warnings"]) == (True, [], [])


#: What is written into the tables of a package, and is refused there with the row and column.
WRONG_CELLS = {
    "events": {
        "The first free port is shut": "",
        "2020-05-01,2020-05-01,2020-05-01": "2020-5-1,May 2020,2020-05-01",
        "Abidjan,false,C,C": "Abidjan,perhaps,C,Z",
    },
    "sources": {"https://wire.example.org/fire": "wire.example.org/fire"},
    "stances": {",watches,": ",watching,"},
}


@needs("frictionless")
def test_frictionless_refuses_cells_that_no_table_of_ours_has(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """Nothing where something is required, another form of a date, another type, and a word or key that is none."""
    assert brief("export", "-o", f"{tmp_path}/").code == 0
    for name, cells in WRONG_CELLS.items():
        table = tmp_path / f"{name}.csv"
        text = table.read_text(encoding="utf-8")
        for cell, wrong in cells.items():
            assert cell in text
            text = text.replace(cell, wrong, 1)
        table.write_text(text, encoding="utf-8")
    report = json.loads(done(["frictionless", "validate", "datapackage.json", "--json"], tmp_path, check=False))
    assert {
        (task["name"], error["rowNumber"], error.get("fieldName") or error["fieldNames"][-1], error["type"])
        for task in report["tasks"]
        for error in task["errors"]
    } == {
        ("events", 2, "title", "constraint-error"),
        ("events", 3, "date", "constraint-error"),
        ("events", 3, "date_first", "type-error"),
        ("events", 4, "follow_up", "type-error"),
        ("events", 4, "reliability", "constraint-error"),
        ("sources", 3, "url", "type-error"),
        ("stances", 18, "level", "foreign-key"),
    }


def done(command: list[str], folder: Path, *, check: bool = True) -> str:
    """Return what a program of this environment prints in a folder."""
    environment = {**os.environ, "PATH": SEARCHED}
    return subprocess.run(command, capture_output=True, check=check, text=True, cwd=folder, env=environment).stdout


def test_a_folder_is_brought_up_to_date(brief: Callable[..., Result], tmp_path: Path) -> None:
    """What an earlier export wrote is replaced or goes; everything else stays, and so does the folder."""
    folder = tmp_path / "out"
    assert brief("export", "-o", f"{folder}/").code == 0
    written = {file.name: file.read_bytes() for file in folder.iterdir()}
    folder.chmod(0o700)
    (folder / "notes.txt").write_text("mine")
    assert brief("export", "-d", "high-seas", "-o", str(folder)).code == 0
    assert {file.name: file.read_bytes() for file in folder.iterdir()}.keys() == {*written, "notes.txt"}
    assert brief("export", "-o", str(folder)).code == 0
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {**written, "notes.txt": b"mine"}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_may_change_its_format(brief: Callable[..., Result], tmp_path: Path) -> None:
    """The files of the other format go."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    for form in ("datapackage", "parquet"):
        assert brief("export", "-f", form, "-o", f"{tmp_path}/").code == 0
    assert {file.suffix for file in tmp_path.iterdir()} == {".json", ".parquet"}


@pytest.mark.parametrize("name", ["stances.csv", "sources.csv", "datapackage.json"])
@pytest.mark.parametrize("earlier", [True, False])
def test_a_folder_with_files_of_others_is_refused(
    name: str,
    earlier: bool,  # noqa: FBT001
    brief: Callable[..., Result],
    tmp_path: Path,
) -> None:
    """By whatever name: a hand-made table, and a folder that is called like one of ours."""
    place = tmp_path / name
    told = f"{tmp_path}/{name} was not written by this command; name a new or an empty folder"
    if earlier:
        assert brief("export", "-o", f"{tmp_path}/").code == 0
        told = f"{place} was not written by brief, or was changed since; move it, or name another folder"
    place.unlink(missing_ok=True)
    if name == "stances.csv":
        place.mkdir()
        place /= "thesis.txt"
    place.write_text("mine")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert brief("export", "-d", "high-seas", "-o", f"{tmp_path}/") == (2, "", f"brief: {told}\n")
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_a_site_is_no_export(brief: Callable[..., Result], tmp_path: Path) -> None:
    """An export into it would remove all of it."""
    assert brief("site", "-o", str(tmp_path)).code == 0
    told = f"{tmp_path}/manifest.json was not written by this command; name a new or an empty folder"
    assert brief("export", "-o", f"{tmp_path}/") == (2, "", f"brief: {told}\n")
    assert (tmp_path / "index.html").exists()


def test_the_folder_that_one_is_in_is_filled(
    brief: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the same folder afterwards, so that a shell stays in it."""
    monkeypatch.setenv("BRIEF_DOSSIER", "japan-visit")
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    assert brief("export", "-o", "./") == (0, "", "")
    assert tmp_path.stat().st_ino == before


def test_a_database_may_have_a_name_that_is_no_utf_8(brief: Callable[..., Result], tmp_path: Path) -> None:
    """JSON cannot contain its bytes, so the file for Datasette has a sign in their place."""
    path = tmp_path / os.fsdecode(b"\xff.db")
    assert brief("export", "-o", str(path)) == (0, "", "")
    assert path.exists()
    assert list(json.loads(path.with_suffix(".metadata.json").read_text())["databases"]) == [
        "\N{REPLACEMENT CHARACTER}"
    ]


@pytest.mark.parametrize("name", ["x.metadata.json", "nowhere"])
def test_metadata_of_others_stay(name: str, brief: Callable[..., Result], tmp_path: Path) -> None:
    """A file of Datasette that somebody made, or a link; the database is written, and a message says what to do."""
    beside = tmp_path / "x.metadata.json"
    if name == "nowhere":
        beside.symlink_to(name)
    else:
        beside.write_text("mine")
    for stays in (True, False):
        code, out, err = brief("export", "-o", str(tmp_path / "x.db"))
        told = f"{beside} differs from what this export would write, and was kept; delete it to write it again.\n"
        assert (code, out, err) == (0, "", told if stays else "")
        if stays:
            assert (beside.is_symlink(), beside.exists()) == (name == "nowhere", name != "nowhere")
            assert name == "nowhere" or beside.read_text() == "mine"
            beside.unlink()
    assert brief("export", "-o", str(tmp_path / "x.db")) == (0, "", "")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("output", ["x.db", "x/"])
def test_a_broken_dossier_leaves_what_was_there(output: str, brief: Callable[..., Result], tmp_path: Path) -> None:
    """Nothing is written where none can be read."""
    bad = tmp_path / "zbad.yaml"
    bad.write_text("dossier: bad\n")
    assert brief("export", "-o", f"{tmp_path}/{output}").code == 0
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    code, out, err = brief("export", "-d", str(bad), "-o", f"{tmp_path}/{output}")
    assert (code, out, "zbad.yaml" in err) == (3, "", True)
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before
    assert len(list(tmp_path.iterdir())) == (3 if output == "x.db" else 2)


def test_of_several_dossiers_the_sound_ones_are_written(
    brief: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The broken one is named, and the exit code shows it."""
    own = tmp_path / "own" / "brief"
    own.mkdir(parents=True)
    (own / "bad.yaml").write_text("dossier: bad\n")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    code, _, err = brief("export", "-d", "all", "-o", str(tmp_path / "all.db"))
    assert code == 3
    assert "bad.yaml" in err
    with closing(sqlite3.connect(tmp_path / "all.db")) as connection:
        assert rows_of(connection) == [*BUNDLED]


def rows_of(connection: sqlite3.Connection) -> list[str]:
    """Return the ids of the dossiers."""
    return [row[0] for row in connection.execute("SELECT dossier FROM dossiers ORDER BY rowid")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("-o", "x.pdf"),
            "brief: unknown file extension 'pdf'. Possible: db, sqlite, sqlite3, xlsx, / for a folder\n",
        ),
        (
            ("-o", "src/"),
            "brief: src/briefcli was not written by this command; name a new or an empty folder\n",
        ),
        (("-o", "/dev/null/x/"), "brief: /dev/null/x cannot be written: Not a directory\n"),
        (("-o", "/dev/null", "-f", "sqlite"), "brief: /dev/null is not a file\n"),
        (("-o", "x/", "-f", "sqlite"), "brief: sqlite is one file, and x/ a folder; name a file ending in .db\n"),
        *(
            (
                ("-o", "-", *form),
                "brief: an export is a file or a folder; name one, such as -o world.db or -o world/\n",
            )
            for form in ((), ("-f", "sqlite"), ("-f", "datapackage"))
        ),
        ((), "brief: export needs -o FILE|FOLDER/; for example: brief export -o japan.db\n"),
        (
            ("-o", "x.db", "-d", f"{GOOD}/river-march.yaml", "-d", f"{GOOD}/river-april.yaml"),
            "brief: two dossiers have the id 'river-talks'; export them separately, or change one of the ids\n",
        ),
    ],
)
def test_what_cannot_be_written_is_refused(
    arguments: tuple[str, ...], said: str, brief: Callable[..., Result]
) -> None:
    """In a sentence, and nothing is written."""
    code, out, err = brief("export", *arguments)
    assert (code in {2, 3}, out, err) == (True, "", said)
    assert not Path("x.db").exists()
    assert not Path("-").exists()


def test_a_full_disk_is_reported(tmp_path: Path) -> None:
    """The message of SQLite is one sentence, and nothing of the file is left."""
    path = tmp_path / "x.db"
    ended = subprocess.run(
        ["bash", "-c", 'ulimit -f 64; exec "$@"', "bash", sys.executable, "-m", "briefcli", "export", "-o", path],
        capture_output=True,
        check=False,
        text=True,
    )
    said = "brief: the database cannot be written: disk I/O error\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", said)
    assert list(tmp_path.iterdir()) == []


def test_so_is_one_that_a_workbook_does_not_fit_on(
    monkeypatch: pytest.MonkeyPatch, brief: Callable[..., Result], tmp_path: Path
) -> None:
    """With the reason of the system."""
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", Mock(side_effect=full))
    said = f"brief: {tmp_path}/x.xlsx cannot be written: No space left on device\n"
    assert brief("export", "-d", FROZEN, "-o", str(tmp_path / "x.xlsx")) == (2, "", said)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_what_was_there(tmp_path: Path) -> None:
    """The old file stays until the new one is on the disk."""
    path = tmp_path / "x.db"
    path.write_text("old")
    crash = (
        "import os, signal; os.fsync = lambda _: os.kill(os.getpid(), signal.SIGINT); "
        "from briefcli.__main__ import main; main()"
    )
    ended = subprocess.run([sys.executable, "-c", crash, "export", "-o", path], capture_output=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (-signal.SIGINT, b"", b"")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
