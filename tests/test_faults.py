"""What a system refuses, takes away or holds back, each in a real process: exit code, one sentence, no leftovers."""

from __future__ import annotations

import contextlib
import itertools
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import Result
from samples import ALL_BUNDLED, RIVER
from terminals import ESCAPE, on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Brief = Callable[..., Result]

BRIEF = (sys.executable, "-m", "briefcli")
#: One row of a page that states no coverage.
ONE = ("matrix", "--columns", "country", "--limit", "1")
BUNDLED = (*ONE, "-d", "japan-visit")
#: Many pages of text, of which no buffer holds all.
LONG = ("sources", "-d", "world", "-f", "json")
AT = RIVER.index("stances:")

needs_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
needs_devices = pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")


def without_coverage() -> dict[str, str]:
    """Return the environment for a process in which there is no room for the measuring of coverage."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COV")}


def bare(**variables: str) -> dict[str, str]:
    """Return an environment of these variables alone, and the tests' own cache and dossier."""
    return {**{name: os.environ[name] for name in ("XDG_CACHE_HOME", "BRIEF_DOSSIER")}, **variables}


def run(*arguments: str | bytes | Path, command: Sequence[str] = BRIEF, **options: Any) -> Result:
    """Run a command, `brief` where nothing else is said, without standard input."""
    options = {"stdin": subprocess.DEVNULL, "timeout": 120, **options}
    done = subprocess.run([*command, *arguments], capture_output=True, check=False, **options)
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def in_shell(script: str, *arguments: str | bytes | Path) -> Result:
    """Run `brief` as "$@" in a script of Bash."""
    return run(*BRIEF, *arguments, command=["bash", "-c", script, "bash"], env=without_coverage())


def with_signal(name: str, action: str) -> list[str]:
    """Return what runs a program of Python that was started with a signal ignored or not, however the tests were."""
    program = f"import os, signal, sys; signal.signal(signal.{name}, signal.SIG_{action}); "
    return [sys.executable, "-c", f"{program}os.execv(sys.executable, [sys.executable, '-c', *sys.argv[1:]])"]


def refusal(code: int, sentence: str) -> Result:
    """Return what a run leaves behind that only says why there is nothing."""
    return Result(code, "", f"brief: {sentence}\n")


def river(path: Path, text: str = RIVER) -> Path:
    """Write a small dossier."""
    path.write_text(text, encoding="utf-8")
    return path


