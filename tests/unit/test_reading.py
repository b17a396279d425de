"""From the files of a dossier to a Dossier, or to every problem with file, line and column."""

from __future__ import annotations

import datetime
import unicodedata

import pytest
from msgspec import structs

from briefcli.dossier.dates import PartialDate
from briefcli.dossier.model import (
    Country,
    CountryType,
    Dossier,
    Evidence,
    Level,
    Reliability,
    Source,
    SourceKind,
    Stance,
    Terms,
    Verdict,
)
from briefcli.errors import DossierError
from briefcli.problems import MAX_PROBLEMS, Rule
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import examine_dossier, read_dossier
from samples import RIVER, files, problems, read


def test_a_dossier_is_read_into_typed_records() -> None:
    """Every value has its type, the country its code, the evidence its verdict."""
    assert read(RIVER) == Dossier(
        id="river-talks",
        title="Talks on the shared river",
        subject="the dam upstream",
        as_of=PartialDate("2025-03-01"),
        summary="Who talks with whom about the dam.",
        levels=(Level(id="talks", label="Holds talks", meaning="Holds official talks."),),
        terms=Terms(concerns={}, sectors={}),
        countries={"EG": Country(name="Egypt", aliases=("EGY", "Arab Republic of Egypt"))},
        grades={SourceKind.PRESS: Reliability.B},
        sources=(
            Source(
                id="gazette",
                publisher="Example Gazette",
                kind=SourceKind.PRESS,
                title="Talks resume",
                date=PartialDate("2025-02-20"),
            ),
        ),
        stances=(
            Stance(
                id="stance-eg-2025-02",
                country="EG",
                since=PartialDate("2025-02"),
                level="talks",
                status="In talks",
                summary="Sends a delegation.",
                credibility=3,
                evidence=(Evidence(source="gazette", verdict=Verdict.SUPPORTS),),
            ),
        ),
    )


def test_the_country_no_is_norway() -> None:
    """NO is never false, and 2025-02 never a number or a day."""
    (stance,) = read(RIVER.replace("Egypt", "NO")).stances
    assert (stance.country, stance.since) == ("NO", "2025-02")


@pytest.mark.parametrize(
    "name", ["Egypt", "EGYPT", "EG", "egy", "Arab Republic of Egypt", "'Egypt, Arab Rep.'", "مصر"]
)
def test_a_country_becomes_its_code_however_it_was_written(name: str) -> None:
    """The records hold codes, and the dossier the names for them."""
    dossier = read(RIVER.replace("Egypt", name))
    assert (dossier.stances[0].country, dossier.countries["EG"].name) == ("EG", "Egypt")


def test_letters_with_separate_accents_are_read() -> None:
    """As a Mac may write them: a name means its country, and an id is refused for its letters."""
    name = unicodedata.normalize("NFD", "Côte d'Ivoire")
    assert read(RIVER.replace("Egypt", name)).stances[0].country == "CI"
    (found,) = problems(RIVER.replace("id: gazette", unicodedata.normalize("NFD", "id: gazétte")))[:1]
    assert found.startswith("1.yaml:10:10: wrong-value: 'gaze\u0301tte' is not an id of small letters")


def test_the_id_of_a_record_is_reported_with_its_problems() -> None:
    """That which listings show, or if the dossier cannot be made the one that is written."""
    wrong = RIVER.replace("[gazette]", "[gazete]")
    assert [one.id for one in examine_dossier(files(wrong))] == ["stance-eg-2025-02"]
    faulty = wrong.replace(", title: Talks", ", titel: Talks")
    assert {one.id for one in examine_dossier(files(faulty)) if one.rule is Rule.UNKNOWN_KEY} == {"gazette"}
    assert [one.id for one in examine_dossier(files(RIVER.replace("as_of: 2025-03-01", "as_of: x")))] == [""]


def test_a_body_that_iso_lacks_is_defined_by_the_dossier() -> None:
    """A body is found by its code, its name and its aliases in the records of its dossier."""
    text = RIVER.replace("Egypt", "brussels") + "countries: {EU: {name: European Union, aliases: [Brussels]}}\n"
    dossier = read(text)
    assert dossier.stances[0].country == "EU"
    body = Country(name="European Union", aliases=("Brussels",), type=CountryType.BODY)
    assert dossier.countries == {"EU": body}


def test_a_name_of_the_dossier_goes_before_that_of_iso() -> None:
    """The dossier's name is printed, and ISO's names stay what people may type."""
    text = RIVER.replace("Egypt", "Misr") + "countries: {EG: {name: Misr, aliases: [Cairo]}}\n"
    assert read(text).countries == {
        "EG": Country(name="Misr", aliases=("Cairo", "Egypt", "EGY", "Arab Republic of Egypt"))
    }


