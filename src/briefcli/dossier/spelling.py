"""Names and texts without what only their spelling adds, so that two that mean the same compare equal."""

from __future__ import annotations

import unicodedata


def fold(name: str) -> str:
    """Return a name without case, accents and punctuation, so that its spellings compare equal."""
    # What no locale could read (a surrogate) is a part of its word, and sets no initials apart.
    words = "".join(
        char if char.isalnum() or "\ud800" <= char <= "\udfff" else " " for char in fold_text(name)
    ).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def fold_text(text: str) -> str:
    """Return `text` without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
