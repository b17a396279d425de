"""A page as a Word document: headings for navigation, notes that jump, tables that repeat their heads."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from msgspec import structs

from briefcli.characters import printable
from briefcli.errors import UsageError
from briefcli.page import Bars, Brief, Listing
from briefcli.render.blocks import (
    LEFT_TO_RIGHT,
    Grid,
    Notes,
    Pairs,
    Prose,
    blocks,
    has_right_to_left,
    left_to_right_dates,
    made_on,
)
from briefcli.render.items import (
    Piece,
    cited_pieces,
    is_compared,
    item,
    join_pieces,
    line_pieces,
    note_lines,
    pieces,
    plain,
)
from briefcli.wording import why_unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as DocumentObject
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    from briefcli.page import Column, Note, Page
    from briefcli.render.blocks import Block, DisplayCell
    from briefcli.render.form import RenderOptions

#: A4 and its margins, in millimetres, and how wide the names of facts are and the numbers of notes.
_SHORT, _LONG, _MARGIN, _NAMES, _NUMBERS = 210, 297, 20, 34, 9
#: The margin above and below a page that is one sheet.
_NARROW = 13
#: With more columns beside the first, a comparison is in landscape.
_UPRIGHT = 4
#: How many characters a word of a table has at most, and how many count where texts share its width; how wide a
#: letter is in a table, and the margins of a cell, in millimetres.
_WORD, _WIDEST, _LETTER, _PADDING = 22, 60, 1.7, 4.5
#: The size of letters and the space before and after a paragraph, in points, by style.
_LOOKS = {
    "Normal": (10.5, 0, 6),
    "Title": (22, 0, 2),
    "Subtitle": (10, 0, 8),
    "Heading 1": (13, 12, 4),
    "Heading 2": (11.5, 8, 3),
    "Heading 3": (10.5, 6, 2),
    "List Bullet": (10.5, 0, 2),
    "List Continue": (10.5, 0, 6),
    "Fact name": (10.5, 0, 2),
    "Fact": (10.5, 0, 2),
    "Cell": (9, 1, 1),
    "Source": (9, 0, 3),
    "Caption": (9, 8, 6),
    "Footer": (9, 0, 0),
}
#: The same for a page that is one sheet, where it differs.
_SHEET_LOOKS = {
    "Normal": (10, 0, 4),
    "Title": (20, 0, 2),
    "Subtitle": (9.5, 0, 4),
    "Heading 1": (12, 8, 3),
    "Heading 2": (11, 7, 2),
    **dict.fromkeys(("List Bullet", "Fact name", "Fact"), (10, 0, 1)),
    "Source": (8.5, 0, 2),
    "Caption": (8.5, 6, 3),
}
_INK, _FAINT, _LINK = (RGBColor.from_string(colour) for colour in ("1F3A5F", "595959", "0B5394"))
#: The styles that a document needs.
_STYLES = {
    **dict.fromkeys((*_LOOKS, "Header", "Heading 4", "Heading 5"), WD_STYLE_TYPE.PARAGRAPH),
    "Hyperlink": WD_STYLE_TYPE.CHARACTER,
    **dict.fromkeys(("Table Grid", "Normal Table"), WD_STYLE_TYPE.TABLE),
}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_PROSE = {"title": "Title", "caption": "Subtitle", "text": "Normal", "missing": "Normal", "footer": "Caption"}


def docx_bytes(page: Page, options: RenderOptions) -> bytes:
    """Return the page as a Word document, without the time of writing.

    Raises:
        UsageError: the template is no Word document.
    """
    found = list(blocks(page))
    wide = isinstance(page, Listing) or any(
        isinstance(block, Grid) and block.transposed and len(block.columns) > _UPRIGHT + 1 for block in found
    )
    noted = {note.number for block in found if isinstance(block, Notes) for note in block.notes}
    document = _Document(page, noted, options, wide=wide)
    for block in found:
        document.write(block)
    return document.packed()


class _Document:
    """A document so far, the room between its margins in millimetres, and the notes that have been called for."""

    def __init__(self, page: Page, noted: set[int], options: RenderOptions, *, wide: bool) -> None:
        self._document = _from_template(options.template) if options.template else Document()
        self._called: set[int] = set()
        self._marks = 0
        self._noted = noted
        self._depth = 1
        package = self._document.part.package
        pictures = [key for key, part in package.rels.items() if part.reltype == RELATIONSHIP_TYPE.THUMBNAIL]
        for picture in pictures:  # of the template
            del package.rels[picture]
        pages = (page, *page.pages) if isinstance(page, Brief) else ()
        self._sheet = any(isinstance(one, Brief) and one.sheet for one in pages)
        self._styles = self._dressed(own=options.template is None)
        self._room = self._set_page(page, options.marking, wide=wide, own=options.template is None)
        about = self._document.core_properties
        about.title, about.author, about.comments = printable(page.title), printable(options.author), ""
        about.created = about.modified = made_on(page.about)

    def packed(self) -> bytes:
        """Return the document as an archive without the time of packing."""
        packed, again = io.BytesIO(), io.BytesIO()
        self._document.save(packed)
        with zipfile.ZipFile(packed) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
        return again.getvalue()

    def write(self, block: Block) -> None:
        """Append a block."""
        match block:
            case Prose(role="heading"):
                self._heading(block.text, block.depth).paragraph_format.page_break_before = block.new_page or None
            case Prose(cited=cited) if cited:
                self._paragraph(_PROSE[block.role], cited_pieces(cited))
            case Prose():
                self._paragraph(_PROSE[block.role], [Piece(block.text)])
            case Grid():
                self._grid(block)
            case Pairs():
                self._key_values(block)
            case Bars():
                for bar in block.bars:
                    detail = block.detail(bar)
                    name = Piece(f"{bar.label.label}: {bar.count}", "strong")
                    self._paragraph("List Bullet", [name, Piece(f" ({detail})" if detail else "")])
            case Notes():
                self._heading("Sources", block.depth)
                for note in block.notes:
                    self._note(note)
            case _:
                for line in block:
                    self._paragraph("List Bullet", line_pieces(line))

    def _grid(self, grid: Grid) -> None:
        """Write the rows of a grid as a table, or in a brief as items, under the headings of their groups."""
        columns = self._fitting(grid)
        for heading, rows in grid.grouped():
            if heading:
                self._paragraph(f"Heading {min(self._depth, 9)}", [Piece(heading)])
            if grid.as_items and not is_compared(grid):
                self._items(grid.columns, rows)
            else:
                self._table(columns, rows)

    def _fitting(self, grid: Grid) -> Sequence[Column]:
        """Return the columns of a grid; where their headings do not fit, numbers that a line above explains."""
        start = grid.fixed_columns
        if (
            not start
            or self._room / len(grid.columns) >= _LETTER * max(map(_longest_word, grid.columns)) + _PADDING
        ):
            return grid.columns
        named = list(enumerate(grid.columns[start:], 1))
        self._paragraph("Normal", [Piece(", ".join(f"{number} {column.heading}" for number, column in named))])
        return (
            *grid.columns[:start],
            *(structs.replace(column, heading=str(number)) for number, column in named),
        )

    def _heading(self, text: str, depth: int) -> Paragraph:
        self._depth = depth
        return self._paragraph(f"Heading {min(depth - 1, 9)}", [Piece(text)])

    def _items(self, columns: Sequence[Column], rows: Sequence[Sequence[DisplayCell]]) -> None:
        """Write rows as items of a list, with its texts below each of them and its notes at its end."""
        for row in rows:
            found = item(columns, row)
            name = [Piece(f"{plain(found.name)}: ", "strong")] if found.line else found.name
            lines = [[*name, *found.line], *map(list, found.texts)]
            lines[-1] += [Piece(" "), *found.calls] if found.calls else []
            for place, line in enumerate(lines):
                paragraph = self._paragraph("List Continue" if place else "List Bullet", line)
                paragraph.paragraph_format.keep_with_next = place + 1 < len(lines)

    def _key_values(self, block: Pairs) -> None:
        """Write labelled values as a table without lines."""
        table = self._new_table((_NAMES, self._room - _NAMES), "Normal Table")
        for column, cell in block.pairs:
            self._row(table, [[Piece(column.heading)], pieces(cell, whole=True)], ("Fact name", "Fact"))

    def _table(self, columns: Sequence[Column], rows: Sequence[Sequence[DisplayCell]]) -> None:
        """Write a table whose head is repeated on each page, its width shared by the contents of its columns."""
        lines: list[list[Sequence[Piece]]] = [[[Piece(column.heading, "strong")] for column in columns]]
        lines += ([pieces(cell) for cell in row] for row in rows)
        longest = [max(len(plain(line)) for line in column) for column in zip(*lines, strict=True)]
        table = self._new_table(_widths(longest, self._room), "Table Grid")
        for line in lines:
            self._row(table, line, ("Cell",) * len(columns))
        head = table.rows[0]._tr
        _set(head.get_or_add_trPr(), "w:tblHeader")
        for cell in head.tc_lst:
            _set(cell.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill="E7EDF3")

    def _new_table(self, widths: Sequence[float], style: str) -> Table:
        """Add a table without rows, with columns of the given widths in millimetres."""
        table: Table = self._document.add_table(0, len(widths), style)
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        return table

    def _row(self, table: Table, lines: Sequence[Sequence[Piece]], styles: Sequence[str]) -> None:
        """Add a row, which no page tears."""
        row = table.add_row()  # type: ignore[no-untyped-call]
        for cell, line, style in zip(row.cells, lines, styles, strict=True):
            self._fill(cell.paragraphs[0], line, style)
        _set(row._tr.get_or_add_trPr(), "w:cantSplit")

    def _note(self, note: Note) -> None:
        """Write a note to which its calls jump, and from which one jumps back to the first of them."""
        paragraph = self._paragraph("Source", [])
        self._mark(paragraph, f"source-{note.number}")
        (publisher, comma, title, end), *more = note_lines(note)
        rest = plain(join_pieces([(end,), *more], " "))
        line = [Piece(f"{note.number}\t{publisher.text}{comma.text}"), title, Piece(rest)]
        self._fill(paragraph, line, "Source")
        if note.number in self._called:
            paragraph.add_run(" ")
            self._link(paragraph, "\N{LEFTWARDS ARROW WITH HOOK}", anchor=f"call-{note.number}")

    def _paragraph(self, style: str, line: Sequence[Piece]) -> Paragraph:
        return self._fill(self._document.add_paragraph(), line, style)

    def _fill(self, paragraph: Paragraph, line: Sequence[Piece], style: str) -> Paragraph:
        """Write a line at the end of a paragraph, in a style; to look for it by its name would take 4 ms."""
        paragraph._p.style = self._styles[style]
        turned = False
        for piece in line:
            before, turned = turned, has_right_to_left(piece.text)
            match piece.kind:
                case "link":
                    self._link(paragraph, piece.text, url=piece.url)
                case "call" if piece.number in self._noted:
                    if piece.number not in self._called:
                        self._called.add(piece.number)
                        self._mark(paragraph, f"call-{piece.number}")
                    self._link(paragraph, piece.text, anchor=f"source-{piece.number}")
                case _:
                    text = left_to_right_dates(_one_line(piece.text))
                    run = paragraph.add_run(f"{LEFT_TO_RIGHT * (before and not turned)}{text}")
                    run.bold = True if piece.kind == "strong" else None
                    run.italic = True if piece.kind == "emphasis" else None
                    run.font.rtl = True if turned else None
        return paragraph

    def _link(self, paragraph: Paragraph, text: str, *, url: str = "", anchor: str = "") -> None:
        """Write what leads to an address or to a mark of the document."""
        run = paragraph.add_run(_one_line(text))
        run._r.style = self._styles["Hyperlink"]
        link = OxmlElement("w:hyperlink")
        if url:
            link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        else:
            link.set(qn("w:anchor"), anchor)
        link.append(run._r)
        paragraph._p.append(link)

    def _mark(self, paragraph: Paragraph, name: str) -> None:
        """Name a place of the document."""
        self._marks += 1
        _set(paragraph._p, "w:bookmarkStart", id=str(self._marks), name=name)
        _set(paragraph._p, "w:bookmarkEnd", id=str(self._marks))

    def _set_page(self, page: Page, marking: str, *, wide: bool, own: bool) -> float:
        """Lay out the page, with its number and title at the foot; return the width of its lines in millimetres.

        Without a template it is A4. A template has a size, margins and a foot of its own.
        """
        section = self._document.sections[0]
        if own:
            section.page_width, section.page_height = (Mm(_LONG), Mm(_SHORT)) if wide else (Mm(_SHORT), Mm(_LONG))
            section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
            section.left_margin = section.right_margin = Mm(_MARGIN)
            section.top_margin = section.bottom_margin = Mm(_NARROW if self._sheet else _MARGIN)
            if self._sheet:
                section.header_distance = section.footer_distance = Mm(_NARROW / 2)
        if marking:
            head = section.header.paragraphs[0]
            self._fill(head, [Piece(marking, "strong")], "Header")
            head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if own or not any(paragraph.text for paragraph in section.footer.paragraphs):
            self._number_pages(section.footer.paragraphs[0], page.title)
        return float((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)) / Mm(1)

    def _number_pages(self, foot: Paragraph, title: str) -> None:
        self._fill(foot, [Piece(f"{title} \N{MIDDLE DOT} ")], "Footer")
        for field, after in (("PAGE", " / "), ("NUMPAGES", "")):
            _set(foot._p, "w:fldSimple", instr=field)
            foot.add_run(after)

    def _dressed(self, *, own: bool) -> dict[str, str]:
        """Give styles the looks of a brief, and return the ids of all, with those that were missing.

        Without a template these are Word's own styles. Those of a template keep their looks.
        """
        styles = self._document.styles
        kept = set() if own else {style.name for style in styles}
        for name, kind in _STYLES.items():
            if name not in {style.name for style in styles}:
                added = styles.add_style(name, kind)
                added.base_style = styles["Normal"] if kind is WD_STYLE_TYPE.PARAGRAPH else None
        if own:
            styles["Normal"].font.name = "Calibri"
            for line in styles["Table Grid"].element.iter(*(qn(f"w:{side}") for side in _SIDES)):
                line.set(qn("w:color"), "BFBFBF")
            styles.element.find(f".//{qn('w:lang')}").set(qn("w:val"), "en-GB")
        if "Hyperlink" not in kept:
            styles["Hyperlink"].font.color.rgb = _LINK
        for name in _LOOKS.keys() - kept:
            self._look(styles[name])
        return {style.name: style.style_id for style in styles if style.name}

    def _look(self, style: ParagraphStyle) -> None:
        """Give a style the looks of a brief."""
        name = style.name or ""
        size, before, after = (_LOOKS | (_SHEET_LOOKS if self._sheet else {}))[name]
        style.font.size = Pt(size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.08
        if name in {"Title", "Heading 1", "Heading 2", "Heading 3"}:
            style.font.color.rgb = _INK
        if name in {"Subtitle", "Caption", "Fact name", "Footer"}:
            style.font.color.rgb, style.font.italic, style.font.bold = _FAINT, False, False
        if name == "Source":
            style.paragraph_format.left_indent = Mm(_NUMBERS)
            style.paragraph_format.first_line_indent = -Mm(_NUMBERS)


def _from_template(path: Path) -> DocumentObject:
    """Return a document with the styles, pages, head and foot of another one, without its text.

    Raises:
        UsageError: there is none, or it is no Word document.
    """
    if not path.exists():
        raise UsageError(why_unreadable(path, FileNotFoundError()))
    try:
        document = Document(str(path))
    except (OSError, ValueError, KeyError, PackageNotFoundError) as error:
        msg = f"{path} is not a Word document that can be a template; save it as .docx"
        raise UsageError(msg) from error
    for element in list(document.element.body):
        if element.tag != qn("w:sectPr"):
            document.element.body.remove(element)
    return document


def _widths(longest: Sequence[int], room: float) -> list[float]:
    """Return how wide columns are: words and dates stay on one line if they can, and texts share the rest."""
    words = [length * _LETTER + _PADDING if length <= _WORD else 0 for length in longest]
    texts = [0 if length <= _WORD else min(_WIDEST, length) for length in longest]
    left = room - sum(words)
    if left < sum(map(bool, texts)) * _WORD * _LETTER:  # there are too many of both
        return [
            room * min(_WIDEST, length + 2) / sum(min(_WIDEST, one + 2) for one in longest) for length in longest
        ]
    return [word or left * text / sum(texts) for word, text in zip(words, texts, strict=True)]


def _longest_word(column: Column) -> int:
    return max(map(len, column.heading.split()), default=0)


def _set(parent: BaseOxmlElement, tag: str, **values: str) -> None:
    """Add an element to the properties of another one."""
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)


def _one_line(text: str) -> str:
    return printable(re.sub(r"[ \n\r]+", " ", text))
