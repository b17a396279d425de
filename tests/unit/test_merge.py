"""Merges of two versions of a file, case by case."""

from __future__ import annotations

import pytest

from briefcli.edit.merge import CannotMergeError, OtherFileError, merged
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import examine_dossier
from samples import RIVER, STANCE

SOURCE = "  - {id: gazette, publisher: Example Gazette, kind: press, title: Talks resume, date: 2025-02-20}\n"
CHAD, FIJI = (STANCE.replace("Egypt", country) for country in ("Chad", "Fiji"))


def conflict(ours: str, theirs: str) -> str:
    """Return lines in conflict."""
    return f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "result"),
    [
        pytest.param(RIVER + CHAD, RIVER + FIJI, RIVER + CHAD + FIJI, id="both append"),
        pytest.param(RIVER + CHAD, RIVER + CHAD, RIVER + CHAD, id="both append the same"),
        pytest.param(
            RIVER.replace("In talks", "Talking"), RIVER.replace("level: talks\n    st", "level: high\n    st"),
            RIVER.replace("In talks", "Talking").replace("level: talks\n    st", "level: high\n    st"),
            id="two fields of one record",
        ),
        pytest.param(
            RIVER.replace("2025-02\n", "2025-02-12\n"), RIVER.replace("delegation.", "delegation of ten."),
            RIVER.replace("2025-02\n", "2025-02-12\n").replace("delegation.", "delegation of ten."),
            id="a date and a text",
        ),
        pytest.param(
            RIVER.replace("In talks", "One"), RIVER.replace("In talks", "Two"),
            RIVER.replace("    status: In talks\n", conflict("    status: One\n", "    status: Two\n")),
            id="one field of one record",
        ),
        pytest.param(
            RIVER.replace(STANCE, CHAD), RIVER.replace("In talks", "Two"),
            RIVER.replace(STANCE, CHAD + conflict("", STANCE.replace("In talks", "Two"))),
            id="removed and changed",
        ),
        pytest.param(RIVER.replace(STANCE, CHAD), RIVER + FIJI, RIVER.replace(STANCE, CHAD + FIJI), id="removed and kept"),
        pytest.param(
            RIVER.replace("[gazette]", "[gazette, a]"), RIVER.replace("[gazette]", "[b]"),
            RIVER.replace("[gazette]", "[a, b]"), id="sources of one record",
        ),
        pytest.param(
            RIVER.replace("[gazette]", "\n      - gazette\n      - a  # new"), RIVER.replace("[gazette]", "[gazette, b]"),
            RIVER.replace("[gazette]", "\n      - gazette\n      - a  # new\n      - b"),
            id="sources on lines and in brackets",
        ),
        pytest.param(
            RIVER.replace("Example Gazette", "The Gazette"), RIVER.replace("date: 2025-02-20", "date: 2025-02-21"),
            RIVER.replace("Example Gazette", "The Gazette").replace("date: 2025-02-20", "date: 2025-02-21"),
            id="two fields of a record in braces",
        ),
        pytest.param(
            RIVER.replace("resume", "begin"), RIVER.replace("resume", "end"),
            RIVER.replace(SOURCE, conflict(SOURCE.replace("resume", "begin"), SOURCE.replace("resume", "end"))),
            id="one field of a record in braces",
        ),
        pytest.param(
            RIVER.replace("stances:\n", "stances:\n  # of the Nile\n") + "# the end\n", RIVER + FIJI,
            RIVER.replace("stances:\n", "stances:\n  # of the Nile\n") + FIJI + "# the end\n", id="comments",
        ),
        pytest.param(
            RIVER.replace("\n", "\r\n"), RIVER + CHAD, (RIVER + CHAD).replace("\n", "\r\n"), id="line breaks of Windows"
        ),
        pytest.param(
            RIVER + "topics:\n  - {kind: aid, title: A, countries: [Egypt]}\n",
            RIVER + "events:\n  - {date: 2025-01, title: B}\n",
            RIVER + "topics:\n  - {kind: aid, title: A, countries: [Egypt]}\nevents:\n  - {date: 2025-01, title: B}\n",
            id="new lists",
        ),
        pytest.param(
            RIVER.replace("2025-03-01", "2025-03-02"), RIVER.replace("2025-03-01", "2025-03-03"),
            RIVER.replace("as_of: 2025-03-01\n", conflict("as_of: 2025-03-02\n", "as_of: 2025-03-03\n")), id="the head",
        ),
    ],
)  # fmt: skip
def test_a_merge(ours: str, theirs: str, result: str) -> None:
    """The text of each part is that of the side that changed it."""
    assert merged(RIVER, ours, theirs).text == result
    assert merged(RIVER, RIVER, ours).text.replace("\r\n", "\n") == ours.replace("\r\n", "\n")


