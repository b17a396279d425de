"""Write the changed files of a dossier so that no change is lost, even if the process is killed.

The folder `.brief` beside the files contains the lock and, while a change is written, its new files and its
journal. All new files are complete before the first takes the place of an old one. Each old one is compared just
before that, because editors take no lock, and some drives have none. If the process is killed, the journal names
the files of the change: the next command that writes finishes it if one of them is new, and otherwise undoes it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from briefcli.cli.writing import (
    KEEPS_ITS_FILE,
    WINDOWS,
    keep_attributes,
    permissions,
    unwritable,
    write_file,
    write_over,
)
from briefcli.errors import BriefError
from briefcli.shelf.shelves import JOURNAL, WORK, folder_of
from briefcli.wording import all_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: How many seconds a command waits for another one that writes.
MAX_WAIT = 10.0
#: How often a change is applied again to a dossier that an editor has changed in the meantime.
MAX_TRIES = 5
#: How many seconds Windows may keep a file from being replaced, as virus scanners do.
_MAX_SCAN = 2.5
_LOCK, _IGNORED = "lock", ".gitignore"
_NEW = ".new"
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)
#: What a system answers if another process has the lock.
_HELD = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
#: The byte that Windows locks: no program can read it, so it is far behind the text.
_LOCKED_BYTE = 1 << 30


class Move(NamedTuple):
    """A file with the bytes that it has, None if it is new, and those that it gets."""

    path: Path
    old: bytes | None
    new: bytes


class _Step(Struct, frozen=True):
    """A file of a journal: its name, and the SHA-256 of its old and its new bytes."""

    name: str
    old: str | None
    new: str


class _Journal(Struct, frozen=True):
    """A change that is being written; the new bytes of its step number 3 are in the file `TOKEN-3.new`."""

    token: str
    by: str
    steps: tuple[_Step, ...]


def save(path: Path, attempt: Callable[[], Sequence[Move]]) -> None:
    """Write what `attempt` returns for the dossier at a path; if a file differs by then from its `old`, try again.

    Raises:
        BriefError: another command writes for longer than MAX_WAIT, or the files change again and again.
        UsageError: a file cannot be written.
    """
    with _locked(folder_of(path)) as (work, _):
        for _ in range(MAX_TRIES):
            if _written(attempt(), work):
                return
    msg = f"another program changes {path} again and again; nothing was written; try again later"
    raise BriefError(msg)


def recover(path: Path) -> str:
    """Finish or undo the unfinished change of the dossier at a path, and return what was done.

    Raises:
        BriefError: another command writes for longer than MAX_WAIT, or a file was edited in the meantime.
        UsageError: a file cannot be written.
    """
    with _locked(folder_of(path)) as (_, done):
        return done


@contextmanager
def _locked(folder: Path) -> Iterator[tuple[Path | None, str]]:
    """Hold the lock of a folder after recovery; yield the folder for new files, and what recovery did.

    A folder that takes no new files has no lock and no journal.
    """
    try:
        work = _work_folder(folder)
        if work is None:
            yield None, ""
            return
        handle = _opened(work)
        try:
            held = _acquired(handle, work)
            done = _recovered(work)
            if held:  # the new files of a process that was killed before it wrote its journal
                _discard(work, [path.name for path in work.iterdir() if path.suffix == _NEW])
            yield work, done
        finally:
            os.close(handle)
    except OSError as error:
        # The second name of a file that was not moved is that of its place.
        raise unwritable(Path(error.filename2 or error.filename or folder), error) from error


def _work_folder(folder: Path) -> Path | None:
    """Return the folder for lock, journal and new files, which git ignores; None if it cannot be created."""
    work = folder / WORK
    try:
        work.mkdir()
    except FileExistsError:
        if not stat.S_ISDIR(work.lstat().st_mode):
            msg = f"{work} is no folder; move it away"
            raise BriefError(msg) from None
    except OSError as error:
        if error.errno in {*KEEPS_ITS_FILE, errno.EROFS}:
            return None
        raise
    if _content(work / _IGNORED) in {None, b"", b"*"}:  # its process may have been killed half-way
        with suppress(OSError):  # another user created the folder
            keep_attributes(folder, work)  # so that all who may write to the folder may write here
            work.chmod(stat.S_IMODE(folder.stat().st_mode))
        handle = os.open(work / _IGNORED, os.O_WRONLY | os.O_CREAT | _NO_LINKS)
        os.write(handle, b"*\n")
        os.close(handle)
    return work


def _opened(work: Path) -> int:
    """Open the file of the lock, which is never deleted: a process that waits would lock a file without a name."""
    lock = work / _LOCK
    try:
        return os.open(lock, os.O_RDWR | _NO_LINKS)
    except FileNotFoundError:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | _NO_LINKS)
        with suppress(OSError):  # another process created it
            keep_attributes(work, lock)
            lock.chmod(stat.S_IMODE(work.stat().st_mode) & 0o666)
        return handle
    except PermissionError:
        return os.open(lock, os.O_RDONLY | _NO_LINKS)


def _acquired(handle: int, work: Path) -> bool:
    """Wait for the lock, and return whether it is held: some drives have no locks.

    Raises:
        BriefError: another process has it for longer than MAX_WAIT.
    """
    end = time.monotonic() + MAX_WAIT
    while True:
        try:
            _try_lock(handle)
        except OSError as error:
            if error.errno not in _HELD:
                return False
            if time.monotonic() > end:
                holder = (work / _LOCK).read_bytes().decode(errors="replace").strip() or "another command"
                msg = f"{holder} is writing to {work.parent}; nothing was written; try again"
                raise BriefError(msg) from None
            time.sleep(0.005 + os.getpid() % 16 / 1000)  # so that not all ask at the same moments
        else:
            break
    with suppress(OSError):  # it may be open for reading only
        os.ftruncate(handle, 0)
        os.write(handle, f"{_who()}\n".encode())
    return True


def _try_lock(handle: int) -> None:
    """Take the lock; it ends with the process, and no child process inherits it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows alone has it

        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)
    else:
        from fcntl import LOCK_EX, LOCK_NB, flock  # noqa: PLC0415 - Windows has none

        flock(handle, LOCK_EX | LOCK_NB)


