"""The report in a browser: what it shows, what it does, and what it does not do."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from axe import faults, needs_axe
from briefcli import load
from briefcli.dossier import queries
from briefcli.dossier.changes import changes
from briefcli.dossier.dates import PartialDate, last_day, parse_date
from briefcli.dossier.filters import Filters, Query
from briefcli.dossier.kinds import RECORD_KINDS
from briefcli.dossier.model import Source
from briefcli.dossier.past import snapshot_of
from briefcli.dossier.spelling import fold
from briefcli.dossier.texts import Words
from briefcli.pages.context import Context
from briefcli.pages.grades import grade_of
from briefcli.report.document import report_text
from briefcli.report.markup import anchor
from samples import FROZEN, RIVER, came_and_ended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from playwright.sync_api import Browser, Page

    from briefcli.dossier.model import Record
    from conftest import Result

    Show = Callable[..., Page]
    Brief = Callable[..., Result]

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytestmark = pytest.mark.browser

HOSTILE = "tests/dossiers/good/hostile.yaml"
#: Long labels, many levels and bodies, scripts without spaces and from right to left.
WIDE = "tests/dossiers/good/wide.yaml"
#: The countries of the frozen dossier, by their levels; the last but one has none any more, the last one never had.
STANDING = [
    *("Harbour League", "Norway", "Japan", "Côte d'Ivoire", "Czech Republic", "European Union", "Singapore"),
    *("Bosnia and Herzegovina", "Egypt", "United States", "Türkiye", "Yugoslavia"),
    "Democratic Republic of the Congo",
]
#: The parts of the page with the records of each kind but stances.
OTHERS = ("events", "sectors", "topics", "bottom_lines", "facts", "votes")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Write the report on a dossier, once."""
    folder = tmp_path_factory.mktemp("reports")

    def write(dossier: str) -> Path:
        path = folder / f"{Path(dossier).stem}.html"
        if not path.exists():
            name, _, codes = dossier.partition(" on ")
            name, _, day = name.partition(" as of ")
            asked = parse_date(day) if day else None
            snapshot = snapshot_of(load(name), asked)
            query = Query(
                filters=Filters(as_of=asked, today=datetime.date(2026, 3, 1)),
                countries=frozenset(codes.split()) if codes else None,
            )
            text = report_text(snapshot, query)
            path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def show(chromium: Browser, written: Callable[[str], Path]) -> Iterator[Callable[..., Page]]:
    """Open the report on a dossier; at the end no network was contacted, and nothing was logged."""
    troubles: list[str] = []
    contexts = []

    def opened(dossier: str, hash_: str = "", other: Path | None = None, **look: Any) -> Page:
        address = (other or written(dossier)).as_uri()
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **look})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.on("request", lambda request: troubles.extend({request.url} - {address}))
        page.route(re.compile("^(?!file:)"), lambda route: route.abort())
        page.goto(address + hash_)
        settled(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def shown(page: Page, selector: str) -> list[str]:
    """Return the words of every element that can be seen."""
    return [
        " ".join(str(each.text_content()).split()) for each in page.locator(selector).all() if each.is_visible()
    ]


def settled(page: Page) -> None:
    """Wait until all parts of the page, also those that nobody sees, are up to date."""
    there(page, "#_main:not([aria-busy])")


def hash_is(page: Page, pattern: str) -> None:
    """Wait until the address ends in what a pattern says."""
    page.wait_for_url(re.compile(rf"\.html{pattern}$"))
    settled(page)


def there(page: Page, selector: str) -> None:
    """Wait until something is on the page, seen or not."""
    page.locator(selector).first.wait_for(state="attached")


def told(page: Page, text: str) -> None:
    """Wait until the filter says how much is shown."""
    sync_api.expect(page.locator("#_status")).to_have_text(text)
    settled(page)


def chapters(page: Page) -> list[str]:
    """Return the countries whose sections are there, folded or not."""
    return page.locator("article.country:not([hidden]) h3").all_text_contents()


def choose(page: Page, name: str, label: str) -> None:
    """Choose a word of a filter."""
    page.locator("#_filter summary").click()
    page.locator(f"#_filter [name={name}]").select_option(label=label)
    page.keyboard.press("Escape")


def areas(page: Page) -> dict[str, str]:
    """Return the class of each country of the map by its code."""
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('a.area, a.body')]"
        ".map((area) => [area.dataset.code, area.getAttribute('class')]))"
    )
    return found


