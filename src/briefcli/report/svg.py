"""SVG as text: plain attributes and no style, so that each program that reads SVG draws the same picture.

Texts are measured with a table of widths, not with a font, so that a picture is the same on every machine.
"""

from __future__ import annotations

import math
import re
import unicodedata
from itertools import accumulate, takewhile
from typing import TypeAlias

#: The attributes of an element.
Attributes: TypeAlias = dict[str, "str | float | None"]

#: The widths of the letters of DejaVu Sans, which is wider than most, in thousandths of their size.
_WIDTHS = {
    **dict.fromkeys("ijl'", 278),
    **dict.fromkeys("IJ|", 337),
    **dict.fromkeys(" .,:;/·", 330),
    **dict.fromkeys("ft()[]-", 392),
    **dict.fromkeys('r"', 440),
    **dict.fromkeys("scz", 540),
    **dict.fromkeys("kvxyLFTE", 590),
    **dict.fromkeys("mMW%@—…", 980),
    **dict.fromkeys("wNOQGDHU", 780),
}
_USUAL, _CAPITAL, _FULL = 630, 690, 1050
#: How much wider bold letters are.
_BOLD = 1.1


def number(value: float) -> str:
    """Return a number with at most two decimals; halves are rounded up, as scripts of pages round them."""
    return f"{math.floor(value * 100 + 0.5) / 100:.2f}".rstrip("0").rstrip(".")


def element(tag: str, content: str = "", /, **attributes: str | float | None) -> str:
    """Return an element with its content, which is markup; `_` in a name of an attribute means `-`."""
    given = "".join(
        f' {name.replace("_", "-")}="{_quoted(value) if isinstance(value, str) else number(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{given}>{content}</{tag}>" if content else f"<{tag}{given}/>"


def escaped(text: str) -> str:
    """Return a text as it is written in markup, without characters that XML refuses."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(char for char in text if char >= " ")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is."""
    return sum(map(_width, text)) / 1000 * size * (_BOLD if bold else 1)


def wrapped(text: str, width: float, size: float, *, lines: int = 99, bold: bool = False) -> list[str]:
    """Return a text in lines that are at most so wide; the last line that is possible ends with an ellipsis."""
    found: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size, bold=bold) > width:
            found.append(line)
            line = word
        else:
            line = longer
    found = [*found, line] if line else found
    if len(found) > lines:
        found = [*found[: lines - 1], cut(" ".join(found[lines - 1 :]), width, size, bold=bold)]
    return [cut(one, width, size, bold=bold) for one in found]


def whole_sentences(text: str, width: float, size: float, lines: int) -> list[str]:
    """Return a text in lines, without its last sentences where there is no room for them."""
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z(])", text)
    for end in range(len(sentences), 0, -1):
        found = wrapped(" ".join(sentences[:end]), width, size)
        if len(found) <= lines:
            return found
    return wrapped(text, width, size, lines=lines)


def cut(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return a text, or as much of it as is at most so wide, with an ellipsis."""
    if width_of(text, size, bold=bold) <= width:
        return text
    room = width - width_of("…", size, bold=bold)
    ends = accumulate(width_of(char, size, bold=bold) for char in text)
    fitting = sum(1 for _ in takewhile(lambda end: end <= room, ends))
    return f"{text[:fitting].rstrip()}…"


def _quoted(text: str) -> str:
    return escaped(text).replace('"', "&quot;")


def _width(char: str) -> int:
    if (known := _WIDTHS.get(char)) is not None:
        return known
    if unicodedata.east_asian_width(char) in "WF":
        return _FULL
    return _CAPITAL if char.isupper() else _USUAL
