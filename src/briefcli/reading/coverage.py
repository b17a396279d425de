"""Rules on what a dossier covers: official counts, its own statement, and steps before the first ones."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from briefcli.dossier.coverage import exceeded
from briefcli.dossier.queries import name_or_code
from briefcli.dossier.staleness import lasting_levels
from briefcli.problems import Finding, Rule
from briefcli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Dossier


def _counts_reached(dossier: Dossier) -> Iterator[Finding]:
    for place, (official, here) in exceeded(dossier):
        path = ("coverage", "official", place, "count")
        message = f"the official count of {official.date} is {official.count}, and the dossier has {here}"
        yield Finding(Rule.EXCEEDED, path, message)


def _complete_as_stated(dossier: Dossier) -> Iterator[Finding]:
    coverage = dossier.coverage
    if coverage is None or not coverage.complete:
        return
    covered = {stance.country for stance in dossier.stances}
    searched = coverage.searched.countries if coverage.searched else ()
    silent = [name_or_code(dossier, code) for code in searched if code not in covered]
    where = ("coverage", "complete")
    if coverage.of and len(covered) < coverage.of.count:
        missing = f"{coverage.of.count - len(covered)} of {coverage.of.count} {coverage.of.what}"
        yield Finding(Rule.INCOMPLETE, where, f"complete is true, and a stance is missing for {missing}")
    elif silent:
        names = ", ".join(silent)
        yield Finding(Rule.INCOMPLETE, where, f"complete is true, and a stance is missing for {names}")


def _earlier_steps(dossier: Dossier) -> Iterator[Finding]:
    """Find the countries that begin on a lasting level, all at once: earlier steps may be missing."""
    lasting = lasting_levels(dossier)
    in_order = sorted(enumerate(dossier.stances), key=lambda placed: placed[1].since, reverse=True)
    first = {stance.country: (place, stance) for place, stance in in_order}
    begun = sorted(place for place, stance in first.values() if stance.level in lasting)
    if begun:
        countries = map(attrgetter("country"), map(dossier.stances.__getitem__, begun))
        names = sorted(name_or_code(dossier, code) for code in countries)
        message = f"the first stance of {counted(len(names), 'country')} is on a lasting level: {', '.join(names)}"
        yield Finding(Rule.FIRST_LASTING, ("stances", begun[0], "level"), message)


WARNINGS = (_counts_reached, _complete_as_stated, _earlier_steps)
