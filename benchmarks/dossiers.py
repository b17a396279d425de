"""Dossiers of any size, the same each time: what the benchmarks read."""

from __future__ import annotations

import csv
import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefcli.dossier.regions import regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEVELS = ("refuses", "contact", "talks", "mission", "recognises")
CONCERNS = ("human-rights", "security", "economic-aid", "migration")
FIELDS = ("energy", "farming", "trade")
TOPICS = ("agenda", "objective", "challenge")
KINDS = ("official", "agency", "press", "specialist")
SOURCES = 200
_KOSOVO = "XK"  # which is not in ISO 3166
_FIRST_DAY = datetime.date(1926, 1, 1)


def write_dossier(folder: Path, count: int) -> Path:
    """Write a dossier with so many stances as YAML, JSON and CSV of one name; return the path of the YAML."""
    path = folder / f"{count}.yaml"
    records = list(_stances(count, _codes()))
    head = _head()
    # A flow mapping in double quotes is both JSON and YAML, but curators write blocks.
    path.write_text(_block(head) + "stances:\n" + "".join(map(_item, records)), encoding="utf-8")
    path.with_suffix(".json").write_text(json.dumps({**head, "stances": records}), encoding="utf-8")
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _flat(value) for key, value in record.items()} for record in records)
    return path


def write_sectors(folder: Path, count: int) -> Path:
    """Write a dossier with so many pieces of cooperation, each of two stages; return its path."""
    path = folder / f"sectors-{count}.yaml"
    path.write_text(_block(_head()) + "sectors:\n" + "".join(map(_item, _sectors(count))), encoding="utf-8")
    return path


def write_countries(folder: Path, count: int) -> Path:
    """Write a dossier with some records of every kind on each of so many countries; return its path."""
    path = folder / f"countries-{count}.yaml"
    kinds = {
        "stances": _stances(3 * count, _codes(count)),
        "topics": _topics(count),
        "sectors": _sectors(count),
        "events": _events(5 * count // 2, count),
    }
    parts = [f"{kind}:\n" + "".join(map(_item, records)) for kind, records in kinds.items()]
    path.write_text(_block(_head()) + "".join(parts), encoding="utf-8")
    return path


def write_shelf(folder: Path, count: int) -> Path:
    """Write so many dossiers of 300 stances of 30 countries; every third has a rare word, once."""
    shelf = folder / "shelf"
    shelf.mkdir(exist_ok=True)
    for number in range(count):
        records = list(_stances(300, [*_codes(29), "JP"]))
        if number % 3 == 0:
            records[number]["summary"] = "It spoke of a watershed."
        text = _block(_head(f"shelf-{number:03}")) + "stances:\n" + "".join(map(_item, records))
        shelf.joinpath(f"shelf-{number:03}.yaml").write_text(text, encoding="utf-8")
    return shelf


def main() -> None:
    """Write a dossier with so many stances, sectors or countries, or so many dossiers, into a folder."""
    kind, folder, count = sys.argv[1:]
    write = {
        "stances": write_dossier,
        "sectors": write_sectors,
        "countries": write_countries,
        "shelf": write_shelf,
    }[kind]
    write(Path(folder), int(count))


def _head(name: str = "benchmark") -> dict[str, Any]:
    return {
        "dossier": name,
        "title": "A made-up dossier",
        "subject": "a question that nobody asks",
        "as_of": "2026-01-01",
        "summary": "Made by a program to be read by programs.",
        "levels": [{"id": level, "label": level.title(), "meaning": f"Stands at {level}."} for level in LEVELS],
        "terms": {
            "concerns": {concern: concern.replace("-", " ") for concern in CONCERNS},
            "sectors": {sector: sector.title() for sector in FIELDS},
        },
        "grades": dict.fromkeys(KINDS, "B"),
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


def _codes(countries: int | None = None) -> list[str]:
    codes = frozenset[str]().union(*regions().values())
    return sorted(code for code in codes if len(code) == len("US") and code != _KOSOVO)[:countries]


def _stances(count: int, codes: Sequence[str]) -> Iterator[dict[str, Any]]:
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


def _topics(count: int) -> Iterator[dict[str, Any]]:
    codes = _codes(count)
    for number in range(0, count, 5):
        yield {
            "kind": TOPICS[number % len(TOPICS)],
            "title": f"Matter number {number}",
            "summary": "The delegations have said what they think of it.",
            "countries": codes[number : number + 8],
            "since": "2024-05",
            "credibility": 2,
            "evidence": [f"source-{number % SOURCES}"],
        }


def _sectors(count: int) -> Iterator[dict[str, Any]]:
    codes = _codes()
    for number in range(count):
        thing, later = divmod(number, 2)
        yield {
            "sector": FIELDS[thing % len(FIELDS)],
            "countries": [codes[thing % len(codes)]],
            "initiative": f"Project number {thing}",
            "stage": "agreed" if later else "proposed",
            "since": "2024-09" if later else "2024-05",
            "credibility": 2,
            "evidence": [f"source-{number % SOURCES}"],
        }


def _events(count: int, countries: int) -> Iterator[dict[str, Any]]:
    codes = _codes(countries)
    for number in range(count):
        yield {
            "date": (datetime.date(2023, 1, 1) + datetime.timedelta(days=number % 1000)).isoformat(),
            "title": f"Delegations meet for the {number}th time",
            "countries": [codes[number % countries]],
            "summary": "They agreed to meet again.",
            "credibility": 2,
            "evidence": [f"source-{number % SOURCES}"],
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
