"""Find dossiers: by name on the shelves, at a path, or on standard input."""

from __future__ import annotations

import errno
import os
import stat
from collections import defaultdict
from contextlib import suppress
from enum import StrEnum
from functools import cached_property
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import platformdirs

from briefcli.dossier.model import RESERVED_ID
from briefcli.errors import DossierError, UsageError
from briefcli.reading.files import (
    HEAD,
    DossierFile,
    dossier_paths,
    is_folder_dossier,
    read_bytes,
    read_standard_input,
    unreadable,
    yaml_files,
)
from briefcli.shelf import store
from briefcli.shelf.heads import are_parts, ids_of
from briefcli.wording import listed, unknown_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")

#: The dossier of a command that names none.
DEFAULT = "japan-visit"
STANDARD_INPUT = "-"
#: The name that selects every dossier on the shelves.
ALL = RESERVED_ID
#: The folder beside the files of a dossier for the lock of a change, and in it the file of an unfinished one.
WORK = ".brief"
JOURNAL = "journal"


class Origin(StrEnum):
    """The place at which a dossier was found."""

    BUNDLED = "bundled"
    SHARED = "shared"
    USER = "user"
    BRIEF_PATH = "brief-path"
    PATH = "path"
    STDIN = "stdin"


class Entry(NamedTuple):
    """A dossier that can be read; `path` is a file or a folder, and None for standard input.

    `name` is the id of a dossier found on a shelf, which is a folder of dossiers, and otherwise the path. `shelf`
    is that folder, if all its dossiers were selected. `stream`: can be read only once. `hidden`: shadowed by a
    dossier of the same id on an earlier shelf. `other` is another dossier that could be meant: the one at a path
    that is written like the name.
    """

    name: str
    origin: Origin
    path: Path | None
    stream: bool = False
    shelf: Path | None = None
    hidden: bool = False
    other: Path | None = None

    def files(self) -> list[DossierFile]:
        """Return the files of the dossier, the head first.

        Raises:
            DossierError: a file cannot be opened or read.
        """
        if self.path is None:
            return [DossierFile("<stdin>", read_standard_input())]
        if self.stream:
            return [DossierFile(str(self.path), read_bytes(self.path, special=True))]
        return [DossierFile(str(path), read_bytes(path)) for path in paths_of(self.path)]

    @property
    def is_half_written(self) -> bool:
        """Whether a change of the dossier was begun and is not finished."""
        with suppress(OSError):  # the working folder may be gone
            return self.path is not None and os.path.lexists(folder_of(self.path) / WORK / JOURNAL)
        return False


