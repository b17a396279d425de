"""The briefs: pages that say several things at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import structs

from briefcli.cli import completion
from briefcli.cli.options import PAGE_FORMATS, CountryFilters, Dossier, PageOutput, SummaryFilters, grouped
from briefcli.cli.output import emit, tell_if_nothing
from briefcli.dossier import catalogue, queries
from briefcli.pages.country import country_page
from briefcli.pages.summary import summary_page

if TYPE_CHECKING:
    from collections.abc import Callable


@grouped
def summary(asked: SummaryFilters, out: PageOutput, dossier: Dossier = catalogue.DEFAULT) -> None:
    """Say what a dossier is about and what stands in it.

    Examples:
        brief summary
        brief summary --as-of 2025-02-17
        brief summary -f json | jq .counts
    """
    known = catalogue.load(dossier)
    emit(summary_page(known, asked.filters()), out.form, out.output, PAGE_FORMATS)
    tell_if_nothing(known, queries.everything, asked.filters())


@grouped
def country(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Name or ISO code.", autocompletion=completion.countries)
    ],
    asked: CountryFilters,
    out: PageOutput,
    dossier: Dossier = catalogue.DEFAULT,
) -> None:
    """Say all that a dossier knows of one country, on one page.

    Examples:
        brief country japan
        brief country JP -f json | jq .stance.grade
        brief country pakistan -o pakistan.md
    """
    known = catalogue.load(dossier)
    emit(country_page(known, name, asked.filters()), out.form, out.output, PAGE_FORMATS)
    tell_if_nothing(known, queries.everything, structs.replace(asked.filters(), country=(name,)))


COMMANDS: dict[str, Callable[..., None]] = {"summary": summary, "country": country}
