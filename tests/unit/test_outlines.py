"""The script that draws the outlines, and what it drew."""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import outlines  # noqa: E402 - a script beside the documents


def cell(longitude: float, latitude: float) -> float:
    """Return the area of one degree by one degree on the map, whose edges are cut into hundredths."""
    steps = [number / 100 for number in range(101)]
    ring = [outlines.equal_earth(longitude + step, latitude) for step in steps]
    ring += [outlines.equal_earth(longitude + 1, latitude + step) for step in steps]
    ring += [outlines.equal_earth(longitude + 1 - step, latitude + 1) for step in steps]
    ring += [outlines.equal_earth(longitude, latitude + 1 - step) for step in steps]
    return abs(outlines.area(ring))


@pytest.mark.parametrize(("longitude", "latitude"), [(0, 0), (120, 30), (-170, 60), (45, -75)])
def test_equal_earth_keeps_areas(longitude: float, latitude: float) -> None:
    """A degree by a degree is as large on the map as on a globe of radius 1."""
    south, north = math.radians(latitude), math.radians(latitude + 1)
    assert cell(longitude, latitude) == pytest.approx(
        math.radians(1) * (math.sin(north) - math.sin(south)), rel=1e-4
    )


def test_equal_earth_is_where_its_authors_put_it() -> None:
    """The equator and the middle meridian are straight, and the pole is a line six tenths as long as the equator."""
    assert outlines.equal_earth(0, 0) == (0, 0)
    assert outlines.equal_earth(90, 0)[1] == 0
    assert outlines.equal_earth(0, 45)[0] == 0
    assert outlines.equal_earth(180, 90)[0] / outlines.equal_earth(180, 0)[0] == pytest.approx(0.59, abs=0.01)


def test_a_ring_across_the_edge_is_cut_in_two() -> None:
    """A square around the meridian opposite the middle has a half at each edge, and none in between."""
    edge = outlines.MIDDLE - 180
    ring = [(edge - 5, 10.0), (edge + 5, 10.0), (edge + 5, 20.0), (edge - 5, 20.0)]
    pieces = outlines.projected(ring)
    assert len(pieces) == 2
    assert sorted(round(sum(x for x, _ in piece) / len(piece), -2) for piece in pieces) == [0, outlines.WIDTH]
    assert abs(outlines.area(pieces[0])) == pytest.approx(abs(outlines.area(pieces[1])), rel=0.01)


def test_a_path_is_made_of_whole_steps() -> None:
    """Points that fall together are one, and a piece that is no area is nothing."""
    assert outlines.path([[(0, 0), (0.2, 0.1), (10, 0), (10, -5)], [(3, 3), (3, 3), (4, 4)]]) == "M0 0l10 0 0-5z"


def test_topojson_shares_its_arcs() -> None:
    """Two squares share an edge, which one of them goes backwards."""
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "id": "578", "properties": {"name": "Norway"}, "arcs": [[0, 1]]},
                    {"type": "MultiPolygon", "properties": {"name": "Kosovo"}, "arcs": [[[2, -1]]]},
                    {"type": "Polygon", "id": "010", "properties": {"name": "Antarctica"}, "arcs": [[0, 1]]},
                ]
            }
        },
    }
    assert outlines.decoded(topology) == {
        "NO": [[(1, 0), (1, 1), (0, 1), (0, 0)]],
        "XK": [[(1, 0), (2, 0), (2, 1), (1, 1)]],
    }


def test_what_was_drawn_is_the_whole_world() -> None:
    """Every country has a point, the large ones a path, and nothing is outside the box."""
    drawn = json.loads(outlines.OUTLINES.read_text(encoding="utf-8"))
    assert {"RU", "US", "CN", "XK", "TW", "FJ"} <= drawn["paths"].keys()
    assert {"SG", "MT", "BH", "VA", "MV"} <= set(drawn["small"])
    assert set(drawn["small"]) | drawn["paths"].keys() <= drawn["points"].keys() | drawn["paths"].keys()
    left, top, right, bottom = drawn["box"]
    x, y, _ = drawn["points"]["SG"]
    assert left < x < right
    assert top < y < bottom
    assert drawn["points"]["JP"][0] > drawn["points"]["AF"][0] > drawn["points"]["US"][0]
    assert all(
        drawn["points"][north][1] < drawn["points"][south][1] for north, south in pairwise(["NO", "IT", "ZA"])
    )
