"""Records as a table: which columns, in which order, how many rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, structs

from briefcli.dossier.spelling import fold
from briefcli.errors import UsageError
from briefcli.page import Table
from briefcli.pages.fields import sort_value
from briefcli.wording import counted, unknown_value

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefcli.pages.fields import Field

C = TypeVar("C")
R = TypeVar("R")

#: The columns whose values are places on the ladder of a dossier.
_OF_LADDER = {"level", "rank"}


class ListingOptions(Struct, frozen=True, kw_only=True):
    """Options of a listing.

    `columns` are keys or headings, all if empty; `sort` is one of them, with a minus before it for the other
    direction. `evidence` adds numbered notes below the table. `wide` also shows columns that need more room, and
    `tracks` the levels over time, which only a terminal draws. Commands in footers repeat the `dossiers` that were
    typed.
    """

    columns: tuple[str, ...] = ()
    sort: str | None = None
    limit: int | None = None
    dossiers: tuple[str, ...] = ()
    evidence: bool = False
    wide: bool = False
    tracks: bool = False


def arranged(
    fields: Sequence[Field[C, R]], found: Sequence[tuple[C, R]], options: ListingOptions, *, last: bool = False
) -> list[tuple[C, R]]:
    """Return at most `options.limit` records, each with its context, sorted by `options.sort`.

    Without `sort` the first records are kept, or the `last`. Records without a value come last. Levels of two
    dossiers cannot be compared, so they are sorted within each dossier.

    Raises:
        UsageError: there is no column of the key or heading.
    """
    rows = list(found)
    if options.sort:
        field = _field(fields, _key_of(fields, options.sort.removeprefix("-")))
        keyed = [(sort_value(field.cell(*row)), row) for row in rows]
        said = [(key, row) for key, row in keyed if key is not None]
        # A cell may hold a text in one row and a list in another; texts come first.
        said.sort(key=lambda pair: (isinstance(pair[0], list), pair[0]), reverse=options.sort.startswith("-"))
        if field.column.key in _OF_LADDER:
            places = {
                context: place for place, context in enumerate(dict.fromkeys(context for context, _ in rows))
            }
            said.sort(key=lambda pair: places[pair[1][0]])
        rows = [row for _, row in said] + [row for key, row in keyed if key is None]
    elif last and options.limit is not None:
        return rows[max(0, len(rows) - options.limit) :]
    return rows[: options.limit]


def table(context: C, fields: Sequence[Field[C, R]], records: Sequence[R], columns: Sequence[str] = ()) -> Table:
    """Return the records of one context as a table; see `table_of`."""
    return table_of(fields, [(context, record) for record in records], columns)


def table_of(fields: Sequence[Field[C, R]], rows: Sequence[tuple[C, R]], columns: Sequence[str] = ()) -> Table:
    """Return records, each beside its context, as a table of all fields, or of the selected columns.

    Raises:
        UsageError: there is no column of a key, or one is given twice.
    """
    columns = [_key_of(fields, name) for name in columns]
    if twice := next((key for key in columns if columns.count(key) > 1), None):
        msg = f"the column {twice!r} is given twice"
        raise UsageError(msg)
    chosen = [_field(fields, key) for key in columns] or fields
    cells = [field.cell for field in chosen]
    return Table(
        tuple(
            structs.replace(field.column, shown=True, always_shown=True) if columns else field.column
            for field in chosen
        ),
        tuple([tuple([cell(context, record) for cell in cells]) for context, record in rows]),
    )


def showing(
    body: Table, *, also: Collection[str] = (), never: Collection[str] = (), below: Collection[str] = ()
) -> Table:
    """Return a table of which people see some more or fewer columns than usual, by key."""
    columns = tuple(
        structs.replace(
            column,
            shown=(column.shown or column.key in {*also, *below}) and column.key not in never,
            below=column.below or column.key in below,
        )
        for column in body.columns
    )
    return structs.replace(body, columns=columns)


def ordered(body: Table, first: Sequence[str]) -> Table:
    """Return a table with some columns first, by key, in that order."""
    keys = [column.key for column in body.columns]
    places = [*map(keys.index, first), *(place for place, key in enumerate(keys) if key not in first)]
    columns, *rows = (tuple(row[place] for place in places) for row in (body.columns, *body.rows))
    return structs.replace(body, columns=columns, rows=tuple(rows))


def shown_of(shown: int, matching: int, noun: str) -> str:
    """Return how many are shown, and of how many where that is fewer than match."""
    return counted(shown, noun) if shown == matching else f"{shown} of {counted(matching, noun)}"


def _key_of(fields: Sequence[Field[C, R]], name: str) -> str:
    """Return the key of a column by its key, or else by its heading; case does not matter."""
    columns = [field.column for field in fields]
    keys = {column.key.casefold(): column.key for column in columns}
    headings = {fold(column.formerly): column.key for column in columns if column.formerly}
    headings |= {fold(column.heading): column.key for column in reversed(columns)}
    return name if name in keys.values() else keys.get(name.casefold()) or headings.get(fold(name), name)


def _field(fields: Sequence[Field[C, R]], key: str) -> Field[C, R]:
    for field in fields:
        if field.column.key == key:
            return field
    keys = [field.column.key for field in fields]
    raise unknown_value("column", key, keys, where="brief codebook --listings")
