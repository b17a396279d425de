"""The ids in the heads of dossiers, remembered in the store, so that no YAML is read for a name."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

import msgspec

from briefcli.dossier.kinds import LIST_KEYS
from briefcli.dossier.model import OWN_KEY
from briefcli.reading.files import MAX_FILE_BYTES
from briefcli.shelf.store import CacheKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from briefcli.shelf.store import CacheEntry

#: The number of bytes that usually contain the id of a dossier.
_GLANCE = 4096
#: A pipe without a writer would keep us waiting.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def ids_of(paths: Sequence[Path], *, cached: bool) -> list[str | None]:
    """Return the id in each of some files; "" if absent, None if undetermined."""
    ids = _ids(paths, _GLANCE, cached=cached) if paths else []
    untold = [path for path, found in zip(paths, ids, strict=True) if found is None]
    looked = iter(_ids(untold, MAX_FILE_BYTES + 1, cached=cached) if untold else ())
    return [next(looked) if found is None else found for found in ids]


def are_parts(paths: Iterable[Path]) -> bool:
    """Whether each of some files has records or sources, and nothing else but the curator's own keys."""
    from briefcli.reading.yamlkeys import top_keys  # noqa: PLC0415 - likewise

    found = [top_keys(_beginning(path, MAX_FILE_BYTES + 1)) for path in paths]
    return all(keys & {*LIST_KEYS} and all(map(_may_be_in_part, keys)) for keys in found)


def _may_be_in_part(key: str) -> bool:
    return key in LIST_KEYS or key.startswith(OWN_KEY)


def _ids(paths: Sequence[Path], most: int, *, cached: bool) -> list[str | None]:
    """Return the ids in the first bytes of each file; None if more bytes are needed."""
    beginnings = [_beginning(path, most) for path in paths]
    key = CacheKey("names", (hashlib.sha256(data).digest() for data in beginnings))
    ids = key.fetch(_kept) if cached else None
    if ids is None:
        # YAML takes 11 ms to import, which a dossier from the store shall not pay.
        from briefcli.reading.yamlkeys import top_text  # noqa: PLC0415

        ids = [top_text(data, "dossier", whole=len(data) < most) for data in beginnings]
        if cached:
            key.keep(msgspec.msgpack.encode(ids))
    return ids


def _kept(kept: CacheEntry) -> list[str | None]:
    return msgspec.msgpack.decode(kept.block(0), type=list[str | None])


def _beginning(path: Path, most: int) -> bytes:
    """Return the first bytes of a file; empty if it cannot be read, because its reader reports why."""
    try:
        descriptor = os.open(path, _READ)
        try:
            state = os.fstat(descriptor)
            can_be_read = stat.S_ISREG(state.st_mode) and state.st_size <= MAX_FILE_BYTES
            return os.read(descriptor, most) if can_be_read else b""
        finally:
            os.close(descriptor)
    except OSError:
        return b""
