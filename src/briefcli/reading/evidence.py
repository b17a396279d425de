"""Rules on evidence and grades: whether the sources of a claim support its grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.model import Verdict, count_publishers
from briefcli.problems import Finding, Rule, shortened
from briefcli.reading.records import citing, records
from briefcli.reading.urls import is_no_copy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Dossier


def _some_evidence(dossier: Dossier) -> Iterator[Finding]:
    for path, record in citing(dossier):
        if not record.evidence:
            yield Finding(Rule.NO_EVIDENCE, (*path, "evidence"), "the list of evidence is empty")


def _of_one_mind(dossier: Dossier) -> Iterator[Finding]:
    for path, record in records(dossier):
        if not record.disputed:
            continue
        supporting = {item.source for item in record.evidence if item.verdict is Verdict.SUPPORTS}
        for index, item in enumerate(record.evidence):
            if item.verdict is Verdict.CONTRADICTS and item.source in supporting:
                message = f"{shortened(item.source)} supports the claim and contradicts it"
                yield Finding(Rule.TWO_MINDS, (*path, "evidence", index), message)


def _claims_supported(dossier: Dossier) -> Iterator[Finding]:
    for path, record in records(dossier):
        if record.evidence and all(item.verdict is Verdict.CONTRADICTS for item in record.evidence):
            yield Finding(Rule.UNSUPPORTED, (*path, "evidence"), "every source contradicts the claim")


def _contradictions_explained(dossier: Dossier) -> Iterator[Finding]:
    for path, record in records(dossier):
        for index, item in enumerate(record.evidence):
            if item.verdict is Verdict.CONTRADICTS and item.note is None:
                message = f"{shortened(item.source)} contradicts the claim, without a note"
                yield Finding(Rule.UNEXPLAINED, (*path, "evidence", index), message)


def _confirmed_by_two(dossier: Dossier) -> Iterator[Finding]:
    sources = {source.id: source for source in dossier.sources}
    for path, record in records(dossier):
        if record.credibility != 1:
            continue
        where = (*path, "credibility")
        if record.disputed:
            yield Finding(
                Rule.CONFIRMED_DISPUTED, where, "the claim counts as confirmed, and a source contradicts it"
            )
        supporting = [item.source for item in record.evidence if item.verdict is Verdict.SUPPORTS]
        if sources.keys() >= set(supporting) and count_publishers(map(sources.__getitem__, supporting)) < 2:
            message = "the claim counts as confirmed, and no two publishers support it independently of each other"
            yield Finding(Rule.CONFIRMED_ALONE, where, message)


def _copies_found(dossier: Dossier) -> Iterator[Finding]:
    for index, source in enumerate(dossier.sources):
        if source.archived is not None and is_no_copy(source.archived):
            message = "the address is not that of one copy in the Wayback Machine"
            yield Finding(Rule.NO_COPY, ("sources", index, "archived"), message)


def _kinds_graded(dossier: Dossier) -> Iterator[Finding]:
    for index, source in enumerate(dossier.sources):
        if source.kind not in dossier.grades and source.reliability is None:
            message = f"grades has no {source.kind}, so the source counts as F (cannot be judged)"
            yield Finding(Rule.NO_GRADE, ("sources", index, "kind"), message)


ERRORS = (_some_evidence, _of_one_mind)
WARNINGS = (_claims_supported, _contradictions_explained, _confirmed_by_two, _copies_found, _kinds_graded)
