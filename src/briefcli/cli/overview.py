"""What `brief` alone shows."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING

from briefcli.cli.dossiers import report_broken
from briefcli.cli.options import BriefOutput, day
from briefcli.cli.output import emit
from briefcli.pages.overview import overview_page
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import ALL

if TYPE_CHECKING:
    from collections.abc import Sequence


def show_overview(names: Sequence[str] | None) -> None:
    """Show what stands in some dossiers, or in each that can be named."""
    given = os.environ.get("BRIEF_TODAY")
    today = day(given) if given else datetime.date.today()  # noqa: DTZ011 - the reader's own day
    catalogue = Catalogue()
    opened = catalogue.index_all(catalogue.find_each(names or [ALL]))
    emit(overview_page([index for _, index in opened.dossiers], today), BriefOutput())
    report_broken(opened.broken)
