"""The votes on texts: the columns and the listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.kinds import VOTE
from briefcli.dossier.model import RollCall, VoteResult
from briefcli.dossier.queries import of_kind
from briefcli.page import Column, ColumnType, Term, Values
from briefcli.pages.columns import UNGRADED
from briefcli.pages.fields import Field, attr, enum_attr, with_common_columns
from briefcli.pages.listings import RecordListing, record_listing

if TYPE_CHECKING:
    from briefcli.dossier.model import Vote
    from briefcli.page import Listing
    from briefcli.pages.context import Context
    from briefcli.pages.listings import Selection
    from briefcli.pages.tables import ListingOptions


def _totals(_: Context, vote: Vote) -> Values | None:
    if vote.totals is None:
        return None
    pairs = ((Term(key, heading), getattr(vote.totals, key)) for key, heading in _HEADINGS.items())
    return Values(tuple(pairs))


_HEADINGS = {"in_favour": "In favour", "against": "Against", "abstained": "Abstained"}


def _total(key: str, heading: str) -> Field[Context, Vote]:
    meaning = f"how many voted so: {heading.lower()}"
    column = Column(f"total_{key}", f"Total {heading.lower()}", meaning, type=ColumnType.NUMBER, optional=True)
    return Field(column, lambda _, vote: getattr(vote.totals, key, None))


#: The totals as columns, for tables whose cells have one value each.
TOTALS: tuple[Field[Context, Vote], ...] = tuple(_total(*item) for item in _HEADINGS.items())


def _voters(key: str, heading: str, meaning: str) -> Field[Context, Vote]:
    column = Column(key, heading, meaning, shown=False, type=ColumnType.TEXTS)
    return Field(column, lambda context, vote: context.countries(getattr(vote, key)))


VOTES: tuple[Field[Context, Vote], ...] = with_common_columns(
    (
        attr("date", "Date", "when the vote was taken", type=ColumnType.DATE),
        Field(Column("body", "Body", "who voted"), lambda _, vote: Term(vote.body, vote.body)),
        attr("title", "Text", "the title of the text"),
        attr("document", "Document", "the symbol of the text", optional=True),
        enum_attr("result", "Result", "adopted, rejected or not acted on", VoteResult),
        Field(
            Column("totals", "Totals", "how many voted in each way", type=ColumnType.VALUES, optional=True),
            _totals,
        ),
        enum_attr("roll_call", "Roll call", "complete, partial or none: how much is recorded", RollCall),
        _voters("in_favour", "In favour", "names of the countries that voted in favour"),
        _voters("against", "Against", "names of the countries that voted against"),
        _voters("abstained", "Abstained", "names of the countries that abstained"),
        _voters("absent", "Absent", "names of the countries that did not cast their vote"),
        attr("follow_up", "Follow-up", "whether it came after the dossier's own day", type=ColumnType.TRUTH),
        *UNGRADED,
    ),
    "date",
)


def votes_page(selection: Selection, options: ListingOptions) -> Listing:
    """Return the votes, in order of time; a limit keeps the newest."""
    listing: RecordListing[Vote] = RecordListing(
        "vote",
        "Votes",
        VOTES,
        lambda dossier, query: of_kind(dossier, VOTE, query),
        lambda vote: vote.date,
        last=True,
    )
    return record_listing(listing, selection, options)
