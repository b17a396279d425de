"""The report as a file: its contents, its place, and that nothing in it runs or loads anything else."""

from __future__ import annotations

import base64
import datetime
import gzip
import hashlib
import json
import os
import re
import stat
import subprocess
import sys
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import html5lib
import pytest

from briefcli import load
from briefcli.dossier.filters import Query
from briefcli.dossier.kinds import LIST_KEYS
from briefcli.dossier.past import snapshot_of
from briefcli.report.data import ReportData
from briefcli.report.timeline import Timelines
from samples import BUNDLED, FROZEN, RIVER, came_and_ended, only_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

    Brief = Callable[..., Result]

HOSTILE = "tests/dossiers/good/hostile.yaml"
#: What every element of the page is called in the tree that html5lib makes.
X = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def tree(page: str) -> Element:
    """Return a page as a tree; what is not valid HTML raises."""
    found = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True).parse(page)
    assert isinstance(found, Element)
    return found


def words(element: Element | None) -> str:
    """Return the words of an element, with single spaces."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def apart(element: Element) -> str:
    """Return the words of a part of the page, its elements kept apart."""
    return " ".join(" ".join(element.itertext()).split())


def rows(element: Element) -> list[list[str]]:
    """Return the words of each cell of each row."""
    return [[words(cell) for cell in row] for row in element.iter(f"{X}tr")]


def find(page: Element, ident: str) -> Element:
    """Return the element with an id."""
    (found,) = [element for element in page.iter() if element.get("id") == ident]
    return found


def section_ids(page: Element) -> list[str]:
    """Return the ids of the sections, in order."""
    return [str(section.get("id")) for section in page.iter(f"{X}section")]


def countries(page: Element) -> list[str]:
    """Return the names of the countries that have a section."""
    return [words(article.find(f"{X}details/{X}summary/{X}h3")) for article in page.iter(f"{X}article")]


@pytest.mark.parametrize(
    "dossier", [FROZEN, HOSTILE, *(pytest.param(one, marks=pytest.mark.slow) for one in BUNDLED)]
)
def test_it_is_valid_html(dossier: str, brief: Brief) -> None:
    """A strict parser finds no fault, every id is there once, and every link within the page leads somewhere."""
    page = tree(brief("report", "-d", dossier).out)
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    hrefs = [str(element.get("href")) for element in page.iter() if element.get("href")]
    assert {href[1:] for href in hrefs if href.startswith("#")} <= set(ids)


def test_a_chapter_cites_each_source_of_a_stance_once(brief: Brief) -> None:
    """Where the page has a note on what the source says, there; else after the concerns."""
    page = tree(brief("report", "-d", "world").out)
    stances = [each for each in page.iter(f"{X}div") if "stance" in str(each.get("class")).split()]
    cited = [
        [link.get("href") for link in each.iter(f"{X}a") if link.get("href", "#")[0] == "#"] for each in stances
    ]
    assert cited == [list(dict.fromkeys(one)) for one in cited]
    assert any(len(one) > 1 for one in cited)


def test_one_country_has_no_filter_that_would_show_it_or_nothing(brief: Brief) -> None:
    """Country, region, group, fact, level, concern and the age of its sources are filters of several countries."""
    for options, hidden in (
        ("", set()),
        ("-c japan", {"country", "region", "group", "fact", "level", "concern", "stale"}),
    ):
        page = tree(brief("report", "-d", "world", *options.split()).out)
        labels = [each for each in page.iter(f"{X}label") if each.get("hidden") is not None]
        assert {field.get("name") for each in labels for field in each if field.get("name")} == hidden


def test_its_parts_are_in_order(brief: Brief) -> None:
    """The answer first, then a section for each question; headings go down a step at a time."""
    page = tree(brief("report").out)
    assert section_ids(page)[0] == "_chosen"  # empty, until countries are chosen on the page
    assert section_ids(page)[1:] == [
        "levels",
        "map",
        "_panel",  # empty, until a country is chosen on the map
        "changes",
        "trend",
        "stances",
        "ladder",
        "countries",
        "concerns",
        "events",
        "sectors",
        "topics",
        "bottom_lines",
        "facts",
        "votes",
        "disputed",
        "sources",
        "codebook",
        "about",
    ]
    levels = [int(element.tag[-1]) for element in page.iter() if re.fullmatch(rf"{X}h[1-6]", str(element.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_head_says_what_it_is(brief: Brief) -> None:
    """Title, subject, day and summary; what it is based on and how to cite it are at the end."""
    page = tree(brief("report").out)
    assert apart(next(page.iter(f"{X}header"))).startswith(
        "Briefing · Iceland's free port of Saltmere The free port of Saltmere As of 31 March 2025 "
        "3 of 11 countries and others are at Keeps an office or higher, 1 with only disputed records. Among the 6 "
    )
    about = words(find(page, "about"))
    assert (
        "newest dated source 6 May 2025, later than that day and 299 days old (ages as of 1 March 2026)." in about
    )
    assert (
        "11 countries, 1 body, 1 organisation, 11 current stances (24 in total), 7 topics, 6 cooperation" in about
    )
    assert re.search(
        "Cite as: “The free port of Saltmere”, as of 31 March 2025. Dossier free-port, edition [0-9a-f]{10}", about
    )


def test_the_head_of_the_page_describes_the_dossier(brief: Brief) -> None:
    """For whoever links to it, and as schema.org's Dataset for libraries."""
    text = brief("report").out
    named = {
        element.get("name") or element.get("property"): str(element.get("content"))
        for element in tree(text).iter(f"{X}meta")
    }
    assert named["og:title"] == "The free port of Saltmere"
    assert named["description"].startswith("Saltmere, an invented island off Iceland,")
    assert re.fullmatch(r"brief \d\S+", named["generator"])
    (described,) = re.findall('<script type="application/ld.json">(.*?)</script>', text, re.DOTALL)
    dataset = json.loads(described)
    assert (dataset["@type"], dataset["dateModified"]) == ("Dataset", "2025-03-31")
    assert dataset["temporalCoverage"] == "1985-05-01/2025-03-31"