def test_evidence_is_a_source_alone_or_with_a_verdict() -> None:
    """An id alone supports the claim."""
    item = "{source: wire, verdict: contradicts, note: Denies it., locator: page 4}"
    wire = "sources:\n  - {id: wire, publisher: Example Wire, kind: press, title: No talks}\n"
    text = RIVER.replace("[gazette]", f"[gazette, {item}]").replace("sources:\n", wire)
    (stance,) = read(text).stances
    assert stance.evidence == (
        Evidence(source="gazette"),
        Evidence(source="wire", verdict=Verdict.CONTRADICTS, note="Denies it.", locator="page 4"),
    )
    assert stance.disputed


@pytest.mark.parametrize(
    ("grades", "own", "expected"),
    [
        ("{press: B}", "", "B"),
        ("{press: B}", ", reliability: D", "D"),
        ("{official: A}", "", "F"),
        ("{}", ", reliability: C", "C"),
    ],
)
def test_a_source_has_the_grade_of_its_kind_or_its_own(grades: str, own: str, expected: str) -> None:
    """Its own goes first; a source without any cannot be judged."""
    text = RIVER.replace("{press: B}", grades).replace("title: Talks resume", f"title: Talks resume{own}")
    dossier = read(text)
    assert dossier.reliability_of(dossier.sources[0]) == expected


def test_files_are_joined_list_by_list() -> None:
    """A dossier in several files is the dossier in one file."""
    head, stances = RIVER[: RIVER.index("stances:")], RIVER[RIVER.index("stances:") :]
    second = stances.replace("Egypt", "Sudan")
    whole = read(RIVER + second.removeprefix("stances:\n"))
    assert read(head, stances, second) == whole
    assert [stance.country for stance in whole.stances] == ["EG", "SD"]


def test_a_fault_is_reported_in_the_file_that_it_is_in() -> None:
    """Each file has its own lines, also where a list goes on in the next file."""
    second = RIVER[RIVER.index("stances:") :].replace("Egypt", "Sudan").replace("[gazette]", "[gazete]")
    third = second.replace("Sudan", "Sudn").replace("[gazete]", "[gazette]")
    assert problems(RIVER, second, third) == [
        (
            "2.yaml:8:16: unknown-source: 'gazete' is not the id of a source; did you mean 'gazette'? "
            "If not, define it under sources"
        ),
        (
            "3.yaml:2:14: unknown-country: 'Sudn' is not a known country; did you mean 'Sudan'? "
            "If not, write a name or an ISO 3166 code, or define it under countries"
        ),
    ]


def test_a_duplicate_is_reported_with_the_place_of_the_first() -> None:
    """In the same file its line, and in another file that, too."""
    at = RIVER.index("  - country:")
    record, source = RIVER[at:], RIVER[RIVER.index("  - {id: gazette") : RIVER.index("stances:")]
    assert problems(RIVER + record, f"sources:\n{source}stances:\n{record}") == [
        "1.yaml:19:5: duplicate-record: an earlier one of the stances is the same, in line 12; "
        "keep one record with the evidence of both",
        "2.yaml:2:10: duplicate-id: 'gazette' is also the id of one of the sources, in 1.yaml:10; "
        "give each a different id",
        "2.yaml:4:5: duplicate-record: an earlier one of the stances is the same, in 1.yaml:12; "
        "keep one record with the evidence of both",
    ]


def test_a_head_key_is_in_one_file() -> None:
    """The second file that has it is at fault, and the first is named."""
    assert problems(RIVER, "as_of: 2025-03-02\ngrades: {official: A}\n") == [
        "2.yaml:1:1: duplicate-key: 'as_of' occurs twice, in 1.yaml:4; keep one of the two",
        "2.yaml:2:1: duplicate-key: 'grades' occurs twice, in 1.yaml:8; keep one of the two",
    ]


def test_with_a_torn_file_only_its_faults_are_reported() -> None:
    """The rest of the dossier would look wrong everywhere without it."""
    assert problems(RIVER.replace("[gazette]", "[gazete]"), "sources: [\n", "x: *y\n") == [
        "2.yaml:1:11: yaml-syntax: a value is expected here; write the value or close the brackets",
        "3.yaml:1:4: alias: *y is an alias; write the value out where it is needed",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n", ["1:1: wrong-type: a dossier is a mapping; start from `brief new`"]),
        ("text\n", ["1:1: wrong-type: a dossier is a mapping; start from `brief new`"]),
        ("# nothing\n", ["1:1: empty: the file contains no data; start from `brief new`"]),
    ],
)
def test_a_file_that_is_no_dossier_has_one_problem(text: str, expected: list[str]) -> None:
    """The keys that it lacks are not reported one by one."""
    assert problems(text) == [f"1.yaml:{line}" for line in expected]


