"""Every dossier in dossiers/bad says in its first comment what is wrong with it, and where."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefcli.problems import Rule, Severity
from briefcli.reading.files import MAX_FILE_BYTES, DossierFile, dossier_paths
from briefcli.reading.reading import examine_dossier
from samples import RIVER

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

BAD = Path(__file__).with_name("dossiers") / "bad"
CASES = sorted(path for path in BAD.iterdir() if path.is_dir() or path.suffix == ".yaml")
#: What no text file can show, or only on a certain day.
MADE_IN_CODE = {Rule.ENCODING, Rule.SIZE, Rule.UNREAD, Rule.FUTURE, Rule.STALE, Rule.MANY}
_NOTICES = {rule.slug for rule in Rule if rule.severity is Severity.NOTICE}


def files_of(path: Path) -> list[Path]:
    """Return the files of a dossier in the order in which they are read."""
    return dossier_paths(path)


def stated(path: Path) -> list[tuple[str, str, int]]:
    """Return file, slug and line of all problems that the first comments of a dossier state."""
    return [
        (file.name, slug, int(line))
        for file in files_of(path)
        for comment in re.findall(r"\A(?:#.*\n)*", file.read_text(encoding="utf-8"))
        for slug, line in re.findall(r"([a-z0-9-]+) at ([0-9]+)", comment)
    ]


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_a_bad_dossier_has_exactly_the_problems_that_it_states(path: Path) -> None:
    """A dossier's problems are those of its first comment, in order; notices only where it names one."""
    expected = stated(path)
    silent = _NOTICES - {slug for _, slug, _ in expected}
    found = examine_dossier([DossierFile(file.name, file.read_bytes()) for file in files_of(path)])
    assert expected == [
        (problem.file, problem.rule.slug, problem.line) for problem in found if problem.rule.slug not in silent
    ]


def test_every_rule_has_a_bad_dossier() -> None:
    """Whoever adds a rule adds a dossier that breaks it."""
    shown = {slug for path in CASES for _, slug, _ in stated(path)}
    assert shown == {rule.slug for rule in Rule if rule not in MADE_IN_CODE}


def test_bytes_that_are_not_utf_8_are_named_with_their_place() -> None:
    """A dossier saved as Latin-1 is refused at its first letter with an accent."""
    data = RIVER.replace("Egypt", "Égypte").encode("latin-1")
    assert [str(problem) for problem in examine_dossier([DossierFile("latin.yaml", data)])] == [
        "latin.yaml:12:14: not-utf-8: byte 0xC9 is not UTF-8; save the file as UTF-8"
    ]


def test_a_file_beyond_the_limit_is_not_read() -> None:
    """One byte more than the limit is refused before anything is parsed."""
    assert [str(problem) for problem in examine_dossier([DossierFile("big.yaml", bytes(MAX_FILE_BYTES + 1))])] == [
        "big.yaml:1:1: too-large: the file is larger than 64 MiB; split the dossier into several dossiers"
    ]


@pytest.mark.parametrize(("most", "expected"), [(40, []), (39, [("stale-evidence", 12)])])
def test_old_evidence_is_a_problem_only_beyond_the_days_that_are_allowed(
    most: int, expected: list[tuple[str, int]]
) -> None:
    """Evidence of 20 February is 40 days old on 1 April; 40 are allowed or 39."""
    found = examine_dossier([DossierFile("river.yaml", RIVER.encode())], datetime.date(2025, 4, 1), most)
    assert [(problem.rule.slug, problem.line) for problem in found] == expected


def test_check_counts_what_it_found_on_standard_error(brief: Callable[..., Result]) -> None:
    """The sum is printed beside the report, so that a script reads the report alone."""
    shown = ("unknown-source-and-level", "unused-source", "unused-level")
    result = brief("check", *(f"tests/dossiers/bad/{name}.yaml" for name in shown))
    assert (result.code, result.err) == (1, "2 errors, 1 warning, 1 notice in 3 dossiers of 3 files.\n")
    assert brief("check", f"tests/dossiers/bad/{shown[0]}.yaml").err == "2 errors in 1 dossier of 1 file.\n"


@pytest.mark.parametrize(
    ("name", "strict", "code"),
    [
        ("unused-level", False, 0),
        ("unused-level", True, 0),
        ("unused-source", False, 0),
        ("unused-source", True, 1),
        ("unknown-level", False, 1),
    ],
)
def test_warnings_count_with_strict_and_notices_never(
    brief: Callable[..., Result], name: str, code: int, *, strict: bool
) -> None:
    """The exit code is 1 for an error, for a warning only with --strict, and never for a notice."""
    options = ["--strict"] if strict else []
    assert brief("check", *options, f"tests/dossiers/bad/{name}.yaml").code == code


def test_a_rule_can_be_left_out_of_a_run(brief: Callable[..., Result]) -> None:
    """Any rule, and several; a slug that is none is refused with the one that was meant."""
    paths = [f"tests/dossiers/bad/{name}.yaml" for name in ("unknown-source-and-level", "unused-source")]
    one = brief("check", "--strict", "--ignore", "unknown-level", *paths)
    assert (one.code, one.err) == (1, "1 error, 1 warning in 2 dossiers of 2 files.\n")
    ignored = [f"--ignore={slug}" for slug in ("unknown-level", "unknown-source", "unused-source")]
    assert brief("check", "--strict", *ignored, *paths) == (0, "", "No problem in 2 dossiers of 2 files.\n")
    refused = brief("check", "--ignore", "unused-sorce", *paths)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("brief: unknown rule 'unused-sorce'; did you mean 'unused-source' or ")


def test_check_goes_by_the_clock(brief: Callable[..., Result], tmp_path: Path) -> None:
    """A source is from the future on the day of the option or the variable, or else today."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER.replace("2025-02-20", "2026-03-02"), encoding="utf-8")
    assert "10:87: date-in-the-future: 2026-03-02 is later than today, 2026-03-01" in brief("check", str(path)).out
    assert brief("check", "--strict", "--today", "2026-03-02", str(path)).code == 0