SHIFTS = """window.shifts = []; new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifts.push(value);
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize(
    ("width", "hash_"),
    [(1280, ""), (390, ""), (768, "#country-jp"), (1280, "#country=japan"), (360, "#level=talks&day=2025-01-01")],
)
def test_nothing_moves_while_the_page_loads(
    chromium: Browser, written: Callable[[str], Path], width: int, hash_: str
) -> None:
    """Long tables are folded controls have their place from the first paint on, and the map stays.

    With filters in the address, nothing is shown before they apply.
    """
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.add_init_script(SHIFTS)
    page.goto(written("world").as_uri() + hash_)
    settled(page)
    page.wait_for_timeout(300)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert sum(page.evaluate("window.shifts")) < 0.02
    assert page.locator("html").get_attribute("class") is None
    if "=" in hash_:
        page.close()
        return
    assert page.locator("#sectors tr:not(.group).beyond").count() > 50
    page.locator("[name=q]").fill("kabul")
    page.wait_for_url(re.compile("kabul"))
    page.locator("[name=q]").fill("")
    page.wait_for_url(lambda url: "kabul" not in url)
    settled(page)
    assert abs(page.evaluate("document.documentElement.scrollHeight") - height) < height / 10
    page.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_summary_is_there_at_every_width(show: Show, width: int) -> None:
    """Where there is little room its first lines, and the rest by a button."""
    page = show("world", viewport={"width": width, "height": 800})
    lead = page.locator(".lead")
    assert lead.is_visible()
    more = page.get_by_role("button", name="Read more")
    assert more.is_visible() == (width < 800)
    if width < 800:
        more.click()
        assert not more.is_visible()
        assert lead.evaluate("(text) => text.scrollHeight - text.clientHeight") <= 1


def test_the_map_names_a_country_that_is_pointed_at(show: Show) -> None:
    """A card says its name, its level and its status, and goes when the pointer leaves."""
    page = show(FROZEN)
    page.locator("a.area[data-code=EG]").hover()
    page.locator("a.area[data-code=TR]").hover()
    card = page.locator("#_card")
    assert " ".join(card.inner_text().split()) == (
        "Türkiye Works against it Bans its own ships from the port or asks others to. Tells shipowners to keep away, at this level since"
        " January 2025"
    )
    page.mouse.move(5, 5)
    assert not card.is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_names_on_the_map_cover_none_of_each_other(show: Show, width: int) -> None:
    """However close the map is; the closer, the more of them. The subject is always named."""
    page = show("world", viewport={"width": width, "height": 800})
    counts = []
    for _ in range(3):
        boxes = page.locator(".names text").evaluate_all(
            "(all) => all.filter((each) => each.checkVisibility()).map((each) => each.getBoundingClientRect().toJSON())"
        )
        counts.append(len(boxes))
        assert page.locator(".names [data-of=AF]").is_visible()
        for one, other in itertools.combinations(boxes, 2):
            apart = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert apart or one["bottom"] <= other["top"] + 3 or other["bottom"] <= one["top"] + 3
        page.get_by_role("button", name="Zoom in").click()
    assert 0 < counts[0] < counts[1] < counts[2]


def box_of(page: Page) -> list[float]:
    """Return which part of the map is shown."""
    return [float(part) for part in str(page.locator(".world > svg").get_attribute("viewBox")).split()]


def test_the_map_comes_closer_and_moves(show: Show) -> None:
    """By button, by key, by wheel with Ctrl and by dragging; a part is chosen, and kept in the address."""
    page = show(FROZEN)
    home = box_of(page)
    page.locator("a.area[data-code=NO]").focus()
    page.keyboard.press("+")
    closer = box_of(page)
    assert closer[2] < home[2]
    page.keyboard.press("Shift+ArrowRight")
    assert box_of(page)[0] > closer[0]
    page.keyboard.press("0")
    assert box_of(page) == home
    page.locator(".world > svg").hover(position={"x": 300, "y": 200})
    page.mouse.wheel(0, -100)
    assert box_of(page) == home
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_timeout(200)
    before = box_of(page)
    assert before[2] < home[2]
    page.mouse.down()
    page.mouse.move(200, 300, steps=4)
    page.mouse.up()
    assert box_of(page)[:2] != before[:2]
    assert "#" not in page.url  # the end of a move is no choice
    page.locator("[name=part]").select_option("Europe")
    hash_is(page, "#part=Europe")
    page.locator("[name=part]").select_option("world")
    assert box_of(page)[2] > 1800


def test_two_fingers_bring_the_map_closer(show: Show) -> None:
    """One finger scrolls the page."""
    page = show(FROZEN, has_touch=True)
    home = box_of(page)
    fingers = """(svg) => { const at = svg.getBoundingClientRect(); const x = at.left + at.width / 2, y = at.top + at.height / 2;
      const send = (type, id, dx) => svg.dispatchEvent(new PointerEvent(type, {bubbles: true, pointerId: id, pointerType: "touch", button: 0, clientX: x + dx, clientY: y}));
      send("pointerdown", 1, -20); send("pointermove", 1, -60); if (%s) { send("pointerdown", 2, 20); send("pointermove", 2, 120); }
      send("pointerup", 1, -60); send("pointerup", 2, 120); }"""
    page.locator(".world > svg").evaluate(fingers % "false")
    assert box_of(page) == home
    page.locator(".world > svg").evaluate(fingers % "true")
    assert box_of(page)[2] < home[2] * 0.8


def test_disputed_areas_are_hatched_and_told(show: Show) -> None:
    """With who administers them and who claims them."""
    page = show("world")
    assert page.locator(".claimed path").count() == page.locator(".claims li").count() > 15
    page.locator(".claims summary").click()
    assert "Crimea: administered by Russia; claimed by Ukraine." in shown(page, ".claims li")


def test_the_card_goes_with_escape_and_stays_in_the_window(show: Show) -> None:
    """Also at the edge of a small screen."""
    page = show("world", viewport={"width": 360, "height": 740})
    card = page.locator("#_card")
    for code in ("NZ", "JP", "NI", "CA"):
        page.locator(f"a.area[data-code={code}]").focus()
        box = card.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 740
    page.keyboard.press("Escape")
    assert not card.is_visible()


def test_a_click_on_the_map_opens_a_panel_beside_it(show: Show) -> None:
    """With level, meaning, dates, line and last changes; the page stays where it is. A second click goes to the chapter."""
    page = show(FROZEN)
    page.locator("a.area[data-code=SG] circle").click()
    hash_is(page, "#card=SG")
    assert page.evaluate("scrollY") == 0
    panel = page.locator("#_panel")
    assert panel.locator("h2").text_content() == "Singapore"
    assert "Trades: " in panel.inner_text()
    assert panel.locator(".line circle").count() >= 1
    assert panel.locator(".line a").count() == 0
    assert 1 <= panel.locator(".moves li").count() <= 2
    assert not page.locator("#changes").is_visible()
    boxes = [page.locator(part).bounding_box() for part in (".world", "#_panel")]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    page.locator("a.area[data-code=SG] circle").click()
    hash_is(page, "#country-sg")
    assert page.locator("#country-sg .facts").is_visible()
    assert page.evaluate("document.getElementById('country-sg').getBoundingClientRect().top") < 300


def test_the_panel_compares_and_closes(show: Show) -> None:
    """It shows the chosen day, and the focus goes back to the map."""
    page = show(FROZEN, "#card=NO&day=2024-11-30")
    panel = page.locator("#_panel")
    assert "Keeps an office: " in panel.inner_text()
    page.get_by_role("button", name="To the next change").click()
    sync_api.expect(panel).to_contain_text("Signed the charter: ")
    panel.get_by_role("button", name="Close").click()
    assert not panel.is_visible()
    assert page.evaluate("document.activeElement.dataset.code") == "NO"
    page.locator("a.area[data-code=EG]").click()
    panel.get_by_label("Compare with").select_option("JP")
    hash_is(page, "#country=egypt&country=japan.*")
    assert page.evaluate("scrollY") == 0
    assert not panel.is_visible()


def test_a_tap_opens_the_panel_and_leaves_no_card(show: Show) -> None:
    """A finger cannot hover. On a phone the panel is at the lower edge of the window, with a link to the chapter."""
    page = show(FROZEN, has_touch=True, viewport={"width": 390, "height": 844})
    page.locator("a.area[data-code=EG]").tap()
    panel = page.locator("#_panel")
    assert "Watches" in panel.inner_text()
    assert not page.locator("#_card").is_visible()
    box = panel.bounding_box()
    assert box
    assert box["y"] > 844 / 2
    panel.get_by_role("link", name="Read all").tap()
    hash_is(page, "#country-eg")
    assert not panel.is_visible()


def test_the_map_is_coloured_by_grade(show: Show) -> None:
    """With a legend of its own, which counts the stances of each credibility; the key names what is drawn."""
    page = show(FROZEN)
    key = page.locator("#map .key")
    assert "Disputed stance" in key.inner_text()
    assert "left out by the filters" not in key.inner_text()
    assert areas(page)["JP"] == "area l5 contested"
    page.get_by_label("Colour of the map").select_option("grade")
    hash_is(page, "#colour=grade")
    assert areas(page)["JP"] == "area g3 contested"
    assert not page.locator("#levels > .how").is_visible()
    page.emulate_media(forced_colors="active")
    look = "(item) => getComputedStyle(item, '::before').backgroundColor"
    assert page.locator(".grades .g3").evaluate(look) == "rgb(134, 174, 120)"
    grades = [stance.credibility or 0 for stance in queries.stances(load(FROZEN), Query())]
    counts = {
        int(number): int(count)
        for count, number in re.findall(r"(\d+)\s+(\d)", page.locator(".grades").inner_text())
    }
    assert counts == {number: grades.count(number) for number in sorted({*grades}) if number}
    choose(page, "level", "Signed the charter")
    assert "left out by the filters" in key.inner_text()
    assert "Disputed stance" not in key.inner_text()


def test_the_map_is_shown_as_tiles(show: Show) -> None:
    """A square for each country and body, with the colours, filters, days and cards of the map."""
    page = show(FROZEN, "#day=2024-06-30")
    page.get_by_role("button", name="Tiles").click()
    hash_is(page, "#day=2024-06-30&view=tiles")
    both = """() => Object.keys(data.countries).map((code) => [...document.querySelectorAll(`.world [data-code="${code}"]`)]
      .map((area) => area.getAttribute("class").replace("body", "area")))"""
    assert not page.locator(".world > svg").is_visible()
    assert not page.get_by_label("Part of the world").is_visible()
    assert "Each square is one country" in page.locator("#map .key").inner_text()
    for act in (
        lambda: None,
        lambda: choose(page, "region", "Asia"),
        lambda: page.locator("[name=today]").click(),
        lambda: page.get_by_label("Colour of the map").select_option("grade"),
    ):
        act()
        settled(page)
        looks = page.evaluate(both)
        assert [(len(each), len({*each})) for each in looks] == [(2, 1)] * len(looks)
    page.locator(".tiles [data-code=JP]").click()
    assert "Japan" in page.locator("#_panel").inner_text()
    page.get_by_role("button", name="Close").click()
    assert page.locator(".tiles [data-code=JP]").evaluate("(tile) => tile === document.activeElement")
    assert page.locator("[name=picture]").input_value() == "tiles"
    page.get_by_role("button", name="Drop Asia").click()
    hash_is(page, "#colour=grade&view=tiles")
    page.locator("#map").get_by_role("button", name="Map").click()
    hash_is(page, "#colour=grade")
    assert page.locator(".world > svg").is_visible()
    assert not page.locator(".tiles").is_visible()


def test_the_tile_of_a_chosen_country_is_in_view(show: Show) -> None:
    """On a phone, where the tiles scroll, and on paper, where they do not."""
    page = show(FROZEN, "#country=japan&view=tiles", viewport={"width": 360, "height": 740})
    within = """() => {
      const [tile, all] = [".tiles [data-code=JP]", ".tiles"].map((each) => document.querySelector(each).getBoundingClientRect());
      return all.left <= tile.left && tile.right <= all.right;
    }"""
    page.wait_for_function(within)
    page.emulate_media(media="print")
    assert page.evaluate(within)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_on_tiles_are_legible(show: Show, scheme: str) -> None:
    """Also with the colours of many levels, of grades and of what has no stance."""
    lowest = """(tiles) => {
      const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
      return Math.min(tiles.length ? Infinity : 0, ...tiles.map((tile) => {
        const [high, low] = ["text", "rect"].map((part) => {
          pen.fillStyle = getComputedStyle(tile.querySelector(part)).fill;
          pen.fillRect(0, 0, 1, 1);
          const [red, green, blue] = [...pen.getImageData(0, 0, 1, 1).data].map((each) => each / 255)
            .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
        }).sort((a, b) => b - a);
        return high / low;
      }));
    }"""
    for dossier, hash_ in ((WIDE, "#view=tiles"), (FROZEN, "#view=tiles&colour=grade")):
        page = show(dossier, hash_, color_scheme=scheme)
        assert page.locator(".tiles :is(.area, .land, .searched, .subject)").evaluate_all(lowest) >= 4.5


def test_the_frame_fits_the_chosen_country_and_the_subject(show: Show) -> None:
    """And a region or a group of which some countries are in the dossier."""
    page = show("world", "#country=germany")
    box = box_of(page)
    assert box[2] < 900
    in_view = """(area) => { const at = area.getBoundingClientRect(), map = area.ownerSVGElement.getBoundingClientRect();
      return at.left >= map.left && at.right <= map.right && at.top >= map.top && at.bottom <= map.bottom; }"""
    assert page.locator("a.area[data-code=DE]").evaluate(in_view)
    assert page.locator("g.subject").evaluate(in_view)
    for part in ("Northern America", "Middle East", "NATO"):
        page.locator("[name=part]").select_option(part)
        settled(page)
        assert page.locator("g.subject").evaluate(in_view), part
    page.get_by_role("button", name="Drop Germany").click()
    settled(page)
    page.locator("[name=part]").select_option("Middle East")
    assert box_of(page)[2] < 700


def test_many_bodies_are_folded(show: Show) -> None:
    """They do not push the rest of the page down; few are chips on one line of a phone."""
    page = show(WIDE, viewport={"width": 390, "height": 844})
    assert page.locator(".many").bounding_box()["height"] < 60  # type: ignore[index]
    page.locator(".many summary").click()
    assert page.locator(".body").first.is_visible()
    few = show("world", viewport={"width": 390, "height": 844}).locator(".bodies").bounding_box()
    assert few
    assert few["height"] < 60


def test_the_keyboard_goes_through_the_map(show: Show) -> None:
    """The map is one stop of the Tab key; arrows, Home and End go from country to country, and Enter goes there."""
    page = show(FROZEN)
    page.locator("a.area[data-code=NO]").focus()
    assert page.locator("#_card").inner_text().startswith("Norway")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.code") == "JP"
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.dataset.code") == "NO"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.dataset.code") == "SG"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.world > svg')") is None
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#country-jp")


def test_the_tab_key_comes_by_everything(show: Show) -> None:
    """From the link that skips, through filter, map, slider, lines and tables, to the codebook."""
    page = show(FROZEN)
    stops = {"skip", "q", "NO", "in", "part", "back", "on", "ladder", "stances", "events", "sources"}
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "(() => { const at = document.activeElement; return at.name || at.dataset?.code || at.className?.baseVal"
            " || at.closest?.('section, nav')?.id || at.className || at.tagName; })()"
        )
        stops -= {at}
        if not stops:
            break
    assert stops == set()


def test_the_lines_say_what_happened(show: Show) -> None:
    """By the pointer, and by the keyboard."""
    page = show(FROZEN)
    page.emulate_media(reduced_motion="reduce")
    line = page.locator("#ladder li[data-codes=JP] .line a")
    line.last.focus()
    assert page.locator("#_card").inner_text().startswith("14 February 2025")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#_card").inner_text().split("\n") == [
        "June 2023",
        "Up from Watches to Trades: First calls",
    ]


def test_a_number_names_its_source(show: Show) -> None:
    """Focus or pointer on [1] says who published what, when and how reliable that is."""
    page = show(FROZEN)
    page.locator("#topics .evidence a").first.focus()
    page.wait_for_timeout(200)  # the page has scrolled there, which takes no card away
    assert re.search(r"· [A-F] [a-z ]+$", page.locator("#_card").inner_text())


def test_the_filter_acts_on_all_parts(show: Show) -> None:
    """The country alone is left in the map, the legend, the lines, the tables and the sections."""
    page = show(FROZEN)
    choose(page, "country", "Norway")
    hash_is(page, "#country=norway")
    assert [code for code, look in areas(page).items() if look.startswith("area") and "out" not in look] == ["NO"]
    assert shown(page, ".bodies li") == []
    assert page.locator(".legend ul li:not([hidden]) a").all_text_contents() == ["Norway"]
    assert shown(page, ".who") == ["Norway"]
    assert page.locator("#stances tr[data-codes]:not([hidden]) th").all_text_contents() == ["Norway"]
    assert page.locator("#concerns tbody tr:not([hidden]) th").all_text_contents() == ["Norway"]
    assert chapters(page) == ["Norway"]
    named = {anchor(record.id): record.countries for record in load(FROZEN).records}
    for part in OTHERS:
        assert ids(page, part), part
        assert all("NO" in named[row] for row in ids(page, part)), part
    cited = page.locator("main :is(.stance, tr[id]):not([hidden]) :is(.evidence, .says) a").evaluate_all(
        "(all) => all.map((each) => each.hash.slice(1))"
    )
    assert set(
        page.locator("#sources tbody tr:not([hidden])").evaluate_all("(all) => all.map((each) => each.id)")
    ) == set(cited)
    assert page.locator("#_status").inner_text().startswith("1 of 13 countries and bodies, ")
    page.get_by_role("button", name="Drop Norway").click()
    hash_is(page, "")
    assert len(chapters(page)) == 13


def test_what_is_filtered_out_is_faded_on_the_map(show: Show) -> None:
    """Its colour is that of land without data, and its name is gone."""
    page = show("world", "#level=mission")
    look = "(area) => [getComputedStyle(area.querySelector('path')).fill, getComputedStyle(area).opacity]"
    land = page.locator(".land").evaluate("(land) => getComputedStyle(land).fill")
    page.emulate_media(reduced_motion="reduce")
    assert page.locator("a.area[data-code=CN]").evaluate(look) == [land, "1"]
    kept = page.locator("a.area[data-code=JP]").evaluate(look)
    assert kept[0] != land
    assert kept[1] == "1"
    assert page.locator(".names text[data-of=CN]").is_hidden()


def test_one_country_leads_the_page(show: Show) -> None:
    """Its name is the title, its section comes first and is open, and what is of all is gone."""
    page = show(FROZEN, "#country=japan")
    assert (page.locator("h1").inner_text(), page.title()) == ("Japan", "Japan · The free port of Saltmere")
    assert page.locator("main > :is(section, .answer):visible").first.get_attribute("id") == "_chosen"
    assert page.locator("#country-jp .facts").inner_text().split("\n")[:4] == [
        "Level",
        "Keeps an office",
        "At this level since",
        "2025-02-14",
    ]
    assert page.locator("#country-jp .now .status").inner_text() == "Liaison office (連絡事務所)"
    assert "Contradicted by" in page.locator("#country-jp .now .against").first.inner_text()
    assert shown(page, "#levels, #changes, #stances, #concerns, #disputed") == []
    page.emulate_media(media="print")
    assert [page.locator(part).bounding_box() for part in ("#levels", "#changes")] == [None, None]
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Drop Japan").click()
    told(page, "11 countries, 1 body, 1 organisation")
    assert page.locator("h1").inner_text() == "The free port of Saltmere"
    assert page.locator("#ladder + #countries").count() == 1


@pytest.mark.parametrize("dossier", ["world", "world on JP CN NO"])
def test_the_chapter_that_is_requested_comes_before_all_else(dossier: str, show: Show) -> None:
    """Its frame shows the country; the map, which moves to the side, follows, and nothing is held back for good."""
    page = show(dossier)
    held = page.evaluate("""() => {
      const field = document.querySelector("#_filter [name=country]");
      field.value = "JP";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return [...document.querySelectorAll("[data-due]")].map(({ id }) => id);
    }""")
    assert {"map", "stances", "events", "sources"} <= set(held)
    assert page.locator("[data-due] #country-jp").count() == 0
    assert page.locator("#country-jp .now .status").is_visible()
    settled(page)
    assert page.locator("[data-due]").count() == 0
    assert page.locator("a.area:not(.out)").get_attribute("data-code") == "JP"


#: What the page answers. A part that waits for its frame is blank.
ANSWER = """() => ({
  texts: [...document.querySelectorAll(".legend .count, #_finding, #_banner, #_status")]
    .map((each) => (each.closest("[hidden], [data-due], .alone ~ .answer") ? "" : each.textContent)),
  map: [...document.querySelectorAll("#map:not([data-due]) .area")].map((area) => area.getAttribute("class")),
  gone: [...document.querySelectorAll("#levels:not([data-due]) .legend > li, #trend")]
    .filter((each) => getComputedStyle(each).display === "none").length,
})"""
#: Choose in the filter, or clear it, and answer in the first frame.
CHOOSE = """([name, word]) => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => done((ANSWER)());
  requestAnimationFrame(() => port2.postMessage(0));
  const filter = document.getElementById("_filter");
  if (!name) return filter.reset();
  filter.elements[name].value = word;
  filter.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
})""".replace("ANSWER", ANSWER)


def test_the_first_frame_after_a_choice_shows_the_answer(show: Show) -> None:
    """Lists keep a box where they are not seen, because Chromium numbers the whole page anew where one goes."""
    page = show("world")
    for choice in (["level", "talks"], ["", ""], ["country", "JP"], ["", ""], ["region", "Asia"]):
        first = page.evaluate(CHOOSE, choice)
        settled(page)
        then = page.evaluate(ANSWER)
        assert first["texts"] == then["texts"], choice
        assert first["map"] in ([], then["map"]), choice
        assert first["gone"] == 0, choice


def test_the_only_country_leads_the_page(show: Show, tmp_path: Path) -> None:
    """Of a dossier that has no other, unfolded, also where nobody chose it."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER, encoding="utf-8")
    page = show(str(path))
    assert page.locator("h1").inner_text() == page.locator("#_chosen article h3").text_content()
    assert page.locator("#_chosen .stance.now").is_visible()
    assert not page.locator("#countries").is_visible()


