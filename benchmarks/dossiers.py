"""Dossiers of any size, the same each time: what the benchmarks read."""

from __future__ import annotations

import csv
import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pycountry

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVELS = ("refuses", "contact", "talks", "mission", "recognises")
CONCERNS = ("human-rights", "security", "economic-aid", "migration")
KINDS = ("official", "agency", "press", "specialist")
SOURCES = 200
_FIRST_DAY = datetime.date(1926, 1, 1)


def write_dossier(folder: Path, count: int) -> Path:
    """Write a dossier with so many stances as YAML, JSON and CSV of one name; return the path of the YAML."""
    path = folder / f"{count}.yaml"
    records = list(_stances(count))
    head = _head()
    # A flow mapping in double quotes is both JSON and YAML, but curators write blocks.
    path.write_text(_block(head) + "stances:\n" + "".join(map(_item, records)), encoding="utf-8")
    path.with_suffix(".json").write_text(json.dumps({**head, "stances": records}), encoding="utf-8")
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _flat(value) for key, value in record.items()} for record in records)
    return path


def main() -> None:
    """Write a dossier into the folder and with as many stances as the command line says."""
    folder, count = sys.argv[1:]
    write_dossier(Path(folder), int(count))


def _head() -> dict[str, Any]:
    return {
        "dossier": "benchmark",
        "title": "A made-up dossier",
        "subject": "a question that nobody asks",
        "as_of": "2026-01-01",
        "summary": "Made by a program to be read by programs.",
        "levels": [{"id": level, "label": level.title(), "meaning": f"Stands at {level}."} for level in LEVELS],
        "terms": {"concerns": {concern: concern.replace("-", " ") for concern in CONCERNS}},
        "sources": [
            {
                "id": f"source-{number}",
                "publisher": f"Publisher {number % 40}",
                "kind": KINDS[number % len(KINDS)],
                "title": f"Report number {number}",
                "url": f"https://example.org/{number}",
                "date": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
                "reliability": "ABCDEF"[number % 6],
            }
            for number in range(SOURCES)
        ],
    }


def _stances(count: int) -> Iterator[dict[str, Any]]:
    codes = sorted(country.alpha_2 for country in pycountry.countries)
    for number in range(count):
        turn, place = divmod(number, len(codes))
        yield {
            "country": codes[place],
            "since": (_FIRST_DAY + datetime.timedelta(days=40 * turn + place % 40)).isoformat(),
            "level": LEVELS[(number * 7 + turn) % len(LEVELS)],
            "status": f"Position {number} of many",
            "concerns": [CONCERNS[number % 4], CONCERNS[(number + 1) % 4]],
            "summary": f"In turn {turn} the government said what it had said before, with {number} words, "
            "and added that it would look at the matter again when the others had spoken.",
            "credibility": number % 6 + 1,
            "evidence": [f"source-{number % SOURCES}", f"source-{(number * 3 + 1) % SOURCES}"],
        }


def _block(head: dict[str, Any]) -> str:
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in head.items())


def _item(record: dict[str, Any]) -> str:
    lines = (f"{key}: {_flow(value)}" for key, value in record.items())
    return "  - " + "\n    ".join(lines) + "\n"


def _flow(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def _flat(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    main()
