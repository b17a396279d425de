"""The compiled form of dossiers: the same dossier comes back, or none, and nothing is ever in the way."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

import msgspec
import pytest

from briefcli import load
from briefcli.shelf import store
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.compiled import encoded_blocks, index, part, whole
from briefcli.shelf.store import CacheKey
from samples import RIVER, files, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from briefcli.dossier.model import Dossier
    from briefcli.shelf.store import CacheEntry

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half written": lambda entry: entry[: len(entry) // 2],
    "one bit turned": lambda entry: entry[:-3] + bytes([entry[-3] ^ 1]) + entry[-2:],
    "zeros after a crash": lambda entry: bytes(len(entry)),
    "YAML": lambda _: RIVER.encode(),
    "a pickle": lambda _: b"cos\nsystem\n(S'touch x'\ntR.",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a store of its own, and a program that is looked at anew."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store.program.cache_clear()
    yield tmp_path / "cache" / "brief" / "dossiers"
    store.program.cache_clear()


def limit(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the store have at most `number` bytes, in a process that has not kept an entry yet."""
    monkeypatch.setattr(store, "_MAX_BYTES", number)
    monkeypatch.setattr(CacheKey, "bytes_left", 0)


def slot(*texts: str) -> CacheKey:
    """Return the slot of files with these texts."""
    return CacheKey("dossier", (file.digest() for file in files(*texts)))


def about(*codes: str) -> Callable[[CacheEntry], Dossier]:
    """Return what reads the part about some countries."""
    return lambda kept: part(kept, lambda _: codes)


def test_what_is_kept_comes_back_whole() -> None:
    """Every record of every kind, and only from the slot of the same bytes."""
    for entry in Catalogue().entries:
        dossier = Catalogue(cached=False).read(entry)
        CacheKey("dossier", (file.digest() for file in entry.files())).keep(*encoded_blocks(dossier))
        assert CacheKey("dossier", (file.digest() for file in entry.files())).fetch(whole) == dossier
    assert slot(RIVER).fetch(whole) is None


@pytest.mark.parametrize("at", range(0, len(RIVER), 97))
def test_another_byte_is_another_slot(at: int) -> None:
    """A change of one byte anywhere finds nothing, and so does the same text cut into files otherwise."""
    slot(RIVER).keep(*encoded_blocks(read(RIVER)))
    assert slot(RIVER[:at] + "#" + RIVER[at + 1 :]).fetch(whole) is None
    assert slot(RIVER[:at], RIVER[at:]).fetch(whole) is None


