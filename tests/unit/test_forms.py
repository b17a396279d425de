"""What the formats say of themselves, and that nothing but what they say decides what they are used for."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from briefcli.cli.options import BriefOutput, RowsOutput, SourcesOutput
from briefcli.cli.output import emit
from briefcli.errors import UsageError
from briefcli.page import About, Brief, Column, Listing, Section, Table
from briefcli.render import BRIEF_FORMS, FORMS, LISTING_FORMS, render
from briefcli.render.form import Form, RenderOptions

if TYPE_CHECKING:
    from pathlib import Path

LISTING = Listing("Names", About(), Table((Column("name", "Name", "what it is called"),), (("Nile",),)))
BRIEF = Brief("Names", About(), (Section("about", "About", "The Nile."),))


def test_each_name_and_each_suffix_is_of_one_format() -> None:
    """A suffix begins with a dot, so that it is found at the end of a file's name."""
    names = Counter(form.name for form in FORMS)
    suffixes = Counter(suffix for form in FORMS for suffix in form.suffixes)
    assert set(names.values()) == set(suffixes.values()) == {1}
    assert all(re.fullmatch(r"\.[a-z]+", suffix) for suffix in suffixes)


def test_every_output_offers_the_formats_that_can_write_it() -> None:
    """A listing, a listing of sources, and a brief; what a pipe gets is among them."""
    assert [form.name for form in FORMS if form not in LISTING_FORMS] == ["csl"]
    assert [form.name for form in BRIEF_FORMS] == ["table", "json", "yaml", "txt", "md", "html", "docx"]
    assert (RowsOutput.forms, SourcesOutput.forms, BriefOutput.forms) == (LISTING_FORMS, FORMS, BRIEF_FORMS)
    assert RowsOutput.piped in RowsOutput.forms
    assert BriefOutput.piped in BriefOutput.forms


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_every_format_writes_what_it_can_write_and_refuses_the_rest(form: Form) -> None:
    """The command line offers no other; a slip in the program ends in a sentence."""
    if form in LISTING_FORMS:
        written = render(LISTING, form, RenderOptions())
        assert isinstance(written, bytes) or ("Nile" in written and written.endswith("\n"))
    if form in BRIEF_FORMS:
        written = render(BRIEF, form, RenderOptions())
        assert isinstance(written, bytes) or "The Nile." in written
    else:
        with pytest.raises(UsageError, match=f"^{form} is for listings, not for briefs$"):
            render(BRIEF, form, RenderOptions())


def test_bytes_are_written_as_they_are(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A format may write what is no text."""
    packed = Form("packed", (".bin",), "bytes", "render.citations.csl_text")
    monkeypatch.setattr(f"briefcli.{packed.writer}", lambda page, _: bytes([255, len(page.title), 0, 10]))
    emit(LISTING, RowsOutput(form=packed, output=tmp_path / "x.bin"))
    emit(LISTING, RowsOutput(form=packed))
    assert (tmp_path / "x.bin").read_bytes() == b"\xff\x05\x00\n"
    assert capfdbinary.readouterr().out == b"\xff\x05\x00\n"
