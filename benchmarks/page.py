"""Measure the report on the world in Chromium: `python benchmarks/page.py [OTHER.html …]`.

Other reports, such as that of an earlier version, are measured in the same run and in turn, each in a column of
its own. The processor is throttled fourfold. A filter takes from the choice to the frame that shows it. The row
"busy" is four times the work of the main thread, which other programs disturb less.
"""

from __future__ import annotations

import gzip
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

RUNS = 9
THROTTLE = 4
SCREEN: ViewportSize = {"width": 1280, "height": 800}
_SHIFTS = """shift = 0; new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) shift += value;
}).observe({ type: "layout-shift", buffered: true })"""
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
    """Print a row for each figure, with a column for each report."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        empty, report = Path(name, "empty.html"), Path(name, "report.html")
        empty.write_text(EMPTY, encoding="utf-8")
        command = [sys.executable, "-m", "briefcli", "report", "-d", "world", "-o", str(report)]
        subprocess.run(command, check=True)
        reports = [report, *(Path(path).resolve() for path in sys.argv[1:])]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        _tell("size, kB", [path.stat().st_size / 1e3 for path in reports])
        _tell("compressed, kB", [len(gzip.compress(path.read_bytes(), 9)) / 1e3 for path in reports])
        loads = [[_load(browser, path) for path in (*reports, empty)] for _ in range(4 * RUNS)]
        *paints, bare = (statistics.median(paint for paint, _ in each) for each in zip(*loads, strict=True))
        _tell("first paint, ms", paints)
        _tell("times that of an empty page", [paint / bare for paint in paints])
        _tell("layout shift, at most", [max(shift for _, shift in each) for each in zip(*loads, strict=True)][:-1])
        pages = [browser.new_page(viewport=SCREEN) for _ in reports]
        for page, path in zip(pages, reports, strict=True):
            page.goto(path.as_uri())
            page.wait_for_timeout(2000)
        _tell("elements", [page.evaluate("document.querySelectorAll('*').length") for page in pages])
        heights = [page.evaluate("document.documentElement.scrollHeight") for page in pages]
        _tell("screens of 800 pixels", [height / SCREEN["height"] for height in heights])
        for what, wall, busy in _times(pages):
            _tell(f"{what}, ms", map(statistics.median, wall))
            _tell(f"{what}, busy, ms", map(statistics.median, busy))


def _tell(what: str, figures: Iterable[float]) -> None:
    print("\t".join([what, *(f"{figure:.3g}" for figure in figures)]), flush=True)  # noqa: T201


def _load(browser: Browser, path: Path) -> tuple[float, float]:
    """Return after how many milliseconds something is painted, and how far the page then moves."""
    page = browser.new_page(viewport=SCREEN)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    page.add_init_script(_SHIFTS)
    page.goto(path.as_uri())
    page.wait_for_function("performance.getEntriesByType('paint').length > 0")
    page.wait_for_timeout(500)
    paint, shift = page.evaluate("[performance.getEntriesByType('paint')[0].startTime, shift]")
    page.close()
    return float(paint), float(shift)


def _times(pages: Sequence[Page]) -> Iterator[tuple[str, list[list[float]], list[list[float]]]]:
    """Yield how long each choice and a step of the slider took on each page, and four times the work for it."""
    measured = [(page, page.context.new_cdp_session(page)) for page in pages]
    wall: dict[str, list[list[float]]] = {}
    busy: dict[str, list[list[float]]] = {}
    for _, devtools in measured:
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    for rate in (1, THROTTLE):
        choices = [
            (f"{name} {word or 'dropped'}", ["choose", name, word] if word else ["reset"])
            for name, word in CHOICES
        ]
        steps = [("slider", ["drag", 1 - step / 40]) for step in range(40)]
        for what, act in choices * RUNS + steps:
            for at, (page, devtools) in enumerate(measured):
                page.bring_to_front()
                devtools.send("Emulation.setCPUThrottlingRate", {"rate": rate})
                before = _busy(devtools)
                took = float(page.evaluate(_FRAME, act))
                found, value = (wall, took) if rate > 1 else (busy, THROTTLE * (_busy(devtools) - before))
                found.setdefault(what, [[] for _ in pages])[at].append(value)
                if what != "slider":
                    page.wait_for_timeout(500)
    yield from ((what, wall[what], busy[what]) for what in wall)


def _busy(devtools: CDPSession) -> float:
    """Return for how many milliseconds the main thread was busy."""
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(each["value"]) for each in metrics if each["name"] == "TaskDuration")


if __name__ == "__main__":
    main()
