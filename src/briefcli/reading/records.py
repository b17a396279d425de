"""The records of a dossier, each with its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.kinds import RECORD_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Dossier, Record
    from briefcli.problems import TreePath


def records(dossier: Dossier) -> Iterator[tuple[TreePath, Record]]:
    """Yield each record with its path."""
    for name in RECORD_KEYS:
        for index, record in enumerate(getattr(dossier, name)):
            yield (name, index), record
