"""Rules on attributes and facts: their names, their dates, and one value at a time."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from briefcli.dossier.dates import PartialDate, first_day, has_begun, last_day
from briefcli.dossier.kinds import FACT
from briefcli.dossier.past import known_since
from briefcli.problems import Finding, Rule, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Dossier, Fact
    from briefcli.problems import TreePath


def _attributes_apart(dossier: Dossier) -> Iterator[Finding]:
    """Yield the attributes whose id is also that of a level, a concern or a sector."""
    if not dossier.attributes:
        return
    owners = {level.id: "a level" for level in dossier.levels}
    owners |= dict.fromkeys(dossier.terms.concerns, "a concern") | dict.fromkeys(dossier.terms.sectors, "a sector")
    for key in dossier.attributes.keys() & owners.keys():
        message = f"{quoted(key)} is also the id of {owners[key]}"
        yield Finding(Rule.DUPLICATE_ID, ("attributes", key), message, "choose another id", on_key=True)


def _attributes_with_values(dossier: Dossier) -> Iterator[Finding]:
    for key, attribute in dossier.attributes.items():
        if not attribute.values:
            message = f"the attribute {quoted(key)} has no value"
            yield Finding(Rule.VALUE, ("attributes", key, "values"), message, "give it at least one value")


def _ended_since(dossier: Dossier) -> Iterator[Finding]:
    for index, fact in enumerate(dossier.facts):
        path = ("facts", index)
        if fact.ended is None:
            continue
        if fact.since is None:
            yield Finding(Rule.MISSING_KEY, path, "the fact has ended but no since", "add since, or remove ended")
        elif last_day(fact.ended) <= first_day(fact.since):
            message = f"the fact ended {fact.ended} which is not after since, {fact.since}"
            yield Finding(Rule.ORDER, (*path, "ended"), message)


def _one_value_at_a_time(dossier: Dossier) -> Iterator[Finding]:
    """Yield the facts that begin before an earlier one of the same country and attribute has ended."""
    dates = {source.id: source.date for source in dossier.sources}
    alike: dict[tuple[str, str], list[tuple[str, TreePath, Fact]]] = defaultdict(list)
    for index, fact in enumerate(dossier.facts):
        known = known_since(fact, {item.source: dates.get(item.source) for item in fact.evidence})
        start = str(fact.since or known or "")
        alike[fact.country, fact.attribute].append((start, ("facts", index), fact))
    for own in alike.values():
        for (_, path, earlier), (start, next_path, fact) in pairwise(sorted(own, key=lambda placed: placed[0])):
            same = FACT.identity(fact) == FACT.identity(earlier) and fact.value == earlier.value
            if not same and not (earlier.ended and has_begun(earlier.ended, PartialDate(start))):
                yield _overlap(earlier, start, path, next_path)


def _overlap(earlier: Fact, start: str, path: TreePath, next_path: TreePath) -> Finding:
    ended = f"ended {earlier.ended}" if earlier.ended else "has no end"
    begins = f"this one begins {start}" if start else "this one has no date"
    message = f"the value {quoted(earlier.value)} of {quoted(earlier.attribute)} {ended}, and {begins}"
    remedy = f"add ended: {start} to the earlier fact, or correct the dates" if earlier.since else None
    return Finding(Rule.OVERLAP, next_path, message, remedy, first=path)


ERRORS = (_attributes_apart, _attributes_with_values, _ended_since, _one_value_at_a_time)
