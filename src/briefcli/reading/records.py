"""The records of a dossier and the other parts that cite sources, each with its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.kinds import RECORD_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Dossier, OfficialCount, Record
    from briefcli.problems import TreePath


def records(dossier: Dossier) -> Iterator[tuple[TreePath, Record]]:
    """Yield each record with its path."""
    for name in RECORD_KEYS:
        for index, record in enumerate(getattr(dossier, name)):
            yield (name, index), record


def official_counts(dossier: Dossier) -> Iterator[tuple[TreePath, OfficialCount]]:
    """Yield each official count with its path."""
    for index, count in enumerate(dossier.coverage.official if dossier.coverage else ()):
        yield ("coverage", "official", index), count


def citing(dossier: Dossier) -> Iterator[tuple[TreePath, Record | OfficialCount]]:
    """Yield whatever cites sources, with its path: the records and the official counts."""
    yield from records(dossier)
    yield from official_counts(dossier)
