"""`brief chart`: what a picture shows, as SVG, PNG and PDF."""

from __future__ import annotations

import re
import struct
import sys
import zlib
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from briefcli import load
from briefcli.dossier.filters import Query
from briefcli.dossier.past import Snapshot
from briefcli.report import raster
from briefcli.report.charts import ChartData, chart_svg
from briefcli.report.colours import ramp
from briefcli.report.sheet import THEMES, Kind, Size
from briefcli.report.svg import whole_sentences
from briefcli.version import __version__
from samples import FROZEN, RIVER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

SVG = "{http://www.w3.org/2000/svg}"
WIDE, SMALL = Size(1600, 900), Size(1000, 600)


@cache
def picture(kind: Kind = Kind.MAP, size: Size = WIDE, theme: str = "light") -> str:
    """Return a picture of a bundled dossier."""
    dossier = load("world")
    return chart_svg(kind, ChartData.of(dossier, Snapshot(dossier), Query()), size, theme)


def pixels(png: bytes) -> Callable[[float, float], str]:
    """Return a function that returns the colour of a PNG at a point."""
    wide, tall, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (depth, colour) == (8, 6)
    packed, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        packed += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    raw, stride = zlib.decompress(packed), 4 * wide
    rows, before = [], bytearray(stride)
    for row in range(tall):
        start = row * (stride + 1)
        before = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before)
        rows.append(before)
    return lambda x, y: "#" + rows[int(y)][4 * int(x) : 4 * int(x) + 3].hex()


