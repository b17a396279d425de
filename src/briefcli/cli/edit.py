"""For curators who change a dossier: import, add, rename, review and links."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import Struct, defstruct, structs

from briefcli.cli import completion
from briefcli.cli.changing import Applied, change, entry_to_change, refused
from briefcli.cli.options import RowsOutput, among, today
from briefcli.cli.output import emit
from briefcli.cli.saving import recover as finish
from briefcli.cli.streams import command_line, inform
from briefcli.dossier.kinds import KINDS, SOURCE, VOTE, Kind
from briefcli.dossier.model import RollCall, SourceKind, Stage, TopicKind, VoteResult
from briefcli.edit.base import read_base
from briefcli.edit.cells import DATES, SEVERAL
from briefcli.edit.draft import keys_of
from briefcli.edit.headings import find_header, given_headings
from briefcli.edit.intake import OPTIONS, Intake, Reading
from briefcli.edit.rename import RENAMED
from briefcli.edit.rename import rename as rename_all
from briefcli.edit.table_files import Sheet, read_tables, table_bytes
from briefcli.edit.workbooks import Row
from briefcli.errors import BriefError, UsageError
from briefcli.pages.fields import PARTNERS
from briefcli.pages.table_faults import TableFault, faults_page
from briefcli.problems import Rule, quoted
from briefcli.reading.schema import descriptions
from briefcli.shelf.shelves import STANDARD_INPUT
from briefcli.wording import alternatives, counted, listed, on_dossiers, unknown_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from briefcli.cli.completion import Offering
    from briefcli.edit.base import Base
    from briefcli.edit.draft import Draft
    from briefcli.problems import Problem

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
        help="The dossier: a name, a path, or - for standard input.",
        autocompletion=completion.dossiers,
    ),
]
Part = Annotated[
    str | None,
    typer.Option(
        "--file",
        metavar="PART",
        help="Write new records to this file instead of the one with records of the same country or region.",
        show_default=False,
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
            help=f"Kind of the rows: {', '.join(_BY_COMMAND)}. Not needed if the sheets have these names.",
            **among(*_BY_COMMAND),
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar="NAME", help="Read this sheet of a workbook.", show_default=False),
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="HEADING=KEY,...",
            help="Read the column HEADING as the key KEY; repeatable.",
            show_default=False,
        ),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", metavar="HEADING", help="Ignore this column; repeatable.", show_default=False),
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
            help="If a value changed in table and dossier, keep that of the table or that of the dossier.",
            **among("table", "dossier"),
        ),
    ] = None,
    part: Part = None,
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
    data = table_bytes(table)
    given = given_headings(mapping or (), skip or ())
    sheets = read_tables(table, data, key, partial(find_header, given=given), sheet)

    def take(draft: Draft) -> list[Intake]:
        how = Reading(clear, kind_of_new, given, _base_of(table, data, draft), prefer)
        return [Intake(draft, of, one, how) for of, one in sheets]

    change(dossier, partial(_take_rows, take, out, part=part), out, write=write)


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
#: The help for keys that differs from the model.
_HELP = {
    "country": f"country of the record, or {PARTNERS!r}; repeatable except for a stance",
    "concerns": "a concern, the main one first; repeatable",
    "evidence": "id of a source, such as wire, wire (partly) or 'wire (contradicts): A note.'; repeatable",
    "title": "title of the topic, event, vote or source",
    "date": "date of the event, vote, bottom line or source",
    "ended": "first day on which the stance or value no longer held; for a stance, only if no other stance "
    "follows",
    "kind": "kind of the topic, or of the publisher of the source",
    "totals": "number of votes of one kind (in_favour, against or abstained), such as in_favour=126; repeatable",
    "stage": alternatives([*Stage]),
    "result": alternatives([*VoteResult]),
    "publisher": "name of the publisher",
    "in_favour": "a country that voted in favour; repeatable",
    "against": "a country that voted against; repeatable",
    "abstained": "a country that abstained; repeatable",
    "absent": "a country that had a vote but did not cast it; repeatable",
}


def _keys() -> type[Struct]:
    """Return a group of options for all keys of a table, with the meanings that the model gives."""
    fields: dict[str, Any] = {}
    for kind in KINDS:
        meanings = descriptions(kind.struct)
        for key in keys_of(kind.list_key):
            name = "country" if key == "countries" else key
            if key != "stages" and name not in fields:
                fields[name] = _key(name, _HELP.get(name) or meanings[key])
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
    cells = {key: ";\n".join(value) if isinstance(value, list) else str(value) for key, value in values.items()}
    return {key: str(today()) if key in DATES and text == "today" else text for key, text in cells.items()}


def add(
    record: Annotated[str, typer.Argument(metavar="RECORD", help=f"{', '.join(_BY_WORD)}.", **among(*_BY_WORD))],
    dossier: Dossier,
    keys: Keys,  # type: ignore[valid-type]
    out: RowsOutput,
    *,
    part: Part = None,
    online: Annotated[
        bool,
        typer.Option(
            "--online",
            help="Read title, date, language, author and publisher from the page at --url.",
        ),
    ] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="With --online, follow redirects to private addresses.")
    ] = False,
    write: Write = False,
) -> None:
    """Add one record in the right section.

    Examples:
        brief add source -d my-dossier.yaml --publisher "Example Wire" --kind press --title Talks --date 2025-02
        brief add event -d my-dossier.yaml --date 2025-02 --title Talks --evidence gazette-2025-02-20 --write
    """
    kind = _BY_WORD[record]
    given = _given(keys, kind)
    if strange := [key for key in given if key not in keys_of(kind.list_key)]:
        msg = f"{'an' if record[0] in 'aeiou' else 'a'} {record} has no {strange[0]}"
        raise UsageError(msg)
    page = _read_page(given, kind, allow_private=allow_private) if online else {}
    given |= {key: text for key, text in page.items() if key not in given and key != "publisher"}
    sheet = Sheet("", Row(0, tuple(given)), (Row(1, tuple(given.values())),))

    def take(draft: Draft) -> list[Intake]:
        return [Intake(draft, kind.list_key, sheet, Reading(page=page))]

    change(dossier, partial(_take_rows, take, out, part=part, adds=True), out, write=write)


def _read_page(given: Mapping[str, str], kind: Kind, *, allow_private: bool) -> dict[str, str]:
    """Return the data about itself that the page of a new source contains.

    Raises:
        UsageError: there is no address, or the page or the package to read it is missing.
    """
    if kind is not SOURCE or "url" not in given:
        msg = "--online reads the page of a new source; write brief add source --url ADDRESS --online"
        raise UsageError(msg)
    try:
        from briefcli.reading.web import read_page  # noqa: PLC0415 - most runs send no request
    except ModuleNotFoundError as error:
        msg = f"--online needs {error.name}; install briefcli[online]"
        raise UsageError(msg) from error
    from briefcli.reading.pagedata import page_data  # noqa: PLC0415 - likewise

    found = page_data(read_page(given["url"], allow_private=allow_private))
    inform(f"The page contains {listed([*found])}." if found else "The page contains no data about itself.")
    return found


def rename(
    what: Annotated[str, typer.Argument(metavar="WHAT", help=f"{', '.join(RENAMED)}.", **among(*RENAMED))],
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="The present id, or the kind of publisher.",
            autocompletion=completion.renamed,
        ),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new id.")],
    dossier: Dossier,
    out: RowsOutput,
    *,
    write: Write = False,
) -> None:
    """Rename a country, group, source or term throughout a dossier, give a record an id, or join two sources.

    Examples:
        brief rename level talks in-talks -d my-dossier.yaml
        brief rename value own-mission=open working -d my-dossier.yaml
        brief rename source gazette-2025-02-20 gazette -d my-dossier.yaml --write
    """

    def apply(draft: Draft) -> Applied:
        places = rename_all(draft, what, old, new)
        counts = ", ".join(f"{number} in {name}" for name, number in places.items())
        where = f"{counted(sum(places.values()), 'place')}: {counts}"
        return Applied(places=where, notes=tuple(_mentions(draft, what, old)))

    change(dossier, apply, out, write=write)


def _mentions(draft: Draft, what: str, old: str) -> Iterator[str]:
    """Yield where a text of the head mentions an id that was renamed, which only a person can change."""
    texts = [("a rule", text) for text in draft.dossier.rules]
    texts += [(f"the meaning of {level.id}", level.meaning) for level in draft.dossier.levels]
    for where, text in texts if what in {"level", "concern", "sector"} else ():
        if re.search(rf"(?<![\w-]){re.escape(old)}(?![\w-])", text):
            yield f"{where[:1].upper()}{where[1:]} mentions {old}: {quoted(text)}"


def remove(
    record: Annotated[str, typer.Argument(metavar="KIND", help=f"{', '.join(_BY_WORD)}.", **among(*_BY_WORD))],
    name: Annotated[str, typer.Argument(metavar="ID", help="The id of the record or source.")],
    dossier: Dossier,
    out: RowsOutput,
    *,
    write: Write = False,
) -> None:
    """Remove one record, or a source that nothing cites.

    Examples:
        brief remove stance stance-jp-2025-02-16 -d my-dossier.yaml
        brief remove event event-2025-02-16-example-event -d my-dossier.yaml --write
    """
    kind = _BY_WORD[record]

    def apply(draft: Draft) -> Applied:
        ids = [one.id for one in getattr(draft.dossier, kind.list_key)]
        if name not in ids:
            raise unknown_value(kind.noun, name, ids, where=command_line(["brief", kind.command, "-d", dossier]))
        citing = [one.id for one in draft.dossier.records if name in {item.source for item in one.evidence}]
        if kind is SOURCE and citing:
            join = on_dossiers(f"brief rename source {name} OTHER", [dossier])
            msg = f"{name} is cited by {listed(citing)}; change these first, or join it with another one: {join}"
            raise UsageError(msg)
        draft.remove(kind.list_key, name)
        return Applied()

    change(dossier, apply, out, write=write)


def recover(dossier: Dossier) -> None:
    """Finish or undo a change whose command was killed while writing.

    Examples:
        brief recover -d my-dossier.yaml
        brief recover -d . || brief check .
    """
    entry = entry_to_change(dossier)
    done = finish(entry.path) if entry.path else ""
    inform(f"{done[:1].upper()}{done[1:]}." if done else "No change is unfinished.")


def _take_rows(
    take: Callable[[Draft], list[Intake]],
    out: RowsOutput,
    draft: Draft,
    *,
    part: str | None = None,
    adds: bool = False,
) -> Applied:
    """Take the rows of tables into a draft; a new source cannot be cited yet.

    Raises:
        BriefError: some rows have faults, which are reported.
    """
    if part:
        draft.put_into(part)
    intakes = take(draft)
    if found := [fault for intake in intakes for fault in intake.faults]:
        _report_faults(found, out)
        for advice in filter(None, (intake.advice for intake in intakes)):
            inform(advice)
        raise refused(counted(len(found), "fault"), UsageError if intakes[0].typed else BriefError)
    notes = [note for intake in intakes for note in _passed_over(intake)]
    if any(intake.is_two_way and intake.has_changed for intake in intakes):
        notes.append(
            "The workbook does not record what it contained when it was written, so each cell that differs from "
            "the dossier changes it; brief export --for-editing writes one that does."
        )

    def explained(problem: Problem) -> TableFault | Problem:
        return next(filter(None, (intake.explained(problem) for intake in intakes)), problem)

    def report(problems: Sequence[Problem]) -> None:
        _report_faults([explained(problem) for problem in problems], out)

    expected = Rule.UNUSED_SOURCE if all(intake.kind == SOURCE.list_key for intake in intakes) else None
    return Applied(explained, report, notes=tuple(notes), expected=expected, adds=adds)


def _report_faults(faults: Sequence[TableFault | Problem], out: RowsOutput) -> None:
    """Write faults to standard error, or as a table if -f or -o is given."""
    if out.form or out.output:
        emit(faults_page([fault for fault in faults if isinstance(fault, TableFault)], out.listing_options()), out)
        faults = [fault for fault in faults if not isinstance(fault, TableFault)]
    for fault in faults:
        inform(str(fault))


def _passed_over(intake: Intake) -> Iterator[str]:
    """Yield what was chosen of a table without a request, and what of it changes nothing."""
    if intake.note:
        yield intake.note
    if intake.others:
        yield f"Skipped {counted(intake.others, 'row')} of other dossiers."
    yield from map(str, intake.not_applied)
    yield from (f"Left out: {fault}" for fault in intake.skipped)
    if intake.gone:
        noun = _BY_KEY[intake.kind].word
        remedy = f"brief remove {noun} ID removes one"
        yield f"{intake.table}: no row is left of {listed(intake.gone)}; import removes no record, {remedy}."
