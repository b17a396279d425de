"""Briefings on where countries stand, from curated and sourced dossiers.

`load` is the whole Python API: it returns a `Dossier`, whose records are typed and immutable.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from briefcli.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from briefcli.dossier.model import Dossier

__all__ = ["__version__", "load"]


def load(name: str | Path = "japan-visit") -> Dossier:
    """Return the dossier of a name, at a path, or from standard input (`-`); a `Path` is never a name.

    Raises:
        briefcli.errors.UsageError: there is no such dossier.
        briefcli.errors.DossierError: it cannot be read; `problems` says where and why.
    """
    from briefcli.shelf.catalogue import Catalogue  # noqa: PLC0415 - who imports the package may want no dossier

    return Catalogue().load(name if isinstance(name, str) else os.path.join(os.curdir, name))  # noqa: PTH118 - a Path drops the dot
