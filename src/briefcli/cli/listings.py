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
from briefcli.pages.registry import LISTINGS, Late
from briefcli.render import TABLE

if TYPE_CHECKING:
    from collections.abc import Callable


def _flag(name: str, help_text: str, **more: Any) -> Any:
    return Annotated[bool, typer.Option(name, help=help_text, show_default=False, **more)]


#: The flags of some of these commands.
_FLAGS: dict[str, Any] = {
    "upcoming": _flag("--upcoming", "Only events on or after today (see --today), soonest first."),
    "ballots": _flag("--ballots", "List how each country voted: one row per country and vote."),
    "wide": _flag(
        "--wide",
        "Also show concerns and, on a terminal, the level over time (rows may wrap).",
        rich_help_panel="Output",
    ),
    "exit_code": ExitCode,
}
#: What these flags list in place of the records.
_OF_EXTRAS = {"upcoming": "upcoming events", "ballots": "ballots"}


def command_of(listing: str) -> Callable[..., None]:
    """Return the command of a listing. Its `extras` select other rows, which a query of that name finds."""
    spec = LISTINGS[listing]
    of_records = any(kind.command == listing for kind in RECORD_KINDS)

    def show(
        filters: Filters,
        out: RowsOutput,
        which: Dossiers,
        *,
        wide: bool = False,
        exit_code: bool = False,
        **extras: bool,
    ) -> None:
        with which.opened(() if spec.needs_whole_dossier else only_about(filters)) as dossiers:
            tracks = wide and chosen_form(out) is TABLE
            typed = tuple(which.dossier or ())
            options = structs.replace(out.listing_options(), wide=wide, tracks=tracks, dossiers=typed)
            selection = resolve_all(dossiers, filters)
            page = spec.listing(selection, options, **extras)
            other = next((name for name, chosen in extras.items() if chosen), None)
            select = Late("dossier.queries", other)() if other else spec.found
            names_newer = of_records and not extras.get("ballots")
            emit(page, out, naming_newer(which, selection, select) if names_newer else None)
            if not page.table.rows and extras.get("upcoming") and selected(dossiers, spec.found, filters):
                there = which.elsewhere(partial(has_some, select, filters))
                inform(f"No event on or after {in_words(str(filters.today))} is recorded. {there}".rstrip())
            elif not page.table.rows:
                what = _OF_EXTRAS.get(other or "") or next(
                    (kind.heading.lower() for kind in RECORD_KINDS if kind.command == listing), listing
                )
                explain_no_match(which, dossiers, select, filters, what=what)
        exit_if_rows(page, wanted=exit_code)

    output = (
        SourcesOutput if "csl" in spec.options else ListingOutput if "evidence" in spec.options else RowsOutput
    )
    flags = {name: _FLAGS[name] for name in (*spec.extras, *spec.options) if name in _FLAGS}
    fixed = {"filters": Annotated[Filters, filters_of(listing)], "out": output, "which": Dossiers}
    show.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                name,
                inspect.Parameter.KEYWORD_ONLY,
                default=False if name in flags else inspect.Parameter.empty,
                annotation=annotation,
            )
            for name, annotation in {**fixed, **flags}.items()
        ]
    )
    show.__name__ = listing
    return show
