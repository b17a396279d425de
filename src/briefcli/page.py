"""The content of pages, independent of any format.

Pages are made in `briefcli.pages` and read by the renderers, which know the cells below and
nothing of dossiers or stances. Every column and section has a key for scripts and a heading
for people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping  # noqa: TC003 - msgspec reads the annotations
from enum import StrEnum
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TypeAlias

from msgspec import Struct


class Term(Struct, frozen=True):
    """A word of a vocabulary: scripts get the id, people the label."""

    id: str
    label: str


class Step(Struct, frozen=True):
    """A step of an ordinal scale, `rank` of `of`, drawn for people as filled and empty steps."""

    id: str
    label: str
    rank: int
    of: int


class Mark(Struct, frozen=True):
    """A sign in place of a word: scripts get the id, people the sign, and those who hear the page the id."""

    id: str
    sign: str


class CountryName(Struct, frozen=True):
    """A country by its ISO code: scripts and people get the name, and a page may lead from it to the country."""

    code: str
    name: str


class Grade(Struct, frozen=True):
    """A grade of the Admiralty code, such as F5, with a word beside it and its whole meaning.

    For people, `disputed` marks that some evidence contradicts the claim, `hindsight` that it was written
    with later knowledge than that of the selected day, `stale` that nobody has checked it for long, and `due`
    that it is due for review.
    """

    code: str
    word: str
    meaning: str
    disputed: bool = False
    hindsight: bool = False
    stale: bool = False
    due: bool = False

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of the grade."""
        return tuple(mark for mark in ("disputed", "hindsight", "stale", "due") if getattr(self, mark))


class Link(Struct, frozen=True):
    """A text that people can follow to an address."""

    text: str
    url: str


class Marked(Struct, frozen=True):
    """A text of which people see more than scripts do: some parts marked, or a caution at the place `at`.

    `spans_in` returns the start and the end of each part of the text to mark, in order. It is called only for
    people, because scripts read the most rows. A caution in a text with marked parts is in front of it.
    """

    text: str
    spans_in: Callable[[str], tuple[tuple[int, int], ...]] | None = None
    caution: str = ""
    at: int = 0

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The start and the end of each marked part, in order."""
        return self.spans_in(self.text) if self.spans_in else ()

    @property
    def cautioned(self) -> str:
        """The text with its caution."""
        return f"{self.text[: self.at]}{self.caution}{self.text[self.at :]}"

    def parts(self) -> list[tuple[str, bool]]:
        """Return what people see in parts, each with whether it is marked; spans that touch are one part."""
        if self.at:
            return [(self.cautioned, False)]
        cuts = [0, *(cut for span in self.spans for cut in span), len(self.text)]
        parts = [self.text[start:end] for start, end in pairwise(cuts)]
        marked = [(False, self.caution), *((index % 2 == 1, part) for index, part in enumerate(parts))]
        marked = [(mark, part) for mark, part in marked if part]
        return [("".join(part for _, part in same), mark) for mark, same in groupby(marked, key=itemgetter(0))]


class Worded(Struct, frozen=True):
    """A date or a number that people read in other words: scripts get the value."""

    value: str | int
    text: str


class Track(Struct, frozen=True):
    """The steps that something took on a scale, oldest first, each with the date from which it stood there.

    None means no step. `start` and `end` are the first and last day shown. A `small` one is drawn in a few signs
    beside other values. `newly_known` contains the dates of steps that were reached on an unknown earlier day.
    """

    steps: tuple[tuple[str, Step | None], ...]
    start: str
    end: str
    small: bool = False
    newly_known: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """Return the steps that are shown in words, the one that holds at the start first."""
        before = sum(since <= self.start for since, _ in self.steps)
        shown = [(since, step) for since, step in self.steps[max(0, before - 1) :] if since <= self.end]
        return "; ".join(
            f"{step.label if step else 'none'} {'by' if since in self.newly_known else 'since'} {since}"
            for since, step in shown
        )

    def on(self, day: str) -> Step | None:
        """Return the step on a whole day."""
        return next((step for since, step in reversed(self.steps) if since <= day), None)


class Values(Struct, frozen=True):
    """Values of some things, such as attributes: scripts get an object with their ids, people the labels."""

    pairs: tuple[tuple[Term, Cell], ...] = ()

    def of(self, id: str) -> Cell:  # noqa: A002 - the name of the key
        """Return the value of one of them by its id."""
        return next((value for of, value in self.pairs if of.id == id), None)


class Citation(Struct, frozen=True):
    """A source as a record cites it; its id is one of its dossier's."""

    source: str
    publisher: str
    kind: str
    title: str
    url: str | None
    date: str | None
    reliability: str
    verdict: str
    note: str | None
    locator: str | None
    dossier: str = ""
    title_en: str | None = None


