"""Take the README's pictures of the report, light and dark, with Chromium: `python docs/screenshot.py`."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import sync_playwright

from briefcli import load
from briefcli.dossier.filters import Filters, Query
from briefcli.dossier.past import Snapshot
from briefcli.report.document import report_text

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

PICTURES: dict[Literal["light", "dark"], Path] = {
    "light": Path(__file__).with_name("report.png"),
    "dark": Path(__file__).with_name("report-dark.png"),
}
#: The size of the window: each picture is the first screen of the report, at twice the resolution.
WIDTH, HEIGHT = 1280, 926
#: The country whose card is open.
SHOWN = "#card=pakistan"


def main() -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "report.html"
        text = report_text(Snapshot(load("world")), Query(filters=Filters(today=datetime.date(2026, 7, 1))))
        page_file.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for scheme, picture in PICTURES.items():
            size: ViewportSize = {"width": WIDTH, "height": HEIGHT}
            page = browser.new_page(viewport=size, color_scheme=scheme, device_scale_factor=2)
            page.goto(page_file.as_uri() + SHOWN)
            page.wait_for_timeout(500)
            page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main()
