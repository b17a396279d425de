"""The headings of a table as the keys of records."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from briefcli.dossier.kinds import kind_named
from briefcli.dossier.model import Totals
from briefcli.dossier.spelling import fold
from briefcli.edit.cells import CellError
from briefcli.edit.draft import keys_of
from briefcli.edit.table_files import Header
from briefcli.errors import UsageError
from briefcli.pages.registry import LISTINGS
from briefcli.wording import unknown_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefcli.edit.workbooks import Row

#: Columns that replace another one that a table does not have.
_IN_PLACE = {
    "code": "country",
    "codes": "countries",
    "level_label": "level",
    "concern_labels": "concerns",
    "sector_label": "sector",
    "attribute_label": "attribute",
    "value_label": "value",
}

#: Columns of listings and exports that no record has.
_NEVER_READ = dict.fromkeys(map(fold, ("group", "in_force", "In force")), "")


class Heading(NamedTuple):
    """What a column contains: a key of the records, a column that a listing makes from others, or a fault.

    An `unknown` heading is none of the first two.
    """

    key: str | None = None
    made: str | None = None
    fault: CellError | None = None
    unknown: bool = False


def headings(kind: str, header: Sequence[str], given: Mapping[str, str]) -> list[Heading]:
    """Return what each column of a table contains; the notes of a listing name no ids and are passed over.

    `given` has the keys of some headings, as people chose them; an empty key passes a column over.
    """
    own = table_keys(kind)
    names = _names(kind)
    found = [given.get(fold(text), _named(text, names, own)) for text in header]
    there = set(found)
    for place, key in enumerate(found):
        alone = fold(header[place])  # a heading of a made column may be the key of another one
        if alone in given:
            continue
        if key not in own and alone in own and alone not in there:
            found[place] = alone
        elif key in _IN_PLACE and _IN_PLACE[key] not in there:
            found[place] = _IN_PLACE[key]
        there.add(found[place])
    columns: list[Heading] = []
    taken: set[str | None] = set()
    for key, heading in zip(found, map(str.strip, header), strict=True):
        if key and key == given.get(fold(heading)) and key not in {*own, "dossier"}:
            columns.append(Heading(fault=CellError(partial(unknown_value, "key", key, own))))
            continue
        columns.append(_heading(key, heading, own, is_taken=key in taken))
        taken.add(key)
    return columns


def given_headings(mapping: Iterable[str], skipped: Iterable[str]) -> dict[str, str]:
    """Return the keys of headings from texts such as "Position=level,Notes=summary"; a skipped heading has none.

    Raises:
        UsageError: a part has no heading or no key.
    """
    given = {fold(heading): "" for heading in skipped}
    for pair in chain.from_iterable(_pairs(text) for text in mapping):
        heading, _, key = pair.rpartition("=")
        if not heading.strip() or not key.strip():
            msg = f"{pair!r} gives no key to a heading; write --map 'Position=level'"
            raise UsageError(msg)
        given[fold(heading)] = key.strip()
    return given


def _pairs(text: str) -> list[str]:
    """Return the parts of a text that have an equals sign; a heading may also contain a comma."""
    pairs: list[str] = []
    for part in text.split(","):
        if pairs and "=" not in pairs[-1]:
            pairs[-1] += f",{part}"
        else:
            pairs.append(part)
    return pairs


def table_keys(kind: str) -> list[str]:
    """Return the keys of a kind of record that are columns of a table."""
    return [key for key in keys_of(kind) if key != "stages"]


def find_header(kind: str, rows: Sequence[Row], given: Mapping[str, str]) -> Header:
    """Return which of the first rows of a table has most known headings, or else the first with several cells."""
    scores = [
        len({column.key or column.made for column in headings(kind, row.cells, given)} - {None}) for row in rows
    ]
    best = max(range(len(rows)), key=scores.__getitem__, default=0)
    if not any(scores):
        several = (place for place, row in enumerate(rows) if sum(map(bool, map(str.strip, row.cells))) > 1)
        return Header(next(several, 0), 0)
    return Header(best, scores[best])


def _names(kind: str) -> dict[str, str]:
    """Return the keys of columns by their possible headings; "" for a column that is never read."""
    columns = {column.key: column.heading for column in LISTINGS[kind_named(kind).command].columns}
    keys = [*columns, *table_keys(kind)]
    names = {fold(key): key for key in keys}
    for column in LISTINGS[kind_named(kind).command].columns:
        if column.formerly:
            names[fold(column.formerly)] = column.key
    names |= {fold(heading): key for key, heading in columns.items()}
    names |= {fold(f"{key} {end}"): "" for key in keys for end in ("first", "last")}
    names |= {fold(f"total {key}"): "" for key in Totals.__struct_fields__}  # in an exported table
    return names | ({fold(columns["evidence"]): ""} if "evidence" in columns else {}) | _NEVER_READ


def _named(text: str, names: Mapping[str, str], own: Sequence[str]) -> str | None:
    return text.strip() if text.strip() in {*names.values(), *own} - {""} else names.get(fold(text))


def _heading(key: str | None, heading: str, own: Sequence[str], *, is_taken: bool) -> Heading:
    if key is None and heading:
        return Heading(fault=CellError(partial(unknown_value, "column", heading, own)), unknown=True)
    if key in own and is_taken:
        return Heading(fault=CellError(f"the column {key!r} occurs twice"))
    if key in {*own, "dossier"}:
        return Heading(key)
    return Heading(made=key or None)
