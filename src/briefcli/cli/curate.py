"""For curators: dossiers, check, diff and new."""

from __future__ import annotations

import datetime
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from briefcli.cli import completion
from briefcli.cli.dossiers import NamedDossiers, NoCache, listing, noted, report_broken, with_listing
from briefcli.cli.options import RowsOutput, Today, among, whole_number
from briefcli.cli.output import emit
from briefcli.cli.streams import confirm, fitted, inform, write_out
from briefcli.cli.writing import write_file
from briefcli.dossier.countries import iso_code
from briefcli.dossier.diff import differences_between
from briefcli.dossier.spelling import as_id
from briefcli.dossier.words import no_record
from briefcli.errors import DossierError, UsageError
from briefcli.pages.diff import Version, diff_page
from briefcli.pages.listings import Listed, dossiers_page
from briefcli.problems import Problem, Rule, Severity
from briefcli.reading.files import HEAD, unread
from briefcli.reading.schema import SCHEMA_FILE, dossier_schema, template_files, template_text
from briefcli.render.json_yaml import indented
from briefcli.render.problems import ProblemFormat, problems_text
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import ALL, STANDARD_INPUT, each_once
from briefcli.version import __version__
from briefcli.wording import counted, unknown_value

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefcli.shelf.shelves import Entry


def dossiers(
    out: RowsOutput,
    dossier: NamedDossiers = None,
    country: Annotated[
        str | None,
        typer.Option(
            "--country",
            "-c",
            metavar="COUNTRY",
            help="Only dossiers with records about this country.",
            autocompletion=completion.countries,
        ),
    ] = None,
    *,
    today: Today,
    no_cache: NoCache = False,
) -> None:
    """Run `brief dossiers`; its help is in the declaration of the listing."""
    catalogue = Catalogue(cached=not no_cache)
    entries = noted(_found(catalogue, dossier))
    opened = catalogue.index_all(entries)
    knowing = [
        Listed(entry, index) for entry, index in opened.dossiers if country is None or index.code_of(country)
    ]
    if country is not None and not knowing and iso_code(country) is None:
        error = no_record([known for _, known in catalogue.read_all(entries).dossiers], country)
        raise UsageError(with_listing(error, dossier or [ALL]))
    emit(dossiers_page(knowing, out.listing_options(), today), out)
    if opened.dossiers and not knowing:
        text = f"Nothing matches; without --country there would be {counted(len(opened.dossiers), 'dossier')}."
        inform(f"{text} {listing('country', dossier or [ALL])} lists the countries with a stance.")
    report_broken(opened.broken, opened.dossiers)


_RULES = [rule.slug for rule in Rule]


def _rule(text: str) -> str:
    if text.lower() not in _RULES:
        raise unknown_value("rule", text, _RULES, where="brief schema --of check")
    return text.lower()


def check(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME|PATH]...",
            help="Dossiers: names or paths, or - for standard input.",
            autocompletion=completion.dossiers,
        ),
    ] = None,
    form: Annotated[
        ProblemFormat,
        typer.Option("--format", "-f", metavar="FORMAT", help="text, json or github.", **among(*ProblemFormat)),
    ] = ProblemFormat.TEXT,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="RULE",
            parser=_rule,
            help="Do not check this rule; repeatable.",
            autocompletion=completion.words(_RULES),
        ),
    ] = None,
    dossier: NamedDossiers = None,
    max_age: Annotated[
        int | None,
        typer.Option(
            "--max-age",
            metavar="DAYS",
            parser=whole_number(0),
            help="Warn about countries that are due for review or were last checked more than DAYS ago.",
        ),
    ] = None,
    today: Today,
) -> None:
    """Report every fault in dossiers, with file, line, column and remedy.

    Examples:
        brief check --strict
        brief check my-dossier.yaml --max-age 365 --ignore unused-source
        brief check -f json | jq -r '.[].rule'
    """
    names, catalogue = [*(names or ()), *(dossier or ())], Catalogue()
    entries = noted(_found(catalogue, names, path_first=True))
    found = _examined(entries, today, max_age, set(ignore or ()))
    text = problems_text(found.problems, form)
    if form is ProblemFormat.TEXT:
        text = "".join(f"{fitted(line, sys.stdout, indent='  ')}\n" for line in text.split("\n")[:-1])
    write_out(text)
    broken = found.broken + ([] if names else catalogue.clashes())
    for fault in broken:
        inform(f"brief: {fault}")
    if found.dossiers:
        of = f"{counted(found.dossiers, 'dossier')} of {counted(found.files, 'file')}"
        is_one = names and len(entries) == 1 and not found.problems and entries[0].path
        where = f": {entries[0].path}" if is_one else ""  # a problem names its file
        inform(f"{_how_many(found.problems)} in {of}{where}.")
    if broken:
        raise typer.Exit(DossierError.exit_code)
    if any(_counts(problem, strict=strict) for problem in found.problems):
        raise typer.Exit(1)


