"""Workbooks from their XML, also such as no program writes."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<row r="1"><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>title</t></is></c></row>'

#: Rows that a library has stumbled over or filled up, with the message on each.
DAMAGED = {
    '<row r="x"/>': "row 'x' is not one of the 1,048,576 that a sheet has",
    '<row r="100000000"><c><v>1</v></c></row>': "row '100000000' is not one of the 1,048,576 that a sheet has",
    '<row r="1000000000000"/>': "row '1000000000000' is not one of the 1,048,576 that a sheet has",
    '<row r="2"><c r="!!"><v>1</v></c></row>': "cell '!!' is not in the columns A to XFD",
    '<row r="2"><c r="ZZZ2"><v>1</v></c></row>': "cell 'ZZZ2' is not in the columns A to XFD",
    '<row r="2"><c t="s"><v>99</v></c></row>': "row 2, column A: '99' is not the number of a text",
    '<row r="2"><c t="s"><v>-1</v></c></row>': "row 2, column A: '-1' is not the number of a text",
    '<row r="2"><c/><c><v>abc</v></c></row>': "row 2, column B: 'abc' is not a number",
    '<row r="2"><c><f>A1</f><v>abc</v></c></row>': "row 2, column A: 'abc' is not a number",
    '<row r="2"><c><v>NaN</v></c></row>': "row 2, column A: 'NaN' is not a number",
    f'<row r="2"><c><v>{"1" * 5000}</v></c></row>': f"row 2, column A: '{'1' * 20}' is not a number",
    '<row r="2"><c s="1"><v>1e9</v></c></row>': "row 2, column A: '1e9' is not a number",
    '<row r="2"><c t="b"><v>abc</v></c></row>': "row 2, column A: 'abc' is not 0 or 1",
    '<row r="2"><c t="d"><v>20999-99-99</v></c></row>': "row 2, column A: '20999-99-99' is not a date",
    '<row r="2"><c t="e"><v>#N/A</v></c></row>': "row 2, column A: the cell holds the error #N/A",
    '<row r="2"><c t="?"><v>1</v></c></row>': "row 2, column A: '1' is not a number",
}


def part(root: str, content: str) -> str:
    """Return a file of a workbook."""
    return f'<?xml version="1.0"?><{root} xmlns="{MAIN}" xmlns:r="{LINKS}">{content}</{root}>'


def links(**targets: str) -> str:
    """Return the file that says to which others one refers, each by its type."""
    found = (
        f'<Relationship Id="{kind}" Type="{LINKS}/{kind}" Target="{target}"/>' for kind, target in targets.items()
    )
    return part("Relationships", "".join(found))


def sheet(rows: str) -> str:
    """Return the file of a sheet."""
    return part("worksheet", f"<sheetData>{rows}</sheetData>")


def workbook(rows: str = "", compression: int = ZIP_DEFLATED, **files: str) -> bytes:
    """Return a workbook with these rows below a header, and other files in place of the usual ones."""
    usual = {
        "_rels/.rels": links(officeDocument="/xl/workbook.xml"),
        "xl/workbook.xml": part("workbook", '<sheets><sheet name="Sources" r:id="worksheet"/></sheets>'),
        "xl/_rels/workbook.xml.rels": links(
            worksheet="sheet.xml", sharedStrings="strings.xml", styles="styles.xml"
        ),
        "xl/styles.xml": part("styleSheet", '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'),
        "xl/strings.xml": part("sst", "<si><t>shared</t></si>"),
        "xl/sheet.xml": sheet(HEAD + rows),
    }
    out = io.BytesIO()
    with ZipFile(out, "w", compression) as archive:
        for name, text in {**usual, **{f"xl/{name}.xml": text for name, text in files.items()}}.items():
            archive.writestr(name, text)
    return out.getvalue()
