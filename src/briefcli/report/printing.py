"""A report as PDF, printed by a browser that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from briefcli.errors import UsageError

#: What Chromium and its relatives are called.
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
#: Nothing is asked of any network, and nothing is left behind.
_SWITCHES = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
)
#: How many seconds a browser may take.
_PATIENCE = 120


def pdf(page: str) -> bytes:
    """Return a page as PDF, as it is printed.

    Raises:
        UsageError: there is no browser, or it does not print the page.
    """
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        msg = "a PDF is printed by Chromium or Chrome, and none is on PATH; write report.html and print that"
        raise UsageError(msg)
    with tempfile.TemporaryDirectory(prefix="brief-") as name:
        folder = Path(name)
        source, printed = folder / "report.html", folder / "report.pdf"
        source.write_text(page, encoding="utf-8")
        # Chromium has no sandbox for root, and refuses to start without this word. The page is our own.
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        places = [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={printed}", source.as_uri()]
        try:
            done = subprocess.run(  # noqa: S603 - a browser on PATH, and a page of our own
                [browser, *_SWITCHES, *root, *places], capture_output=True, check=False, timeout=_PATIENCE
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            msg = f"{browser} does not print the report: {error}"
            raise UsageError(msg) from error
        if done.returncode or not printed.exists():
            said = done.stderr.decode(errors="replace").strip().splitlines()
            msg = (
                f"{browser} does not print the report: {said[-1] if said else f'it ended with {done.returncode}'}"
            )
            raise UsageError(msg)
        return printed.read_bytes()
