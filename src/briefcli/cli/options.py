"""Each shared option once; commands take them in groups."""

from __future__ import annotations

import datetime
import os
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

import typer
from msgspec import Struct, structs

from briefcli.cli import completion, grouping
from briefcli.dossier.dates import Ago, PartialDate, in_words, parse_ago, parse_date
from briefcli.dossier.filters import Vocabulary
from briefcli.dossier.history import Direction
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
        msg = (
            f"{text!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD, or a time ago such as 30d, 12w, 6m or 1y"
        )
        raise typer.BadParameter(msg) from None


def day(text: str) -> datetime.date:
    """Return the day that a text means, which is written in one way alone."""
    with suppress(ValueError):
        found = datetime.date.fromisoformat(text)
        if found.isoformat() == text:  # and not in another form of ISO 8601
            return found
    msg = f"{text!r} is not a day; write YYYY-MM-DD"
    raise typer.BadParameter(msg)


def today() -> datetime.date:
    """Return the day on which a command without `--today` runs."""
    given = os.environ.get("BRIEF_TODAY")
    return day(given) if given else datetime.date.today()  # noqa: DTZ011 - the reader's own day


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
        if (found := words.id(text) or words.id(_SPELLINGS.get(text.lower(), ""))) is None:
            raise unknown_value(what, text, vocabulary)
        return vocabulary(found)

    return parse


#: Other words for the words of a vocabulary: those of ballots.
_SPELLINGS = {
    **dict.fromkeys(("for", "yes", "favour", "in favor"), "in-favour"),
    "no": "against",
    **dict.fromkeys(("abstain", "abstention"), "abstained"),
}


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


def _one_of(vocabulary: type[StrEnum], what: str, help_text: str) -> Any:
    parse, offers = word_of(vocabulary, what), completion.words(vocabulary)
    help_text += f": {', '.join(vocabulary)}; repeatable."
    return _filter(_WORDS, f"--{what}", what.upper(), help_text, parser=parse, offers=offers)


def _date_of(names: str, help_text: str) -> Any:
    return _filter(PartialDate | None, names, "DATE", help_text, parser=date)


#: The day to which ages are counted: today, unless another day is given.
Today = Annotated[
    datetime.date,
    typer.Option(
        "--today",
        metavar="DATE",
        parser=day,
        envvar="BRIEF_TODAY",
        help="Calculate ages as of this date instead of today.",
        show_default=False,
        rich_help_panel="Filters",
        default_factory=lambda: today().isoformat(),
    ),
]