def test_what_is_missing_in_the_head_is_missing_in_the_file_with_the_head() -> None:
    """A folder's first file need not be its head."""
    head = RIVER.replace("subject: the dam upstream\n", "")
    assert problems("events: []\n", head) == ["2.yaml:1:1: missing-key: the head has no subject; add subject"]


def test_a_dossier_with_errors_is_not_read() -> None:
    """The error calls the dossier as it was called, counts the problems, and carries them in file order."""
    text = RIVER.replace("[gazette]", "[gazete]").replace("level: talks", "level: talk")
    with pytest.raises(DossierError, match=r"^river\.yaml cannot be read: 2 problems$") as caught:
        read(text)
    assert [(problem.rule.slug, problem.line) for problem in caught.value.problems] == [
        ("unknown-level", 14),
        ("unknown-source", 18),
    ]
    with pytest.raises(DossierError, match=r"^river\.yaml cannot be read: 1 problem$"):
        read(RIVER.replace("[gazette]", "[gazete]"))


def test_a_dossier_with_warnings_is_read() -> None:
    """Only `brief check` reports them."""
    text = RIVER.replace("grades: {press: B}", "terms: {concerns: {water: Water}}")
    assert [problem.split(": ")[1] for problem in problems(text)] == ["unused-concern", "no-grade"]
    assert read(text).terms == Terms(concerns={"water": "Water"})


def test_a_warning_of_the_yaml_keeps_nobody_from_reading() -> None:
    """What a number sign cuts off is a comment."""
    text = RIVER.replace("status: In talks", "status: In talks #2")
    assert [problem.split(": ")[1] for problem in problems(text)] == ["cut-text"]
    assert read(text) == read(RIVER)


def test_very_many_warnings_hide_no_error_and_keep_nobody_from_reading() -> None:
    """If there are more problems than are printed, errors are printed first."""
    text = RIVER.replace("Sends a delegation.", "Sends a delegation" + " \u00a0" * 25 + ".")
    slugs = [problem.split(": ")[1] for problem in problems(text, limit=20)]
    assert slugs == ["unseen-character"] * 20 + ["too-many-problems"]
    assert read(text, limit=20).title == read(RIVER).title
    faulty = text.replace("[gazette]", "[gazete]")
    assert sum("unknown-source" in problem for problem in problems(faulty, limit=20)) == 1
    with pytest.raises(DossierError, match=r"1 problem$"):
        read(faulty, limit=20)


def test_a_dossier_has_at_most_ten_thousand_problems() -> None:
    """More would fill the memory, and nobody reads to their end."""
    told = problems("\x07" * (MAX_PROBLEMS + 1))
    assert len(told) == MAX_PROBLEMS + 1
    assert "there are more problems than these 10,000" in told[-1]


def test_age_is_looked_at_only_on_request() -> None:
    """Without a number of days, the day on which a dossier is checked does not matter."""
    late = datetime.date(2030, 1, 1)
    assert [problem.rule.slug for problem in examine_dossier(files(RIVER), late, 30)] == ["stale-evidence"]
    assert examine_dossier(files(RIVER), late) == []


def test_a_dossier_does_not_change() -> None:
    """Its records are immutable; a change is a new record."""
    (stance,) = read(RIVER).stances
    with pytest.raises(AttributeError, match="immutable"):
        stance.level = "x"  # type: ignore[misc]
    assert structs.replace(stance, level="x").level == "x"


@pytest.mark.parametrize(
    "text",
    [RIVER.replace("\n", "\r\n"), "\ufeff" + RIVER, "\ufeff" + RIVER.replace("\n", "\r\n"), RIVER.rstrip()],
    ids=["windows", "byte-order-mark", "both", "no-newline-at-the-end"],
)
def test_the_way_a_file_was_saved_does_not_matter(text: str) -> None:
    """Windows line ends, a byte order mark and a missing last newline make the same dossier."""
    assert read_dossier([DossierFile("river.yaml", text.encode())], "river.yaml") == read(RIVER)


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("dossier: river-talks", 'dossier: "river-talks\\n"', "wrong-value"),
        ("as_of: 2025-03-01", "as_of: |\n  2025-03-01", "bad-date"),
        ("date: 2025-02-20", 'date: "2025-02-20\\n"', "bad-date"),
        ("title: Talks resume", 'title: Talks resume, url: "https://example.org/\\n"', "bad-url"),
        ("grades: {press: B}", 'grades: {press: B}\ncountries: {"EU\\n": {name: European Union}}', "wrong-value"),
    ],
)
def test_a_newline_after_a_value_is_part_of_it(right: str, wrong: str, rule: str) -> None:
    """An id, a date, a code or an address is the whole text, so one that ends in a newline is none."""
    found = examine_dossier(files(RIVER.replace(right, wrong)))
    assert [problem.rule.slug for problem in found] == [rule]
