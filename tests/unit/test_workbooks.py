"""Rows of workbooks as a spreadsheet shows them, and workbooks that are damaged or made to take all memory."""

from __future__ import annotations

import contextlib
import datetime
import io
import random
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from briefcli.edit import workbooks
from briefcli.edit.table_files import Header, Sheet, read_tables
from briefcli.edit.workbooks import Row, column_letters
from briefcli.errors import UsageError
from workbooks import DAMAGED, HEAD, links, part, sheet, workbook


def rows(data: bytes) -> list[Row]:
    """Return the rows of a workbook below its header."""
    return list(table(data, "sources").rows)


def table(data: bytes, kind: str) -> Sheet:
    """Return the table of a kind in a workbook whose headings are in its first row."""
    ((_, found),) = read_tables("t.xlsx", data, kind, lambda *_: Header(0, 1))
    return found


def refusal(data: bytes) -> str:
    """Return why a workbook is refused."""
    with pytest.raises(UsageError) as caught:
        rows(data)
    return str(caught.value)


def cells(content: str, styles: str) -> tuple[str, ...]:
    """Return the texts of the cells of one row."""
    ((_, found),) = rows(workbook(f'<row r="2">{content}</row>', styles=styles))
    return found


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_cell_that_cannot_be_read_is_refused_with_its_place(damage: str) -> None:
    """A library raises whatever it stumbles over, or fills the gap up to the cell."""
    assert DAMAGED[damage] in refusal(workbook(damage))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c><v>12</v></c>", "12"),
        ("<c><v>12345678901234567890</v></c>", "12345678901234567890"),
        ("<c><v>0012</v></c>", "12"),
        ("<c><v>2.0</v></c>", "2"),
        ("<c><v>2.5</v></c>", "2.5"),
        ("<c><v>1E3</v></c>", "1000"),
        ('<c t="s"><v>0</v></c>', "shared"),
        ('<c t="str"><f>A1</f><v>text</v></c>', "text"),
        ('<c t="b"><v>1</v></c>', "true"),
        ('<c t="d"><v>2025-02-20T10:00:00</v></c>', "2025-02-20"),
        ('<c t="d" s="2"><v>2025-02-20</v></c>', "2025-02"),
        ('<c s="1"><v>1</v></c>', "1900-01-01"),
        ('<c s="1"><v>59</v></c>', "1900-02-28"),
        ('<c s="1"><v>60</v></c>', "1900-02-28"),
        ('<c s="1"><v>61</v></c>', "1900-03-01"),
        ('<c s="1"><v>45708.75</v></c>', "2025-02-20"),
        ('<c s="1"><v>0.75</v></c>', "18:00:00"),
        ('<c s="2"><v>45708</v></c>', "2025-02"),
        ('<c s="3"><v>45708</v></c>', "2025"),
        ('<c s="6"><v>45708</v></c>', "2025"),
        ('<c s="4"><v>45708</v></c>', "45708"),
        ('<c s="5"><v>45708</v></c>', "45708"),
        ('<c s="99"><v>45708</v></c>', "45708"),
        ('<c t="inlineStr"><is><r><t>two </t></r><r><t>parts</t></r></is></c>', "two parts"),
        ('<c t="inlineStr"><is><t>東京</t><rPh><t>トウキョウ</t></rPh></is></c>', "東京"),
        ('<c t="inlineStr"><is><t>a_x000D_&#10;b_x005F_x000D__x0009_c</t></is></c>', "a\nb_x000D_\tc"),
        ('<c t="inlineStr"><is><t>_xD800__xZZZZ_</t></is></c>', "_xD800__xZZZZ_"),
    ],
)
def test_a_cell_is_read_as_it_looks(cell: str, text: str) -> None:
    """The value by its type or format; a number is a date where its format shows a part of one."""
    formats = ('[$-409]mmm\\-yy;@"d"', 'yyyy" days"', "[Red]0.00_d", '"dd.mm."0', "yyyy;d")
    own = "".join(f'<numFmt numFmtId="{n}" formatCode="{_xml(code)}"/>' for n, code in enumerate(formats, 200))
    xfs = "".join(f'<xf numFmtId="{n}"/>' for n in (0, 14, *range(200, 205)))
    styles = part("styleSheet", f'<numFmts>{own}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
                  f"<cellXfs>{xfs}</cellXfs>")  # fmt: skip
    assert cells(cell, styles=styles) == (text,)


