"""How many countries of each region or group are at each level."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from briefcli.dossier.filters import labels
from briefcli.dossier.groups import selected_group
from briefcli.dossier.regions import region_and_subregion
from briefcli.page import Column, ColumnType, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefcli.dossier.model import Stance
    from briefcli.page import Cell
    from briefcli.pages.context import Context


class By(StrEnum):
    """What the countries of a table are counted by."""

    REGION = "region"
    SUBREGION = "subregion"
    GROUP = "group"


#: The row of bodies and others that are in no region.
_NO_REGION = "In no region"


def levels_by(context: Context, stances: Sequence[Stance], by: By) -> Table:
    """Return a row for each region or group with some stances: the number of countries at each level.

    A country is in one region and subregion (UN M49), and may be in several groups, which also have the number of
    their members.
    """
    of_groups = by is By.GROUP
    levels = [*reversed(context.dossier.levels)]
    numbers = [
        *((f"level:{level.id}", level.label, f"number of countries at {level.label}") for level in levels),
        ("total", "Total", "number of countries with a current stance"),
        *([("members", "Members", "number of members of the group")] if of_groups else []),
    ]
    rows: list[tuple[Cell, ...]] = []
    for name, found, *members in _groups(context, stances) if of_groups else _regions(stances, by):
        at = Counter(stance.level for stance in found)
        rows.append((name, *(at[level.id] for level in levels), len(found), *members))
    columns = (Column(key, heading, meaning, type=ColumnType.NUMBER) for key, heading, meaning in numbers)
    return Table((Column("by", by.capitalize(), f"name of the {by}"), *columns), tuple(rows))


def _regions(stances: Sequence[Stance], by: By) -> Iterator[tuple[str, list[Stance]]]:
    parts: dict[str, list[Stance]] = {}
    for stance in stances:
        region, subregion = region_and_subregion().get(stance.country, (_NO_REGION, _NO_REGION))
        parts.setdefault(region if by is By.REGION else subregion, []).append(stance)
    for name in sorted(parts, key=lambda name: (name == _NO_REGION, name)):
        yield name, parts[name]


def _groups(context: Context, stances: Sequence[Stance]) -> Iterator[tuple[str, list[Stance], int]]:
    dossier = context.dossier
    day = context.snapshot.day or dossier.as_of
    for group, label in labels(dossier, "group").items():
        codes = selected_group(dossier, group, day).countries
        if found := [stance for stance in stances if stance.country in codes]:
            yield label, found, len(codes)
