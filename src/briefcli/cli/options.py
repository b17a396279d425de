"""Each shared option once; commands take them in groups."""

from __future__ import annotations

import datetime
import inspect
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

import typer
from msgspec import Struct, structs

from briefcli.cli import completion
from briefcli.dossier.dates import PartialDate, has_begun, parse_date
from briefcli.dossier.queries import Filters
from briefcli.errors import UsageError, unknown_value
from briefcli.pages.tables import Shape
from briefcli.render import Format
from briefcli.shelf import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcli.dossier import model
    from briefcli.shelf.catalogue import Shelf

E = TypeVar("E", bound=StrEnum)

#: The forms of a listing, and those of a page with several parts.
LISTING_FORMATS = tuple(form for form in Format if form is not Format.CSL)
SOURCES_FORMATS = tuple(Format)
PAGE_FORMATS = (Format.TABLE, Format.MD, Format.HTML, Format.JSON)


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of its groups, which are Structs, as parameters of its own."""
    signature = inspect.signature(command, eval_str=True)
    parameters: list[inspect.Parameter] = []
    groups: dict[str, type[Struct]] = {}
    for parameter in signature.parameters.values():
        if isinstance(parameter.annotation, type) and issubclass(parameter.annotation, Struct):
            groups[parameter.name] = parameter.annotation
            parameters += _parameters(parameter.annotation)
        else:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))

    @wraps(command)
    def flat(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field: given.pop(field) for field in group.__struct_fields__})
        command(**given)

    del flat.__wrapped__  # Typer would look through it at the groups
    flat.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    flat.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return flat


def _parameters(group: type[Struct]) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=field.type)
        for field in structs.fields(group)
    ]


def _date(text: str) -> PartialDate:
    try:
        return parse_date(text)
    except ValueError:
        msg = f"{text!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD."
        raise typer.BadParameter(msg) from None


def day(text: str) -> datetime.date:
    """Return the day that was typed."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        msg = f"{text!r} is not a day; write YYYY-MM-DD."
        raise typer.BadParameter(msg) from None


