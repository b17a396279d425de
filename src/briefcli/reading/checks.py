"""The rules across the records of a dossier: which there are, and what they find."""

from __future__ import annotations

import re
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from briefcli.characters import is_formula, may_have_formula
from briefcli.problems import MAX_PROBLEMS, Finding, Rule, quoted
from briefcli.reading import coverage, evidence, facts, references, times, votes
from briefcli.reading.records import records

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator

    from briefcli.dossier.model import Dossier
    from briefcli.problems import TreePath

    _Function: TypeAlias = Callable[[Dossier], Iterator[Finding]]

#: What a bottom line may have at most: sentences, and words in each of them.
_MAX_SENTENCES, _MAX_WORDS = 3, 30
#: How many characters a summary may have, and what the template of `brief new` has as its title.
_MAX_LEVELS, _MAX_SUMMARY, _TEMPLATE_TITLE = 9, 600, "Example dossier"
#: A full stop or the like, closing quotes and brackets, and a space before what begins like a sentence.
_END_OF_SENTENCE = re.compile(
    r"""[.!?\u2026]["'\u201d\u2019)\]]*(?=\s+["'\u201c\u2018(\[]*[^\sa-z"'\u201c\u2018(\[])"""
)
_SHORT_FORM = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|St|No|Art|vs|approx|e\.g|i\.e)\.$")


def error_findings(dossier: Dossier, *, limit: int = MAX_PROBLEMS) -> list[Finding]:
    """Return what must not be in a dossier that is to be read."""
    return _first((rule(dossier) for rule in _ERRORS), limit)


def all_findings(
    dossier: Dossier, today: datetime.date | None, most: int | None, *, limit: int = MAX_PROBLEMS
) -> list[Finding]:
    """Return all that a curator should look at.

    On `today`, if it is given, no source may be newer, and no country unchecked for more than `most` days.
    """
    by_the_clock = []
    if today is not None:
        by_the_clock.append(times.future_findings(dossier, today))
        if most is not None:
            by_the_clock.append(times.age_findings(dossier, today, most))
    return _first(chain((rule(dossier) for rule in (*_ERRORS, *_WARNINGS)), by_the_clock), limit)


def _first(found: Iterable[Iterator[Finding]], limit: int) -> list[Finding]:
    """Return at most `limit` findings, and one more if there are more."""
    return list(islice(chain.from_iterable(found), limit + 1))


def _something_said(dossier: Dossier) -> Iterator[Finding]:
    for index, record in enumerate(dossier.sectors):
        if record.initiative is None and record.outcome is None:
            message = "the sector has neither initiative nor outcome"
            yield Finding(Rule.MISSING_KEY, ("sectors", index), message, "add one of the two")


def _short_bottom_lines(dossier: Dossier) -> Iterator[Finding]:
    for index, line in enumerate(dossier.bottom_lines):
        where = ("bottom_lines", index, "text")
        found = _sentences(line.text)
        if len(found) > _MAX_SENTENCES:
            yield Finding(Rule.LONG_BOTTOM_LINE, where, f"the bottom line has {len(found)} sentences")
        for sentence in found:
            if (words := len(sentence.split())) > _MAX_WORDS:
                message = f"the sentence that begins {quoted(' '.join(sentence.split()[:5]))} has {words} words"
                yield Finding(Rule.LONG_BOTTOM_LINE, where, message)


def _short_summaries(dossier: Dossier) -> Iterator[Finding]:
    for path, record in records(dossier):
        if (length := len(getattr(record, "summary", None) or "")) > _MAX_SUMMARY:
            yield Finding(Rule.LONG_SUMMARY, (*path, "summary"), f"the summary has {length:,} characters")


def _few_levels(dossier: Dossier) -> Iterator[Finding]:
    if (number := len(dossier.levels)) > _MAX_LEVELS:
        yield Finding(
            Rule.MANY_LEVELS, ("levels",), f"colours of {number} levels look alike on a map", on_key=True
        )


def _own_title(dossier: Dossier) -> Iterator[Finding]:
    if dossier.title == _TEMPLATE_TITLE:
        yield Finding(Rule.TEMPLATE, ("title",), "this is the title of the template")


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text; a full stop after an initial or a short form such as "St." ends none."""
    ends = [
        found.end() for found in _END_OF_SENTENCE.finditer(text) if not _SHORT_FORM.search(text[: found.end()])
    ]
    return [text[start:end].strip() for start, end in pairwise([0, *ends, len(text)])]


def _no_formulas(dossier: Dossier) -> Iterator[Finding]:
    """Find the texts that a spreadsheet would run, for any of them may begin a cell of a listing or a diff."""
    if not may_have_formula(msgspec.json.encode(dossier).decode()):  # much faster than to look at each text
        return
    for path, text in _texts(msgspec.to_builtins(dossier), ()):
        if is_formula(text):
            yield Finding(Rule.FORMULA, path, f"a spreadsheet would run {quoted(text)} as a formula")


def _texts(part: object, path: TreePath) -> Iterator[tuple[TreePath, str]]:
    match part:
        case str():
            yield path, part
        case dict():
            for key, value in part.items():
                yield from _texts(value, (*path, key))
        case tuple():
            for index, value in enumerate(part):
                yield from _texts(value, (*path, index))


_ERRORS: tuple[_Function, ...] = (
    *(*references.ERRORS, *evidence.ERRORS, _something_said, *times.ERRORS),
    *(*facts.ERRORS, *votes.ERRORS),
)
_WARNINGS: tuple[_Function, ...] = (
    *(*times.WARNINGS, *references.WARNINGS, *evidence.WARNINGS, *coverage.WARNINGS),
    *(_short_bottom_lines, _short_summaries, _few_levels, _own_title, _no_formulas),
)