def test_a_bottom_line_older_than_a_stance_that_ended_says_so(show: Show, tmp_path: Path) -> None:
    """Like the page without its script, also after the last stance of the country ended."""
    path = tmp_path / "kenya.yaml"
    lines = "bottom_lines:\n  - {country: Kenya, date: 2022-05, text: Kenya looks on., evidence: [gazette]}\n"
    path.write_text(came_and_ended() + lines, encoding="utf-8")
    page = show(str(path), "#day=2024-01-01")
    late = page.locator("#country-ke .late")
    assert late.get_attribute("hidden") is None
    page.goto(f"{page.url.partition('#')[0]}#day=2025-03-01")
    settled(page)
    assert late.get_attribute("hidden") is None


def test_countries_are_filtered_by_group_and_fact(show: Show) -> None:
    """By the groups of the dossier, and by the facts that apply on the shown day."""

    def shown(page: Page) -> set[str | None]:
        return {item.get_attribute("data-codes") for item in page.locator("article.country:not([hidden])").all()}

    page = show(FROZEN, "#group=far-from-iceland")
    assert shown(page) == {"JP", "SG"}
    page.locator("#_filter summary").click()
    page.locator("select[name=group]").select_option("")
    page.locator("select[name=fact]").select_option(label="Pilots for its ships: Pilots of the guild")
    settled(page)
    assert shown(page) == {"CZ", "NO"}
    assert page.url.endswith("#fact=pilots%3Dguild")
    assert shown(show(FROZEN, "#fact=pilots%3Dguild&day=2023-05-31")) == set()
    assert shown(show(FROZEN, "#fact=pilots%3Down&day=2023-05-31")) == {"NO"}


