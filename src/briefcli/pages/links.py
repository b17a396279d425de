"""Which addresses of sources a curator should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.page import Column, ColumnType, Link, Listing
from briefcli.pages.about import about
from briefcli.pages.fields import Field, attr, enum_attr, title_of
from briefcli.pages.tables import arranged, shown_of, table_of
from briefcli.reading.addresses import Fault, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcli.pages.context import Context
    from briefcli.pages.tables import ListingOptions


def links_page(context: Context, faults: Iterable[Fault], options: ListingOptions) -> Listing:
    """Return what is wrong with addresses, what readers miss first."""
    found = sorted(faults, key=lambda fault: list(Trouble).index(fault.reason))
    rows = arranged(LINKS, [(context, fault) for fault in found], options)
    footer = f"{shown_of(len(rows), len(found), 'problem')} with links."
    return Listing("Links", about(context), table_of(LINKS, rows, options.columns), footer=footer)


LINKS: tuple[Field[Context, Fault], ...] = (
    enum_attr(
        "reason",
        "Why",
        "gone, moved, unclear (not known), form, duplicate or uncopied (no archived copy is known)",
        tuple(Trouble),
    ),
    Field(Column("id", "Source", "the id of the source"), lambda _, fault: fault.source.id),
    Field(
        Column("record", "Record", "name of the source", shown=False),
        lambda context, fault: title_of(context, fault.source),
    ),
    Field(
        Column("address", "Address", "the address, of the page or of its copy", type=ColumnType.ADDRESS),
        lambda _, fault: Link(fault.address, fault.address),
    ),
    attr("says", "What", "what is wrong with it"),
    Field(
        Column("to", "New address", "the address to which it has moved", type=ColumnType.ADDRESS, optional=True),
        lambda _, fault: Link(fault.to, fault.to) if fault.to else None,
    ),
    Field(
        Column("place", "Place", "the file and the line of the source", optional=True),
        lambda context, fault: context.places.get(fault.source.id),
    ),
)
