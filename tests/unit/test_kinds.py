"""The declarations of the kinds of records against the model: no field is forgotten."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import yaml
from msgspec import inspect

from briefcli import load
from briefcli.dossier.kinds import KINDS, LIST_KEYS, RECORD_KEYS, RECORD_KINDS, VOTE, Kind, kind_named
from briefcli.export.relations import RELATIONS
from briefcli.pages.registry import LISTINGS
from samples import FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Result

#: Text fields of which the words are not searched, with the reason.
NOT_SEARCHED = {
    "language": "a code",
    "archived": "the address of a copy of what `url` names",
    "source": "the id of a source, whose own texts are searched",
    "reliability": "a letter",
    "kind": "a word of the program; that of a topic is searched",
    "verdict": "a word of the program that most records have",
    "id": "an id of a record is no text; that of a source is searched",
    "country": "searched by the names of the country",
    "countries": "likewise",
    "level": "searched by its label",
    "concerns": "likewise",
    "sector": "likewise",
    "attribute": "likewise",
    "value": "likewise",
    "in_favour": "searched by the names of the countries",
    "against": "likewise",
    "abstained": "likewise",
    "absent": "likewise",
    "result": "a word of the program that most records have",
    "roll_call": "likewise",
}
#: Dates are not searched as texts, and a filter finds them.
DATES = {"since", "ended", "reviewed", "date", "accessed", "due", "last_day"}


def text_fields(struct: type[Any], prefix: str = "") -> Iterator[str]:
    """Yield the keys of the texts of a struct and of the structs in its lists, such as `stages.note`."""
    for field in msgspec.structs.fields(struct):
        kinds = [inspect.type_info(field.type)]
        while kinds:
            kind: Any = kinds.pop()
            if isinstance(kind, inspect.Metadata):
                kinds.append(kind.type)
            elif isinstance(kind, inspect.UnionType):
                kinds += kind.types
            elif isinstance(kind, inspect.VarTupleType):
                kinds.append(kind.item_type)
            elif isinstance(kind, inspect.StructType):
                yield from text_fields(kind.cls, f"{prefix}{field.name}.")
            elif isinstance(kind, inspect.StrType | inspect.EnumType):
                yield f"{prefix}{field.name}"


def test_the_kinds_are_the_lists_of_a_dossier() -> None:
    """In their order; the records come before the sources."""
    dossier = load(FROZEN)
    assert dossier.records == tuple(record for key in RECORD_KEYS for record in getattr(dossier, key))
    assert (*RECORD_KEYS, "sources") == LIST_KEYS
    claims = [kind.struct for kind in RECORD_KINDS]
    assert all(type(record) in claims for record in dossier.records)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
def test_every_text_is_searched_or_is_an_exception_with_a_reason(kind: Kind) -> None:
    """So that a new field is not forgotten."""
    own = {key for key in text_fields(kind.struct) if not key.startswith("evidence.")}
    left = {key for key in own - {*kind.texts} if key.rpartition(".")[2] not in {*NOT_SEARCHED, *DATES, "stage"}}
    assert left == set()
    assert set(kind.texts) <= own


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.word)
def test_every_field_is_a_column_and_is_exported(kind: Kind) -> None:
    """Under its own key, or in a table of its own for what is a list; dates of curators are exported with the rest."""
    columns = {column.key for column in LISTINGS[kind.command].columns}
    tables = {relation.name: {column.key for column in relation.columns} for relation in RELATIONS}
    lists = {
        "countries": "record_countries",
        "concerns": "stance_concerns",
        "stages": "stages",
        "evidence": "evidence",
        **dict.fromkeys(VOTE.country_keys, "ballots"),
        "totals": "votes",
    }
    for key in kind.struct.__struct_fields__:
        if (kind.word, key) in {("stance", "ended"), ("stance", "reviewed"), ("source", "id")}:
            continue  # `until` and `checked` say more than the first two
        assert key in columns, key
        assert key in tables[kind.list_key] or lists[key] in tables, key


@pytest.mark.parametrize("kind", RECORD_KINDS, ids=lambda kind: kind.word)
def test_keys_of_a_declaration_are_keys_of_the_record(kind: Kind) -> None:
    """A misspelt one would be found by nobody."""
    names = {*dir(kind.struct)}
    assert {kind.date, *kind.dates, *kind.terms, *kind.filters.values()} <= names
    assert {key for key in kind.order if key} <= names
    assert kind_named(kind.list_key) is kind


def planted(path: Path) -> dict[str, str]:
    """Write the frozen dossier with a word of its own in every text, and return the words by their keys."""
    tree: dict[str, Any] = {}
    for file in sorted(Path(FROZEN).glob("*.yaml")):
        for key, value in yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader).items():  # noqa: S506 - texts alone
            tree[key] = [*tree.get(key, []), *value] if key in LIST_KEYS else value
    words: dict[str, str] = {}
    for kind in KINDS:
        record = tree[kind.list_key][0]
        for key in kind.texts:
            holder, _, part = key.rpartition(".")
            if key in {"id", "url", "kind", "stage"}:  # words of a form, which are searched elsewhere
                continue
            word = f"zq{kind.word}{part or key}".replace(".", "")
            words[f"{kind.word} {key}"] = word
            if holder:
                record.pop("stage", None)
                record.pop("since", None)
                record[holder] = [{"stage": "agreed", "since": "2020-01", part: word}]
            else:
                record[key] = word
    path.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    return words


def test_a_word_in_any_text_is_found_shown_and_exported(brief: Callable[..., Result], tmp_path: Path) -> None:
    """By `search`, in the listing of its kind, and in the report, except for the author of a source."""
    path = tmp_path / "planted.yaml"
    words = planted(path)
    report = brief("report", "-d", str(path)).out
    for key, word in words.items():
        kind = next(kind for kind in KINDS if kind.word == key.split()[0])
        found = json.loads(brief("search", word, "-d", str(path), "-f", "json").out)
        assert kind.word in {row["kind"] for row in found}, key
        history = ["--history"] if kind.in_force else []
        assert word in brief(kind.command, "-d", str(path), "-f", "json", *history).out, key
        assert word in report or key == "source author", key
    assert words["sector stages.note"] in brief("changes", "--since", "0001", "-d", str(path), "-f", "json").out


REPR = re.compile(r"\b[A-Z]\w+\(\w+=|<[A-Z]\w+\.[A-Z_]+:")


@pytest.mark.parametrize("listing", LISTINGS)
def test_no_cell_is_a_repr_of_python(listing: str, brief: Callable[..., Result], tmp_path: Path) -> None:
    """In any listing, `diff` with a changed stage among them."""
    changed = tmp_path / "changed.yaml"
    planted(changed)
    arguments = {
        "diff": [FROZEN, str(changed)],
        "search": ["a"],
        "changes": ["--since", "0001"],
        "stances": ["--history"],
    }
    named = [] if listing in {"diff", "dossiers"} else ["-d", str(changed)]
    for form in ("json", "tsv", "md"):
        if listing != "matrix" or form != "tsv":
            printed = brief(listing, *arguments.get(listing, []), *named, "-f", form).out
            assert not REPR.search(printed), REPR.search(printed)
