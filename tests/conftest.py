"""What the tests share: the program in this process and as a process of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

import pytest
from hypothesis import Phase, settings

from briefcli.cli.app import run as run_app
from briefcli.reading import progress
from samples import FROZEN, RIVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    Ask = Callable[..., tuple[str, str]]


ROOT = Path(__file__).parents[1]

# The same examples in every run, so that a failure is one of the change at hand; HYPOTHESIS_PROFILE=long draws others.
# What fails is not made smaller here, which can take minutes: the profile "long" does that.
settings.register_profile(
    "short", max_examples=50, derandomize=True, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
settings.register_profile("long", max_examples=5000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))

# A shell has its background jobs ignore interrupts, and what a test starts would ignore them, too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


CHROMIUM_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Result(NamedTuple):
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let golden files be written anew."""
    parser.addoption("--update-golden", action="store_true", help="write what the tests see as golden files")


@pytest.fixture(autouse=True)
def quiet_surroundings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No variable or folder of the user changes what the tests see; the tests share one cache.

    The dossier that is read where a test names none is the frozen one, so that no test depends on one that changes.
    """
    for name in ("BRIEF_CACHE", "BRIEF_PATH", "FORCE_COLOR", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("BRIEF_DOSSIER", str(ROOT / FROZEN))
    monkeypatch.setenv("BRIEF_TODAY", "2026-03-01")
    monkeypatch.setenv("PAGER", "")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache-home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "data-dirs"))
    monkeypatch.chdir(ROOT)


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run `brief` in this process, in a pipe."""

    def run(*arguments: str | Path) -> Result:
        monkeypatch.setattr(sys, "argv", ["brief", *map(str, arguments)])
        code = run_app()
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture
def river(tmp_path: Path) -> Path:
    """Return a copy of the small dossier."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER, encoding="utf-8")
    return path


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ARG001 - comes first
    """Let standard error of `brief` be a wide terminal, on which it says what it wrote."""
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda stream: stream is sys.stderr)
    monkeypatch.setattr(progress, "observer", None)  # which a terminal sets
    monkeypatch.setenv("COLUMNS", "1000")


@pytest.fixture
def process() -> Callable[..., Result]:
    """Run `brief` as a separate process, in a pipe, with more of the environment if given."""

    def run(*arguments: str, stdin: str = "", **environment: str) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "briefcli", *arguments],
            input=stdin.encode(),
            capture_output=True,
            env={**os.environ, **environment},
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask as the script of a shell does, in this process, by variables; return what is printed."""

    def asked(shell: str, **environment: str) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["brief"])
        with mock.patch.dict(os.environ, {"_BRIEF_COMPLETE": shell, **environment}):
            with pytest.raises(SystemExit) as end:
                run_app()
            assert end.value.code == 0
        out, err = capsys.readouterr()
        return out, err

    return asked


@pytest.fixture
def complete(ask: Ask) -> Ask:
    """Return what completion prints for a command line whose last word is unfinished."""

    def completed(line: str, shell: str = "zsh", **environment: str) -> tuple[str, str]:
        return ask(shell, _BRIEF_LINE=line, **environment)

    return completed


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium: its headless shell, which draws no windows of its own, or else the whole of it."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_SWITCHES)
        yield browser
        browser.close()
