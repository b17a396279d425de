"""Fields: a column with the function that makes its cell, and what all listings share of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct, structs

from briefcli.dossier.dates import PartialDate, first_day, is_day, last_day
from briefcli.dossier.kinds import kind_of
from briefcli.dossier.spelling import fold
from briefcli.page import (
    Cell,
    Citation,
    Column,
    ColumnType,
    CountryName,
    Grade,
    Link,
    Mark,
    Marked,
    Step,
    Term,
    Values,
    Worded,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable

    from briefcli.dossier.model import (
        Evidence,
        Record,
        Source,
    )
    from briefcli.pages.context import Context


C_contra = TypeVar("C_contra", contravariant=True)
R_contra = TypeVar("R_contra", contravariant=True)
P = TypeVar("P")


#: How a record that names no country is printed.
PARTNERS = "International partners"


class Field(Struct, Generic[C_contra, R_contra], frozen=True):
    """A column, and the function that makes its cell from a context and a record."""

    column: Column
    cell: Callable[[C_contra, R_contra], Cell]

    def via(self, part: Callable[[P], R_contra]) -> Field[C_contra, P]:
        """Return the field applied to `part(whole)`."""
        cell = self.cell
        return Field(self.column, lambda context, whole: cell(context, part(whole)))

    def with_column(self, **changed: Any) -> Field[C_contra, R_contra]:
        """Return a copy with other settings of the column."""
        return structs.replace(self, column=structs.replace(self.column, **changed))


def attr(key: str, heading: str, meaning: str, **more: Any) -> Field[Any, Any]:
    """Return a field that reads the attribute `key` of a record; `more` are settings of the column."""
    return Field(Column(key, heading, meaning, **more), lambda _, record: getattr(record, key))


def enum_attr(key: str, heading: str, meaning: str, words: Iterable[str] = ()) -> Field[Any, Any]:
    """Return a field that reads an enum from the attribute `key` of a record."""
    return Field(Column(key, heading, meaning, words=tuple(words)), lambda _, record: term(getattr(record, key)))


@cache
def term(own: str) -> Term:
    """Return one of the program's own words, such as a kind or a stage, as people read it."""
    return Term(own, "NGO" if own == "ngo" else own.replace("-", " ").capitalize())


def citation(context: Context, item: Evidence) -> Citation:
    """Return a source as a record cites it."""
    source = context.sources[item.source]
    return Citation(
        source=source.id,
        publisher=source.publisher,
        kind=source.kind,
        title=source.title,
        url=source.url,
        date=source.date,
        reliability=context.letters[source.id],
        verdict=item.verdict,
        note=item.note,
        locator=item.locator,
        dossier=context.dossier.id,
        title_en=source.title_en,
    )


def sort_value(cell: Cell) -> Any:
    """Return the sort key of a cell; None if it is empty."""
    match cell:
        case None | "" | ():
            return None
        case Step():
            return cell.rank
        case Term():
            return fold(cell.label)
        case CountryName():
            return fold(cell.name)
        case Mark():
            return cell.id
        case Grade():
            return cell.code
        case Link() | Marked():
            return fold(cell.text)
        case Citation():
            return cell.source
        case tuple():
            return [sort_value(part) for part in cell]
        case Values():
            return [sort_value(value) for _, value in cell.pairs] or None
        case _:
            own = cell.value if isinstance(cell, Worded) else cell
            return fold(own) if isinstance(own, str) else own


#: The last column of every listing, which people see where several dossiers may answer.
DOSSIER: Field[Context, Any] = Field(
    Column("dossier", "Dossier", "id of the dossier to which the row belongs", shown=False),
    lambda context, _: context.dossier.id,
)


def days(field: Field[C_contra, R_contra], key: str) -> tuple[Field[C_contra, R_contra], ...]:
    """Return the first and the last day that a date may mean, for scripts."""
    date_of = field.cell

    def day(which: str, of: Callable[[PartialDate], datetime.date]) -> Field[C_contra, R_contra]:
        dated = field.column
        column = structs.replace(
            dated,
            key=f"{key}_{which}",
            heading=f"{dated.heading}, {which} day",
            meaning=f"{which} day that `{dated.key}` may mean",
            shown=False,
            type=ColumnType.DAY,
            formerly=dated.formerly and f"{dated.formerly}, {which} day",
        )

        def cell(context: C_contra, one: R_contra) -> str | None:
            date = date_of(context, one)
            if not date:
                return None
            text = PartialDate(str(date.value if isinstance(date, Worded) else date))
            return text if is_day(text) else of(text).isoformat()

        return Field(column, cell)

    return day("first", first_day), day("last", last_day)


def with_common_columns(
    fields: tuple[Field[Context, R_contra], ...], dated_by: str, *added: Field[Context, R_contra]
) -> tuple[Field[Context, R_contra], ...]:
    """Return the columns of a listing with those that end every listing: the days of its date, and the dossier.

    `added` are columns of a later version, which come before the dossier: programs may count columns.
    """
    date = next(field for field in fields if field.column.key == dated_by)
    return (*fields, *days(date, "date"), *added, DOSSIER)


def title_of(context: Context, record: Record | Source) -> str:
    """Return what to call a record or a source in a sentence about it."""
    return kind_of(record).name(context.dossier, record)