@pytest.mark.parametrize("what", ["__version__", "_LAYOUT"])
def test_another_program_is_another_slot(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older version kept is not what this one would read."""
    slot(RIVER).keep(*encoded_blocks(read(RIVER)))
    monkeypatch.setattr(store, what, "another")
    store.program.cache_clear()
    assert slot(RIVER).fetch(whole) is None


@pytest.mark.parametrize("room", ["", "dossier", "reading", "shelf"])
def test_edited_code_is_another_program(room: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a checkout the version stays while the code changes; where there are no files to look at, the version is all."""
    monkeypatch.setattr(store, "__file__", str(tmp_path / "shelf" / "store.py"))
    names = [slot(RIVER).name]
    (tmp_path / room).mkdir(exist_ok=True)
    for second, code in enumerate(("one", "two")):  # of one length
        (tmp_path / room / "module.py").write_text(code)
        os.utime(tmp_path / room / "module.py", (second, second))
        store.program.cache_clear()
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


@pytest.mark.parametrize("cut", [-1, -100])
def test_of_an_entry_that_was_cut_nothing_is_used(cut: int, folder: Path) -> None:
    """Not even its first block, which is whole."""
    slot(RIVER).keep(*encoded_blocks(read(RIVER)))
    assert slot(RIVER).fetch(index)
    (entry,) = folder.iterdir()
    entry.write_bytes(entry.read_bytes()[:cut])
    assert slot(RIVER).fetch(index) is None


@pytest.mark.parametrize("number", range(7))
@pytest.mark.parametrize(
    "forged", [b"\x80", b"\xa1\xff", b"\x07", b"\x91\x07", b"\xdd\0\0\0\1\x81\xa5since\xa72025-13", b""]
)
def test_a_block_of_another_type_is_as_good_as_none(number: int, forged: bytes) -> None:
    """Even in an entry that was sealed for its slot each block is decoded by its type."""
    entry = encoded_blocks(read(RIVER))
    entry[number] = forged
    slot(RIVER).keep(*entry)
    assert slot(RIVER).fetch(about("EG") if number == 1 else whole) is None


@pytest.mark.parametrize(
    "lie",
    [
        {"ends": {}},
        {"ends": {"stances": bytes(4)}},
        {"ends": {"stances": b"\xff" * 4}},
        {"ends": {"stances": b"\xff" * 3}},
        {"sums": {"stances": b""}},
        {"countries": {"EG": {"stances": b"\7\0\0\0"}}},
        {"sources": {}},
        {"sources": {"gazette": 2**40}},
        {"sources": {"gazette": -1}},
    ],
)
def test_no_forged_place_leads_elsewhere(lie: dict[str, dict[str, object]]) -> None:
    """Neither outside of a block nor to another record."""
    entry = encoded_blocks(read(RIVER))
    places = msgspec.msgpack.decode(entry[1], type=dict[str, dict[str, object]])
    forged = {
        key: value | lie.get(key, {}) if lie.get(key) else lie.get(key, value) for key, value in places.items()
    }
    entry[1] = msgspec.msgpack.encode(forged)
    slot(RIVER).keep(*entry)
    assert slot(RIVER).fetch(about("EG")) is None


def test_an_entry_of_another_slot_is_as_good_as_none(folder: Path) -> None:
    """A file that was renamed does not answer for another dossier."""
    other = RIVER.replace("Egypt", "Sudan")
    slot(other).keep(*encoded_blocks(read(other)))
    (entry,) = folder.iterdir()
    entry.rename(folder / slot(RIVER).name)
    assert slot(RIVER).fetch(whole) is None


def test_another_kind_is_another_slot() -> None:
    """What was made of the same bytes in another way is no answer, and does not take the place of one."""
    digests = [file.digest() for file in files(RIVER)]
    slot(RIVER).keep(*encoded_blocks(read(RIVER)))
    CacheKey("names", digests).keep(b"river-talks")
    assert slot(RIVER).fetch(whole) == read(RIVER)
    assert CacheKey("names", digests).fetch(lambda kept: kept.block(0)) == b"river-talks"


def spoiled_by_writers(folder: Path) -> None:
    """Let others write to the folder of the entries."""
    folder.chmod(0o777)


def spoiled_by_a_group(folder: Path) -> None:
    """Let a group write to the folder above, as a umask of 002 does."""
    folder.parent.chmod(0o775)


def spoiled_by_a_link(folder: Path) -> None:
    """Lead the folder of the entries elsewhere."""
    folder.rename(folder.parent / "elsewhere")
    folder.symlink_to("elsewhere")


def spoiled_by_a_link_above(folder: Path) -> None:
    """Lead the folder above elsewhere."""
    elsewhere = folder.parent.rename(folder.parents[1] / "elsewhere")
    folder.parent.symlink_to(elsewhere)


def spoiled_by_an_owner(folder: Path) -> None:
    """Give the folder above to somebody else."""
    os.chown(folder.parent, 12345, -1)


@pytest.mark.parametrize(
    "spoil",
    [
        spoiled_by_writers,
        spoiled_by_a_group,
        spoiled_by_a_link,
        spoiled_by_a_link_above,
        pytest.param(
            spoiled_by_an_owner, marks=pytest.mark.skipif(os.geteuid() != 0, reason="only root gives folders away")
        ),
    ],
)
def test_a_folder_in_which_others_could_lay_an_answer_is_not_used(
    spoil: Callable[[Path], None], folder: Path, river: Path
) -> None:
    """Nor is it written to, and the YAML is read."""
    load(str(river))
    assert slot(RIVER).fetch(whole)
    spoil(folder)
    assert slot(RIVER).fetch(whole) is None
    for entry in folder.iterdir():
        entry.unlink()
    assert load(str(river)) == read(RIVER)
    assert list(folder.iterdir()) == []


def spoiled_entry_of_others(entry: Path) -> None:
    """Let others write to an entry."""
    entry.chmod(0o666)


def spoiled_entry_that_is_a_link(entry: Path) -> None:
    """Lead an entry elsewhere."""
    entry.rename(entry.with_suffix(".elsewhere"))
    entry.symlink_to(entry.with_suffix(".elsewhere"))


def spoiled_entry_that_is_a_pipe(entry: Path) -> None:
    """Put a pipe in the place of an entry, to which nobody writes."""
    entry.unlink()
    os.mkfifo(entry)


def spoiled_entry_that_is_a_pipe_with_a_writer(entry: Path) -> None:
    """Put a pipe in the place of an entry, to which somebody may write."""
    spoiled_entry_that_is_a_pipe(entry)
    os.open(entry, os.O_RDWR)


def spoiled_entry_that_is_a_folder(entry: Path) -> None:
    """Put a folder in the place of an entry."""
    entry.unlink()
    entry.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [
        spoiled_entry_of_others,
        spoiled_entry_that_is_a_link,
        spoiled_entry_that_is_a_pipe,
        spoiled_entry_that_is_a_pipe_with_a_writer,
        spoiled_entry_that_is_a_folder,
    ],
)
def test_an_entry_that_is_no_file_of_the_users_is_as_good_as_none(
    spoil: Callable[[Path], None], folder: Path, river: Path
) -> None:
    """And it is not waited for."""
    slot(RIVER).keep(*encoded_blocks(read(RIVER)))
    spoil(folder / slot(RIVER).name)
    assert slot(RIVER).fetch(whole) is None
    assert load(str(river)) == read(RIVER)


