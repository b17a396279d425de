"""Which dossiers there are, and which one a name, a path or standard input means."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

import briefcli
from briefcli.errors import DossierError, UsageError
from briefcli.shelf import catalogue
from briefcli.shelf.catalogue import Entry, Origin
from samples import RIVER


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


def write_folder(folder: Path) -> Path:
    """Write a dossier in two files: its head, and a part without any head key."""
    at = RIVER.index("stances:")
    write(folder / "1-head.yaml", RIVER[:at])
    write(folder / "2-stances.yaml", RIVER[at:])
    return folder


def test_the_default_dossier_is_bundled() -> None:
    """Without a user's folder the bundled dossiers are all there are, and japan-visit is one of them."""
    found = catalogue.entries()
    assert {entry.origin for entry in found} == {Origin.BUNDLED}
    assert catalogue.DEFAULT in {entry.id for entry in found}
    assert briefcli.load().id == briefcli.load("japan-visit").id == "japan-visit"


def test_a_dossier_in_the_users_folder_is_found_by_its_id(user_folder: Path) -> None:
    """The file's name does not matter, and the bundled dossiers stand before it."""
    path = write(user_folder / "any-name.yaml")
    assert catalogue.find("river-talks") == Entry("river-talks", Origin.USER, path)
    assert catalogue.entries()[-1] == Entry("river-talks", Origin.USER, path)
    assert briefcli.load("river-talks").title == "Talks on the shared river"


def test_a_folder_in_the_users_folder_is_one_dossier(user_folder: Path) -> None:
    """Its id stands in one of its files."""
    folder = write_folder(user_folder / "river")
    assert catalogue.find("river-talks") == Entry("river-talks", Origin.USER, folder)
    assert [file.name for file in catalogue.find("river-talks").files()] == [
        str(folder / "1-head.yaml"),
        str(folder / "2-stances.yaml"),
    ]


@pytest.mark.parametrize(
    "first",
    [
        "dossier: river-talks",
        "dossier:   'river-talks'   # the id",
        'dossier: "river-talks"',
        "# comment\n\ndossier: river-talks",
        "---\ndossier: river-talks",
        "\ufeffdossier: river-talks",
    ],
)
def test_an_id_is_found_however_it_is_written(first: str, user_folder: Path) -> None:
    """Quotes, comments and a byte order mark around it do not hide a dossier."""
    path = write(user_folder / "a.yaml", RIVER.replace("dossier: river-talks", first))
    assert catalogue.find("river-talks") == Entry("river-talks", Origin.USER, path)


def test_what_lies_broken_in_the_users_folder_goes_by_its_file(user_folder: Path) -> None:
    """Every YAML file and every folder with one is listed, so that none is passed over in silence."""
    write(user_folder / "notes.txt")
    part = write(user_folder / "part.yaml", "stances: []\n")
    latin = write(user_folder / "latin.yaml")
    latin.write_bytes("title: Türkei\n".encode("latin-1"))
    empty = write(user_folder / "blank.yaml", "")
    (user_folder / "empty").mkdir()
    write(user_folder / "pictures" / "river.txt")
    headless = write(user_folder / "headless" / "1.yaml", "stances: []\n").parent
    mine = [entry for entry in catalogue.entries() if entry.origin is Origin.USER]
    assert mine == [
        Entry("blank", Origin.USER, empty),
        Entry("headless", Origin.USER, headless),
        Entry("latin", Origin.USER, latin),
        Entry("part", Origin.USER, part),
    ]
    assert catalogue.find("latin") == mine[2]
    with pytest.raises(DossierError) as caught:
        briefcli.load("latin")
    assert str(caught.value) == f"{latin} cannot be read: 1 problem"


def test_a_file_that_cannot_be_opened_is_listed_all_the_same(user_folder: Path) -> None:
    """Its head cannot be looked at, and whoever asks for it learns why."""
    (user_folder / "river.yaml").symlink_to(user_folder / "gone")
    (entry,) = [entry for entry in catalogue.entries() if entry.origin is Origin.USER]
    assert entry == Entry("river", Origin.USER, user_folder / "river.yaml")
    with pytest.raises(DossierError) as caught:
        briefcli.load("river")
    assert str(caught.value) == f"{entry.path} cannot be read: No such file or directory"


def test_two_dossiers_with_one_id_are_refused_with_both_files(user_folder: Path) -> None:
    """A name has one answer or none."""
    first, second = write(user_folder / "a.yaml"), write(user_folder / "b.yaml")
    expected = f"two dossiers have the id 'river-talks': {first} and {second}; change the id of one of them"
    for ask in (lambda: catalogue.find("river-talks"), lambda: catalogue.check_distinct(catalogue.entries())):
        with pytest.raises(DossierError) as caught:
            ask()
        assert str(caught.value) == expected


