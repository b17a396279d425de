"""No change of a dossier is lost: locks, writers at once, processes that are killed, and drives without locks."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefcli.cli import saving
from briefcli.cli.app import run as run_app
from briefcli.cli.saving import Move, save
from briefcli.cli.writing import replacing
from samples import RIVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Result

    Brief = Callable[..., Result]

#: The calls through which `saving` and `writing` change anything on a disk; each is a place to be killed at.
CALLS = ("open", "write", "fsync", "replace", "unlink", "mkdir", "chmod", "ftruncate")
#: Whether all cases are tried, which takes many minutes.
IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
RENAME = ("rename", "source", "gazette", "herald", "--write", "-d")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the small dossier in a folder of three files, in each of which a renamed source is named."""
    path = tmp_path / "river"
    path.mkdir()
    at, stances = RIVER.index("sources:"), RIVER.index("stances:")
    (path / "dossier.yaml").write_text(RIVER[:at], encoding="utf-8")
    (path / "sources.yaml").write_text(RIVER[at:stances], encoding="utf-8")
    (path / "egypt.yaml").write_text(RIVER[stances:], encoding="utf-8")
    (path / "chad.yaml").write_text(RIVER[stances:].replace("Egypt", "Chad"), encoding="utf-8")
    return path


def texts(folder: Path) -> dict[str, str]:
    """Return the files of a dossier by their names."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


def forked(run: Callable[[], object]) -> int:
    """Run something in a process of its own, quietly, and return how that ended."""
    child = os.fork()
    if not child:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        try:
            os._exit(int(bool(run())))
        except BaseException:  # noqa: BLE001 - a traceback is for nobody here
            os._exit(99)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(*arguments: object) -> int:
    """Run `brief` in this process and return its exit code."""
    sys.argv = ["brief", *map(str, arguments)]
    return run_app()


def killed_at(count: int, *arguments: object) -> int:
    """Run `brief` until its system call of that number, of which half is done if it writes; 0 if it came to its end."""
    left = count

    def stopping(call: Callable[..., Any]) -> Callable[..., Any]:
        def stop(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= call.__name__ != "open" or bool(given[1] & os.O_CREAT)  # reading changes nothing
            if not left:
                if call.__name__ == "write":
                    call(given[0], given[1][: len(given[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return stop

    def watched() -> int:
        for name in CALLS:
            setattr(os, name, stopping(getattr(os, name)))
        return run(*arguments)

    return forked(watched)


@pytest.mark.slow
def test_a_process_that_is_killed_leaves_the_old_dossier_or_the_new_one(folder: Path, tmp_path: Path) -> None:
    """Or one that the next command finishes; killed at each call that changes anything on the disk."""
    old = texts(folder)
    expected = Path(shutil.copytree(folder, tmp_path / "expected"))
    assert run(*RENAME, expected) == 0
    new = texts(expected)
    mixed = 0
    for count in range(1, 1000):
        copy = Path(shutil.copytree(folder, tmp_path / f"at-{count}"))
        if killed_at(count, *RENAME, copy) == 0:
            assert texts(copy) == new
            break
        found, is_open = texts(copy), (copy / ".brief" / "journal").exists()
        mixed += found not in (old, new)
        assert found in (old, new) or is_open
        # The recovery is killed as well, at each of its calls where it has something to do.
        codes = iter(
            partial(killed_at, again, "recover", "-d", copy) for again in range(1 if is_open else 999, 1000)
        )
        assert next(code for one in codes if (code := one()) != -signal.SIGKILL) == 0
        assert texts(copy) == (old if found == old else new)
        assert sorted(path.name for path in (copy / ".brief").iterdir()) == [".gitignore", "lock"]
        assert (copy / ".brief" / ".gitignore").read_text(encoding="utf-8") == "*\n"
        assert (copy / ".brief").stat().st_mode == copy.stat().st_mode
    assert count > 25
    assert mixed >= 2


@pytest.mark.parametrize("compared", [0, 6])
def test_a_change_is_applied_again_to_what_an_editor_wrote(
    folder: Path, compared: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the comparison of all files, and after two of the four were moved."""
    place, attempts = folder / "egypt.yaml", []
    original, left = saving._is_unchanged, iter(range(1000))  # noqa: SLF001 - the moment of the comparison

    def moves() -> list[Move]:
        attempts.append(1)
        return [
            Move(path, (old := path.read_bytes()), old + b"# ours\n") for path in sorted(folder.glob("*.yaml"))
        ]

    def edited(move: Move) -> bool:
        if next(left) == compared:
            place.write_text(place.read_text(encoding="utf-8") + "# theirs\n", encoding="utf-8")
        return original(move)

    monkeypatch.setattr(saving, "_is_unchanged", edited)
    save(folder, moves)
    assert len(attempts) == 2
    assert [text.count("# ours") for text in texts(folder).values()] == [1] * 4
    assert texts(folder)["egypt.yaml"].endswith("# theirs\n# ours\n")


