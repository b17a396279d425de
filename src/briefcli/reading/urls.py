"""Compare the addresses of sources."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

#: Parameters of an address that identify where a reader came from, and not the page.
_TRACKING = r"utm_\w+|fbclid|gclid"
#: An address of the Wayback Machine without the stamp of a copy, which is its day and time since 1996.
_NO_COPY = (
    r"https?://web\.archive\.org/(?!web/(?:199[6-9]|20\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:[a-z]{2}_)?/.)"
)


@lru_cache(maxsize=10_000)
def page_of(address: str) -> object:
    """Return the same key for each address of one page; for a text that is no address, the text."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return address
    query = [
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not re.fullmatch(_TRACKING, pair[0])
    ]
    return host.removeprefix("www."), port, parts.path.rstrip("/"), tuple(query)


def is_no_copy(address: str) -> bool:
    """Whether an address is one of the Wayback Machine, and not that of one copy."""
    return re.match(_NO_COPY, address) is not None
