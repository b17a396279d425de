"""Plain text, as a mail shows it."""

from __future__ import annotations

from rich.cells import cell_len

from briefcli.page import (
    About,
    Bar,
    Bars,
    Brief,
    Grade,
    KeyValues,
    Link,
    Listing,
    Section,
    Table,
    Term,
)
from briefcli.render.form import RenderOptions
from briefcli.render.plaintext import plain_text
from unit.test_drawing import citation, column, note, table


def lines(page: Listing | Brief) -> list[str]:
    """Return a page by lines."""
    text = plain_text(page, RenderOptions())
    assert text.endswith("\n")
    return text.splitlines()


def test_a_listing_is_an_item_a_row() -> None:
    """In one line where all fit into one; groups have headings, and addresses are below."""
    rows = table(("Japan", Term("t", "Talks")), ("Norway", Term("m", "Mission")), groups=("G", "H"))
    assert lines(Listing("Who", About(("nile",), "2025"), rows, footer="2 rows.")) == [
        *("Who", "===", "", "Dossier nile, as of 2025", ""),
        *("G", "-", "", "- Japan: Talks.", "", "H", "-", "", "- Norway: Mission.", "", "2 rows."),
    ]
    linked = table((Link("The dam", "https://example.org/" + "x" * 80), "2025"))
    assert lines(Listing("Who", About(), linked))[3:] == ["- The dam: 2025.", f"  https://example.org/{'x' * 80}"]
    below = Table(
        (column("year"), column("title", below=True)), (("2025", Link("The dam", "https://example.org")),)
    )
    assert lines(Listing("Who", About(), below))[3:] == ["- 2025", "  The dam", "  https://example.org"]


def test_a_brief_is_read_from_top_to_bottom() -> None:
    """Facts are lines, counts say what was counted, and a note has its number and its address."""
    facts = KeyValues(
        (column("a"), column("b")), (Grade("F5", "bad", "whole"), (citation("z"), citation("y", "partly")))
    )
    bars = Bars((Bar(Term("a", "A"), 2, ("one", "two")), Bar(Term("b", "B"), 0, ())), column("x"))
    sections = (Section("f", "F", facts), Section("b", "B", bars), Section("l", "L", ("One.", "Two.")))
    notes = (note(1, "z", "https://example.org", "2025", "Says so."),)
    assert lines(Brief("T", About(), sections, notes)) == [
        *("T", "=", "", "F", "-", "", "A: F5 whole", "B: [1], The y partly", ""),
        *("B", "-", "", "- A: 2 (one, two)", "- B: 0", "", "L", "-", "", "- One.", "- Two.", ""),
        *("Sources", "-------", "", "[1] The z, Title, 2025.", "  https://example.org"),
        *("  Reliability B, usually reliable; supports, supports in part.", "  Says so."),
    ]


def test_no_line_is_wider_than_a_mail() -> None:
    """Ideographs take two columns; further lines are indented, and nothing can drive what shows them."""
    text = "The gauge is read twice a day \x1b[31m and the figures go to all who share the river. " * 3
    rows = Table((column("name"), column("text")), (("ダムの下流の国々" * 8, text),))
    shown = lines(Listing("T", About(), rows))[3:]
    assert max(map(cell_len, shown)) in range(60, 73)
    assert shown[0].startswith("- ダ")
    assert all(line.startswith("  ") for line in shown[1:])
    assert "\x1b" not in "".join(shown)
    assert "".join("".join(shown).split()).endswith("sharetheriver.")
