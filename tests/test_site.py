"""The site: which files it has, what they contain, and that nothing else is written or removed."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest

from axe import faults, needs_axe
from briefcli import load
from briefcli.dossier.filters import Filters
from briefcli.dossier.words import resolve_all
from briefcli.site.contents import Site
from samples import FROZEN, RIVER, came_and_ended, event, stance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from conftest import Result

    Brief = Callable[..., Result]

ATOM = "{http://www.w3.org/2005/Atom}"
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
OF_DOSSIER = ["changes.xml", "report.html"] + [
    f"{name}.{suffix}"
    for name in ("events", "evidence", "sectors", "sources", "stances", "topics")
    for suffix in ("csv", "json")
]
#: What the frozen dossier has beside that.
OF_FROZEN = [
    "events.ics",
    *(f"{name}.{form}" for name in ("bottom-lines", "facts", "votes") for form in ("csv", "json")),
]
COUNTRIES = ["ba", "cd", "ci", "cz", "eg", "eu", "hl", "jp", "no", "sg", "tr", "us", "yucs"]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the site is written that every test gets a copy of."""
    return tmp_path_factory.mktemp("site") / "public"


@pytest.fixture
def site(brief: Brief, river: Path, tmp_path: Path, once: Path) -> Path:
    """Write the site of both."""
    if not once.exists():
        assert brief("site", "-d", FROZEN, "-d", str(river), "-o", str(once))[:2] == (0, "")
    return Path(shutil.copytree(once, tmp_path / "public"))


@pytest.fixture
def frozen_site() -> Site:
    """Return the site of the frozen dossier, of which nothing is written."""
    return Site(resolve_all([load(FROZEN)], Filters()))


def files(folder: Path) -> list[str]:
    """Return the paths of all files in a folder except the manifest."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path != "manifest.json")


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return the time and the contents of each file."""
    return {
        path: ((folder / path).stat().st_mtime_ns, (folder / path).read_bytes())
        for path in [*files(folder), "manifest.json"]
    }


def tree(path: Path) -> Any:
    """Return a page as an element, of which a strict parser of HTML has no complaint."""
    return html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True).parse(
        path.read_text(encoding="utf-8")
    )


def words(element: Any) -> list[str]:
    """Return the lines of text in an element, one for each part."""
    return [line for text in element.itertext() if (line := " ".join(text.split()))]


def test_every_file_is_in_the_manifest(site: Path) -> None:
    """A report, a feed, a calendar where there is an event, and data for each dossier; a page for each country."""
    assert files(site) == sorted(
        [
            *("changes.json", "changes.xml", "events.ics", "index.html", "search.html"),
            *(f"countries/{code}.{suffix}" for code in COUNTRIES for suffix in ("html", "json")),
            *(f"dossiers/free-port/{name}" for name in [*OF_DOSSIER, *OF_FROZEN]),
            *(f"dossiers/river-talks/{name}" for name in OF_DOSSIER),
        ]
    )
    manifest = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["made_by"] == "brief"
    assert sorted(manifest["files"]) == files(site)
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in manifest["files"].values())


def test_who_came_and_who_left_has_moved(brief: Brief, tmp_path: Path) -> None:
    """In the words of `changes`, the report and the overview."""
    path = tmp_path / "river.yaml"
    path.write_text(came_and_ended(), encoding="utf-8")
    assert brief("site", "-d", str(path), "-o", str(tmp_path / "public")).code == 0
    moves = next(
        one for one in tree(tmp_path / "public" / "index.html").iter(f"{HTML}ol") if one.get("class") == "moves"
    )
    assert words(moves) == [
        *("2025-02-10", "Kenya", ":", "Stance ended, was Holds talks: At the table"),
        *("2025-02", "Egypt", ":", "First stance, Holds talks: In talks"),
        *("2023", "Kenya", ":", "First stance, Holds talks: At the table"),
    ]


def test_the_first_page_answers_as_the_overview_does(site: Path, brief: Brief, river: Path) -> None:
    """Title, day, age, the ladder from the top, the newest moves, and what is in doubt."""
    free, talks = tree(site / "index.html").iter(f"{HTML}article")
    assert words(talks)[:12] == [
        *("the dam upstream", "Talks on the shared river", "As of 1 March 2025, 365 days ago"),
        "1 of 1 country is at Holds talks. In the year to 1 March 2025, no country changed level.",
        *("Who talks with whom about the dam.", "1", "Holds talks", "Latest changes"),
        *("2025-02", "Egypt", ":", "First stance, Holds talks: In talks"),
    ]
    assert words(free)[5].startswith(
        "The dossier covers 12 of the 30 states with a port. Signed the charter: 2 of 4"
    )
    assert words(free)[6:23] == [
        *("2", "Signed the charter", "1", "Keeps an office", "4", "Trades", "3", "Watches", "0", "Stays away"),
        *("1", "Works against it", "Latest changes", "2025-03-20", "Czech Republic", ":"),
        "Down from Keeps an office to Trades: doubtful claim: Office closed, calls go on (disputed)",
    ]
    overview = brief("-d", FROZEN, "-d", str(river)).out
    assert "Latest change: Egypt: First stance, Holds talks (2025-02)\n" in overview
    levels = (
        "Signed the charter 2, Keeps an office 1, Trades 4, Watches 3, Works against it 1 "
        "(9 countries, 1 body, 1 organisation)\n"
    )
    assert levels in overview
    told = " ".join(words(free))
    for fact in ("335 days ago", "6 records are disputed", " of 11 stances "):
        assert fact in overview
        assert fact in told