def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="Old version: a name, a path, or - for standard input.",
            autocompletion=completion.dossiers,
        ),
    ],
    new: Annotated[
        str,
        typer.Argument(
            metavar="NEW",
            help="New version: a name, a path, or - for standard input.",
            autocompletion=completion.dossiers,
        ),
    ],
    out: RowsOutput,
    *,
    no_cache: NoCache = False,
) -> None:
    """Run `brief diff`; its help is in the declaration of the listing."""
    if old == new == STANDARD_INPUT:
        msg = "only one of OLD and NEW can be - (standard input)"
        raise UsageError(msg)
    catalogue = Catalogue(cached=not no_cache)
    found = noted([catalogue.find(old), catalogue.find(new)])
    before, after = (Version(entry, catalogue.read(entry)) for entry in found)
    differences = differences_between(before.dossier, after.dossier)
    emit(diff_page(before, after, differences, out.listing_options()), out)
    if differences:
        raise typer.Exit(1)
    inform("No difference.")


#: What `brief new --team` writes into a folder, each with the file that it is here.
_TEAM = Path(__file__).with_name("team")
_TEAM_FILES = {
    ".gitattributes": "gitattributes",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/dossier.yml": "workflow.yml",
    "WORKING-TOGETHER.md": "WORKING-TOGETHER.md",
}


def new(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH", help="File to write (name ending in .yaml) or folder to write (name ending in /)."
        ),
    ],
    *,
    team: Annotated[
        bool,
        typer.Option("--team", help="Also write the files for sharing the folder through git."),
    ] = False,
    today: Today,
) -> None:
    """Write a commented template for a new dossier, and the schema for your editor.

    Examples:
        brief new my-dossier.yaml
        brief new dossiers/trade-talks/
        brief new --team trade-talks/
    """
    where, is_folder = Path(path), path.endswith(("/", os.sep))
    if not is_folder and where.suffix != ".yaml":
        msg = f"{path!r} must end in .yaml for a file or in / for a folder"
        raise UsageError(msg)
    named = where.absolute().parent.name if where.name == HEAD else where.name if is_folder else where.stem
    name = as_id(named) or "dossier"
    if name == ALL:
        msg = f"{name!r} means all dossiers; choose another name"
        raise UsageError(msg)
    folder = where if is_folder else where.parent
    day = today.isoformat()
    texts = template_files(name, day) if is_folder else {where.name: template_text(name, day)}
    if team and not is_folder:
        msg = f"--team is for a folder; write {path.removesuffix('.yaml')}/"
        raise UsageError(msg)
    if team:
        texts |= _team_texts()
    for file in map(folder.joinpath, texts):
        if file.exists() or file.is_symlink():
            msg = f"{file} exists; nothing was written"
            raise UsageError(msg)
    folder.mkdir(parents=True, exist_ok=True)
    for file_name, text in texts.items():
        (folder / file_name).parent.mkdir(parents=True, exist_ok=True)
        write_file(folder / file_name, text)
    schema_file = folder / SCHEMA_FILE
    is_new = not schema_file.exists()
    if is_new:
        write_file(schema_file, indented(dossier_schema()))
    files = ", ".join(str(folder / file_name) for file_name in texts)
    beside = "for your editor" if is_new else "was not changed"
    confirm(f"Wrote {files}; {SCHEMA_FILE} beside it {beside}. Next: brief check {shlex.quote(str(where))}")


def _team_texts() -> dict[str, str]:
    """Return the files for a team by their places; the workflow installs at least this minor version."""
    texts = {place: (_TEAM / file).read_text(encoding="utf-8") for place, file in _TEAM_FILES.items()}
    at_least = ".".join(__version__.split(".")[:2])
    return {place: text.replace("VERSION", at_least) for place, text in texts.items()}


def _found(catalogue: Catalogue, names: Sequence[str] | None, *, path_first: bool = False) -> list[Entry]:
    """Return the dossiers of some names, or all dossiers, hidden ones too, each once."""
    return catalogue.find_each(names, path_first=path_first) if names else each_once(catalogue.entries)


class _Examined(NamedTuple):
    """The problems of the dossiers that can be opened, why others cannot, and how many were looked at."""

    problems: list[Problem]
    broken: list[DossierError]
    dossiers: int
    files: int


def _examined(
    entries: list[Entry], today: datetime.date, max_age: int | None, ignored: Collection[str]
) -> _Examined:
    from briefcli.reading.reading import examine_dossier  # noqa: PLC0415 - the other commands need no YAML

    problems: list[Problem] = []
    broken: list[DossierError] = []
    count = 0
    for entry in entries:
        try:
            files = entry.files()
            problems += examine_dossier(files, today, max_age)
            count += len(files)
        except DossierError as error:  # its problems are those of one file
            problems += error.problems
            count += bool(error.problems)
            broken += [] if error.problems else [error]
    read = {entry.path for entry in entries if entry.path}
    folders = dict.fromkeys(path for entry in entries for path in (entry.shelf, entry.path) if path)
    problems += [problem for folder in folders for problem in unread(folder, read)]
    kept = [problem for problem in problems if problem.rule.slug not in ignored]
    return _Examined(kept, broken, len(entries) - len(broken), count)


def _counts(problem: Problem, *, strict: bool) -> bool:
    severity = problem.rule.severity
    return severity is Severity.ERROR or (strict and severity is Severity.WARNING)


def _how_many(problems: list[Problem]) -> str:
    if not problems:
        return "No problem"
    counts = {severity: sum(problem.rule.severity is severity for problem in problems) for severity in Severity}
    return ", ".join(counted(count, severity) for severity, count in counts.items() if count)
