"""Measure what `brief export` takes for many dossiers: `python benchmarks/export.py [FORMAT|COUNT]...`.

Peak memory must not grow with their number. Each is a process of its own, on dossiers that were read before.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefcli.export import EXPORT_FORMS
from dossiers import write_countries

if TYPE_CHECKING:
    from briefcli.render.form import Form

COUNTS = (200, 2_000)
#: How many countries a dossier has; it has some forty records on them.
COUNTRIES = 4


class Run(NamedTuple):
    """What an export took, and how large it is."""

    seconds: float
    peak: int
    size: int


def main() -> None:
    """Print a row for each format and number of dossiers."""
    asked = sys.argv[1:]
    counts = [int(word) for word in asked if word.isdecimal()] or COUNTS
    forms = [form for form in EXPORT_FORMS if form.name in asked] or EXPORT_FORMS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        shelves = {count: _shelf(folder / f"shelf-{count}", count) for count in counts}
        for shelf in shelves.values():  # so that no run pays for reading what another finds in the store
            _export(shelf, forms[0], folder / "first")
        print("| format | dossiers | seconds | peak MB | MB written |\n| --- | ---: | ---: | ---: | ---: |")  # noqa: T201
        for form in forms:
            for count, shelf in shelves.items():
                run = _export(shelf, form, folder / "out")
                row = (
                    form,
                    f"{count:,}",
                    f"{run.seconds:.1f}",
                    f"{run.peak / 1e6:.0f}",
                    f"{run.size / 1e6:.0f}",
                )
                print(f"| {' | '.join(map(str, row))} |", flush=True)  # noqa: T201


def _shelf(folder: Path, count: int) -> Path:
    """Write so many dossiers that differ in their ids."""
    folder.mkdir()
    text = write_countries(folder, COUNTRIES).read_text(encoding="utf-8")
    shutil.rmtree(folder)
    folder.mkdir()
    head, _, rest = text.partition("\n")
    for number in range(count):
        (folder / f"{number:05}.yaml").write_text(f'dossier: "number-{number:05}"\n{rest}', encoding="utf-8")
    assert head.startswith("dossier: ")  # noqa: S101
    return folder


def _export(shelf: Path, form: Form, where: Path) -> Run:
    """Export a folder of dossiers, and return what that took."""
    where.mkdir()
    out = str(where / "tables") + (form.suffixes[0] if form.suffixes else "/")
    command = [sys.executable, "-m", "briefcli", "export", "-d", str(shelf), "-f", str(form), "-o", out]
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"{form} failed")
    size = sum(file.stat().st_size for file in where.rglob("*") if file.is_file())
    shutil.rmtree(where)
    return Run(seconds, used.ru_maxrss * 1024, size)


if __name__ == "__main__":
    main()
