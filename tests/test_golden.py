"""What the program prints, whole, as it was read in review: of the frozen dossier, a hostile one and bad ones."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from rich.cells import cell_len

from briefcli.render.webpage import STYLE
from briefcli.version import __version__
from samples import FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

GOLDEN = Path(__file__).with_name("golden")
LISTING = "tsv csv json jsonl yaml md html"
HOSTILE = "-d tests/dossiers/good/hostile.yaml"
MARCH, APRIL = (f"tests/dossiers/good/river-{month}.yaml" for month in ("march", "april"))
BOTH = f"-d {FROZEN} -d tests/dossiers/good/buoys.yaml"
BAD = " ".join(sorted(map(str, Path("tests/dossiers/bad").glob("*"))))
THREE_BAD = " ".join(
    f"tests/dossiers/bad/{name}.yaml"
    for name in ("unknown-source-and-level", "unexplained-contradiction", "unused-level")
)

#: The files of a site that are kept beside the output of commands.
SITE = ("changes.xml", "events.ics")


#: The pictures of the frozen dossier, each with the options of `chart` that draw it.
CHARTS = {
    "map": "map",
    "map-past": "map --as-of 2024-06 --region Asia --size 800x600 --theme dark",
    "tiles": "tiles --size square",
    "trend": "trend",
    "ladder": "ladder -c japan -c norway -c bosnia",
}


class Case(NamedTuple):
    """A command line, in what forms its output is kept (a format, or the width of a terminal), and its exit code."""

    line: str
    forms: str
    code: int = 0


CASES = {
    "stances/all": Case("stances", "60 80 120"),
    "stances/three": Case("stances --limit 3", LISTING),
    "stances/evidence": Case("stances --evidence -c jp -c ci -c cz", "60 80 md txt"),
    "stances/history": Case("stances --history -c japan -c turkey", "80 tsv"),
    "stances/past": Case("stances --as-of 1991 --history", "80 tsv"),
    "stances/filters": Case("stances --region near --region Asia --single-source --stale 30", "80"),
    "stances/group": Case("stances --group nordic", "80 tsv md html txt"),
    "stances/own": Case("stances --group far -c japan -c kenya", "80"),
    "topics/all": Case("topics", "80 120"),
    "topics/three": Case("topics --limit 3", "tsv md html"),
    "topics/past": Case("topics --as-of 1998", "80"),
    "sectors/all": Case("sectors", "60 80 120"),
    "sectors/three": Case("sectors --limit 3", "tsv md html"),
    "sectors/past": Case("sectors -c singapore --as-of 2024-06", "json"),
    "events/all": Case("events", "80 120"),
    "events/three": Case("events --limit 3", "tsv md html"),
    "evidence/japan": Case("evidence -c japan", "60 80 120 md html"),
    "evidence/past": Case("evidence -c norway --as-of 2024-11", "80 tsv"),
    "sources/all": Case("sources", "60 80 120"),
    "sources/three": Case("sources --limit 3", "tsv md html"),
    "sources/cited": Case("sources -c us -c ci", "csl"),
    "dossiers/frozen": Case(f"dossiers -d {FROZEN}", "80 tsv json"),
    "search/court": Case("search court office", "80 tsv json md html"),
    "summary/all": Case("summary", "60 80 md html"),
    "summary/group": Case("summary --group eu", "80 json"),
    "summary/region": Case("summary --by region", "80 md json"),
    "summary/groups": Case("summary --by group", "json"),
    "summary/japan": Case("summary -c japan", "json"),
    "country/japan": Case("country japan", "60 80 md html txt"),
    "country/short": Case("country japan --short", "80 100 md"),
    "country/then": Case("country turkey --then 2024", "80 json"),
    "country/whole": Case("country norway --evidence", "80"),
    "country/congo": Case("country cd", "80"),
    "country/past": Case("country yugoslavia --as-of 1991", "80"),
    "country/dissolved": Case("country yugoslavia", "80 json"),
    "country/missing": Case("country fiji", "80 json"),
    "country/two": Case(f"country egypt --as-of 2025-03 --credibility 2 -d {FROZEN} -d {MARCH}", "80 md"),
    "compare/two": Case("compare japan norway", "80 md html json txt"),
    "compare/six": Case("compare jp no tr eg eu hl", "80"),
    "compare/group": Case("compare --group nordic", "80"),
    "compare/missing": Case("compare japan fiji norway", "80 json"),
    "groups/all": Case("groups --limit 4", "80 json"),
    "groups/nordic": Case("groups nordic --as-of 2025", "80 tsv"),
    "groups/own": Case("groups far", "80"),
    "codebook/all": Case("codebook", "80"),
    "matrix/concerns": Case("matrix", "40 80 tsv json md html"),
    "matrix/group": Case("matrix --group nato", "80 tsv json"),
    "matrix/sectors": Case("matrix --by sectors", "80 tsv"),
    "stances/wide": Case("stances --wide -c japan -c norway", "60 120 tsv md"),
    "ladder/all": Case("ladder", "60 80 160 tsv md html"),
    "ladder/group": Case("ladder --count --group nato --since 2022", "80 tsv"),
    "ladder/two": Case("ladder -c japan -c egypt", "json"),
    "ladder/past": Case("ladder --as-of 2024-06 -c turkey -c egypt -c norway", "80"),
    "ladder/window": Case("ladder --since 2024-12 --until 2025-01 -c jp -c tr -c no -c yugoslavia", "80 tsv md"),
    "ladder/count": Case("ladder --count --since 2015", "80 tsv"),
    "changes/since": Case("changes --since 2024-12", "60 80"),
    "changes/month": Case("changes --since 2025-03", "tsv md html"),
    "changes/decades": Case("changes --since 1985 --until 2000", "80 tsv"),
    "several/stances": Case(f"stances {BOTH}", "60 80"),
    "several/group": Case(f"stances {BOTH} --group nordic", "80"),
    "several/three": Case(f"stances {BOTH} --level signs --evidence", "80 tsv json md html"),
    "several/events": Case(f"events {BOTH} --since 2025", "80"),
    "several/evidence": Case(f"evidence {BOTH} --source charter -c norway", "80 tsv"),
    "several/search": Case(f"search promised {BOTH}", "80 json"),
    "several/changes": Case(f"changes {BOTH} --since 2025-02 -c japan -c norway", "80 md"),
    "several/country": Case(f"country norway {BOTH} --short", "80"),
    "several/compare": Case(f"compare japan norway {BOTH}", "80"),
    "several/matrix": Case(f"matrix {BOTH} -c japan -c norway", "80 csv json md"),
    "several/summary": Case(f"summary {BOTH} -c norway", "80 html"),
    "several/cited": Case(f"sources {BOTH} -c norway --limit 2", "csl"),
    "diff/river": Case(f"diff {MARCH} {APRIL}", "80 120 tsv json md", 1),
    "check/bad": Case(f"check {BAD}", "text", 1),
    "check/three": Case(f"check {THREE_BAD}", "json github", 1),
    "hostile/stances": Case(f"stances --evidence --history {HOSTILE}", f"80 {LISTING}"),
    "hostile/topics": Case(f"topics --evidence {HOSTILE}", "80 tsv csv md html"),
    "hostile/sectors": Case(f"sectors --evidence {HOSTILE}", "80 tsv csv md html"),
    "hostile/events": Case(f"events --evidence {HOSTILE}", "80 tsv csv md html"),
    "hostile/sources": Case(f"sources {HOSTILE}", "80 tsv csv md html"),
    "hostile/search": Case(f"search 'alert(1)' {HOSTILE}", "80 tsv csv md html"),
    "hostile/summary": Case(f"summary {HOSTILE}", "80 md html"),
    "hostile/country": Case(f"country NO {HOSTILE}", "80 md html txt"),
}


@pytest.mark.parametrize(
    ("name", "form"), [(name, form) for name, case in CASES.items() for form in case.forms.split()]
)
def test_what_is_printed_is_as_it_was_read(
    name: str,
    form: str,
    brief: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    pytestconfig: pytest.Config,
) -> None:
    """Standard output, and behind it standard error; no line is wider than the terminal, except for an address."""
    monkeypatch.setenv("BRIEF_DOSSIER", FROZEN)
    if form.isdigit():
        monkeypatch.setenv("COLUMNS", form)
    result = brief(*shlex.split(CASES[name].line), "-f", "table" if form.isdigit() else form)
    assert result.code == CASES[name].code
    wide = [line for line in result.out.splitlines() if form.isdigit() and cell_len(line) > int(form)]
    assert [line for line in wide if len(line.split()) > 1] == []
    printed = result.out + result.err
    if form == "html":  # the style sheet is one and the same, and is read where it is written
        assert printed.count(STYLE) == 1
        printed = printed.replace(STYLE, "")
    path = GOLDEN / f"{name}.{form}"
    if pytestconfig.getoption("--update-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(printed, encoding="utf-8")
    assert printed == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SITE)
def test_a_feed_and_a_calendar_are_what_was_reviewed(
    name: str, brief: Callable[..., Result], tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    """They are read by programs that show each line to somebody else."""
    assert brief("site", "-o", str(tmp_path)).code == 0
    written = (tmp_path / "dossiers" / "free-port" / name).read_bytes().replace(__version__.encode(), b"VERSION")
    path = GOLDEN / "site" / name
    if pytestconfig.getoption("--update-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written)
    assert written == path.read_bytes()


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_is_what_was_reviewed(
    name: str, brief: Callable[..., Result], pytestconfig: pytest.Config
) -> None:
    """As text; of the outlines of land only their first point."""
    result = brief("chart", *CHARTS[name].split(), "-d", FROZEN)
    assert result.code == 0
    written = re.sub(r'( d="M-?[0-9]+ -?[0-9]+)[^"]{80,}"', r'\1…"', result.out.replace(__version__, "VERSION"))
    path = GOLDEN / "chart" / f"{name}.svg"
    if pytestconfig.getoption("--update-golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over(pytestconfig: pytest.Config) -> None:
    """Each is that of a case."""
    kept = {GOLDEN / f"{name}.{form}" for name, case in CASES.items() for form in case.forms.split()}
    kept |= {GOLDEN / "site" / name for name in SITE} | {GOLDEN / "chart" / f"{name}.svg" for name in CHARTS}
    left = set(GOLDEN.glob("*/*")) - kept
    if pytestconfig.getoption("--update-golden"):
        for path in left:
            path.unlink()
    assert {path for path in left if path.exists()} == set()
