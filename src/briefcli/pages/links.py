"""Which addresses of sources a curator should look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.page import Column, ColumnType, Link, Listing
from briefcli.pages.about import about, joined
from briefcli.pages.fields import DOSSIER, Field, attr, enum_attr, title_of
from briefcli.pages.tables import arranged, showing, shown_of, table_of
from briefcli.reading.addresses import Fault, Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.pages.context import Context
    from briefcli.pages.tables import ListingOptions


def links_page(
    found: Sequence[tuple[Context, Fault]],
    contexts: Sequence[Context],
    options: ListingOptions,
    *,
    online: bool = False,
) -> Listing:
    """Return what is wrong with addresses, what readers miss first; `online` if each was requested."""
    found = sorted(found, key=lambda pair: list(Trouble).index(pair[1].reason))
    rows = arranged(LINKS, found, options)
    table = table_of(LINKS, rows, options.columns)
    if len(contexts) > 1 and not options.columns:
        table = showing(table, also={"dossier"})
    footer = f"{shown_of(len(rows), len(found), 'matter')} to look at."
    if not online:
        footer += " No address was requested: --online also finds those that are gone or have moved."
    return Listing("Links", joined(map(about, contexts)), table, footer=footer)


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
    attr("says", "What", "what is wrong with the address"),
    Field(
        Column("to", "New address", "the address to which it has moved", type=ColumnType.ADDRESS, optional=True),
        lambda _, fault: Link(fault.to, fault.to) if fault.to else None,
    ),
    Field(
        Column("place", "Place", "the file and the line of the source", optional=True),
        lambda context, fault: context.places.get(fault.source.id),
    ),
    DOSSIER,
)
