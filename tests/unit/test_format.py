"""The keys of the format that version 0.3 added, as they are read; what pages make of them is tested there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import structs

from briefcli.dossier.countries import iso_country
from briefcli.dossier.model import (
    FORMAT,
    Attribute,
    BottomLine,
    Country,
    Coverage,
    Evidence,
    Fact,
    Level,
    OfficialCount,
    Searched,
    Total,
    Totals,
    Vote,
)
from briefcli.problems import Rule
from briefcli.reading.reading import examine_dossier
from samples import RIVER, STANCE, files, problems, read

COVERAGE = """\
coverage:
  complete: false
  of: {count: 11, what: states on the river}
  official:
    - {levels: [talks], count: 4, date: 2025-02-20, evidence: [gazette, {source: gazette, locator: p. 2}]}
  searched: {until: 2025-02-28, countries: [Sudan, SS]}
  note: Only states on the river.
"""


def test_a_coverage_is_read_with_codes_and_evidence_in_full() -> None:
    """Countries become codes, as in a group, and the countries of the dossier contain them."""
    dossier = read(RIVER + COVERAGE)
    assert dossier.coverage == Coverage(
        complete=False,
        of=Total(count=11, what="states on the river"),
        official=(
            OfficialCount(
                levels=("talks",),
                count=4,
                date="2025-02-20",  # type: ignore[arg-type]
                evidence=(Evidence(source="gazette"), Evidence(source="gazette", locator="p. 2")),
            ),
        ),
        searched=Searched(until="2025-02-28", countries=("SD", "SS")),  # type: ignore[arg-type]
        note="Only states on the river.",
    )
    assert {*dossier.countries} == {"EG", "SD", "SS"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("complete: false", "complete: perhaps", "wrong-value: 'perhaps' is not true or false; correct the value"),
        ("count: 11, ", "", "missing-key: the total has no count; add count"),
        ("count: 11", "count: eleven", "wrong-value: 'eleven' is not a whole number of at most nine digits; correct the value"),
        ("count: 4", "count: 9999999999",
         "wrong-value: '9999999999' is not a whole number of at most nine digits; correct the value"),
        ("count: 4", "count: -4", "wrong-value: '-4' is not a whole number of at most nine digits; correct the value"),
        (", evidence: [gazette, {source: gazette, locator: p. 2}]", "", "no-evidence: the official count has no source; "
         "name at least one source, or remove the record"),
        ("levels: [talks]", "levels: []", "wrong-value: levels is an empty list; give it at least one item"),
        ("until: 2025-02-28", "until: February", "bad-date: 'February' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"),
        ("  searched: {until: 2025-02-28, countries: [Sudan, SS]}", "  searched: Sudan",
         "wrong-type: searched contains text where a search with its keys is expected; write a search with its keys"),
        ("{levels: [talks], count", "{level: [talks], count", "unknown-key: 'level' is not a key of this part; did you mean 'levels'?"),
        ("coverage:", "coverages:", "unknown-key: 'coverages' is not a key of this part; did you mean 'coverage'?"),
    ],
)  # fmt: skip
def test_a_fault_of_a_coverage_is_reported_with_its_remedy(old: str, new: str, told: str) -> None:
    """One problem each."""
    assert [line.split(": ", 1)[1] for line in problems((RIVER + COVERAGE).replace(old, new))] == [told]


@pytest.mark.parametrize("number", [1, FORMAT])
def test_a_format_that_is_known_changes_nothing(number: int) -> None:
    """Earlier formats are read, too."""
    assert structs.replace(read(f"{RIVER}format: {number}\n"), format=None) == read(RIVER)


@pytest.mark.parametrize("text", ["0", "-1", "3.5", "three"])
def test_a_format_is_a_whole_number(text: str) -> None:
    """Anything else is a wrong value."""
    (told,) = problems(f"{RIVER}format: {text}\n")
    assert f"wrong-value: '{text}' is not a whole number from 1" in told


def test_a_later_format_is_the_first_problem() -> None:
    """It comes before faults of YAML in earlier lines, and what it may cause is not reported."""
    assert "later-format" in problems(f"{RIVER}format: {'9' * 5000}\n")[0]
    first, *others = problems(f"title: Again\n{RIVER}format: 4\nmood: calm\nlevel: []\n")
    assert (
        "later-format: written for format 4; this brief reads up to 3; install a newer version of brief" in first
    )
    assert [line.split(": ")[1] for line in others] == ["duplicate-key"]


def test_own_keys_are_not_read() -> None:
    """In the head, in records, in evidence and in sources, whatever they contain."""
    text = (
        RIVER.replace("date: 2025-02-20}", "date: 2025-02-20, x-shelf: 12}")
        .replace("    credibility: 3", "    x-mood: [calm, {at: noon}]\n    credibility: 3")
        .replace("[gazette]", "[{source: gazette, x-quote: We talk.}]")
    )
    assert read(f"{text}x-editor:\n  name: Example Editor\n") == read(RIVER)


@pytest.mark.parametrize(
    "more", ["terms: {x-note: none}\n", "coverage: {x-note: none}\n", "groups: {x: {x-note: none, label: X}}\n"]
)
def test_elsewhere_own_keys_are_unknown(more: str) -> None:
    """Only the head, records, evidence and sources have them."""
    assert any("unknown-key: 'x-note' is not a key of this part" in line for line in problems(RIVER + more))


def test_where_keys_are_ids_nothing_is_left_out() -> None:
    """A concern may be called like an own key."""
    text = RIVER + "terms: {concerns: {x-note: The note}}\n"
    assert read(text).terms.concerns == {"x-note": "The note"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [("FR", "state"), ("VA", "state"), ("PS", "state"), ("YUCS", "state"), ("TW", "territory"), ("XK", "territory"),
     ("CK", "territory"), ("EU", "body"), ("UN", "body"), ("AFU", "body")],
)  # fmt: skip
def test_the_type_of_a_country_follows_from_its_code(code: str, expected: str) -> None:
    """Members and observers of the UN are states, like states of the past; other codes of ISO are territories."""
    assert iso_country(code).type == expected
    assert read(RIVER.replace("Egypt", code)).countries[code].type == expected


def test_a_dossier_can_state_another_type() -> None:
    """An own code is a body, and one of ISO 3166 keeps its type under another name, unless `type` is given."""
    entries = (
        "NB: {name: Nile Basin Initiative}, TW: {name: Formosa}, TMC: {name: The Metals Company, type: company}"
    )
    read_countries = read(f"{RIVER}countries: {{{entries}, XK: {{name: Kosovo, type: state}}}}\n").countries
    assert {code: str(country.type) for code, country in read_countries.items()} == {
        "NB": "body", "TW": "territory", "TMC": "company", "XK": "state", "EG": "state",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "is_right"), [("G20", True), ("E3", True), ("P5", True), ("7G", False), ("G", False)]
)
def test_a_code_may_have_digits_after_its_first_capital(code: str, is_right: bool) -> None:  # noqa: FBT001
    """Such as the G20; at most five signs."""
    found = problems(RIVER.replace("Egypt", "Group") + f"countries: {{{code}: {{name: Group}}}}\n")
    told = f"'{code}' is not a code of two to five capitals and digits that begins with a capital"
    assert any(told in line for line in found) is not is_right


def test_new_keys_of_a_stance_have_their_types() -> None:
    """`due` is a whole day, and no earlier than the stance."""
    stance = read(f"{RIVER}    newly_known: true\n    due: 2025-06-30\n").stances[0]
    assert (stance.newly_known, stance.due) == (True, "2025-06-30")
    assert "'2025-06' is not a whole day" in problems(f"{RIVER}    due: 2025-06\n")[0]
    assert "the stance is due 2025-01-31, before it began, 2025-02" in problems(f"{RIVER}    due: 2025-01-31\n")[0]
    assert STANCE in RIVER


DOCUMENT = Path(__file__).parents[2] / "docs" / "dossier-format.md"
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split(":")[0])
def test_the_examples_of_the_document_have_no_wrong_key_or_value(example: str) -> None:
    """Each is a part of a dossier, of which the rest is left out."""
    shape = {Rule.SYNTAX, Rule.UNKNOWN_KEY, Rule.TYPE, Rule.VALUE, Rule.DATE, Rule.URL, Rule.LENGTH}
    found = examine_dossier(files(example))
    assert [str(problem) for problem in found if problem.rule in shape] == []
    assert not {problem.rule for problem in found} & {Rule.FORMAT, Rule.ALIAS, Rule.DUPLICATE_KEY}


def keys_in(part: Any) -> set[str]:
    """Return all keys that a tree has somewhere."""
    if isinstance(part, dict):
        return {*part}.union(*map(keys_in, part.values()))
    return set().union(*map(keys_in, part)) if isinstance(part, list) else set()


def test_the_document_has_an_example_of_each_key_of_version_0_3() -> None:
    """What is older is in the template of `brief new`, and so is what votes, facts and bottom lines share with others."""
    shown = set().union(*(keys_in(yaml.load(text, yaml.CSafeLoader)) for text in EXAMPLES))
    parts = (Coverage, Total, OfficialCount, Searched, Attribute, Totals, Level, Country, BottomLine, Fact, Vote)
    added = {key for part in parts for key in part.__struct_fields__} | {"newly_known", "due", "title_en"}
    added |= {"format", "coverage", "attributes", "bottom_lines", "facts", "votes"}
    added |= {"x-editor", "x-checked-by", "x-quote"}  # in the head, in a record and in evidence
    assert added - shown <= {"absent", "credibility", "follow_up", "id"}
