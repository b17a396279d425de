"""A folder of files of ours, brought up to date: what changed is written, and what is no more is removed."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from briefcli.cli.writing import encoded, unwritable, write_file
from briefcli.errors import UsageError
from briefcli.render.json_yaml import indented

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

#: What names the files of a folder that are ours, and with that those that may be removed.
MANIFEST = "manifest.json"


class Manifest(Struct, frozen=True):
    """The files that were written, or are about to be, each with its SHA-256 where that is known."""

    files: dict[str, str | None]
    made_by: str = "brief"


class Done(NamedTuple):
    """How many files there are, and how many of them were written and removed."""

    files: int
    written: int
    removed: int


def publish(folder: Path, contents: Mapping[str, Callable[[], str | bytes]], *, removing: bool) -> Done:
    """Make a folder hold some files, each written whole or not at all and in their order, so the last one last.

    A file that is as it should be is left alone. What an earlier run wrote and is not among them is removed when
    all are written, if it is to be. Nothing else is: whatever the manifest does not name is not ours.

    Raises:
        UsageError: the folder holds something without being ours, or a file of others, or cannot be written.
    """
    try:
        old = _manifest(folder)
        _refuse_others(folder, old, contents)
        folder.mkdir(parents=True, exist_ok=True)
        # Named before they are written, so that a run that was interrupted leaves nothing that nobody may remove.
        _write(folder, MANIFEST, _text({**old, **{path: old.get(path) for path in contents}}))
        written = 0
        digests: dict[str, str | None] = {}
        for path, make in contents.items():
            content = encoded(make())
            digests[path] = hashlib.sha256(content).hexdigest()
            written += _write(folder, path, content)
        gone = [path for path in old if path not in contents]
        removed = sum(_remove(folder, path) for path in gone) if removing else 0
        kept = {} if removing else {path: old[path] for path in gone}
        _write(folder, MANIFEST, _text({**kept, **digests}))
    except OSError as error:
        raise unwritable(folder, error) from error
    return Done(len(digests), written, removed)


def _manifest(folder: Path) -> dict[str, str | None]:
    """Return the files of ours in a folder.

    Raises:
        UsageError: it holds something and no manifest of ours.
    """
    path = folder / MANIFEST
    if not folder.exists() or (not path.exists() and not any(folder.iterdir())):
        return {}
    with suppress(OSError, msgspec.MsgspecError):
        found = msgspec.json.decode(path.read_bytes(), type=Manifest)
        if found.made_by == "brief" and all(map(_is_below, found.files)):
            return found.files
    msg = f"{folder} holds files and no {MANIFEST} of a site; name an empty or a new folder"
    raise UsageError(msg)


def _is_below(path: str) -> bool:
    """Whether a path leads to a file below the folder, by its words alone."""
    parts = PurePosixPath(path).parts
    plain = path == "/".join(parts) and not {"..", "/"}.intersection(parts)
    return plain and path not in {"", MANIFEST}


def _refuse_others(folder: Path, old: Mapping[str, str | None], contents: Mapping[str, object]) -> None:
    """Refuse to write over what is not ours, or through a link that leads elsewhere."""
    for path in contents:
        place = folder / path
        if place.is_symlink() or (path not in old and place.exists()):
            msg = f"{place} is no file of this site and would be lost; move it away"
            raise UsageError(msg)
    inside = folder.resolve()
    for parent in {(folder / path).parent for path in (*old, *contents)}:
        if not parent.resolve().is_relative_to(inside):
            msg = f"{parent} leads out of {folder}; name another folder"
            raise UsageError(msg)


def _text(files: Mapping[str, str | None]) -> bytes:
    return indented(Manifest(dict(sorted(files.items())))).encode()


def _write(folder: Path, path: str, content: bytes) -> bool:
    """Write a file that is not as it should be, and return whether it was not."""
    place = folder / path
    if place.is_file() and place.read_bytes() == content:
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    write_file(place, content)
    return True


def _remove(folder: Path, path: str) -> bool:
    """Remove a file and the folders that are then empty, and return whether it was there."""
    place = folder / path
    was = place.is_file()
    place.unlink(missing_ok=True)
    with suppress(OSError):  # something else is in there
        for parent in place.relative_to(folder).parents[:-1]:
            (folder / parent).rmdir()
    return was