def _unfiltered(kind: int, line: bytearray, above: bytearray) -> bytearray:
    if kind == 0:
        return line
    for at, value in enumerate(line):
        left, corner = (line[at - 4], above[at - 4]) if at >= 4 else (0, 0)
        line[at] = (value + _predicted(kind, left, above[at], corner)) % 256
    return line


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    """Return what a filter of PNG predicts for a byte."""
    if kind == 4:
        return min(
            (abs(up - corner), 0, left), (abs(left - corner), 1, up), (abs(left + up - 2 * corner), 2, corner)
        )[2]
    return (0, left, up, (left + up) // 2)[kind]


def place(svg: str, x: float, y: float) -> tuple[float, float]:
    """Return where a point of the map is on the sheet."""
    drawn = ElementTree.fromstring(svg).find(f"{SVG}svg")  # noqa: S314 - our own
    assert drawn is not None
    left, top, wide, tall = map(float, drawn.attrib["viewBox"].split())
    box = [float(drawn.attrib[name]) for name in ("x", "y", "width", "height")]
    scale = min(box[2] / wide, box[3] / tall)
    return (
        box[0] + box[2] / 2 + (x - left - wide / 2) * scale,
        box[1] + box[3] / 2 + (y - top - tall / 2) * scale,
    )


def near(colour: str, *others: str) -> bool:
    """Whether a colour is nearly one of some others, as where a line covers most of a pixel."""
    return any(
        all(abs(int(colour[at : at + 2], 16) - int(other[at : at + 2], 16)) < 40 for at in (1, 3, 5))
        for other in others
    )


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_colours_at_named_points(theme: str) -> None:
    """Claimed areas are hatched above the colour of who administers them, and the subject is filled."""
    svg = picture(size=SMALL, theme=theme)
    colour = pixels(raster.png(svg))
    levels = ramp(7, dark=theme == "dark")

    def around(x: float, y: float) -> set[str]:
        across, down = place(svg, x, y)
        return {colour(across + dx, down + dy) for dx in range(-3, 4) for dy in range(-3, 4)}

    assert THEMES[theme].subject in around(1275, 262), "Afghanistan"
    assert any(near(one, THEMES[theme].text) for one in around(1340, 222)), "Kashmir is hatched"
    assert any(near(one, levels[4], levels[5]) for one in around(1340, 222)), "in a colour of its neighbours"
    assert any(near(one, levels[6]) for one in around(1121, 172)), "Crimea has the colour of Russia"
    assert len(around(1470, 270)) == 1, "China is not hatched"
    assert colour(*place(svg, 1470, 270)) == levels[5], "China"
    assert colour(*place(svg, 700, 600)) == THEMES[theme].silent, "Brazil was searched without result"


def test_the_text_of_a_png_can_be_seen() -> None:
    """There is ink where the title is."""
    colour = pixels(raster.png(picture(size=Size(400, 400))))
    assert {"#ffffff", THEMES["light"].text} <= {colour(x, y) for x in range(10, 200) for y in range(10, 35)}


@pytest.mark.parametrize("name", ["text", "script"])
def test_a_png_without_a_font_is_not_written(
    name: str, brief: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would have no text, or boxes in place of letters."""
    dossier, path = FROZEN, tmp_path / "x.png"
    if name == "text":
        monkeypatch.setattr(raster, "FONTS", {"skip_system_fonts": True})
        expected = "no font was found, so the PNG would have no text"
    else:
        own = tmp_path / "river.yaml"
        own.write_text(RIVER.replace("title: Talks on", "title: \U00012000 on"), encoding="utf-8")
        dossier, expected = str(own), "no font was found for Cuneiform letters"
    result = brief("chart", "trend", "-d", dossier, "-o", str(path))
    assert (result.code, expected in result.err, path.exists()) == (2, True, False)


def test_png_needs_an_extra(brief: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names it, and what can be written without it."""
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    result = brief("chart", "map", "-o", str(tmp_path / "x.png"))
    assert (result.code, "pip install 'briefcli[png]', or write an .svg" in result.err) == (2, True)


def test_a_text_ends_with_a_whole_sentence_if_one_fits() -> None:
    """Else with an ellipsis."""
    text = "One is at Envoys. Two are not. (24 June 2026)"
    assert whole_sentences(text, 1000, 10, 1) == [text]
    assert whole_sentences(text, 180, 10, 1) == ["One is at Envoys. Two are not."]
    assert whole_sentences(text, 60, 10, 1)[0].endswith("…")


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("size", [WIDE, Size(1080, 1080), Size(400, 400)])
def test_every_picture_is_complete(kind: Kind, size: Size) -> None:
    """Each has title, finding, day, meanings and source, in plain attributes and within its sheet."""
    svg = picture(kind, size)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    texts = " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))
    for text in (
        "Taliban government",
        "16 of 54 countries and bodies are at Envoys",
        "24 June 2026",
        "Recognises",
        "Source: “The world",
    ):
        assert text in texts
    assert size.wide < 1000 or "whether or not it has a mission in Kabul." in texts
    assert not re.search(r"var\(|@media|<style|style=|class=|href=", svg)
    assert {one.get("id") for one in root.iter() if one.get("id")} >= {"day", "finding-0", "count-envoys"}
    assert len({one.get("id") for one in root.iter() if one.get("id")}) == svg.count(' id="')


def test_pictures_of_an_incomplete_dossier_state_what_it_covers(brief: Callable[..., Result]) -> None:
    """In the credit; those of a complete one state nothing."""
    covers = f"brief {__version__}. Ratified: 65 of 88 in the official count of 2 April 2026.<"
    for kind in Kind:
        assert covers in brief("chart", kind, "-d", "high-seas").out
        assert "covers" not in brief("chart", kind, "-d", "japan-visit").out
    assert (
        "The dossier covers 194 of the 197 states that may join.<"
        in brief("chart", "map", "-d", "nuclear-ban").out
    )


@pytest.mark.parametrize("kind", ["map", "tiles"])
def test_a_country_for_which_a_search_found_no_stance_is_apart_from_land(
    kind: str, brief: Callable[..., Result]
) -> None:
    """As `stances -c brazil` calls it, whatever filter there is."""
    svg = brief("chart", kind, "-d", "world").out
    assert "No stance found by a search" in svg
    searched = 'id="searched"' if kind == "map" else r'id="BR"><title>Brazil</title><rect [^>]*'
    assert re.search(rf'fill="{THEMES["light"].silent}"[^>]* {searched}', svg) or re.search(
        rf'{searched}fill="{THEMES["light"].silent}"', svg
    )
    assert "by a search" in brief("chart", kind, "-d", "world", "--level", "envoys").out
    assert "by a search" not in brief("chart", kind, "-d", "high-seas").out


def test_what_a_filter_leaves_out_is_land(brief: Callable[..., Result]) -> None:
    """It is no hole, and the key says so."""
    svg = brief("chart", "map", "-d", "world", "--level", "envoys").out
    fills = {code: fill for fill, code in re.findall(r'fill="([^"]+)" id="([A-Z]{2})"', svg)}
    assert (fills["RU"], fills["IN"]) == (THEMES["light"].land, ramp(7)[4])
    assert "Not in the dossier, or left out by the filter" in svg
    assert "10 of 10 countries are at Envoys or higher." in svg


def test_bodies_are_chips_and_tiles(brief: Callable[..., Result]) -> None:
    """On a map of land they would not be seen."""
    assert '<g id="EU"><rect' in brief("chart", "map", "-d", "world").out
    assert '<g id="EU"><title>European Union</title>' in brief("chart", "tiles", "-d", "world").out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("map -o x.gif", "unknown file extension 'gif'"),
        ("map --size 100x100", "is not a size; write wide, square or WIDTHxHEIGHT"),
        ("maps", "did you mean 'map'?"),
        ("map -d world -d japan-visit", "one dossier"),
    ],
)
def test_what_cannot_be_drawn(options: str, message: str, brief: Callable[..., Result]) -> None:
    """It is a usage error."""
    result = brief("chart", *options.split())
    assert (result.code, message in result.err) == (2, True), result.err


def test_a_ladder_with_small_names_gives_a_size_to_type(brief: Callable[..., Result]) -> None:
    """With this size, nothing more is said; on a small sheet the width has to grow, too."""
    few = brief("chart", "ladder", "-d", FROZEN)
    assert (few.code, few.err) == (0, "")
    for size in ("wide", "500x400"):
        first = brief("chart", "ladder", "-d", "nuclear-ban", "--size", size)
        (better,) = re.findall(r"The names are small; to read them, write --size (\d+x\d+)\.\n", first.err)
        second = brief("chart", "ladder", "-d", "nuclear-ban", "--size", better)
        assert (second.code, second.err) == (0, "")
        assert f'width="{better.split("x")[0]}"' in second.out


@pytest.mark.browser
def test_a_pdf_has_one_page(brief: Callable[..., Result], tmp_path: Path) -> None:
    """It is as large as the picture."""
    path = tmp_path / "x.pdf"
    assert brief("chart", "tiles", "--size", "800x600", "-o", str(path)).code == 0
    assert len(re.findall(rb"/Type\s*/Page\b", path.read_bytes())) == 1