def moves(element: Element) -> list[list[str]]:
    """Return the date, the countries and the change of each line of a list of moves."""
    items = element.iter(f"{X}li")
    return [
        [words(item.find(f"{X}time")), *words(item.find(f"{X}span")).lstrip("▲▼ ").split(": ", 1)]
        for item in items
    ]


def test_the_changes_are_those_of_the_last_ninety_days(brief: Brief) -> None:
    """They are what `brief changes` says, a change of several countries once."""
    newest, changes = find(tree(brief("report").out), "changes").iter(f"{X}ol")
    asked = ("changes", "--since", "2024-12-31", "--until", "2025-03-31", "-f", "json")
    told = json.loads(brief(*asked).out)
    listed = [(move[0], move[2].removesuffix(" (disputed)")) for move in moves(changes)]
    assert {
        (date, re.sub("(?:[a-z]+ claim|claim that cannot be judged): ", "", change)) for date, change in listed
    } == {(one["date"], one["change"]) for one in told}
    dates = [move[0] for move in moves(changes)]
    assert dates == sorted(dates, reverse=True)
    (office,) = [move for move in moves(changes) if move[2].startswith("Japan opens its liaison office")]
    assert office[1] == "Japan, Norway, Harbour League"
    assert moves(newest)[0] == [
        "2025-03-20",
        "Czech Republic",
        "Down from Keeps an office to Trades: doubtful claim: Office closed, calls go on (disputed)",
    ]
    assert len(moves(newest)) == 4


def test_who_came_and_who_left_has_moved(brief: Brief, tmp_path: Path) -> None:
    """In the words of `changes`, the site and the overview."""
    path = tmp_path / "river.yaml"
    path.write_text(came_and_ended(), encoding="utf-8")
    page = tree(brief("report", "-d", str(path)).out)
    newest, _ = find(page, "changes").iter(f"{X}ol")
    assert moves(newest) == [["2025-02-10", "Kenya", "Stance ended, was Holds talks: At the table"]]
    (firsts,) = [each for each in find(page, "changes").iter(f"{X}p") if each.get("class") == "firsts"]
    assert words(firsts) == "New in the dossier: Egypt (Holds talks, February 2025)."


