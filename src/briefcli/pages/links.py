"""Which addresses of sources a curator should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.page import Column, Holds, Link, Listing
from briefcli.pages.about import about
from briefcli.pages.columns import Field, said, subject, word
from briefcli.pages.tables import arranged, shown_of, table_of
from briefcli.reading.addresses import Fault, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcli.pages.columns import Context
    from briefcli.pages.tables import Shape


def links_page(context: Context, faults: Iterable[Fault], shape: Shape) -> Listing:
    """Return what is wrong with addresses, what readers miss first."""
    found = sorted(faults, key=lambda fault: list(Trouble).index(fault.reason))
    rows = arranged(LINKS, [(context, fault) for fault in found], shape)
    footer = f"{shown_of(len(rows), len(found), 'matter')} to look at."
    return Listing("Links", about(context), table_of(LINKS, rows, shape.columns), footer=footer)


LINKS: tuple[Field[Context, Fault], ...] = (
    word(
        "reason",
        "Why",
        "gone, moved, unclear (not to be told), form, duplicate or uncopied (no copy of it is known)",
        tuple(Trouble),
    ),
    Field(Column("id", "Source", "the id of the source"), lambda _, fault: fault.source.id),
    Field(
        Column("record", "Record", "what the source is called", shown=False),
        lambda context, fault: subject(context, fault.source),
    ),
    Field(
        Column("address", "Address", "the address, of the page or of its copy", holds=Holds.ADDRESS),
        lambda _, fault: Link(fault.address, fault.address),
    ),
    said("says", "What", "what is wrong with it"),
    Field(
        Column("to", "New address", "the address to which it has moved", holds=Holds.ADDRESS, optional=True),
        lambda _, fault: Link(fault.to, fault.to) if fault.to else None,
    ),
    Field(
        Column("place", "Place", "the file and the line of the source", optional=True),
        lambda context, fault: context.places.get(fault.source.id),
    ),
)
