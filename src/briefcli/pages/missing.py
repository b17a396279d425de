"""Which requested countries have no record on a page, and which groups were requested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.countries import country_within
from briefcli.dossier.dates import has_begun
from briefcli.dossier.spelling import fold
from briefcli.page import GroupShown, Missing, Term, Why

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcli.dossier.groups import SelectedGroup
    from briefcli.dossier.model import Record
    from briefcli.page import About
    from briefcli.pages.context import Context


def missing_countries(
    context: Context, shown: Iterable[Record], *, of_stances: bool, ended: bool
) -> tuple[Missing, ...]:
    """Return the requested countries without a record, by reason and name; see `about`."""
    dossier, query = context.dossier, context.query
    searched, until = _searched(context)
    requested = query.requested
    if of_stances and query.filters.region:  # a region also has countries that nobody looked at
        requested |= searched & (query.countries or frozenset())
    if not requested:
        return ()
    recorded = queries.countries(dossier)
    present = recorded
    if of_stances:
        present = {*context.histories} if ended else {*queries.in_force(dossier.stances)}
    absent = requested - present - ({code for record in shown for code in record.countries} - searched)
    missing = []
    for code in absent:
        why = Why.SUBJECT if code == country_within(dossier.subject) else Why.NOT_COVERED
        why = Why.SEARCHED if code in searched else Why.NO_STANCE if code in recorded else why
        missing.append(Missing(code, queries.name_of(dossier, code), why, until if code in searched else None))
    return tuple(sorted(missing, key=_order))


def groups_shown(context: Context, missing: Sequence[Missing]) -> tuple[GroupShown, ...]:
    """Return the requested groups with the members of the day, and the stance of each group itself."""
    absent = frozenset(one.code for one in missing)
    return tuple(_shown(context, group, absent) for group in context.query.groups)


def counting(rests: About, words: str, records: Iterable[Record]) -> About:
    """Return the basis of a page that counts the members of groups for which there are records of what it lists.

    `words` such as "known for" introduce their number.
    """
    codes = frozenset(code for record in records for code in record.countries)
    groups = (structs.replace(group, covered=group.members & codes, recorded=words) for group in rests.groups)
    return structs.replace(rests, groups=tuple(groups))


def joined_missing(parts: Sequence[About]) -> tuple[Missing, ...]:
    """Return the countries that are missing in each of some dossiers, with the most informative reason."""
    first, *others = parts
    everywhere = {one.code for one in first.missing}.intersection(
        *({one.code for one in part.missing} for part in others)
    )
    found: dict[str, Missing] = {}
    for one in sorted((one for part in parts for one in part.missing if one.code in everywhere), key=_order):
        found.setdefault(one.code, one)
    return tuple(found.values())


def joined_groups(parts: Sequence[About]) -> tuple[GroupShown, ...]:
    """Return the groups of some dossiers: a member is covered if it is in one of them."""
    found: dict[str, list[tuple[str, GroupShown]]] = {}
    for part in parts:
        for group in part.groups:
            found.setdefault(group.id, []).append((part.dossiers[0], group))
    return tuple(_merged(same) for same in found.values())


def _order(one: Missing) -> tuple[int, str, str]:
    return [*Why].index(one.why), one.until or "", fold(one.country)


def _searched(context: Context) -> tuple[frozenset[str], str | None]:
    """Return countries for which a search found no stance, and the day that it reached, up to that of the page."""
    searched = context.dossier.coverage.searched if context.dossier.coverage else None
    if not searched:
        return frozenset(), None
    day = context.snapshot.day
    reached = day is None or has_begun(searched.until, day)
    return frozenset(searched.countries), searched.until if reached else day


def _shown(context: Context, group: SelectedGroup, absent: frozenset[str]) -> GroupShown:
    body = queries.in_force(context.dossier.stances).get(group.body) if group.body else None
    return GroupShown(
        id=group.id,
        label=group.label,
        called=group.called,
        day=group.day,
        members=group.countries,
        covered=group.countries - absent,
        own=group.id in context.dossier.groups,
        replaces=group.replaces,
        as_region=group.as_region,
        itself=Term(body.level, context.steps[body.level].label) if body else None,
        complete_from=group.complete_from,
    )


def _merged(same: Sequence[tuple[str, GroupShown]]) -> GroupShown:
    (_, first), *others = same
    if not others:
        return first
    groups = [group for _, group in same]
    days = {group.day for group in groups}
    itself = [f"{group.itself.label} in {dossier}" for dossier, group in same if group.itself]
    return GroupShown(
        id=first.id,
        label=first.label,
        called=first.called,
        day=first.day if len(days) == 1 else None,
        members=frozenset().union(*(group.members for group in groups)),
        covered=frozenset().union(*(group.covered for group in groups)),
        own=all(group.own for group in groups),
        replaces=any(group.replaces for group in groups),
        as_region=first.as_region,
        itself=Term("", ", ".join(itself)) if itself else None,
        complete_from=max((group.complete_from for group in groups if group.complete_from), default=None),
        recorded=first.recorded,
    )