def test_the_first_page_lists_levels_moves_and_countries_in_their_order(site: Path) -> None:
    """Each level with its own colour, at most three moves, and the countries by name."""
    page = tree(site / "index.html")
    (legend, moves, _, _) = [one for one in page.iter(f"{HTML}ol") if one.get("class") in {"legend", "moves"}]
    assert [item.get("class") for item in legend] == ["l6", "l5", "l4", "l3", "l2", "l1"]
    assert len(moves) == 3
    style = "".join(next(page.iter(f"{HTML}style")).itertext())
    assert all(f".of-6 .l{rank} {{ --level: #" in style for rank in range(1, 7))
    (countries,) = (one for one in page.iter(f"{HTML}ul") if one.get("class") == "countries")
    assert words(countries) == [
        *("Bosnia and Herzegovina", "Côte d'Ivoire", "Czech Republic", "Democratic Republic of the Congo"),
        *("Egypt", "2 dossiers", "European Union", "Harbour League", "Japan", "Norway", "Singapore", "Türkiye"),
        *("United States", "Yugoslavia"),
    ]


def test_a_site_of_one_dossier_without_a_stance_says_no_more_than_there_is(
    brief: Brief, river: Path, tmp_path: Path
) -> None:
    """One dossier, no ladder, and no age where it is of a day to come."""
    river.write_text(RIVER[: RIVER.index("stances:")] + event(countries="[Egypt]"), encoding="utf-8")
    call = ("site", "-d", str(river), "--today", "2025-02-28", "-o", str(tmp_path / "public"))
    assert brief(*call).code == 0
    found = words(tree(tmp_path / "public" / "index.html"))
    assert "1 dossier, 1 country" in found
    assert "As of 1 March 2025" in found
    page = (tmp_path / "public" / "index.html").read_text(encoding="utf-8")
    assert 'class="legend"' not in page


def test_stale_stances_are_counted_on_the_day_of_ages(brief: Brief, site: Path, river: Path) -> None:
    """As the overview counts them: that is today, and not the day of the dossier."""
    assert "7 of 11 stances" in (site / "index.html").read_text(encoding="utf-8")
    overview = brief("-d", FROZEN, "-d", str(river)).out
    assert "7 of 11 stances" in overview


def test_the_first_page_is_written_last(frozen_site: Site) -> None:
    """What leads to the others is there when they are."""
    assert list(frozen_site.contents())[-2:] == ["search.html", "index.html"]


def test_the_search_knows_each_record_with_its_texts_and_sources(site: Path) -> None:
    """What is only a name finds, and is no passage; a source is one entry, which the records cite."""
    known = data_in(site / "search.html")
    assert known["dossiers"] == ["The free port of Saltmere", "Talks on the shared river"]
    found = {entry["href"].rpartition("/")[2]: entry for entry in known["entries"]}
    fire = found["report.html#event-2025-03-01-fire-on-the-eastern-quay"]
    cited = [known["entries"][number] for number in fire.pop("cites")]
    assert fire == {
        "kind": "event",
        "name": "Fire on the eastern quay",
        "href": "dossiers/free-port/report.html#event-2025-03-01-fire-on-the-eastern-quay",
        "of": 0,
        "date": "2025-03-01",
        "grade": "B2, disputed",
        "texts": [
            "Nobody is hurt; four offices are lost.",
            "Fire on the eastern quay",
            "Says that it was a drill.",
        ],
    }
    assert cited == [found["report.html#wire-fire"], found["report.html#leaflet"]]
    assert cited[0] == {
        "kind": "source",
        "name": "Example Wire, Fire on the eastern quay",
        "href": "dossiers/free-port/report.html#wire-fire",
        "of": 0,
        "date": "2025-03-02",
        "grade": "B",
        "texts": ["Fire on the eastern quay", "Example Wire"],
        "names": ["wire-fire", "https://wire.example.org/fire"],
    }
    assert found["report.html#stance-yucs-1986"]["date"] == "1986 to 1989-04"
    egypt = found["report.html#stance-eg-2025-02"]
    assert (egypt["of"], [known["entries"][number]["name"] for number in egypt["cites"]]) == (
        1,
        ["Example Gazette, Talks resume"],
    )
    assert {"CI", "Ivory Coast"} <= set(found["ci.html"]["names"])
    locators = [text for entry in known["entries"] for text in entry.get("texts", ()) if "p. " in text]
    assert locators


def test_a_country_has_a_page_over_all_dossiers(site: Path) -> None:
    """A profile in each, the newest first: finding, level, what came before, map and ladder, and the sources last."""
    page = tree(site / "countries" / "eg.html")
    profiles = [one for one in page.iter(f"{HTML}section") if one.get("class", "").startswith("profile ")]
    assert [one.get("id") for one in profiles] == ["free-port", "river-talks"]
    port = profiles[0]
    said = " ".join(words(port))
    assert said.startswith("The free port of Saltmere As of 31 March 2025")
    assert " Level Watches At this level since 2024-09 " in said
    assert {one.get("class", "").split()[0] for one in port.iter(f"{SVG}svg") if one.get("class")} >= {"line"}
    assert [one.get("aria-label", "")[:6] for one in port.iter(f"{SVG}svg") if one.get("role") == "img"] == [
        "Egypt:"
    ]
    (sources,) = (one for one in page.iter(f"{HTML}section") if one.get("id") == "sources")
    assert [*page.iter(f"{HTML}section")][-1] is sources
    listed = {one.get("id") for one in sources.iter(f"{HTML}li")}
    cited = {one.get("href", "")[1:] for one in port.iter(f"{HTML}a") if "--" in one.get("href", "")}
    assert cited
    assert cited <= listed
    assert not [one for one in sources.iter(f"{HTML}details") if "open" in one.attrib]