def test_what_contradicts_a_record_has_a_red_bar(show: Show) -> None:
    """In tables and among the steps of a country, on the day from which somebody contradicts it."""
    page = show(FROZEN, "#day=2025-03-30")
    bar = "(row) => getComputedStyle(row.firstElementChild).boxShadow + getComputedStyle(row).borderLeftColor"
    contested = page.locator("#events tr.contested").first
    assert "154, 27, 27" in contested.evaluate(bar)
    assert "154, 27, 27" not in page.locator("#events tr[id]:not(.contested)").first.evaluate(bar)
    assert "disputed" in str(contested.text_content())


def test_what_an_address_leads_to_is_below_the_bar(show: Show) -> None:
    """On a phone, many filters make the bar as high as a third of the screen."""
    filters = "region=Europe&credibility=3&kind=press&day=2025-03-30&q=a&disputed=yes"
    page = show(FROZEN, f"#{filters}&at=sources", viewport={"width": 360, "height": 740})
    bar, heading = (page.locator(part).bounding_box() for part in ("#_bar", "#sources-h"))
    assert bar is not None
    assert heading is not None
    assert heading["y"] >= bar["y"] + bar["height"] > 120


def test_several_countries_are_side_by_side(show: Show) -> None:
    """Each in a column of its own, in the order of names."""
    page = show(FROZEN, "#country=norway&country=japan")
    boxes = [page.locator(f"#country-{code}").bounding_box() for code in ("jp", "no")]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert page.locator("article .facts:visible").count() == 2


@pytest.mark.parametrize(
    "hash_", ["#region=Asia", "#disputed=yes", "#kind=ngo", "#credibility=1", "#stale=yes", "#group=nato"]
)
def test_filters_are_those_of_the_command_line(show: Show, brief: Brief, hash_: str) -> None:
    """By region, group, dispute, kind of source, credibility and what nobody has looked at for a year."""
    key, value = hash_[1:].split("=")
    kinds = [source["id"] for source in json.loads(brief("sources", "--kind", "ngo", "-f", "json").out)]
    asked = {
        "disputed": ["--disputed"],
        "stale": ["--stale"],
        "kind": [part for source in kinds for part in ("--source", source)],
    }.get(key, [f"--{key}", value])
    told_ = brief("stances", *asked, "--columns", "country", "--no-header").out.splitlines()
    page = show(FROZEN, hash_)
    assert page.locator("#stances tr[data-codes]:not([hidden]) th").all_text_contents() == told_


def test_words_are_looked_for_without_case_and_accents(show: Show) -> None:
    """All of them must be there, and empty ones say so."""
    page = show(FROZEN)
    page.locator("[name=q]").fill("TURKIYE shipowners")
    hash_is(page, r"#q=TURKIYE\+shipowners")
    assert chapters(page) == ["Egypt", "Türkiye"]  # a ferry between both cites what Türkiye said
    assert page.evaluate("CSS.highlights.get('found').size") > 2
    page.locator("[name=q]").fill("no such words anywhere")
    told(page, "0 of 13 countries and bodies, 0 records")
    assert shown(page, "main > *") == ["Nothing matches “no such words anywhere”. Clear filters"]
    page.get_by_role("button", name="Clear filters").last.click()
    hash_is(page, "")
    page.locator("[name=q]").fill("norwya")
    page.get_by_role("button", name="Did you mean Norway?").click()
    hash_is(page, "#q=Norway")
    assert "Norway" in chapters(page)


