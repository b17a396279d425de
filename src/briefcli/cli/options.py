"""Each shared option once; commands take them in groups."""

from __future__ import annotations

import datetime
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

import typer
from msgspec import Struct, structs

from briefcli.cli import completion, grouping
from briefcli.dossier.dates import Ago, PartialDate, parse_ago, parse_date
from briefcli.dossier.filters import Vocabulary
from briefcli.dossier.model import Choice, CountryType, Stage
from briefcli.pages.registry import LISTINGS
from briefcli.pages.tables import ListingOptions
from briefcli.render import BRIEF_FORMS, FORMS, LISTING_FORMS, MD, TSV
from briefcli.render.form import Form
from briefcli.wording import unknown_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcli.cli.completion import Offering
    from briefcli.page import Brief

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")


def date(text: str) -> PartialDate | Ago:
    """Return the date that somebody typed, or how long ago it was."""
    try:
        return parse_ago(text) or parse_date(text)
    except ValueError:
        msg = f"{text!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD, or 30d, 12w, 6m or 1y for so long ago"
        raise typer.BadParameter(msg) from None


def day(text: str) -> datetime.date:
    """Return the day that a text means, which is written in one way alone."""
    with suppress(ValueError):
        found = datetime.date.fromisoformat(text)
        if found.isoformat() == text:  # and not in another form of ISO 8601
            return found
    msg = f"{text!r} is not a day; write YYYY-MM-DD"
    raise typer.BadParameter(msg)


def output_file(text: str) -> Path | None:
    """Return the file that is to be written; a hyphen is standard output, as if no file was named."""
    return None if text == "-" else Path(text)


