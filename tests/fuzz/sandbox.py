"""A folder in which one case runs, among files of others that the program may not change."""

from __future__ import annotations

import hashlib
import os
import pty
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from briefcli.cli import app
from fuzz.cases import DOSSIER
from fuzz.material import FROZEN

if TYPE_CHECKING:
    from fuzz.cases import Case

#: How many seconds of processor time a case may take, and how many in all: a busy machine has others to serve.
MAX_SECONDS, MAX_WAIT = 10, 30
#: The exit code of a run that ends with an exception.
RAISED = 99
#: What others wrote, by its path in the sandbox. Cases run in the folder `work`.
FOREIGN = {
    "notes.txt": "above",
    "home/.bashrc": "alias b=brief\n",
    "home/.zshrc": "# mine\n",
    "home/thesis.txt": "years of work",
    "data/brief/own.yaml": "dossier: own\n",
    "tmp/other.txt": "of another program",
    "work/readonly.csv": "a,b\n",
    "work/closed/old.csv": "a,b\n",
    "work/foreign/notes.txt": "notes",
    "work/foreign/index.html": "<p>mine",
    "work/foreign/datapackage.json": "{}",
    "work/foreign/stances.csv/thesis.txt": "more years of work",
    "work/foreign/x.metadata.json": "{}",
    "work/site/notes.txt": "notes",
    "work/site/index.html": "<p>ours",
}
#: Where links lead.
_LINKS = {
    "work/link.csv": "foreign/notes.txt",
    "work/link.html": "foreign/index.html",
    "work/link.yaml": DOSSIER,
    "work/dangling.yaml": "nowhere",
    "work/dangling.csv": "nowhere",
    "work/loop.yaml": "loop.yaml",
    "work/loop.csv": "loop.csv",
    "work/site/sources.html": "../foreign/index.html",
}
#: The files of the standard streams.
_STREAMS = ("in", "out", "err")
#: How a shell closes or replaces a standard stream.
_REDIRECTED = {"no-stdin": "<&-", "no-stdout": ">&-", "no-stderr": "2>&-", "full": ">/dev/full"}


class Ended(NamedTuple):
    """How a run ended; `code` is negative if a signal ended it, and `RAISED` if an exception did.

    `seconds` are of processor time.
    """

    code: int
    err: str
    seconds: float


class Found(NamedTuple):
    """What is at a path: its type and permissions, and the digest of its bytes or where it leads."""

    mode: int
    content: str


def make(folder: Path, case: Case) -> Path:
    """Return a new sandbox below a folder, with the files of a case and those of others."""
    root = folder.resolve() / "sandbox"
    remove(root)  # which a worker left that was killed
    texts = {path: text.encode() for path, text in FOREIGN.items()}
    own = {f"work/{name}": data for name, data in case.files.items()}
    for path, data in (texts | own).items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data.replace(b"SHA", hashlib.sha256(b"<p>ours").hexdigest().encode()))
    for path, target in _LINKS.items():
        (root / path).symlink_to(target)
    (root / "work/empty").mkdir()
    os.mkfifo(root / "work/fifo")
    (root / "work/readonly.csv").chmod(0o444)
    (root / "work/closed").chmod(0o555)
    return root


def remove(root: Path) -> None:
    """Remove a sandbox, if there is one."""
    if root.exists():
        (root / "work/closed").chmod(0o755)
        shutil.rmtree(root)


def contents(root: Path) -> dict[str, Found]:
    """Return everything in a sandbox but the standard streams, by its path."""
    found: dict[str, Found] = {}
    start = len(str(root)) + 1
    for folder, names, others in os.walk(root):
        for name in [*names, *others]:
            path = os.path.join(folder, name)  # noqa: PTH118 - much faster than a Path
            found[path[start:]] = _found(path)
    return {path: entry for path, entry in found.items() if path not in _STREAMS}


def run(case: Case, root: Path) -> Ended:
    """Run a case in this process, or as a process of its own if it needs one."""
    (root / "in").write_bytes(case.stdin)
    return _run_apart(case, root) if case.process else _run_here(case, root)