def _who() -> str:
    """Return which command of whom writes since when, for the messages of others."""
    user = os.environ.get("USER") or os.environ.get("USERNAME") or "an unknown user"
    host = os.environ.get("COMPUTERNAME", "") if WINDOWS else os.uname().nodename
    command = " ".join(["brief", *sys.argv[1:2]])
    return f"{command} of {user} on {host} (process {os.getpid()}, since {time.strftime('%H:%M:%S')})"


def _written(moves: Sequence[Move], work: Path | None) -> bool:
    """Write all new files and then move them; return False if a file has changed, and then nothing stays written.

    A file that is elsewhere, because the dossier has a link to it, is written whole, but without the journal.
    """
    inside = [move for move in moves if work and move.path.resolve().parent == work.parent]
    outside = [move for move in moves if move not in inside]
    token = os.urandom(8).hex()
    ours = [f"{token}-{number}{_NEW}" for number in range(-1, len(inside))]
    done: list[Move] = []
    try:
        staged = [_staged(work, token, number, move) for number, move in enumerate(inside) if work]
        if not all(map(_is_unchanged, moves)):
            return False
        if work and inside and len(moves) > 1:
            ours = [JOURNAL, *ours]
            _begin(work, _Journal(token, _who(), tuple(map(_step, inside))))
        for move, new in [*zip(inside, staged, strict=True), *((move, None) for move in outside)]:
            if not _is_unchanged(move):
                _take_back(done)
                return False
            done.append(move)
            _put(move, new)
        if work:
            _sync_folder(work.parent)
    except BaseException:  # an interrupt, too
        _take_back(done)
        raise
    finally:
        if work:
            _discard(work, ours)
    return True


def _staged(work: Path, token: str, number: int, move: Move) -> Path:
    """Write the new bytes of a file beside it, with the permissions of the old one.

    Raises:
        UsageError: they cannot be written.
    """
    place = move.path.resolve()
    path = work / f"{token}-{number}{_NEW}"
    try:
        mode = permissions(place)
        _create(path, move.new, None if mode is None else place)
    except OSError as error:
        raise unwritable(move.path, error) from error
    return path


def _create(path: Path, content: bytes, like: Path | None = None) -> None:
    """Create a file with some bytes, and with the permissions and attributes of another one, and sync it."""
    mode = 0o666 if like is None else stat.S_IMODE(like.stat().st_mode) & 0o666  # a private file is never public
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
    try:
        left = memoryview(content)
        while left:  # a full disk takes a part and raises nothing
            left = left[os.write(handle, left) :]
        if like is not None:
            keep_attributes(like, path)
            path.chmod(stat.S_IMODE(like.stat().st_mode))
        os.fsync(handle)
    finally:
        os.close(handle)


def _begin(work: Path, journal: _Journal) -> None:
    """Put the journal in its place in one step, when all that it names is on the disk."""
    new = work / f"{journal.token}--1{_NEW}"
    _create(new, msgspec.json.encode(journal))
    _replace(new, work / JOURNAL)
    _sync_folder(work)


