"""Where a page goes: picks the format and opens the stream late, when the whole text is there."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from briefcli.characters import printable
from briefcli.errors import UsageError, unknown_value
from briefcli.render import Format, Screen, render

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def emit(page: Page, form: Format | None, output: Path | None, possible: Sequence[Format]) -> None:
    """Write a page to a file or to standard output.

    The format is the one asked for; else the file's suffix tells; else it is a table on a
    terminal, and in a pipe TSV for a listing and Markdown for a brief.

    Raises:
        UsageError: the suffix is of no possible format, or the file cannot be written.
    """
    piped = Format.TSV if Format.TSV in possible else Format.MD
    if output is not None:
        write_file(output, render(page, form or _told_by(output, possible), Screen()))
        return
    chosen = form or (Format.TABLE if sys.stdout.isatty() else piped)
    write_out(render(page, chosen, _screen()))


def write_out(text: str) -> None:
    """Write text to standard output, as UTF-8 whatever the locale, for data must not be lost."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all; what stood there stays until the new text is on the disk.

    Raises:
        UsageError: the file cannot be written.
    """
    temporary: str | None = None
    try:
        target = path.resolve()
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        _keep_mode(target, temporary)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        msg = f"{path} cannot be written: {error.strerror or error}"
        raise UsageError(msg) from error


def tell(text: str) -> None:
    """Say something to the user, on standard error."""
    if sys.stderr is not None:
        print(printable(text), file=sys.stderr)  # noqa: T201 - the one place that talks


def _keep_mode(target: Path, temporary: str) -> None:
    """Give the new file the permissions of the old one, or those that any new file gets."""
    if target.exists():
        shutil.copymode(target, temporary)
    else:
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)


def _told_by(output: Path, possible: Sequence[Format]) -> Format:
    form = _SUFFIXES.get(output.suffix.lower())
    if form is None or form not in possible:
        suffixes = [suffix for suffix, known in _SUFFIXES.items() if known in possible]
        raise unknown_value("suffix", output.suffix or str(output), suffixes)
    return form


def _screen() -> Screen:
    """Return what standard output can show, by NO_COLOR, FORCE_COLOR, COLUMNS, TERM and its encoding."""
    terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    colour = not os.environ.get("NO_COLOR") and (terminal or bool(os.environ.get("FORCE_COLOR")))
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return Screen(
        width=max(1, shutil.get_terminal_size().columns),
        colour=colour,
        links=terminal,
        unicode=encoding == "utf8",
    )
