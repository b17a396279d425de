"""Into other programs, as real pipes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

#: The programs of this environment, then those of the system.
SEARCHED = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def shell(command: str) -> str:
    """Return what a pipeline prints."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        env={**os.environ, "PATH": SEARCHED},
        check=True,
        text=True,
    )
    assert done.stderr == ""
    return done.stdout


def needs(program: str) -> pytest.MarkDecorator:
    """Skip a test where a program is not installed."""
    return pytest.mark.skipif(shutil.which(program, path=SEARCHED) is None, reason=f"{program} is not installed")


def test_cut_takes_the_country() -> None:
    """The first column of stances is the country."""
    assert (
        shell("brief stances --min-level office 2>/dev/null | cut -f1")
        == "country\nHarbour League\nNorway\nJapan\n"
    )


@needs("jq")
def test_jq_finds_the_disputed() -> None:
    """JSON says what is disputed."""
    command = "brief stances -f json 2>/dev/null | jq -r '.[] | select(.disputed) | .country'"
    assert shell(command) == "Japan\nCzech Republic\n"


@needs("mlr")
def test_miller_counts_stages() -> None:
    """Miller reads CSV."""
    command = "brief sectors --sector shipping -c japan -f csv | mlr --icsv --ojsonl count-distinct -f stage"
    assert shell(command) == '{"stage": "completed", "count": 1}\n'


def test_pandas_reads_csv() -> None:
    """Pandas reads CSV, with the columns that JSON has."""
    code = "import pandas, sys; frame = pandas.read_csv(sys.stdin); print(len(frame), frame.sector.nunique())"
    assert shell(f"brief sectors -f csv | python -c '{code}'") == "6 3\n"


@needs("pandoc")
def test_pandoc_makes_a_word_document(tmp_path: Path) -> None:
    """Markdown goes through Pandoc to .docx with its tables and footnotes."""
    shell(f"brief country japan > {tmp_path}/japan.md && pandoc {tmp_path}/japan.md -o {tmp_path}/japan.docx")
    text = shell(f"pandoc {tmp_path}/japan.docx -t markdown --wrap none")
    assert "# Japan" in text
    assert "A radar for the strait" in text
    assert "[^7]: " in text


@needs("pandoc")
def test_pandoc_cites_the_sources(tmp_path: Path) -> None:
    """CSL-JSON serves Pandoc's citations."""
    text = shell(
        f"brief sources -c japan -f csl -o {tmp_path}/s.json || brief sources -c japan -f csl > {tmp_path}/s.json; "
        f"echo 'Received [@wire-office].' | pandoc --citeproc --bibliography {tmp_path}/s.json -t plain"
    )
    assert text.count("Example Wire") == 2  # in the text, and once in the list
    assert "2025" in text


@needs("pandoc")
def test_pandoc_makes_bibtex_of_the_sources() -> None:
    """One entry a source, with its language."""
    entries = shell("brief sources -f csl | pandoc -f csljson -t biblatex")
    assert entries.count("\n}\n") == int(shell("brief sources --no-header | wc -l"))
    assert "langid" in entries
