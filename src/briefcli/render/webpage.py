"""A page as one HTML file that needs nothing beside it, and what of it the report shares."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefcli.characters import printable
from briefcli.dossier.dates import is_date
from briefcli.page import Bars, Grade, Link, Marked, Step, unless_supports
from briefcli.render.blocks import Grid, NoteRef, Notes, Pairs, Prose, Word, blocks, has_right_to_left
from briefcli.render.items import note_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from briefcli.page import Note, Page
    from briefcli.render.blocks import Block, DisplayCell
    from briefcli.render.form import RenderOptions
    from briefcli.render.items import Piece

#: The style sheet of every page of HTML, which is part of the page; the report and the site add to it.
STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8").strip()
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}


def html_text(page: Page, _: RenderOptions) -> str:
    """Return the page as an HTML document; nothing in it comes from elsewhere and nothing runs."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="{escaped(_description(page))}">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escaped(page.title)}</title>
<style>
{STYLE}
</style>
</head>
<body>
<main>
{body_html(page)}
</main>
</body>
</html>
"""


def body_html(page: Page) -> str:
    """Return the content of such a document, without its style."""
    heading = page.title
    parts = []
    for block in blocks(page):
        heading = block.text if isinstance(block, Prose) and block.role == "heading" else heading
        parts.append(_block(block, heading))
    return "\n".join(parts)


def _description(page: Page) -> str:
    """Return the title and basis of a page, for lists of pages."""
    basis = next((b.text for b in blocks(page) if isinstance(b, Prose) and b.role == "caption"), "")
    return f"{page.title}. {basis}." if basis else page.title


def escaped(text: str) -> str:
    """Return text that HTML takes for text, inside an element and inside a quoted attribute."""
    safe = printable(text)
    for character, entity in _ENTITIES.items():  # five times faster than to translate
        safe = safe.replace(character, entity)
    return safe


def element(tag: str, content: str, attributes: str = "") -> str:
    """Return an element; where its text runs from right to left, the browser sees to its direction."""
    direction = ' dir="auto"' if has_right_to_left(content) else ""
    return f"<{tag}{attributes}{direction}>{content}</{tag}>"


def table_html(
    heads: Sequence[str],
    groups: Iterable[tuple[str, Iterable[str]]],
    opening: str = "<table>",
    body: Callable[[int], str] = lambda _: "<tbody>",
) -> str:
    """Return a table of cells of its head, and of rows under the headings of their groups, all as HTML.

    `body` returns the opening tag of a group by its place.
    """
    bodies = []
    for at, (heading, rows) in enumerate(groups):
        group = element("th", escaped(heading), f' colspan="{len(heads)}" scope="rowgroup"')
        first = [f'<tr class="group">{group}</tr>'] if heading else []
        bodies.append(f"{body(at)}\n" + "\n".join([*first, *rows]) + "\n</tbody>\n")
    return f"{opening}\n<thead>\n<tr>{''.join(heads)}</tr>\n</thead>\n{''.join(bodies)}</table>"


class Cells:
    """What people read in cells, as HTML; the report has its own way with some of them."""

    def html(self, cell: DisplayCell, *, whole: bool = False) -> str:
        """Return a cell; `whole` spells grades out."""
        match cell:
            case Word(kind="mark"):
                sign, word = escaped(cell.text), escaped(cell.id)
                return f'<span aria-hidden="true">{sign}</span><span class="unseen">{word}</span>'
            case Word():
                return escaped(cell.text)
            case Step():
                steps = "▰" * cell.rank + "▱" * (cell.of - cell.rank)
                return f'<span class="steps" aria-hidden="true">{steps}</span> {escaped(cell.label)}'
            case Grade():
                marks = "".join(f', <span class="{mark}">{mark}</span>' for mark in cell.marks)
                return f"{escaped(cell.code)} {escaped(cell.meaning if whole else cell.word)}{marks}"
            case Link():
                return _link(cell.text, cell.url)
            case Marked():
                parts = ((escaped(part), marked) for part, marked in cell.parts())
                return "".join(f"<mark>{part}</mark>" if marked else part for part, marked in parts)
            case NoteRef():
                number = f'<a href="#source-{cell.number}">[{cell.number}]</a>'
                text = number if cell.number else escaped(cell.publisher)
                return text + unless_supports(cell.verdict, "&nbsp;{}")
            case tuple():
                return ", ".join(self.html(part, whole=whole) for part in cell)
            case str() if is_date(cell):
                return f"<time>{cell}</time>"
            case _:
                return escaped(str(cell))


def _block(block: Block, heading: str) -> str:
    match block:
        case Prose():
            return _prose(block)
        case Grid():
            # What scrolls sideways on a narrow screen must be reached by the keyboard, and have a name.
            box = f'<div class="wide" tabindex="0" role="group" aria-label="{escaped(heading)}">'
            return f"{box}\n{_table(block)}\n</div>"
        case Pairs():
            pairs = "\n".join(
                element("dt", escaped(column.heading)) + element("dd", _CELLS.html(cell, whole=True))
                for column, cell in block.pairs
            )
            return f"<dl>\n{pairs}\n</dl>"
        case Bars():
            return _list(escaped(block.line(bar)) for bar in block.bars)
        case Notes():
            notes = "\n".join(map(_note, block.notes))
            start = block.notes[0].number
            return f'<h{block.depth}>Sources</h{block.depth}>\n<ol start="{start}">\n{notes}\n</ol>'
        case _:
            return _list(escaped(str(line)) for line in block)


def _prose(prose: Prose) -> str:
    tags = {"title": "h1", "heading": f"h{prose.depth}", "footer": "footer"}
    tag = tags.get(prose.role, "p")
    return element(tag, escaped(prose.text), ' class="caption"' * (prose.role == "caption"))


def _list(items: Iterable[str]) -> str:
    return "<ul>\n" + "\n".join(element("li", item) for item in items) + "\n</ul>"


def _table(grid: Grid) -> str:
    heads = [
        element("th", escaped(column.heading), ' scope="col"') if column.heading else "<td></td>"
        for column in grid.columns
    ]
    return table_html(heads, ((heading, map(_row, rows)) for heading, rows in grid.grouped()))


def _row(row: Sequence[DisplayCell]) -> str:
    first, *others = map(_CELLS.html, row)
    cells = [element("th", first, ' scope="row"'), *(element("td", cell) for cell in others)]
    return f"<tr>{''.join(cells)}</tr>"


def _link(text: str, url: str) -> str:
    return f'<a href="{escaped(url)}" rel="noopener noreferrer">{escaped(text)}</a>'


def _note(note: Note) -> str:
    source, judgement, *remarks = ("".join(map(_isolated, line)) for line in note_lines(note))
    return f'<li id="source-{note.number}">{source} {judgement} {" ".join(remarks)}</li>'


def _isolated(piece: Piece) -> str:
    """Return a part of an English sentence, which must not take its direction."""
    content = _link(piece.text, piece.url) if piece.url else escaped(piece.text)
    return element("bdi", content) if has_right_to_left(content) else content


_CELLS = Cells()
