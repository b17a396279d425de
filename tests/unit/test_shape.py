"""Every place where a dossier does not have the shape of the model, and what is reported about its sound parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import msgspec
import pytest

from briefcli.dossier import model
from briefcli.dossier.model import Terms
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import examine_dossier
from briefcli.reading.shape import findings_of_faulty
from samples import RIVER, problems, stance

if TYPE_CHECKING:
    from briefcli.dossier.model import Dossier
    from briefcli.reading.yamltext import Tree


def labels() -> list[tuple[type[msgspec.Struct], str]]:
    """Return every part and key of the model that is a label, or holds labels."""
    parts = [part for part in vars(model).values() if isinstance(part, type) and issubclass(part, msgspec.Struct)]
    return [
        (part, field.encode_name)
        for part in parts
        if not part.__name__.startswith("_")
        for field in msgspec.structs.fields(part)
        if "max_length" in repr(field.type)
    ]


#: The parts of a dossier in lists, by their key.
LISTS: dict[str, type[msgspec.Struct]] = {"levels": model.Level, "sources": model.Source, "stances": model.Stance, "topics": model.Topic,
         "sectors": model.Sector, "events": model.Event}  # fmt: skip

HEAD_KEYS = ", ".join(field.encode_name for field in msgspec.structs.fields(model.Dossier))

FAULTY = """\
dossier: River Talks
title: [Talks, on the shared river]
as_of: 2025-02-30
summary: Who talks with whom about the dam.
levels:
  - {id: talks, label: Holds talks, meaning: Holds official talks.}
  - {id: treaty, label: Treaty}
grades: {press: B}
sources:
  - {id: gazette, publisher: Example Gazette, kind: pres, title: Talks resume, link: x}
stances:
  - country: Egypt
    since: 2025-02
    level: talk
    status: In talks
    summary: Sends a delegation.
    credibility: 9
    evidence: [gazette]
  - country: Sudn
    since: 2025-02
    level: treaty
    status: Has signed
    summary: Signs the treaty.
    credibility: 3
    evidence: [gazete]
