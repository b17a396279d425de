"""The commands of the briefs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import structs

from briefcli.cli import completion
from briefcli.cli.dossiers import AnyDossiers, Dossiers, resolve_all
from briefcli.cli.hints import (
    answering,
    explain_no_match,
    explain_no_stance,
    has_some,
    naming_newer,
    selected,
    what_was_searched,
    what_words_would_find,
)
from briefcli.cli.options import (
    BriefOutput,
    CitedOutput,
    CountryOutput,
    ExitCode,
    ListingOutput,
    RowsOutput,
    among,
    filters,
    filters_of,
    whole_number,
)
from briefcli.cli.output import chosen_form, emit, exit_if_rows
from briefcli.cli.streams import inform
from briefcli.dossier import queries
from briefcli.dossier.changes import changes as changes_in
from briefcli.dossier.countries import iso_code
from briefcli.dossier.filters import Filters
from briefcli.dossier.spelling import fold
from briefcli.dossier.words import found_countries, only_about, parse_words
from briefcli.errors import UsageError
from briefcli.pages.registry import CLAIM_FILTERS, RECORD_FILTERS
from briefcli.pages.several import by_dossier
from briefcli.render import TABLE
from briefcli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefcli.dossier.filters import Query
    from briefcli.dossier.past import Snapshot


def summary(
    filters: Annotated[Filters, filters(*RECORD_FILTERS)],
    out: BriefOutput,
    which: Dossiers,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="WHAT",
            help="Show only the number of countries at each level, by region, subregion (UN M49) or group.",
            **among("region", "subregion", "group"),
        ),
    ] = None,
) -> None:
    """Show the overview of a dossier on one page.

    Examples:
        brief summary
        brief summary -d world --by region
        brief summary -f json | jq .dossiers[].counts
    """
    from briefcli.pages.summary import counts_page, summary_page

    page_of = partial(counts_page, by=by) if by else summary_page
    with which.opened(()) as dossiers:  # the level of the finding is that of all countries
        selection = resolve_all(answering(dossiers, queries.everything, filters), filters)
        emit(
            by_dossier("Summary", ((snapshot.dossier, page_of(snapshot, query)) for snapshot, query in selection)),
            out,
            naming_newer(which, selection),
        )
        explain_no_match(which, dossiers, queries.everything, filters)


def country(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Name or ISO code.", autocompletion=completion.countries)
    ],
    filters: Annotated[Filters, filters(*CLAIM_FILTERS)],
    out: CountryOutput,
    which: AnyDossiers,
) -> None:
    """Show everything recorded about one country.

    Examples:
        brief country japan
        brief country JP -f json | jq .dossiers[].stance.grade
        brief country pakistan -d all -o pakistan.md
    """
    from briefcli.pages.country import country_page, short_page

    if out.short and out.then:
        msg = "--short and --then cannot be combined"
        raise UsageError(msg)
    of_country = structs.replace(filters, country=(name,), history=True)
    on_terminal = chosen_form(out) is TABLE
    with which.opened(only_about(filters, name)) as dossiers:
        found = found_countries(dossiers, [name])
        codes = {dossier.id: code for dossier, (code,) in found}
        here = [dossier for dossier, _ in found]
        pages = []
        selection = resolve_all(answering(here, queries.everything, of_country), filters)
        selection = _newest_first(selection, codes)
        for snapshot, query in selection:
            code = codes[snapshot.dossier.id]
            if out.short:
                page = short_page(snapshot, code, query, evidence=out.evidence, on_terminal=on_terminal)
            elif out.then:
                from briefcli.pages.compare import then_page

                page = then_page(snapshot, out.then, code, query)
            else:
                page = country_page(snapshot, code, query, evidence=out.evidence, on_terminal=on_terminal)
            page = structs.replace(page, imprint=out.imprint(filters.today))
            pages.append((snapshot.dossier, out.with_notes(page)))
        of_code = [(snapshot, query.of_countries([codes[snapshot.dossier.id]])) for snapshot, query in selection]
        title = pages[0][1].title if len(pages) == 1 else queries.name_of(pages[0][0], codes[pages[0][0].id])
        emit(by_dossier(title, pages), out, naming_newer(which, of_code))
        if any(code in queries.countries(dossier) for dossier, (code,) in found):
            explain_no_match(which, here, queries.everything, of_country, fixed={"country"})


def _newest_first(
    selection: list[tuple[Snapshot, Query]], codes: Mapping[str, str]
) -> list[tuple[Snapshot, Query]]:
    """Return dossiers by subject and day, the newest first; of one day that with the newest record first."""
    days: dict[str, str] = {}
    for snapshot, _ in selection:
        subject = fold(snapshot.dossier.subject)
        days[subject] = max(days.get(subject, ""), snapshot.dossier.as_of)

    def order(one: tuple[Snapshot, Query]) -> tuple[str, ...]:
        dossier = one[0].dossier
        subject = fold(dossier.subject)
        return days[subject], subject, dossier.as_of, queries.newest_records(dossier).get(codes[dossier.id], "")

    return sorted(selection, key=order, reverse=True)


def changes(
    filters: Annotated[Filters, filters_of("changes")],
    out: ListingOutput,
    which: Dossiers,
    *,
    exit_code: ExitCode = False,
) -> None:
    """Run `brief changes`; its help is in the declaration of the listing."""
    from briefcli.pages.changes import changes_page

    if filters.since is None:
        msg = "changes needs --since DATE"
        raise UsageError(msg)
    with which.opened(only_about(filters)) as dossiers:
        selection = resolve_all(dossiers, filters)
        page = changes_page(selection, out.listing_options())
        emit(page, out, naming_newer(which, selection))
        if not page.table.rows and not selected(dossiers, changes_in, filters):
            if filters.active().keys() - {"since", "until"}:
                explain_no_match(which, dossiers, changes_in, filters, fixed={"since"}, what="changes")
                return
            where = dossiers[0].id if len(dossiers) == 1 else f"{len(dossiers)} dossiers"
            until = f" until {filters.until}" if filters.until else ""
            ever = selected(dossiers, changes_in, structs.replace(filters, since=None))
            newest = max((change.date for _, change in ever), default=None)
            before = f"; the newest change is of {newest}" if newest else ""
            text = f"No change is recorded in {where} since {filters.since}{until}{before}."
            inform(f"{text} {which.elsewhere(partial(has_some, changes_in, filters))}".rstrip())
    exit_if_rows(page, wanted=exit_code)


def compare(
    filters: Annotated[Filters, filters("group", *CLAIM_FILTERS)],
    out: CitedOutput,
    which: Dossiers,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COUNTRY]...", help="Two to eight countries.", autocompletion=completion.countries
        ),
    ] = None,
) -> None:
    """Compare two to eight countries side by side.

    Examples:
        brief compare japan china
        brief compare --group g7 -d world --as-of 2025-02
        brief compare japan china -f json | jq -c '.dossiers[].countries[] | [.country, .level]'
    """
    from briefcli.pages.compare import MAX_COUNTRIES, compare_page, members, not_so_many

    names = names or []
    if names and filters.group:
        msg = "compare takes countries or --group, not both"
        raise UsageError(msg)
    if not names and not filters.group:
        raise not_so_many(0)
    if len(names) > MAX_COUNTRIES and (count := len({iso_code(name) or name for name in names})) > MAX_COUNTRIES:
        raise not_so_many(count)  # whichever dossiers know them
    wanted = structs.replace(filters, country=tuple(names))
    with which.opened(only_about(filters, *names)) as dossiers:
        found = found_countries(dossiers, names)
        named = {dossier.id: codes for dossier, codes in found}
        here = [dossier for dossier, _ in found]
        compared = [
            (snapshot, query, named[snapshot.dossier.id] or members(snapshot, query))
            for snapshot, query in resolve_all(answering(here, queries.everything, wanted), filters)
        ]
        pages = [
            (snapshot.dossier, out.with_notes(compare_page(snapshot, codes, query)))
            for snapshot, query, codes in compared
        ]
        of_codes = [(snapshot, query.of_countries(codes)) for snapshot, query, codes in compared]
        emit(by_dossier(pages[0][1].title, pages), out, naming_newer(which, of_codes))
        explain_no_match(which, here, queries.everything, wanted, fixed={"country"})
        explain_no_stance(which, here, wanted)


def matrix(
    filters: Annotated[Filters, filters_of("matrix")],
    out: RowsOutput,
    which: Dossiers,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="concerns or sectors.", **among("concerns", "sectors"))
    ] = "concerns",
) -> None:
    """Run `brief matrix`; its help is in the declaration of the listing."""
    from briefcli.pages.matrix import By, matrix_pages

    with which.opened(only_about(filters)) as dossiers:
        selection = resolve_all(answering(dossiers, queries.stances, filters), filters)
        page = by_dossier(f"Countries by {by}", matrix_pages(selection, By(by), out.listing_options()))
        emit(page, out, naming_newer(which, selection, queries.stances))
        explain_no_match(which, dossiers, queries.stances, filters, what="stances")


def ladder(
    filters: Annotated[Filters, filters_of("ladder")],
    out: ListingOutput,
    which: Dossiers,
    *,
    count: Annotated[
        bool, typer.Option("--count", help="Count the countries at each level at the end of each year.")
    ] = False,
    min_changes: Annotated[
        int | None,
        typer.Option(
            "--min-changes",
            metavar="N",
            parser=whole_number(0),
            help="Only countries that moved up or down at least N times. First stances do not count.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Run `brief ladder`; its help is in the declaration of the listing."""
    from briefcli.pages.ladder import histories_in, ladder_listing

    with which.opened() as dossiers:
        selection = resolve_all(dossiers, filters)
        page = ladder_listing(selection, out.listing_options(), count=count, min_changes=min_changes or 0)
        emit(page, out, naming_newer(which, selection, queries.stances))
        if min_changes and not page.table.rows and selected(dossiers, histories_in, filters):
            inform(f"No country changed its level {counted(min_changes, 'time')} or more often.")
        explain_no_match(which, dossiers, histories_in, filters, what="stances")