@pytest.mark.parametrize(
    ("hash_", "countries"),
    [
        ("#country=japan", ["Japan"]),
        ("#country=JP", ["Japan"]),
        ("#country=United+States", ["United States"]),
        ("#concern=customs&level=trades", ["Côte d'Ivoire", "European Union"]),
        ("#level=office", ["Japan"]),
        ("#q=cocoa", ["Côte d'Ivoire"]),
        ("#country=Brussels", ["European Union"]),
        ("#country=norway&country=japan", ["Japan", "Norway"]),
        ("#country=nowhere", sorted(STANDING, key=fold)),
    ],
)
def test_an_address_brings_its_filter(show: Show, hash_: str, countries: list[str]) -> None:
    """On loading, and when it changes."""
    page = show(FROZEN, hash_)
    assert chapters(page) == countries
    page.evaluate("location.hash = 'country=norway'")
    there(page, "h1:text-is('Norway')")
    assert chapters(page) == ["Norway"]


def test_what_the_address_does_not_mean_is_reported(show: Show) -> None:
    """The rest of it holds."""
    page = show(FROZEN, "#country=atlantis&level=trades&nonsense=1&day=2024-13-01")
    assert (
        page.locator("#_banner")
        .inner_text()
        .startswith(
            "Filtered by: level Trades \u00d7 This link contains filters that this dossier does not have: country “atlantis”, "
            "nonsense “1”, day “2024-13-01”. They were ignored."
        )
    )
    assert chapters(page) == ["Côte d'Ivoire", "Czech Republic", "European Union", "Singapore"]


def test_an_anchor_keeps_filter_and_day(show: Show) -> None:
    """What it leads to is shown alone, where the filter hides it; going back undoes it."""
    page = show(FROZEN, "#country=japan&day=2025-03-01")
    page.evaluate("location.hash = 'country=japan&day=2025-03-01&at=country-no'")
    there(page, "#country-no:not([hidden])")
    assert page.locator("#country-no .facts").is_visible()
    assert chapters(page) == ["Japan", "Norway"]
    assert "1 March 2025" in page.locator("#_banner").inner_text()
    page.go_back()
    there(page, "#country-no[hidden]")


def test_links_within_the_page_stay_in_the_address(show: Show) -> None:
    """The filter, the day and the part are there together, and old anchors go on working."""
    page = show(FROZEN, "#level=trades")
    page.locator(".newest a").nth(1).click()
    hash_is(page, r"#level=trades&at=stance-[a-z0-9-]+")
    page.go_back()
    hash_is(page, "#level=trades")
    page.goto(page.url.partition("#")[0] + "#country-jp")
    there(page, "#country-jp details[open]")
    assert page.locator("#country-jp .facts").is_visible()


def test_a_source_leads_back_to_its_records(show: Show) -> None:
    """Its number of uses is a button that shows them."""
    page = show(FROZEN)
    page.locator("#charter .uses button").click()
    hash_is(page, "#source=charter")
    rows = page.locator("main :is(.stance, tr[id]):not([hidden])").filter(has=page.locator(".evidence, .says"))
    assert rows.count() > 1
    assert all(row.locator("a[href='#charter']").count() > 0 for row in rows.all())


def test_the_slider_shows_the_map_and_the_stances_of_a_day(show: Show) -> None:
    """Norway signed in December 2024; the day is named in words and kept in the address."""
    page = show(FROZEN, "#day=2024-11-30")
    assert page.locator("#_slider output").inner_text() == "30 November 2024"
    assert areas(page)["NO"] == "area l5"
    assert page.get_by_role("link", name="Norway: Keeps an office. ").count() == 1
    (row,) = [each for each in shown(page, "#stances tr[data-codes]") if each.startswith("Norway")]
    assert "Keeps an office" in row
    assert page.locator(".head .lead").inner_text().endswith("(Written as of 31 March 2025.)")
    page.get_by_role("button", name="To the next change").click()
    hash_is(page, "#day=2024-12-01")
    assert areas(page)["NO"] == "area l6"
    page.locator("#_day").focus()
    page.keyboard.press("Home")
    hash_is(page, r"#day=19[0-9]{2}-[0-9-]+")
    assert areas(page)["JP"] == "area l0"
    assert "Japan" in page.locator(".legend [data-rank='0'] li a").all_text_contents()


def test_arrows_go_from_change_to_change(show: Show) -> None:
    """And with Shift from day to day; each change has a mark under the slider, which is in sight of its result."""
    page = show(FROZEN, "#day=2024-11-30")
    page.locator("#_day").focus()
    page.keyboard.press("ArrowRight")
    hash_is(page, "#day=2024-12-01")
    assert areas(page)["NO"] == "area l6"
    page.keyboard.press("ArrowLeft")
    hash_is(page, "#day=(?!2024-12)20.*")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    hash_is(page, "#day=2024-11-30")
    assert page.locator("#_slider path").count() == 1
    boxes = [page.locator(part).bounding_box() for part in (".legend", "#_slider", ".world")]
    assert all(boxes)
    assert [box["y"] for box in boxes if box] == sorted(box["y"] for box in boxes if box)


def test_a_change_of_a_vague_date_is_seen_from_its_first_possible_day(show: Show) -> None:
    """The button goes there, and what changed is shown."""
    page = show(FROZEN, "#day=2024-12-31")
    assert areas(page)["TR"] != "area l1"
    page.get_by_role("button", name="To the next change").click()
    hash_is(page, "#day=2025-01-01")
    assert areas(page)["TR"] == "area l1"


def test_a_country_whose_stance_ended_is_counted_nowhere(show: Show) -> None:
    """Its line ends, its card and its section say when, and on a day before that it is on its former level."""
    page = show(FROZEN)
    page.locator(".body[data-code=YUCS], a.area[data-code=YUCS]").first.focus()
    assert "Ended " in page.locator("#_card").inner_text()
    line = page.locator("#ladder li[data-codes=YUCS]")
    assert str(line.locator(".where").text_content()).strip().startswith("Ended ")
    last = line.locator("rect").last
    assert float(str(last.get_attribute("x"))[:-1]) + float(str(last.get_attribute("width"))[:-1]) < 100
    assert "Yugoslavia" in page.locator(".legend [data-rank='0'] li a").all_text_contents()
    assert "Ended" in str(page.locator("#country-yucs .facts .level").text_content())
    assert page.locator("#country-yucs .now").count() == 0
    before = str(line.locator("a").last.get_attribute("aria-label"))
    assert before.partition(": ")[2].startswith("Stance ended, was ")
    page.evaluate("location.hash = 'day=1990-01-01'")
    there(page, "#country-yucs .now")
    assert "Yugoslavia" not in page.locator(".legend [data-rank='0'] li:not([hidden]) a").all_text_contents()


