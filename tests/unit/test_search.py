"""What a search shows of what it finds: the name, the fields, and a passage with the words marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefcli import load
from briefcli.dossier import queries
from briefcli.dossier.filters import Query
from briefcli.dossier.past import Snapshot
from briefcli.dossier.spelling import fold_text
from briefcli.dossier.texts import Texts
from briefcli.dossier.words import parse_words
from briefcli.page import Marked, Term
from briefcli.pages import search
from briefcli.pages.search import search_page
from briefcli.pages.tables import ListingOptions
from samples import FROZEN, RIVER, read

if TYPE_CHECKING:
    from briefcli.page import Cell, Table

DOSSIER = load(FROZEN)


@pytest.mark.parametrize(
    ("summary", "words", "excerpt"),
    [
        ("Talks. It sends envoys, again. More talks.", ["envoys"], "… It sends **envoys**, again."),
        ("It sends envoys. Then the minister goes, with envoys.", ["envoys", "minister"],
         "… Then the **minister** goes, with **envoys**."),
        ("Talks. =1+1 follows here.", ["follows"], "… =1+1 **follows** here."),
        (f"{'before ' * 12}the envoys {'behind ' * 12}it.", ["envoys"],
         f"… {'before ' * 7}the **envoys**{' behind' * 8} …"),
        (f"The envoys {'behind ' * 20}it.", ["envoys"], f"The **envoys**{' behind' * 8} …"),
        (f"{'外' * 200}使節{'務' * 200}", ["使節"], f"… {'外' * 60}**使節**{'務' * 60} …"),
        ("|\n      It sends\n      its first envoys.", ["first envoys"], "It sends its **first envoys**."),
        ("使節が来る。それから大臣が行く。また来る。", ["大臣"], "… それから**大臣**が行く。"),
        ("جاء الوفد؟ عاد الوزير. انتهى.", ["الوزير"], "… عاد **الوزير**."),
        (f"{'before ' * 11}the envoys. After.", ["envoys"], f"{'before ' * 11}the **envoys**."),
        ("Nothing.", ["egypt"], None),
        ("Egypt sends nobody.", ["egypt"], "**Egypt** sends nobody."),
        ("Nothing.", ["gazette"], "Example **Gazette**"),
    ],
)  # fmt: skip
def test_an_excerpt_is_the_sentence_or_what_is_in_reach(
    summary: str, words: list[str], excerpt: str | None
) -> None:
    """It shows most of the words that the name of the record lacks, and is nothing where it would add nothing."""
    dossier = read(RIVER.replace("Sends a delegation.", summary))
    body = search_page(
        [(Snapshot(dossier), Query())], ListingOptions(columns=("kind", "excerpt")), parse_words(words)
    ).table
    told = [cell for kind, cell in body.rows if isinstance(kind, Term) and kind.id == "stance"]
    assert [marked(cell) for cell in told] == [excerpt]


def test_an_address_that_adds_no_word_is_no_excerpt() -> None:
    """The name says as much."""
    dossier = read(RIVER.replace("title: Talks resume", "title: Talks resume, url: https://example.org/egypt"))
    body = search_page(
        [(Snapshot(dossier), Query())], ListingOptions(columns=("kind", "excerpt")), parse_words(["egypt"])
    ).table
    assert [marked(row[1]) for row in body.rows] == [None, "https://example.org/**egypt**"]


def test_what_is_left_out_is_counted_and_costs_no_excerpt(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word may be in every record of many dossiers."""
    excerpt = mock.Mock(return_value=("summary", "A passage."))
    monkeypatch.setattr(search, "_excerpt", excerpt)
    page = search_page([(Snapshot(DOSSIER), Query())], ListingOptions(limit=2), parse_words(["a"]))
    assert (len(page.table.rows), excerpt.call_count) == (2, 2)
    number = len(queries.search(DOSSIER, Query(), parse_words(["a"])))
    assert page.footer.startswith(f"2 of {number} results")
    best = search_page([(Snapshot(DOSSIER), Query())], ListingOptions(limit=1), parse_words(["a"]), best=True)
    assert (len(best.table.rows), best.footer.startswith(f"{number - 1} more")) == (1, True)
    assert excerpt.call_count <= 3


def marked(cell: Cell) -> str | None:
    """Return a cell with stars around what is marked in it."""
    if not isinstance(cell, Marked):
        return None
    return "".join(f"**{part}**" if is_marked else part for part, is_marked in cell.parts())


def marked_cells(page_body: Table) -> list[Marked]:
    """Return the cells with marks."""
    return [cell for row in page_body.rows for cell in row if isinstance(cell, Marked)]


TEXTS = sorted({text for record in DOSSIER.records for _, text in Texts(DOSSIER).of(record)})
WORDS = sorted({word for text in TEXTS for word in re.findall(r"\w[\w'-]*", text)})


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2))
def test_every_mark_is_a_word_and_every_word_is_somewhere(typed: list[str]) -> None:
    """What is found has all the words by itself, every mark is one of them, and --grep finds it too."""
    words = parse_words(typed)
    page = search_page([(Snapshot(DOSSIER), Query())], ListingOptions(), words)
    found = queries.search(DOSSIER, Query(), words)
    assert len(page.table.rows) == len(found)
    for cell in marked_cells(page.table):
        assert cell.spans == words.spans(cell.text)
        assert all(words.within(cell.text[start:end]) for start, end in cell.spans)
    for word in words:
        asked = Query(texts=(fold_text(word),), history=True)
        grepped = [*queries.everything(DOSSIER, asked), *queries.sources(DOSSIER, asked)]
        assert all(record in grepped for record in found)