Cell: TypeAlias = (
    str
    | int
    | bool
    | Term
    | Step
    | Track
    | Mark
    | CountryName
    | Grade
    | Link
    | Marked
    | Values
    | Citation
    | Worded
    | tuple["Cell", ...]
    | None
)


def unless_supports(verdict: str, form: str = " {}") -> str:
    """Return a verdict as it is written after its source; nothing where the source supports the record."""
    return "" if verdict == "supports" else form.format(verdict)


def is_empty(cell: Cell) -> bool:
    """Whether people read nothing in a cell; a zero is something."""
    return cell is None or cell is False or cell in ("", (), Values())


class ColumnType(StrEnum):
    """What scripts find in the cells of a column: one value, an object, or a list of texts, numbers or citations.

    A date keeps its precision, and may be a year; a day never is.
    """

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    DATE = "date"
    DAY = "day"
    ADDRESS = "address"
    TEXTS = "texts"
    NUMBERS = "numbers"
    CITATIONS = "citations"
    VALUES = "values"
    ANYTHING = "anything"


class Column(Struct, frozen=True):
    """A column of a table, or a line of the facts about one thing.

    `shown`: whether people see it by default; scripts get every column of a table. `empty` is
    what people read in place of nothing; `always_shown` keeps the column in their sight where every cell is
    empty. `below` puts it under its row where that is possible,
    for long texts. A terminal draws a bar behind each number of a column `as_bars`. One that is too narrow leaves
    out a column with something `dropped_hint`, which says how to see it. `type` and `words`, where only some are
    possible, say what scripts find in a cell; it may be empty for them, too, in an `optional` column. `formerly`
    is the heading of an earlier version, which options and tables for `import` may still use.
    """

    key: str
    heading: str
    meaning: str
    shown: bool = True
    empty: str = ""
    always_shown: bool = False
    below: bool = False
    dropped_hint: str = ""
    as_bars: bool = False
    type: ColumnType = ColumnType.TEXT
    words: tuple[str, ...] = ()
    optional: bool = False
    formerly: str = ""


class Table(Struct, frozen=True):
    """Rows with a cell for each column.

    `groups` contains a heading for each row, or is empty: people see neighbours with the same heading under it.
    `group_by` is the key of a column that a format may show as such headings instead. People see a `transposed`
    table with its rows side by side, each under its first cell. `fixed_columns` is the number of columns at the
    left that keep their headings where those of the others do not fit and are numbered. If `as_items`, a format of
    text may write each row as an item of a list.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[str, ...] = ()
    transposed: bool = False
    fixed_columns: int | None = None
    group_by: str = ""
    as_items: bool = False


class KeyValues(Struct, frozen=True):
    """One row, with its values one below the other."""

    columns: tuple[Column, ...]
    row: tuple[Cell, ...]

    def without(self, key: str) -> KeyValues:
        """Return the other facts."""
        kept = [place for place, column in enumerate(self.columns) if column.key != key]
        row = tuple(self.row[place] for place in kept) if self.row else ()
        return KeyValues(tuple(self.columns[place] for place in kept), row)

    def for_people(self) -> list[tuple[Column, Cell]]:
        """Return the facts that people see, each with its column."""
        pairs = zip(self.columns, self.row, strict=True) if self.row else ()
        return [(column, cell) for column, cell in pairs if column.shown and not is_empty(cell)]


class Cited(Struct, frozen=True):
    """A text with the numbers of the sources that it cites, in their order."""

    text: str
    notes: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Return the text with the numbers behind it."""
        return " ".join([self.text, *(f"[{number}]" for number in self.notes)])


