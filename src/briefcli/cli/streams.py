"""Messages to people on standard error, and text on standard output, in a pager if longer than the screen."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import contextmanager, redirect_stdout
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

from briefcli.characters import printable_line
from briefcli.cli.writing import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefcli.errors import DossierError
    from briefcli.page import Page

#: How many faults of dossiers or tables a command other than `check` reports.
MAX_REPORTED_FAULTS = 20
#: The width of a terminal that does not report one.
_DEFAULT_WIDTH = 80
#: The least width of a screen on which the tables of the help are readable.
_MIN_HELP_WIDTH = 70
#: The width of a line that nothing limits.
_UNLIMITED = 10_000
#: Replaces a space at which no line may end.
_GLUE = "\N{NO-BREAK SPACE}"


class Captured:
    """The page and the messages of a command that another program runs in this process."""

    def __init__(self) -> None:
        self.page: Page | None = None
        self.messages: list[str] = []


#: What receives pages and messages, if they are not for a user. Only one command runs at a time.
_capture: list[Captured] = []


@contextmanager
def captured() -> Iterator[Captured]:
    """Keep what a command would print."""
    _capture.append(Captured())
    try:
        yield _capture[-1]
    finally:
        _capture.pop()


def capture() -> Captured | None:
    """Return what receives the page of the running command; None if it is for a user."""
    return _capture[-1] if _capture else None


def inform(text: str) -> None:
    """Write one line to standard error; if that is closed, only the exit code reports."""
    if _capture:
        _capture[-1].messages.append(printable_line(text).replace(_GLUE, " "))
        return
    if sys.stderr is None:
        return
    try:
        print(fitted(printable_line(text), sys.stderr), file=sys.stderr)  # noqa: T201 - the one place for messages
    except OSError:
        discard(sys.stderr)


def confirm(text: str) -> None:
    """Write to standard error what was written, if a terminal shows it: scripts know it from the exit code."""
    if sys.stderr and sys.stderr.isatty():
        inform(text)


def report_error(message: str) -> None:
    """Write an error in the one style of all errors, including those of Typer."""
    message = message.removesuffix(".").replace(". Did you mean", "; did you mean")
    inform(f"brief: {message[:1].lower()}{message[1:]}")


def report_faults(faults: Sequence[DossierError], each: int = MAX_REPORTED_FAULTS) -> None:
    """Write why dossiers cannot be read: some problems of `each`, and the command that lists all.

    Together there are at most MAX_REPORTED_FAULTS problems.
    """
    left = MAX_REPORTED_FAULTS
    for fault in faults:
        shown = fault.problems[: min(left, each)]
        left -= len(shown)
        for problem in shown:
            inform(str(problem))
        more = ""
        if len(shown) < len(fault.problems):
            name = fault.problems[0].file
            command = command_line(["brief", "check", "-" if name == "<stdin>" else name])
            more = f"; {command} lists all of them"
        inform(f"brief: {fault}{more}")


def fitted(line: str, stream: TextIO, indent: str = "") -> str:
    """Return a line, for a terminal broken between words into lines that fit."""
    if stream.isatty():
        import textwrap  # noqa: PLC0415 - most runs write no message to a terminal

        width = int(os.environ.get("COLUMNS", "0"))
        width = width or os.get_terminal_size(stream.fileno()).columns or _DEFAULT_WIDTH
        line = textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return line.replace(_GLUE, " ")


def command_line(words: Iterable[str]) -> str:
    """Return a command as a user can type it; `fitted` does not break it."""
    import shlex  # noqa: PLC0415 - most runs report no fault

    return shlex.join(words).replace(" ", _GLUE)


def write_out(content: str | bytes) -> None:
    """Write to standard output, text as UTF-8 in every locale, because data must not be lost."""
    sys.stdout.flush()
    left = memoryview(encoded(content))
    while left:  # without a buffer (PYTHONUNBUFFERED), a full disk takes a part and raises nothing
        left = left[sys.stdout.buffer.write(left) :]
    sys.stdout.buffer.flush()


def discard(stream: TextIO) -> None:
    """Drop the unwritten rest of a stream, which Python would try to write at its end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def shown_in_pager(text: str) -> bool:
    """Show a text that is longer than the screen in a pager; return whether it was shown."""
    from briefcli.cli import pager  # noqa: PLC0415 - a pipe needs none

    sys.stdout.flush()
    return pager.show(encoded(text))


@contextmanager
def paged() -> Iterator[None]:
    """Show what other code prints, such as help, in a pager if it is longer than the screen."""
    screen = sys.stdout
    if not screen.isatty():
        yield
        return
    captured = _CapturedTerminal(screen.encoding)
    with redirect_stdout(captured):
        yield
    if not shown_in_pager(captured.getvalue()):
        write_out(captured.getvalue())


class WithHelp:
    """A command whose help is shown in a pager if it is longer than the screen, and is plain lines in a pipe."""

    rich_markup_mode: Any

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help; on a narrow screen without tables, which would cut the names of options.

        In a pipe each option is one line, unless COLUMNS limits it, so that grep finds it whole.
        """
        screen = sys.stdout.isatty()
        width = shutil.get_terminal_size((_DEFAULT_WIDTH if screen else _UNLIMITED, 0)).columns
        plain = not screen or width < _MIN_HELP_WIDTH
        self.rich_markup_mode = None if plain else "rich"
        if plain:
            formatter.width = width
            if not _MIN_HELP_WIDTH <= width < _UNLIMITED:  # long names are above their texts, or none is
                formatter.write_dl = partial(formatter.write_dl, col_max=width // 4)
        with paged():
            super().format_help(ctx, formatter)  # type: ignore[misc]
            if plain:
                print(formatter.getvalue(), end="")  # noqa: T201 - otherwise printed after the pager has ended
                formatter.buffer.clear()


class _CapturedTerminal(io.StringIO):
    """A buffer that reports to be a terminal with an encoding, so that Rich prints as for one."""

    encoding = "utf-8"

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self.encoding = encoding

    def isatty(self) -> bool:
        """Return True."""
        return True
