"""The listings: stances, topics, sectors, events and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.cli.hints import tell_if_nothing
from briefcli.cli.options import (
    LISTING_FORMATS,
    SOURCES_FORMATS,
    EventFilters,
    ListingOutput,
    OneDossier,
    RowsOutput,
    SectorFilters,
    SourceFilters,
    SourcesOutput,
    StanceFilters,
    TopicFilters,
)
from briefcli.cli.output import emit
from briefcli.dossier import queries
from briefcli.pages import listings as pages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefcli.dossier import model
    from briefcli.dossier.queries import Filters
    from briefcli.page import Listing
    from briefcli.pages.tables import Shape
    from briefcli.render import Format


def stances(asked: StanceFilters, out: ListingOutput, of: OneDossier) -> None:
    """List where countries stand, the closest to the subject first.

    Examples:
        brief stances --min-level mission
        brief stances -c japan --evidence
        brief stances -f json | jq -r '.[] | select(.disputed) | .country'
    """
    _show(of, pages.stances_page, queries.stances, asked.filters(), out)


def topics(asked: TopicFilters, out: ListingOutput, of: OneDossier) -> None:
    """List what is under discussion, by kind.

    Examples:
        brief topics --kind agenda
        brief topics --columns kind,title,summary
        brief topics --credibility 2 -f md
    """
    _show(of, pages.topics_page, queries.topics, asked.filters(), out)


def sectors(asked: SectorFilters, out: ListingOutput, of: OneDossier) -> None:
    """List where cooperation is possible, and how far it has come.

    Examples:
        brief sectors --country japan
        brief sectors --sector education --evidence
        brief sectors -c japan -f csv
    """
    _show(of, pages.sectors_page, queries.sectors, asked.filters(), out)


def events(asked: EventFilters, out: ListingOutput, of: OneDossier) -> None:
    """List what happened, in order of time.

    Examples:
        brief events --since 2025-02
        brief events --columns date,title,summary
        brief events -f jsonl
    """
    _show(of, pages.events_page, queries.events, asked.filters(), out)


def sources(asked: SourceFilters, out: SourcesOutput, of: OneDossier) -> None:
    """List what the records rest on, the newest first.

    Examples:
        brief sources --kind official
        brief sources -c pakistan --sort=-uses
        brief sources -f csl -o sources.json
    """
    _show(of, pages.sources_page, queries.sources, asked.filters(), out, SOURCES_FORMATS)


def _show(
    of: OneDossier,
    make: Callable[[model.Dossier, Filters, Shape], Listing],
    select: Callable[[model.Dossier, Filters], Sequence[object]],
    filters: Filters,
    out: RowsOutput,
    formats: Sequence[Format] = LISTING_FORMATS,
) -> None:
    dossier = of.load()
    page = make(dossier, filters, out.shape())
    emit(page, out, formats)
    if not page.table.rows:
        tell_if_nothing(dossier, select, filters)