def test_other_names_are_answered_beside_two_dossiers_with_one_id(user_folder: Path) -> None:
    """Only the name in question is in doubt."""
    write(user_folder / "a.yaml")
    write(user_folder / "b.yaml")
    assert catalogue.find("japan-visit").origin is Origin.BUNDLED
    assert catalogue.find(str(user_folder / "a.yaml")) == Entry("river-talks", Origin.PATH, user_folder / "a.yaml")


def test_a_dossier_is_found_at_its_path(tmp_path: Path) -> None:
    """A file is a dossier, and so is a folder."""
    file, folder = write(tmp_path / "river.yaml"), write_folder(tmp_path / "river")
    assert catalogue.find(str(file)) == Entry("river-talks", Origin.PATH, file)
    assert catalogue.find(str(folder)) == Entry("river-talks", Origin.PATH, folder)
    assert briefcli.load(str(file)) == briefcli.load(str(folder))


def test_a_file_without_an_id_goes_by_its_name(tmp_path: Path) -> None:
    """So that `brief check` can say what is wrong with it."""
    path = write(tmp_path / "river.yaml", RIVER.replace("dossier: river-talks\n", ""))
    assert catalogue.find(str(path)) == Entry("river", Origin.PATH, path)


def test_a_part_of_a_folder_means_the_folder(tmp_path: Path) -> None:
    """An editor or a hook checks the file that was saved, and its dossier is more than that file."""
    folder = write_folder(tmp_path / "river")
    assert catalogue.find(str(folder / "2-stances.yaml")) == Entry("river-talks", Origin.PATH, folder)


@pytest.mark.parametrize(
    "part",
    [
        "events: []\n",
        "# sources of the press\nsources: []\n",
        "terms: {concerns: {water: Water}}\n",
        "grades: {press: B}\n",
        "countries: {NB: {name: Nile Basin Initiative}}\n",
    ],
)
def test_every_kind_of_part_belongs_to_the_head_beside_it(part: str, tmp_path: Path) -> None:
    """Whatever a folder's files hold, each of them means the folder."""
    head = write(tmp_path / "1-head.yaml", RIVER.replace("grades: {press: B}\n", ""))
    for path in (head, write(tmp_path / "2-part.yaml", part)):
        assert catalogue.find(str(path)) == Entry("river-talks", Origin.PATH, tmp_path)


def test_the_head_of_a_folder_means_the_folder_too(tmp_path: Path) -> None:
    """Its records stand in the parts beside it; alone it would look like a dossier without any."""
    folder = write_folder(tmp_path / "river")
    assert catalogue.find(str(folder / "1-head.yaml")) == Entry("river-talks", Origin.PATH, folder)


def test_a_dossier_alone_in_its_folder_means_itself(tmp_path: Path) -> None:
    """Problems name the file as it was named."""
    path = write(tmp_path / "river.yaml")
    write(tmp_path / "notes.txt")
    assert catalogue.find(str(path)) == Entry("river-talks", Origin.PATH, path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docker-compose.yaml", "services: {web: {image: x}}\n"),
        (".pre-commit-config.yaml", "repos: []\n"),
    ],
)
def test_a_dossier_beside_yaml_that_is_no_part_of_one_means_itself(name: str, text: str, tmp_path: Path) -> None:
    """A part has a key of a dossier; what has none belongs to another program."""
    path = write(tmp_path / "river.yaml")
    write(tmp_path / name, text)
    assert catalogue.find(str(path)) == Entry("river-talks", Origin.PATH, path)


@pytest.mark.parametrize("name", ["old.yaml", ".#river.yaml"])
def test_a_dossier_beside_what_cannot_be_read_means_itself(name: str, tmp_path: Path) -> None:
    """A folder called *.yaml, or the dangling link by which Emacs locks a file, is nobody's part."""
    path = write(tmp_path / "river.yaml")
    if name.startswith("."):
        (tmp_path / name).symlink_to("someone@host.1234")
    else:
        (tmp_path / name).mkdir()
    assert catalogue.find(str(path)) == Entry("river-talks", Origin.PATH, path)


def test_a_file_without_a_head_beside_two_dossiers_means_itself(tmp_path: Path) -> None:
    """A folder of dossiers is not a dossier in a folder."""
    write(tmp_path / "a.yaml")
    write(tmp_path / "b.yaml", RIVER.replace("river-talks", "sea-talks"))
    part = write(tmp_path / "part.yaml", "stances: []\n")
    assert catalogue.find(str(part)) == Entry("part", Origin.PATH, part)


def test_a_dossier_without_its_id_beside_another_one_means_itself(tmp_path: Path) -> None:
    """Any head key makes a file a dossier, though its id is missing."""
    write(tmp_path / "a.yaml")
    other = write(tmp_path / "b.yaml", RIVER.replace("dossier: river-talks\n", ""))
    assert catalogue.find(str(other)) == Entry("b", Origin.PATH, other)


