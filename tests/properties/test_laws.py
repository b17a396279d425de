"""What holds between two answers of the program on one dossier."""

from __future__ import annotations

import datetime
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.changes import changes
from briefcli.dossier.dates import PartialDate, first_day, has_begun
from briefcli.dossier.filters import Filters, Query, resolve
from briefcli.dossier.history import Change, histories, runs_by_stance
from briefcli.dossier.kinds import BOTTOM_LINE, FACT, VOTE, Kind
from briefcli.dossier.model import Evidence, Stage, Stance
from briefcli.dossier.past import known_since, snapshot_of
from briefcli.dossier.texts import Texts, WordIndex, Words
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import read_dossier
from briefcli.reading.yamlwriter import yaml_text
from properties.drawn import dates, dossiers, examples
from properties.program import run, written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from random import Random

    from briefcli.dossier.model import Dossier
    from properties.drawn import Tree


def _of_kind(kind: Kind, dossier: Dossier, query: Query) -> Sequence[object]:
    return queries.of_kind(dossier, kind, query)


_FAR = PartialDate("9999-12-31")
_QUERIES: dict[str, Callable[[Dossier, Query], Sequence[object]]] = {
    "stances": queries.stances,
    "topics": queries.topics,
    "sectors": queries.sectors,
    "events": queries.events,
    **{kind.command: partial(_of_kind, kind) for kind in (BOTTOM_LINE, FACT, VOTE)},
    "evidence": queries.evidence,
    "sources": queries.sources,
    "changes": changes,
}


def _filters(tree: Tree) -> st.SearchStrategy[dict[str, Any]]:
    """Draw some filters and their values."""
    levels = st.sampled_from([level["id"] for level in tree["levels"]])
    facts = [f"{key}={value}" for key, one in tree["attributes"].items() for value in one["values"]]
    return st.fixed_dictionaries(
        {},
        optional={
            "country": _some(st.sampled_from(["NO", "us", "Namibia", *tree["countries"]])),
            "source": _some(st.sampled_from([source["id"] for source in tree["sources"]])),
            "fact": _some(st.sampled_from(facts or [""])) if facts else st.just(()),
            "level": _some(levels),
            "min_level": levels,
            "max_level": levels,
            "stage": _some(st.sampled_from(Stage)),
            "region": _some(st.sampled_from(["Europe", "Northern Africa", *tree["groups"]])),
            "level_since": dates,
            "stale": st.integers(0, 1000),
            "disputed": st.just(value=True),
            "single_source": st.just(value=True),
            "credibility": st.integers(1, 6),
            "since": dates,
            "until": dates,
            "grep": _some(st.sampled_from("aA=é")),
            "history": st.just(value=True),
        },
    )


def _some(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, min_size=1, max_size=2).map(tuple)


def _read(tree: Tree) -> Dossier:
    return read_dossier([DossierFile("drawn.yaml", yaml_text(tree).encode())], "drawn")


def _without_countries(found: Sequence[object]) -> list[object]:
    return [structs.replace(one, countries=()) if isinstance(one, Change) else one for one in found]


@settings(max_examples=examples(30))
@given(st.data())
def test_filters_narrow_and_their_order_says_nothing(data: st.DataObject) -> None:
    """What passes all filters passes all but one, in the same order; only changes begin with the newest of them.

    A change names the selected ones of its countries, so that it is compared without them.
    """
    tree = data.draw(dossiers())
    given_filters = data.draw(_filters(tree))
    known, asked = _read(tree), Filters(**given_filters)
    for listing, query in _QUERIES.items():
        found = _without_countries(query(known, resolve(known, asked)[0]))
        for name in given_filters.keys() - {"history"}:
            freed = structs.replace(asked, **{name: getattr(Filters(), name)})
            wider = _without_countries(query(known, resolve(known, freed)[0]))
            kept = [item for item in wider if item in found]
            assert kept == found or (listing == "changes" and sorted(map(repr, kept)) == sorted(map(repr, found)))


@settings(max_examples=examples(20))
@given(dossiers(), dates)
def test_on_no_day_anything_later_is_seen(tree: Tree, day: PartialDate) -> None:
    """Neither a record nor a source nor a stage, and what was left out is marked."""
    known = _read(tree)
    snapshot = snapshot_of(known, day)
    then = snapshot.dossier.records
    assert all(source.date is None or has_begun(source.date, day) for source in snapshot.dossier.sources)
    cited = {item.source for record in then for item in record.evidence}
    assert cited <= {source.id for source in snapshot.dossier.sources}
    assert all(has_begun(record.begins, day) for record in then if record.begins)
    whole = {record.id: record for record in known.records}
    assert {record.id for record in then} <= set(whole)
    for record in then:
        assert snapshot.has_hindsight(record) or record.evidence == whole[record.id].evidence


