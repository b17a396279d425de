"""Which characters are let through, and which are not."""

from __future__ import annotations

import re
import sys
import unicodedata

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from briefcli.characters import UNSAFE, is_formula, may_have_formula, printable, printable_line

#: All that Unicode calls Bidi_Control (https://www.unicode.org/reports/tr9/).
BIDI_CONTROL = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Format characters that names and sentences are written with.
WRITTEN = set("\xad\u200b\u200c\u200d\u2060")


def test_no_control_character_but_tab_and_newline_and_no_bidirectional_one_is_let_through() -> None:
    """Whatever Unicode calls a control, a separator of lines, or half of a character."""
    unsafe = re.compile(UNSAFE)
    refused = {char for char in map(chr, range(sys.maxunicode + 1)) if unsafe.search(char)}
    controls = {
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(char) in {"Cc", "Zl", "Zp", "Cs"}
    }
    assert controls - refused == {"\t", "\n"}
    assert refused >= BIDI_CONTROL
    assert not refused & WRITTEN
    assert not any(map(str.isprintable, refused))
    assert {unicodedata.category(char) for char in refused} == {"Cc", "Zl", "Zp", "Cs", "Cf", "Cn"}


def test_what_is_replaced_is_seen() -> None:
    """A line break is text in a cell, and none in a line of talk."""
    assert printable("a\x1b[31m\tb\nc") == "a\ufffd[31m\tb\nc"
    assert printable_line("a\x1b[31m\tb\nc") == "a\ufffd[31m\ufffdb\ufffdc"
    written = "\u06cc\u200c\u062e, Côte d'Ivoire, 🇳🇴, 👩\u200d🚀"
    assert printable(written) == written


@given(st.lists(st.text("=+-@\uff1d\t\n\x0b \u2028\u00a0\\\"',:[]{}a\u00e9", max_size=4), max_size=4))
def test_no_formula_in_json_is_overlooked(texts: list[str]) -> None:
    """The search in JSON, which is fast, finds whatever a look at each text finds."""
    for value in (texts, dict(enumerate(texts))):
        assert may_have_formula(msgspec.json.encode(value).decode()) >= any(map(is_formula, texts))
    assert not may_have_formula(msgspec.json.encode(['"Open war", it said', 'a:"b', "[x", "1 = 2"]).decode())
