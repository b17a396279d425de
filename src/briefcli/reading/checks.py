"""Rules across the records of a dossier."""

from __future__ import annotations

from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

import msgspec

from briefcli.characters import FORMULA
from briefcli.dossier.countries import fold_country, iso_code, iso_country, suggest_countries
from briefcli.dossier.dates import age_in_days, has_begun, last_day, newest
from briefcli.dossier.model import RESERVED_ID, Event, Sector, Stance, Topic, Verdict
from briefcli.dossier.spelling import fold
from briefcli.errors import did_you_mean, nearest
from briefcli.problems import MOST, Finding, Rule, quoted, shortened

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from briefcli.dossier.model import Dossier, Record
    from briefcli.problems import TreePath


#: How often unknown words are compared with others, which takes about a second.
_COMPARISONS = 50_000


def error_findings(dossier: Dossier) -> list[Finding]:
    """Return what must not be in a dossier that is to be read."""
    return _findings(_ERRORS, dossier)


def all_findings(dossier: Dossier) -> list[Finding]:
    """Return all that a curator should look at."""
    return _findings((*_ERRORS, *_WARNINGS), dossier)


def age_findings(dossier: Dossier, today: datetime.date, most: int) -> list[Finding]:
    """Return whether the newest evidence is more than `most` days old on `today`."""
    date = newest(source.date for source in dossier.sources)
    if date is None:
        return [Finding(Rule.STALE, ("as_of",), "no source has a date")]
    age = age_in_days(date, today)
    if age <= most:
        return []
    message = f"the newest evidence, of {date}, is {age} days old on {today}, and {most} are allowed"
    return [Finding(Rule.STALE, ("as_of",), message)]


def _findings(rules: Iterable[Callable[[Dossier], Iterator[Finding]]], dossier: Dossier) -> list[Finding]:
    return list(islice(chain.from_iterable(rule(dossier) for rule in rules), MOST + 1))


def _records(dossier: Dossier) -> Iterator[tuple[TreePath, Record]]:
    for name in ("stances", "topics", "sectors", "events"):
        for index, record in enumerate(getattr(dossier, name)):
            yield (name, index), record


def _id_not_reserved(dossier: Dossier) -> Iterator[Finding]:
    if dossier.id == RESERVED_ID:
        yield Finding(Rule.VALUE, ("dossier",), f"{RESERVED_ID!r} stands for all dossiers", "choose another id")


def _unique_ids(dossier: Dossier) -> Iterator[Finding]:
    ids = {
        "levels": [level.id for level in dossier.levels],
        "sources": [source.id for source in dossier.sources],
    }
    for name, given in ids.items():
        seen: dict[str, TreePath] = {}
        for index, entry_id in enumerate(given):
            path = (name, index, "id")
            first = seen.setdefault(entry_id, path)
            if first != path:
                message = f"{quoted(entry_id)} is the id of an earlier one of the {name}"
                yield Finding(Rule.DUPLICATE_ID, path, message, first=first)


def _unique_records(dossier: Dossier) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], TreePath] = {}
    for path, record in _records(dossier):
        first = seen.setdefault((type(record), record.identity, _said(record)), path)
        if first != path:
            message = f"an earlier one of the {path[0]} says the same"
            yield Finding(Rule.DUPLICATE_RECORD, path, message, first=first)


def _said(record: Record) -> object:
    """Return what two records of one identity may say differently."""
    match record:
        case Stance():
            return record.level, fold(record.status)
        case Topic():
            return frozenset(record.countries)
        case Sector():
            return record.stage, record.since, fold(f"{record.initiative} {record.outcome}")
        case Event():
            return None


def _countries_resolve(dossier: Dossier) -> Iterator[Finding]:
    suggest = _Suggestions(
        lambda given: suggest_countries(given, dossier.countries), 2 * (len(dossier.countries) + 280)
    )
    for path, record in _records(dossier):
        for index, country in enumerate(record.countries):
            if country not in dossier.countries:
                where = (*path, "country") if isinstance(record, Stance) else (*path, "countries", index)
                yield _unknown(Rule.COUNTRY, where, country, suggest, "no country known here")


def _sources_resolve(dossier: Dossier) -> Iterator[Finding]:
    ids = {source.id: source.title for source in dossier.sources}
    suggest = _suggestions_of(ids)
    for path, record in _records(dossier):
        for index, item in enumerate(record.evidence):
            if item.source not in ids:
                where = (*path, "evidence", index, "source")
                yield _unknown(Rule.SOURCE, where, item.source, suggest, "not the id of a source")


