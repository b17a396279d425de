"""The facts of countries: the columns and the listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.kinds import FACT
from briefcli.dossier.queries import of_kind
from briefcli.page import Column, ColumnType, Term
from briefcli.pages.columns import COUNTRY, EVIDENCE
from briefcli.pages.fields import Field, attr, with_common_columns
from briefcli.pages.listings import RecordListing, record_listing

if TYPE_CHECKING:
    from briefcli.dossier.model import Fact
    from briefcli.page import Listing
    from briefcli.pages.context import Context
    from briefcli.pages.listings import Selection
    from briefcli.pages.tables import ListingOptions


def _attribute(context: Context, fact: Fact) -> str:
    return context.dossier.attributes[fact.attribute].label


def _value(context: Context, fact: Fact) -> str:
    return context.dossier.attributes[fact.attribute].values[fact.value]


FACTS: tuple[Field[Context, Fact], ...] = with_common_columns(
    (
        *COUNTRY,
        Field(
            Column("attribute", "Attribute", "id of the attribute"),
            lambda context, fact: Term(fact.attribute, _attribute(context, fact)),
        ),
        Field(Column("attribute_label", "Attribute label", "the attribute in words", shown=False), _attribute),
        Field(
            Column("value", "Value", "id of the value"),
            lambda context, fact: Term(fact.value, _value(context, fact)),
        ),
        Field(Column("value_label", "Value label", "the value in words", shown=False), _value),
        attr(
            "since",
            "Since",
            "from when it applies; empty where only its sources date it",
            type=ColumnType.DATE,
            optional=True,
        ),
        attr("ended", "Until", "the first day on which it no longer applied", type=ColumnType.DATE, optional=True),
        attr("note", "Note", "what else is known", below=True, optional=True),
        *(field for field in EVIDENCE if field.column.key != "summary"),
    ),
    "since",
)


def facts_page(selection: Selection, options: ListingOptions) -> Listing:
    """Return the facts, by the name of the country."""
    listing: RecordListing[Fact] = RecordListing(
        "fact", "Facts", FACTS, lambda dossier, query: of_kind(dossier, FACT, query)
    )
    return record_listing(listing, selection, options)
