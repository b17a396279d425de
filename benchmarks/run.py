"""Time `brief` against other tools on the same data, in turn, and write RESULTS.md beside this file.

Each figure is the median of the processor time that whole processes take from start to end, on all cores. The
contestants take turns, so that a machine whose speed drifts is as fair to one as to the other; ratios say more
than seconds. Before anything is timed, all of them must give the same rows.

    pip install -e '.[benchmarks]' && apt-get install jq miller yq && python benchmarks/run.py

`--before` names a checkout of 0.1 with its .venv, beside which warm commands are timed on the dossiers of that
checkout, for which both give the same rows or more. `--only` runs one part
and prints it; RESULTS.md is written by a run of all.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import importlib.metadata
import io
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
SIZES = (300, 10_000, 100_000)
RUNS = 7
BIN = Path(sys.executable).parent

_JQ = '.stances[] | select(.country == "JP") | [.since, .level, .status] | @tsv'
_SQL = "select since, level, status from t where country = 'JP'"
_DUCKDB = (
    'import duckdb, sys; duckdb.sql("copy (select s.since, s.level, s.status from (select unnest(stances) as s'
    " from read_json('{json}', maximum_object_size=100000000)) where s.country = 'JP')"
    " to '/dev/stdout' (delimiter '\\t', header false)\")"
)
_BRIEF = f"{BIN}/brief stances -d {{yaml}} -c japan --history --columns since,level,status -f tsv --no-header"

#: What each contestant runs to list one country's stances.
CONTESTANTS = {
    "brief, YAML, cold": f"XDG_CACHE_HOME={{cold}} exec {_BRIEF}",
    "brief, YAML, warm": f"exec {_BRIEF}",
    "yq, YAML": f"exec yq -r {shlex.quote(_JQ)} {{yaml}}",
    "jq, JSON": f"exec jq -r {shlex.quote(_JQ)} {{json}}",
    "DuckDB, JSON": f"exec {sys.executable} -c {shlex.quote(_DUCKDB)}",
    "Miller, CSV": "exec mlr --icsv --otsv --headerless-csv-output filter '$country == \"JP\"'"
    " then cut -o -f since,level,status {csv}",
    "csvgrep, CSV": f"{BIN}/csvgrep -c country -r '^JP$' {{csv}} | {BIN}/csvcut -c since,level,status"
    f" | {BIN}/csvformat -T -K 1",
    "sqlite-utils, CSV": f"exec {BIN}/sqlite-utils memory {{csv}} {shlex.quote(_SQL)} --tsv --no-headers",
}
#: What a start costs.
STARTS = {
    "bare Python": f"exec {sys.executable} -c pass",
    "Typer hello-world": f"exec {sys.executable} {HERE}/hello.py",
    "brief --version": f"exec {BIN}/brief --version",
    "brief stances, in a pipe, warm": f"exec {BIN}/brief stances",
    "brief stances, in a pipe, cold": f"XDG_CACHE_HOME={{cold}} exec {BIN}/brief stances",
    "brief stances, as a table, warm": f"FORCE_COLOR=1 exec {BIN}/brief stances -f table",
    "brief stances -d world, in a pipe, warm": f"exec {BIN}/brief stances -d world",
    "brief add source -d world, without writing": f"exec {BIN}/brief add source -d world --id a-new-one"
    " --publisher 'Example Wire' --kind agency --title Talks --date 2026-06-01",
    "brief mcp, without an answer": f"exec {sys.executable} -S {HERE}/assistant.py {BIN}/brief 0",
    "brief mcp, 20 answers": f"exec {sys.executable} -S {HERE}/assistant.py {BIN}/brief 20",
}
#: The pictures of `brief chart`.
CHARTS = ("map", "tiles", "trend", "ladder")
#: What it costs to look through a whole dossier, warm.
WHOLE = {
    "brief changes, 1,000 sectors": f"exec {BIN}/brief changes --since 2024 -d {{folder}}/sectors-1000.yaml",
    "brief changes, 2,000 sectors": f"exec {BIN}/brief changes --since 2024 -d {{folder}}/sectors-2000.yaml",
    "brief changes -d world": f"exec {BIN}/brief changes --since 2024 -d world",
    "brief report -d world": f"exec {BIN}/brief report -d world",
    **{
        f"brief chart {one} -d world, SVG": f"exec {BIN}/brief chart {one} -d world -o {{folder}}/{one}.svg"
        for one in CHARTS
    },
    "brief report, 50 countries": f"exec {BIN}/brief report -d {{folder}}/countries-50.yaml",
    "brief report, 200 countries": f"exec {BIN}/brief report -d {{folder}}/countries-200.yaml",
}


#: What it costs to ask 300 dossiers of 300 stances each, warm. Each third has the word that is searched for.
SHELF = {
    "Typer hello-world": STARTS["Typer hello-world"],
    "brief country japan -d all": f"exec {BIN}/brief country japan -d all",
    "brief stances -d all -c japan": f"exec {BIN}/brief stances -d all -c japan",
    "brief dossiers": f"exec {BIN}/brief dossiers",
    "brief, alone": f"exec {BIN}/brief",
    "Tab after brief country jap": "_BRIEF_COMPLETE=complete_bash COMP_WORDS='brief country jap' COMP_CWORD=2"
    f" exec {BIN}/brief",
    "brief search watershed": f"exec {BIN}/brief search watershed -d all",
    "brief stances -d shelf-007": f"exec {BIN}/brief stances -d shelf-007",
}
#: What another version is timed beside: warm commands that both have, on data that both read.
BESIDE = {
    "stances": "stances -d {visit}",
    "stances as a table": "stances -f table -d {visit}",
    "stances of the world": "stances -d {world}",
    "country": "country japan -d {visit}",
    "country of the world": "country germany -d {world}",
    "summary of the world": "summary -d {world}",
    "changes of the world": "changes --since 2024 -d {world}",
    "matrix of the world": "matrix -d {world}",
    "compare": "compare japan china -d {visit}",
    "search": "search embassy -d {world}",
    "sources of the world": "sources -d {world}",
    "report of the world": "report -d {world}",
    "dossiers (two in 0.1.0, three now)": "dossiers",
    "10,000 stances": "stances -d {folder}/10000.yaml",
    "one country of 10,000": "stances -d {folder}/10000.yaml -c japan --history",
}

_INTRODUCTION = (
    "`python benchmarks/run.py` measured the first seven tables. Each number is the median of {runs} runs of a "
    "whole process; the programs took turns. Seconds are processor time on all cores together. All numbers come "
    "from one machine on one day, so compare the ratios rather than the seconds."
)
_UNITS = (
    "A *Typer hello-world* is the smallest program with the library that `brief` uses for its command line "
    "(`benchmarks/hello.py`). *Warm* means that the cache contains the dossier, and *cold* that it does not."
)


class Run(NamedTuple):
    """What one process took: seconds of processors, and the most kilobytes that one of its processes held."""

    seconds: float
    kilobytes: int


class Figure(NamedTuple):
    """The medians of one contestant."""

    seconds: float
    megabytes: float


def main() -> None:
    """Measure all parts and write the results, or print one part."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--runs", type=int, default=RUNS)
    options.add_argument("--before", help="a checkout of version 0.1")
    options.add_argument("--only", choices=["starts", "shelf", "whole", "sizes", "before"])
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder, "cache"))
        os.environ["XDG_DATA_HOME"] = str(Path(folder, "data"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # who runs a program twice has its bytecode
        parts = {
            name: measure(folder, asked.runs, asked.before)
            for name, measure in _PARTS.items()
            if asked.only in {None, name}
        }
    if asked.only:
        print(parts)  # noqa: T201 - for whoever started it
        return
    text = _report(parts, asked.runs)
    HERE.joinpath("RESULTS.md").write_text(text, encoding="utf-8")
    print(text)  # noqa: T201 - likewise


def generate(kind: str, folder: str | Path, count: int) -> None:
    """Write a dossier or dossiers of this kind and size into a folder."""
    # In a process of its own, for a process is counted with the memory of the one that started it.
    subprocess.run([sys.executable, str(HERE / "dossiers.py"), kind, str(folder), str(count)], check=True)


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table with numbers in all columns but the first."""
    return "\n".join(map(row, [head, ["---", *["---:"] * (len(head) - 1)], *rows]))


def row(cells: list[str]) -> str:
    """Return a row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


Figures = dict[str, Figure]


def _starts(folder: str, runs: int, _: str | None) -> Figures:
    cold = str(Path(folder, "cold"))
    return _measured({name: command.format(cold=cold) for name, command in STARTS.items()}, runs, cold)


def _shelf(folder: str, runs: int, _: str | None) -> Figures:
    generate("shelf", folder, 300)
    user = Path(folder, "data")
    user.mkdir()
    shelf = user / "brief"
    Path(folder, "shelf").rename(shelf)
    try:
        return _measured(SHELF, runs, "")
    finally:
        shelf.rename(Path(folder, "shelf"))


def _whole(folder: str, runs: int, _: str | None) -> Figures:
    for kind, count in (("sectors", 1000), ("sectors", 2000), ("countries", 50), ("countries", 200)):
        generate(kind, folder, count)
    return _measured({name: command.format(folder=folder) for name, command in WHOLE.items()}, runs, "")


def _sizes(folder: str, runs: int, _: str | None) -> dict[int, Figures]:
    sizes = {}
    cold = str(Path(folder, "cold"))
    for size in SIZES:
        generate("stances", folder, size)
        path = Path(folder, f"{size}.yaml")
        files = {suffix: str(path.with_suffix(f".{suffix}")) for suffix in ("yaml", "json", "csv")}
        commands = {name: command.format(**files, cold=cold) for name, command in CONTESTANTS.items()}
        _checktable(commands)
        sizes[size] = _measured(commands, runs, cold)
    return sizes


def _beside(folder: str, runs: int, before: str | None) -> dict[str, Figures]:
    """Return the figures of each warm command by this version and by the one before."""
    if before is None:
        return {}
    generate("stances", folder, 10_000)
    data = shutil.copytree(Path(before) / "data", Path(folder) / "before")
    (data / "world/world.yaml").rename(data / "world/dossier.yaml")  # as versions after 0.1 want it
    programs = {"now": f"{BIN}/brief", "before": f"{before}/.venv/bin/brief"}
    places = {"folder": folder, "visit": data / "stances.yaml", "world": data / "world"}
    commands = {
        f"{name}\0{which}": f"exec {program} {command.format(**places)}"
        for name, command in BESIDE.items()
        for which, program in programs.items()
    }
    figures = _measured(commands, 4 * runs, "")  # one hundredth counts here, and the machine has other work
    return {name: {which: figures[f"{name}\0{which}"] for which in programs} for name in BESIDE}


#: What measures each part, in a folder, with so many runs, and beside what.
_PARTS: dict[str, Callable[[str, int, str | None], Any]] = {
    "starts": _starts,
    "shelf": _shelf,
    "whole": _whole,
    "sizes": _sizes,
    "before": _beside,
}


def _checktable(commands: dict[str, str]) -> None:
    """Leave unless all contestants give the same rows, in whatever order."""
    expected: list[list[str]] | None = None
    for name, command in commands.items():
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
        rows = sorted(csv.reader(io.StringIO(done.stdout), delimiter="\t"))
        expected = expected or rows
        if rows != expected or not rows:
            sys.exit(f"{name} gives other rows: {rows[:2]} and not {expected[:2]}\n{done.stderr}")


def _measured(commands: dict[str, str], runs: int, cold: str) -> dict[str, Figure]:
    """Return the medians of so many runs of each command, in turn, after one that is not counted.

    The cache of cold runs is gone before each.
    """
    taken: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            if cold:
                shutil.rmtree(cold, ignore_errors=True)
            run = _timed(command)
            if number:
                taken[name].append(run)
    return {
        name: Figure(
            statistics.median(run.seconds for run in found),
            statistics.median(run.kilobytes for run in found) / 1024,
        )
        for name, found in taken.items()
    }


def _timed(command: str) -> Run:
    with Path(os.devnull).open("w") as nowhere:
        process = subprocess.Popen(["sh", "-c", command], stdout=nowhere)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"exit code {process.returncode}: {command}")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss)


