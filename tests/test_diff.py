"""What `brief diff` prints, whole, and what it answers to wrong usage."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefcli.pages.registry import LISTINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

MARCH = "tests/dossiers/good/river-march.yaml"
APRIL = "tests/dossiers/good/river-april.yaml"
HEADER = "\t".join(column.key for column in LISTINGS["diff"].columns) + "\n"


def test_the_other_way_round_what_was_added_was_removed(brief: Callable[..., Result]) -> None:
    """OLD and NEW are what they are called."""
    forth = brief("diff", MARCH, APRIL, "--columns", "change,kind,old,new", "--no-header").out.splitlines()
    back = brief("diff", APRIL, MARCH, "--columns", "change,kind,new,old", "--no-header").out.splitlines()
    other = {"added": "removed", "removed": "added"}
    transposed = [
        f"{other.get(change, change)}\t{rest}" for change, _, rest in (line.partition("\t") for line in forth)
    ]
    assert sorted(transposed) == sorted(back)


def test_rows_have_the_shape_that_is_requested(brief: Callable[..., Result]) -> None:
    """Columns, order, limit and header are those of any listing; people learn how many rows are missing."""
    result = brief("diff", MARCH, APRIL, "--columns", "kind,field", "--sort=-field", "--limit", "2", "--no-header")
    assert result == (1, "sector\tstage\nstance\tsince\n", "")
    shown = brief("diff", MARCH, APRIL, "--limit", "2", "-f", "table").out
    assert shown.endswith("\n2 added, 3 changed, 1 re-dated; 2 of 10 rows shown.\n")


def test_versions_that_say_the_same_do_not_differ(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Exit code 0, the header alone and a sentence, also where one is a folder and the order is another."""
    head, lists = Path(APRIL).read_text(encoding="utf-8").split("sources:\n")
    sources, records = lists.split("stances:\n")
    (tmp_path / "1-records.yaml").write_text(f"stances:\n{records}", encoding="utf-8")
    (tmp_path / "dossier.yaml").write_text(head, encoding="utf-8")
    last_first = "".join(reversed(sources.splitlines(keepends=True)))
    (tmp_path / "3-sources.yaml").write_text(f"sources:\n{last_first}", encoding="utf-8")
    for old, new in ((APRIL, str(tmp_path)), (str(tmp_path), APRIL), ("japan-visit", "japan-visit")):
        assert brief("diff", old, new) == (0, HEADER, "No difference.\n")
    assert brief("diff", APRIL, APRIL, "-f", "table").out.endswith("\n\n0 differences.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["-", "-"], 2, "brief: only one of OLD and NEW can be - (standard input)"),
        ([MARCH], 2, "brief: diff needs NEW; for example: brief diff japan-visit my-dossier.yaml"),
        ([], 2, "brief: diff needs OLD; for example: brief diff japan-visit my-dossier.yaml"),
        (["no/such.yaml", MARCH], 2, "brief: there is no file or folder 'no/such.yaml'"),
        (
            [MARCH, APRIL, "--columns", "feld"],
            2,
            "brief: unknown column 'feld'; did you mean 'field'? Possible: change, kind, record, field, old, new",
        ),
        (
            [MARCH, "tests/dossiers/bad/unknown-source.yaml"],
            3,
            "brief: tests/dossiers/bad/unknown-source.yaml cannot be read: 1 problem",
        ),
    ],
)
def test_what_cannot_be_compared_is_reported_in_a_line(
    arguments: list[str], code: int, told: str, brief: Callable[..., Result]
) -> None:
    """Nothing goes to stdout, and the exit code is not the one that means a difference."""
    result = brief("diff", *arguments)
    assert (result.code, result.out, result.err.splitlines()[-1]) == (code, "", told)


def test_either_version_comes_from_standard_input(process: Callable[..., Result]) -> None:
    """`-` is the one that is piped, and the caption says so."""
    march, april = (Path(path).read_text(encoding="utf-8") for path in (MARCH, APRIL))
    old = process("diff", "-", APRIL, "-f", "md", stdin=march)
    assert (old.code, old.err) == (1, "")
    assert old.out.splitlines()[2].startswith(
        "From river-talks as of 2025-03-01 (standard input) to river-talks as "
    )
    new = process("diff", MARCH, "-", stdin=april)
    assert new == process("diff", MARCH, APRIL)


def test_git_shows_the_old_version(tmp_path: Path) -> None:
    """The pipe of the documents: the last commit but one against the file."""
    (tmp_path / "data").mkdir()
    dossier = tmp_path / "data" / "stances.yaml"
    identity = ("-c", "user.name=Curator", "-c", "user.email=curator@example.org")
    git = ["git", *identity, "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "init", "-q"], check=True, cwd=tmp_path)
    for version in (MARCH, APRIL):
        dossier.write_bytes(Path(version).read_bytes())
        subprocess.run([*git, "add", "data"], check=True, cwd=tmp_path)
        subprocess.run([*git, "commit", "-q", "-m", version], check=True, cwd=tmp_path)
    done = subprocess.run(
        [
            "bash",
            "-c",
            "git show HEAD~1:data/stances.yaml | brief diff - data/stances.yaml --columns change,record",
        ],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        text=True,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "re-dated\tSudan, since 2025-01-15\n" in done.stdout


def test_what_is_sorted_shows_its_kind_in_a_column(brief: Callable[..., Result]) -> None:
    """Headings are for neighbours of one kind."""
    lines = brief("diff", MARCH, APRIL, "--sort", "record", "-f", "table").out.splitlines()
    heads = next(line for line in lines if line.startswith("Change"))
    assert heads.split()[:3] == ["Change", "Kind", "Record"]