def test_pages_offer_feed_and_calendar_at_their_end(site: Path) -> None:
    """And not among the ways to other pages."""
    for path in ("index.html", "countries/eg.html", "search.html"):
        page = tree(site / path)
        (ways,) = (one for one in page.iter(f"{HTML}nav"))
        assert words(ways) == ["Dossiers", "Countries", "Search"]
        footer = [*page.iter(f"{HTML}footer")][-1]
        assert words(footer)[:1] == ["Subscribe:"]
        links = [one.get("href", "").removeprefix("../") for one in footer.iter(f"{HTML}a")]
        assert links == ["changes.xml", "events.ics"]


def test_the_data_are_what_the_listings_print(site: Path, brief: Brief) -> None:
    """To the byte."""
    for name in ("stances", "topics", "sectors", "events", "evidence", "sources"):
        for suffix in ("csv", "json"):
            assert (site / "dossiers" / "free-port" / f"{name}.{suffix}").read_text(encoding="utf-8") == brief(
                name, "-d", FROZEN, "-f", suffix
            ).out


def test_no_page_asks_anything_of_any_network(site: Path) -> None:
    """The policy allows one style and its own scripts; addresses elsewhere are those of sources, which a reader may follow."""
    for path in files(site):
        if path.endswith(".html"):
            page = tree(site / path)
            (policy,) = (meta.get("content") for meta in page.iter(f"{HTML}meta") if meta.get("http-equiv"))
            assert re.fullmatch(
                r"default-src 'none'; style-src 'sha256-[\w+/=]+'; (script-src( 'sha256-[\w+/=]+')+; )?(img-src data:; )?base-uri 'none'; form-action 'none'",
                policy,
            ), path
            assert not [element for element in page.iter() if element.get("src") or element.get("style")]
            assert {
                link.get("rel") for link in page.iter(f"{HTML}a") if re.match("https?:", link.get("href", ""))
            } <= {"noopener noreferrer"}


def test_every_link_leads_somewhere(site: Path) -> None:
    """From every page, from what the search finds and from the feeds, to a file and to a place in it."""
    places = {
        path: {element.get("id") for element in tree(site / path).iter()}
        for path in files(site)
        if path.endswith(".html")
    }
    links = [
        (path, element.get("href"))
        for path in places
        for element in tree(site / path).iter()
        if element.tag in {f"{HTML}a", f"{HTML}link"}
    ]
    links += [("search.html", entry["href"]) for entry in data_in(site / "search.html")["entries"]]
    links += [
        (path, link.get("href"))
        for path in files(site)
        if path.endswith("changes.xml")
        for link in feed(site / path).iter(f"{ATOM}link")
    ]
    reports = {path: data_in(site / path) for path in places if path.endswith("report.html")}
    followed = Counter[str]()
    for path, href in links:
        parts = urlsplit(href)
        if parts.scheme:
            continue
        goal = ((site / path).parent / parts.path).resolve() if parts.path else site / path
        assert goal.is_relative_to(site), (path, href)
        assert goal.is_file(), (path, href)
        followed[parts.path.rpartition("/")[2] or "here"] += 1
        there = goal.relative_to(site).as_posix()
        if parts.fragment.startswith("level="):
            levels = {level["id"] for level in reports[there]["levels"]}
            assert parts.fragment.removeprefix("level=") in levels, (path, href)
        elif parts.fragment:
            assert unquote(parts.fragment) in places[there], (path, href)
    assert followed.keys() >= {
        "here",
        "index.html",
        "report.html",
        "events.ics",
        "stances.csv",
        "eg.html",
        "search.html",
    }


def data_in(path: Path) -> Any:
    """Return what the script of a page knows."""
    text = path.read_text(encoding="utf-8")
    begin = text.index('id="_data">') + len('id="_data">')
    return json.loads(text[begin : text.index("</script>", begin)])


def feed(path: Path) -> Any:
    """Return a feed as an element."""
    return ElementTree.fromstring(path.read_bytes())  # noqa: S314 - our own


