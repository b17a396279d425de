"""What was read from YAML, in the user's cache folder, so that it is read and checked once.

An entry is named by a digest of all that it was made from: the bytes of the files, the program that read them
and its names of countries. So it is never stale, and nothing has to be cleared. An entry that is missing, half
written or of another type is as good as none, and so is a folder that cannot be used or that others may write
to: then the YAML is read, without a message.

Size and time of a file would be faster than a digest, but do not always change with its bytes. The digests of
300 dossiers of 140 kB take 40 ms.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
import time
import zlib
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

import msgspec
import platformdirs
from msgspec import Struct

from briefcli.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import FileIO

T = TypeVar("T")

#: Part of the digest; another number where entries are laid out otherwise.
_LAYOUT = 4
#: The number of bytes for the number of blocks, and for the seal.
_HEAD = 8
#: The size that is kept; a process that adds many entries may exceed it by an eighth until it ends.
_MAX_BYTES = 256 * 1024 * 1024
#: The names of entries and of files that are to become one; other files in the folder are not ours.
_ENTRY = "[0-9a-f]{64}"
_UNFINISHED = r"[0-9a-f]{64}\.new"
#: Seconds after which nobody writes any more at what is unfinished.
_GIVEN_UP = 3600

# Windows opens no folder, and there each user's is closed to others.
_BY_DESCRIPTOR = {os.open, os.mkdir, os.rename, os.unlink, os.utime} <= os.supports_dir_fd
_FILE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_DIRECTORY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_DIRECTORY", 0)


def is_off() -> bool:
    """Whether BRIEF_CACHE turns the cache off."""
    return os.environ.get("BRIEF_CACHE", "").casefold() in {"off", "0", "no", "false"}


@cache
def program() -> bytes:
    """Return the digest of this version of the program and its country names."""
    package = Path(__file__).parents[1]
    folders = [package / name for name in ("", "dossier", "reading", "shelf")]
    message = f"{__version__} {_LAYOUT} {sys.byteorder} {[_stamps(folder) for folder in folders]}"
    return hashlib.sha256(message.encode()).digest()


class CacheEntry:
    """An entry that is open: some blocks of bytes, of which none is read unasked.

    It begins with their number, a seal by which it shows that it was written for its place, and the length and the
    checksum of each.
    """

    def __init__(self, stream: FileIO, name: str) -> None:
        self._stream = stream
        size = os.fstat(stream.fileno()).st_size
        head = stream.read(_HEAD)
        table = stream.read(min(size, 8 * int.from_bytes(head[:4])))
        numbers = [int.from_bytes(table[at : at + 4]) for at in range(0, len(table), 4)]
        self._lengths, self._sums = numbers[::2], numbers[1::2]
        self._starts = list(accumulate(self._lengths, initial=_HEAD + len(table)))
        if head[4:] != _seal(name, table) or self._starts[-1] != size:
            raise damaged()

    def block(self, number: int) -> bytes:
        """Return a block of the entry.

        Raises:
            ValueError: it is not what was written there.
        """
        data = self.piece(number, 0, self._lengths[number])
        if zlib.crc32(data) != self._sums[number]:
            raise damaged()
        return data

    def piece(self, number: int, start: int, end: int) -> bytes:
        """Return a part of a block, which may be damaged."""
        self._stream.seek(self._starts[number] + start)
        return self._stream.read(end - start)


class CacheKey:
    """The place of one entry in the store, by what kind of entry it is and the digests of what it was made from.

    `name` is that of its file.
    """

    #: How many bytes may be kept before room is made again, which looks at all entries.
    bytes_left: ClassVar[int] = 0

    def __init__(self, kind: str, digests: Iterable[bytes]) -> None:
        self.name = hashlib.sha256(b"".join((kind.encode(), program(), *digests))).hexdigest()

    def fetch(self, read: Callable[[CacheEntry], T], opened: Folder | None = None) -> T | None:
        """Return what can be read from the entry that is kept here, or None; the folder may be open already."""
        with suppress(OSError, ValueError, LookupError, msgspec.DecodeError), _folder(opened) as folder:
            with open(folder.at + self.name, "rb", buffering=0, opener=folder.opened) as stream:
                _refuse_foreign(stream.fileno(), stat.S_ISREG)
                value = read(CacheEntry(stream, self.name))
            os.utime(folder.at + self.name, dir_fd=folder.descriptor)  # what is used stays longest
            return value
        return None

    def keep(self, *blocks: bytes) -> None:
        """Keep an entry of some blocks here; where it makes too many bytes, what was not used for longest goes."""
        table = b"".join(n.to_bytes(4) for block in blocks for n in (len(block), zlib.crc32(block)))
        with suppress(OSError), _folder() as folder:
            unfinished = f"{os.urandom(32).hex()}.new"
            try:
                with open(folder.at + unfinished, "xb", opener=folder.opened) as stream:
                    stream.writelines((len(blocks).to_bytes(4), _seal(self.name, table), table, *blocks))
                folder.rename(unfinished, self.name)
            except BaseException:  # an interrupt, too
                folder.remove(unfinished)
                raise
            CacheKey.bytes_left -= sum(map(len, blocks))
            if CacheKey.bytes_left < 0:
                CacheKey.bytes_left = folder.make_room()


def _seal(name: str, table: bytes) -> bytes:
    """Return four bytes that only the table of an entry for this place has."""
    return zlib.crc32(table, zlib.crc32(name.encode())).to_bytes(4)


def damaged() -> ValueError:
    """Return the error of an entry that is not what was written there."""
    return ValueError("the entry is damaged")


class Folder(Struct, frozen=True):
    """The folder of the entries, as a descriptor where the system can, so that nobody exchanges it for another.

    `at` is the prefix of the name of an entry.
    """

    at: str
    descriptor: int | None

    def opened(self, path: str, flags: int) -> int:
        """Open a file of this folder, for `open`; no link is followed, and a pipe is not waited for."""
        return os.open(path, flags | _FILE, 0o600, dir_fd=self.descriptor)

    def rename(self, old: str, new: str) -> None:
        """Put a file into the place of another."""
        os.replace(self.at + old, self.at + new, src_dir_fd=self.descriptor, dst_dir_fd=self.descriptor)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with suppress(FileNotFoundError):
            os.unlink(self.at + name, dir_fd=self.descriptor)

    def make_room(self) -> int:
        """Remove what was not used for longest, where there are too many bytes, and what nobody finished.

        Return how many bytes may be kept before that is done again.
        """
        entries = []
        for entry in os.scandir(self.at if self.descriptor is None else self.descriptor):
            state = entry.stat(follow_symlinks=False)
            if re.fullmatch(_ENTRY, entry.name):
                entries.append((state.st_mtime_ns, state.st_size, entry.name))
            elif re.fullmatch(_UNFINISHED, entry.name) and time.time() - state.st_mtime > _GIVEN_UP:
                self.remove(entry.name)
        total = 0
        for _, size, name in sorted(entries, reverse=True):
            total += size
            if total > _MAX_BYTES:
                self.remove(name)
        return max(_MAX_BYTES - total, _MAX_BYTES // 8)


@contextmanager
def open_cache() -> Iterator[Folder | None]:
    """Open the folder of the entries for several of them, or none where it cannot be used."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(_folder())
        except OSError:
            folder = None
        yield folder