class Bar(Struct, frozen=True):
    """A count under a label, with a detail: what was counted, or a second count.

    People read the `note` before what was counted.
    """

    label: Term | Step
    count: int
    more: tuple[str, ...] | int
    note: str = ""


class Bars(Struct, frozen=True):
    """Counts as bars; the column is that of the details."""

    bars: tuple[Bar, ...]
    more: Column

    def detail(self, bar: Bar) -> str:
        """Return the detail of a bar in words."""
        if isinstance(bar.more, tuple):
            return ": ".join(filter(None, (bar.note, ", ".join(bar.more))))
        return f"{self.more.heading}: {bar.more}" if bar.more else ""

    def line(self, bar: Bar) -> str:
        """Return a bar in words: its label, its count and its detail."""
        detail = self.detail(bar)
        return f"{bar.label.label}: {bar.count}" + (f" ({detail})" if detail else "")


class Newer(Struct, frozen=True):
    """Another dossier on the subject with newer records of some countries: a name and a date for each by code.

    `command` shows these records.
    """

    dossier: str
    countries: Mapping[str, tuple[str, str]]
    command: str


class GroupShown(Struct, frozen=True):
    """A group whose members a page is about.

    Attributes:
        id, label: those of the group.
        called: its name in a sentence, such as "the EU".
        day: the day of the members; None for a group of the dossier, or where each dossier has another day.
        members: the codes of the members.
        covered: the codes of those of them that are not missing, or that have a record of what is listed.
        own: whether it is a group of the dossier.
        replaces: whether it is used instead of a group that the program knows.
        as_region: whether it was requested as a region, so that the page may be about other countries, too.
        itself: the level of the group itself, if it has a stance.
        complete_from: the day from which the list is complete, if that is after `day`.
        recorded: words such as "known for" before the number of members that have a record of what is listed.
    """

    id: str
    label: str
    called: str
    day: str | None
    members: frozenset[str]
    covered: frozenset[str]
    own: bool = False
    replaces: bool = False
    as_region: bool = False
    itself: Term | None = None
    complete_from: str | None = None
    recorded: str = ""


class Why(StrEnum):
    """Why a page has no record of a country that was requested."""

    SEARCHED = "searched"
    NO_STANCE = "no stance"
    SUBJECT = "subject"
    NOT_COVERED = "not covered"


class Missing(Struct, frozen=True):
    """A country that was requested, of which a page has no record; `until` is the day that a search reached."""

    code: str
    country: str
    why: Why
    until: str | None = None


class About(Struct, frozen=True):
    """The basis of a page, with dates in ISO 8601.

    `as_of` is the day through which the dossier was reviewed. A page on several dossiers has the earliest of
    these in `oldest` instead. `asked` is the day as of which they are shown, `withheld` how many sources of what
    is shown were published later. `evidence_age` is the greatest possible age of the newest evidence in days.
    `age` is the number of days from the day of the dossier to today, None as of an earlier day. `only` says in
    words what the filters let pass. `newer` are other dossiers with newer records. `coverage` says which countries
    the dossier covers, and `incomplete` that it lacks some. `groups` are the requested groups, and
    `missing` the requested countries of which it has no record. `parts` has the same for each
    dossier, if the page is about several. A comparison of two versions of a dossier has their names in `between`
    and nothing else.
    """

    dossiers: tuple[str, ...] = ()
    as_of: str | None = None
    asked: str | None = None
    newest_evidence: str | None = None
    evidence_age: int | None = None
    withheld: int = 0
    only: tuple[str, ...] = ()
    coverage: tuple[str, ...] = ()
    groups: tuple[GroupShown, ...] = ()
    missing: tuple[Missing, ...] = ()
    between: tuple[str, str] | None = None
    age: int | None = None
    oldest: str | None = None
    newer: tuple[Newer, ...] = ()
    parts: tuple[About, ...] = ()
    incomplete: bool = False


