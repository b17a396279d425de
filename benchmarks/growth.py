"""Measure how the time of `brief` grows with its data: `python benchmarks/growth.py [--calls] [WORD]...`.

Each row is a command on n, 2n and 4n of something. The last column compares the second doubling with the first, so
that the time of a start does not count: 2 is linear, 4 is quadratic. A word selects the rows that contain it.
With `--calls`, function calls are counted in place of time, in thousands: the load of the machine does not change
them, but work within one call, such as a comparison of long lists, is not seen.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: How often each command runs; the fastest run counts, because other processes can only make it slower.
RUNS = 3
_SHORTEST = 0.1  # of the differences, in seconds, that say something
_FEWEST = 10  # of the differences, in thousands of calls, likewise
_COUNTING = """
import cProfile, sys
from briefcli.cli.app import run
profile = cProfile.Profile()
try:
    profile.runcall(run)
except SystemExit:
    pass
# pstats would lose one of two functions of one name and line, by chance.
print(sum(function.callcount for function in profile.getstats()), file=sys.stderr)
"""
_FAILURE = 2  # the lowest exit code of a command that could not do its work

#: Writes a dossier, or a folder of them, with so many of something, and perhaps a table beside it.
_Write: TypeAlias = "Callable[[Path, int], None]"


class Growth(NamedTuple):
    """Something that grows: its name, the smallest number, what writes it, and the commands that read it."""

    what: str
    least: int
    write: _Write
    commands: tuple[str, ...]


def main() -> None:
    """Print a row for each command."""
    words = [word for word in sys.argv[1:] if word != "--calls"]
    calls = len(words) < len(sys.argv) - 1
    measure, unit, shortest = (_calls, "k", _FEWEST) if calls else (_seconds, "s", _SHORTEST)
    head = ("what", "command", "n", *(f"{times}n, {unit}" for times in ("", 2, 4)), "growth")
    print(f"| {' | '.join(head)} |\n| --- | --- |{' ---: |' * 5}")  # noqa: T201
    with tempfile.TemporaryDirectory() as name:
        os.environ.update(XDG_CACHE_HOME=f"{name}/cache", XDG_DATA_HOME=f"{name}/none")
        for growth in GROWTHS:
            for command in growth.commands:
                row = f"{growth.what} | {command}"
                if not words or any(word in row for word in words):
                    one, two, four = (measure(_words(Path(name), growth, command, times)) for times in (1, 2, 4))
                    ratio = f"{(four - two) / (two - one):.1f}" if two - one > shortest else "short"
                    cells = (row, f"{growth.least:,}", f"{one:.2f}", f"{two:.2f}", f"{four:.2f}", ratio)
                    print(f"| {' | '.join(cells)} |", flush=True)  # noqa: T201


def _words(folder: Path, growth: Growth, command: str, times: int) -> list[str]:
    """Return the words of a command, after its data were written."""
    count = growth.least * times
    data = folder / f"{growth.what.replace(' ', '-')}-{count}"
    if not data.exists():
        data.mkdir()
        growth.write(data, count)
    return command.format(dossier=data, table=data / "table.csv", out=folder / "out").split()


def _seconds(words: list[str]) -> float:
    """Return the processor time of a command, without that of a first run, which may fill the cache."""
    return min([_run(words) for _ in range(RUNS + 1)][1:])


def _calls(words: list[str]) -> float:
    """Return the number of function calls of a command in thousands, likewise."""
    _run(words)
    done = subprocess.run([sys.executable, "-c", _COUNTING, *words], capture_output=True, check=True, text=True)
    return int(done.stderr.split()[-1]) / 1000


def _run(words: list[str]) -> float:
    command = [sys.executable, "-m", "briefcli", *words]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in range(_FAILURE):
        sys.exit(f"{' '.join(words)} failed")
    return used.ru_utime + used.ru_stime


def _code(number: int) -> str:
    """Return a code that no country of the world has."""
    return "Q" + "".join(chr(ord("A") + number // 26**place % 26) for place in (3, 2, 1, 0))


def _day(number: int) -> str:
    return str(datetime.date(1900, 1, 1) + datetime.timedelta(number % 40_000))


def _stance(n: int, of: Mapping[str, int]) -> str:
    turn, country = divmod(n, of["countries"])
    text = f"country: {_code(country)}, since: {_day(turn)}, level: l{n % of['levels']}, status: Position {n}"
    return f"{text}, concerns: [c{n % of['terms']}]"


def _topic(n: int, of: Mapping[str, int]) -> str:
    return f"kind: agenda, title: Topic {n}, countries: [{_code(n % of['countries'])}]"


def _sector(n: int, of: Mapping[str, int]) -> str:
    text = f"sector: s{n % of['terms']}, initiative: Project {n}, stage: agreed, since: {_day(n)}"
    return f"{text}, countries: [{_code(n % of['countries'])}]"


def _event(n: int, of: Mapping[str, int]) -> str:
    return f"date: {_day(n)}, title: Meeting {n}, countries: [{_code(n % of['countries'])}]"


_USUAL = {"levels": 3, "terms": 3, "countries": 20, "sources": 20}
_KINDS = {"stances": _stance, "topics": _topic, "sectors": _sector, "events": _event}


def _head(of: Mapping[str, int], name: str = "growth") -> str:
    concerns, sectors = (", ".join(f"{letter}{n}: Term {n}" for n in range(of["terms"])) for letter in "cs")
    source = "- {{id: w{0}, publisher: P, kind: press, title: Report {0}, date: {1}}}"
    lines = [
        f"dossier: {name}\ntitle: t\nsubject: s\nas_of: 2025-12-31\nsummary: s\ngrades: {{press: B}}\nlevels:",
        *(f"- {{id: l{n}, label: Level {n}, meaning: m}}" for n in range(of["levels"])),
        f"terms:\n  concerns: {{{concerns}}}\n  sectors: {{{sectors}}}\ncountries:",
        *(f"  {_code(n)}: {{name: Country {n}}}" for n in range(of["countries"])),
        "sources:",
        *(source.format(n, _day(n)) for n in range(of["sources"])),
    ]
    return "\n".join(lines) + "\n"


def _records(of: Mapping[str, int], numbers: Iterable[int] | None = None) -> str:
    """Return the records that are counted, or those of some numbers."""
    lines = []
    for kind in [kind for kind in _KINDS if kind in of]:
        lines.append(f"{kind}:")
        for n in numbers or range(of[kind]):
            claim = f"summary: They met for the {n}th time., credibility: 3, evidence: [w{n % of['sources']}]"
            lines.append(f"- {{{_KINDS[kind](n, of)}, {claim}}}")
    return "\n".join(lines) + "\n"


def _each(*kinds: str, part: int = 1, others: int = 0) -> _Write:
    """Return what writes a dossier with so many of each kind, or a part of that, and a number of other records."""

    def write(folder: Path, count: int) -> None:
        of = _USUAL | dict.fromkeys(_KINDS if others else (), others) | dict.fromkeys(kinds, count // part)
        (folder / "dossier.yaml").write_text(_head(of) + _records(of), encoding="utf-8")

    return write


def _table(head: str, row: str, *kinds: str) -> _Write:
    """Return what writes a table of so many rows, and a dossier with as many of some kinds."""

    def write(folder: Path, count: int) -> None:
        _each(*kinds)(folder, count)
        rows = (row.format(n=n, day=_day(n), code=_code(n % 20)) for n in range(count))
        (folder / "table.csv").write_text("\n".join([head, *rows]), encoding="utf-8")

    return write


def _cell(folder: Path, count: int) -> None:
    """Write a table with so many unknown words in a cell."""
    _table(_EVENT, f"2025,New,{';'.join(f'x{n}' for n in range(count))},s,3,w1")(folder, 1)


def _files(folder: Path, count: int) -> None:
    """Write a dossier of so many files, and a table of 200 rows."""
    _table(_STANCE, "{code},{day},l1,New,Again.,3,w1")(folder, 200)
    of = _USUAL | dict.fromkeys(_KINDS, count)
    for number in range(count):
        (folder / f"part-{number}.yaml").write_text(_records(of, [number]), encoding="utf-8")


def _shelf(folder: Path, count: int) -> None:
    """Write so many dossiers."""
    of = {"levels": 3, "terms": 3, "countries": 3, "sources": 3, "stances": 6, "events": 3}
    for number in range(count):
        (folder / f"d{number}.yaml").write_text(_head(of, f"d{number}") + _records(of), encoding="utf-8")


def _faults(old: str, new: str) -> _Write:
    """Return what writes a dossier in which each stance has a fault, with its number in place of #."""

    def write(folder: Path, count: int) -> None:
        _each("stances", "sources")(folder, count)
        path = folder / "dossier.yaml"
        head, *stances = re.split("^(?=- .country)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        faulty = (re.sub(old, new.replace("#", str(n)), stance) for n, stance in enumerate(stances))
        path.write_text(head + "".join(faulty), encoding="utf-8")

    return write


_EVENT = "date,title,countries,summary,credibility,evidence"
_STANCE = "country,since,level,status,summary,credibility,evidence"
_SOURCE = "publisher,kind,title,date"
_CHECK = ("check {dossier}",)
_SOURCES, _EVENTS, _STANCES = (
    (f"import {{table}} --as {kind} -d {{dossier}}",) for kind in ("sources", "events", "stances")
)
_LISTINGS = ("stances --history", "topics", "sectors", "events", "evidence", "sources", "search term", "ladder")
_BRIEFS = ("country QAAAA", "compare QAAAA QAAAB", "summary", "changes --since 1900", "matrix", "codebook")
_FILES = ("site -o {out}", "export -o {out}.db")
_OF_ONE = ("report -o {out}.html", "review", "review --mark 2025-06", "links")
_RENAMES = ("rename source w1 w", "rename level l1 l", "rename concern c1 c", "rename sector s1 s")
_SHELF = (*_CHECK, *(f"{word} -d {{dossier}}" for word in ("dossiers", *_LISTINGS, *_BRIEFS, *_FILES)))
_ALL = (*_SHELF, "diff {dossier} {dossier}", *(f"{word} -d {{dossier}}" for word in (*_OF_ONE, *_RENAMES)))
GROWTHS = (
    Growth("new sources", 1000, _table(_SOURCE, "P{n},press,New {n},{day}"), _SOURCES),
    Growth("new sources of a day", 1000, _table(_SOURCE, "P,press,New {n},2025-01-01"), _SOURCES),
    Growth("new events", 1000, _table(_EVENT, "{day},New {n},{code},Met.,3,w1"), _EVENTS),
    Growth("new events of a day", 1000, _table(_EVENT, "2025,New {n},{code},Met.,3,w1"), _EVENTS),
    Growth("citing events", 1000, _table(_EVENT, "{day},New {n},{code},Met.,3,w{n}", "sources"), _EVENTS),
    Growth("changed events", 1000, _table("date,title,summary", "{day},Meeting {n},New", "events"), _EVENTS),
    Growth("faulty rows", 1000, _table(_EVENT, "{n}-x,New,Nowhere {n},s,3,none-{n}"), _EVENTS),
    Growth("unknown words in a cell", 75, _cell, _EVENTS),
    Growth("records", 2000, _each("sources", *_KINDS, part=4), _ALL),
    Growth("levels", 250, _each("levels", others=200), _ALL),
    Growth("terms", 1000, _each("terms", others=200), _ALL),
    Growth("countries", 500, _each("countries", *_KINDS), _ALL),
    Growth("files", 250, _files, (*_STANCES, *_ALL)),
    Growth("dossiers", 200, _shelf, _SHELF),
    Growth("unknown countries", 2500, _faults("country: Q[A-Z]+", "country: Nowhere #"), _CHECK),
    Growth("unknown sources", 2500, _faults(r"evidence: \[w", "evidence: [none-#"), _CHECK),
    Growth("unknown levels", 2500, _faults(r"level: l", "level: none-#"), _CHECK),
    Growth("unknown keys", 2500, _faults("status", "status#"), _CHECK),
    Growth("wrong dates", 2500, _faults("since: ", "since: x"), _CHECK),
    Growth(
        "duplicates", 2500, _faults("country.*level: l[0-9]", "country: QAAAA, since: 2025, level: l1"), _CHECK
    ),
    Growth("tags", 2500, _faults("status: ", "status: !tag "), _CHECK),
)

if __name__ == "__main__":
    main()
