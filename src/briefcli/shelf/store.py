"""The compiled form of dossiers, in the user's cache folder, so that YAML is read and checked once.

An entry is named by a digest of all that its dossier was made from: the bytes of the files, the program
that read them, and the country names of pycountry. So it is never stale, and nothing has to be cleared.
An entry that is missing, half written or of another type is as good as none, and so is a folder that
cannot be used or that others may write to: then the YAML is read, and nobody is told.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
import platformdirs

from briefcli.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")

#: Part of the digest; another number where entries are laid out otherwise.
_LAYOUT = 1
_MOST_ENTRIES = 64
_MOST_BYTES = 256 * 1024 * 1024


def is_off() -> bool:
    """Whether BRIEF_CACHE says that there shall be no store."""
    return os.environ.get("BRIEF_CACHE", "").casefold() in {"off", "0", "no", "false"}


class Slot:
    """The place in the store for what files of some digests hold together; `name` is that of the entry's file."""

    def __init__(self, digests: Iterable[bytes]) -> None:
        self.name = hashlib.sha256(b"".join((_program().encode(), *digests))).hexdigest()

    def fetch(self, kind: type[T]) -> T | None:
        """Return what is kept here, or None where it is nothing of that kind."""
        with suppress(OSError, ValueError, msgspec.DecodeError):
            path = _folder() / self.name
            entry = memoryview(path.read_bytes())
            if entry[:4] == self._seal(entry[4:]):
                kept = msgspec.msgpack.decode(entry[4:], type=kind)
                with suppress(OSError):
                    os.utime(path)  # what is used stays longest
                return kept
        return None

    def keep(self, value: object) -> None:
        """Keep a value here; where that makes too many, those go that were not used for longest."""
        payload = msgspec.msgpack.encode(value)
        with suppress(OSError):
            folder = _folder()
            descriptor, temporary = tempfile.mkstemp(dir=folder)
            try:
                with os.fdopen(descriptor, "wb") as stream:
                    stream.write(self._seal(payload))
                    stream.write(payload)
                Path(temporary).replace(folder / self.name)
            finally:
                Path(temporary).unlink(missing_ok=True)
            _make_room(folder)

    def _seal(self, payload: bytes | memoryview) -> bytes:
        """Return four bytes by which an entry shows that it is whole and was written for this place."""
        return zlib.crc32(payload, zlib.crc32(self.name.encode())).to_bytes(4, "big")


def _program() -> str:
    """Return what tells this program and its country names from any other."""
    countries = find_spec("pycountry")
    package = Path(__file__).parents[1]
    rooms = (package / name for name in ("", "dossier", "reading", "shelf"))
    folders = (*rooms, Path((countries and countries.origin) or "").with_name("databases"))
    return f"{__version__} {_LAYOUT} {[_stamps(folder) for folder in folders]}"


def _stamps(folder: Path) -> list[tuple[str, int, int]]:
    """Return name, size and time of the files in a folder, by which code that was edited is another program."""
    with suppress(OSError):
        stats = [(entry.name, entry.stat()) for entry in os.scandir(folder) if entry.is_file()]
        return sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)
    return []


def _folder() -> Path:
    """Return the folder of the entries.

    Raises:
        OSError: there is no home for it, it cannot be made, or others may write to it.
    """
    folder = Path(platformdirs.user_cache_dir("brief", appauthor=False), "dossiers")
    if not folder.is_absolute():  # a tilde that could not be resolved
        raise FileNotFoundError
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = folder.stat()
    if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & 0o022):
        raise PermissionError
    return folder


def _make_room(folder: Path) -> None:
    """Remove the entries that were not used for longest, as many as are too many."""
    states = [(entry.path, entry.stat()) for entry in os.scandir(folder)]
    total = 0
    for number, (path, state) in enumerate(sorted(states, key=lambda one: one[1].st_mtime_ns, reverse=True)):
        total += state.st_size
        if number >= _MOST_ENTRIES or total > _MOST_BYTES:
            Path(path).unlink(missing_ok=True)
