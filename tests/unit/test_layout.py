"""Where text breaks into lines, and how the width of a table is shared."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from briefcli.render.layout import Layout, breaks


def lines(text: str, width: int) -> list[str]:
    """Return the lines of a text, as they are shown."""
    starts = [0, *breaks(text, width), len(text)]
    return [text[start:end].rstrip() for start, end in itertools.pairwise(starts)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 5, [""]),
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("one   two", 3, ["one", "two"]),
        ("a well-known fact", 8, ["a well-", "known", "fact"]),
        ("a - b", 3, ["a -", "b"]),
        ("on 2025-02-16", 9, ["on", "2025-02-16"]),
        ("F-16 or A-b", 7, ["F-16 or", "A-b"]),
        ("north/south", 6, ["north/", "south"]),
        ("https://example.org/a", 10, ["https://", "example.org/", "a"]),
        ("see /%e3/%83 or", 8, ["see /", "%e3/%83", "or"]),
        ("a\xa0b c", 3, ["a\xa0b", "c"]),
        ("japan-visit", 6, ["japan-visit"]),
        ("un-2025-06", 6, ["un-2025-06"]),
        ("one\n\ntwo", 9, ["one", "", "two"]),
        ("one\ntwo three", 5, ["one", "two", "three"]),
    ],
)
def test_a_line_ends_between_words_and_after_hyphens_and_slashes(
    text: str, width: int, expected: list[str]
) -> None:
    """Numbers and dates stay whole, and so does what a no-break space holds together."""
    assert lines(text, width) == expected


def test_what_names_a_row_breaks_last() -> None:
    """A line less elsewhere does not pay for that."""
    rows = [("Works against it", "Bans its own ships from the port or asks others to.")] * 2
    assert Layout([("Level", "Meaning"), *rows]).widths(60) == [16, 44]


@pytest.mark.parametrize("text", ["a" * 30, "one " + "a" * 30, "one\n" + "a" * 30])
def test_a_piece_that_is_wider_than_its_line_leaves_no_line_empty(text: str) -> None:
    """It sticks out, and the text ends there."""
    assert lines(text, 20) == text.split()


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("日本はタリバンと話した。", 22, ["日本はタリバンと話し", "た。"]),
        ("彼は「はい」と、言った", 6, ["彼は", "「は", "い」", "と、言", "った"]),
        ("ＡＢ（日本）、", 4, ["ＡＢ", "（日", "本）、"]),  # noqa: RUF001 - full width is meant
        ("話す。。話す", 4, ["話", "す。。", "話す"]),
        ("人々と人々", 4, ["人々", "と", "人々"]),
        ("ﾃﾞﾓ｡ﾃﾞﾓ", 3, ["ﾃﾞ", "ﾓ｡", "ﾃﾞﾓ"]),
        ("\U00020bb7野家\U00020bb7", 4, ["\U00020bb7野", "家\U00020bb7"]),
        ("か\u3099き", 2, ["か\u3099", "き"]),
        ("日本 (Japan)", 6, ["日本", "(Japan)"]),
        ("북한과 대화", 6, ["북한과", "대화"]),
    ],
)
def test_east_asian_text_breaks_between_characters(text: str, width: int, expected: list[str]) -> None:
    """No line begins with a closing mark or ends with an opening one, in full width and in half width."""
    assert lines(text, width) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("ประเทศไทย", 9, ["ประเทศไทย"]),
        ("ใน ประเทศไทย", 9, ["ใน", "ประเทศไทย"]),
        ("ประเทศไทย", 4, ["ประ", "เทศ", "ไทย"]),
        ("น้ำที่นี่", 2, ["น้ำ", "ที่นี่"]),
        ("พ.ศ.๒๕๖๘", 4, ["พ.ศ.", "๒๕๖๘"]),
        ("ປະເທດລາວ", 4, ["ປະເທ", "ດລາວ"]),
        ("កម្ពុជា។", 3, ["កម្ពុ", "ជា។"]),
        ("ABCDEไทย", 4, ["ABCDE", "ไทย"]),
        ("ไทย\u200bลาว", 4, ["ไทย\u200b", "ลาว"]),
    ],
)
def test_text_without_spaces_between_words_breaks_where_nothing_else_fits(
    text: str, width: int, expected: list[str]
) -> None:
    """No vowel or tone is parted from its consonant, and a piece that fits into a line is not broken."""
    assert lines(text, width) == expected


@given(st.text(st.sampled_from("ab -/\n日。「ｱไทยກ្ម๒\xa0\u0301x"), max_size=30), st.integers(1, 12))
def test_a_text_is_cut_into_lines_and_only_what_cannot_be_broken_is_wider(text: str, width: int) -> None:
    """No character is lost, whatever scripts are beside each other."""
    starts = [0, *breaks(text, width), len(text)]
    parts = [text[start:end] for start, end in itertools.pairwise(starts)]
    assert "".join(parts) == text
    assert "" not in parts[:-1]
    for part in parts:
        assert cell_len(part.rstrip()) <= width or breaks(part.rstrip(), width) == []


@pytest.mark.parametrize(
    ("rows", "room", "widths"),
    [
        ([["ab", "cd efg"]], 8, [2, 6]),
        ([["ab", "cd efg"]], 7, [2, 5]),
        ([["ab", "cd efg"]], 5, [2, 3]),
        ([["ab", "cd efg"]], 4, None),
        ([["a", "日本語"]], 3, [1, 2]),
        ([["a", "ไทยลาว"]], 3, [1, 2]),
        ([["a b", ""]], 2, [2, 0]),
    ],
)
def test_columns_are_as_wide_as_their_texts_or_as_wide_as_their_longest_piece_at_least(
    rows: list[list[str]], room: int, widths: list[int] | None
) -> None:
    """Where not even those pieces fit, there is no way to draw the table."""
    assert Layout(rows).widths(room) == widths


def test_the_widths_make_as_few_lines_as_can_be() -> None:
    """Room moves from one column to another where that saves lines; alike, each of these would have seven columns."""
    rows = [["xx xxxxx xxxxxx", "xxx x"], ["x xx", "xxxx xxx xxxxx xx"]]
    widths = Layout(rows).widths(14)
    assert widths == [6, 8]
    heights = [[len(lines(*cell)) for cell in zip(row, widths, strict=True)] for row in rows]
    assert heights == [[3, 1], [1, 2]]


def test_a_long_table_is_judged_by_its_first_rows_but_every_piece_fits() -> None:
    """What the widths are made for does not grow with the table."""
    rows = [["a b", "c d"]] * 60 + [["abcdefgh", "c d c d c d c d"]] * 100
    assert Layout(rows).widths(12) == [8, 4]
    rows = [["xx xxxxx xxxxxx", "xxx x"], ["x xx", "xxxx xxx xxxxx xx"]]
    assert Layout([*[["x", "x"]] * 58, *rows]).widths(14) == [6, 8]
    assert Layout([*[["x", "x"]] * 60, *rows]).widths(14) == [7, 7]