def entries(path: Path) -> list[Any]:
    """Return the entries of a feed, which has what RFC 4287 requires."""
    root = feed(path)
    assert root.tag == f"{ATOM}feed"
    found: list[Any] = root.findall(f"{ATOM}entry")
    for part in (root, *found):
        assert [len(part.findall(ATOM + name)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", part.findtext(f"{ATOM}updated", ""))
        assert re.fullmatch(r"urn:briefcli:change[a-z0-9.:-]+", part.findtext(f"{ATOM}id", ""))
        assert [link.get("rel") for link in part.findall(f"{ATOM}link")] == ["alternate"]
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in found)
    days = [entry.findtext(f"{ATOM}updated", "") for entry in found]
    assert len(set(ids(path))) == len(days)
    assert all(later >= earlier for later, earlier in pairwise(days))
    return found


def ids(path: Path) -> list[str]:
    """Return the ids of the entries of a feed."""
    return [entry.findtext(f"{ATOM}id") or "" for entry in feed(path).iter(f"{ATOM}entry")]


def test_the_feed_reports_each_change_once(site: Path) -> None:
    """The newest first, with its countries, what changed, and the record in the report."""
    own = entries(site / "dossiers" / "free-port" / "changes.xml")
    assert own[0].findtext(f"{ATOM}id") == "urn:briefcli:change:free-port:stance-cz-2025-03-20:2025-03-20"
    assert sorted(ids(site / "changes.xml")) == sorted(
        [*ids(site / "dossiers/free-port/changes.xml"), *ids(site / "dossiers/river-talks/changes.xml")]
    )
    assert [entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries(site / "changes.xml")].count(
        "Talks on the shared river"
    ) == 1


def test_a_feed_has_the_newest_hundred_and_the_day_of_the_newest_dossier(
    brief: Brief, river: Path, tmp_path: Path
) -> None:
    """Of all dossiers together, and of each."""
    days = [f"2024-{month:02}-{day:02}" for month in (1, 2, 3, 4) for day in range(1, 27)]
    events = [event(date=day, title=f"Meeting of {day}").removeprefix("events:\n") for day in days]
    text = RIVER.replace("river-talks", "busy").replace("as_of: 2025-03-01", "as_of: 2025-04")
    (tmp_path / "busy.yaml").write_text(f"{text}events:\n{''.join(events)}", encoding="utf-8")
    site = tmp_path / "public"
    assert brief("site", "-d", str(tmp_path / "busy.yaml"), "-d", str(river), "-o", str(site)).code == 0
    updated = {path: feed(site / path).findtext(f"{ATOM}updated") for path in files(site) if path.endswith(".xml")}
    assert updated == {
        "changes.xml": "2025-04-01T00:00:00Z",
        "dossiers/busy/changes.xml": "2025-04-01T00:00:00Z",
        "dossiers/river-talks/changes.xml": "2025-03-01T00:00:00Z",
    }
    newest = ["2025-02-01", *reversed(days)]
    for path, expected in (("dossiers/busy/changes.xml", newest), ("changes.xml", [newest[0], *newest])):
        found = [entry.findtext(f"{ATOM}updated", "")[:10] for entry in entries(site / path)]
        assert found == expected[:100]


def test_entries_keep_their_ids_between_editions(site: Path, brief: Brief, river: Path) -> None:
    """Other words, an order of records and a later day change none; what is new has a new one."""
    path = site / "dossiers" / "river-talks" / "changes.xml"
    before, text = ids(path), path.read_bytes()
    newer = RIVER.replace("as_of: 2025-03-01", "as_of: 2025-04-01").replace("Sends a delegation.", "Sent one.")
    river.write_text(newer + stance(since="2025-03-10", status="Leaves the talks") + event(), encoding="utf-8")
    assert brief("site", "-d", FROZEN, "-d", str(river), "-o", str(site)).code == 0
    assert path.read_bytes() != text
    assert (
        [id_ for id_ in ids(path) if id_ in before]
        == before
        == ["urn:briefcli:change:river-talks:stance-eg-2025-02:2025-02"]
    )
    assert len(ids(path)) == 3


def calendar(path: Path) -> list[dict[str, str]]:
    """Return the events of an iCalendar by the names of their properties, which has what RFC 5545 requires."""
    data = path.read_bytes()
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    raw = data.split(b"\r\n")[:-1]
    assert all(0 < len(line) <= 75 and line.decode() for line in raw)
    lines = data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[2].startswith("PRODID:")
    assert lines[-1] == "END:VCALENDAR"
    assert all(re.fullmatch(r"[A-Z-]+(;[A-Z]+=[A-Z]+)*:[^\x00-\x08\x0a-\x1f\x7f]+", line) for line in lines)
    found: list[dict[str, str]] = []
    for line in lines[lines.index("BEGIN:VEVENT") : -1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif line != "END:VEVENT":
            assert name not in found[-1]
            found[-1][name] = value
    for one in found:
        assert re.fullmatch(r"\d{8}T\d{6}Z", one["DTSTAMP"])
        assert re.fullmatch(r"\d{8}", one["DTSTART;VALUE=DATE"])
        assert one["DTSTART;VALUE=DATE"] < one["DTEND;VALUE=DATE"]
        for name in ("SUMMARY", "DESCRIPTION", "CATEGORIES"):
            assert not re.search(r"(?<!\\)(\\\\)*[;,]", one[name]), one[name]
            assert not re.search(r"(?<!\\)(\\\\)*\\[^\\;,n]", one[name]), one[name]
    assert len({one["UID"] for one in found}) == len(found)
    return found


def test_the_calendar_has_the_events_that_have_a_day(site: Path) -> None:
    """Those of a month or a year are left out, and the first page says how many."""
    found = calendar(site / "events.ics")
    assert [one["DTSTART;VALUE=DATE"] for one in found] == [
        "19960331",
        "20200501",
        "20250214",
        "20250301",
        "20250506",
    ]
    assert found[3] == {
        "UID": "urn:briefcli:event:free-port:event-2025-03-01-fire-on-the-eastern-quay",
        "DTSTAMP": "20250331T000000Z",
        "DTSTART;VALUE=DATE": "20250301",
        "DTEND;VALUE=DATE": "20250302",
        "SUMMARY": "Fire on the eastern quay (disputed)",
        "DESCRIPTION": r"Nobody is hurt\; four offices are lost.\n"
        r"Grade B2: source: usually reliable\; information: probably true.\n"
        r"Example Wire\, Fire on the eastern quay https://wire.example.org/fire\n"
        r"[Unnamed leaflet]\, [Leaflet handed out on the quay] (contradicts)",
        "CATEGORIES": "The free port of Saltmere",
        "TRANSP": "TRANSPARENT",
    }
    assert found == calendar(site / "dossiers" / "free-port" / "events.ics")
    assert "2 events have no exact day and are not in the calendar." in words(tree(site / "index.html"))


def test_a_calendar_escapes_and_is_stamped_with_the_first_day_of_a_vague_one(
    brief: Brief, river: Path, tmp_path: Path
) -> None:
    """So that it is the same whenever it is made."""
    text = RIVER.replace("as_of: 2025-03-01", "as_of: 2025-03")
    title, summary = r"A \n; or, B", 'summary: "One\n\n      two."\n    title'
    river.write_text(text + event(title=title).replace("title", summary), encoding="utf-8")
    brief("site", "-d", str(river), "-o", str(tmp_path / "site"))
    (found,) = calendar(tmp_path / "site" / "events.ics")
    assert (found["DTSTAMP"], found["SUMMARY"]) == ("20250301T000000Z", r"A \\n\; or\, B")
    assert found["DESCRIPTION"].startswith(r"One\ntwo.\nGrade B")


def test_a_line_of_a_calendar_ends_within_no_character(brief: Brief, river: Path, tmp_path: Path) -> None:
    """However many bytes one takes."""
    river.write_text(
        RIVER
        + event(title="会" * 80, date="9999-12-31", follow_up="true")
        + event(title="é" * 80, date="2024-02-29").removeprefix("events:\n"),
        encoding="utf-8",
    )
    brief("site", "-d", str(river), "-o", str(tmp_path / "site"))
    (found,) = calendar(tmp_path / "site" / "events.ics")
    assert (found["SUMMARY"], found["DTEND;VALUE=DATE"]) == ("é" * 80, "20240301")


@pytest.mark.usefixtures("watched")
def test_a_second_run_writes_nothing(site: Path, brief: Brief, river: Path, tmp_path: Path) -> None:
    """Every file is as it was, and when; elsewhere the same bytes are written."""
    before = state(site)
    told = brief("site", "-d", FROZEN, "-d", str(river), "-o", str(site)).err
    assert told.endswith(f"{len(files(site))} files, 0 written, 0 removed.\n")
    assert state(site) == before
    other = tmp_path / "other"
    brief("site", "-d", FROZEN, "-d", str(river), "-o", str(other))
    assert {path: data for path, (_, data) in state(other).items()} == {
        path: data for path, (_, data) in before.items()
    }


def test_a_change_of_one_dossier_leaves_the_other_alone(site: Path, brief: Brief, river: Path) -> None:
    """Files without it keep their bytes and their time."""
    before = state(site)
    river.write_text(RIVER.replace("Sends a delegation.", "Sent one."), encoding="utf-8")
    brief("site", "-d", FROZEN, "-d", str(river), "-o", str(site))
    assert sorted(path for path, was in state(site).items() if was != before[path]) == [
        *("changes.json", "changes.xml", "countries/eg.html", "countries/eg.json"),
        *(
            "dossiers/river-talks/changes.xml",
            "dossiers/river-talks/report.html",
            "dossiers/river-talks/stances.csv",
        ),
        *("dossiers/river-talks/stances.json", "manifest.json", "search.html"),
    ]


@pytest.mark.usefixtures("watched")
def test_a_dossier_that_goes_takes_its_files_along_and_nothing_else(site: Path, brief: Brief, river: Path) -> None:
    """What others put there stays, in its folder, too; a folder that is empty goes."""
    (site / "CNAME").write_text("example.org\n", encoding="utf-8")
    (site / "countries" / "own.html").write_text("mine", encoding="utf-8")
    told = brief("site", "-d", str(river), "-o", str(site)).err
    assert files(site) == sorted(
        [
            *(
                "CNAME",
                "changes.json",
                "changes.xml",
                "countries/eg.html",
                "countries/eg.json",
                "countries/own.html",
            ),
            *("index.html", "search.html"),
            *(f"dossiers/river-talks/{name}" for name in OF_DOSSIER),
        ]
    )
    assert not (site / "dossiers" / "free-port").exists()
    assert told.endswith("46 removed.\n")


def test_a_broken_dossier_hides_no_other_and_keeps_its_pages(site: Path, brief: Brief, river: Path) -> None:
    """It is reported, its old pages stay, so that no link breaks, and the next sound run goes on from there."""
    before = files(site)
    river.write_text(RIVER.replace("level: talks", "level: nonsense"), encoding="utf-8")
    done = brief("site", "-d", FROZEN, "-d", str(river), "-o", str(site))
    assert done.code == 3
    assert "unknown-level" in done.err
    assert files(site) == before
    assert "Talks on the shared river" not in (site / "index.html").read_text(encoding="utf-8")
    assert brief("site", "-d", FROZEN, "-o", str(site)).code == 0
    assert not (site / "dossiers" / "river-talks").exists()
    assert brief("site", "-d", str(river), "-o", str(site)).code == 3
    assert (site / "dossiers" / "free-port" / "report.html").exists()


#: Manifests that name files as those of a site, and are none of a site of ours.
FOREIGN_MANIFESTS = [
    *("{}", "[]", "{", "\xff", "[" * 100_000),
    '{"files": {"precious.txt": null, "docs/thesis.md": "x"}}',
    '{"files": {}, "made_by": "others"}',
    '{"files": {}, "made_by": "brief export"}',
    *(
        f'{{"files": {{"{path}": null}}, "made_by": "brief"}}'
        for path in ("../x", "/x", "", "docs/", "./x", "x\\u0000y", "manifest.json", ".brief-new/x")
    ),
]


@pytest.mark.parametrize("manifest", [None, *FOREIGN_MANIFESTS], ids=range(len(FOREIGN_MANIFESTS) + 1))
def test_a_folder_of_others_is_refused(manifest: str | None, brief: Brief, river: Path, tmp_path: Path) -> None:
    """Nothing in it is overwritten or removed, whatever its manifest names."""
    folder = tmp_path / "site"
    (folder / "docs").mkdir(parents=True)
    for path in ("precious.txt", "docs/thesis.md"):
        (folder / path).write_text("mine", encoding="utf-8")
    told = f"{folder}/docs was not written by this command; name a new or an empty folder"
    if manifest is not None:
        (folder / "manifest.json").write_text(manifest, encoding="latin-1")
        told = f"{folder}/manifest.json was not written by this command; name a new or an empty folder"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert brief("site", "-d", str(river), "-o", str(folder)) == (2, "", f"brief: {told}\n")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.usefixtures("watched")
def test_a_file_of_others_in_a_site_is_refused(site: Path, brief: Brief, river: Path) -> None:
    """Be it new or one of ours that somebody changed; the message names it, and nothing is written."""
    call = ("site", "-d", FROZEN, "-d", str(river), "-o", str(site))
    river.write_text(RIVER.replace("Sends a delegation.", "Sent one."), encoding="utf-8")
    (site / "search.html").write_text("mine", encoding="utf-8")
    before = state(site)
    told = f"{site}/search.html was not written by brief, or was changed since; move it, or name another folder"
    assert brief(*call) == (2, "", f"brief: {told}\n")
    assert state(site) == before
    (site / "search.html").unlink()
    assert brief(*call).err.endswith(" 9 written, 0 removed.\n")
    (site / "countries").rename(site.parent / "elsewhere")
    (site / "countries").symlink_to(site.parent / "elsewhere")
    assert brief(*call).err.startswith(f"brief: {site}/countries was not written by brief")
    assert brief(*call[:-1], str(river)).code == 2
    assert brief(*call[:-1], "-") == (2, "", "brief: a site is a folder; name it with -o FOLDER\n")


@pytest.mark.parametrize("text", ['{"files": {}, "name": "my package"}', '{"files": {}, "made_by": "brief"}'])
def test_a_manifest_that_is_a_link_is_not_followed(text: str, brief: Brief, river: Path, tmp_path: Path) -> None:
    """What it leads to is outside of the folder."""
    folder, foreign = tmp_path / "site", tmp_path / "foreign.json"
    folder.mkdir()
    foreign.write_text(text, encoding="utf-8")
    (folder / "manifest.json").symlink_to("../foreign.json")
    done = brief("site", "-d", str(river), "-o", str(folder))
    assert (done.code, f"{folder}/manifest.json was not written" in done.err) == (2, True)
    assert foreign.read_text(encoding="utf-8") == text
    assert [path.name for path in folder.iterdir()] == ["manifest.json"]


@pytest.mark.parametrize("path", ["sub", "sub/x/y", "index.html/x", "x" * 300])
def test_a_manifest_that_names_no_file_does_no_harm(path: str, brief: Brief, river: Path, tmp_path: Path) -> None:
    """A folder stays, and a message says so; where there is nothing, there is nothing to say."""
    folder = tmp_path / "site"
    (folder / "sub").mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"files": {path: "x"}, "made_by": "brief"}), encoding="utf-8")
    for told in (
        [f"{folder}/sub was not written by brief, or was changed since; it was not removed.\n"] * (path == "sub"),
        [],
    ):
        done = brief("site", "-d", str(river), "-o", str(folder))
        assert (done.code, done.err.splitlines(keepends=True)) == (0, list(told))
    assert (folder / "sub").is_dir()


