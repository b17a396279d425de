"""The compiled form of a dossier, of which a part can be read without the rest (see `dossier.parts`).

It has blocks, each with a checksum: the index, the places of the records, and the records of each kind. So a
list of dossiers reads the first block alone. A question about some countries reads their records and the
sources that these cite, each with its checksum. No other module depends on this, and a property
compares part and whole.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from zlib import crc32

import msgspec
from msgspec import Struct, structs

from briefcli.dossier.kinds import KINDS, LIST_KEYS, RECORD_KEYS
from briefcli.dossier.model import Dossier  # noqa: TC001 - msgspec reads the annotations
from briefcli.shelf.index import Index, index_of
from briefcli.shelf.store import damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from briefcli.shelf.store import CacheEntry

#: The blocks of an entry: its index, where its records lie, and the records of each kind.
_INDEX, _PLACES, *_OTHERS = range(2 + len(LIST_KEYS))
_BLOCK = dict(zip(LIST_KEYS, _OTHERS, strict=True))
_TYPE: dict[str, Any] = {kind.list_key: tuple[kind.struct, ...] for kind in KINDS}  # type: ignore[name-defined]
#: The number of bytes for the number of records.
_HEADER = 5


class _Places(Struct, frozen=True):
    """The positions of the records in their blocks.

    By kind, `ends` and `sums` contain the end and the checksum of each, and `countries` which of
    them name a country, all in numbers of four bytes. `sources` has the number of each source by its id.
    """

    ends: dict[str, bytes]
    sums: dict[str, bytes]
    countries: dict[str, dict[str, bytes]]
    sources: dict[str, int]


class _Headed(Struct, frozen=True):
    """An index of which only the head is decoded."""

    head: Dossier


def encoded_blocks(dossier: Dossier) -> list[bytes]:
    """Return a dossier in its compiled form."""
    encode = msgspec.msgpack.Encoder().encode
    records = {kind: list(map(encode, getattr(dossier, kind))) for kind in LIST_KEYS}
    places = _Places(
        ends={kind: _packed(_ends(of)) for kind, of in records.items()},
        sums={kind: _packed(map(crc32, of)) for kind, of in records.items()},
        countries=_by_country(dossier),
        sources={source.id: number for number, source in enumerate(dossier.sources)},
    )
    lists = (b"".join((_header(len(of)), *of)) for of in records.values())
    return [encode(index_of(dossier)), encode(places), *lists]


def index(kept: CacheEntry) -> Index:
    """Return the dossier without its records."""
    return msgspec.msgpack.decode(kept.block(_INDEX), type=Index)


def whole(kept: CacheEntry) -> Dossier:
    """Return the whole dossier."""
    records = {kind: _decoded(kept.block(block), kind) for kind, block in _BLOCK.items()}
    return structs.replace(_head(kept), **records)


def part(kept: CacheEntry, codes_of: Callable[[Dossier], Collection[str]]) -> Dossier:
    """Return the part about some countries, which are chosen by the head of the dossier."""
    from briefcli.dossier.parts import ANY  # noqa: PLC0415 - a whole dossier needs none

    head, places = _head(kept), msgspec.msgpack.decode(kept.block(_PLACES), type=_Places)
    numbers: dict[str, set[int]] = {kind: set() for kind in LIST_KEYS}
    for code in {*codes_of(head), ANY}:
        for kind, packed in places.countries.get(code, {}).items():
            numbers[kind].update(_unpacked(packed))
    records = {kind: _records(kept, kind, places, numbers[kind]) for kind in RECORD_KEYS}
    cited = {item.source for found in records.values() for record in found for item in record.evidence}
    sources = _records(kept, "sources", places, {places.sources[source] for source in cited})
    return structs.replace(head, sources=sources, **records)


def _head(kept: CacheEntry) -> Dossier:
    return msgspec.msgpack.decode(kept.block(_INDEX), type=_Headed).head


def _records(kept: CacheEntry, kind: str, places: _Places, numbers: Collection[int]) -> Any:
    """Return the records of some numbers, in the order of the whole."""
    if not numbers:
        return ()
    ends, sums = _unpacked(places.ends[kind]), _unpacked(places.sums[kind])
    pieces = [_header(len(numbers))]
    for number in sorted(numbers):
        piece = kept.piece(_BLOCK[kind], ends[number - 1] if number else _HEADER, ends[number])
        if crc32(piece) != sums[number]:
            raise damaged()
        pieces.append(piece)
    return _decoded(b"".join(pieces), kind)


def _decoded(block: bytes | memoryview, kind: str) -> Any:
    """Return the records of a block; the type of a kind without any, which takes time to build, is not needed."""
    return () if block == _header(0) else msgspec.msgpack.decode(block, type=_TYPE[kind])


def _by_country(dossier: Dossier) -> dict[str, dict[str, bytes]]:
    from briefcli.dossier.parts import countries_of  # noqa: PLC0415 - likewise

    numbers: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for kind in RECORD_KEYS:
        for number, record in enumerate(getattr(dossier, kind)):
            for code in set(countries_of(record)):
                numbers[code][kind].append(number)
    return {code: {kind: _packed(of) for kind, of in own.items()} for code, own in numbers.items()}


def _ends(encoded: Iterable[bytes]) -> Iterable[int]:
    return list(accumulate(map(len, encoded), initial=_HEADER))[1:]


def _header(count: int) -> bytes:
    """Return the MessagePack header of a list of this length."""
    return b"\xdd" + count.to_bytes(4, "big")


def _packed(numbers: Iterable[int]) -> bytes:
    from array import array  # noqa: PLC0415 - a dossier from the store needs none

    return array("I", numbers).tobytes()


def _unpacked(packed: bytes) -> memoryview[int]:
    if len(packed) % 4:
        raise damaged()
    return memoryview(packed).cast("I")
