"""Draw the outlines of the report's map anew: `python docs/outlines.py FOLDER`.

FOLDER is the unpacked npm package world-atlas (`npm pack world-atlas@2.0.2`, then `tar xzf`), which carries the
countries of Natural Earth, which are in the public domain, as TopoJSON, and beside it `disputed_areas.json`, the
disputed areas of Natural Earth as GeoJSON. The result is `outlines.json` in `src/briefcli/report/`, and the paths
of the areas that are named in `disputed.json` there; the README beside them describes their contents. Nobody runs
this but who wants newer outlines.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, TypeAlias

from countries import rows

OUTLINES = Path(__file__).parents[1] / "src" / "briefcli" / "report" / "outlines.json"
DISPUTED = OUTLINES.with_name("disputed.json")
#: The width of the drawing, in whole units.
WIDTH = 2000
#: The meridian in the middle, so that the edges run through the Bering Strait and cut no country.
MIDDLE = 11.0
#: A state below this area, in square units, is marked with a dot: some 40,000 square kilometres.
SMALL = 110.0
_ANTARCTICA = "AQ"
#: The codes of ISO 3166 by its numbers.
_CODES = {row.number: row.code for row in rows() if row.number}

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = list[Point]


def equal_earth(longitude: float, latitude: float) -> Point:
    """Return the position of a place on a sphere of radius 1 in the Equal Earth projection, north upwards.

    The polynomial is that of B. Šavrič, T. Patterson and B. Jenny, "The Equal Earth map projection",
    International Journal of Geographical Information Science, 2018, doi:10.1080/13658816.2018.1504949.
    """
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square, sixth = theta**2, theta**6
    slope = a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square)
    x = 2 * math.sqrt(3) / 3 * math.radians(longitude) * math.cos(theta) / slope
    return x, theta * (a1 + a2 * square + sixth * (a3 + a4 * square))


def decoded(topology: dict[str, Any]) -> dict[str, list[Ring]]:
    """Return the rings of each country of a TopoJSON file, in degrees, by its code, else by its name."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for steps in topology["arcs"]:
        xs, ys = map(accumulate, zip(*steps, strict=True))
        arcs.append([(x * scale_x + left, y * scale_y + bottom) for x, y in zip(xs, ys, strict=True)])

    def ring(indexes: list[int]) -> Ring:
        # An index below zero means its complement, backwards; arcs share their ends.
        parts = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indexes]
        return [point for part in parts for point in part[:-1]]

    found: dict[str, list[Ring]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        key = code_of(shape.get("id"), shape["properties"]["name"])
        found.setdefault(key, []).extend(ring(indexes) for rings in polygons for indexes in rings)
    del found[_ANTARCTICA]
    return found


def code_of(number: str | None, name: str) -> str:
    """Return the code that dossiers use for a country of the atlas, or its name where they have none."""
    return _CODES.get(number or "") or {"Kosovo": "XK"}.get(name, name)


def projected(ring: Ring) -> list[Ring]:
    """Return a ring in units of the drawing, cut where it crosses the edges of the map."""
    transposed = _unwrapped([((x - MIDDLE + 180) % 360 - 180, y) for x, y in ring])
    pieces = [_shifted(_beside(transposed, edge, side), -turn) for edge, side, turn in _WINDOWS]
    scale = WIDTH / (2 * equal_earth(180, 0)[0])
    top = equal_earth(0, 90)[1]
    drawn = []
    for piece in pieces:
        flat = [equal_earth(x, y) for x, y in piece]
        drawn.append([(WIDTH / 2 + x * scale, (top - y) * scale) for x, y in flat])
    return [piece for piece in drawn if piece]


# The map itself, and what lies beyond its right and its left edge.
_WINDOWS = ((None, 0, 0.0), (180.0, 1, 360.0), (-180.0, -1, -360.0))


def _unwrapped(ring: Ring) -> Ring:
    """Return a ring whose neighbours lie less than half the world apart, beyond 180 degrees if need be."""
    whole = [ring[0]]
    for x, y in ring[1:]:
        last = whole[-1][0]
        whole.append((last + (x - last + 180) % 360 - 180, y))
    return whole


def _beside(ring: Ring, edge: float | None, side: int) -> Ring:
    """Return the part of a ring beyond a meridian, or between both edges where there is none."""
    if edge is None:
        return _beside(_beside(ring, 180.0, -1), -180.0, 1)
    kept: Ring = []
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]] if ring else []):
        if side * (x1 - edge) >= 0:
            kept.append((x1, y1))
        if (x1 - edge) * (x2 - edge) < 0:
            kept.append((edge, y1 + (edge - x1) / (x2 - x1) * (y2 - y1)))
    return kept


