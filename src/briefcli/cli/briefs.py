"""The briefs: pages that say several things at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from briefcli.cli import completion
from briefcli.cli.options import PAGE_FORMATS, CountryFilters, Dossier, PageOutput, SummaryFilters, grouped
from briefcli.cli.output import emit
from briefcli.dossier import catalogue
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
    page = summary_page(catalogue.load(dossier), asked.filters())
    emit(page, out.form, out.output, PAGE_FORMATS)


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
    page = country_page(catalogue.load(dossier), name, asked.filters())
    emit(page, out.form, out.output, PAGE_FORMATS)


COMMANDS: dict[str, Callable[..., None]] = {"summary": summary, "country": country}
