"""What `brief` alone shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.cli.dossiers import noted, report_broken
from briefcli.cli.options import BriefOutput, today
from briefcli.cli.output import emit
from briefcli.pages.overview import overview_page
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import ALL

if TYPE_CHECKING:
    from collections.abc import Sequence


def show_overview(names: Sequence[str] | None) -> None:
    """Show an overview of some dossiers, or of all."""
    catalogue = Catalogue()
    opened = catalogue.index_all(noted(catalogue.find_each(names or [ALL])))
    emit(overview_page([index for _, index in opened.dossiers], today()), BriefOutput())
    report_broken(opened.broken, opened.dossiers)
