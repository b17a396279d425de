"""The map: which country is drawn where, and on which level it stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from briefcli.dossier.countries import country_within, iso_country

if TYPE_CHECKING:
    from collections.abc import Iterator

    Box = tuple[float, float, float, float]
    from briefcli.dossier.model import Stance
    from briefcli.report.matter import Matter

#: What follows a claim that some evidence contradicts, where it is told in a sentence.
DISPUTED = " (disputed)"
_OUTLINES = Path(__file__).with_name("outlines.json")
#: How much sea is drawn around the land, in the units of the outlines.
_MARGIN = 24
#: So many countries can have their names on the map.
_MOST_LABELS = 12
#: The height of a name, and the width of a letter of it.
_TALL, _WIDE = 36.0, 17.0


class Area(Struct, frozen=True):
    """A country on the map, or a body beside it; it has a path, a point, both or neither."""

    code: str
    name: str
    rank: int
    told: str
    path: str | None = None
    point: tuple[int, int] | None = None


class Label(Struct, frozen=True):
    """A name on the map, at the place where its text begins."""

    text: str
    x: float
    y: float


class WorldMap(Struct, frozen=True):
    """What is drawn: land without data, countries, the subject, names, and what stands beside the map."""

    box: tuple[int, int, int, int]
    land: str
    areas: tuple[Area, ...]
    bodies: tuple[Area, ...]
    subject: Area | None
    labels: tuple[Label, ...]


class _Outlines(Struct, frozen=True):
    """The drawing of the world; see the README beside it."""

    box: tuple[int, int, int, int]
    paths: dict[str, str]
    nameless: list[str]
    points: dict[str, tuple[int, int, int]]
    small: frozenset[str]


def world_map(matter: Matter) -> WorldMap:
    """Return the map of the countries of a report."""
    world = _outlines()
    standing = {stance.country: stance for stance in matter.stances}
    areas = []
    for code in matter.codes:
        stance = standing.get(code)
        rank = matter.context.steps[stance.level].rank if stance else 0
        areas.append(_area(world, code, matter.name(code), rank, _sentence(matter, stance)))
    subject = _subject(world, matter)
    drawn = {area.code for area in areas} | ({subject.code} if subject else set())
    left, top, right, bottom = world.box
    return WorldMap(
        (left - _MARGIN, top - _MARGIN, right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN),
        "".join([*(path for code, path in world.paths.items() if code not in drawn), *world.nameless]),
        tuple(area for area in areas if area.path or area.point),
        tuple(area for area in areas if not (area.path or area.point)),
        subject,
        tuple(_labels(world, [*([subject] if subject else []), *areas])),
    )


@cache
def _outlines() -> _Outlines:
    return msgspec.json.decode(_OUTLINES.read_bytes(), type=_Outlines)


def _area(world: _Outlines, code: str, name: str, rank: int, told: str) -> Area:
    point = world.points[code][:2] if code in world.small else None
    return Area(code, name, rank, told, world.paths.get(code), point)


def _sentence(matter: Matter, stance: Stance | None) -> str:
    if stance is None:
        return matter.silence.lower()
    return f"{matter.context.steps[stance.level].label}. {stance.status}{DISPUTED if stance.disputed else ''}"


def _subject(world: _Outlines, matter: Matter) -> Area | None:
    """Return the country that the dossier is about, where it is none of those that take a stance."""
    code = country_within(matter.dossier.subject)
    if code is None or code in matter.codes:
        return None
    return _area(world, code, iso_country(code).name, 0, "what the stances are on")


def _labels(world: _Outlines, areas: list[Area]) -> Iterator[Label]:
    """Return the names of few countries: within a wide one, else where they cover least of the others."""
    drawn = [area for area in areas if area.code in world.points] if len(areas) <= _MOST_LABELS else []
    lands = {area.code: _land(*world.points[area.code]) for area in drawn}
    names: list[Box] = []
    for area in drawn:
        x, y, wide = world.points[area.code]
        long, aside = len(area.name) * _WIDE, wide / 2 + 14
        above = wide / 3 + _TALL / 2
        beside = [(x + aside, y), (x - aside - long, y), (x - long / 2, y + above), (x - long / 2, y - above)]
        places = [(x - long / 2, y)] if long < wide else beside
        boxes = [(left, line - _TALL / 2, left + long, line + _TALL / 2) for left, line in places]
        others = [land for code, land in lands.items() if code != area.code]
        best = min(boxes, key=lambda box: 10 * _covered(box, names) + _covered(box, others))
        names.append(best)
        yield Label(area.name, best[0], round(best[3] - _TALL / 4, 1))


def _land(x: int, y: int, wide: int) -> Box:
    """Return roughly where a country lies."""
    return x - wide / 2, y - wide / 3, x + wide / 2, y + wide / 3


def _covered(box: Box, others: list[Box]) -> float:
    """Return how much of some boxes a box covers."""
    left, top, right, bottom = box
    shared = (
        (min(right, other[2]) - max(left, other[0]), min(bottom, other[3]) - max(top, other[1]))
        for other in others
    )
    return sum(wide * tall for wide, tall in shared if wide > 0 and tall > 0)
