"""The listings, each declared once.

Commands, the Python API, completion, the schemas of outputs, the documents and the site read these declarations. A
new listing needs its declaration here, its page and its test. Pages are named as text and imported when they are
shown, because a run shows one of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from briefcli.dossier.filters import OF_SECTORS, OF_STANCES
from briefcli.dossier.history import ChangeKind, Direction
from briefcli.dossier.kinds import RECORD_KINDS
from briefcli.dossier.model import Choice, CountryType, SourceKind, Stage, TopicKind
from briefcli.dossier.queries import of_kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from enum import StrEnum

    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Dossier
    from briefcli.page import Column, Listing
    from briefcli.pages.listings import Selection
    from briefcli.pages.tables import ListingOptions

#: Filters that select countries, those of any claim with evidence, and those of the records of countries.
COUNTRY_FILTERS = ("country", "region", "group", "type", "fact")
CLAIM_FILTERS = ("source", "credibility", "disputed", "single_source", "grep", "as_of", "today")
RECORD_FILTERS = (*COUNTRY_FILTERS, *CLAIM_FILTERS)
DATE_FILTERS = ("since", "until")
#: The filters whose words are the program's own in every listing.
OWN_WORDS: Mapping[str, type[StrEnum]] = {"stage": Stage, "type": CountryType, "vote": Choice, "move": Direction}
LEVEL_FILTERS = tuple(OF_STANCES)


class Late(NamedTuple):
    """A name in a module of `briefcli` that is imported when it is used."""

    module: str
    name: str

    def __call__(self) -> Any:
        """Import the module, and return what it has under the name."""
        return getattr(import_module(f"briefcli.{self.module}"), self.name)


class ListingSpec(Struct, frozen=True, kw_only=True, eq=False):
    """The declaration of a listing.

    Attributes:
        name: the name of its command.
        help, examples: what `--help` prints.
        use: when an assistant should use it.
        meaning: what its rows are, as the table of its records is described in an export.
        fields: its columns with the functions that make their cells.
        page: its page, a function of the selection, of `ListingOptions` and of the `extras`, if it has some.
        select: what finds its records in a dossier, if they are of no kind of its name.
        filters: the names of the filters that it takes.
        kinds: the words of its filter `kind`.
        filter_help: the help of filters that mean something else here.
        options: what it takes beside the options of all listings: `evidence`, `wide`, `csl`, `exit_code`.
        extras: further parameters of its page.
        needs_whole_dossier: whether the part about the countries that are named is not enough to answer it.
        published: whether the site has it as a table for download.
        left_out_empty: whether the site leaves it out where a dossier has no such records.
        newest_last: whether its rows are in order of time, so that a limit keeps the last ones.
    """

    name: str
    help: str
    examples: tuple[str, ...]
    use: str = ""
    meaning: str = ""
    fields: Late
    page: Late | None = None
    select: Late | None = None
    filters: tuple[str, ...] = ()
    kinds: type[StrEnum] | None = None
    filter_help: Mapping[str, str] = {}
    options: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    needs_whole_dossier: bool = False
    published: bool = False
    left_out_empty: bool = False
    newest_last: bool = False

    def vocabulary(self, name: str) -> type[StrEnum] | None:
        """Return the words of a filter, if they are the program's own."""
        return self.kinds if name == "kind" else OWN_WORDS.get(name)

    def listing(self, selection: Selection, options: ListingOptions, **extras: Any) -> Listing:
        """Return its page of what is selected."""
        listing: Listing = _imported(self.page)(selection, options, **extras)
        return listing

    def found(self, dossier: Dossier, query: Query) -> Sequence[object]:
        """Return its records in a dossier: those of the kind with its name, or what `select` finds."""
        if kind := next((kind for kind in RECORD_KINDS if kind.command == self.name), None):
            return of_kind(dossier, kind, query)
        found: Sequence[object] = _imported(self.select)(dossier, query)
        return found

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns for scripts, in order."""
        return tuple(field.column for field in self.fields())

    @property
    def help_text(self) -> str:
        """The help with the examples."""
        return "\n".join([self.help, "", "Examples:", *(f"    {line}" for line in self.examples)])


def _imported(late: Late | None) -> Any:
    if late is None:
        msg = "the command of this listing makes its page itself"
        raise TypeError(msg)
    return late()


_DECLARED = (
    ListingSpec(
        name="stances",
        help="List the present position of each country, highest level first.",
        use="Start here for most questions. as_of gives an earlier day, history the earlier stances.",
        examples=(
            "brief stances --min-level mission",
            "brief stances -c japan --evidence --wide",
            "brief stances -f json | jq -r '.[] | select(.disputed) | .country'",
        ),
        meaning="positions of countries, including superseded stances",
        fields=Late("pages.columns", "STANCES"),
        page=Late("pages.listings", "stances_page"),
        filters=(*RECORD_FILTERS, *LEVEL_FILTERS, *DATE_FILTERS, "history"),
        options=("evidence", "wide", "exit_code"),
        published=True,
    ),
    ListingSpec(
        name="topics",
        help="List what is under discussion, by kind.",
        use="The kinds are the values of kind.",
        examples=(
            "brief topics --kind agenda",
            "brief topics --columns kind,title,summary",
            "brief topics --credibility 2 -f md",
        ),
        meaning="matters under discussion",
        fields=Late("pages.columns", "TOPICS"),
        page=Late("pages.listings", "topics_page"),
        filters=(*RECORD_FILTERS, "kind", *DATE_FILTERS),
        kinds=TopicKind,
        filter_help={"kind": "Only this kind of topic"},
        options=("evidence",),
        published=True,
    ),
    ListingSpec(
        name="sectors",
        help="List cooperation by sector, with its stage.",
        use="Each row is an initiative.",
        examples=(
            "brief sectors --country japan",
            "brief sectors --sector education --evidence",
            "brief sectors -c japan -f csv",
        ),
        meaning="pieces of cooperation, each with its stage",
        fields=Late("pages.columns", "SECTORS"),
        page=Late("pages.listings", "sectors_page"),
        filters=(*RECORD_FILTERS, *OF_SECTORS, *DATE_FILTERS),
        options=("evidence",),
        published=True,
    ),
    ListingSpec(
        name="events",
        help="List events, oldest first.",
        use="The newest are in the first answer.",
        examples=(
            "brief events --since 2025-02",
            "brief events --upcoming -d all",
            "brief events -f jsonl",
        ),
        meaning="dated events",
        fields=Late("pages.columns", "EVENTS"),
        page=Late("pages.listings", "events_page"),
        filters=(*RECORD_FILTERS, *DATE_FILTERS),
        extras=("upcoming",),
        options=("evidence",),
        newest_last=True,
        published=True,
    ),
    ListingSpec(
        name="bottom-lines",
        help="List the standing position of each country in two or three sentences.",
        use="The shortest answer with sources.",
        examples=(
            "brief bottom-lines -c japan",
            "brief bottom-lines -f md",
        ),
        meaning="the standing position of each country, in two or three sentences",
        fields=Late("pages.bottom_lines", "BOTTOM_LINES"),
        page=Late("pages.bottom_lines", "bottom_lines_page"),
        filters=(*RECORD_FILTERS, *DATE_FILTERS, "history"),
        options=("evidence",),
        published=True,
        left_out_empty=True,
    ),
    ListingSpec(
        name="facts",
        help="List facts about countries: values of the attributes that a dossier defines.",
        use="An example is whether an embassy is open.",
        examples=(
            "brief facts -c japan",
            "brief facts -f csv",
        ),
        meaning="dated values of attributes of countries",
        fields=Late("pages.facts", "FACTS"),
        page=Late("pages.facts", "facts_page"),
        filters=(*RECORD_FILTERS, *DATE_FILTERS, "history"),
        options=("evidence",),
        published=True,
        left_out_empty=True,
    ),
    ListingSpec(
        name="votes",
        help="List votes on texts, with their results, or how each country voted.",
        use="ballots gives a row for each country and vote.",
        examples=(
            "brief votes -c japan --vote against",
            "brief votes --ballots -c japan",
            "brief votes --ballots --since 2018 -f csv",
        ),
        meaning="votes on texts, with their results",
        fields=Late("pages.votes", "VOTES"),
        page=Late("pages.votes", "votes_page"),
        filters=(*RECORD_FILTERS, "vote", *DATE_FILTERS),
        extras=("ballots",),
        needs_whole_dossier=True,
        options=("evidence",),
        newest_last=True,
        published=True,
        left_out_empty=True,
    ),
    ListingSpec(
        name="evidence",
        help="List each record, superseded stances included, with each source that it cites.",
        use="It shows who contradicts a record.",
        examples=(
            "brief evidence -c japan",
            "brief evidence --source asahi-2025-02-20",
            "brief evidence -f csv --columns id,source,verdict",
        ),
        fields=Late("pages.columns", "CITED"),
        page=Late("pages.listings", "evidence_page"),
        select=Late("dossier.queries", "evidence"),
        filters=(*RECORD_FILTERS, *DATE_FILTERS),
        published=True,
    ),
    ListingSpec(
        name="sources",
        help="List the sources that records cite, newest first.",
        use="Each row has publisher, date, reliability and address.",
        examples=(
            "brief sources --kind official",
            "brief sources -c pakistan --sort=-uses",
            "brief sources -f csl -o sources.json",
        ),
        fields=Late("pages.columns", "SOURCES"),
        page=Late("pages.listings", "sources_page"),
        select=Late("dossier.queries", "sources"),
        filters=(
            "country",
            "region",
            "group",
            "type",
            "fact",
            "source",
            "kind",
            *DATE_FILTERS,
            *CLAIM_FILTERS[1:],
        ),
        kinds=SourceKind,
        filter_help={"kind": "Only this kind of publisher"},
        options=("csl",),
        needs_whole_dossier=True,
        published=True,
    ),
    ListingSpec(
        name="dossiers",
        help="List all dossiers and where each is stored.",
        examples=(
            "brief dossiers -c japan",
            "brief dossiers -d my-dossier.yaml",
            "brief dossiers -f json | jq -r '.[].id'",
        ),
        fields=Late("pages.listings", "DOSSIERS"),
    ),
    ListingSpec(
        name="groups",
        help="List the groups of countries, or the members of one with their levels.",
        use="They are values of group.",
        examples=(
            "brief groups",
            "brief groups eu -d world",
            "brief groups nato -d world --as-of 2022 -f csv",
        ),
        fields=Late("pages.groups", "GROUPS"),
        page=Late("pages.groups", "groups_listing"),
        filters=("group", "as_of", "today", "history"),
    ),
    ListingSpec(
        name="diff",
        help="Compare two versions of a dossier, record by record.",
        examples=(
            "cat my-dossier.yaml | brief diff - my-dossier.yaml",
            "brief diff japan-visit my-dossier.yaml || echo they differ",
        ),
        fields=Late("pages.diff", "DIFFERENCES"),
    ),
    ListingSpec(
        name="changes",
        help="List what changed since a date, changes of level first.",
        use="since is required.",
        examples=(
            "brief changes --since 90d --kind level",
            "brief changes --since 2025 --until 2025-02 -c japan",
            "brief changes --since 2025 -f json | jq '.[] | [.date, .change]'",
        ),
        fields=Late("pages.changes", "CHANGES"),
        page=Late("pages.changes", "changes_page"),
        select=Late("dossier.changes", "changes"),
        filters=(*RECORD_FILTERS, *LEVEL_FILTERS, *OF_SECTORS, *DATE_FILTERS, "kind", "move"),
        kinds=ChangeKind,
        filter_help={
            "since": "Only changes on or after this date. Required.",
            "kind": "Only this kind of change",
        },
        options=("evidence",),
    ),
    ListingSpec(
        name="matrix",
        help="Show which countries have which concerns, or cooperate in which sectors.",
        use="Marks without sources: take those from stances or sectors.",
        examples=(
            "brief matrix",
            "brief matrix --by sectors",
            "brief matrix --min-level talks -f csv",
        ),
        fields=Late("pages.matrix", "MATRIX"),
        page=Late("pages.matrix", "matrix_listing"),
        select=Late("dossier.queries", "stances"),
        filters=(*RECORD_FILTERS, *LEVEL_FILTERS, *DATE_FILTERS, "history"),
        extras=("by",),
    ),
    ListingSpec(
        name="ladder",
        help="Show the level of each country over time.",
        use="Counts by level and year with count.",
        examples=(
            "brief ladder --count -f csv",
            "brief ladder --min-changes 2 -d world",
            "brief ladder -d world -f json | jq -r '.[] | select(.move == \"up\") | .country'",
        ),
        fields=Late("pages.ladder", "STEPS"),
        page=Late("pages.ladder", "ladder_listing"),
        select=Late("pages.ladder", "histories_in"),
        filters=(*RECORD_FILTERS, *LEVEL_FILTERS, *DATE_FILTERS),
        filter_help={
            "since": "Begin on this day, month or year.",
            "until": "End on this day, month or year.",
        },
        options=("evidence",),
        extras=("count", "min_changes"),
        needs_whole_dossier=True,
    ),
    ListingSpec(
        name="search",
        help="Find the records and sources that contain all the words given.",
        use="Then read a record with the tool of its kind.",
        examples=(
            "brief search scholarship",
            'brief search "human rights" education -c japan',
            "brief search nazari -f json | jq '.[] | [.kind, .record, .fields]'",
        ),
        fields=Late("pages.search", "MATCHES"),
        page=Late("pages.search", "search_page"),
        filters=(*RECORD_FILTERS, *DATE_FILTERS),
        extras=("words",),
    ),
    ListingSpec(
        name="review",
        help="List records due for review, or mark them reviewed.",
        examples=(
            "brief review -d my-dossier.yaml --why stale --why due --region Asia",
            "brief review -d my-dossier.yaml -c japan --mark 2026-03",
            "brief review -d my-dossier.yaml --through 2026-12-31 --write",
        ),
        fields=Late("pages.review", "REVIEW"),
    ),
    ListingSpec(
        name="links",
        help="Check source links: malformed, duplicate, unarchived, dead or redirected.",
        examples=(
            "brief links -d my-dossier.yaml",
            "brief links -d my-dossier.yaml -f json | jq -r '.[] | .place + \": \" + .says'",
        ),
        fields=Late("pages.links", "LINKS"),
    ),
)
#: The listings by their names, in the order of the documents.
LISTINGS: Mapping[str, ListingSpec] = {spec.name: spec for spec in _DECLARED}
