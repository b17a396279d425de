"""What holds of the bundled dossiers however their curators correct them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from briefcli import load
from briefcli.dossier.kinds import own_texts
from briefcli.dossier.model import Sector, SourceKind, Stance, Topic, TopicKind, Verdict, count_publishers
from samples import BUNDLED

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcli.dossier.model import Dossier
    from conftest import Result

VISIT, WORLD, BAN = load("japan-visit"), load("world"), load("nuclear-ban")
RECORDS: list[Stance | Topic | Sector] = [*VISIT.stances, *VISIT.topics, *VISIT.sectors]
#: What the article claims, each compared with other coverage.
CLAIMS = [record for record in RECORDS if record.evidence[0].source == "article"]
PAGES = (
    "stances --history --evidence",
    "topics",
    "sectors",
    "events",
    "sources",
    "summary",
    "country japan",
    "compare japan china russia us",
    "matrix",
    "matrix --by sectors",
    "changes --since 2023",
    "search ministry",
)


@pytest.mark.parametrize("dossier", BUNDLED)
def test_it_passes_the_strict_check(dossier: str, brief: Callable[..., Result]) -> None:
    """No error and no warning."""
    result = brief("check", "--strict", "--today", "2026-12-31", dossier)
    assert result.code == 0, result.out


@pytest.mark.parametrize("width", ["60", "120"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("dossier", BUNDLED)
def test_every_page_fits_its_terminal(
    dossier: str, page: str, width: str, brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No line is wider than the terminal, except for a long piece of an address and a command to copy."""
    monkeypatch.setenv("COLUMNS", width)
    result = brief(*page.split(), "-d", dossier, "-f", "table")
    assert (result.code, result.err) == (0, "")
    wide = [line for line in result.out.splitlines() if cell_len(line) > int(width)]
    assert [line for line in wide if len(line.split()) > 1 and not line.startswith("brief ")] == []


@pytest.mark.parametrize("as_of", ["2021-12", "2024", "2026-06-23"])
def test_the_ladder_on_a_day(as_of: str, brief: Callable[..., Result]) -> None:
    """The stance in force is the newest that had begun, for each country."""
    rows = brief("stances", "-d", "world", "--as-of", as_of, "--columns", "code,since,level", "--no-header").out
    expected: dict[str, str] = {}
    for stance in sorted(WORLD.stances, key=lambda stance: stance.since):
        if stance.since <= as_of or stance.since.startswith(as_of):
            expected[stance.country] = f"{stance.country}\t{stance.since}\t{stance.level}"
    assert sorted(rows.splitlines()) == sorted(expected.values())


def test_the_world_is_there() -> None:
    """Japan, its neighbours and those of Afghanistan among dozens of countries, and what several of them discuss."""
    countries = {stance.country for stance in WORLD.stances}
    assert countries >= {"CN", "EU", "IN", "IR", "JP", "KZ", "PK", "QA", "RU", "TJ", "TM", "UN", "US", "UZ"}
    assert len(countries) >= 40
    assert len([topic for topic in WORLD.topics if len(topic.countries) > 1]) >= 12


def test_the_rows_of_the_article_are_there() -> None:
    """Each of its countries and kinds of topics, what is planned with Japan, and what with partners in general."""
    assert {claim.countries for claim in CLAIMS} >= {("JP",), ("US",), ("PK",), ("CN",), ()}
    assert {topic.kind for topic in VISIT.topics} == set(TopicKind)
    assert {len(record.countries) for record in VISIT.sectors} == {0, 1}


def test_every_claim_of_the_article_is_compared_with_others() -> None:
    """Contradicted claims are doubtful at best, corroborated ones have another source that supports them."""
    for claim in CLAIMS:
        others = {item.verdict for item in claim.evidence[1:]}
        assert others
        assert claim.credibility >= 4 or Verdict.CONTRADICTS not in others
        assert claim.credibility > 2 or Verdict.SUPPORTS in others


def test_the_article_itself_cannot_be_judged() -> None:
    """It has no address and no date, and its title is in brackets."""
    (article,) = [source for source in VISIT.sources if source.id == "article"]
    assert (article.url, article.date, article.kind, article.reliability) == (None, None, "aggregator", "F")
    assert article.title.startswith("[")


