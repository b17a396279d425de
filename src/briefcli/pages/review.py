"""Records due for review: stale, supported by one source, undated, or missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, structs

from briefcli.dossier import queries
from briefcli.dossier.dates import first_day, newest
from briefcli.dossier.filters import Query
from briefcli.dossier.model import has_single_source
from briefcli.dossier.parts import parts_by_country
from briefcli.dossier.staleness import is_stale, open_due
from briefcli.page import Column, ColumnType, CountryName, Link, Listing
from briefcli.pages.about import about, ago, joined
from briefcli.pages.columns import COUNTRIES
from briefcli.pages.country import gaps
from briefcli.pages.fields import DOSSIER, PARTNERS, Field, attr, enum_attr, title_of, with_common_columns
from briefcli.pages.tables import arranged, showing, shown_of, table_of
from briefcli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.model import Record
    from briefcli.page import Cell
    from briefcli.pages.context import Context
    from briefcli.pages.tables import ListingOptions


#: How a narrow terminal shows where the records are.
_PLACES = "A wider terminal also shows files and lines."


class Reason(StrEnum):
    """Why something should be looked at again."""

    DUE = "due"
    STALE = "stale"
    LONE = "lone"
    UNDATED = "undated"
    GAP = "gap"


class Weakness(Struct, frozen=True):
    """Something to look at again, and up to when it is known."""

    reason: Reason
    known: PartialDate | None
    countries: tuple[str, ...]
    record: Record | None
    says: str

    @property
    def id(self) -> str:
        """The id of the record, empty where it is about none."""
        return self.record.id if self.record else ""


class ReviewOptions(Struct, frozen=True, kw_only=True):
    """What to list: a country checked more than `days` ago is stale; of all if there are no `reasons` or `files`.

    A file is named as it is, or by the end of its path. `each` shows people each matter instead of each country.
    """

    days: int
    reasons: tuple[Reason, ...] = ()
    files: tuple[str, ...] = ()
    each: bool = False


def review_page(contexts: Sequence[Context], wanted: ReviewOptions, options: ListingOptions) -> Listing:
    """Return the records due for review, the oldest first; people see one line for each country.

    A country is stale that was checked more than `wanted.days` ago, unless its level is a lasting one. One whose
    stance was due by the day, and that was not checked since, is listed as due.
    """
    found = [(context, one) for context in contexts for one in _of(context, wanted)]
    found.sort(key=lambda pair: _order(pair[1]))
    rows = arranged(REVIEW, found, options)
    table = table_of(REVIEW, rows, options.columns)
    footer = f"{shown_of(len(rows), len(found), 'matter')}{_by_reason(found)}."
    rests = joined(map(about, contexts))
    if len(contexts) > 1:
        table = showing(table, also={"dossier"})
    if wanted.each or options.columns or options.sort or options.limit is not None:
        return Listing("Matters for review", rests, table, footer=footer)
    lines = _by_country(found)
    body = table_of(_LINES, lines)
    body = showing(body, also={"dossier"} if len(contexts) > 1 else ())
    footer = f"{footer} --each lists them one by one."
    return Listing("Matters for review", rests, table, footer=footer, display_table=body)


def _by_reason(found: Sequence[tuple[Context, Weakness]]) -> str:
    """Return how many matters have each reason, and what a lone record is."""
    counts = Counter(one.reason for _, one in found)
    reasons = [
        counted(number, "gap") if reason is Reason.GAP else f"{number} {reason}"
        for reason in Reason
        if (number := counts[reason])
    ]
    lone = "; a lone record has the full support of fewer than two publishers" if counts[Reason.LONE] else ""
    return f": {', '.join(reasons)}{lone}" if reasons else ""


def _of(context: Context, wanted: ReviewOptions) -> Iterator[Weakness]:
    """Yield the findings of a dossier for the selected reasons and files."""
    for one in (*_of_countries(context, wanted.days), *_of_records(context)):
        if wanted.reasons and one.reason not in wanted.reasons:
            continue
        place = context.places.get(one.id)
        file = str(place.text if isinstance(place, Link) else place or "").rpartition(":")[0]
        if not wanted.files or any(file == name or file.endswith(f"/{name}") for name in wanted.files):
            yield one


class _Line(NamedTuple):
    """All there is to look at of a country; of no country in particular its code is empty."""

    code: str
    matters: tuple[Weakness, ...]

    @property
    def is_late(self) -> bool:
        """Whether nothing is due or stale, so that it is listed late."""
        return {Reason.DUE, Reason.STALE}.isdisjoint(one.reason for one in self.matters)

    @property
    def says(self) -> str:
        """The reasons, with the number of records or gaps."""
        counts = Counter(one.reason for one in self.matters)
        return ", ".join(_COUNTED[reason](counts[reason]) for reason in Reason if counts[reason])


def _by_country(found: Sequence[tuple[Context, Weakness]]) -> list[tuple[Context, _Line]]:
    """Return a line for each country that something is about, what is due or stale first."""
    matters: dict[tuple[Context, str], list[Weakness]] = defaultdict(list)
    for context, one in found:
        asked = context.query.countries
        for code in one.countries or ("",):
            if asked is None or not code or code in asked:
                matters[context, code].append(one)
    lines = [(context, _Line(code, tuple(those))) for (context, code), those in matters.items()]
    return sorted(lines, key=lambda pair: (pair[1].is_late, pair[0].checked.get(pair[1].code) or ""))


def _place(context: Context, line: _Line) -> Cell:
    """Return the name of the file and the line of the first record, with a link to it."""
    place = context.places.get(line.matters[0].id)
    return structs.replace(place, text=place.text.rpartition("/")[2]) if isinstance(place, Link) else place


def _order(one: Weakness) -> tuple[object, ...]:
    return (one.known or "", list(Reason).index(one.reason), one.countries, one.id, one.says)


def _of_countries(context: Context, days: int) -> Iterator[Weakness]:
    query = context.query.countries
    parts = parts_by_country(context.dossier)
    for code in sorted(context.checked):
        if query is not None and code not in query:
            continue
        checked = context.checked[code]
        own = queries.stances(parts[code], Query(countries=frozenset({code}), history=True))
        last = max(own, key=attrgetter("since"), default=None)
        due = open_due(last.due, checked) if last and not last.ended else None
        if due and context.day and first_day(due) <= context.day:
            yield Weakness(Reason.DUE, checked, (code,), last, f"due since {due}")
        elif last and context.day and is_stale(checked, context.day, days, lasting=last.level in context.lasting):
            says = f"checked {ago(checked, context.day)}" if checked else "never checked"
            yield Weakness(Reason.STALE, checked, (code,), last, says)
        for gap in gaps(parts[code], code):
            yield Weakness(Reason.GAP, checked, (code,), last, gap)


def _of_records(context: Context) -> Iterator[Weakness]:
    for record in queries.everything(context.dossier, context.query):
        known = newest(context.sources[item.source].date for item in record.evidence)
        if has_single_source(record, context.sources):
            says = "fewer than two publishers support it in full"
            yield Weakness(Reason.LONE, known, record.countries, record, says)
        if record.begins is None and known is None:
            yield Weakness(
                Reason.UNDATED,
                None,
                record.countries,
                record,
                "neither the record nor any of its sources has a date",
            )


def _country(context: Context, line: _Line) -> Cell:
    return CountryName(line.code, context.dossier.countries[line.code].name) if line.code else PARTNERS


#: What a line has of each reason.
_COUNTED: Mapping[Reason, Callable[[int], str]] = {
    Reason.DUE: lambda _: "due",
    Reason.STALE: lambda _: "stale",
    Reason.LONE: lambda number: f"{number} lone",
    Reason.UNDATED: lambda number: f"{number} undated",
    Reason.GAP: lambda number: counted(number, "gap"),
}
_LINES: tuple[Field[Context, _Line], ...] = (
    Field(Column("country", "Country", "the country"), _country),
    Field(
        Column("checked", "Checked to", "the day up to which the country was checked", optional=True, empty="-"),
        lambda context, line: context.checked.get(line.code),
    ),
    attr("says", "To look at", "the reasons, with the number of records"),
    Field(
        Column("place", "Place", "the file and line of what is known for the longest", dropped_hint=_PLACES),
        _place,
    ),
    DOSSIER,
)


REVIEW: tuple[Field[Context, Weakness], ...] = with_common_columns(
    (
        attr(
            "known",
            "Known to",
            "newest evidence, or day up to which the country was checked",
            type=ColumnType.DATE,
            optional=True,
        ),
        enum_attr(
            "reason",
            "Why",
            "due, stale, lone (fewer than two publishers support it in full), undated or gap",
            tuple(Reason),
        ),
        COUNTRIES,
        Field(
            Column("record", "Record", "name of the record", optional=True),
            lambda context, one: title_of(context, one.record) if one.record else None,
        ),
        Field(
            Column("id", "Id", "the id of the record", shown=False, optional=True), lambda _, one: one.id or None
        ),
        attr("says", "What", "what to review"),
        Field(
            Column("place", "Place", "the file and the line of the record", optional=True),
            lambda context, one: context.places.get(one.id),
        ),
    ),
    dated_by="known",
)