def environment(case: Case, root: Path) -> dict[str, str]:
    """Return all variables for a case. The cache is shared by all cases, unless one names another."""
    return {
        "HOME": str(root / "home"),
        "PATH": str(root / "bin"),
        "TMPDIR": str(root / "tmp"),
        "XDG_CACHE_HOME": str(root.parent / "cache"),
        "XDG_DATA_HOME": str(root / "data"),
        "XDG_DATA_DIRS": str(root / "data"),
        "BRIEF_DOSSIER": str(FROZEN),
        "BRIEF_TODAY": "2026-03-01",
        "BROWSER": "/bin/true",
        "TERM": "xterm-256color",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        **case.environment,
    }


def _found(path: str) -> Found:
    mode = os.lstat(path).st_mode
    if stat.S_ISLNK(mode):
        return Found(mode, str(Path(path).readlink()))
    if not stat.S_ISREG(mode):
        return Found(mode, "")
    with open(path, "rb") as stream:  # noqa: PTH123 - likewise
        return Found(mode, hashlib.file_digest(stream, "sha256").hexdigest())


def _run_here(case: Case, root: Path) -> Ended:
    """Run a case in this process, with files as its standard streams."""
    os.chdir(root / "work")
    os.environ.clear()
    os.environ.update(environment(case, root))
    sys.argv, tempfile.tempdir = ["brief", *case.arguments], None
    _open_streams(root)
    begun = time.process_time()
    try:
        code = app.run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - each is a fault
        code = RAISED
        traceback.print_exc()
    seconds = time.process_time() - begun
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.close()
    os.chdir(root.parent)
    return Ended(code, (root / "err").read_text(errors="replace"), seconds)


def _open_streams(root: Path) -> None:
    for descriptor, name in enumerate(_STREAMS):
        opened = os.open(root / name, os.O_WRONLY | os.O_CREAT if descriptor else os.O_RDONLY)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - closed after the case
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - likewise
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115


def _run_apart(case: Case, root: Path) -> Ended:
    """Run a case as a process whose streams may be closed, full, a terminal or a pipe that is left early."""
    shell = ["/bin/sh", "-c", f'exec "$@" {_REDIRECTED.get(case.process, "")}', "sh"]
    begun = _used_by_children()
    with (root / "in").open("rb") as given, (root / "out").open("wb") as out, (root / "err").open("wb") as err:
        screen, terminal = pty.openpty() if case.process == "terminal" else (None, None)
        process = subprocess.Popen(
            [*shell, sys.executable, "-P", "-m", "briefcli", *case.arguments],
            stdin=given,
            stdout=terminal or (subprocess.PIPE if case.process == "reader-gone" else out),
            stderr=terminal or err,
            cwd=root / "work",
            env=environment(case, root),
        )
        limit = threading.Timer(MAX_WAIT, process.kill)
        limit.start()
        if screen and terminal:
            os.close(terminal)
            _copy(screen, err)
        _disturb(process, case)
        code = process.wait()
        limit.cancel()
    seconds = _used_by_children() - begun
    messages = (root / "err").read_bytes().replace(b"\0", b"")  # which UTF-16 has between the letters
    return Ended(code, messages.decode(errors="replace"), seconds)


def _used_by_children() -> float:
    """Return the processor time of all processes that this one has waited for."""
    used = os.times()
    return used.children_user + used.children_system


def _copy(screen: int, file: IO[bytes]) -> None:
    """Copy what a terminal shows to a file, until no process has it open."""
    with suppress(OSError):  # by which Linux shows the end
        while data := os.read(screen, 65536):
            file.write(data)
    os.close(screen)


def _disturb(process: subprocess.Popen[Any], case: Case) -> None:
    """Leave the pipe of a process before its end, or send it a signal."""
    if process.stdout:
        process.stdout.read(100)
        process.stdout.close()
    elif case.process.startswith("SIG"):
        time.sleep(case.delay)
        process.send_signal(signal.Signals[case.process])
