"""The colours of the levels, measured: in grey, on paper and as the colour-blind see them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import pytest

from briefcli.render import webpage
from briefcli.report import document
from briefcli.report.colours import level_colours

Colour: TypeAlias = tuple[float, float, float]
MAP = (Path(document.__file__).parent / "style.css").read_text(encoding="utf-8")
STYLE = webpage.STYLE + (Path(document.__file__).parent / "base.css").read_text(encoding="utf-8")
#: How a colour looks to those who lack one kind of cone, in linear light (Machado, Oliveira and Fernandes, 2009,
#: doi:10.1109/TVCG.2009.113).
SIGHTS = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(text: str) -> Colour:
    """Return the light of a colour such as #f0cd78."""
    parts = [int(text[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def luminance(text: str) -> float:
    """Return how bright a colour is, from 0 to 1."""
    red, green, blue = linear(text)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, as WCAG defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(text: str) -> float:
    """Return L* of a colour: what is left of it in grey and on a grey printer."""
    return lab(linear(text))[0]


def lab(light: Colour) -> Colour:
    """Return light as L*, a* and b* of CIE 1976."""
    red, green, blue = (max(0.0, part) for part in light)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: str, other: str, sight: str) -> float:
    """Return how far apart two colours look; 2.3 can just be seen."""
    snapshot = []
    for colour in (linear(one), linear(other)):
        rows = SIGHTS[sight]
        red, green, blue = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in rows)
        snapshot.append(lab((red, green, blue)))
    return float(sum((a - b) ** 2 for a, b in zip(*snapshot, strict=True)) ** 0.5)


def mixed(group_by: str, under: str, share: float) -> str:
    """Return the colour of a translucent colour over another."""
    pairs = ((int(group_by[at : at + 2], 16), int(under[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02x}" for one, other in pairs)


def schemes(count: int) -> dict[str, list[str]]:
    """Return the colours of a number of levels on a light and on a dark page, the lowest first."""
    found = re.findall("--level: (#[0-9a-f]{6})", level_colours(count))
    return {"light": found[:count], "dark": found[count:]}


def named(name: str) -> dict[str, str]:
    """Return a colour of the style in both schemes."""
    light, dark = re.findall(f"--{name}: (#[0-9a-f]{{6}})", STYLE)[:2]
    return {"light": light, "dark": dark}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("count", [1, 2, 6, 7, 12])
def test_land_without_data_differs_from_every_level(count: int, scheme: str) -> None:
    """In grey, and however somebody sees colours."""
    land = named("land")[scheme]
    for level in schemes(count)[scheme]:
        assert abs(lightness(level) - lightness(land)) > 12, level
        assert all(difference(level, land, sight) > 14 for sight in SIGHTS), level


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("count", [2, 6, 7, 12])
def test_levels_go_from_the_page_away(count: int, scheme: str) -> None:
    """So that their order is seen in grey, too, and neighbours can be distinguished."""
    ramp = [lightness(level) for level in schemes(count)[scheme]]
    away = -1 if scheme == "light" else 1
    assert all(away * (above - below) > 44 / count for below, above in pairwise(ramp))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("count", "least"), [(2, 60), (6, 10), (7, 8), (12, 4)])
def test_everybody_can_distinguish_neighbours(count: int, least: float, scheme: str) -> None:
    """However somebody sees colours; twelve levels are at the limit of what colours can distinguish."""
    for below, above in pairwise(schemes(count)[scheme]):
        assert all(difference(below, above, sight) > least for sight in SIGHTS), (below, above)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_claimed_is_hatched_over_every_level(scheme: str) -> None:
    """Of its two lines one is seen on any colour, in grey and however somebody sees colours."""
    (share,) = re.findall(r"\.hatch-claim { opacity: (\.\d+)", MAP)
    for below in (named("land")[scheme], *schemes(7)[scheme]):
        lines = [mixed(named(name)[scheme], below, float(share)) for name in ("text", "page")]
        assert max(abs(lightness(line) - lightness(below)) for line in lines) > 20, below
        assert all(max(difference(line, below, sight) for line in lines) > 20 for sight in SIGHTS), below


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_highest_level_contrasts_with_its_page(scheme: str) -> None:
    """By more than text does."""
    page = named("page")[scheme]
    *_, top = schemes(7)[scheme]
    assert contrast(top, page) > 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["text", "muted", "link", "disputed"])
def test_words_can_be_read(name: str, scheme: str) -> None:
    """With the contrast that WCAG requires at its highest level, on the page and on its panels."""
    words = named(name)[scheme]
    assert contrast(words, named("page")[scheme]) > 7
    assert contrast(words, named("panel")[scheme]) > 6.5