def whole_number(least: int, most: int | None = None) -> Callable[[str], int]:
    """Return a parser of whole numbers within bounds."""
    bounds = f"of {least} or more" if most is None else f"from {least} to {most}"

    def parse(text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() else -1
        if number < least or (most is not None and number > most):
            msg = f"{text!r} is not a whole number {bounds}"
            raise typer.BadParameter(msg)
        return number

    return parse


def choice(*possible: V) -> Callable[[str], V]:
    """Return a parser that takes one of the possible values by its name, in any case, and suggests the nearest."""
    named = {str(value): value for value in possible}

    def parse(text: str) -> V:
        if text.lower() in named:
            return named[text.lower()]
        raise typer.BadParameter(str(unknown_value("value", text, named)))

    return parse


def among(*possible: object) -> dict[str, Any]:
    """Return what makes an option or an argument take one of some values: its parser, and what Tab offers."""
    return {"parser": choice(*possible), "autocompletion": completion.words(map(str, possible))}


def word_of(vocabulary: type[E], what: str) -> Callable[[str], E]:
    """Return a parser of the words of a vocabulary, in any spelling."""
    words = Vocabulary({word: word for word in vocabulary})

    def parse(text: str) -> E:
        if (found := words.id(text)) is None:
            raise unknown_value(what, text, vocabulary)
        return vocabulary(found)

    return parse


def _output(*names: str, **more: Any) -> Any:
    return typer.Option(*names, show_default=False, rich_help_panel="Output", **more)


_WORDS, _WORD = list[str] | None, str | None


def _filter(
    kind: Any, names: str, metavar: str | None, help_text: str, *, offers: Offering | None = None, **more: Any
) -> Any:
    """Return the type of a parameter with the option that fills it."""
    option = typer.Option(
        *names.split(),
        metavar=metavar,
        help=help_text,
        autocompletion=offers,
        show_default=False,
        rich_help_panel="Filters",
        **more,
    )
    return Annotated[kind, option]


def _one_of(vocabulary: type[StrEnum], what: str, help_text: str, offers: Offering) -> Any:
    parse = word_of(vocabulary, what)
    return _filter(_WORDS, f"--{what}", what.upper(), help_text, parser=parse, offers=offers)


def _date_of(names: str, help_text: str) -> Any:
    return _filter(PartialDate | None, names, "DATE", help_text, parser=date)


#: The day to which ages are counted: the reader's own, where none is asked for.
Today = Annotated[
    datetime.date,
    typer.Option(
        "--today",
        metavar="DATE",
        parser=day,
        envvar="BRIEF_TODAY",
        help="Take this day for today, to which ages and days ago are counted.",
        show_default=False,
        rich_help_panel="Filters",
        default_factory=lambda: datetime.date.today().isoformat(),  # noqa: DTZ011
    ),
]


_OPTIONS = {
    "country": _filter(
        _WORDS,
        "--country -c",
        "COUNTRY",
        "Only this country, by name or ISO code. Repeat it for any of several.",
        offers=completion.countries,
    ),
    "region": _filter(
        _WORDS,
        "--region",
        "NAME",
        "Only in this region or sub-region (UN M49), or group of the dossier; repeatable.",
        offers=completion.regions,
    ),
    "type": _one_of(
        CountryType,
        "type",
        "Only what is about countries of this type; repeatable.",
        completion.words(CountryType),
    ),
    "group": _filter(
        _WORDS,
        "--group",
        "NAME",
        "Only members of this group, such as eu or g7, or of a group of the dossier; repeatable.",
        offers=completion.groups,
    ),
    "source": _filter(
        _WORDS, "--source", "ID", "Only what rests on this source; repeatable.", offers=completion.sources
    ),
    "credibility": _filter(
        int | None,
        "--credibility",
        "1-6",
        "Only claims of at most this credibility number.",
        parser=whole_number(1, 6),
    ),
    "disputed": _filter(bool | None, "--disputed", None, "Only what some source contradicts."),
    "single_source": _filter(
        bool | None, "--single-source", None, "Only claims that fewer than two publishers support in full."
    ),
    "grep": _filter(_WORDS, "--grep", "TEXT", "Only what has this text somewhere, in any case; repeatable."),
    "as_of": _date_of("--as-of", "The dossier as it stood on this day."),
    "since": _date_of("--since", "Only what is dated on this day, month or year or later."),
    "until": _date_of("--until", "Only what is dated on this day, month or year or earlier."),
    "fact": _filter(
        _WORDS,
        "--fact",
        "ATTRIBUTE[=VALUE]",
        "Only countries with this fact; repeatable. Values of one attribute widen the result, several attributes "
        "narrow it.",
        offers=completion.facts,
    ),
    "vote": _one_of(
        Choice, "vote", "Only votes, or with --ballots countries, that voted so; repeatable.", completion.choices
    ),
    "concern": _filter(
        _WORDS, "--concern", "ID", "Only with this concern; repeatable.", offers=completion.concerns
    ),
    "main_concern": _filter(
        _WORDS,
        "--main-concern",
        "ID",
        "Only with this concern as the main one; repeatable.",
        offers=completion.concerns,
    ),
    "level": _filter(_WORDS, "--level", "ID", "Only on this level; repeatable.", offers=completion.levels),
    "min_level": _filter(_WORD, "--min-level", "ID", "Only on this level or above.", offers=completion.levels),
    "max_level": _filter(_WORD, "--max-level", "ID", "Only on this level or below.", offers=completion.levels),
    "level_since": _date_of("--level-since", "Only with no break on their level since this date or a later one."),
    "stale": _filter(
        int | None,
        "--stale",
        "[DAYS]",
        f"Only countries not checked for so many days, {grouping.WITHOUT_VALUE['--stale']} if no number is given.",
        parser=whole_number(0),
    ),
    "sector": _filter(_WORDS, "--sector", "ID", "Only this sector; repeatable.", offers=completion.sectors),
    "stage": _one_of(Stage, "stage", "Only this stage; repeatable.", completion.stages),
    "today": Today,
    "history": _filter(
        bool | None, "--history", None, "Superseded and ended records too, with the day they ended."
    ),
}


def filters(*names: str) -> dict[str, Any]:
    """Return the options of some filters, by the names of the fields of `Filters`."""
    return {name: _OPTIONS[name] for name in names}


def filters_of(listing: str) -> dict[str, Any]:
    """Return the options of the filters that a listing takes."""
    spec = LISTINGS[listing]
    options = filters(*(name for name in spec.filters if name != "kind"))
    if spec.kinds:
        options["kind"] = _one_of(spec.kinds, "kind", spec.filter_help["kind"], completion.words(spec.kinds))
    for name, help_text in spec.filter_help.items():
        if name != "kind":
            options[name] = _date_of(f"--{name}", help_text)
    return {name: options[name] for name in spec.filters}


def _format(possible: tuple[Form, ...], piped: Form) -> Any:
    help_text = f"{', '.join(map(str, possible))}. On a terminal table, in a pipe {piped}."
    return _output("--format", "-f", metavar="FORMAT", help=help_text, **among(*possible))


def _taking(option: str) -> str:
    """Return the formats that take an option of rows."""
    return " and ".join(form.name.upper() for form in FORMS if option in form.takes)


_File = Annotated[
    Path | None,
    _output(
        "--output", "-o", metavar="FILE", parser=output_file, help="Write this file; its suffix tells the format."
    ),
]


_NoPager = Annotated[
    bool, _output("--no-pager", help="On a terminal, print what is longer than the screen at once.")
]


class BriefOutput(Struct, frozen=True, kw_only=True):
    """Where a brief goes, and in which form."""

    form: Annotated[Form | None, _format(BRIEF_FORMS, MD)] = None
    output: _File = None
    no_pager: _NoPager = False
    forms: ClassVar[tuple[Form, ...]] = BRIEF_FORMS
    piped: ClassVar[Form] = MD
    no_header: ClassVar[bool] = False
    spreadsheet_safe: ClassVar[bool] = False
    bom: ClassVar[bool] = False


class CitedOutput(BriefOutput, frozen=True, kw_only=True):
    """Where a brief with sources goes, and how much it tells of them."""

    evidence: Annotated[bool, _output("--evidence", help="All that the sources say, on a terminal too.")] = False

    def with_notes(self, page: Brief) -> Brief:
        """Return a page with as much of its sources as is wanted."""
        return structs.replace(page, notes_hint="") if self.evidence else page


class CountryOutput(CitedOutput, frozen=True, kw_only=True):
    """Where a brief on a country goes, and how much it tells."""

    short: Annotated[bool, _output("--short", help="What fits on a sheet of paper, for each dossier.")] = False
    then: Annotated[
        PartialDate | None,
        _output("--then", metavar="DATE", parser=date, help="Beside itself on this day, and what moved since."),
    ] = None


class RowsOutput(Struct, frozen=True, kw_only=True):
    """Where rows go, in which form, and which of their columns and how many."""

    form: Annotated[Form | None, _format(LISTING_FORMS, TSV)] = None
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
            help="By this column, by key or heading; with a minus before it, the other way round.",
            autocompletion=completion.columns,
        ),
    ] = None
    limit: Annotated[
        int | None,
        _output(
            "--limit",
            "-n",
            metavar="N",
            parser=whole_number(0),
            help="Show at most N rows (for events, the newest N).",
        ),
    ] = None
    no_header: Annotated[bool, _output("--no-header", help=f"{_taking('header')} without their header row.")] = (
        False
    )
    spreadsheet_safe: Annotated[
        bool,
        _output(
            "--spreadsheet-safe",
            help=f"{_taking('spreadsheet_safe')} with an apostrophe before what would be a formula.",
        ),
    ] = False
    bom: Annotated[
        bool, _output("--bom", help=f"{_taking('bom')} with a mark of byte order, by which Excel knows UTF-8.")
    ] = False
    no_pager: _NoPager = False

    forms: ClassVar[tuple[Form, ...]] = LISTING_FORMS
    piped: ClassVar[Form] = TSV

    def listing_options(self) -> ListingOptions:
        """Return what is wanted of the listing."""
        columns = tuple(part.strip() for part in self.columns.split(",")) if self.columns is not None else ()
        return ListingOptions(columns=columns, sort=self.sort, limit=self.limit)


class ListingOutput(RowsOutput, frozen=True, kw_only=True):
    """Where a listing of records goes, which can tell its evidence."""

    evidence: Annotated[bool, _output("--evidence", help="Numbered notes on the sources.")] = False

    def listing_options(self) -> ListingOptions:
        """Return what is wanted of the listing."""
        return structs.replace(RowsOutput.listing_options(self), evidence=self.evidence)


class SourcesOutput(RowsOutput, frozen=True, kw_only=True):
    """Where the sources go: they can also be citations."""

    form: Annotated[Form | None, _format(FORMS, TSV)] = None
    forms: ClassVar[tuple[Form, ...]] = FORMS
