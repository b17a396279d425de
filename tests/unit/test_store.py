"""The compiled form of dossiers: the same dossier comes back, or none, and nothing is ever in the way."""

from __future__ import annotations

import os
import zlib
from typing import TYPE_CHECKING

import msgspec
import pytest

from briefcli import load
from briefcli.dossier.model import Dossier
from briefcli.shelf import store
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.store import Slot
from samples import RIVER, files, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half written": lambda entry: entry[: len(entry) // 2],
    "one bit turned": lambda entry: entry[:-3] + bytes([entry[-3] ^ 1]) + entry[-2:],
    "zeros after a crash": lambda entry: bytes(len(entry)),
    "YAML": lambda _: RIVER.encode(),
    "a pickle": lambda _: b"cos\nsystem\n(S'touch x'\ntR.",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a store of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "brief" / "dossiers"


@pytest.fixture
def river(tmp_path: Path) -> Path:
    """Write a dossier that can be read by its path."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER)
    return path


def slot(*texts: str) -> Slot:
    """Return the slot of files with these texts."""
    return Slot(file.digest() for file in files(*texts))


def test_what_is_kept_comes_back_whole() -> None:
    """Every record of every kind, and only from the slot of the same bytes."""
    for entry in Catalogue().entries:
        dossier = Catalogue(cached=False).read(entry)
        Slot(file.digest() for file in entry.files()).keep(dossier)
        assert Slot(file.digest() for file in entry.files()).fetch(Dossier) == dossier
    assert slot(RIVER).fetch(Dossier) is None


@pytest.mark.parametrize("at", range(0, len(RIVER), 97))
def test_another_byte_is_another_slot(at: int) -> None:
    """A change of one byte anywhere finds nothing, and so does the same text cut into files otherwise."""
    slot(RIVER).keep(read(RIVER))
    assert slot(RIVER[:at] + "#" + RIVER[at + 1 :]).fetch(Dossier) is None
    assert slot(RIVER[:at], RIVER[at:]).fetch(Dossier) is None


@pytest.mark.parametrize("what", ["__version__", "_LAYOUT"])
def test_another_program_is_another_slot(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older version kept is not what this one would read."""
    slot(RIVER).keep(read(RIVER))
    monkeypatch.setattr(store, what, "another")
    assert slot(RIVER).fetch(Dossier) is None


@pytest.mark.parametrize("room", ["", "dossier", "reading", "shelf"])
def test_edited_code_is_another_program(room: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a checkout the version stays while the code changes; where there are no files to look at, the version is all."""
    monkeypatch.setattr(store, "__file__", str(tmp_path / "shelf" / "store.py"))
    names = [slot(RIVER).name]
    (tmp_path / room).mkdir(exist_ok=True)
    for code in ("one", "other"):
        (tmp_path / room / "module.py").write_text(code)
        names.append(slot(RIVER).name)
    assert len(set(names)) == 3


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_entry_is_as_good_as_none(damage: str, folder: Path, river: Path) -> None:
    """The YAML is read, and a sound entry takes the place of the damaged one."""
    dossier = load(str(river))
    (entry,) = folder.iterdir()
    sound = entry.read_bytes()
    entry.write_bytes(DAMAGES[damage](sound))
    assert load(str(river)) == dossier
    assert entry.read_bytes() == sound


@pytest.mark.parametrize(
    "forged",
    [
        [],
        {"dossier": "x"},
        ["a", b"\xff"],
        7,
        {**msgspec.to_builtins(read(RIVER)), "stances": [{"since": "2025-13"}]},
    ],
)
def test_an_entry_of_another_type_is_as_good_as_none(forged: object, folder: Path) -> None:
    """Even one that was sealed for its slot is decoded by its type."""
    place = slot(RIVER)
    place.keep(read(RIVER))
    payload = msgspec.msgpack.encode(forged)
    seal = zlib.crc32(payload, zlib.crc32(place.name.encode()))
    (folder / place.name).write_bytes(seal.to_bytes(4, "big") + payload)
    assert place.fetch(Dossier) is None


def test_an_entry_of_another_slot_is_as_good_as_none(folder: Path) -> None:
    """A file that was renamed does not answer for another dossier."""
    other = RIVER.replace("Egypt", "Sudan")
    slot(other).keep(read(other))
    (entry,) = folder.iterdir()
    entry.rename(folder / slot(RIVER).name)
    assert slot(RIVER).fetch(Dossier) is None


def test_a_folder_that_others_may_write_to_is_not_used(folder: Path, river: Path) -> None:
    """Nobody else can lay an answer there."""
    load(str(river))
    folder.chmod(0o777)
    assert slot(RIVER).fetch(Dossier) is None
    for entry in folder.iterdir():
        entry.unlink()
    load(str(river))
    assert list(folder.iterdir()) == []


def test_an_entry_is_for_its_user_alone(folder: Path, river: Path) -> None:
    """Neither the folder nor what lies in it can be read by others."""
    load(str(river))
    assert [path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())] == [0, 0]


@pytest.mark.parametrize("home", ["/dev/null", "/proc/nowhere"])
def test_no_folder_is_no_fault(home: str, monkeypatch: pytest.MonkeyPatch, river: Path) -> None:
    """Where there can be no folder, the dossier is read each time."""
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    assert load(str(river)) == load(str(river)) == read(RIVER)


def test_without_a_home_no_folder_is_made_in_the_present_one(
    monkeypatch: pytest.MonkeyPatch, river: Path, tmp_path: Path
) -> None:
    """A path that begins with an unresolved tilde is no folder of the user's."""
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_, **__: "~/.cache/brief")
    monkeypatch.chdir(tmp_path)
    assert load(str(river)) == read(RIVER)
    assert not (tmp_path / "~").exists()


def test_the_last_used_64_entries_stay(folder: Path) -> None:
    """What was used longest ago makes room, whenever it was written."""
    texts = [RIVER.replace("river-talks", f"river-{number}") for number in range(66)]
    for number, text in enumerate(texts[:64]):
        slot(text).keep(read(text))
        os.utime(folder / slot(text).name, (number, number))
    assert slot(texts[0]).fetch(Dossier)
    for text in texts[64:]:
        slot(text).keep(read(text))
    found = [bool(slot(text).fetch(Dossier)) for text in texts]
    assert found == [True, False, False, *[True] * 63]


def test_the_entries_stay_within_their_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go first, and what is larger than the whole store does not stay."""
    slot(RIVER).keep(read(RIVER))
    (entry,) = folder.iterdir()
    monkeypatch.setattr(store, "_MOST_BYTES", entry.stat().st_size * 2 + 10)
    for number in (1, 2):
        text = RIVER.replace("gazette", f"source{number}")
        slot(text).keep(read(text))
    assert len(list(folder.iterdir())) == 2
    assert slot(RIVER).fetch(Dossier) is None
    monkeypatch.setattr(store, "_MOST_BYTES", 10)
    slot(RIVER).keep(read(RIVER))
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("value", ["off", "OFF", "0", "no", "false"])
def test_the_store_is_switched_off(value: str, folder: Path, river: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the caller or by a variable, and then it is neither read nor written."""
    Catalogue(cached=False).load(str(river))
    monkeypatch.setenv("BRIEF_CACHE", value)
    load(str(river))
    assert not folder.exists()
