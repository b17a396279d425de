"""The examples of docs/scale.md, in each engine that is installed, answer what `brief` answers."""

from __future__ import annotations

import datetime
import json
import shutil
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

ROOT = Path(__file__).parents[1]
DOSSIERS = ("high-seas", "world")
HALF_A_YEAR = 183


def answers(engine: str, tables: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[Any, ...]]]:
    """Return what the page's example for an engine answers."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    monkeypatch.chdir(tables.parent)
    import scale

    found: dict[str, list[tuple[Any, ...]]] = scale.answers(engine)
    return found


@pytest.fixture
def tables(brief: Callable[..., Result], tmp_path: Path) -> Path:
    """Return a folder of Parquet files of two dossiers."""
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    named = [word for path in DOSSIERS for word in ("-d", path)]
    assert brief("export", *named, "-f", "parquet", "-o", f"{tmp_path}/tables/").code == 0
    return tmp_path / "tables"


def listed(brief: Callable[..., Result], *arguments: str) -> list[dict[str, Any]]:
    """Return the rows of a listing."""
    found: list[dict[str, Any]] = json.loads(brief(*arguments, "-f", "json").out)
    return found


@pytest.mark.parametrize(
    ("engine", "module"),
    [("DuckDB", "duckdb"), ("Polars", "polars"), pytest.param("Spark SQL", "pyspark", marks=pytest.mark.slow)],
)
def test_an_engine_answers_what_brief_answers(
    engine: str, module: str, tables: Path, brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Levels at the end of each year are those of `--as-of`, and moves follow from the stances and events."""
    pytest.importorskip(module, reason=f"{module} is not installed")
    if module == "pyspark" and shutil.which("java") is None:
        pytest.skip("Java is not installed")
    found = answers(engine, tables, monkeypatch)
    assert found["levels"] == sorted(row for year in range(2021, 2026) for row in _levels(brief, year))
    assert found["moved"] == sorted(row for dossier in DOSSIERS for row in _moved(brief, dossier))


def _levels(brief: Callable[..., Result], year: int) -> list[tuple[str, int, str, int]]:
    """Return how many countries `brief` shows on each level at the end of a year."""
    found = []
    for dossier in DOSSIERS:
        stances = listed(brief, "stances", "-d", dossier, "--as-of", str(year), "--sort", "level")
        levels = sorted(stance["level"] for stance in stances)
        found += [(dossier, year, level, len(list(own))) for level, own in groupby(levels)]
    return found


def _moved(brief: Callable[..., Result], dossier: str) -> list[tuple[object, ...]]:
    """Return the moves within half a year after an event of a dossier that names the country."""
    stances = listed(brief, "stances", "-d", dossier, "--history", "--sort", "since")
    found: list[tuple[object, ...]] = []
    for event in listed(brief, "events", "-d", dossier):
        for code in event["codes"]:
            own = [stance for stance in stances if stance["code"] == code]
            for before, after in pairwise(own):
                steps, since = after["rank"] - before["rank"], first_day(after["since"])
                if steps and 0 <= (since - first_day(event["date"])).days <= HALF_A_YEAR:
                    found.append((dossier, event["title"], after["country"], since, steps))
    return found


def first_day(date: str) -> datetime.date:
    """Return the first day that a date may mean."""
    return datetime.date.fromisoformat(date + "0000-01-01"[len(date) :])