def test_a_folder_of_dossiers_means_all_of_them(tmp_path: Path) -> None:
    """Files and folders of files, in order of their ids, each at its own path."""
    sea = write(tmp_path / "a.yaml", RIVER.replace("river-talks", "sea-talks"))
    lake = write(tmp_path / "b.yaml", RIVER.replace("river-talks", "lake-talks"))
    river = write_folder(tmp_path / "c")
    write(tmp_path / "notes" / "x.txt")
    assert catalogue.find_all(str(tmp_path)) == [
        Entry("lake-talks", Origin.PATH, lake),
        Entry("river-talks", Origin.PATH, river),
        Entry("sea-talks", Origin.PATH, sea),
    ]


def test_a_folder_of_folders_means_all_of_them(tmp_path: Path) -> None:
    """It has no YAML of its own."""
    river, sea = (
        write_folder(tmp_path / "river"),
        write(tmp_path / "sea" / "sea.yaml", RIVER.replace("river", "sea")),
    )
    assert catalogue.find_all(str(tmp_path)) == [
        Entry("river-talks", Origin.PATH, river),
        Entry("sea-talks", Origin.PATH, sea.parent),
    ]


def test_where_one_dossier_is_wanted_a_folder_of_several_is_refused(tmp_path: Path) -> None:
    """The sentence names them, so that one can be chosen."""
    first, second = (
        write(tmp_path / "a.yaml"),
        write(tmp_path / "b.yaml", RIVER.replace("river-talks", "sea-talks")),
    )
    for ask in (catalogue.find, briefcli.load):
        with pytest.raises(UsageError) as caught:
            ask(str(tmp_path))
        assert str(caught.value) == f"{tmp_path} holds several dossiers: {first}, {second}; name one of them"


@pytest.mark.parametrize("name", ["river.yaml", "japan-visit", "-"])
def test_one_dossier_is_all_there_are_of_its_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To ask for all of a file, an id or standard input is to ask for one."""
    write(tmp_path / "river.yaml")
    monkeypatch.chdir(tmp_path)
    assert catalogue.find_all(name) == [catalogue.find(name)]


def test_a_name_goes_before_a_file_of_that_name(
    tmp_path: Path, user_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in the working folder does not change what a name means; a path is written as one."""
    path = write(user_folder / "a.yaml")
    write_folder(tmp_path / "work" / "river-talks")
    monkeypatch.chdir(tmp_path / "work")
    assert catalogue.find("river-talks") == Entry("river-talks", Origin.USER, path)
    assert catalogue.find("./river-talks").origin is Origin.PATH


def test_a_hyphen_means_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dossier can come from another program."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(RIVER.encode())))
    assert catalogue.find("-") == Entry("-", Origin.STDIN, None)
    assert briefcli.load("-").id == "river-talks"


def test_a_fault_on_standard_input_is_reported_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file is called <stdin>."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"title: [\n")))
    with pytest.raises(DossierError) as caught:
        briefcli.load("-")
    assert [problem.file for problem in caught.value.problems] == ["<stdin>"]
    assert str(caught.value) == "the dossier on standard input cannot be read: 1 problem"


def test_standard_input_that_was_closed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python has no stream for it then."""
    monkeypatch.setattr(sys, "stdin", None)
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
        ("japan-vist", "unknown dossier 'japan-vist'; did you mean 'japan-visit'? Possible: "),
    ],
)
def test_what_does_not_exist_is_refused(name: str, expected: str) -> None:
    """A path is told from a name, and for a name the nearest one is suggested."""
    with pytest.raises(UsageError) as caught:
        catalogue.find(name)
    assert str(caught.value).startswith(expected)


def test_a_folder_without_yaml_cannot_be_read(tmp_path: Path) -> None:
    """The message names the folder."""
    with pytest.raises(DossierError) as caught:
        catalogue.find(str(tmp_path)).files()
    assert str(caught.value) == f"{tmp_path} holds no *.yaml file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    """The reason is the system's own."""
    path = write(tmp_path / "river.yaml")
    path.chmod(0)
    with pytest.raises(DossierError) as caught:
        briefcli.load(str(path))
    assert str(caught.value) == f"{path} cannot be read: Permission denied"


def test_a_folder_named_like_a_file_cannot_be_read(tmp_path: Path) -> None:
    """A *.yaml in a dossier's folder that is no file is told as the system tells it."""
    folder = write_folder(tmp_path / "river")
    (folder / "3-more.yaml").mkdir()
    with pytest.raises(DossierError) as caught:
        briefcli.load(str(folder))
    assert str(caught.value) == f"{folder / '3-more.yaml'} cannot be read: Is a directory"
