"""What a dossier is once it was read: fixed in every part, with an identity for each record."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import briefcli
from briefcli.dossier.kinds import identity
from briefcli.dossier.model import Reliability
from samples import FROZEN, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcli.dossier.model import Dossier

CHANGES: dict[str, Callable[[Any], object]] = {
    "set": lambda mapping: mapping.__setitem__("x", "X"),
    "delete": lambda mapping: mapping.__delitem__(next(iter(mapping))),
    "join": lambda mapping: mapping.__ior__({"x": "X"}),
    "update": lambda mapping: mapping.update(x="X"),
    "setdefault": lambda mapping: mapping.setdefault("x", "X"),
    "pop": lambda mapping: mapping.pop("x", None),
    "popitem": lambda mapping: mapping.popitem(),
    "clear": lambda mapping: mapping.clear(),
}


def copied(dossier: Dossier) -> Dossier:
    """Return a copy from another process."""
    copy: Dossier = pickle.loads(pickle.dumps(dossier))  # noqa: S301 - our own
    return copy


@pytest.mark.parametrize("made", [lambda one: one, copied, copy.deepcopy, msgspec.structs.replace])
@pytest.mark.parametrize("change", CHANGES)
def test_a_mapping_of_a_dossier_cannot_be_changed(change: str, made: Callable[[Dossier], Dossier]) -> None:
    """Nor in a copy of the dossier, which is equal to it."""
    dossier = briefcli.load(FROZEN)
    same = made(dossier)
    for mapping in (same.countries, same.grades, same.terms.concerns, same.terms.sectors):
        with pytest.raises(TypeError):
            CHANGES[change](mapping)
    assert same == dossier == briefcli.load(FROZEN)


HEAD = """\
dossier: river-talks
title: Talks on the shared river
subject: the dam upstream
as_of: 2025-12-31
summary: Who talks with whom about the dam.
levels: [{id: talks, label: Holds talks, meaning: Holds official talks.}]
terms: {concerns: {water: Water}, sectors: {energy: Energy, farming: Farming}}
grades: {press: B}
sources:
  - {id: gazette, publisher: Example Gazette, kind: press, title: Talks resume}
  - {id: ministry, publisher: Ministry, kind: official, title: Statement}
  - {id: wire, publisher: Wire, kind: press, title: News, reliability: D}
"""
STANCE = "stances: [{country: Egypt, since: 2025-01, level: talks, status: Talks, summary: One., credibility: 2, evidence: [gazette]}]"
TOPIC = "topics: [{kind: agenda, title: Dry years, summary: One., countries: [Egypt], credibility: 2, evidence: [gazette]}]"
SECTOR = (
    "sectors: [{sector: energy, countries: [Egypt, Sudan], initiative: A line, outcome: Cheap power, stage: agreed, "
    "since: 2025, credibility: 2, evidence: [gazette]}]"
)
EVENT = "events: [{date: 2025-02, title: Delegations meet, countries: [Egypt], evidence: [gazette]}]"


def identity_of(text: str) -> object:
    """Return the identity of the only record of a dossier."""
    (record,) = read(HEAD + text).records
    return identity(record)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (STANCE, "status: Talks", "status: Refuses"),
        (STANCE, "country: Egypt", "country: EGY"),
        (TOPIC, "Dry years", "DRY  Years!"),
        (TOPIC, "[Egypt]", "[Egypt, Sudan]"),
        (SECTOR, "[Egypt, Sudan]", "[SD, EG]"),
        (SECTOR, "A line", "a Line."),
        (SECTOR, "Cheap power", "Dear power"),
        (SECTOR, "stage: agreed, since: 2025", "stage: completed"),
        (SECTOR, "initiative: A line, outcome: Cheap power", "outcome: A line"),
        (EVENT, "Delegations meet", "delegations / meet"),
        (EVENT, "[Egypt]", "[]"),
    ],
)
def test_a_record_stays_what_it_is(text: str, old: str, new: str) -> None:
    """Another spelling, and other values of it, make no other record."""
    assert text.count(old) == 1
    assert identity_of(text.replace(old, new)) == identity_of(text)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (STANCE, "2025-01", "2025-01-16"),
        (STANCE, "Egypt", "Sudan"),
        (TOPIC, "agenda", "challenge"),
        (TOPIC, "Dry years", "Dry months"),
        (SECTOR, "energy", "farming"),
        (SECTOR, "[Egypt, Sudan]", "[Egypt]"),
        (SECTOR, "A line", "A dam"),
        (SECTOR, "initiative: A line, ", ""),
        (EVENT, "2025-02", "2025-02-16"),
        (EVENT, "Delegations meet", "Envoys meet"),
    ],
)
def test_what_it_is_known_by_makes_another_record(text: str, old: str, new: str) -> None:
    """A country and a day, a kind and a title, a field with its partners and what is planned, a day and a title."""
    assert text.count(old) == 1
    assert identity_of(text.replace(old, new)) != identity_of(text)


@pytest.mark.parametrize(("source", "grade"), [(0, Reliability.B), (1, Reliability.F), (2, Reliability.D)])
def test_a_source_has_a_grade_of_its_own_or_that_of_its_kind(source: int, grade: Reliability) -> None:
    """Where neither is known, it cannot be judged."""
    dossier = read(HEAD + EVENT)
    assert dossier.reliability_of(dossier.sources[source]) is grade
