"""The ladder over time: who stood on which level when, and how many stood on each."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.dates import PartialDate, first_day, last_day
from briefcli.dossier.finding import counts_on
from briefcli.dossier.past import Snapshot
from briefcli.page import Column, ColumnType, Listing, Table, Term, Track
from briefcli.pages.about import about, by_context, joined, with_coverage
from briefcli.pages.columns import EVIDENCE, LEVELS, STANCES
from briefcli.pages.context import Context, count_by_type, levels_as_steps, since_of
from briefcli.pages.fields import DOSSIER, Field, attr, with_common_columns
from briefcli.pages.listings import dossier_column_if_several
from briefcli.pages.notes import notes_of
from briefcli.pages.tables import arranged, showing, shown_of, table_of
from briefcli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefcli.dossier.filters import Query
    from briefcli.dossier.history import History, Run
    from briefcli.dossier.model import Dossier, Stance
    from briefcli.page import About, Step
    from briefcli.pages.listings import Selection
    from briefcli.pages.tables import ListingOptions


#: What countries are called in a count that had no stance yet.
NOT_YET_COVERED = "Not yet covered"


class TimeSpan(NamedTuple):
    """The days that a ladder shows, both included."""

    start: PartialDate
    end: PartialDate

    def years(self) -> list[tuple[str, PartialDate]]:
        """Return the years, each with its last day that is shown."""
        years = range(int(self.start[:4]), int(self.end[:4]) + 1)
        return [(f"{year:04}", min(PartialDate(f"{year:04}-12-31"), self.end)) for year in years]


class Count(NamedTuple):
    """How many countries stood on a step in a year; without a step, how many were not yet covered."""

    year: str
    step: Step | None
    number: int


def ladder_listing(
    selection: Selection, options: ListingOptions, *, count: bool = False, min_changes: int = 0
) -> Listing:
    """Return the steps of the countries, or how many countries were at each level at the end of each year.

    Only countries are shown that changed their level at least `min_changes` times in the time that is shown.
    """
    return (counts_page if count else ladder_page)(selection, options, min_changes)


def ladder_page(selection: Selection, options: ListingOptions, min_changes: int = 0) -> Listing:
    """Return the steps of the countries: for scripts a row for each, for people a row for each country.

    Countries are chosen by their stances in force, and shown if they were on a level in the selected period;
    those whose stance has ended come last.
    """
    contexts = [Context(snapshot, query) for snapshot, query in selection]
    found = [(context, history) for context in contexts for history in _histories(context, min_changes)]
    steps = [(context, run) for context, history in found for run in _shown(context, history)]
    rows = arranged(STEPS, steps, options)
    body = table_of(STEPS, rows, options.columns)
    if not options.columns:
        body = showing(
            body, also=({"evidence"} if options.evidence else set()) | dossier_column_if_several(selection)
        )
    display_table = None if options.columns or options.sort else _lanes(contexts, found[: options.limit])
    count = _how_many(found[: options.limit]) if display_table else shown_of(len(rows), len(steps), "step")
    count += _at_least(min_changes)
    records = [(context, run.stance) for context, run in (steps if display_table else rows)]
    title = (
        f"Level by country over time: {selection[0][0].dossier.subject}"
        if len(selection) == 1
        else "Level by country over time"
    )
    notes = notes_of(records) if options.evidence else ()
    return Listing(title, _rests(selection, records), body, notes, f"{count}.", _levels(selection), display_table)


def counts_page(selection: Selection, options: ListingOptions, min_changes: int = 0) -> Listing:
    """Return how many countries were at each level at the end of each year, the highest level first.

    Countries that had no stance yet are counted apart, if there are any.
    """
    contexts = [Context(snapshot, query) for snapshot, query in selection]
    known = {context: _histories(context, min_changes) for context in contexts}
    found = [
        (context, count)
        for context in contexts
        for count in _counts(context, known[context], _span([context], known[context]))
    ]
    body = table_of(COUNTS_BY_YEAR, arranged(COUNTS_BY_YEAR, found, options), options.columns)
    display_table = None if options.columns or options.sort else _by_year(found, grouped=len(selection) > 1)
    title = (
        f"Countries by level on {selection[0][0].dossier.subject}" if len(selection) == 1 else "Countries by level"
    )
    number = _how_many((context, history) for context, own in known.items() for history in own)
    footer = f"{number}{_at_least(min_changes)}, at the end of each year or on the last day that is shown."
    footer += _newly_known(run for context, own in known.items() for one in own for run in _shown(context, one))
    return Listing(title, _rests(selection, []), body, footer=footer, display_table=display_table)


def track_of(context: Context, history: History, start: str, end: str, *, small: bool = False) -> Track:
    """Return the levels of a country from one day to another."""
    newly_known = frozenset(run.since for run in history.runs if not run.since_is_known)
    return Track(tuple(_steps(context, history.runs)), start, end, small, newly_known)


def small_tracks(selection: Selection) -> Field[Context, Stance]:
    """Return a column with all levels of the country of a stance, for terminals."""
    known = [
        (Context(*one), {stance.country for stance in queries.stances(one[0].dossier, one[1])})
        for one in selection
    ]
    start = min(
        (
            stance.since
            for context, codes in known
            for stance in context.dossier.stances
            if stance.country in codes
        ),
        default="",
    )
    return Field(
        LEVELS,
        lambda context, stance: small_track(context, stance.country, start),
    )


def small_track(context: Context, code: str, start: str = "") -> Track:
    """Return all levels of a country up to the day of its dossier, from its first one if no `start` is given."""
    history = context.histories[code]
    end = last_day(context.snapshot.day or context.dossier.as_of).isoformat()
    return track_of(context, history, start or history.runs[0].since, end, small=True)


def histories_in(dossier: Dossier, query: Query, min_changes: int = 0) -> list[History]:
    """Return the histories that a ladder of a dossier shows."""
    return _histories(Context(Snapshot(dossier), query), min_changes)


def _histories(context: Context, min_changes: int = 0) -> list[History]:
    """Return the histories that are shown: of the highest level in force first, and last those that have ended."""
    dossier, query = context.dossier, structs.replace(context.query, since=None, until=None, history=False)
    codes = [stance.country for stance in queries.stances(dossier, query)]
    if not query.of_stances:
        before = queries.stances(dossier, structs.replace(query, history=True))
        codes = list(dict.fromkeys([*codes, *(stance.country for stance in before)]))
    found = [(context.histories[code], _shown(context, context.histories[code])) for code in codes]
    return [history for history, runs in found if runs and _moves(context, runs) >= min_changes]


def _moves(context: Context, runs: Iterable[Run]) -> int:
    """Return how often a country moved up or down in the time that is shown."""
    since = context.query.since
    return sum(
        _move(context, run).id in {"up", "down"} and (since is None or first_day(run.since) >= first_day(since))
        for run in runs
    )


def _at_least(min_changes: int) -> str:
    return f" with at least {counted(min_changes, 'change')} of level" if min_changes else ""


def _newly_known(runs: Iterable[Run]) -> str:
    """Return for how many countries the first day at a level is not known, and when their count begins."""
    number = len({run.stance.country for run in runs if not run.since_is_known})
    unknown = f" The first day at a level is not known for {counted(number, 'country')}"
    return f"{unknown}; the count includes each from the day by which it had reached the level." if number else ""


def _shown(context: Context, history: History) -> list[Run]:
    """Return the runs of a country in the time that is shown."""
    return [run for run in history.runs if run.holds_within(context.query.since, context.query.until)]


def _span(contexts: Sequence[Context], found: Iterable[History]) -> TimeSpan:
    """Return the days that are shown: the selected ones, else from the first step to the newest dossier's day."""
    end = max(map(_end_of, contexts))
    if since := contexts[0].query.since:
        start = PartialDate(first_day(since).isoformat())
    else:
        start = min((run.since for history in found for run in history.runs), default=end)
    return TimeSpan(min(start, end), end)


