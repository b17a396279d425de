"""Which dossiers there are: on the shelves, at a path, or on standard input."""

from __future__ import annotations

import errno
import gc
import os
import stat
from collections import defaultdict
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import StrEnum
from functools import cached_property, partial
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import platformdirs

from briefcli.dossier.model import RESERVED_ID
from briefcli.errors import DossierError, UsageError, listed, unknown_value
from briefcli.reading.files import (
    HEAD,
    DossierFile,
    digest_of,
    dossier_paths,
    is_folder_dossier,
    read_bytes,
    read_standard_input,
    unreadable,
    yaml_files,
)
from briefcli.shelf import compiled, store
from briefcli.shelf.heads import are_parts, ids_of
from briefcli.shelf.index import index_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from briefcli.dossier.model import Dossier
    from briefcli.shelf.index import Index

T = TypeVar("T")

DEFAULT = "japan-visit"
STANDARD_INPUT = "-"
#: What stands for all dossiers that can be named.
ALL = RESERVED_ID


class Origin(StrEnum):
    """Where a dossier comes from."""

    BUNDLED = "bundled"
    SHARED = "shared"
    USER = "user"
    BRIEF_PATH = "brief-path"
    PATH = "path"
    STDIN = "stdin"


class Entry(NamedTuple):
    """A dossier that can be read; `path` is a file or a folder, and None for standard input.

    Its `name` is its id where it was found on a shelf, a folder of dossiers, and else the path; `shelf` is that
    folder, if all dossiers in it were asked for. A `stream` can be read but once. A `hidden` one gives way to one
    of the same id on a shelf that goes before.
    """

    name: str
    origin: Origin
    path: Path | None
    stream: bool = False
    shelf: Path | None = None
    hidden: bool = False

    def files(self) -> list[DossierFile]:
        """Return the files of the dossier, the head first.

        Raises:
            DossierError: a file cannot be opened or read.
        """
        if self.path is None:
            return [DossierFile("<stdin>", read_standard_input())]
        if self.stream:
            return [DossierFile(str(self.path), read_bytes(self.path, special=True))]
        return [DossierFile(str(path), read_bytes(path)) for path in _paths(self.path)]


class Opened(NamedTuple, Generic[T]):
    """Several dossiers, or what stands in each: those that could be read, and why the others could not."""

    dossiers: list[tuple[Entry, T]]
    broken: list[DossierError]