def whole_number(least: int, most: int | None = None) -> Callable[[str], int]:
    """Return a parser of whole numbers within bounds."""
    bounds = f"of {least} or more" if most is None else f"from {least} to {most}"

    def parse(text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() else -1
        if number < least or (most is not None and number > most):
            msg = f"{text!r} is not a whole number {bounds}."
            raise typer.BadParameter(msg)
        return number

    return parse


def choice(*possible: E) -> Callable[[str], E]:
    """Return a parser that takes one of the possible values and suggests the nearest."""

    def parse(text: str) -> E:
        for value in possible:
            if value == text:
                return value
        raise typer.BadParameter(str(unknown_value("value", text, possible)))

    return parse


def _filter(*names: str, **more: Any) -> Any:
    return typer.Option(*names, show_default=False, rich_help_panel="Filters", **more)


def _output(*names: str, **more: Any) -> Any:
    return typer.Option(*names, show_default=False, rich_help_panel="Output", **more)


_Dossier = Annotated[
    str,
    typer.Option(
        "--dossier",
        "-d",
        metavar="NAME|PATH|-",
        envvar="BRIEF_DOSSIER",
        help="The dossier: a name, a path, or - for standard input.",
        autocompletion=completion.dossiers,
    ),
]
_Dossiers = Annotated[
    list[str] | None,
    typer.Option(
        "--dossier",
        "-d",
        metavar="NAME|PATH|-|all",
        envvar="BRIEF_DOSSIER",
        help="The dossier; repeat it for several, or all for all there are.",
        show_default="japan-visit",
        autocompletion=completion.dossiers,
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither use nor fill the cache of compiled dossiers.")]


#: Dossiers that live as long as the process, for to free 100,000 records takes a seventh of a run.
_HELD: list[model.Dossier] = []


class OneDossier(Struct, frozen=True, kw_only=True):
    """Which dossier, and whether it may come from the cache."""

    dossier: _Dossier = catalogue.DEFAULT
    no_cache: NoCache = False

    def load(self) -> model.Dossier:
        """Return the dossier that is asked for."""
        dossier = catalogue.load(self.dossier, cached=not self.no_cache)
        _HELD.append(dossier)
        return dossier


class SeveralDossiers(Struct, frozen=True, kw_only=True):
    """Which dossiers, and whether they may come from the cache."""

    dossier: _Dossiers = None
    no_cache: NoCache = False

    def load(self) -> Shelf:
        """Return the dossiers that are asked for."""
        return catalogue.load_all(self.dossier or [catalogue.DEFAULT], cached=not self.no_cache)


_Texts = list[str] | None
_Country = Annotated[
    _Texts,
    _filter(
        "--country",
        "-c",
        metavar="COUNTRY",
        help="Only this country, by name or ISO code. Repeat it for any of several.",
        autocompletion=completion.countries,
    ),
]
_Source = Annotated[
    _Texts,
    _filter(
        "--source",
        metavar="ID",
        help="Only what rests on this source; repeatable.",
        autocompletion=completion.sources,
    ),
]
_Credibility = Annotated[
    int | None,
    _filter(
        "--credibility",
        metavar="1-6",
        parser=whole_number(1, 6),
        help="Only claims of at most this credibility number.",
    ),
]
_Since = Annotated[
    PartialDate | None,
    _filter(
        "--since", metavar="DATE", parser=_date, help="Only what is dated on this day, month or year or later."
    ),
]
_Until = Annotated[
    PartialDate | None,
    _filter(
        "--until", metavar="DATE", parser=_date, help="Only what is dated on this day, month or year or earlier."
    ),
]
_Grep = Annotated[
    _Texts,
    _filter("--grep", metavar="TEXT", help="Only what has this text somewhere, in any case; repeatable."),
]
_AsOf = Annotated[
    PartialDate | None,
    _filter("--as-of", metavar="DATE", parser=_date, help="The dossier as it stood on this day."),
]


class _Filters(Struct, frozen=True, kw_only=True):
    """What all groups of filters can do."""

    def filters(self) -> Filters:
        """Return what is asked for."""
        given = {name: value for name, value in structs.asdict(self).items() if value is not None}
        if "today" in self.__struct_fields__:
            given.setdefault("today", datetime.date.today())  # noqa: DTZ011 - the reader's day
        since, until = given.get("since"), given.get("until")
        if since and until and not has_begun(since, until):
            msg = f"--since {since} is later than --until {until}"
            raise UsageError(msg)
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
        return structs.replace(Filters(), **values)


_Concern = Annotated[
    _Texts,
    _filter(
        "--concern",
        metavar="ID",
        help="Only with this concern; repeatable.",
        autocompletion=completion.concerns,
    ),
]
_Level = Annotated[
    _Texts,
    _filter("--level", metavar="ID", help="Only on this level; repeatable.", autocompletion=completion.levels),
]
_MinLevel = Annotated[
    str | None,
    _filter("--min-level", metavar="ID", help="Only on this level or above.", autocompletion=completion.levels),
]
_MaxLevel = Annotated[
    str | None,
    _filter("--max-level", metavar="ID", help="Only on this level or below.", autocompletion=completion.levels),
]
_Sector = Annotated[
    _Texts,
    _filter("--sector", metavar="ID", help="Only this sector; repeatable.", autocompletion=completion.sectors),
]
_Stage = Annotated[
    _Texts,
    _filter("--stage", metavar="STAGE", help="Only this stage; repeatable.", autocompletion=completion.stages),
]
_Today = Annotated[
    datetime.date | None,
    _filter(
        "--today", metavar="DATE", parser=day, envvar="BRIEF_TODAY", help="Count the age of evidence to this day."
    ),
]


class CountryFilters(_Filters, frozen=True, kw_only=True):
    """The filters of the page on one country."""

    source: _Source = None
    credibility: _Credibility = None
    grep: _Grep = None
    as_of: _AsOf = None
    today: _Today = None


class RecordFilters(_Filters, frozen=True, kw_only=True):
    """The filters that apply to every kind of record."""

    country: _Country = None
    source: _Source = None
    credibility: _Credibility = None
    grep: _Grep = None
    as_of: _AsOf = None


class SummaryFilters(RecordFilters, frozen=True, kw_only=True):
    """The filters of the summary."""

    today: _Today = None


class SectorFilters(RecordFilters, frozen=True, kw_only=True):
    """The filters of sectors."""

    sector: _Sector = None
    stage: _Stage = None
    since: _Since = None
    until: _Until = None


class EventFilters(RecordFilters, frozen=True, kw_only=True):
    """The filters of events."""

    since: _Since = None
    until: _Until = None


class TopicFilters(RecordFilters, frozen=True, kw_only=True):
    """The filters of topics."""

    kind: Annotated[
        _Texts,
        _filter(
            "--kind",
            metavar="KIND",
            help="Only this kind of topic; repeatable.",
            autocompletion=completion.topic_kinds,
        ),
    ] = None
    since: _Since = None
    until: _Until = None


class ChangeFilters(RecordFilters, frozen=True, kw_only=True):
    """The filters of changes, which need a day to begin with."""

    concern: _Concern = None
    level: _Level = None
    min_level: _MinLevel = None
    max_level: _MaxLevel = None
    sector: _Sector = None
    stage: _Stage = None
    since: Annotated[
        PartialDate | None,
        _filter("--since", metavar="DATE", parser=_date, help="What changed on this day or later. Required."),
    ] = None
    until: _Until = None


class StanceFilters(RecordFilters, frozen=True, kw_only=True):
    """The filters of stances."""

    concern: _Concern = None
    level: _Level = None
    min_level: _MinLevel = None
    max_level: _MaxLevel = None
    since: _Since = None
    until: _Until = None
    history: Annotated[bool, _filter("--history", help="Superseded stances too, with the day they ended.")] = False


class ReportFilters(SummaryFilters, frozen=True, kw_only=True):
    """The filters of the report: those that stances alone know choose its countries."""

    concern: _Concern = None
    level: _Level = None
    min_level: _MinLevel = None
    max_level: _MaxLevel = None


class SourceFilters(_Filters, frozen=True, kw_only=True):
    """The filters of sources; since and until go by the day of publication."""

    country: _Country = None
    source: _Source = None
    kind: Annotated[
        _Texts,
        _filter(
            "--kind",
            metavar="KIND",
            help="Only this kind of publisher; repeatable.",
            autocompletion=completion.source_kinds,
        ),
    ] = None
    since: _Since = None
    until: _Until = None
    grep: _Grep = None
    as_of: _AsOf = None


def _format(possible: tuple[Format, ...], piped: Format) -> Any:
    return _output(
        "--format",
        "-f",
        metavar="FORMAT",
        parser=choice(*possible),
        help=f"{', '.join(possible)}. On a terminal table, in a pipe {piped}.",
        autocompletion=completion.words(possible),
    )


_File = Annotated[
    Path | None,
    _output("--output", "-o", metavar="FILE", help="Write this file; its suffix tells the format."),
]


class PageOutput(Struct, frozen=True, kw_only=True):
    """Where a page goes, and in which form."""

    form: Annotated[Format | None, _format(PAGE_FORMATS, Format.MD)] = None
    output: _File = None
    no_header: ClassVar[bool] = False
    spreadsheet_safe: ClassVar[bool] = False


class RowsOutput(Struct, frozen=True, kw_only=True):
    """Where rows go, in which form, and which of their columns and how many."""

    form: Annotated[Format | None, _format(LISTING_FORMATS, Format.TSV)] = None
    output: _File = None
    columns: Annotated[
        str | None,
        _output(
            "--columns", metavar="A,B", help="These columns, in this order.", autocompletion=completion.columns
        ),
    ] = None
    sort: Annotated[
        str | None,
        _output(
            "--sort",
            metavar="[-]COLUMN",
            help="By this column; with a minus before it, the other way round.",
            autocompletion=completion.columns,
        ),
    ] = None
    limit: Annotated[
        int | None, _output("--limit", metavar="N", parser=whole_number(0), help="At most so many rows.")
    ] = None
    no_header: Annotated[bool, _output("--no-header", help="TSV and CSV without their header row.")] = False
    spreadsheet_safe: Annotated[
        bool, _output("--spreadsheet-safe", help="TSV and CSV with an apostrophe before what would be a formula.")
    ] = False

    def shape(self) -> Shape:
        """Return what is wanted of the listing."""
        columns = tuple(part.strip() for part in self.columns.split(",")) if self.columns else ()
        return Shape(columns=columns, sort=self.sort, limit=self.limit)


class ListingOutput(RowsOutput, frozen=True, kw_only=True):
    """Where a listing of records goes, which can tell its evidence."""

    evidence: Annotated[bool, _output("--evidence", help="Numbered notes on the sources.")] = False

    def shape(self) -> Shape:
        """Return what is wanted of the listing."""
        return structs.replace(RowsOutput.shape(self), evidence=self.evidence)


class SourcesOutput(RowsOutput, frozen=True, kw_only=True):
    """Where the sources go: they can also be citations."""

    form: Annotated[Format | None, _format(SOURCES_FORMATS, Format.TSV)] = None
