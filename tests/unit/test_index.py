"""What is told of a dossier without its records."""

from __future__ import annotations

from briefcli.dossier.dates import PartialDate
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.index import Move, index_of
from samples import FROZEN, RIVER, read, stance

LADDER = RIVER.replace(
    "  - {id: talks,", "  - {id: refuses, label: Refuses, meaning: Refuses talks.}\n  - {id: talks,"
)


def test_an_entry_tells_what_a_dossier_holds() -> None:
    """How many of each, who stands where, and when each country was looked at."""
    entry = index_of(read(RIVER))
    assert entry.head.id == "river-talks"
    assert not entry.head.stances
    assert not entry.head.sources
    assert entry.counts == {"sources": 1, "stances": 1, "topics": 0, "sectors": 0, "events": 0}
    assert entry.levels == {"EG": "talks"}
    assert entry.countries_on() == {"talks": 1}
    assert entry.checked == {"EG": "2025-02-20"}
    assert (entry.moves, entry.disputed) == ((), 0)


def test_a_move_is_a_step_to_another_level() -> None:
    """The newest first; neither the first stance of a country nor another status is one."""
    steps = [
        ("2025-02-03", "talks"),
        ("2025-02-07", "refuses"),
        ("2025-02-10", "refuses"),
        ("2025-02-20", "talks"),
    ]
    more = "".join(
        stance(country="Sudan", since=since, level=level, status=f"On {level} {since}") for since, level in steps
    )
    assert index_of(read(LADDER + more)).moves == (
        Move(PartialDate("2025-02-20"), "SD", "refuses", "talks"),
        Move(PartialDate("2025-02-07"), "SD", "talks", "refuses"),
    )


def test_what_is_read_from_the_store_is_what_is_made() -> None:
    """Of every feature, by whichever way it comes."""
    catalogue = Catalogue()
    entry = catalogue.find(FROZEN)
    made = index_of(catalogue.read(entry))
    assert catalogue.index(entry) == made == Catalogue(cached=False).index(entry)
