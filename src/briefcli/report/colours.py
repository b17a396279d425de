"""A colour for each level: safe for the colour-blind, for each mode a ramp away from its background."""

from __future__ import annotations

from itertools import pairwise

# From sand over green to navy, in even steps of lightness, which alone shows the order in print and to the
# colour-blind.
_LIGHT = ((240, 205, 120), (160, 186, 115), (85, 156, 129), (38, 118, 141), (35, 79, 133), (38, 41, 103))
_DARK = ((110, 86, 42), (94, 126, 67), (72, 161, 129), (85, 187, 212), (147, 211, 254), (222, 240, 255))


def level_colours(count: int, within: str = "") -> str:
    """Return the rules for the colours of a number of levels, the lowest first, and the width of steps.

    `within` is the selector of the part for which they apply, if levels differ between parts.
    """
    light, dark = ramp(count), ramp(count, dark=True)
    steps = min(2.55, (7 * count - 1) / 18 * 1.15)
    width = f":root {{ --steps: {steps:.2f}em; }}"
    dim = f"@media screen and (prefers-color-scheme: dark) {{\n{_rules(dark, within)}\n}}"
    return f"{width}\n{_rules(light, within)}\n{dim}"


def ramp(count: int, *, dark: bool = False) -> list[str]:
    """Return the colours of a number of levels, the lowest first."""
    return [_between(_DARK if dark else _LIGHT, rank, count) for rank in range(count)]


def _rules(colours: list[str], within: str) -> str:
    return "\n".join(f"{within}.l{rank} {{ --level: {colour}; }}" for rank, colour in enumerate(colours, 1))


def _between(ramp: tuple[tuple[int, int, int], ...], rank: int, count: int) -> str:
    """Return the colour of a rank, as far along the ramp as it is up the ladder."""
    along = rank / max(1, count - 1) * (len(ramp) - 1)
    first = min(int(along), len(ramp) - 2)
    low, high = list(pairwise(ramp))[first]
    mixed = (round(a + (b - a) * (along - first)) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)
