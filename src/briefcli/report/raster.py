"""A picture as PNG or PDF. PNG needs resvg, and a font in which the texts can be seen."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from briefcli.errors import UsageError
from briefcli.report.printing import pdf
from briefcli.report.svg import escaped

if TYPE_CHECKING:
    from briefcli.report.sheet import Size

#: Families without serifs; the first one that is installed is used.
_FAMILIES = ("Helvetica Neue", "Arial", "Liberation Sans", "DejaVu Sans", "Noto Sans", "Segoe UI", "Helvetica")
#: A family and a character that nobody has.
_NO_FAMILY, _NO_CHARACTER = "No Such Family", "\U0010fffd"
#: Where fonts are looked for; nothing is, if system fonts are skipped.
FONTS: dict[str, Any] = {}


def png(svg: str) -> bytes:
    """Return a picture as PNG.

    Raises:
        UsageError: resvg is not installed, or there is no font for the texts.
    """
    try:
        import resvg_py  # noqa: PLC0415 - an extra
    except ImportError:
        msg = "a PNG needs resvg_py; install it with: pip install 'briefcli[png]', or write an .svg"
        raise UsageError(msg) from None

    def drawn(text: str, family: str = _NO_FAMILY) -> bytes:
        body = f'<text x="4" y="30" font-size="24" font-family="{family}">{escaped(text)}</text>'
        probe = f'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40">{body}</svg>'
        return bytes(resvg_py.svg_to_bytes(svg_string=probe, **FONTS))

    if drawn("Aa•") == drawn(" "):
        msg = (
            "no font was found, so the PNG would have no text; install one, such as DejaVu Sans, or write an .svg"
        )
        raise UsageError(msg)
    missing = [name for name, char in _scripts(svg).items() if drawn(char) == drawn(_NO_CHARACTER)]
    if missing:
        msg = f"no font was found for {' and '.join(missing)} letters of the texts; install one, or write an .svg"
        raise UsageError(msg)
    usual = drawn("Aa•")
    family = next((one for one in _FAMILIES if drawn("Aa•", one) != usual), None)
    fonts = {**FONTS, **({"sans_serif_family": family} if family else {})}
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, **fonts))


def pdf_of(svg: str, size: Size) -> bytes:
    """Return a picture as a PDF of one page.

    Raises:
        UsageError: there is no browser, or it does not print the page.
    """
    paper = f"@page {{ size: {size.wide}px {size.tall}px; margin: 0 }}"
    style = f"{paper} body {{ margin: 0 }} svg {{ display: block }}"
    page = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><style>{style}</style>{svg}</html>'
    return pdf(page, "an .svg")


def _scripts(svg: str) -> dict[str, str]:
    """Return a letter of each script but Latin in the texts of a picture, by the name of the script."""
    texts = re.findall(r">([^<>]+)</text>", svg)
    letters = {char for text in texts for char in text if char > "\u024f" and char.isalpha()}
    return {unicodedata.name(char, "?").split()[0].title(): char for char in sorted(letters)}
