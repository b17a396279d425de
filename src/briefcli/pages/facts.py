"""The facts of countries: the columns and the listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier.kinds import FACT
from briefcli.dossier.past import known_since
from briefcli.dossier.queries import of_kind
from briefcli.page import Column, ColumnType, Term
from briefcli.pages.columns import COUNTRY, EVIDENCE
from briefcli.pages.fields import Field, attr, with_common_columns
from briefcli.pages.listings import RecordListing, record_listing

if TYPE_CHECKING:
    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Dossier, Fact
    from briefcli.page import Cell, Listing, Table
    from briefcli.pages.context import Context
    from briefcli.pages.listings import Selection
    from briefcli.pages.tables import ListingOptions


def _attribute(context: Context, fact: Fact) -> str:
    return context.dossier.attributes[fact.attribute].label


def _value(context: Context, fact: Fact) -> str:
    return context.dossier.attributes[fact.attribute].values[fact.value]


def _known_by(context: Context, fact: Fact) -> str | None:
    if fact.since:
        return None
    return known_since(fact, {item.source: context.sources[item.source].date for item in fact.evidence})


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
            "first day on which the value applied; empty if only the sources are dated",
            type=ColumnType.DATE,
            optional=True,
        ),
        attr(
            "ended",
            "Until",
            "the first day on which the value no longer applied",
            type=ColumnType.DATE,
            optional=True,
        ),
        attr("note", "Note", "what else is known", below=True, optional=True),
        *(field for field in EVIDENCE if field.column.key != "summary"),
        Field(
            Column(
                "known_by",
                "Known by",
                "if `since` is unknown: day of the oldest source, from which the fact applies",
                shown=False,
                type=ColumnType.DATE,
                optional=True,
            ),
            _known_by,
        ),
    ),
    "since",
)


def facts_page(selection: Selection, options: ListingOptions) -> Listing:
    """Return the facts, by the name of the country."""
    noun, which = ("fact", " in total") if selection[0][1].history else ("current fact", "")
    listing: RecordListing[Fact] = RecordListing(
        noun,
        "Facts",
        FACTS,
        lambda dossier, query: of_kind(dossier, FACT, query),
        which=which,
        recorded=("known for", _of_any_value),
    )
    page = record_listing(listing, selection, options)
    return structs.replace(page, display_table=for_people(page.table))


def fact_in_words(context: Context, fact: Fact) -> str:
    """Return such as "Own mission in Kabul: Open since 2022-10"; without a date "by" that of its oldest source."""
    dated = f"since {fact.since}" if fact.since else f"by {_known_by(context, fact)}"
    return f"{_attribute(context, fact)}: {_value(context, fact)} {dated}"


def for_people(body: Table) -> Table:
    """Return a table of facts in which the day of the oldest source "or earlier" replaces a missing date."""
    keys = [column.key for column in body.columns]
    if not {"since", "known_by"} <= {*keys}:
        return body
    since, known = keys.index("since"), keys.index("known_by")

    def dated(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        by = Term("", f"{row[known]} or earlier") if row[known] else row[since]
        cells = dict(zip(keys, row, strict=True)) | {"since": by}
        return tuple((cells | {"value": _label(cells.get("value"))})[key] for key in keys)

    return structs.replace(body, rows=tuple(map(dated, body.rows)))


def _of_any_value(dossier: Dossier, query: Query) -> list[Fact]:
    """Return the facts of the selected attributes, whatever their values."""
    if query.settings is None:
        return of_kind(dossier, FACT, query)
    selected = {setting.partition("=")[0] for setting in query.settings}
    every = frozenset(f"{key}={value}" for key in selected for value in dossier.attributes[key].values)
    return of_kind(dossier, FACT, structs.replace(query, settings=every))


def _label(cell: Cell) -> Cell:
    return cell.label if isinstance(cell, Term) else cell
