"""Run the examples of scale.md: `python docs/scale.py FOLDER [ENGINE]...` in the folder that holds `tables/`.

It prints how many rows each question has, and how long each engine takes from its import to the last row.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import Any

PAGE = Path(__file__).with_name("scale.md")
#: The engines by the headings of their examples, each with the function that returns its rows.
ENGINES = {"DuckDB": "fetchall", "Polars": "rows", "Spark SQL": "collect"}


def answers(engine: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return what an engine answers to each question about the tables in the current folder."""
    text = PAGE.read_text(encoding="utf-8")
    (code,) = re.findall(rf"^## {engine}$.*?^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    found: dict[str, Any] = {}
    exec(code, found)  # noqa: S102 - the page's own code
    rows = {name: getattr(found[name], ENGINES[engine])() for name in ("levels", "moved")}
    return {name: [tuple(row) for row in own] for name, own in rows.items()}


def main() -> None:
    """Print a row for each engine."""
    folder, *engines = sys.argv[1:]
    os.chdir(folder)
    for engine in engines or ENGINES:
        start = time.perf_counter()
        found = answers(engine)
        counts = " | ".join(f"{len(rows):,}" for rows in found.values())
        print(f"| {engine} | {counts} | {time.perf_counter() - start:.1f} |")  # noqa: T201


if __name__ == "__main__":
    main()
