"""What a cell is sorted by, and what the fields of records say."""

from __future__ import annotations

import json
from operator import itemgetter
from typing import TYPE_CHECKING

import pytest

from briefcli.dossier.dates import PartialDate, first_day, last_day
from briefcli.dossier.filters import Query
from briefcli.dossier.model import Event, Stance
from briefcli.dossier.past import Snapshot, snapshot_of
from briefcli.page import Cell, Citation, CountryName, Grade, Link, Mark, Marked, Step, Term
from briefcli.pages.columns import STANCES, UNTIL
from briefcli.pages.context import Context
from briefcli.pages.fields import Field, attr, sort_value, title_of
from briefcli.pages.registry import LISTINGS
from samples import FROZEN, RIVER, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result


def citation(source: str, publisher: str) -> Citation:
    """Return a citation of which the rest does not matter."""
    return Citation(source, publisher, "press", "Title", None, None, "B", "supports", None, None)


@pytest.mark.parametrize("cell", [None, "", ()])
def test_a_cell_that_says_nothing_has_no_place(cell: Cell) -> None:
    """It comes last, whichever way a column is sorted."""
    assert sort_value(cell) is None


@pytest.mark.parametrize(
    "ordered",
    [
        ["Ägypten", "brazil", "Chad"],
        [0, 3, 12],
        [False, True],
        [Term("z", "agreed"), Term("a", "Zoned")],
        [CountryName("ZZ", "Ägypten"), CountryName("AA", "Brazil")],
        [Mark("further", "○"), Mark("main", "●")],
        [Step("z", "Zero", 1, 2), Step("a", "All", 2, 2)],
        [Grade("A1", "z", "z"), Grade("B2", "a", "a")],
        [Link("a talk", "https://z.example.org"), Link("Bridges", "https://a.example.org")],
        [Marked("a talk"), Marked("Bridges")],
        [(citation("a", "Zephyr"),), (citation("z", "Aurora"),)],
        [("brazil",), ("Brazil", "Chad"), ("Chad",)],
    ],
)
def test_a_cell_is_sorted_by_what_it_says(ordered: list[Cell]) -> None:
    """Texts whatever their case and accents, a step by its rank, a source by its id, several values one by one."""
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_value) == ordered


def test_a_field_may_have_a_key_of_a_record() -> None:
    """The rest of the column is as declared."""
    field = attr("title", "Event", "what happened", shown=False)
    event = Event(date=PartialDate("2025"), title="A flood", evidence=())
    assert (field.cell(None, event), field.column.key, field.column.shown) == ("A flood", "title", False)


def test_a_field_can_be_applied_to_what_has_a_record_as_a_part() -> None:
    """The column stays the same."""
    context = Context(Snapshot(read(RIVER)), Query())
    (status,) = (field for field in STANCES if field.column.key == "status")
    of_first: Field[Context, tuple[Stance, ...]] = status.via(itemgetter(0))
    assert of_first.column is status.column
    assert of_first.cell(context, context.dossier.stances) == "In talks"


def test_a_stance_ends_where_the_next_one_of_its_country_begins() -> None:
    """Other records have no end."""
    second = RIVER[RIVER.index("  - country") :].replace("2025-02", "2025-03-01").replace("In talks", "Signed")
    dossier = read(RIVER + second)
    context = Context(Snapshot(dossier), Query())
    assert [UNTIL.cell(context, record) for record in dossier.stances] == ["2025-03-01", None]
    assert UNTIL.cell(context, dossier.sources[0]) is None


def test_a_source_is_used_by_the_records_that_had_begun() -> None:
    """As of a day, those that came later do not count."""
    dossier = read(RIVER)
    days = (None, PartialDate("2025-02"), PartialDate("2025-01"))
    assert [Context(snapshot_of(dossier, day), Query()).uses["gazette"] for day in days] == [1, 1, 0]


def test_a_record_is_called_by_what_says_most_of_it() -> None:
    """A stance by its country and status, a source by its publisher and title."""
    dossier = read(RIVER)
    context = Context(Snapshot(dossier), Query())
    assert title_of(context, dossier.stances[0]) == "Egypt, In talks"
    assert title_of(context, dossier.sources[0]) == "Example Gazette, Talks resume"


@pytest.mark.parametrize(
    "listing", [name for name in LISTINGS if name not in {"diff", "groups", "links", "matrix"}]
)
def test_every_listing_has_the_days_of_its_date_for_scripts(listing: str, brief: Callable[..., Result]) -> None:
    """The first and the last that it may mean, or none where there is no date; people do not see them unasked."""
    days = [column for column in LISTINGS[listing].columns if column.key in {"date_first", "date_last"}]
    assert [(column.key, column.shown) for column in days] == [("date_first", False), ("date_last", False)]
    arguments = {
        "changes": ["--since", "2020"],
        "search": ["the"],
        "dossiers": ["-d", FROZEN],
        "review": ["-d", FROZEN],
    }.get(listing, [])
    rows = json.loads(brief(listing, *arguments, "-f", "json").out)
    assert rows
    for row in rows:
        date = next(row[key] for key in ("date", "since", "as_of", "known") if key in row)
        first, last = (str(of(date)) if date else None for of in (first_day, last_day))
        assert (row["date_first"], row["date_last"]) == (first, last)
