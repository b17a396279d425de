"""Groups of countries: those of a dossier, and those that the program knows, such as the EU, with dates.

`groups.json` contains the latter. It is read only when a group is requested.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from briefcli.dossier.countries import codes_by_name, fold_country
from briefcli.dossier.dates import PartialDate, has_begun, on_last_day
from briefcli.dossier.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefcli.dossier.model import Dossier


class Membership(NamedTuple):
    """A country as a member of a group: from `since`, None if that is not known, until the day before `until`."""

    code: str
    since: PartialDate | None
    until: PartialDate | None

    def holds_on(self, day: PartialDate) -> bool:
        """Whether the country is a member on a whole day."""
        begun = self.since is None or has_begun(self.since, day)
        return begun and not (self.until and has_begun(self.until, day))


class KnownGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A group that the program knows.

    Attributes:
        label: its name.
        called: its name in a sentence, such as "the EU".
        aliases: other names that people type.
        body: the code of the group itself, if it can have a stance.
        complete_from: the day from which the list of members is complete.
        verified: the date of the newest page on the members that was read; None if the pages have no date.
        official: the address of the official list.
        sources: the addresses of what was read.
        note: what a reader needs to know of the members.
        members: the codes of the members by period, such as `{"1973-01-01/2020-02-01": "GB"}`.
    """

    label: str
    called: str
    aliases: tuple[str, ...] = ()
    body: str = ""
    complete_from: PartialDate
    verified: PartialDate | None = None
    official: str
    sources: tuple[str, ...]
    note: str = ""
    members: dict[str, str]

    def memberships(self) -> list[Membership]:
        """Return each period of each member, by code and date."""
        found = []
        for period, codes in self.members.items():
            since, _, until = period.partition("/")
            dates = [PartialDate(date) if date else None for date in (since, until)]
            found += [Membership(code, *dates) for code in codes.split()]
        return sorted(found, key=lambda one: (one.code, one.since or ""))

    def on(self, day: PartialDate) -> frozenset[str]:
        """Return the codes of the members on a whole day."""
        return frozenset(one.code for one in self.memberships() if one.holds_on(day))


class SelectedGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The members of a group, for one dossier.

    Attributes:
        id, label: those of the group.
        called: its name in a sentence.
        countries: the codes of the members.
        day: the day of the members; None for a group of the dossier, which has no dates.
        replaces: whether the group of the dossier is used instead of one that the program knows.
        as_region: whether it was requested as a region, so that the countries of other regions are selected, too.
        complete_from: the day from which the list is complete, if that is after `day`.
        body: the code of the group itself in the dossier, if it is a country there and no member.
    """

    id: str
    label: str
    called: str
    countries: frozenset[str]
    day: PartialDate | None = None
    replaces: bool = False
    as_region: bool = False
    complete_from: PartialDate | None = None
    body: str | None = None


@cache
def known_groups() -> Mapping[str, KnownGroup]:
    """Return the groups that the program knows, by id."""
    return msgspec.json.decode(Path(__file__).with_name("groups.json").read_bytes(), type=_File).groups


def known_group_id(word: str) -> str | None:
    """Return the id of the group that the program knows by a name, whatever its case and punctuation."""
    return group_names().get(fold(word))


@cache
def group_names() -> Mapping[str, str]:
    """Return the ids of the groups that the program knows, by each of their folded names."""
    groups = known_groups()
    names = {fold(name): key for key, group in groups.items() for name in (*group.aliases, group.label)}
    return names | {fold(key): key for key in groups}


def selected_group(dossier: Dossier, group: str, day: PartialDate) -> SelectedGroup:
    """Return the members of a group, by its id: of one of the dossier, else those on the last day of a date."""
    day = on_last_day(day)
    if group in dossier.groups:
        return own_group(dossier, group, known_groups().get(group), as_region=False)
    known = known_groups()[group]
    countries = known.on(day)
    return SelectedGroup(
        id=group,
        label=known.label,
        called=known.called,
        countries=countries,
        day=day,
        complete_from=known.complete_from if known.complete_from > day else None,
        body=_body(dossier, (known.body, known.label), countries),
    )


def own_group(
    dossier: Dossier, group: str, known: KnownGroup | None = None, *, as_region: bool = True
) -> SelectedGroup:
    """Return the members of a group of a dossier; `known` is the group of this id that the program knows."""
    own = dossier.groups[group]
    countries = frozenset(own.countries)
    return SelectedGroup(
        id=group,
        label=own.label,
        called=known.called if known else f"the group {own.label}",
        countries=countries,
        replaces=known is not None,
        as_region=as_region,
        body=_body(dossier, (known.body if known else "", own.label), countries),
    )


class _File(msgspec.Struct, frozen=True):
    """What groups.json contains."""

    groups: dict[str, KnownGroup]


def _body(dossier: Dossier, names: tuple[str, ...], members: frozenset[str]) -> str | None:
    """Return the code of the country of a dossier that has one of some names or codes, if it is no member."""
    codes = codes_by_name(dossier.countries)
    found = (codes[folded] for name in names if (folded := fold_country(name)) in codes)
    return next((code for code in found if code not in members), None)
