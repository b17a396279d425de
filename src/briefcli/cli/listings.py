"""The commands of listings that need no more than their declaration."""

from __future__ import annotations

import inspect
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import structs

from briefcli.cli.dossiers import Dossiers, resolve_all
from briefcli.cli.hints import explain_no_match, has_some, naming_newer, selected
from briefcli.cli.options import ExitCode, ListingOutput, RowsOutput, SourcesOutput, filters_of
from briefcli.cli.output import chosen_form, emit, exit_if_rows
from briefcli.cli.streams import inform
from briefcli.dossier.dates import in_words
from briefcli.dossier.filters import Filters
from briefcli.dossier.kinds import RECORD_KINDS
from briefcli.dossier.words import only_about
from briefcli.pages.registry import LISTINGS
from briefcli.render import TABLE

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDE = Annotated[
    bool,
    typer.Option(
        "--wide",
        help="Also show concerns and, on a terminal, the level over time (rows may wrap).",
        show_default=False,
        rich_help_panel="Output",
    ),
]


#: The flags of some of these commands.
_FLAGS: dict[str, Any] = {"wide": _WIDE, "exit_code": ExitCode}


def events(
    filters: Annotated[Filters, filters_of("events")],
    out: ListingOutput,
    which: Dossiers,
    *,
    upcoming: Annotated[
        bool, typer.Option("--upcoming", help="Only events on or after today (see --today), soonest first.")
    ] = False,
) -> None:
    """Run `brief events`; its help is in the declaration of the listing."""
    from briefcli.dossier import queries  # noqa: PLC0415 - the other listings need none of it

    spec = LISTINGS["events"]
    select = queries.upcoming if upcoming else spec.found
    with which.opened(only_about(filters)) as dossiers:
        selection = resolve_all(dossiers, filters)
        page = spec.listing(selection, out.listing_options(), upcoming=upcoming)
        emit(page, out, naming_newer(which, selection, select))
        if not page.table.rows and upcoming and selected(dossiers, spec.found, filters):
            there = which.elsewhere(partial(has_some, select, filters))
            inform(f"No event on or after {in_words(str(filters.today))} is recorded. {there}".rstrip())
        elif not page.table.rows:
            explain_no_match(which, dossiers, select, filters)


def votes(
    filters: Annotated[Filters, filters_of("votes")],
    out: ListingOutput,
    which: Dossiers,
    *,
    ballots: Annotated[
        bool, typer.Option("--ballots", help="List how each country voted: one row per country and vote.")
    ] = False,
) -> None:
    """Run `brief votes`; its help is in the declaration of the listing."""
    from briefcli.dossier import queries  # noqa: PLC0415 - the other listings need none of it

    spec = LISTINGS["votes"]
    with which.opened() as dossiers:
        page = spec.listing(resolve_all(dossiers, filters), out.listing_options(), ballots=ballots)
        emit(page, out)
        if not page.table.rows:
            explain_no_match(which, dossiers, queries.ballots if ballots else spec.found, filters)


def command_of(listing: str) -> Callable[..., None]:
    """Return the command of a listing."""
    spec = LISTINGS[listing]
    of_records = any(kind.command == listing for kind in RECORD_KINDS)

    def show(
        filters: Filters, out: RowsOutput, which: Dossiers, *, wide: bool = False, exit_code: bool = False
    ) -> None:
        with which.opened(() if spec.needs_whole_dossier else only_about(filters)) as dossiers:
            tracks = wide and chosen_form(out) is TABLE
            options = structs.replace(out.listing_options(), wide=wide, tracks=tracks)
            selection = resolve_all(dossiers, filters)
            page = spec.listing(selection, options)
            emit(page, out, naming_newer(which, selection, spec.found) if of_records else None)
            if not page.table.rows:
                explain_no_match(which, dossiers, spec.found, filters)
        exit_if_rows(page, wanted=exit_code)

    output = (
        SourcesOutput if "csl" in spec.options else ListingOutput if "evidence" in spec.options else RowsOutput
    )
    parameters: dict[str, Any] = {
        "filters": Annotated[Filters, filters_of(listing)],
        "out": output,
        "which": Dossiers,
        **{name: option for name, option in _FLAGS.items() if name in spec.options},
    }
    show.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=False if name in _FLAGS else inspect.Parameter.empty,
                annotation=annotation,
            )
            for name, annotation in parameters.items()
        ]
    )
    show.__name__ = listing
    return show
