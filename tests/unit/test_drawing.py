"""A page on a terminal, drawn whole: what is beside what, also on a narrow screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from briefcli.page import (
    About,
    Bar,
    Bars,
    Brief,
    Citation,
    Column,
    CountryName,
    Grade,
    KeyValues,
    Link,
    Listing,
    Mark,
    Marked,
    Note,
    Section,
    Step,
    Table,
    Term,
    Track,
)
from briefcli.render.drawing import terminal_text
from briefcli.render.form import RenderOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.page import Body, Cell


def column(key: str, **more: bool | str) -> Column:
    """Return a column whose heading is its key in capitals."""
    return Column(key, key.upper(), "", **more)  # type: ignore[arg-type]


def table(*rows: Sequence[Cell], groups: Sequence[str] = (), **more: bool | int | str) -> Table:
    """Return a table with the columns a, b, c and so on."""
    columns = tuple(column(key) for key in "abcdefgh"[: len(rows[0])])
    return Table(columns, tuple(map(tuple, rows)), tuple(groups), **more)  # type: ignore[arg-type]


def drawn(body: Body, width: int = 40, *, unicode: bool = True) -> list[str]:
    """Return what is drawn of a body under its heading."""
    brief = Brief("T", About(), (Section("s", "S", body),))
    return terminal_text(brief, RenderOptions(width=width, unicode=unicode)).splitlines()[3:]


def cell(cell: Cell, *, width: int = 40) -> list[str]:
    """Return what is drawn of a cell beside another one."""
    return [line.removeprefix("x").strip() for line in drawn(table(("x", cell)), width)[2:]]


def citation(source: str, verdict: str = "supports") -> Citation:
    """Return a citation of which the rest does not matter."""
    return Citation(source, f"The {source}", "press", "Title", None, None, "B", verdict, None, None)


def note(number: int, source: str, url: str | None = None, date: str | None = None, *remarks: str) -> Note:
    """Return a note on a source of which the rest does not matter."""
    grade = Grade("B", "usually reliable", "source: usually reliable")
    verdicts = (Term("supports", "supports"), Term("partly", "supports in part"))
    return Note(number, source, f"The {source}", "press", "Title", url, date, grade, verdicts, remarks)


def test_one_sign_has_one_meaning() -> None:
    """Where grades are due and others were last checked long ago, the sign of both is explained once."""
    grades = [Grade("B2", "", "", due=True), Grade("B3", "", "", stale=True)]
    body = Table((Column("grade", "Grade", "its grade"),), tuple((grade,) for grade in grades))
    text = terminal_text(Listing("Stances", About(), body, footer="2."), RenderOptions(width=80))
    assert text.endswith("2. ‡ due for review, or last checked more than a year ago.\n")


def test_a_listing_has_its_caption_above_and_its_notes_and_footer_below() -> None:
    """Each part has an empty line before it."""
    page = Listing("Title", About(("nile",), "2025"), table(("x", (citation("z"),))), (note(1, "z"),), "1 row.")
    assert terminal_text(page, RenderOptions(width=60)).splitlines() == [
        "Title",
        "Dossier nile, as of 2025",
        "",
        "A  B",
        "─  ───",
        "x  [1]",
        "",
        "Sources",
        "~ supports in part, ≠ contradicts",
        "[1]  The z, Title. B usually reliable; supports, supports in",
        "     part.",
        "",
        "1 row.",
    ]


def test_a_brief_has_its_sections_below_each_other_and_those_of_a_brief_within_it() -> None:
    """What has nothing to read has no heading; what is within a brief has its caption and no title."""
    within = Brief("Within", About(("nile",), "2025"), (Section("b", "B", ("one", "two")), Section("c", "C", ())))
    page = Brief("Title", About(("nile", "niger")), (Section("a", "A", "Text."), Section("n", "Nile", within)))
    assert terminal_text(page, RenderOptions()).splitlines() == [
        *("Title", "In 2 dossiers", "", "A", "Text.", "", "Nile", "Dossier nile, as of 2025", "", "B"),
        *("-  one", "-  two"),
    ]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("text", ["text"]),
        (3, ["3"]),
        (0, ["0"]),
        (True, ["b"]),
        (Term("id", "Label"), ["Label"]),
        (CountryName("EG", "Egypt"), ["Egypt"]),
        (Step("id", "Label", 2, 3), ["▰▰▱ Label"]),
        (Grade("F5", "improbable", "whole"), ["F5"]),
        (Grade("F5", "improbable", "whole", hindsight=True, stale=True), ["F5 † ‡"]),
        (Grade("", "none", "whole"), ["none"]),
        (Grade("F5", "improbable", "whole", disputed=True), ["F5 ≠"]),
        (Link("text", "https://example.org"), ["text"]),
        (Marked("one two", lambda _: ((0, 3),)), ["one two"]),
        (("one", "two"), ["one, two"]),
        ((Term("a", "A"), Term("b", "B")), ["A, B"]),
        ((Mark("agreed", "◇"), Mark("stalled", "✕")), ["◇✕"]),
        ((citation("z"), citation("y", "partly"), citation("x", "contradicts")), ["The z, The y~, The x≠"]),
    ],
)
def test_a_cell_is_drawn_as_what_it_is(shown: Cell, expected: list[str]) -> None:
    """Labels have commas between them, however short they are; the signs of a matrix have none."""
    assert cell(shown) == expected


def test_an_empty_cell_has_the_word_of_its_column() -> None:
    """Other cells keep the column in sight."""
    columns = (column("a"), column("b", empty="nobody"))
    assert drawn(Table(columns, (("x", ()), ("y", "z")))) == ["A  B", "─  ──────", "x  nobody", "y  z"]


@pytest.mark.parametrize(
    ("label", "expected"),
    [("sixteen letters.", ["▰▱", "sixteen letters."]), ("seventeen letters", ["▰▱ seventeen", "letters"])],
)
def test_a_short_label_of_a_step_stays_in_one_line(label: str, expected: list[str]) -> None:
    """Up to sixteen letters; a longer one breaks where it must."""
    assert cell(Step("id", label, 1, 2), width=19) == expected


def test_facts_hang_beside_their_names_and_spell_grades_and_verdicts_out() -> None:
    """Facts that are empty or for scripts are left out."""
    columns = (column("a"), column("bcd"), column("e"), column("f", shown=False))
    grade = Grade("F5", "improbable", "source: cannot be judged; information: improbable")
    body = KeyValues(columns, (grade, (citation("z"), citation("y", "partly"), citation("x")), None, "hidden"))
    page = Brief("T", About(), (Section("s", "S", body),), (note(1, "x"), note(2, "y"), note(3, "z")))
    assert terminal_text(page, RenderOptions(width=40)).splitlines()[3:7] == [
        "A    F5 source: cannot be judged;",
        "     information: improbable",
        "BCD  supports [3] [1]; partly [2]",
        "",
    ]


def test_hindsight_is_explained_where_it_is_spelled_out_too() -> None:
    """The word alone does not say what it means; the others do."""
    grade = Grade("F5", "improbable", "whole", hindsight=True, stale=True)
    page = Brief("T", About(), (Section("s", "S", KeyValues((column("a"),), (grade,))),), footer="Legend.")
    assert terminal_text(page, RenderOptions(width=80)).splitlines()[-1] == "Legend. † may use later knowledge."


def test_a_note_has_its_address_and_remarks_on_lines_of_their_own() -> None:
    """What they say hangs beside the number."""
    notes = (note(9, "z", "https://example.org/a", "2025-02", "One.", "Two."), note(10, "y"))
    page = Brief("T", About(), (), notes)
    assert terminal_text(page, RenderOptions(width=80)).splitlines()[4:] == [
        "[9]   The z, Title, 2025-02. B usually reliable; supports, supports in part.",
        "      https://example.org/a",
        "      One.",
        "      Two.",
        "[10]  The y, Title. B usually reliable; supports, supports in part.",
    ]


def test_counts_are_bars_that_give_way_to_their_numbers() -> None:
    """The longest bar has two columns a count, as far as an eighth of the screen goes."""
    bars = (Bar(Term("a", "A"), 2, ("one", "two")), Bar(Step("b", "B", 1, 2), 1, ()), Bar(Term("c", "C"), 0, ()))
    chart = Bars(bars, column("x"))
    assert drawn(chart, 60) == ["A     2  ████  one, two", "▰▱ B  1  ██", "C     0"]
    assert drawn(chart, 35) == ["A     2  ████  one, two", "▰▱ B  1  ██", "C     0"]
    assert drawn(chart, 34) == ["A     2  one, two", "▰▱ B  1", "C     0"]
    long = Bars((Bar(Term("a", "A"), 1, ("one two three four five six",)),), column("x"))
    assert drawn(long, 30) == ["A  1  ██  one two three four", "          five six"]
    assert drawn(Bars((Bar(Term("a", "A"), 9, ()),), column("x")), 60) == ["A  9  " + "█" * 7]
    few = Bars((Bar(Term("a", "A"), 40, ()), Bar(Term("b", "B"), 1, ()), Bar(Term("c", "C"), 0, ())), column("x"))
    assert drawn(few, 40) == ["A  40  █████", "B  1   █", "C  0"]
    wide = Bars((Bar(Term("a", "A"), 40, 7), Bar(Term("b", "B"), 10, 0)), column("more"))
    assert drawn(wide, 80) == ["A  40  " + "█" * 10 + "  MORE: 7", "B  10  ██"]


def test_rows_have_empty_lines_between_them_where_most_take_several() -> None:
    """And always between groups, whose heading is above the first row."""
    assert drawn(table(("x", "1"), ("y", "2"))) == ["A  B", "─  ─", "x  1", "y  2"]
    two = table(("x", "one two"), ("y", "2"))
    assert drawn(two, 6) == ["A  B", "─  ───", "x  one", "   two", "y  2"]
    four = table(("x", "one two six ten"), ("y", "2"))
    assert drawn(four, 6) == ["A  B", "─  ───", *("x  one", "   two", "   six", "   ten"), "", "y  2"]
    grouped = table(("x", "1"), ("y", "2"), ("z", "3"), groups=("G", "G", "H"))
    assert drawn(grouped) == ["A  B", "─  ─", "G", "x  1", "y  2", "", "H", "z  3"]


def test_the_steps_of_a_ladder_are_over_their_rows() -> None:
    """They are drawn, and so they need no empty line before them."""
    first, second = Step("low", "Low", 1, 2), Step("high", "High", 2, 2)
    body = table(("x", second, "1"), ("y", second, "2"), ("z", first, "3"), group_by="b")
    assert drawn(body) == ["A  C", "─  ─", "▰▰ High", "x  1", "y  2", "▰▱ Low", "z  3"]


def test_a_spare_column_is_left_out_where_rows_would_take_two_lines_with_it() -> None:
    """The footer then says how to see it, and what the signs beside grades mean."""
    columns = (column("a"), column("b", dropped_hint="--wide shows b."), column("c"))
    grade = Grade("F5", "improbable", "whole", disputed=True, stale=True)
    body = Table(columns, (("x", "one two", grade),))

    def lines(width: int) -> list[str]:
        return terminal_text(Listing("T", About(), body, footer="1 row."), RenderOptions(width=width)).splitlines()

    marks = "≠ disputed. ‡ last checked more than a year ago."
    assert lines(60) == [
        "T",
        "",
        "A  B        C",
        "─  ───────  ──────",
        "x  one two  F5 ≠ ‡",
        "",
        f"1 row. {marks}",
    ]
    assert lines(18)[2:5] == ["A  B        C", "─  ───────  ──────", "x  one two  F5 ≠ ‡"]
    assert lines(17)[2:5] == ["A  C", "─  ──────", "x  F5 ≠ ‡"]
    assert " ".join(lines(17)[6:]) == f"1 row. {marks} --wide shows b."


def test_columns_are_closer_together_before_they_give_up() -> None:
    """Then each row is a block of its cells, without those that are empty."""
    body = table(("xxxx", "yyyy", "zz"), ("x", "", "z"))
    assert drawn(body, 14)[0] == "A     B     C"
    assert drawn(body, 13)[0] == "A    B    C"
    assert drawn(body, 12)[0] == "A    B    C"
    assert drawn(body, 11) == ["A: xxxx", "B: yyyy", "C: zz", "", "A: x", "C: z"]


def test_a_text_below_has_the_whole_width_under_its_row() -> None:
    """It is set in two columns, and missing where it is empty."""
    columns = (column("a"), column("b"), column("c", below=True))
    body = Table(columns, (("x", "y", "a text that is long"), ("z", "z", None)))
    assert drawn(body, 40) == ["A  B", "─  ─", "x  y", "  a text that is long", "", "z  z"]
    body = Table(columns, (("x", "y", "a text that is longer"), ("z", "z", None)))
    assert drawn(body, 22) == ["A  B", "─  ─", "x  y", "  a text that is", "  longer", "", "z  z"]


def test_a_comparison_is_continued_below_where_it_is_too_wide() -> None:
    """Each part has the names of the facts; what is compared is a row for scripts and a column for people."""
    countries: list[tuple[Cell, ...]] = [
        (CountryName("EG", "Egypt"), "upstream"),
        (CountryName("SD", "Sudan"), "between"),
        ("Kenya", "beside"),
    ]
    body = table(*countries, transposed=True)
    assert drawn(body) == [
        "   Egypt     Sudan    Kenya",
        "─  ────────  ───────  ──────",
        "B  upstream  between  beside",
    ]
    parts = [
        "   Egypt     Sudan",
        "─  ────────  ───────",
        "B  upstream  between",
        "",
        "   Kenya",
        "─  ──────",
        "B  beside",
    ]
    assert drawn(body, 20) == parts
    assert drawn(table(*countries[:2], transposed=True), 14)[:4] == ["   Egypt", "─  ────────", "B  upstream", ""]
    assert drawn(table(*countries[:1], transposed=True), 8) == [": B", "Egypt:", "upstream"]


def test_a_matrix_gets_numbers_for_headings_where_they_are_too_wide() -> None:
    """Their meaning is above; what is not numbered stays."""
    columns = (column("name"), Column("a", "Agriculture", ""), Column("b", "Education", ""))
    body = Table(
        columns, (("Egypt", Mark("main", "●"), None), ("Sudan", None, Mark("main", "●"))), fixed_columns=1
    )
    assert drawn(body, 20) == [
        *("1 Agriculture,", "2 Education", "", "NAME   1  2", "─────  ─  ─", "Egypt  ●", "Sudan     ●"),
    ]


@pytest.mark.parametrize("width", [1, 5, 8])
def test_a_matrix_without_marks_is_drawn_on_any_screen(width: int) -> None:
    """There is nothing to be numbered, and a name is never cut."""
    assert drawn(table(("Afghanistan",), fixed_columns=1), width) == ["A:", "Afghanistan"]


def test_every_sign_has_a_letter_in_ascii_and_every_other_column_a_question_mark() -> None:
    """So that columns stay where they are."""
    body = table((Step("x", "é", 1, 2), Mark("m", "●"), "日本"))
    assert drawn(body, unicode=False) == ["A     B  C", "----  -  ----", "#- ?  @  ????"]


def test_colours_and_links_are_there_where_the_terminal_shows_them() -> None:
    """The words stay the same."""
    page = Listing("T", About(), table(("x", Link("text", "https://example.org"))))
    shown = terminal_text(page, RenderOptions(colour=True, links=True))
    assert "\x1b[1mT" in shown
    assert "\x1b]8;" in shown
    assert ";https://example.org\x1b\\" in shown
    assert "\x1b" not in terminal_text(page, RenderOptions())
    marked = Listing(
        "T", About(), table(("x", Marked("one two", lambda _: ((0, 3),)), True, None), ("x", "y", "y", "y"))
    )
    shown = terminal_text(marked, RenderOptions(colour=True))
    assert re.search("\x1b\\[[0-9;]*4m(one)", shown)
    assert re.search("\x1b\\[33mc", shown)


LOW, HIGH = Step("low", "Low", 1, 2), Step("high", "High", 2, 2)
SMALL = Track((("2023-02", LOW), ("2024-04-02", HIGH)), "2023-02", "2024-12-31", small=True)


def test_a_small_track_has_its_years_as_heading_and_its_signs_explained_above() -> None:
    """Whatever the width; without Unicode they are other signs."""
    lines = drawn(table(("x", SMALL)), 99)
    assert lines[0].startswith(
        "In the column 2023\N{EN DASH}2024, a bar is the level at the end of a quarter, with its number"
    )
    assert "moved up" not in " ".join(lines)
    assert [line.split() for line in lines[2:]] == [
        ["A", "2023\N{EN DASH}2024"],
        ["─", "─" * 9],
        ["x", "1▁▁▁▁2██"],
    ]
    assert drawn(table(("x", SMALL)), 80, unicode=False)[-1].split() == ["x", "1____2##"]


def test_a_small_track_among_labelled_values_explains_itself() -> None:
    """It has its years around it."""
    facts = KeyValues((column("a"),), (SMALL,))
    assert " ".join(drawn(facts, 80)) == "A  2023 1▁▁▁▁2██ 2024, a quarter each; number: new level"


def test_numbers_of_columns_of_bars_have_one_behind_them_where_there_is_room() -> None:
    """The longest is that of the highest number of all columns; none is that of no country."""
    columns = (column("a"), column("b", as_bars=True), column("c", as_bars=True))
    counts = Table(columns, ((LOW, 12, 3), ("none", 0, None)))
    assert drawn(counts, 42)[2:] == ["▰▱ Low  12 ████████████   3 ███", "none     0"]
    assert drawn(counts, 23)[2:] == ["▰▱ Low  12  3", "none    0"]
    assert drawn(counts, 42, unicode=False)[2] == "#- Low  12 ############   3 ###"
