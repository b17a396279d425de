"""How far a long reading has come, for whoever watches; mostly nobody does."""

from __future__ import annotations

import io
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: Called with each number of bytes that was read, where somebody watches.
watcher: ContextVar[Callable[[int], None] | None] = ContextVar("watcher", default=None)


class WatchedBytes(io.BytesIO):
    """Bytes that are read as a stream while the watcher is told."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, or all that are left."""
        part = super().read(size)
        if watch := watcher.get():
            watch(len(part))
        return part
