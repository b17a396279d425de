"""What a report is about: the selected countries, with all that is known of them."""

from __future__ import annotations

import pytest
from msgspec import structs

from briefcli.dossier.filters import Filters, Query
from briefcli.dossier.past import Snapshot
from briefcli.dossier.words import resolve_all
from briefcli.report.data import ReportData, records
from unit.test_queries import DOSSIER, told


def data(filters: Filters) -> ReportData:
    """Return what a report with some filters is about."""
    return ReportData(*resolve_all([DOSSIER], filters)[0])


def test_without_filters_it_is_about_all() -> None:
    """Those with a stance come first, as stances do, and then the others by name."""
    found = data(Filters())
    assert found.codes == ["ET", "SD", "EG", "NB"]
    assert (found.only, found.silent, found.narrowed, found.silence) == ("", ["NB"], False, "No stance")


def test_a_filter_of_stances_chooses_countries_of_which_everything_is_reported() -> None:
    """Their topics, sectors and events have no level; nothing is listed of the others."""
    found = data(Filters(level=("talks",)))
    assert found.codes == ["SD"]
    assert [told(record) for record in found.found] == [
        "SD 2025-01-15 talks",
        "agenda Water shares",
        "ET,SD energy agreed",
        "ET,SD energy completed",
        "SD farming under way",
        "2025-02-16 Delegations meet",
    ]
    assert (found.only, found.narrowed, found.silence) == ("", True, "No stance that matches")
    assert records(DOSSIER, found.query) == found.found


def test_where_no_stance_is_on_the_level_nothing_is_reported() -> None:
    """Not even of what is of no country."""
    found = data(Filters(level=("talks",), concern=("water",)))
    assert (found.codes, found.found, found.claims, found.sources) == ([], [], [], [])


@pytest.mark.parametrize(
    ("typed", "codes", "only"),
    [
        (("egypt",), ["EG"], "Egypt"),
        (("SD", "the nile basin initiative"), ["SD", "NB"], "Sudan, Nile Basin Initiative"),
    ],
)
def test_countries_that_were_named_are_all_that_it_is_about(
    typed: tuple[str, ...], codes: list[str], only: str
) -> None:
    """Others occur in records of theirs, and have no section; a filter by country leaves no stance out."""
    found = data(Filters(country=typed))
    assert (found.codes, found.only, found.silence) == (codes, only, "No stance")


def test_a_region_is_no_list_of_names() -> None:
    """It may have many countries, which the title of a report has no room for."""
    found = data(Filters(region=("Northern Africa",)))
    assert (found.codes, found.only, found.narrowed, found.silence) == (["SD", "EG"], "", True, "No stance")


def test_history_is_of_the_countries_that_are_somewhere_the_oldest_first() -> None:
    """In the order of the stances in force, whatever the order in the file."""
    transposed = structs.replace(DOSSIER, stances=DOSSIER.stances[::-1])
    assert [told(stance) for stance in ReportData(Snapshot(transposed), Query()).history] == [
        "ET 2023-06 treaty",
        "SD 2025-01-15 talks",
        "EG 2024 talks",
        "EG 2025-02 refuses",
    ]


def test_sources_are_numbered_as_they_are_cited() -> None:
    """Those that are cited, by the newest stance of the first country."""
    found = data(Filters(country=("ethiopia",)))
    assert list(found.numbers.items()) == [
        (("river-talks", source), number) for number, source in enumerate(("ministry", "wire", "gazette-2025"), 1)
    ]


def test_what_ended_is_reported_and_is_on_no_level() -> None:
    """It comes after those in force, with its last stance."""
    ended = [
        structs.replace(stance, ended="2025-02-20") if stance.country == "SD" else stance
        for stance in DOSSIER.stances
    ]
    found = ReportData(Snapshot(structs.replace(DOSSIER, stances=tuple(ended))), Query())
    assert found.codes == ["ET", "EG", "SD", "NB"]
    assert found.silent == ["SD", "NB"]
    assert [found.silence_of(code) for code in found.silent] == ["Ended 2025-02-20, was Holds talks", "No stance"]
    history = found.histories["SD"]
    assert [told(stance) for stance in history.stances] == ["SD 2025-01-15 talks"]
    assert [(change.date, found.describe(change)) for change in history.changes()][-1] == (
        "2025-02-20",
        "Stance ended, was Holds talks: In talks",
    )


def test_a_move_of_several_countries_is_reported_once() -> None:
    """The newest first; a change of level before an event of the same day."""
    found = [(one.date, str(one.kind), one.countries) for one in data(Filters()).changes]
    assert found == sorted(found, key=lambda move: move[0], reverse=True)
    assert ("2025-02-16", "event", ("EG", "SD", "NB")) in found
    assert len({(date, kind, codes) for date, kind, codes in found}) == len(found)
