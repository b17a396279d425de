"""For curators who change a dossier: import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefcli.cli import completion
from briefcli.cli.options import RowsOutput, choice
from briefcli.cli.output import emit, tell
from briefcli.cli.writing import write_files
from briefcli.dossier.diff import differences_between
from briefcli.edit.draft import KINDS, Draft
from briefcli.edit.intake import Intake
from briefcli.edit.tables import read_table
from briefcli.errors import BriefError, DossierError, UsageError
from briefcli.pages.diff import Version, diff_page
from briefcli.pages.tables import counted
from briefcli.reading.files import read_standard_input
from briefcli.shelf.catalogue import STANDARD_INPUT, Catalogue, Origin

if TYPE_CHECKING:
    from briefcli.shelf.catalogue import Entry

#: How many faults of a table are told.
_MOST = 20

Dossier = Annotated[
    str,
    typer.Option(
        "--dossier",
        "-d",
        metavar="NAME|PATH",
        help="The dossier to change: a file or a folder.",
        autocompletion=completion.dossiers,
    ),
]
Write = Annotated[bool, typer.Option("--write", help="Change the files; else say what would change.")]


def import_(
    table: Annotated[
        str,
        typer.Argument(metavar="TABLE", help="A table in CSV or TSV with a header row, or - for standard input."),
    ],
    kind: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="KIND",
            parser=choice(*KINDS),
            help=f"What its rows are: {', '.join(KINDS)}.",
            autocompletion=completion.words(KINDS),
        ),
    ],
    dossier: Dossier,
    out: RowsOutput,
    *,
    clear: Annotated[bool, typer.Option("--clear", help="An empty cell removes what is there.")] = False,
    write: Write = False,
) -> None:
    """Take the rows of a table into a dossier, and change nothing else in its files.

    Examples:
        brief stances -d my-dossier.yaml -f csv > stances.csv
        brief stances -d my-dossier.yaml -f csv | brief import - --as stances -d my-dossier.yaml
        brief sources -d my-dossier.yaml | brief import - --as sources -d my-dossier.yaml --write
    """
    if table == dossier == STANDARD_INPUT:
        msg = "only one of TABLE and -d can be - (standard input)"
        raise UsageError(msg)
    entry, draft = _opened(dossier)
    data = read_standard_input() if table == STANDARD_INPUT else Path(table).read_bytes()
    intake = Intake(draft, kind, read_table(table, data), clear=clear)
    for fault in intake.faults[:_MOST]:
        tell(fault)
    if intake.faults:
        raise _refused(counted(len(intake.faults), "fault"))
    if intake.others:
        tell(f"Passed over {counted(intake.others, 'row')} of other dossiers.")
    try:
        _finish(entry, draft, out, write=write)
    except DossierError as error:
        for problem in error.problems[:_MOST]:
            tell(intake.explained(problem))
        raise _refused(counted(len(error.problems), "problem")) from None


def _opened(name: str) -> tuple[Entry, Draft]:
    """Return the dossier that is to be changed, with its files."""
    entry = Catalogue().find(name)
    return entry, Draft(entry.files(), str(entry.path or "the dossier on standard input"))


def _refused(why: str) -> BriefError:
    return BriefError(f"nothing was changed: {why}")


def _finish(entry: Entry, draft: Draft, out: RowsOutput, *, write: bool) -> None:
    """Write what was changed, or say what would be.

    Raises:
        DossierError: the dossier would not be sound.
        UsageError: the files are not ours to change, or have been changed since they were read.
    """
    changed = draft.changed()
    if write and changed.files:
        if entry.stream or entry.origin is Origin.BUNDLED:
            where = "comes from a stream" if entry.stream else "comes with the program"
            msg = f"the dossier {draft.dossier.id!r} {where}; name a file or a folder to change it"
            raise UsageError(msg)
        if entry.files() != draft.files:
            msg = "the dossier was changed by somebody else meanwhile; nothing was written"
            raise UsageError(msg)
        write_files({Path(file.name): file.data for file in changed.files})
        tell(f"Wrote {', '.join(file.name for file in changed.files)}.")
        return
    differences = differences_between(draft.dossier, changed.dossier)
    emit(diff_page(Version(entry, draft.dossier), Version(entry, changed.dossier), differences, out.shape()), out)
    tell("Nothing was written; --write changes the files." if changed.files else "No difference.")