events: none
"""


def test_all_faults_are_reported_at_once_with_their_remedies() -> None:
    """Faults of shape, and in what is sound what the rules across records find, in file order."""
    assert problems(FAULTY) == [
        "1.yaml:1:1: missing-key: the head has no subject; add subject",
        (
            "1.yaml:1:10: wrong-value: 'River Talks' is not an id of small letters, digits and hyphens; "
            "correct the value"
        ),
        (
            "1.yaml:2:8: wrong-type: title contains a list where text is expected; "
            "put a text that begins with [ in quotes"
        ),
        "1.yaml:3:8: bad-date: '2025-02-30' is not a date; there is no 30 February 2025",
        "1.yaml:7:5: missing-key: the level has no meaning; add meaning",
        (
            "1.yaml:10:53: wrong-value: 'pres' is not one of official, state-media, agency, broadcaster, press, "
            "specialist, academic, ngo, reprint, aggregator; did you mean 'press'?"
        ),
        (
            "1.yaml:10:80: unknown-key: 'link' is not a key of this part; "
            "possible keys: id, publisher, kind, title, url, date, author, language, archived, accessed, reliability, title_en"
        ),
        (
            "1.yaml:14:12: unknown-level: 'talk' is not the id of a level; did you mean 'talks'? "
            "If not, define it under levels"
        ),
        (
            "1.yaml:17:18: wrong-value: '9' is not a number from 1 (confirmed) to 6 (cannot be judged); "
            "correct the value"
        ),
        (
            "1.yaml:19:14: unknown-country: 'Sudn' is not a known country; did you mean 'Sudan'? "
            "If not, write a name or an ISO 3166 code, or define it under countries"
        ),
        (
            "1.yaml:25:16: unknown-source: 'gazete' is not the id of a source; did you mean 'gazette'? "
            "If not, define it under sources"
        ),
        "1.yaml:26:9: wrong-type: events contains text where a list is expected; write a list",
    ]


def test_a_faulty_source_or_level_can_still_be_referred_to() -> None:
    """One fault in an entry is one problem, not one more for every record that names it."""
    text = RIVER.replace("kind: press", "kind: paper").replace(", meaning: Holds official talks.", "")
    assert problems(text) == [
        "1.yaml:7:5: missing-key: the level has no meaning; add meaning",
        (
            "1.yaml:10:53: wrong-value: 'paper' is not one of official, state-media, agency, broadcaster, press, "
            "specialist, academic, ngo, reprint, aggregator; correct the value"
        ),
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        (
            "levels:\n  - {id: talks, label: Holds talks, meaning: Holds official talks.}\n",
            "levels: talks\n",
            "6:9: wrong-type: levels contains text where a list is expected; write a list",
        ),
        (
            "levels:\n  - {id: talks, label: Holds talks, meaning: Holds official talks.}\n",
            "levels: []\n",
            "6:9: wrong-value: levels is an empty list; give it at least one item",
        ),
        (
            "levels:\n  - {id: talks, label: Holds talks, meaning: Holds official talks.}\n",
            "",
            "1:1: missing-key: the head has no levels; add levels",
        ),
        (
            "as_of: 2025-03-01",
            "as_of: yesterday",
            "4:8: bad-date: 'yesterday' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        (
            "grades: {press: B}",
            "grades: {press: Z}",
            "8:17: wrong-value: 'Z' is not one of A, B, C, D, E, F; correct the value",
        ),
        (
            "grades: {press: B}",
            "grades: B",
            "8:9: wrong-type: grades contains text where a mapping is expected; write a mapping",
        ),
        (
            "grades: {press: B}",
            "grades: {press: B}\ncountries: Egypt",
            "9:12: wrong-type: countries contains text where a mapping is expected; write a mapping",
        ),
        (
            "grades: {press: B}",
            "grades: {press: B}\nterms: {concerns: [water], sectors: {energy: Energy}}",
            "9:19: wrong-type: concerns contains a list where a mapping is expected; write a mapping",
        ),
        (
            "grades: {press: B}",
            "grades: {press: B}\nterms: {sectors: [energy], concerns: {water: Water}}",
            "9:18: wrong-type: sectors contains a list where a mapping is expected; write a mapping",
        ),
        (
            "grades: {press: B}",
            "grades: {press: B}\nterms: water",
            "9:8: wrong-type: terms contains text where a terms with its keys is expected; write a terms with its keys",
        ),
        (
            "grades: {press: B}",
            "grades: {press: B}\nterms: {sectors: {energy: Energy}, concerns: {Water: Water}}",
            "9:47: wrong-value: 'Water' is not an id of small letters, digits and hyphens; correct the value",
        ),
        (
            "{id: talks, label: Holds talks, meaning: Holds official talks.}",
            "{label: Holds talks, meaning: Holds official talks.}",
            "7:5: missing-key: the level has no id; add id",
        ),
        (
            "{id: gazette, publisher: Example Gazette, kind: press, title: Talks resume, date: 2025-02-20}",
            "{id: Gazette, publisher: Example Gazette, kind: press, title: Talks resume, date: 2025-02-20}",
            "10:10: wrong-value: 'Gazette' is not an id of small letters, digits and hyphens; correct the value",
        ),
    ],
)
def test_where_a_part_is_faulty_nothing_is_said_of_what_rests_on_it(right: str, wrong: str, expected: str) -> None:
    """One slip in the head is one problem, and not one for every record that depends on it."""
    sector = (
        "sectors:\n  - {sector: energy, countries: [], outcome: Power, stage: agreed, credibility: 3, "
        "evidence: [gazette]}\n"
    )
    terms = "terms: {sectors: {energy: Energy}, concerns: {water: Water}}\n"
    text = RIVER.replace(right, wrong).replace("    summary:", "    concerns: [water]\n    summary:") + sector
    assert problems(text if "\nterms: " in text else text + terms) == [f"1.yaml:{expected}"]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        (
            "credibility: 3\n    evidence: [gazette]",
            "credibility: 9\n    evidence: [gazete]",
            ["17:18 wrong-value", "18:16 unknown-source"],
        ),
        ("level: talks\n    status: In talks", "level: tlks\n    status:", ["14:12 unknown-level", "15:12 wrong-value"]),
        ("country: Egypt\n    since: 2025-02", "country: Egpyt\n    since: soon",
         ["12:14 unknown-country", "13:12 bad-date"]),
        ("since: 2025-02\n    level: talks", "since: 2025-04\n    level: [talks]",
         ["13:12 date-after-as-of", "14:12 wrong-type"]),
        ("summary: Sends a delegation.\n    credibility: 3", "summry: Sends a delegation.\n    credibility: three",
         ["16:5 unknown-key", "17:18 wrong-value"]),
        ("[gazette]", "[gazete, {source: gazette, verdict: denies}, gazzette]",
         ["18:16 unknown-source", "18:51 wrong-value", "18:60 unknown-source"]),
        ("[gazette]", "[gazette, {source: gazette, verdict: contradicts, page: 4}]",
         ["18:25 supports-and-contradicts", "18:25 unexplained-contradiction", "18:65 unknown-key"]),
    ],
)  # fmt: skip
def test_one_fault_does_not_hide_another_in_the_same_record(right: str, wrong: str, expected: list[str]) -> None:
    """What the rules across records find in a record with a faulty part is reported beside that fault."""
    found = [line.split(": ")[:2] for line in problems(RIVER.replace(right, wrong))]
    assert [f"{place.removeprefix('1.yaml:')} {slug}" for place, slug in found] == expected


def test_a_faulty_label_does_not_hide_that_an_id_is_unknown() -> None:
    """The id is there, whatever is wrong with its label."""
    terms = f"terms: {{concerns: {{water: {'W' * 61}}}, sectors: {{}}}}\n"
    text = RIVER.replace("    summary:", "    concerns: [water, wter]\n    summary:") + terms
    assert [line.split(": ")[1] for line in problems(text)] == ["unknown-concern", "label-too-long"]


SECOND = """\
  - country: Egypt
    since: 2025-02
    level: talks
    status: Walks out
    summary: Leaves the room.
    credibility: 3
    evidence: [gazette]
