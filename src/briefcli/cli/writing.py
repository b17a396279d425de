"""Files written whole or not at all, and streams written to as they are."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from briefcli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO

_DESCRIPTORS = ("/dev/fd", "/proc/self/fd")
#: The errors for a file that can be written but not replaced: its folder is closed, or it is a mount point.
KEEPS_ITS_FILE = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV}
#: There Excel and Word keep the files that they show from being written.
WINDOWS = os.name == "nt"
#: How the name of a file begins that waits to take the place of another one.
_TEMPORARY = ".brief-"
_STREAMS = {"/dev/stdout": "1", "/dev/stderr": "2"}


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all; what stood there stays until the new text is on the disk.

    A link stays a link, and what it leads to is written. A device, a pipe and a stream that is
    open already are written to as they are, and so is a file whose folder takes no other one.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        if is_stream(path):
            _write_stream(path, encoded(content))
        else:
            _write_whole(path, encoded(content))
    except BrokenPipeError:  # the reader has seen enough
        raise
    except OSError as error:
        raise unwritable(path, error) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give an empty file to be filled, which takes the place of a path when it is whole and on the disk.

    Raises:
        UsageError: the file cannot be written.
    """
    if is_stream(path):
        msg = f"{path} is not a file"
        raise UsageError(msg)
    try:
        with _replacement(path.resolve(), permissions(path)) as temporary:
            yield temporary
    except OSError as error:
        raise unwritable(path, error) from error


def is_stream(path: Path) -> bool:
    """Return whether a path leads to a stream and to no file that could be replaced."""
    return _open_already(path) is not None or (path.exists() and not path.is_file() and not path.is_dir())


def encoded(content: str | bytes) -> bytes:
    """Return bytes as they are and text as UTF-8, also the name of a file that is none."""
    return content if isinstance(content, bytes) else content.encode(errors="replace")


def unwritable(path: Path, error: OSError) -> UsageError:
    """Return the message for a file that cannot be written."""
    hint = "; is it open in another program?" if WINDOWS and isinstance(error, PermissionError) else ""
    why = f"{error.strerror or error}{hint}"
    if isinstance(error, FileNotFoundError) and path.name != str(path) and not path.parent.exists():
        why = f"there is no folder {path.parent}"
    elif isinstance(error, FileExistsError):
        why = "it is a file, not a folder"
    return UsageError(f"{path} cannot be written: {why}")


def sync(file: Path) -> None:
    """Wait until a file is on the disk."""
    with file.open("ab") as stream:  # it may not be readable
        os.fsync(stream.fileno())


def permissions(path: Path) -> int | None:
    """Return the permissions of an old file, None where there is none.

    Raises:
        OSError: it may not be written, although its folder would let it be replaced.
    """
    try:
        old = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return None
    mode = os.fstat(old).st_mode
    os.close(old)
    return stat.S_IMODE(mode)


def write_over(path: Path, data: bytes) -> None:
    """Write a file in its place, and put back what it contained if the new text cannot be written whole."""
    with path.open("r+b", buffering=0) as stream:
        old = stream.readall()
        try:
            _fill(stream, data)
        except BaseException:  # an interrupt, too
            _fill(stream, old)
            raise


def keep_attributes(old: Path, new: Path) -> None:
    """Give a new file the group, the lists of access and other attributes of an old one, as far as we may."""
    with suppress(OSError, AttributeError):  # Windows has none
        if new.stat().st_gid != (group := old.stat().st_gid):
            os.chown(new, -1, group)
    with suppress(OSError, AttributeError):
        for name in os.listxattr(old):
            with suppress(OSError):
                os.setxattr(new, name, os.getxattr(old, name))


def _open_already(path: Path) -> int | None:
    """Return the descriptor that a name such as /dev/stdout or /dev/fd/3 means."""
    named = _STREAMS.get(str(path)) or (path.name if str(path.parent) in _DESCRIPTORS else "")
    return int(named) if named.isdecimal() else None


def _write_stream(path: Path, data: bytes) -> None:
    descriptor = _open_already(path)
    # A file behind a descriptor would be written from its beginning if it were opened anew.
    with path.open("wb") if descriptor is None else os.fdopen(os.dup(descriptor), "wb") as stream:
        stream.write(data)


def _write_whole(path: Path, data: bytes) -> None:
    mode = permissions(path)
    try:
        with _replacement(path.resolve(), mode) as temporary:
            temporary.write_bytes(data)
    except OSError as error:
        if mode is None or error.errno not in KEEPS_ITS_FILE:
            raise
        write_over(path, data)


def _fill(stream: FileIO, data: bytes) -> None:
    """Write to a file from its beginning, and end it there."""
    stream.seek(0)
    left = memoryview(data)
    while left:  # a full disk takes a part and raises nothing
        left = left[stream.write(left) :]
    stream.truncate()
    os.fsync(stream.fileno())


@contextmanager
def _replacement(target: Path, mode: int | None) -> Iterator[Path]:
    """Yield a new file to be filled, and replace an old one by it in one step.

    It is on the disk before it is in its place, because a file system may do the second first, and a
    loss of power in between would leave an empty file.
    """
    _remove_leftovers(target.parent)
    with ExitStack() as stack:
        temporary = _created(target, 0o666 if mode is None else mode, stack)  # a private file is never public
        try:
            yield temporary
            sync(temporary)
            if mode is not None:
                keep_attributes(target, temporary)
                temporary.chmod(mode)  # of which the umask may have taken something
            temporary.replace(target)
        except BaseException:  # an interrupt, too
            temporary.unlink(missing_ok=True)
            raise


def _created(target: Path, mode: int, stack: ExitStack) -> Path:
    """Create a file beside another one; as long as this process writes it, it is locked if the drive has locks."""
    while True:
        temporary = target.with_name(f"{_TEMPORARY}{os.urandom(8).hex()}")
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL, mode)
        locked = _lock(handle)
        if locked and os.fstat(handle).st_nlink:
            stack.callback(os.close, handle)
            return temporary
        os.close(handle)  # which keeps no file on Windows from being replaced
        if locked is None:
            return temporary
        # Another process took it for a leftover before it was locked.


def _remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of processes that were killed: nobody holds their locks."""
    with suppress(OSError), os.scandir(folder) as entries:
        names = [entry.name for entry in entries if re.fullmatch(f"{_TEMPORARY}[0-9a-f]{{16}}", entry.name)]
        for place in map(folder.joinpath, names):
            with suppress(OSError):
                handle = os.open(place, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
                try:
                    if _lock(handle):
                        place.unlink()
                finally:
                    os.close(handle)


def _lock(handle: int) -> bool | None:
    """Lock a file without waiting; False if another process has the lock, None on a drive without locks."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock  # noqa: PLC0415 - Windows has none

        flock(handle, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True
