"""A page as one HTML file that needs nothing beside it, and the cells that the report shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.characters import printable
from briefcli.dossier.dates import is_date
from briefcli.page import Bars, Country, Grade, Link, Mark, Marked, Step
from briefcli.render.blocks import Call, Grid, Notes, Nothing, Pairs, Prose, Role, Word, blocks
from briefcli.render.form import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcli.page import Bar, Note, Page
    from briefcli.render.blocks import Block, Read
    from briefcli.render.form import Manner

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
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def html_text(page: Page, _: Manner) -> str:
    """Return the page as an HTML document; nothing in it comes from elsewhere and nothing runs."""
    body = "\n".join(map(_block, blocks(page)))
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
{body}
</body>
</html>
"""


def escaped(text: str) -> str:
    """Return text that HTML takes for text, inside an element and inside a quoted attribute."""
    return printable(text).translate(_ENTITIES)


def table_html(heads: Sequence[str], groups: Iterable[tuple[str, Iterable[str]]], opening: str = "<table>") -> str:
    """Return a table of cells of its head, and of rows under the headings of their groups, all as HTML."""
    bodies = []
    for heading, rows in groups:
        group = f'<tr class="group"><th colspan="{len(heads)}" scope="rowgroup">{escaped(heading)}</th></tr>\n'
        bodies.append("<tbody>\n" + group * bool(heading) + "\n".join(rows) + "\n</tbody>\n")
    return f"{opening}\n<thead>\n<tr>{''.join(heads)}</tr>\n</thead>\n{''.join(bodies)}</table>"


class Cells:
    """What people read in cells, as HTML; the report has its own way with some of them."""

    def html(self, cell: Read, *, whole: bool = False) -> str:
        """Return a cell; `whole` spells grades out."""
        match cell:
            case Nothing() | Word():
                return escaped(cell.text)
            case Step():
                steps = "▰" * cell.rank + "▱" * (cell.of - cell.rank)
                return f'<span class="steps" aria-hidden="true">{steps}</span> {escaped(cell.label)}'
            case Mark():
                return escaped(cell.sign)
            case Country():
                return escaped(cell.name)
            case Grade():
                disputed = ', <span class="disputed">disputed</span>' if cell.disputed else ""
                return f"{escaped(cell.code)} {escaped(cell.meaning if whole else cell.word)}{disputed}"
            case Link():
                return _link(cell.text, cell.url)
            case Marked():
                parts = ((escaped(part), marked) for part, marked in cell.parts())
                return "".join(f"<mark>{part}</mark>" if marked else part for part, marked in parts)
            case Call():
                text = (
                    f'<a href="#source-{cell.number}">[{cell.number}]</a>'
                    if cell.number
                    else escaped(cell.publisher)
                )
                return text if cell.verdict == "supports" else f"{text}&nbsp;{escaped(cell.verdict)}"
            case tuple():
                return ", ".join(self.html(part, whole=whole) for part in cell)
            case str() if is_date(cell):
                return f"<time>{cell}</time>"
            case _:
                return escaped(str(cell))


def _block(block: Block) -> str:
    match block:
        case Prose():
            return _prose(block)
        case Grid():
            return _table(block)
        case Pairs():
            pairs = "\n".join(
                f"<dt>{escaped(column.heading)}</dt><dd>{_CELLS.html(cell, whole=True)}</dd>"
                for column, cell in block.pairs
            )
            return f"<dl>\n{pairs}\n</dl>"
        case Bars():
            return _list(_bar(bar, block.detail(bar)) for bar in block.bars)
        case Notes():
            notes = "\n".join(map(_note, block.notes))
            heading = _prose(Prose(Role.HEADING, "Sources", block.depth))
            return f'{heading}\n<ol start="{block.notes[0].number}">\n{notes}\n</ol>'
        case _:
            return _list(map(escaped, block))


def _prose(prose: Prose) -> str:
    text = escaped(prose.text)
    match prose.role:
        case Role.TITLE | Role.HEADING:
            return f"<h{prose.depth}>{text}</h{prose.depth}>"
        case Role.CAPTION:
            return f'<p class="caption">{text}</p>'
        case Role.FOOTER:
            return f"<footer>{text}</footer>"
        case Role.TEXT:
            return f"<p>{text}</p>"


def _list(items: Iterable[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{item}</li>" for item in items) + "\n</ul>"


def _table(grid: Grid) -> str:
    heads = [f'<th scope="col">{escaped(column.heading)}</th>' for column in grid.columns]
    return table_html(heads, ((heading, map(_row, rows)) for heading, rows in grid.grouped()))


def _row(row: Sequence[Read]) -> str:
    return f"<tr>{''.join(f'<td>{_CELLS.html(cell)}</td>' for cell in row)}</tr>"


def _link(text: str, url: str) -> str:
    return f'<a href="{escaped(url)}" rel="noopener noreferrer">{escaped(text)}</a>'


def _bar(bar: Bar, detail: str) -> str:
    return f"{escaped(bar.label.label)}: {bar.count}" + (f" ({escaped(detail)})" if detail else "")


def _note(note: Note) -> str:
    title = _link(note.title, note.url) if note.url else escaped(note.title)
    date = f", {escaped(note.date)}" if note.date else ""
    told = " ".join(escaped(remark) for remark in note.remarks)
    return (
        f'<li id="source-{note.number}">{escaped(note.publisher)}, {title}{date}. '
        f"Reliability {escaped(note.grade.code)}, {escaped(note.grade.word)}; "
        f"{note.verdict_words}. {told}</li>"
    )


_CELLS = Cells()
HTML = Form("html", (".html", ".htm"), "one file that needs nothing beside it", html_text, html_text)
