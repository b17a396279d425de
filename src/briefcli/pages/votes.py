"""The votes on texts: the columns and the listing."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.dates import in_words
from briefcli.dossier.kinds import VOTE
from briefcli.dossier.model import Choice, RollCall, VoteResult
from briefcli.dossier.queries import NO_VOTE, Ballot, of_kind
from briefcli.page import Column, ColumnType, Listing, Term, Values
from briefcli.pages.about import about, by_context, joined
from briefcli.pages.columns import UNGRADED
from briefcli.pages.context import Context
from briefcli.pages.fields import Field, attr, enum_attr, term, with_common_columns
from briefcli.pages.listings import RecordListing, answers, dossier_column_if_several, record_listing
from briefcli.pages.missing import counting
from briefcli.pages.tables import arranged, ordered, showing, shown_of, table, table_of
from briefcli.wording import counted, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Dossier, Vote
    from briefcli.page import Table
    from briefcli.pages.listings import Selection
    from briefcli.pages.tables import ListingOptions


def _totals(_: Context, vote: Vote) -> Values | None:
    if vote.totals is None:
        return None
    pairs = ((Term(key, heading), getattr(vote.totals, key)) for key, heading in _HEADINGS.items())
    return Values(tuple(pairs))


_HEADINGS = {"in_favour": "In favour", "against": "Against", "abstained": "Abstained"}


def _total(key: str, heading: str) -> Field[Context, Vote]:
    meaning = f"number of votes: {heading.lower()}"
    column = Column(f"total_{key}", f"Total {heading.lower()}", meaning, type=ColumnType.NUMBER, optional=True)
    return Field(column, lambda _, vote: getattr(vote.totals, key, None))


#: The totals as columns, for tables whose cells have one value each.
TOTALS: tuple[Field[Context, Vote], ...] = tuple(_total(*item) for item in _HEADINGS.items())


def _voters(key: str, heading: str, meaning: str) -> Field[Context, Vote]:
    column = Column(key, heading, meaning, shown=False, type=ColumnType.TEXTS)
    return Field(column, lambda context, vote: context.countries(getattr(vote, key)))


def _ballots_of(context: Context, vote: Vote) -> Values:
    """Return how each selected country voted."""
    if context.query.countries is None:
        return Values()
    found = queries.ballots_of(context.dossier, vote, structs.replace(context.query, choices=None))
    return Values(
        tuple((Term(one.code, queries.name_of(context.dossier, one.code)), term(one.vote)) for one in found)
    )


VOTES: tuple[Field[Context, Vote], ...] = with_common_columns(
    (
        attr("date", "Date", "when the vote was taken", type=ColumnType.DATE),
        Field(Column("body", "Body", "body that voted"), lambda _, vote: Term(vote.body, vote.body)),
        attr("title", "Text", "the title of the text"),
        attr("document", "Document", "the symbol of the text", optional=True),
        enum_attr("result", "Result", "adopted, rejected or not acted on", VoteResult),
        Field(
            Column("totals", "Totals", "number of votes of each kind", type=ColumnType.VALUES, optional=True),
            _totals,
        ),
        enum_attr(
            "roll_call",
            "Roll call",
            "how much is recorded: complete, partial or none (adopted without a vote)",
            RollCall,
        ),
        _voters("in_favour", "In favour", "names of the countries that voted in favour"),
        _voters("against", "Against", "names of the countries that voted against"),
        _voters("abstained", "Abstained", "names of the countries that abstained"),
        _voters("absent", "Absent", "names of the countries that did not cast their vote"),
        attr(
            "follow_up",
            "Follow-up",
            "whether the vote is later than the day of the dossier",
            type=ColumnType.TRUTH,
        ),
        *UNGRADED,
    ),
    "date",
    Field(
        Column(
            "ballots",
            "Selected countries",
            "how each selected country voted, by its code; empty if none are selected or nothing is recorded",
            shown=False,
            type=ColumnType.VALUES,
        ),
        _ballots_of,
    ),
)


#: The columns of a vote that its ballots have, too.
_OF_VOTE = {"date", "body", "title", "document", "result"}
_GRADED = {"grade", "disputed"}
BALLOTS: tuple[Field[Context, Ballot], ...] = with_common_columns(
    (
        *(field.via(attrgetter("record")) for field in VOTES if field.column.key in _OF_VOTE),
        Field(
            Column("country", "Country", "name of the country"),
            lambda context, ballot: context.country(ballot.code),
        ),
        Field(Column("code", "Code", "ISO 3166-1 alpha-2 code", shown=False), lambda _, ballot: ballot.code),
        Field(
            Column(
                "vote",
                "Vote",
                "how the country voted; no-vote where it is in no list of a complete roll call",
                words=(*Choice, NO_VOTE),
            ),
            lambda _, ballot: term(ballot.vote),
        ),
        *(
            field.via(attrgetter("record"))
            for field in UNGRADED
            if field.column.key in {*_GRADED, "evidence", "id"}
        ),
    ),
    "date",
    *(
        field.with_column(shown=False).via(attrgetter("record"))
        for field in VOTES
        if field.column.key == "roll_call"
    ),
)
#: What introduces the number of members of a group that cast a recorded vote.
_RECORDED = "ballots recorded for"
#: The most selected countries whose votes are in the rows of votes for people.
_MAX_NAMED = 5


def votes_page(selection: Selection, options: ListingOptions, *, ballots: bool = False) -> Listing:
    """Return the votes, or how each country voted, in order of time; a limit keeps the newest.

    The ballots are also listed if they are selected by how countries voted, and no country is selected.
    """
    if ballots or any(query.choices and query.countries is None for _, query in selection):
        return _ballots_page(selection, options)
    listing: RecordListing[Vote] = RecordListing(
        "vote",
        "Votes",
        VOTES,
        _votes,
        lambda vote: vote.date,
        last=True,
        recorded=(_RECORDED, _votes),
    )
    page = record_listing(listing, selection, options)
    found = [vote for snapshot, query in selection for vote in _votes(snapshot.dossier, query)]
    if without := sum(vote.roll_call is RollCall.NONE for vote in found):
        were = "1 text was" if without == 1 else f"{without} texts were"
        page = structs.replace(page, footer=f"{page.footer} {were} adopted without a vote (no roll call).")
    numbers = [len(query.countries or ()) for _, query in selection]
    if any(query.countries is not None for _, query in selection):
        further = partial_in_words([Context(*one) for one in selection], further=True)
        page = structs.replace(page, footer=f"{page.footer} {further}".rstrip(), notice=further)
    if options.columns or not any(numbers):
        return page
    if max(numbers) > _MAX_NAMED:
        return structs.replace(page, footer=f"{page.footer} --ballots lists how each selected country voted.")
    shown = showing(page.table, also={"ballots"})
    keys = [column.key for column in shown.columns]
    before = keys[: keys.index("result")]
    return structs.replace(page, display_table=ordered(shown, [*before, "ballots"]))


def partial_in_words(contexts: Sequence[Context], *, further: bool = False, dated: bool = True) -> str:
    """Return which of the roll calls that were looked through are not complete, so that ballots are missing.

    The `further` ones are those without a ballot of a selected country, which a listing of votes leaves out. Those
    that are not `dated` are only counted.
    """
    found = [
        vote
        for context in contexts
        for vote in of_kind(context.dossier, VOTE, structs.replace(context.query, countries=None, choices=None))
        if vote.roll_call is RollCall.PARTIAL
        and not (further and (context.query.countries or frozenset()) & {*vote.countries})
    ]
    if not found:
        return ""
    dates = listed([in_words(vote.date) for vote in sorted(found, key=attrgetter("date"))])
    which = "This roll call is" if len(found) == 1 else "These roll calls are"
    if further:
        which = f"{counted(len(found), 'further roll call')} {'is' if len(found) == 1 else 'are'}"
    if not dated:
        return f"{which} not complete"
    return f"{which} not complete: {dates}. A country that is not listed there may have voted, too."


def _votes(dossier: Dossier, query: Query) -> list[Vote]:
    return of_kind(dossier, VOTE, query)


def _ballots_page(selection: Selection, options: ListingOptions) -> Listing:
    """Return how each country voted, under the vote."""
    contexts, found = answers(selection, queries.ballots)
    found.sort(key=lambda row: row[1].record.date)
    rows = arranged(BALLOTS, found, options, last=True)
    body = table_of(BALLOTS, rows, options.columns)
    if not options.columns and not options.sort:
        body = showing(body, also=dossier_column_if_several(selection), never=_OF_VOTE | _GRADED)
        body = structs.replace(body, groups=tuple(_heading(ballot.record) for _, ballot in rows))
    votes = by_context(contexts, [(context, ballot.record) for context, ballot in rows])
    rests = joined(
        counting(
            about(context, listed=list(dict.fromkeys(own))), _RECORDED, _votes(context.dossier, context.query)
        )
        for context, own in votes
    )
    footer = f"{shown_of(len(rows), len(found), 'ballot')}. {partial_in_words(contexts)}".rstrip()
    return Listing("How countries voted", rests, body, footer=footer)


def ballots_table(context: Context) -> Table:
    """Return how the selected countries voted, for people; of a vote in which they had none there is no row."""
    found = [one for one in queries.ballots(context.dossier, context.query) if one.vote != NO_VOTE]
    alone = {"country"} if len(context.query.countries or ()) == 1 else set()
    return showing(table(context, BALLOTS, found), never=alone | _GRADED)


def _heading(vote: Vote) -> str:
    document = f" ({vote.document})" if vote.document else ""
    partial = "; the roll call is not complete" if vote.roll_call is RollCall.PARTIAL else ""
    return f"{vote.date}, {vote.body}: {vote.title}{document}. {term(vote.result).label}{partial}"
