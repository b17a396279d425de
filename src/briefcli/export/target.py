"""What tables can be written as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from briefcli.dossier.model import Dossier


class Target(Struct, frozen=True):
    """What the tables of dossiers can be written as: a file with one of the suffixes, or a folder of files.

    `write` fills an empty file or folder, dossier by dossier.
    """

    name: str
    suffixes: tuple[str, ...]
    meaning: str
    write: Callable[[Path, Iterable[Dossier]], None]

    def __str__(self) -> str:
        return self.name
