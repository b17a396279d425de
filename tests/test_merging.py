"""The merge driver in git, and the files for a team."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from briefcli.dossier.kinds import KINDS
from briefcli.edit.draft import Draft
from briefcli.reading.files import DossierFile, dossier_paths
from briefcli.version import __version__
from samples import FROZEN, RIVER, STANCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Brief = Callable[..., Result]

CHAD, FIJI = (STANCE.replace("Egypt", country) for country in ("Chad", "Fiji"))
FILE = Path("river.yaml")
FROZEN_FILES = [path.absolute() for path in dossier_paths(Path(FROZEN))]


def git(*arguments: str, code: int = 0) -> str:
    """Run git in the working folder, with this `brief` on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["git", *arguments], capture_output=True, text=True, check=False, env={**os.environ, "PATH": path}
    )
    assert done.returncode == code, done.stderr + done.stdout
    return done.stdout


@pytest.fixture
def merge(brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return what merges two versions of a dossier in a new repository with the driver, and returns the file."""
    monkeypatch.chdir(tmp_path)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Ana")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "ana@example.org")
    git("init", "-q", "-b", "main", ".")
    assert brief("merge", "--install").code == 0

    def merged(base: str, ours: str, theirs: str, code: int = 0) -> str:
        for branch, text in (("base", base), ("theirs", theirs), ("ours", ours)):
            git("checkout", "-q", "-b", branch, *(["base"] if branch == "ours" else []))
            FILE.write_text(text, encoding="utf-8")
            git("add", "-A")
            git("commit", "-q", "-m", branch)
        git("merge", "-q", "theirs", "-m", "merge", code=code)
        return FILE.read_text(encoding="utf-8")

    return merged


def test_git_merges_records(merge: Callable[..., str]) -> None:
    """Both sides append, and one changes a record."""
    assert (
        merge(RIVER, RIVER + CHAD, RIVER.replace("In talks", "A") + FIJI)
        == RIVER.replace("In talks", "A") + CHAD + FIJI
    )
    assert not git("status", "--porcelain")


def with_twenty_records(text: str, month: str) -> str:
    """Return a dossier with twenty more records, of each kind in turn and like those that are there."""
    draft = Draft([DossierFile(str(FILE), text.encode())], "", datetime.date(2025, 4, 1))
    for number in range(20):
        kind = KINDS[number % len(KINDS)].list_key
        day, name = f"2025-{month}-{number + 1:02}", f"Number {number} of {month}"
        new = {"id": f"new-{month}-{number}", "since": day, "date": day, "title": name, "initiative": name}
        new |= {"country": "Egypt", "ended": f"2025-{month}-{number + 2:02}"}
        like = next(row for row in draft.rows_of(kind) if kind != "facts" or "ended" in row)
        like = {key: value for key, value in like.items() if key not in {"url", "follow_up", "stages"}}
        draft.add(kind, like | {key: value for key, value in new.items() if key in {*like, "id"}})
    return draft.changed().files[0].data.decode()


def test_two_branches_of_twenty_records_each_are_merged(merge: Callable[..., str], brief: Brief) -> None:
    """Records of each kind, which both sides put into the same lists, often at the same place."""
    base = "\n".join(path.read_text(encoding="utf-8") for path in FROZEN_FILES)
    text = merge(base, with_twenty_records(base, "02"), with_twenty_records(base, "01"))
    added = re.findall(r"id: new-(\S+)", text)
    assert sorted(added) == sorted(f"{month}-{number}" for month in ("01", "02") for number in range(20))
    assert brief("check", f"./{FILE}").code == 0


def test_a_conflict_is_marked_at_its_place(merge: Callable[..., str], brief: Brief) -> None:
    """Git has a conflict, and `check` names the record."""
    text = merge(RIVER, RIVER.replace("In talks", "A") + CHAD, RIVER.replace("In talks", "B") + FIJI, code=1)
    marked = "<<<<<<< ours\n    status: A\n=======\n    status: B\n>>>>>>> theirs\n"
    assert text == RIVER.replace("    status: In talks\n", marked) + CHAD + FIJI
    result = brief("check", "./river.yaml")
    assert result.code == 1
    assert "merge-conflict: an unfinished merge, to line 19: Egypt, since 2025-02; keep one" in result.out


@pytest.mark.parametrize("driver", ["", "no-such-program", "false", "sh -c 'kill -9 $$'"])
def test_if_the_driver_cannot_merge_both_sides_are_in_the_file(driver: str, merge: Callable[..., str]) -> None:
    """With the marks of git's own merge: a side cannot be read, or the program is missing, fails or is killed."""
    theirs = RIVER + FIJI + ("" if driver else "broken: [\n")
    if driver:
        line = git("config", "merge.brief.driver").strip()
        git("config", "merge.brief.driver", f"{driver} {line.partition(' merge ')[2]}")
    text = merge(RIVER, RIVER + CHAD, theirs, code=1)
    assert all(part in text for part in ("country: Chad", "country: Fiji", "<<<<<<< ours\n", ">>>>>>> theirs\n"))


def test_another_file_is_merged_as_git_does(merge: Callable[..., str]) -> None:
    """It is no dossier, although its name ends like one."""
    base = "repos: 1\na: 1\nb: 1\nc: 1\n"
    assert (
        merge(base, base.replace("repos: 1", "repos: 2"), base.replace("c: 1", "c: 2"))
        == "repos: 2\na: 1\nb: 1\nc: 2\n"
    )


def test_installing_twice_changes_nothing(merge: Callable[..., str], brief: Brief, monkeypatch: Any) -> None:
    """Nor where the attribute is set already; without git or a repository, a sentence says so."""
    del merge
    before = Path(".git/config").read_bytes(), Path(".gitattributes").read_bytes()
    assert brief("merge", "--install").code == 0
    assert (Path(".git/config").read_bytes(), Path(".gitattributes").read_bytes()) == before
    Path(".git").rename("away")
    assert "not in a git directory" in brief("merge", "--install").err
    monkeypatch.setenv("PATH", "")
    result = brief("merge", "--install")
    assert (result.code, result.err) == (2, "brief: git is not installed\n")
    assert brief("merge").code == 2


def test_a_merge_by_hand_needs_no_git(brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a version cannot be read, the file has both texts."""
    monkeypatch.setenv("PATH", "")
    files = [str(tmp_path / name) for name in ("base", "ours", "theirs")]
    for file, text in zip(files, (RIVER, RIVER + CHAD, RIVER + FIJI), strict=True):
        Path(file).write_text(text, encoding="utf-8")
    assert brief("merge", *files) == (0, "", "")
    assert Path(files[1]).read_text(encoding="utf-8") == RIVER + CHAD + FIJI
    Path(files[2]).write_text("a: [", encoding="utf-8")
    result = brief("merge", *files, "7", "river.yaml")
    assert result.code == 1
    assert "river.yaml: cannot be merged by records" in result.err
    assert (
        Path(files[1]).read_text(encoding="utf-8")
        == f"<<<<<<< ours\n{RIVER + CHAD + FIJI}=======\na: [\n>>>>>>> theirs\n"
    )


def test_a_team_gets_what_it_needs(brief: Brief, tmp_path: Path) -> None:
    """The attributes, the hooks, the workflow and the page, beside a dossier without a problem."""
    folder = tmp_path / "river"
    assert brief("new", "--team", f"{folder}/").code == 0
    assert (folder / ".gitattributes").read_text(encoding="utf-8") == "*.yaml merge=brief\n"
    hooks = yaml.safe_load((folder / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [hook["entry"] for hook in hooks["repos"][0]["hooks"]] == [
        "brief check --strict .",
        "git diff --cached --check",
    ]
    workflow = (folder / ".github" / "workflows" / "dossier.yml").read_text(encoding="utf-8")
    assert "brief check --strict --format github ." in workflow
    assert re.findall(r'pip install "briefcli>=(\S+)"', workflow) == [".".join(__version__.split(".")[:2])]
    assert "brief merge --install" in (folder / "WORKING-TOGETHER.md").read_text(encoding="utf-8")
    assert brief("check", "--strict", str(folder)).code == 0
    assert brief("new", "--team", f"{tmp_path}/river.yaml").code == 2