@pytest.mark.parametrize("level", [0, 1])
def test_a_folder_that_is_exchanged_meanwhile_is_not_looked_into(
    level: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was opened and looked at is what is read, whoever may write to the folders above."""
    exchanged = (folder.parent, folder)[level]
    forged = read(RIVER.replace("Talks on", "Lies on"))
    slot(RIVER).keep(*encoded_blocks(forged))
    exchanged.rename(exchanged.with_name("forged"))
    slot(RIVER).keep(*encoded_blocks(read(RIVER)))
    look: Callable[..., None] = vars(store)["_refuse_foreign"]
    looks = iter(range(9))

    def exchange(*arguments: object) -> None:
        look(*arguments)
        if next(looks) == level:  # the folder above is looked at first
            exchanged.rename(exchanged.with_name("mine"))
            exchanged.with_name("forged").rename(exchanged)

    monkeypatch.setattr(store, "_refuse_foreign", exchange)
    assert slot(RIVER).fetch(whole) == read(RIVER)
    assert slot(RIVER).fetch(whole) == forged


def _size(dossier: Dossier) -> int:
    """Return the size of the entry of a dossier: its blocks, and eight bytes for each of them and before them."""
    blocks = encoded_blocks(dossier)
    return sum(map(len, blocks)) + 8 * (1 + len(blocks))


def test_only_entries_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other files there are neither removed nor counted, except for what was not finished within an hour."""
    limit(monkeypatch, 1 + _size(read(RIVER)))
    folder.mkdir(parents=True, mode=0o700)
    folder.parent.chmod(0o700)
    names = ["letter.txt", "a" * 63, "A" * 64, f"{'a' * 64}.new", f"{'b' * 64}.new", "c" * 64]
    for name in names:
        (folder / name).write_text("hi", encoding="utf-8")
        os.utime(folder / name, (1, 1))
    os.utime(folder / f"{'b' * 64}.new")
    slot(RIVER).keep(*encoded_blocks(read(RIVER)))
    assert {path.name for path in folder.iterdir()} == {*names[:3], names[4], slot(RIVER).name}


def test_an_entry_that_could_not_be_finished_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a full disk nor an interrupt."""
    for error in (OSError, KeyboardInterrupt):

        def refuse(*_: object, error: type[BaseException] = error, **__: object) -> None:
            raise error

        monkeypatch.setattr("os.replace", refuse)
        with contextlib.suppress(KeyboardInterrupt):
            slot(RIVER).keep(*encoded_blocks(read(RIVER)))
        assert list(folder.iterdir()) == []


def test_a_system_that_opens_no_folder_has_a_store_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch, river: Path
) -> None:
    """As Windows does not."""
    monkeypatch.setattr(store, "_BY_DESCRIPTOR", False)
    load(str(river))
    slot(f"{RIVER}#").keep(*encoded_blocks(read(RIVER)))
    assert slot(f"{RIVER}#").fetch(whole) == slot(RIVER).fetch(whole) == load(str(river))
    assert len(list(folder.iterdir())) == 2


def test_an_entry_is_for_its_user_alone(folder: Path, river: Path) -> None:
    """Neither the folder nor its contents can be read by others."""
    load(str(river))
    assert [path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())] == [0, 0]


@pytest.mark.parametrize("mask", [0, 0o002, 0o077])
def test_the_folders_are_the_users_alone_whatever_the_umask(mask: int, folder: Path) -> None:
    """Those that are made here can be used the next time."""
    before = os.umask(mask)
    try:
        slot(RIVER).keep(*encoded_blocks(read(RIVER)))
    finally:
        os.umask(before)
    assert slot(RIVER).fetch(whole)
    assert [path.stat().st_mode & 0o777 for path in (folder.parent, folder)] == [0o700, 0o700]


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


def test_a_shelf_of_a_hundred_stays_whole(folder: Path) -> None:
    """Who looks through all of it a second time finds each there."""
    texts = [RIVER.replace("river-talks", f"river-{number}") for number in range(100)]
    for text in texts:
        slot(text).keep(*encoded_blocks(read(text)))
    assert len(list(folder.iterdir())) == 100


def test_what_was_used_longest_ago_makes_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever it was written."""
    texts = [RIVER.replace("river-talks", f"river-{number}") for number in range(4)]
    for number, text in enumerate(texts[:3]):
        slot(text).keep(*encoded_blocks(read(text)))
        os.utime(folder / slot(text).name, (number, number))
    assert slot(texts[0]).fetch(whole)
    limit(monkeypatch, sum(path.stat().st_size for path in folder.iterdir()))
    slot(texts[3]).keep(*encoded_blocks(read(texts[3])))
    assert [bool(slot(text).fetch(whole)) for text in texts] == [True, False, True, True]


def test_the_entries_stay_within_their_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go first, and what is larger than the whole store does not stay."""
    slot(RIVER).keep(*encoded_blocks(read(RIVER)))
    (entry,) = folder.iterdir()
    limit(monkeypatch, entry.stat().st_size * 2 + 10)
    for number in (1, 2):
        text = RIVER.replace("gazette", f"source{number}")
        slot(text).keep(*encoded_blocks(read(text)))
    assert len(list(folder.iterdir())) == 2
    assert slot(RIVER).fetch(whole) is None
    limit(monkeypatch, 10)
    slot(RIVER).keep(*encoded_blocks(read(RIVER)))
    assert list(folder.iterdir()) == []


def test_all_entries_are_looked_at_once_for_many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that keeps a whole shelf looks again only when an eighth of the store is new."""
    rooms: list[int] = []
    make_room = store.Folder.make_room

    def counting(self: store.Folder) -> int:
        rooms.append(make_room(self))
        return rooms[-1]

    monkeypatch.setattr(store.Folder, "make_room", counting)
    limit(monkeypatch, 800)
    for number in range(20):
        slot(RIVER, str(number)).keep(bytes(50))
    assert rooms == [734, 100, 100]
    assert len(list(folder.iterdir())) == 13


@pytest.mark.parametrize("value", ["off", "OFF", "0", "no", "false"])
def test_the_store_is_switched_off(value: str, folder: Path, river: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the caller or by a variable, and then it is neither read nor written."""
    Catalogue(cached=False).load(str(river))
    assert Catalogue(cached=False).entries
    monkeypatch.setenv("BRIEF_CACHE", value)
    load(str(river))
    assert not folder.exists()
