"""The brief on a whole dossier."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from briefcli.dossier import queries
from briefcli.dossier.changes import RECENT_DAYS, recent_moves
from briefcli.dossier.dates import PartialDate, in_words, last_day
from briefcli.dossier.kinds import EVENT, RECORD_KINDS, SECTOR, STANCE
from briefcli.dossier.model import Stage
from briefcli.page import Bar, Bars, Brief, Column, ColumnType, KeyValues, Section, Table, Term, Worded
from briefcli.pages.about import about, with_coverage
from briefcli.pages.changes import CHANGES
from briefcli.pages.columns import COUNTS, EVENTS, SPARSE, STANCES
from briefcli.pages.context import Context, count_by_type, heading_of_events, note_of_types
from briefcli.pages.disputes import by_record, disputed
from briefcli.pages.finding import finding_in_words
from briefcli.pages.grades import grade_legend
from briefcli.pages.tables import showing, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Country, Dossier, Record, Sector, Stance
    from briefcli.dossier.past import Snapshot

#: The columns of a country that was last checked long ago.
_STALE = tuple(field for field in STANCES if field.column.key in {"country", "code", "checked"})
#: How many of the newest events a summary names.
NEWEST = 5


def counts_page(snapshot: Snapshot, query: Query, by: str) -> Brief:
    """Return the finding and the coverage of a dossier, and how many countries of each part are at each level."""
    from briefcli.pages.breakdown import By, levels_by  # noqa: PLC0415 - only on request

    dossier, context = snapshot.dossier, Context(snapshot, query)
    stances = queries.stances(dossier, query)
    sections = (
        Section("finding", "Finding", finding_in_words(context, stances)),
        Section("coverage", "Coverage", _coverage(dossier, query)),
        Section("levels", f"Countries by {by} and level", levels_by(context, stances, By(by))),
    )
    return Brief(dossier.title, about(context, listed=stances, of_stances=True), sections)


def summary_page(snapshot: Snapshot, query: Query) -> Brief:
    """Return the summary page of a dossier."""
    dossier, context = snapshot.dossier, Context(snapshot, query)
    of_kind = {kind: queries.of_kind(dossier, kind, query) for kind in RECORD_KINDS}
    stances, sectors, events = of_kind[STANCE], of_kind[SECTOR], of_kind[EVENT]
    found: list[Record] = [*chain.from_iterable(of_kind.values())]
    newest = events[::-1][:NEWEST]
    day = last_day(snapshot.day or dossier.as_of)
    moves = recent_moves(dossier, query, day)
    recent = f"Changes of level in the {RECENT_DAYS} days to {in_words(PartialDate(day.isoformat()))}"
    moved = showing(table(context, CHANGES, moves), also={"country"}, never={"kind"})
    stale = sorted(filter(context.is_stale, stances), key=lambda stance: context.checked[stance.country] or "")
    written = f"{dossier.summary} (Written as of {in_words(dossier.as_of)}.)" if snapshot.is_before_summary else ""
    sections = (
        Section("finding", "Finding", finding_in_words(context, stances)),
        Section("about", "" if written else "About", dossier.summary),
        Section("", "About", written),
        Section("coverage", "Coverage", _coverage(dossier, query)),
        Section("ladder", "Countries by level", _ladder(context, stances)),
        Section("moved", recent, moved),
        Section(
            "",
            recent,
            "" if moves else "No country changed level.",
        ),
        Section("", "Disputed current records", showing(by_record(context, found), never={"notes"})),
        Section("disputed", "", disputed(context, found)),
        Section("stale", "", table(context, _STALE, stale)),
        Section("", "Due for review", ", ".join(_due(context, one) for one in stale if not context.is_old(one))),
        Section(
            "",
            "Last checked more than a year ago",
            ", ".join(_last_checked(context, one) for one in stale if context.is_old(one)),
        ),
        Section("concerns", "Main concerns", _concerns(context, stances)),
        Section("sectors", "Sectors by stage", _sectors_by_stage(context, sectors)),
        Section("events", heading_of_events(context, newest), table(context, EVENTS, newest)),
        Section("counts", "Records", _counts(dossier, query, found)),
    )
    legend = grade_legend(*(section.body for section in sections))
    rests = with_coverage(about(context, found, of_stances=True), [(snapshot, query)])
    return Brief(dossier.title, rests, sections, footer=legend)


def _coverage(dossier: Dossier, query: Query) -> tuple[str, ...]:
    """Return which countries the dossier covers, if it states that, unless some countries are named."""
    if dossier.coverage is None or query.filters.country:
        return ()
    from briefcli.pages.coverage import covered_in_words  # noqa: PLC0415 - most dossiers state no coverage

    return covered_in_words(dossier, len({stance.country for stance in dossier.stances}))


def _last_checked(context: Context, stance: Stance) -> str:
    name, checked = queries.name_of(context.dossier, stance.country), context.checked[stance.country]
    return f"{name} ({checked or 'no date'})"


def _due(context: Context, stance: Stance) -> str:
    checked = context.checked[stance.country]
    last = f", last checked {checked}" if checked else ""
    return f"{queries.name_of(context.dossier, stance.country)} (since {context.next_review(stance)}{last})"


def _counts(dossier: Dossier, query: Query, records: Sequence[Record]) -> KeyValues:
    found = queries.counts(dossier, query, records)
    fields = [
        field.with_column(shown=field.column.key not in SPARSE or found.records[field.column.key] > 0)
        for field in COUNTS
    ]
    cells = {field.column.key: field.cell(None, found) for field in fields}
    codes = {code for record in records for code in record.countries}
    cells["countries"] = Worded(found.countries, count_by_type(dossier.countries[code] for code in codes))
    return KeyValues(tuple(field.column for field in fields), tuple(cells.values()))


def _ladder(context: Context, stances: Sequence[Stance]) -> Bars:
    """Return the number of countries at each level, the highest first."""
    at: dict[str, list[Country]] = {level: [] for level in reversed(context.steps)}
    for stance in stances:
        at[stance.level].append(context.dossier.countries[stance.country])
    bars = (
        Bar(context.steps[level], len(own), tuple(country.name for country in own), note_of_types(own))
        for level, own in at.items()
    )
    return Bars(tuple(bars) if stances else (), Column("names", "Countries", "the names of the countries"))


def _concerns(context: Context, stances: Sequence[Stance]) -> Bars:
    """Return how many countries have a concern as their main one, the most frequent first."""
    labels = context.dossier.terms.concerns
    main = Counter(stance.concerns[0] for stance in stances if stance.concerns)
    further = Counter(concern for stance in stances for concern in stance.concerns[1:])
    ordered = sorted({*main, *further}, key=lambda key: (-main[key], -further[key], labels[key], key))
    return Bars(
        tuple(Bar(Term(concern, labels[concern]), main[concern], further[concern]) for concern in ordered),
        Column("further", "secondary concern", "number of countries for which it is a secondary concern"),
    )


def _sectors_by_stage(context: Context, sectors: Sequence[Sector]) -> Table:
    labels = context.dossier.terms.sectors
    stages = [stage for stage in Stage if any(record.stage is stage for record in sectors)]
    counts = Counter((record.sector, record.stage) for record in sectors)
    columns = (
        Column("sector", "Sector", "id of the sector"),
        *(
            Column(stage, stage.capitalize(), f"number that are {stage}", type=ColumnType.NUMBER)
            for stage in stages
        ),
    )
    named = sorted({record.sector for record in sectors}, key=lambda sector: (labels[sector], sector))
    return Table(
        columns,
        tuple((Term(sector, labels[sector]), *(counts[sector, stage] for stage in stages)) for sector in named),
    )
