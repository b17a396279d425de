"""The briefs: pages that say several things at once."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec import structs

from briefcli.cli import completion
from briefcli.cli.hints import tell_broken, tell_if_nothing, what_words_would_find
from briefcli.cli.options import (
    CHANGES,
    CLAIMS,
    COOPERATION,
    DATES,
    HISTORY,
    LADDER,
    RECORDS,
    BriefOutput,
    CountryOutput,
    OneDossier,
    RowsOutput,
    SeveralDossiers,
    choice,
)
from briefcli.cli.output import emit, tell
from briefcli.cli.words import codes_here, parse_words, resolved
from briefcli.dossier import queries
from briefcli.dossier.changes import changes as changes_in
from briefcli.dossier.filters import Filters
from briefcli.errors import UsageError
from briefcli.pages.changes import changes_page
from briefcli.pages.codebook import codebook_page
from briefcli.pages.compare import compare_page, then_page
from briefcli.pages.country import country_page
from briefcli.pages.matrix import By, matrix_page
from briefcli.pages.search import search_page
from briefcli.pages.several import by_dossier
from briefcli.pages.summary import summary_page


def summary(asked: Annotated[Filters, RECORDS], out: BriefOutput, which: OneDossier) -> None:
    """Say what a dossier is about and what stands in it.

    Examples:
        brief summary
        brief summary --as-of 2025-02-17
        brief summary -f json | jq .dossiers[].counts
    """
    dossier = which.load()
    page = summary_page(*resolved(dossier, asked), asked.today)
    emit(by_dossier("Summary", [(dossier, page)]), out)
    tell_if_nothing(dossier, queries.everything, asked)


def country(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Name or ISO code.", autocompletion=completion.countries)
    ],
    asked: Annotated[Filters, CLAIMS],
    out: CountryOutput,
    which: SeveralDossiers,
) -> None:
    """Say all that dossiers know of one country, on one page.

    Examples:
        brief country japan
        brief country JP -f json | jq .dossiers[].stance.grade
        brief country pakistan -d all -o pakistan.md
    """
    shelf = which.load()
    here = codes_here([dossier for _, dossier in shelf.dossiers], name)
    found = [(seen, code, wanted) for dossier, code in here for seen, wanted in [resolved(dossier, asked)]]
    pages = [
        then_page(seen, out.then, code, wanted, asked.today)
        if out.then
        else country_page(seen, code, wanted, asked.today, short=out.short)
        for seen, code, wanted in found
    ]
    if out.evidence:
        pages = [structs.replace(page, terse="") for page in pages]
    dossiers = [seen.dossier for seen, *_ in found]
    emit(by_dossier(pages[0].title, zip(dossiers, pages, strict=True)), out)
    for dossier, _ in here:
        of_country = structs.replace(asked, country=(name,), history=True)
        tell_if_nothing(dossier, queries.everything, of_country, fixed={"country"})
    tell_broken(shelf.broken)


def changes(
    asked: Annotated[Filters, RECORDS, LADDER, COOPERATION, DATES, CHANGES], out: RowsOutput, which: OneDossier
) -> None:
    """Say what changed since a day, country by country, the newest first.

    Examples:
        brief changes --since 2025-02-18
        brief changes --since 2025 --until 2025-02 -c japan
        brief changes --since 2025 -f json | jq '.[] | [.date, .change]'
    """
    if asked.since is None:
        msg = "changes needs --since DATE"
        raise UsageError(msg)
    dossier = which.load()
    seen, wanted = resolved(dossier, asked)
    page = changes_page([(seen, wanted)], out.shape())
    emit(page, out)
    if not page.table.rows and not changes_in(seen.dossier, wanted):
        until = f" until {asked.until}" if asked.until else ""
        tell(f"Nothing changed in {dossier.id} since {asked.since}{until}.")
        if asked.active().keys() - {"since", "until"}:
            tell_if_nothing(dossier, changes_in, asked, fixed={"since"})


def compare(
    names: Annotated[
        list[str],
        typer.Argument(metavar="COUNTRY...", help="Two to six countries.", autocompletion=completion.countries),
    ],
    asked: Annotated[Filters, CLAIMS],
    out: BriefOutput,
    which: OneDossier,
) -> None:
    """Put two to six countries side by side.

    Examples:
        brief compare japan china
        brief compare us pakistan china --as-of 2025-02
        brief compare japan china -f json | jq -c '.dossiers[].countries[] | [.country, .level]'
    """
    dossier = which.load()
    codes = [code for name in names for _, code in codes_here([dossier], name)]
    seen, wanted = resolved(dossier, asked)
    page = compare_page(seen, codes, wanted, asked.today)
    emit(by_dossier(page.title, [(dossier, page)]), out)
    tell_if_nothing(dossier, queries.everything, structs.replace(asked, country=tuple(names)), fixed={"country"})


def matrix(
    asked: Annotated[Filters, RECORDS, LADDER, DATES, HISTORY],
    out: RowsOutput,
    which: OneDossier,
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
    dossier = which.load()
    page = matrix_page(*resolved(dossier, asked), by, out.shape())
    emit(by_dossier(page.title, [(dossier, page)]), out)
    tell_if_nothing(dossier, queries.stances, asked)


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="Words; in quotes, a phrase.")],
    asked: Annotated[Filters, RECORDS, DATES],
    out: RowsOutput,
    which: OneDossier,
) -> None:
    """Find the records and sources that have all of some words, in any case, with or without accents.

    Examples:
        brief search scholarship
        brief search "human rights" education -c japan
        brief search nazari -f json | jq '.[] | [.kind, .record, .fields]'
    """
    dossier, sought = which.load(), parse_words(words)
    seen, wanted = resolved(dossier, asked)
    page = search_page([(seen, wanted)], sought, out.shape())
    emit(page, out)
    if not page.table.rows and not queries.search(seen.dossier, wanted, sought):
        tell(what_words_would_find(dossier, asked, sought))


def codebook(out: BriefOutput, which: OneDossier) -> None:
    """Say what the words of a dossier mean: levels, coding rules, grades, terms, and the columns of listings.

    Examples:
        brief codebook
        brief codebook -d world -o codebook.md
        brief codebook -f json | jq -r '.dossiers[].rules[].rule'
    """
    dossier = which.load()
    emit(by_dossier("Codebook", [(dossier, codebook_page(dossier))]), out)