def test_every_country_is_on_the_map_or_beside_it(brief: Brief) -> None:
    """Each with its level: two bodies and a state of the past beside the map, a dot for one that is hard to see."""
    figure = find(tree(brief("report").out), "map")
    links = {str(link.get("data-code")): link for link in figure.iter() if link.get("data-code")}
    assert set(links) == {"BA", "CD", "CI", "CZ", "EG", "EU", "HL", "JP", "NO", "SG", "TR", "US", "YUCS"}
    assert [code for code, link in links.items() if link.tag == f"{X}a"] == ["HL", "EU", "YUCS"]
    assert [code for code, link in links.items() if link.find(f"{SVG}circle") is not None] == ["SG"]
    assert links["SG"].find(f"{SVG}path") is None
    assert links["NO"].get("class") == "area l6"
    assert links["NO"].get("href") == "#country-no"
    assert words(links["NO"].find(f"{SVG}title")) == (
        "Norway: Signed the charter. Signed, with a reservation on fish"
    )
    (subject,) = [group for group in figure.iter(f"{SVG}g") if group.get("class") == "subject"]
    assert words(subject) == "Iceland: what the stances are on"


def test_the_legend_names_the_countries_under_their_levels(brief: Brief) -> None:
    """Also those without a stance, and a level without a country."""
    legend = [words(item) for item in find(tree(brief("report").out), "levels").iter(f"{X}li")]
    (meaning,) = [one.meaning for one in load(FROZEN).levels if one.label == "Keeps an office"]
    assert f"1 Keeps an office {meaning} Japan ≠ disputed" in legend
    assert any(item.startswith("0 Stays away ") for item in legend)
    assert "2 No stance Democratic Republic of the Congo ≠ disputed Yugoslavia ≠ disputed" in legend


def test_few_countries_have_their_names_on_the_map(brief: Brief) -> None:
    """And the subject has."""
    figure = find(tree(brief("report", "-c", "japan", "-c", "norway", "-c", "cd").out), "map")
    assert sorted(words(text) for text in figure.iter(f"{SVG}text")) == [
        "Democratic Republic of the Congo",
        "Iceland",
        "Japan",
        "Norway",
    ]


def test_the_ladder_reports_every_change_of_a_country(brief: Brief) -> None:
    """A dot for each, in the words of `brief changes`, and a stretch for each time on one level."""
    ladder = find(tree(brief("report").out), "ladder")
    (japan,) = [item for item in ladder.iter(f"{X}li") if item.get("data-codes") == "JP"]
    assert [words(title) for title in japan.iter(f"{SVG}title")] == [
        "2022: First stance, Watches: Observer",
        "2023-06: Up from Watches to Trades: First calls",
        "2025-02-14: Up from Trades to Keeps an office: Liaison office (連絡事務所) (disputed)",
    ]
    assert [rect.get("class") for rect in japan.iter(f"{SVG}rect")] == ["l3", "l4", "l5"]


def test_the_ladder_is_in_the_order_of_stances(brief: Brief) -> None:
    """As `brief stances` lists them, and below those whose last stance has ended."""
    ladder = find(tree(brief("report").out), "ladder")
    listed = brief("stances", "--columns", "country", "--no-header").out.splitlines()
    assert [words(link) for link in ladder.iter(f"{X}a") if link.get("class") == "who"] == [*listed, "Yugoslavia"]


def test_a_disputed_record_is_marked_at_any_place(brief: Brief) -> None:
    """In stances, in the section of its country, and with what contradicts it among the disputed."""
    page = tree(brief("report").out)
    assert [row[0] for row in rows(find(page, "stances")) if "disputed" in row[-1]] == [
        "Japan",
        "Czech Republic",
    ]
    assert "B3 possibly true, disputed" in words(find(page, "country-jp"))
    assert "Contradicted by" in words(find(page, "country-jp"))
    told = {record["initiative"] or record["sector_label"] for record in disputed_of(brief, "sectors")}
    told |= {record["title"] for record in disputed_of(brief, "topics") + disputed_of(brief, "events")}
    told |= {f"{record['country']}, {record['status']}" for record in disputed_of(brief, "stances")}
    facts = disputed_of(brief, "facts")
    told |= {f"{record['country']}, {record['attribute_label']}: {record['value_label']}" for record in facts}
    found = {
        re.sub("^(?:[a-z]+ claim|claim that cannot be judged): ", "", row[0])
        for row in rows(find(page, "disputed"))[1:]
    }
    assert found == told
    assert all(row[1] and row[2] for row in rows(find(page, "disputed")))


def disputed_of(brief: Brief, command: str) -> list[dict[str, str]]:
    """Return the records of a listing that are disputed."""
    return [record for record in json.loads(brief(command, "-f", "json").out) if record["disputed"]]


