"""Where a new record goes: into which file of a dossier, and between which of its records."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from briefcli.dossier.kinds import SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

T = TypeVar("T")


class FileChoice:
    """The files of a dossier by their numbers, with how often their records name each country."""

    def __init__(self) -> None:
        self._sizes: dict[str, Counter[int]] = defaultdict(Counter)  # by the kind of record
        self._largest: dict[str, int] = {}
        self._about: dict[tuple[str, str | None], Counter[int]] = defaultdict(Counter)  # "" is any kind
        self._near: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)

    def add(self, file: int, kind: str, countries: Iterable[str | None], near: Iterable[str] = ()) -> None:
        """Count a record of a file; `near` are the regions of its countries, or the publisher of a source.

        The countries of a source are those in its title.
        """
        sizes = self._sizes[kind]
        sizes[file] += 1
        self._largest[kind] = max(file, self._largest.get(kind, file), key=lambda number: (sizes[number], -number))
        for code in countries:
            self._about[kind, code][file] += 1
            self._about["", code][file] += kind != SOURCE.list_key  # which only its title is about
        for name in near:
            self._near[kind, name][file] += 1

    def best(self, kind: str, countries: Collection[str | None], near: Collection[str] = ()) -> tuple[int, bool]:
        """Return the file for a new record, and whether it names one of its countries already.

        It is the file that names them most often in records of the kind, else the only one with such records, the
        one that names them most often in any record, the one with most records of the kind that are near, or the
        one with most records of the kind.
        """
        alike, named = (
            sum((self._about[name, code] for code in countries), Counter[int]()) for name in (kind, "")
        )
        close = sum((self._near[kind, name] for name in near), Counter[int]())
        sizes = self._sizes[kind]

        def fitness(file: int) -> tuple[int, bool, int, int, int]:
            return alike[file], len(sizes) == 1 and file in sizes, named[file], close[file], sizes[file]

        files = {0, self._largest.get(kind, 0), *named, *close}
        if kind == SOURCE.list_key and sizes:
            files = {*sizes}
        best = max(sorted(files), key=fitness)
        return best, named[best] > 0


def merged(olds: Sequence[T], news: Iterable[T], group: Callable[[T], str], key: Callable[[T], str]) -> list[T]:
    """Return a list with new items: each among those of its group, in the order of their keys.

    A new group goes where the order of the groups has it. Where there is no order, what is new goes last.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, old in enumerate(olds):
        places[group(old)].append(place)
    groups: dict[str, list[T]] = defaultdict(list)
    for new in news:
        groups[group(new)].append(new)
    # What is new before each old item and at the end: of the group before it, of new groups, of the same group.
    gaps: list[tuple[list[T], list[T], list[T]]] = [([], [], []) for _ in range(len(olds) + 1)]
    order = _Order(list(map(group, olds)))
    for name in order.arranged(groups, str):
        like = places[name]
        own = _Order([key(olds[place]) for place in like])
        for new in own.arranged(groups[name], key):
            at = own.place(key(new))
            if not like:
                gaps[order.place(name)][1].append(new)
            elif at == len(like):
                gaps[like[-1] + 1][0].append(new)
            else:
                gaps[like[at]][2].append(new)
    last = [[old] for old in olds] + [[]]
    return list(chain.from_iterable(chain(*gap, old) for gap, old in zip(gaps, last, strict=True)))


class _Order:
    """The order of some keys: rising, falling with the last of all on top, or none."""

    def __init__(self, keys: list[str]) -> None:
        self._rising = sorted(keys)
        self._is_rising = keys == self._rising
        self._is_falling = keys[::-1] == self._rising

    def place(self, key: str) -> int:
        """Return before which of the keys another one goes."""
        if self._is_rising:
            return bisect_right(self._rising, key)
        return len(self._rising) - (bisect_left(self._rising, key) if self._is_falling else 0)

    def arranged(self, items: Iterable[T], key: Callable[[T], str]) -> list[T]:
        """Return new items in this order; where there is none, they stay as they are."""
        if not self._is_rising and not self._is_falling:
            return list(items)
        return sorted(items, key=key, reverse=not self._is_rising)
