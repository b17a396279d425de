"""How far the reading of a dossier has come, for whoever watches; mostly nobody does."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Watcher(Protocol):
    """Somebody who is told how far it has come, in bytes."""

    def begin(self, total: int) -> None:
        """Be told that so many bytes are to be read, and then looked at."""

    def advance(self, count: int) -> None:
        """Be told that so many more were read."""

    def end(self) -> None:
        """Be told that it is over, whatever came out."""


#: Who is told, if anybody; the command line sets it where there is a terminal.
watcher: Watcher | None = None


@contextmanager
def watched(total: int) -> Iterator[None]:
    """Tell the watcher when some work on so many bytes begins and ends."""
    if watcher is None:
        yield
        return
    watcher.begin(total)
    try:
        yield
    finally:
        watcher.end()


class WatchedBytes(io.BytesIO):
    """Bytes that are read as a stream while the watcher is told."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, or all that are left."""
        part = super().read(size)
        if watcher is not None:
            watcher.advance(len(part))
        return part
