"""What a dossier is once it was read: fixed in every part."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import briefcli
from samples import FROZEN

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
