"""An id for each record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from briefcli.dossier.ids import with_ids
from briefcli.dossier.kinds import identity
from briefcli.reading.reading import examine_dossier
from samples import RIVER, files, read

if TYPE_CHECKING:
    from briefcli.dossier.model import Dossier

SHARES = """\
topics:
  - {kind: agenda, title: Who may take how much of the water in a very dry year, summary: S., countries: [], credibility: 3, evidence: [gazette]}
  - {kind: agenda, title: Water shares, since: 2025-02, summary: S., countries: [Egypt], credibility: 3, evidence: [gazette]}
  - {kind: agenda, title: Water Shares!, since: 2025-01, summary: S., countries: [Sudan], credibility: 3, evidence: [gazette]}
  - {id: dams, kind: agenda, title: Dams, summary: S., countries: [Egypt], credibility: 3, evidence: [gazette]}
events:
  - {date: 2025-02-20, title: 会談再開, evidence: [gazette]}
  - {date: 2025-02-20, title: 会談中断, evidence: [gazette]}
"""


def ids(dossier: Dossier) -> list[str]:
    """Return the ids of all records."""
    return [record.id for record in dossier.records]


def test_an_id_is_made_from_what_identifies_a_record() -> None:
    """Of two with one name, the earlier has it; what has no letters of ids is distinguished by a digest."""
    found = ids(read(RIVER + SHARES))
    assert found[:5] == [
        "stance-eg-2025-02",
        found[1],
        found[2],
        "topic-agenda-water-shares",
        "dams",
    ]
    assert re.fullmatch("topic-agenda-who-may-take-how-much-of-the-water-in-a-very-dry-[0-9a-f]{6}", found[1])
    assert re.fullmatch("topic-agenda-water-shares-[0-9a-f]{6}", found[2])
    assert all(re.fullmatch("event-2025-02-20-[0-9a-f]{6}", one) for one in set(found[5:]))
    assert found[5] != found[6]


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Первая встреча", "Вторая встреча"),
        ("会談再開", "会談中断"),
        (
            "Foreign Office denies that Taliban officials head the missions",
            "Foreign Office denies that Taliban officials head the missions abroad",
        ),
    ],
)
def test_no_id_passes_to_a_record_that_is_added(title: str, other: str) -> None:
    """Whoever wrote the id down would change or quote another record."""
    event = "  - {{date: 2025-02-20, title: {}, evidence: [gazette]}}\n"
    (before,) = read(RIVER + "events:\n" + event.format(title)).events
    after = read(RIVER + "events:\n" + event.format(other) + event.format(title)).events
    assert before in after
    assert len({record.id for record in after}) == 2


def test_an_id_stays_when_records_are_moved() -> None:
    """Whatever their order, each record keeps its id."""

    def by_record(text: str) -> dict[str, str]:
        return {str((identity(record), record.begins)): record.id for record in read(text).records}

    lines = SHARES.splitlines()
    moved = "\n".join([lines[0], *lines[4:0:-1], lines[5], *lines[:5:-1]])
    assert by_record(RIVER + moved) == by_record(RIVER + SHARES)


def test_no_id_is_that_of_a_source() -> None:
    """One space of names holds sources and records."""
    dossier = read(RIVER.replace("gazette", "stance-eg-2025-02"))
    assert re.fullmatch("stance-eg-2025-02-[0-9a-f]{6}", dossier.stances[0].id)


def test_exact_copies_of_a_record_are_numbered() -> None:
    """A dossier with copies is faulty, and its faults are reported with the ids of the records."""
    event = "  - {date: 2025-02-20, title: Talks, evidence: [gazette]}\n"
    found = examine_dossier(files(RIVER + "events:\n" + 5 * event))
    assert len({problem.id for problem in found}) == len(found) > 3


def test_written_ids_stay() -> None:
    """And a second making changes nothing."""
    dossier = read(RIVER + SHARES)
    assert with_ids(dossier) == dossier
