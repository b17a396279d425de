"""Countries by concerns, or by sectors."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.filters import Query
from briefcli.dossier.model import Stage
from briefcli.errors import UsageError
from briefcli.page import Column, Listing, Mark
from briefcli.pages.about import about, raised_before
from briefcli.pages.columns import STANCES
from briefcli.pages.context import Context, count_by_type, more_by_type
from briefcli.pages.fields import Field
from briefcli.pages.tables import arranged, showing, table
from briefcli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from briefcli.dossier.model import Dossier, Stance
    from briefcli.dossier.past import Snapshot
    from briefcli.page import Cell
    from briefcli.pages.listings import Selection
    from briefcli.pages.tables import ListingOptions


class By(StrEnum):
    """The columns of the matrix."""

    CONCERNS = "concerns"
    SECTORS = "sectors"


_CONCERN_MARKS = {"main": "●", "further": "○", "earlier": "·"}
_EARLIER = Mark("earlier", _CONCERN_MARKS["earlier"])
_STAGE_MARKS = {
    Stage.PROPOSED: "○",
    Stage.AGREED: "◇",
    Stage.UNDER_WAY: "◐",
    Stage.STALLED: "✕",
    Stage.COMPLETED: "●",
}
#: The columns at the left.
MATRIX = tuple(
    field.with_column(shown=field.column.key == "country")
    for field in STANCES
    if field.column.key in {"country", "code", "level", "rank", "dossier"}
)
#: The columns that distinguish the stances of a country with --history.
SINCE = tuple(field for field in STANCES if field.column.key == "since")
_LEFT = {field.column.key for field in (*MATRIX, *SINCE)}


class _Row(NamedTuple):
    """A stance and the marks of its country, by the ids of the columns."""

    stance: Stance
    marks: Mapping[str, Cell]


def matrix_pages(selection: Selection, by: By, options: ListingOptions) -> list[tuple[Dossier, Listing]]:
    """Return a matrix of each dossier, or of those that have the selected columns.

    Raises:
        UsageError: none has a column.
    """
    pages, refused = [], []
    for snapshot, query in selection:
        try:
            pages.append((snapshot.dossier, matrix_page(snapshot, query, by, options)))
        except UsageError as error:
            refused.append(error)
    if refused and not pages:
        raise refused[0]
    return pages


def matrix_listing(selection: Selection, options: ListingOptions, by: str = By.CONCERNS) -> Listing:
    """Return the matrix of the only dossier that is selected."""
    ((_, page),) = matrix_pages(selection, By(by), options)
    return page


def matrix_page(snapshot: Snapshot, query: Query, by: By, options: ListingOptions) -> Listing:
    """Return the countries with a stance, down the ladder, by what they share, the most shared first."""
    dossier, context = snapshot.dossier, Context(snapshot, query)
    # By sectors, the filters on evidence, time and text are about the sectors.
    asked = ("sources", "credibility", "disputed", "single_source", "since", "until", "texts")
    free = {name: getattr(Query(), name) for name in asked}
    of_stances = query if by is By.CONCERNS else structs.replace(query, **free)
    marks_of = partial(_concerns, context) if by is By.CONCERNS else _sectors(dossier, query)
    found = [_Row(stance, marks_of(stance)) for stance in queries.stances(dossier, of_stances)]
    left = (*MATRIX, *SINCE) if query.history else MATRIX
    fields = (*(field.via(attrgetter("stance")) for field in left), *_across(dossier, by, found))
    rows = [row for _, row in arranged(fields, [(context, row) for row in found], options)]
    body = table(context, fields, rows, options.columns)
    display_table = table(context, fields, [row for row in rows if row.marks], options.columns)
    if not (options.columns or options.sort):
        display_table = structs.replace(showing(display_table, also={"level", "since"}), group_by="level")
    marks = _CONCERN_MARKS if by is By.CONCERNS else {str(stage): mark for stage, mark in _STAGE_MARKS.items()}
    meanings = {
        "main": "main concern",
        "further": "secondary concern",
        "earlier": "concern only in an earlier stance",
    }
    legend = ", ".join(f"{mark} {meanings.get(word, word)}" for word, mark in marks.items())
    marked, silent = (
        [dossier.countries[row.stance.country] for row in rows if bool(row.marks) is has] for has in (True, False)
    )
    footer = f"{counted(len(marked), 'stance') if query.history else count_by_type(marked)}."
    if silent:
        what = "concern" if by is By.CONCERNS else "cooperation"
        footer += f" No {what} is recorded for {more_by_type(silent)}."
    if by is By.CONCERNS:
        footer += raised_before([(snapshot, query)])
    rests = about(context, listed=[row.stance for row in rows], of_stances=True)
    left_columns = sum(column.key in _LEFT for column in display_table.columns)
    display_table = structs.replace(display_table, fixed_columns=max(1, left_columns))
    return Listing(
        f"Countries by {by}", rests, body, footer=footer, intro=f"{legend}.", display_table=display_table
    )


def _across(dossier: Dossier, by: By, found: Sequence[_Row]) -> list[Field[Context, _Row]]:
    """Return the columns of what some country has, the most shared first."""
    labels = dossier.terms.concerns if by is By.CONCERNS else dossier.terms.sectors
    nothing: Cell = None if by is By.CONCERNS else ()
    counts: Counter[str] = Counter()
    for row in found:
        counts.update({key: mark != _EARLIER for key, mark in row.marks.items()})

    def field(key: str) -> Field[Context, _Row]:
        # A term may have the id of a column at the left, and must not take its place.
        column = Column(f"{by}.{key}" if key in _LEFT else key, labels[key], f"mark of {labels[key]}")
        return Field(column, lambda _, row: row.marks.get(key, nothing))

    return [field(key) for key in sorted(counts, key=lambda key: (-counts[key], labels[key], key))]


def _concerns(context: Context, stance: Stance) -> dict[str, Cell]:
    words = ["main"] + ["further"] * len(stance.concerns)
    raised = {
        concern: Mark(word, _CONCERN_MARKS[word]) for concern, word in zip(stance.concerns, words, strict=False)
    }
    return {**raised, **dict.fromkeys(context.earlier_concerns[stance.id], _EARLIER)}


def _sectors(dossier: Dossier, query: Query) -> Callable[[Stance], dict[str, Cell]]:
    """Return what finds the sectors of a stance's country, with their stages in order."""
    found = queries.sectors(dossier, structs.replace(query, countries=None))
    stages = {(country, record.sector, record.stage) for record in found for country in record.countries}

    def marked(stance: Stance) -> dict[str, Cell]:
        own = {sector for country, sector, _ in stages if country == stance.country}
        return {
            sector: tuple(
                Mark(stage, _STAGE_MARKS[stage]) for stage in Stage if (stance.country, sector, stage) in stages
            )
            for sector in own
        }

    return marked
