"""Files written whole or not at all, and streams written to as they are."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from briefcli.errors import UsageError

_DESCRIPTORS = ("/dev/fd", "/proc/self/fd")
#: What a system says where a file may be written and not replaced: its folder is closed, or it is mounted alone.
_KEEPS_ITS_FILE = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV}
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
        msg = f"{path} cannot be written: {error.strerror or error}"
        raise UsageError(msg) from error


def is_stream(path: Path) -> bool:
    """Return whether a path leads to a stream and to no file that could be replaced."""
    return _open_already(path) is not None or (path.exists() and not path.is_file() and not path.is_dir())


def encoded(content: str | bytes) -> bytes:
    """Return bytes as they are and text as UTF-8, also the name of a file that is none."""
    return content if isinstance(content, bytes) else content.encode(errors="replace")


def _open_already(path: Path) -> int | None:
    """Return the descriptor that a name such as /dev/stdout or /dev/fd/3 stands for."""
    named = _STREAMS.get(str(path)) or (path.name if str(path.parent) in _DESCRIPTORS else "")
    return int(named) if named.isdecimal() else None


def _write_stream(path: Path, data: bytes) -> None:
    descriptor = _open_already(path)
    # A file behind a descriptor would be written from its beginning if it were opened anew.
    with path.open("wb") if descriptor is None else os.fdopen(os.dup(descriptor), "wb") as stream:
        stream.write(data)


def _write_whole(path: Path, data: bytes) -> None:
    mode = _permissions(path)
    try:
        _replace(path.resolve(), data, mode)
    except OSError as error:
        if mode is None or error.errno not in _KEEPS_ITS_FILE:
            raise
        with path.open("r+b") as stream:
            stream.write(data)
            stream.truncate()


def _replace(target: Path, data: bytes, mode: int | None) -> None:
    """Put a new file in the place of an old one in one step.

    It is on the disk before it is in its place, for a file system may do the second first, and a
    loss of power in between would leave an empty file.
    """
    temporary = target.with_name(f".brief-{os.urandom(8).hex()}")
    first = 0o666 if mode is None else mode  # so that a private file is never public
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, first)) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:  # of which the umask may have taken something
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:  # an interrupt, too
        temporary.unlink(missing_ok=True)
        raise


def _permissions(path: Path) -> int | None:
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