def test_cooperation_is_by_stage_and_the_time_line_by_year(brief: Brief) -> None:
    """From proposed to completed; the newest event first, under its year."""
    page = tree(brief("report", "-d", "world").out)
    head, *found = rows(find(page, "sectors"))
    order = ["Proposed", "Agreed", "Under way", "Stalled", "Completed"]
    stages = [order.index(row[head.index("Stage")]) for row in found]
    assert stages == sorted(stages)
    assert set(stages) == set(range(5))
    years: list[str] = []
    dates: list[str] = []
    for row in rows(find(page, "events"))[1:]:
        (years if len(row) == 1 else dates).append(row[0])
        assert dates[-1:] == [] or len(row) == 1 or row[0].startswith(years[-1])
    assert dates == sorted(dates, reverse=True)
    assert years == sorted(set(years), reverse=True)


def test_sources_have_their_number_grade_and_uses(brief: Brief) -> None:
    """In the order in which they are cited from the top of the page."""
    page = tree(brief("report").out)
    head, *sources = rows(find(page, "sources"))
    assert head == ["No.", "Publisher", "Title", "Kind", "Date", "Grade", "Uses"]
    listed = json.loads(brief("sources", "-f", "json").out)
    titles = {
        source["title"] + (f" [{source['title_en']}]" if source["title_en"] else ""): source[
            "publisher"
        ].partition(" (")[0]
        for source in listed
    }
    assert {row[2].removesuffix(" copy"): row[1].partition(" (")[0] for row in sources} == titles
    assert [row[0] for row in sources] == [str(number) for number in range(1, 21)]
    cited: set[int] = set()
    for record in (one for one in page.iter() if one.tag in {f"{X}div", f"{X}tr"}):
        lists = [one for one in record.iter() if str(one.get("class")).split()[0] in {"evidence", "says"}]
        own = {int(note[1:]) for each in lists for note in re.findall(r"\[\d+", words(each))}
        if record.tag == f"{X}tr" or "stance" in str(record.get("class")).split():
            cited |= own
            assert cited == set(range(1, len(cited) + 1))
    assert len(cited) == 20
    assert all(re.fullmatch("[A-F] [a-z ]+", row[5]) and int(row[6]) >= 1 for row in sources)


def test_the_codebook_reports_what_the_words_mean(brief: Brief) -> None:
    """Levels with their meanings from the top, what kind of publisher has which grade, and every term with its id."""
    told = rows(find(tree(brief("report").out), "codebook"))
    assert told[1] == [
        "Signed the charter",
        "Has signed the charter and accepts the rulings of the harbour court.",
        "signs",
        "lasting",
        "",
    ]
    assert ["B", "usually reliable", "agency, press, specialist, academic"] in told
    assert ["2", "probably true"] in told
    assert ["Safety at sea", "safety"] in told
    assert ["Under way", "under way"] in told
    page = only_page(brief("codebook", "-f", "json").out)
    assert [[rule["rule"]] in told for rule in page["rules"]] == [True, True]
    assert not any([row["key"], row["heading"], row["meaning"]] in told for row in page["columns"])
    headings = [words(each) for each in find(tree(brief("report").out), "codebook").iter(f"{X}h3")]
    assert all(headings)
    assert "Columns of the listings" not in headings  # they are those of commands


def test_a_report_on_one_country_has_nothing_on_others(brief: Brief) -> None:
    """It leads the page, with its map and its line, and only the sources that it cites."""
    page = tree(brief("report", "-c", "japan").out)
    assert words(page.find(f"{X}head/{X}title")) == "Japan · The free port of Saltmere"
    assert find(page, "countries").get("class") == "alone"
    assert words(next(page.iter(f"{X}header"))).startswith("The free port of Saltmere Japan As of 31 March 2025")
    assert section_ids(page)[0] == "countries"
    (folded,) = [details for details in next(page.iter(f"{X}article")) if details.tag == f"{X}details"]
    assert "open" in folded.attrib
    assert countries(page) == ["Japan"]
    assert [link.get("data-code") for link in page.iter(f"{SVG}a") if link.get("data-code")] == ["JP"]
    uses = [row[-1] for row in rows(find(page, "sources"))[1:]]
    assert uses
    assert all(int(use) >= 1 for use in uses)


def test_a_few_countries_are_side_by_side(brief: Brief) -> None:
    """Unfolded, before all else, in the order of their names."""
    page = tree(brief("report", "-c", "norway", "-c", "japan").out)
    assert (section_ids(page)[0], countries(page)) == ("countries", ["Japan", "Norway"])
    assert find(page, "countries").get("class") == "several"
    folds = [part for article in page.iter(f"{X}article") for part in article if part.tag == f"{X}details"]
    assert [fold.get("open") for fold in folds] == ["", ""]


