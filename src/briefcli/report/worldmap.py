"""The map: which part of the world is drawn, which country is on which level, and which land is disputed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import accumulate, pairwise
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec
from msgspec import Struct

from briefcli.dossier.countries import country_within, iso_country

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefcli.report.data import ReportData

    Box = tuple[float, float, float, float]
    Piece = list[tuple[int, int]]

#: What a frame around several countries shows of one that reaches far.
_CORES: dict[str, Box] = {"RU": (1067, 60, 1215, 193)}
#: How many units nearer to the subject the lowest level has to be than the highest, to be named first.
_RANK_WEIGHT = 500
#: How far apart the rows are in which names and land are compared, in units of the map.
_ROW = 3
_NUMBER = re.compile(r"-?\d+")

#: The side of its point on which a name is written.
Side: TypeAlias = Literal["on", "right", "left", "below", "above"]

_FOLDER = Path(__file__).parent
#: How much sea is drawn around the land, in the units of the outlines.
_MARGIN = 24
#: The map is at least so wide in units, and at least so flat and at most so flat.
_NARROWEST, _TALLEST, _FLATTEST = 300.0, 1.75, 2.1
#: A part of the world that is nearly as wide as the whole is the whole.
_NEARLY_ALL = 0.8
#: How wide the map is on a usual screen, and how large its letters are there, in pixels.
_SCREEN, _LETTER = 780, 13
#: How much larger or smaller the map may be on a screen, so that another name fits.
_ZOOMS = (0.4, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)


class Area(Struct, frozen=True):
    """A country on the map, or a body beside it; it has a path, a point, both or neither."""

    code: str
    name: str
    rank: int
    description: str
    path: str | None = None
    point: tuple[int, int] | None = None
    is_subject: bool = False


class Label(Struct, frozen=True):
    """A name at a point of the map, on which side of it, and from which zoom on no other name is in its way."""

    code: str
    text: str
    x: int
    y: int
    side: Side
    zoom: float


class Disputed(Struct, frozen=True):
    """An area that more than one claims; its path is in tenths of the map's units."""

    name: str
    administered: str
    claimed: str
    path: str = ""
    code: str | None = None


class WorldMap(Struct, frozen=True):
    """What is drawn: land without data, countries, the subject, names, and what is beside the map.

    `searched` is the land of the countries for which a search found no stance.

    `whole` is the whole world, `box` the part that a page shows first, and `frame` that of a picture. Each is
    left, top, width and height.
    """

    whole: tuple[int, int, int, int]
    box: tuple[int, int, int, int]
    frame: Box
    land: str
    areas: tuple[Area, ...]
    bodies: tuple[Area, ...]
    subject: Area | None
    labels: tuple[Label, ...]
    disputed: tuple[Disputed, ...]
    searched: str

    @property
    def letter(self) -> float:
        """The size of a letter in units of the map on a usual screen."""
        return round(_LETTER * self.box[2] / _SCREEN, 2)


class _Outlines(Struct, frozen=True):
    """The drawing of the world; see the README beside it."""

    box: tuple[int, int, int, int]
    paths: dict[str, str]
    nameless: list[str]
    points: dict[str, tuple[int, int, int]]
    small: frozenset[str]


class _DisputedAreas(Struct, frozen=True):
    """The areas that states dispute; see the README beside them."""

    areas: tuple[Disputed, ...]


def world_map(data: ReportData) -> WorldMap:
    """Return the map of the countries of a report."""
    world = _outlines()
    areas = [_area(world, code, data.name(code), *_standing(data, code)) for code in data.codes]
    subject = _subject(world, data)
    drawn = [area for area in areas if area.path or area.point]
    shown = [*([subject] if subject else []), *drawn]
    whole = _whole(world)
    box = _cropped(whole, [_extent(world, area.code) for area in shown])
    codes = {area.code for area in shown}
    return WorldMap(
        whole,
        box,
        box,
        "".join([*(path for code, path in world.paths.items() if code not in codes), *world.nameless]),
        tuple(drawn),
        tuple(area for area in areas if not (area.path or area.point)),
        subject,
        tuple(_labels(world, _by_weight(world, shown, subject), box)),
        tuple(area for area in _disputed(world) if _within(area.path, box)),
        "".join(world.paths.get(code, "") for code in data.searched),
    )


