"""Word documents, as another program reads them."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from msgspec import structs

from briefcli.page import About, Bar, Bars, Brief, Grade, KeyValues, Link, Listing, Section, Step, Table, Term
from briefcli.render.form import RenderOptions
from briefcli.render.markdown import markdown_text
from briefcli.render.plaintext import plain_text
from briefcli.render.word import docx_bytes
from samples import FROZEN
from unit.test_drawing import citation, column, note, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefcli.page import Page
    from conftest import Result


def opened(page: Page) -> Any:
    """Return a page as python-docx reads it."""
    return Document(io.BytesIO(docx_bytes(page, RenderOptions())))


def lines(document: Any) -> list[tuple[str, str]]:
    """Return the paragraphs of a document outside its tables, each with its style."""
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]


def anchors(document: Any) -> tuple[list[str], set[str]]:
    """Return where the links within a document lead, in order, and the places that it has."""
    body = document.element.body
    led = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if link.get(qn("w:anchor"))]
    return led, {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}


def test_a_brief_has_headings_facts_lists_and_notes_in_the_styles_of_word() -> None:
    """An item has its name in bold, its texts below it, and its notes at its end."""
    facts = KeyValues(
        (column("a"), column("b")), (Grade("F5", "bad", "whole", disputed=True), Step("s", "Talks", 2, 7))
    )
    bars = Bars((Bar(Term("a", "A"), 2, ("one", "two")), Bar(Term("b", "B"), 0, ())), column("x"))
    columns = (column("date"), column("event"), column("notes"), structs.replace(column("text"), below=True))
    events = Table(columns, (("2025-02", "Talks resume", (citation("z"),), "Long."),), groups=("2025",))
    sections = (
        Section("f", "F", facts),
        Section("b", "B", bars),
        Section("e", "E", events),
        Section("l", "L", ("x",)),
    )
    document = opened(
        Brief("T", About(("nile",), "2025-02-16"), sections, (note(1, "z", None, "2025", "Says so."),))
    )
    assert lines(document) == [
        *(
            ("Title", "T"),
            ("Subtitle", "Dossier nile, as of 16 February 2025"),
            ("Heading 1", "F"),
            ("Heading 1", "B"),
        ),
        *(("List Bullet", "A: 2 (one, two)"), ("List Bullet", "B: 0"), ("Heading 1", "E"), ("Heading 2", "2025")),
        *(("List Bullet", "2025-02: Talks resume."), ("List Continue", "Long. [1]"), ("Heading 1", "L")),
        *(("List Bullet", "x"), ("Heading 1", "Sources")),
        (
            "Source",
            "1\tThe z, Title, 2025. Reliability B, usually reliable; supports, supports in part. Says so. ↩",
        ),
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["A", "F5 whole, disputed"],
        ["B", "Talks (2 of 7)"],
    ]
    item = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("2025-02"))
    assert [run.text for run in item.runs if run.bold] == ["2025-02: "]
    assert item.paragraph_format.keep_with_next


def test_notes_jump_both_ways_and_titles_lead_to_their_pages() -> None:
    """Each call leads to its source, and each source back to its first call; no link leads nowhere."""
    rows = table(("x", (citation("z"), citation("y"))), ("y", (citation("z", "partly"),)))
    notes = (note(1, "z", "https://example.org/?a=<1>&b"), note(2, "y"))
    document = opened(Listing("T", About(), rows, notes))
    led, places = anchors(document)
    assert led == ["source-1", "source-2", "source-1", "call-1", "call-2"]
    assert places == {"source-1", "source-2", "call-1", "call-2"}
    assert [cell.text for cell in document.tables[0].columns[1].cells] == ["B", "[1], [2]", "[1] partly"]
    assert [part.target_ref for part in document.part.rels.values() if part.is_external] == [
        "https://example.org/?a=<1>&b"
    ]


def test_a_table_repeats_its_head_tears_no_row_and_fills_the_page() -> None:
    """A listing is in landscape; a day and a word keep to one line, and texts share the rest."""
    long = "The gauge is read twice a day, and the figures go to all who share the river."
    rows = table(
        *(("2025-02-16", Link("x", "https://example.org"), long, long + long) for _ in range(3)), groups="GGH"
    )
    document = opened(Listing("T", About(), rows, footer="3 rows."))
    assert [text for style, text in lines(document) if style == "Heading 1"] == ["G", "H"]
    for each in document.tables:
        heads = [bool(row._tr.trPr.findall(qn("w:tblHeader"))) for row in each.rows]  # noqa: SLF001 - no name of its own
        assert heads == [True, *[False] * (len(heads) - 1)]
        assert all(row._tr.trPr.findall(qn("w:cantSplit")) for row in each.rows)  # noqa: SLF001 - likewise
        widths = [each_column.width.mm for each_column in each.columns]
        assert 20 < widths[0] < 25
        assert widths[2] == widths[3] > 90
        assert round(sum(widths)) == 257
    page = document.sections[0]
    assert (page.orientation, round(page.page_width.mm), round(page.page_height.mm)) == (
        WD_ORIENT.LANDSCAPE,
        297,
        210,
    )


def test_a_comparison_of_many_is_in_landscape() -> None:
    """Four countries are side by side on an upright one."""
    for many, transposed in ((4, WD_ORIENT.PORTRAIT), (5, WD_ORIENT.LANDSCAPE)):
        body = Table(
            (column("c"), column("d")), tuple((f"C{place}", "x") for place in range(many)), transposed=True
        )
        assert opened(Brief("T", About(), (Section("s", "S", body),))).sections[0].orientation == transposed


def test_a_document_is_in_english_has_a_title_and_does_not_tell_when_it_was_written() -> None:
    """The day of the dossier is used for that, so that the same page is the same bytes."""
    page = Brief(
        "T \x1b[31m\ud800", About(("nile",), "2025-02-16"), (Section("s", "S", "سلام. \x00 <w:p/>\u202e & x"),)
    )
    document = opened(page)
    about = document.core_properties
    assert (about.title, about.author, str(about.created)[:10]) == ("T \ufffd[31m\ufffd", "", "2025-02-16")
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
    assert document.paragraphs[-1].text == "سلام. \ufffd <w:p/>\ufffd & x"
    assert document.paragraphs[-1].runs[0].font.rtl
    assert docx_bytes(page, RenderOptions()) == docx_bytes(page, RenderOptions())


def test_every_brief_and_listing_is_written(brief: Callable[..., Result], tmp_path: Path) -> None:
    """No link within leads nowhere, and the words are those of plain text."""
    two = f"country egypt -d {FROZEN} -d tests/dossiers/good/river-march.yaml"
    for place, line in enumerate(
        ("country japan", "summary", "codebook", "compare jp no eg eu tr", "stances --evidence", two)
    ):
        path = tmp_path / f"{place}.docx"
        assert brief(*line.split(), "-o", str(path)).code == 0
        document = Document(str(path))
        led, places = anchors(document)
        assert {*led} == places
        assert len(places) == 2 * len(
            re.findall(r"^\[\d+\] ", brief(*line.split(), "-f", "txt").out, re.MULTILINE)
        )


def test_a_short_page_has_its_subject_sources_author_and_marking(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """At most eight sources, and how many there are; each dossier begins a page under its own title."""
    path = tmp_path / "pakistan.docx"
    asked = (
        "country",
        "pakistan",
        "--short",
        "--today",
        "2026-12-01",
        "--author",
        "A. Desk",
        "--marking",
        "SECRET",
    )
    assert brief(*asked, "-d", "world", "-o", str(path)).code == 0
    document = Document(str(path))
    texts = [text for _, text in lines(document)]
    assert texts[0] == "Pakistan: Afghanistan's Taliban government"
    assert texts[1].startswith("Dossier world, as of 24 June 2026")
    assert texts[2] == "Printed on 1 December 2026. Author: A. Desk. SECRET"
    facts = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert facts["Level"] == "Ambassadors (6 of 7)"
    assert facts["Meaning"].startswith("Has accepted the credentials")
    assert (facts["Disputed"], facts["Next date"]) == ("nothing disputed", "none recorded")
    sources = [text for style, text in lines(document) if style == "Source"]
    assert 5 <= len(sources) <= 8
    assert any(
        re.match(rf"{len(sources)} of [0-9]+ sources are listed. Add --evidence for all of them. ", text)
        for text in texts
    )
    assert any(text.startswith("Also recorded") for text in texts)
    assert {f"source-{number}" for number in range(1, len(sources) + 1)} <= set(anchors(document)[0])
    assert document.core_properties.author == "A. Desk"
    assert document.sections[0].header.paragraphs[0].text == "SECRET"
    assert brief(*asked, "-d", "world", "-d", "high-seas", "--evidence", "-o", str(path)).code == 0
    document = Document(str(path))
    titles = [one for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert [one.text for one in titles] == [
        "Pakistan: Afghanistan's Taliban government",
        "Pakistan: the High Seas Treaty (BBNJ Agreement)",
    ]
    assert [bool(one.paragraph_format.page_break_before) for one in titles] == [False, True]
    assert len([text for style, text in lines(document) if style == "Source"]) > 8


def test_a_template_gives_its_styles_page_and_foot(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Its text is left out, and styles that it lacks are added."""
    template = Document()
    template.add_paragraph("Old text")
    template.styles["Heading 1"].font.name = "Georgia"
    template.sections[0].left_margin = Mm(31)
    template.sections[0].footer.paragraphs[0].text = "Ministry"
    template.save(str(tmp_path / "ministry.docx"))
    out = tmp_path / "japan.docx"
    asked = ("country", "japan", "--template", str(tmp_path / "ministry.docx"))
    assert brief(*asked, "-o", str(out)).code == 0
    document = Document(str(out))
    assert "Old text" not in [text for _, text in lines(document)]
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert round((document.sections[0].left_margin or 0) / Mm(1)) == 31
    assert [one.text for one in document.sections[0].footer.paragraphs] == ["Ministry"]
    (tmp_path / "ministry.docx").write_text("no document", encoding="utf-8")
    assert brief(*asked, "-o", str(out)).err == (
        f"brief: {tmp_path / 'ministry.docx'} is not a Word document that can be a template; save it as .docx\n"
    )
    assert brief(*asked, "-f", "md").err == "brief: --template is for docx, not for md\n"