_OPTIONS = {
    "country": _filter(
        _WORDS,
        "--country -c",
        "COUNTRY",
        "Only this country, by name or ISO code; repeatable.",
        offers=completion.countries,
    ),
    "region": _filter(
        _WORDS,
        "--region",
        "NAME",
        "Only countries of this region (UN M49), or of a group that the dossier defines; repeatable.",
        offers=completion.regions,
    ),
    "type": _one_of(CountryType, "type", "Only records about countries or other actors of this type"),
    "group": _filter(
        _WORDS,
        "--group",
        "NAME",
        "Only members of this group, such as eu or g7; `brief groups` lists them; repeatable.",
        offers=completion.groups,
    ),
    "source": _filter(
        _WORDS, "--source", "ID", "Only records that cite this source; repeatable.", offers=completion.sources
    ),
    "credibility": _filter(
        int | None,
        "--credibility",
        "1-6",
        "Only claims with this credibility or a better one (1 is the best).",
        parser=whole_number(1, 6),
    ),
    "disputed": _filter(bool | None, "--disputed", None, "Only records that at least one source contradicts."),
    "single_source": _filter(
        bool | None, "--single-source", None, "Only claims that fewer than two publishers support in full."
    ),
    "grep": _filter(
        _WORDS, "--grep", "TEXT", "Only records that contain this text, in upper or lower case; repeatable."
    ),
    "as_of": _date_of("--as-of", "Show the position on this date, using only what was known then."),
    "since": _date_of("--since", "Only records dated on or after this day, month or year."),
    "until": _date_of("--until", "Only records dated on or before this day, month or year."),
    "fact": _filter(
        _WORDS,
        "--fact",
        "ATTRIBUTE[=VALUE]",
        "Only countries with this fact; repeatable. If several attributes are named, a country must match each "
        "of them.",
        offers=completion.facts,
    ),
    "vote": _one_of(
        Choice,
        "vote",
        "Only texts on which the selected countries voted this way; without countries, only such ballots",
    ),
    "move": _one_of(Direction, "move", "Only changes to a higher level or to a lower one"),
    "concern": _filter(
        _WORDS, "--concern", "ID", "Only stances with this concern; repeatable.", offers=completion.concerns
    ),
    "main_concern": _filter(
        _WORDS,
        "--main-concern",
        "ID",
        "Only stances with this main concern; repeatable.",
        offers=completion.concerns,
    ),
    "level": _filter(
        _WORDS, "--level", "ID", "Only countries at this level; repeatable.", offers=completion.levels
    ),
    "min_level": _filter(
        _WORD, "--min-level", "ID", "Only countries at this level or a higher one.", offers=completion.levels
    ),
    "max_level": _filter(
        _WORD, "--max-level", "ID", "Only countries at this level or a lower one.", offers=completion.levels
    ),
    "level_since": _date_of(
        "--level-since", "Only countries that reached their present level on or after this date."
    ),
    "stale": _filter(
        int | None,
        "--stale",
        "[DAYS]",
        "Only countries due for review or last checked more than DAYS ago "
        f"(default {grouping.WITHOUT_VALUE['--stale']}).",
        parser=whole_number(0),
    ),
    "sector": _filter(
        _WORDS, "--sector", "ID", "Only cooperation in this sector; repeatable.", offers=completion.sectors
    ),
    "stage": _one_of(Stage, "stage", "Only cooperation at this stage"),
    "today": Today,
    "history": _filter(
        bool | None, "--history", None, "Also show superseded and ended records, with the day on which they ended."
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
        options["kind"] = _one_of(spec.kinds, "kind", spec.filter_help["kind"])
    for name, help_text in spec.filter_help.items():
        if name != "kind":
            options[name] = _date_of(f"--{name}", help_text)
    return {name: options[name] for name in spec.filters}


def _format(possible: tuple[Form, ...], piped: Form) -> Any:
    help_text = f"{', '.join(map(str, possible))}. Default: table on a terminal, {piped} in a pipe."
    return _output("--format", "-f", metavar="FORMAT", help=help_text, **among(*possible))


def _taking(option: str) -> str:
    """Return the formats that take an option of rows."""
    return " and ".join(form.name.upper() for form in FORMS if option in form.takes)


def file_option(help_text: str, **more: Any) -> Any:
    """Return the option -o of a command that writes one file."""
    return typer.Option("--output", "-o", metavar="FILE", parser=output_file, help=help_text, **more)


_File = Annotated[
    Path | None,
    file_option(
        "Write to this file; its extension sets the format.", show_default=False, rich_help_panel="Output"
    ),
]


_Template = Annotated[
    Path | None,
    _output("--template", metavar="FILE", parser=Path, help="For DOCX, use the styles of this Word document."),
]


_NoPager = Annotated[bool, _output("--no-pager", help="Do not show long output in a pager.")]


#: For watchers, as in `git diff`.
ExitCode = Annotated[
    bool, _output("--exit-code", help="Exit with 1 if there are rows, and with 0 if there are none.")
]


class BriefOutput(Struct, frozen=True, kw_only=True):
    """Where a brief goes, and in which form."""

    form: Annotated[Form | None, _format(BRIEF_FORMS, MD)] = None
    output: _File = None
    no_pager: _NoPager = False
    template: _Template = None
    forms: ClassVar[tuple[Form, ...]] = BRIEF_FORMS
    piped: ClassVar[Form] = MD
    no_header: ClassVar[bool] = False
    spreadsheet_safe: ClassVar[bool] = False
    bom: ClassVar[bool] = False


class CitedOutput(BriefOutput, frozen=True, kw_only=True):
    """The output of a brief with sources, and how much of them it shows."""

    evidence: Annotated[bool, _output("--evidence", help="Show what each source says, even on a terminal.")] = (
        False
    )

    def with_notes(self, page: Brief) -> Brief:
        """Return a page with as much of its sources as requested."""
        return structs.replace(page, notes_hint="") if self.evidence else page


class CountryOutput(CitedOutput, frozen=True, kw_only=True):
    """The output of the page of a country, and its length."""

    short: Annotated[
        bool, _output("--short", help="Show only the most important records, on one page for each dossier.")
    ] = False
    then: Annotated[
        PartialDate | None,
        _output(
            "--then",
            metavar="DATE",
            parser=date,
            help="Compare with the position on this date, and list the changes since then.",
        ),
    ] = None
    author: Annotated[
        str, _output("--author", metavar="TEXT", help="Print this name as the author of the page.")
    ] = ""
    marking: Annotated[
        str, _output("--marking", metavar="TEXT", help="Print this marking on each page, for example RESTRICTED.")
    ] = ""

    def imprint(self, today: datetime.date | None) -> str:
        """Return when a short page was printed, by whom, and its marking."""
        printed = f"Printed on {in_words(today.isoformat())}" if self.short and today else ""
        author = f"Author: {self.author}" if self.author else ""
        return ". ".join(filter(None, (printed, author, self.marking)))


class RowsOutput(Struct, frozen=True, kw_only=True):
    """Where rows go, in which form, and which of their columns and how many."""

    form: Annotated[Form | None, _format(LISTING_FORMS, TSV)] = None
    output: _File = None
    columns: Annotated[
        str | None,
        _output(
            "--columns",
            metavar="A,B",
            help="Show these columns, in this order.",
            autocompletion=completion.columns,
        ),
    ] = None
    sort: Annotated[
        str | None,
        _output(
            "--sort",
            metavar="[-]COLUMN",
            help="Sort by this column (key or heading); a minus before it reverses the order.",
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
    no_header: Annotated[
        bool, _output("--no-header", help=f"Leave out the header row of {_taking('header')}.")
    ] = False
    spreadsheet_safe: Annotated[
        bool,
        _output(
            "--spreadsheet-safe",
            help=f"In {_taking('spreadsheet_safe')}, put an apostrophe before cells that could run as a formula.",
        ),
    ] = False
    bom: Annotated[
        bool,
        _output("--bom", help=f"Add a UTF-8 byte-order mark to {_taking('bom')} so that Excel shows accents."),
    ] = False
    no_pager: _NoPager = False
    template: _Template = None

    forms: ClassVar[tuple[Form, ...]] = LISTING_FORMS
    piped: ClassVar[Form] = TSV

    def listing_options(self) -> ListingOptions:
        """Return the options of the listing."""
        columns = tuple(part.strip() for part in self.columns.split(",")) if self.columns is not None else ()
        return ListingOptions(columns=columns, sort=self.sort, limit=self.limit)


class ListingOutput(RowsOutput, frozen=True, kw_only=True):
    """The output of a listing of records, with or without evidence."""

    evidence: Annotated[bool, _output("--evidence", help="Show numbered sources below the rows.")] = False

    def listing_options(self) -> ListingOptions:
        """Return the options of the listing."""
        return structs.replace(RowsOutput.listing_options(self), evidence=self.evidence)


class SourcesOutput(RowsOutput, frozen=True, kw_only=True):
    """Where the sources go: they can also be citations."""

    form: Annotated[Form | None, _format(FORMS, TSV)] = None
    forms: ClassVar[tuple[Form, ...]] = FORMS