def test_filters_of_stances_choose_the_countries(brief: Brief) -> None:
    """It lists everything about the countries on it, also from their time on other levels."""
    page = tree(brief("report", "--level", "opposes", "--concern", "customs").out)
    assert countries(page) == ["Türkiye"]
    assert "Regular calls" in words(find(page, "country-tr"))
    assert "Only concern Lost customs, level Works against it" in words(find(page, "about"))


@pytest.mark.parametrize(
    "asked",
    [
        ["--grep", "fact-finding"],
        ["--source", "pilots"],
        ["--credibility", "1"],
        ["--grep", "no such words"],
    ],
)
def test_any_filter_gives_a_whole_page(asked: list[str], brief: Brief) -> None:
    """Every number in brackets has its source, also where only a stance of the past matches."""
    page = tree(brief("report", *asked).out)
    lists = [each for each in page.iter() if each.get("class") == "evidence"]
    cited = {str(link.get("href")) for each in lists for link in each.iter(f"{X}a")}
    assert cited <= {f"#{row.get('id')}" for row in find(page, "sources").iter(f"{X}tr")}


def test_a_report_as_of_a_day_knows_nothing_later(brief: Brief) -> None:
    """Stances, lines and counts are those of that day."""
    page = tree(brief("report", "--as-of", "2022").out)
    assert "Position on 31 December 2022" in words(next(page.iter(f"{X}header")))
    assert "2023" not in words(find(page, "ladder"))
    stances = brief("stances", "--as-of", "2022", "--columns", "country", "--no-header").out
    shown = [
        row for row in find(page, "stances").iter(f"{X}tr") if row.get("data-codes") and row.get("hidden") is None
    ]
    assert [words(row.find(f"{X}th")) for row in shown] == stances.splitlines()


def test_a_report_as_of_a_day_marks_what_was_written_later(brief: Brief) -> None:
    """In its grade, and in the sentences on the map, among the moves and along the lines."""
    page = tree(brief("report", "-d", "world", "--as-of", "2023-06-30").out)
    marked = {
        record["code"]
        for record in json.loads(brief("stances", "-d", "world", "--as-of", "2023-06-30", "-f", "json").out)
        if record["hindsight"]
    }
    assert marked
    for link in find(page, "map").iter(f"{SVG}a"):
        told = words(link.find(f"{SVG}title"))
        assert told.endswith("(may use later knowledge)") == (link.get("data-code") in marked)
    graded = {str(row.get("data-codes")): words(row) for row in find(page, "stances").iter(f"{X}tr")}
    assert {code for code, row in graded.items() if "hindsight" in row} == marked


def test_where_nothing_matches_it_says_so(brief: Brief) -> None:
    """On the page, and on standard error what would match."""
    result = brief("report", "-c", "japan", "--level", "signs")
    assert result.code == 0
    assert "Nothing matches these filters." in result.out
    assert countries(tree(result.out)) == []
    assert result.err.startswith("Nothing matches; with another --country")


def test_a_dossier_without_stances_has_a_report(brief: Brief, tmp_path: Path) -> None:
    """And so has one whose subject is no country."""
    dossier = tmp_path / "bare.yaml"
    dossier.write_text(
        "dossier: bare\ntitle: Bare\nsubject: the dam upstream\nas_of: 2025\nsummary: Nothing yet.\n"
        "levels: [{id: talks, label: Holds talks, meaning: Holds talks.}]\n",
        encoding="utf-8",
    )
    page = tree(brief("report", "-d", str(dossier)).out)
    assert section_ids(page) == ["levels", "map", "_panel", "changes", "sources", "codebook", "about"]
    assert "As of 2025" in words(next(page.iter(f"{X}header")))
    assert not [group for group in page.iter(f"{SVG}g") if group.get("class") == "subject"]