def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS...", help="Words to find; quotation marks make a phrase.")
    ],
    filters: Annotated[Filters, filters_of("search")],
    out: RowsOutput,
    which: AnyDossiers,
    *,
    exit_code: ExitCode = False,
) -> None:
    """Run `brief search`; its help is in the declaration of the listing."""
    from briefcli.pages.search import search_page

    sought = parse_words(words)
    with which.opened(only_about(filters)) as dossiers:
        best = chosen_form(out) is TABLE
        page = search_page(resolve_all(dossiers, filters), out.listing_options(), sought, best=best)
        emit(page, out)
        if not page.table.rows and not selected(dossiers, partial(queries.search, words=sought), filters):
            nothing = what_words_would_find(which.whole(dossiers), filters, sought)
            inform(f"{nothing} {what_was_searched(dossiers, filters, ' '.join(words))}".rstrip())
    exit_if_rows(page, wanted=exit_code)


def groups(
    filters: Annotated[Filters, filters("as_of", "today", "history")],
    out: RowsOutput,
    which: Dossiers,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="List the members of this group.", autocompletion=completion.groups),
    ] = None,
) -> None:
    """Run `brief groups`; its help is in the declaration of the listing."""
    from briefcli.pages.groups import groups_listing

    wanted = structs.replace(filters, group=(name,)) if name else filters
    with which.opened() as dossiers:
        options = structs.replace(out.listing_options(), dossiers=tuple(which.dossier or ()))
        emit(groups_listing(resolve_all(dossiers, wanted), options), out)


def codebook(
    out: BriefOutput,
    which: Dossiers,
    *,
    listings: Annotated[bool, typer.Option("--listings", help="Also list the columns of each listing.")] = False,
) -> None:
    """Explain the levels, coding rules, grades, terms and columns of a dossier.

    Examples:
        brief codebook
        brief codebook --listings -d world -o codebook.md
        brief codebook -f json | jq -r '.dossiers[].rules[].rule'
    """
    from briefcli.pages.codebook import codebook_page

    named = which.dossier or ()
    with which.opened() as dossiers:
        pages = ((dossier, codebook_page(dossier, named, listings=listings)) for dossier in dossiers)
        emit(by_dossier("Codebook", pages), out)