def _end_of(context: Context) -> PartialDate:
    """Return the last day that is shown of a dossier: its own, or an earlier one that is selected."""
    last = last_day(context.snapshot.day or context.dossier.as_of)
    if context.query.until:
        last = min(last, last_day(context.query.until))
    return PartialDate(last.isoformat())


def _how_many(found: Iterable[tuple[Context, History]]) -> str:
    """Return how many countries, bodies and others have some histories."""
    return count_by_type(context.dossier.countries[history.country] for context, history in found)


def _counts(context: Context, known: Sequence[History], span: TimeSpan) -> Iterator[Count]:
    steps: list[Step | None] = [*reversed(context.steps.values())]
    if any(history.runs[0].since > span.years()[0][1] for history in known):
        steps.append(None)
    years = span.years()
    for (year, _), counts in zip(years, counts_on(known, (day for _, day in years)), strict=True):
        for step in steps:
            yield Count(year, step, counts.numbers.get(step.id if step else None, 0))


def _lanes(contexts: Sequence[Context], found: Sequence[tuple[Context, History]]) -> Table:
    """Return a row for each country, under its dossier where there are several."""
    start, _ = _span(contexts, (history for _, history in found))
    columns = (
        Column("country", "Country", "name of the country"),
        Column("steps", "Steps", "its levels over time"),
        Column("now", "Level", "its level on the last day", empty="none"),
    )
    rows = []
    for context, history in found:
        track = track_of(context, history, start, _end_of(context))
        now = track.on(track.end)
        level = Term(now.id, f"{now.rank} {now.label}") if now else None
        rows.append((context.country(history.stances[0].country), track, level))
    groups = tuple(context.dossier.title for context, _ in found) if len(contexts) > 1 else ()
    return Table(columns, tuple(rows), groups)


