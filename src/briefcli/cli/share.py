"""For handing on: the report, pictures, and the site of all reports."""

from __future__ import annotations

import base64
import re
import sys
import tempfile
import webbrowser
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from briefcli.cli import completion
from briefcli.cli.dossiers import AnyDossiers, OneDossier, report_broken, resolve_all
from briefcli.cli.folders import publish, write_each
from briefcli.cli.hints import explain_no_match
from briefcli.cli.options import among, file_option, filters
from briefcli.cli.output import save, unknown_suffix
from briefcli.cli.streams import confirm, inform, write_out
from briefcli.cli.writing import is_stream, write_file
from briefcli.dossier.filters import Filters
from briefcli.errors import UsageError
from briefcli.pages.registry import COUNTRY_FILTERS, LEVEL_FILTERS, RECORD_FILTERS
from briefcli.report.data import records
from briefcli.report.sheet import Kind, Size
from briefcli.shelf.catalogue import Catalogue
from briefcli.wording import counted, why_unreadable

_SUFFIXES = (".html", ".htm", ".pdf")
_LOGOS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
_MAX_LOGO = 50_000
_PICTURES = (".svg", ".png", ".pdf")
#: The width and the height of pictures that have a name, and how wide and high others may be.
_SIZES = {"wide": Size(1600, 900), "square": Size(1080, 1080)}
_LEAST, _MOST = 400, 6000
_KINDS = "A map, counts by level over time, the levels of each country over time, or one square for each country."


class Edition(StrEnum):
    """What of a report is printed."""

    SHORT = "short"
    FULL = "full"


def report(
    filters: Annotated[Filters, filters(*RECORD_FILTERS, *LEVEL_FILTERS)],
    which: OneDossier,
    output: Annotated[
        Path | None,
        file_option("Write to this file: HTML, or PDF if Chromium, Chrome or Edge is installed."),
    ] = None,
    edition: Annotated[
        Edition,
        typer.Option(
            "--print",
            metavar="short|full",
            help="What the browser prints: the summary with one line per country, or the full report.",
            **among(*Edition),
        ),
    ] = Edition.SHORT,
    *,
    show: Annotated[bool, typer.Option("--open", help="Open the report in the browser.")] = False,
) -> None:
    """Write a dossier as one HTML page with a map, to read, print or send.

    Examples:
        brief report -o report.html
        brief report -d world -c japan -o japan.html
        brief report -d world -c japan --print full -o japan.pdf
    """
    # Jinja takes 50 ms to import, which no other command shall pay.
    from briefcli.report.document import report_text  # noqa: PLC0415
    from briefcli.report.printing import pdf  # noqa: PLC0415

    if output and output.suffix.lower() == ".docx":
        from briefcli.cli.rewriting import writing  # noqa: PLC0415 - only for an error

        raise UsageError(writing(".docx", sys.argv[1:]))
    if output and output.suffix.lower() not in _SUFFIXES and not is_stream(output):
        raise unknown_suffix(output, [suffix[1:] for suffix in _SUFFIXES])
    if output is None and not show and sys.stdout.isatty():
        msg = "a report is a page for a browser; write it with -o report.html, or open it with --open"
        raise UsageError(msg)
    with which.opened() as dossiers:
        ((snapshot, query),) = resolve_all(dossiers, filters)
        page = report_text(snapshot, query, edition.value)
        _save_or_show(pdf(page) if output and output.suffix.lower() == ".pdf" else page, output, show=show)
        explain_no_match(which, dossiers, records, filters)


class Theme(StrEnum):
    """The colours of a picture."""

    LIGHT = "light"
    DARK = "dark"


def size(text: str) -> Size:
    """Return the width and the height that somebody typed."""
    found = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text.lower())
    typed = Size(int(found[1]), int(found[2])) if found else _SIZES.get(text.lower())
    if typed is None or not all(_LEAST <= side <= _MOST for side in typed):
        msg = f"{text!r} is not a size; write wide, square or WIDTHxHEIGHT, with {_LEAST} to {_MOST} pixels each"
        raise typer.BadParameter(msg)
    return typed


