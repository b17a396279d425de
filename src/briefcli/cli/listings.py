"""The listings: stances, topics, sectors, events, evidence and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from briefcli.cli.dossiers import Dossiers, resolve_all
from briefcli.cli.hints import explain_no_match
from briefcli.cli.options import (
    COOPERATION,
    DATES,
    HISTORY,
    LADDER,
    RECORDS,
    SOURCES,
    TOPICS,
    ListingOutput,
    RowsOutput,
    SourcesOutput,
    StancesOutput,
)
from briefcli.cli.output import emit
from briefcli.dossier import queries
from briefcli.dossier.filters import Filters
from briefcli.dossier.words import only_about
from briefcli.pages import listings as pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcli.cli.hints import Select
    from briefcli.page import Listing
    from briefcli.pages.tables import ListingOptions


def stances(
    filters: Annotated[Filters, RECORDS, LADDER, DATES, HISTORY], out: StancesOutput, which: Dossiers
) -> None:
    """List where countries stand, the closest to the subject first.

    Examples:
        brief stances --min-level mission
        brief stances -c japan --evidence --wide
        brief stances -f json | jq -r '.[] | select(.disputed) | .country'
    """
    _show(which, pages.stances_page, queries.stances, filters, out)


def topics(filters: Annotated[Filters, RECORDS, TOPICS, DATES], out: ListingOutput, which: Dossiers) -> None:
    """List what is under discussion, by kind.

    Examples:
        brief topics --kind agenda
        brief topics --columns kind,title,summary
        brief topics --credibility 2 -f md
    """
    _show(which, pages.topics_page, queries.topics, filters, out)


def sectors(filters: Annotated[Filters, RECORDS, COOPERATION, DATES], out: ListingOutput, which: Dossiers) -> None:
    """List where cooperation is possible, and how far it has come.

    Examples:
        brief sectors --country japan
        brief sectors --sector education --evidence
        brief sectors -c japan -f csv
    """
    _show(which, pages.sectors_page, queries.sectors, filters, out)


def events(filters: Annotated[Filters, RECORDS, DATES], out: ListingOutput, which: Dossiers) -> None:
    """List what happened, in order of time.

    Examples:
        brief events --since 2025-02
        brief events --columns date,title,summary
        brief events -f jsonl
    """
    _show(which, pages.events_page, queries.events, filters, out)


def evidence(filters: Annotated[Filters, RECORDS, DATES], out: RowsOutput, which: Dossiers) -> None:
    """List each record, superseded stances too, with each source that it cites and its date of publication.

    Examples:
        brief evidence -c japan
        brief evidence --source asahi-2025-02-20
        brief evidence -f csv --columns id,source,verdict
    """
    _show(which, pages.evidence_page, queries.evidence, filters, out)


def sources(filters: Annotated[Filters, SOURCES], out: SourcesOutput, which: Dossiers) -> None:
    """List what the records rest on, the newest first.

    Examples:
        brief sources --kind official
        brief sources -c pakistan --sort=-uses
        brief sources -f csl -o sources.json
    """
    _show(which, pages.sources_page, queries.sources, filters, out)


def _show(
    which: Dossiers,
    make: Callable[[pages.Selection, ListingOptions], Listing],
    select: Select,
    filters: Filters,
    out: RowsOutput,
) -> None:
    with which.opened(() if make is pages.sources_page else only_about(filters)) as dossiers:
        page = make(resolve_all(dossiers, filters), out.listing_options())
        emit(page, out)
        if not page.table.rows:
            explain_no_match(which, dossiers, select, filters)