def test_a_dossier_that_changes_again_and_again_is_left_alone(
    brief: Brief, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is no wrong usage, so the exit code is 1."""
    monkeypatch.setattr(saving, "_is_unchanged", lambda _: False)
    before = texts(folder)
    result = brief(*RENAME, str(folder))
    assert result.code == 1
    assert "nothing was written" in result.err
    assert texts(folder) == before


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a dossier in another process."""
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom briefcli.cli.saving import save\n"
        "sys.argv[:] = ['brief', 'import']\n"
        "def wait():\n    print('held', flush=True)\n    time.sleep(60)\n    return []\n"
        "save(Path(sys.stdin.readline().strip()), wait)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, text=True) as other:
        assert other.stdin
        assert other.stdout
        other.stdin.write(f"{folder}\n")
        other.stdin.flush()
        other.stdout.readline()
        try:
            yield
        finally:
            other.kill()


def test_a_lock_is_waited_for_and_its_holder_named(
    brief: Brief, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it ends with its process, even if that is killed."""
    monkeypatch.setattr(saving, "MAX_WAIT", 0.2)
    before = texts(folder)
    with locked(folder):
        result = brief(*RENAME, str(folder))
        assert brief("check", str(folder)).code == 0  # a reader takes no lock
        assert brief(*RENAME[:4], "-d", str(folder)).code == 0  # and neither does a dry run
    assert result.code == 1
    assert re.search(r"brief import of .+ on .+ \(process \d+, since \d\d:\d\d:\d\d\) is writing to", result.err)
    assert texts(folder) == before
    assert brief(*RENAME, str(folder)).code == 0


def test_a_drive_without_locks_takes_changes(brief: Brief, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison before each move remains."""

    def flock(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    assert brief(*RENAME, str(folder)).code == 0
    assert "herald" in texts(folder)["egypt.yaml"]


def test_a_journal_is_reported_and_never_followed_elsewhere(brief: Brief, folder: Path, tmp_path: Path) -> None:
    """A reader names the command that finishes the change; a journal that names other files is refused."""
    (folder / ".brief").mkdir()
    journal = folder / ".brief" / "journal"
    step = {"name": "../outside.yaml", "old": None, "new": "0"}
    journal.write_text(
        json.dumps({"token": "0" * 16, "by": "brief add of ana", "steps": [step]}), encoding="utf-8"
    )
    result = brief("stances", "-d", str(folder))
    assert result.code == 0
    assert f"brief recover -d {folder} finishes or undoes it" in result.err
    result = brief(*RENAME, str(folder))
    assert (result.code, "is no journal of this program" in result.err) == (1, True)
    journal.write_text(json.dumps({"token": "0" * 16, "by": "", "steps": []}), encoding="utf-8")
    assert brief("recover", "-d", str(folder)).code == 0
    assert not journal.exists()
    (folder / "egypt.yaml").rename(tmp_path / "egypt.yaml")
    (folder / "egypt.yaml").symlink_to(tmp_path / "egypt.yaml")
    assert brief(*RENAME, str(folder)).code == 0  # a part that is a link is written where it leads
    assert (folder / "egypt.yaml").is_symlink()
    assert "herald" in (tmp_path / "egypt.yaml").read_text(encoding="utf-8")


def test_a_file_that_was_edited_by_hand_is_not_overwritten_by_a_recovery(brief: Brief, folder: Path) -> None:
    """Where some files of a change are new and others old, the edited one is named."""
    before = texts(folder)
    count = 20
    while before == texts(folder):  # until one file is moved
        count += 1
        killed_at(count, *RENAME, folder)
    assert (folder / ".brief" / "journal").exists()
    edited = max(set(before.items()) & set(texts(folder).items()))[0]
    (folder / edited).write_text("# edited\n" + before[edited], encoding="utf-8")
    result = brief("recover", "-d", str(folder))
    assert result.code == 1
    assert f"{edited} was edited or deleted since" in result.err
    assert texts(folder)[edited].startswith("# edited")


def add_sources(path: Path, writer: int, edits: int) -> int:
    """Add sources, each with a command; a lock that is held too long is a failure that is reported."""
    reported = Path(f"{path}-{writer}.txt")
    for edit in range(edits):
        name = f"w{writer}-{edit}"
        given = ("--publisher", f"P{writer}", "--kind", "press", "--title", name, "--date", "2025-02-20")
        if run("add", "source", "--id", name, *given, "-d", path, "--write") == 0:
            with reported.open("a", encoding="utf-8") as file:
                file.write(f"{name}\n")
    return 0


@pytest.mark.slow
def test_four_processes_at_once_lose_no_edit(tmp_path: Path) -> None:
    """Every edit that was reported as a success is in the dossier; the profile "long" makes two thousand edits."""
    edits = 500 if IS_LONG else 25
    path = tmp_path / "river.yaml"
    path.write_text(RIVER, encoding="utf-8")
    children = []
    for writer in range(4):
        child = os.fork()
        if not child:
            os._exit(forked(partial(add_sources, path, writer, edits)))
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
    reported = [line for file in tmp_path.glob("*.txt") for line in file.read_text(encoding="utf-8").split()]
    written = re.findall(r"id: (w\d-\d+)", path.read_text(encoding="utf-8"))
    assert sorted(reported) == sorted(written)
    assert len(reported) > edits * 4 * 0.9
    assert run("check", path) == 0


def test_what_a_killed_process_left_beside_an_output_goes_with_the_next_write(
    folder: Path, tmp_path: Path
) -> None:
    """The file of a process that still writes stays, and so does what only has a similar name."""
    out = tmp_path / "out"
    out.mkdir()
    (out / ".brief-of-mine").touch()
    (out / ".brief-0123456789abcdef").mkdir()
    command = ("stances", "-d", folder, "-f", "json", "-o", out / "stances.json")
    assert run(*command) == 0
    most = 0
    for count in range(1, 100):
        if killed_at(count, *command) == 0:
            break
        most = max(most, len([*out.iterdir()]))
    assert most == 4  # one was left, and the next run removed it
    assert {path.name for path in out.iterdir()} == {".brief-of-mine", ".brief-0123456789abcdef", "stances.json"}
    with replacing(out / "one.json") as writing:
        assert run(*command) == 0
        assert writing.exists()
        writing.write_text("[]", encoding="utf-8")
    assert (out / "one.json").read_text(encoding="utf-8") == "[]"
    assert len([*out.iterdir()]) == 4


@pytest.mark.slow
def test_a_process_that_strace_kills_leaves_the_old_dossier_or_the_new_one(folder: Path, tmp_path: Path) -> None:
    """The same of the program under strace, at each system call below the folder, which takes minutes."""
    strace = shutil.which("strace")
    if not strace or not IS_LONG:
        pytest.skip("it needs strace and HYPOTHESIS_PROFILE=long; the test before it kills at each changing call")
    old = texts(folder)
    calls = (
        "openat",
        "write",
        "fsync",
        "rename",
        "unlink",
        "mkdir",
        "chmod",
        "fchmod",
        "ftruncate",
        "flock",
        "close",
    )
    outcomes = set()
    for call in calls:
        for count in range(1, 2000):
            copy = Path(shutil.copytree(folder, tmp_path / "copy", dirs_exist_ok=True))
            command: list[str | Path] = [strace, "-f", "-o", "/dev/null", "-P", copy, "-P", copy / ".brief"]
            for name in ("lock", "journal", ".gitignore", *(f"../{file}" for file in old)):
                command += ["-P", os.path.normpath(copy / ".brief" / name)]
            inject = f"inject={call}:signal=KILL:when={count}"
            done = subprocess.run(
                [*command, "-e", f"trace={call}", "-e", inject, sys.executable, "-m", "briefcli", *RENAME, copy],
                check=False,
                capture_output=True,
            )
            assert done.returncode in {0, -signal.SIGKILL}, done.stderr
            found, is_open = texts(copy), (copy / ".brief" / "journal").exists()
            outcomes.add((found == old, is_open))
            assert run("recover", "-d", copy) == 0
            after = texts(copy)
            assert found == old or "herald" in "".join(after.values())
            assert after == old or not any("gazette]" in text for text in after.values())
            assert (copy / ".brief" / ".gitignore").read_text(encoding="utf-8") == "*\n"
            assert run("check", copy) == 0
            shutil.rmtree(copy)
            if done.returncode == 0:
                break
    assert len(outcomes) >= 3


@pytest.mark.parametrize("what", ["gazette]", "level: talks", "country: Egypt"])
def test_a_dossier_with_errors_of_reference_can_be_changed(brief: Brief, folder: Path, what: str) -> None:
    """A change is refused only if it would add one."""
    place, path = folder / "egypt.yaml", str(folder)
    right = place.read_text(encoding="utf-8")
    place.write_text(right.replace(what, {"gazette]": "wire]"}.get(what, f"{what}x")), encoding="utf-8")
    assert brief("stances", "-d", path).code == 3
    assert brief("review", "-d", path).code == 3
    source = ("add", "source", "-d", path, "--publisher", "W", "--kind", "press", "--title", "T", "--id", "wire")
    assert brief(*source, "--date", "2025-02-20").code == 0
    assert brief(*source, "--date", "2025-02-20", "--write").code == 0
    assert brief("rename", "source", "wire", "cable", "-d", path, "--write").code == 0
    assert brief("review", "-d", path, "--mark", "2025-02-25", "--write").code == 0
    event = ("add", "event", "-d", path, "--date", "2025-02", "--title", "E", "--credibility", "3", "--evidence")
    assert brief(*event, "cable", "--write").code == 0
    assert brief(*event, "cablex", "--write").code == 2
    assert brief("check", path).code == (0 if what == "gazette]" else 1)


def test_warnings_that_a_change_creates_are_reported(brief: Brief, folder: Path) -> None:
    """Those that the dossier had before are not, nor that no record cites a source yet."""
    given = ("--publisher", "W", "--kind", "press", "--date", "2025-02-20")
    add = ("add", "source", "-d", str(folder), *given)
    first = brief(*add, "--title", "T", "--id", "one", "--url", "https://www.example.org/a", "--write")
    assert first == (0, "one\n", "")
    stance = ("add", "stance", "-d", str(folder), "-c", "Egypt", "--since", "2025-02-26", "--level", "talks")
    told = brief(
        *stance, "--status", "S", "--summary", "S", "--credibility", "3", "--evidence", "one (contradicts)"
    )
    rules = [line.split(": ")[1] for line in told.err.splitlines()[:-1]]
    assert rules == ["superseded-before-it-began", "unsupported-claim", "unexplained-contradiction"]
    assert all(line.endswith(" [warning]") for line in told.err.splitlines()[:-1])


def test_a_name_and_a_path_are_not_confused(brief: Brief, folder: Path, tmp_path: Path, monkeypatch: Any) -> None:
    """Commands that write refuse, `check` takes the path, and readers take the name and say so."""
    shelf = Path(shutil.copytree(folder, tmp_path / "shelf" / "river-talks"))
    folder.rename(tmp_path / "river-talks")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEF_PATH", str(tmp_path / "shelf"))
    result = brief(*RENAME, "river-talks")
    assert result.code == 2
    assert f"write {shelf} or ./river-talks" in result.err
    assert brief(*RENAME, "./river-talks").code == 0
    told = f"taken as the name of {shelf}; for the one here write ./river-talks"
    assert told in brief("sources", "-d", "river-talks").err
    assert "gazette" in brief("sources", "-d", "river-talks").out
    (tmp_path / "river-talks" / "egypt.yaml").write_text("stances: 3\n", encoding="utf-8")
    assert brief("check", "river-talks").code == 1
    assert brief("check", str(shelf)).err == f"No problem in 1 dossier of 4 files: {shelf}.\n"
    monkeypatch.chdir(shelf.parent)
    assert brief(*RENAME, "river-talks").code == 0  # both are one dossier
