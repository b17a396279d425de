"""The numbered sources under a page."""

from __future__ import annotations

from msgspec import structs

from briefcli.dossier.filters import Query
from briefcli.dossier.past import Snapshot
from briefcli.page import Term
from briefcli.pages.context import Context
from briefcli.pages.notes import notes_of, numbered_notes
from samples import RIVER, read

EVIDENCE = """\
    evidence:
      - {source: wire, locator: p. 1}
      - {source: gazette, verdict: partly, note: No name., locator: p. 2}
  - country: Sudan
    since: 2025-02
    level: talks
    status: In talks
    summary: Sends nobody.
    credibility: 3
    evidence: [{source: gazette, verdict: contradicts, note: Sent somebody.}, wire]
events:
  - {date: 2025-02, title: Talks, evidence: [{source: wire, locator: p. 1}]}
  - {date: 2025-01, title: Talks, evidence: [{source: wire, locator: p. 1}]}
"""
DOSSIER = read(
    RIVER.replace("    evidence: [gazette]\n", EVIDENCE).replace(
        "stances:", "  - {id: wire, publisher: Example Wire, kind: press, title: Walk-out}\nstances:"
    )
)
CONTEXT = Context(Snapshot(DOSSIER), Query())


def test_each_source_has_one_note_in_the_order_of_citation() -> None:
    """A record that occurs twice cites it once."""
    cited = [*DOSSIER.records, *DOSSIER.records]
    notes = numbered_notes(CONTEXT, cited)
    assert [(note.number, note.source) for note in notes] == [(1, "wire"), (2, "gazette")]
    assert numbered_notes(CONTEXT, []) == ()


def test_sources_of_two_dossiers_are_two_even_where_they_share_an_id() -> None:
    """The same id may be given to other things there."""
    other = Context(Snapshot(structs.replace(DOSSIER, id="other")), Query())
    notes = notes_of((context, record) for context in (CONTEXT, other) for record in DOSSIER.records)
    assert [(note.number, note.dossier, note.source) for note in notes] == [
        (1, "river-talks", "wire"),
        (2, "river-talks", "gazette"),
        (3, "other", "wire"),
        (4, "other", "gazette"),
    ]


def test_a_note_says_what_its_source_says_of_each_record() -> None:
    """With the verdict where there are several, in the order of their weight; the same remark once."""
    wire, gazette = numbered_notes(CONTEXT, DOSSIER.records)
    assert wire.verdicts == (Term("supports", "supports"),)
    assert wire.remarks == ("“Egypt, In talks”: p. 1", "“Talks”: p. 1")
    assert gazette.verdicts == (Term("partly", "supports in part"), Term("contradicts", "contradicts"))
    assert gazette.remarks == (
        "“Egypt, In talks” (supports in part): p. 2. No name.",
        "“Sudan, In talks” (contradicts): Sent somebody.",
    )
    assert (gazette.grade.code, gazette.date, wire.date) == ("B", "2025-02-20", None)