def _report(parts: dict[str, Any], runs: int) -> str:
    starts, shelf, whole, sizes, before = parts.values()
    told = [
        "# Measurements of `brief` and of other tools",
        _INTRODUCTION.format(runs=runs),
        _UNITS,
        _machine(),
        "## Targets",
        table(
            ["ratio of times", "target, at most", "measured", "result"],
            _targets(starts, shelf, whole, sizes, before),
        ),
    ]
    headings = {"Starting": starts, "300 dossiers of 300 stances": shelf, "A whole dossier": whole}
    for heading, figures in headings.items():
        unit = figures.get("Typer hello-world", starts["Typer hello-world"]).seconds
        told += [
            f"## {heading}",
            table(
                ["command", "seconds", "times a Typer hello-world"],
                [[name, f"{it.seconds:.3f}", f"{it.seconds / unit:.2f}"] for name, it in figures.items()],
            ),
        ]
    for size, figures in sizes.items():
        jq = figures["jq, JSON"].seconds
        told += [
            f"## The stances of one country among {size:,} stances",
            table(
                ["program and format", "seconds", "times jq", "peak memory, MB"],
                [
                    [name, f"{it.seconds:.3f}", f"{it.seconds / jq:.2f}", f"{it.megabytes:.0f}"]
                    for name, it in figures.items()
                ],
            ),
        ]
    if before:
        told += [
            "## Compared with the previous version",
            table(
                ["command", "seconds", "times the previous version"],
                [[name, f"{of['now'].seconds:.3f}", f"{_growth(of):.2f}"] for name, of in before.items()],
            ),
        ]
    return "\n\n".join(told) + "\n"


