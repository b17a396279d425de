"""A page as people read it: its basis in words, what they see of a table, and the order of blocks."""

from __future__ import annotations

import pytest

from briefcli.page import About, Bars, Brief, Column, CountryName, KeyValues, Listing, Mark, Section, Table, Term
from briefcli.render.blocks import Grid, NoteRef, Notes, Pairs, Prose, Word, blocks, caption, grid
from unit.test_drawing import citation, column, note, table


@pytest.mark.parametrize(
    ("about", "words"),
    [
        (About(), ""),
        (About(("nile",), "2025-03-01"), "Dossier nile, as of 1 March 2025"),
        (About(("nile",), "2025-03-01", age=90), "Dossier nile, as of 1 March 2025"),
        (About(("nile",), "2025-03-01", age=91), "Dossier nile, as of 1 March 2025, 91 days ago"),
        (About(("nile",), "2025-03", age=91), "Dossier nile, as of March 2025, at most 91 days ago"),
        (About(("nile", "volga"), age=90, oldest="2025-03-01"), "In 2 dossiers"),
        (
            About(("nile", "volga"), age=91, oldest="2025-03-01"),
            "In 2 dossiers, the oldest as of 1 March 2025, 91 days ago",
        ),
        (
            About(("nile",), "2025-03-01", "2024-12-31", "2024-11-02", 59),
            "Dossier nile, as of 1 March 2025; position on 31 December 2024; newest dated source 2 November 2024, 59 days old",
        ),
        (
            About(("nile",), "2025", newest_evidence="2024-12", evidence_age=1),
            "Dossier nile, as of 2025; newest dated source December 2024, at most 1 day old",
        ),
        (
            About(("nile",), "2025", newest_evidence="2025-01-01", evidence_age=0),
            "Dossier nile, as of 2025; newest dated source 1 January 2025, 0 days old",
        ),
        (
            About(("nile",), "2025", withheld=2),
            "Dossier nile, as of 2025; leaving out 2 sources published after that day",
        ),
        (
            About(("nile",), "2025", only=("country jp or cn", "disputed")),
            "Dossier nile, as of 2025. Only country jp or cn, disputed",
        ),
        (About(("nile",)), "In 1 dossier"),
        (About(("nile", "niger")), "In 2 dossiers"),
        (About(between=("a as of 2024 (a.yaml)", "b")), "From a as of 2024 (a.yaml) to b"),
    ],
)
def test_the_caption_says_what_a_page_rests_on(about: About, words: str) -> None:
    """A vague date makes an age an upper bound; several dossiers state the rest below."""
    assert caption(about) == words


def test_people_see_the_columns_that_are_shown_and_say_something() -> None:
    """Or that have a word for nothing, or were selected; without rows they see all."""
    columns = (
        column("a"),
        column("b", shown=False),
        column("c"),
        column("d", empty="none"),
        column("e", always_shown=True),
    )
    snapshot = grid(Table(columns, (("x", "y", None, (), ""),)), {})
    assert [one.key for one in snapshot.columns] == ["a", "d", "e"]
    assert snapshot.rows == (("x", Word("none", "nothing"), Word("", "nothing")),)
    assert [one.key for one in grid(Table(columns, ()), {}).columns] == ["a", "c", "d", "e"]


def test_a_cell_is_read_as_people_read_it() -> None:
    """A zero says something, and what is false says nothing."""
    row = (0, True, (Term("t", "T"), CountryName("EG", "Egypt")), Mark("m", "●"), (citation("y"), citation("z")))
    (read,) = grid(table(row), {("", "z"): 3}).rows
    assert read == (
        0,
        Word("b", "true"),
        (Word("T"), Word("Egypt", "country", "EG")),
        Word("●", "mark", "m"),
        (NoteRef(None, "The y", "supports"), NoteRef(3, "The z", "supports")),
    )
    assert grid(table((False,), (1,)), {}).rows == ((Word("", "nothing"),), (1,))


def test_a_turned_table_has_a_row_for_each_column() -> None:
    """Its first cells become the headings, whatever they are, and a word for what is true is that of its own column."""
    columns = (column("a"), column("b"), column("c", shown=False))
    snapshot = grid(Table(columns, ((CountryName("EG", "Egypt"), True, 1), (2, None, 1)), transposed=True), {})
    assert [one.heading for one in snapshot.columns] == ["", "Egypt", "2"]
    assert snapshot.rows == (("B", Word("b", "true"), Word("", "nothing")),)
    assert snapshot.transposed


def test_neighbours_under_one_heading_are_a_group() -> None:
    """Where there are no headings, all rows are one; where there are no rows, there is no group."""
    rows = grid(table(("x",), ("y",), ("z",), groups=("G", "G", "H")), {})
    assert rows.grouped() == [("G", [("x",), ("y",)]), ("H", [("z",)])]
    assert grid(table(("x",), ("y",)), {}).grouped() == [("", [("x",), ("y",)])]
    assert Grid((), ()).grouped() == []


def test_a_page_comes_from_its_title_down_to_its_footer() -> None:
    """A listing has its footer last; empty sections are left out, and those of a brief within are deeper."""
    notes = (note(1, "z"),)
    listing = Listing("T", About(("nile",), "2025"), table(("x",)), notes, "1 row.")
    assert list(blocks(listing)) == [
        *(Prose("title", "T"), Prose("caption", "Dossier nile, as of 2025"), grid(table(("x",)), {})),
        *(Notes(notes, 2), Prose("footer", "1 row.")),
    ]
    bars = Bars((), column("x"))
    facts = KeyValues((column("a"), column("b")), (None, "x"))
    within = Brief(
        "W", About(), (Section("f", "F", facts), Section("g", "G", KeyValues((column("a"),), (None,)))), notes
    )
    empty = [Section("e", "E", body) for body in ("", (), bars, Table((column("a"),), ()))]
    brief = Brief("T", About(), (*empty, Section("l", "L", ("one", "two")), Section("w", "Within", within)))
    assert list(blocks(brief)) == [
        *(Prose("title", "T"), Prose("heading", "L", 2), ("one", "two"), Prose("heading", "Within", 2)),
        *(Prose("heading", "F", 3), Pairs(((column("b"), "x"),)), Notes(notes, 3)),
    ]


def test_citations_are_numbered_by_the_notes_of_their_own_page() -> None:
    """One source has a number in each brief that cites it."""
    cited = Table((Column("a", "A", ""),), ((citation("z"),),))
    inner = [Brief("W", About(), (Section("s", "S", cited),), (note(number, "z"),)) for number in (1, 2)]
    outer = Brief("T", About(), tuple(Section(str(place), "W", one) for place, one in enumerate(inner)))
    calls = [block.rows[0][0] for block in blocks(outer) if isinstance(block, Grid)]
    assert calls == [NoteRef(1, "The z", "supports"), NoteRef(2, "The z", "supports")]