def _terms_resolve(dossier: Dossier) -> Iterator[Finding]:
    levels = {level.id: level.label for level in dossier.levels}
    concerns, sectors = dossier.terms.concerns, dossier.terms.sectors
    like_a_level, like_a_concern, like_a_sector = map(_suggestions_of, (levels, concerns, sectors))
    for number, stance in enumerate(dossier.stances):
        path = ("stances", number)
        if stance.level not in levels:
            yield _unknown(Rule.LEVEL, (*path, "level"), stance.level, like_a_level, "not the id of a level")
        for index, concern in enumerate(stance.concerns):
            if concern not in concerns:
                where = (*path, "concerns", index)
                yield _unknown(Rule.CONCERN, where, concern, like_a_concern, "not the id of a concern")
    for number, record in enumerate(dossier.sectors):
        if record.sector not in sectors:
            at = ("sectors", number, "sector")
            yield _unknown(Rule.SECTOR, at, record.sector, like_a_sector, "not the id of a sector")


class _Suggestions:
    """What unknown words were most likely meant to be, for the first of them.

    Each is compared with all the words that there are, which a dossier of many unknown ones must not make last.
    """

    def __init__(self, suggest: Callable[[str], tuple[str, ...]], words: int) -> None:
        self._suggest = suggest
        self._words = words
        self._near: dict[str, tuple[str, ...]] = {}

    def __call__(self, given: str) -> tuple[str, ...]:
        if given not in self._near and len(self._near) * self._words < _COMPARISONS:
            self._near[given] = self._suggest(given)
        return self._near.get(given, ())


def _suggestions_of(labels: Mapping[str, str]) -> _Suggestions:
    """Return what suggests the nearest of some ids, or the id of what bears the label that was given."""

    @cache
    def ids() -> dict[str, str]:
        return {fold(label): entry_id for entry_id, label in labels.items()}

    def suggest(given: str) -> tuple[str, ...]:
        near = ids().get(fold(given)) or nearest(given, labels)
        return (near,) if near else ()

    return _Suggestions(suggest, len(labels))


def _unknown(rule: Rule, path: TreePath, given: str, suggest: _Suggestions, what: str) -> Finding:
    near = suggest(given)
    remedy = f"{did_you_mean(near)} If not, {rule.remedy}" if near else None
    return Finding(rule, path, f"{quoted(given)} is {what}", remedy)


def _some_evidence(dossier: Dossier) -> Iterator[Finding]:
    for path, record in _records(dossier):
        if not record.evidence:
            yield Finding(Rule.NO_EVIDENCE, (*path, "evidence"), "the list of evidence is empty")


def _something_said(dossier: Dossier) -> Iterator[Finding]:
    for index, record in enumerate(dossier.sectors):
        if record.initiative is None and record.outcome is None:
            message = "the sector has neither initiative nor outcome"
            yield Finding(Rule.MISSING_KEY, ("sectors", index), message, "add one of the two")


def _dates_within(dossier: Dossier) -> Iterator[Finding]:
    for path, record in _records(dossier):
        if record.begins is None:
            continue
        where = (*path, "date" if isinstance(record, Event) else "since")
        later = not has_begun(record.begins, dossier.as_of)
        follow_up = isinstance(record, Event) and record.follow_up
        if later and not follow_up:
            message = f"{record.begins} is later than the dossier's as_of, {dossier.as_of}"
            remedy = "mark it with follow_up: true, or correct the date" if isinstance(record, Event) else None
            yield Finding(Rule.AFTER_AS_OF, where, message, remedy)
        elif follow_up and not later:
            message = f"{record.begins} is not later than the dossier's as_of, {dossier.as_of}"
            yield Finding(Rule.FOLLOW_UP, (*path, "follow_up"), message)


def _one_stance_a_date(dossier: Dossier) -> Iterator[Finding]:
    seen: dict[object, Stance] = {}
    for index, stance in enumerate(dossier.stances):
        earlier = seen.setdefault(stance.identity, stance)
        if _said(earlier) != _said(stance):
            name = _name(dossier, stance.country)
            message = f"{name} has another stance since {stance.since}, {earlier.status!r}"
            yield Finding(Rule.SAME_DATE, ("stances", index, "since"), message)


def _begun_before_superseded(dossier: Dossier) -> Iterator[Finding]:
    following: dict[str, Stance] = {}
    for index, stance in sorted(enumerate(dossier.stances), key=lambda item: item[1].since, reverse=True):
        after = following.get(stance.country)
        if after is not None and after.since != stance.since and after.since.startswith(stance.since):
            message = (
                f"{stance.since} may mean a day as late as {last_day(stance.since)}, "
                f"and the next stance of {_name(dossier, stance.country)} begins {after.since}"
            )
            yield Finding(Rule.SUPERSEDED, ("stances", index, "since"), message)
        following[stance.country] = stance


def _name(dossier: Dossier, country: str) -> str:
    return dossier.countries[country].name if country in dossier.countries else country


def _stages_in_order(dossier: Dossier) -> Iterator[Finding]:
    stages: dict[object, set[str]] = {}
    for record in dossier.sectors:
        stages.setdefault(record.identity, set()).add(record.stage)
    for index, record in enumerate(dossier.sectors):
        others = stages[record.identity] - {record.stage}
        if record.since is None and others:
            stage = " and ".join(sorted(others))
            message = f"this cooperation is {record.stage} without a date, and {stage} in another record"
            yield Finding(Rule.UNDATED_STAGE, ("sectors", index), message)