def _growth(figures: Figures) -> float:
    return figures["now"].seconds / figures["before"].seconds


def _targets(
    starts: Figures, shelf: Figures, whole: Figures, sizes: dict[int, Figures], before: dict[str, Figures]
) -> list[list[str]]:
    middle, large = sizes[10_000], sizes[100_000]
    cold, warm = "brief, YAML, cold", "brief, YAML, warm"

    def to_hello(figures: Figures, name: str) -> float:
        return figures[name].seconds / figures["Typer hello-world"].seconds

    measured = [
        ("a listing in a pipe ÷ a Typer hello-world", 1.3, to_hello(starts, "brief stances, in a pipe, warm")),
        ("a table on a terminal ÷ a Typer hello-world", 1.6, to_hello(starts, "brief stances, as a table, warm")),
        (
            "adding a source to a dossier of 66 files ÷ a Typer hello-world",
            5,
            to_hello(starts, "brief add source -d world, without writing"),
        ),
        (
            "starting the server for assistants ÷ a Typer hello-world",
            15,
            to_hello(starts, "brief mcp, without an answer"),
        ),
        (
            "one answer of this server ÷ a Typer hello-world",
            1,
            (to_hello(starts, "brief mcp, 20 answers") - to_hello(starts, "brief mcp, without an answer")) / 20,
        ),
        (
            "the page of a country in 300 dossiers ÷ a Typer hello-world",
            15,
            to_hello(shelf, "brief country japan -d all"),
        ),
        (
            "the stances of a country in 300 dossiers ÷ a Typer hello-world",
            8,
            to_hello(shelf, "brief stances -d all -c japan"),
        ),
        (
            "the slowest of four pictures as SVG ÷ a Typer hello-world",
            4,
            max(to_hello({**starts, **whole}, f"brief chart {one} -d world, SVG") for one in CHARTS),
        ),
        ("the list of 300 dossiers ÷ a Typer hello-world", 3, to_hello(shelf, "brief dossiers")),
        (
            "completion on Tab with 300 dossiers ÷ a Typer hello-world",
            3,
            to_hello(shelf, "Tab after brief country jap"),
        ),
        (
            "a search with 100 results in 300 dossiers ÷ a Typer hello-world",
            20,
            to_hello(shelf, "brief search watershed"),
        ),
        (
            "a listing of one of 300 dossiers ÷ a Typer hello-world",
            1.4,
            to_hello(shelf, "brief stances -d shelf-007"),
        ),
        (
            "changes of 2,000 sectors ÷ changes of 1,000 sectors",
            2.3,
            whole["brief changes, 2,000 sectors"].seconds / whole["brief changes, 1,000 sectors"].seconds,
        ),
        (
            "a report on 200 countries ÷ a report on 50 countries",
            4.5,
            whole["brief report, 200 countries"].seconds / whole["brief report, 50 countries"].seconds,
        ),
        ("one country of 10,000 stances, cold ÷ yq", 0.4, middle[cold].seconds / middle["yq, YAML"].seconds),
        ("one country of 10,000 stances, warm ÷ jq", 1, middle[warm].seconds / middle["jq, JSON"].seconds),
        ("one country of 100,000 stances, warm ÷ Miller", 1, large[warm].seconds / large["Miller, CSV"].seconds),
        ("100,000 stances, cold ÷ 10,000 stances, cold", 11, large[cold].seconds / middle[cold].seconds),
        ("100,000 stances, warm ÷ 10,000 stances, warm", 11, large[warm].seconds / middle[warm].seconds),
        ("peak memory with 100,000 stances, warm ÷ jq", 1, large[warm].megabytes / large["jq, JSON"].megabytes),
        *(
            [
                (
                    "the slowest command ÷ the same command of the previous version",
                    1.05,
                    max(map(_growth, before.values())),
                )
            ]
            if before
            else ()
        ),
    ]
    return [
        [what, f"{most:g}", f"{found:.2f}", "reached" if found <= most else "missed"]
        for what, most, found in measured
    ]


def _machine() -> str:
    processor = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = [
        f"{name} {importlib.metadata.version(name)}"
        for name in ("typer", "msgspec", "pyyaml", "csvkit", "sqlite-utils", "duckdb")
    ]
    system = f"{platform.system()} {platform.release()}"
    programs = map(_version, (str(BIN / "brief"), "jq", "yq", "mlr"))
    versions = [f"Python {platform.python_version()}", *packages, *programs]
    day = datetime.date.today()  # noqa: DTZ011 - a reader's day
    measured = f"Measured on {day.day} {day:%B %Y}: {processor}"
    return f"{measured}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}; {', '.join(versions)}."


def _version(program: str) -> str:
    if shutil.which(program) is None:
        sys.exit(f"{program} is not installed")
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