class Shelves:
    """The folders of dossiers; if several have a dossier of the same id, that of the first is used."""

    def __init__(self, *, cached: bool = True) -> None:
        self._cached = cached and not store.is_off()

    @cached_property
    def entries(self) -> list[Entry]:
        """The dossiers on each shelf, ordered by shelf and id; a file without an id has its path as name."""
        found: list[Entry] = []
        names: set[str] = set()
        for folder, origin in shelves():
            entries = self._shelf(folder, origin)
            found += [entry._replace(hidden=entry.name in names) for entry in entries]
            names.update(entry.name for entry in entries)
        return found

    def find(self, name: str) -> Entry:
        """Return the dossier of a name or at a path.

        Raises:
            UsageError: there is none, or there are several.
            DossierError: two have this name.
        """
        found = self.find_all(name)
        if len(found) > 1:
            names = listed([str(entry.path) if entry.origin is Origin.PATH else entry.name for entry in found])
            msg = f"{name} contains several dossiers: {names}; name one of them"
            raise UsageError(msg)
        return found[0]

    def find_all(self, name: str, *, path_first: bool = False) -> list[Entry]:
        """Return the dossier of a name or at a path, or all dossiers of a folder.

        If there are both, the one of the name is returned, or with `path_first` the one at the path.

        Raises:
            UsageError: there is none.
            DossierError: two have this name.
        """
        if name == STANDARD_INPUT:
            return [Entry(name, Origin.STDIN, None, stream=True)]
        if name == ALL:
            return [entry for entry in self.entries if not entry.hidden]
        is_path = Path(name).name != name or name.endswith((".yaml", ".yml"))
        named = [] if is_path else self._named.get(name, [])
        if len(named) > 1:
            raise clash_of(name, named)
        at_path = self._at(name) if not named or _is_dossier(name) else []
        if named:
            others = [entry for entry in at_path if _identity(entry.path) != _identity(named[0].path)]
            if others and path_first:
                return others
            return [named[0]._replace(shelf=None, other=others[0].path if others else None)]
        if found := at_path:
            return found
        if is_path:
            msg = f"there is no file or folder {name!r}"
            raise UsageError(msg)
        raise unknown_value("dossier", name, self._named, where="brief dossiers")

    def find_each(self, names: Iterable[str], *, path_first: bool = False) -> list[Entry]:
        """Return the dossiers of several names, each only once, even if several names lead to it.

        `path_first` is that of `find_all`.

        Raises:
            UsageError: there is none of a name.
            DossierError: two have one name.
        """
        return each_once(entry for name in names for entry in self.find_all(name, path_first=path_first))

    def within(self, folder: Path) -> Path | None:
        """Return a folder of dossiers in a folder without any, as in a BRIEF_PATH that is one folder too high."""
        try:
            names = sorted(name for name in os.listdir(folder) if name[0] != ".")  # noqa: PTH208 - faster
        except OSError:
            return None
        there = [] if any(name.endswith(".yaml") for name in names) else list(map(folder.joinpath, names))
        if not there or any(map(is_folder_dossier, there)) or self._shelf(folder, Origin.BRIEF_PATH):
            return None
        return next((path for path in there if self._shelf(path, Origin.BRIEF_PATH)), None)

    def clashes(self) -> list[DossierError]:
        """Return an error for each id that several dossiers on one shelf share."""
        return [clash_of(name, found) for name, found in self._named.items() if len(found) > 1]

    @cached_property
    def _named(self) -> dict[str, list[Entry]]:
        named = defaultdict[str, list[Entry]](list)
        for entry in self.entries:
            if not entry.hidden:
                named[entry.name].append(entry)
        return named

    def _at(self, name: str) -> list[Entry]:
        """Return the file at a path, the folder dossier of which it is part, or the dossiers of a shelf."""
        mode, path = _mode(name), Path(name)
        if mode is None:
            return []
        if not stat.S_ISDIR(mode):
            is_file = stat.S_ISREG(mode)
            path = path.parent if is_file and is_folder_dossier(path.parent) else path
            return [Entry(str(path), Origin.PATH, path, stream=not is_file)]
        shelf = [] if is_folder_dossier(path) else self._shelf(path, Origin.PATH)
        files = yaml_files(path)
        if len(shelf) > 1 and len(shelf) == len(files) and _head_among(files, cached=self._cached):
            shelf = []  # reading the folder raises an error with the remedy
        return shelf or [Entry(str(path), Origin.PATH, path)]

    def _shelf(self, folder: Path, origin: Origin) -> list[Entry]:
        """Return the dossiers in a folder: itself with a head, else its *.yaml files and folders with a head."""
        try:
            with os.scandir(folder) as scanned:
                there = sorted(scanned, key=attrgetter("name"))
        except OSError:  # most users have no folder of dossiers
            return []
        found = {folder / entry.name: head for entry in there if (head := self._head_at(folder, entry))}
        if is_folder_dossier(folder):
            found = {folder: folder / HEAD}
        ids = ids_of(list(found.values()), cached=self._cached)
        named = zip(found, ids, strict=True)
        return sorted(Entry(name or str(path), origin, path, shelf=folder) for path, name in named)

    def _head_at(self, folder: Path, entry: os.DirEntry[str]) -> Path | None:
        """Return the file that contains the id of a dossier in a folder; None if there is no dossier."""
        if entry.name.startswith("."):
            return None
        path = folder / entry.name
        is_folder = path.is_dir() if entry.is_symlink() else entry.is_dir()
        if is_folder and is_folder_dossier(path):
            return path / HEAD
        if entry.name.endswith(".yaml"):
            return path
        return _head_among(yaml_files(path), cached=self._cached) if is_folder else None


def selected_dossiers(given: Sequence[str] | None, *, everywhere: bool = False) -> Sequence[str]:
    """Return the given names, or else that of BRIEF_DOSSIER, or else the default one or, `everywhere`, all."""
    return given or [os.environ.get("BRIEF_DOSSIER") or (ALL if everywhere else DEFAULT)]


