"""A page on a terminal, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.render.form import Form

if TYPE_CHECKING:
    from briefcli.page import Page
    from briefcli.render.form import Manner


def terminal_text(page: Page, manner: Manner) -> str:
    """Return the page as it is drawn on a screen; no cell is ever cut."""
    # Rich takes 25 ms to import, which only this format shall pay.
    from briefcli.render.drawing import drawn  # noqa: PLC0415

    return drawn(page, manner)


TABLE = Form("table", (), "for people; `COLUMNS` sets the width", terminal_text, terminal_text)