def test_a_site_as_of_a_day_says_so(brief: Brief, tmp_path: Path) -> None:
    """Its pages, its feed and its data are of that day."""
    site = tmp_path / "then"
    assert brief("site", "-d", FROZEN, "--as-of", "2024", "-o", str(site)).code == 0
    assert "Position on 31 December 2024" in words(tree(site / "index.html"))
    assert "(Written as of 31 March 2025.)" in " ".join(words(tree(site / "index.html")))
    assert max(entry.findtext(f"{ATOM}updated", "") for entry in entries(site / "changes.xml")) < "2025"
    assert (site / "dossiers/free-port/stances.csv").read_text(encoding="utf-8") == brief(
        "stances", "-d", FROZEN, "--as-of", "2024", "-f", "csv"
    ).out


@pytest.mark.parametrize("dossier", ["hostile", "wide"])
def test_no_text_of_a_dossier_is_more_than_text(dossier: str, brief: Brief, tmp_path: Path) -> None:
    """Whatever it says, pages, feed and calendar are well formed, and no page has another script."""
    site = tmp_path / "site"
    assert brief("site", "-d", f"tests/dossiers/good/{dossier}.yaml", "-o", str(site)).code == 0
    for path in files(site):
        if path.endswith(".html"):
            scripts = [script.get("type") for script in tree(site / path).iter(f"{HTML}script")]
            assert scripts.count(None) <= 1 + path.endswith("report.html"), (
                path
            )  # which has one for the first paint
    assert entries(site / "changes.xml")
    if (site / "events.ics").exists():
        assert calendar(site / "events.ics")


