"""Names and texts that mean the same, however they are spelt."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefcli.dossier.spelling import fold, fold_text


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


@given(st.text(max_size=30))
@example("Acme\N{TRADE MARK SIGN}")
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is its own folded form, so that what was folded before can be searched."""
    assert fold_text(fold_text(text)) == fold_text(text)
