"""Progress of the reading of a dossier, reported to an observer if there is one."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class ProgressObserver(Protocol):
    """Receives the progress, counted in bytes."""

    def begin(self, total: int) -> None:
        """Start: `total` bytes will be read and checked."""

    def advance(self, count: int) -> None:
        """Count `count` more bytes as read."""

    def end(self) -> None:
        """End, also after an error."""


#: The observer, set by the command line on a terminal.
observer: ProgressObserver | None = None


@contextmanager
def observed(total: int) -> Iterator[None]:
    """Report the begin and the end of work on `total` bytes."""
    if observer is None:
        yield
        return
    observer.begin(total)
    try:
        yield
    finally:
        observer.end()


class ObservedBytes(io.BytesIO):
    """A stream of bytes that reports how many were read."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read at most `size` bytes, or all that are left."""
        part = super().read(size)
        if observer is not None:
            observer.advance(len(part))
        return part
