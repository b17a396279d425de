"""Where a page goes: picks the format and opens the stream late, when the whole text is there."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from msgspec import structs

from briefcli.characters import printable_line
from briefcli.errors import UsageError, unknown_value
from briefcli.render import Format, Screen, render

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
_DESCRIPTORS = ("/dev/fd", "/proc/self/fd")
_STREAMS = {"/dev/stdout": "1", "/dev/stderr": "2"}


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
    if out.spreadsheet_safe:
        if chosen not in {Format.TSV, Format.CSV}:
            msg = f"--spreadsheet-safe is for tsv and csv, not for {chosen}"
            raise UsageError(msg)
        page = structs.replace(page, spreadsheet_safe=True)
    if out.output is not None:
        write_file(out.output, render(page, chosen, Screen()))
    else:
        write_out(render(page, chosen, _screen()))


def told_by(output: Path, possible: Sequence[Format], piped: Format) -> Format:
    """Return the format that the suffix of a file tells; a stream without one gets what a pipe gets.

    Raises:
        UsageError: the suffix is of no possible format.
    """
    form = _SUFFIXES.get(output.suffix.lower())
    if form is None and _is_stream(output):
        return piped
    if form is None or form not in possible:
        suffixes = [suffix for suffix, known in _SUFFIXES.items() if known in possible]
        raise unknown_value("suffix", output.suffix or str(output), suffixes)
    return form


def write_out(text: str) -> None:
    """Write text to standard output, as UTF-8 whatever the locale, for data must not be lost."""
    sys.stdout.flush()
    left = memoryview(_utf8(text))
    while left:  # without a buffer of Python's (PYTHONUNBUFFERED), a full disk takes a part and says nothing
        left = left[sys.stdout.buffer.write(left) :]
    sys.stdout.buffer.flush()


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all; what stood there stays until the new text is on the disk.

    A link stays a link, and what it leads to is written. A device, a pipe and a stream that is
    open already are written to as they are.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        if _is_stream(path):
            _write_stream(path, _utf8(text))
        else:
            _replace(path, _utf8(text))
    except BrokenPipeError:  # the reader has seen enough
        raise
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror or error}"
        raise UsageError(msg) from error


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


def _utf8(text: str) -> bytes:
    """Return UTF-8, also of the name of a file that is none."""
    return text.encode(errors="replace")


def _is_stream(path: Path) -> bool:
    """Return whether a path leads to a stream and to no file that could be replaced."""
    return _open_already(path) is not None or (path.exists() and not path.is_file() and not path.is_dir())


def _open_already(path: Path) -> int | None:
    """Return the descriptor that a name such as /dev/stdout or /dev/fd/3 stands for."""
    named = _STREAMS.get(str(path)) or (path.name if str(path.parent) in _DESCRIPTORS else "")
    return int(named) if named.isdecimal() else None


def _write_stream(path: Path, data: bytes) -> None:
    descriptor = _open_already(path)
    # A file behind a descriptor would be written from its beginning if it were opened anew.
    with path.open("wb") if descriptor is None else os.fdopen(os.dup(descriptor), "wb") as stream:
        stream.write(data)


def _replace(path: Path, data: bytes) -> None:
    """Put a new file in the place of an old one in one step.

    It is on the disk before it is in its place, for a file system may do the second first, and a
    loss of power in between would leave an empty file.
    """
    mode = _permissions(path)
    target = path.resolve()
    temporary = target.with_name(f".brief-{os.urandom(8).hex()}")
    try:
        with open(temporary, "xb", opener=_creating(0o666 if mode is None else mode)) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:  # of which the umask may have taken something
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:  # an interrupt, too
        temporary.unlink(missing_ok=True)
        raise


def _permissions(path: Path) -> int | None:
    """Return the permissions of an old file, None where there is none.

    Raises:
        OSError: it may not be written, although its folder would let it be replaced.
    """
    try:
        old = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return None
    mode = os.fstat(old).st_mode
    os.close(old)
    return stat.S_IMODE(mode)


def _creating(mode: int) -> Callable[[str, int], int]:
    """Return an opener that creates files with these permissions, so that a private one is never public."""
    return lambda name, flags: os.open(name, flags, mode)


def _screen() -> Screen:
    """Return what standard output can show, by NO_COLOR, FORCE_COLOR, COLUMNS, TERM and its encoding."""
    terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    colour = not os.environ.get("NO_COLOR") and (terminal or bool(os.environ.get("FORCE_COLOR")))
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return Screen(
        width=min(max(1, shutil.get_terminal_size().columns), _WIDEST),
        colour=colour,
        links=terminal,
        unicode=encoding == "utf8",
    )
