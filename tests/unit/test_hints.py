"""The hint where nothing matches: what would match."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from msgspec import structs

from briefcli.cli.hints import what_words_would_find, what_would_match
from briefcli.dossier import queries
from briefcli.dossier.filters import Filters, Query
from briefcli.dossier.model import Dossier, Event, Sector, SourceKind, Stage, Stance, Topic, TopicKind
from briefcli.dossier.texts import Words
from unit.test_queries import DOSSIER, date

Select = Callable[[Dossier, Query], Sequence[Stance] | Sequence[Topic] | Sequence[Sector] | Sequence[Event]]


@pytest.mark.parametrize(
    ("select", "filters", "expected"),
    [
        (
            queries.stances,
            Filters(country=("Egypt",), level=("talks",)),
            "with another --country there would be 1 stance (Sudan); with another --level there would be 1 stance (refuses)",
        ),
        (
            queries.stances,
            Filters(min_level="treaty", concern=("power",)),
            "without --concern there would be 1 stance; with another --min-level there would be 2 stances (refuses, talks)",
        ),
        (
            queries.stances,
            Filters(country=("Japan",)),
            "with another --country there would be 3 stances (Egypt, Ethiopia, Sudan)",
        ),
        (
            queries.stances,
            Filters(country=("Japan",), grep=("zzz",)),
            "without any filter there would be 3 stances",
        ),
        (queries.stances, Filters(as_of=date("2020")), "on a later day than 2020 there would be 3 stances"),
        (
            queries.stances,
            Filters(as_of=date("2023"), country=("Sudan",)),
            "with another --country there would be 1 stance (Ethiopia)",
        ),
        (queries.stances, Filters(since=date("2026")), "without --since there would be 3 stances"),
        (
            queries.topics,
            Filters(kind=(TopicKind.OBJECTIVE,)),
            "with another --kind there would be 3 topics (agenda, challenge)",
        ),
        (
            queries.sectors,
            Filters(stage=(Stage.STALLED,)),
            "with another --stage there would be 4 sectors (agreed, completed, proposed, under way)",
        ),
        (queries.events, Filters(credibility=1), "with another --credibility there would be 1 event (2)"),
        (
            queries.sources,
            Filters(kind=(SourceKind.AGENCY,)),
            "with another --kind there would be 4 sources (official, press)",
        ),
        (queries.sources, Filters(country=("Japan",)), "without --country there would be 4 sources"),
    ],
)
def test_where_nothing_matches_a_sentence_names_what_would(
    select: Select, filters: Filters, expected: str
) -> None:
    """Each filter is lifted alone; where that helps nowhere, the sum without filters is printed."""
    assert what_would_match([DOSSIER], select, filters) == f"Nothing matches; {expected}."


def test_no_sentence_counts_nothing() -> None:
    """Where a dossier has no such record, or only superseded ones, no filter is at fault."""
    assert what_would_match([DOSSIER], queries.events, Filters(country=("Egypt",)), fixed={"country"})
    empty = structs.replace(DOSSIER, events=())
    assert what_would_match([empty], queries.events, Filters(country=("Egypt",))) == ""


def test_nothing_is_said_of_a_filter_that_is_fixed() -> None:
    """The page on a country is about that country."""
    filters = Filters(country=("Egypt",), source=("gazette-2025",))
    told = what_would_match([DOSSIER], queries.stances, filters, fixed={"country"})
    assert told == "Nothing matches; without --source there would be 1 stance."


@pytest.mark.parametrize(
    ("filters", "words", "expected"),
    [
        (Filters(), ["zzz"], "Nothing contains 'zzz'."),
        (
            Filters(),
            ["delegation", "dry", "zzz"],
            "Nothing contains all the words; 'delegation' alone finds 4, 'dry' alone finds 1, 'zzz' alone finds 0.",
        ),
        (
            Filters(country=("Egypt",)),
            ["dry", "zzz"],
            "Nothing contains all the words; 'dry' alone finds 0, 'zzz' alone finds 0.",
        ),
        (Filters(country=("Egypt",)), ["dry"], "Nothing matches; without --country there would be 1 topic."),
        (
            Filters(),
            [f"zzz{number}" for number in range(12)],
            "Nothing contains all the words; "
            + ", ".join(f"'zzz{number}' alone finds 0" for number in range(12))
            + ".",
        ),
        (Filters(), [f"zzz{number}" for number in range(13)], "Nothing contains all the words."),
    ],
)
def test_where_words_find_nothing_a_sentence_names_what_fewer_would_find(
    filters: Filters, words: list[str], expected: str
) -> None:
    """Fewer filters, where those are in the way; else each word alone, unless there are many."""
    assert what_words_would_find([DOSSIER], filters, Words(words)) == expected
