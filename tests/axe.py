"""What axe-core, which looks for faults of accessibility, finds in a page of the browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

_TOOLS = Path(__file__).parents[1] / ".tools"
_AXE = Path(os.environ.get("BRIEF_AXE", _TOOLS / "axe-core-4.14.1" / "package" / "axe.min.js"))
needs_axe = pytest.mark.skipif(
    "BRIEF_AXE" not in os.environ and not _AXE.exists(), reason="axe-core is not in .tools, where .ci/run puts it"
)


def faults(page: Page) -> list[tuple[str, str]]:
    """Return every fault of any weight, with the first element that has it."""
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"
    )
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]]