def tree(folder: Path) -> list[str]:
    """Return the names of all files in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def owner() -> list[str]:
    """Return what runs a command for which permissions hold: those of root do not ask for any."""
    if os.geteuid() != 0:
        return []
    command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if shutil.which("setpriv") is None or subprocess.run([*command, "true"], check=False).returncode:
        pytest.skip("permissions do not hold for root, and it cannot give up that power here")
    return command


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a file system of 64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here; as root on Linux it can")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


class TestStreams:
    """Standard output, input and error, closed, full or gone."""

    @pytest.mark.parametrize("form", ["json", "table"])
    @pytest.mark.parametrize("count", [0, 1, 4097, 65_536, 70_000])
    def test_a_reader_may_stop_anywhere(self, form: str, count: int) -> None:
        """What was read is the beginning, and nobody complains."""
        command = [*BRIEF, *LONG[:3], "-f", form]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stderr
            assert len(process.stdout.read(count)) == count
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 0

    @pytest.mark.parametrize("unbuffered", ["", "1"])
    def test_a_file_that_may_not_grow_is_reported(self, unbuffered: str, tmp_path: Path) -> None:
        """No output is cut off in silence, whether Python keeps a buffer or not."""
        script = f'export PYTHONUNBUFFERED={unbuffered}; ulimit -f 8; "$@" > "{tmp_path}/out.json"'
        told = refusal(2, "standard output cannot be written: File too large")
        assert in_shell(script, *LONG) == told

    def test_an_error_that_nobody_hears_keeps_its_exit_code(self) -> None:
        """Standard error may be closed, or full; a result is complete without it."""
        for redirection in ("2>&-", "2>/dev/full") if Path("/dev/full").exists() else ("2>&-",):
            assert in_shell(f'"$@" {redirection}', "stances", "-c", "jpan") == Result(2, "", "")
            assert in_shell(f'"$@" {redirection}', *ONE, "--grep", "zebra") == Result(0, "country\n", "")

    def test_standard_input_that_cannot_be_read_is_reported(self) -> None:
        """It was opened for writing alone."""
        told = refusal(3, "standard input cannot be read: Bad file descriptor")
        assert in_shell('"$@" 0>/dev/null', "stances", "-d", "-") == told

    def test_all_streams_may_be_closed(self, tmp_path: Path) -> None:
        """Then the exit code says whether the result was lost, and a file is written all the same."""
        assert in_shell('"$@" <&- >&- 2>&-', "stances").code == 2
        assert in_shell('"$@" <&- >&- 2>&-', *ONE, "-o", tmp_path / "x.csv").code == 0
        assert (tmp_path / "x.csv").read_text(encoding="utf-8") == "country\nHarbour League\n"


class TestTarget:
    """What `-o` names."""

    OLD = "what stood there\n"

    @pytest.fixture
    def target(self, tmp_path: Path) -> Path:
        """Return a file with something in it, alone in its folder."""
        (tmp_path / "desk").mkdir()
        return river(tmp_path / "desk" / "out.csv", self.OLD)

    def test_a_full_disk_keeps_the_old_file(self, small_disk: Path) -> None:
        """There is room for the old file and not for the new one beside it."""
        target = river(small_disk / "sources.json", self.OLD)
        told = refusal(2, f"{target} cannot be written: No space left on device")
        assert run(*LONG, "-o", target) == told
        assert (target.read_text(encoding="utf-8"), tree(small_disk)) == (self.OLD, ["sources.json"])

    def test_several_files_are_written_all_or_none(self, tmp_path: Path) -> None:
        """The second file of a dossier is larger than a file may be, and the first is as it was."""
        folder = tmp_path / "river"
        folder.mkdir()
        river(folder / "dossier.yaml", RIVER[:AT])
        river(folder / "stances.yaml", f"{RIVER[AT:]}{'# A comment of many lines.' * 1_000}\n")
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        rename = ("rename", "source", "gazette", "herald", "-d", folder, "--write")
        told = refusal(2, f"{folder}/stances.yaml cannot be written: File too large")
        assert in_shell('ulimit -f 8; "$@"', *rename) == told
        assert {path.name: path.read_bytes() for path in folder.glob("*.yaml")} == before
        assert run(*rename) == Result(0, "", "")
        after = {path.name: path.read_bytes() for path in folder.glob("*.yaml")}
        assert after == {name: data.replace(b"gazette", b"herald") for name, data in before.items()}

    def test_a_workbook_for_which_the_disk_is_too_small_is_reported(self, small_disk: Path) -> None:
        """XlsxWriter wraps the error of the system in one of its own."""
        target = small_disk / "world.xlsx"
        told = refusal(2, f"{target} cannot be written: No space left on device")
        assert run("export", "-d", "world", "-o", target) == told
        assert tree(small_disk) == []

    def test_a_file_that_may_not_grow_keeps_the_old_one(self, target: Path) -> None:
        """A limit on the size of files works like a full disk."""
        told = refusal(2, f"{target} cannot be written: File too large")
        assert in_shell('ulimit -f 8; exec "$@"', *LONG, "-o", target) == told
        assert (target.read_text(encoding="utf-8"), tree(target.parent)) == (self.OLD, ["out.csv"])

    def test_a_disk_that_is_only_read_is_reported(self, small_disk: Path) -> None:
        """Neither an old file nor a new one is written."""
        old = river(small_disk / "old.csv", self.OLD)
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
        for target in (old, small_disk / "new.csv"):
            told = refusal(2, f"{target} cannot be written: Read-only file system")
            assert run("stances", "-o", target) == told
        assert (old.read_text(encoding="utf-8"), tree(small_disk)) == (self.OLD, ["old.csv"])

    @pytest.mark.parametrize(("file", "folder"), [(0o444, 0o755), (0o444, 0o555), (0o644, 0o000)])
    def test_what_may_not_be_written_is_left_alone(
        self, file: int, folder: int, target: Path, owner: list[str]
    ) -> None:
        """A file that is write-protected is not replaced either, although its folder would allow it."""
        target.chmod(file)
        target.parent.chmod(folder)
        result = run("stances", "-o", target, command=[*owner, *BRIEF])
        target.parent.chmod(0o755)
        assert result == refusal(2, f"{target} cannot be written: Permission denied")
        assert (target.read_text(encoding="utf-8"), tree(target.parent)) == (self.OLD, ["out.csv"])

    def test_a_file_is_written_where_its_folder_takes_no_other(self, target: Path, owner: list[str]) -> None:
        """What a shell can write with `>`, so can we; and the longer text that was there is gone."""
        target.write_text(self.OLD * 100, encoding="utf-8")
        target.parent.chmod(0o555)
        result = run(*ONE, "-o", target, command=[*owner, *BRIEF])
        new = run(*ONE, "-o", target.with_name("new.csv"), command=[*owner, *BRIEF])
        target.parent.chmod(0o755)
        assert result == Result(0, "", "")
        assert new == refusal(2, f"{target.with_name('new.csv')} cannot be written: Permission denied")
        assert (target.read_text(encoding="utf-8"), tree(target.parent)) == (
            "country\nHarbour League\n",
            ["out.csv"],
        )

    def test_a_full_disk_keeps_the_old_file_in_a_folder_that_takes_no_other(
        self, small_disk: Path, owner: list[str]
    ) -> None:
        """What was written over it until the disk was full is taken back."""
        target = river(small_disk / "sources.json", self.OLD * 1000)
        small_disk.chmod(0o555)
        told = refusal(2, f"{target} cannot be written: No space left on device")
        assert run(*LONG, "-o", target, command=[*owner, *BRIEF]) == told
        assert (target.read_text(encoding="utf-8"), tree(small_disk)) == (self.OLD * 1000, ["sources.json"])

    def test_a_file_that_is_mounted_alone_is_written(self, small_disk: Path, target: Path) -> None:
        """As into a container; nothing can be put in its place."""
        river(small_disk / "inside.csv", self.OLD)
        subprocess.run(["mount", "--bind", str(small_disk / "inside.csv"), str(target)], check=True)
        result = run(*ONE, "-o", target)
        subprocess.run(["umount", str(target)], check=True)
        assert result == Result(0, "", "")
        written = (small_disk / "inside.csv").read_text(encoding="utf-8")
        assert (written, tree(target.parent)) == ("country\nHarbour League\n", ["out.csv"])

    @pytest.mark.parametrize("mode", [0o600, 0o644, 0o666])
    def test_a_file_keeps_its_permissions(self, mode: int, target: Path) -> None:
        """Whatever the umask would take from a new one."""
        target.chmod(mode)
        assert in_shell('umask 077; "$@"', *ONE, "-o", target) == Result(0, "", "")
        assert target.stat().st_mode & 0o777 == mode

    def test_a_hyphen_is_standard_output(self, brief: Brief, tmp_path: Path) -> None:
        """As it is standard input for -d."""
        for command in (ONE, ("summary",), ("country", "japan", "-f", "json"), ("schema",), ("report",)):
            assert run(*command, "-o", "-", cwd=tmp_path) == brief(*command)
        assert tree(tmp_path) == []

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("folder.csv", "Is a directory"),
            ("none/x.csv", "there is no folder {folder}/none"),
            ("out.csv/x.csv", "Not a directory"),
            ("loop.csv", "Too many levels of symbolic links"),
            ("nowhere.csv", "No such file or directory"),
            (f"{'x' * 260}.csv", "File name too long"),
        ],
        ids=["folder", "no folder", "file as a folder", "loop", "link into no folder", "long name"],
    )
    def test_what_is_no_place_for_a_file_is_reported(self, name: str, reason: str, target: Path) -> None:
        """One sentence names the target and says why."""
        (target.parent / "folder.csv").mkdir()
        (target.parent / "loop.csv").symlink_to("loop.csv")
        (target.parent / "nowhere.csv").symlink_to("none/x.csv")
        path = target.parent / name
        before = tree(target.parent)
        told = reason.format(folder=target.parent)
        assert run("stances", "-o", path) == refusal(2, f"{path} cannot be written: {told}")
        assert (target.read_text(encoding="utf-8"), tree(target.parent)) == (self.OLD, before)

    def test_a_link_stays_and_what_it_leads_to_is_written(self, target: Path) -> None:
        """Whether there is something at its end or not."""
        link, new = target.with_name("link.csv"), target.with_name("new.csv")
        link.symlink_to(target.name)
        new.symlink_to("made.csv")
        for path in (link, new):
            assert run(*ONE, "-o", path) == Result(0, "", "")
            assert path.is_symlink()
            assert path.read_text(encoding="utf-8") == "country\nHarbour League\n"
        assert tree(target.parent) == ["link.csv", "made.csv", "new.csv", "out.csv"]

    def test_a_name_of_the_greatest_length_and_one_that_is_not_utf_8_are_written(self, target: Path) -> None:
        """Nothing is added to the name of the target on the way."""
        names = [b"x" * 251 + b".csv", b"caf\xe9.csv"]
        for name in names if sys.platform == "linux" else names[:1]:
            path = os.fsencode(target.parent) + b"/" + name
            assert run(*ONE, "-o", path) == Result(0, "", "")
            assert Path(os.fsdecode(path)).read_text(encoding="utf-8") == "country\nHarbour League\n"

    @needs_devices
    def test_a_device_is_written_to_and_stays_one(self) -> None:
        """/dev/null takes all, /dev/full nothing; neither becomes a file, for root neither."""
        assert run(*LONG, "-o", "/dev/null") == Result(0, "", "")
        told = refusal(2, "/dev/full cannot be written: No space left on device")
        assert run(*LONG, "-o", "/dev/full") == told
        assert Path("/dev/null").is_char_device()
        assert Path("/dev/full").is_char_device()

    @needs_fifo
    def test_a_pipe_is_written_to_and_stays_one(self, tmp_path: Path) -> None:
        """Its reader gets what any pipe gets."""
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        with subprocess.Popen([*BRIEF, *ONE, "-o", str(pipe)]) as process:
            assert pipe.read_text(encoding="utf-8") == "country\nHarbour League\n"
        assert process.returncode == 0
        assert (pipe.is_fifo(), tree(tmp_path)) == (True, ["pipe"])

    @needs_devices
    def test_a_stream_that_is_open_already_is_gone_on_with(self, tmp_path: Path) -> None:
        """/dev/stdout and similar paths are what the shell has opened; what is there already stays."""
        script = f'cd "{tmp_path}"; (echo before; "$@"; echo after) > out 2> told 3> more; cat out told more'
        listing = "country\nHarbour League\n"
        assert in_shell(script, *ONE, "-o", "/dev/stdout").out == f"before\n{listing}after\n"
        assert in_shell(script, *ONE, "-o", "/dev/stderr").out == f"before\nafter\n{listing}"
        assert in_shell(script, *ONE, "-o", "/dev/fd/3").out == f"before\nafter\n{listing}"
        assert in_shell('exec "$@" > >(cat)', *ONE, "-f", "csv", "-o", "/dev/stdout").out == listing
        assert in_shell('"$@" | head -n 1', *LONG, "-o", "/dev/stdout") == Result(0, "[\n", "")
        assert in_shell('"$@" >&-', *ONE, "-o", "/dev/stdout").code == 2


class TestSignals:
    """An interrupt, and a request to end."""

    FROM_THE_START = "from briefcli.__main__ import main; main()"
    #: Sends a signal to itself where the new text is whole and not yet in its place.
    AT_THE_END = (
        "import os, signal; os.fsync = lambda _: os.kill(os.getpid(), signal.{}); "
        "from briefcli.__main__ import main; main()"
    )
    AT_THE_START = (
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(name, *_):\n"
        "        if name == 'typer': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder); from briefcli.__main__ import main; main()"
    )

    #: Sends a signal to itself in a destructor, in which Python ignores exceptions.
    WHERE_IGNORED = (
        "import os, signal, time\n"
        "class Last:\n"
        "    def __del__(self): os.kill(os.getpid(), signal.{}); time.sleep(5)\n"
        "import briefcli.cli.app as app\n"
        "def run(): Last(); print('not ended', flush=True); return 0\n"
        "app.run = run\n"
        "from briefcli.__main__ import main; main()"
    )

    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
    def test_a_signal_ends_a_run_where_python_ignores_exceptions(self, name: str) -> None:
        """It was ignored with a traceback, and the run went on."""
        command = [*with_signal(name, "DFL"), self.WHERE_IGNORED.format(name)]
        assert run(command=command) == Result(-signal.Signals[name], "", "")

    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
    def test_no_file_is_left_half_written(self, name: str, tmp_path: Path) -> None:
        """The old file stays, nothing is beside it, nothing is printed, and the process has died of the signal."""
        target = river(tmp_path / "out.csv", "old")
        command = [*with_signal(name, "DFL"), self.AT_THE_END.format(name)]
        assert run("stances", "-o", target, command=command) == Result(-signal.Signals[name], "", "")
        assert (target.read_text(encoding="utf-8"), tree(tmp_path)) == ("old", ["out.csv"])

    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
    def test_a_signal_that_is_ignored_stays_ignored(self, name: str, tmp_path: Path) -> None:
        """Whoever starts a program with `nohup` or in the background wants it to go on."""
        command = [*with_signal(name, "IGN"), self.AT_THE_END.format(name)]
        assert run(*ONE, "-o", tmp_path / "out.csv", command=command) == Result(0, "", "")
        assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "country\nHarbour League\n"

    def test_an_interrupt_ends_a_loop_of_the_shell(self, tmp_path: Path) -> None:
        """A shell goes on after a program that only says in its exit code that it was interrupted."""
        program = shlex.join([*with_signal("SIGINT", "DFL"), self.AT_THE_END.format("SIGINT")])
        loop = f"for i in 1 2 3; do {program} stances -o {tmp_path}/out.csv; echo next; done; echo end"
        # What a terminal sends goes to the shell, too.
        whole_group = loop.replace("os.kill(os.getpid(),", "os.killpg(0,")
        command = [*with_signal("SIGINT", "DFL"), "import os, sys; os.setsid(); os.execvp('bash', sys.argv[1:])"]
        result = run("bash", "-c", whole_group, command=command)
        assert result == Result(-signal.SIGINT, "", "")

    @needs_fifo
    def test_waiting_for_a_dossier_ends_with_an_interrupt(self, tmp_path: Path) -> None:
        """The dossier has begun and does not go on."""
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        command = [*with_signal("SIGINT", "DFL"), self.FROM_THE_START, "stances", "-d", str(pipe)]
        with (
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process,
            pipe.open("wb", buffering=0) as stream,
        ):
            stream.write(RIVER[:AT].encode())
            while process.poll() is None:  # Python does not see a signal that comes just before it waits
                process.send_signal(signal.SIGINT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(1)
            assert process.communicate() == (b"", b"")
        assert process.returncode == -signal.SIGINT

    def test_an_interrupt_before_anything_began_is_quiet(self) -> None:
        """Most of a short run is spent on imports."""
        command = [*with_signal("SIGINT", "DFL"), self.AT_THE_START]
        assert run("stances", command=command) == Result(-signal.SIGINT, "", "")

    def test_the_new_file_is_whole_before_it_is_in_its_place(self, tmp_path: Path) -> None:
        """A machine that loses its power at the worst moment has the old file, and all of the new one, as private."""
        target = river(tmp_path / "out.json", "old")
        target.chmod(0o600)
        crash = "import os; os.fsync = lambda _: os._exit(9); from briefcli.__main__ import main; main()"
        assert run(*LONG, "-o", target, command=[sys.executable, "-c", crash]).code == 9
        assert target.read_text(encoding="utf-8") == "old"
        (new,) = (path for path in tmp_path.iterdir() if path != target)
        assert new.read_text(encoding="utf-8") == run(*LONG).out
        assert new.stat().st_mode & 0o777 == 0o600


class TestDossier:
    """A dossier that is no ordinary file, or none any more."""

    @needs_fifo
    def test_a_pipe_is_read_once(self, tmp_path: Path) -> None:
        """A shell's <(…) is one; nothing but the whole reading may look into it."""
        pipe = tmp_path / "pipe"
        os.mkfifo(pipe)
        for command, out in (
            (ONE, "country\nEgypt\n"),
            (("check",), ""),
            (("dossiers", "--columns", "id,path"), f"id\tpath\nriver-talks\t{pipe}\n"),
        ):
            option = () if command == ("check",) else ("-d",)
            writer = threading.Thread(target=pipe.write_text, args=(RIVER,))
            writer.start()
            assert run(*command, *option, pipe)[:2] == (0, out)
            writer.join()
        script = f'"$@" <(cat "{river(tmp_path / "river.yaml")}") "{tmp_path}/river.yaml"'
        assert in_shell(script, "diff", "--no-header") == Result(0, "", "No difference.\n")

    @needs_fifo
    def test_a_pipe_that_nobody_writes_to_is_refused(self, tmp_path: Path) -> None:
        """After a while, as a dossier and as a table; one that was opened for writing is waited for."""
        pipe, dossier = tmp_path / "pipe", river(tmp_path / "river.yaml")
        os.mkfifo(pipe)
        soon = "from briefcli.reading import files; files.MAX_WAIT = 0.2; "
        command = [sys.executable, "-c", f"{soon}from briefcli.__main__ import main; main()"]
        told = f"{pipe} cannot be read: no program wrote to this pipe within 0.2 seconds"
        assert run("stances", "-d", pipe, command=command) == refusal(3, told)
        taking = ("import", "--as", "sources", "--no-header", "-d", dossier)
        assert run(*taking, pipe, command=command) == refusal(2, told)
        table = tmp_path / "table.csv"
        table.write_text("id,title\ngazette,Talks resume\n", encoding="utf-8")
        for script, arguments in (
            (f'"$@" <(sleep 1; cat "{table}")', taking),
            (f'"$@" -d <(sleep 1; cat "{dossier}") "{table}"', taking[:-2]),
        ):
            result = run(*command, *arguments, command=["bash", "-c", script, "bash"])
            assert result == Result(0, "", "No difference.\n")
        result = run(*command, *taking, command=["bash", "-c", '"$@" <(true)', "bash"])
        assert (result.code, result.err.endswith(" contains no table\n")) == (2, True)

    @needs_devices
    def test_a_table_is_read_to_the_limit_of_a_file(self, tmp_path: Path) -> None:
        """And what is longer is refused, in place of its first bytes; a device that fails is named."""
        taking = ("import", "--as", "sources", "-d", river(tmp_path / "river.yaml"))
        table = tmp_path / "table.csv"
        table.write_bytes(b"id,title\ngazette," + b"x" * 64 * 2**20)
        told = "is larger than 64 MiB; split it into several tables"
        assert run(*taking, table) == refusal(2, f"{table} {told}")
        with table.open("rb") as stream:
            assert run(*taking, "-", stdin=stream) == refusal(2, f"- {told}")
        assert run(*taking, "/dev/zero") == refusal(2, f"/dev/zero {told}")
        assert run(*taking, "/proc/self/mem") == refusal(2, "/proc/self/mem cannot be read: Input/output error")

    @needs_fifo
    def test_a_pipe_in_a_folder_is_refused_at_once(self, tmp_path: Path) -> None:
        """Nobody may be there to write to it, and nobody named it."""
        river(tmp_path / "dossier.yaml", RIVER[:AT])
        river(tmp_path / "2.yaml", RIVER[AT:])
        os.mkfifo(tmp_path / "3.yaml")
        told = refusal(3, f"{tmp_path / '3.yaml'} cannot be read: it is not a regular file")
        for arguments in (("stances", "-d"), ("check",), ("country", "egypt", "-d")):
            assert run(*arguments, tmp_path) == told
            assert run(*arguments, tmp_path / "2.yaml") == told
        assert run("dossiers", "-d", tmp_path).code == 3
        folder = tmp_path / "data-home" / "brief"
        folder.mkdir(parents=True)
        os.mkfifo(folder / "pipe.yaml")
        fault = f"brief: {folder / 'pipe.yaml'} cannot be read: it is not a regular file\n"
        assert run("dossiers", "--columns", "id") == Result(3, ALL_BUNDLED, fault)
        assert run(*BUNDLED)[::2] == (0, "")

    @needs_fifo
    def test_completion_does_not_wait_for_a_pipe(self, tmp_path: Path) -> None:
        """Nothing is offered from a dossier that can be read only once."""
        os.mkfifo(tmp_path / "pipe")
        line = f"brief stances -d {tmp_path}/pipe -c "
        asked = {**os.environ, "_BRIEF_COMPLETE": "bash", "_BRIEF_LINE": line}
        assert run(env=asked) == Result(0, "\n", "")

    @needs_devices
    @pytest.mark.parametrize(
        ("device", "problem"),
        [
            ("/dev/zero", "too-large: the file is larger than 64 MiB; split the dossier into several dossiers"),
            ("/dev/null", "empty: the file contains no data; start from `brief new`"),
        ],
    )
    def test_a_device_is_read_to_the_limit_of_a_dossier(self, device: str, problem: str) -> None:
        """One that never ends is left there."""
        assert run("check", device).out == f"{device}:1:1: {problem}\n"
        assert run("stances", "-d", device)[:2] == (3, "")

    def test_a_huge_file_is_refused_unread(self, tmp_path: Path) -> None:
        """Its size is named, and it takes no more memory than a small one."""
        huge = tmp_path / "huge.yaml"
        with huge.open("wb") as stream:
            stream.truncate(10 * 2**30)
        problem = f"{huge}:1:1: too-large: the file has 10,240 MiB and may have 64; split the dossier into several dossiers\n"
        assert run("check", huge) == Result(1, problem, "1 error in 1 dossier of 1 file.\n")
        told = f"{problem}brief: {huge} cannot be read: 1 problem\n"
        assert run("stances", "-d", huge) == Result(3, "", told)
        assert peak_memory("stances", "-d", huge) < peak_memory("stances") + 4096

    @pytest.mark.parametrize(
        ("member", "reason"),
        [
            ("3.yaml", "Too many levels of symbolic links"),
            ("none.yaml", "there is no such file"),
            (".", "Is a directory"),
        ],
        ids=["loop", "dangling", "folder"],
    )
    def test_a_link_in_a_folder_that_leads_to_no_file_is_reported(
        self, member: str, reason: str, tmp_path: Path
    ) -> None:
        """No other member hides it, and no other dossier is hidden by it."""
        river(tmp_path / "dossier.yaml", RIVER[:AT])
        river(tmp_path / "2.yaml", RIVER[AT:])
        (tmp_path / "3.yaml").symlink_to(member)
        told = f"{tmp_path / '3.yaml'} cannot be read: {reason}"
        assert run("stances", "-d", tmp_path) == refusal(3, told)
        assert run("check", tmp_path) == refusal(3, told)
        (tmp_path / "desk").mkdir()
        other = river(tmp_path / "desk" / "other.txt")
        assert run("check", tmp_path, other) == Result(
            3, "", f"brief: {told}\nNo problem in 1 dossier of 1 file.\n"
        )

    def test_a_link_that_leads_to_itself_or_nowhere_is_reported(self, tmp_path: Path) -> None:
        """A loop cannot be read; at the end of the other there is nothing."""
        loop, dangling = tmp_path / "loop.yaml", tmp_path / "dangling.yaml"
        loop.symlink_to(loop.name)
        dangling.symlink_to("none.yaml")
        told = f"{loop} cannot be read: Too many levels of symbolic links"
        assert run("stances", "-d", loop) == refusal(3, told)
        assert run("check", loop) == refusal(3, told)
        assert run("stances", "-d", dangling) == refusal(2, f"there is no file or folder '{dangling}'")

    def test_a_loop_in_the_users_folder_hides_nothing(self, tmp_path: Path) -> None:
        """The bundled dossiers are there, and `check` says what is not."""
        folder = tmp_path / "data-home" / "brief"
        folder.mkdir(parents=True)
        (folder / "loop.yaml").symlink_to("loop.yaml")
        assert run(*BUNDLED)[::2] == (0, "")
        result = run("check")
        assert result.code == 3
        told = f"brief: {folder / 'loop.yaml'} cannot be read: Too many levels of symbolic links\n"
        assert result.err.startswith(told)

    @pytest.mark.parametrize(
        ("file", "folder", "named", "refused"),
        [
            (0o000, 0o755, "desk/river.yaml", "desk/river.yaml"),
            (0o000, 0o755, "desk", "desk/river.yaml"),
            (0o644, 0o000, "desk/river.yaml", "desk/river.yaml"),
            (0o644, 0o000, "desk", "desk"),
            (0o644, 0o444, "desk", "desk/river.yaml"),
        ],
    )
    def test_what_may_not_be_read_is_reported(
        self, file: int, folder: int, named: str, refused: str, tmp_path: Path, owner: list[str]
    ) -> None:
        """Exit code 3, and the sentence names what was refused."""
        (tmp_path / "desk").mkdir()
        river(tmp_path / "desk" / "river.yaml").chmod(file)
        (tmp_path / "desk").chmod(folder)
        try:
            for arguments in (("stances", "-d"), ("check",)):
                result = run(*arguments, tmp_path / named, command=[*owner, *BRIEF])
                assert result == refusal(3, f"{tmp_path / refused} cannot be read: Permission denied")
        finally:
            (tmp_path / "desk").chmod(0o755)

    def test_a_file_beside_which_nothing_can_be_seen_is_read(self, tmp_path: Path, owner: list[str]) -> None:
        """A folder that may be entered and not listed hides the other files, if there are any."""
        (tmp_path / "desk").mkdir()
        river(tmp_path / "desk" / "river.yaml")
        (tmp_path / "desk").chmod(0o111)
        result = run(*ONE, "-d", tmp_path / "desk" / "river.yaml", command=[*owner, *BRIEF])
        (tmp_path / "desk").chmod(0o755)
        assert result == Result(0, "country\nEgypt\n", "")

    @needs_fifo
    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ("remove", "cannot be read: there is no such file"),
            ("empty", "cannot be read: 1 problem"),
            ("cut", "cannot be read: 4 problems"),
            ("replace", "contains no dossier: no *.yaml file, no folder with dossier.yaml"),
        ],
    )
    def test_a_dossier_that_changes_after_it_was_found_is_reported(
        self, change: str, told: str, tmp_path: Path
    ) -> None:
        """`diff` has found both dossiers when it waits for the first, and then the second is another."""
        pipe, path = tmp_path / "pipe", river(tmp_path / "river.yaml")
        os.mkfifo(pipe)
        command = [*BRIEF, "diff", str(pipe), str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            with pipe.open("w", encoding="utf-8") as stream:  # which waits for the reader
                if change in {"remove", "replace"}:
                    path.unlink()
                if change == "replace":
                    path.mkdir()
                if change in {"empty", "cut"}:
                    river(path, RIVER[: RIVER.index("status")] if change == "cut" else "")
                stream.write(RIVER)
            out, err = process.communicate()
        assert (process.returncode, out, err.splitlines()[-1]) == (3, "", f"brief: {path} {told}")
        assert "Traceback" not in err

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
    def test_a_name_that_is_not_utf_8_is_read_and_told(self, tmp_path: Path) -> None:
        """A dossier and a member of one may have any name; what is not a character is printed as a replacement."""
        folder = os.fsencode(tmp_path) + b"/\xe9t\xe9"
        Path(os.fsdecode(folder)).mkdir()
        path = folder + b"/\xff.yaml"
        river(Path(os.fsdecode(path)))
        for named in (folder, path):
            assert run(*ONE, "-d", named) == Result(0, "country\nEgypt\n", "")
            assert run("check", named).err.startswith("No problem in 1 dossier of 1 file: ")
            for form in ("json", "tsv", "yaml"):
                listed = run("dossiers", "-d", named, "--columns", "id,path", "-f", form)
                assert (listed.code, "\ufffd" in listed.out, listed.err) == (0, True, "")
        river(Path(os.fsdecode(path)), "a: [")
        result = run("stances", "-d", path)
        shown = f"{tmp_path}/\ufffdt\ufffd/\ufffd.yaml"
        assert (result.code, result.out) == (3, "")
        assert result.err.splitlines()[-1] == f"brief: {shown} cannot be read: 1 problem"
        assert run("dossiers", "-d", folder, "--columns", "id").code == 3
        for command in (("stances", "-d"), ("check",), ("country", "japan", "-d")):
            result = run(*command, folder + b"/\xfe.yaml")
            assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)

    def test_an_empty_file_is_reported(self, tmp_path: Path) -> None:
        """Of no bytes at all."""
        (tmp_path / "empty.yaml").touch()
        problem = f"{tmp_path}/empty.yaml:1:1: empty: the file contains no data; start from `brief new`\n"
        assert run("check", tmp_path / "empty.yaml") == Result(1, problem, "1 error in 1 dossier of 1 file.\n")

    def test_a_dossier_may_have_thousands_of_files(self, tmp_path: Path) -> None:
        """They are not open all at once."""
        river(tmp_path / "dossier.yaml")
        event = (
            "events: [{{date: 2024, title: Talks {}, countries: [Egypt], credibility: 2, evidence: [gazette]}}]\n"
        )
        for number in range(1, 2000):
            river(tmp_path / f"{number:04}.yaml", event.format(number))
        result = in_shell('ulimit -n 16; exec "$@"', "events", "-d", tmp_path, "--no-header", "--columns", "title")
        assert (result.code, result.err) == (0, "")
        assert sorted(result.out.splitlines()) == sorted(f"Talks {number}" for number in range(1, 2000))


