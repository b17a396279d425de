"""The command line as a contract: output, talk and exit code together."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefcli import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

DATA = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["stances", "-c", "jpan"],
            "brief: unknown country 'jpan'; did you mean 'Japan'? Possible: China, Japan, Pakistan, Russia, "
            "United States.",
        ),
        (
            ["stances", "--level", "talk"],
            "brief: unknown level 'talk'; did you mean 'talks'? Possible: refuses, no-ties, talks, mission, "
            "ambassador, recognises.",
        ),
        (
            ["stances", "--min-level", "x"],
            "brief: unknown level 'x'. Possible: refuses, no-ties, talks, mission, ambassador, recognises.",
        ),
        (
            ["stances", "--concern", "human-right"],
            "brief: unknown concern 'human-right'; did you mean 'human-rights'? Possible: human-rights, "
            "economic-aid, counter-terrorism, regional-instability, investment-opportunities.",
        ),
        (
            ["sectors", "--stage", "stale"],
            "brief: unknown stage 'stale'; did you mean 'stalled'? Possible: proposed, agreed, under way, "
            "stalled, completed.",
        ),
        (
            ["topics", "--kind", "agend"],
            "brief: unknown kind 'agend'; did you mean 'agenda'? Possible: agenda, objective, focus-area, "
            "challenge, recommendation.",
        ),
        (
            ["events", "--columns", "dat,title"],
            "brief: unknown column 'dat'; did you mean 'date'? Possible: date, title, countries, codes, follow_up, "
            "grade, reliability, credibility, disputed, summary, evidence.",
        ),
        (["events", "--sort", "-x"], None),
        (
            ["stances", "-d", "japan-visi"],
            "brief: unknown dossier 'japan-visi'; did you mean 'japan-visit'? Possible: japan-visit.",
        ),
        (["stances", "-d", "no/such.yaml"], "brief: there is no file or folder 'no/such.yaml'"),
        (
            ["stances", "-f", "jsno"],
            "brief: Invalid value for '--format' / '-f': unknown value 'jsno'; did you mean 'json'? Possible: table, "
            "tsv, csv, json, jsonl, yaml, md, html.",
        ),
        (
            ["summary", "-f", "csv"],
            "brief: Invalid value for '--format' / '-f': unknown value 'csv'. Possible: table, md, html, json.",
        ),
        (
            ["stances", "--as-of", "2025-02-30"],
            "brief: Invalid value for '--as-of': '2025-02-30' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD.",
        ),
        (
            ["check", "--today", "soon"],
            "brief: Invalid value for '--today': 'soon' is not a day; write YYYY-MM-DD.",
        ),
        (["stances", "-o", "x.doc"], None),
        (
            ["country", "germany"],
            "brief: the dossier 'japan-visit' has nothing on 'germany'; it has China, Japan, "
            "Pakistan, Russia, United States.",
        ),
        (["country"], "brief: Missing argument 'NAME'."),
        (["stanc"], "brief: No such command 'stanc'. Did you mean 'stances'?"),
        (["stances", "--colums", "a"], "brief: No such option: --colums (Possible options: --columns)"),
        (
            ["sources", "-f", "csl", "--columns", "id,title"],
            "brief: csl is made from the columns id, publisher, title, url, date; publisher, url, date was not "
            "asked for",
        ),
        (["new", "x.txt"], "brief: 'x.txt' does not end in .yaml"),
        (["new", "data/stances.yaml"], "brief: data/stances.yaml is there already; nothing was written"),
    ],
)
def test_a_wrong_value_gets_one_line_and_exit_code_2(
    arguments: list[str], told: str | None, brief: Callable[..., Result]
) -> None:
    """The line says what was given, the near miss and what is possible; nothing goes to stdout."""
    result = brief(*arguments)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    if told:
        assert result.err == told + "\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["stances", "-c", "france"],
            "Nothing matches; with another --country there would be 4: China, Japan, Pakistan, United States.",
        ),
        (
            ["stances", "-c", "japan", "--concern", "counter-terrorism"],
            "Nothing matches; with another --country there would be 1: United States; with another --concern there "
            "would be 1: economic-aid, human-rights.",
        ),
        (["stances", "--as-of", "2000"], "Nothing matches; on a later day than 2000 there would be 4."),
        (
            ["stances", "-c", "france", "--grep", "zebra"],
            "Nothing matches; without any filter there would be 4.",
        ),
        (["stances", "--grep", "zebra"], "Nothing matches; without --grep there would be 4."),
    ],
)
def test_nothing_matches_is_a_header_and_a_sentence(
    arguments: list[str], told: str, brief: Callable[..., Result]
) -> None:
    """An empty result is no fault: exit code 0, the header alone, and what would match."""
    result = brief(*arguments, "--columns", "country,level")
    assert result == (0, "country\tlevel\n", told + "\n")


def test_a_broken_dossier_tells_all_its_problems_and_exits_with_3(brief: Callable[..., Result]) -> None:
    """Nothing is printed from a dossier that breaks a rule."""
    path = "tests/dossiers/bad/unknown-source.yaml"
    result = brief("stances", "-d", path)
    assert (result.code, result.out) == (3, "")
    assert result.err.splitlines()[0].startswith(f"{path}:17:")
    assert result.err.splitlines()[-1] == f"brief: {path} cannot be read: 1 problem"


def test_a_dossier_comes_from_standard_input(process: Callable[..., Result]) -> None:
    """-d - reads the dossier from a pipe, and so does check."""
    text = (DATA / "stances.yaml").read_text(encoding="utf-8")
    assert process("stances", "-d", "-", "--columns", "code", stdin=text).out.split() == [
        "code",
        "CN",
        "PK",
        "JP",
        "US",
    ]
    assert process("check", "-", stdin="a: b: c").out.startswith("<stdin>:1:5: yaml-syntax: ")


def test_the_dossier_can_come_from_the_environment(process: Callable[..., Result]) -> None:
    """BRIEF_DOSSIER names the dossier where -d does not."""
    path = "tests/dossiers/good/hostile.yaml"
    assert process("stances", "--columns", "code", BRIEF_DOSSIER=path).out.split() == ["code", "EU", "NO"]
    assert "CN" in process("stances", "-d", "japan-visit", BRIEF_DOSSIER=path).out


@pytest.mark.parametrize(
    "name", ["list.csv", "list.TSV", "list.json", "list.jsonl", "list.yml", "list.md", "list.html"]
)
def test_the_suffix_of_a_file_tells_its_format(name: str, brief: Callable[..., Result], tmp_path: Path) -> None:
    """A file holds what the format prints."""
    form = {"yml": "yaml", "TSV": "tsv"}.get(name.split(".")[1], name.split(".")[1])
    assert brief("stances", "-o", str(tmp_path / name)) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8") == brief("stances", "-f", form).out


def test_a_file_is_written_whole_or_not_at_all(brief: Callable[..., Result], tmp_path: Path) -> None:
    """A target that cannot be written is one sentence; what stood there stays."""
    (tmp_path / "folder.csv").mkdir()
    result = brief("stances", "-o", str(tmp_path / "folder.csv"))
    assert (result.code, result.out) == (2, "")
    assert result.err == f"brief: {tmp_path / 'folder.csv'} cannot be written: Is a directory\n"
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]
    assert brief("stances", "-o", str(tmp_path / "none" / "x.csv")).code == 2


def test_an_old_file_keeps_its_permissions(brief: Callable[..., Result], tmp_path: Path) -> None:
    """A file that is written again is as private as it was, and a new one as the umask says."""
    target = tmp_path / "x.csv"
    target.touch(mode=0o600)
    brief("stances", "-o", str(target))
    brief("stances", "-o", str(tmp_path / "y.csv"))
    assert target.stat().st_mode & 0o777 == 0o600
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "y.csv").stat().st_mode & 0o777 == 0o666 & ~mask


def test_the_head_of_a_pipe_ends_quietly() -> None:
    """A reader that stops early is no fault."""
    command = f"{sys.executable} -u -m briefcli sources -f json | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True, text=True)
    assert (done.stdout.split(), done.stderr) == (["[", "0"], "")


def test_alone_it_shows_its_help(brief: Callable[..., Result]) -> None:
    """`brief` and `brief --help` print the same, and --version the version."""
    assert brief().out.strip() == brief("--help").out.strip()
    assert brief("--version") == (0, f"brief {__version__}\n", "")


def test_dossiers_lists_where_each_comes_from(brief: Callable[..., Result], tmp_path: Path) -> None:
    """A user's own dossier is found by its id, beside the bundled ones, and at a path."""
    folder = tmp_path / "data-home" / "brief"
    folder.mkdir(parents=True)
    assert brief("new", str(folder / "mine.yaml")).code == 0
    columns = ["--columns", "id,stances,topics,sectors,events,sources,origin"]
    assert brief("dossiers", *columns).out.splitlines()[1:] == [
        "japan-visit\t4\t16\t10\t7\t62\tbundled",
        "mine\t1\t1\t1\t1\t1\tuser",
    ]
    assert brief("dossiers", "-d", "tests/dossiers/good/hostile.yaml", *columns).out.splitlines()[1:] == [
        "hostile\t2\t1\t1\t1\t1\tpath"
    ]
    assert brief("stances", "-d", "mine", "--columns", "country").out == "country\nJapan\n"