"""
TOPIC = "  - {kind: agenda, title: Dry years, summary: Who gives way., countries: [], credibility: 3, evidence: [gazette]}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            (RIVER + SECOND).replace("country: Egypt\n    ", ""),
            ["12:5 missing-key", "18:5 missing-key"],
            id="two-stances-without-country-are-not-two-of-one-country",
        ),
        pytest.param(
            RIVER.replace("since: 2025-02", "since: 2025").replace("country: Egypt", "country:")
            + SECOND.replace("country: Egypt", "country:"),
            ["12:13 wrong-value", "19:13 wrong-value"],
            id="nor-does-one-follow-upon-the-other",
        ),
        pytest.param(
            (RIVER + SECOND).replace("since: 2025-02", "since: soon"),
            ["13:12 bad-date", "20:12 bad-date"],
            id="two-stances-of-unknown-dates-are-not-of-one-date",
        ),
        pytest.param(
            RIVER.replace("[gazette]", "[gazette, {note: a}, {note: b}]"),
            ["18:25 missing-key", "18:36 missing-key"],
            id="two-items-without-source-do-not-name-one-source-twice",
        ),
        pytest.param(
            RIVER.replace("[gazette]", "[gazette, {source: gazette, verdict: denies, note: n}]"),
            ["18:52 wrong-value"],
            id="a-verdict-that-is-none-is-not-that-it-supports",
        ),
        pytest.param(
            RIVER.replace("[gazette]", "[{source: gazette, verdict: denies, note: n}]"),
            ["18:43 wrong-value"],
            id="nor-that-it-contradicts",
        ),
        pytest.param(
            RIVER + "events:\n  - {date: 2025-03-05, title: Talks end, follow_up: yes, evidence: [gazette]}\n",
            ["20:53 wrong-value"],
            id="a-mark-of-a-follow-up-that-is-misspelt-is-not-missing",
        ),
        pytest.param(
            f"{RIVER}topics:\n{TOPIC.replace('agenda', 'chalenge')}\n{TOPIC}\n",
            ["20:12 wrong-value"],
            id="a-kind-that-is-misspelt-is-not-the-first-kind-there-is",
        ),
        pytest.param(
            f"{RIVER}topics:\n{TOPIC}\n{TOPIC.replace('title: Dry years, ', '')}\n",
            ["21:5 missing-key"],
            id="a-topic-without-title-is-no-duplicate",
        ),
        pytest.param(
            RIVER.replace("kind: press, ", "kind: press, reliability: G, "),
            ["10:73 wrong-value"],
            id="a-grade-that-is-none-is-not-missing",
        ),
        pytest.param(
            RIVER.replace("{press: B}", "{pres: B}"),
            ["8:10 wrong-value"],
            id="a-kind-without-its-grade-has-lost-it",
        ),
        pytest.param(
            RIVER.replace("as_of: 2025-03-01", "as_of: 1 March 2025"),
            ["4:8 bad-date"],
            id="no-day-of-review-no-record-after-it",
        ),
        pytest.param(
            RIVER.replace("evidence: [gazette]", "evidence: gazette"),
            ["18:15 wrong-type"],
            id="evidence-of-a-wrong-type-is-not-empty-and-its-source-not-unused",
        ),
    ],
)
def test_nothing_is_reported_about_the_placeholder_of_a_faulty_part(text: str, expected: list[str]) -> None:
    """A placeholder is not a name, a date, a verdict or a choice of the curator's."""
    found = [line.split(": ")[:2] for line in problems(text)]
    assert [f"{place.removeprefix('1.yaml:')} {slug}" for place, slug in found] == expected


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("title: Talks on the shared river", "title:", "2:7: wrong-value: title has no value; write text"),
        ("status: In talks", "status:", "15:12: wrong-value: status has no value; write a label"),
        ("since: 2025-02\n", "since:\n", "13:11: wrong-value: since has no value; write a date"),
        (
            ", date: 2025-02-20",
            ", date: ",
            "10:87: wrong-value: date has no value; write a date or remove the key",
        ),
        (
            "[gazette]",
            "[{source: gazette, note: ''}]",
            "18:40: wrong-value: note has no value; write text or remove the key",
        ),
        ("[gazette]", "[gazette, '']", "18:25: wrong-value: source has no value; write text"),
        (
            "    summary:",
            "    concerns: ['']\n    summary:",
            "16:16: wrong-value: an item of concerns has no value; write text or remove the item",
        ),
        (
            "grades: {press: B}",
            "grades: {press: }",
            "8:17: wrong-value: press has no value; write one of A, B, C, D, E, F or remove the key",
        ),
    ],
)
def test_what_must_be_there_is_not_to_be_removed(right: str, wrong: str, expected: str) -> None:
    """The remedy for an empty value is to write one; only what may be left out can be removed as well."""
    assert problems(RIVER.replace(right, wrong)) == [f"1.yaml:{expected}"]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("title: Talks resume", "title: [Talks] ", "title contains a list where text is expected"),
        ("title: Talks resume", "title: {Talks: resume}", "title contains a mapping where text is expected"),
        ("status: In talks", "status: [In talks]", "status contains a list where a label is expected"),
        ("level: talks", "level: [talks]", "level contains a list where text is expected"),
        ("[gazette]", "[{source: [gazette]}]", "source contains a list where text is expected"),
        ("\nstances:", "\nevents: [{date: 2025-02, title: [Talks], evidence: [gazette]}]\nstances:",
         "title contains a list where a headline is expected"),
    ],
)  # fmt: skip
def test_a_text_that_yaml_takes_for_a_list_is_to_be_quoted(right: str, wrong: str, expected: str) -> None:
    """A title in square brackets is a common one; who writes it does not think of lists."""
    (problem,) = problems(RIVER.replace(right, wrong))
    bracket = "{" if "mapping" in expected else "["
    assert problem.split(": ", 1)[1] == f"wrong-type: {expected}; put a text that begins with {bracket} in quotes"


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("since: 2025-02", "since: [2025-02]", "since contains a list where a date is expected; write a date"),
        ("title: Talks resume", "title: []", "title contains nothing where text is expected; write text"),
        ("title: Talks resume", "title: {}", "title contains nothing where text is expected; write text"),
        ("kind: press", "kind: [press]",
         "kind contains a list where one of official, state-media, agency, broadcaster, press, specialist, academic, ngo, reprint, "
         "aggregator is expected; write one of official, state-media, agency, broadcaster, press, specialist, academic, ngo, "
         "reprint, aggregator"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_text_in_brackets_is_not_to_be_quoted(right: str, wrong: str, expected: str) -> None:
    """Quotes would not make a date or a choice of it."""
    (problem,) = problems(RIVER.replace(right, wrong))
    assert problem.split(": ", 1)[1] == f"wrong-type: {expected}"


def test_concerns_without_terms_are_unknown_only_where_there_are_terms() -> None:
    """With no terms at all the missing part would be reported once for each stance."""
    text = RIVER.replace("    summary:", "    concerns: [water]\n    summary:")
    assert problems(text) == [
        "1.yaml:16:16: unknown-concern: 'water' is not the id of a concern; define it under terms: concerns"
    ]
    assert problems(text.replace("credibility: 3", "credibility: 7")) == [
        (
            "1.yaml:18:18: wrong-value: '7' is not a number from 1 (confirmed) to 6 (cannot be judged); "
            "correct the value"
        )
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("country:", "contry:", "12:5: unknown-key: 'contry' is not a key of this part; did you mean 'country'?"),
        ("since:", "sinc:", "13:5: unknown-key: 'sinc' is not a key of this part; did you mean 'since'?"),
        (
            "evidence:",
            "evidnce:",
            "18:5: unknown-key: 'evidnce' is not a key of this part; did you mean 'evidence'?",
        ),
        ("subject:", "subjekt:", "3:1: unknown-key: 'subjekt' is not a key of this part; did you mean 'subject'?"),
        ("kind: press", "knd: press", "10:47: unknown-key: 'knd' is not a key of this part; did you mean 'kind'?"),
        ("grades:", "grads:", "8:1: unknown-key: 'grads' is not a key of this part; did you mean 'grades'?"),
        ("sources:", "source:", "9:1: unknown-key: 'source' is not a key of this part; did you mean 'sources'?"),
        ("levels:", "levls:", "6:1: unknown-key: 'levls' is not a key of this part; did you mean 'levels'?"),
    ],
)
def test_a_key_that_is_misspelt_is_one_problem(right: str, wrong: str, expected: str) -> None:
    """It is not missing, and nothing that depends on it is wrong."""
    assert problems(RIVER.replace(right, wrong)) == [f"1.yaml:{expected}"]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (
            "terms: {sectrs: {energy: Energy}}\nsectors: [{sector: energy, countries: [], outcome: Power, stage: agreed, "
            "credibility: 3, evidence: [gazette]}]\n",
            "19:9: unknown-key: 'sectrs' is not a key of this part; did you mean 'sectors'?",
        ),
        (
            "events: [{date: 2026, title: T, folow_up: true, evidence: [gazette]}]\n",
            "19:33: unknown-key: 'folow_up' is not a key of this part; did you mean 'follow_up'?",
        ),
    ],
    ids=["vocabulary", "mark-of-a-follow-up"],
)
def test_what_rests_on_a_key_that_is_misspelt_is_not_wrong(part: str, expected: str) -> None:
    """A key that may be left out is there, only misspelt."""
    assert problems(RIVER + part) == [f"1.yaml:{expected}"]


