"""Which dossiers there are: bundled, in the user's data folder, at a path, or on standard input."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import platformdirs

from briefcli.errors import DossierError, UsageError, unknown_value
from briefcli.reading.files import (
    DossierFile,
    digest_of,
    dossier_paths,
    exists,
    is_special,
    read_bytes,
    read_standard_input,
    yaml_files,
)
from briefcli.shelf import store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefcli.dossier.model import Dossier

DEFAULT = "japan-visit"
STANDARD_INPUT = "-"
#: What stands for all dossiers that can be named.
ALL = "all"

# The head key of a dossier, which tells a dossier's first file from any other YAML file.
_HEAD = re.compile(rb"""^(?:\xef\xbb\xbf)?dossier:[ \t]*["']?([^\s"'#]+)""", re.MULTILINE)
_ANY_HEAD_KEY = re.compile(rb"^(?:\xef\xbb\xbf)?(dossier|title|subject|as_of|summary|levels):", re.MULTILINE)
# So many bytes mostly hold the head key.
_GLANCE = 4096
# What a part of a dossier has, and other YAML files mostly have not.
_PART = re.compile(
    rb"^(?:\xef\xbb\xbf)?(terms|countries|grades|sources|stances|topics|sectors|events):",
    re.MULTILINE,
)


class Origin(StrEnum):
    """Where a dossier comes from."""

    BUNDLED = "bundled"
    USER = "user"
    PATH = "path"
    STDIN = "stdin"


class Entry(NamedTuple):
    """A dossier that can be read; `path` is a file or a folder, and None for standard input.

    A `stream` is a pipe or a device that was named; one that merely lies in a folder is refused.
    """

    id: str
    origin: Origin
    path: Path | None
    stream: bool = False

    def files(self) -> list[DossierFile]:
        """Return the files of the dossier in name order.

        Raises:
            DossierError: a file cannot be opened or read.
        """
        if self.path is None:
            return [DossierFile("<stdin>", read_standard_input())]
        if self.stream:
            return [DossierFile(str(self.path), read_bytes(self.path, special=True))]
        return [DossierFile(str(path), read_bytes(path)) for path in dossier_paths(self.path)]

    def read(self, *, cached: bool = True) -> Dossier:
        """Return the dossier, from the store of compiled dossiers where it is there.

        What comes through a pipe is not kept there: it can be read but once, and nobody expects it to stay.

        Raises:
            DossierError: it cannot be read; `problems` says where and why.
        """
        name = str(self.path or "the dossier on standard input")
        with _uncollected():
            if not cached or self.path is None or self.stream or store.is_off():
                return _from_yaml(self.files(), name)
            if dossier := store.Slot(map(digest_of, dossier_paths(self.path))).fetch():
                return dossier
            files = self.files()  # what is kept is what these bytes say, whatever the files said before
            dossier = _from_yaml(files, name)
            store.Slot(file.digest() for file in files).keep(dossier)
            return dossier


def entries() -> list[Entry]:
    """Return the dossiers that can be named, the bundled ones first, each in order of its id.

    What lies in one of the folders and cannot be read is among them, under the name of its file.
    """
    return [*shelf(bundled_folder(), Origin.BUNDLED), *shelf(user_folder(), Origin.USER)]


def shelf(folder: Path, origin: Origin = Origin.PATH) -> list[Entry]:
    """Return the dossiers that lie in a folder, each a file or a folder of files."""
    try:
        found = sorted(path for path in folder.iterdir() if path.suffix == ".yaml" or yaml_files(path))
    except OSError:  # most people have no folder of their own
        return []
    return sorted(Entry(head_id(path) or path.stem, origin, path) for path in found)


def find(name: str) -> Entry:
    """Return the dossier that goes by a name or stands at a path.

    Raises:
        UsageError: there is none, or a folder holds several.
        DossierError: two have this name.
    """
    found = find_all(name)
    if len(found) > 1:
        msg = f"{name} holds several dossiers: {', '.join(str(entry.path) for entry in found)}; name one of them"
        raise UsageError(msg)
    return found[0]


def find_all(name: str) -> list[Entry]:
    """Return the dossier that goes by a name or stands at a path, or all those that lie in a folder.

    Raises:
        UsageError: there is none.
        DossierError: two have this name.
    """
    if name == STANDARD_INPUT:
        return [Entry(name, Origin.STDIN, None)]
    named = [entry for entry in entries() if entry.id == name] if len(Path(name).parts) == 1 else []
    if named:
        check_distinct(named)
        return named
    path = Path(name)
    if is_stream(name):
        return [Entry(name, Origin.PATH, path, stream=True)]
    if name and exists(path):
        path = _whole(path)
        if path.is_dir() and sum(_head(file) is not None for file in yaml_files(path)) != 1:
            return shelf(path) or [Entry(path.stem, Origin.PATH, path)]
        return [Entry(head_id(path) or path.stem, Origin.PATH, path)]
    if path.suffix in {".yaml", ".yml"} or len(path.parts) > 1:
        msg = f"there is no file or folder {name!r}"
        raise UsageError(msg)
    raise unknown_value("dossier", name, dict.fromkeys(entry.id for entry in entries()))


def check_distinct(found: Sequence[Entry]) -> None:
    """Raise DossierError where two dossiers have one id, for then a name would have two answers."""
    for entry in found:
        same = [other for other in dict.fromkeys(found) if other.id == entry.id]
        if len(same) > 1:
            raise _ambiguous(same)


def is_stream(name: str) -> bool:
    """Return whether a dossier can be read only once: from standard input, a pipe or a device.

    Raises:
        DossierError: the system does not let us look.
    """
    return name == STANDARD_INPUT or is_special(Path(name))


def bundled_folder() -> Path:
    """Return the folder of the dossiers that come with the program.

    A wheel carries it inside the package; in a checkout it lies beside `src`, so that an edit
    is seen at once.
    """
    package = Path(__file__).parents[1]
    inside = package / "data"
    return inside if inside.is_dir() else package.parents[1] / "data"


def user_folder() -> Path:
    """Return the folder for the user's own dossiers, which need not exist."""
    return Path(platformdirs.user_data_dir("brief", appauthor=False))


def head_id(path: Path) -> str | None:
    """Return the id in the head of a dossier, without reading the rest of it."""
    try:
        files = yaml_files(path) if path.is_dir() else [path]
    except OSError:
        return None
    files.sort(key=lambda file: file.stem != path.name)  # most likely there, so soonest found
    return next((found for file in files if (found := _head(file))), None)


def load(name: str = DEFAULT, *, cached: bool = True) -> Dossier:
    """Return the dossier of a name, at a path, or from standard input (`-`).

    Raises:
        UsageError: there is no such dossier.
        DossierError: it cannot be read; `problems` says where and why.
    """
    return find(name).read(cached=cached)


class Shelf(NamedTuple):
    """Several dossiers: those that can be read, and why the others cannot."""

    dossiers: list[tuple[Entry, Dossier]]
    broken: list[DossierError]


def load_all(names: Sequence[str], *, cached: bool = True) -> Shelf:
    """Return the dossiers of several names or paths, or of `all` that can be named, each once.

    Only of `all` may some be broken; what was named must be there.

    Raises:
        UsageError: there is no dossier of a name.
        DossierError: one that was named cannot be read, or two have one id.
    """
    if ALL in names:
        return read_all(entries(), cached=cached)
    found = list(dict.fromkeys(find(name) for name in names))
    check_distinct(found)
    return Shelf([(entry, entry.read(cached=cached)) for entry in found], [])


def read_all(found: Sequence[Entry], *, cached: bool = True) -> Shelf:
    """Return what can be read of some dossiers, and why the rest cannot.

    Raises:
        DossierError: two have one id.
    """
    check_distinct(found)
    shelf = Shelf([], [])
    for entry in found:
        try:
            shelf.dossiers.append((entry, entry.read(cached=cached)))
        except DossierError as error:
            shelf.broken.append(error)
    return shelf


def _from_yaml(files: Sequence[DossierFile], name: str) -> Dossier:
    # YAML, the checks and pycountry take 60 ms to import, which a dossier from the store shall not pay.
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


def _whole(path: Path) -> Path:
    """Return the folder whose one dossier a file is a part or the head of, or else the path itself."""
    if path.suffix != ".yaml" or not path.is_file():
        return path
    files = yaml_files(path.parent)
    heads = [file for file in files if _head(file) is not None]
    parts = [file for file in files if _is_part(file)] if len(heads) == 1 else []
    return path.parent if parts and any(path.samefile(file) for file in (*heads, *parts)) else path


def _head(file: Path) -> str | None:
    try:
        found = _HEAD.search(read_bytes(file, _GLANCE))
        if found is None or found.end() == _GLANCE:
            found = _HEAD.search(read_bytes(file))
    except DossierError:
        return None
    return found[1].decode(errors="replace") if found else None


def _is_part(path: Path) -> bool:
    try:
        data = read_bytes(path)
    except DossierError:
        return False
    return bool(_PART.search(data)) and not _ANY_HEAD_KEY.search(data)


def _ambiguous(same: list[Entry]) -> DossierError:
    paths = " and ".join(str(entry.path) for entry in same)
    return DossierError(f"two dossiers have the id {same[0].id!r}: {paths}; change the id of one of them")
