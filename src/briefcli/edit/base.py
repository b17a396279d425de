"""What a workbook for editing contained when it was written, by which `import` knows what a person changed.

A hidden sheet records it, by the ids of the records: people sort rows, and copy them. The sheet is found by its
first cell, because other programs show it or give it another name.
"""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from briefcli.dossier.filters import Query, Vocabulary, labels
from briefcli.dossier.kinds import COUNTRY_LISTS, LIST_KEYS, kind_named
from briefcli.dossier.model import Totals, Verdict
from briefcli.dossier.past import Snapshot
from briefcli.edit.headings import table_keys
from briefcli.edit.table_files import is_workbook
from briefcli.edit.workbooks import open_workbook
from briefcli.pages.fields import PARTNERS
from briefcli.pages.registry import LISTINGS
from briefcli.pages.tables import ListingOptions
from briefcli.render.delimited import flat_text
from briefcli.render.spreadsheet import cell_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from briefcli.dossier.model import Dossier, Evidence, Record, Source

#: The first cell of the hidden sheet, and the number of its form.
_MARK, _FORM = "brief: what this workbook contained when it was written", "1"
#: The keys whose cells have labels for ids.
_LABELLED = {"level", "concerns", "sector", "attribute"}


class Base(NamedTuple):
    """The cells of a workbook when it was written: by the list of the record and its id, then by key."""

    dossier: str
    cells: Mapping[tuple[str, str], Mapping[str, str]]


def cell_texts(dossier: Dossier, kind: str) -> dict[str, dict[str, str]]:
    """Return what the cells of the records of a kind contain, by id and key, as `import` reads them."""
    write = Writer(dossier)
    return {record.id: write.cells(kind, record) for record in getattr(dossier, kind)}


def shown_cells(dossier: Dossier, kind: str, columns: Collection[str]) -> dict[tuple[str, str], list[str]]:
    """Return what listings show in some columns, by record and column: as workbooks and as CSV have it."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for history in (False, True):
        selection = [(Snapshot(dossier), Query(history=history))]
        body = LISTINGS[kind_named(kind).command].listing(selection, ListingOptions()).table
        keys = [column.key for column in body.columns]
        for row in body.rows:
            cells = dict(zip(keys, row, strict=True))
            for key in columns:
                found[flat_text(cells["id"]), key] += [cell_text(cells[key], {}), flat_text(cells[key])]
    return found


def base_rows(dossier: Dossier) -> Iterator[list[str]]:
    """Yield the rows of the hidden sheet: its head, then for each kind its keys, and each record."""
    rows = []
    for kind in LIST_KEYS:
        keys = [key for key in table_keys(kind) if key != "id"]
        rows.append([kind, "", *keys])
        rows += [[kind, name, *map(cells.__getitem__, keys)] for name, cells in cell_texts(dossier, kind).items()]
    yield [_MARK, _FORM, dossier.id, _digest(rows), *"." * max(map(len, rows))]
    yield from rows


def read_base(name: str, data: bytes) -> Base | None:
    """Return what the hidden sheet of a workbook records; None where there is none, or it was changed."""
    if not is_workbook(data):
        return None
    book = open_workbook(name, data)
    for sheet in (*book.hidden, *book.sheets):
        first = next(iter(islice(book.rows(sheet), 1)), None)
        if first and first.cells[:2] == (_MARK, _FORM) and len(first.cells) > 3:
            rows = [list(row.cells) for row in islice(book.rows(sheet), 1, None)]
            if _digest(rows) == first.cells[3]:
                return Base(first.cells[2], _by_record(rows))
    return None


def same_text(one: str, other: str) -> bool:
    """Whether two cells contain the same, whatever program wrote the ends of their lines."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _digest(rows: Iterable[Sequence[str]]) -> str:
    plain = ["\x1f".join(map(_plain, row)).rstrip("\x1f") for row in rows]
    return sha256("\x1e".join(plain).encode(errors="replace")).hexdigest()


def _by_record(rows: Iterable[Sequence[str]]) -> dict[tuple[str, str], dict[str, str]]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    keys: Sequence[str] = ()
    for kind, name, *cells in ([*row, ""] if len(row) < 2 else row for row in rows):
        if not name:
            keys = cells
        else:
            found[kind, name] = dict(zip(keys, [*cells, *[""] * (len(keys) - len(cells))], strict=False))
    return found


class Writer:
    """Makes the cells of the records of a dossier, with labels for ids where a label means one id alone.

    An id or a country that nothing defines is written as it is.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._labels: dict[str, dict[str, str]] = {}

    def cells(self, kind: str, record: Record | Source) -> dict[str, str]:
        """Return the cells of a record by key; that of the id is not among them."""
        cells = {key: self._cell(key, record) for key in table_keys(kind) if key != "id"}
        if kind in {"topics", "sectors"} and not cells["countries"]:
            cells["countries"] = PARTNERS
        return cells

    def _cell(self, key: str, record: Any) -> str:
        value = getattr(record, key)
        match value:
            case None | False | ():
                return ""
            case True:
                return "yes"
            case Totals():
                return "; ".join(f"{name}={getattr(value, name)}" for name in Totals.__struct_fields__)
            case tuple() if key == "evidence":
                return ";\n".join(map(_cited, value))
            case tuple() if key in COUNTRY_LISTS:
                return "; ".join(sorted(map(self._country, value)))
            case tuple():
                return "; ".join(self.word(key, one) for one in value)
        if key == "country":
            return self._country(value)
        if key == "value":
            return self.value(record.attribute, value)
        return self.word(key, value)

    def value(self, attribute: str, value: str) -> str:
        """Return what a cell contains for a value of an attribute."""
        known = self._dossier.attributes.get(attribute)
        return _label(known.values, value) if known and value in known.values else value

    def word(self, key: str, value: object) -> str:
        """Return what a cell under a key contains for a value: the label of an id, and any other text as it is."""
        if key not in _LABELLED:
            return str(value)
        if key not in self._labels:
            known = labels(self._dossier, key.removesuffix("s"))
            self._labels[key] = {one: _label(known, one) for one in known}
        return self._labels[key].get(str(value), str(value))

    def _country(self, code: str) -> str:
        known = self._dossier.countries.get(code)
        return known.name if known else code


def _label(known: Mapping[str, str], one: str) -> str:
    """Return the label of an id if it means this id alone, and has no semicolon, else the id."""
    label = known[one]
    return label if label and ";" not in label and Vocabulary(known).id(label) == one else one


def _cited(item: Evidence) -> str:
    verdict = "" if item.verdict is Verdict.SUPPORTS else f" ({item.verdict})"
    return f"{item.source}{verdict}" + (f": {item.note}" if item.note else "")
