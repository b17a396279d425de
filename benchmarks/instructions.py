"""Count the instructions of whole commands in two checkouts: `benchmarks/instructions.py --beside CHECKOUT`.

The load of the machine does not change them, so a ratio of 1.01 is already a difference in the program. Each of
several runs has another seed of hashes, whose collisions change a count by up to one percent. `perf`
counts them where it can, else Valgrind's callgrind, which takes fifty times as long. Both versions run in copies
of their checkouts, on the same dossiers, with this Python, which needs the packages of both. The cache of compiled
dossiers is empty before a cold run and filled before a warm run. Counts are in millions.
"""

from __future__ import annotations

import argparse
import compileall
import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from run import HERE, generate, row, table

#: The number of stances of the generated dossier, which is also its name.
MADE = 1_000
COMMANDS = (
    "--version",
    "stances",
    "stances -f table",
    "stances -f json",
    "stances -d world",
    f"stances -d {MADE}.yaml",
    f"stances -d {MADE}.yaml -f table",
    "country japan",
    "country pakistan -d all",
    "summary",
    "compare japan china",
    "matrix",
    "matrix -d world",
    "ladder",
    "ladder -d world",
    "ladder --count",
    "changes --since 2024",
    "changes --since 2024 -d world",
    f"changes --since 2024 -d {MADE}.yaml",
    "search 'human rights'",
    "search 'human rights' -d world",
    "evidence",
    "evidence -d world",
    "sources",
    "events",
    "codebook",
    "dossiers",
    "check",
    "check -d world",
    f"check -d {MADE}.yaml",
    "report -o out/report.html",
    "report -d world -o out/report.html",
    f"report -d {MADE}.yaml -o out/report.html",
    "site -o out/site",
    "export -o out/tables.db",
    "export -d world -o out/tables.db",
)
#: Programs that write the number of instructions to the file `count`, each with a pattern that finds it there.
COUNTERS = {
    ("perf", "stat", "-x,", "-o", "count", "-e", "instructions:u"): r"^(\d+),",
    ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--log-file=count"): r"Collected : (\d+)",
}


def main() -> None:
    """Print a table of cold runs and one of warm runs."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--beside", type=Path, required=True, help="a checkout of an older version")
    options.add_argument("--data", type=Path, help="the dossiers of both versions [data of the older version]")
    options.add_argument("--only", action="append", help="only commands that contain this text; repeatable")
    options.add_argument("--runs", type=int, default=1, help="print the median of this many runs [1]")
    given = options.parse_args()
    commands = [command for command in COMMANDS if any(text in command for text in given.only or [""])]
    with tempfile.TemporaryDirectory() as name:
        data = given.data or given.beside / "data"
        old = _copied(given.beside, data, Path(name, "old"))
        new = _copied(HERE.parent, data, Path(name, "new"))
        for folder in (old, new):
            if why := _run(folder, (), "--version"):
                sys.exit(f"brief --version of {folder.name} failed: {why}")
        counter = next((each for each in COUNTERS if _count(old, each, "--version")), None)
        if counter is None:
            sys.exit("neither perf nor valgrind counts instructions here")
        for cache in ("cold", "warm"):
            print("\n" + table([cache.title(), "old", "new", "ratio"], []))  # noqa: T201
            for command in commands:
                counts = [_median(folder, counter, command, cache, given.runs) for folder in (old, new)]
                print(row([f"brief {command}", *_cells(*counts)]), flush=True)  # noqa: T201


def _copied(checkout: Path, data: Path, folder: Path) -> Path:
    """Copy the source and the dossiers to a folder, and compile the source."""
    shutil.copytree(checkout / "src", folder / "src")
    shutil.copytree(data, folder / "data")
    compileall.compile_dir(folder / "src", quiet=1, force=True)
    generate("stances", folder, MADE)
    return folder


def _median(folder: Path, counter: tuple[str, ...], command: str, cache: str, runs: int) -> float | None:
    """Return the median number of instructions of a command; print why and return none if it fails."""
    if why := _run(folder, (), command):  # which fills the cache, and compiles the packages of this command
        print(f"brief {command} of {folder.name} failed: {why}", file=sys.stderr)  # noqa: T201
        return None
    counts = []
    for seed in range(runs):
        if cache == "cold":
            shutil.rmtree(folder / "cache", ignore_errors=True)
        counts.append(_count(folder, counter, command, seed))
    found = [count for count in counts if count is not None]
    return statistics.median(found) if found else None


def _count(folder: Path, counter: tuple[str, ...], command: str, seed: int = 0) -> int | None:
    """Return the number of instructions of a command, or none if it fails or this counter does not work here."""
    if shutil.which(counter[0]) is None or _run(folder, counter, command, seed):
        return None
    found = re.search(COUNTERS[counter], (folder / "count").read_text(encoding="utf-8"), re.MULTILINE)
    return int(found[1]) if found else None


def _run(folder: Path, counter: tuple[str, ...], command: str, seed: int = 0) -> str:
    """Run the program of a folder, in that folder; return why it failed, and an empty text if it did not."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    (folder / "out").mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONHASHSEED": str(seed),
        "PYTHONPATH": str(folder / "src"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_DATA_HOME": str(folder / "shelf"),
        "COLUMNS": "100",
        **({"FORCE_COLOR": "1"} if "-f table" in command else {}),
    }
    words = [*counter, sys.executable, "-m", "briefcli", *shlex.split(command)]
    done = subprocess.run(words, cwd=folder, env=environment, input=b"", capture_output=True, check=False)
    said = done.stderr.decode(errors="replace").strip()
    return f"exit code {done.returncode}\n{said}" if done.returncode else ""


def _cells(old: float | None, new: float | None) -> list[str]:
    ratio = f"{new / old:.3f}" if old and new else ""
    return [*(f"{count / 1e6:,.1f}" if count else "" for count in (old, new)), ratio]


if __name__ == "__main__":
    main()