@pytest.mark.slow
@pytest.mark.parametrize("dossier", BUNDLED)
def test_a_short_page_fits_on_a_sheet_of_paper(
    dossier: str, brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At most 50 lines of 100 columns, for each country that there is something on."""
    monkeypatch.setenv("COLUMNS", "100")
    known = load(dossier)
    codes = {code for record in known.records for code in record.countries}
    lines = {
        code: brief("country", code, "-d", dossier, "--short", "-f", "table").out.splitlines() for code in codes
    }
    assert {code: len(page) for code, page in lines.items() if not 4 < len(page) <= 50} == {}


def test_the_world_fits_on_two_screens(brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """With every country, its level, since when, its status and grade; --wide adds the concerns."""
    monkeypatch.setenv("COLUMNS", "100")
    lines = brief("stances", "-d", "world", "-f", "table").out.splitlines()
    assert len(lines) <= 85
    rows = csv.DictReader(io.StringIO(brief("stances", "-d", "world", "-f", "csv").out))
    cells = [row[key] for row in rows for key in ("level_label", "level_since", "grade")]
    assert [cell for cell in cells if cell not in "\n".join(lines)] == []
    assert "Concerns" not in "\n".join(lines)
    assert "Concerns" in brief("stances", "-d", "world", "-f", "table", "--wide").out


def test_the_parties_of_the_nuclear_ban_are_those_of_the_depositary() -> None:
    """On the day of the dossier its own counts are the newest official ones, and three states were searched for."""
    levels = Counter(stance.level for stance in newest(BAN))
    coverage = BAN.coverage
    assert coverage
    assert coverage.of
    assert coverage.searched
    counts = {count.levels: count.count for count in coverage.official if count.date == BAN.as_of}
    assert counts == {("party",): levels["party"], ("signed", "party"): levels["party"] + levels["signed"]}
    assert levels.total() + len(coverage.searched.countries) == coverage.of.count


def test_each_party_to_the_high_seas_treaty_signed_before_or_says_why_not() -> None:
    """It has a stance for the day on which it signed, or one that says that it acceded or that no day was found."""
    stances = load("high-seas").stances
    signed = {stance.country for stance in stances if stance.level == "signed"}
    said: dict[str, str] = {}
    for stance in stances:
        said[stance.country] = f"{said.get(stance.country, '')} {stance.status} {stance.summary}"
    parties = {stance.country for stance in stances if stance.level == "ratified"} - signed
    words = re.compile(
        "signed (before|earlier)|had signed|without having signed|[Ss]igned and (ratified|deposited)|did not sign"
    )
    assert sorted(country for country in parties if not words.search(said[country])) == []


def newest(dossier: Dossier) -> list[Stance]:
    """Return the newest stance of each country."""
    return list(
        {stance.country: stance for stance in sorted(dossier.stances, key=lambda item: item.since)}.values()
    )


@pytest.mark.parametrize("dossier", BUNDLED)
def test_a_newest_stance_has_two_publishers_or_the_record_itself(dossier: str) -> None:
    """Or it is graded 3: the record is the list of the depositary, or the report of the meeting."""
    known = load(dossier)
    sources = {source.id: source for source in known.sources}
    alone = []
    for stance in newest(known):
        supporting = [sources[item.source] for item in stance.evidence if item.verdict is Verdict.SUPPORTS]
        official = [source.publisher for source in supporting if source.kind is SourceKind.OFFICIAL]
        recorded = any(publisher.startswith("United Nations") for publisher in official)
        if stance.credibility < 3 and not recorded and count_publishers(supporting) < 2:
            alone.append(stance.id)
    assert alone == []


@pytest.mark.parametrize("dossier", BUNDLED)
def test_no_sentence_is_long_and_no_title_is_foreign(dossier: str) -> None:
    """At most 30 words; a source in another language has its title in English, too."""
    known = load(dossier)
    texts = [text for record in known.records for _, text in own_texts(record)]
    texts += [item.note for record in known.records for item in record.evidence if item.note]
    texts += [known.summary, *known.rules]
    texts += [known.coverage.note or ""] if known.coverage else []
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s+", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 30] == []
    assert [s.id for s in known.sources if not s.language or (s.language != "en" and not s.title_en)] == []


def test_a_publisher_is_of_one_kind_in_all_dossiers() -> None:
    """And a reprint is named after the publisher whose report it carries: "AFP via Dawn"."""
    kinds: dict[str, set[SourceKind]] = {}
    for dossier in map(load, BUNDLED):
        for source in dossier.sources:
            kinds.setdefault(source.publisher, set()).add(source.kind)
    assert {publisher: found for publisher, found in kinds.items() if len(found) > 1} == {}
    reprints = {publisher for publisher, found in kinds.items() if SourceKind.REPRINT in found}
    assert {name for name in reprints if re.fullmatch(r".*\((?!citing|Wikisource).*\)", name)} == set()


def test_what_the_world_dossier_calls_probable_has_two_independent_publishers() -> None:
    """Its own rule: state media do not count, whoever reprints them, and a level that is carried has its record named."""
    sources = {source.id: source for source in WORLD.sources}
    agencies = re.compile(r"^(WAM|Xinhua|TASS|IRNA|SPA|QNA|Bakhtar|CGTN|Saudi Press Agency)\b")
    few = []
    for stance in newest(WORLD):
        supporting = [sources[item.source] for item in stance.evidence if item.verdict is Verdict.SUPPORTS]
        free = [one for one in supporting if one.kind is not SourceKind.STATE_MEDIA]
        free = [one for one in free if not agencies.match(one.publisher)]
        official = any(one.kind is SourceKind.OFFICIAL for one in supporting)
        if stance.credibility < 3 and not official and count_publishers(free) < 2:
            few.append(stance.id)
    assert few == []


def test_each_country_of_the_world_dossier_has_a_bottom_line() -> None:
    """Those without a stance, too, which are listed as searched; each has two or three sentences."""
    lines = {line.country: line.text for line in WORLD.bottom_lines}
    searched = set(WORLD.coverage.searched.countries) if WORLD.coverage and WORLD.coverage.searched else set()
    assert {stance.country for stance in WORLD.stances} <= lines.keys()
    letter = {country for topic in WORLD.topics for country in topic.countries} - {
        s.country for s in WORLD.stances
    }
    assert letter <= searched & lines.keys()
    counts = Counter(len(re.split(r"(?<=[.!?])\s+", text)) for text in lines.values())
    assert set(counts) <= {2, 3}
