"""The files of a dossier: which are read, which are not, and what is refused."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from briefcli.errors import DossierError
from briefcli.reading import files
from briefcli.reading.files import DossierFile, digest_of, dossier_paths, is_folder_dossier, read_bytes, unread

if TYPE_CHECKING:
    from pathlib import Path


def laid(folder: Path, *names: str) -> Path:
    """Return a folder in which there are files of these names."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return folder


def test_the_head_comes_first_and_the_parts_in_order_of_their_names(tmp_path: Path) -> None:
    """Other suffixes, hidden files and files in subfolders are not parts."""
    laid(tmp_path, "b.yaml", "dossier.yaml", "a.yaml", "c.yml", "d.YAML", ".e.yaml", "f/g.yaml", "h.txt")
    assert [path.name for path in dossier_paths(tmp_path)] == ["dossier.yaml", "a.yaml", "b.yaml"]
    assert dossier_paths(tmp_path / "a.yaml") == [tmp_path / "a.yaml"]


def test_a_head_that_leads_nowhere_is_one(tmp_path: Path) -> None:
    """A warning is given, and the folder does not become a shelf in silence."""
    assert not is_folder_dossier(tmp_path)
    (tmp_path / "dossier.yaml").symlink_to("nowhere")
    assert is_folder_dossier(tmp_path)
    with pytest.raises(DossierError):
        read_bytes(dossier_paths(tmp_path)[0])


@pytest.mark.parametrize("head", ["dossier.yaml", "a.yaml"])
def test_yaml_that_is_not_read_is_reported(head: str, tmp_path: Path) -> None:
    """On a shelf a folder with a head is read, in the folder of a dossier none is."""
    laid(tmp_path, head, "b.yaml", "c.yml", "d.YAML", ".e.yml", "f/g/h.yaml", "i/j.txt", "k/dossier.yaml", "l.txt")
    laid(tmp_path, "read/one.yaml")
    told = [problem.file for problem in unread(tmp_path, {tmp_path / "read"})]
    left = ["c.yml", "d.YAML", "f", *(["k"] if head == "dossier.yaml" else [])]
    assert told == [str(tmp_path / name) for name in left]


def test_a_folder_that_cannot_be_looked_into_has_nothing_unread(tmp_path: Path) -> None:
    """A warning is given."""
    assert unread(laid(tmp_path, "a.yml") / "a.yml", ()) == unread(tmp_path / "none", ()) == []


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    """Whether they were read or not."""
    path = laid(tmp_path, "a.yaml") / "a.yaml"
    assert DossierFile("any", b"a.yaml").digest() == digest_of(path) == hashlib.sha256(b"a.yaml").digest()


def test_at_most_the_requested_bytes_are_read(tmp_path: Path) -> None:
    """The beginning contains an id."""
    path = laid(tmp_path, "a.yaml") / "a.yaml"
    assert (read_bytes(path, 3), read_bytes(path)) == (b"a.y", b"a.yaml")


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size is looked at before it is read, for its digest too."""
    path = laid(tmp_path, "a.yaml") / "a.yaml"
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 6)
    assert read_bytes(path) == b"a.yaml"
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 5)
    for ask in (read_bytes, digest_of):
        with pytest.raises(DossierError) as caught:
            ask(path)
        assert [problem.rule.slug for problem in caught.value.problems] == ["too-large"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_read_only_where_it_was_named(tmp_path: Path) -> None:
    """Nobody may be there to write to it, and it is refused at once."""
    os.mkfifo(tmp_path / "pipe")
    for ask in (read_bytes, digest_of):
        with pytest.raises(DossierError) as caught:
            ask(tmp_path / "pipe")
        assert str(caught.value) == f"{tmp_path}/pipe cannot be read: it is not a regular file"
    writer = os.open(tmp_path / "pipe", os.O_RDWR)
    os.write(writer, b"a: b")
    assert read_bytes(tmp_path / "pipe", 4, special=True) == b"a: b"
    os.close(writer)


@pytest.mark.parametrize(("name", "reason"), [("none", "there is no such file"), (".", "Is a directory")])
def test_what_is_not_a_file_is_reported_in_the_words_of_the_system(name: str, reason: str, tmp_path: Path) -> None:
    """The sentence names the path."""
    with pytest.raises(DossierError) as caught:
        read_bytes(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name} cannot be read: {reason}"
