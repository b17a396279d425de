"""The groups that can be selected, and the members of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.dates import in_words
from briefcli.dossier.filters import labels
from briefcli.dossier.groups import KnownGroup, Membership, SelectedGroup, known_groups, selected_group
from briefcli.dossier.spelling import fold
from briefcli.page import Column, ColumnType, Listing
from briefcli.pages.about import about, joined, with_coverage
from briefcli.pages.columns import STANCES
from briefcli.pages.context import Context
from briefcli.pages.fields import DOSSIER, Field
from briefcli.pages.listings import dossier_column_if_several
from briefcli.pages.tables import arranged, showing, shown_of, table_of
from briefcli.wording import on_dossiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Stance
    from briefcli.pages.listings import Selection
    from briefcli.pages.tables import ListingOptions


class _Group(NamedTuple):
    """A group of a dossier, or one that the program knows, with the number of members that have a stance."""

    selected: SelectedGroup
    known: KnownGroup | None
    covered: int


class _Member(NamedTuple):
    """A member of a group in a period, with its stance in force."""

    group: str
    membership: Membership
    stance: Stance | None


def groups_listing(selection: Selection, options: ListingOptions) -> Listing:
    """Return the members of the groups that are requested, or all groups."""
    contexts = [Context(snapshot, query) for snapshot, query in selection]
    page = _members_page if any(context.query.groups for context in contexts) else _groups_page
    listing = page(contexts, options)
    if options.columns:
        return listing
    return structs.replace(listing, table=showing(listing.table, also=dossier_column_if_several(selection)))


def _groups_page(contexts: list[Context], options: ListingOptions) -> Listing:
    found = [(context, group) for context in contexts for group in _groups(context)]
    rows = arranged(GROUPS, found, options)
    command = on_dossiers("brief groups NAME", options.dossiers)
    footer = f"{shown_of(len(rows), len(found), 'group')}. {command} lists the members of a group."
    return Listing("Groups", joined(map(about, contexts)), table_of(GROUPS, rows, options.columns), footer=footer)


def _groups(context: Context) -> Iterator[_Group]:
    dossier = context.dossier
    standing = queries.in_force(dossier.stances)
    for group in labels(dossier, "group"):
        selected = selected_group(dossier, group, context.snapshot.day or dossier.as_of)
        known = None if group in dossier.groups else known_groups()[group]
        yield _Group(selected, known, len(selected.countries & standing.keys()))


def _members_page(contexts: list[Context], options: ListingOptions) -> Listing:
    found = [(context, member) for context in contexts for member in _members(context)]
    rows = arranged(MEMBERS, found, options)
    groups = {group.id: group for context in contexts for group in context.query.groups}
    called = " and ".join(group.called for group in groups.values())
    footer = " ".join([f"{shown_of(len(rows), len(found), 'member')}.", *map(_verified, groups.values())])
    rests = joined(about(context, of_stances=True) for context in contexts)
    rests = with_coverage(rests, [(context.snapshot, context.query) for context in contexts])
    return Listing(f"Members of {called}", rests, table_of(MEMBERS, rows, options.columns), footer=footer)


def _members(context: Context) -> Iterator[_Member]:
    """Yield the members on the day, by name; with --history each period of each member."""
    standing = queries.in_force(context.dossier.stances)
    for group in context.query.groups:
        if group.day is None:
            periods = [Membership(code, None, None) for code in group.countries]
        else:
            periods = known_groups()[group.id].memberships()
            if not context.query.history:
                periods = [one for one in periods if one.holds_on(group.day)]
        for one in sorted(
            periods, key=lambda one: (fold(queries.name_of(context.dossier, one.code)), one.since or "")
        ):
            yield _Member(group.id, one, standing.get(one.code))


def _verified(group: SelectedGroup) -> str:
    """Return how far the list of a group was verified."""
    if group.day is None:
        return "The dossier defines this group, without dates."
    known = known_groups()[group.id]
    date = f"up to {in_words(known.verified)}" if known.verified else "without a date"
    return " ".join(
        filter(
            None,
            (
                f"The members were checked against pages {date}.",
                f"The list is complete from {in_words(known.complete_from)} on.",
                known.note,
                f"Official list: {known.official}",
            ),
        )
    )


def _of_stance(key: str) -> Field[Context, _Member]:
    """Return a column of stances as one of members, empty where a member has no stance in force."""
    (field,) = (field for field in STANCES if field.column.key == key)
    column = structs.replace(field.column, optional=True)
    return Field(column, lambda context, member: field.cell(context, member.stance) if member.stance else None)


def _of_known(
    key: str, heading: str, meaning: str, type_: ColumnType = ColumnType.TEXT, *, shown: bool = True
) -> Field[Context, _Group]:
    """Return a column that groups of a dossier leave empty."""
    column = Column(key, heading, meaning, shown=shown, type=type_, optional=True)
    return Field(column, lambda _, group: getattr(group.known, key, None) or None)


#: The columns of the groups.
GROUPS: tuple[Field[Context, _Group], ...] = (
    Field(Column("id", "Id", "id for --group"), lambda _, group: group.selected.id),
    Field(Column("label", "Group", "name of the group"), lambda _, group: group.selected.label),
    Field(
        Column("members", "Members", "number of members on the day", type=ColumnType.NUMBER),
        lambda _, group: len(group.selected.countries),
    ),
    Field(
        Column("covered", "Covered", "number of members with a current stance", type=ColumnType.NUMBER),
        lambda _, group: group.covered,
    ),
    Field(
        Column(
            "day",
            "Day",
            "the day of the members; empty for a group of the dossier",
            shown=False,
            type=ColumnType.DAY,
            optional=True,
        ),
        lambda _, group: group.selected.day,
    ),
    _of_known(
        "complete_from", "Complete from", "the day from which the list of members is complete", ColumnType.DAY
    ),
    _of_known(
        "verified", "Checked up to", "date of the newest page that was read to check the members", ColumnType.DATE
    ),
    _of_known("official", "Official list", "address of the official list", ColumnType.ADDRESS, shown=False),
    _of_known("note", "Note", "note on the members", shown=False),
    Field(
        Column("own", "Own", "whether the dossier defines the group", type=ColumnType.TRUTH),
        lambda _, group: group.known is None,
    ),
    DOSSIER,
)
#: The columns of the members of a group.
MEMBERS: tuple[Field[Context, _Member], ...] = (
    Field(Column("group", "Group", "id of the group", shown=False), lambda _, member: member.group),
    Field(
        Column("country", "Country", "name of the member"),
        lambda context, member: context.country(member.membership.code),
    ),
    Field(
        Column("code", "Code", "ISO 3166 code of the country, or code of the body", shown=False),
        lambda _, member: member.membership.code,
    ),
    Field(
        Column(
            "member_since",
            "Member since",
            "first day of the membership; empty if unknown",
            type=ColumnType.DATE,
            optional=True,
        ),
        lambda _, member: member.membership.since,
    ),
    Field(
        Column(
            "member_until",
            "Member until",
            "first day on which it was no longer a member; empty for a present member",
            type=ColumnType.DATE,
            optional=True,
        ),
        lambda _, member: member.membership.until,
    ),
    *(_of_stance(key) for key in ("level", "level_label", "rank", "level_since", "level_since_known")),
    _of_stance("checked").with_column(shown=True),
    DOSSIER,
)