def _put(move: Move, staged: Path | None) -> None:
    """Give a file its new bytes; where its folder does not let it be replaced, in its place."""
    if staged is None:
        write_file(move.path, move.new)
        return
    place = move.path.resolve()
    try:
        _replace(staged, place)
    except OSError as error:
        if move.old is None or error.errno not in KEEPS_ITS_FILE:
            raise
        write_over(place, move.new)


def _replace(staged: Path, place: Path) -> None:
    """Move a file to its place in one step; wait where another program has the old one open on Windows."""
    end = time.monotonic() + _MAX_SCAN
    while True:
        try:
            staged.replace(place)
        except PermissionError:
            if not WINDOWS or time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


def _take_back(done: Sequence[Move]) -> None:
    """Give files their old bytes again, unless somebody has changed them since."""
    for move in reversed(done):
        if _content(move.path) == move.new:
            if move.old is None:
                move.path.unlink()
            else:
                write_file(move.path, move.old)


def _recovered(work: Path) -> str:
    """Finish the change of a journal if one of its files is new, and otherwise undo it; return what was done.

    Raises:
        BriefError: some files are new, others are old, and somebody has edited one in the meantime.
    """
    journal = _journal(work)
    if journal is None:
        return ""
    places = {number: work.parent / step.name for number, step in enumerate(journal.steps)}
    found = {number: _digest(place) for number, place in places.items()}
    steps = dict(enumerate(journal.steps))
    waiting = [number for number, step in steps.items() if found[number] == step.old]
    is_begun = any(found[number] == step.new for number, step in steps.items())
    edited = [places[number] for number, step in steps.items() if found[number] not in {step.old, step.new}]
    finished = bool(waiting) and is_begun
    if finished:
        staged = {number: work / f"{journal.token}-{number}{_NEW}" for number in waiting}
        edited += [staged[number] for number in waiting if _digest(staged[number]) != steps[number].new]
        if edited:
            names = all_of(list(map(str, edited)))
            msg = (
                f"a change by {journal.by} is half written, and {names} was edited or deleted since; compare with"
                f" the new files in {work}, then delete {work / JOURNAL}"
            )
            raise BriefError(msg)
        for number in waiting:
            _replace(staged[number], places[number])
        _sync_folder(work.parent)
    _discard(work, [JOURNAL, *(f"{journal.token}-{number}{_NEW}" for number in steps)])
    return f"{'finished' if finished or is_begun else 'undid'} the change by {journal.by}"


def _journal(work: Path) -> _Journal | None:
    """Return the journal, if there is one.

    Raises:
        BriefError: it is none of ours.
    """
    path = work / JOURNAL
    if not os.path.lexists(path):
        return None
    with suppress(msgspec.MsgspecError, UnicodeError, RecursionError, OSError):
        journal = msgspec.json.decode(_content(path, _NO_LINKS) or b"", type=_Journal)
        names = [step.name for step in journal.steps]
        if re.fullmatch("[0-9a-f]{16}", journal.token) and all(map(_is_plain, names)):
            return journal
    msg = f"{path} is no journal of this program; look at it, and delete it"
    raise BriefError(msg)


def _is_plain(name: str) -> bool:
    """Whether a name is that of a YAML file in the folder itself."""
    return Path(name).name == name and name.endswith(".yaml") and name[0] != "." and "\0" not in name


def _step(move: Move) -> _Step:
    old = None if move.old is None else hashlib.sha256(move.old).hexdigest()
    return _Step(move.path.resolve().name, old, hashlib.sha256(move.new).hexdigest())


def _is_unchanged(move: Move) -> bool:
    return _content(move.path) == move.old


def _digest(path: Path) -> str | None:
    """Return the SHA-256 of a file; None if there is none, and "" for a link, which a journal never follows."""
    if path.is_symlink():
        return ""
    content = _content(path, _NO_LINKS)
    return None if content is None else hashlib.sha256(content).hexdigest()


def _content(path: Path, flags: int = 0) -> bytes | None:
    """Return the bytes of a file; None if there is none."""
    try:
        handle = os.open(path, os.O_RDONLY | _BINARY | flags)
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") as stream:
        return stream.read()


def _discard(work: Path, names: Sequence[str]) -> None:
    """Remove files of ours, in their order: a journal goes before what it names."""
    for name in names:
        with suppress(FileNotFoundError):
            (work / name).unlink()


def _sync_folder(folder: Path) -> None:
    """Wait until the names of the files in a folder are on the disk."""
    if not WINDOWS:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
