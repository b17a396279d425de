"""Which dossiers there are, and which one a name, a path or standard input means."""

from __future__ import annotations

import gc
import io
import json
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import briefcli
from briefcli.errors import DossierError, UsageError
from briefcli.reading.yamltext import YamlFile
from briefcli.shelf import catalogue
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import DEFAULT, Entry, Origin
from samples import BUNDLED, RIVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefcli.dossier.model import Dossier
    from briefcli.reading.files import DossierFile


@pytest.fixture
def user_folder() -> Path:
    """The empty folder for the user's own dossiers."""
    folder = Path(os.environ["XDG_DATA_HOME"]) / "brief"
    folder.mkdir(parents=True)
    return folder


def write(path: Path, text: str = RIVER) -> Path:
    """Write a file, with the folders that it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_folder(folder: Path, head: str = "dossier.yaml", text: str = RIVER) -> Path:
    """Write a dossier in two files: its head, and a part that comes before it in the order of names."""
    at = text.index("stances:")
    write(folder / head, text[:at])
    write(folder / "a-part.yaml", text[at:])
    return folder


def find(name: str) -> Entry:
    """Return the one dossier of a name, as a program that has just been started finds it."""
    return Catalogue().find(name)


def find_all(name: str) -> list[Entry]:
    """Return all dossiers of a name, likewise."""
    return Catalogue().find_all(name)


def test_the_default_dossier_is_bundled() -> None:
    """Without a user's folder the bundled dossiers are all there are, and japan-visit is one of them."""
    found = Catalogue().entries
    assert [(entry.name, entry.origin) for entry in found] == [(name, "bundled") for name in BUNDLED]
    assert briefcli.load().id == briefcli.load(DEFAULT).id == "japan-visit"


def test_a_dossier_in_the_users_folder_is_found_by_its_id(user_folder: Path) -> None:
    """The file's name does not matter, and it comes before the bundled dossiers."""
    path = write(user_folder / "any-name.yaml")
    assert find("river-talks") == Entry("river-talks", Origin.USER, path)
    assert Catalogue().entries[0] == Entry("river-talks", Origin.USER, path, shelf=user_folder)
    assert briefcli.load("river-talks").title == "Talks on the shared river"


def test_a_folder_with_a_head_is_one_dossier(user_folder: Path) -> None:
    """Its files are the head and then the parts, in name order."""
    folder = write_folder(user_folder / "river")
    write(folder / "z.yaml", "events: []\n")
    assert find("river-talks") == Entry("river-talks", Origin.USER, folder)
    assert [file.name for file in find("river-talks").files()] == [
        str(folder / name) for name in ("dossier.yaml", "a-part.yaml", "z.yaml")
    ]


@pytest.mark.parametrize(
    "first",
    [
        "dossier: river-talks",
        "dossier:   'river-talks'   # the id",
        'dossier: "river-talks"',
        '"dossier": river-talks',
        "? dossier\n: river-talks",
        "dossier: >-\n  river-talks",
        "dossier:\n\n  river-talks",
        'dossier: "river-\\\n  talks"',
        "# comment\n\ndossier: river-talks",
        "%YAML 1.1\n---\ndossier: river-talks",
        "\ufeffdossier: river-talks",
        f"# {'x' * 5000}\ndossier: river-talks",
        f"# {'x' * (4096 - 15)}\ndossier: river-talks",
        "extra: {dossier: sea-talks}\ndossier: river-talks",
    ],
)
@pytest.mark.parametrize("cached", [True, False])
def test_an_id_is_found_however_it_is_written(first: str, user_folder: Path, *, cached: bool) -> None:
    """It is the one that reading the dossier gives, at any place in the file."""
    path = write(user_folder / "a.yaml", RIVER.replace("dossier: river-talks", first))
    for _ in range(2):  # the second time from the store
        assert Catalogue(cached=cached).find("river-talks") == Entry("river-talks", Origin.USER, path)