class TestSurroundings:
    """No home, no folder, no language, no memory, and terminals of any kind."""

    @pytest.mark.parametrize(
        "variables",
        [
            {},
            {"HOME": "/nonexistent", "XDG_CACHE_HOME": ""},
            {"HOME": ""},
            {"HOME": "/dev/null", "XDG_DATA_HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null"},
            {"XDG_DATA_HOME": "x" * 5000, "XDG_CACHE_HOME": "y" * 5000},
            {"XDG_DATA_HOME": "relative/\x01", "XDG_CACHE_HOME": "relative/\x1b[31m"},
        ],
        ids=["none", "missing", "empty", "devices", "long", "control characters"],
    )
    def test_no_home_is_needed(self, variables: dict[str, str], tmp_path: Path) -> None:
        """The bundled dossiers can be read whatever the environment says, and nothing is made on the way."""
        result = run("dossiers", "--columns", "id", env=bare(**variables), cwd=tmp_path)
        assert result == Result(0, ALL_BUNDLED, "")
        assert tree(tmp_path) == []

    def test_a_home_that_may_not_be_read_is_no_fault(self, tmp_path: Path, owner: list[str]) -> None:
        """A service often has the home of somebody else."""
        home = tmp_path / "home"
        home.mkdir(mode=0o000)
        variables = {"HOME": str(home), "PATH": os.environ["PATH"]}
        assert run(*BUNDLED, env=variables, command=[*owner, *BRIEF])[::2] == (0, "")

    def test_a_folder_that_is_gone_needs_no_more_than_a_sentence(self, tmp_path: Path) -> None:
        """The shell is in a folder that somebody has removed."""
        script = f'mkdir "{tmp_path}/gone"; cd "{tmp_path}/gone"; rmdir "{tmp_path}/gone"; exec "$@"'
        assert in_shell(script, *ONE) == Result(0, "country\nHarbour League\n", "")
        assert in_shell(script, *ONE, "-o", tmp_path / "x.csv") == Result(0, "", "")
        for arguments, code, told in (
            (("stances", "-d", "x.yaml"), 2, "there is no file or folder 'x.yaml'"),
            (("stances", "-d", "."), 3, ". contains no dossier: no *.yaml file, no folder with dossier.yaml"),
            (("check", "."), 3, ". contains no dossier: no *.yaml file, no folder with dossier.yaml"),
            (("stances", "-o", "x.csv"), 2, "x.csv cannot be written: No such file or directory"),
            (("new", "x.yaml"), 2, "x.yaml cannot be written: No such file or directory"),
        ):
            assert in_shell(script, *arguments) == refusal(code, told)

    @pytest.mark.parametrize("locale", ["C", "xx_YY.nonsense"])
    @pytest.mark.parametrize(
        "arguments",
        [
            ("sources", "--source", "minato-shimbun", "-f", "json"),
            ("country", "japan"),
        ],
    )
    def test_data_do_not_depend_on_the_locale(self, arguments: tuple[str, ...], locale: str, brief: Brief) -> None:
        """They are UTF-8, even where Python is kept from correcting the locale itself."""
        variables = bare(LC_ALL=locale, PYTHONCOERCECLOCALE="0", PYTHONUTF8="0", BRIEF_TODAY="2026-03-01")
        result = run(*arguments, env=variables)
        assert result == brief(*arguments)
        assert "港の新聞" in result.out

    @pytest.mark.parametrize("word", ["nörwäy", "jäpän"])
    def test_a_word_that_the_locale_cannot_spell_is_reported_as_wrong(self, word: str) -> None:
        """The sentence is ASCII, and so is a table; no letters that are left are taken for the initials of a country."""
        variables = bare(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
        result = run("country", word, env=variables)
        assert (result.code, result.out, result.err.isascii(), result.err.count("\n")) == (2, "", True, 1)
        table = run("stances", "-f", "table", env=variables)
        assert (table.code, table.err, table.out.isascii()) == (0, "", True)
        assert run("stances", "--grep", "é", "-f", "md", env=variables).code == 0

    def test_a_process_may_have_few_descriptors_and_a_small_stack(self) -> None:
        """Eight descriptors and 256 kB are enough."""
        result = in_shell('ulimit -n 8; ulimit -s 256; exec "$@"', "country", "japan", "-d", "world")
        assert (result.code, result.err) == (0, "")
        assert result.out.startswith("# Japan\n")

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to its memory")
    def test_too_little_memory_is_reported(self, tmp_path: Path) -> None:
        """A dossier of 40 MB needs more than the limit."""
        river(tmp_path / "river.yaml", RIVER.replace("Sends a delegation", "Sends a delegation. " * 2_000_000))
        script = 'ulimit -v 180000; exec "$@"'
        assert in_shell(script, *ONE) == Result(0, "country\nHarbour League\n", "")
        result = in_shell(script, "stances", "-d", tmp_path / "river.yaml")
        assert result == refusal(2, "there is not enough memory")

    @pytest.mark.parametrize("width", [20, 400])
    def test_a_terminal_may_have_any_width(
        self, width: int, brief: Brief, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The width of the terminal is read, and the page has that width."""
        for arguments in (("stances",), ("summary",), ("country", "japan")):
            monkeypatch.delenv("COLUMNS")
            shown = ESCAPE.sub("", on_terminal(*arguments, width=width))
            monkeypatch.setenv("COLUMNS", str(width))
            assert brief(*arguments, "-f", "table") == Result(0, shown, "")
            widest = max(map(len, shown.splitlines()))
            assert widest <= width if width > 20 else widest < 80

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            *itertools.product(["COLUMNS"], ["0", "-5", "wide"]),
            ("TERM", ""),
            ("TERM", "nonsense"),
            ("TERM", "dumb"),
        ],
    )
    def test_what_is_said_of_the_terminal_may_be_nonsense(self, name: str, value: str, brief: Brief) -> None:
        """A table in a pipe has 80 columns then."""
        told = run("stances", "-f", "table", env={**os.environ, name: value})
        assert told == brief("stances", "-f", "table")

    def test_a_screen_of_any_width_takes_little_memory(
        self, brief: Brief, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A bar is as long as the screen is wide, but no screen is a million columns wide."""
        result = run("summary", "-f", "table", env={**os.environ, "COLUMNS": "1000000000"})
        monkeypatch.setenv("COLUMNS", "10000")
        assert result == brief("summary", "-f", "table")


def peak_memory(*arguments: str | Path) -> int:
    """Return how many kB a run takes at most."""
    with subprocess.Popen(
        [*BRIEF, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=without_coverage()
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
