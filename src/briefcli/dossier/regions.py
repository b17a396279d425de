"""The regions and sub-regions of the world by name, and the countries of each (UN M49).

regions.json says where they come from.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Regions(msgspec.Struct):
    """The parts of each region that has some, and the countries of the others."""

    parts: dict[str, list[str]]
    countries: dict[str, str]

    def codes(self, name: str) -> frozenset[str]:
        if name in self.countries:
            return frozenset(self.countries[name].split())
        return frozenset[str]().union(*map(self.codes, self.parts[name]))


@cache
def _known() -> _Regions:
    return msgspec.json.decode(Path(__file__).with_name("regions.json").read_bytes(), type=_Regions)


@cache
def regions() -> Mapping[str, frozenset[str]]:
    """Return the codes of the countries of each region and sub-region, by its name."""
    known = _known()
    return {name: known.codes(name) for name in sorted({*known.parts, *known.countries})}


@cache
def regions_of() -> Mapping[str, tuple[str, ...]]:
    """Return the names of the regions and sub-regions of each country, by its code."""
    found: dict[str, tuple[str, ...]] = {}
    for name, codes in regions().items():
        for code in codes:
            found[code] = (*found.get(code, ()), name)
    return found


@cache
def region_and_subregion() -> Mapping[str, tuple[str, str]]:
    """Return the largest and the smallest region of each country, such as Asia and Central Asia, by its code."""
    known = _known()
    above = {part: name for name, parts in known.parts.items() for part in parts}
    found: dict[str, tuple[str, str]] = {}
    for smallest, codes in known.countries.items():
        largest = smallest
        while largest in above:
            largest = above[largest]
        found |= dict.fromkeys(codes.split(), (largest, smallest))
    return found