@pytest.mark.parametrize("dossier", [FROZEN, HOSTILE])
def test_nothing_runs_but_the_own_scripts(dossier: str, brief: Brief) -> None:
    """The policy names the hashes of one style and two scripts, and nothing else could run or be fetched."""
    text = brief("report", "-d", dossier).out
    page = tree(text)
    (policy,) = re.findall('Content-Security-Policy" content="([^"]*)"', text)
    (style,) = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    scripts = re.findall("<script>(.*?)</script>", text, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in (style, *scripts)]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}' 'sha256-{hashes[2]}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    types = [element.get("type") for element in page.iter(f"{X}script")]
    assert types == [None, "application/ld+json", "application/json", "application/json", None]
    attributes = {name for element in page.iter() for name in element.attrib}
    assert attributes.isdisjoint({"src", "style", "action"})
    assert not {name for name in attributes if name.startswith("on")}
    assert {str(element.tag) for element in page.iter()}.isdisjoint({f"{X}b", f"{X}i", f"{X}img", f"{X}red"})
    hrefs = [str(element.get("href")) for element in page.iter() if element.get("href")]
    assert all(re.match("#|https?://", href) for href in hrefs)
    assert all(
        link.get("rel") == "noopener noreferrer" for link in page.iter(f"{X}a") if "//" in str(link.get("href"))
    )


def test_the_embedded_data_end_nothing(brief: Brief) -> None:
    """They are JSON without a single character that HTML takes for markup."""
    (data,) = re.findall('id="_data">(.*?)</script>', brief("report", "-d", HOSTILE).out, re.DOTALL)
    assert not set("<>&") & set(data)
    level = json.loads(data)["levels"][0]
    assert (level["id"], level["label"]) == ("low", "[/] low | <i>")


@pytest.mark.slow
def test_the_world_stays_small_and_the_same(brief: Brief) -> None:
    """At most as many bytes and elements for each record and source as in 0.2.0, without pictures and data by day.

    Compressed, all of it has less than 400 kB.
    """
    first = brief("report", "-d", "world").out
    world = load("world")
    count = sum(len(getattr(world, key)) for key in LIST_KEYS)
    page = re.sub(r'(id="_(?:data|pictures)">).*?(?=</script>)', r"\1", first, flags=re.DOTALL)
    assert len(page.encode()) <= 1_095 * count
    assert sum(1 for _ in tree(page).iter()) <= 20.1 * count
    assert len(gzip.compress(first.encode(), 9)) < 400_000
    assert brief("report", "-d", "world").out == first


def test_only_the_credibility_of_some_record_is_offered(brief: Brief) -> None:
    """A choice that finds nothing helps nobody."""
    selects = tree(brief("report", "-d", "tests/dossiers/good/wide.yaml").out).iter(f"{X}select")
    (offered,) = [[one.get("value") for one in each] for each in selects if each.get("name") == "credibility"]
    assert offered == ["", "3"]


def test_members_of_a_known_group_come_and_go() -> None:
    """Finland joined NATO later than the report begins."""
    first = datetime.date(2021, 8, 1)
    groups = Timelines(ReportData(snapshot_of(load("world"), None), Query()), first).groups
    assert groups["NATO"]["FI"] == [0, 0, (datetime.date(2023, 4, 4) - first).days, 1]
    assert groups["NATO"]["NO"] == [0, 1]
    assert "TG" not in groups["African Union"]


def test_long_tables_are_folded_as_written(brief: Brief) -> None:
    """Twenty rows are shown; a group of which none is shown has no heading; a button is there for the others."""
    page = tree(brief("report", "-d", "world").out)
    for part in ("events", "sectors", "topics", "sources"):
        section = find(page, part)
        rows_ = [row for row in section.iter(f"{X}tr") if row.get("id")]
        folded = [row for row in rows_ if "beyond" in str(row.get("class")).split()]
        assert folded == rows_[20:], part
        bodies = list(section.iter(f"{X}tbody"))
        assert all(
            (body.get("class") == "beyond") == (set(body.iter(f"{X}tr")) & set(rows_) <= set(folded))
            for body in bodies
        ), part
        (button,) = [each for each in section.iter(f"{X}button") if each.get("name") == "unfold"]
        assert words(button) == f"Show all {len(rows_)}"


def test_a_file_has_what_the_pipe_has(brief: Brief, tmp_path: Path) -> None:
    """With -o nothing is printed."""
    piped = brief("report").out
    result = brief("report", "-o", str(tmp_path / "report.html"))
    assert (result.out, result.err, result.code) == ("", "", 0)
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == piped


def browser(folder: Path) -> tuple[str, Path]:
    """Return the value of BROWSER for a browser that only records what it opens, and the file with its record."""
    program, opened = folder / "browser", folder / "opened"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > "{opened}"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return f"{program} %s", opened


