"""The files of a dossier: which there are, and what they hold.

Only a regular file is read unasked: a pipe might keep us waiting, and a device might never end.
"""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from briefcli.errors import DossierError
from briefcli.reading.problems import Problem, Rule

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

#: How many bytes a file of a dossier may have.
LARGEST = 64 * 1024 * 1024


class DossierFile(NamedTuple):
    """One file of a dossier: the name that problems give it, and its bytes."""

    name: str
    data: bytes

    def digest(self) -> bytes:
        """Return what tells its bytes from any others."""
        return hashlib.sha256(self.data).digest()


def exists(path: Path) -> bool:
    """Return whether there is something at a path.

    Raises:
        DossierError: the system does not let us look.
    """
    try:
        path.stat()
    except OSError as error:
        if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}:
            return False
        raise _unreadable(path, error) from error
    return True


def is_special(path: Path) -> bool:
    """Return whether a path is a pipe, a device or the like, whose bytes may come but once.

    Raises:
        DossierError: the system does not let us look.
    """
    return exists(path) and not path.is_file() and not path.is_dir()


def yaml_files(folder: Path) -> list[Path]:
    """Return the files of a folder that may be parts of a dossier, in name order."""
    files = folder.glob("*.yaml") if folder.is_dir() else ()
    return sorted(path for path in files if not path.name.startswith("."))


def dossier_paths(path: Path) -> list[Path]:
    """Return the file at a path, or the files of the folder there.

    Raises:
        DossierError: the folder holds none, or cannot be looked into.
    """
    paths = yaml_files(path) if exists(path) and path.is_dir() else [path]
    if not paths:
        try:
            next(path.iterdir(), None)
        except OSError as error:
            raise _unreadable(path, error) from error
        msg = f"{path} holds no *.yaml file"
        raise DossierError(msg)
    return paths


def read_bytes(path: Path, most: int = LARGEST + 1, *, special: bool = False) -> bytes:
    """Return what a file holds, or so many bytes of it; a special one only where that is said.

    Raises:
        DossierError: it cannot be read, is too large, or is no regular file.
    """
    try:
        with _opened(path, special=special) as stream:
            return stream.read(most)
    except OSError as error:
        raise _unreadable(path, error) from error


def read_standard_input() -> bytes:
    """Return what comes from standard input, to one byte more than a file may have.

    Raises:
        DossierError: it is closed, or cannot be read.
    """
    if sys.stdin is None:  # how Python says that it was closed before the start
        msg = "standard input is closed"
        raise DossierError(msg)
    try:
        return sys.stdin.buffer.read(LARGEST + 1)
    except OSError as error:
        msg = f"standard input cannot be read: {error.strerror or error}"
        raise DossierError(msg) from error


def digest_of(path: Path) -> bytes:
    """Return the digest of a regular file, without holding it in memory.

    Raises:
        DossierError: it cannot be read, is too large, or is no regular file.
    """
    try:
        with _opened(path) as stream:
            return hashlib.file_digest(stream, "sha256").digest()
    except OSError as error:
        raise _unreadable(path, error) from error


def too_large(file: str, size: int | None = None) -> Problem:
    """Return the problem of a file with more bytes than a dossier may have, and how many where that is known."""
    most = LARGEST // 2**20
    told = f"has {-(-size // 2**20):,} MiB and may have {most}" if size else f"is larger than {most} MiB"
    return Problem(Rule.SIZE, f"the file {told}", Rule.SIZE.remedy, file, 1, 1)


def _opened(path: Path, *, special: bool = False) -> BufferedReader:
    if not special and is_special(path):
        msg = f"{path} cannot be read: it is no regular file"
        raise DossierError(msg)
    stream = path.open("rb")
    size = os.fstat(stream.fileno()).st_size
    if size > LARGEST:
        stream.close()
        msg = f"{path} cannot be read: 1 problem"
        raise DossierError(msg, (too_large(str(path), size),))
    return stream


def _unreadable(path: Path, error: OSError) -> DossierError:
    return DossierError(f"{path} cannot be read: {error.strerror or error}")
