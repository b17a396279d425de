"""A page as one HTML file that needs nothing beside it, and the cells that the report shares."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from briefcli.characters import printable
from briefcli.dossier.dates import is_date
from briefcli.page import (
    Bars,
    Brief,
    Citation,
    Country,
    Facts,
    Grade,
    Link,
    Listing,
    Mark,
    Marked,
    Step,
    Table,
    Term,
    is_empty,
)
from briefcli.render.blocks import caption

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefcli.page import Bar, Cell, Column, Note, Page, Section
    from briefcli.render import Manner

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; margin-bottom: 0; }
.caption, footer { color: GrayText; margin-top: .25rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8884; }
thead th { border-bottom: 2px solid currentColor; }
dt { font-weight: 600; float: left; clear: left; width: 9rem; }
dd { margin: 0 0 .3rem 9.5rem; }
.disputed { font-weight: 600; }
time { white-space: nowrap; }
.steps { letter-spacing: .1em; white-space: nowrap; }
a { overflow-wrap: anywhere; }
@media print { body { margin: 0; max-width: none; } }
""".strip()


def html_text(page: Page, _: Manner) -> str:
    """Return the page as an HTML document; nothing in it comes from elsewhere and nothing runs."""
    body = "\n".join(_parts(page, 2))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escaped(page.title)}</title>
<style>
{_STYLE}
</style>
</head>
<body>
<h1>{escaped(page.title)}</h1>
{body}
</body>
</html>
"""


def escaped(text: str) -> str:
    """Return text that HTML takes for text, inside an element and inside a quoted attribute."""
    return escape(printable(text), quote=True)


def shown(column: Column, cell: Cell, numbers: Mapping[str, int], *, whole: bool = False) -> str:
    """Return what people read in a cell as HTML; `whole` spells grades out."""
    if is_empty(cell):
        return escaped(column.empty)
    if cell is True:
        return escaped(column.heading.lower())
    return _cell(cell, numbers, whole=whole)


def _parts(page: Page, depth: int) -> list[str]:
    """Return what stands below the title of a page, with its own headings at a depth."""
    numbers = {note.source: note.number for note in page.notes}
    rests = caption(page.about)
    parts = [f'<p class="caption">{escaped(rests)}</p>'] if rests else []
    if isinstance(page, Listing):
        parts.append(_table(page.table, numbers))
    else:
        for section in page.sections:
            if section:
                parts.append(f"<h{depth}>{escaped(section.heading)}</h{depth}>")
                if isinstance(section.body, Brief):
                    parts += _parts(section.body, depth + 1)
                else:
                    parts.append(_body(section, numbers))
    if page.notes:
        notes = "\n".join(_note(note) for note in page.notes)
        start = page.notes[0].number
        parts.append(f'<h{depth}>Sources</h{depth}>\n<ol start="{start}">\n{notes}\n</ol>')
    footer = page.footer if isinstance(page, Listing) else ""
    return [*parts, f"<footer>{escaped(footer)}</footer>"] if footer else parts


def _body(section: Section, numbers: Mapping[str, int]) -> str:
    match section.body:
        case Table():
            return _table(section.body, numbers)
        case Facts():
            return _facts(section.body, numbers)
        case Bars():
            return _list(_bar(bar) for bar in section.body.bars)
        case tuple():
            return _list(escaped(line) for line in section.body)
        case _:
            return f"<p>{escaped(str(section.body))}</p>"


def _list(items: Iterable[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"


def _table(table: Table, numbers: Mapping[str, int]) -> str:
    table = table.for_people()
    head = "".join(f'<th scope="col">{escaped(column.heading)}</th>' for column in table.columns)
    bodies = []
    for heading, rows in table.grouped():
        lines = [
            "".join(f"<td>{shown(*pair, numbers)}</td>" for pair in zip(table.columns, row, strict=True))
            for row in rows
        ]
        if heading:
            lines.insert(0, f'<th colspan="{len(table.columns)}" scope="rowgroup">{escaped(heading)}</th>')
        bodies.append("<tbody>\n" + "\n".join(f"<tr>{line}</tr>" for line in lines) + "\n</tbody>\n")
    return f"<table>\n<thead>\n<tr>{head}</tr>\n</thead>\n{''.join(bodies)}</table>"


def _facts(facts: Facts, numbers: Mapping[str, int]) -> str:
    pairs = "\n".join(
        f"<dt>{escaped(column.heading)}</dt><dd>{shown(column, cell, numbers, whole=True)}</dd>"
        for column, cell in facts.for_people()
    )
    return f"<dl>\n{pairs}\n</dl>"


def _cell(cell: Cell, numbers: Mapping[str, int], *, whole: bool) -> str:
    match cell:
        case Term():
            return escaped(cell.label)
        case Mark():
            return escaped(cell.sign)
        case Country():
            return escaped(cell.name)
        case Step():
            steps = "▰" * cell.rank + "▱" * (cell.of - cell.rank)
            return f'<span class="steps" aria-hidden="true">{steps}</span> {escaped(cell.label)}'
        case Grade():
            disputed = ', <span class="disputed">disputed</span>' if cell.disputed else ""
            return f"{escaped(cell.code)} {escaped(cell.meaning if whole else cell.word)}{disputed}"
        case Link():
            return _link(cell.text, cell.url)
        case Marked():
            parts = ((escaped(part), marked) for part, marked in cell.parts())
            return "".join(f"<mark>{part}</mark>" if marked else part for part, marked in parts)
        case Citation():
            verdict = "" if cell.verdict == "supports" else f"&nbsp;{escaped(cell.verdict)}"
            number = numbers.get(cell.source)
            return (f'<a href="#source-{number}">[{number}]</a>' if number else escaped(cell.publisher)) + verdict
        case tuple():
            return ", ".join(_cell(part, numbers, whole=whole) for part in cell)
        case str() if is_date(cell):
            return f"<time>{cell}</time>"
        case _:
            return escaped(str(cell))


def _link(text: str, url: str) -> str:
    return f'<a href="{escaped(url)}" rel="noopener noreferrer">{escaped(text)}</a>'


def _bar(bar: Bar) -> str:
    detail = f" ({escaped(bar.detail)})" if bar.detail else ""
    return f"{escaped(bar.label.label)}: {bar.count}{detail}"


def _note(note: Note) -> str:
    title = _link(note.title, note.url) if note.url else escaped(note.title)
    date = f", {escaped(note.date)}" if note.date else ""
    told = " ".join(escaped(remark) for remark in note.remarks)
    return (
        f'<li id="source-{note.number}">{escaped(note.publisher)}, {title}{date}. '
        f"Reliability {escaped(note.grade.code)}, {escaped(note.grade.word)}; "
        f"{', '.join(note.verdicts)}. {told}</li>"
    )
