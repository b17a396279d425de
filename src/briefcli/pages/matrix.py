"""Countries by concerns, or by sectors."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.model import Stage
from briefcli.page import Column, Page, Table, Term
from briefcli.pages.columns import STANCES, Context
from briefcli.pages.listings import caption
from briefcli.pages.tables import arranged, selected, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from briefcli.dossier.model import Dossier, Stance
    from briefcli.dossier.queries import Filters
    from briefcli.page import Cell
    from briefcli.pages.tables import Shape


class By(StrEnum):
    """What stands across."""

    CONCERNS = "concerns"
    SECTORS = "sectors"


_CONCERN_MARKS = {"main": "●", "further": "○"}
_STAGE_MARKS = {
    Stage.PROPOSED: "○",
    Stage.AGREED: "◇",
    Stage.UNDER_WAY: "◐",
    Stage.STALLED: "✕",
    Stage.COMPLETED: "●",
}
#: The columns of stances that stand at the left of a matrix.
MATRIX = tuple(field for field in STANCES if field.column.key in {"country", "code", "level", "rank"})
_LEFT = {field.column.key for field in MATRIX}


def matrix_page(dossier: Dossier, filters: Filters, by: By, shape: Shape) -> Page:
    """Return the countries with a stance, down the ladder, by what they share, the most shared first."""
    context = Context(dossier, filters)
    # By sectors, the filters on evidence, time and text are about the sectors.
    free = {"source": (), "credibility": None, "since": None, "until": None, "grep": ()}
    asked = filters if by is By.CONCERNS else structs.replace(filters, **free)
    found = queries.stances(dossier, asked)
    stances = arranged(context, STANCES, found, shape)
    left = table(context, MATRIX, stances)
    labels = dossier.terms.concerns if by is By.CONCERNS else dossier.terms.sectors
    marks = _CONCERN_MARKS if by is By.CONCERNS else {str(stage): mark for stage, mark in _STAGE_MARKS.items()}
    marked = _concerns if by is By.CONCERNS else _sectors(dossier, filters)
    nothing: Cell = None if by is By.CONCERNS else ()
    cells = [marked(stance) for stance in stances]
    across = _ordered([marked(stance) for stance in found], labels)
    # A term may have the id of a column at the left, and must not take its place.
    columns = tuple(
        Column(f"{by}.{key}" if key in _LEFT else key, labels[key], f"mark of {labels[key]}") for key in across
    )
    rows = tuple(
        (*row, *(own.get(key, nothing) for key in across)) for row, own in zip(left.rows, cells, strict=True)
    )
    hidden = tuple(structs.replace(column, shown=column.key == "country", kept=False) for column in left.columns)
    legend = ", ".join(f"{mark} {word}" for word, mark in marks.items())
    footer = f"{len(stances)} {'country' if len(stances) == 1 else 'countries'}. {legend}."
    title = f"Countries by {by}"
    groups = () if shape.sort else tuple(context.level_labels[stance.level] for stance in stances)
    body = selected(Table((*hidden, *columns), rows, groups, keyed=1), shape.columns)
    return Page(title, caption(dossier, filters), body, footer=footer, header=shape.header)


def _concerns(stance: Stance) -> dict[str, Cell]:
    words = ["main"] + ["further"] * len(stance.concerns)
    return {
        concern: Term(word, _CONCERN_MARKS[word]) for concern, word in zip(stance.concerns, words, strict=False)
    }


def _sectors(dossier: Dossier, filters: Filters) -> Callable[[Stance], dict[str, Cell]]:
    """Return what finds the sectors of a stance's country, with their stages in order."""
    found = queries.sectors(dossier, structs.replace(filters, country=()))
    stages = {(country, record.sector, record.stage) for record in found for country in record.countries}

    def marked(stance: Stance) -> dict[str, Cell]:
        own = {sector for country, sector, _ in stages if country == stance.country}
        return {
            sector: tuple(
                Term(stage, _STAGE_MARKS[stage]) for stage in Stage if (stance.country, sector, stage) in stages
            )
            for sector in own
        }

    return marked


def _ordered(cells: Sequence[Mapping[str, Cell]], labels: Mapping[str, str]) -> list[str]:
    counts = Counter(key for found in cells for key in found)
    return sorted(counts, key=lambda key: (-counts[key], labels[key], key))
