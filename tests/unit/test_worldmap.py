"""The map: its frames, and which names find room on it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from briefcli import load
from briefcli.dossier.filters import Query
from briefcli.dossier.past import Snapshot
from briefcli.report.data import ReportData
from briefcli.report.worldmap import WorldMap, frame_of, world_map

#: The whole world, as left, top, width and height.
WORLD = (60, -20, 1887, 910)


@cache
def map_of_the_world() -> WorldMap:
    """Return the map of a bundled dossier."""
    return world_map(ReportData(Snapshot(load("world")), Query()))


@pytest.mark.parametrize(
    ("codes", "shown", "widest"),
    [
        pytest.param(["DE", "FR", "RU"], (928, 86, 1321, 272), 600, id="Europe with Afghanistan, and no Siberia"),
        pytest.param(["RU"], (1067, 16, 1705, 272), 900, id="all of Russia with Afghanistan"),
        pytest.param(["US", "CA"], (331, 34, 1321, 302), 1400, id="America with Afghanistan"),
    ],
)
def test_a_frame_includes_the_countries_and_the_subject(
    codes: list[str], shown: tuple[int, ...], widest: int
) -> None:
    """Of a country that reaches far, only what is near the others."""
    left, top, wide, tall = frame_of(codes, "Afghanistan's Taliban government")
    assert left <= shown[0]
    assert top <= shown[1]
    assert left + wide >= shown[2]
    assert top + tall >= shown[3]
    assert wide <= widest


def test_a_frame_without_a_place_is_the_world() -> None:
    """Bodies have no land, and a treaty is no country."""
    assert frame_of(["EU"], "the high seas treaty") == WORLD
    assert frame_of(["PK"], "the treaty")[2] < WORLD[2] / 5


def test_the_subject_is_named_at_once() -> None:
    """It may cover a country, as no other name may."""
    (subject,) = (label for label in map_of_the_world().labels if label.code == "AF")
    assert (subject.side, subject.zoom <= 1) == ("on", True)


def test_no_name_covers_another_country() -> None:
    """A name in the middle of its country is no wider than this; any other is in the sea or on other land."""
    drawn = map_of_the_world()
    zooms = [label.zoom for label in drawn.labels]
    assert all(one <= other for one, other in pairwise(zooms))
    at_first = {label.text for label in drawn.labels if label.zoom <= 1}
    assert {"China", "Russia", "Japan", "Egypt", "Afghanistan"} <= at_first
    assert not {"Pakistan", "Bangladesh", "Italy", "India"} & at_first
