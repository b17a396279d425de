"""What a curator changed between two versions of a dossier."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from briefcli.dossier.diff import DIFFERING, Edit
from briefcli.page import About, Column, ColumnType, Listing, Term
from briefcli.pages.fields import Field, attr, enum_attr
from briefcli.pages.tables import arranged, showing, table_of
from briefcli.wording import alternatives, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.dossier.diff import Difference
    from briefcli.dossier.model import Dossier
    from briefcli.pages.tables import ListingOptions
    from briefcli.shelf.shelves import Entry


class Version(NamedTuple):
    """A version of a dossier, and where it comes from."""

    entry: Entry
    dossier: Dossier


def diff_page(old: Version, new: Version, differences: Sequence[Difference], options: ListingOptions) -> Listing:
    """Return what leads from one version to the other, record by record."""
    rows = arranged(DIFFERENCES, [(None, difference) for difference in differences], options)
    body = table_of(DIFFERENCES, rows, options.columns)
    if not options.columns and not options.sort:
        groups = tuple(difference.kind.capitalize() for _, difference in rows)
        body = structs.replace(showing(body, never={"kind"}), groups=groups)
    title = f"What changed in {new.dossier.id}"
    about = About(between=(_told(old), _told(new)))
    return Listing(title, about, body, footer=_count(differences, len(rows)))


def _told(version: Version) -> str:
    return f"{version.dossier.id} as of {version.dossier.as_of} ({version.entry.path or 'standard input'})"


def _count(differences: Sequence[Difference], shown: int) -> str:
    """Return how many records were added, removed and changed; one with several changed fields is one."""
    edits = Counter(change for change, _, _ in {(item.change, item.kind, item.record) for item in differences})
    counts = ", ".join(f"{edits[edit]} {edit}" for edit in Edit if edits[edit]) or counted(0, "difference")
    return f"{counts}." if shown == len(differences) else f"{counts}; {shown} of {len(differences)} rows shown."


DIFFERENCES: tuple[Field[None, Difference], ...] = (
    Field(
        Column("change", "Change", "added, removed, changed, re-dated or renamed", words=tuple(Edit)),
        lambda _, difference: Term(difference.change, difference.change.capitalize()),
    ),
    enum_attr(
        "kind",
        "Kind",
        alternatives(DIFFERING),
    ),
    attr("record", "Record", "name of the record"),
    attr("field", "Field", "the key that changed; empty if a whole record was added or removed", optional=True),
    attr("old", "Old", "value in the old version", type=ColumnType.ANYTHING),
    attr("new", "New", "value in the new version", type=ColumnType.ANYTHING),
)