def test_rows_keep_their_numbers_and_gaps_take_nothing() -> None:
    """Empty rows are left out, and so is what is beyond the headings."""
    far = (
        '<row r="5"><c r="B5"><v>1</v></c><c r="XFD5"><v>2</v></c></row><row><c><v>3</v></c></row>'
        '<row r="7"><c t="str"><v> </v></c></row><row r="1048576"><c r="A1048576"><v>4</v></c></row>'
    )
    assert rows(workbook(far)) == [(5, ("", "1")), (6, ("3",)), (1048576, ("4",))]


def test_the_sheet_of_the_kind_is_read_or_else_the_first_that_can_be_seen() -> None:
    """A chart is no sheet."""
    sheets = (
        '<sheets><sheet name="Chart" r:id="chartsheet"/><sheet name="Hidden" state="hidden" r:id="a"/>'
        '<sheet name="Notes" r:id="b"/><sheet name=" SOURCES " r:id="worksheet"/></sheets>'
    )
    kinds = '<Relationship Id="{0}" Type="x/worksheet" Target="{0}.xml"/>'
    related = links(worksheet="sheet.xml", chartsheet="chart.xml").replace(
        "</", kinds.format("a") + kinds.format("b") + "</"
    )
    main = part("workbook", f'<workbookPr date1904="1"/>{sheets}')
    data = _with(workbook(workbook=main), **{"xl/_rels/workbook.xml.rels": related, "xl/b.xml": sheet(HEAD)})
    assert table(data, "sources").name == "t.xlsx, sheet  SOURCES "
    assert table(data, "events").name == "t.xlsx, sheet Notes"
    dated = part("styleSheet", '<cellXfs><xf numFmtId="14"/></cellXfs>')
    day = sheet(HEAD + '<row><c s="0"><v>44246</v></c></row>')
    (row,) = rows(_with(data, **{"xl/_rels/workbook.xml.rels": links(worksheet="sheet.xml", styles="styles.xml"),
                                 "xl/styles.xml": dated, "xl/sheet.xml": day}))  # fmt: skip
    assert row == (2, ("2025-02-20",))


@pytest.mark.parametrize(("written", "day"), [("1", "2025-02-20"), ("true", "2025-02-20"), ("0", "2021-02-19")])
def test_days_are_counted_from_the_one_that_the_workbook_names(written: str, day: str) -> None:
    """On a Mac it was the first of 1904, and XML has two words for true."""
    sheets = '<sheets><sheet name="a" r:id="worksheet"/></sheets>'
    main = part("workbook", f'<workbookPr date1904="{written}"/>{sheets}')
    (row,) = rows(workbook('<row><c s="1"><v>44246</v></c></row>', workbook=main))
    assert row == (2, (day,))


def test_a_workbook_without_a_visible_sheet_has_no_table() -> None:
    """As if it were empty."""
    hidden = part("workbook", '<sheets><sheet name="a" state="veryHidden" r:id="worksheet"/></sheets>')
    assert refusal(workbook(workbook=hidden)) == "t.xlsx contains no table"