def test_open_shows_the_file(process: Brief, tmp_path: Path) -> None:
    """The browser gets the address of the requested file."""
    command, opened = browser(tmp_path)
    result = process("report", "-o", str(tmp_path / "a report.html"), "--open", BROWSER=command)
    assert (result.code, result.out, result.err) == (0, "", "")
    assert opened.read_text(encoding="utf-8") == (tmp_path / "a report.html").as_uri()


def test_open_without_a_file_says_where_it_is(process: Brief, tmp_path: Path) -> None:
    """The page stays in a temporary file."""
    command, opened = browser(tmp_path)
    result = process("report", "--open", BROWSER=command, TMPDIR=str(tmp_path))
    (path,) = tmp_path.glob("brief-*.html")
    assert (result.code, result.out, result.err) == (0, "", f"The report is {path}.\n")
    assert opened.read_text(encoding="utf-8") == path.as_uri()
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_open_where_there_is_no_browser(process: Brief, tmp_path: Path) -> None:
    """It says so, and the file is there."""
    path = tmp_path / "report.html"
    result = process(
        "report", "-o", str(path), "--open", BROWSER=str(tmp_path / "no-browser"), PATH="/nonexistent"
    )
    assert result.code == 0
    assert result.err == f"No browser could be opened; the report is {path}.\n"
    assert path.exists()


