"""Write a typed command as another one, with the filters and the file that both have."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from briefcli.cli.streams import command_line
from briefcli.dossier.countries import iso_code
from briefcli.pages.registry import LEVEL_FILTERS, RECORD_FILTERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

#: The formats of bibliographies that people type, and what they can use instead.
BIBLIOGRAPHIES = {"bib", "bibtex", "biblatex", "ris", "enw", "zotero", "csl-json"}
CSL = "Zotero and Pandoc read CSL-JSON"
#: The files of a site that are in a format of no other command, by their suffixes.
OF_SITE = {".ics": "events.ics", ".xml": "changes.xml", ".atom": "changes.xml"}
#: The options of records, which listings, a summary and a report have, and those of levels, which a summary lacks.
OF_RECORDS = {"-d", "--dossier", "-c", *("--" + name.replace("_", "-") for name in RECORD_FILTERS)}
_OF_LEVELS = {"--" + name.replace("_", "-") for name in LEVEL_FILTERS}
#: The options without a value.
_FLAGS = {
    *("--disputed", "--single-source", "--short", "--evidence", "--history", "--wide", "--upcoming", "--ballots"),
    *("--no-pager", "--no-header", "--no-cache", "--bom", "--spreadsheet-safe", "--exit-code", "--missing"),
    *("--count", "--counts", "--coverage"),
}


def writing(suffix: str, typed: Sequence[str]) -> str:
    """Return the command that writes a suffix that the typed command cannot write, with its filters, else ""."""
    output = {"-o", "--output"}
    if suffix == ".pdf":
        report = as_command(["report"], typed, {*output, *OF_RECORDS, *_OF_LEVELS})
        return f"use {command_line(['brief', *report])} (only a report is written as PDF)"
    if suffix == ".docx":
        summary = as_command(["summary"], typed, {*output, *OF_RECORDS})
        return f"use {command_line(['brief', *summary])} (a report is HTML or PDF)"
    if suffix[1:] in BIBLIOGRAPHIES:
        return f"use {command_line(['brief', *citations(typed)])} ({CSL})"
    if written := OF_SITE.get(suffix):
        return f"use brief site -o public, which writes {written} (no other command writes {suffix})"
    return ""


def as_command(command: Sequence[str], typed: Sequence[str], takes: Collection[str]) -> list[str]:
    """Return another command with the options that it takes, and with the countries among the typed words."""
    parts = list(parts_of(typed, _FLAGS))
    names = [part[0] for part in parts if len(part) == 1 and not part[0].startswith("-")]
    kept = [word for part in parts if part[0].partition("=")[0] in takes for word in part]
    return [*command, *(word for name in names if iso_code(name) for word in ("-c", name)), *kept]


def citations(typed: Sequence[str]) -> list[str]:
    """Return the words of the command that writes the sources of another command as citations."""
    takes = OF_RECORDS | {"--since", "--until", "--kind"}
    files = [
        part[-1].rpartition("=")[2] for part in parts_of(typed, _FLAGS) if part[0].startswith(("-o", "--output"))
    ]
    output = [word for file in files[-1:] for word in ("-o", str(PurePath(file).with_suffix(".json")))]
    return [*as_command(["sources"], typed, takes), "-f", "csl", *output]


def parts_of(words: Sequence[str], flags: set[str]) -> Iterator[list[str]]:
    """Yield each word alone, or an option together with its value."""
    rest = iter(words)
    for word in rest:
        has_value = word.startswith("-") and word not in flags and "=" not in word
        yield [word, *[part for part in [next(rest, "")] if part]] if has_value else [word]