def test_a_key_is_missing_where_a_misspelt_one_is_nearer_to_another() -> None:
    """Here `status` occurs twice, once misspelt, and there is no summary."""
    assert [line.split(": ")[1] for line in problems(RIVER.replace("summary: Sends", "statuss: Sends"))] == [
        "missing-key",
        "unknown-key",
    ]


def _with_a_line_break(kind: type[msgspec.Struct], key: str) -> str:
    """Return a sound dossier in which a label of a part has two lines."""
    label = '"Two\\nlines"'
    events = f"events: [{{date: 2025-02, title: {label}, evidence: [gazette]}}]\n"
    topic = f"topics: [{{kind: agenda, title: {label}, summary: S., countries: [], credibility: 3, evidence: [gazette]}}]\n"
    sector = (
        f"sectors: [{{sector: energy, countries: [], {key}: {label}, stage: agreed, credibility: 3, "
        "evidence: [gazette]}]\nterms: {sectors: {energy: Energy}}\n"
    )
    return {
        "Level": RIVER.replace("label: Holds talks", f"label: {label}"),
        "Terms": f"{RIVER}terms: {{{key}: {{water: {label}}}}}\n",
        "Country": f"{RIVER}countries: {{EU: {{name: {label}}}}}\n",
        "Group": f"{RIVER}groups: {{nile: {{label: {label}, countries: [Egypt]}}}}\n",
        "Stance": RIVER.replace("status: In talks", f"status: {label}"),
        "Topic": RIVER + topic,
        "Sector": RIVER + sector,
        "Event": RIVER + events,
        "Total": f"{RIVER}coverage: {{of: {{count: 12, what: {label}}}}}\n",
        "Attribute": f"{RIVER}attributes: {{mission: {{label: Mission, values: {{open: Open}}}}}}\n".replace(
            "Mission" if key == "label" else "Open", label
        ),
        "BottomLine": f"{RIVER}bottom_lines: [{{country: EG, date: 2025-02, text: {label}, evidence: [gazette]}}]\n",
    }[kind.__name__]


