"""Read dossiers through the cache of compiled dossiers."""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from briefcli.errors import DossierError
from briefcli.reading.files import DossierFile, digest_of
from briefcli.shelf import compiled, store
from briefcli.shelf.index import Newest, bundled_newest, index_of
from briefcli.shelf.shelves import ALL, Entry, Origin, Shelves, clash_of, paths_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from briefcli.dossier.model import Dossier
    from briefcli.shelf.index import Index

T = TypeVar("T")


class Opened(NamedTuple, Generic[T]):
    """Dossiers, or the index of each, that could be read, and the errors of the others."""

    dossiers: list[tuple[Entry, T]]
    broken: list[DossierError]


class Catalogue(Shelves):
    """The dossiers on all shelves, each read through the cache."""

    def load(self, name: str) -> Dossier:
        """Return the dossier of a name, at a path, or from standard input (`-`).

        Raises:
            UsageError: there is no such dossier, or there are several.
            DossierError: it cannot be read; `problems` contains the places and reasons.
        """
        return self.read(self.find(name))

    def read(
        self,
        entry: Entry,
        codes_of: Callable[[Dossier], Collection[str]] | None = None,
        folder: store.Folder | None = None,
    ) -> Dossier:
        """Return a dossier, from the cache if it is there.

        With `codes_of`, which returns the codes of the selected countries from the head of a dossier, the result
        may be only the part about them. A dossier from a pipe is never cached: it can be read only once, and no
        user expects a copy of it to stay.

        Raises:
            DossierError: it cannot be read; `problems` contains the places and reasons.
        """
        read = partial(compiled.part, codes_of=codes_of) if codes_of else compiled.whole
        return self._read(entry, read, lambda dossier: dossier, folder)

    def index(self, entry: Entry, folder: store.Folder | None = None) -> Index:
        """Return the index of a dossier; its records are not read if it is in the cache.

        Raises:
            DossierError: it cannot be read; `problems` contains the places and reasons.
        """
        return self._read(entry, compiled.index, index_of, folder)

    def newest(self, without: Collection[str]) -> Iterator[Newest]:
        """Yield the newest records of the dossiers on the shelves, as far as no YAML has to be read for them.

        Dossiers with one of the ids in `without` are skipped.
        """
        bundled = {one.id: one for one in bundled_newest()}
        for entry in self.find_all(ALL):
            if entry.name in without:
                continue
            if entry.origin is not Origin.BUNDLED:
                yield from self._kept_newest(entry)
            elif entry.name in bundled:
                yield bundled[entry.name]

    def _kept_newest(self, entry: Entry) -> Iterator[Newest]:
        with suppress(DossierError):
            if (
                self._cached
                and entry.path
                and (found := _key(map(digest_of, paths_of(entry.path))).fetch(compiled.index))
            ):
                yield Newest(found.head.id, found.head.subject, found.newest)

    def _read(
        self,
        entry: Entry,
        read: Callable[[store.CacheEntry], T],
        made: Callable[[Dossier], T],
        folder: store.Folder | None,
    ) -> T:
        """Return what `read` finds in the cache, or what `made` makes of the dossier if it is not there."""
        name = str(entry.path or "the dossier on standard input")
        with uncollected():
            if not self._cached or entry.path is None or entry.stream:
                return made(_from_yaml(entry.files(), name))
            found = _key(map(digest_of, paths_of(entry.path))).fetch(read, folder)
            if found is not None:
                return found
            files = entry.files()  # the key is of these bytes, because the files may have changed since
            dossier = _from_yaml(files, name)
            _key(file.digest() for file in files).keep(*compiled.encoded_blocks(dossier))
            return made(dossier)

    def read_all(
        self, entries: Iterable[Entry], codes_of: Callable[[Dossier], Collection[str]] | None = None
    ) -> Opened[Dossier]:
        """Return the dossiers of some entries; those that share an id are errors."""
        listed = list(dict.fromkeys(entries))
        with self._opened_cache(listed) as folder:
            return _opened(listed, partial(self.read, codes_of=codes_of, folder=folder), attrgetter("id"))

    def index_all(self, entries: Iterable[Entry]) -> Opened[Index]:
        """Return the indexes of the dossiers of some entries; those that share an id are errors."""
        listed = list(dict.fromkeys(entries))
        with self._opened_cache(listed) as folder:
            return _opened(listed, partial(self.index, folder=folder), attrgetter("head.id"))

    def _opened_cache(self, entries: Collection[Entry]) -> AbstractContextManager[store.Folder | None]:
        return store.open_cache() if self._cached and len(entries) > 1 else nullcontext()


def _opened(entries: Iterable[Entry], read: Callable[[Entry], T], id_of: Callable[[T], str]) -> Opened[T]:
    same = defaultdict[tuple[str, bool], list[tuple[Entry, T]]](list)
    broken = []
    for entry in entries:
        try:
            found = read(entry)
            same[id_of(found), entry.hidden].append((entry, found))
        except DossierError as error:
            broken.append(error)
    clashes = [clash_of(key[0], [entry for entry, _ in alike]) for key, alike in same.items() if len(alike) > 1]
    return Opened([alike[0] for alike in same.values() if len(alike) == 1], broken + clashes)


def _key(digests: Iterable[bytes]) -> store.CacheKey:
    return store.CacheKey("dossier", digests)


def _from_yaml(files: Sequence[DossierFile], name: str) -> Dossier:
    # Importing YAML and the checks takes 60 ms, which a dossier from the cache does not need.
    from briefcli.reading.reading import read_dossier  # noqa: PLC0415

    return read_dossier(files, name)


@contextmanager
def uncollected() -> Iterator[None]:
    """Disable the garbage collector, also for API callers: records have no cycles but trigger collections."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
