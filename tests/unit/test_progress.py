"""An observer is notified of the progress of reading a dossier."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from briefcli.reading import progress
from samples import RIVER, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result


class Diary:
    """An observer that records its notifications."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []

    def begin(self, total: int) -> None:
        """Write down how much there is."""
        self.told.append(("begin", total))

    def advance(self, count: int) -> None:
        """Write down how much more is done."""
        self.told.append(("advance", count))

    def end(self) -> None:
        """Write down that it is over."""
        self.told.append(("end", 0))


@pytest.fixture
def diary(monkeypatch: pytest.MonkeyPatch) -> Diary:
    """Return the record of the observer."""
    diary = Diary()
    monkeypatch.setattr(progress, "observer", diary)
    return diary


def test_all_bytes_of_all_files_are_counted_between_beginning_and_end(diary: Diary) -> None:
    """As they are read."""
    at = RIVER.index("stances:")
    read(RIVER[:at], RIVER[at:])
    (begun, total), *parts, ended = diary.told
    assert (begun, total, ended) == ("begin", len(RIVER.encode()), ("end", 0))
    assert {what for what, _ in parts} == {"advance"}
    assert sum(count for _, count in parts) == total


def test_the_end_is_notified_whatever_the_result(diary: Diary) -> None:
    """Nobody is left with half a bar."""
    with pytest.raises(KeyboardInterrupt), progress.observed(7):
        raise KeyboardInterrupt
    assert diary.told == [("begin", 7), ("end", 0)]


def test_nobody_needs_to_watch() -> None:
    """Mostly nobody does."""
    assert progress.observer is None
    assert read(RIVER).id == "river-talks"


def test_a_pipe_has_no_bar(brief: Callable[..., Result]) -> None:
    """Nobody looks there."""
    assert brief("stances", "--no-cache").code == 0
    assert progress.observer is None


def test_a_terminal_has_a_bar(brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody looks there."""
    monkeypatch.setattr(progress, "observer", None)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(progress, "observer", None)
    brief("--version")
    assert progress.observer is not None