def chart(
    kind: Annotated[Kind, typer.Argument(metavar="map|trend|ladder|tiles", help=_KINDS, **among(*Kind))],
    filters: Annotated[Filters, filters(*RECORD_FILTERS, *LEVEL_FILTERS)],
    which: OneDossier,
    output: Annotated[
        Path | None,
        file_option(
            "Write to this file: SVG; PNG with briefcli[png]; or PDF if Chromium, Chrome or Edge is installed."
        ),
    ] = None,
    measures: Annotated[
        Size | None,
        typer.Option(
            "--size",
            metavar="SIZE",
            parser=size,
            help="wide (1600x900, the default), square (1080x1080) or WIDTHxHEIGHT, in pixels.",
            autocompletion=completion.words(_SIZES),
        ),
    ] = None,
    theme: Annotated[
        Theme, typer.Option("--theme", metavar="light|dark", help="The colours.", **among(*Theme))
    ] = Theme.LIGHT,
) -> None:
    """Draw a dossier as a picture with its main finding, a legend and the source, to show, print or send.

    Examples:
        brief chart map -d world -o map.svg
        brief chart trend -d high-seas --size square -o trend.png
        brief chart ladder -d world --region Europe --theme dark -o ladder.pdf
    """
    from briefcli.report.charts import ChartData, chart_svg, legible_size  # noqa: PLC0415 - neither report nor site needs them

    if output and output.suffix.lower() not in _PICTURES and not is_stream(output):
        raise unknown_suffix(output, [suffix[1:] for suffix in _PICTURES])
    if output is None and sys.stdout.isatty():
        msg = f"a chart is a picture; write it with -o {kind}.svg"
        raise UsageError(msg)
    with which.opened() as dossiers:
        ((snapshot, query),) = resolve_all(dossiers, filters)
        data, measures = ChartData.of(dossiers[0], snapshot, query), measures or _SIZES["wide"]
        found: str | bytes = chart_svg(kind, data, measures, theme.value)
        suffix = output.suffix.lower() if output else ""
        if suffix in {".png", ".pdf"}:
            from briefcli.report.raster import pdf_of, png  # noqa: PLC0415 - SVG does not need it

            found = png(str(found)) if suffix == ".png" else pdf_of(str(found), measures)
        if output:
            save(output, found)
        else:
            write_out(found)
        explain_no_match(which, dossiers, records, filters)
        if kind is Kind.LADDER and (legible := legible_size(data, measures, _MOST)) not in {measures, None}:
            inform(f"The names are small; to read them, write --size {legible.wide}x{legible.tall}.")


def site(
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="Folder to write: a new or empty one, or a site written earlier.",
        ),
    ],
    filters: Annotated[Filters, filters(*COUNTRY_FILTERS, "as_of", "today")],
    which: AnyDossiers,
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url",
            metavar="URL",
            help="Address at which the site will be published, so that feed and calendar contain absolute links.",
        ),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Name of the publisher.")] = None,
    logo: Annotated[
        Path | None, typer.Option("--logo", metavar="FILE", help="Logo of the publisher: SVG, PNG, JPEG or WebP.")
    ] = None,
) -> None:
    """Write or update a website about dossiers, with data, a feed and a calendar.

    Examples:
        brief site -o public
        brief site -d world -d high-seas -o public
        brief site -d world --title "Ministry" --base-url https://brief.example.org/ -o public
    """
    from briefcli.site.address import base_address  # noqa: PLC0415 - likewise
    from briefcli.site.contents import House, Site  # noqa: PLC0415 - likewise

    if str(output) == "-":
        msg = "a site is a folder; name it with -o FOLDER"
        raise UsageError(msg)
    house = House(
        title=(title or "").strip(),
        logo=_data_address(logo) if logo else "",
        base=base_address(base_url) if base_url else "",
    )
    catalogue = Catalogue(cached=not which.no_cache)
    opened = catalogue.read_all(which.entries(catalogue))
    if opened.dossiers:
        selection = resolve_all([dossier for _, dossier in opened.dossiers], filters)
        # While a dossier is broken its pages stay, so that no link to them breaks.
        contents = Site(selection, house).contents()
        fill = partial(write_each, contents)
        written, removed = publish(output, contents, fill, made_by="brief", removing=not opened.broken)
        counts = f"{counted(len(contents), 'file')}, {written} written, {removed} removed"
        confirm(f"Wrote {counted(len(selection), 'dossier')} to {output}: {counts}.")
    report_broken(opened.broken, opened.dossiers)


def _data_address(logo: Path) -> str:
    """Return a picture as a data address, so that each page contains it.

    Raises:
        UsageError: it cannot be read, is of another type, or is larger than MAX_LOGO bytes.
    """
    kind = _LOGOS.get(logo.suffix.lower())
    if kind is None:
        raise unknown_suffix(logo, [suffix[1:] for suffix in _LOGOS])
    try:
        data = logo.read_bytes()
    except OSError as error:
        raise UsageError(why_unreadable(logo, error)) from None
    if len(data) > _MAX_LOGO:
        msg = f"{logo} has {len(data):,} bytes; each page contains the logo, so it may have {_MAX_LOGO:,} at most"
        raise UsageError(msg)
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _save_or_show(text: str | bytes, output: Path | None, *, show: bool) -> None:
    """Write a report to the file of -o, to standard output or, for --open, to a file that a browser shows."""
    if output is None and not show:
        write_out(text)
        return
    path = output or _temporary()
    if output:
        save(output, text)
    else:
        write_file(path, text)
    if show and not webbrowser.open(path.resolve().as_uri()):
        inform(f"No browser could be opened; the report is {path}.")
    elif output is None:
        inform(f"The report is {path}.")


def _temporary() -> Path:
    with tempfile.NamedTemporaryFile(prefix="brief-", suffix=".html", delete=False) as file:
        return Path(file.name)
