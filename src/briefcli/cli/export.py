"""Commands for other programs: export and schema."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefcli.cli import completion
from briefcli.cli.dossiers import Dossiers, only, report_broken
from briefcli.cli.folders import publish
from briefcli.cli.options import among, file_option, filters
from briefcli.cli.output import save, unknown_suffix, warn_odd_suffix
from briefcli.cli.streams import confirm, inform, write_out
from briefcli.cli.writing import replacing, write_file
from briefcli.dossier.filters import Filters
from briefcli.dossier.parts import part_about
from briefcli.dossier.words import resolve_all
from briefcli.errors import DossierError, UsageError
from briefcli.export import EXPORT_FORMS, PACKAGE, SQLITE
from briefcli.export.database import metadata
from briefcli.export.outputs import OUTPUTS, output_schema
from briefcli.export.package import DESCRIPTOR
from briefcli.export.relations import RELATIONS
from briefcli.pages.about import about
from briefcli.pages.context import Context
from briefcli.pages.registry import COUNTRY_FILTERS
from briefcli.reading.schema import dossier_schema
from briefcli.render import FORMS
from briefcli.render.blocks import missing_in_words
from briefcli.render.form import Form
from briefcli.render.json_yaml import indented
from briefcli.shelf.catalogue import Catalogue
from briefcli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Dossier


def export(
    filters: Annotated[Filters, filters(*COUNTRY_FILTERS)],
    which: Dossiers,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE|FOLDER/",
            help="Write to this file (its extension sets the format), or to this folder if the name ends in /.",
            rich_help_panel="Output",
        ),
    ],
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help=f"{', '.join(map(str, EXPORT_FORMS))}. The default for a folder is datapackage.",
            rich_help_panel="Output",
            **among(*EXPORT_FORMS),
        ),
    ] = None,
    *,
    for_editing: Annotated[
        bool,
        typer.Option(
            "--for-editing",
            help="Write a workbook of one dossier for editing; brief import reads it back.",
            rich_help_panel="Output",
        ),
    ] = False,
) -> None:
    """Write dossiers, or their records on selected countries, as a database, data package, workbook or Parquet.

    Examples:
        brief export -o japan.db
        brief export -d world --group eu -o eu/
        brief export --for-editing -d my-dossier.yaml -o book.xlsx
    """
    if for_editing:
        _export_for_editing(_Reading(which, filters), output)
        return
    if output == "-":
        msg = "an export is a file or a folder; name one, such as -o world.db or -o world/"
        raise UsageError(msg)
    path, form = Path(output), form or _form_of(output)
    if form.suffixes and _is_folder(output):
        msg = f"{form} is one file, and {output} a folder; name a file ending in {form.suffixes[0]}"
        raise UsageError(msg)
    reading = _Reading(which, filters)
    if form.suffixes:
        with replacing(path) as place:
            form.write(place, reading)
    else:
        names = [f"{relation.name}{form.within}" for relation in RELATIONS] + [DESCRIPTOR] * (form is PACKAGE)
        publish(path, names, lambda folder: form.write(folder, reading), made_by="brief export")
    opens = _metadata_beside(path) if form is SQLITE else ""
    confirm(f"Wrote {counted(len(reading.read), 'dossier')} to {output}{opens}.")
    warn_odd_suffix(path, form, EXPORT_FORMS)
    report_broken(reading.broken, reading.read)


def _export_for_editing(reading: _Reading, output: str) -> None:
    """Write a workbook for editing.

    Raises:
        UsageError: it is named otherwise, or there are several dossiers.
    """
    from briefcli.edit.editing import editing_workbook  # noqa: PLC0415 - the other exports need no tables to import

    path = Path(output)
    if path.suffix.lower() != ".xlsx":
        msg = f"--for-editing writes a workbook; name a file ending in .xlsx, not {output}"
        raise UsageError(msg)
    dossiers = list(reading)
    report_broken(reading.broken, reading.read)
    if len(dossiers) > 1:
        msg = f"--for-editing is for one dossier, and -d names {len(dossiers)}"
        raise UsageError(msg)
    save(path, editing_workbook(dossiers[0]))


def schema(
    dossier: Annotated[
        list[str] | None,
        typer.Option(
            "--dossier",
            "-d",
            metavar="NAME|PATH",
            help="Include the ids of this dossier, so that editors complete them.",
            show_default=False,
            autocompletion=completion.dossiers,
        ),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(
            "--of", metavar="COMMAND", help="Print the schema of the JSON that COMMAND prints.", **among(*OUTPUTS)
        ),
    ] = None,
    output: Annotated[Path | None, file_option("Write to this file.")] = None,
) -> None:
    """Print the JSON Schema of a dossier, or of the JSON that a command prints.

    Examples:
        brief schema | jq .title
        brief schema -d my-dossier.yaml -o brief.schema.json
        brief schema --of stances | jq '.items.properties | keys'
    """
    if dossier and of is not None:
        msg = "schema takes no -d with --of"
        raise UsageError(msg)
    catalogue = Catalogue()
    found = catalogue.read(catalogue.find(only(dossier))) if dossier else None
    text = indented(dossier_schema(found) if of is None else output_schema(of))
    if output is None:
        write_out(text)
    else:
        save(output, text)
        warn_odd_suffix(output, next(form for form in FORMS if form.name == "json"), FORMS)


def _metadata_beside(path: Path) -> str:
    """Write what Datasette shows of a database, and return how to have it shown; any other file there stays."""
    beside, text = path.with_suffix(".metadata.json"), indented(metadata(_readable(path.stem)))
    if not os.path.lexists(beside):
        write_file(beside, text)
    elif not beside.is_file() or beside.read_bytes() != text.encode():
        inform(f"{beside} differs from what this export would write, and was kept; delete it to write it again.")
    return f"; datasette {shlex.quote(str(path))} -m {shlex.quote(str(beside))} opens it"


def _readable(name: str) -> str:
    """Return a file's name without bytes that are no UTF-8, which JSON cannot contain."""
    return os.fsencode(name).decode("utf-8", "replace")