def test_an_id_is_found_in_a_flow_mapping(user_folder: Path) -> None:
    """JSON is YAML, too."""
    path = write(user_folder / "a.yaml", json.dumps(YamlFile(RIVER.encode(), "").tree))
    assert find("river-talks") == Entry("river-talks", Origin.USER, path)
    assert briefcli.load("river-talks") == briefcli.load(str(write(user_folder.parent / "river.yaml")))


@pytest.mark.parametrize("at", range(4096 - 40, 4096 + 2))
def test_an_id_is_not_cut_where_the_first_look_ends(at: int, user_folder: Path) -> None:
    """The first look at a file may end anywhere within the id or before it."""
    write(user_folder / "a.yaml", f"#{'x' * (at - 2)}\n{RIVER}")
    assert [entry.name for entry in Catalogue().entries if entry.origin is Origin.USER] == ["river-talks"]


def test_a_new_id_is_found_at_once(user_folder: Path) -> None:
    """Whatever the store remembers of the old one; size and time of the file are no measure."""
    path = write(user_folder / "a.yaml")
    assert find("river-talks").path == path
    state = path.stat()
    write(path, RIVER.replace("river-talks", "other-talks"))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert find("other-talks").path == path


def test_what_has_no_id_in_the_users_folder_goes_by_its_path(user_folder: Path) -> None:
    """It is listed, so that none is passed over in silence, and takes nobody's name."""
    write(user_folder / "notes.txt")
    part = write(user_folder / "japan-visit.yaml", "stances: []\n")
    latin = write(user_folder / "latin.yaml")
    latin.write_bytes("title: Türkei\n".encode("latin-1"))
    empty = write(user_folder / "blank.yaml", "")
    dangling = user_folder / "gone.yaml"
    dangling.symlink_to("nowhere")
    listed = write(user_folder / "list.yaml", "- dossier\n- river-talks\n")
    (user_folder / "empty").mkdir()
    write(user_folder / "pictures" / "river.txt")
    write(user_folder / ".hidden.yaml")
    headless = write(user_folder / "headless" / "dossier.yaml", "stances: []\n").parent
    assert [entry for entry in Catalogue().entries if entry.origin is Origin.USER] == [
        Entry(str(path), Origin.USER, path, shelf=user_folder)
        for path in (empty, dangling, headless, part, latin, listed)
    ]
    assert find("japan-visit").origin is Origin.BUNDLED
    with pytest.raises(DossierError) as caught:
        briefcli.load(str(latin))
    assert str(caught.value) == f"{latin} cannot be read: 1 problem"


def test_the_users_dossier_goes_before_a_bundled_one_of_its_id(user_folder: Path) -> None:
    """To copy one and to edit the copy is how one begins; the other is there still, hidden, and at its path."""
    path = write(user_folder / "a.yaml", RIVER.replace("river-talks", "world"))
    assert find("world") == Entry("world", Origin.USER, path)
    assert [(entry.name, entry.origin, entry.hidden) for entry in Catalogue().entries] == [
        ("world", "user", False),
        *((name, "bundled", name == "world") for name in BUNDLED),
    ]
    assert [entry.origin for entry in find_all("all")] == ["user", *["bundled"] * (len(BUNDLED) - 1)]
    assert briefcli.load("world").title == "Talks on the shared river"
    assert briefcli.load("data/world").title != briefcli.load("world").title
    opened = Catalogue().index_all(Catalogue().entries)
    assert ([index.head.id for _, index in opened.dossiers], opened.broken) == (["world", *BUNDLED], [])


def test_a_folder_that_is_linked_on_a_shelf_is_a_dossier(user_folder: Path, tmp_path: Path) -> None:
    """As a curator links a checkout in another place."""
    write_folder(tmp_path / "checkout" / "river")
    link = user_folder / "river"
    link.symlink_to(tmp_path / "checkout" / "river")
    assert find("river-talks") == Entry("river-talks", Origin.USER, link)
    assert briefcli.load("river-talks").stances


