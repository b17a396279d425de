"""The briefs: pages that say several things at once."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec import structs

from briefcli.cli import completion
from briefcli.cli.hints import tell_broken, tell_if_nothing, what_words_would_find
from briefcli.cli.options import (
    LISTING_FORMATS,
    PAGE_FORMATS,
    ChangeFilters,
    CountryFilters,
    OneDossier,
    PageOutput,
    RecordFilters,
    RowsOutput,
    SeveralDossiers,
    StanceFilters,
    SummaryFilters,
    choice,
)
from briefcli.cli.output import emit, tell
from briefcli.dossier import queries
from briefcli.dossier.changes import changes as changes_in
from briefcli.dossier.texts import parse_words
from briefcli.errors import UsageError
from briefcli.pages.changes import changes_page
from briefcli.pages.compare import compare_page
from briefcli.pages.country import country_pages
from briefcli.pages.matrix import By, matrix_page
from briefcli.pages.search import search_page
from briefcli.pages.summary import summary_page


def summary(asked: SummaryFilters, out: PageOutput, of: OneDossier) -> None:
    """Say what a dossier is about and what stands in it.

    Examples:
        brief summary
        brief summary --as-of 2025-02-17
        brief summary -f json | jq .counts
    """
    known, filters = of.load(), asked.filters()
    emit(summary_page(known, filters), out, PAGE_FORMATS)
    tell_if_nothing(known, queries.everything, filters)


def country(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Name or ISO code.", autocompletion=completion.countries)
    ],
    asked: CountryFilters,
    out: PageOutput,
    of: SeveralDossiers,
) -> None:
    """Say all that dossiers know of one country, on one page.

    Examples:
        brief country japan
        brief country JP -f json | jq .stance.grade
        brief country pakistan -d all -o pakistan.md
    """
    shelf, filters = of.load(), asked.filters()
    known = [one for _, one in shelf.dossiers]
    emit(country_pages(known, name, filters), out, PAGE_FORMATS)
    for one in known:
        if queries.has_country(one, name):
            found = structs.replace(filters, country=(name,), history=True)
            tell_if_nothing(one, queries.everything, found, fixed={"country"})
    tell_broken(shelf.broken)


def changes(asked: ChangeFilters, out: RowsOutput, of: OneDossier) -> None:
    """Say what changed since a day, country by country, the newest first.

    Examples:
        brief changes --since 2025-02-18
        brief changes --since 2025 --until 2025-02 -c japan
        brief changes --since 2025 -f json | jq '.[] | [.date, .change]'
    """
    if asked.since is None:
        msg = "changes needs --since DATE"
        raise UsageError(msg)
    known, filters = of.load(), asked.filters()
    emit(changes_page(known, filters, out.shape()), out, LISTING_FORMATS)
    if not changes_in(known, filters):
        until = f" until {asked.until}" if asked.until else ""
        tell(f"Nothing changed in {known.id} since {asked.since}{until}.")
        if filters.active().keys() - {"since", "until"}:
            tell_if_nothing(known, changes_in, filters, fixed={"since"})


def compare(
    names: Annotated[
        list[str],
        typer.Argument(metavar="COUNTRY...", help="Two to six countries.", autocompletion=completion.countries),
    ],
    asked: CountryFilters,
    out: PageOutput,
    of: OneDossier,
) -> None:
    """Put two to six countries side by side.

    Examples:
        brief compare japan china
        brief compare us pakistan china --as-of 2025-02
        brief compare japan china -f json | jq '.countries[] | [.country, .level]'
    """
    known, filters = of.load(), asked.filters()
    emit(compare_page(known, names, filters), out, PAGE_FORMATS)
    named = structs.replace(filters, country=tuple(names))
    tell_if_nothing(known, queries.everything, named, fixed={"country"})


def matrix(
    asked: StanceFilters,
    out: RowsOutput,
    of: OneDossier,
    by: Annotated[
        By,
        typer.Option(
            "--by",
            metavar="WHAT",
            parser=choice(*By),
            help="concerns or sectors.",
            autocompletion=completion.words(By),
        ),
    ] = By.CONCERNS,
) -> None:
    """Show which country has which concern, or cooperates in which sector.

    Examples:
        brief matrix
        brief matrix --by sectors
        brief matrix --min-level talks -f csv
    """
    known, filters = of.load(), asked.filters()
    emit(matrix_page(known, filters, by, out.shape()), out, LISTING_FORMATS)
    tell_if_nothing(known, queries.stances, filters)


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="Words; in quotes, a phrase.")],
    asked: RecordFilters,
    out: RowsOutput,
    of: OneDossier,
) -> None:
    """Find the records and sources that have all of some words, in any case, with or without accents.

    Examples:
        brief search scholarship
        brief search "human rights" education -c japan
        brief search nazari -f json | jq '.[] | [.kind, .record, .fields]'
    """
    known, filters, sought = of.load(), asked.filters(), parse_words(words)
    emit(search_page(known, filters, sought, out.shape()), out, LISTING_FORMATS)
    if not queries.search(known, filters, sought):
        tell(what_words_would_find(known, filters, sought))
