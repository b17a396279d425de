"""The ids in files, found without reading them whole, and remembered."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from briefcli import load
from briefcli.shelf.heads import ids_of
from samples import RIVER

if TYPE_CHECKING:
    from pathlib import Path

LONG = "# A remark that fills the first glance.\n" * 1000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RIVER, "river-talks"),
        (RIVER.replace("dossier: river-talks\n", "dossier: 'river-talks' # its id\n"), "river-talks"),
        (LONG + RIVER, "river-talks"),
        (RIVER.replace("dossier: river-talks\n", "") + "dossier: river-talks\n", "river-talks"),
        ("stances:\n  - {dossier: no id}\n", ""),
        (LONG, ""),
        ("", ""),
        ("- a list", ""),
        ("stances: [", None),
        ("dossier: [x]\n", ""),
    ],
)
def test_the_id_of_a_file(text: str, expected: str | None, tmp_path: Path) -> None:
    """It is at the top of its mapping, however far down; in broken YAML it is undetermined."""
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    assert ids_of([path], cached=False) == [expected]


def test_ids_are_in_the_order_of_the_files(tmp_path: Path) -> None:
    """Also where one has its id later than the others, or cannot be read."""
    texts = {"a": LONG + RIVER.replace("river", "a"), "b": RIVER.replace("river", "b"), "c": "stances: []\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [tmp_path / name for name in ("a", "none", "b", "c")]
    assert ids_of(paths, cached=False) == ["a-talks", "", "b-talks", ""]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_keeps_what_somebody_wrote_to_it(tmp_path: Path) -> None:
    """It could be read only once, and is no dossier of a shelf."""
    path = tmp_path / "x.yaml"
    os.mkfifo(path)
    descriptor = os.open(path, os.O_RDWR)
    os.write(descriptor, RIVER.encode())
    assert ids_of([path], cached=False) == [""]
    assert os.read(descriptor, len(RIVER)) == RIVER.encode()
    os.close(descriptor)


def test_the_id_and_the_dossier_of_a_small_file_are_both_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are made from the same bytes, and neither takes the place of the other."""
    path = tmp_path / "x.yaml"
    path.write_text(RIVER.replace("river-talks", "small"), encoding="utf-8")
    monkeypatch.setenv("BRIEF_PATH", str(tmp_path))
    assert load("small").id == "small"
    for module in ("yamlkeys", "reading"):
        monkeypatch.setitem(sys.modules, f"briefcli.reading.{module}", None)
    assert load("small").id == "small"


def test_what_was_found_once_is_not_looked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """But a file that changed is."""
    path = tmp_path / "x.yaml"
    path.write_text(RIVER, encoding="utf-8")
    assert ids_of([path], cached=True) == ["river-talks"]
    monkeypatch.setitem(sys.modules, "briefcli.reading.yamlkeys", None)
    assert ids_of([path], cached=True) == ["river-talks"]
    path.write_text(RIVER.replace("river", "lake"), encoding="utf-8")
    with pytest.raises(ImportError):
        ids_of([path], cached=True)
