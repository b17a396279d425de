"""Where new records go: into which file, and between which others."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefcli.edit.placing import FileChoice, merged

if TYPE_CHECKING:
    from collections.abc import Sequence


class Item(NamedTuple):
    """A record by its group and its key, with a number that says when it came."""

    group: str
    key: str
    number: int = 0


def placed(olds: str, news: str) -> str:
    """Return items such as "a1 b2", of a group and a key each, with new ones among them."""
    old, new = ([Item(word[0], word[1:]) for word in words.split()] for words in (olds, news))
    return " ".join(one.group + one.key for one in merged(old, new, lambda one: one.group, lambda one: one.key))


@pytest.mark.parametrize(
    ("olds", "news", "whole"),
    [
        ("", "b2 a1 b1", "a1 b1 b2"),
        ("a1 a3 b1", "a2 b0 c1 a4", "a1 a2 a3 a4 b0 b1 c1"),
        ("b3 b1 a1", "b2 a2 c1 b0", "c1 b3 b2 b1 b0 a1 a2"),
        ("b1 a1 c1", "b2 d1 d0 a0", "b1 b2 a0 a1 c1 d0 d1"),
        ("a1 b1 a2", "a3 a0", "a0 a1 b1 a2 a3"),
        ("a2 a1 a3", "a0 a4", "a2 a1 a3 a0 a4"),
    ],
)
def test_a_new_item_goes_with_its_group_in_its_order(olds: str, news: str, whole: str) -> None:
    """Rising, falling or last; a new group goes where the order of groups has it."""
    assert placed(olds, news) == whole


ITEMS = st.lists(st.builds(Item, st.sampled_from("abc"), st.sampled_from("123")), max_size=8)


@given(ITEMS, ITEMS)
def test_many_items_go_where_each_would_go_alone(olds: list[Item], news: list[Item]) -> None:
    """So that a table that is taken in row by row gives the same file."""
    numbered = [item._replace(number=number) for number, item in enumerate([*olds, *news])]
    old, new = numbered[: len(olds)], numbered[len(olds) :]
    one_by_one = list(old)
    for item in new:
        one_by_one = merged(one_by_one, [item], lambda one: one.group, lambda one: one.key)
    assert merged(old, new, lambda one: one.group, lambda one: one.key) == one_by_one
    assert [item for item in one_by_one if item.number < len(olds)] == old


def best(files: Sequence[str], kind: str, countries: str) -> tuple[int, bool]:
    """Return the file for a record, where each file has records such as "sA", of a kind and a country."""
    choice = FileChoice()
    for number, records in enumerate(files):
        for record in records.split():
            choice.add(number, record[0], record[1:])
    return choice.best(kind, countries)


@pytest.mark.parametrize(
    ("files", "kind", "countries", "file"),
    [
        (["sA", "sB sB", "tC"], "s", "A", (0, True)),
        (["sA", "sB sB", "tC"], "s", "C", (2, True)),
        (["sA", "sB sB", "tC"], "s", "D", (1, False)),
        (["sA", "sB sB", "tC"], "t", "A", (2, False)),
        (["sA", "sA sA", "sA sB"], "s", "AB", (1, True)),
        (["sA", "sB", ""], "s", "D", (0, False)),
        (["sA", "sB", ""], "e", "", (0, False)),
        (["", "eA eB", "eC eC eC"], "e", "", (2, False)),
    ],
)
def test_a_record_goes_into_the_file_that_names_its_countries(
    files: list[str], kind: str, countries: str, file: tuple[int, bool]
) -> None:
    """In records of its kind; else the only file with that kind, the one that names them at all, or the largest."""
    assert best(files, kind, countries) == file
