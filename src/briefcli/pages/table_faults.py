"""What `import` cannot take from a table, cell by cell."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.page import About, ColumnType, Listing
from briefcli.pages.fields import Field, attr, enum_attr
from briefcli.pages.tables import arranged, shown_of, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.pages.tables import ListingOptions


class FaultReason(StrEnum):
    """Why a cell is not taken."""

    FAULT = "fault"
    CONFLICT = "conflict"
    NOT_APPLIED = "not-applied"


class TableFault(Struct, frozen=True):
    """A cell that is not taken, with its place as a spreadsheet shows it; without a column, a whole row."""

    reason: FaultReason
    table: str
    row: int
    column: str
    heading: str
    cell: str
    says: str

    def __str__(self) -> str:
        column = f", column {self.column}" + (f" ({self.heading})" if self.heading else "") if self.column else ""
        return (
            f"{self.table}, row {self.row}{column}: {self.says}" if self.table else f"{self.heading}: {self.says}"
        )


def faults_page(faults: Sequence[TableFault], options: ListingOptions) -> Listing:
    """Return all faults of some tables, in the order of their places."""
    rows = arranged(TABLE_FAULTS, [(None, fault) for fault in faults], options)
    footer = f"{shown_of(len(rows), len(faults), 'fault')}."
    return Listing("Faults of a table", About(), table_of(TABLE_FAULTS, rows, options.columns), footer=footer)


TABLE_FAULTS: tuple[Field[None, TableFault], ...] = (
    enum_attr("reason", "Reason", "fault, conflict (changed on both sides) or not-applied", tuple(FaultReason)),
    attr("table", "Table", "the file and the sheet"),
    attr("row", "Row", "the number of the row", type=ColumnType.NUMBER),
    attr("column", "Column", "the letters of the column, empty for a whole row", optional=True),
    attr("heading", "Heading", "the heading of the column", optional=True),
    attr("cell", "Cell", "what the cell contains", optional=True),
    attr("says", "Fault", "what is wrong, and what is possible"),
)
