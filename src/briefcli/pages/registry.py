"""The columns of every listing, for the documents and for completion; it imports all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefcli.pages.changes import CHANGES
from briefcli.pages.columns import CITED, EVENTS, SECTORS, SOURCES, STANCES, TOPICS
from briefcli.pages.diff import DIFFERENCES
from briefcli.pages.ladder import STEPS
from briefcli.pages.links import LINKS
from briefcli.pages.listings import DOSSIERS
from briefcli.pages.matrix import MATRIX
from briefcli.pages.review import REVIEW
from briefcli.pages.search import MATCHES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefcli.page import Column
    from briefcli.pages.fields import Field

_FIELDS: Mapping[str, tuple[Field[Any, Any], ...]] = {
    "stances": STANCES,
    "topics": TOPICS,
    "sectors": SECTORS,
    "events": EVENTS,
    "evidence": CITED,
    "sources": SOURCES,
    "dossiers": DOSSIERS,
    "diff": DIFFERENCES,
    "changes": CHANGES,
    "matrix": MATRIX,
    "ladder": STEPS,
    "search": MATCHES,
    "review": REVIEW,
    "links": LINKS,
}
#: The columns of a listing, by the name of its command.
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    name: tuple(field.column for field in fields) for name, fields in _FIELDS.items()
}
