"""The compiled form of a dossier, of which a part can be read without the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import platformdirs
import pytest
from msgspec import structs

from briefcli.dossier.kinds import LIST_KEYS
from briefcli.dossier.parts import part_about
from briefcli.shelf import compiled
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.store import CacheKey
from samples import FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcli.dossier.model import Dossier
    from briefcli.shelf.store import CacheEntry
    from conftest import Result


@pytest.fixture(scope="module")
def frozen() -> Dossier:
    """The dossier that has every feature."""
    return Catalogue(cached=False).load(FROZEN)


def about(*codes: str) -> Callable[[CacheEntry], Dossier]:
    """Return what reads the part about some countries."""
    return lambda kept: compiled.part(kept, lambda _: codes)


@pytest.mark.parametrize("codes", [[], ["QQ"], ["NO"], ["NO", "SE", "QQ"]])
def test_a_part_has_what_names_a_country_and_what_that_cites(codes: list[str], frozen: Dossier) -> None:
    """In the order of the whole, and nothing twice."""
    slot = CacheKey("dossier", [b"frozen"])
    slot.keep(*compiled.encoded_blocks(frozen))
    assert slot.fetch(about(*codes)) == part_about(frozen, codes, for_any=True)


def test_the_head_names_the_requested_countries(frozen: Dossier) -> None:
    """It has the names that the dossier gives to countries, and no records."""
    slot, snapshot = CacheKey("dossier", [b"frozen"]), []

    def codes_of(head: Dossier) -> list[str]:
        snapshot.append(head)
        return []

    slot.keep(*compiled.encoded_blocks(frozen))
    slot.fetch(lambda kept: compiled.part(kept, codes_of))
    assert snapshot == [structs.replace(frozen, **dict.fromkeys(LIST_KEYS, ()))]


@pytest.mark.parametrize(("number", "sound"), [(-1, True), (0, False)])
def test_a_part_reads_nothing_else(number: int, frozen: Dossier, *, sound: bool) -> None:
    """What is damaged elsewhere is not seen, and what is damaged in it makes it as good as none."""
    entry = compiled.encoded_blocks(frozen)
    slot = CacheKey("dossier", [b"frozen"])
    slot.keep(*entry)
    first, last = (bytes(msgspec.msgpack.encode(frozen.stances[place])) for place in (0, -1))
    assert frozen.stances[0].country != frozen.stances[-1].country
    path = Path(platformdirs.user_cache_dir("brief"), "dossiers", slot.name)
    path.write_bytes(path.read_bytes().replace((first, last)[number], bytes(len((first, last)[number]))))
    found = slot.fetch(about(frozen.stances[0].country))
    assert (found == part_about(frozen, [frozen.stances[0].country], for_any=True)) is sound
    assert slot.fetch(compiled.whole) is None


@pytest.mark.parametrize(
    "asked",
    [
        "stances -c norway -c japan --history -f json",
        "evidence -c norway --as-of 2025-01",
        "country norway",
        "compare norway japan -f md",
        "changes --since 2020 -c norway",
        "search reservation -c norway",
        "dossiers -c norway",
    ],
)
def test_a_question_about_countries_reads_no_more(
    asked: str, brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is that of the whole dossier, which nobody needs once it is in the store."""
    answer = brief(*asked.split(), "--no-cache")
    assert brief(*asked.split()) == answer
    assert answer.code == 0
    monkeypatch.setattr(compiled, "whole", None)
    assert brief(*asked.split()) == answer


@pytest.mark.parametrize("asked", ["stances -c norwey", "stances -c norway --level watches", "country fiji"])
def test_where_nothing_matches_the_whole_dossier_is_counted(asked: str, brief: Callable[..., Result]) -> None:
    """What else there would be does not depend on how much was read."""
    told = brief(*asked.split(), "--no-cache")
    assert told.err or told.out
    assert brief(*asked.split()) == brief(*asked.split()) == told
