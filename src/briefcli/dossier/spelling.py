"""Names and texts without what only their spelling adds, so that two that mean the same compare equal."""

from __future__ import annotations

import unicodedata
from functools import cache

#: Characters that are written for one another, by what they are compared as: quotes, hyphens, letters with a
#: stroke, letters of Arabic and Persian keyboards, digits. Soft hyphens, joiners, spaces without width and
#: the long line of Arabic are nothing.
_ALIKE: dict[int, str] = {
    ord(char): same
    for same, chars in {
        "'": "\u2018\u2019\u201a\u201b\u2032\u02b9\u02bb\u02bc\u02bf\u055a",
        '"': "\u201c\u201d\u201e\u201f\u2033\xab\xbb",
        "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be",
        "ae": "\xe6",
        "d": "\u0111\xf0",
        "h": "\u0127",
        "i": "\u0131",
        "l": "\u0142",
        "o": "\xf8",
        "oe": "\u0153",
        "t": "\u0167",
        "th": "\xfe",
        "\u0627": "\u0671",
        "\u0643": "\u06a9\u06aa",
        "\u0647": "\u0629\u06be\u06c1\u06c3\u06d5",
        "\u064a": "\u0649\u06cc\u06d2",
        "": "\xad\u034f\u0640\u200b\u200c\u200d\u2060",
    }.items()
    for char in chars
} | {zero + digit: str(digit) for zero in (0x0660, 0x06F0, 0x0966) for digit in range(10)}
#: The replacement of each ASCII character in words: letters and digits stay, all others are spaces.
_IN_WORDS = bytes(code if code < 128 and chr(code).isalnum() else 32 for code in range(256))


def fold(name: str) -> str:
    """Return a name without case, accents and punctuation, so that its spellings compare equal."""
    spelt = fold_text(name)
    if spelt.isascii():
        spelt = spelt.encode().translate(_IN_WORDS).decode()
    else:
        # What no locale could read (a surrogate) is a part of its word, and sets no initials apart.
        spelt = "".join(char if char.isalnum() or "\ud800" <= char <= "\udfff" else " " for char in spelt)
    words = spelt.split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def as_id(text: str) -> str:
    """Return a text as an id: its words in small ASCII letters and digits, with hyphens between them."""
    return "-".join(fold(text).encode("ascii", "ignore").decode().split())


def fold_text(text: str) -> str:
    """Return `text` without case and accents, and alike where characters are written for one another."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return decomposed.translate(_FOLDED)


#: Returns what `fold_text` returns for one character.
fold_character = cache(fold_text)


class _Folded(dict[int, "str | None"]):
    """What a character is compared as, by its code; None for an accent. Computed when a text first has it."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        self[code] = None if unicodedata.combining(char) else _ALIKE.get(code, char)
        return self[code]


_FOLDED = _Folded()
