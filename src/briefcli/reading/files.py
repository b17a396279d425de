"""The files of a dossier: which there are, and what they hold.

Only a regular file is read unless the user names the path: a pipe may have no writer, and a device may never end.
"""

from __future__ import annotations

import errno
import hashlib
import os
import select
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from briefcli.errors import DossierError
from briefcli.wording import why_unreadable

if TYPE_CHECKING:
    from collections.abc import Collection
    from io import BufferedReader
    from pathlib import Path

    from briefcli.problems import Problem

#: The file of a folder that makes it a dossier.
HEAD = "dossier.yaml"
#: How many bytes a file of a dossier may have.
MAX_FILE_BYTES = 64 * 1024 * 1024
#: How many seconds a pipe that no program has opened for writing is waited for.
MAX_WAIT = 10
_NO_WAITING = getattr(os, "O_NONBLOCK", 0)


class DossierFile(NamedTuple):
    """One file of a dossier: the name that problems give it, and its bytes."""

    name: str
    data: bytes

    def digest(self) -> bytes:
        """Return the digest of its bytes."""
        return hashlib.sha256(self.data).digest()


def is_folder_dossier(path: Path) -> bool:
    """Return whether a path is a folder whose *.yaml files are one dossier, for its head lies there."""
    return os.path.lexists(path / HEAD)


def yaml_files(folder: Path) -> list[Path]:
    """Return the files of a folder that are read, in name order."""
    files = folder.glob("*.yaml") if folder.is_dir() else ()
    return sorted(path for path in files if not path.name.startswith("."))


def dossier_paths(path: Path) -> list[Path]:
    """Return the file at a path, or the files of the folder there: the head, and the parts in name order."""
    if not is_folder_dossier(path):
        return [path]
    return sorted(yaml_files(path), key=lambda file: file.name != HEAD)


def unread(folder: Path, read: Collection[Path]) -> list[Problem]:
    """Return the YAML in a folder that is neither a part of its dossier nor one of those that were `read`."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:  # it is not a folder, or not one that we may read
        return []
    from briefcli.problems import Problem, Rule  # noqa: PLC0415 - a dossier from the store has no problems

    is_shelf = not is_folder_dossier(folder)
    remedy = (
        "a dossier is a file named *.yaml, or a folder with a dossier.yaml" if is_shelf else Rule.UNREAD.remedy
    )
    return [
        Problem(Rule.UNREAD, f"{path.name} is not read", remedy, str(path))
        for path in paths
        if path.suffix != ".yaml" and not path.name.startswith(".") and path not in read
        if not (is_shelf and is_folder_dossier(path))
        if _is_yaml(path) or any(map(_is_yaml, path.rglob("*")))
    ]


def read_bytes(path: Path, most: int = MAX_FILE_BYTES + 1, *, special: bool = False) -> bytes:
    """Return what a file contains, or at most that many bytes of it; of a special file only if that is allowed.

    Raises:
        DossierError: it cannot be read, is too large, or is not a regular file.
    """
    try:
        if special:
            return read_special(path, most)
        with _opened(path) as stream:
            return stream.read(most)
    except OSError as error:
        raise unreadable(path, error) from error


def read_special(path: Path, most: int = MAX_FILE_BYTES + 1) -> bytes:
    """Return what a file, a pipe or a device contains, or at most that many bytes of it.

    Raises:
        OSError: it cannot be read. TimeoutError: it is a pipe that no program opens for writing within `MAX_WAIT`.
    """
    with open(path, "rb", opener=_open_without_waiting) as stream:
        begun = _begun(stream.fileno()) if _NO_WAITING else b""
        return begun + stream.read(most - len(begun))


def read_standard_input() -> bytes:
    """Return what comes from standard input, to one byte more than a file may have.

    Raises:
        DossierError: it is closed, or cannot be read.
    """
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:  # None if it was closed before the start, or in a notebook
        msg = "standard input is closed"
        raise DossierError(msg)
    try:
        return bytes(stream.read(MAX_FILE_BYTES + 1))
    except OSError as error:
        msg = f"standard input cannot be read: {error.strerror or error}"
        raise DossierError(msg) from error


def digest_of(path: Path) -> bytes:
    """Return the digest of a regular file, without holding it in memory.

    Raises:
        DossierError: it cannot be read, is too large, or is not a regular file.
    """
    try:
        with _opened(path) as stream:
            return hashlib.file_digest(stream, "sha256").digest()
    except OSError as error:
        raise unreadable(path, error) from error


def too_large(file: str, size: int | None = None) -> Problem:
    """Return the problem of a file with more bytes than a dossier may have, and how many where that is known."""
    from briefcli.problems import Problem, Rule  # noqa: PLC0415 - likewise

    most = MAX_FILE_BYTES // 2**20
    message = f"has {-(-size // 2**20):,} MiB and may have {most}" if size else f"is larger than {most} MiB"
    return Problem(Rule.SIZE, f"the file {message}", Rule.SIZE.remedy, file, 1, 1)


def _is_yaml(path: Path) -> bool:
    return path.suffix.lower() in {".yaml", ".yml"}


def unreadable(path: Path | str, error: OSError) -> DossierError:
    """Return the error of a path that the system does not let us read."""
    return DossierError(why_unreadable(path, error))


def _open_without_waiting(name: str, flags: int) -> int:
    """Open a file; without the flag, a pipe that has no writer would not be open before it had one."""
    return os.open(name, flags | _NO_WAITING)


def _begun(descriptor: int) -> bytes:
    """Wait until a pipe has a writer, and return what had to be read to see that it has one."""
    begun = b""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    if stat.S_ISFIFO(os.fstat(descriptor).st_mode) and not poll.poll(MAX_WAIT * 1000):
        with suppress(BlockingIOError):  # a program has opened the pipe, and has not written yet
            begun = os.read(descriptor, select.PIPE_BUF)
            if not begun:
                raise TimeoutError(errno.ETIMEDOUT, f"no program wrote to this pipe within {MAX_WAIT} seconds")
    os.set_blocking(descriptor, True)
    return begun


def _opened(path: Path) -> BufferedReader:
    stream = open(path, "rb", opener=_open_without_waiting)  # noqa: SIM115 - for the caller
    state = os.fstat(stream.fileno())
    if not stat.S_ISREG(state.st_mode):
        stream.close()
        msg = f"{path} cannot be read: it is not a regular file"
        raise DossierError(msg)
    if state.st_size > MAX_FILE_BYTES:
        stream.close()
        msg = f"{path} cannot be read: 1 problem"
        raise DossierError(msg, (too_large(str(path), state.st_size),))
    return stream