def _shifted(ring: Ring, turn: float) -> Ring:
    return [(x + turn, y) for x, y in ring]


def area(ring: Ring) -> float:
    """Return the area within a ring; holes have the other sign."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])) / 2


def middle(rings: list[Ring]) -> list[int]:
    """Return the centre of gravity of the largest ring, or a point of it where it is a point, and its width."""
    ring = max(rings, key=lambda ring: abs(area(ring)))
    if not area(ring):
        return [round(ring[0][0]), round(ring[0][1]), 0]
    edges = [x for x, _ in ring]
    x = y = 0.0
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        x += (x1 + x2) * (x1 * y2 - x2 * y1)
        y += (y1 + y2) * (x1 * y2 - x2 * y1)
    return [round(x / (6 * area(ring))), round(y / (6 * area(ring))), round(max(edges) - min(edges))]


def path(rings: list[Ring]) -> str:
    """Return rings as SVG path data in whole units, each step from the last point."""
    parts = []
    for ring in rings:
        points = [(round(x), round(y)) for x, y in ring]
        points = [point for point, last in zip(points, [None, *points], strict=False) if point != last]
        if len(points) > 2:
            steps = (f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(points))
            parts.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(parts)


def drawing(folder: Path) -> dict[str, object]:
    """Return everything that the map is drawn from."""
    coarse, fine = (
        decoded(json.loads((folder / f"countries-{scale}.json").read_text(encoding="utf-8")))
        for scale in ("110m", "10m")
    )
    paths = {code: path(pieces_of(rings)) for code, rings in sorted(coarse.items())}
    pieces = {code: pieces_of(rings) for code, rings in sorted(fine.items()) if is_code(code)}
    snapshot = [point for rings in coarse.values() for piece in pieces_of(rings) for point in piece]
    return {
        "box": [round(edge(axis)) for edge in (min, max) for axis in zip(*snapshot, strict=True)],
        "paths": {code: drawn for code, drawn in paths.items() if is_code(code)},
        "nameless": [drawn for code, drawn in paths.items() if not is_code(code)],
        "points": {code: middle(rings) for code, rings in pieces.items()},
        "small": [code for code in pieces if code not in paths or abs(sum(map(area, pieces[code]))) < SMALL],
    }


def disputed_rings(areas: dict[str, Any]) -> dict[str, list[Ring]]:
    """Return the rings of each disputed area of a GeoJSON file, in degrees, by its name and who administers it."""
    found: dict[str, list[Ring]] = {}
    for feature in areas["features"]:
        shape, words = feature["geometry"], feature["properties"]
        polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
        rings = [[(x, y) for x, y in ring] for rings in polygons for ring in rings]
        found[f"{words['name']}, {words['administered_by']}"] = rings
    return found


def in_tenths(rings: list[Ring]) -> str:
    """Return rings as path data in tenths of a unit, for areas that are looked at closely."""
    return path([[(10 * x, 10 * y) for x, y in piece] for piece in pieces_of(rings)])


def pieces_of(rings: list[Ring]) -> list[Ring]:
    """Return the rings of a country as they are drawn."""
    return [piece for ring in rings for piece in projected(ring)]


def is_code(text: str) -> bool:
    """Whether a text is a code and no name."""
    return len(text) == 2


def main() -> None:
    """Write the drawing, and the paths of the disputed areas; the words on them are written by hand."""
    folder = Path(sys.argv[1])
    text = json.dumps(drawing(folder), separators=(",", ":"))
    OUTLINES.write_text(text.replace('",', '",\n') + "\n", encoding="utf-8")
    rings = disputed_rings(json.loads((folder / "disputed_areas.json").read_text(encoding="utf-8")))
    told = json.loads(DISPUTED.read_text(encoding="utf-8"))
    for area in told["areas"]:
        area["path"] = in_tenths([ring for name in area["outlines"] for ring in rings.get(name, [])])
    DISPUTED.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
