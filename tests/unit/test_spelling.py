"""Names and texts that mean the same, however they are spelt."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefcli.dossier.spelling import as_id, fold, fold_text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Côte d'Ivoire", "cote d ivoire"),
        ("The Netherlands", "netherlands"),
        ("the", "the"),
        ("Guinea-Bissau ", "guinea bissau"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("日本", "日本"),
        ("...", ""),
    ],
)
def test_a_name_is_compared_without_case_accents_and_punctuation(name: str, expected: str) -> None:
    """So that its spellings are one name; an article before it does not count."""
    assert fold(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("The São Tomé Wire, 2025-02", "sao-tome-wire-2025-02"), ("日本 Wire", "wire"), ("日本", "")],
)
def test_an_id_is_made_of_small_letters_digits_and_hyphens(text: str, expected: str) -> None:
    """Of a script that has none of them nothing is left."""
    assert as_id(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tashkent\u2019s", "tashkent's"),
        ("\u02bbAbd al-Q\u0101dir", "'abd al\u2011qadir"),
        ("\u201cNo\u201d \u2013 \xabnyet\xbb", '"no" - "nyet"'),
        ("\u0141\xf3d\u017a, Troms\xf8, \u0110oko, \u0130\u0131", "lodz, tromso, doko, ii"),
        ("\xdeorl\xe1kur, \xc6r\xf8", "thorlakur, aero"),
        ("\u06a9\u0627\u0628\u0644\u06cc", "\u0643\u0627\u0628\u0644\u064a"),
        ("\u0645\u06cc\u200c\u0631\u0648\u062f", "\u0645\u064a\u0631\u0648\u062f"),
        ("\u0643\u0640\u0640\u0627\u0628\u0644", "\u0643\u0627\u0628\u0644"),
        ("\u06f2\u06f0\u06f2\u06f5", "2025"),
        ("\u0442\u0451\u0442\u044f", "\u0442\u0435\u0442\u044f"),
        ("\uff2b\uff41\uff42\uff55\uff4c \uff76\uff8c\uff9e\uff99", "kabul \u30ab\u30d5\u30eb"),
        ("co\xadoperation\xa0\u2026", "cooperation ..."),
    ],
)
def test_what_is_written_for_one_another_is_alike(one: str, other: str) -> None:
    """Curly and straight, long and short, with a stroke or without, of one keyboard or another."""
    assert fold_text(one) == fold_text(other)


@given(st.text(max_size=30))
@example("Acme\N{TRADE MARK SIGN}")
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is its own folded form, so that what was folded before can be searched."""
    assert fold_text(fold_text(text)) == fold_text(text)
