"""Records for scripts: JSON, JSON Lines and YAML.

A listing is a list of whole records; a brief is one object with a key for each section. Where it has a page for
each dossier, they are under `dossiers`, even if there is only one.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec

from briefcli.page import (
    Bars,
    Brief,
    Citation,
    CountryName,
    Grade,
    GroupShown,
    KeyValues,
    Link,
    Listing,
    Mark,
    Marked,
    Step,
    Table,
    Term,
    Values,
    Worded,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefcli.page import About, Bar, Cell, Column, Note, Page, Section
    from briefcli.render.form import RenderOptions


def json_text(page: Page, _: RenderOptions) -> str:
    """Return the page as one JSON value, indented."""
    return indented(value_of(page))


def jsonl_text(page: Listing, _: RenderOptions) -> str:
    """Return a listing as JSON Lines, one record per line."""
    return "".join(f"{msgspec.json.encode(record).decode()}\n" for record in objects(page.table))


def yaml_text(page: Page, _: RenderOptions) -> str:
    """Return the page as one YAML document."""
    # PyYAML takes 11 ms to import, which only this format shall pay.
    from briefcli.reading import yamlwriter  # noqa: PLC0415

    return yamlwriter.yaml_text(msgspec.to_builtins(value_of(page)))


def indented(value: object) -> str:
    """Return a value as JSON for people to look at as well."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def value_of(page: Page) -> Any:
    """Return a page as one value: the rows of a listing, or a brief with a key for each part."""
    if isinstance(page, Listing):
        return objects(page.table)
    if page.pages:
        return {"title": page.title, "dossiers": {one.key: _section(one) for one in page.sections}}
    return _brief(page)


def objects(table: Table) -> list[dict[str, object]]:
    """Return the rows of a table, each with every column under its key."""
    return [_object(table.columns, row) for row in table.rows]


def basis(about: About) -> dict[str, object]:
    """Return what a page is based on: dossiers, day, age of the evidence, groups, and what is missing."""
    return {
        "id": ", ".join(about.dossiers),
        "as_of": about.as_of,
        "asked": about.asked,
        "newest_evidence": about.newest_evidence,
        "evidence_age": about.evidence_age,
        "withheld": about.withheld,
        "age": about.age,
        "newer": [
            {"dossier": one.dossier, "countries": {code: date for code, (_, date) in one.countries.items()}}
            for one in about.newer
        ],
        "coverage": about.coverage,
        "groups": list(map(_group, about.groups)),
        "missing": [msgspec.structs.asdict(one) for one in about.missing],
    }


def plain(cell: Cell) -> object:
    """Return a cell as scripts see it: ids for words, numbers for counts, null for nothing."""
    value_of = VALUES.get(type(cell))
    return value_of(cell) if value_of else cell


def _brief(page: Page) -> dict[str, object]:
    """Return the parts of a page by their keys."""
    return {
        "title": page.title,
        **({"dossier": basis(page.about)} if page.about.as_of else {}),
        **(
            {"rows": objects(page.table)}
            if isinstance(page, Listing)
            else {section.key: _section(section) for section in page.sections if section.key}
        ),
        **({} if page.notes is None else {"sources": list(map(_note, page.notes))}),
    }


def _group(group: GroupShown) -> dict[str, object]:
    return {
        "id": group.id,
        "label": group.label,
        "own": group.own,
        "day": group.day,
        "members": len(group.members),
        "covered": len(group.covered),
        "itself": plain(group.itself),
        "complete_from": group.complete_from,
    }


def _section(section: Section) -> object:
    match section.body:
        case Table():
            return objects(section.body)
        case KeyValues():
            return _object(section.body.columns, section.body.row) if section.body.row else None
        case Bars():
            return [_bar(bar, section.body.more.key) for bar in section.body.bars]
        case Listing() | Brief():
            return _brief(section.body)
        case _:
            return section.body


def _bar(bar: Bar, more: str) -> dict[str, object]:
    scale = {"rank": bar.label.rank} if isinstance(bar.label, Step) else {}
    return {"id": bar.label.id, "label": bar.label.label, **scale, "count": bar.count, more: bar.more}


def _note(note: Note) -> dict[str, object]:
    letter = note.grade.code
    ids = [verdict.id for verdict in note.verdicts]
    return {**_own(note), "grade": letter, "reliability": letter, "verdicts": ids}


def _own(cited: Citation | Note) -> dict[str, object]:
    """Return the values of a source, without the dossier, which the page or the row names.

    An English title is there only if the source has one.
    """
    values = msgspec.structs.asdict(cited)
    del values["dossier"]
    if cited.title_en is None:
        del values["title_en"]
    return values


def _object(columns: Sequence[Column], row: Sequence[Cell]) -> dict[str, object]:
    return {column.key: plain(cell) for column, cell in zip(columns, row, strict=True)}


#: Functions from a cell to what scripts see of it, by its class; they see others as they are.
VALUES: dict[type, Callable[[Any], Any]] = {
    **dict.fromkeys((Term, Step, Mark), attrgetter("id")),
    **dict.fromkeys((Link, Marked), attrgetter("text")),
    CountryName: attrgetter("name"),
    Grade: attrgetter("code"),
    Worded: attrgetter("value"),
    Citation: _own,
    tuple: lambda cells: list(map(plain, cells)),
    Values: lambda cell: {of.id: plain(value) for of, value in cell.pairs},
}
