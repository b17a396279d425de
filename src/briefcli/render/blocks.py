"""A page as people read it: one block below the other, without what only scripts get.

Every format for people writes these blocks, so that the order of parts, and the text of a cell, is
decided here once.
"""

from __future__ import annotations

import datetime
import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct, structs

from briefcli.dossier.dates import PartialDate, first_day, in_words, is_day, last_day
from briefcli.page import (
    Bars,
    Brief,
    Citation,
    Cited,
    Column,
    CountryName,
    Grade,
    GroupShown,
    KeyValues,
    Link,
    Listing,
    Mark,
    Marked,
    Note,
    Step,
    Table,
    Term,
    Track,
    Values,
    Why,
    Worded,
    is_empty,
)
from briefcli.wording import alternatives, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefcli.page import About, Cell, Page, Section


#: The time of a file that depends on no day: the same page is the same bytes.
LONG_AGO = datetime.datetime(1980, 1, 1)  # noqa: DTZ001 - files of offices know no zones
#: The caption contains the age of a dossier that is older than this, in days.
_MAX_AGE = 90
#: The highest number of countries that a line names.
_MAX_NAMED = 4
#: Letters of the scripts that run from right to left, Hebrew and Arabic among them.
_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"


#: Keeps a date after it in its own direction. Data cannot contain it.
LEFT_TO_RIGHT = "\u200e"
#: The place between a right-to-left title, which may be a link of Markdown, and the date after it.
_BEFORE_DATE = rf"(?<={_RIGHT_TO_LEFT})(?=[^\w,]*(?:\(<[^>]*>\))?[^\w,]*, [0-9]{{4}})"


class Word(Struct, frozen=True):
    """A word, what kind of cell it is from, and the id of a country or a mark."""

    text: str
    kind: Literal["term", "nothing", "true", "country", "mark"] = "term"
    id: str = ""


class NoteRef(Struct, frozen=True):
    """A citation: the number of its note, or the publisher where there are no notes."""

    number: int | None
    publisher: str
    verdict: str


DisplayCell: TypeAlias = (
    str | int | Word | Step | Track | Grade | Link | Marked | NoteRef | tuple["DisplayCell", ...]
)


class Prose(Struct, frozen=True):
    """A text, and what it is to its page; `depth` is that of a heading, and the title has 1.

    `cited` contains a text with source numbers, which are also at the end of `text`. A heading may begin a
    `new_page`.
    """

    role: Literal["title", "caption", "heading", "text", "missing", "footer"]
    text: str
    depth: int = 1
    cited: Cited | None = None
    new_page: bool = False


