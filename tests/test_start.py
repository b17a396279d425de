"""What a start costs: what it imports, and what it finds in the store of compiled dossiers."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from samples import RIVER
from terminals import received

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

#: The modules and files that take long to load and that a listing in a pipe does not need.
HEAVY = {
    "rich",
    "yaml",
    "countries.json",
    "groups.json",
    "briefcli.dossier.groups",
    "jinja2",
    "pydantic",
    "importlib.metadata",
    "xlsxwriter",
    "docx",
    "lxml",
    "httpx",
    "mcp",
    "anyio",
}
IMPORTED = """
import os, sys
opened = []
sys.addaudithook(lambda event, arguments: event == "open" and opened.append(str(arguments[0])))
from briefcli.cli.app import run
try:
    run()
except SystemExit:
    pass
print(*sys.modules, *map(os.path.basename, opened), file=sys.stderr)
"""
COMPILED = """
import os, re, sys
from re import _compiler
plain = _compiler.compile
def compile(*given):
    frame = sys._getframe(1)
    while frame.f_code.co_filename.startswith(os.path.dirname(re.__file__)):
        frame = frame.f_back
    if "briefcli" in frame.f_code.co_filename:
        print(os.path.basename(frame.f_code.co_filename), file=sys.stderr)
    return plain(*given)
_compiler.compile = compile
from briefcli.cli.app import run
run()
"""


def imported_by(*arguments: str, **environment: str) -> set[str]:
    """Return the modules that a real process has imported when it ends, and the files that it has opened."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *arguments],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, **environment},
    )
    assert done.stdout
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments",
    [
        "stances",
        "topics -f csv",
        "sectors -f json",
        "events -f jsonl",
        "evidence -c japan",
        "sources -d world",
        "stances -c japan --concern safety --as-of 2025-02-20 --evidence",
        "summary",
        "country japan",
        "country japan -d all",
        "changes --since 2025",
        "compare japan norway",
        "matrix -f html",
        "search pilots -f md",
        "dossiers",
    ],
)
def test_a_warm_start_in_a_pipe_imports_nothing_heavy(arguments: str, brief: Callable[..., Result]) -> None:
    """What was read once is decoded, and no module is loaded without need."""
    assert brief(*arguments.split()).code == 0
    assert imported_by(*arguments.split()) & HEAVY == set()


@pytest.mark.parametrize(
    "arguments",
    ["stances --group nordic", "ladder --count --group EU", "summary --group far", "compare --group nordic"],
)
def test_the_groups_are_read_when_one_is_requested(arguments: str) -> None:
    """A region, also a group of the dossier, needs no file of groups."""
    assert "groups.json" in imported_by(*arguments.split())
    assert "groups.json" not in imported_by("stances", "--region", "far", "--region", "Asia")


def test_rows_for_scripts_look_into_no_other_dossier() -> None:
    """Only a page for people states where newer records are."""
    assert not {"briefcli.cli.newer", "newest.json"} & imported_by("stances")
    assert {"briefcli.cli.newer", "newest.json"} <= imported_by("stances", "-f", "md")


def test_a_warm_start_compiles_few_patterns(brief: Callable[..., Result]) -> None:
    """Most patterns of the program's own are compiled when a text has to be compared with them."""
    assert brief("stances", "-d", "japan-visit").code == 0
    compiled = subprocess.run(
        [sys.executable, "-c", COMPILED, "stances", "-d", "japan-visit"],
        capture_output=True,
        check=True,
        text=True,
    ).stderr.split()
    assert set(compiled) <= {"app.py"}


@pytest.mark.parametrize(
    ("command", "others"),
    [
        ("stances", {"listings", "coverage"}),
        ("stances -d japan-visit", {"listings"}),
        (
            "summary",
            {
                *("summary", "coverage", "changes", "sentences", "listings", "disputes", "several"),
                "finding",
            },
        ),
        (
            "country japan",
            {
                *(
                    "country",
                    "glance",
                    "listings",
                    "disputes",
                    "several",
                    "bottom_lines",
                    "facts",
                    "votes",
                ),
                "finding",
            },
        ),
        (
            "compare japan norway",
            {"compare", "changes", "sentences", "listings", "several", "bottom_lines"},
        ),
    ],
)
def test_a_command_imports_no_page_that_it_does_not_show(command: str, others: set[str]) -> None:
    """Only completion, the codebook and the documents ask for the columns of every listing."""
    shared = {"about", "columns", "context", "fields", "grades", "missing", "notes", "registry", "tables"}
    imported = {name for name in imported_by(*command.split()) if name.startswith("briefcli.pages.")}
    assert imported == {f"briefcli.pages.{name}" for name in shared | others}


