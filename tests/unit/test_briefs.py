"""What the briefs hold for scripts: values under keys, and no sentence where a value is meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec import structs

from briefcli.dossier.dates import PartialDate
from briefcli.dossier.filters import Filters, Query, resolve
from briefcli.dossier.past import Snapshot, snapshot_of
from briefcli.page import Bar, Bars, Column, Term
from briefcli.pages.codebook import codebook_page
from briefcli.pages.compare import compare_page
from briefcli.pages.context import Context
from briefcli.pages.country import country_page, short_page
from briefcli.pages.notes import numbered_notes
from briefcli.pages.summary import summary_page
from briefcli.render import MD, render
from briefcli.render.form import RenderOptions
from briefcli.render.json_yaml import json_text
from samples import RIVER, read
from unit.test_matrix import TEXT

if TYPE_CHECKING:
    from briefcli.dossier.model import Dossier
    from briefcli.page import Brief

DENIED = RIVER.replace(
    "evidence: [gazette]",
    "evidence:\n    - {source: gazette, verdict: partly, note: In part.}\n"
    "    - {source: leaflet, verdict: contradicts, note: Denies it.}\n"
    "    - {source: leaflet, verdict: contradicts, note: Denies it., locator: p. 2}",
).replace("stances:", "  - {id: leaflet, publisher: Nobody, kind: press, title: No talks}\nstances:")


def everything(dossier: Dossier) -> Query:
    """Return the query without a filter."""
    found, _ = resolve(dossier, Filters())
    return found


def as_json(page: Brief) -> dict[str, Any]:
    """Return a brief as scripts read it."""
    return dict(json.loads(json_text(page, RenderOptions())))


def test_a_ladder_names_the_countries_and_a_concern_has_two_counts() -> None:
    """As a list and as numbers; people read them in words."""
    dossier = read(TEXT.replace("rank: Rank", "rank: Yearly rank"))
    page = as_json(summary_page(Snapshot(dossier), everything(dossier)))
    assert page["ladder"] == [
        {"id": "signs", "label": "Signs", "rank": 2, "count": 1, "names": ["Sudan"]},
        {"id": "talks", "label": "Talks", "rank": 1, "count": 2, "names": ["Chad", "Egypt"]},
    ]
    assert page["concerns"] == [
        {"id": "rank", "label": "Yearly rank", "count": 1, "further": 1},
        {"id": "water", "label": "Water", "count": 1, "further": 0},
    ]


def test_what_more_there_is_to_say_of_a_bar_is_reported_in_words() -> None:
    """Names one after the other, a count under its heading, and of none nothing."""
    bars = Bars((), Column("further", "secondary concern", ""))
    told = [bars.detail(Bar(Term("a", "A"), 1, more)) for more in (("Chad", "Egypt"), 3, 0, ())]
    assert told == ["Chad, Egypt", "secondary concern: 3", "", ""]


def test_a_comparison_has_values() -> None:
    """The newest event is a title and a date, and sectors are ids with their stages and counts beside them."""
    more = """\
  - {sector: energy, countries: [Egypt], initiative: A second dam, stage: agreed, credibility: 3, evidence: [gazette]}
events:
  - {date: 2025-01, title: A visit, countries: [Egypt], credibility: 3, evidence: [gazette]}
"""
    dossier = read(TEXT + more)
    egypt, sudan = as_json(compare_page(Snapshot(dossier), ["EG", "SD", "EG"], everything(dossier)))["countries"]
    keys = ("newest_event", "newest_event_date", "sectors", "stages", "pieces")
    assert [egypt[key] for key in keys] == [
        "A visit",
        "2025-01",
        ["energy", "energy"],
        ["agreed", "proposed"],
        [2, 1],
    ]
    assert [sudan[key] for key in keys] == [None, None, [], [], []]


def test_people_read_a_comparison_in_words() -> None:
    """A stage follows its sector, with how many there are where it is not one."""
    dossier = read(
        TEXT + TEXT[TEXT.rindex("  - {sector: energy") : TEXT.rindex("  - {")].replace("A line", "A pipe")
    )
    text = render(compare_page(Snapshot(dossier), ["EG", "SD"], everything(dossier)), MD, RenderOptions())
    assert "| Sectors | Energy (agreed), Energy (2 proposed) | none |" in str(text)


def test_what_is_disputed_has_one_shape() -> None:
    """An object for each source that contradicts a record, in the summary and on the page of a country."""
    dossier = read(DENIED)
    denied = {"record": "Egypt, In talks", "source": "leaflet", "publisher": "Nobody", "note": "Denies it."}
    assert as_json(summary_page(Snapshot(dossier), everything(dossier)))["disputed"] == [denied, denied]
    assert as_json(country_page(Snapshot(dossier), "EG", everything(dossier)))["disputed"] == [denied, denied]


def test_a_short_page_names_what_is_disputed_once() -> None:
    """However many sources contradict it, at whatever places; scripts get an object for each."""
    more = "    - {source: gazette, verdict: contradicts, note: A slip}\n"
    dossier = read(DENIED.replace("    - {source: leaflet", more + "    - {source: leaflet", 1))
    page = short_page(Snapshot(dossier), "EG", everything(dossier))
    (items,) = [section.body for section in page.sections if section.heading == "Disputed"]
    assert isinstance(items, tuple)
    assert [str(item) for item in items] == [
        "Egypt, In talks. Contradicted by Example Gazette: A slip; Nobody: Denies it. [1] [2]"
    ]
    assert [one["note"] for one in as_json(page)["disputed"]] == ["A slip", "Denies it.", "Denies it."]


def test_a_note_has_the_words_of_the_evidence_and_reports_each_remark_once() -> None:
    """The letter is a reliability, as in the evidence, and a verdict is an id."""
    dossier = read(DENIED)
    _, denying = as_json(country_page(Snapshot(dossier), "EG", everything(dossier)))["sources"]
    assert (denying["reliability"], denying["grade"], denying["verdicts"]) == ("B", "B", ["contradicts"])
    assert denying["remarks"] == ["“Egypt, In talks”: Denies it.", "“Egypt, In talks”: p. 2. Denies it."]
    context = Context(Snapshot(dossier), everything(dossier))
    again = structs.replace(dossier.stances[0], since=PartialDate("2025-03"))
    partly, _ = numbered_notes(context, [*dossier.stances, again])
    assert (partly.number, partly.verdict_words, partly.remarks) == (
        1,
        "supports in part",
        ("“Egypt, In talks”: In part.",),
    )


def test_a_page_that_can_cite_says_so_where_it_cites_nothing() -> None:
    """The key is there with an empty list; a summary never cites."""
    dossier = read(RIVER)
    before = snapshot_of(dossier, PartialDate("2020"))
    assert as_json(country_page(before, "EG", Query()))["sources"] == []
    summary = as_json(summary_page(before, Query()))
    assert "sources" not in summary
    assert summary["ladder"] == []


def test_a_codebook_has_the_highest_level_first() -> None:
    """As the ladder of a summary has."""
    levels = as_json(codebook_page(read(TEXT)))["levels"]
    assert [level["level"] for level in levels] == ["signs", "talks"]
