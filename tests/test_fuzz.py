"""The fuzz of the commands: a small part of it, and what it counts as a fault."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from fuzz import judging
from fuzz.cases import Case
from fuzz.sandbox import RAISED, Ended

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STANCES = Case(arguments=("stances", "-d", "d.yaml", "-o", "out.csv"))
TRACE = "Traceback (most recent call last):\n  …\nValueError: x\n"


@pytest.mark.slow
def test_hostile_cases_find_nothing(tmp_path: Path) -> None:
    """No case changes a file of others, hangs, or ends in another way than is documented."""
    command = [sys.executable, "tests/fuzz/commands.py", "--cases", "200", "--seed", "1"]
    done = subprocess.run([*command, "--findings", tmp_path], capture_output=True, text=True, check=False)
    assert ", 0 findings; " in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("acts", "ended", "found"),
    [
        (lambda root: (root / "work/out.csv").write_text("a"), Ended(0, "", 0), []),
        (
            lambda root: (root / "work/foreign/notes.txt").write_text("a"),
            Ended(0, "", 0),
            ["changed: work/foreign/notes.txt"],
        ),
        (
            lambda root: (root / "work/foreign/notes.txt").chmod(0o777),
            Ended(0, "", 0),
            ["changed: work/foreign/notes.txt"],
        ),
        (lambda root: (root / "home/.bashrc").unlink(), Ended(0, "", 0), ["gone: home/.bashrc"]),
        (lambda root: (root / "work/.brief-1").touch(), Ended(0, "", 0), ["left: work/.brief-1"]),
        (lambda root: (root / "tmp/x").touch(), Ended(0, "", 0), ["left: tmp/x"]),
        (lambda _: None, Ended(1, "", 0), ["exit code: 1\n"]),
        (lambda _: None, Ended(-11, "", 0), ["exit code: -11\n"]),
        (lambda _: None, Ended(0, "", 10.1), ["hang: it takes more than 10 seconds"]),
        (lambda _: None, Ended(RAISED, TRACE, 0), [f"raised:\n{TRACE}"]),
        (lambda _: None, Ended(0, TRACE, 0), [f"printed:\n{TRACE}"]),
    ],
)
def test_faults_are_seen(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    acts: Callable[[Path], object],
    ended: Ended,
    found: list[str],
) -> None:
    """A run is judged by how it ended and by the files that it changed, removed or left."""

    def run(_: Case, root: Path) -> Ended:
        acts(root)
        return ended

    monkeypatch.setattr(judging, "run", run)
    assert judging.try_case(STANCES, tmp_path)[1] == found


def test_a_refused_change_leaves_the_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that changes a dossier may do so if it succeeds, and what it writes can be read."""
    case = Case(arguments=("rename", "level", "a", "b", "-d", "d.yaml", "--write"), files={"d.yaml": b"a: 1\n"})

    def run(_: Case, root: Path) -> Ended:
        (root / "work/d.yaml").write_text("a: [\n", encoding="utf-8")
        return Ended(1, "", 0)

    monkeypatch.setattr(judging, "run", run)
    first, second, third = judging.try_case(case, tmp_path)[1]
    assert first == "changed: d.yaml by a run that ended with 1"
    assert second == "unreadable: PyYAML does not read d.yaml any more"
    assert third.startswith("unreadable: d.yaml is no dossier any more: ")
