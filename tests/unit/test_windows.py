"""What differs on Windows, seen from another system."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest

from briefcli.cli import pager, writing
from briefcli.cli.folders import publish
from briefcli.errors import UsageError


def test_the_likely_cause_of_a_locked_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Excel and Word lock what they show. Of a folder the locked file is named."""
    place = tmp_path / "x" / "stances.csv"
    refused = PermissionError(errno.EACCES, "Permission denied", "new", None, str(place))
    assert str(writing.unwritable(place, refused)) == f"{place} cannot be written: Permission denied"
    monkeypatch.setattr(writing, "WINDOWS", True)

    def replace(new: Path, target: Path) -> None:
        if target == place:
            raise refused
        os.replace(new, target)  # noqa: PTH105 - the method is this one

    monkeypatch.setattr(Path, "replace", replace)
    expected = f"{place} cannot be written: Permission denied; is it open in another program?"
    with pytest.raises(UsageError, match=f"^{re.escape(expected)}$"):
        publish(place.parent, [place.name], lambda folder: (folder / place.name).touch(), made_by="brief")


def test_a_pager_keeps_its_backslashes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """There they separate folders."""
    program = tmp_path / r"Program Files\less"
    program.write_text(f"#!/bin/sh\ncat >'{tmp_path}/shown'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PAGER", str(program))
    monkeypatch.setattr(pager, "_WINDOWS", True)
    assert pager.show(b"line\n" * 1000)
    assert (tmp_path / "shown").read_bytes() == b"line\n" * 1000