def test_a_past_day_is_shown_in_all_parts(show: Show) -> None:
    """Stances, grades, events, cooperation, topics and sources are those of `--as-of`."""
    day = "2023-03-15"
    dossier = load("world")
    snapshot = snapshot_of(dossier, parse_date(day))
    context = Context(snapshot, Query())
    page = show("world", f"#day={day}")
    rows = page.locator("#stances tr[data-codes]:not([hidden])").evaluate_all(
        "(rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    standing = queries.stances(snapshot.dossier, Query())
    assert [row[0] for row in rows] == [queries.name_of(dossier, one.country) for one in standing]
    for row, stance in zip(rows, standing, strict=True):
        marks = {"hindsight": snapshot.has_hindsight(stance), "stale": context.is_stale(stance)}
        grade = grade_of(context.letters, stance, **marks)
        told_ = ", ".join([f"{grade.code} {grade.word}", *grade.marks])
        checked = context.checked[stance.country] or ""
        assert row[1:] == [
            context.steps[stance.level].label,
            stance.status,
            context.runs[stance.id].since,
            stance.since,
            checked,
            told_,
        ]
    events = queries.events(snapshot.dossier, Query())
    sectors, topics = queries.sectors(snapshot.dossier, Query()), queries.topics(snapshot.dossier, Query())
    parts: dict[str, Sequence[Record]] = {"events": events, "sectors": sectors, "topics": topics}
    for part, found in parts.items():
        assert ids(page, part) == {anchor(record.id) for record in found}
    for sector in sectors:
        if sector.stages:
            assert page.locator(f"[id='{sector.id}'] .stage").text_content() == sector.stage.capitalize()
    cited = {item.source for record in snapshot.dossier.records for item in record.evidence}
    assert ids(page, "sources") == {anchor(source) for source in cited}
    since = (last_day(parse_date(day)) - datetime.timedelta(90)).isoformat()
    known = changes(snapshot.dossier, Query(since=PartialDate(since)))
    told_ = page.locator(".recent .moves li").evaluate_all(
        "(all) => all.map((each) => each.querySelector('time').textContent)"
    )
    assert sorted(set(told_)) == sorted({str(change.date) for change in known})


def test_a_fact_has_an_end_from_the_day_on_which_it_ended(show: Show) -> None:
    """Before that day it is shown without one, from then on it is not shown, except where words find it."""
    row = "#facts tbody tr:has-text('Pilots of the coast guard')"
    for hash_, end in (("#day=2023-05-31", ""), ("#q=coast&day=2023-05-31", ""), ("#q=coast", "2023-06-01")):
        fact = show(FROZEN, hash_).locator(row)
        assert fact.is_visible(), hash_
        assert fact.locator(".ended").text_content() == end, hash_
    assert show(FROZEN, "#day=2023-06-01").locator(row).is_hidden()


def test_other_wording_changes_no_fact(show: Show, written: Callable[[str], Path], tmp_path: Path) -> None:
    """The script takes records, levels and dates from its data, and none from texts, labels or cells of the page."""
    head, body, data = re.split(
        "(?=<body>|<script type=.application/json)", written(FROZEN).read_text("utf-8"), maxsplit=2
    )
    body = re.sub(r">(?=[^<\s])", ">¤ 7 ", body)  # a sign before every text, and a number that might be read
    body = re.sub(r'(aria-label|title)="', r'\1="¤: 7 ', body)
    other = tmp_path / "other.html"
    other.write_text(head + body + data, encoding="utf-8")
    plain = show(FROZEN, "#day=2025-03-30&disputed=yes", accept_downloads=True)
    page = show(FROZEN, other=other, hash_="#day=2025-03-30&disputed=yes", accept_downloads=True)
    found, expected = (json.loads(taken(one, "(JSON)")[1])["records"] for one in (page, plain))
    assert expected
    assert [{**one, "summary": ""} for one in found] == [{**one, "summary": ""} for one in expected]
    assert areas(page) == areas(plain)
    for part in (".legend .count", ".recent .count", ".lines .now", "#stances tr[data-codes]:not([hidden]) time"):
        look = "(all) => all.map((each) => each.textContent + each.getAttribute('x1'))"
        assert page.locator(part).evaluate_all(look) == plain.locator(part).evaluate_all(look), part


def ids(page: Page, part: str) -> set[str]:
    """Return the ids of the rows of a part that are shown, folded or not."""
    rows = page.locator(f"#{part} tbody tr[id]:not([hidden])")
    return set(rows.evaluate_all("(rows) => rows.map((row) => row.id)"))


@pytest.mark.parametrize("dossier", [FROZEN, "world", "world as of 2023-06-30"])
def test_all_is_reported_alike_with_and_without_the_script(show: Show, dossier: str) -> None:
    """On the day of the report: moves, stances and sentences of the map; and only what is over is hidden."""
    parts = ".moves li, #stances tr[data-codes]:not([hidden]), .facts, a.area, a.body, .legend > li"
    read = """(all) => all.map((each) =>
        each.getAttribute('aria-label') ?? each.querySelector('title')?.textContent ?? each.textContent)"""
    page, plain = show(dossier), show(dossier, java_script_enabled=False)
    told_, bare = (
        ["".join(str(each).split()) for each in one.locator(parts).evaluate_all(read)] for one in (page, plain)
    )
    gone, over = (
        one.locator("main :is(tr, .stance)[id][hidden], .others li[hidden]").evaluate_all(
            "(all) => all.map((each) => each.id || each.textContent)"
        )
        for one in (page, plain)
    )
    assert told_ == bare
    assert gone == over


@pytest.mark.parametrize("width", [360, 1280])
def test_the_slider_stays_under_the_pointer(show: Show, width: int) -> None:
    """A count in place of the finding takes fewer lines, but nothing moves before the day is chosen."""
    page = show("world", viewport={"width": width, "height": 900})
    slider = page.locator("#_day")
    before = slider.bounding_box()
    slider.evaluate("(day) => { day.value = 900; day.dispatchEvent(new Event('input', { bubbles: true })); }")
    sync_api.expect(page.locator("#_finding")).to_have_text(
        "10 of 48 countries and bodies are at Envoys or higher."
    )
    assert slider.bounding_box() == before
    slider.dispatch_event("change")
    settled(page)
    assert page.locator(".head").evaluate("(head) => head.style.minHeight") == ""


def test_dragging_the_day_leaves_no_trail(show: Show) -> None:
    """The address is written once, when the slider is let go; typing leaves none either."""
    page = show(FROZEN)
    before = page.evaluate("history.length")
    page.locator("#_day").focus()
    page.locator("[name=q]").press_sequentially("trades")
    hash_is(page, "#q=trades")
    assert page.evaluate("history.length") == before
    slider = page.locator("#_day").bounding_box()
    assert slider
    page.mouse.move(slider["x"] + slider["width"] - 5, slider["y"] + 8)
    page.mouse.down()
    for step in range(10):
        page.mouse.move(slider["x"] + slider["width"] - 20 * step, slider["y"] + 8)
    assert "day" not in page.url
    page.mouse.up()
    hash_is(page, "#q=trades&day=20.*")
    assert page.evaluate("history.length") == before + 1


def test_a_day_that_is_dragged_and_brought_back_leaves_nothing_behind(show: Show) -> None:
    """All is again as on the last day, also where the slider is let go before a frame shows that it came back."""
    page = show(FROZEN, viewport={"width": 1280, "height": 2400})
    looks = """() => [...document.querySelectorAll("a.area, .lines li")].map((each) =>
      each.getAttribute("class") + each.querySelector(".now")?.getAttribute("x1") + each.querySelector(".where")?.textContent)"""
    before = page.evaluate(looks)
    page.locator("#_day").focus()
    drag = "(input, day) => { input.value = day; input.dispatchEvent(new Event('input', { bubbles: true })); }"
    page.locator("#_day").evaluate(drag, "0")
    there(page, "#_slider output:not(:text-is('31 March 2025'))")
    assert page.evaluate(looks) != before
    page.locator("#_day").evaluate(
        f"(input) => {{ ({drag})(input, input.max); input.dispatchEvent(new Event('change', {{ bubbles: true }})); }}"
    )
    settled(page)
    assert page.evaluate(looks) == before


@pytest.mark.parametrize(
    "asked", ["ban", "kabul", '"human rights"', "deportation flight", "girls", "jiji", "Türkiye", "rfe/rl"]
)
def test_words_find_what_the_search_finds(show: Show, asked: str) -> None:
    """The records that `brief search` names."""
    dossier = load("world")
    page = show("world", f"#q={quote(asked)}")
    words_ = Words([asked.strip('"')] if asked.startswith('"') else asked.split())
    found = queries.search(dossier, Query(), words_)
    parts = ", ".join(f"#{part}" for part in OTHERS)
    rows = page.locator(f".stance:not([hidden]), :is({parts}) tbody tr[id]:not([hidden])")
    names = set(rows.evaluate_all("(rows) => rows.map((row) => row.id)"))
    assert names == {anchor(one.id) for one in found if not isinstance(one, Source)}


@pytest.mark.parametrize("width", [1280, 400])
def test_tables_sort_by_click_and_by_keyboard(show: Show, width: int) -> None:
    """Up, down, and under their levels as they were; levels by their rank, numbers by their size; also as cards."""
    page = show(FROZEN, viewport={"width": width, "height": 800})
    groups = [int(each.split()[0]) for each in shown(page, "#stances .group")]
    assert sum(groups) == len(shown(page, "#stances tbody th[scope=row]"))
    assert shown(page, "#stances .level") == []  # the groups have it
    page.locator("#stances th", has_text="Status").get_by_role("button").click()
    assert shown(page, "#stances .group") == []
    head = page.locator("#stances th", has_text=re.compile("^Level"))
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    levels = [
        "Works against it",
        *["Watches"] * 3,
        *["Trades"] * 4,
        "Keeps an office",
        *["Signed the charter"] * 2,
    ]
    assert shown(page, "#stances tbody td.level") == levels
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert shown(page, "#stances tbody td.level")[0] == "Signed the charter"
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") is None
    assert shown(page, "#stances tbody th[scope=row]") == STANDING[:-2]
    assert len(shown(page, "#stances .group")) == len(groups)
    page.locator("#sources th", has_text="Uses").get_by_role("button").click()
    uses = [int(use) for use in page.locator("#sources tbody td.uses").all_text_contents()]
    assert uses == sorted(uses)


def test_sorting_joins_the_groups_and_brings_them_back(show: Show) -> None:
    """A time line that is sorted by its title has no years."""
    page = show(FROZEN)
    years = shown(page, "#events .group")
    button = page.locator("#events th", has_text="Event").get_by_role("button")
    button.click()
    assert shown(page, "#events .group") == []
    button.click()
    button.click()
    assert shown(page, "#events .group") == years


def taken(page: Page, button: str) -> tuple[str, bytes]:
    """Return the name and the content of what is taken away."""
    page.locator("#_take summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    page.keyboard.press("Escape")
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_what_is_shown_can_be_taken_away(show: Show) -> None:
    """As CSV and JSON, with the filter and the day, and how to cite it."""
    page = show(FROZEN, "#country=japan&day=2025-03-01", accept_downloads=True)
    name, content = taken(page, "Download data (CSV)")
    assert name == "free-port-2025-03-01.csv"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert content.startswith("\ufeff".encode())
    name, content = taken(page, "Download data (JSON)")
    assert name == "free-port-2025-03-01.json"
    told_ = json.loads(content)
    assert (told_["day"], told_["filters"]) == ("2025-03-01", "1 March 2025 · Japan")
    assert told_["cite"].startswith(
        "“The free port of Saltmere”, position on 1 March 2025. Dossier free-port, edition "
    )
    assert [row["id"] for row in rows] == [record["id"] for record in told_["records"]]
    assert {row["kind"] for row in rows} == {kind.word for kind in RECORD_KINDS}
    (office,) = [record for record in told_["records"] if record["id"] == "japan-office"]
    assert (office["title"], office["level"], office["disputed"]) == (
        "Liaison office (連絡事務所)",
        "office",
        True,
    )
    assert office["sources"]
    assert all("JP" in record["countries"] for record in told_["records"])
    (row,) = [row for row in rows if row["id"] == "japan-office"]
    assert (row["country_names"], row["level_label"]) == ("Japan", "Keeps an office")
    urls = {source.id: source.url or "" for source in load(FROZEN).sources}
    assert row["source_urls"].split("; ") == [urls[source] for source in office["sources"]]


def test_a_claim_is_read_as_one_and_downloaded_as_it_was_written(show: Show) -> None:
    """In the stances, on the card of the map and in the section of its country."""
    page = show(FROZEN, "#country=czech-republic", accept_downloads=True)
    claim = "doubtful claim: Office closed, calls go on"
    for place in ("#stances tr[data-codes]:not([hidden]) .status", "#country-cz .now .status"):
        assert page.locator(place).first.inner_text() == claim
    assert claim in (page.locator("a.area[data-code=CZ]").get_attribute("aria-label") or "")
    records = json.loads(taken(page, "Download data (JSON)")[1])["records"]
    (closed,) = [record for record in records if record["id"] == "stance-cz-2025-03-20"]
    assert (closed["title"], closed["credibility"]) == ("Office closed, calls go on", "4")


def test_cooperation_is_downloaded_with_its_stage_on_the_day(show: Show, brief: Brief) -> None:
    """As `brief sectors --as-of` lists it: each piece has a stage, and the date of that stage."""
    asked = ("sectors", "--as-of", "2024-10-01", "-f", "csv", "--columns", "id,stage,since")
    listed = {row["id"]: row for row in csv.DictReader(io.StringIO(brief(*asked).out, newline=""))}
    page = show(FROZEN, "#day=2024-10-01", accept_downloads=True)
    content = taken(page, "Download data (CSV)")[1].decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(content, newline="")) if row["kind"] == "sector"]
    records = json.loads(taken(page, "Download data (JSON)")[1])["records"]
    same = [record for record in records if record["kind"] == "sector"]
    assert len(listed) == len(rows) == 3
    for row, record in zip(rows, same, strict=True):
        expected = (listed[row["id"]]["stage"], listed[row["id"]]["since"])
        assert (row["stage"], row["date"]) == (record["stage"], record["date"]) == expected
    (parts,) = [row for row in rows if row["id"] == "spare-parts"]
    assert (parts["stage"], parts["date"]) == ("agreed", "2024-03")  # and under way a month later
    assert page.locator("#spare-parts .stages").text_content() == (
        "2023-02 proposed, 2024-03 agreed: The port lends the ground"
    )
    assert parts["summary"] == ""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("hash_", "options"),
    [
        ("", ""),
        ("#day=2024-06-30", "--as-of 2024-06-30"),
        ("#region=Asia&day=2024-06-30", "--region Asia --as-of 2024-06-30"),
        ("#level=watches", "--level watches"),
    ],
)
def test_a_picture_is_what_chart_draws(hash_: str, options: str, theme: str, show: Show, brief: Brief) -> None:
    """Of the same day, filter, part of the world and colours; trend and ladder end with the day of the report."""
    page = show(FROZEN, hash_)
    settled(page)
    for kind in ("map", "tiles", *(("trend",) if "day" not in hash_ else ()), *((), ("ladder",))[not hash_]):
        drawn = brief("chart", kind, "--theme", theme, *options.split(), "-d", FROZEN).out
        assert page.evaluate("([kind, theme]) => pictureOf(kind, theme)", [kind, theme]) == drawn