def test_shelves_have_their_order(user_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """BRIEF_PATH, the user's folder, those of all users, what is bundled: the first of one id is taken."""
    first, second, shared = (tmp_path / name for name in ("first", "second", "data-dirs/brief"))
    monkeypatch.setenv(
        "BRIEF_PATH", os.pathsep.join(["", str(first), str(tmp_path / "none"), str(second), str(first)])
    )
    for number, folder in enumerate((first, second, user_folder, shared)):
        write(folder / "a.yaml")
        write(folder / "b.yaml", RIVER.replace("river-talks", f"own-{number}"))
    write(second / "c.yaml", RIVER.replace("river-talks", "world"))
    entries = [entry for entry in Catalogue().entries if entry.name not in {*BUNDLED} - {"world"}]
    assert [(entry.name, entry.origin, entry.hidden) for entry in entries] == [
        ("own-0", "brief-path", False),
        ("river-talks", "brief-path", False),
        ("own-1", "brief-path", False),
        ("river-talks", "brief-path", True),
        ("world", "brief-path", False),
        ("own-2", "user", False),
        ("river-talks", "user", True),
        ("own-3", "shared", False),
        ("river-talks", "shared", True),
        ("world", "bundled", True),
    ]
    assert find("river-talks").path == first / "a.yaml"
    assert find("world").path == second / "c.yaml"


def test_a_shelf_that_is_named_twice_hides_nothing(
    user_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its place is where it is named first, whatever leads there."""
    (tmp_path / "link").symlink_to(user_folder)
    monkeypatch.setenv("BRIEF_PATH", f"{tmp_path / 'link'}{os.pathsep}{user_folder}")
    write(user_folder / "a.yaml")
    found = [entry for entry in Catalogue().entries if entry.origin is not Origin.BUNDLED]
    assert [(entry.name, entry.origin, entry.hidden) for entry in found] == [("river-talks", "brief-path", False)]


@pytest.mark.parametrize("name", ["river", ".river"])
def test_a_dossier_in_a_folder_may_be_named_like_a_shelf(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder with a head is one dossier in any place."""
    folder = write_folder(tmp_path / name)
    monkeypatch.setenv("BRIEF_PATH", str(folder))
    assert Catalogue().entries[0] == Entry("river-talks", Origin.BRIEF_PATH, folder, shelf=folder)
    assert briefcli.load("river-talks") == briefcli.load(folder)


def test_two_dossiers_of_one_folder_with_one_id_are_refused_with_both_files(user_folder: Path) -> None:
    """A name has one answer or none; other names have theirs."""
    first, second = write(user_folder / "a.yaml"), write(user_folder / "b.yaml")
    expected = f"two dossiers have the id 'river-talks': {first} and {second}; change one of the ids"
    with pytest.raises(DossierError) as caught:
        find("river-talks")
    assert str(caught.value) == expected
    assert list(map(str, Catalogue().clashes())) == [expected]
    assert find("japan-visit").origin is Origin.BUNDLED
    assert find(str(first)) == Entry(str(first), Origin.PATH, first)


def test_what_can_be_read_of_several_dossiers_is_read(user_folder: Path) -> None:
    """One that is broken and two with one id are reported, and the others are there."""
    clash = [write(user_folder / name) for name in ("a.yaml", "b.yaml")]
    broken = write(user_folder / "broken.yaml", "dossier: sea-talks\n")
    opened = Catalogue().read_all(Catalogue().entries)
    assert [dossier.id for _, dossier in opened.dossiers] == [*BUNDLED]
    assert list(map(str, opened.broken)) == [
        f"{broken} cannot be read: 5 problems",
        f"two dossiers have the id 'river-talks': {clash[0]} and {clash[1]}; change one of the ids",
    ]


def test_a_dossier_is_found_at_its_path(tmp_path: Path) -> None:
    """A file is a dossier, and so is a folder with a head."""
    file, folder = write(tmp_path / "river.yaml"), write_folder(tmp_path / "river")
    assert find(str(file)) == Entry(str(file), Origin.PATH, file)
    assert find(str(folder)) == find(f"{folder}/") == Entry(str(folder), Origin.PATH, folder)
    assert briefcli.load(str(file)) == briefcli.load(str(folder))


@pytest.mark.parametrize("name", ["dossier.yaml", "a-part.yaml", "notes.yml"])
def test_a_file_beside_a_head_means_the_folder(name: str, tmp_path: Path) -> None:
    """An editor or a hook checks the file that was saved, and its dossier is more than that file."""
    folder = write_folder(tmp_path / "river")
    write(folder / "notes.yml", "events: []\n")
    assert find(str(folder / name)) == Entry(str(folder), Origin.PATH, folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_beside_a_head_means_itself(tmp_path: Path) -> None:
    """It is no part of a dossier, and has been named to be read."""
    pipe = write_folder(tmp_path) / "pipe"
    os.mkfifo(pipe)
    assert find(str(pipe)) == Entry(str(pipe), Origin.PATH, pipe, stream=True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("cached", [True, False])
def test_a_pipe_is_read_once_whether_there_is_a_cache_or_not(tmp_path: Path, *, cached: bool) -> None:
    """It cannot be read a second time to see whether the cache has it, and no copy of it stays."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found = Catalogue(cached=cached)
    for read in (found.load, lambda name: found.index(found.find(name)).head):
        writer = threading.Thread(target=pipe.write_text, args=(RIVER,), daemon=True)
        writer.start()
        assert read(str(pipe)).id == "river-talks"
        writer.join(10)


@pytest.mark.parametrize(
    "text", ["events: []\n", "sources: [https://example.org]\n", "services: {web: {image: x}}\n", RIVER, "a: [\n"]
)
def test_a_file_without_a_head_beside_it_means_itself(text: str, tmp_path: Path) -> None:
    """Whatever is beside it: it is not read."""
    path = write(tmp_path / "river.yaml")
    other = write(tmp_path / "other.yaml", text)
    for file in (path, other):
        assert find(str(file)) == Entry(str(file), Origin.PATH, file)
    assert briefcli.load(str(path)).id == "river-talks"


def test_a_folder_of_dossiers_is_a_shelf(tmp_path: Path) -> None:
    """Its files and the folders in it that have a head, in order of their ids; nothing else."""
    sea = write(tmp_path / "a.yaml", RIVER.replace("river-talks", "sea-talks"))
    lake = write(tmp_path / "b.yaml", RIVER.replace("river-talks", "lake-talks"))
    river = write_folder(tmp_path / "c")
    part = write(tmp_path / "part.yaml", "stances: []\n")
    write(tmp_path / "notes" / "x.txt")
    write(tmp_path / "two" / "a.yaml", RIVER)
    write(tmp_path / "two" / "b.yaml", RIVER)
    assert find_all(str(tmp_path)) == [
        Entry(name, Origin.PATH, path, shelf=tmp_path)
        for name, path in ((str(part), part), ("lake-talks", lake), ("river-talks", river), ("sea-talks", sea))
    ]


def test_a_file_beside_a_folder_is_a_shelf_of_two(tmp_path: Path) -> None:
    """Neither is ever taken for a part of the other."""
    sea = write(tmp_path / "sea.yaml", RIVER.replace("river-talks", "sea-talks"))
    river = write_folder(tmp_path / "river")
    assert [entry.path for entry in find_all(str(tmp_path))] == [river, sea]


def test_a_shelf_of_one_dossier_means_that_one(tmp_path: Path) -> None:
    """There is nothing to choose from."""
    path = write(tmp_path / "river.yaml")
    assert find(str(tmp_path)) == Entry("river-talks", Origin.PATH, path, shelf=tmp_path)


@pytest.mark.parametrize("where", ["", "shelf"])
def test_parts_of_version_0_1_are_reported_with_what_to_do(where: str, tmp_path: Path) -> None:
    """One file with a head and others without one were a dossier; one sentence says which to rename."""
    folder = write_folder(tmp_path / where / "river", head="1-head.yaml")
    (entry,) = find_all(str(folder)) if not where else find_all(str(folder.parent))
    assert entry.path == folder
    for ask in (entry.files, lambda: Catalogue().read(entry)):
        with pytest.raises(DossierError) as caught:
            ask()
        assert str(caught.value) == f"{folder} contains no dossier.yaml; rename 1-head.yaml there to dossier.yaml"
    (folder / "1-head.yaml").rename(folder / "dossier.yaml")
    assert briefcli.load(str(folder)).id == "river-talks"


def test_a_folder_of_0_1_with_dossiers_in_folders_is_a_shelf(tmp_path: Path) -> None:
    """Its part cannot be read, but the dossiers beside it can."""
    folder = write_folder(tmp_path, head="1-head.yaml")
    write_folder(folder / "sea", text=RIVER.replace("river-talks", "sea-talks"))
    entries = find_all(str(folder))
    assert [entry.path for entry in entries] == [folder / "a-part.yaml", folder / "1-head.yaml", folder / "sea"]
    opened = Catalogue().read_all(entries)
    assert [dossier.id for _, dossier in opened.dossiers] == ["river-talks", "sea-talks"]
    assert len(opened.broken) == 1


@pytest.mark.parametrize(
    "other",
    [
        *("", "# to do\n", "title: The sea\n", "services: {web: {image: x}}\n", "- a list\n"),
        *("a: [\n", "ä: [\n", "stances: []\nevents: [\n"),
    ],
)
def test_what_has_no_records_is_no_part(other: str, tmp_path: Path) -> None:
    """It may become a dossier, or be none; the one beside it can be read."""
    river = write(tmp_path / "river.yaml")
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(other.encode("latin-1"))
    entries = find_all(str(tmp_path))
    assert [entry.path for entry in entries] == [broken, river]
    opened = Catalogue().read_all(entries)
    assert ([dossier.id for _, dossier in opened.dossiers], len(opened.broken)) == (["river-talks"], 1)


def test_where_one_dossier_is_expected_a_folder_of_several_is_refused(tmp_path: Path) -> None:
    """The sentence names them, so that one can be chosen."""
    first, second = (
        write(tmp_path / "b.yaml"),
        write(tmp_path / "a.yaml", RIVER.replace("river-talks", "sea-talks")),
    )
    for ask in (find, briefcli.load):
        with pytest.raises(UsageError) as caught:
            ask(str(tmp_path))
        assert str(caught.value) == f"{tmp_path} contains several dossiers: {first}, {second}; name one of them"


@pytest.mark.parametrize("name", ["river.yaml", "japan-visit", "-"])
def test_one_dossier_is_all_there_are_of_its_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To ask for all of a file, an id or standard input is to ask for one."""
    write(tmp_path / "river.yaml")
    monkeypatch.chdir(tmp_path)
    assert find_all(name) == [find(name)]


def test_a_name_goes_before_a_file_of_that_name(
    tmp_path: Path, user_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The contents of the working folder do not change what a name means; a path is written as one."""
    path = write(user_folder / "a.yaml")
    write_folder(tmp_path / "work" / "river-talks")
    monkeypatch.chdir(tmp_path / "work")
    assert find("river-talks") == Entry("river-talks", Origin.USER, path, other=Path("river-talks"))
    assert Catalogue().find_all("river-talks", path_first=True) == find_all("./river-talks")
    assert find("./river-talks").origin is Origin.PATH


def test_a_path_is_never_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Python holds as a path is looked for where it leads."""
    write_folder(tmp_path / "world")
    monkeypatch.chdir(tmp_path)
    for path in (Path("world"), tmp_path / "world"):
        assert briefcli.load(path).id == "river-talks"
    assert briefcli.load("world").id == "world"
    with pytest.raises(UsageError) as caught:
        briefcli.load(Path("japan-visit"))
    assert str(caught.value) == "there is no file or folder './japan-visit'"


def test_a_hyphen_means_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dossier can come from another program."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(RIVER.encode())))
    assert find("-") == Entry("-", Origin.STDIN, None, stream=True)
    assert briefcli.load("-").id == "river-talks"


def test_a_fault_on_standard_input_is_reported_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file is called <stdin>."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"title: [\n")))
    with pytest.raises(DossierError) as caught:
        briefcli.load("-")
    assert [problem.file for problem in caught.value.problems] == ["<stdin>"]
    assert str(caught.value) == "the dossier on standard input cannot be read: 1 problem"


@pytest.mark.parametrize("stream", [None, io.StringIO(RIVER)])
def test_standard_input_that_is_not_there_is_reported(stream: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python has no stream for what is closed, and a notebook none of bytes."""
    monkeypatch.setattr(sys, "stdin", stream)
    with pytest.raises(DossierError) as caught:
        briefcli.load("-")
    assert str(caught.value) == "standard input is closed"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "unknown dossier ''. Possible: "),
        ("missing.yaml", "there is no file or folder 'missing.yaml'"),
        ("missing.yml", "there is no file or folder 'missing.yml'"),
        ("folder/missing", "there is no file or folder 'folder/missing'"),
        (f"./{'x' * 300}", "there is no file or folder './xxx"),
        ("data/stances.yaml/", "there is no file or folder 'data/stances.yaml/'"),
        ("a\0b", "unknown dossier 'a\\x00b'. Possible: "),
        ("japan-vist", "unknown dossier 'japan-vist'; did you mean 'japan-visit'? Possible: "),
    ],
)
def test_what_does_not_exist_is_refused(name: str, expected: str) -> None:
    """A path is distinguished from a name, and for a name the nearest one is suggested."""
    with pytest.raises(UsageError) as caught:
        find(name)
    assert str(caught.value).startswith(expected)


def test_a_folder_without_any_dossier_cannot_be_read(tmp_path: Path) -> None:
    """The message names the folder."""
    with pytest.raises(DossierError) as caught:
        find(str(tmp_path)).files()
    assert str(caught.value) == f"{tmp_path} contains no dossier: no *.yaml file, no folder with dossier.yaml"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    """The reason is the system's own."""
    path = write(tmp_path / "river.yaml")
    path.chmod(0)
    with pytest.raises(DossierError) as caught:
        briefcli.load(str(path))
    assert str(caught.value) == f"{path} cannot be read: Permission denied"


def test_a_folder_named_like_a_file_cannot_be_read(tmp_path: Path) -> None:
    """A *.yaml in a dossier's folder that is not a file is reported with the system's message."""
    folder = write_folder(tmp_path / "river")
    (folder / "3-more.yaml").mkdir()
    with pytest.raises(DossierError) as caught:
        briefcli.load(str(folder))
    assert str(caught.value) == f"{folder / '3-more.yaml'} cannot be read: Is a directory"


def test_a_file_that_is_saved_while_it_is_read_is_read_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the cache has is kept under the bytes that were read, and not under those that are there afterwards."""
    title = "title: Talks on the shared river"
    path = write(tmp_path / "river.yaml", RIVER.replace(title, "title: One title"))
    read = catalogue._from_yaml  # noqa: SLF001 - nothing public comes between a file and what is kept of it

    def meanwhile_saved(files: Sequence[DossierFile], name: str) -> Dossier:
        write(path, RIVER.replace(title, "title: Another title"))
        return read(files, name)

    with monkeypatch.context() as patched:
        patched.setattr(catalogue, "_from_yaml", meanwhile_saved)
        assert briefcli.load(str(path)).title == "One title"
    assert briefcli.load(str(path)).title == "Another title"


@pytest.mark.parametrize("collecting", [True, False])
def test_reading_leaves_the_garbage_collector_as_it_was(tmp_path: Path, *, collecting: bool) -> None:
    """It is off while records are made, and belongs to whoever calls."""
    path = write(tmp_path / "river.yaml")
    was = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        for _ in range(2):  # from YAML, and from the cache
            briefcli.load(str(path))
            assert gc.isenabled() == collecting
        with pytest.raises(DossierError):
            briefcli.load(str(write(path, "dossier: bad\n")))
        assert gc.isenabled() == collecting
    finally:
        (gc.enable if was else gc.disable)()


def test_a_dossier_that_is_named_twice_is_read_once() -> None:
    """It has no clash with itself."""
    entry = find("japan-visit")
    opened = Catalogue().read_all([entry, entry])
    assert ([found for found, _ in opened.dossiers], opened.broken) == ([entry], [])