def _steps(context: Context, own: Sequence[Run]) -> Iterator[tuple[str, Step | None]]:
    for run in own:
        if run.gap:
            yield run.gap, None
        yield run.since, context.steps[run.level]
    if own[-1].until:
        yield own[-1].until, None


def _by_year(found: Sequence[tuple[Context, Count]], *, grouped: bool) -> Table:
    """Return the levels by the years, under their dossiers where these are `grouped`."""
    years = sorted({count.year for _, count in found})
    counts = {(context, count.step, count.year): count.number for context, count in found}
    levels = list(dict.fromkeys((context, count.step) for context, count in found))
    columns = (
        Column("level", "Level", "the level"),
        *(Column(year, year, f"how many in {year}", as_bars=True) for year in years),
    )
    rows = tuple(
        (step or NOT_YET_COVERED, *(counts.get((context, step, year)) for year in years))
        for context, step in levels
    )
    groups = tuple(context.dossier.title for context, _ in levels) if grouped else ()
    return Table(columns, rows, groups)


def _rests(selection: Selection, records: Sequence[tuple[Context, Stance]]) -> About:
    contexts = list(dict.fromkeys(context for context, _ in records)) or [Context(*one) for one in selection]
    by = by_context(contexts, records)
    rests = joined(about(context, listed=own, of_stances=True, ended=True) for context, own in by)
    return with_coverage(rests, selection)


def _levels(selection: Selection) -> str:
    """Return the number of each level."""
    said = []
    for snapshot, _ in selection:
        levels = ", ".join(
            f"{step.rank} {step.label}" for step in reversed(levels_as_steps(snapshot.dossier).values())
        )
        said.append(f"Levels{f' of {snapshot.dossier.id}' if len(selection) > 1 else ''}: {levels}.")
    return " ".join(said)


def _move(context: Context, run: Run) -> Term:
    """Return which way a run led."""
    if not run.since_is_known:
        return Term("newly-known", "Newly known")
    if run.before is None:
        return Term("new", "New")
    up = context.steps[run.level].rank > context.steps[run.before.level].rank
    return Term("up", "Up") if up else Term("down", "Down")


_MOVES = ("up", "down", "new", "newly-known")
_OF_STANCE = {field.column.key: field.via(attrgetter("stance")) for field in STANCES}
#: The columns of the steps.
STEPS: tuple[Field[Context, Run], ...] = with_common_columns(
    (
        *(_OF_STANCE[key] for key in ("country", "code", "level", "level_label", "rank")),
        Field(
            Column("since", "Since", "first day of the unbroken run at the level", type=ColumnType.DATE),
            lambda _, run: since_of(run),
        ),
        attr(
            "until",
            "Until",
            "first day after the run; empty if it continues",
            type=ColumnType.DATE,
            optional=True,
        ),
        Field(Column("move", "Move", "up, down, new or newly-known", words=_MOVES), _move),
        Field(
            Column(
                "from", "From", "id of the level before; empty for the first stance", shown=False, optional=True
            ),
            lambda _, run: run.before.level if run.before else None,
        ),
        _OF_STANCE["status"],
        *(field.via(attrgetter("stance")) for field in EVIDENCE),
    ),
    "since",
)


#: The columns of the counts by year.
COUNTS_BY_YEAR: tuple[Field[Context, Count], ...] = (
    attr("year", "Year", "the countries are counted at the end of this year, or on the last day shown"),
    Field(
        Column(
            "level",
            "Level",
            "id of the step on the ladder of stances; empty for countries that had no stance yet",
            empty=NOT_YET_COVERED,
            optional=True,
        ),
        lambda _, count: count.step,
    ),
    Field(
        Column("level_label", "Level label", "the level in words", shown=False),
        lambda _, count: count.step.label if count.step else NOT_YET_COVERED,
    ),
    Field(
        Column(
            "rank",
            "Rank",
            "rank of the level; 1 is the lowest",
            shown=False,
            type=ColumnType.NUMBER,
            optional=True,
        ),
        lambda _, count: count.step.rank if count.step else None,
    ),
    Field(
        Column("count", "Countries", "number of countries at the level", type=ColumnType.NUMBER),
        lambda _, count: count.number,
    ),
    DOSSIER,
)
