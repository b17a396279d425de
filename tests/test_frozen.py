"""The frozen dossier, which the golden files show, has every feature of the format."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from briefcli import load
from briefcli.dossier.kinds import RECORD_KINDS
from briefcli.dossier.model import (
    OWN_KEY,
    Country,
    Coverage,
    Dossier,
    Evidence,
    Level,
    Reliability,
    RollCall,
    Source,
    SourceKind,
    Stage,
    StageStep,
    TopicKind,
    Verdict,
    VoteResult,
)
from samples import FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Result

DOSSIER = load(FROZEN)
RECORDS: dict[str, type[msgspec.Struct]] = {kind.list_key: kind.struct for kind in RECORD_KINDS}


def values(part: object) -> Iterator[object]:
    """Yield a part of a dossier and all that it holds."""
    yield part
    match part:
        case msgspec.Struct():
            inner = [getattr(part, key) for key in part.__struct_fields__]
        case dict():
            inner = list(part.values())
        case tuple():
            inner = list(part)
        case _:
            return
    for value in inner:
        yield from values(value)


def test_it_passes_the_strict_check(brief: Callable[..., Result]) -> None:
    """Its notices are features too: an unused level, first stances on a lasting level, a record without a date."""
    result = brief("check", "--strict", FROZEN)
    assert result.code == 0
    assert [line.split(": ")[1] for line in result.out.splitlines()] == [
        "unused-level",
        "first-stance-lasting",
        "undated-record",
    ]


def test_every_key_that_may_be_left_out_is_given_here_and_left_out_there() -> None:
    """Whoever adds a key to the format adds it to this dossier."""
    tree: dict[str, Any] = {}
    for path in Path(FROZEN).glob("*.yaml"):
        tree |= yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    own = {key for key in tree if key.startswith(OWN_KEY)}
    assert own
    assert tree.keys() - own == {field.encode_name for field in msgspec.structs.fields(Dossier)}
    assert tree["coverage"].keys() == set(Coverage.__struct_fields__)
    evidence = [item for name in RECORDS for record in tree[name] for item in record["evidence"]]
    written = {kind: tree[name] for name, kind in RECORDS.items()} | {
        Source: tree["sources"],
        Evidence: [item for item in evidence if isinstance(item, dict)],
        Country: list(tree["countries"].values()),
        Level: tree["levels"],
        StageStep: [step for record in tree["sectors"] for step in record.get("stages", [])],
    }
    for kind, parts in written.items():
        for field in msgspec.structs.fields(kind):
            if not field.required:
                assert {field.name in part for part in parts} == {False, True}, field.name


def test_every_word_of_a_vocabulary_is_used() -> None:
    """Also of the grades: each letter and each digit."""
    found = {value for value in values(DOSSIER) if isinstance(value, str)}
    for words in (SourceKind, Reliability, Verdict, TopicKind, Stage, VoteResult, RollCall):
        assert set(words) <= found
    assert {stance.credibility for stance in DOSSIER.stances} == set(range(1, 7))


def test_texts_are_in_several_scripts() -> None:
    """Accents, wide characters, and letters that run from right to left."""
    letters = {char for text in values(DOSSIER) if isinstance(text, str) for char in text}
    assert {"W", "Na"} <= {unicodedata.east_asian_width(char) for char in letters}
    assert {"AL", "L"} <= {unicodedata.bidirectional(char) for char in letters}
    assert any(unicodedata.decomposition(char) for char in letters if char.isalpha())
