"""The basis of a page: the dossiers, the day, the evidence and the filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.characters import printable_line
from briefcli.dossier import queries
from briefcli.dossier.dates import age_in_days, is_day, last_day
from briefcli.page import About
from briefcli.pages.context import more_by_type
from briefcli.pages.missing import groups_shown, joined_groups, joined_missing, missing_countries
from briefcli.wording import counted

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Country, Record
    from briefcli.dossier.past import Snapshot
    from briefcli.pages.context import Context
    from briefcli.pages.listings import Selection

#: Filters in words, if their names and values are not clear.
_IN_WORDS = {
    "min_level": "level {} or higher",
    "max_level": "level {} or lower",
    "level_since": "at the present level since {} or later",
    "stale": "due for review or last checked more than {} days ago",
    "credibility": "credibility {} or better",
    "disputed": "disputed",
    "single_source": "supported in full by fewer than two publishers",
    "grep": "containing {}",
    "fact": "with {}",
    "move": "moves {}",
}
#: The kind of the words of a filter, if its name differs.
_OF = {"min_level": "level", "max_level": "level", "main_concern": "concern"}


def about(
    context: Context,
    records: Sequence[Record] = (),
    listed: Sequence[Record] = (),
    *,
    of_stances: bool = False,
    ended: bool = False,
) -> About:
    """Return the basis of a page on a dossier. The age of evidence is that of `records`, not of those `listed`.

    On a page of stances, a country without one is missing, whatever other records it has. The stance is one in
    force, or one that has `ended`.
    """
    missing = missing_countries(context, (*records, *listed), of_stances=of_stances, ended=ended)
    dossier, day, withheld = context.dossier, context.snapshot.day, context.snapshot.unpublished_sources
    newest = queries.newest_evidence(dossier, records)
    return About(
        dossiers=(dossier.id,),
        as_of=dossier.as_of,
        asked=last_day(day).isoformat() if day else None,
        newest_evidence=newest,
        withheld=len({source for record in (*records, *listed) for source in withheld.get(record.id, ())})
        if withheld
        else 0,
        evidence_age=queries.evidence_age(newest, context.day),
        only=tuple(
            _in_words(context.query, name, value)
            for name, value in context.query.filters.active().items()
            if name != "group"
        ),
        age=_age(context),
        groups=groups_shown(context, missing),
        missing=missing,
    )


def _age(context: Context) -> int | None:
    """Return how many days ago the day of the dossier is at most; None for a dossier as of an earlier day."""
    if context.today is None or context.snapshot.is_before_summary:
        return None
    return age_in_days(context.dossier.as_of, context.today)


def with_coverage(rests: About, selection: Selection) -> About:
    """Return the basis of a page with its coverage, unless countries are selected by name."""
    found = {
        snapshot.dossier.id: texts
        for snapshot, query in selection
        if snapshot.dossier.coverage
        and not query.filters.country
        and (texts := coverage_of(snapshot, of_part=query.countries is not None))
    }
    if not found:
        return rests
    incomplete = any(is_incomplete(snapshot) for snapshot, _ in selection if snapshot.dossier.id in found)
    if len(selection) > 1:
        return structs.replace(
            rests,
            incomplete=incomplete,
            coverage=tuple(f"{name}: {'; '.join(texts)}" for name, texts in found.items()),
            parts=tuple(structs.replace(part, coverage=found.get(part.dossiers[0], ())) for part in rests.parts),
        )
    return structs.replace(rests, coverage=next(iter(found.values())), incomplete=incomplete)


def is_incomplete(snapshot: Snapshot) -> bool:
    """Whether a dossier states, or an official count shows, that it lacks some countries."""
    dossier = snapshot.dossier
    if dossier.coverage is None or dossier.coverage.complete is False:
        return dossier.coverage is not None
    from briefcli.dossier.coverage import tallies  # noqa: PLC0415 - most dossiers state no coverage

    now = [stance.level for stance in queries.in_force(dossier.stances).values()]
    found = tallies(dossier.coverage, now, snapshot.day or dossier.as_of)
    return any(tally.here < tally.official.count for tally in found)


def coverage_of(snapshot: Snapshot, *, of_part: bool = False) -> tuple[str, ...]:
    """Return `coverage_in_words` as of the day of a snapshot."""
    from briefcli.pages.coverage import coverage_in_words  # noqa: PLC0415 - most dossiers state no coverage

    dossier = snapshot.dossier
    now = [stance.level for stance in queries.in_force(dossier.stances).values()]
    covered = len({stance.country for stance in dossier.stances})
    return coverage_in_words(dossier, now, covered, snapshot.day or dossier.as_of, of_part=of_part)


def joined(parts: Iterable[About]) -> About:
    """Return the basis of a page on several dossiers from the basis for each."""
    alone, *others = parts = list(parts)
    if not others:
        return alone
    return About(
        dossiers=tuple(dossier for part in parts for dossier in part.dossiers),
        asked=alone.asked,
        newest_evidence=max((part.newest_evidence for part in parts if part.newest_evidence), default=None),
        withheld=sum(part.withheld for part in parts),
        evidence_age=min((part.evidence_age for part in parts if part.evidence_age is not None), default=None),
        only=alone.only,
        age=max((part.age for part in parts if part.age is not None), default=None),
        oldest=min((part.as_of for part in parts if part.as_of), default=None),
        groups=joined_groups(parts),
        missing=joined_missing(parts),
        parts=tuple(parts),
    )


def by_context(
    contexts: Iterable[Context], rows: Iterable[tuple[Context, Record]]
) -> list[tuple[Context, list[Record]]]:
    """Return the records of each context among rows of several."""
    found: dict[Context, list[Record]] = {context: [] for context in contexts}
    for context, record in rows:
        found[context].append(record)
    return list(found.items())


def _in_words(query: Query, name: str, value: object) -> str:
    values = [str(one) for one in (value if isinstance(value, tuple) else (value,))]
    values = [query.named.get((_OF.get(name, name), word), word) for word in values]
    return _IN_WORDS.get(name, f"{name.replace('_', ' ')} {{}}").format(" or ".join(values))


def filters_in_words(query: Query) -> list[str]:
    """Return the active filters in words; names of countries and regions need no word before them."""
    found: list[str] = []
    for name, value in query.filters.active().items():
        if name in {"country", "region"} and isinstance(value, tuple):
            found += [query.named.get((name, word), word) for word in value]
        else:
            found.append(_in_words(query, name, value))
    return [printable_line(text) for text in found]  # as typed, a filter may contain any character


def raised_before(selection: Selection) -> str:
    """Return how many more countries raised a concern of the filter only in an earlier stance."""
    query = selection[0][1]
    if query.history or (query.concerns is None and query.main_concerns is None):
        return ""
    more: list[Country] = []
    for snapshot, own in selection:
        ever, now = (
            {stance.country for stance in queries.stances(snapshot.dossier, structs.replace(own, history=history))}
            for history in (True, False)
        )
        more += [snapshot.dossier.countries[code] for code in ever - now]
    if not more:
        return ""
    return f" {more_by_type(more)} raised this concern only in an earlier stance. Add --history to see it."


def disputed_and_stale(disputed: int, stale: int, stances: int) -> str:
    """Return how many current records of a dossier are disputed, and how many of its stances are stale."""
    first = f"{counted(disputed, 'record')} {'is' if disputed == 1 else 'are'} disputed"
    first = first if disputed else "No record is disputed"
    if not stances:
        return first
    of_all = f"{stale or 'none'} of {counted(stances, 'stance')} {'is' if stale == 1 else 'are'}"
    return f"{first}; {of_all} due or unchecked for a year"


def ago(date: PartialDate, day: datetime.date) -> str:
    """Return how long before a day something was, with "at most" if the date is not exact."""
    vague = "" if is_day(date) else "at most "
    return f"{vague}{counted(age_in_days(date, day), 'day')} ago"