@settings(max_examples=examples(20))
@given(dossiers())
def test_a_level_was_reached_no_later_than_its_latest_step(tree: Tree) -> None:
    """And a stance ends no earlier than it begins, where another one follows."""
    for history in histories(_read(tree).stances).values():
        for held in history.runs:
            for stance in held.stances:
                until = held.end_of(stance)
                assert held.since <= stance.since
                assert until is None or until >= stance.since


@settings(max_examples=examples(30))
@given(st.data())
def test_a_day_and_the_one_before_differ_by_what_changed_on_it_alone(data: st.DataObject) -> None:
    """The stances in force follow the changes; records and sources follow what began or was published then."""
    known = _with_ends(_read(data.draw(dossiers())), data.draw(st.randoms(use_true_random=False)))
    told = [change for change in changes(known, Query()) if isinstance(change.record, Stance)]
    days = sorted({first_day(change.date) for change in told if first_day(change.date) > datetime.date.min})
    assume(days)
    day = data.draw(st.sampled_from(days))
    eve = day - datetime.timedelta(days=1)
    before, then = (snapshot_of(known, PartialDate(one.isoformat())).dossier for one in (eve, day))
    was, now = (
        {code: (one.level, one.status, one.concerns) for code, one in queries.in_force(snapshot.stances).items()}
        for snapshot in (before, then)
    )
    told = [change for change in told if first_day(change.date) == day]
    times = Counter(code for change in told for code in change.countries)
    differing = {code for code in was | now if was.get(code) != now.get(code)}
    assert {code for code, number in times.items() if number == 1} <= differing <= set(times)
    for change in (one for one in told if one.is_move):
        (code,) = change.countries
        if times[code] == 1:
            levels = [found[code][0] if code in found else None for found in (was, now)]
            assert [change.before, change.after] == levels
    published = {source.id: source.date for source in known.sources}
    old, new = ({record.id: record for record in snapshot.records} for snapshot in (before, then))
    assert old.keys() <= new.keys()
    for record in (new[key] for key in new.keys() - old.keys()):
        begins = record.begins or known_since(record, published)
        assert begins is not None
        assert first_day(begins) == day
    for key, record in old.items():
        cited = [{item.source for item in one.evidence} for one in (record, new[key])]
        assert all(first_day(date) == day for one in cited[1] - cited[0] if (date := published[one]))


def _with_ends(known: Dossier, chance: Random) -> Dossier:
    """Return a dossier whose stances are all of one country, and end some before the next one or its own day."""
    own = {stance.since: structs.replace(stance, country=known.stances[0].country) for stance in known.stances}
    found = []
    runs = runs_by_stance(histories(own.values()).values())
    for stance in own.values():
        begins, last = first_day(stance.since), first_day(runs[stance.id].end_of(stance) or known.as_of)
        days = (last - begins).days
        ended = begins + datetime.timedelta(days=chance.randint(1, max(days, 1)))
        ends = days > 0 and chance.random() < 0.5
        found.append(structs.replace(stance, ended=PartialDate(ended.isoformat()) if ends else None))
    return structs.replace(known, stances=tuple(found))


@settings(max_examples=examples(20))
@given(dossiers(), dates)
def test_another_source_makes_no_evidence_older(tree: Tree, date: PartialDate) -> None:
    """Whatever its date, and how exact that is."""
    known = _read(tree)
    records = known.records
    today = datetime.date(2030, 1, 1)
    age = queries.evidence_age(queries.newest_evidence(known, records), today)
    more = structs.replace(
        known, sources=(*known.sources, structs.replace(known.sources[0], id="more", date=date))
    )
    citing = [structs.replace(one, evidence=(*one.evidence, Evidence(source="more"))) for one in records]
    aged = queries.evidence_age(queries.newest_evidence(more, citing), today)
    assert age is None or not records or (aged is not None and aged <= age)


@settings(max_examples=examples(20))
@given(dossiers())
def test_a_day_far_ahead_is_as_no_day(tree: Tree) -> None:
    """Everything has begun and was published by then; nothing is hindsight."""
    known = _read(tree)
    snapshot = snapshot_of(known, _FAR)
    assert snapshot.dossier == known
    assert not any(map(snapshot.has_hindsight, known.records))


@settings(max_examples=examples(20))
@given(dossiers())
def test_a_dossier_does_not_differ_from_itself(folder: Path, tree: Tree) -> None:
    """Whatever it contains."""
    path = str(written(tree, folder))
    assert run("diff", path, path).code == 0


@settings(max_examples=examples(20))
@given(dossiers(), st.lists(st.sampled_from(["a", "é", "=", "友", "aa b", "ss"]), min_size=1, unique=True))
def test_what_is_sought_in_parts_is_found_as_in_the_whole(tree: Tree, given_words: list[str]) -> None:
    """Whether a text is a record's own or one that it shares with others."""
    known, words = _read(tree), Words(given_words)
    sought, texts = WordIndex(known, words), Texts(known)
    for one in (*known.records, *known.sources):
        assert sought.of(one) == words.within(*(text for _, text in texts.of(one)))