def each_once(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries without those that lead to the same file as an earlier one."""
    return _once(entries, attrgetter("path"))


def shelves() -> list[tuple[Path, Origin]]:
    """Return the folders in which dossiers are found by name, in order, each once; a folder may not exist.

    The folders of BRIEF_PATH come first, then the user's own, those of all users, and the bundled one.
    """
    named = os.environ.get("BRIEF_PATH", "").split(os.pathsep)
    shared = platformdirs.site_data_dir("brief", appauthor=False, multipath=True).split(os.pathsep)
    found = [
        *((Path(path), Origin.BRIEF_PATH) for path in named if path),
        (Path(platformdirs.user_data_dir("brief", appauthor=False)), Origin.USER),
        *((Path(path), Origin.SHARED) for path in shared),
        (bundled_folder(), Origin.BUNDLED),
    ]
    return _once(found, itemgetter(0))


def folder_of(path: Path) -> Path:
    """Return the folder of the files of a dossier; a link to a file or folder leads there."""
    target = os.path.realpath(path)  # a Path raises an error where links are a loop or a folder is closed
    return Path(target if os.path.isdir(target) else os.path.dirname(target))  # noqa: PTH112, PTH120 - likewise


def bundled_folder() -> Path:
    """Return the folder of the dossiers that come with the program.

    A wheel contains it in the package; in a checkout it is beside `src`, so that an edit
    has an immediate effect.
    """
    package = Path(__file__).parents[1]
    inside = package / "data"
    return inside if inside.is_dir() else package.parents[1] / "data"


def paths_of(path: Path) -> list[Path]:
    """Return the file at a path, or the files of the folder dossier there.

    Raises:
        DossierError: the folder has no head, or cannot be listed.
    """
    try:
        if not path.is_dir():
            return [path]
        if is_folder_dossier(path):
            return dossier_paths(path)
        next(path.iterdir(), None)
    except OSError as error:
        raise unreadable(path, error) from error
    head = _head_among(yaml_files(path), cached=False)
    expected = (
        f"{HEAD}; rename {head.name} there to {HEAD}"
        if head
        else f"dossier: no *.yaml file, no folder with {HEAD}"
    )
    msg = f"{path} contains no {expected}"
    raise DossierError(msg)


def clash_of(name: str, entries: Iterable[Entry]) -> DossierError:
    """Return the error for dossiers of one id."""
    paths = " and ".join(str(entry.path) for entry in entries)
    return DossierError(f"two dossiers have the id {name!r}: {paths}; change one of the ids")


def _once(found: Iterable[T], path_of: Callable[[T], Path | None]) -> list[T]:
    first: dict[object, T] = {}
    for one in found:
        first.setdefault(_identity(path_of(one)), one)
    return list(first.values())


def _identity(path: Path | None) -> object:
    """Return the same key for each path to one file, whatever links lead there."""
    try:
        status = path.stat() if path else None
    except OSError:
        return path
    return status and (status.st_dev, status.st_ino)


def _mode(name: str) -> int | None:
    """Return the mode of the file at a path; None if there is none."""
    try:
        return os.stat(name).st_mode  # noqa: PTH116 - a Path would lose the slash that a folder may end in
    except OSError as error:
        if error.errno not in {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}:
            raise unreadable(name, error) from error
    except ValueError:  # no path has a NUL
        pass
    return None


def _is_dossier(name: str) -> bool:
    """Whether there is a file at a path, or a folder with a dossier."""
    mode, path = _mode(name), Path(name)
    if mode is None or not stat.S_ISDIR(mode):
        return mode is not None and stat.S_ISREG(mode)
    return is_folder_dossier(path) or bool(yaml_files(path))


def _head_among(files: Sequence[Path], *, cached: bool) -> Path | None:
    """Return the only file with an id if all others are parts, as in version 0.1; otherwise None."""
    ids = ids_of(files, cached=cached)
    heads = [file for file, found in zip(files, ids, strict=True) if found]
    others = [file for file, found in zip(files, ids, strict=True) if not found]
    return heads[0] if len(heads) == 1 and others and None not in ids and are_parts(others) else None
