"""A page as a Word document, to print or to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.render.form import Form

if TYPE_CHECKING:
    from briefcli.page import Page
    from briefcli.render.form import Manner


def docx_bytes(page: Page, _: Manner) -> bytes:
    """Return the page as a Word document, which does not tell when it was written."""
    # python-docx takes 76 ms to import, which only this format shall pay.
    from briefcli.render.paper import written  # noqa: PLC0415

    return written(page)


DOCX = Form("docx", (".docx",), "a Word document, with headings, links and numbered notes", docx_bytes, docx_bytes)
