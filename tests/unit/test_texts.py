"""The texts of records by their keys, and the words in them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefcli.dossier.spelling import fold_text
from briefcli.dossier.texts import Texts, WordIndex, Words
from briefcli.dossier.words import parse_words
from briefcli.errors import UsageError
from samples import RIVER, read

if TYPE_CHECKING:
    from briefcli.dossier.model import Record, Source

MORE = """\
terms: {concerns: {water: Water shares}, sectors: {energy: Energy}}
topics:
  - {kind: agenda, title: Filling, summary: How fast., countries: [Egypt, Sudan], credibility: 3,
     evidence: [{source: gazette, note: Asks for a year., locator: p. 3}]}
sectors:
  - {sector: energy, countries: [], initiative: A power line, outcome: Cheaper power, stage: proposed, credibility: 3,
     evidence: [gazette]}
events:
  - {date: 2025-02-16, title: Delegations meet, countries: [Egypt], evidence: [gazette]}
"""
DOSSIER = read(RIVER.replace("status:", "concerns: [water]\n    status:") + MORE)
OF_GAZETTE = [("title", "Talks resume"), ("publisher", "Example Gazette"), ("id", "gazette")]
CITED = [
    ("evidence.title", "Talks resume"),
    ("evidence.publisher", "Example Gazette"),
    ("evidence.source", "gazette"),
]


EGYPT = ("Egypt", "EGY", "Arab Republic of Egypt")
SUDAN = ("Sudan", "SDN", "Republic of the Sudan")


def test_each_text_is_under_its_key() -> None:
    """What says most comes first, what is not there is left out, and evidence comes last."""
    texts = Texts(DOSSIER)
    assert list(texts.of(DOSSIER.stances[0])) == [
        ("summary", "Sends a delegation."),
        ("status", "In talks"),
        ("level", "Holds talks"),
        ("concerns", "Water shares"),
        *[("country", name) for name in EGYPT],
        *CITED,
    ]
    assert list(texts.of(DOSSIER.topics[0])) == [
        ("summary", "How fast."),
        ("title", "Filling"),
        ("kind", "agenda"),
        *[("countries", name) for name in (*EGYPT, *SUDAN)],
        ("evidence.note", "Asks for a year."),
        ("evidence.locator", "p. 3"),
        *CITED,
    ]
    sector = [
        ("initiative", "A power line"),
        ("outcome", "Cheaper power"),
        ("stage", "proposed"),
        ("sector", "Energy"),
    ]
    assert list(texts.of(DOSSIER.sectors[0])) == [*sector, *CITED]
    assert list(texts.of(DOSSIER.events[0])) == [
        ("title", "Delegations meet"),
        *[("countries", name) for name in EGYPT],
        *CITED,
    ]
    assert list(texts.of(DOSSIER.sources[0])) == OF_GAZETTE


@pytest.mark.parametrize(
    ("word", "text", "marked"),
    [
        ("cafe", "Un café.", ["café"]),
        ("café", "un CAFE", ["CAFE"]),
        ("cafe", "cafe\u0301s", ["cafe\u0301"]),
        ("e\u0301tat", "l'état", ["état"]),
        ("strasse", "Große Straße 1", ["Straße"]),
        ("straße", "STRASSE", ["STRASSE"]),
        ("stras", "Straße", ["Straß"]),
        ("istanbul", "İstanbul, Istanbul", ["İstanbul", "Istanbul"]),
        ("turkiye", "Türkiye", ["Türkiye"]),
        ("office", "o\ufb03ce of \ufb01sh", ["o\ufb03ce"]),
        ("f", "\ufb01f", ["\ufb01"]),
        ("human rights", "Human\nrights; human  rights; humanrights", ["Human\nrights", "human  rights"]),
        ("ban", "The Taliban ban, banned in Urban; _ban", ["ban", "ban", "ban"]),
        ("2", "1.2, 12", ["2"]),
        ("外務", "日本の外務省", ["外務"]),
        ("c++ (x|y)", "C++ (X|Y).", ["C++ (X|Y)"]),
        (".", "\u2026", ["\u2026"]),
        ("agrees to", "agrees\u200b to, agrees\u2060\xa0to", ["agrees\u200b to", "agrees\u2060\xa0to"]),
        ("recognized", "recognised and Recognized", ["recognised", "Recognized"]),
        ("analyse organisation", "It analyzes; analyze organizations", ["analyze organization"]),
        ("israel", "Izrael, Israel", ["Israel"]),
        ("aid", "", []),
        ("aid", "said", []),
    ],
)
def test_a_word_is_marked_in_the_text_as_it_is_written(word: str, text: str, marked: list[str]) -> None:
    """Case, accents and spaces do not matter; a letter that folds to two is marked whole."""
    words = Words([word])
    assert [text[start:end] for start, end in words.spans(text)] == marked
    assert words.within(text) == ({word} if marked else set())


def test_the_longest_of_several_words_is_marked() -> None:
    """Marks never overlap, also where a word begins within the last letter of another."""
    assert Words(["human", "human rights"]).spans("human rights") == ((0, 12),)
    assert Words(["s", "外ß"]).spans("外ßß") == ((0, 2),)


def test_all_words_may_be_in_several_texts() -> None:
    """A phrase has to be in one of them."""
    words = Words(["human rights", "aid"])
    assert words.within("Aid", "Human rights") == {"human rights", "aid"}
    assert words.within("Human rights") == {"human rights"}
    assert words.within("Aid to human", "rights") == {"aid"}
    assert words.within("aids", "rights") == {"aid"}


@given(st.text())
def test_a_text_folds_letter_by_letter(text: str) -> None:
    """So that a place in the folded text can be traced back to its letter."""
    assert "".join(map(fold_text, text)) == fold_text(text)


@given(st.lists(st.text("aßeéİ \u0301.外ﬁ", min_size=1), min_size=1), st.text("aAssßeéÉİ \u0301\n.外ﬁ…"))
def test_every_span_holds_a_word_and_spans_are_apart(typed: list[str], text: str) -> None:
    """Each span folds to something with a word in it, in order; where a word is within, there is a span."""
    try:
        words = parse_words(typed)
    except UsageError:
        return
    spans = words.spans(text)
    assert all(words.within(" " + text[start:end]) for start, end in spans)
    assert [cut for span in spans for cut in span] == sorted(cut for span in spans for cut in span)
    assert all(start < end for start, end in spans)
    assert bool(spans) == bool(words.within(text))
    assert not any(unicodedata.combining(text[end]) for _, end in spans if end < len(text))


@pytest.mark.parametrize(
    "word", ["delegation", "talks", "water", "egy", "filling", "agenda", "proposed", "p. 3", "gazette"]
)
def test_a_record_has_the_words_of_all_its_texts(word: str) -> None:
    """Those of its own, the labels and names that it shares with others, and those of its sources."""
    words, texts = Words([word, "how fast"]), Texts(DOSSIER)
    sought = WordIndex(DOSSIER, words)
    everything: list[Record | Source] = [*DOSSIER.records, *DOSSIER.sources]
    found = [sought.of(one) for one in everything]
    assert found == [words.within(*(text for _, text in texts.of(one))) for one in everything]
    assert any(word in one for one in found)