def test_a_file_that_is_new_on_both_sides_has_no_base() -> None:
    """Records that both have are one record."""
    done = merged("", f"stances:\n{STANCE}{CHAD}", f"stances:\n{STANCE.replace('In talks', 'Other')}{FIJI}")
    assert done.conflicts == ["Egypt, since 2025-02: status"]
    assert [done.text.count(name) for name in ("Egypt", "Chad", "Fiji")] == [1, 1, 1]


def test_levels_are_joined_only_where_one_side_changed_their_order() -> None:
    """Two new levels at one place would have an order that nobody chose."""
    level = "  - {id: talks, label: Holds talks, meaning: Holds official talks.}\n"
    one, two = (f"  - {{id: {name}, label: {name}, meaning: M.}}\n" for name in ("one", "two"))
    assert (
        merged(RIVER, RIVER.replace(level, one + level), RIVER + CHAD).text
        == RIVER.replace(level, one + level) + CHAD
    )
    assert (
        merged(RIVER, RIVER + CHAD, RIVER.replace(level, one + level)).text
        == RIVER.replace(level, one + level) + CHAD
    )
    both = merged(RIVER, RIVER.replace(level, one + level), RIVER.replace(level, level + two))
    assert both.text == RIVER.replace(level, one + level + two)
    assert merged(RIVER, RIVER.replace(level, one + level), RIVER.replace(level, two + level)).conflicts == [
        "levels"
    ]


def test_the_records_of_joined_edits_and_conflicts_are_named() -> None:
    """Whoever merges can look at them."""
    theirs = RIVER.replace("credibility: 3", "credibility: 2")
    assert merged(RIVER, RIVER.replace("In talks", "A"), theirs)[1:] == (["Egypt, since 2025-02"], [])
    theirs = theirs.replace("In talks", "B")
    assert merged(RIVER, RIVER.replace("In talks", "A"), theirs)[1:] == ([], ["Egypt, since 2025-02: status"])


def test_the_marks_are_as_long_as_git_wants_them() -> None:
    """A base may have longer ones."""
    done = merged(RIVER, RIVER.replace("In talks", "A"), RIVER.replace("In talks", "B"), 9)
    assert f"{'<' * 9} ours\n" in done.text


def test_what_cannot_be_merged_is_refused() -> None:
    """A version that is no YAML or in braces, and a file that is no dossier."""
    for theirs in ("a: [", "- a\n", "stances: *x\n", '{"dossier": "x"}\n', conflict("a: 1\n", "a: 2\n")):
        with pytest.raises(CannotMergeError):
            merged(RIVER, RIVER + CHAD, theirs)
    with pytest.raises(OtherFileError):
        merged("repos: []\n", "repos: [a]\n", "repos: [b]\n")


def test_check_names_the_records_of_an_unfinished_merge() -> None:
    """One problem for each place, with the lines and the records of both sides."""
    done = merged(RIVER + CHAD, RIVER.replace("In talks", "A") + CHAD, RIVER.replace("In talks", "B") + CHAD)
    text = done.text.replace(CHAD, conflict(CHAD, CHAD.replace("Chad", "Fiji")))
    problems = examine_dossier([DossierFile("river.yaml", text.encode())])
    assert [(problem.rule.slug, problem.line, problem.message) for problem in problems] == [
        ("merge-conflict", 15, "an unfinished merge, to line 19: Egypt, since 2025-02"),
        ("merge-conflict", 23, "an unfinished merge, to line 39: Chad, since 2025-02 and Fiji, since 2025-02"),
    ]