def test_pictures_can_be_taken_away(show: Show) -> None:
    """Their names have the day and the filters. Without another choice they are light maps, whatever the page is."""
    page = show(FROZEN, "#day=2025-03-01&region=Asia", accept_downloads=True, color_scheme="dark")
    name, content = taken(page, "Download picture (SVG)")
    assert name == "free-port-2025-03-01-asia-map.svg"
    svg = ElementTree.fromstring(content)  # noqa: S314 - our own
    texts = {"".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert {"The free port of Saltmere", "1 March 2025 · Asia", "Iceland, the subject"} <= texts
    assert b'<rect width="1600" height="900" fill="#ffffff"/>' in content
    page.locator("#_take summary").click()
    page.locator("[name=picture]").select_option("tiles")
    page.keyboard.press("Escape")
    name, content = taken(page, "Download picture (PNG)")
    assert name == "free-port-2025-03-01-asia-tiles.png"
    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20], "big") == 3200
    assert len(content) > 20_000


def test_a_long_ladder_begins_with_its_last_years(show: Show) -> None:
    """It says how many steps it leaves out, which all of the time shows, like the page without its script."""
    page = show(FROZEN)
    left_out = page.locator("#ladder .earlier")
    ticks = page.locator("#ladder .axis text")
    assert left_out.text_content() == "7 earlier changes are not shown."
    assert ticks.all_text_contents() == ["2021", "2022", "2023", "2024", "2025"]
    page.locator("[name=period]").select_option("All")
    hash_is(page, "#period=All")
    assert (left_out.text_content(), ticks.first.text_content()) == ("", "1990")
    assert show(FROZEN, java_script_enabled=False).locator("#ladder .axis text").first.text_content() == "1990"


def test_a_name_keeps_its_line_beside_a_long_end(show: Show) -> None:
    """On a phone what ended says when and from where, which takes no more than its share."""
    page = show(FROZEN, viewport={"width": 360, "height": 740})
    box = page.locator("#ladder li[data-codes=YUCS] .who").bounding_box()
    assert box
    assert box["height"] < 40


def test_it_is_whole_without_its_script(show: Show) -> None:
    """Everything can be read; what would need the script is not there."""
    page = show(FROZEN, java_script_enabled=False)
    assert shown(page, "#_filter, #_slider, #_take, .zoom, thead button, .none button") == []
    assert shown(page, "#stances tbody th[scope=row]") == STANDING[:-2]
    assert sorted(chapters(page)) == sorted(STANDING)
    assert page.locator("a.area[data-code=JP] title").text_content() == (
        "Japan: Keeps an office. Liaison office (連絡事務所) (disputed)"
    )


