"""The rows of a table as changes of a dossier: each is a record that is there already, or a new one."""

from __future__ import annotations

import shlex
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from briefcli.dossier.kinds import SOURCE, kind_named
from briefcli.dossier.spelling import fold
from briefcli.edit.base import cell_texts, same_text, shown_cells
from briefcli.edit.cells import DATES, WORDED, CellError, Meanings, Parsed, parts_of
from briefcli.edit.headings import headings, table_keys
from briefcli.edit.target import Target, host_of, required_keys
from briefcli.edit.workbooks import column_letters
from briefcli.pages.table_faults import FaultReason, TableFault
from briefcli.problems import Severity, quoted
from briefcli.wording import listed, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefcli.dossier.model import Record, Source
    from briefcli.edit.base import Base
    from briefcli.edit.draft import Draft
    from briefcli.edit.table_files import Sheet
    from briefcli.edit.workbooks import Row
    from briefcli.problems import Problem

#: The options of the command line that are not called like their keys.
OPTIONS = {"concerns": "--concern", "countries": "--country", "follow_up": "--follow-up"}
#: For how many faults the nearest word is looked for, which takes a while.
_MAX_SUGGESTIONS = 200
#: In how many rows the meaning of a column without a known heading is looked for, and from how many characters on
#: its texts are summaries.
_LOOKED_AT, _LONG = 50, 40
#: How many cells show what a column of free texts is for, and how alike a misspelt heading and a key are.
_FEW, _MISSPELT = 3, 0.8


class Reading(NamedTuple):
    """How tables are to be read.

    With `clear` an empty cell removes what is there. New sources without a kind get `kind_of_new`. `headings`
    are the keys of some headings. `base` is what a workbook contained when it was written. Where both the workbook
    and the dossier have changed a cell since, the one that is preferred counts: `table` or `dossier`. `page` is
    the data in the page of a new source.
    """

    clear: bool = False
    kind_of_new: str | None = None
    headings: Mapping[str, str] = {}
    base: Base | None = None
    prefer: str | None = None
    page: Mapping[str, str] = {}


