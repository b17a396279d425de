"""A report as PDF, printed by a browser that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from briefcli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The names of Chromium and its relatives on PATH.
_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
#: Their names on macOS, and their places in the folders for programs of Windows; there they are not on PATH.
_MACOS = ("Google Chrome", "Microsoft Edge", "Chromium")
_WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
#: The variables with the folders for programs of Windows.
_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
#: No network is used, and no file is left behind.
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


def pdf(page: str, instead: str = "report.html and print it") -> bytes:
    """Return a page as PDF, as it is printed; `instead` is what can be written without a browser.

    Raises:
        UsageError: there is no browser, or it does not print the page.
    """
    browser = next(_browsers(), None)
    if browser is None:
        msg = f"PDF needs Chromium, Chrome or Edge, and none was found; write {instead}"
        raise UsageError(msg)
    # On Windows, a process of the browser may keep a file of its profile open for a moment longer.
    with tempfile.TemporaryDirectory(prefix="brief-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, printed = folder / "report.html", folder / "report.pdf"
        source.write_text(page, encoding="utf-8")
        # Chromium has no sandbox for root, and refuses to start without this word. The page is our own.
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        places = [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={printed}", source.as_uri()]
        try:
            done = subprocess.run(  # noqa: S603 - an installed browser, and a page of our own
                [browser, *_SWITCHES, *root, *places], capture_output=True, check=False, timeout=_PATIENCE
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            msg = f"{browser} cannot print the report: {error}"
            raise UsageError(msg) from error
        if done.returncode or not printed.exists():
            said = done.stderr.decode(errors="replace").strip().splitlines()
            msg = f"{browser} cannot print the report: {said[-1] if said else f'it ended with {done.returncode}'}"
            raise UsageError(msg)
        return printed.read_bytes()


def _browsers() -> Iterator[str]:
    """Yield the installed browsers that print, those on PATH first."""
    yield from filter(None, map(shutil.which, _COMMANDS))
    for applications in (Path("/Applications"), Path(os.environ.get("HOME", "/"), "Applications")):
        yield from _files(applications / f"{name}.app" / "Contents" / "MacOS" / name for name in _MACOS)
    for folder in filter(None, map(os.environ.get, _FOLDERS)):
        yield from _files(Path(folder, program) for program in _WINDOWS)


def _files(places: Iterator[Path]) -> Iterator[str]:
    return (str(place) for place in places if place.is_file())
