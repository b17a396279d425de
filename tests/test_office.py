"""Briefs as word processors lay them out: how many pages they take, and what is on them."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from test_pipes import needs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed"),
]
COUNTRIES = ("germany", "india", "japan", "usa")


def laid_out(folder: Path) -> dict[str, list[str]]:
    """Return the text of each page of all documents of a folder, by their names, as LibreOffice lays them out."""
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    documents = sorted(folder.glob("*.docx"))
    subprocess.run(
        [*office, "--convert-to", "pdf", "--outdir", folder, *documents], capture_output=True, check=True
    )
    return {path.stem: pages_of(path.with_suffix(".pdf")) for path in documents}


def pages_of(path: Path) -> list[str]:
    """Return the text of each page of a PDF."""
    shown = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True)
    return shown.stdout.split("\f")[:-1]


def by_pandoc(text: str, path: Path) -> None:
    """Write Markdown as a Word document, as the documents recommend it."""
    subprocess.run(["pandoc", "-f", "markdown", "-o", path], input=text.encode(), check=True)


def has_fonts_of_word() -> bool:
    """Whether letters are as wide as those of the fonts that Word and Pandoc ask for."""
    if shutil.which("fc-match") is None:
        return False
    found = [
        subprocess.run(["fc-match", name], capture_output=True, check=True).stdout
        for name in ("Cambria", "Calibri")
    ]
    return b"Caladea" in found[0] and b"Carlito" in found[1]


@needs("pandoc")
def test_a_brief_takes_few_pages_before_its_sources(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Markdown has no wide tables, of which Pandoc makes columns of one word: at most five pages without footnotes."""
    for country in COUNTRIES:
        text = brief("country", country, "-d", "world", "-f", "md").out
        without_sources = re.sub(r"^\[\^\d+\]: .*\n\n?", "", text, flags=re.MULTILINE)
        by_pandoc(re.sub(r"\[\^(\d+)\]", r"(\1)", without_sources), tmp_path / f"{country}.docx")
    counts = {country: len(pages) for country, pages in laid_out(tmp_path).items()}
    assert {country: count for country, count in counts.items() if count > 5} == {}
    assert counts.keys() == set(COUNTRIES)


@needs("pandoc")
@pytest.mark.skipif(not has_fonts_of_word(), reason="the fonts Caladea and Carlito are not installed")
def test_a_short_brief_has_at_most_two_pages_by_pandoc(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Its fonts and margins are larger than those of `-o x.docx`, which has one page with the same sources."""
    for country in COUNTRIES:
        by_pandoc(
            brief("country", country, "-d", "world", "--short", "-f", "md").out, tmp_path / f"{country}.docx"
        )
    assert {country: len(pages) <= 2 for country, pages in laid_out(tmp_path).items()} == dict.fromkeys(
        COUNTRIES, True
    )


@pytest.mark.skipif(not has_fonts_of_word(), reason="the fonts Caladea and Carlito are not installed")
def test_a_word_document_is_as_short_and_has_its_sources_last(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """At most five pages before the sources, and one with --short; each page has its number at the foot."""
    for country in COUNTRIES:
        for name, options in ((country, ()), (f"{country}-short", ("--short",))):
            brief("country", country, "-d", "world", *options, "-o", str(tmp_path / f"{name}.docx"))
    found = laid_out(tmp_path)
    for country in COUNTRIES:
        pages = found[country]
        before = next(place for place, text in enumerate(pages) if re.search(r"^Sources$", text, re.MULTILINE))
        assert before < 5
        assert all(f" / {len(pages)}" in text for text in pages)
        assert len(found[f"{country}-short"]) == 1
