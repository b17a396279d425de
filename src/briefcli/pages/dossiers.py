"""The listing of dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from briefcli.page import Column, Page
from briefcli.pages.columns import Field
from briefcli.pages.tables import Shape, arranged, counted, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.dossier.catalogue import Entry
    from briefcli.dossier.model import Dossier


class Listed(Struct, frozen=True):
    """A dossier and where it comes from."""

    entry: Entry
    dossier: Dossier


def _count(key: str) -> Field[None, Listed]:
    return Field(
        Column(key, key.capitalize(), f"how many {key} it has"),
        lambda _, listed: len(getattr(listed.dossier, key)),
    )


DOSSIERS: tuple[Field[None, Listed], ...] = (
    Field(Column("id", "Id", "the name that -d takes"), lambda _, listed: listed.dossier.id),
    Field(Column("title", "Title", "the title that people read"), lambda _, listed: listed.dossier.title),
    Field(
        Column("subject", "Subject", "what the countries take a stance on", shown=False),
        lambda _, listed: listed.dossier.subject,
    ),
    Field(
        Column("as_of", "As of", "the day through which it was last reviewed"),
        lambda _, listed: listed.dossier.as_of,
    ),
    _count("stances"),
    _count("topics"),
    _count("sectors"),
    _count("events"),
    _count("sources"),
    Field(
        Column("origin", "Origin", "bundled, user (your data folder), path or stdin"),
        lambda _, listed: str(listed.entry.origin),
    ),
    Field(
        Column("path", "Path", "its file or folder", shown=False),
        lambda _, listed: str(listed.entry.path) if listed.entry.path else None,
    ),
)


def dossiers_page(found: Sequence[Listed], shape: Shape) -> Page:
    """Return which dossiers there are."""
    rows = arranged(None, DOSSIERS, found, shape)
    footer = counted(len(rows), "dossier")
    return Page("Dossiers", "", table(None, DOSSIERS, rows, shape.columns), footer=footer, header=shape.header)
