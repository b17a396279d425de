"""Change a dossier: read it, apply a change, check the result, and write it or show what would be different."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefcli.cli.dossiers import spelt
from briefcli.cli.options import today
from briefcli.cli.output import emit
from briefcli.cli.saving import Move, save
from briefcli.cli.streams import MAX_REPORTED_FAULTS, confirm, inform, write_out
from briefcli.cli.writing import write_file
from briefcli.dossier.diff import differences_between
from briefcli.dossier.kinds import kind_named
from briefcli.edit.draft import Draft
from briefcli.errors import BriefError, DossierError, UsageError
from briefcli.pages.diff import Version, diff_page
from briefcli.problems import Rule, Severity
from briefcli.reading.schema import SCHEMA_FILE, SCHEMA_ID, dossier_schema
from briefcli.render.json_yaml import indented
from briefcli.shelf.catalogue import Catalogue, uncollected
from briefcli.shelf.shelves import Origin
from briefcli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefcli.cli.options import RowsOutput
    from briefcli.dossier.model import Dossier
    from briefcli.edit.draft import Changed, WrittenRecord
    from briefcli.problems import Problem
    from briefcli.shelf.shelves import Entry


class Applied(NamedTuple):
    """What a command did to a draft.

    `explained` returns a problem of the result in words, and `report` reports all errors. `places` are where it
    changes something. `notes` are reported when it is written or shown. Warnings of a rule that is `expected` are
    not reported. A `summary` is printed instead of all differences, unless -f or -o is given, and so are the new
    records, as YAML, if the command `adds` some.
    """

    explained: Callable[[Problem], object] = "after the change, {}".format
    report: Callable[[Sequence[Problem]], None] | None = None
    places: str = "the files"
    notes: tuple[str, ...] = ()
    expected: Rule | None = None
    summary: str = ""
    adds: bool = False


class _Attempt(NamedTuple):
    draft: Draft
    applied: Applied
    changed: Changed


def change(name: str, apply: Callable[[Draft], Applied], out: RowsOutput, *, write: bool) -> None:
    """Apply a change to a dossier, and write it, or show what it would change.

    `apply` is called again if the dossier is changed by others before it is written.

    Raises:
        BriefError: the change would add an error to the dossier, or it cannot be written now.
        UsageError: the dossier is not ours to change, or cannot be written.
    """
    entry = entry_to_change(name)
    attempt = partial(_attempted, entry, apply)
    is_ours = not entry.stream and entry.origin is not Origin.BUNDLED
    with uncollected():
        done = _saved(entry, attempt) if write and is_ours else attempt()
    _report(done)
    if write and is_ours and done.changed.files:
        _renew_schema(entry, done.changed.dossier)
        if done.applied.adds:
            _report_added(done)
            return
        wrote = f"Wrote {', '.join(file.name for file in done.changed.files)}."
        confirm(f"{wrote} {done.applied.summary}".strip())
        return
    if write and done.changed.files:
        where = "was read from standard input" if entry.stream else "is part of the program"
        msg = f"the dossier {done.draft.dossier.id!r} {where}; name a file or a folder to change it"
        raise UsageError(msg)
    if done.changed.files and not (out.form or out.output):
        if done.applied.summary:
            inform(f"{done.applied.summary} Nothing was written; add --write.")
            return
        if done.applied.adds:
            for record in done.draft.written(done.changed):
                write_out(f"# {_called(record)}\n{record.text}\n")
            inform("Nothing was written; add --write.")
            return
    old, new = Version(entry, done.draft.dossier), Version(entry, done.changed.dossier)
    emit(diff_page(old, new, differences_between(old.dossier, new.dossier), out.listing_options()), out)
    text = f"Nothing was written; --write changes {done.applied.places}."
    inform(text if done.changed.files else "No difference.")


def _renew_schema(entry: Entry, dossier: Dossier) -> None:
    """Write the ids of a dossier into the schema of its folder, if that has one of this dossier or of none."""
    folder = entry.path if entry.path and entry.path.is_dir() else entry.path and entry.path.parent
    if folder is None or not (file := folder / SCHEMA_FILE).is_file():
        return
    with suppress(ValueError, OSError, UsageError):
        found = json.loads(file.read_bytes())
        own = isinstance(found, dict) and found.get("$id") in {SCHEMA_ID, f"{SCHEMA_ID}:{dossier.id}"}
        alone = folder == entry.path or len([*folder.glob("*.yaml")]) == 1
        if own and alone:
            write_file(file, indented(dossier_schema(dossier)))


def entry_to_change(name: str) -> Entry:
    """Return the dossier of a name or at a path, for a command that may change it.

    Raises:
        UsageError: there is none, or there are both.
    """
    entry = Catalogue().find(name)
    if entry.other and entry.path:
        paths = f"{entry.path} or {spelt(entry.other)}"
        msg = f"{name!r} is the name of one dossier and the path of another; write {paths}"
        raise UsageError(msg)
    return entry


def opened(entry: Entry) -> Draft:
    """Return the files of a dossier for changes."""
    return Draft(entry.files(), str(entry.path or "the dossier on standard input"), today())


def refused(why: str, error: type[BriefError] = BriefError) -> BriefError:
    """Return the error of a change that is not made."""
    return error(f"nothing was changed: {why}")


def _saved(entry: Entry, attempt: Callable[[], _Attempt]) -> _Attempt:
    """Write a change under the lock of the dossier, and return the attempt that was written."""
    attempts: list[_Attempt] = []

    def moves() -> list[Move]:
        attempts.append(attempt())
        old = {file.name: file.data for file in attempts[-1].draft.files}
        return [Move(Path(file.name), old.get(file.name), file.data) for file in attempts[-1].changed.files]

    assert entry.path  # noqa: S101 - only a dossier on standard input has none
    save(entry.path, moves)
    return attempts[-1]


def _attempted(entry: Entry, apply: Callable[[Draft], Applied]) -> _Attempt:
    """Apply a change to the present files, and report the errors that it would add.

    Raises:
        BriefError: there is one.
    """
    draft = opened(entry)
    applied = apply(draft)
    try:
        return _Attempt(draft, applied, draft.changed())
    except DossierError as error:
        (applied.report or partial(_list, applied.explained))(error.problems)
        raise refused(counted(len(error.problems), "problem")) from None


def _report(attempt: _Attempt) -> None:
    """Report what a command has to say of its change, and the warnings that the change creates."""
    for note in attempt.applied.notes:
        inform(note)
    warnings = [problem for problem in attempt.changed.problems if problem.rule.severity is Severity.WARNING]
    unexpected = [problem for problem in warnings if problem.rule is not attempt.applied.expected]
    _list(attempt.applied.explained, unexpected)


def _report_added(done: _Attempt) -> None:
    """Report the places and ids of new records, and print the ids alone if programs read them."""
    for record in done.draft.written(done.changed):
        confirm(f"Wrote {_called(record)}.")
        if not sys.stdout.isatty():
            write_out(f"{record.id}\n")


def _called(record: WrittenRecord) -> str:
    return f"{record.place.file}:{record.place.line}: {kind_named(record.kind).noun} {record.id}"


def _list(explained: Callable[[Problem], object], problems: Sequence[Problem]) -> None:
    for problem in problems[:MAX_REPORTED_FAULTS]:
        inform(str(explained(problem)))
    if len(problems) > MAX_REPORTED_FAULTS:
        inform(f"And {len(problems) - MAX_REPORTED_FAULTS} more.")