@contextmanager
def _folder(opened: Folder | None = None) -> Iterator[Folder]:
    """Open the folder of the entries, which is made where there is none, unless it is open.

    Raises:
        OSError: there is no home for it, it cannot be made, or it or the folder above it is a link, belongs to
            somebody else or may be written to by others.
    """
    if opened:
        yield opened
        return
    above = Path(platformdirs.user_cache_dir("brief", appauthor=False))
    if not above.is_absolute():  # a tilde that could not be resolved
        raise FileNotFoundError
    above.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _BY_DESCRIPTOR:
        folder = above / "dossiers"
        folder.mkdir(exist_ok=True)
        yield Folder(f"{folder}{os.sep}", None)
        return
    with _own_folder(above) as descriptor:
        with suppress(FileExistsError):
            os.mkdir("dossiers", 0o700, dir_fd=descriptor)
        with _own_folder("dossiers", descriptor) as entries:
            yield Folder("", entries)


@contextmanager
def _own_folder(path: str | Path, above: int | None = None) -> Iterator[int]:
    descriptor = os.open(path, _DIRECTORY, dir_fd=above)
    try:
        _refuse_foreign(descriptor, stat.S_ISDIR)
        yield descriptor
    finally:
        os.close(descriptor)


def _refuse_foreign(descriptor: int, is_kind: Callable[[int], bool]) -> None:
    """Raise PermissionError where something is of another kind, of another user, or others may write to it."""
    state = os.fstat(descriptor)
    foreign = hasattr(os, "getuid") and (state.st_uid != os.getuid() or bool(state.st_mode & 0o022))
    if foreign or not is_kind(state.st_mode):
        raise PermissionError


def _stamps(folder: Path) -> list[tuple[str, int, int]]:
    """Return name, size and time of the files in a folder, by which code that was edited is another program."""
    with suppress(OSError):
        stats = [(entry.name, entry.stat()) for entry in os.scandir(folder) if entry.is_file()]
        return sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)
    return []
