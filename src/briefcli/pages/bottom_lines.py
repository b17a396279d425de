"""The bottom lines of countries: the columns and the listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.dates import in_words
from briefcli.dossier.kinds import BOTTOM_LINE
from briefcli.dossier.queries import of_kind
from briefcli.page import Column, ColumnType
from briefcli.pages.columns import COUNTRY, UNGRADED
from briefcli.pages.fields import Field, attr, with_common_columns
from briefcli.pages.listings import RecordListing, record_listing

if TYPE_CHECKING:
    from briefcli.dossier.model import BottomLine
    from briefcli.page import Listing
    from briefcli.pages.context import Context
    from briefcli.pages.listings import Selection
    from briefcli.pages.tables import ListingOptions

BOTTOM_LINES: tuple[Field[Context, BottomLine], ...] = with_common_columns(
    (
        *COUNTRY,
        attr("date", "Date", "day for which the bottom line was written", type=ColumnType.DATE),
        attr("text", "Bottom line", "the standing position, in two or three sentences"),
        *UNGRADED,
        Field(
            Column(
                "before_last_change",
                "Before the last change",
                "whether the bottom line was written before the newest stance of the country",
                type=ColumnType.TRUTH,
            ),
            lambda context, line: context.is_before_last_change(line),
        ),
    ),
    "date",
)


def bottom_lines_page(selection: Selection, options: ListingOptions) -> Listing:
    """Return the bottom line of each country, by the name of the country."""
    listing: RecordListing[BottomLine] = RecordListing(
        "bottom line",
        "Bottom lines",
        BOTTOM_LINES,
        lambda dossier, query: of_kind(dossier, BOTTOM_LINE, query),
        which=" in total" if selection[0][1].history else "",
    )
    return record_listing(listing, selection, options)


def bottom_line_in_words(context: Context, line: BottomLine) -> str:
    """Return a bottom line with its day, and whether a stance of the country is newer."""
    late = ", written before the last change" if context.is_before_last_change(line) else ""
    return f"{line.text} (As of {in_words(line.date)}{late}.)"