def _form_of(output: str) -> Form:
    if _is_folder(output):
        return PACKAGE
    forms = {suffix[1:]: form for form in EXPORT_FORMS for suffix in form.suffixes}
    suffix = Path(output).suffix[1:].lower()
    if suffix not in forms:
        raise unknown_suffix(Path(output), [*forms, "/ for a folder"])
    return forms[suffix]


def _is_folder(output: str) -> bool:
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


class _Reading:
    """Yield the selected dossiers one by one, in order of their names.

    Those that cannot be read are left out, unless none can be.
    """

    def __init__(self, which: Dossiers, filters: Filters) -> None:
        self._filters = filters
        self._catalogue = Catalogue(cached=not which.no_cache)
        self._entries = sorted(which.entries(self._catalogue))
        self.read: set[str] = set()
        self.broken: list[DossierError] = []

    def __iter__(self) -> Iterator[Dossier]:
        for entry in self._entries:
            try:
                dossier = self._catalogue.read(entry)
            except DossierError as error:
                self.broken.append(error)
                continue
            if dossier.id in self.read:
                msg = f"two dossiers have the id {dossier.id!r}; export them separately, or change one of the ids"
                raise DossierError(msg)
            self.read.add(dossier.id)
            yield self._part(dossier)
        if not self.read:
            raise self.broken[0]

    def _part(self, dossier: Dossier) -> Dossier:
        """Return the part of a dossier about the countries that are selected, and report which have no record."""
        ((snapshot, query),) = resolve_all([dossier], self._filters)
        if query.countries is None:
            return dossier
        part = part_about(dossier, query.countries)
        if missing := missing_in_words(about(Context(snapshot, query), part.records)):
            inform(f"{dossier.id}: {missing}")
        return part