class Intake:
    """What a table changes in a draft, and every reason why it cannot.

    A sheet without a name is the command line, which adds a record.
    """

    def __init__(self, draft: Draft, kind: str, sheet: Sheet, how: Reading = Reading()) -> None:  # noqa: B008 - it is frozen
        self.faults: list[TableFault] = []
        #: Cells of columns that are made from others, and were edited.
        self.not_applied: list[TableFault] = []
        #: Faults of items that are left out, where each is taken by itself.
        self.skipped: list[TableFault] = []
        #: How many rows are of other dossiers, and were passed over.
        self.others = 0
        #: Whether a record that was there is other than before.
        self.has_changed = False
        self.kind = kind
        self._draft, self._sheet, self._how = draft, sheet, how
        self._base = how.base.cells if how.base else {}
        self._meanings = Meanings(draft, kind, sheet.day_0)
        self._target = Target(draft, kind)
        self._columns: dict[str, int] = {}
        self._made: dict[str, int] = {}
        self._rows: dict[object, int] = {}  # the rows that were taken, by the identity of the record
        self._origins: dict[int, int] = {}  # and by the record
        self._ids: dict[str, int] = {}
        self._unknown: list[str] = []  # headings
        self._guesses: dict[str, str] = {}  # their keys, as far as they can be guessed
        self._lacking: dict[str, None] = {}  # the keys that new records need and no column has
        self._read_header()
        for row in sheet.rows:
            if (of := self._cell(row, "dossier")) and of != draft.dossier.id:
                self.others += 1
            else:
                self._read_row(row)
        if self._lacking:
            says = f"{self._target.needs([*self._lacking])}; no known column has that"
            self.faults.append(self._fault(sheet.header.number, None, says))

    @property
    def typed(self) -> bool:
        """Whether the record was typed on the command line and is not from a table."""
        return not self._sheet.name

    @property
    def table(self) -> str:
        """The name of the table."""
        return self._sheet.name

    @property
    def note(self) -> str:
        """What was chosen without a request, such as the sheet and the row of the headings."""
        return self._sheet.note

    @property
    def is_two_way(self) -> bool:
        """Whether the table is a workbook that does not record what it contained when it was written."""
        return self._sheet.is_workbook and self._how.base is None

    @property
    def advice(self) -> str:
        """How to have columns read that have no known heading, "" if all have."""
        if not self._unknown:
            return ""
        pairs = [f"{heading}={key}" for heading, key in self._guesses.items()]
        skipped = [heading for heading in self._unknown if heading not in self._guesses]
        parts = ["--map", ",".join(pairs)] if pairs else []
        parts += [part for heading in skipped for part in ("--skip", heading)]
        keys = listed(table_keys(self.kind))
        return f"Read or pass over these columns with {shlex.join(parts)}, or with other keys. Possible: {keys}"

    @property
    def gone(self) -> list[str]:
        """The ids of records whose rows were in the workbook when it was written, and are no more."""
        left = {self._cell(row, "id") for row in self._sheet.rows}
        there = {record.id for record in getattr(self._draft.dossier, self.kind)}
        return [name for kind, name in self._base if kind == self.kind and name in there - left]

    def explained(self, problem: Problem) -> TableFault | None:
        """Return a problem of the changed dossier at the cell that it comes from, None if it comes from none."""
        fields, key = self._draft.origin_of(problem) or ({}, None)
        row = self._origins.get(id(fields))
        mark = "" if problem.rule.severity is Severity.ERROR else f" [{problem.rule.severity}]"
        text = f"{problem.rule.slug}: {problem.message}; {problem.remedy}{mark}"
        return self._fault(row, key, text) if row is not None else None

    def _read_header(self) -> None:
        header = self._sheet.header
        found = headings(self.kind, header.cells, self._how.headings)
        self._columns = {column.key: place for place, column in enumerate(found) if column.key}
        self._made = {column.made: place for place, column in enumerate(found) if column.made}
        for place, column in enumerate(found):
            if column.fault:
                heading = header.cells[place].strip()
                key = self._guess(heading, place) if column.unknown else None
                if column.unknown:
                    self._unknown.append(heading)
                if key:
                    self._guesses[heading] = key
                    self._columns[key] = place
                says = f"unknown column {heading!r}" if column.unknown else str(column.fault)
                says += f"; it looks like {key}" if key else ""
                letters = column_letters(place)
                self.faults.append(
                    TableFault(FaultReason.FAULT, self._sheet.name, header.number, letters, heading, heading, says)
                )

    def _guess(self, heading: str, place: int) -> str | None:
        """Return the key that an unknown column may be meant for: by its heading, or by its first cells."""
        free = [key for key in table_keys(self.kind) if key not in self._columns]
        if near := nearest(heading, free, cutoff=_MISSPELT):
            return near
        cells = [row.cells[place] for row in self._sheet.rows[:_LOOKED_AT] if place < len(row.cells)]
        cells = [cell.strip() for cell in cells if cell.strip()]
        for key in (key for key in free if key in WORDED or key in DATES):
            if sum(self._meanings.know(key, cell) for cell in cells) * 2 > len(cells):
                return key
        texts = [key for key in ("summary", "status", "title", "text") if key in free]
        if not texts or len(cells) < _FEW:
            return None
        is_long = sum(map(len, cells)) > _LONG * len(cells)
        return texts[0] if is_long else next((key for key in texts[1:] if key in required_keys(self.kind)), None)

    def _cell(self, row: Row, key: str) -> str:
        place = self._columns.get(key, len(row.cells))
        return row.cells[place].strip() if place < len(row.cells) else ""

    def _read_row(self, row: Row) -> None:
        name = self._cell(row, "id")
        was = self._base.get((self.kind, name))
        before = len(self.faults) + len(self.skipped)
        if name and self._base and (other := self._ids.setdefault(name, row.number)) != row.number:
            says = f"row {other} has this id, too; if this row is a new record, empty the cell"
            self._report(row.number, "id", CellError(says))
            return
        values = self._values(row, was)
        if len(self.faults) + len(self.skipped) > before or (was is not None and not self._is_touched(row, was)):
            return
        try:
            self._take(row, values, was)
        except _ChangedTwiceError as conflict:
            self._report(row.number, conflict.key, conflict, FaultReason.CONFLICT)
        except CellError as unclear:
            self._report(row.number, None, unclear)

    def _is_touched(self, row: Row, was: Mapping[str, str]) -> bool:
        """Whether a person has changed a cell of a row."""
        return any(key in was and not same_text(self._cell(row, key), was[key]) for key in self._columns)

    def _values(self, row: Row, was: Mapping[str, str] | None) -> dict[str, Parsed]:
        """Return what the cells of a row mean that are not empty, or not as they were; faults are reported."""
        values = {}
        for key in self._columns:
            text = self._cell(row, key)
            if not text or key == "dossier" or (was and key in was and same_text(text, was[key])):
                continue
            try:
                attribute = self._cell(row, "attribute") if key == "value" else ""
                values[key] = self._meanings.of(key, parts_of(key, text), attribute)
            except CellError as unclear:
                self._report(row.number, key, unclear)
        return values

    def _take(self, row: Row, values: dict[str, Parsed], was: Mapping[str, str] | None) -> None:
        """Take a row.

        Raises:
            CellError: it cannot be taken.
        """
        place = self._target.place_of(values)
        self._refuse_twice(row, values, place)
        empty = [key for key in self._columns if not self._cell(row, key) and key not in {"id", "dossier"}]
        if place is None:
            if was is not None:
                msg = "its record is no longer in the dossier; for a new one, empty the id of this row"
                raise CellError(msg)
            if self.kind == SOURCE.list_key:
                values |= self._of_publisher(row, values)
            missing = self._target.missing(values, empty)
            if not self.typed and missing and self._columns.keys().isdisjoint(missing):
                self._lacking.update(dict.fromkeys(missing))
                return
            fields = self._target.add(values, empty)
        else:
            record = self._target.record(place)
            was = was or self._base.get((self.kind, record.id))
            if was is not None:
                values, empty = self._touched(row, values, empty, was, record)
            elif not self._how.clear:
                empty = []
            fields, is_other = self._target.changed(place, values, empty, whole=was is not None)
            self.has_changed |= is_other
            self._compare_made(row, record)
        self._origins[id(fields)] = row.number

    def _of_publisher(self, row: Row, values: Mapping[str, Parsed]) -> dict[str, Parsed]:
        """Return the publisher and its kind of a new source that lacks them, as far as other sources have them.

        Sources of the same host have the same publisher. Its kind may also be that of the command or of the item.
        """
        found: dict[str, str | None] = {}
        if "publisher" not in values and "url" in values:
            known = self._publishers.get(host_of(values["url"].value), set())
            found["publisher"] = next(iter(known)) if len(known) == 1 else self._how.page.get("publisher")
        who = values["publisher"].value if "publisher" in values else found.get("publisher")
        if "kind" not in values:
            item = (self._sheet.items or {}).get(row.number)
            found["kind"] = self._kinds.get(fold(who or "")) or self._how.kind_of_new or item
        return {key: Parsed(text, text) for key, text in found.items() if text}

    @cached_property
    def _publishers(self) -> dict[str, set[str]]:
        """The publishers of the sources of each host."""
        found: dict[str, set[str]] = defaultdict(set)
        for source in self._draft.dossier.sources:
            if source.url:
                found[host_of(source.url)].add(source.publisher)
        return found

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {fold(source.publisher): str(source.kind) for source in self._draft.dossier.sources}

    def _refuse_twice(self, row: Row, values: Mapping[str, Parsed], place: int | None) -> None:
        if place is not None and self.typed:
            there = self._target.record(place).id
            msg = f"{there} exists; `brief import` changes it"
            raise CellError(msg)
        for key in [("place", place)] if place is not None else self._target.keys_of_new(values):
            if (other := self._rows.setdefault(key, row.number)) != row.number:
                msg = f"row {other} is the same record"
                raise CellError(msg)

    def _touched(
        self,
        row: Row,
        values: Mapping[str, Parsed],
        empty: Sequence[str],
        was: Mapping[str, str],
        record: Record | Source,
    ) -> tuple[dict[str, Parsed], list[str]]:
        """Return the values of the cells that a person has changed, and the keys of those that were emptied.

        Raises:
            _ChangedTwiceError: the dossier has changed one of them, too.
        """
        now = self._now[record.id]
        changed = {"id": values["id"]} if "id" in values else {}
        emptied = []
        for key in (key for key in self._columns if key in was):
            mine = self._cell(row, key)
            if same_text(mine, was[key]) or same_text(mine, now[key]):
                continue
            if not same_text(now[key], was[key]):
                if self._how.prefer == "dossier":
                    continue
                if self._how.prefer is None:
                    raise _ChangedTwiceError(key, mine, now[key], was[key])
            if key in values:
                changed[key] = values[key]
            elif key in empty:
                emptied.append(key)
        return changed, emptied

    @cached_property
    def _now(self) -> dict[str, dict[str, str]]:
        """What the cells of the records would contain if a workbook were written now."""
        return cell_texts(self._draft.dossier, self.kind)

    def _compare_made(self, row: Row, record: Record | Source) -> None:
        """Report cells of columns that a listing makes from others, if they differ from what it has there."""
        for key, place in self._made.items():
            text = row.cells[place].strip() if place < len(row.cells) else ""
            shown = self._shown.get((record.id, key))
            if key == "grade":  # its marks depend on the day on which the table was written
                text, shown = text.partition(",")[0], [cell.partition(",")[0] for cell in shown or ()]
            if text and shown and fold(text) not in map(fold, shown):
                says = f"not applied, because this column is made from others; the dossier has {shown[0]!r}"
                self.not_applied.append(self._fault(row.number, None, says, FaultReason.NOT_APPLIED, place))

    @cached_property
    def _shown(self) -> dict[tuple[str, str], list[str]]:
        """What a listing shows of each record in the columns that it makes from others, in each of its formats.

        There is no listing of a dossier with errors.
        """
        if any(problem.rule.severity is Severity.ERROR for problem in self._draft.problems):
            return {}
        return shown_cells(self._draft.dossier, self.kind, self._made)

    @cached_property
    def _by_number(self) -> dict[int, tuple[str, ...]]:
        return {row.number: row.cells for row in self._sheet.rows}

    def _report(
        self, row: int, key: str | None, fault: CellError, reason: FaultReason = FaultReason.FAULT
    ) -> None:
        says = str(fault) if len(self.faults) < _MAX_SUGGESTIONS else fault.short
        reported = self._fault(row, key, says, reason)
        if self._sheet.items is None:
            self.faults.append(reported)
        else:
            self.skipped.append(reported)

    def _fault(
        self,
        number: int,
        key: str | None,
        says: str,
        reason: FaultReason = FaultReason.FAULT,
        place: int | None = None,
    ) -> TableFault:
        if self.typed:
            option = f"--{key.replace('_', '-')}" if key else f"brief add {kind_named(self.kind).word}"
            return TableFault(reason, "", 0, "", OPTIONS.get(key or "", option), "", says)
        place = self._columns.get(key or "") if place is None else place
        if place is None:
            return TableFault(reason, self._sheet.name, number, "", "", "", says)
        heading = self._sheet.header.cells[place].strip()
        cells = self._by_number.get(number, ())
        cell = cells[place] if place < len(cells) else ""
        return TableFault(reason, self._sheet.name, number, column_letters(place), heading, cell, says)


class _ChangedTwiceError(CellError):
    """A person and the dossier have changed the cell under a key in two ways."""

    def __init__(self, key: str, mine: str, now: str, was: str) -> None:
        super().__init__(
            f"changed on both sides: the table has {quoted(mine)}, the dossier has {quoted(now)}, and both had "
            f"{quoted(was)}; write the value of the dossier, or add --prefer table or --prefer dossier"
        )
        self.key = key
