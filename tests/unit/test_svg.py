"""Texts in pictures."""

from __future__ import annotations

import pytest

from briefcli.report import svg


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("Kabul", 100, "Kabul"), ("Kabul and Doha", 43, "Kabul…"), ("Kabul", 5, "…"), ("", 0, "")],
)
def test_a_text_is_cut_where_it_is_too_wide(text: str, width: float, expected: str) -> None:
    """The ellipsis has its place, and no space is before it."""
    assert svg.cut(text, width, 10) == expected
    assert svg.width_of(expected, 10) <= max(width, svg.width_of("…", 10))


def test_a_long_text_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of thousands of countries would otherwise be measured again for each letter that is cut off."""
    measured = 0
    width = svg._width  # noqa: SLF001 - what is counted

    def counted(char: str) -> int:
        nonlocal measured
        measured += 1
        return width(char)

    monkeypatch.setattr(svg, "_width", counted)
    assert svg.cut("Kabul, " * 1000, 300, 10).endswith("…")
    assert measured < 3 * 7000
