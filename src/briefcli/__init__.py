"""Briefings on where countries stand, from curated and sourced dossiers.

`load` is the whole Python API: it returns a `Dossier`, whose records are typed and immutable.
"""

from briefcli.dossier.catalogue import load

__all__ = ["load"]
__version__ = "0.1.0"