@pytest.mark.parametrize(("kind", "key"), labels(), ids=str)
def test_a_label_is_one_line(kind: type[msgspec.Struct], key: str) -> None:
    """It is in a cell, which a script may read line by line."""
    told = [line.split(": ", 1)[1] for line in problems(_with_a_line_break(kind, key)) if "unused" not in line]
    name = "water" if kind is Terms else "open" if key == "values" else key
    assert told == [f"wrong-value: {name} has a line break; write it in one line, with >- for > or |"]


def test_of_a_long_value_only_the_beginning_is_reported() -> None:
    """A value of several megabytes is not quoted whole."""
    word, key = "y" * 10_000, "z" * 1000
    text = (
        RIVER.replace("level: talks", f"level: {word}")
        .replace("kind: press", f"kind: {word}")
        .replace("[gazette]", f"[{word}, {word}]")
        .replace("summary: Sends", f"{key}: [a]\n    summary: Sends")
        + f"terms: {{concerns: {{{key}: [], {key}a: x}}}}\nevents: [{{date: {word}, title: {word}, evidence: gazette}}]\n"
    )
    told = problems(text)
    assert len(told) > 8
    assert [line for line in told if len(line) > 400] == []


def test_of_very_many_faults_the_first_are_reported() -> None:
    """A report that nobody reads to its end shall not fill the memory, but says that there is more."""
    event = "  - {date: 2025, title: T, evidence: [gazette]}\n"
    text = RIVER + "events:\n" + event.replace("2025", "soon") * 25
    told = problems(text, limit=20)
    assert len(told) == 21
    assert told[-1] == (
        "1.yaml:39:12: too-many-problems: there are more problems than these 20; correct these and check again [warning]"
    )
    text = RIVER + "events:\n" + event.replace("2025", "soon") * 20
    assert {line.split(": ")[1] for line in problems(text, limit=20)} == {"bad-date"}


