"""Briefings on the positions of countries, from curated and sourced dossiers.

`load` and `load_all` are the Python API: they return a `Dossier`, whose records are typed and immutable.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from briefcli.version import __version__

if TYPE_CHECKING:
    from briefcli.api import Dossier, load, load_all
    from briefcli.errors import BriefError, UsageError

__all__ = ["BriefError", "Dossier", "UsageError", "__version__", "load", "load_all"]


def __getattr__(name: str) -> Any:
    # The command imports the package at every start, and needs none of it.
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module("briefcli.errors" if name.endswith("Error") else "briefcli.api"), name)


def __dir__() -> list[str]:
    return __all__
