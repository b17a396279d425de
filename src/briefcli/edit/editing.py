"""A workbook for editing: a sheet for each kind of record, with the columns that `import` reads.

Lists to choose from come from the codebook, the countries and the sources. They are ranges of a hidden sheet,
because Excel takes no list of more than 255 characters. Another hidden sheet records what was written.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from briefcli.characters import printable
from briefcli.dossier.countries import iso_names
from briefcli.dossier.filters import labels
from briefcli.dossier.kinds import COUNTRY_LISTS, KINDS, SOURCE
from briefcli.dossier.model import (
    CREDIBILITY_WORDS,
    RELIABILITY_WORDS,
    RollCall,
    SourceKind,
    Stage,
    TopicKind,
    VoteResult,
)
from briefcli.dossier.spelling import fold
from briefcli.edit.base import Writer, base_rows, cell_texts
from briefcli.edit.cells import SEVERAL
from briefcli.edit.headings import table_keys
from briefcli.edit.workbooks import column_letters
from briefcli.reading.schema import descriptions
from briefcli.render.blocks import LONG_AGO
from briefcli.render.spreadsheet import Sheet, looks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcli.dossier.kinds import Kind
    from briefcli.dossier.model import Dossier

#: For how many rows below the records there are lists to choose from.
_FREE_ROWS = 1000
#: How many characters Excel takes for the title and the text of a hint.
_MAX_HINT_TITLE, _MAX_HINT = 32, 255
#: The words of the program under some keys.
_WORDS: dict[str, Iterable[str]] = {
    "stage": Stage,
    "result": VoteResult,
    "roll_call": RollCall,
    "credibility": tuple(map(str, CREDIBILITY_WORDS)),
    "reliability": tuple(map(str, RELIABILITY_WORDS)),
    "follow_up": ("yes",),
    "newly_known": ("yes",),
}
_WIDTHS = {"summary": 60, "text": 60, "evidence": 50, "title": 40, "status": 30, "url": 30, "note": 40}


def editing_workbook(dossier: Dossier) -> bytes:
    """Return a workbook for editing a dossier, which `brief import` takes back.

    Raises:
        UsageError: Excel has no room for the records.
    """
    packed = BytesIO()
    book = Workbook(packed, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{dossier.id}, for editing", "created": LONG_AGO})
    kinds = [kind for kind in KINDS if kind.list_key != "facts" or dossier.attributes]
    sheets = [_KindSheet(book, kind) for kind in kinds]
    lists = _Lists(book, dossier)
    for sheet in sheets:
        sheet.fill(dossier, lists)
    lists.sheet.hide()
    base = Sheet(book, "Written", "leave out records")
    plain = looks(book, {}, ("text", "formula"))
    for number, row in enumerate(base_rows(dossier)):
        for place, text in enumerate(row):
            base.write(number, place, text, text, plain)
    base.sheet.hide()
    book.close()
    return packed.getvalue()


class _Lists(Sheet):
    """The hidden sheet with the values to choose from, a column for each key."""

    def __init__(self, book: Workbook, dossier: Dossier) -> None:
        super().__init__(book, "Lists", "leave out sources")
        self._plain = looks(book, {"num_format": "@"}, ("text", "formula"))
        self._ranges: dict[tuple[str, ...], str] = {}
        self._dossier = dossier

    def range_of(self, kind: Kind, key: str) -> str | None:
        """Return the range with the values of a key, None where a key has no list."""
        values = tuple(_choices(self._dossier, kind, key))
        if values and values not in self._ranges:
            place = len(self._ranges)
            for row, text in enumerate(values):
                self.write(row, place, text, text, self._plain)
            letters = column_letters(place)
            self._ranges[values] = f"=Lists!${letters}$1:${letters}${len(values)}"
        return self._ranges.get(values)


class _KindSheet(Sheet):
    """The sheet of a kind of record: a heading for each key, the id last, because new records need none."""

    def __init__(self, book: Workbook, kind: Kind) -> None:
        super().__init__(book, kind.command, "leave out records")
        self._kind = kind
        self._keys = sorted(table_keys(kind.list_key), key=lambda key: (key == "id") != (kind is SOURCE))
        self._head = book.add_format({"bold": True, "bg_color": "#E7EDF3", "bottom": 1, "valign": "top"})
        # As text, or a spreadsheet would make a day of each month.
        self._looks = looks(book, {"valign": "top", "text_wrap": True, "num_format": "@"}, ("text", "formula"))

    def fill(self, dossier: Dossier, lists: _Lists) -> None:
        """Write the records of the kind in the order of their countries and dates, and lists to choose from."""
        meanings = descriptions(self._kind.struct)
        records = cell_texts(dossier, self._kind.list_key)
        group, date = (key or "id" for key in self._kind.order)
        rows = [{**cells, "id": name} for name, cells in records.items()]
        rows.sort(key=lambda cells: (fold(cells[group]) if group != "id" else "", cells[date], cells["id"]))
        for place, key in enumerate(self._keys):
            self.sheet.set_column(place, place, _WIDTHS.get(key, max(12, len(key) + 6)), self._looks["text"])
            self.sheet.write_string(0, place, key, self._head)
            for row, cells in enumerate(rows, 1):
                self.write(row, place, cells[key], printable(cells[key]), self._looks)
            self._add_list(place, key, len(rows) + _FREE_ROWS, lists, meanings[key])
        self.frame(0, len(rows), len(self._keys))

    def _add_list(self, place: int, key: str, last: int, lists: _Lists, meaning: str) -> None:
        """Add the values to choose from in a column, and what it contains as a hint."""
        values = lists.range_of(self._kind, key)
        parts = "; with a semicolon between several" if key in SEVERAL else ""
        hint = " ".join(f"{meaning}{parts}".split())
        chosen = (
            {"validate": "list", "source": values, "show_error": key not in SEVERAL}
            if values
            else {"validate": "any"}
        )
        refused = self.sheet.data_validation(
            *(1, place, last, place),
            {
                **chosen,
                "input_title": key[:_MAX_HINT_TITLE],
                "input_message": hint if len(hint) <= _MAX_HINT else f"{hint[: _MAX_HINT - 1]}…",
                "error_type": "warning",
                "error_title": "Not in the list",
                "error_message": "The dossier has no such value. Keep it?",
            },
        )
        if refused:
            msg = f"Excel takes no list for {key}"
            raise AssertionError(msg)


def _choices(dossier: Dossier, kind: Kind, key: str) -> Iterable[str]:
    """Return the values to choose from under a key."""
    write = Writer(dossier)
    match key:
        case _ if key == "country" or key in COUNTRY_LISTS:
            own = {country.name for country in dossier.countries.values()}
            return [*sorted(own, key=fold), *sorted(iso_names() - own, key=fold)]
        case "evidence":
            return sorted(source.id for source in dossier.sources)
        case "level":
            return [write.word(key, level.id) for level in dossier.levels]
        case "concerns" | "sector" | "attribute":
            return [write.word(key, one) for one in labels(dossier, key.removesuffix("s"))]
        case "value":
            return dict.fromkeys(
                write.value(name, one) for name, of in dossier.attributes.items() for one in of.values
            )
        case "kind":
            return SourceKind if kind is SOURCE else TopicKind
        case _:
            return _WORDS.get(key, ())
