"""Characters by which a text could drive a terminal, or read otherwise than it is stored."""

from __future__ import annotations

import re

#: Control characters but tab and newline, line separators, non-characters, and the bidirectional controls
#: (https://trojansource.codes).
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return text without such characters; each is replaced, so that it is seen that one was there."""
    return UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)
