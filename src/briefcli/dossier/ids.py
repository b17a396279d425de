"""An id for each record: the one that a curator wrote, or one made from what identifies the record.

Others quote ids, in a link, a table or a note. So a made one depends only on the record itself: it stays
when records are moved about, and when others are added that are later.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier.kinds import RECORD_KEYS, kind_of
from briefcli.dossier.spelling import as_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefcli.dossier.model import Dossier, Record

#: The number of characters of a title in an id, in whole words.
_MAX_TITLE_LENGTH = 48


def with_ids(dossier: Dossier) -> Dossier:
    """Return a dossier in which each record has a unique id."""
    taken = {source.id for source in dossier.sources} | {record.id for record in dossier.records}
    named: dict[str, list[Record]] = defaultdict(list)
    spelt = cache(as_id)  # records share their countries and sectors
    for record in dossier.records:
        if not record.id:
            named[_name(record, spelt)].append(record)
    made: dict[int, str] = {}
    for name, alike in named.items():
        # Of several that are named alike the earliest is called so, and the others by date and countries, too.
        for record in sorted(alike, key=_order) if len(alike) > 1 else alike:
            free = name if name not in taken else next(one for one in _longer(name, record) if one not in taken)
            made[id(record)] = free
            taken.add(free)

    def identified(record: Record) -> Record:
        return record if record.id else structs.replace(record, id=made[id(record)])

    return structs.replace(dossier, **{key: tuple(map(identified, getattr(dossier, key))) for key in RECORD_KEYS})


def _order(record: Record) -> tuple[str, str]:
    return record.begins or "", str(record)


def _longer(name: str, record: Record) -> Iterator[str]:
    """Yield longer ids for a record, the simplest first, and then numbered ones for exact copies of a record."""
    yield f"{name}-{_digest((name, record.begins, sorted(record.countries)))}"
    yield f"{name}-{_digest(record)}"
    yield from (f"{name}-{_digest(record)}-{number}" for number in count(2))


def _name(record: Record, spelt: Callable[[str], str]) -> str:
    """Return the kind of a record and what identifies it, in the letters of an id."""
    kind = kind_of(record)
    parts: list[str] = []
    for part in kind.identity(record):
        parts += sorted(part) if isinstance(part, frozenset) else [str(part)]
    *first, last = map(spelt, parts)
    if len(last) > _MAX_TITLE_LENGTH or not parts[-1].isascii():
        # What is cut off, or has no letters of ids, may be all that distinguishes it from a later record.
        cut = last[: _MAX_TITLE_LENGTH + 1].rpartition("-")[0] or last[:_MAX_TITLE_LENGTH]
        last = "-".join(part for part in (cut, _digest(parts[-1])) if part)
    return "-".join(part for part in (kind.word, *first, last) if part)


def _digest(what: object) -> str:
    return sha256(str(what).encode()).hexdigest()[:6]
