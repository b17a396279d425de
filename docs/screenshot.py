"""Take the README's picture of the report, with Chromium: `python docs/screenshot.py`."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from briefcli import load
from briefcli.dossier.filters import Filters, Query
from briefcli.dossier.past import Snapshot
from briefcli.report.document import report_text

PICTURE = Path(__file__).with_name("report.png")
#: The size of the window: the picture is the first screen of the report.
WIDTH, HEIGHT = 1280, 800


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "report.html"
        text = report_text(Snapshot(load("world")), Query(filters=Filters(today=datetime.date(2026, 7, 1))))
        page_file.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(page_file.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
