"""The listings: one kind of record each, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct, structs

from briefcli.dossier import queries
from briefcli.errors import unknown_value
from briefcli.page import Page, Table
from briefcli.pages.columns import EVENTS, SECTORS, SOURCES, STANCES, TOPICS, Context, order
from briefcli.pages.notes import numbered_notes

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefcli.dossier.model import Dossier, Record, Source
    from briefcli.dossier.queries import Filters
    from briefcli.page import Column
    from briefcli.pages.columns import Field

R = TypeVar("R")

_GRADES = "Grade: best supporting source A to F, claim 1 to 6 (Admiralty code)."


class Shape(Struct, frozen=True, kw_only=True):
    """What a reader wants of a listing: which columns, in which order, how many rows.

    `sort` is the key of a column, with a minus before it for the other direction. `evidence`
    asks for numbered notes under the table; `header` for the names of the columns where scripts
    read the rows.
    """

    columns: tuple[str, ...] = ()
    sort: str | None = None
    limit: int | None = None
    evidence: bool = False
    header: bool = True


def stances_page(dossier: Dossier, filters: Filters, shape: Shape) -> Page:
    """Return where the countries stand."""
    title = f"Stances on {dossier.subject}"
    context = Context(dossier, filters)
    return _records_page(context, title, STANCES, queries.stances(dossier, filters), shape)


def topics_page(dossier: Dossier, filters: Filters, shape: Shape) -> Page:
    """Return what is under discussion."""
    found = queries.topics(dossier, filters)
    return _records_page(Context(dossier, filters), "Topics under discussion", TOPICS, found, shape)


def sectors_page(dossier: Dossier, filters: Filters, shape: Shape) -> Page:
    """Return where cooperation is possible."""
    found = queries.sectors(dossier, filters)
    return _records_page(Context(dossier, filters), "Sectors of cooperation", SECTORS, found, shape)


def events_page(dossier: Dossier, filters: Filters, shape: Shape) -> Page:
    """Return what happened."""
    found = queries.events(dossier, filters)
    return _records_page(Context(dossier, filters), "Events", EVENTS, found, shape)


def sources_page(dossier: Dossier, filters: Filters, shape: Shape) -> Page:
    """Return what the records rest on."""
    context = Context(dossier, filters)
    found = _arranged(context, SOURCES, queries.sources(dossier, filters), shape)
    return Page("Sources", caption(context), table(context, SOURCES, found, shape.columns), footer=counted(len(found), "source"), header=shape.header)


def caption(context: Context) -> str:
    """Return what a page rests on: the dossier, its day, and the day asked for."""
    dossier, asked = context.dossier, context.filters
    told = [f"{dossier.title} ({dossier.id}, as of {dossier.as_of})"]
    if asked.as_of:
        told.append(f"as it stood on {asked.as_of}")
    return ", ".join(told)


def table(
    context: Context, fields: Sequence[Field[R]], records: Sequence[R], columns: Sequence[str] = ()
) -> Table:
    """Return records as a table: of all fields, or of the columns that were asked for by key."""
    chosen = tuple(_field(fields, key) for key in columns) or tuple(fields)
    return Table(
        tuple(structs.replace(field.column, shown=True) if columns else field.column for field in chosen),
        tuple(tuple(field.cell(context, record) for field in chosen) for record in records),
    )


def showing(columns: Sequence[Column], *, also: Collection[str] = (), never: Collection[str] = ()) -> tuple[Column, ...]:
    """Return columns of which people see some more or fewer than usual, by key."""
    return tuple(
        structs.replace(column, shown=(column.shown or column.key in also) and column.key not in never)
        for column in columns
    )


def redundant(context: Context, records: Sequence[Record]) -> set[str]:
    """Return the columns that tell people nothing new: the countries, where one was asked for and stands alone."""
    alone = len(context.filters.country) == 1 and all(len(record.countries) == 1 for record in records)
    return {"countries"} if alone else set()


def _records_page(
    context: Context, title: str, fields: Sequence[Field[Any]], found: Sequence[Record], shape: Shape
) -> Page:
    arranged = _arranged(context, fields, found, shape)
    body = table(context, fields, arranged, shape.columns)
    if not shape.columns:
        also = {"evidence"} if shape.evidence else set()
        body = Table(showing(body.columns, also=also, never=redundant(context, arranged)), body.rows)
    notes = numbered_notes(context, arranged) if shape.evidence else ()
    disputed = sum(record.disputed for record in arranged)
    noun = type(arranged[0]).__name__.lower() if arranged else "record"
    told = f", {disputed} disputed" if disputed else ""
    return Page(title, caption(context), body, notes, f"{counted(len(arranged), noun)}{told}. {_GRADES}", header=shape.header)


def _arranged(context: Context, fields: Sequence[Field[R]], found: Sequence[R], shape: Shape) -> list[R]:
    arranged = list(found)
    if shape.sort:
        reverse = shape.sort.startswith("-")
        cell = _field(fields, shape.sort.removeprefix("-")).cell
        arranged.sort(key=lambda record: order(cell(context, record))[1], reverse=reverse)
        arranged.sort(key=lambda record: order(cell(context, record))[0])
    return arranged[: shape.limit]


def _field(fields: Sequence[Field[R]], key: str) -> Field[R]:
    for field in fields:
        if field.column.key == key:
            return field
    raise unknown_value("column", key, [field.column.key for field in fields])


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