def test_two_dossiers_with_one_id_are_an_error_that_names_both(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """A name never has two answers."""
    folder = tmp_path / "data-home" / "brief"
    folder.mkdir(parents=True)
    brief("new", str(folder / "japan-visit.yaml"))
    for arguments in (["stances"], ["dossiers"]):
        result = brief(*arguments)
        assert (result.code, result.out) == (3, "")
        assert str(DATA / "stances.yaml") in result.err
        assert str(folder / "japan-visit.yaml") in result.err


def test_a_broken_dossier_does_not_hide_the_others(brief: Callable[..., Result], tmp_path: Path) -> None:
    """`dossiers` lists what can be read, says what cannot, and exits with 3."""
    folder = tmp_path / "data-home" / "brief"
    folder.mkdir(parents=True)
    (folder / "bad.yaml").write_text("dossier: bad\n", encoding="utf-8")
    result = brief("dossiers", "--columns", "id")
    assert (result.code, result.out) == (3, "id\njapan-visit\n")
    assert result.err == f"brief: {folder / 'bad.yaml'} cannot be read: 5 problems; brief check says more\n"


def test_new_writes_a_dossier_that_passes_its_own_check(brief: Callable[..., Result], tmp_path: Path) -> None:
    """The template passes, has the schema beside it, and an existing schema is left alone."""
    path = tmp_path / "Trade talks.yaml"
    assert brief("new", str(path)).code == 0
    assert json.loads((tmp_path / "brief.schema.json").read_text(encoding="utf-8"))["definitions"]
    assert brief("check", "--strict", str(path)).code == 0
    assert "dossier: trade-talks\n" in path.read_text(encoding="utf-8")
    (tmp_path / "brief.schema.json").write_text("{}", encoding="utf-8")
    brief("new", str(tmp_path / "other.yaml"))
    assert (tmp_path / "brief.schema.json").read_text(encoding="utf-8") == "{}"


def test_check_counts_the_age_of_the_newest_evidence(brief: Callable[..., Result]) -> None:
    """--max-age makes old evidence an error, counted to --today."""
    young = brief("check", "japan-visit", "--max-age", "30", "--today", "2026-02-10")
    old = brief("check", "japan-visit", "--max-age", "30", "--today", "2026-04-02")
    assert (young.code, old.code) == (0, 1)
    assert "stale-evidence: the newest evidence, of 2026-02-02, is 59 days old on 2026-04-02" in old.out


def test_warnings_count_only_when_strict(brief: Callable[..., Result]) -> None:
    """A dossier with warnings passes, unless --strict; notices never count."""
    path = "tests/dossiers/bad/unused-source.yaml"
    assert (brief("check", path).code, brief("check", path, "--strict").code) == (0, 1)
    assert brief("check", "--strict").code == 0


def test_the_schema_is_the_same_on_stdout_and_in_a_file(brief: Callable[..., Result], tmp_path: Path) -> None:
    """`schema -o` writes what `schema` prints."""
    assert brief("schema", "-o", str(tmp_path / "s.json")) == (0, "", "")
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == brief("schema").out
