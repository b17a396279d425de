"""The groups that the program knows, and those of a dossier."""

from __future__ import annotations

import re

import pytest
from msgspec import structs

from briefcli.dossier.countries import iso_country
from briefcli.dossier.dates import PartialDate, is_date, is_day
from briefcli.dossier.groups import KnownGroup, known_group_id, known_groups, own_group, selected_group
from briefcli.dossier.model import Group
from briefcli.dossier.spelling import fold
from samples import RIVER, read

TODAY = PartialDate("2026-12-01")
#: How many members each group has at the end of 2026.
SIZES = {
    "eu": 27, "eurozone": 21, "schengen": 29, "nato": 32, "g7": 7, "g20": 21, "e3": 3, "brics": 11, "p5": 5,
    "unsc": 15, "g77": 134, "osce": 57, "council-of-europe": 46, "oecd": 38, "commonwealth": 56, "asean": 11,
    "african-union": 55, "ecowas": 12, "oic": 57, "arab-league": 22, "gcc": 6, "sco": 10, "csto": 6, "cis": 9,
    "pacific-islands-forum": 18, "nordic": 5,
}  # fmt: skip


@pytest.mark.parametrize(("group", "size"), SIZES.items())
def test_a_group_has_as_many_members_as_its_list(group: str, size: int) -> None:
    """On the first day of the last month that was looked at."""
    assert len(known_groups()[group].on(TODAY)) == size
    assert SIZES.keys() == known_groups().keys()


@pytest.mark.parametrize("group", known_groups().values(), ids=known_groups())
def test_each_entry_of_a_group_is_sound(group: KnownGroup) -> None:
    """Codes are of countries, dates are of the calendar, and the periods of a country do not overlap."""
    assert is_day(group.complete_from)
    assert group.verified is None or is_date(group.verified)
    assert all(re.match("https?://", address) for address in (group.official, *group.sources))
    ended: dict[str, str] = {}
    for one in group.memberships():
        assert iso_country(one.code).name
        assert all(date is None or is_date(date) for date in (one.since, one.until))
        assert (one.since or "0") < (one.until or "9")
        if one.code in ended:
            assert ended[one.code] < (one.since or "0")
        ended[one.code] = one.until or "9"


def test_no_two_groups_share_a_name() -> None:
    """Ids, labels and other names are compared without case and punctuation."""
    names = [{fold(name) for name in (key, group.label, *group.aliases)} for key, group in known_groups().items()]
    assert sum(map(len, names)) == len(set().union(*names))


@pytest.mark.parametrize(
    ("word", "group"),
    [
        ("eu", "eu"),
        ("European union", "eu"),
        ("NATO", "nato"),
        ("OTAN", "nato"),
        ("Group of Seven", "g7"),
        ("x", None),
    ],
)
def test_a_group_is_found_by_any_of_its_names(word: str, group: str | None) -> None:
    """Case and punctuation make no difference."""
    assert known_group_id(word) == group


@pytest.mark.parametrize(
    ("group", "code", "day", "member"),
    [
        ("eu", "GB", "2020-01-31", True),
        ("eu", "GB", "2020-02-01", False),
        ("eu", "HR", "2013-06-30", False),
        ("eu", "HR", "2013-07-01", True),
        ("nato", "SE", "2024-03-06", False),
        ("nato", "SE", "2024-03-07", True),
        ("nato", "ME", "2017-01-01", True),  # of the year alone it is known
        ("g77", "CN", "1990-01-01", True),  # since a day that is not known
        ("commonwealth", "GM", "2015-01-01", False),
        ("commonwealth", "GM", "2019-01-01", True),
        ("unsc", "JP", "2024-12-31", True),
        ("unsc", "JP", "2025-01-01", False),
        ("council-of-europe", "RU", "2022-03-16", False),
        ("g20", "AFU", "2023-09-09", True),
    ],
)
def test_members_come_and_go(group: str, code: str, day: str, member: bool) -> None:  # noqa: FBT001 - a table
    """The first day as a member counts, and the first day after does not."""
    assert (code in known_groups()[group].on(PartialDate(day))) is member


def test_a_list_says_from_which_day_it_is_complete() -> None:
    """Only where the day of the page is before that day."""
    dossier = read(RIVER)
    assert selected_group(dossier, "eu", PartialDate("1990-01-01")).complete_from is None
    assert selected_group(dossier, "eu", PartialDate("1989")).complete_from == "1990-01-01"


def test_the_group_itself_is_a_country_of_the_dossier() -> None:
    """It is found by its code or its name, and is no member."""
    dossier = read(RIVER + "countries: {EU: {name: Brussels}, GC: {name: Gulf Cooperation Council}}\n")
    assert selected_group(dossier, "eu", TODAY).body == "EU"
    assert selected_group(dossier, "gcc", TODAY).body == "GC"
    assert selected_group(dossier, "nato", TODAY).body is None
    assert selected_group(dossier, "african-union", TODAY).body is None  # and not Australia, whose code is AU


def test_a_group_of_the_dossier_goes_before_one_of_the_same_id() -> None:
    """It has no dates, and the page says that it replaces the other."""
    dossier = structs.replace(read(RIVER), groups={"eu": Group(label="Upstream", countries=("EG", "SD"))})
    group = selected_group(dossier, "eu", TODAY)
    assert (group.label, group.called, group.day, group.replaces) == ("Upstream", "the EU", None, True)
    assert group.countries == {"EG", "SD"}
    assert own_group(dossier, "eu").called == "the group Upstream"
