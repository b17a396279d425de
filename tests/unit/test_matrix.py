"""Countries by what they share: which columns there are, what they hold and what they are called."""

from __future__ import annotations

import pytest

from briefcli.dossier.filters import Query
from briefcli.dossier.past import Snapshot
from briefcli.errors import UsageError
from briefcli.page import CountryName
from briefcli.pages.matrix import By, matrix_page
from briefcli.pages.tables import ListingOptions
from samples import read

TEXT = """\
dossier: river
title: The river
subject: the dam
as_of: 2025-03-01
summary: Who wants what.
levels: [{id: talks, label: Talks, meaning: Talks.}, {id: signs, label: Signs, meaning: Signed.}]
terms: {concerns: {water: Water, rank: Rank}, sectors: {energy: Energy, code: Codes}}
sources: [{id: gazette, publisher: Gazette, kind: press, title: Talks, date: 2025-02-20}]
stances:
  - {country: Egypt, since: 2025, level: talks, status: In, concerns: [water, rank], summary: A., credibility: 3, evidence: [gazette]}
  - {country: Sudan, since: 2025, level: signs, status: In, concerns: [rank], summary: A dam., credibility: 3, evidence: [gazette]}
  - {country: Chad, since: 2025, level: talks, status: In, summary: A., credibility: 3, evidence: [gazette]}
sectors:
  - {sector: energy, countries: [Egypt], initiative: A dam, stage: agreed, credibility: 3, evidence: [gazette]}
  - {sector: energy, countries: [Egypt], initiative: A line, stage: proposed, credibility: 3, evidence: [gazette]}
  - {sector: code, countries: [Chad], initiative: A law, stage: stalled, credibility: 3, evidence: [gazette]}
"""
EVERYTHING, WHOLE = Query(), ListingOptions()


def rows(by: By, query: Query = EVERYTHING, shape: ListingOptions = WHOLE) -> list[dict[str, object]]:
    """Return what a matrix holds, each row by the keys of its columns, with the ids of marks."""
    body = matrix_page(Snapshot(read(TEXT)), query, by, shape).table
    keys = [column.key for column in body.columns]
    return [dict(zip(keys, map(_plain, row), strict=True)) for row in body.rows]


def _plain(cell: object) -> object:
    if isinstance(cell, tuple):
        return [_plain(part) for part in cell]
    if isinstance(cell, CountryName):
        return cell.name
    return getattr(cell, "id", cell)


def test_the_concern_that_most_share_comes_first() -> None:
    """A country has its main concern and its further ones, and nothing of the others."""
    across = [(row["country"], row["concerns.rank"], row["water"]) for row in rows(By.CONCERNS)]
    assert across == [("Sudan", "main", None), ("Chad", None, None), ("Egypt", "further", "main")]


def test_a_sector_has_its_stages_in_their_order() -> None:
    """A country without any has an empty list."""
    across = [(row["country"], row["energy"], row["sectors.code"]) for row in rows(By.SECTORS)]
    assert across == [("Sudan", [], []), ("Chad", [], ["stalled"]), ("Egypt", ["proposed", "agreed"], [])]


def test_a_term_does_not_take_the_place_of_a_column() -> None:
    """What has the id of a column at the left is under its own name."""
    assert list(rows(By.CONCERNS)[0]) == ["country", "code", "level", "rank", "dossier", "concerns.rank", "water"]
    assert [row["rank"] for row in rows(By.CONCERNS)] == [2, 1, 1]
    since = read(TEXT.replace("rank", "since"))
    columns = matrix_page(Snapshot(since), Query(history=True), By.CONCERNS, WHOLE).table.columns
    assert [column.key for column in columns][4:] == ["dossier", "since", "concerns.since", "water"]


@pytest.mark.parametrize(("by", "countries"), [(By.CONCERNS, ["Sudan"]), (By.SECTORS, ["Sudan", "Chad", "Egypt"])])
def test_by_sectors_a_filter_on_texts_is_about_the_sectors(by: By, countries: list[str]) -> None:
    """All countries stay, and only the pieces of cooperation that have the text are marked."""
    found = rows(by, Query(texts=("dam",)))
    assert [row["country"] for row in found] == countries
    if by is By.SECTORS:
        assert [row["energy"] for row in found] == [[], [], ["agreed"]]
        assert "sectors.code" not in found[0]


def test_the_columns_of_terms_can_be_sorted_by_and_selected() -> None:
    """By the same words; countries without a mark come last."""
    chosen = rows(By.CONCERNS, shape=ListingOptions(columns=("concerns.rank", "code"), sort="-concerns.rank"))
    assert [list(row.values()) for row in chosen] == [["main", "SD"], ["further", "EG"], [None, "TD"]]


@pytest.mark.parametrize("shape", [ListingOptions(columns=("status",)), ListingOptions(sort="status")])
def test_a_column_of_stances_that_a_matrix_has_not_is_refused(shape: ListingOptions) -> None:
    """Whether it is to be shown or to be sorted by."""
    with pytest.raises(UsageError, match="unknown column 'status'"):
        matrix_page(Snapshot(read(TEXT)), EVERYTHING, By.CONCERNS, shape)
