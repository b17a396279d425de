"""What `search` finds and how it shows it, whole."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from samples import RIVER
from test_hostile import HOSTILE, Elements

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

ASKED = ["search", "harbour court", "fish"]


def names(brief: Callable[..., Result], *arguments: str) -> list[str]:
    """Return the names of what is found, each behind its kind."""
    result = brief("search", *arguments, "-f", "json")
    assert (result.code, result.err) == (0, "")
    return [f"{record['kind']}: {record['record']}" for record in json.loads(result.out)]


@pytest.mark.parametrize("words", ["[/]", "<script>", "] ( and [^2]: *", "|", "`x`", "\\", "b"])
def test_marks_become_no_markup(words: str, brief: Callable[..., Result]) -> None:
    """HTML has no element of the data but the marks, and Markdown no bare tag or cell."""
    elements = Elements()
    elements.feed(brief("search", words, "-d", str(HOSTILE), "-f", "html").out)
    assert elements.names.isdisjoint({"script", "b", "i", "img", "h3", "red"})
    text = brief("search", words, "-d", str(HOSTILE), "-f", "md").out
    rows = [len(re.findall(r"(?<!\\)\|", line)) for line in text.splitlines() if line.startswith("|")]
    assert len(set(rows)) <= 1
    assert re.search(r"(?<!\\)[<`]", text) is None
    assert brief("search", words, "-d", str(HOSTILE), "-f", "table").code == 0


def test_words_are_bold_and_underlined_on_a_terminal(process: Callable[..., Result]) -> None:
    """Colour has no part in it, and without styles the words are the same."""
    shown = process(*ASKED, "-f", "table", FORCE_COLOR="1").out
    marked = re.findall(r"\x1b\[1;4m(.*?)\x1b\[", shown)
    assert {text.lower() for text in marked} == {"harbour court", "fish"}
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == process(*ASKED, "-f", "table").out
    assert "\x1b[" not in process(*ASKED, "-f", "table", NO_COLOR="1").out


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (
            ["minato"],
            [
                "stance: Japan, Liaison office (連絡事務所)",
                "sector: Training of pilots and crews",
                "event: Japan opens its liaison office",
                "bottom-line: Japan, bottom line of 2025-02-28",
                "source: 港の新聞, 政府、塩の島に連絡事務所を開設へ",
            ],
        ),
        (["LIAISON", "eastern quay"], ["stance: Japan, Liaison office (連絡事務所)"]),
        (['"harbour court" reservation'], ["stance: Norway, Signed, with a reservation on fish"]),
        (["Cöte", "ships left"], ["stance: Côte d'Ivoire, First calls"]),
        (["pilots", "-c", "cz", "--credibility", "1"], []),
    ],
)
def test_what_has_all_the_words_is_found(
    arguments: list[str], found: list[str], brief: Callable[..., Result]
) -> None:
    """Case, accents and the order of words do not matter, but a phrase is kept as it is."""
    if found:
        assert names(brief, *arguments) == found
    else:
        assert brief("search", *arguments, "--no-header").out == ""


def test_a_source_is_found_by_its_own_texts_and_a_record_by_those_of_its_sources_too(
    brief: Callable[..., Result],
) -> None:
    """The fields say where: those of a source that a record cites are under its evidence."""
    out = brief("search", "marsad", "-f", "json").out
    assert [(record["id"], record["fields"], record["excerpt_field"]) for record in json.loads(out)] == [
        ("stance-eg-2024-09", ["evidence.source", "evidence.url"], "evidence.source"),
        ("marsad", ["id", "url"], "id"),
    ]


@pytest.mark.parametrize(
    ("arguments", "kinds"),
    [
        (["-c", "norway"], {"stance", "event", "bottom-line", "fact", "vote", "source"}),
        (["--source", "wire-office"], {"stance", "sector", "event", "bottom-line", "source"}),
        (["--source", "bulletin", "-c", "fr"], set()),
        (["--credibility", "1"], {"stance", "event", "source"}),
        (["--grep", "river fleet"], {"stance"}),
    ],
)
def test_the_filters_narrow_what_is_found(
    arguments: list[str], kinds: set[str], brief: Callable[..., Result]
) -> None:
    """Each keeps fewer records than the search alone, all of which that has."""
    everything = brief("search", "office", "--no-header").out.splitlines()
    kept = brief("search", "office", *arguments, "--no-header").out.splitlines()
    assert set(kept) < set(everything)
    assert {line.split("\t")[0] for line in kept} == kinds


def test_a_superseded_stance_is_found_with_the_day_it_ended(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Every record is searched, and what no longer holds says so."""
    path = tmp_path / "river.yaml"
    later = RIVER.partition("stances:\n")[2].replace("since: 2025-02", "since: 2025-02-20")
    path.write_text(RIVER + later, encoding="utf-8")
    out = brief("search", "delegation", "-d", str(path), "--columns", "record,date,until", "--no-header").out
    assert out == "Egypt, In talks\t2025-02-20\t\nEgypt, In talks\t2025-02\t2025-02-20\n"
    page = brief("search", "delegation", "-d", str(path), "-f", "table").out
    assert (page.count("Egypt, In talks"), page.count("Egypt, In talks (until 20 February 2025)")) == (2, 1)
    assert "2 results: 2 stances. No longer current: 1.\n" in page


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["zebra"], "Nothing contains 'zebra'."),
        (
            ["court", "office zebra"],
            "Nothing contains all the words; 'court' alone finds 12, 'office zebra' alone finds 0.",
        ),
        (
            ["liaison", "quay", "-c", "egypt"],
            "Nothing matches; with another --country there would be 1 stance (Japan).",
        ),
        (
            ["court", "rules", "--as-of", "2021"],
            "Nothing matches; on a later day than 2021 there would be 1 event.",
        ),
    ],
)
def test_nothing_found_is_a_header_and_a_sentence(
    arguments: list[str], told: str, brief: Callable[..., Result]
) -> None:
    """The sentence says what fewer words or other filters would find."""
    assert brief("search", *arguments, "--columns", "kind,record") == (0, "kind\trecord\n", told + "\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["search"], "brief: search needs WORDS...; for example: brief search scholarship"),
        (["search", '""'], "brief: search needs at least one word"),
        (["search", "aid", "--sort", "x"], "brief: unknown column 'x'. Possible: kind, record, "),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(
    arguments: list[str], told: str, brief: Callable[..., Result]
) -> None:
    """A search for nothing is not a search for everything."""
    result = brief(*arguments)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert result.err.startswith(told)


def test_what_is_sorted_shows_its_kind_in_a_column(brief: Callable[..., Result]) -> None:
    """Headings are for neighbours of one kind."""
    lines = brief("search", "japan", "--sort=-date", "--limit", "3", "-f", "table").out.splitlines()
    assert lines[4].split()[:2] == ["Kind", "Record"]
    assert not {"Stances", "Topics", "Sectors", "Events", "Bottom lines", "Facts", "Votes", "Sources"} & set(lines)
    assert any(line.startswith("3 of ") for line in lines)


def test_a_terminal_shows_the_best_ten_and_how_many_more_there_are(brief: Callable[..., Result]) -> None:
    """A title goes before a text and a text before evidence, newer before older; scripts get all in the old order."""
    told = brief("search", "taliban", "-d", "world", "-f", "table").out
    rows = [
        line for line in told.splitlines() if re.match(r"(Stance|Topic|Sector|Event|Vote|Fact|Bottom)\b", line)
    ]
    dates = [re.split(r"  +", row)[1] for row in rows]
    everything = brief("search", "taliban", "-d", "world").out.splitlines()[1:]
    count = len(everything)
    assert len(rows) == 10
    assert dates == sorted(dates, reverse=True)
    assert (
        told.index(f"{count} results: ") < told.index("Kind") < told.index(f"{count - 10} more; add -n {count} ")
    )
    assert everything[0].startswith("stance\t")
    assert f"{count - 2} more; " in brief("search", "taliban", "-d", "world", "-n", "2", "-f", "table").out


def test_a_long_sentence_full_of_a_word_is_one_excerpt(process: Callable[..., Result]) -> None:
    """Of 20,000 places the first is shown, with what is in reach of it."""
    text = RIVER.replace("Sends a delegation.", "water and more " * 20_000)
    result = process("search", "water", "-d", "-", "--columns", "excerpt", "--no-header", stdin=text)
    assert result == (0, "water and more water and more water and more water and more …\n", "")
