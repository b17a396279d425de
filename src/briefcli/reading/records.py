"""The records of a dossier, each with its path, and what makes two of them, or two addresses, one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from briefcli.dossier.kinds import RECORD_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Dossier, Record
    from briefcli.problems import TreePath

#: Parameters of an address that tell where a reader came from, and nothing of the page.
_TRACKING = r"utm_\w+|fbclid|gclid"


def records(dossier: Dossier) -> Iterator[tuple[TreePath, Record]]:
    """Yield each record with its path."""
    for name in RECORD_KEYS:
        for index, record in enumerate(getattr(dossier, name)):
            yield (name, index), record


def page_of(address: str) -> object:
    """Return what two addresses of one page have in common; of what is no address, the whole of it."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return address
    query = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not re.fullmatch(_TRACKING, pair[0])
    ]
    return host.removeprefix("www."), port, parts.path.rstrip("/"), tuple(query)


def name_of(dossier: Dossier, country: str) -> str:
    """Return what to call a country, which may be unknown."""
    return dossier.countries[country].name if country in dossier.countries else country
