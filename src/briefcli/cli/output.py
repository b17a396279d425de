"""Write a page: choose its format and its stream, which is opened when the whole text is there."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import typer
from msgspec import structs

from briefcli.cli.streams import capture, confirm, inform, shown_in_pager, write_out
from briefcli.cli.writing import is_stream, write_file
from briefcli.errors import UsageError
from briefcli.page import Brief, Listing
from briefcli.render import TABLE, render
from briefcli.render.form import RenderOptions
from briefcli.wording import listed, unknown_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from briefcli.cli.options import BriefOutput, RowsOutput
    from briefcli.page import Page
    from briefcli.render.form import Form

#: The greatest width of a page. COLUMNS may contain any number, and a bar is as long as the screen is wide.
_MAX_WIDTH = 10_000


def emit(page: Page, out: BriefOutput | RowsOutput, finish: Callable[[Page], Page] | None = None) -> None:
    """Write a page to the file of -o or to standard output; `finish` completes one that is more than its rows.

    The format is that of -f, otherwise that of the file's suffix. Without both it is a table on a terminal; in a
    pipe it is TSV for a listing and Markdown for a brief.

    Raises:
        UsageError: the suffix is of no possible format, the file cannot be written, or the format is none
            for spreadsheets.
    """
    if captured := capture():
        captured.page = finish(page) if finish else page
        return
    form = chosen_form(out)
    for option in ("spreadsheet_safe", "bom", "template"):
        if getattr(out, option) and option not in form.takes:
            able = " and ".join(each.name for each in out.forms if option in each.takes)
            msg = f"--{option.replace('_', '-')} is for {able}, not for {form}"
            raise UsageError(msg)
    only_rows = form.rows_alone and not (form.by_dossier and isinstance(page, Brief))
    if finish and not only_rows:
        page = finish(page)
    options = structs.replace(
        RenderOptions() if out.output else _terminal(),
        header=not out.no_header,
        spreadsheet_safe=out.spreadsheet_safe,
        bom=out.bom,
        template=out.template,
        author=getattr(out, "author", ""),
        marking=getattr(out, "marking", ""),
    )
    written = render(page, form, options)
    if only_rows:
        _report_beside_rows(page)
    _write(written, form, out)
    if only_rows and isinstance(page, Listing) and page.about.incomplete and page.table.rows:
        where = f"{page.about.dossiers[0]}: " if len(page.about.dossiers) == 1 else ""
        inform(f"{where}{'. '.join(page.about.coverage)}.")


def exit_if_rows(page: Listing, *, wanted: bool) -> None:
    """Leave with exit code 1 if a listing has rows and --exit-code is given.

    Raises:
        typer.Exit: it has.
    """
    if wanted and page.table.rows:
        raise typer.Exit(1)


def chosen_form(out: BriefOutput | RowsOutput) -> Form:
    """Return the format of -f or of the file of -o, else that of a terminal or a pipe.

    Raises:
        UsageError: the suffix is of no possible format.
    """
    if out.form:
        return out.form
    if out.output:
        return form_of(out.output, out.forms, out.piped)
    return TABLE if sys.stdout.isatty() else out.piped


def form_of(output: Path, possible: Sequence[Form], piped: Form) -> Form:
    """Return the format of a file's suffix; for a stream without one, that of a pipe.

    Raises:
        UsageError: the suffix is of no possible format.
    """
    forms = {suffix: form for form in possible for suffix in form.suffixes}
    if form := forms.get(output.suffix.lower()):
        return form
    if is_stream(output):
        return piped
    from briefcli.cli.rewriting import writing  # noqa: PLC0415 - only for an error

    if msg := writing(output.suffix.lower(), sys.argv[1:]):
        raise UsageError(msg)
    raise unknown_suffix(output, [suffix[1:] for suffix in forms])


def unknown_suffix(output: Path, possible: Sequence[str]) -> UsageError:
    """Return the error for a file with no suffix or one of no format; it lists the possible ones."""
    if output.is_dir():
        return UsageError(f"{output} is a folder; name a file in it. Possible extensions: {listed(possible)}")
    if output.suffix:
        return unknown_value("file extension", output.suffix[1:], possible)
    return UsageError(f"{output} has no file extension, which sets the format. Possible: {listed(possible)}")


def warn_odd_suffix(output: Path, form: Form, possible: Iterable[Form]) -> None:
    """Warn that the suffix of a file is that of another format than the selected one."""
    for other in possible:
        if other is not form and output.suffix.lower() in other.suffixes:
            inform(f"{output} is written as {form}, although {output.suffix} is an extension of {other}.")


def save(path: Path, content: str | bytes) -> None:
    """Write the file of -o, and confirm it on a terminal.

    Raises:
        UsageError: the file cannot be written.
    """
    write_file(path, content)
    if not is_stream(path):
        confirm(f"Wrote {path}.")


def _write(written: str | bytes, form: Form, out: BriefOutput | RowsOutput) -> None:
    """Write what was rendered to the file of -o, to a terminal or to a pipe.

    Raises:
        UsageError: the file cannot be written, or the format is none for a terminal.
    """
    if out.output:
        save(out.output, written)
        if form.suffixes:
            warn_odd_suffix(out.output, form, out.forms)
        return
    if sys.stdout.isatty():
        if isinstance(written, bytes):
            msg = f"{form} is binary; write it to a file: -o brief{form.suffixes[0]}"
            raise UsageError(msg)
        if not out.no_pager and shown_in_pager(written):
            return
    write_out(written)


def _report_beside_rows(page: Page) -> None:
    """Report what rows have no place for: requested countries without a record, and the notice of a listing."""
    pages = (page, *page.pages) if isinstance(page, Brief) else (page,)
    for one in pages:
        if one.about.missing or any(group.complete_from for group in one.about.groups):
            from briefcli.render.blocks import missing_in_words  # noqa: PLC0415 - most pages have all that was requested

            dossier = f"{one.about.dossiers[0]}: " if len(pages) > 2 else ""
            inform(f"{dossier}{missing_in_words(one.about)}")
    if isinstance(page, Listing) and page.notice:
        inform(page.notice)


def _terminal() -> RenderOptions:
    """Return what standard output can show, from NO_COLOR, FORCE_COLOR, COLUMNS and its encoding."""
    terminal = sys.stdout.isatty()
    colour = not os.environ.get("NO_COLOR") and (terminal or bool(os.environ.get("FORCE_COLOR")))
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return RenderOptions(
        width=min(max(1, shutil.get_terminal_size().columns), _MAX_WIDTH),
        colour=colour,
        links=terminal,
        unicode=encoding == "utf8",
    )
