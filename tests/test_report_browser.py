"""The report in a browser: what it shows, what it does, and what it does not do."""

from __future__ import annotations

import datetime
import itertools
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from axe import faults, needs_axe
from briefcli import load
from briefcli.dossier.filters import Wanted
from briefcli.dossier.past import View
from briefcli.report.document import report_text
from samples import FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    Show = Callable[..., Page]

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytestmark = pytest.mark.browser

HOSTILE = "tests/dossiers/good/hostile.yaml"
#: The countries of the frozen dossier, by their levels; the last one has no stance.
STANDING = [
    *("Harbour League", "Norway", "Japan", "Côte d'Ivoire", "Czech Republic", "European Union", "Singapore"),
    *("Bosnia and Herzegovina", "Egypt", "United States", "Türkiye", "Democratic Republic of the Congo"),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Write the report on a dossier, once."""
    folder = tmp_path_factory.mktemp("reports")

    def write(dossier: str) -> Path:
        path = folder / f"{Path(dossier).stem}.html"
        if not path.exists():
            text = report_text(View(load(dossier)), Wanted(), datetime.date(2026, 3, 1))
            path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def show(chromium: Browser, written: Callable[[str], Path]) -> Iterator[Callable[..., Page]]:
    """Open the report on a dossier; at the end nothing was asked of any network, and nothing complained."""
    troubles: list[str] = []
    contexts = []

    def opened(dossier: str, hash_: str = "", **look: Any) -> Page:
        address = written(dossier).as_uri()
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **look})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(dialog.message))
        page.on("request", lambda request: troubles.extend({request.url} - {address}))
        page.route(re.compile("^(?!file:)"), lambda route: route.abort())
        page.goto(address + hash_)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def shown(page: Page, selector: str) -> list[str]:
    """Return the words of every element that can be seen."""
    return [" ".join(each.inner_text().split()) for each in page.locator(selector).all() if each.is_visible()]


def hash_is(page: Page, pattern: str) -> None:
    """Wait until the address ends in what a pattern says."""
    page.wait_for_url(re.compile(rf"\.html{pattern}$"))


def told(page: Page, text: str) -> None:
    """Wait until the filter says how much is shown."""
    sync_api.expect(page.locator("#filter [role=status]")).to_have_text(text)


def chapters(page: Page) -> list[str]:
    """Return the countries whose sections are there, in view or not."""
    return page.locator("article.country:not([hidden]) h3").all_text_contents()


def areas(page: Page) -> dict[str, str]:
    """Return the class of each country of the map by its code."""
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('a.area, a.body')]"
        ".map((area) => [area.dataset.code, area.getAttribute('class')]))"
    )
    return found


def test_the_map_names_a_country_that_is_pointed_at(show: Show) -> None:
    """A card says its name, its level and its status, and goes when the pointer leaves."""
    page = show(FROZEN)
    page.locator("a.area[data-code=EG]").hover()
    page.locator("a.area[data-code=TR]").hover()
    card = page.locator("#card")
    assert " ".join(card.inner_text().split()) == (
        "Türkiye Works against it Tells shipowners to keep away, since 2025-01"
    )
    page.mouse.move(5, 5)
    assert not card.is_visible()


def test_names_on_the_map_cover_none_of_each_other(show: Show) -> None:
    """Nor the hatched country that the dossier is about."""
    page = show("japan-visit")
    boxes = page.locator(".names text, .subject path").evaluate_all(
        "(all) => all.map((each) => each.getBoundingClientRect().toJSON())"
    )
    assert boxes
    for one, other in itertools.combinations(boxes, 2):
        apart = one["right"] <= other["left"] or other["right"] <= one["left"]
        assert apart or one["bottom"] <= other["top"] + 1 or other["bottom"] <= one["top"] + 1


def test_a_click_on_the_map_goes_to_the_country(show: Show) -> None:
    """Also where the country is a dot."""
    page = show(FROZEN)
    page.locator("a.area[data-code=SG] circle").click()
    assert page.url.endswith("#country-sg")
    assert page.locator("#country-sg h3").is_visible()
    assert page.evaluate("document.getElementById('country-sg').getBoundingClientRect().top") < 300


def test_a_tap_names_the_country_and_a_second_one_goes_there(show: Show) -> None:
    """A finger cannot hover."""
    page = show(FROZEN, has_touch=True)
    area = page.locator("a.area[data-code=EG]")
    area.tap()
    assert "Watches" in page.locator("#card").inner_text()
    assert "#" not in page.url
    area.tap()
    assert page.url.endswith("#country-eg")


def test_the_keyboard_goes_through_the_map(show: Show) -> None:
    """The map is one stop of the Tab key; the arrows go from country to country, and Enter goes there."""
    page = show(FROZEN)
    page.locator("a.area[data-code=NO]").focus()
    assert page.locator("#card").inner_text().startswith("Norway")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.code") == "JP"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.world > svg')") is None
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#country-jp")


def test_the_tab_key_comes_by_everything(show: Show) -> None:
    """From the link that skips, through filter, map, slider, lines and tables, to the codebook."""
    page = show(FROZEN)
    seen = []
    for _ in range(400):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(() => { const at = document.activeElement; return at.name || at.dataset?.code || at.className?.baseVal"
                " || at.closest?.('section, nav')?.id || at.className || at.tagName; })()"
            )
        )
    for stop in (
        "skip",
        "country",
        "concern",
        "level",
        "q",
        "NO",
        "back",
        "on",
        "ladder",
        "stances",
        "events",
        "sources",
    ):
        assert stop in seen, stop


def test_the_lines_say_what_happened(show: Show) -> None:
    """By the pointer, and by the keyboard."""
    page = show(FROZEN)
    page.emulate_media(reduced_motion="reduce")
    line = page.locator("#ladder li[data-codes=JP] .line a")
    line.last.focus()
    assert page.locator("#card").inner_text().startswith("2025-02-14")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#card").inner_text().split("\n") == [
        "2023-06",
        "Up from Watches to Trades: First calls",
    ]


def test_a_number_names_its_source(show: Show) -> None:
    """Focus or pointer on [1] says who published what, when and how reliable that is."""
    page = show(FROZEN)
    page.locator("#topics tbody a[href^='#source-']").first.focus()
    page.wait_for_timeout(200)  # the page has scrolled there, which takes no card away
    assert re.search(r"· [A-F] [a-z ]+$", page.locator("#card").inner_text())


def test_the_filter_acts_on_all_parts(show: Show) -> None:
    """The country alone is left in the map, the legend, the lines, the tables and the sections."""
    page = show(FROZEN)
    page.locator("[name=country]").select_option(label="Norway")
    hash_is(page, "#country=norway")
    assert [code for code, look in areas(page).items() if look.startswith("area") and "out" not in look] == ["NO"]
    assert shown(page, ".bodies li") == []
    assert shown(page, ".legend ul li") == ["Norway"]
    assert shown(page, ".who") == ["Norway"]
    assert shown(page, "#stances tbody td:first-child") == ["Norway"]
    assert shown(page, "#concerns tbody td:first-child") == ["Norway"]
    assert chapters(page) == ["Norway"]
    for part in ("events", "sectors", "topics", "sources"):
        rows = page.locator(f"#{part} tbody tr[data-codes]").evaluate_all(
            "(rows) => rows.filter((row) => !row.hidden).map((row) => row.dataset.codes.split(' '))"
        )
        assert rows, part
        assert all("NO" in codes for codes in rows), part
    assert page.locator("#filter [role=status]").inner_text() == "1 of 12 countries"
    page.get_by_role("button", name="Show all").click()
    hash_is(page, "")
    assert len(chapters(page)) == 12


def test_words_are_looked_for_without_case_and_accents(show: Show) -> None:
    """All of them must stand there, and what has nothing says so."""
    page = show(FROZEN)
    page.locator("[name=q]").fill("TURKIYE shipowners")
    hash_is(page, r"#q=TURKIYE\+shipowners")
    assert "Türkiye" in chapters(page)
    page.locator("[name=q]").fill("no such words anywhere")
    told(page, "0 of 12 countries")
    assert set(shown(page, ".none")) == {"Nothing here matches the filter."}
    assert chapters(page) == []


@pytest.mark.parametrize(
    ("hash_", "countries"),
    [
        ("#country=japan", ["Japan"]),
        ("#country=JP", ["Japan"]),
        ("#country=United+States", ["United States"]),
        ("#concern=customs&level=trades", ["Côte d'Ivoire", "European Union"]),
        ("#level=office", ["Japan"]),
        ("#q=cocoa", ["Côte d'Ivoire"]),
        ("#country=nowhere", STANDING),
    ],
)
def test_an_address_brings_its_filter(show: Show, hash_: str, countries: list[str]) -> None:
    """On loading, and when it changes."""
    page = show(FROZEN, hash_)
    assert chapters(page) == countries
    page.evaluate("location.hash = 'country=norway'")
    told(page, "1 of 12 countries")
    assert chapters(page) == ["Norway"]


def test_an_anchor_still_jumps(show: Show) -> None:
    """Also to what the filter hides, which is then shown."""
    page = show(FROZEN, "#country=japan")
    page.evaluate("location.hash = 'country-no'")
    told(page, "12 countries")
    assert page.locator("#country-no h3").is_visible()
    assert page.evaluate("document.getElementById('country-no').getBoundingClientRect().top") < 300


def test_the_slider_shows_the_map_and_the_stances_of_a_day(show: Show) -> None:
    """Norway signed in December 2024; the day is named in words and kept in the address."""
    page = show(FROZEN, "#day=2024-11-30")
    assert page.locator("#slider output").inner_text() == "30 November 2024"
    assert areas(page)["NO"] == "area l5"
    assert page.get_by_role("link", name="Norway: Keeps an office. ").count() == 1
    (row,) = [each for each in shown(page, "#stances tbody tr") if each.startswith("Norway")]
    assert "Keeps an office" in row
    page.get_by_role("button", name="To the next change").click()
    hash_is(page, "#day=2024-12-01")
    assert areas(page)["NO"] == "area l6"
    page.locator("#day").focus()
    page.keyboard.press("Home")
    hash_is(page, "#day=2020-05-[0-9]+")
    assert areas(page)["JP"] == "area l0"
    assert any(item.startswith("No stance ") and "Japan" in item for item in shown(page, ".legend > li"))


def test_what_stood_on_a_day_is_what_the_terminal_says(show: Show) -> None:
    """The rows that are left are those of `brief stances --as-of`."""
    from briefcli.dossier import queries
    from briefcli.dossier.dates import parse_date
    from briefcli.dossier.past import view

    dossier = load("world")
    page = show("world", "#day=2023-03-15")
    standing = queries.stances(view(dossier, parse_date("2023-03-15")).dossier, Wanted())
    assert shown(page, "#stances tbody td:first-child") == [
        queries.name_of(dossier, one.country) for one in standing
    ]


@pytest.mark.parametrize("width", [1280, 400])
def test_tables_sort_by_click_and_by_keyboard(show: Show, width: int) -> None:
    """Up, down, and as it was; levels by their rank, numbers by their size; also where rows are cards."""
    page = show(FROZEN, viewport={"width": width, "height": 800})
    head = page.locator("#stances th", has_text="Level")
    before = shown(page, "#stances tbody td:first-child")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    levels = [
        "Works against it",
        *["Watches"] * 3,
        *["Trades"] * 4,
        "Keeps an office",
        *["Signed the charter"] * 2,
    ]
    assert shown(page, "#stances tbody td:nth-child(2)") == levels
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert shown(page, "#stances tbody td:nth-child(2)")[0] == "Signed the charter"
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") is None
    assert shown(page, "#stances tbody td:first-child") == before
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


def test_it_is_whole_without_its_script(show: Show) -> None:
    """Everything can be read; what would need the script is not there."""
    page = show(FROZEN, java_script_enabled=False)
    assert shown(page, "#filter, #slider, thead button") == []
    assert shown(page, "#stances tbody td:first-child") == STANDING[:-1]
    assert chapters(page) == STANDING
    assert page.locator("a.area[data-code=JP] title").text_content() == (
        "Japan: Keeps an office. Liaison office (連絡事務所) (disputed)"
    )


@pytest.mark.parametrize("dossier", [FROZEN, "japan-visit", "world", HOSTILE])
def test_no_width_makes_the_page_scroll_sideways(show: Show, dossier: str) -> None:
    """From a small phone to a wide screen."""
    page = show(dossier)
    for width in (320, 400, 700, 1280, 1920):
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
    page.get_by_role("button", name="Show all").click()
    page.locator("a.area[data-code=NO]").focus()
    page.locator("a.body[data-code=EU]").hover()
    assert page.locator("#card").inner_text().startswith("[bold]European[/] Union")
    page.locator("#concerns th button").nth(1).click()
    assert "<img src=x onerror=alert(1)>" in page.locator("#concerns thead").inner_text()


@needs_axe
@pytest.mark.parametrize(
    ("dossier", "hash_", "width", "scheme"),
    [
        (FROZEN, "", 1280, "light"),
        (FROZEN, "", 1280, "dark"),
        (FROZEN, "#concern=customs&day=2025-02-01", 400, "dark"),
        (HOSTILE, "", 1280, "light"),
        ("world", "", 1280, "light"),
    ],
)
def test_axe_finds_nothing(show: Show, dossier: str, hash_: str, width: int, scheme: str) -> None:
    """No fault of any weight."""
    page = show(dossier, hash_, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    assert faults(page) == []


def test_it_prints_as_a_briefing(show: Show, tmp_path: Path) -> None:
    """On A4, each country on a page of its own, with addresses and sources and without what one clicks on."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    show(FROZEN).pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"], capture_output=True, check=True, text=True
    ).stdout
    pages = text.split("\f")
    assert len(pages) > 10
    starts = [page.split()[0] for page in pages if page.split()]
    assert {"Norway", "Japan", "United", "Egypt", "Sources"} <= set(starts)
    assert "<https://" in text
    assert "Show all" not in text
    assert "5 sources on Japan" in text


@pytest.mark.parametrize(
    "hash_", ["#day=2024-12-99", "#day=2025-02-00", "#day=2024-13-01", "#day=nonsense", "#day="]
)
def test_what_is_no_day_in_the_address_is_the_last_one(hash_: str, show: Show) -> None:
    """And the filter goes on working."""
    page = show(FROZEN, hash_)
    assert page.locator("#slider output").text_content() == "31 March 2025"
    page.select_option("[name=level]", "signs")
    told(page, "2 of 12 countries")


def test_going_back_to_the_bare_address_shows_all_again(show: Show) -> None:
    """The page is what its address says."""
    page = show(FROZEN)
    page.goto(page.url + "#country=japan")
    told(page, "1 of 12 countries")
    page.go_back()
    told(page, "12 countries")
