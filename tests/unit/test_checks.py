"""The rules across the records of a dossier."""

from __future__ import annotations

from msgspec import structs

from briefcli.reading.checks import all_findings, error_findings
from samples import RIVER, problems, read


def test_a_sound_dossier_has_no_problem() -> None:
    """The sample is the sound dossier that the other tests start from."""
    assert problems(RIVER) == []


def test_the_search_ends_at_the_limit_of_the_report() -> None:
    """One more is found than is printed, which shows that there are others."""
    dossier = read(RIVER)
    faulty = structs.replace(dossier, stances=dossier.stances * 25)
    assert len(error_findings(faulty, limit=20)) == len(all_findings(faulty, None, None, limit=20)) == 21
