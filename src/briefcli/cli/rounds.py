"""For the monthly round of a curator: review and links."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefcli.cli import completion
from briefcli.cli.changing import Applied, change, opened
from briefcli.cli.dossiers import noted, resolve_all
from briefcli.cli.options import ExitCode, RowsOutput, among, date, day, filters, whole_number
from briefcli.cli.output import emit, exit_if_rows
from briefcli.cli.streams import inform
from briefcli.dossier.dates import PartialDate
from briefcli.dossier.filters import Filters, Query
from briefcli.dossier.past import Snapshot
from briefcli.dossier.queries import stances
from briefcli.dossier.staleness import STALE_DAYS
from briefcli.errors import DossierError, UsageError
from briefcli.page import Cell, Link
from briefcli.pages.context import Context
from briefcli.pages.links import links_page
from briefcli.pages.review import Reason, ReviewOptions, review_page
from briefcli.problems import Severity
from briefcli.reading.addresses import Fault, Trouble, addresses, faults
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import clash_of
from briefcli.wording import counted, on_dossiers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.edit.draft import Draft
    from briefcli.shelf.shelves import Entry

Dossiers = Annotated[
    list[str],
    typer.Option(
        "--dossier",
        "-d",
        metavar="NAME|PATH",
        help="A dossier by name or path, a folder of dossiers, or - for standard input; repeatable.",
        autocompletion=completion.dossiers,
    ),
]


def review(
    dossier: Dossiers,
    filters: Annotated[Filters, filters("country", "region", "group", "type", "today")],
    out: RowsOutput,
    *,
    why: Annotated[
        list[str] | None,
        typer.Option(
            "--why",
            metavar="REASON",
            help=f"Only records to review for this reason: {', '.join(Reason)}; repeatable.",
            rich_help_panel="Filters",
            **among(*Reason),
        ),
    ] = None,
    file: Annotated[
        list[str] | None,
        typer.Option(
            "--file",
            metavar="FILE",
            help="Only records in this file of the dossier; repeatable.",
            show_default=False,
            rich_help_panel="Filters",
        ),
    ] = None,
    max_age: Annotated[
        int | None,
        typer.Option(
            "--max-age",
            metavar="DAYS",
            parser=whole_number(0),
            help="Count a country as stale if it was last checked more than DAYS ago.",
        ),
    ] = None,
    each: Annotated[
        bool,
        typer.Option("--each", help="Show one row for each record and reason instead of one for each country."),
    ] = False,
    mark: Annotated[
        PartialDate | None,
        typer.Option(
            "--mark",
            metavar="DATE",
            parser=date,
            help="Set `reviewed` to this date: a search up to then found nothing newer.",
        ),
    ] = None,
    through: Annotated[
        datetime.date | None,
        typer.Option(
            "--through",
            metavar="DATE",
            parser=day,
            help="Set `as_of` to this day, and remove `follow_up` from records up to this day.",
        ),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write the changes that --mark and --through make.")
    ] = False,
    exit_code: ExitCode = False,
) -> None:
    """Run `brief review`; its help is in the declaration of the listing."""
    if mark or through:
        if len(dossier) > 1:
            msg = f"--mark and --through change one dossier, and -d names {len(dossier)}"
            raise UsageError(msg)
        moving = partial(_move_on, dossier=dossier[0], filters=filters, mark=mark, through=through)
        change(dossier[0], moving, out, write=write)
        return
    if write:
        inform("--write has no effect without --mark or --through.")
    read = [_read(entry) for entry in Catalogue().find_each(dossier)]
    named: dict[str, tuple[Entry, Draft]] = {}
    for entry, draft in read:
        if (other := named.setdefault(draft.dossier.id, (entry, draft))) != (entry, draft):
            raise clash_of(draft.dossier.id, [other[0], entry])
    # A dossier that knows no such country is not resolved.
    resolved = resolve_all([draft.dossier for _, draft in read], filters)
    contexts = [Context(snapshot, query, _places(*named[snapshot.dossier.id])) for snapshot, query in resolved]
    days = STALE_DAYS if max_age is None else max_age
    reasons = tuple(Reason(one) for one in why or ())
    wanted = ReviewOptions(days=days, reasons=reasons, files=tuple(file or ()), each=each or bool(filters.country))
    page = review_page(contexts, wanted, out.listing_options())
    emit(page, out)
    exit_if_rows(page, wanted=exit_code)


def _move_on(
    draft: Draft, dossier: str, filters: Filters, mark: PartialDate | None, through: datetime.date | None
) -> Applied:
    """Move the day of a dossier, and mark the stances of the selected countries as reviewed."""
    says = []
    day = str(through or draft.dossier.as_of)
    if through:
        passed = draft.move_as_of(day)
        says.append(f"as_of is now {day}; follow_up was removed from {counted(passed, 'record')}.")
    if mark:
        if mark[:10] > day:
            command = on_dossiers(f"brief review --through {mark} --write", [dossier])
            msg = f"{mark} is after as_of, {day}; {command} moves it"
            raise UsageError(msg)
        _, query = resolve_all([draft.dossier], filters)[0]
        marked = draft.mark_reviewed({stance.id for stance in stances(draft.dossier, query)}, mark)
        says.append(f"{counted(marked, 'stance')} marked as reviewed up to {mark}.")
    return Applied(summary=" ".join(says))


def links(
    dossier: Dossiers,
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
    read = [_read(entry) for entry in Catalogue().find_each(dossier)]
    found = {draft: list(faults(draft.dossier)) for _, draft in read}
    if online:
        _ask(found, allow_private=allow_private)
    contexts = {draft: Context(Snapshot(draft.dossier), Query(), _places(entry, draft)) for entry, draft in read}
    pairs = [(contexts[draft], fault) for draft, ones in found.items() for fault in ones]
    emit(links_page(pairs, [*contexts.values()], out.listing_options(), online=online), out)


def _ask(found: dict[Draft, list[Fault]], *, allow_private: bool) -> None:
    """Add what servers answer about the addresses that have the form of one; each is requested once.

    Raises:
        UsageError: the package for that is not installed.
    """
    try:
        from briefcli.reading.web import request_all  # noqa: PLC0415 - most runs send no request
    except ModuleNotFoundError as error:
        msg = f"--online needs {error.name}; install briefcli[online]"
        raise UsageError(msg) from error
    pairs = {
        draft: [pair for pair in addresses(draft.dossier) if pair[1] not in _malformed(known)]
        for draft, known in found.items()
    }
    asked = dict.fromkeys(address for those in pairs.values() for _, address in those)
    inform(f"Asking the servers of {counted(sum(map(len, pairs.values())), 'link')}.")
    answers = request_all(asked, allow_private=allow_private)
    for draft, those in pairs.items():
        found[draft] += [
            Fault(answer.reason, source, address, answer.says, answer.to)
            for source, address in those
            if (answer := answers[address]).reason
        ]


def _malformed(known: Sequence[Fault]) -> set[str]:
    return {fault.address for fault in known if fault.reason is Trouble.FORM}


def _places(entry: Entry, draft: Draft) -> dict[str, Cell]:
    """Return the place of each record, by its id, with a link if the file can be opened."""
    texts = {name: (place.file, f"{place.file}:{place.line}") for name, place in draft.places().items()}
    return {
        name: Link(text, Path(file).absolute().as_uri()) if entry.path else text
        for name, (file, text) in texts.items()
    }


def _read(entry: Entry) -> tuple[Entry, Draft]:
    """Return a dossier with its files for a listing of what a curator should look at.

    Raises:
        DossierError: it cannot be read, or has errors.
    """
    noted([entry])
    draft = opened(entry)
    if errors := [problem for problem in draft.problems if problem.rule.severity is Severity.ERROR]:
        msg = f"{entry.path or 'the dossier on standard input'} cannot be read: {counted(len(errors), 'problem')}"
        raise DossierError(msg, tuple(errors))
    return entry, draft