@cache
def _outlines() -> _Outlines:
    return msgspec.json.decode((_FOLDER / "outlines.json").read_bytes(), type=_Outlines)


def _disputed(world: _Outlines) -> Iterator[Disputed]:
    """Return the disputed areas; two of them have the outlines of countries, which are in whole units."""
    known = msgspec.json.decode((_FOLDER / "disputed.json").read_bytes(), type=_DisputedAreas)
    for area in known.areas:
        own = "".join(world.paths[area.code]) if area.code else ""
        path = re.sub(r"-?\d+", lambda number: f"{number[0]}0", own) if own else area.path
        yield msgspec.structs.replace(area, path=path)


def _area(world: _Outlines, code: str, name: str, rank: int, description: str) -> Area:
    point = world.points[code][:2] if code in world.small else None
    return Area(code, name, rank, description, world.paths.get(code), point)


def _standing(data: ReportData, code: str) -> tuple[int, str]:
    """Return the rank of a country, and its sentence."""
    stance = data.standing.get(code)
    if stance is None:
        return 0, data.silence_of(code).lower()
    level = data.context.steps[stance.level]
    return level.rank, f"{level.label}. {data.title(stance)}{data.marks(stance)}"


def _subject(world: _Outlines, data: ReportData) -> Area | None:
    """Return the country that the dossier is about, where it is none of those that take a stance."""
    code = country_within(data.dossier.subject)
    if code is None or code in data.codes:
        return None
    area = _area(world, code, iso_country(code).name, 0, "what the stances are on")
    return msgspec.structs.replace(area, is_subject=True)


def shaped(frame: Box, drawn: WorldMap) -> Box:
    """Return a frame in the proportions of the part that a page shows first, as `map.js` shows it."""
    x, y, wide, tall = frame
    width = max(wide, tall * drawn.box[2] / drawn.box[3])
    height = width * drawn.box[3] / drawn.box[2]
    x, y = x + (wide - width) / 2, y + (tall - height) / 2
    left, top, whole_width, whole_height = drawn.whole
    x = left + (whole_width - width) / 2 if width >= whole_width else min(max(x, left), left + whole_width - width)
    y = (
        top + (whole_height - height) / 2
        if height >= whole_height
        else min(max(y, top), top + whole_height - height)
    )
    return round(x, 1), round(y, 1), round(width, 1), round(height, 1)


def land_within(drawn: WorldMap) -> str:
    """Return the land without data in the part of a map that a page shows first."""
    left, top, wide, tall = drawn.box
    codes = {area.code for area in (*drawn.areas, *([drawn.subject] if drawn.subject else []))}
    return "".join(
        piece
        for code, (west, north, east, south), piece in _land()
        if code not in codes and west < left + wide and east > left and north < top + tall and south > top
    )


@cache
def _land() -> list[tuple[str, Box, str]]:
    """Return each piece of land with the code of its country, if it has one, and its corners."""
    world = _outlines()
    paths = [*world.paths.items(), *(("", path) for path in world.nameless)]
    return [
        (code, _corners(corners), f"M{piece}")
        for code, path in paths
        for corners, piece in zip(_pieces_of(path), path.split("M")[1:], strict=True)
    ]


def frame_of(codes: Iterable[str], subject: str = "") -> tuple[int, int, int, int]:
    """Return the part of the world with some countries and the country of a subject."""
    world = _outlines()
    drawn = [code for code in codes if code in world.points]
    cores = _CORES if len(drawn) > 1 else {}
    centre = country_within(subject)
    if centre in world.points:
        drawn.append(centre)
    return _cropped(_whole(world), [cores.get(code) or _extent(world, code) for code in drawn])


