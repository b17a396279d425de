"""Records as a table: which columns, in which order, how many rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, structs

from briefcli.errors import UsageError, unknown_value
from briefcli.page import Table
from briefcli.pages.columns import order

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefcli.pages.columns import Field

C = TypeVar("C")
R = TypeVar("R")


class Shape(Struct, frozen=True, kw_only=True):
    """What a reader wants of a listing.

    `columns` are keys, all if empty; `sort` is a key, with a minus before it for the other
    direction. `evidence` asks for numbered notes under the table, and `wide` for what would be left out for
    want of room.
    """

    columns: tuple[str, ...] = ()
    sort: str | None = None
    limit: int | None = None
    evidence: bool = False
    wide: bool = False


def arranged(context: C, fields: Sequence[Field[C, R]], records: Sequence[R], shape: Shape) -> list[R]:
    """Return records in the order and number that a reader wants; those without a value come last.

    Raises:
        UsageError: there is no column of the key.
    """
    rows = list(records)
    if shape.sort:
        field = _field(fields, shape.sort.removeprefix("-"))
        keyed = [(order(field.cell(context, record)), record) for record in rows]
        said = [(key, record) for key, record in keyed if key is not None]
        # A cell may hold a text in one row and a list in another; texts come first.
        said.sort(key=lambda pair: (isinstance(pair[0], list), pair[0]), reverse=shape.sort.startswith("-"))
        rows = [record for _, record in said] + [record for key, record in keyed if key is None]
    return rows[: shape.limit]


def table(context: C, fields: Sequence[Field[C, R]], records: Sequence[R], columns: Sequence[str] = ()) -> Table:
    """Return records as a table of all fields, or of the columns that were asked for by key.

    Raises:
        UsageError: there is no column of a key, or one was asked for twice.
    """
    if twice := next((key for key in columns if columns.count(key) > 1), None):
        msg = f"the column {twice!r} was asked for twice"
        raise UsageError(msg)
    chosen = [_field(fields, key) for key in columns] or fields
    return Table(
        tuple(
            structs.replace(field.column, shown=True, kept=True) if columns else field.column for field in chosen
        ),
        tuple(tuple(field.cell(context, record) for field in chosen) for record in records),
    )


def showing(
    body: Table, *, also: Collection[str] = (), never: Collection[str] = (), below: Collection[str] = ()
) -> Table:
    """Return a table of which people see some more or fewer columns than usual, by key."""
    columns = tuple(
        structs.replace(
            column,
            shown=(column.shown or column.key in {*also, *below}) and column.key not in never,
            below=column.key in below,
        )
        for column in body.columns
    )
    return structs.replace(body, columns=columns)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shown_of(shown: int, matching: int, noun: str) -> str:
    """Return how many are shown, and of how many where that is fewer than match."""
    return counted(shown, noun) if shown == matching else f"{shown} of {counted(matching, noun)}"


def _field(fields: Sequence[Field[C, R]], key: str) -> Field[C, R]:
    for field in fields:
        if field.column.key == key:
            return field
    raise unknown_value("column", key, [field.column.key for field in fields])