@pytest.mark.parametrize("dossier", [FROZEN, "world", HOSTILE, WIDE])
def test_no_width_makes_the_page_scroll_sideways(show: Show, dossier: str) -> None:
    """From a small phone to a wide screen."""
    page = show(dossier)
    for width in (320, 360, 400, 700, 1024, 1280, 1920, 2560):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach((part) => { part.open = true; })")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_it_is_dark_where_the_reader_wants_it(show: Show) -> None:
    """Other colours of page, text and levels; on paper they are light again."""
    look = "(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('.area path')).fill])()"
    light, dark = (show(FROZEN, color_scheme=scheme).evaluate(look) for scheme in ("light", "dark"))
    assert light[0] == "rgb(252, 252, 250)"
    assert dark[0] == "rgb(20, 23, 27)"
    assert light[1] != dark[1]
    page = show(FROZEN, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(look)[1] == light[1]


def test_a_hostile_dossier_runs_no_script(show: Show) -> None:
    """Its texts are texts: no dialog, no complaint, and the page does what it does."""
    page = show(HOSTILE, "#q=alert")
    assert page.locator("h1").inner_text() == "[red]Title[/red] | <b>bold</b> & **stars** [/]"
    page.get_by_role("button", name="Drop “alert”").click()
    page.locator("a.area[data-code=NO]").focus()
    page.locator("a.body[data-code=EU]").hover()
    assert page.locator("#_card").inner_text().startswith("[bold]European[/] Union")
    page.locator("#concerns th button").nth(1).click()
    assert "<img src=x onerror=alert(1)>" in page.locator("#concerns thead").inner_text()


@needs_axe
@pytest.mark.parametrize(
    ("dossier", "hash_", "width", "scheme"),
    [
        (FROZEN, "", 1280, "light"),
        (FROZEN, "", 1280, "dark"),
        (FROZEN, "#concern=customs&day=2025-02-01", 360, "dark"),
        (FROZEN, "#country=japan", 360, "light"),
        (FROZEN, "#country=japan&country=norway&day=2025-03-01", 1280, "dark"),
        (FROZEN, "#view=tiles", 360, "dark"),
        (FROZEN, "#trend", 360, "light"),
        (HOSTILE, "", 1280, "light"),
        ("world", "", 1280, "light"),
    ],
)
def test_axe_finds_nothing(show: Show, dossier: str, hash_: str, width: int, scheme: str) -> None:
    """No fault of any weight, folded or not; unfolded, the world has the parts of the others, only more of each.

    All parts are laid out, because those of which only the height is estimated would lie over one another.
    """
    page = show(dossier, hash_, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page.add_style_tag(content="#_main > section { content-visibility: visible !important; }")
    assert faults(page) == []
    if dossier != "world":
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        assert faults(page) == []


def printed(page: Page, folder: Path) -> list[str]:
    """Return the text of each page on paper."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    page.pdf(path=folder / "report.pdf", prefer_css_page_size=True)
    text = subprocess.run(
        ["pdftotext", "-layout", str(folder / "report.pdf"), "-"], capture_output=True, check=True, text=True
    ).stdout
    return [page for page in text.split("\f") if page.strip()]


def test_it_prints_short_where_nobody_asks_for_all(show: Show, tmp_path: Path) -> None:
    """The answer, the map, the moves and one line per country, under a head with title and day."""
    pages = printed(show("world"), tmp_path)
    assert len(pages) <= 6
    assert all("The world and the Taliban government" in page.split("\n")[0] for page in pages)
    assert all(re.search(r"\d{1,2} \w+ 20\d\d$", page.split("\n")[0]) for page in pages)
    assert all(f"{number} of {len(pages)}" in page for number, page in enumerate(pages, 1))
    text = "\n".join(pages)
    assert "Latest changes" in text
    assert "All countries at a glance" in text
    assert sum(page.count("Last change") for page in pages) >= 2  # the heads are there again on the next page
    assert "Timeline" not in text
    assert "administered by" not in text
    assert "Show all" not in text


def test_a_pdf_is_made_through_the_browser(brief: Brief, chromium: Browser, tmp_path: Path) -> None:
    """With a title, and everything if that is selected."""
    assert chromium.is_connected()
    sizes = {}
    for edition in ("short", "full"):
        path = tmp_path / f"{edition}.pdf"
        result = brief("report", "--print", edition, "-o", str(path))
        assert (result.code, result.out, result.err) == (0, "", "")
        sizes[edition] = path.read_bytes()
        assert sizes[edition].startswith(b"%PDF")
    assert len(sizes["full"]) > len(sizes["short"])
    assert sorted(each.name for each in tmp_path.iterdir()) == ["full.pdf", "short.pdf"]


def test_paper_says_what_is_filtered_and_which_day_it_is(show: Show, tmp_path: Path) -> None:
    """In words, and in the running head."""
    pages = printed(show(FROZEN, "#level=trades&day=2025-01-31"), tmp_path)
    assert "Showing 31 January 2025, using only what was known then. Filtered by: level Trades" in " ".join(
        pages[0].split()
    )
    assert all("31 January 2025" in page.split("\n")[0] for page in pages)
    assert "As of 31 March 2025" not in "\n".join(pages)


def test_it_prints_whole_where_that_is_requested(show: Show, tmp_path: Path) -> None:
    """With addresses, sections of all countries, sources and the codebook, folded or not; heads and years are repeated."""
    pages = printed(show("world", "#print=full"), tmp_path)
    text = "\n".join(pages)
    assert "<https://" in text
    for part in ("Timeline", "Country profiles", "Sources", "Codebook", "Level by country over time"):
        assert part in text
    sources = [page for page in pages if "<http" in page and "Uses" in page]
    assert len(sources) > 20
    years = [page for page in pages if re.search(r"^\s+2022\s+2023\s+2024", page, re.MULTILINE)]
    assert len(years) > 2
    last = [page for page in pages if re.search(r"^ *World Bank .*[●○·]", page, re.MULTILINE)]
    assert last
    assert all("Refugees and migration" in page for page in last)  # the head above the last row of concerns
    assert min(len(page.split()) for page in pages[:-1]) > 60
    assert "Show all" not in text


def test_one_country_on_paper(show: Show, tmp_path: Path) -> None:
    """In short a page with position, line and newest events, and at most two of sources, without addresses."""
    for number, page in enumerate((show("world", "#country=pakistan"), show("world on PK"))):
        (tmp_path / str(number)).mkdir()
        first, *others = printed(page, tmp_path / str(number))
        assert "Pakistan does not plan to recognise the Taliban government" in first
        assert "Level by country over time" in first
        assert "Timeline" in first
        assert len(re.findall(r"^ *20\d\d-", first, re.MULTILINE)) <= 6
        assert "administered by" not in first
        assert 1 <= len(others) <= 2
        assert others[0].split("\n")[1:][0].strip() == "" or "Sources" in others[0]
        assert "<http" not in "".join(others)


def test_several_countries_on_paper(show: Show, tmp_path: Path) -> None:
    """Side by side, and the filter without the signs of its buttons."""
    first, *_ = printed(show("world", "#country=japan&country=china"), tmp_path)
    assert re.search("China +Japan", first)
    assert "\u00d7" not in first


@pytest.mark.parametrize(
    "hash_", ["#day=2024-12-99", "#day=2025-02-00", "#day=2024-13-01", "#day=nonsense", "#day="]
)
def test_what_is_no_day_in_the_address_is_the_last_one(hash_: str, show: Show) -> None:
    """And the filter goes on working."""
    page = show(FROZEN, hash_)
    assert page.locator("#_slider output").text_content() == "31 March 2025"
    choose(page, "level", "Signed the charter")
    there(page, "#_status:has-text('2 of 13 countries')")


def test_going_back_to_the_bare_address_shows_all_again(show: Show) -> None:
    """The page is what its address says."""
    page = show(FROZEN)
    page.goto(page.url + "#country=japan")
    there(page, "h1:text-is('Japan')")
    page.go_back()
    told(page, "11 countries, 1 body, 1 organisation")