class Grid(Struct, frozen=True):
    """The columns and rows of a table that people see, as `briefcli.page.Table` has them.

    If `as_items`, a format of text may write each row as an item of a list.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[DisplayCell, ...], ...]
    groups: tuple[str, ...] = ()
    transposed: bool = False
    fixed_columns: int | None = None
    group_by: str = ""
    as_items: bool = False

    def without(self, place: int) -> Grid:
        """Return the grid without one of its columns."""
        columns, *rows = (line[:place] + line[place + 1 :] for line in (self.columns, *self.rows))
        fixed = self.fixed_columns and self.fixed_columns - (place < self.fixed_columns)
        return structs.replace(self, columns=columns, rows=tuple(rows), fixed_columns=fixed)

    def grouped(self) -> list[tuple[str, list[tuple[DisplayCell, ...]]]]:
        """Return the rows by their headings, in order; without groups all of them under an empty one."""
        headings = self.groups or ("",) * len(self.rows)
        paired = groupby(zip(headings, self.rows, strict=True), key=itemgetter(0))
        return [(heading, [row for _, row in pairs]) for heading, pairs in paired]


class Pairs(Struct, frozen=True):
    """The facts that people see, each with its column."""

    pairs: tuple[tuple[Column, DisplayCell], ...]


class Notes(Struct, frozen=True):
    """The numbered sources, `notes_hint` as those of a brief; `depth` is that of a heading over them."""

    notes: tuple[Note, ...]
    depth: int
    notes_hint: str = ""


Block: TypeAlias = Prose | tuple[str | Cited, ...] | Grid | Pairs | Bars | Notes


def blocks(page: Page) -> Iterator[Block]:
    """Return a page from its title down to its footer."""
    yield Prose("title", page.title)
    yield from _below_title(page, 2)


def caption(about: About) -> str:
    """Return the basis of a page in words; empty if it is based on no dossier."""
    if about.between:
        return "From {} to {}".format(*about.between)
    if not about.dossiers:
        return ""
    if about.as_of:
        said = [f"Dossier {about.dossiers[0]}, {_as_of(about.as_of, about.age)}"]
    else:
        said = [f"In {counted(len(about.dossiers), 'dossier')}"]
        if about.oldest and (about.age or 0) > _MAX_AGE:
            said[0] += f", the oldest {_as_of(about.oldest, about.age)}"
    if about.asked:
        said.append(f"position on {in_words(PartialDate(about.asked))}")
    if newest := about.newest_evidence:
        later = ["later than that day"] * _is_after(newest, about)
        age = [] if about.evidence_age is None else [f"{_days(about.evidence_age, newest)} old"]
        which = " and ".join([*later, *age])
        said.append(", ".join(filter(None, [f"newest dated source {in_words(PartialDate(newest))}", which])))
    if about.withheld:
        said.append(f"leaving out {counted(about.withheld, 'source')} published after that day")
    return ". ".join(["; ".join(said), *about.coverage, *filter(None, [only_in_words(about)])])


def only_in_words(about: About) -> str:
    """Return what the filters of a page let pass, such as "Only members of the EU on 24 June 2026"."""
    only = [*(_members(group) for group in about.groups if not group.as_region), *about.only]
    return f"Only {', '.join(only)}" if only else ""


def missing_in_words(about: About) -> str:
    """Return in a sentence how many members of a group have a record, and which requested countries have none."""
    counts = [
        f"{len(group.covered)} of {counted(len(group.members), 'member')} of {group.called}"
        for group in about.groups
    ]
    parts = [f"{about.groups[0].recorded} {' and '.join(counts)}".lstrip()] if counts else []
    for reason, same in groupby(about.missing, key=lambda one: (one.why, one.until)):
        parts.append(f"{_reason(about, *reason)}: {', '.join(one.country for one in same)}")
    text = "; ".join(parts)
    said = [f"{text[0].upper()}{text[1:]}."] if text else []
    said += [
        f"The list of members of {group.called} is complete from {in_words(group.complete_from)} on; for earlier "
        "days it may be incomplete."
        for group in about.groups
        if group.complete_from
    ]
    return " ".join(said)


def _is_after(newest: str, about: About) -> bool:
    """Whether a date is certainly after the day of the dossier, which is the day shown."""
    if about.as_of is None or about.asked:
        return False
    return first_day(PartialDate(newest)) > last_day(PartialDate(about.as_of))


def _as_of(day: str, age: int | None) -> str:
    """Return the day of a dossier in words, with its age if that is great."""
    ago = f", {_days(age, day)} ago" if age and age > _MAX_AGE else ""
    return f"as of {in_words(PartialDate(day))}{ago}"


def _days(age: int, date: str) -> str:
    """Return an age in words, which is that of the first day of a vague date."""
    return f"{'' if is_day(date) else 'at most '}{counted(age, 'day')}"


def newer_in_words(about: About) -> list[str]:
    """Return which other dossiers have newer records, on which countries, and the command that shows them."""
    lines = []
    for one in about.newer:
        named = [f"{name} ({in_words(PartialDate(date))})" for name, date in one.countries.values()]
        which = alternatives(named, "and") if len(named) <= _MAX_NAMED else counted(len(named), "country")
        lines.append(f"Newer records in {one.dossier} on {which}: {one.command}")
    return lines


def made_on(about: About) -> datetime.datetime:
    """Return the time of a file: the day on which its page is based, whenever it is written."""
    return datetime.datetime.fromisoformat(about.as_of) if about.as_of and is_day(about.as_of) else LONG_AGO


def has_right_to_left(text: str) -> bool:
    """Whether some of a text runs from right to left."""
    return not text.isascii() and re.search(_RIGHT_TO_LEFT, text) is not None


def left_to_right_dates(text: str) -> str:
    """Return a line in which no date takes its direction from a right-to-left title before it."""
    return re.sub(_BEFORE_DATE, LEFT_TO_RIGHT, text) if has_right_to_left(text) else text


def visible_columns(table: Table) -> list[int]:
    """Return which columns people see, by their places: those that are shown and not empty throughout."""
    return [
        index
        for index, column in enumerate(table.columns)
        if column.shown
        and (
            column.always_shown
            or column.empty
            or not table.rows
            or any(not is_empty(row[index]) for row in table.rows)
        )
    ]


def grid(table: Table, numbers: Mapping[tuple[str, str], int]) -> Grid:
    """Return what people see of a table.

    `numbers` has the number of each source that has a note, by the ids of its dossier and its own.
    """
    visible = visible_columns(table)
    columns = tuple(table.columns[index] for index in visible)
    rows = tuple(
        tuple(display(table.columns[index], row[index], numbers) for index in visible) for row in table.rows
    )
    if table.transposed:
        return _transposed(columns, rows)
    return Grid(
        columns,
        rows,
        table.groups,
        fixed_columns=table.fixed_columns and sum(index < table.fixed_columns for index in visible),
        group_by=table.group_by,
        as_items=table.as_items,
    )


def key_values(body: KeyValues, numbers: Mapping[tuple[str, str], int]) -> Pairs:
    """Return what people see of facts."""
    return Pairs(tuple((column, display(column, cell, numbers)) for column, cell in body.for_people()))


def display(column: Column, cell: Cell, numbers: Mapping[tuple[str, str], int]) -> DisplayCell:
    """Return what people read in a cell."""
    match cell:
        case None | False | "" | ():
            return Word(column.empty, "nothing")
        case True:
            return Word(column.heading.lower(), "true")
        case Term():
            return Word(cell.label)
        case CountryName():
            return Word(cell.name, "country", cell.code)
        case Worded():
            return Word(cell.text)
        case Mark():
            return Word(cell.sign, "mark", cell.id)
        case Citation():
            return NoteRef(numbers.get((cell.dossier, cell.source)), cell.publisher, cell.verdict)
        case tuple():
            return tuple(display(column, part, numbers) for part in cell)
        case Values():
            return tuple(
                Word(f"{of.label}: {value.label if isinstance(value, Term) else value}")
                for of, value in cell.pairs
            )
        case _:
            return cell


def _below_title(page: Page, depth: int) -> Iterator[Block]:
    """Return the blocks below the title of a page; `depth` is the level of its headings."""
    numbers = {(note.dossier, note.source): note.number for note in page.notes or ()}
    if rests := caption(page.about):
        imprint = [page.imprint] if isinstance(page, Brief) and page.imprint else []
        yield from (Prose("caption", line) for line in (rests, *imprint))
        yield from (Prose("text", line) for line in newer_in_words(page.about))
    missing = [Prose("missing", text) for text in (missing_in_words(page.about),) if text]
    missing_first = isinstance(page, Brief) and page.missing_first
    if missing_first:
        yield from missing
    if isinstance(page, Listing):
        if page.intro:
            yield Prose("text", page.intro)
        body = page.display_table or page.table
        if body.rows:  # of an empty table there is nothing to read
            yield grid(body, numbers)
    else:
        for first, *more in page.index:
            yield Prose("text", first)
            yield tuple(filter(None, more))
        for section in page.sections:
            if not section.empty:
                yield from _section(section, numbers, depth, first=section is page.sections[0])
    if not missing_first:
        yield from missing
    last: list[Block] = [Prose("footer", page.footer)] if page.footer else []
    if page.notes:
        last.insert(
            0 if isinstance(page, Listing) else len(last),
            Notes(page.notes, depth, notes_hint=page.notes_hint if isinstance(page, Brief) else ""),
        )
    yield from last


def _section(
    section: Section, numbers: Mapping[tuple[str, str], int], depth: int, *, first: bool
) -> Iterator[Block]:
    """Return a section with its heading; a sheet that is not the first begins a page."""
    new_page = isinstance(section.body, Brief) and section.body.sheet and not first
    yield Prose("heading", section.heading, depth, new_page=new_page)
    match section.body:
        case str() | Cited():
            cited = section.body if isinstance(section.body, Cited) else None
            yield Prose("text", str(section.body), cited=cited)
        case Table():
            yield structs.replace(grid(section.body, numbers), as_items=True)
        case KeyValues():
            yield key_values(section.body, numbers)
        case Listing() | Brief():
            yield from _below_title(section.body, depth + 1)
        case _:
            yield section.body


def _members(group: GroupShown) -> str:
    """Return the words for a group that limits a page."""
    on = "as this dossier defines it" if group.own else "on the day of each dossier"
    if group.day:
        on = f"on {in_words(group.day)}"
    if group.replaces:
        on += ", not as brief lists it"
    itself = f" ({group.called} itself: {group.itself.label})" if group.itself else ""
    return f"members of {group.called} {on}{itself}"


def _reason(about: About, why: Why, until: str | None) -> str:
    """Return why some countries are missing, before their names."""
    of = "this dossier" if len(about.dossiers) == 1 else "these dossiers"
    match why:
        case Why.SEARCHED:
            return f"no stance found by a search up to {in_words(until)}" if until else "no stance found"
        case Why.NO_STANCE:
            return "no current stance"
        case Why.SUBJECT:
            return f"the subject of {'this dossier' if len(about.dossiers) == 1 else 'a dossier'}"
        case Why.NOT_COVERED:
            return f"nothing recorded by {in_words(about.asked)}" if about.asked else f"not covered by {of}"


def _transposed(columns: tuple[Column, ...], rows: tuple[tuple[DisplayCell, ...], ...]) -> Grid:
    """Return a grid with a row for each column but the first, whose cells become the headings."""
    names = (row[0].text if isinstance(row[0], Word) else str(row[0]) for row in rows)
    heads = tuple(Column(str(number), name, "") for number, name in enumerate(names))
    lines = tuple((column.heading, *(row[index] for row in rows)) for index, column in enumerate(columns) if index)
    return Grid((Column("", "", ""), *heads), lines, transposed=True)