@pytest.mark.parametrize(
    ("bound", "value", "data", "why"),
    [
        ("MAX_XML_BYTES", 2**20, workbook("<row/>" + " " * 2**20), "xl/sheet.xml has more than 1 MiB"),
        ("MAX_TAG_BYTES", 2**17, workbook(f'<c a="{"x" * 2**18}"/>'), "xl/sheet.xml has a tag that is too long"),
        ("MAX_DEPTH", 8, workbook("<a>" * 9), "its XML is nested more than 8 levels deep"),
        ("MAX_NAMES", 20, workbook("".join(f"<a{n}/>" for n in range(20))), "xl/sheet.xml has too many names"),
        ("MAX_PARTS", 5, workbook(), "it has more than 5 files"),
        ("MAX_STYLES", 1, workbook(), "it has more than 1 formats of cells"),
        (None, 0, workbook(compression=zipfile.ZIP_LZMA), "_rels/.rels is packed in an unknown way"),
        (None, 0, workbook(sheet='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "its XML has a document type"),
        (None, 0, workbook(sheet="<a><b></a>"), "mismatched tag: line 1, column 8"),
        (None, 0, workbook()[:-9], "File is not a zip file"),
        (None, 0, b"PK\x03\x04", "File is not a zip file"),
    ],
)
def test_what_takes_more_than_a_table_needs_is_refused(
    bound: str | None, value: int, data: bytes, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However small its archive is."""
    if bound:
        assert len(rows(data) if bound != "MAX_DEPTH" else []) == 0
        monkeypatch.setattr(workbooks, bound, value)
    told = refusal(data)
    assert told.startswith(f"t.xlsx cannot be read as a workbook: {why}")
    assert told.endswith("; save the table as XLSX or CSV")


def test_any_damage_is_refused_in_a_sentence() -> None:
    """Of the archive, of its XML and of the values; or it does no harm."""
    draw = random.Random(0)  # noqa: S311 - for the same damage each time
    whole = workbook('<row r="2"><c r="A2" t="s"><v>0</v></c><c s="1"><v>45708</v></c></row>')
    texts = _files(whole)
    for _ in range(400):
        name, at = draw.choice(list(texts)), draw.random()
        old = texts[name]
        place = int(at * len(old))
        changed = old[:place] + draw.choice([b"", b"<", b">", b'"', b"9", b"\xff", b"&"]) + old[place + 1 :]
        for data in (_with(whole, **{name: changed}), _damaged(draw, whole)):
            with contextlib.suppress(UsageError):
                rows(data)


FORMATS = [
    "General",
    "yyyy-mm-dd",
    "d/m/yyyy",
    "mmm-yy",
    "mmmm yyyy",
    "yyyy",
    "yyyy-mm-dd hh:mm",
    "0.00",
    "@",
    "[Red]0",
]
VALUES: list[Any] = [None, 0, 1, -3, 2.5, 45708, 45708.5, True, "text", " x ", "=", "a\nb", "é<&>"]


@pytest.mark.parametrize("writer", ["openpyxl", "xlsxwriter"])
def test_cells_of_other_programs_are_read_as_their_library_reads_them(writer: str) -> None:
    """Each value in each format."""
    data = _by_openpyxl() if writer == "openpyxl" else _by_xlsxwriter()
    (there,) = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    expected = [tuple(_looks(cell) for cell in row) for row in there.iter_rows(min_row=2)]
    assert [(*found, *[""] * (len(FORMATS) - len(found))) for _, found in rows(data)] == [
        row for row in expected if any(map(str.strip, row))
    ]


def test_columns_are_called_by_letters() -> None:
    """Of which the last column of Excel has three."""
    assert list(map(column_letters, (0, 25, 26, 701, 702, 16383))) == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def _looks(cell: Any) -> str:
    """Return a cell as the former reader returned it."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case datetime.datetime():
            shown = cell.number_format.lower()
            return value.isoformat()[: 10 if "d" in shown else 7 if "m" in shown else 4]
        case _:
            return str(value)


def _by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.append(FORMATS)
    for row, value in enumerate(VALUES, 2):
        for column, code in enumerate(FORMATS, 1):
            cell = page.cell(row, column, value if value != "=" else "'=")
            cell.number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _by_xlsxwriter() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, FORMATS)
        for row, value in enumerate(VALUES, 1):
            for column, code in enumerate(FORMATS):
                page.write(row, column, value, book.add_format({"num_format": code}))
    return out.getvalue()


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with(data: bytes, **files: str | bytes) -> bytes:
    """Return an archive with other contents of some files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {**_files(data), **files}.items():
            archive.writestr(name, content)
    return out.getvalue()


def _damaged(draw: random.Random, data: bytes) -> bytes:
    """Return an archive of which a byte is another one."""
    place = draw.randrange(len(data))
    return data[:place] + bytes([draw.randrange(256)]) + data[place + 1 :]


def _xml(text: str) -> str:
    return text.replace('"', "&quot;")
