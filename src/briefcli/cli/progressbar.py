"""A bar on standard error while a large dossier is read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from briefcli.reading import progress

if TYPE_CHECKING:
    from rich.progress import Progress

#: Seconds of work before the bar is shown.
_PATIENCE = 1.0


def show_progress() -> None:
    """Show a bar on standard error whenever reading takes more than a second."""
    progress.observer = _Bar()


class _Bar:
    """A bar that fills while YAML is read and pulses while it is checked."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._begun = 0.0
        self._done = 0
        self._total = 0

    def begin(self, total: int) -> None:
        self._begun = time.monotonic()
        self._done, self._total = 0, total

    def advance(self, count: int) -> None:
        self._done += count
        if self._progress is None and time.monotonic() - self._begun > _PATIENCE:
            self._progress = _started()
        if self._progress is not None:
            task = self._progress.tasks[0]
            task.completed = self._done
            if self._done < self._total:
                task.description, task.total = "Reading", self._total
            else:  # the duration of the checks is unknown, which a bar without a total shows
                task.description, task.total = "Checking", None

    def end(self) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None


def _started() -> Progress:
    from rich.console import Console  # noqa: PLC0415 - most runs show no bar
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task("Reading")
    bar.start()
    return bar