def test_the_search_for_faults_ends_at_the_limit_of_the_report() -> None:
    """From one more it is seen that there are others; the rules across records would not be reported any more."""

    def rules(_: Dossier) -> NoReturn:
        raise AssertionError

    tree: Tree = {f"key-{number}": "" for number in range(25)}
    assert isinstance(tree, dict)
    assert len(findings_of_faulty(tree, rules, limit=20)) == 21


def test_without_grades_nothing_is_said_of_them_until_the_faults_are_gone() -> None:
    """A part that is missing may be the one that is misspelt, which would be reported once for each source."""
    assert problems(RIVER.replace("grades:", "marks:")) == [
        f"1.yaml:8:1: unknown-key: 'marks' is not a key of this part; possible keys: {HEAD_KEYS}"
    ]
    assert [line.split(": ")[1] for line in problems(RIVER.replace("grades: {press: B}\n", ""))] == ["no-grade"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("events: ''", "19:9: wrong-type: events contains nothing where a list is expected; write a list"),
        ("events: {}", "19:9: wrong-type: events contains nothing where a list is expected; write a list"),
        ("events: [[]]", ("19:10: wrong-type: this is nothing where an event with its keys is expected; "
         "write an event with its keys")),
        ("terms: {concerns: {water: [Water]}}",
         "19:27: wrong-type: water contains a list where a label is expected; put a text that begins with [ in quotes"),
        ("terms: {concerns: {Water: Water}}",
         "19:20: wrong-value: 'Water' is not an id of small letters, digits and hyphens; correct the value"),
        ("countries: {EU: {name: European Union, alias: Brussels}}",
         "19:40: unknown-key: 'alias' is not a key of this part; did you mean 'aliases'?"),
        ("countries: {EU: {aliases: [Brussels]}}", "19:17: missing-key: the country has no name; add name"),
        ("owner: desk 4", f"19:1: unknown-key: 'owner' is not a key of this part; possible keys: {HEAD_KEYS}"),
    ],
)  # fmt: skip
def test_a_fault_of_shape_says_what_is_expected(line: str, expected: str) -> None:
    """What was found and what is expected, in the words of the format."""
    assert problems(f"{RIVER}{line}\n") == [f"1.yaml:{expected}"]


