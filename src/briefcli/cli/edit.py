"""For curators who change a dossier: import, add, rename, review and links."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_type_hints

import typer
from msgspec import Struct, defstruct, structs

from briefcli.cli import completion
from briefcli.cli.dossiers import resolve_all
from briefcli.cli.options import RowsOutput, Today, among, date, whole_number
from briefcli.cli.output import emit
from briefcli.cli.streams import MAX_REPORTED_FAULTS, confirm, inform
from briefcli.cli.writing import write_files
from briefcli.dossier.dates import PartialDate
from briefcli.dossier.diff import differences_between
from briefcli.dossier.filters import Filters, Query
from briefcli.dossier.kinds import KINDS, SOURCE, VOTE, Kind
from briefcli.dossier.model import RollCall, SourceKind, TopicKind, VoteResult
from briefcli.dossier.past import Snapshot
from briefcli.dossier.queries import stances
from briefcli.dossier.staleness import STALE_DAYS
from briefcli.edit.base import read_base
from briefcli.edit.cells import SEVERAL
from briefcli.edit.draft import Draft, keys_of
from briefcli.edit.headings import find_header, given_headings
from briefcli.edit.intake import OPTIONS, Intake, Reading
from briefcli.edit.rename import RENAMED
from briefcli.edit.rename import rename as rename_all
from briefcli.edit.table_files import Sheet, read_tables, table_bytes
from briefcli.edit.workbooks import Row
from briefcli.errors import BriefError, DossierError, UsageError
from briefcli.page import Cell, Link
from briefcli.pages.context import Context
from briefcli.pages.diff import Version, diff_page
from briefcli.pages.fields import PARTNERS
from briefcli.pages.links import links_page
from briefcli.pages.review import review_page
from briefcli.pages.table_faults import TableFault, faults_page
from briefcli.reading.addresses import Fault, Trouble, addresses, faults
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import STANDARD_INPUT, Origin
from briefcli.wording import counted, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefcli.cli.completion import Offering
    from briefcli.dossier import model
    from briefcli.edit.base import Base
    from briefcli.problems import Problem
    from briefcli.shelf.shelves import Entry

#: The kinds of records by what one record is called, and by what several are called.
_BY_WORD = {kind.word: kind for kind in KINDS}
_BY_COMMAND = {kind.command: kind for kind in KINDS}
_BY_KEY = {kind.list_key: kind for kind in KINDS}

Dossier = Annotated[
    str,
    typer.Option(
        "--dossier",
        "-d",
        metavar="NAME|PATH",
        help="The dossier: a name, a file, a folder, or - for standard input.",
        autocompletion=completion.dossiers,
    ),
]
Write = Annotated[bool, typer.Option("--write", help="Change the files. Without it, the changes are only listed.")]


def import_(
    table: Annotated[
        str,
        typer.Argument(
            metavar="TABLE",
            help="CSV, TSV or XLSX with a header row, CSL-JSON of sources, or - for standard input.",
        ),
    ],
    dossier: Dossier,
    out: RowsOutput,
    *,
    kind: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="KIND",
            help=f"What its rows are: {', '.join(_BY_COMMAND)}. Not needed where sheets are called so.",
            **among(*_BY_COMMAND),
        ),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook.", show_default=False)
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="HEADING=KEY,...",
            help="Read the column with this heading as this key; repeatable.",
            show_default=False,
        ),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", metavar="HEADING", help="Pass this column over; repeatable.", show_default=False),
    ] = None,
    kind_of_new: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Kind of publisher for new sources that state none.",
            **among(*SourceKind),
        ),
    ] = None,
    clear: Annotated[
        bool, typer.Option("--clear", help="Remove the value of a field if its cell is empty.")
    ] = False,
    prefer: Annotated[
        str | None,
        typer.Option(
            "--prefer",
            metavar="SIDE",
            help="Where workbook and dossier have both changed a cell: take that of the table or of the dossier.",
            **among("table", "dossier"),
        ),
    ] = None,
    write: Write = False,
) -> None:
    """Import rows from a spreadsheet.

    Examples:
        brief export --for-editing -d my-dossier.yaml -o book.xlsx; brief import book.xlsx -d my-dossier.yaml
        brief stances -d my-dossier.yaml -f csv | brief import - --as stances --skip rank -d my-dossier.yaml
        brief sources -d my-dossier.yaml | brief import - --as sources -d my-dossier.yaml --write
    """
    if table == dossier == STANDARD_INPUT:
        msg = "only one of TABLE and -d can be - (standard input)"
        raise UsageError(msg)
    key = _BY_COMMAND[kind].list_key if kind else None
    if kind_of_new and key not in {None, SOURCE.list_key}:
        msg = f"--kind is for sources, not for {kind}"
        raise UsageError(msg)
    entry, draft = _opened(dossier)
    data = table_bytes(table)
    given = given_headings(mapping or (), skip or ())
    sheets = read_tables(table, data, key, partial(find_header, given=given), sheet)
    base = _base_of(table, data, draft)
    intakes = [Intake(draft, of, one, Reading(clear, kind_of_new, given, base, prefer)) for of, one in sheets]
    _finish_rows(entry, draft, intakes, out, write=write)


def _base_of(table: str, data: bytes, draft: Draft) -> Base | None:
    """Return what a workbook contained when it was written, if it was written for editing this dossier."""
    base = read_base(table, data)
    if base and base.dossier != draft.dossier.id:
        inform(f"{table} was written for editing {base.dossier}, and this is {draft.dossier.id}.")
        return None
    return base


#: What Tab offers for a key.
_OFFERED: Mapping[str, Offering] = {
    "country": completion.countries,
    "sector": completion.sectors,
    "kind": completion.words([*TopicKind, *SourceKind]),
    "stage": completion.stages,
    "level": completion.levels,
    "concerns": completion.concerns,
    "evidence": completion.sources,
    "attribute": completion.attributes,
    "value": completion.values,
    "result": completion.words(VoteResult),
    "roll_call": completion.words(RollCall),
    **dict.fromkeys(VOTE.country_keys, completion.countries),
}
#: What is to be said of a key that the model does not say.
_HELP = {
    "country": f"its country, or {PARTNERS!r}; repeatable except for a stance",
    "concerns": "a concern, the main one first; repeatable",
    "evidence": "as wire, wire (partly) or 'wire (contradicts): A note.'; repeatable",
    "kind": "the kind of a topic, or of a source's publisher",
    "totals": "number of votes, such as in_favour=126; repeat it for in_favour, against and abstained",
    **dict.fromkeys(VOTE.country_keys, "a country that voted in this way; repeatable"),
}


def _keys() -> type[Struct]:
    """Return a group of options for all keys of a table, with the meanings that the model gives."""
    fields: dict[str, Any] = {}
    for kind in KINDS:
        hints = get_type_hints(kind.struct, include_extras=True)
        for key in keys_of(kind.list_key):
            name = "country" if key == "countries" else key
            if key != "stages" and name not in fields:
                fields[name] = _key(name, _HELP.get(name) or get_args(hints[key])[-1].description)
    return defstruct("Keys", [(name, *field) for name, field in fields.items()], frozen=True, kw_only=True)


def _key(key: str, meaning: str) -> tuple[Any, Any]:
    """Return the type of the option for a key, and its default."""
    names = ["--country", "-c"] if key == "country" else [OPTIONS[key]] if key in OPTIONS else []
    option = typer.Option(
        *names,
        metavar="TEXT",
        help=f"{meaning[:1].upper()}{meaning[1:]}.",
        autocompletion=_OFFERED.get(key),
        show_default=False,
        rich_help_panel="Keys",
    )
    if key == "follow_up":
        return Annotated[bool, option], False
    given: Any = list[str] if key in {*SEVERAL, "country"} else str
    return Annotated[given | None, option], None


Keys = _keys()


def _given(keys: Struct, kind: Kind) -> dict[str, str]:
    """Return the cells of a row of a kind, by their keys."""
    values = {key: value for key, value in structs.asdict(keys).items() if value}
    countries = values.get("country", ())
    if "country" not in kind.struct.__struct_fields__:
        values = {"countries" if key == "country" else key: value for key, value in values.items()}
    elif len(countries) > 1:
        msg = f"a {kind.noun} has one country, and -c names {len(countries)}: {', '.join(countries)}"
        raise UsageError(msg)
    return {key: ";\n".join(value) if isinstance(value, list) else str(value) for key, value in values.items()}


def add(
    record: Annotated[str, typer.Argument(metavar="RECORD", help=f"{', '.join(_BY_WORD)}.", **among(*_BY_WORD))],
    dossier: Dossier,
    keys: Keys,  # type: ignore[valid-type]
    out: RowsOutput,
    *,
    write: Write = False,
) -> None:
    """Add one record in the right section.

    Examples:
        brief add source -d my-dossier.yaml --publisher "Example Wire" --kind press --title Talks --date 2025-02
        brief add event -d my-dossier.yaml --date 2025-02 --title Talks --evidence gazette-2025-02-20 --write
    """
    entry, draft = _opened(dossier)
    kind = _BY_WORD[record]
    given = _given(keys, kind)
    if strange := [key for key in given if key not in keys_of(kind.list_key)]:
        msg = f"{'an' if record[0] in 'aeiou' else 'a'} {record} has no {strange[0]}"
        raise UsageError(msg)
    sheet = Sheet("", Row(0, tuple(given)), (Row(1, tuple(given.values())),))
    _finish_rows(entry, draft, [Intake(draft, kind.list_key, sheet)], out, write=write)


def rename(
    what: Annotated[str, typer.Argument(metavar="WHAT", help=f"{', '.join(RENAMED)}.", **among(*RENAMED))],
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="Its present id, or the kind of a source's publisher.",
            autocompletion=completion.renamed,
        ),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new id.")],
    dossier: Dossier,
    out: RowsOutput,
    *,
    write: Write = False,
) -> None:
    """Rename a source, level, concern, sector, attribute, value or kind of source throughout a dossier.

    Examples:
        brief rename level talks in-talks -d my-dossier.yaml
        brief rename value own-mission=open working -d my-dossier.yaml
        brief rename source gazette-2025-02-20 gazette -d my-dossier.yaml --write
    """
    entry, draft = _opened(dossier)
    places = rename_all(draft, what, old, new)
    counts = ", ".join(f"{number} in {name}" for name, number in places.items())
    _finish_named(entry, draft, out, write=write, changes=f"{counted(sum(places.values()), 'place')}: {counts}")


def review(
    dossier: Dossier,
    out: RowsOutput,
    country: Annotated[
        list[str] | None,
        typer.Option(
            "--country",
            "-c",
            metavar="COUNTRY",
            help="Only this country; repeatable.",
            autocompletion=completion.countries,
        ),
    ] = None,
    max_age: Annotated[
        int | None,
        typer.Option(
            "--max-age",
            metavar="DAYS",
            parser=whole_number(0),
            help="List countries last checked more than DAYS ago.",
        ),
    ] = None,
    mark: Annotated[
        PartialDate | None,
        typer.Option(
            "--mark",
            metavar="DATE",
            parser=date,
            help="Set `reviewed` to this date: a search up to then found nothing newer.",
        ),
    ] = None,
    *,
    write: Write = False,
    today: Today,
) -> None:
    """Run `brief review`; its help is in the declaration of the listing."""
    entry, draft = _opened(dossier)
    snapshot, query = resolve_all([draft.dossier], Filters(country=tuple(country or ()), today=today))[0]
    if mark:
        draft.mark_reviewed({stance.id for stance in stances(draft.dossier, query)}, mark)
        _finish_named(entry, draft, out, write=write)
        return
    days = STALE_DAYS if max_age is None else max_age
    emit(review_page(Context(snapshot, query, _places(entry, draft)), days, out.listing_options()), out)


def links(
    dossier: Dossier,
    out: RowsOutput,
    *,
    online: Annotated[
        bool,
        typer.Option(
            "--online", help="Request each address to see whether it still works; needs briefcli[online]."
        ),
    ] = False,
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="With --online, follow redirects to private addresses."),
    ] = False,
) -> None:
    """Run `brief links`; its help is in the declaration of the listing."""
    entry, draft = _opened(dossier)
    found = list(faults(draft.dossier))
    if online:
        found += _asked(draft.dossier, found, allow_private=allow_private)
    context = Context(Snapshot(draft.dossier), Query(), _places(entry, draft))
    emit(links_page(context, found, out.listing_options()), out)


def _asked(dossier: model.Dossier, found: Sequence[Fault], *, allow_private: bool) -> list[Fault]:
    """Return what servers answer about the addresses that have the form of one.

    Raises:
        UsageError: the package for that is not installed.
    """
    try:
        from briefcli.reading.web import request_all  # noqa: PLC0415 - most runs send no request
    except ModuleNotFoundError as error:
        msg = f"--online needs {error.name}; install briefcli[online]"
        raise UsageError(msg) from error
    wrong = {fault.address for fault in found if fault.reason is Trouble.FORM}
    pairs = [pair for pair in addresses(dossier) if pair[1] not in wrong]
    inform(f"Asking the servers of {counted(len(pairs), 'link')}.")
    answers = request_all((address for _, address in pairs), allow_private=allow_private)
    return [
        Fault(answer.reason, source, address, answer.says, answer.to)
        for source, address in pairs
        if (answer := answers[address]).reason
    ]


def _places(entry: Entry, draft: Draft) -> dict[str, Cell]:
    """Return where each record stands, by its id, with a link to a file that can be opened."""
    texts = {name: (place.file, f"{place.file}:{place.line}") for name, place in draft.places().items()}
    return {
        name: Link(text, Path(file).absolute().as_uri()) if entry.path else text
        for name, (file, text) in texts.items()
    }


def _opened(name: str) -> tuple[Entry, Draft]:
    """Return the dossier that is to be changed, with its files."""
    entry = Catalogue().find(name)
    return entry, Draft(entry.files(), str(entry.path or "the dossier on standard input"))


def _finish_rows(entry: Entry, draft: Draft, intakes: Sequence[Intake], out: RowsOutput, *, write: bool) -> None:
    """Report what is wrong with some rows, or write what they change, or print what they would change."""
    faults = [fault for intake in intakes for fault in intake.faults]
    if faults:
        _report_faults(faults, out)
        for advice in filter(None, (intake.advice for intake in intakes)):
            inform(advice)
        raise _refused(counted(len(faults), "fault"), UsageError if intakes[0].typed else BriefError)
    for intake in intakes:
        _report_passed_over(intake)
    if any(intake.is_two_way and intake.has_changed for intake in intakes):
        inform(
            "The workbook does not record what it contained when it was written, so each cell that differs from "
            "the dossier changes it; brief export --for-editing writes one that does."
        )
    try:
        _finish(entry, draft, out, write=write)
    except DossierError as error:
        _report_faults([_explained(intakes, problem) for problem in error.problems], out)
        raise _refused(counted(len(error.problems), "problem")) from None


def _report_faults(faults: Sequence[TableFault | Problem], out: RowsOutput) -> None:
    """Write faults to standard error, or as a table if -f or -o is given."""
    if out.form or out.output:
        emit(faults_page([fault for fault in faults if isinstance(fault, TableFault)], out.listing_options()), out)
        faults = [fault for fault in faults if not isinstance(fault, TableFault)]
    for fault in faults:
        inform(str(fault))


def _explained(intakes: Sequence[Intake], problem: Problem) -> TableFault | Problem:
    return next(filter(None, (intake.explained(problem) for intake in intakes)), problem)


def _report_passed_over(intake: Intake) -> None:
    if intake.note:
        inform(intake.note)
    if intake.others:
        inform(f"Skipped {counted(intake.others, 'row')} of other dossiers.")
    for fault in intake.not_applied:
        inform(str(fault))
    if intake.gone:
        noun = _BY_KEY[intake.kind].word
        remedy = f"brief remove {noun} ID removes one"
        inform(f"{intake.table}: no row is left of {listed(intake.gone)}; import removes no record, {remedy}.")


def _finish_named(entry: Entry, draft: Draft, out: RowsOutput, *, write: bool, changes: str = "the files") -> None:
    """Write what was changed at its places, or say what would be, or why it cannot."""
    try:
        _finish(entry, draft, out, write=write, changes=changes)
    except DossierError as error:
        for problem in error.problems[:MAX_REPORTED_FAULTS]:
            inform(f"after the change, {problem}")
        raise _refused(counted(len(error.problems), "problem")) from None


def _refused(why: str, error: type[BriefError] = BriefError) -> BriefError:
    return error(f"nothing was changed: {why}")


def _finish(entry: Entry, draft: Draft, out: RowsOutput, *, write: bool, changes: str = "the files") -> None:
    """Write what was changed, or say what would be.

    Raises:
        DossierError: the dossier would not be sound.
        UsageError: the files are not ours to change, or have been changed since they were read.
    """
    changed = draft.changed()
    if write and changed.files:
        if entry.stream or entry.origin is Origin.BUNDLED:
            where = "was read from standard input" if entry.stream else "is part of the program"
            msg = f"the dossier {draft.dossier.id!r} {where}; name a file or a folder to change it"
            raise UsageError(msg)
        if entry.files() != draft.files:
            msg = "the dossier was changed meanwhile; nothing was written"
            raise UsageError(msg)
        write_files({Path(file.name): file.data for file in changed.files})
        confirm(f"Wrote {', '.join(file.name for file in changed.files)}.")
        return
    differences = differences_between(draft.dossier, changed.dossier)
    emit(
        diff_page(
            Version(entry, draft.dossier), Version(entry, changed.dossier), differences, out.listing_options()
        ),
        out,
    )
    inform(f"Nothing was written; --write changes {changes}." if changed.files else "No difference.")
