"""A folder that is brought up to date: what is written, what stays, and what a run that was stopped leaves."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest

from briefcli.cli.folders import publish, write_each
from briefcli.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

OLD = {"a": "old", "b/c": "old", "index.html": "old"}
NEW = {"a": "new", "d/e": "new", "index.html": "new"}
#: A run that kills itself where it would call a function of the module for the second time.
KILLED = """
import os, signal, sys
from functools import partial
from pathlib import Path
from briefcli.cli import folders
calls = []
def twice(*arguments, old=getattr(folders, sys.argv[2])):
    calls.append(1)
    return os.kill(os.getpid(), signal.SIGKILL) if len(calls) == 2 else old(*arguments)
setattr(folders, sys.argv[2], twice)
contents = {path: lambda: "new" for path in sys.argv[3:]}
folders.publish(Path(sys.argv[1]), contents, partial(folders.write_each, contents), made_by="brief")
"""


def write(folder: Path, texts: dict[str, str], *, removing: bool = True) -> tuple[int, int]:
    """Bring a folder up to date with some texts."""
    contents = {path: partial(str, text) for path, text in texts.items()}
    return publish(folder, contents, partial(write_each, contents), made_by="brief", removing=removing)


def found(folder: Path) -> dict[str, str]:
    """Return the texts of all files in a folder except the manifest."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    texts = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return {path: text for path, text in texts.items() if path != "manifest.json"}


def listed(folder: Path) -> dict[str, str | None]:
    """Return the files of a manifest."""
    files: dict[str, str | None] = json.loads((folder / "manifest.json").read_bytes())["files"]
    return files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that was written once."""
    place = tmp_path / "out"
    assert write(place, OLD) == (3, 0)
    return place


def test_a_run_writes_what_changed_and_removes_what_is_gone(folder: Path) -> None:
    """An empty folder goes, too; files of others stay."""
    (folder / "CNAME").write_text("example.org", encoding="utf-8")
    assert write(folder, NEW) == (3, 1)
    assert found(folder) == {**NEW, "CNAME": "example.org"}
    assert not (folder / "b").exists()
    assert write(folder, NEW) == (0, 0)
    assert write(folder, OLD, removing=False) == (3, 0)
    assert found(folder) == {**NEW, **OLD, "CNAME": "example.org"}


@pytest.mark.parametrize("path", ["a", "b/c", "d/e"])
def test_a_file_that_is_not_ours_is_not_overwritten(path: str, folder: Path) -> None:
    """Whether somebody changed one of ours or put one where a new one belongs; nothing at all is written."""
    place = folder / path
    place.parent.mkdir(exist_ok=True)
    place.write_text("mine", encoding="utf-8")
    before = found(folder)
    told = f"^{place} was not written by brief, or was changed since; move it, or name another folder$"
    with pytest.raises(UsageError, match=told):
        write(folder, {"a": "new", "b/c": "new", "d/e": "new"})
    assert found(folder) == before


@pytest.mark.parametrize("path", ["b/c", "b"])
def test_what_is_no_file_of_ours_is_not_removed(
    path: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that somebody changed, and one that a link leads to although its bytes are ours: a message says so."""
    outside = folder.parent / "outside"
    (folder / "b").rename(outside)
    if path == "b":
        (folder / "b").symlink_to(outside)
    else:
        (folder / "b").mkdir()
        (folder / "b" / "c").write_text("mine", encoding="utf-8")
    assert write(folder, NEW) == (3, 0)
    told = f"{folder}/b/c was not written by brief, or was changed since; it was not removed.\n"
    assert capsys.readouterr().err == told
    assert (outside / "c").read_text(encoding="utf-8") == "old"
    assert (folder / "b" / "c").exists()
    assert write(folder, NEW) == (0, 0)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("path", ["a", "d/e"])
def test_no_link_is_followed(path: str, folder: Path) -> None:
    """Neither at the place of a file nor on the way to it, wherever it leads."""
    (folder / "a").unlink()
    link = folder / path.split("/", maxsplit=1)[0]
    link.symlink_to("b")
    with pytest.raises(UsageError, match=f"^{link} was not written by brief"):
        write(folder, NEW)
    assert found(folder) == {"b/c": "old", "index.html": "old"}