def _whole(world: _Outlines) -> tuple[int, int, int, int]:
    left, top, right, bottom = world.box
    return left - _MARGIN, top - _MARGIN, right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN


def _extent(world: _Outlines, code: str) -> Box:
    """Return the corners of the largest piece of a country, or of the place of its dot."""
    if code not in world.paths:
        x, y, _ = world.points[code]
        return x, y, x, y
    return max(map(_corners, _pieces(code)), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))


@cache
def _pieces(code: str) -> list[Piece]:
    """Return the corners of each piece of a country."""
    return _pieces_of(_outlines().paths[code])


def _pieces_of(path: str) -> list[Piece]:
    """Return the corners of each piece of land; path data are a point, and steps from each to the next."""
    found = []
    for piece in path.split("M")[1:]:
        numbers = [int(number) for number in _NUMBER.findall(piece)]
        xs, ys = accumulate(numbers[::2]), accumulate(numbers[1::2])
        found.append([*zip(xs, ys, strict=True)])
    return found


def _corners(piece: Piece) -> Box:
    xs, ys = zip(*piece, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _cropped(whole: tuple[int, int, int, int], extents: list[Box]) -> tuple[int, int, int, int]:
    """Return the part of the world where the countries are, with some land around them."""
    if not extents:
        return whole
    lefts, tops, rights, bottoms = zip(*extents, strict=True)
    left, top, right, bottom = min(lefts), min(tops), max(rights), max(bottoms)
    wide, tall = 1.12 * (right - left) + 2 * _MARGIN, 1.12 * (bottom - top) + 2 * _MARGIN
    if wide >= _NEARLY_ALL * whole[2]:
        return whole
    wide = min(max(wide, _TALLEST * tall, _NARROWEST), whole[2])
    tall = min(max(tall, wide / _FLATTEST), whole[3])
    x = min(max((left + right - wide) / 2, whole[0]), whole[0] + whole[2] - wide)
    y = min(max((top + bottom - tall) / 2, whole[1]), whole[1] + whole[3] - tall)
    return round(x), round(y), round(wide), round(tall)


def _within(path: str, box: tuple[int, int, int, int]) -> bool:
    """Whether a path in tenths of a unit begins in a part of the map."""
    start = re.match(r"M(-?\d+) ?(-?\d+)", path)
    if start is None:
        return False
    left, top, wide, tall = box
    return left <= int(start[1]) / 10 <= left + wide and top <= int(start[2]) / 10 <= top + tall


def _by_weight(world: _Outlines, shown: Iterable[Area], subject: Area | None) -> list[Area]:
    """Return the countries that have a place, the subject first, then by nearness to it and by level."""
    placed = [area for area in shown if area.code in world.points]
    top = max((area.rank for area in placed), default=1) or 1
    centre = world.points[subject.code] if subject else None

    def weight(area: Area) -> tuple[float, int]:
        x, y, wide = world.points[area.code]
        away = hypot(x - centre[0], y - centre[1]) if centre else 0.0
        return away - _RANK_WEIGHT * area.rank / top, -wide

    return sorted(placed, key=lambda area: (not area.is_subject, *weight(area)))


def _labels(world: _Outlines, areas: Sequence[Area], box: tuple[int, int, int, int]) -> Iterator[Label]:
    """Return each name that finds room, in the order of `areas`, from the smallest zoom on at which it does.

    A name stays where it is when the map grows, and takes less room there: so it covers neither another name nor
    another country, nor will it. Only that of the subject, which every map names, may cover a country.
    """
    letter = _LETTER * box[2] / _SCREEN
    rows = _spans(areas)
    dots = [(area.code, _dot(area.point, letter)) for area in areas if area.point]
    waiting = list(areas)
    placed: list[tuple[Label, float]] = []
    for zoom in _ZOOMS:
        size = letter / zoom
        taken = [_room(label, wide * size, size) for label, wide in placed]
        still = []
        for area in waiting:
            wide = _width(area.name)
            others = [*taken, *(corners for code, corners in dots if code != area.code and not area.is_subject)]
            for label in _places(area, world.points[area.code], wide * size, zoom):
                room = _room(label, wide * size, size)
                covers = not area.is_subject and _covers(_letters(label, room, size), area.code, rows)
                if not covers and _fits(room, others, box):
                    placed.append((label, wide))
                    taken.append(room)
                    break
            else:
                still.append(area)
        waiting = still
    return (label for label, _ in placed)


def _dot(point: tuple[int, int], letter: float) -> Box:
    x, y, half = *point, 0.3 * letter
    return x - half, y - half, x + half, y + half


def _letters(label: Label, room: Box, size: float) -> Box:
    """Return the part of the room of a name that its letters take."""
    left, top, right, bottom = room
    match label.side:
        case "right":
            return left + 0.6 * size, top, right, bottom
        case "left":
            return left, top, right - 0.6 * size, bottom
        case "below":
            return left, top + 0.7 * size, right, bottom
        case "above":
            return left, top, right, bottom - 0.7 * size
        case _:
            return room


def _spans(areas: Iterable[Area]) -> dict[int, list[tuple[float, float, str]]]:
    """Return from where to where each row of the map is land of a country."""
    rows: dict[int, list[tuple[float, float, str]]] = {}
    for area in areas:
        for piece in _pieces(area.code) if area.path else ():
            crossings: dict[int, list[float]] = {}
            for (x1, y1), (x2, y2) in pairwise([*piece, piece[0]]):
                for row in range(-(-min(y1, y2) // _ROW), -(-max(y1, y2) // _ROW)):
                    at = x1 + (row * _ROW - y1) * (x2 - x1) / (y2 - y1)
                    crossings.setdefault(row, []).append(at)
            for row, found in crossings.items():
                found.sort()
                rows.setdefault(row, []).extend(
                    (x1, x2, area.code) for x1, x2 in zip(found[::2], found[1::2], strict=True)
                )
    return rows


def _covers(room: Box, own: str, rows: Mapping[int, list[tuple[float, float, str]]]) -> bool:
    """Whether a name covers another country."""
    left, top, right, bottom = room
    return any(
        left < x2 and x1 < right and code != own
        for row in range(int(top // _ROW), int(-(-bottom // _ROW)) + 1)
        for x1, x2, code in rows.get(row, ())
    )


def _places(area: Area, point: tuple[int, int, int], wide: float, zoom: float) -> list[Label]:
    """Return the possible places of a name: on land that is wide enough, else on each side of the point."""
    x, y, land = point
    sides: tuple[Side, ...] = ("on",) if wide < land or area.is_subject else ("right", "left", "below", "above")
    return [Label(area.code, area.name, x, y, side, zoom) for side in sides]


def _fits(room: Box, taken: list[Box], box: tuple[int, int, int, int]) -> bool:
    """Whether a name is within the map and covers no other."""
    left, top, right, bottom = box[0], box[1], box[0] + box[2], box[1] + box[3]
    inside = left <= room[0] and top <= room[1] and room[2] <= right and room[3] <= bottom
    return inside and not any(_touch(room, other) for other in taken)


def _room(label: Label, wide: float, size: float) -> Box:
    """Return the room between a point and the far end of its name, so that a smaller name has a part of it."""
    x, y, tall = label.x, label.y, 0.65 * size
    match label.side:
        case "on":
            return x - wide / 2, y - tall, x + wide / 2, y + tall
        case "right":
            return x, y - tall, x + wide + 0.7 * size, y + tall
        case "left":
            return x - wide - 0.7 * size, y - tall, x, y + tall
        case "below":
            return x - wide / 2, y, x + wide / 2, y + 2 * size
        case "above":
            return x - wide / 2, y - 2 * size, x + wide / 2, y


def _touch(one: Box, other: Box) -> bool:
    """Whether two boxes share some room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _width(text: str) -> float:
    """Return how wide a text is, as a multiple of its size."""
    return sum(1.05 if unicodedata.east_asian_width(char) in "WF" else 0.7 for char in text)