@pytest.mark.parametrize(
    ("arguments", "writers"),
    [
        ("stances", {"delimited", "json_yaml"}),
        ("stances -f json", {"json_yaml"}),
        ("stances -f table", {"drawing", "layout", "tracks", "blocks", "items"}),
        ("summary", {"markdown", "blocks", "items"}),
        ("summary -f html", {"webpage", "blocks", "items"}),
    ],
)
def test_a_format_is_imported_when_it_is_written(arguments: str, writers: set[str]) -> None:
    """A start knows all formats by their list."""
    imported = {name for name in imported_by(*arguments.split()) if name.startswith("briefcli.render.")}
    assert imported == {f"briefcli.render.{name}" for name in ("form", *writers)}


def test_completion_imports_nothing_heavy() -> None:
    """Tab answers at once."""
    asked = {"_BRIEF_COMPLETE": "bash", "_BRIEF_LINE": "brief country ja"}
    imported_by(**asked)
    assert imported_by(**asked) & HEAVY == set()


def test_the_version_needs_no_dossier() -> None:
    """Nothing of the model is imported for it."""
    assert imported_by("--version") & {*HEAVY, "briefcli.dossier.model"} == set()


def test_a_warm_answer_is_the_cold_one(process: Callable[..., Result], tmp_path: Path) -> None:
    """From YAML without a store, from YAML into the store and from the store: to the byte, whatever the format."""
    for arguments in (
        ["summary", "-f", "json"],
        ["stances", "-d", "world", "-f", "html"],
        ["diff", "world", "japan-visit"],
    ):
        cache = {"XDG_CACHE_HOME": str(tmp_path / arguments[0])}
        cold, first, warm = (process(*arguments, *more, **cache) for more in (["--no-cache"], [], []))
        assert cold == first == warm
        assert cold.out


def test_no_cache_leaves_no_trace(process: Callable[..., Result], tmp_path: Path) -> None:
    """Neither the option nor the variable makes a folder, and a dossier from a pipe is not kept."""
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    process("stances", "--no-cache", **cache)
    process("stances", BRIEF_CACHE="off", **cache)
    assert process("stances", "-d", "-", stdin=RIVER, **cache).code == 0
    assert not (tmp_path / "cache").exists()


@pytest.mark.slow
def test_fifty_processes_share_one_cold_store(tmp_path: Path) -> None:
    """All get the same answer, and the dossier and the ids are left, each once and whole."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "briefcli", "stances", "-d", "japan-visit"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        for _ in range(50)
    ]
    answers = {(process.communicate(), process.returncode) for process in started}
    assert len(answers) == 1
    ((out, err), code) = answers.pop()
    assert (err, code) == (b"", 0)
    assert out.startswith(b"country\t")
    assert len(list((tmp_path / "brief" / "dossiers").iterdir())) == 2


def told_while_reading(*arguments: str, patience: int = 0, code: int = 0) -> str:
    """Return what a terminal receives on standard error with so much patience, in seconds, before a bar shows."""
    outer, inner = pty.openpty()
    with subprocess.Popen(impatient(patience, *arguments), stdout=subprocess.DEVNULL, stderr=inner) as process:
        os.close(inner)
        told = received(outer)
    assert process.returncode == code
    return told


def impatient(patience: int, *arguments: str) -> list[str]:
    """Return what starts the program with so much patience."""
    code = "from briefcli.__main__ import main; from briefcli.cli import progressbar; "
    return [sys.executable, "-c", f"{code}progressbar._PATIENCE = {patience}; main()", *arguments]


@pytest.mark.parametrize("arguments", [("stances", "-d", "world", "--no-cache"), ("check", "world")])
def test_long_work_shows_a_bar_on_a_terminal(arguments: tuple[str, ...]) -> None:
    """It states what is done, and is gone when that is done."""
    told = told_while_reading(*arguments)
    assert "Reading" in told
    assert "\x1b[2K" in told


def test_short_work_shows_no_bar() -> None:
    """Nothing flickers."""
    assert told_while_reading("stances", "-d", "japan-visit", "--no-cache", patience=60) == ""


def test_a_pipe_gets_no_bar() -> None:
    """Nothing is written where nobody looks."""
    done = subprocess.run(impatient(0, "topics", "-d", "world", "--no-cache"), capture_output=True, check=True)
    assert done.stderr == b""


def test_a_fault_takes_the_bar_away_before_it_is_reported() -> None:
    """The problems follow on a clean line."""
    path = Path(__file__).parent / "dossiers" / "bad" / "unknown-level.yaml"
    told = told_while_reading("stances", "-d", str(path), code=3)
    assert told.rpartition("\x1b[2K")[2].startswith(f"{path}:")