def test_a_listing_takes_a_template_too(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Its table has the width of the template's page."""
    template = Document()
    template.styles["Title"].font.name = "Georgia"
    template.sections[0].left_margin = Mm(60)
    template.save(str(tmp_path / "ministry.docx"))
    out = tmp_path / "events.docx"
    asked = ("events", "--template", str(tmp_path / "ministry.docx"))
    assert brief(*asked, "-o", str(out)).code == 0
    document = Document(str(out))
    assert document.styles["Title"].font.name == "Georgia"
    (section,) = document.sections
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    assert sum(column.width or 0 for column in document.tables[0].columns) <= room
    assert brief(*asked, "-f", "csv")[::2] == (2, "brief: --template is for docx, not for csv\n")


def test_a_date_after_a_right_to_left_title_keeps_its_direction() -> None:
    """There is a mark between them that data cannot contain, in Word, text and Markdown."""
    arabic = note(1, "z", None, "2025-08-09")
    page = Brief("T", About(("nile",), "2025-02-16"), (), (structs.replace(arabic, title="روابط"),))
    (source,) = [text for style, text in lines(opened(page)) if style == "Source"]
    assert "روابط\u200e, 2025-08-09." in source
    for form in (plain_text, markdown_text):
        assert "روابط\u200e, 2025-08-09." in form(page, RenderOptions())


def test_headings_that_do_not_fit_a_page_are_numbers(brief: Callable[..., Result], tmp_path: Path) -> None:
    """A line above the table explains them, as on a terminal."""
    assert brief("matrix", "-d", "world", "-o", str(tmp_path / "m.docx")).code == 0
    document = Document(str(tmp_path / "m.docx"))
    head = [cell.text for cell in document.tables[0].rows[0].cells]
    assert head[:4] == ["Country", "Level", "1", "2"]
    assert any(text.startswith("1 Humanitarian aid, 2 ") for _, text in lines(document))
