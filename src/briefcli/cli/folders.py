"""A folder of files that a command writes, brought up to date; it deletes and overwrites no file of others.

A run checks all paths, writes the new files into `.brief-new/` and checks the paths again. Then it adds the new
digests to the manifest, moves what changed, removes what is gone, and writes the manifest with one digest for
each file. Wherever it stops, the next run knows every file of ours.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec import Struct

from briefcli.cli.streams import inform
from briefcli.cli.writing import encoded, permissions, sync, unwritable, write_file
from briefcli.errors import UsageError
from briefcli.render.json_yaml import indented

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    #: Writes the files for some paths into an empty folder.
    Fill: TypeAlias = Callable[[Path], None]

#: The file that lists the others, and with that those that the next run may overwrite and delete.
MANIFEST = "manifest.json"
#: The folder of the new files until all are complete. The next run deletes that of a run that was killed.
_STAGING = ".brief-new"


class Manifest(Struct, frozen=True):
    """The files that a command wrote into a folder, each with its SHA-256.

    Until a run has ended, a file that it overwrites has two digests, the old one and the new one, with a space
    between them. Version 0.2 wrote null there: nothing then shows that the file is ours, and so it is not.
    """

    files: dict[str, str | None]
    made_by: str


def publish(
    folder: Path, paths: Collection[str], fill: Fill, *, made_by: str, removing: bool = True
) -> tuple[int, int]:
    """Bring the files at some paths up to date, remove others of earlier runs, and return how many of each.

    All are complete before the first is moved to its place, in the order of the paths. A file that is as it should
    be is left alone. One of an earlier run that was changed since is not removed, and a message says so.

    Raises:
        UsageError: the folder contains files without being ours, or another file at a path, or cannot be written.
    """
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            listed = _listed(folder, made_by)
            ours = {path: digest for path, known in listed.items() if (digest := _digest(folder, path)) in known}
            for path in paths:
                _refuse_others(folder, path, ours)
            with _staging(folder) as staging:
                fill(staging)
                new = {path: _digest(staging, path) for path in paths}
                changed = {
                    path: f"{ours.get(path, '')} {new[path]}" for path in new if new[path] != ours.get(path)
                }
                for path in changed:  # somebody else may have written it in the meantime
                    _refuse_others(folder, path, ours)
                if changed:
                    _list(folder, Manifest({**ours, **changed}, made_by))
                for path in changed:
                    _move(staging / path, folder / path)
            gone = [path for path in listed if path not in new]
            removed = sum(_remove(folder, path, ours) for path in gone) if removing else 0
            _list(folder, Manifest({**({} if removing else ours), **new}, made_by))
    except OSError as error:
        # The second name of a file that was not moved is that of its place.
        raise unwritable(Path(error.filename2 or folder), error) from error
    finally:
        if is_new:
            with suppress(OSError):  # it is empty only where something failed
                folder.rmdir()
    return len(changed), removed


def write_each(contents: Mapping[str, Callable[[], str | bytes]], folder: Path) -> None:
    """Write into a folder what is made for each path, one after the other."""
    for path, make in contents.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(encoded(make()))


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Wait until no other run writes into a folder; without locks of the system, do not wait."""
    with ExitStack() as stack:
        with suppress(ImportError, OSError):
            from fcntl import LOCK_EX, flock  # noqa: PLC0415 - Windows has none

            handle = os.open(folder, os.O_RDONLY)
            stack.callback(os.close, handle)
            flock(handle, LOCK_EX)
        yield


def _listed(folder: Path, made_by: str) -> dict[str, list[str]]:
    """Return the digests of the files that a command wrote into a folder.

    Raises:
        UsageError: it contains files and no manifest of this command.
    """
    others = {entry.name for entry in folder.iterdir()} - {_STAGING}
    names = sorted(others, key=lambda name: (name != MANIFEST, name))
    if not names:
        return {}
    place = folder / names[0]
    with suppress(msgspec.MsgspecError, UnicodeError, RecursionError):
        if place.name == MANIFEST and place.is_file() and not place.is_symlink():
            found = msgspec.json.decode(place.read_bytes(), type=Manifest)
            if found.made_by == made_by and all(map(_is_below, found.files)):
                return {path: (known or "").split() for path, known in found.files.items()}
    msg = f"{place} was not written by this command; name a new or an empty folder"
    raise UsageError(msg)


def _is_below(path: str) -> bool:
    """Whether a path leads to a file below the folder, by its words alone."""
    parts = PurePosixPath(path).parts
    plain = path == "/".join(parts) and not {"..", "/", _STAGING}.intersection(parts)
    return plain and "\0" not in path and path not in {"", MANIFEST}


def _refuse_others(folder: Path, path: str, ours: Mapping[str, str | None]) -> None:
    """Refuse to overwrite a file that is not ours.

    Raises:
        UsageError: there is one, or a link, or a file where a folder has to be.
    """
    found = _obstacle(folder, path)
    if found and (path not in ours or _digest(folder, path) != ours[path]):
        msg = f"{found} was not written by brief, or was changed since; move it, or name another folder"
        raise UsageError(msg)


def _obstacle(folder: Path, path: str) -> Path | None:
    """Return what is at a path: a file or a link, or on the way there a link or something else than a folder."""
    place = folder / path
    parents = [folder / parent for parent in reversed(PurePosixPath(path).parents[:-1])]
    closed = (one for one in parents if one.is_symlink() or (one.exists() and not one.is_dir()))
    return next(closed, place if os.path.lexists(place) else None)


def _digest(folder: Path, path: str) -> str | None:
    """Return the SHA-256 of a file in a folder; None where there is none, or a link on the way."""
    place = folder / path
    if _obstacle(folder, path) != place or place.is_symlink() or not place.is_file():
        return None
    with place.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """Give an empty folder to be filled, which nobody else can read and which is deleted in the end."""
    staging = folder / _STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(0o700)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _list(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, if it is not as it should be."""
    place, text = folder / MANIFEST, indented(Manifest(dict(sorted(manifest.files.items())), manifest.made_by))
    if not place.exists() or place.read_bytes() != text.encode():
        write_file(place, text)


def _move(staged: Path, place: Path) -> None:
    """Put a file in its place in one step, when it is on the disk and has the permissions of an old one."""
    mode = permissions(place)
    if mode is not None:
        staged.chmod(mode)
    sync(staged)
    place.parent.mkdir(parents=True, exist_ok=True)
    staged.replace(place)


def _remove(folder: Path, path: str, ours: Mapping[str, str | None]) -> bool:
    """Remove a file that is ours and the folders that are then empty, and return whether it was there."""
    place = folder / path
    if not os.path.lexists(place):
        return False
    if path not in ours or _digest(folder, path) != ours[path]:
        inform(f"{place} was not written by brief, or was changed since; it was not removed.")
        return False
    place.unlink()
    with suppress(OSError):  # something else is in there
        for parent in place.relative_to(folder).parents[:-1]:
            (folder / parent).rmdir()
    return True