class Catalogue:
    """The dossiers there are; of one id on several shelves the first is taken."""

    def __init__(self, *, cached: bool = True) -> None:
        self._cached = cached and not store.is_off()

    @cached_property
    def entries(self) -> list[Entry]:
        """The dossiers that can be named, shelf by shelf, and on each in order of their ids.

        What lies there without an id is among them under its path.
        """
        found: list[Entry] = []
        names: set[str] = set()
        for folder, origin in shelves():
            entries = self._shelf(folder, origin)
            found += [entry._replace(hidden=entry.name in names) for entry in entries]
            names.update(entry.name for entry in entries)
        return found

    def find(self, name: str) -> Entry:
        """Return the dossier that goes by a name or stands at a path.

        Raises:
            UsageError: there is none, or there are several.
            DossierError: two have this name.
        """
        found = self.find_all(name)
        if len(found) > 1:
            names = listed([str(entry.path) if entry.origin is Origin.PATH else entry.name for entry in found])
            msg = f"{name} holds several dossiers: {names}; name one of them"
            raise UsageError(msg)
        return found[0]

    def find_all(self, name: str) -> list[Entry]:
        """Return the dossier that goes by a name or stands at a path, or all those that lie in a folder.

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
            raise _clash(name, named)
        if named:
            return [named[0]._replace(shelf=None)]
        if found := self._at(name):
            return found
        if is_path:
            msg = f"there is no file or folder {name!r}"
            raise UsageError(msg)
        raise unknown_value("dossier", name, self._named, where="brief dossiers")

    def find_each(self, names: Iterable[str]) -> list[Entry]:
        """Return the dossiers of several names, each once, whatever leads there.

        Raises:
            UsageError: there is none of a name.
            DossierError: two have one name.
        """
        return each_once(entry for name in names for entry in self.find_all(name))

    def load(self, name: str) -> Dossier:
        """Return the dossier of a name, at a path, or from standard input (`-`).

        Raises:
            UsageError: there is no such dossier, or there are several.
            DossierError: it cannot be read; `problems` says where and why.
        """
        return self.read(self.find(name))

    def read(
        self,
        entry: Entry,
        codes_of: Callable[[Dossier], Collection[str]] | None = None,
        folder: store.Folder | None = None,
    ) -> Dossier:
        """Return a dossier, from the store of compiled dossiers where it is there.

        Where `codes_of` tells by its head which countries are asked about, it may be no more than their part. What
        comes through a pipe is not kept there: it can be read but once, and nobody expects it to stay.

        Raises:
            DossierError: it cannot be read; `problems` says where and why.
        """
        read = partial(compiled.part, codes_of=codes_of) if codes_of else compiled.whole
        return self._read(entry, read, lambda dossier: dossier, folder)

    def index(self, entry: Entry, folder: store.Folder | None = None) -> Index:
        """Return what stands in a dossier, without reading its records if it is in the store.

        Raises:
            DossierError: it cannot be read; `problems` says where and why.
        """
        return self._read(entry, compiled.index, index_of, folder)

    def _read(
        self,
        entry: Entry,
        read: Callable[[store.CacheEntry], T],
        made: Callable[[Dossier], T],
        folder: store.Folder | None,
    ) -> T:
        """Return what can be read from the store, or made of the dossier where it is not there."""
        name = str(entry.path or "the dossier on standard input")
        with _uncollected():
            if not self._cached or entry.path is None or entry.stream:
                return made(_from_yaml(entry.files(), name))
            found = _key(map(digest_of, _paths(entry.path))).fetch(read, folder)
            if found is not None:
                return found
            files = entry.files()  # what is kept is what these bytes say, whatever the files said before
            dossier = _from_yaml(files, name)
            _key(file.digest() for file in files).keep(*compiled.blocks(dossier))
            return made(dossier)

    def read_all(
        self, entries: Iterable[Entry], codes_of: Callable[[Dossier], Collection[str]] | None = None
    ) -> Opened[Dossier]:
        """Return what can be read of several dossiers; of those that share an id, none can."""
        listed = list(dict.fromkeys(entries))
        with self._at_hand(listed) as folder:
            return _opened(listed, partial(self.read, codes_of=codes_of, folder=folder), attrgetter("id"))

    def index_all(self, entries: Iterable[Entry]) -> Opened[Index]:
        """Return what stands in several dossiers; of those that share an id, nothing can be told."""
        listed = list(dict.fromkeys(entries))
        with self._at_hand(listed) as folder:
            return _opened(listed, partial(self.index, folder=folder), attrgetter("head.id"))

    def _at_hand(self, entries: Collection[Entry]) -> AbstractContextManager[store.Folder | None]:
        return store.open_cache() if self._cached and len(entries) > 1 else nullcontext()

    def clashes(self) -> list[DossierError]:
        """Return why some of the names have no answer."""
        return [_clash(name, found) for name, found in self._named.items() if len(found) > 1]

    @cached_property
    def _named(self) -> dict[str, list[Entry]]:
        named = defaultdict[str, list[Entry]](list)
        for entry in self.entries:
            if not entry.hidden:
                named[entry.name].append(entry)
        return named

    def _at(self, name: str) -> list[Entry]:
        """Return what is at a path: a file, the folder that it belongs to, the dossiers of a shelf, or nothing."""
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
            shelf = []  # who reads the folder is told what to do
        return shelf or [Entry(str(path), Origin.PATH, path)]

    def _shelf(self, folder: Path, origin: Origin) -> list[Entry]:
        """Return the dossier that a folder is, or those in it: its *.yaml files, and the folders with a head."""
        try:
            with os.scandir(folder) as scanned:
                there = sorted(scanned, key=attrgetter("name"))
        except OSError:  # most people have no folder of their own
            return []
        found = {folder / entry.name: head for entry in there if (head := self._head_at(folder, entry))}
        if is_folder_dossier(folder):
            found = {folder: folder / HEAD}
        ids = ids_of(list(found.values()), cached=self._cached)
        named = zip(found, ids, strict=True)
        return sorted(Entry(name or str(path), origin, path, shelf=folder) for path, name in named)

    def _head_at(self, folder: Path, entry: os.DirEntry[str]) -> Path | None:
        """Return the file in which the id of a dossier in a folder stands, None where there is no dossier."""
        if entry.name.startswith("."):
            return None
        path = folder / entry.name
        is_folder = path.is_dir() if entry.is_symlink() else entry.is_dir()
        if is_folder and is_folder_dossier(path):
            return path / HEAD
        if entry.name.endswith(".yaml"):
            return path
        return _head_among(yaml_files(path), cached=self._cached) if is_folder else None


def _opened(entries: Iterable[Entry], read: Callable[[Entry], T], id_of: Callable[[T], str]) -> Opened[T]:
    same = defaultdict[tuple[str, bool], list[tuple[Entry, T]]](list)
    broken = []
    for entry in entries:
        try:
            found = read(entry)
            same[id_of(found), entry.hidden].append((entry, found))
        except DossierError as error:
            broken.append(error)
    clashes = [_clash(key[0], [entry for entry, _ in alike]) for key, alike in same.items() if len(alike) > 1]
    return Opened([alike[0] for alike in same.values() if len(alike) == 1], broken + clashes)


def each_once(entries: Iterable[Entry]) -> list[Entry]:
    """Return entries without those that lead to the file of another one."""
    return _once(entries, attrgetter("path"))


def shelves() -> list[tuple[Path, Origin]]:
    """Return the folders in which dossiers are found by name, in their order, each once; they need not exist.

    Those of BRIEF_PATH go before the user's own, and that goes before those of all users and what is bundled.
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