class Section(Struct, frozen=True):
    """A part of a brief under a heading; without a heading it is for scripts alone, without a key for people."""

    key: str
    heading: str
    body: Body

    @property
    def empty(self) -> bool:
        """Whether there is nothing for people to read."""
        if not self.heading:
            return True
        match self.body:
            case Table():
                return not self.body.rows
            case Bars():
                return not self.body.bars
            case KeyValues():
                return not self.body.for_people()
            case _:
                return not self.body


def translation(title: str, title_en: str | None) -> str:
    """Return the English translation of a title in brackets; empty if the title is this translation already."""
    if not title_en or title.startswith((title_en, f"[{title_en}")):
        return ""
    return f" [{title_en}]"


class Note(Struct, frozen=True):
    """A numbered source under a page, with verdict on the records that cite it."""

    number: int
    source: str
    publisher: str
    kind: str
    title: str
    url: str | None
    date: str | None
    grade: Grade
    verdicts: tuple[Term, ...] = ()
    remarks: tuple[str, ...] = ()
    dossier: str = ""
    title_en: str | None = None

    @property
    def title_text(self) -> str:
        """The title, followed by its translation in brackets if there is one."""
        return f"{self.title}{translation(self.title, self.title_en)}"

    @property
    def verdict_words(self) -> str:
        """The verdict of the source on the records that cite it, in words."""
        return ", ".join(verdict.label for verdict in self.verdicts)


class Listing(Struct, frozen=True):
    """One table; the footer states the number of rows and explains the signs.

    `intro` is the text above the table. `display_table` replaces `table` in formats for people. `notice` is
    reported to programs beside the rows, which have neither intro nor footer.
    """

    title: str
    about: About
    table: Table
    notes: tuple[Note, ...] = ()
    footer: str = ""
    intro: str = ""
    display_table: Table | None = None
    notice: str = ""


class Brief(Struct, frozen=True):
    """Several sections. The notes are None where a brief cites nothing, whatever it is about.

    A page for each of some dossiers is a brief, too: each section is then a page, and a single one is what people
    see. Above several of them people read the `index`, a few lines for each, which are the `glance` of each page.
    The footer, before the notes, explains what is above it. A terminal prints only the number of notes where
    `notes_hint` names the option that lists them. `missing_first` puts the sentence on requested countries without
    a record before the sections, as on the page of such a country. A `sheet` is printed on a sheet of its own,
    under its own title. The `imprint` states when and by whom a page was printed.
    """

    title: str
    about: About
    sections: tuple[Section, ...]
    notes: tuple[Note, ...] | None = None
    footer: str = ""
    notes_hint: str = ""
    missing_first: bool = False
    sheet: bool = False
    imprint: str = ""
    glance: tuple[str, ...] = ()
    index: tuple[tuple[str, ...], ...] = ()

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages of its dossiers, where it has nothing else."""
        pages = tuple(section.body for section in self.sections if isinstance(section.body, Listing | Brief))
        return pages if len(pages) == len(self.sections) else ()


#: A text, lines, one of the bodies above, or the page of a dossier.
Body: TypeAlias = str | Cited | tuple[str | Cited, ...] | Table | KeyValues | Bars | Listing | Brief
Page: TypeAlias = Listing | Brief
