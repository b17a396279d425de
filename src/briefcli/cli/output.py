"""Where a page goes: picks the format and opens the stream late, when the whole text is there."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, TextIO

from msgspec import structs

from briefcli.characters import printable_line
from briefcli.cli.writing import is_stream, utf8, write_file
from briefcli.errors import UsageError, unknown_value
from briefcli.render import Format, Manner, render

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefcli.cli.options import PageOutput, RowsOutput
    from briefcli.page import Page

_SUFFIXES = {
    ".txt": Format.TABLE,
    ".tsv": Format.TSV,
    ".csv": Format.CSV,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".yaml": Format.YAML,
    ".yml": Format.YAML,
    ".md": Format.MD,
    ".html": Format.HTML,
}
#: No screen is wider; COLUMNS may say anything, and a bar is as long as the screen is wide.
_WIDEST = 10_000


def emit(page: Page, out: PageOutput | RowsOutput, possible: Sequence[Format]) -> None:
    """Write a page to where it is wanted: a file or standard output.

    The format is the one asked for; else the file's suffix tells; else it is a table on a
    terminal, and in a pipe TSV for a listing and Markdown for a brief.

    Raises:
        UsageError: the suffix is of no possible format, the file cannot be written, or the format is none
            for spreadsheets.
    """
    piped = Format.TSV if Format.TSV in possible else Format.MD
    told = told_by(out.output, possible, piped) if out.output is not None and out.form is None else None
    chosen = out.form or told or (Format.TABLE if sys.stdout.isatty() else piped)
    if out.spreadsheet_safe and chosen not in {Format.TSV, Format.CSV}:
        msg = f"--spreadsheet-safe is for tsv and csv, not for {chosen}"
        raise UsageError(msg)
    rows = {"header": not out.no_header, "spreadsheet_safe": out.spreadsheet_safe}
    if out.output is not None:
        write_file(out.output, render(page, chosen, Manner(**rows)))
    else:
        write_out(render(page, chosen, structs.replace(_screen(), **rows)))


def told_by(output: Path, possible: Sequence[Format], piped: Format) -> Format:
    """Return the format that the suffix of a file tells; a stream without one gets what a pipe gets.

    Raises:
        UsageError: the suffix is of no possible format.
    """
    form = _SUFFIXES.get(output.suffix.lower())
    if form is None and is_stream(output):
        return piped
    if form is None or form not in possible:
        suffixes = [suffix for suffix, known in _SUFFIXES.items() if known in possible]
        raise unknown_value("suffix", output.suffix or str(output), suffixes)
    return form


def write_out(text: str) -> None:
    """Write text to standard output, as UTF-8 whatever the locale, for data must not be lost."""
    sys.stdout.flush()
    left = memoryview(utf8(text))
    while left:  # without a buffer of Python's (PYTHONUNBUFFERED), a full disk takes a part and says nothing
        left = left[sys.stdout.buffer.write(left) :]
    sys.stdout.buffer.flush()


def tell(text: str) -> None:
    """Say something in one line, on standard error; where nobody can hear it, the exit code must do."""
    if sys.stderr is None:
        return
    try:
        print(printable_line(text), file=sys.stderr)  # noqa: T201 - the one place that talks
    except OSError:
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Lose what is left to be written to a stream; Python would try again at its end, and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _screen() -> Manner:
    """Return what standard output can show, by NO_COLOR, FORCE_COLOR, COLUMNS, TERM and its encoding."""
    terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    colour = not os.environ.get("NO_COLOR") and (terminal or bool(os.environ.get("FORCE_COLOR")))
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return Manner(
        width=min(max(1, shutil.get_terminal_size().columns), _WIDEST),
        colour=colour,
        links=terminal,
        unicode=encoding == "utf8",
    )
