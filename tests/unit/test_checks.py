"""The rules across the records of a dossier."""

from __future__ import annotations

from samples import RIVER, problems


def test_a_sound_dossier_has_no_problem() -> None:
    """The sample is the sound dossier that the other tests start from."""
    assert problems(RIVER) == []