@pytest.mark.parametrize(
    ("part", "key"),
    [(part, field.encode_name) for part, kind in LISTS.items() for field in msgspec.structs.fields(kind)],
)
def test_whatever_a_key_holds_is_reported(part: str, key: str) -> None:
    """There is a sound placeholder for every type of the model, so that the rest can be looked at."""
    tree: dict[str, Tree] = {part: [{key: ""}]}
    assert (part, 0, key) in {finding.path for finding in findings_of_faulty(tree, lambda _: [])}


def test_values_are_taken_from_their_text() -> None:
    """Numbers and truth values may be quoted or not; YAML does not decide their type."""
    text = RIVER.replace("credibility: 3", "credibility: '3'") + (
        "events:\n  - {date: 2025-04, title: 2025, evidence: [gazette], follow_up: 'true', credibility: \"6\"}\n"
    )
    assert problems(text) == []


@pytest.mark.parametrize("label", ["''", "x" * 61])
def test_a_problem_of_a_key_that_holds_a_newline_is_reported_in_one_line(label: str) -> None:
    """Editors and scripts read one problem a line, whatever a key is called."""
    found = problems(f'{RIVER}terms: {{concerns: {{"a\\nb": {label}}}}}\n')
    assert [line.split(": ")[0] for line in found] == ["1.yaml:19:20", "1.yaml:19:28"]
    assert not any("\n" in line for line in found)


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("    credibility: 3\n", "    credibility: Probably true\n", "write 2"),
        ("since: 2025-02\n", "since: 16.2.2025\n", "write 2025-02-16"),
        ("since: 2025-02\n", "since: 31.02.2025\n", "write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("    level: talks\n", "    level: talks\n    concerns: water\n", "write [water]"),
        ("evidence: [gazette]", "evidence: gazette", "write [gazette]"),
        ("status: In talks\n", "status: In talks\n    confidence: 3\n", "did you mean 'credibility'?"),
        ("meaning: Holds official talks.}", "meaning: Holds talks, also informal.}",
         "in braces a comma ends a text; put the whole text in quotes"),
    ],
)  # fmt: skip
def test_a_remedy_is_what_to_write(old: str, new: str, remedy: str) -> None:
    """Where one thing alone can be meant."""
    assert [line.partition("; ")[2] for line in problems(RIVER.replace(old, new))][-1] == remedy


def test_the_address_of_a_source_is_known_as_its_id() -> None:
    """Evidence names ids."""
    text = RIVER.replace("date: 2025-02-20}", "date: 2025-02-20, url: 'https://x.example.org/a'}")
    (found,) = problems(text.replace("evidence: [gazette]", "evidence: ['http://www.x.example.org/a/']"))
    assert found.endswith("is not the id of a source; write gazette")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    level: talks", "    level:\u00a0talks", "14:11: yaml-syntax: U+00A0, no-break space, follows the colon"),
        ("    level: talks", "\u00a0\u00a0\u00a0\u00a0level: talks",
         "14:1: yaml-syntax: U+00A0, no-break space, is in the indentation"),
    ],
)  # fmt: skip
def test_a_space_that_is_none_is_named(old: str, new: str, said: str) -> None:
    """As text that is pasted from a word processor has it."""
    assert any(said in line for line in problems(RIVER.replace(old, new)))


def test_a_copy_of_a_file_is_one_problem() -> None:
    """As a program makes it that keeps folders alike."""
    more = "".join(stance(country=name) for name in ("Kenya", "Chad", "Mali"))
    head, part = RIVER.split("stances:\n")
    files = [
        DossierFile(name, text.encode())
        for name, text in (
            ("dossier.yaml", head),
            ("s (copy).yaml", f"stances:\n{part}{more}"),
            ("s.yaml", f"stances:\n{part}{more}"),
        )
    ]
    (found,) = examine_dossier(files)
    assert str(found) == (
        "s (copy).yaml:1:1: duplicate-record: the file has 4 records or sources that s.yaml has, too; if it is a copy, "
        "move it out of the folder"
    )
