"""The finding of a dossier, or of a country in it, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.dates import PartialDate, in_words, last_day
from briefcli.dossier.finding import finding_of, headline, levels_from, run_on, threshold_of
from briefcli.dossier.model import CountryType
from briefcli.pages.grades import caution, status_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefcli.dossier.finding import Comparison, Threshold
    from briefcli.dossier.model import BottomLine, Dossier, Stance
    from briefcli.pages.context import Context


def finding_in_words(context: Context, stances: Sequence[Stance]) -> str:
    """Return the finding on the day of a page; where filters chose `stances`, return the count of these alone."""
    dossier, query = context.dossier, context.query
    if query.filters.active():
        return count_in_words(dossier, {stance.country: stance.level for stance in stances})
    day = PartialDate(last_day(context.snapshot.day or dossier.as_of).isoformat())
    found = finding_of(dossier, day)
    if found is None:
        return ""
    nouns = nouns_of(dossier, {stance.country for stance in dossier.stances})
    count = f"{threshold_in_words(found.threshold, nouns)}{_disputed(context, found.threshold, day)}."
    compared = [f"{_compared(found.threshold, found.earlier, nouns)}."] if found.earlier else []
    moved = f"In the year to {in_words(day)}, {_moved(found.up, found.down, nouns)}."
    return " ".join([count, *compared, moved])


def _disputed(context: Context, threshold: Threshold, day: PartialDate) -> str:
    """Return how many at the threshold have only disputed records in their present run; empty if none."""
    reached = levels_from(context.dossier, threshold.level)
    runs = (run_on(history, day) for history in context.histories.values())
    number = sum(all(one.disputed for one in run.stances) for run in runs if run and run.level in reached)
    return f", {number} with only disputed records" if number else ""


def count_in_words(dossier: Dossier, now: Mapping[str, str]) -> str:
    """Return how many of some countries, given with the ids of their levels, are at the level of the finding."""
    if not now:
        return ""
    whole = [stance.level for stance in dossier.stances if not stance.ended]
    found = threshold_of(dossier, headline(dossier, whole), [*now.values()])
    return f"{threshold_in_words(found, nouns_of(dossier, now))}."


def threshold_in_words(found: Threshold, nouns: tuple[str, str]) -> str:
    """Return such as "16 of 54 countries are at Envoys or higher"; `nouns` are those for one and for several."""
    covered = f"{found.covered} {nouns[found.covered != 1]}"
    return f"{found.here} of {covered} {'is' if 1 in (found.here, found.covered) else 'are'} {at_in_words(found)}"


def nouns_of(dossier: Dossier, codes: Iterable[str]) -> tuple[str, str]:
    """Return what one and several of some countries are called together, such as "country" and "countries"."""
    types = {dossier.countries[code].type for code in codes}
    others = types - {CountryType.STATE, CountryType.TERRITORY}
    if not others:
        return "country", "countries"
    if others == {CountryType.BODY}:
        return "country or body", "countries and bodies"
    return "country or other", "countries and others"


def at_in_words(found: Threshold) -> str:
    """Return such as "at Envoys or higher"."""
    return f"at {found.level.label}{' or higher' if found.or_higher else ''}"


def country_finding(context: Context, stance: Stance | None, lines: Sequence[BottomLine]) -> str:
    """Return the bottom line of a country; without one its level, since when it is on it, and its last change."""
    if lines:
        from briefcli.pages.bottom_lines import bottom_line_in_words  # noqa: PLC0415 - many countries have none

        return " ".join(bottom_line_in_words(context, line) for line in lines)
    if stance is None:
        return ""
    run = context.runs[stance.id]
    since = f"{'since' if run.since_is_known else 'by'} {in_words(run.since)}"
    last = f"; last change {in_words(stance.since)}" if stance.since != run.since else ""
    claim = f" ({status_in_words(stance)})" if caution(stance) else ""
    return f"{context.steps[stance.level].label} {since}{last}{claim}."


def _compared(threshold: Threshold, earlier: Comparison, nouns: tuple[str, str]) -> str:
    """Return such as "Among the 46 countries already covered on 1 January 2022, the number at Mission rose …"."""
    then, now = earlier.then, earlier.now
    moved = f"stayed at {now}" if now == then else f"{'rose' if now > then else 'fell'} from {then} to {now}"
    among = f"Among the {earlier.covered} {nouns[earlier.covered != 1]} already covered on {in_words(earlier.day)}"
    undated = f"; it is not known when {earlier.undated} more reached it" if earlier.undated else ""
    return f"{among}, the number {at_in_words(threshold)} {moved}{undated}"


def _moved(up: int, down: int, nouns: tuple[str, str]) -> str:
    """Return such as "8 countries moved up and 1 moved down"."""
    if not up and not down:
        return f"no {nouns[0]} changed level"
    (first, way), (other, back) = ((up, "up"), (down, "down")) if up else ((down, "down"), (up, "up"))
    return f"{first} {nouns[first != 1]} moved {way} and {other or 'none'} moved {back}"
