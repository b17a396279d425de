"""What is longer than the screen of a real terminal, and how it is left."""

from __future__ import annotations

import os
import pty
import re
import shlex
import shutil
import signal
import subprocess
import sys
import termios
import threading
from typing import TYPE_CHECKING, NamedTuple

import pytest

from briefcli.cli.app import COMMANDS
from briefcli.cli.topics import TOPICS
from terminals import ESCAPE, on_terminal, received

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Result

#: The prompt of less, at the left of the last line.
PROMPT = "\n:\x1b[K"
LONG = ("stances", "--history")
#: Starts the program as a shell does: the terminal is its own, and sends it signals.
START = (
    "import fcntl, os, sys, termios; fcntl.ioctl(1, termios.TIOCSCTTY, 0); "
    "os.execv(sys.executable, [sys.executable, '-m', 'briefcli', *sys.argv[1:]])"
)


class Session(NamedTuple):
    """A run of the program on a terminal of its own, with the keys that are typed there."""

    process: subprocess.Popen[bytes]
    outer: int

    def until(self, text: str) -> str:
        """Return what is shown until some text is."""
        shown = b""
        while text.encode() not in shown:
            shown += os.read(self.outer, 65536)
        return shown.decode()

    def press(self, keys: str) -> None:
        """Type something."""
        os.write(self.outer, keys.encode())

    def ended(self) -> tuple[str, int]:
        """Return the rest of what is shown, and how the program ended."""
        rest = received(self.outer)
        return rest, self.process.wait()


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Session]]:
    """Start the program on a terminal of 24 lines, with a pager or with that of the system."""
    watches: list[threading.Timer] = []

    def start(*arguments: str, pager: str | None = None) -> Session:
        monkeypatch.delenv("PAGER") if pager is None else monkeypatch.setenv("PAGER", pager)
        outer, inner = pty.openpty()
        termios.tcsetwinsize(inner, (24, 80))
        process = subprocess.Popen(
            [sys.executable, "-c", START, *arguments],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
        )
        os.close(inner)
        watch = threading.Timer(20, os.killpg, (process.pid, signal.SIGKILL))
        watch.start()
        watches.append(watch)
        return Session(process, outer)

    yield start
    for watch in watches:
        watch.cancel()


def keeping(path: Path) -> str:
    """Return a pager that keeps what it gets in a file."""
    return shlex.join(
        [sys.executable, "-c", f"import sys; open({str(path)!r}, 'wb').write(sys.stdin.buffer.read())"]
    )


needs_less = pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")


@pytest.mark.parametrize("arguments", [("help",), ("help", "stances"), ("--help",), ("stances", "-h")])
def test_help_goes_through_the_pager(
    arguments: tuple[str, ...], session: Callable[..., Session], brief: Callable[..., Result], tmp_path: Path
) -> None:
    """In colours, with the options and commands that a pipe gets."""
    text, code = session(*arguments, pager=keeping(tmp_path / "kept")).ended()
    assert (text.strip(), code) == ("", 0)
    kept = (tmp_path / "kept").read_text(encoding="utf-8")
    assert "\x1b[" in kept
    assert named(kept) == named(brief(*arguments).out)


def test_help_without_a_pager_is_on_the_terminal(
    brief: Callable[..., Result], session: Callable[..., Session]
) -> None:
    """With the options that a pipe gets, of the program and of a command."""
    for arguments in (["--help"], ["stances", "-h"]):
        text, code = session(*arguments, pager="").ended()
        assert (named(text), code) == (named(brief(*arguments).out), 0)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_of_the_help_is_as_wide_as_the_terminal(topic: str, brief: Callable[..., Result]) -> None:
    """With the words that a pipe gets; nothing but the terminal gives the width."""
    shown = on_terminal("help", topic, width=60, environment={"COLUMNS": ""})
    assert shown.split() == brief("help", topic).out.split()
    assert max(map(len, shown.splitlines())) <= 60


def named(help_text: str) -> set[str]:
    """Return the options and the commands that a help names."""
    return set(re.findall(rf"--[a-z-]+|{'|'.join(COMMANDS)}", ESCAPE.sub("", help_text)))


@needs_less
def test_less_shows_the_first_screen_of_a_table_and_is_left_quietly(
    brief: Callable[..., Result], session: Callable[..., Session]
) -> None:
    """In colours and not as codes; the last row was never shown, and Ctrl-C ends nothing."""
    run = session(*LONG)
    shown = run.until(PROMPT)
    assert "\x1b[1m" in shown
    assert "ESC" not in shown
    assert "Republic" in shown
    run.press("\x03")
    run.press("qq")  # now and then less passes over the first key after an interrupt
    rest, code = run.ended()
    assert code == 0
    assert brief(*LONG, "-f", "table").out.splitlines()[-1] not in shown + rest
    assert "brief:" not in rest


def test_a_pager_gets_the_table_as_the_terminal_would(
    brief: Callable[..., Result], session: Callable[..., Session], tmp_path: Path
) -> None:
    """The same words at the same width, and colours."""
    text, code = session(*LONG, pager=keeping(tmp_path / "kept")).ended()
    assert (text, code) == ("", 0)
    kept = (tmp_path / "kept").read_text(encoding="utf-8")
    assert "\x1b[1m" in kept
    assert ESCAPE.sub("", kept) == brief(*LONG, "-f", "table").out


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (LONG, {"PAGER": ""}),
        (LONG, {"PAGER": "no-such-program"}),
        (LONG, {"PAGER": "an 'unfinished quote"}),
        ((*LONG, "--no-pager"), {}),
        (("stances", "-c", "japan"), {}),
        (LONG, {"TERM": "dumb"}),
        (LONG, {"LINES": "500"}),
    ],
)
def test_without_a_pager_all_is_on_the_terminal(
    arguments: tuple[str, ...], environment: dict[str, str], brief: Callable[..., Result], tmp_path: Path
) -> None:
    """None is requested or there is none, the page fits, or the terminal cannot do it."""
    shown = on_terminal(*arguments, environment={"PAGER": keeping(tmp_path / "kept"), **environment})
    assert ESCAPE.sub("", shown) == brief(*arguments, "-f", "table").out
    assert not (tmp_path / "kept").exists()


def test_a_pipe_has_no_pager(process: Callable[..., Result], tmp_path: Path) -> None:
    """Whatever its length and form."""
    assert process(*LONG, "-f", "table", PAGER=keeping(tmp_path / "kept")).out
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("pager", ["true", "false", "head -n 1"])
def test_a_pager_that_ends_early_is_no_fault(pager: str, session: Callable[..., Session]) -> None:
    """Whatever it made of the text."""
    text, code = session("evidence", pager=pager).ended()
    assert code == 0
    assert text.count("\n") == (pager == "head -n 1")


def test_an_interrupt_that_ends_the_pager_ends_the_program(session: Callable[..., Session]) -> None:
    """By the signal, so that a loop of the shell ends too, and without a word."""
    run = session(*LONG, pager="bash -c 'echo ready; exec sleep 60'")
    run.until("ready")
    run.press("\x03")
    text, code = run.ended()
    assert code == -signal.SIGINT
    assert "Traceback" not in text


def test_a_report_is_not_printed_on_a_terminal(session: Callable[..., Session]) -> None:
    """It is a page for a browser, and the error says how to have it."""
    text, code = session("report", pager="").ended()
    assert code == 2
    assert " ".join(text.split()) == (
        "brief: a report is a page for a browser; write it with -o report.html, or open it with --open"
    )