def _named_once(dossier: Dossier) -> Iterator[Finding]:
    for path, record in _records(dossier):
        lists: dict[str, tuple[tuple[str, ...], ...]] = {
            "evidence": tuple((item.source, item.verdict, item.locator or "") for item in record.evidence)
        }
        if isinstance(record, Stance):
            lists["concerns"] = tuple((concern,) for concern in record.concerns)
        else:
            lists["countries"] = tuple((country,) for country in record.countries)
        for key, items in lists.items():
            seen: set[tuple[str, ...]] = set()
            for index, item in enumerate(items):
                if item in seen:
                    message = f"{quoted(item[0])} is named twice"
                    yield Finding(Rule.DUPLICATE_ITEM, (*path, key, index), message)
                seen.add(item)


def _countries_apart(dossier: Dossier) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for code, country in dossier.countries.items():
        for name in (country.name, *country.aliases):
            other = iso_code(name) or code
            if other == code:
                other = owners.setdefault(fold_country(name), code)
            if other != code:
                owner = dossier.countries[other] if other in dossier.countries else iso_country(other)
                message = f"{quoted(name)} is also a name of {other}, {owner.name}"
                yield Finding(Rule.DUPLICATE_ID, ("countries", code), message, "choose another name", on_key=True)


def _claims_supported(dossier: Dossier) -> Iterator[Finding]:
    for path, record in _records(dossier):
        if record.evidence and all(item.verdict is Verdict.CONTRADICTS for item in record.evidence):
            yield Finding(Rule.UNSUPPORTED, (*path, "evidence"), "every source contradicts the claim")


def _contradictions_explained(dossier: Dossier) -> Iterator[Finding]:
    for path, record in _records(dossier):
        for index, item in enumerate(record.evidence):
            if item.verdict is Verdict.CONTRADICTS and item.note is None:
                message = f"{shortened(item.source)} contradicts the claim and nobody learns how"
                yield Finding(Rule.UNEXPLAINED, (*path, "evidence", index), message)


def _kinds_graded(dossier: Dossier) -> Iterator[Finding]:
    for index, source in enumerate(dossier.sources):
        if source.kind not in dossier.grades and source.reliability is None:
            message = f"grades has no {source.kind}, so the source counts as F, cannot be judged"
            yield Finding(Rule.NO_GRADE, ("sources", index, "kind"), message)


def _no_formulas(dossier: Dossier) -> Iterator[Finding]:
    """Find the texts that a spreadsheet would run, for any of them may begin a cell of a listing or a diff."""
    for path, text in _texts(msgspec.to_builtins(dossier), ()):
        if FORMULA.match(text):
            yield Finding(Rule.FORMULA, path, f"a spreadsheet takes {quoted(text)} for a formula")


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


def _all_used(dossier: Dossier) -> Iterator[Finding]:
    """Find what nothing refers to; where a reference leads nowhere, it may be what was meant, and is not told."""
    sources = [(source.id, ("sources", index)) for index, source in enumerate(dossier.sources)]
    concerns = [(concern, ("terms", "concerns", concern)) for concern in dossier.terms.concerns]
    sectors = [(sector, ("terms", "sectors", sector)) for sector in dossier.terms.sectors]
    levels = [(level.id, ("levels", index)) for index, level in enumerate(dossier.levels)]
    cited = {item.source for _, record in _records(dossier) for item in record.evidence}
    named = {concern for stance in dossier.stances for concern in stance.concerns}
    worked = {record.sector for record in dossier.sectors}
    taken = {stance.level for stance in dossier.stances} or {level for level, _ in levels}
    uses: tuple[tuple[Rule, Sequence[tuple[str, TreePath]], set[str], str], ...] = (
        (Rule.UNUSED_SOURCE, sources, cited, "no record cites"),
        (Rule.UNUSED_CONCERN, concerns, named, "no stance has the concern"),
        (Rule.UNUSED_SECTOR, sectors, worked, "no record is of the sector"),
        (Rule.UNUSED_LEVEL, levels, taken, "no stance is at"),
    )
    for rule, defined, used, message in uses:
        if used.issubset(entry for entry, _ in defined):
            unused = ((entry, path) for entry, path in defined if entry not in used)
            yield from (Finding(rule, path, f"{message} {quoted(entry)}", on_key=True) for entry, path in unused)


_ERRORS: tuple[Callable[[Dossier], Iterator[Finding]], ...] = (
    _id_not_reserved,
    _unique_ids,
    _unique_records,
    _countries_resolve,
    _sources_resolve,
    _terms_resolve,
    _some_evidence,
    _something_said,
    _dates_within,
    _one_stance_a_date,
    _countries_apart,
)
_WARNINGS: tuple[Callable[[Dossier], Iterator[Finding]], ...] = (
    _begun_before_superseded,
    _stages_in_order,
    _named_once,
    _claims_supported,
    _contradictions_explained,
    _kinds_graded,
    _no_formulas,
    _all_used,
)