def test_a_file_where_a_folder_has_to_be_is_not_overwritten(folder: Path) -> None:
    """Nor a folder where a file has to be; both are named before anything is written."""
    (folder / "d").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=f"^{folder}/d was not written by brief"):
        write(folder, NEW)
    (folder / "d").unlink()
    (folder / "d" / "e").mkdir(parents=True)
    with pytest.raises(UsageError, match=f"^{folder}/d/e was not written by brief"):
        write(folder, NEW)
    assert found(folder) == OLD


def test_a_run_that_is_interrupted_changes_nothing(folder: Path, tmp_path: Path) -> None:
    """All files are complete before the first is moved; of a new folder nothing is left."""

    def stop(_: Path) -> None:
        raise KeyboardInterrupt

    for place in (folder, tmp_path / "new"):
        with pytest.raises(KeyboardInterrupt):
            publish(place, NEW, stop, made_by="brief")
    assert found(folder) == OLD
    assert sorted(tmp_path.iterdir()) == [folder]
    assert {path.name for path in folder.iterdir()} == {"a", "b", "index.html", "manifest.json"}


@pytest.mark.parametrize("function", ["encoded", "_move", "_list"])
@pytest.mark.parametrize("new", [True, False])
def test_the_next_run_knows_every_file_of_one_that_was_killed(function: str, new: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """While it made the files, while it moved them, and before it wrote the last manifest."""
    folder = tmp_path / "out"
    if not new:
        write(folder, OLD)
    killed = subprocess.run([sys.executable, "-c", KILLED, folder, function, *NEW], check=False)
    assert killed.returncode == -signal.SIGKILL
    if function == "_move":
        assert found(folder)["a"] == "new"
        assert "index.html" in listed(folder)
    last = {"a": "last", "index.html": "last"}
    write(folder, last)
    assert found(folder) == last
    assert {path.name for path in folder.iterdir()} == {"a", "index.html", "manifest.json"}


def test_a_second_run_waits_for_the_first(folder: Path) -> None:
    """It would take the new files of the first for leftovers."""
    filling, done = threading.Event(), threading.Event()

    def fill(place: Path) -> None:
        filling.set()
        assert not done.wait(0.2)
        write_each({"a": lambda: "first"}, place)

    first = threading.Thread(target=publish, args=(folder, ["a"], fill), kwargs={"made_by": "brief"})
    first.start()
    filling.wait()
    assert write(folder, NEW) == (3, 0)
    done.set()
    first.join()
    assert found(folder) == NEW


def test_a_file_that_comes_in_the_meantime_is_not_overwritten(folder: Path) -> None:
    """While the new ones are made."""

    def fill(place: Path) -> None:
        (folder / "index.html").write_text("mine", encoding="utf-8")
        write_each({path: lambda: "new" for path in NEW}, place)

    with pytest.raises(UsageError, match=r"index\.html was not written by brief, or was changed since"):
        publish(folder, NEW, fill, made_by="brief")
    assert found(folder) == {**OLD, "index.html": "mine"}
    (folder / "index.html").unlink()
    assert write(folder, NEW) == (3, 1)


def test_a_manifest_of_version_0_2_is_understood(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Null is what a run left that was stopped: it names a file and does not show that it is ours."""
    manifest = folder / "manifest.json"
    assert list(json.loads(manifest.read_bytes())) == ["files", "made_by"]
    manifest.write_text(json.dumps({"files": {**listed(folder), "b/c": None, "x": None}, "made_by": "brief"}))
    with pytest.raises(UsageError, match=f"^{folder}/b/c was not written by brief"):
        write(folder, OLD)
    assert write(folder, NEW) == (3, 0)
    assert (
        f"{folder}/b/c was not written by brief, or was changed since; it was not removed."
        in capsys.readouterr().err
    )


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_file_keeps_its_permissions(mode: int, folder: Path) -> None:
    """As any file that is written."""
    (folder / "a").chmod(mode)
    write(folder, NEW)
    assert (folder / "a").stat().st_mode & 0o777 == mode