@pytest.mark.parametrize("arguments", [["stances"], ["country", "japan"], ["--help"], ["report", "--help"]])
def test_nothing_else_imports_jinja(arguments: list[str]) -> None:
    """Only a report that is written pays for it."""
    code = (
        "import sys; from briefcli.cli.app import run\n"
        f"sys.argv = ['brief', *{arguments!r}]\n"
        "try:\n    run()\nexcept SystemExit: pass\n"
        "print(sorted({'jinja2', 'markupsafe'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, env=os.environ)
    assert done.stderr.splitlines()[-1] == "[]"


def test_a_filter_is_not_taken_for_a_gap(brief: Brief) -> None:
    """What a filter left out is said to be left out, and not to be missing in the dossier."""
    page = tree(brief("report", "--grep", "school ship").out)
    (silent,) = [item for item in find(page, "levels").iter(f"{X}li") if item.get("data-rank") == "0"]
    assert words(silent).startswith("2 No stance that matches Democratic Republic of the Congo")
    assert "Not in the report" in words(find(page, "map"))
    still = tree(brief("report", "--grep", "on trial").out)
    assert "No country that matches the filters has changed its level." in words(find(still, "changes"))


def test_nothing_links_to_a_part_that_is_not_there(brief: Brief) -> None:
    """A report of nothing has neither a ladder nor countries, and no links to them."""
    page = tree(brief("report", "--grep", "zzz").out)
    idents = {element.get("id") for element in page.iter()}
    links = {(link.get("href") or "") for link in page.iter(f"{X}a")}
    assert {link for link in links if link.startswith("#") and link[1:] not in idents} == set()


def test_what_is_over_is_on_the_page_and_hidden(brief: Brief) -> None:
    """Facts that ended and bottom lines that were replaced, which an earlier day shows."""
    page = tree(brief("report").out)
    idents = ("fact-no-pilots-2022", "bottom-line-jp-2024-06-30", "bottom-line-jp-2025-02-28")
    assert [find(page, ident).get("hidden") is not None for ident in idents] == [True, True, False]


def test_a_chapter_begins_with_the_bottom_line(brief: Brief) -> None:
    """With its day, and whether a stance is newer."""
    page = tree(brief("report").out)
    japan, norway = (words(find(page, f"country-{code}")) for code in ("jp", "no"))
    assert "considers the charter. 2025-02-28" in japan
    assert "harbour court's hands. 2024-11, written before the last change" in norway


def test_a_chapter_says_up_to_when_a_country_was_searched(brief: Brief, tmp_path: Path) -> None:
    """Before the bottom line, where no stance could be set."""
    lines = "bottom_lines:\n  - {country: Kenya, date: 2025-02, text: Kenya looks on., evidence: [gazette]}\n"
    searched = "coverage:\n  searched: {until: 2025-02-28, countries: [Kenya]}\n"
    (tmp_path / "river.yaml").write_text(RIVER.replace("levels:", f"{searched}levels:") + lines, encoding="utf-8")
    page = tree(brief("report", "-d", str(tmp_path / "river.yaml")).out)
    assert "No stance found by a search up to 28 February 2025: Kenya. Kenya looks on." in words(
        find(page, "country-ke")
    )
    assert "Searched" not in words(find(page, "country-eg"))


def test_the_count_of_sources_is_that_of_those_listed(brief: Brief) -> None:
    """Those of superseded stances are among them."""
    page = tree(brief("report", "-c", "japan").out)
    assert len(rows(find(page, "sources"))[1:]) == 9
    assert re.search(r"[0-9]+ sources support current records \(9 in total\)\.", words(find(page, "about")))


def test_a_report_as_of_the_first_day_of_the_calendar(brief: Brief) -> None:
    """Ninety days before it there is none."""
    assert brief("report", "--as-of", "0001-01-01").code == 0


@pytest.mark.parametrize("name", ["x.docx", "report"])
def test_a_report_is_written_to_html_or_pdf_alone(name: str, brief: Brief, tmp_path: Path) -> None:
    """As in the other commands, a suffix that is of no possible format is a slip."""
    os.chdir(tmp_path)
    done = brief("report", "-o", name)
    assert (done.code, list(tmp_path.iterdir())) == (2, [])
    assert done.err in {
        "brief: use brief summary -o x.docx (a report is HTML or PDF)\n",
        "brief: report has no file extension, which sets the format. Possible: html, htm, pdf\n",
    }


def test_without_a_browser_there_is_no_pdf(brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names what prints one, and nothing is written."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    done = brief("report", "-o", str(tmp_path / "x.pdf"))
    assert (done.code, list(tmp_path.iterdir())) == (2, [])
    assert done.err == (
        "brief: PDF needs Chromium, Chrome or Edge, and none was found; write report.html and print it\n"
    )


@pytest.mark.parametrize(
    ("variable", "place"),
    [
        ("PATH", "msedge"),
        ("HOME", "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("HOME", "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
        ("PROGRAMFILES", "Google/Chrome/Application/chrome.exe"),
        ("PROGRAMFILES(X86)", "Microsoft/Edge/Application/msedge.exe"),
        ("LOCALAPPDATA", "Google/Chrome/Application/chrome.exe"),
    ],
)
def test_a_browser_is_found_where_macos_and_windows_have_it(
    variable: str, place: str, brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There it is not on PATH."""
    for name in ("PATH", "HOME"):
        monkeypatch.setenv(name, "/nonexistent")
    monkeypatch.setenv(variable, str(tmp_path))
    program = tmp_path / place
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text("#!/bin/sh\necho found >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    done = brief("report", "-o", str(tmp_path / "x.pdf"))
    assert done.err == f"brief: {program} cannot print the report: found\n"


def test_a_browser_that_fails_is_reported(brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its last words; what was in the file stays."""
    program, target = tmp_path / "chromium", tmp_path / "x.pdf"
    program.write_text("#!/bin/sh\necho starting >&2\necho no display >&2\nexit 1\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    target.write_text("before", encoding="utf-8")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    done = brief("report", "-o", str(target))
    assert (done.code, target.read_text(encoding="utf-8")) == (2, "before")
    assert done.err == f"brief: {program} cannot print the report: no display\n"


def test_without_the_script_no_stance_that_ended_is_among_those_in_force(brief: Brief) -> None:
    """The table is that of the day; the sections of the countries list what was before."""
    page = tree(brief("report").out)
    rows_ = [row for row in find(page, "stances").iter(f"{X}tr") if row.get("data-codes")]
    assert len([row for row in rows_ if "hidden" not in row.attrib]) == 11


def test_the_sign_of_a_level_has_at_most_24_bars(brief: Brief, tmp_path: Path) -> None:
    """However many levels there are; the first and the last level have one bar, and all of them."""
    path = tmp_path / "river.yaml"
    levels = "".join(f"  - {{id: l{number}, label: Level {number}, meaning: m}}\n" for number in range(60))
    path.write_text(RIVER.replace("grades:", f"{levels}grades:", 1), encoding="utf-8")
    page = tree(brief("report", "-d", str(path)).out)
    bars = {
        rank: [(part.get("class"), str(part.get("d")).count("M")) for part in find(page, f"_step-{rank}")]
        for rank in (1, 2, 31, 61)
    }
    assert bars == {
        1: [("on", 1), ("off", 23)],
        2: [("on", 1), ("off", 23)],
        31: [("on", 13), ("off", 11)],
        61: [("on", 24)],
    }
