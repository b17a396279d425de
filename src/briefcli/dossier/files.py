"""One file of a dossier, as it came from the disk or from standard input."""

from __future__ import annotations

from typing import NamedTuple

#: How many bytes a file of a dossier may have.
LARGEST = 64 * 1024 * 1024


class DossierFile(NamedTuple):
    """One file of a dossier: the name that problems give it, and its bytes."""

    name: str
    data: bytes
