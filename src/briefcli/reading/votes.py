"""Rules on votes: each country votes once, and a roll call agrees with its totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.kinds import VOTE, named_countries
from briefcli.dossier.model import RollCall, Totals
from briefcli.problems import Finding, Rule
from briefcli.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Dossier, Vote
    from briefcli.problems import TreePath


def _votes_once(dossier: Dossier) -> Iterator[Finding]:
    for index, vote in enumerate(dossier.votes):
        path = ("votes", index)
        seen: dict[str, TreePath] = {}
        for key, place, country in named_countries(vote):
            here: TreePath = (*path, key, place or 0)
            first = seen.setdefault(country, here)
            if first != here:
                name = dossier.countries[country].name if country in dossier.countries else country
                yield Finding(Rule.VOTES_TWICE, here, f"{name} is in the roll call twice", first=first)


def _roll_calls_agree(dossier: Dossier) -> Iterator[Finding]:
    for index, vote in enumerate(dossier.votes):
        path = ("votes", index)
        if vote.roll_call is RollCall.NONE:
            for key in ("totals", *VOTE.country_keys):
                if getattr(vote, key):
                    message = f"the text was adopted without a vote (roll_call: none) and has {key}"
                    remedy = f"remove {key}, or write roll_call: partial"
                    yield Finding(Rule.ROLL_CALL, (*path, key), message, remedy)
        elif vote.roll_call is RollCall.COMPLETE and not vote.countries:
            message = "the roll call is complete and names no country"
            remedy = "add the lists, or write roll_call: partial"
            yield Finding(Rule.ROLL_CALL, (*path, "roll_call"), message, remedy)
        elif vote.totals:
            yield from _totals_agree(vote, vote.totals, path)


def _totals_agree(vote: Vote, totals: Totals, path: TreePath) -> Iterator[Finding]:
    """Yield the totals that differ from a complete list, or that a list exceeds."""
    complete = vote.roll_call is RollCall.COMPLETE
    for key in Totals.__struct_fields__:
        named, total = len(getattr(vote, key)), getattr(totals, key)
        if named > total or (complete and named < total):
            message = f"{key} names {counted(named, 'country')}, and the total is {total}"
            or_partial = ", or write roll_call: partial" if named < total else ""
            remedy = f"correct the list or the total{or_partial}"
            yield Finding(Rule.ROLL_CALL, (*path, "totals", key), message, remedy)


ERRORS = (_votes_once, _roll_calls_agree)