def test_names_that_differ_are_all_told(brief: Brief, river: Path, tmp_path: Path) -> None:
    """Curators may mean different bodies by one code."""
    river.write_text(
        RIVER.replace("grades:", "countries: {HL: {name: Highland League}}\ngrades:").replace(
            "Egypt", "Highland League"
        ),
        encoding="utf-8",
    )
    site = tmp_path / "site"
    assert brief("site", "-d", FROZEN, "-d", str(river), "-o", str(site)).code == 0
    assert words(tree(site / "countries" / "hl.html"))[:1] == ["Harbour League / Highland League"]


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """Serve the site as docs/sharing.md says."""
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(site), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        yield f"http://127.0.0.1:{re.search(r'port ([0-9]+)', server.stdout.readline())[1]}/"  # type: ignore[index]
        server.terminate()


@pytest.mark.browser
@needs_axe
def test_a_reader_finds_the_way(served: str, chromium: Browser, brief: Brief, river: Path) -> None:
    """From the first page to what the search finds, in any width and without a fault of accessibility."""
    troubles: list[str] = []
    page = chromium.new_context(viewport={"width": 320, "height": 640}).new_page()
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: troubles.extend([] if request.url.startswith(served) else [request.url]))
    for path in ("index.html", "countries/eg.html", "search.html#q=harbour"):
        page.goto(served + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
        assert faults(page) == [], path
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{served}countries/eg.html")
    screens = page.locator("#sources").bounding_box()["y"] / 800  # type: ignore[index]
    assert screens <= 2 * page.locator(".profile").count()
    page.goto(served)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("searchbox").fill("COTE ivoire")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}search.html#q=COTE+ivoire")
    looked_for(page, brief, river, "COTE ivoire")
    for typed in ('"harbour court"', "delegation", "ban", "egypt gazette"):
        page.get_by_role("searchbox").fill(typed)
        looked_for(page, brief, river, typed)
    page.get_by_role("searchbox").fill("harbuor cuort")
    page.wait_for_url("**#q=harbuor+cuort")
    assert (
        page.locator("#_status").inner_text().startswith("Nothing for harbuor cuort. Results for harbour court: ")
    )
    page.get_by_role("searchbox").fill("xyzzyx")
    page.wait_for_url("**#q=xyzzyx")
    assert page.locator("#_status").inner_text() == "Nothing found."
    page.get_by_role("searchbox").fill("egypt")
    page.get_by_role("link", name="Egypt", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Talks on the shared river").click()
    page.wait_for_url("**/dossiers/river-talks/report.html#country-eg")
    page.get_by_role("link", name="All dossiers", exact=True).click()
    page.wait_for_url(f"{served}index.html")
    assert troubles == []


@pytest.mark.browser
def test_the_search_shows_a_hundred_of_a_kind_with_a_passage_each(
    chromium: Browser, brief: Brief, river: Path, tmp_path: Path
) -> None:
    """The rest is counted. A passage is no repetition of the name, and where nothing is typed nothing is found."""
    events = [event(title=f"Meeting {number}", summary="On silt.") for number in range(102)]
    for most in (101, 100):
        records = "".join(one.removeprefix("events:\n") for one in events[:most])
        river.write_text(f"{RIVER}events:\n{records}", encoding="utf-8")
        assert brief("site", "-d", str(river), "-o", str(tmp_path / "site")).code == 0
        page = chromium.new_page()
        page.goto((tmp_path / "site" / "search.html").as_uri() + "#q=meeting+silt")
        assert page.locator("#_status").inner_text() == f"{most} found."
        assert page.locator("#_found li").count() == 100
        assert page.locator("#_found > .none").all_inner_texts() == ["1 more: add a word."] * (most > 100)
        assert page.locator("#_found li").first.locator(".passage").inner_text() == "On silt."
        page.get_by_role("searchbox").fill("meeting 7")
        page.wait_for_url("**#q=meeting+7")
        assert page.locator("#_found .passage").count() == 0
        page.get_by_role("searchbox").fill(" ")
        page.wait_for_url("**/search.html")
        assert (page.locator("#_status").inner_text(), page.locator("#_found li").count()) == ("", 0)
        page.close()


def looked_for(page: Page, brief: Brief, river: Path, typed: str) -> None:
    """The search finds what `brief search` finds, and countries."""
    call = ("search", "-d", FROZEN, "-d", str(river), "-f", "json", "--", *shlex.split(typed))
    found = json.loads(brief(*call).out)
    assert found or typed == "ban"
    query = sorted(one["record"] for one in found)
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    links = page.locator("#_found a:not([href^=countries])")
    shown = [
        re.sub("^(?:[a-z]+ claim|claim that cannot be judged): ", "", text) for text in links.all_text_contents()
    ]  # scripts get it bare
    assert sorted(shown) == query


def test_a_name_of_a_device_is_no_name_in_a_site(brief: Brief, tmp_path: Path) -> None:
    """Windows refuses files and folders of such names, so that the site could not be copied there."""
    dossier = tmp_path / "con.yaml"
    text = RIVER.replace("dossier: river-talks", "dossier: con").replace("country: Egypt", "country: AUX")
    text += stance(country="COM0")
    names = "AUX: {name: Auxiliary Union}, COM0: {name: Communion}"
    dossier.write_text(f"{text}countries: {{{names}}}\n", encoding="utf-8")
    assert brief("site", "-d", str(dossier), "-o", str(tmp_path / "site")).code == 0
    found = set(files(tmp_path / "site"))
    assert {"countries/aux_.html", "countries/com0_.html", "dossiers/con_/report.html"} <= found
    assert not [path for path in found if re.search("(^|/)(con|aux)[./]", path)]
    links = re.findall(r'href="([^"#]+)', (tmp_path / "site" / "index.html").read_text(encoding="utf-8"))
    assert {"dossiers/con_/report.html", "countries/aux_.html"} <= set(links)


def test_a_site_with_a_base_has_absolute_links_and_ids_of_its_own(
    brief: Brief, river: Path, tmp_path: Path
) -> None:
    """Feed readers and search engines need them; the pages themselves stay relative."""
    site = tmp_path / "public"
    call = (
        "site",
        "-d",
        str(river),
        "-d",
        FROZEN,
        "--base-url",
        "https://brief.example.org/desk",
        "-o",
        str(site),
    )
    assert brief(*call, "--title", "A <Ministry>").code == 0
    base = "https://brief.example.org/desk/"
    for path in ("changes.xml", "dossiers/free-port/changes.xml"):
        root = feed(site / path)
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        assert links["self"] == base + path
        assert all(link.get("href", "").startswith(base) for link in root.iter(f"{ATOM}link"))
        assert all(one.text.startswith("tag:brief.example.org,2026:desk:") for one in root.iter(f"{ATOM}id"))
    assert feed(site / "changes.xml").findtext(f"{ATOM}title") == "A <Ministry>: Changes"
    address = f"{base}dossiers/free-port/report.html#event-2025-03-01-fire-on-the-eastern-quay"
    assert calendar(site / "events.ics")[3]["URL"] == address
    index = (site / "index.html").read_text(encoding="utf-8")
    assert 'href="webcal://brief.example.org/desk/events.ics"' in index
    assert 'href="webcal://brief.example.org/desk/dossiers/free-port/events.ics"' in index
    pages = [path for path in files(site) if path.endswith(".html")]
    named = re.findall("<loc>(.*)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    whole = {path: base + path.removesuffix("index.html") for path in pages}
    assert sorted(named) == sorted(whole.values())
    for path in pages:
        (canonical,) = (one for one in tree(site / path).iter(f"{HTML}link") if one.get("rel") == "canonical")
        assert canonical.get("href") == whole[path]
        assert path.endswith("report.html") or "A &lt;Ministry&gt;</a>" in (site / path).read_text(
            encoding="utf-8"
        )


@pytest.mark.parametrize(
    "address",
    ["brief.example.org", "ftp://x.org/", "https://", "https://x.org/?q", "https://x.org/a b", "https://u@x.org/"],
)
def test_a_base_is_an_address_of_the_web(address: str, brief: Brief, river: Path, tmp_path: Path) -> None:
    """Nothing is written otherwise."""
    done = brief("site", "-d", str(river), "--base-url", address, "-o", str(tmp_path / "public"))
    assert (done.code, (tmp_path / "public").exists()) == (2, False)
    assert done.err.startswith(f"brief: {address!r} ")


def test_each_page_contains_the_logo(brief: Brief, river: Path, tmp_path: Path) -> None:
    """As a data address, so that it needs no request; the policy allows no other picture."""
    (tmp_path / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    site = tmp_path / "public"
    assert brief("site", "-d", str(river), "--logo", str(tmp_path / "logo.svg"), "-o", str(site)).code == 0
    (image,) = tree(site / "index.html").iter(f"{HTML}img")
    assert image.get("src", "").startswith("data:image/svg+xml;base64,")
    (tmp_path / "large.png").write_bytes(bytes(50_001))
    for name, told in (
        ("no.png", "no.png cannot be read: there is no such file"),
        ("large.png", "50,000 at most"),
        ("x.exe", "unknown file extension 'exe'"),
    ):
        done = brief("site", "-d", str(river), "--logo", str(tmp_path / name), "-o", str(tmp_path / "other"))
        assert done.code == 2
        assert told in done.err


def test_what_is_later_than_the_day_of_its_dossier_is_only_in_the_calendar(site: Path) -> None:
    """A feed reader would show it first for weeks."""
    assert "20250506" in {one["DTSTART;VALUE=DATE"] for one in calendar(site / "events.ics")}
    assert not [one for one in ids(site / "changes.xml") if "2025-05-06" in one]


def test_the_data_of_a_country_are_those_of_its_command(site: Path, brief: Brief, river: Path) -> None:
    """And the newest changes of all dossiers are in one file."""
    printed = json.loads(brief("country", "egypt", "-d", FROZEN, "-d", str(river), "-f", "json").out)
    assert json.loads((site / "countries" / "eg.json").read_text(encoding="utf-8")) == printed
    changes = json.loads((site / "changes.json").read_text(encoding="utf-8"))
    assert [one["date"] for one in changes] == sorted(one["date"] for one in changes)
    assert {one["dossier"] for one in changes} == {"free-port", "river-talks"}


def test_countries_and_reports_link_to_each_other(site: Path) -> None:
    """A reader goes from the chapter of a report to all dossiers, and back."""
    chapter = next(
        one
        for one in tree(site / "dossiers/free-port/report.html").iter(f"{HTML}article")
        if one.get("id") == "country-eg"
    )
    assert "../../countries/eg.html" in {link.get("href") for link in chapter.iter(f"{HTML}a")}
    back = {link.get("href") for link in tree(site / "countries/eg.html").iter(f"{HTML}a")}
    assert "../dossiers/free-port/report.html#country-eg" in back
