"""Where a page goes: picks the format and opens the stream late, when the whole text is there."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import contextmanager, redirect_stdout
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

from msgspec import structs

from briefcli.characters import printable_line
from briefcli.cli.writing import encoded, is_stream, write_file
from briefcli.errors import UsageError, listed, unknown_value
from briefcli.render import TABLE, render
from briefcli.render.form import RenderOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from briefcli.cli.options import BriefOutput, RowsOutput
    from briefcli.errors import DossierError
    from briefcli.export.target import Target
    from briefcli.page import Page
    from briefcli.render.form import Form

#: No screen is wider; COLUMNS may say anything, and a bar is as long as the screen is wide.
_WIDEST = 10_000
#: How many faults of dossiers or tables are message where another command than `check` asked for them.
MAX_REPORTED_FAULTS = 20
#: How wide a terminal is that does not say it.
_USUAL = 80
#: How wide a screen must be for the tables of the help.
_FITS_HELP = 70
#: What stands for a space where no line may end.
_GLUE = "\N{NO-BREAK SPACE}"


def emit(page: Page, out: BriefOutput | RowsOutput) -> None:
    """Write a page to where it is wanted: a file or standard output.

    The format is the one asked for; else the file's suffix tells; else it is a table on a
    terminal, and in a pipe TSV for a listing and Markdown for a brief.

    Raises:
        UsageError: the suffix is of no possible format, the file cannot be written, or the format is none
            for spreadsheets.
    """
    if out.form:
        form = out.form
    elif out.output:
        form = form_of(out.output, out.forms, out.piped)
    else:
        form = TABLE if sys.stdout.isatty() else out.piped
    for option in ("spreadsheet_safe", "bom"):
        if getattr(out, option) and option not in form.takes:
            able = " and ".join(each.name for each in out.forms if option in each.takes)
            msg = f"--{option.replace('_', '-')} is for {able}, not for {form}"
            raise UsageError(msg)
    options = structs.replace(
        RenderOptions() if out.output else _terminal(),
        header=not out.no_header,
        spreadsheet_safe=out.spreadsheet_safe,
        bom=out.bom,
    )
    written = render(page, form, options)
    if out.output:
        hand_over(out.output, written)
        if form.suffixes:
            warn_odd_suffix(out.output, form, out.forms)
        return
    if sys.stdout.isatty():
        if isinstance(written, bytes):
            msg = f"{form} is nothing to read on a terminal; write a file with -o brief{form.suffixes[0]}"
            raise UsageError(msg)
        if not out.no_pager and _paged(written):
            return
    write_out(written)


def form_of(output: Path, possible: Sequence[Form], piped: Form) -> Form:
    """Return the format that the suffix of a file tells; a stream without one gets what a pipe gets.

    Raises:
        UsageError: the suffix is of no possible format.
    """
    forms = {suffix: form for form in possible for suffix in form.suffixes}
    if form := forms.get(output.suffix.lower()):
        return form
    if is_stream(output):
        return piped
    raise unknown_suffix(output, [suffix[1:] for suffix in forms])


def unknown_suffix(output: Path, possible: Sequence[str]) -> UsageError:
    """Return that the suffix of a file tells no format, or that it has none, and which there are."""
    if output.suffix:
        return unknown_value("suffix", output.suffix[1:], possible)
    return UsageError(f"{output} has no suffix, which would tell the format. Possible: {listed(possible)}")


def warn_odd_suffix(output: Path, form: Form | Target, possible: Iterable[Form | Target]) -> None:
    """Say where the suffix of a file is that of another format than the one that was asked for."""
    for other in possible:
        if other is not form and output.suffix.lower() in other.suffixes:
            inform(f"{output} is written as {form}, although {output.suffix} is a suffix of {other}.")


def hand_over(path: Path, content: str | bytes) -> None:
    """Write a file that was asked for, and say so where a person looks on.

    Raises:
        UsageError: the file cannot be written.
    """
    write_file(path, content)
    if sys.stderr and sys.stderr.isatty() and not is_stream(path):
        inform(f"Wrote {path}.")


def write_out(content: str | bytes) -> None:
    """Write to standard output, text as UTF-8 whatever the locale, for data must not be lost."""
    sys.stdout.flush()
    left = memoryview(encoded(content))
    while left:  # without a buffer of Python's (PYTHONUNBUFFERED), a full disk takes a part and says nothing
        left = left[sys.stdout.buffer.write(left) :]
    sys.stdout.buffer.flush()


@contextmanager
def paged() -> Iterator[None]:
    """Show what something else prints, such as help, in a pager where it is longer than the screen."""
    screen = sys.stdout
    if not screen.isatty():
        yield
        return
    shown = _Screen(screen.encoding)
    with redirect_stdout(shown):
        yield
    if not _paged(shown.getvalue()):
        write_out(shown.getvalue())


class WithHelp:
    """A command whose help a pager shows where it is longer than the screen."""

    rich_markup_mode: Any

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help, on a screen too narrow for tables without them, for they cut the names of options."""
        width = shutil.get_terminal_size().columns
        narrow = width < _FITS_HELP
        self.rich_markup_mode = None if narrow else "rich"
        if narrow:
            formatter.width = width  # and long names stand above their texts
            formatter.write_dl = partial(formatter.write_dl, col_max=width // 4)
        with paged():
            super().format_help(ctx, formatter)  # type: ignore[misc]
            if narrow:
                print(formatter.getvalue(), end="")  # noqa: T201 - else it is printed when the pager is gone
                formatter.buffer.clear()


class _Screen(io.StringIO):
    """What is shown on a terminal, for those who ask whether it is one and of which encoding."""

    encoding = "utf-8"

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self.encoding = encoding

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return True


def _paged(text: str) -> bool:
    """Show a text in a pager, and return whether that was done."""
    from briefcli.cli import pager  # noqa: PLC0415 - a pipe has no need of it

    sys.stdout.flush()
    return pager.show(encoded(text))


def inform(text: str) -> None:
    """Say something in one line, on standard error; where nobody can hear it, the exit code must do."""
    if sys.stderr is None:
        return
    try:
        print(fitted(printable_line(text), sys.stderr), file=sys.stderr)  # noqa: T201 - the one place that talks
    except OSError:
        discard(sys.stderr)


def fitted(line: str, stream: TextIO, indent: str = "") -> str:
    """Return a line as it is; for a terminal, which would break it within its words, in lines that fit."""
    if stream.isatty():
        import textwrap  # noqa: PLC0415 - mostly there is nothing to say, or nobody reads it

        width = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size(stream.fileno()).columns or _USUAL
        line = textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return line.replace(_GLUE, " ")


def report_error(message: str) -> None:
    """Say what went wrong, in the one style of all errors, those of Typer among them."""
    message = message.removesuffix(".").replace(". Did you mean", "; did you mean")
    inform(f"brief: {message[:1].lower()}{message[1:]}")


def command_line(words: Iterable[str]) -> str:
    """Return a command as it can be typed, which stays in one line."""
    import shlex  # noqa: PLC0415 - mostly there is no fault

    return shlex.join(words).replace(" ", _GLUE)


def report_faults(faults: Sequence[DossierError]) -> None:
    """Say why dossiers cannot be read: so many of their problems, and where the others are message."""
    left = MAX_REPORTED_FAULTS
    for fault in faults:
        shown = fault.problems[:left]
        left -= len(shown)
        for problem in shown:
            inform(str(problem))
        more = ""
        if len(shown) < len(fault.problems):
            name = fault.problems[0].file
            command = command_line(["brief", "check", "-" if name == "<stdin>" else name])
            more = f"; {command} tells all of them"
        inform(f"brief: {fault}{more}")


def discard(stream: TextIO) -> None:
    """Lose what is left to be written to a stream; Python would try again at its end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _terminal() -> RenderOptions:
    """Return what standard output can show, by NO_COLOR, FORCE_COLOR, COLUMNS, TERM and its encoding."""
    terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    colour = not os.environ.get("NO_COLOR") and (terminal or bool(os.environ.get("FORCE_COLOR")))
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return RenderOptions(
        width=min(max(1, shutil.get_terminal_size().columns), _WIDEST),
        colour=colour,
        links=terminal,
        unicode=encoding == "utf8",
    )
