"""For handing on: the report."""

from __future__ import annotations

import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from briefcli.cli.hints import tell_if_nothing
from briefcli.cli.options import LADDER, RECORDS, OneDossier, output_file
from briefcli.cli.output import form_of, tell, write_out
from briefcli.cli.words import resolved
from briefcli.cli.writing import write_file
from briefcli.dossier.filters import Filters
from briefcli.errors import UsageError
from briefcli.render.webpage import HTML
from briefcli.report.matter import records


def report(
    asked: Annotated[Filters, RECORDS, LADDER],
    which: OneDossier,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", parser=output_file, help="Write this file, an HTML page."),
    ] = None,
    *,
    show: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write a whole dossier as one HTML page with a map, to read, print or send.

    Examples:
        brief report -o report.html
        brief report -d world -c japan -o japan.html
        brief report --as-of 2025-02-17 > then.html
    """
    # Jinja takes 50 ms to import, which no other command shall pay.
    from briefcli.report.document import report_text  # noqa: PLC0415

    if output is not None:
        form_of(output, (HTML,), HTML)
    elif not show and sys.stdout.isatty():
        msg = "a report is a page for a browser; write it with -o report.html, or look at it with --open"
        raise UsageError(msg)
    dossier = which.load()
    _hand_over(report_text(*resolved(dossier, asked), asked.today), output, show=show)
    tell_if_nothing(dossier, records, asked)


def _hand_over(text: str, output: Path | None, *, show: bool) -> None:
    """Write a page where it was asked for, and let a browser show it where that was asked for."""
    if output is None and not show:
        write_out(text)
        return
    path = output or _temporary()
    write_file(path, text)
    if show and not webbrowser.open(path.resolve().as_uri()):
        tell(f"No browser could be opened; {path} has the report.")
    elif output is None:
        tell(f"Wrote {path}.")


def _temporary() -> Path:
    with tempfile.NamedTemporaryFile(prefix="brief-", suffix=".html", delete=False) as file:
        return Path(file.name)
