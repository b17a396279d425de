"""Which columns a table has, the order of its rows, and how many there are."""

from __future__ import annotations

import pytest

from briefcli import load
from briefcli.dossier.filters import Query
from briefcli.dossier.past import Snapshot
from briefcli.errors import UsageError
from briefcli.page import Cell, Column, Table
from briefcli.pages.changes import changes_page
from briefcli.pages.fields import Field
from briefcli.pages.listings import events_page
from briefcli.pages.tables import ListingOptions, arranged, showing, shown_of, table
from briefcli.render.blocks import grid
from samples import FROZEN

KEY = Field[None, tuple[Cell, ...]](Column("key", "Key", "what it is called"), lambda _, record: record[0])
OLD = Field[None, tuple[Cell, ...]](
    Column("old", "Old", "what stood there", shown=False), lambda _, record: record[1]
)
FIELDS = (KEY, OLD)
RECORDS: list[tuple[Cell, ...]] = [
    ("a", None),
    ("b", ("x", "y")),
    ("c", "Zed"),
    ("d", ("x",)),
    ("e", "ash"),
    ("f", ()),
]


@pytest.mark.parametrize(
    ("sort", "keys"),
    [
        (None, "abcdef"),
        ("key", "abcdef"),
        ("-key", "fedcba"),
        ("old", "ecdbaf"),
        ("-old", "bdceaf"),
    ],
)
def test_rows_are_sorted_either_way_and_those_without_a_value_are_last(sort: str | None, keys: str) -> None:
    """Where a column has texts and lists, each kind is together."""
    rows = arranged(FIELDS, [(None, record) for record in RECORDS], ListingOptions(sort=sort))
    assert [record[0] for _, record in rows] == list(keys)


def test_rows_are_limited_after_they_were_sorted() -> None:
    """So that the first ones are the first of all."""
    found = [(None, record) for record in RECORDS]
    assert arranged(FIELDS, found, ListingOptions(sort="-key", limit=1)) == [(None, ("f", ()))]


@pytest.mark.parametrize(
    ("sort", "rows"), [("rank", "a1 a3 b2 b2"), ("-rank", "a3 a1 b2 b2"), ("key", "a1 b2 b2 a3")]
)
def test_places_on_a_ladder_are_sorted_within_what_has_the_ladder(sort: str, rows: str) -> None:
    """The second step of two says nothing of the second step of seven; whatever else there is, is sorted through."""

    def field(key: str) -> Field[str, int]:
        return Field(Column(key, key.capitalize(), "a number"), lambda _, number: number)

    found = arranged(
        (field("key"), field("rank")), [("a", 3), ("a", 1), ("b", 2), ("b", 2)], ListingOptions(sort=sort)
    )
    assert [f"{context}{number}" for context, number in found] == rows.split()


def test_a_table_has_all_columns_or_those_that_were_requested() -> None:
    """People see what was selected, even where it is hidden otherwise and empty throughout."""
    everything = table(None, FIELDS, RECORDS[:1])
    asked = table(None, FIELDS, RECORDS[:1], ["old", "key"])
    assert [column.key for column in everything.columns] == ["key", "old"]
    assert [column.key for column in grid(everything, {}).columns] == ["key"]
    assert [column.key for column in grid(asked, {}).columns] == ["old", "key"]
    assert asked.rows == ((None, "a"),)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        (["key", "kex"], "unknown column 'kex'"),
        (["key", "old", "key"], "the column 'key' is given twice"),
    ],
)
def test_a_column_that_cannot_be_shown_is_refused(columns: list[str], told: str) -> None:
    """One that does not exist, and one that would occur twice, of which JSON could hold only one."""
    with pytest.raises(UsageError) as refused:
        table(None, FIELDS, RECORDS, columns)
    assert str(refused.value).startswith(told)


def test_people_can_be_shown_more_or_fewer_columns() -> None:
    """What is never shown stays hidden even if it is selected."""
    body = Table((KEY.column, OLD.column), ())
    shown = showing(body, also={"old"}, never={"key"}, below={"old"})
    assert [(column.key, column.shown, column.below) for column in shown.columns] == [
        ("key", False, False),
        ("old", True, True),
    ]


def test_events_are_under_their_years_unless_they_are_sorted() -> None:
    """A year would come back again and again."""
    dossier = load(FROZEN)
    by_time, by_title = (
        events_page([(Snapshot(dossier), Query())], ListingOptions(sort=sort, limit=2)).table
        for sort in (None, "title")
    )
    assert (by_time.groups, by_title.groups) == (("2025", "2025"), ())


@pytest.mark.parametrize(
    ("shape", "cited"),
    [
        (ListingOptions(), False),
        (ListingOptions(evidence=True), True),
        (ListingOptions(columns=("code", "evidence")), True),
        (ListingOptions(columns=("code", "change")), False),
    ],
)
def test_changes_have_notes_on_request(shape: ListingOptions, *, cited: bool) -> None:
    """By the option, or by the column that calls them."""
    page = changes_page([(Snapshot(load(FROZEN)), Query())], shape)
    assert bool(page.notes) is cited


def test_the_number_in_all_is_named_where_some_are_shown() -> None:
    """Where all are, their number is enough."""
    assert (shown_of(2, 2, "event"), shown_of(1, 2, "event")) == ("2 events", "1 of 2 events")
