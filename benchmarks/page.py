"""Measure the report in Chromium: `python benchmarks/page.py [REPORT.html]`; else that on the world is written.

The processor is throttled fourfold for filters and the slider. A filter takes from the choice to the frame that
shows it; beside that stands four times what the main thread was busy, which other programs disturb less. The first
paint is told as a ratio to that of an empty page, in turn.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

RUNS = 9
THROTTLE = 4
EMPTY = '<!DOCTYPE html><html lang="en"><title>Empty</title><p>Empty</p></html>'
#: What is chosen in turn; each word is taken back before the next filter.
CHOICES = [
    *(("country", word) for word in ("JP", "CN", "")),
    *(("level", word) for word in ("talks", "")),
    *(("region", word) for word in ("Asia", "")),
    *(("q", word) for word in ("kabul", "")),
]
#: Do something, and return the milliseconds until its frame was painted.
_FRAME = """([act, ...given]) => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => done(performance.now() - from);
  requestAnimationFrame(() => port2.postMessage(0));
  const from = performance.now();
  const set = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const acts = {
    choose: (name, word) => set(document.querySelector(`#_filter [name=${name}]`), word),
    reset: () => document.getElementById("_filter").reset(),
    drag: (share) => { const day = document.getElementById("_day"); set(day, Math.round(day.max * share)); },
  };
  acts[act](...given);
})"""


def main() -> None:
    """Print a row for each figure."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        empty, report = Path(name, "empty.html"), Path(name, "report.html")
        empty.write_text(EMPTY, encoding="utf-8")
        if sys.argv[1:]:
            shutil.copy(sys.argv[1], report)
        else:
            command = [sys.executable, "-m", "briefcli", "report", "-d", "world", "-o", str(report)]
            subprocess.run(command, check=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        _tell("size, MB", report.stat().st_size / 1e6)
        paints = [(_first_paint(browser, report), _first_paint(browser, empty)) for _ in range(4 * RUNS)]
        first, bare = (statistics.median(each) for each in zip(*paints, strict=True))
        _tell("first paint, ms", first)
        _tell("to that of an empty page", first / bare)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(report.as_uri())
        _tell("screens of 800 pixels", page.evaluate("document.documentElement.scrollHeight") / 800)
        page.wait_for_timeout(2000)
        for what, wall, busy in _times(page):
            _tell(f"{what}, ms", statistics.median(wall))
            _tell(f"{what}, busy, ms", statistics.median(busy))


def _tell(what: str, figure: float) -> None:
    print(f"{what}\t{figure:.2f}", flush=True)  # noqa: T201


def _first_paint(browser: Browser, path: Path) -> float:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(path.as_uri())
    page.wait_for_function("performance.getEntriesByType('paint').length > 0")
    found = page.evaluate("performance.getEntriesByType('paint')[0].startTime")
    page.close()
    return float(found)


def _times(page: Page) -> list[tuple[str, list[float], list[float]]]:
    """Return how long each choice and a step of the slider took, and four times what it took of the thread."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.locator("[name=q]").focus()
    wall: dict[str, list[float]] = {}
    busy: dict[str, list[float]] = {}
    for rate in (1, THROTTLE):
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        choices = [
            (f"{name} {word or 'dropped'}", ["choose", name, word] if word else ["reset"])
            for name, word in CHOICES
        ]
        steps = [("slider", ["drag", 1 - step / 40]) for step in range(40)]
        for what, act in choices * RUNS + steps:
            before = _busy(devtools)
            took = float(page.evaluate(_FRAME, act))
            if rate > 1:
                wall.setdefault(what, []).append(took)
            else:
                busy.setdefault(what, []).append(THROTTLE * (_busy(devtools) - before))
            if what != "slider":
                page.wait_for_timeout(500)
    return [(what, wall[what], busy[what]) for what in wall]


def _busy(devtools: CDPSession) -> float:
    """Return for how many milliseconds the main thread was busy."""
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(each["value"]) for each in metrics if each["name"] == "TaskDuration")


if __name__ == "__main__":
    main()
