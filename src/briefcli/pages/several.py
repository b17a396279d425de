"""A page for each of several dossiers, as one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.page import About, Brief, Section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcli.dossier.model import Dossier
    from briefcli.page import Page


def by_dossier(title: str, pages: Iterable[tuple[Dossier, Page]]) -> Brief:
    """Return a page for each dossier; the notes are numbered through, so that a number means one source."""
    sections: list[Section] = []
    numbered = 0
    for dossier, page in pages:
        notes = tuple(structs.replace(note, number=note.number + numbered) for note in page.notes or ())
        numbered += len(notes)
        body = structs.replace(page, notes=notes) if notes else page
        sections.append(Section(dossier.id, dossier.title, body))
    glances = [section.body.glance for section in sections if isinstance(section.body, Brief)]
    index = tuple(filter(None, glances)) if len(sections) > 1 else ()
    return Brief(title, About(tuple(section.key for section in sections)), tuple(sections), index=index)