def bundled_folder() -> Path:
    """Return the folder of the dossiers that come with the program.

    A wheel carries it inside the package; in a checkout it lies beside `src`, so that an edit
    is seen at once.
    """
    package = Path(__file__).parents[1]
    inside = package / "data"
    return inside if inside.is_dir() else package.parents[1] / "data"


def _once(found: Iterable[T], path_of: Callable[[T], Path | None]) -> list[T]:
    first: dict[object, T] = {}
    for one in found:
        first.setdefault(_identity(path_of(one)), one)
    return list(first.values())


def _identity(path: Path | None) -> object:
    """Return what two paths to one file share, whatever links lead there."""
    try:
        status = path.stat() if path else None
    except OSError:
        return path
    return status and (status.st_dev, status.st_ino)


def _mode(name: str) -> int | None:
    """Return what kind of file is at a path, None where there is none."""
    try:
        return os.stat(name).st_mode  # noqa: PTH116 - a Path would lose the slash that a folder may end in
    except OSError as error:
        if error.errno not in {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}:
            raise unreadable(name, error) from error
    except ValueError:  # no path has a NUL
        pass
    return None


def _paths(path: Path) -> list[Path]:
    """Return the file at a path, or the files of the folder there.

    Raises:
        DossierError: the folder has no head, or cannot be looked into.
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
    msg = f"{path} holds no {expected}"
    raise DossierError(msg)


def _head_among(files: Sequence[Path], *, cached: bool) -> Path | None:
    """Return the one file that has an id, where the others are parts, as in version 0.1."""
    ids = ids_of(files, cached=cached)
    heads = [file for file, found in zip(files, ids, strict=True) if found]
    others = [file for file in files if file not in heads]
    return heads[0] if len(heads) == 1 and others and None not in ids and are_parts(others) else None


def _clash(name: str, entries: Iterable[Entry]) -> DossierError:
    paths = " and ".join(str(entry.path) for entry in entries)
    return DossierError(f"two dossiers have the id {name!r}: {paths}; change the id of one of them")


def _key(digests: Iterable[bytes]) -> store.CacheKey:
    return store.CacheKey("dossier", digests)


def _from_yaml(files: Sequence[DossierFile], name: str) -> Dossier:
    # YAML and the checks take 60 ms to import, which a dossier from the store shall not pay.
    from briefcli.reading.reading import read_dossier  # noqa: PLC0415

    return read_dossier(files, name)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the garbage collector, for who calls `load`, too: records have no cycles, and set off collections."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
