"""CSV and TSV as other programs read them, and as a spreadsheet that runs formulas does."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from test_pipes import SEARCHED, needs

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

ODD = str(Path(__file__).parent / "dossiers" / "good" / "odd-cells.yaml")
COLUMNS = ("--columns", "id,publisher,title,url")
#: How a program reads CSV and TSV as they are, and writes JSON.
READERS = {
    "mlr": {
        "csv": ["mlr", "-S", "--icsv", "--ojson", "cat"],
        "tsv": ["mlr", "-S", "--icsv", "--ifs", "tab", "--ojson", "cat"],
    },
    "csvjson": {
        "csv": ["csvjson", "-I", "-y", "0", "--blanks"],
        "tsv": ["csvjson", "-t", "-I", "-y", "0", "--blanks"],
    },
    "pandas": {
        form: [
            *(sys.executable, "-c"),
            "import pandas, sys; print(pandas.read_csv(sys.stdin, sep=sys.argv[1], dtype=str, "
            "keep_default_na=False).to_json(orient='records'))",
            separator,
        ]
        for form, separator in (("csv", ","), ("tsv", "\t"))
    },
}


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize(
    "reader", [pytest.param("mlr", marks=needs("mlr")), pytest.param("csvjson", marks=needs("csvjson")), "pandas"]
)
def test_other_programs_read_every_cell_as_it_is(reader: str, form: str, brief: Callable[..., Result]) -> None:
    """Tabs, line breaks, quotes, separators, spaces and zeros at an end, and words that may mean nothing."""
    expected = json.loads(brief("sources", "-d", ODD, *COLUMNS, "-f", "json").out)
    text = brief("sources", "-d", ODD, *COLUMNS, "-f", form).out
    environment = {**os.environ, "PATH": SEARCHED}
    done = subprocess.run(
        READERS[reader][form], input=text.encode(), capture_output=True, check=True, env=environment
    )
    cells = [{key: value or "" for key, value in row.items()} for row in json.loads(done.stdout)]
    assert cells == [{key: value or "" for key, value in row.items()} for row in expected]


def test_a_spreadsheet_is_kept_from_running_cells(brief: Callable[..., Result]) -> None:
    """There is an apostrophe before what begins like a formula; the rest is as it was."""
    text = brief("sources", "-d", ODD, *COLUMNS, "-f", "csv", "--spreadsheet-safe").out
    cells = {row[0]: row[1:3] for row in csv.reader(io.StringIO(text, newline=""))}
    assert cells["h"] == ["'=1+1", "'-5 %"]
    assert cells["i"] == ["'@at", "'\tTab"]
    assert cells["j"] == ["'\uff0b1", "' +1"]
    assert cells["l"] == ["# no comment", "'\nsecond line"]
    assert cells["b"] == [" spaces ", "1.10"]


def test_the_first_of_several_values_counts(brief: Callable[..., Result]) -> None:
    """A cell of several values begins like the first of them."""
    hostile = "tests/dossiers/good/hostile.yaml"
    arguments = ("sectors", "-d", hostile, "--columns", "sector_label,countries,initiative", "--no-header")
    assert brief(*arguments).out == "=1+1\t[bold]European[/] Union; Norway\t=1+1\n"
    assert brief(*arguments, "--spreadsheet-safe").out == "'=1+1\t[bold]European[/] Union; Norway\t'=1+1\n"


def test_only_csv_and_tsv_can_be_made_safe(brief: Callable[..., Result], tmp_path: Path) -> None:
    """The suffix sets the format too, and nothing is written."""
    path = tmp_path / "stances.json"
    for arguments in (("-f", "json"), ("-o", str(path))):
        result = brief("stances", *arguments, "--spreadsheet-safe")
        assert result == (2, "", "brief: --spreadsheet-safe is for tsv and csv, not for json\n")
    assert not path.exists()
    assert brief("stances", "-o", str(tmp_path / "stances.csv"), "--spreadsheet-safe").code == 0


def test_a_mark_of_byte_order_is_written_on_request(brief: Callable[..., Result]) -> None:
    """Excel takes CSV without one for the local code page; other programs would take it for a part of a heading."""
    plain, marked = brief("stances", "-f", "csv"), brief("stances", "-f", "csv", "--bom")
    assert marked.out == "\ufeff" + plain.out
    assert brief("stances", "-f", "json", "--bom") == (2, "", "brief: --bom is for tsv and csv, not for json\n")
    assert brief("stances", "-f", "csv", "--bom", "--no-header").out.startswith("\ufeffHarbour")


def test_check_reports_the_same_texts(brief: Callable[..., Result]) -> None:
    """What check warns of is what an apostrophe is put before."""
    problems = json.loads(brief("check", ODD, "-f", "json").out)
    assert [problem["line"] for problem in problems if problem["rule"] == "formula"] == [
        16,
        16,
        17,
        17,
        18,
        18,
        20,
    ]


def test_a_row_of_one_empty_cell_is_an_empty_line_in_tsv_alone(brief: Callable[..., Result]) -> None:
    """Nothing is an empty cell; CSV quotes it, because most readers of CSV pass over an empty line."""
    arguments = ("stances", "--columns", "until", "--limit", "2")
    assert brief(*arguments).out == "until\n\n\n"
    assert brief(*arguments, "-f", "csv").out == 'until\n""\n""\n'
