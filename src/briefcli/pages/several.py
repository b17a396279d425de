"""A page for each of several dossiers, as one page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.page import About, Brief, Cited, KeyValues, Section, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcli.dossier.model import Dossier
    from briefcli.page import Page


def by_dossier(title: str, pages: Iterable[tuple[Dossier, Page]]) -> Brief:
    """Return a page for each dossier; the notes are numbered through, so that a number means one source."""
    sections: list[Section] = []
    numbered = 0
    for dossier, own in pages:
        notes = tuple(structs.replace(note, number=note.number + numbered) for note in own.notes or ())
        page = structs.replace(own, notes=notes) if notes else own
        if isinstance(page, Brief) and numbered:
            page = structs.replace(page, sections=tuple(_renumbered(one, numbered) for one in page.sections))
        numbered += len(notes)
        heading = page.title if isinstance(page, Brief) and page.sheet else dossier.title
        sections.append(Section(dossier.id, heading, page))
    glances = [section.body.glance for section in sections if isinstance(section.body, Brief)]
    index = tuple(filter(None, glances)) if len(sections) > 1 else ()
    return Brief(title, About(tuple(section.key for section in sections)), tuple(sections), index=index)


def _renumbered(section: Section, by: int) -> Section:
    """Return a section whose texts call notes by numbers that are greater by some number."""
    if isinstance(section.body, Cited):
        return structs.replace(section, body=_called(section.body, by))
    if isinstance(section.body, tuple):
        lines = tuple(_called(line, by) if isinstance(line, Cited) else line for line in section.body)
        return structs.replace(section, body=lines)
    if isinstance(section.body, KeyValues):  # the stance that set the level calls its notes in brackets
        row = tuple(_moved(cell, by) if isinstance(cell, Term) else cell for cell in section.body.row)
        return structs.replace(section, body=structs.replace(section.body, row=row))
    return section


def _moved(cell: Term, by: int) -> Term:
    label = re.sub(r"(?<= \[)([0-9]+)(?=\])", lambda found: str(int(found[0]) + by), cell.label)
    return structs.replace(cell, label=label)


def _called(text: Cited, by: int) -> Cited:
    return structs.replace(text, notes=tuple(number + by for number in text.notes))
