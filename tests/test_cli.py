"""The command line as a contract: output, talk and exit code together."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefcli import __version__
from briefcli.cli.app import COMMANDS
from briefcli.problems import Rule
from briefcli.render import BRIEF_FORMS, LISTING_FORMS
from samples import ALL_BUNDLED, BUNDLED, FROZEN, RIVER, only_page
from terminals import received

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

DATA = Path(__file__).parents[1] / "data"
LEVELS = "opposes, stays-away, watches, trades, office, signs"
KNOWN = (
    "Bosnia and Herzegovina, Czech Republic, Côte d'Ivoire, Democratic Republic of the Congo, Egypt, European Union, "
    "Harbour League, Japan, Norway, Singapore, Türkiye, United States, Yugoslavia"
)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["stances", "-c", "jpan"],
            f"brief: unknown country 'jpan'; did you mean 'Japan'? Possible: {KNOWN}",
        ),
        (
            ["stances", "--level", "offce"],
            f"brief: unknown level 'offce'; did you mean 'office'? Possible: {LEVELS}",
        ),
        (["stances", "--min-level", "x"], f"brief: unknown level 'x'. Possible: {LEVELS}"),
        (
            ["stances", "--concern", "cort"],
            "brief: unknown concern 'cort'; did you mean 'court'? Possible: customs, court, safety, fish, papers",
        ),
        (
            ["sectors", "--stage", "stale"],
            "brief: unknown stage 'stale'; did you mean 'stalled'? Possible: proposed, agreed, under way, "
            "stalled, completed",
        ),
        (
            ["topics", "--kind", "agend"],
            "brief: unknown kind 'agend'; did you mean 'agenda'? Possible: agenda, objective, focus-area, "
            "challenge, recommendation",
        ),
        (
            ["events", "--columns", "dat,title"],
            "brief: unknown column 'dat'; did you mean 'date'? Possible: date, countries, codes, title, follow_up, "
            "grade, reliability, credibility, disputed, summary, evidence, id, hindsight, date_first, date_last, last_day, dossier",
        ),
        (["events", "--sort", "-x"], None),
        (
            ["stances", "-d", "japan-visi"],
            f"brief: unknown dossier 'japan-visi'; did you mean 'japan-visit'? Possible: {', '.join(BUNDLED)}",
        ),
        (
            ["stances", "--credibility", "9"],
            "brief: --credibility: '9' is not a whole number from 1 to 6",
        ),
        (
            ["stances", "--credibility", "2.0"],
            "brief: --credibility: '2.0' is not a whole number from 1 to 6",
        ),
        (
            ["topics", "--limit", "-1"],
            "brief: --limit: '-1' is not a whole number of 0 or more",
        ),
        (
            ["check", "--max-age", "x"],
            "brief: --max-age: 'x' is not a whole number of 0 or more",
        ),
        (["stances", "-d", "no/such.yaml"], "brief: there is no file or folder 'no/such.yaml'"),
        (
            ["stances", "-f", "jsno"],
            "brief: --format: unknown value 'jsno'; did you mean 'json'? Possible: table, "
            f"{', '.join(form.name for form in LISTING_FORMS[1:])}",
        ),
        (
            ["stances", "-f", "cvs"],
            "brief: --format: unknown value 'cvs'; did you mean 'csv'? Possible: table, "
            f"{', '.join(form.name for form in LISTING_FORMS[1:])}",
        ),
        (
            ["report", "--print", "shrt"],
            "brief: --print: unknown value 'shrt'; did you mean 'short'? Possible: short, full",
        ),
        (
            ["summary", "-f", "csv"],
            "brief: --format: unknown value 'csv'. Possible: table, "
            f"{', '.join(form.name for form in BRIEF_FORMS[1:])}",
        ),
        (
            ["stances", "--as-of", "2025-02-30"],
            "brief: --as-of: '2025-02-30' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD, or "
            "a time ago such as 30d, 12w, 6m or 1y",
        ),
        (
            ["events", "--since", "3000y", "--today", "2025-03-01"],
            "brief: 3000y before 2025-03-01 is before the year 1",
        ),
        (
            ["stances", "--region", "fer"],
            "brief: unknown region 'fer'; did you mean 'far'? Possible: far, near, Africa, Americas, Antarctica, Asia, "
            "Australia and New Zealand, Caribbean, Central America, Central Asia, Eastern Africa, Eastern Asia, Eastern "
            "Europe, Europe, Latin America and the Caribbean, Melanesia, Micronesia, Middle Africa, Northern Africa, "
            "Northern America, Northern Europe, Oceania, Polynesia, South America, South-eastern Asia, "
            "Southern Africa, Southern Asia, Southern Europe, Sub-Saharan Africa, Western Africa, Western Asia, Western "
            "Europe",
        ),
        (
            ["stances", "--stale", "soon"],
            "brief: --stale: 'soon' is not a whole number of 0 or more",
        ),
        (
            ["stances", "--stale", "1y"],
            "brief: --stale: '1y' is not a whole number of 0 or more",
        ),
        (
            ["stances", "--stale=soon"],
            "brief: --stale: 'soon' is not a whole number of 0 or more",
        ),
        (
            ["check", "--ignore", "unused"],
            "brief: unknown rule 'unused'; did you mean 'unused-level' or 'unused-source' or 'unused-sector'? "
            f"There are {len(Rule)}; brief schema --of check lists them",
        ),
        (
            ["check", "--today", "soon"],
            "brief: --today (or BRIEF_TODAY): 'soon' is not a day; write YYYY-MM-DD",
        ),
        (["stances", "-o", "x.doc"], None),
        (["country"], "brief: country needs NAME; for example: brief country japan"),
        (["events", "--grep", ""], "brief: --grep has an empty text"),
        (["events", "--grep", "court", "--grep", " "], "brief: --grep has an empty text"),
        (
            ["matrix", "--columns", ""],
            "brief: unknown column ''. Possible: country, code, level, rank, dossier, court, customs, fish, "
            "safety, papers",
        ),
        (
            ["country", "japan", "--short", "--then", "2024"],
            "brief: --short and --then cannot be combined",
        ),
        (["events", "--since", "2025", "--as-of", "2024"], "brief: --since 2025 is later than --as-of 2024"),
        (
            ["report", "-d", "all", "-o", "x.html"],
            f"brief: all contains several dossiers: {', '.join(BUNDLED)}; name one of them",
        ),
        (["stanc"], "brief: use brief stances (there is no command 'stanc')"),
        (
            ["country", "united", "states"],
            "brief: use brief country 'united states' (a name of several words needs quotes)",
        ),
        (["stances", "--colums", "a"], "brief: use brief stances --columns a (stances has no option --colums)"),
        (
            ["sources", "-f", "csl", "--columns", "id,title"],
            "brief: csl needs the columns id, publisher, title, url, date; --columns leaves out publisher, "
            "url, date",
        ),
        (["new", "x.txt"], "brief: 'x.txt' must end in .yaml for a file or in / for a folder"),
        (
            ["new", "tests/dossiers/frozen/"],
            "brief: tests/dossiers/frozen/dossier.yaml exists; nothing was written",
        ),
        (["new", "data/stances.yaml"], "brief: data/stances.yaml exists; nothing was written"),
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
            ["stances", "-c", "france", "--min-level", "office"],
            "Not covered by this dossier: France.\n"
            "Nothing matches; with another --country there would be 3 stances (Harbour League, Japan, Norway).",
        ),
        (
            ["stances", "-c", "japan", "--concern", "customs"],
            "Nothing matches; with another --country there would be 4 stances (Côte d'Ivoire, Egypt, European Union, Türkiye); "
            "with another --concern there would be 1 stance (court, fish, safety).",
        ),
        (["stances", "--as-of", "1984"], "Nothing matches; on a later day than 1984 there would be 11 stances."),
        (
            ["stances", "-c", "france", "--grep", "zebra"],
            "Not covered by this dossier: France.\nNothing matches; without any filter there would be 11 stances.",
        ),
        (["stances", "--grep", "zebra"], "Nothing matches; without --grep there would be 11 stances."),
    ],
)
def test_nothing_matches_is_a_header_and_a_sentence(
    arguments: list[str], told: str, brief: Callable[..., Result]
) -> None:
    """An empty result is no fault: exit code 0, the header alone, and what would match."""
    result = brief(*arguments, "--columns", "country,level")
    assert result == (0, "country\tlevel\n", told + "\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["summary", "--grep", "zebra"], "Nothing matches; without --grep there would be 40 records."),
        (
            ["summary", "-c", "france", "--grep", "zebra"],
            "Nothing matches; without any filter there would be 40 records.",
        ),
        (["country", "japan", "--grep", "zebra"], "Nothing matches; without --grep there would be 12 records."),
        (
            ["country", "japan", "--source", "charter"],
            "Nothing matches; without --source there would be 12 records.",
        ),
    ],
)
def test_a_brief_without_any_record_says_what_would_match(
    arguments: list[str], told: str, brief: Callable[..., Result]
) -> None:
    """The page is printed, and a sentence beside it keeps it from being taken for all there is."""
    result = brief(*arguments)
    assert (result.code, result.err) == (0, told + "\n")
    assert result.out.startswith("# ")


def test_a_page_on_one_country_suggests_no_option_that_its_command_lacks(brief: Callable[..., Result]) -> None:
    """`country` takes its country by name and has no --country."""
    result = brief("country", "cd", "--grep", "zebra")
    assert result.err == "Nothing matches; without --grep there would be 1 sector.\n"


@pytest.mark.parametrize("arguments", [["summary"], ["country", "japan"], ["country", "cd", "--as-of", "2025-03"]])
def test_a_brief_with_records_says_nothing_beside_itself(
    arguments: list[str], brief: Callable[..., Result]
) -> None:
    """Only an empty result is reported."""
    assert brief(*arguments).err == ""


#: What the captions of `stances`, `ladder` and `summary` state of the frozen dossier.
COVERS = (
    "The dossier covers 12 of the 30 states with a port. Signed the charter: 2 of 4 in the official count of January 2025. "
    "Keeps an office or Signed the charter: 3 of 9 in the official count of December 2024"
)


@pytest.mark.parametrize(
    ("arguments", "caption"),
    [
        (["stances"], f"Dossier free-port, as of 31 March 2025, 335 days ago. {COVERS}"),
        (
            ["sources", "--as-of", "2025"],
            "Dossier free-port, as of 31 March 2025, 335 days ago; position on 31 December 2025",
        ),
        (
            ["events", "-c", "japan", "--grep", "office", "--grep", "fire"],
            "Dossier free-port, as of 31 March 2025, 335 days ago. Only country Japan, containing office or fire",
        ),
        (
            ["stances", "--min-level", "trades", "--credibility", "5", "--history", "--since", "2020"],
            f"Dossier free-port, as of 31 March 2025, 335 days ago. {COVERS}. Only level Trades or higher, credibility 5 or better, since 2020",
        ),
        (
            ["country", "norway"],
            "Dossier free-port, as of 31 March 2025, 335 days ago; newest dated source 2 March 2025, 364 days old",
        ),
        (
            ["country", "egypt", "--as-of", "2025-02", "--credibility", "5"],
            "Dossier free-port, as of 31 March 2025; position on 28 February 2025; newest dated source 20 January 2025, 39 days old. "
            "Only credibility 5 or better",
        ),
        (
            ["summary", "-c", "JP", "-c", "Norway", "--source", "wire-office"],
            "Dossier free-port, as of 31 March 2025, 335 days ago; newest dated source 15 February 2025, 379 days old. "
            "Only country Japan or Norway, source wire-office",
        ),
        (
            ["summary", "--grep", "zebra"],
            f"Dossier free-port, as of 31 March 2025, 335 days ago. {COVERS}. Only containing zebra",
        ),
    ],
)
def test_a_caption_says_what_a_page_rests_on(
    arguments: list[str], caption: str, brief: Callable[..., Result]
) -> None:
    """The dossier, its day, the requested day, the newest evidence on a brief, and the filters as typed."""
    assert brief(*arguments, "-f", "md").out.splitlines()[2].replace("\\", "") == caption
    assert f'<p class="caption">{caption}</p>' in brief(*arguments, "-f", "html").out


@pytest.mark.parametrize(
    ("arguments", "footer"),
    [
        (
            ["stances"],
            "11 current stances, 2 disputed, 1 due for review, 6 last checked more than a year ago. Grade of the last change:",
        ),
        (
            ["stances", "--limit", "11"],
            "11 current stances, 2 disputed, 1 due for review, 6 last checked more than a year ago. Grade of the last change:",
        ),
        (["stances", "--limit", "3"], "3 of 11 current stances, 1 disputed. Grade of the last change:"),
        (["stances", "--limit", "1"], "1 of 11 current stances. Grade of the last change:"),
        (
            ["stances", "-c", "us", "--limit", "9"],
            "1 current stance, 1 last checked more than a year ago. Grade of the last change:",
        ),
        (["stances", "--limit", "1", "--columns", "country"], "1 of 11 current stances."),
        (["topics", "--kind", "agenda", "--limit", "1"], "1 of 2 topics. Grade:"),
        (["sectors", "--limit", "3"], "3 of 6 cooperation initiatives. Grade:"),
        (["events", "--limit", "3"], "3 of 7 events, 1 disputed. Grade:"),
        (["sources", "--limit", "2"], "2 of 20 sources in total. Grade:"),
        (["sources", "--source", "tides", "--limit", "2"], "1 source in total. Grade:"),
    ],
)
def test_a_footer_says_how_many_of_how_many(
    arguments: list[str], footer: str, brief: Callable[..., Result]
) -> None:
    """Where --limit cuts a listing off, nobody takes it for the whole."""
    told = brief(*arguments, "-f", "md").out.splitlines()[-1]
    assert told.partition(" Grade")[0] == footer.partition(" Grade")[0]
    assert ("Grade:" in told) is ("Grade:" in footer)


def test_filters_take_labels_in_any_case(brief: Callable[..., Result]) -> None:
    """What a table shows can be typed as it is printed."""

    def rows(*arguments: str) -> list[str]:
        return brief(*arguments, "--no-header").out.splitlines()

    country = ("--columns", "country")
    assert rows("stances", "--level", "Keeps an office", *country) == ["Japan"]
    assert rows("stances", "--min-level", "OFFICE", *country) == ["Harbour League", "Norway", "Japan"]
    assert rows("stances", "--concern", "lost CUSTOMS", "--min-level", "trades", *country) == [
        "Côte d'Ivoire",
        "European Union",
    ]
    assert rows("topics", "--kind", "Focus area", "--columns", "title") == [
        "A plaque on the quay for all the ships that never arrived",
        "Pilots for the strait",
    ]
    assert rows("sectors", "--sector", "Training of pilots and crews", "--columns", "codes") == ["HL; CD", "JP"]
    assert rows("sectors", "--stage", "Under way", "--columns", "codes") == ["HL; CD", "SG"]
    assert rows("sources", "--kind", "State media", "--columns", "id") == ["bulletin"]


def test_a_country_page_has_gaps_only_where_nothing_was_left_out(brief: Callable[..., Result]) -> None:
    """What a filter keeps out is no gap in what is known; what had not happened on a day is."""

    def gaps(*filtered: str) -> object:
        return only_page(brief("country", "cd", *filtered, "-f", "json").out)["gaps"]

    assert gaps() == ["no stance recorded", "no topic recorded", "no event recorded", "no dated source"]
    for filtered in (["--grep", "school"], ["--credibility", "1"], ["--source", "leaflet"]):
        assert gaps(*filtered) == []
    assert gaps("--as-of", "2000") == gaps()
    assert "## Gaps" not in brief("country", "cd", "--grep", "school", "-f", "md").out


def test_a_stance_that_is_superseded_is_shown_where_it_alone_matches(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """A page lists what it cites and what its newest evidence is from."""
    later = RIVER[RIVER.index("  - country:") :].replace("2025-02", "2025-03").replace("In talks", "Walks out")
    path = tmp_path / "river.yaml"
    path.write_text(RIVER + later.replace("Sends a delegation", "Leaves the room"), encoding="utf-8")
    page = brief("country", "egypt", "-d", str(path), "--grep", "delegation", "-f", "md")
    assert ("[^1]: " in page.out) is ("In talks" in page.out)
    assert ("Nothing matches" in page.err) is ("In talks" not in page.out)


def test_a_broken_dossier_reports_all_its_problems_and_exits_with_3(brief: Callable[..., Result]) -> None:
    """Nothing is printed from a dossier that breaks a rule."""
    path = "tests/dossiers/bad/unknown-source.yaml"
    result = brief("stances", "-d", path)
    assert (result.code, result.out) == (3, "")
    assert result.err.splitlines()[0].startswith(f"{path}:17:")
    assert result.err.splitlines()[-1] == f"brief: {path} cannot be read: 1 problem"


def test_a_dossier_comes_from_standard_input(process: Callable[..., Result]) -> None:
    """-d - reads the dossier from a pipe, and so does check."""
    assert process("stances", "-d", "-", "--columns", "code", stdin=RIVER).out == "code\nEG\n"
    assert process("check", "-", stdin="a: b: c").out.startswith("<stdin>:1:5: yaml-syntax: ")


def test_the_dossier_can_come_from_the_environment(process: Callable[..., Result]) -> None:
    """BRIEF_DOSSIER names the dossier where -d does not."""
    path = "tests/dossiers/good/hostile.yaml"
    assert process("stances", "--columns", "code", BRIEF_DOSSIER=path).out.split() == ["code", "EU", "NO"]
    assert "JP" in process("stances", "-d", FROZEN, BRIEF_DOSSIER=path).out
    assert process("stances", BRIEF_DOSSIER="") == process("stances", "-d", "japan-visit")


@pytest.mark.parametrize(
    "arguments", [["stances"], ["summary"], ["country", "egypt"], ["compare", "egypt", "eg"]], ids=" ".join
)
def test_the_dossier_of_the_environment_may_have_a_space_in_its_path(
    arguments: list[str], process: Callable[..., Result], tmp_path: Path
) -> None:
    """It is one path for every command."""
    path = tmp_path / "my river.yaml"
    path.write_text(RIVER, encoding="utf-8")
    assert process(*arguments, BRIEF_DOSSIER=str(path)) == process(*arguments, "-d", str(path))
    assert "no file" in process("country", "egypt", BRIEF_DOSSIER=f"{path} {path}").err


@pytest.mark.parametrize(
    "arguments",
    [["report", "-d", "japan-visit", "-d", "world"], ["-d", "japan-visit", "-d", "world", "report"]],
    ids=" ".join,
)
def test_no_dossier_is_dropped_where_one_alone_can_be_requested(
    arguments: list[str], brief: Callable[..., Result]
) -> None:
    """The first of two counts as much as the last."""
    told = "brief: this command takes one dossier; -d names 2: japan-visit, world\n"
    assert brief(*arguments) == (2, "", told)


def test_dossiers_lists_all_that_are_named(brief: Callable[..., Result]) -> None:
    """Each once, in the order in which they are named."""
    named = ("-d", "world", "-d", "japan-visit", "-d", "data/world")
    assert brief("dossiers", *named, "--columns", "id").out == "id\nworld\njapan-visit\n"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "list.csv",
            "list.TSV",
            "list.json",
            "list.jsonl",
            "list.ndjson",
            "list.yml",
            "list.md",
            "list.markdown",
        ),
        *("list.html", "list.htm"),
    ],
)
def test_the_suffix_of_a_file_sets_its_format(name: str, brief: Callable[..., Result], tmp_path: Path) -> None:
    """A file holds what the format prints."""
    others = {"yml": "yaml", "TSV": "tsv", "ndjson": "jsonl", "markdown": "md", "htm": "html"}
    form = others.get(name.split(".")[1], name.split(".")[1])
    printed = brief("stances", "-f", form)
    assert brief("stances", "-o", str(tmp_path / name)) == (0, "", printed.err)
    assert (tmp_path / name).read_text(encoding="utf-8") == printed.out


@pytest.mark.parametrize(
    ("name", "near"), [("x.cvs", "; did you mean 'csv'?"), ("x.jsno", "; did you mean 'json'?"), ("x.db", ".")]
)
def test_only_a_near_suffix_is_suggested(
    name: str, near: str, brief: Callable[..., Result], tmp_path: Path
) -> None:
    """The dot, which all have, makes none of them near."""
    result = brief("stances", "-o", str(tmp_path / name))
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"brief: unknown file extension {name[2:]!r}{near} Possible: tsv, csv, ")
    assert not any(tmp_path.iterdir())


def test_a_file_without_a_suffix_is_refused_with_the_possible_ones(brief: Callable[..., Result]) -> None:
    """No suffix is no unknown one."""
    for command, suffixes in (
        ("stances", "tsv, csv, xlsx, json, "),
        ("export", "db, "),
        ("report", "html, htm, pdf"),
    ):
        code, out, err = brief(command, "-o", "none")
        assert (code, out) == (2, "")
        assert err.startswith(f"brief: none has no file extension, which sets the format. Possible: {suffixes}")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("stances -o x.csv -f json", "x.csv is written as json, although .csv is an extension of csv.\n"),
        ("summary -o x.html -f md", "x.html is written as md, although .html is an extension of html.\n"),
        ("stances -o x.txt -f table", ""),
        ("sources -o x.json -f csl", ""),
        (
            "export -o x.db -f xlsx",
            "x.db is written as xlsx, although .db is an extension of sqlite.\n",
        ),
    ],
)
def test_a_suffix_of_another_format_is_reported(
    arguments: str, told: str, brief: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The requested format counts; a table and citations have no suffix of their own."""
    monkeypatch.setenv("BRIEF_DOSSIER", "japan-visit")
    monkeypatch.chdir(tmp_path)
    assert brief(*arguments.split()) == (0, "", told)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("stances -o x.csv", "Wrote x.csv."),
        ("schema -o x.json", "Wrote x.json."),
        ("report -o x.html", "Wrote x.html."),
        ("export -o x.db", "Wrote 1 dossier to x.db; datasette x.db -m x.metadata.json opens it."),
        ("site -d japan-visit -o x", "Wrote 1 dossier to x: 30 files, 30 written, 0 removed."),
        ("new x.yaml", "Wrote x.yaml; brief.schema.json beside it for your editor. Next: brief check x.yaml"),
        (
            "add source -d y.yaml --publisher P --kind press --title T --date 2025 --write",
            "Wrote y.yaml:75: source p-2025.",
        ),
    ],
)
def test_a_person_reads_what_was_written(
    arguments: str, told: str, process: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the command is; where standard error is no terminal, nothing is said."""
    monkeypatch.setenv("BRIEF_DOSSIER", "japan-visit")
    monkeypatch.setenv("COLUMNS", "200")
    for folder in ("shown", "silent"):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        assert process("new", "y.yaml") == (0, "", "")
        Path("brief.schema.json").unlink()
        if folder == "silent":
            silent = process(*arguments.split())
            assert (silent.code, silent.err) == (0, "")
    monkeypatch.chdir(tmp_path / "shown")
    outer, inner = pty.openpty()
    with subprocess.Popen([sys.executable, "-m", "briefcli", *arguments.split()], stderr=inner):
        os.close(inner)
        assert received(outer) == f"{told}\n"


def test_a_file_is_written_whole_or_not_at_all(brief: Callable[..., Result], tmp_path: Path) -> None:
    """A target that cannot be written is one sentence; what was there stays."""
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


def redirected(arguments: list[str], redirection: str) -> tuple[int, str, str]:
    """Return what a run leaves behind whose streams a shell has closed or led elsewhere."""
    command = f"{shlex.join([sys.executable, '-m', 'briefcli', *arguments])} {redirection}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, text=True)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["stances"],
        ["stances", "-f", "table"],
        ["summary"],
        ["country", "japan", "-f", "html"],
        ["dossiers"],
        ["check"],
        ["schema"],
        ["--help"],
        ["stances", "--help"],
        ["--version"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    ("redirection", "told"),
    [
        (">&-", "standard output is closed"),
        pytest.param(
            ">/dev/full",
            "standard output cannot be written: No space left on device",
            marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full"),
        ),
    ],
    ids=["closed", "full"],
)
def test_output_that_cannot_be_written_is_one_sentence(arguments: list[str], redirection: str, told: str) -> None:
    """Whether it is closed or full, the exit code is 2, because nobody received the output."""
    assert redirected(arguments, redirection) == (2, "", f"brief: {told}\n")


@pytest.mark.parametrize("arguments", [["stances", "-d", "-"], ["check", "-"], ["country", "japan", "-d", "-"]])
def test_standard_input_that_is_closed_is_one_sentence(arguments: list[str]) -> None:
    """A dossier that cannot be read has the exit code 3."""
    assert redirected(arguments, "<&-") == (3, "", "brief: standard input is closed\n")


def test_what_is_not_needed_may_be_closed(tmp_path: Path) -> None:
    """A dossier by name needs no input, a file no output, and a fault has its exit code without a word."""
    assert redirected(["stances", "-c", "japan", "--columns", "code"], "<&-") == (0, "code\nJP\n", "")
    assert redirected(["stances", "-c", "japan", "-o", str(tmp_path / "s.csv")], ">&-") == (0, "", "")
    assert (tmp_path / "s.csv").read_text(encoding="utf-8").startswith("country,")
    assert redirected(["stances", "-c", "jpan"], "2>&-") == (2, "", "")
    assert redirected(["new", str(tmp_path / "mine.yaml")], ">&- 2>&-") == (0, "", "")


def test_a_reader_that_is_gone_before_the_first_line_is_no_fault() -> None:
    """However little there is to write, nobody complains."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "briefcli", "stances"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, text=True)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_version_is_reported(brief: Callable[..., Result]) -> None:
    """In full or by a letter."""
    assert brief("--version") == brief("-V") == (0, f"brief {__version__}\n", "")


def test_help_of_a_command_is_its_own(brief: Callable[..., Result]) -> None:
    """`brief help stances` says what `brief stances --help` says, and `brief help` what `brief --help` says."""
    assert brief("help", "stances") == brief("stances", "--help")
    assert brief("help") == brief("--help")
    assert brief("-d", "world", "help", "stances") == brief("stances", "--help")
    assert brief("-d", "world", "help") == brief("--help")
    assert brief("help", "stanses") == (2, "", "brief: use brief help stances (there is no command 'stanses')\n")
    assert brief("help", "stances", "topics") == (
        2,
        "",
        "brief: help is for one command, and this names 2: stances, topics\n",
    )


@pytest.mark.parametrize(
    ("topic", "lines"),
    [
        ("exit-codes", [r"0 +Success, even if nothing matches\.", r"3 +A dossier cannot be read\."]),
        ("environment", [r"BRIEF_DOSSIER +The dossier to use if -d is not given\..*", r"NO_COLOR +.*"]),
        ("formats", [r"jsonl +\.jsonl, \.ndjson +one record per line", r"parquet +folder/ +a Parquet file .*"]),
    ],
)
def test_help_has_topics(topic: str, lines: list[str], brief: Callable[..., Result]) -> None:
    """A wheel in an environment of its own has no page of man."""
    done = brief("help", topic)
    assert (done.code, done.err) == (0, "")
    for line in lines:
        assert re.search(f"^  {line}$", done.out, re.MULTILINE), done.out
    assert topic in brief("--help").out


def test_values_are_taken_in_any_case(brief: Callable[..., Result]) -> None:
    """A format as a level; and -n is short for --limit."""
    assert brief("stances", "-f", "JSON", "-n", "2") == brief("stances", "-f", "json", "--limit", "2")
    assert brief("check", "-f", "Json").code == 0


def test_help_in_a_pipe_is_plain_lines(process: Callable[..., Result]) -> None:
    """No box, no broken line, and the commands under their headings. COLUMNS breaks lines again."""
    shown = process("stances", "--help", COLUMNS="").out
    assert re.search(
        r"^  --since DATE +Only records dated on or after this day, month or year\.$", shown, re.MULTILINE
    )
    assert not re.search("[─│]", shown)
    whole = process("--help", COLUMNS="").out
    assert re.findall(r"^(\w[\w ]*):$", whole, re.MULTILINE)[:4] == ["Options", "Ask", "Compare", "Curate"]
    assert re.search(r"^  export +Write dossiers, .* workbook or Parquet\.$", whole, re.MULTILINE)
    assert max(map(len, process("stances", "--help", COLUMNS="80").out.splitlines())) <= 80


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_names_every_option_whole_on_a_narrow_screen(
    command: str, brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a screen that is too narrow for tables it has none."""
    options = set(re.findall(r"--[a-z-]+", brief(*([command] if command else []), "--help").out)) - {"--help"}
    for width in (40, 69):
        monkeypatch.setenv("COLUMNS", str(width))
        told = brief(*([command] if command else []), "--help").out
        assert options <= set(re.findall(r"--[a-z-]+", told))
        assert not {"│", "…"} & set(told)


def test_dossiers_lists_where_each_comes_from(brief: Callable[..., Result], tmp_path: Path) -> None:
    """A user's own dossier is found by its id, beside the bundled ones, and at a path."""
    folder = tmp_path / "data-home" / "brief"
    folder.mkdir(parents=True)
    assert brief("new", str(folder / "mine.yaml")).code == 0
    columns = ["--columns", "id,origin"]
    assert brief("dossiers", *columns).out.splitlines()[1:] == [
        "mine\tuser",
        *(f"{name}\tbundled" for name in BUNDLED),
    ]
    assert brief("dossiers", "-d", FROZEN, *columns).out.splitlines()[1:] == ["free-port\tpath"]
    assert brief("stances", "-d", "mine", "--columns", "country").out == "country\nJapan\n"


def test_the_users_dossier_goes_before_a_bundled_one(brief: Callable[..., Result], tmp_path: Path) -> None:
    """`dossiers` shows both and which is hidden, `check` looks at both, and all else takes the user's."""
    folder = tmp_path / "data-home" / "brief"
    folder.mkdir(parents=True)
    brief("new", str(folder / "japan-visit.yaml"))
    assert brief("dossiers", "--columns", "id,origin,hidden") == (
        0,
        "id\torigin\thidden\njapan-visit\tuser\tfalse\n"
        + "".join(f"{name}\tbundled\t{str(name == 'japan-visit').lower()}\n" for name in BUNDLED),
        "",
    )
    assert f" in {1 + len(BUNDLED)} dossiers of " in brief("check").err
    assert brief("stances", "-d", "japan-visit", "--columns", "country").out == "country\nJapan\n"
    page = json.loads(brief("country", "japan", "-d", "all", "-f", "json").out)
    assert sorted(page["dossiers"]) == ["high-seas", "japan-visit", "nuclear-ban", "world"]


def test_two_dossiers_with_one_id_are_an_error_for_that_name(brief: Callable[..., Result], tmp_path: Path) -> None:
    """A name never has two answers; other names are read, and the message names the two."""
    folder = tmp_path / "data-home" / "brief"
    folder.mkdir(parents=True)
    for name in ("a.yaml", "b.yaml"):
        (folder / name).write_text(RIVER, encoding="utf-8")
    told = f"two dossiers have the id 'river-talks': {folder}/a.yaml and {folder}/b.yaml; change one of the ids"
    assert brief("stances", "-d", "river-talks") == (3, "", f"brief: {told}\n")
    assert brief("stances", "-d", "japan-visit").code == 0
    listed = brief("dossiers", "--columns", "id")
    assert listed == (3, ALL_BUNDLED, f"brief: {told}\n")
    checked = brief("check")
    assert (checked.code, checked.err.splitlines()[0]) == (3, f"brief: {told}")
    assert f" in {2 + len(BUNDLED)} dossiers of " in checked.err


def test_a_broken_dossier_does_not_hide_the_others(brief: Callable[..., Result], tmp_path: Path) -> None:
    """`dossiers` lists what can be read, says what cannot, and exits with 3."""
    folder = tmp_path / "data-home" / "brief"
    folder.mkdir(parents=True)
    (folder / "bad.yaml").write_text("dossier: bad\n", encoding="utf-8")
    result = brief("dossiers", "--columns", "id")
    assert (result.code, result.out) == (3, ALL_BUNDLED)
    told = result.err
    bad = folder / "bad.yaml"
    assert told.splitlines() == [
        f"{bad}:1:1: missing-key: the head has no title; add title",
        f"brief: {bad} cannot be read: 5 problems; brief check {bad} lists all of them",
    ]
    page = brief("country", "japan", "-d", "all", "-f", "json")
    assert (page.code, sorted(json.loads(page.out)["dossiers"]), page.err) == (3, sorted(BUNDLED), told)


def test_the_dossiers_of_a_folder_are_listed_and_checked_together(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """`dossiers -d` and `check` take all dossiers of a folder; a report is about one of them."""
    at = RIVER.index("stances:")
    (tmp_path / "sea").mkdir()
    for name, text in (
        ("a.yaml", RIVER.replace("river-talks", "lake-talks")),
        ("b.yaml", RIVER),
        ("sea/dossier.yaml", RIVER[:at].replace("river-talks", "sea-talks")),
        ("sea/stances.yaml", RIVER[at:]),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert brief("dossiers", "-d", str(tmp_path), "--columns", "id,stances,origin,path") == (
        0,
        "id\tstances\torigin\tpath\n"
        f"lake-talks\t1\tpath\t{tmp_path / 'a.yaml'}\n"
        f"river-talks\t1\tpath\t{tmp_path / 'b.yaml'}\n"
        f"sea-talks\t1\tpath\t{tmp_path / 'sea'}\n",
        "",
    )
    assert brief("check", "--strict", str(tmp_path)) == (0, "", "No problem in 3 dossiers of 4 files.\n")
    assert brief("report", "-d", str(tmp_path)) == (
        2,
        "",
        f"brief: {tmp_path} contains several dossiers: {tmp_path / 'a.yaml'}, {tmp_path / 'b.yaml'}, "
        f"{tmp_path / 'sea'}; name one of them\n",
    )
    (tmp_path / "c.yaml").write_text(RIVER.replace("[gazette]", "[gazete]"), encoding="utf-8")
    result = brief("check", str(tmp_path))
    assert (result.code, result.err) == (1, "1 error in 4 dossiers of 5 files.\n")
    assert result.out.startswith(f"{tmp_path / 'c.yaml'}:18:16: unknown-source: ")
    result = brief("dossiers", "-d", str(tmp_path), "--columns", "id")
    assert (result.code, result.out) == (3, "id\nlake-talks\nriver-talks\nsea-talks\n")
    assert result.err.endswith("c.yaml cannot be read: 1 problem\n")


def test_a_dossier_that_is_named_twice_is_checked_once(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Its id, its path, and its head and its parts are one dossier."""
    once = brief("check", "japan-visit")
    assert brief("check", "japan-visit", str(DATA / "stances.yaml"), "data/stances.yaml").err == once.err
    at = RIVER.index("stances:")
    (tmp_path / "dossier.yaml").write_text(RIVER[:at], encoding="utf-8")
    (tmp_path / "stances.yaml").write_text(RIVER[at:], encoding="utf-8")
    assert brief("check", str(tmp_path / "dossier.yaml"), str(tmp_path / "stances.yaml"), str(tmp_path)).err == (
        f"No problem in 1 dossier of 2 files: {tmp_path}.\n"
    )


def test_a_broken_dossier_in_the_users_folder_is_checked(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Without names `check` looks at all there is, also at what has no head."""
    folder = tmp_path / "data-home" / "brief"
    folder.mkdir(parents=True)
    assert brief("check").code == 0
    (folder / "part.yaml").write_text("stances: [\n", encoding="utf-8")
    result = brief("check")
    assert (result.code, result.err.split(", ")[0]) == (1, "1 error")
    assert result.out.splitlines()[0] == (
        f"{folder / 'part.yaml'}:1:11: yaml-syntax: a value is expected here; write the value or close the brackets"
    )


def test_a_file_beside_a_folder_is_never_checked_as_one_dossier_with_it(
    brief: Callable[..., Result], tmp_path: Path
) -> None:
    """Whatever is broken in the folder is reported, also in one without a dossier.yaml, as version 0.1 had them."""
    (tmp_path / "river.yaml").write_text(RIVER, encoding="utf-8")
    (tmp_path / "world").mkdir()
    at = RIVER.index("stances:")
    head, part = (
        RIVER[:at].replace("river-talks", "world-talks"),
        RIVER[at:].replace("level: talks", "level: nonsense"),
    )
    (tmp_path / "world" / "dossier.yaml").write_text(head, encoding="utf-8")
    (tmp_path / "world" / "japan.yaml").write_text(part, encoding="utf-8")
    result = brief("check", str(tmp_path))
    assert (result.code, result.err) == (1, "1 error in 2 dossiers of 3 files.\n")
    assert result.out.startswith(f"{tmp_path}/world/japan.yaml:4:12: unknown-level: ")
    (tmp_path / "world" / "dossier.yaml").rename(tmp_path / "world" / "world.yaml")
    assert brief("check", str(tmp_path)) == (
        3,
        "",
        f"brief: {tmp_path}/world contains no dossier.yaml; rename world.yaml there to dossier.yaml\n"
        "No problem in 1 dossier of 1 file.\n",
    )


def test_check_warns_of_what_is_not_read(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Another suffix, and files in subfolders; other files are ignored, and listings report nothing."""
    for name, text in (
        ("dossier.yaml", RIVER),
        ("events.yml", ""),
        ("topics.YAML", ""),
        ("more/deeper/events.yaml", ""),
        ("pictures/river.txt", ""),
        ("notes.txt", ""),
        (".hidden.yml", ""),
    ):
        path = tmp_path / "river" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def told(path: str, remedy: str) -> str:
        name = path.rpartition("/")[2]
        return f"{tmp_path}/{path}:1:1: unread-file: {name} is not read; {remedy} [warning]\n"

    part, one = (
        "name it *.yaml and put it beside dossier.yaml, or remove it",
        "a dossier is a file named *.yaml, or a folder with",
    )
    parts = "".join(told(f"river/{name}", part) for name in ("events.yml", "more", "topics.YAML"))
    assert brief("check", str(tmp_path / "river")) == (0, parts, "3 warnings in 1 dossier of 1 file.\n")
    assert brief("check", "--strict", str(tmp_path / "river" / "dossier.yaml")).code == 1
    assert brief("stances", "-d", str(tmp_path / "river")).err == ""
    assert "unread-file" not in brief("check", "japan-visit").out
    (tmp_path / "old").mkdir()
    for name in ("old/a.yaml", "old/b.yaml"):
        (tmp_path / name).write_text(RIVER, encoding="utf-8")
    dossiers = "".join(told(name, f"{one} a dossier.yaml") for name in ("mine.yml", "old"))
    (tmp_path / "mine.yml").write_text(RIVER, encoding="utf-8")
    assert brief("check", str(tmp_path)) == (0, dossiers + parts, "5 warnings in 1 dossier of 1 file.\n")


def test_a_command_reports_twenty_problems_and_check_all(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Nobody reads a thousand lines instead of the answer."""
    path = tmp_path / "my river.yaml"
    for count in (20, 21):
        path.write_text(RIVER + "".join(f"x{number}: 1\n" for number in range(count)), encoding="utf-8")
        told = brief("stances", "-d", str(path)).err.splitlines()
        assert len(told) == 21
        more = f"; brief check '{path}' lists all of them" if count == 21 else ""
        assert told[-1] == f"brief: {path} cannot be read: {count} problems{more}"
        assert len(brief("check", str(path)).out.splitlines()) == count


def test_the_id_all_is_no_name_for_a_dossier(brief: Callable[..., Result], tmp_path: Path) -> None:
    """It means all of them."""
    told = "brief: 'all' means all dossiers; choose another name\n"
    assert brief("new", str(tmp_path / "All.yaml")) == (2, "", told)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["::warning title=owned::x.yaml", "##[warning]x.yaml"])
@pytest.mark.parametrize("command", [["check"], ["stances", "-d"]], ids=" ".join)
def test_a_name_of_a_file_is_no_command_to_what_runs_a_check(
    command: list[str], name: str, brief: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GitHub's runner takes a line that begins with two colons for one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("a: [\n", encoding="utf-8")
    result = brief(*command, name)
    assert (result.out + result.err).startswith(f"./{name}:1:5: yaml-syntax: ")


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        ("--since 30d --today 2025-03-03", ["Japan opens", "Fire on", "An agreement"]),
        ("--since 2d --today 2025-03-03", ["Fire on", "An agreement"]),
        ("--until 1m --today 2025-03-03", ["The first", "The charter", "First ships", "The court"]),
        ("--since 3w --as-of 2025-02 --today 2030-01-01", ["Japan opens"]),
        ("--today 2025-03-03 --as-of 2w --since 1w", ["Japan opens"]),
        ("--since 6m --as-of 1y --today 2026-03-01", ["First ships", "The court", "Japan opens", "Fire on"]),
    ],
)
def test_a_date_may_be_a_time_ago(line: str, titles: list[str], brief: Callable[..., Result]) -> None:
    """Before the requested day, else before today, in whatever order they are typed."""
    found = brief("events", "--columns", "title", "--no-header", *line.split()).out.splitlines()
    assert [title.startswith(start) for title, start in zip(found, titles, strict=True)] == [True] * len(titles)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("stances --stale --as-of 2025", "due for review or last checked more than 365 days ago"),
        (
            "stances --stale 90 --region near --region Asia",
            "region North of the Alps or Asia, due for review or last checked more than 90 days ago",
        ),
        ("stances --stale=0 -c japan", "country Japan, due for review or last checked more than 0 days ago"),
        ("matrix --min-level trades --max-level office", "level Trades or higher, level Keeps an office or lower"),
        ("summary --credibility 2 --disputed", "credibility 2 or better, disputed"),
        (
            "topics --single-source --grep court",
            "supported in full by fewer than two publishers, containing court",
        ),
        ("changes --since 1y --today 2025-03-03", "since 2024-03-03"),
        (
            "stances --main-concern fish --level-since 2024",
            "main concern Fish stocks, at the present level since 2024 or later",
        ),
    ],
)
def test_a_caption_says_what_the_filters_mean(line: str, words: str, brief: Callable[..., Result]) -> None:
    """A number may be left out, and the message names the one that is meant."""
    assert brief(*line.split(), "-f", "md").out.splitlines()[2].partition(". Only ")[2] == words


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2025-03-31", ""),
        ("2025-03", ""),
        (
            "2025-04-01",
            "The dossier free-port was last reviewed through 2025-03-31, which is before 2025-04-01.\n",
        ),
        ("2025", "The dossier free-port was last reviewed through 2025-03-31, which is before 2025-12-31.\n"),
    ],
)
@pytest.mark.parametrize(
    "command", ["stances -c japan", "country japan", "changes --since 2024", "report", "search court"]
)
def test_a_day_after_the_last_review_is_reported(
    command: str, day: str, told: str, brief: Callable[..., Result]
) -> None:
    """Of the time between the two the dossier knows nothing; a month or year ends with its last day."""
    assert brief(*command.split(), "--as-of", day).err == told


def test_of_very_many_values_that_would_match_the_number_is_reported(brief: Callable[..., Result]) -> None:
    """Sixty names help nobody."""
    told = brief("stances", "-d", "world", "-c", "fiji").err
    assert re.search(r"\nNothing matches; without --country there would be [0-9]+ stances\.\n$", told)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "evidence -d world --source mofa",
            "; did you mean .*? There are [0-9]+; brief sources -d world lists them",
        ),
        (
            "stances -d world -c norwey",
            "; did you mean 'Norway'. There are [0-9]+; brief stances -d world lists those with a stance",
        ),
        ("country qqqq -d all", r"\. There are [0-9]+; brief stances -d all lists those with a stance"),
    ],
)
def test_an_error_names_what_lists_very_many_values(line: str, told: str, brief: Callable[..., Result]) -> None:
    """With the dossiers that were read."""
    assert re.search(told, brief(*line.split()).err)


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("sectors -c japan --since 2025-03-15", ["2025\tTraining"]),
        ("sectors -c japan --since 2025-04", []),
        ("events -c norway --since 2025-04", []),
        ("events --since 2025-04", ["2025-05-06\tAn agreement on pilots"]),
        ("changes -c japan --since 2025-04", []),
    ],
)
def test_a_vague_date_is_not_after_the_last_review(
    line: str, rows: list[str], brief: Callable[..., Result]
) -> None:
    """What a dossier of March dates 2025 was not in April; a follow-up may be. Of the time after, it knows nothing."""
    columns = {"sectors": "since,sector", "events": "date,title", "changes": "date,change"}
    result = brief(*line.split(), "--columns", columns[line.split(maxsplit=1)[0]], "--no-header")
    assert [row.lower() for row in result.out.splitlines()] == [row.lower() for row in rows]
    told = "The dossier free-port was last reviewed through 2025-03-31, which is before 2025-04-01.\n"
    assert result.err.startswith(told if line.endswith("04") else result.err)


def test_a_number_that_is_left_out_hides_no_argument(brief: Callable[..., Result]) -> None:
    """What follows the option is its number only where it is one, and after -- nothing is an option."""
    assert brief("stances", "--stale", "--limit", "0").code == 0
    assert brief("search", "--", "--stale").err == "Nothing contains '--stale'.\n"


@pytest.mark.parametrize("today", ["20250301", "2025-W09-6", "2025-3-1", "soon"])
@pytest.mark.parametrize("command", ["check", "summary", "country japan", "stances", "sources", "report"])
def test_today_is_a_day_in_one_form_for_every_command(
    command: str, today: str, brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the option or by the variable."""
    told = f"brief: --today (or BRIEF_TODAY): '{today}' is not a day; write YYYY-MM-DD\n"
    assert brief(*command.split(), "--today", today) == (2, "", told)
    monkeypatch.setenv("BRIEF_TODAY", today)
    assert brief(*command.split()).code == 2


def test_check_counts_to_the_day_of_the_environment(
    brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As the pages do."""
    (tmp_path / "river.yaml").write_text(RIVER, encoding="utf-8")
    for today, code in (("2025-03-22", 0), ("2025-03-23", 1)):
        monkeypatch.setenv("BRIEF_TODAY", today)
        assert brief("check", str(tmp_path / "river.yaml"), "--max-age", "30").code == code


def test_new_writes_a_dossier_that_passes_its_own_check(brief: Callable[..., Result], tmp_path: Path) -> None:
    """The template passes, has the schema beside it, and an existing schema is left alone."""
    path = tmp_path / "Trade talks.yaml"
    assert brief("new", str(path)).code == 0
    assert json.loads((tmp_path / "brief.schema.json").read_text(encoding="utf-8"))["definitions"]
    found = brief("check", "--strict", str(path))
    assert (found.code, found.err) == (0, "1 notice in 1 dossier of 1 file.\n")
    assert "template-text: this is the title of the template; write your own [notice]" in found.out
    assert "dossier: trade-talks\n" in path.read_text(encoding="utf-8")
    (tmp_path / "brief.schema.json").write_text("{}", encoding="utf-8")
    brief("new", str(tmp_path / "other.yaml"), "--today", "2026-03-01")
    assert "\nas_of: 2026-03-01 " in (tmp_path / "other.yaml").read_text(encoding="utf-8")
    assert (tmp_path / "brief.schema.json").read_text(encoding="utf-8") == "{}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Été à Paris.yaml", "ete-a-paris"),
        ("trade_talks v1.2.yaml", "trade-talks-v1-2"),
        ("Straße.yaml", "strasse"),
        ("日本.yaml", "dossier"),
        ("talks 日本.yaml", "talks"),
        ("talks 日本 2025.yaml", "talks-2025"),
        ("2025.yaml", "2025"),
        ("NO.yaml", "no"),
        ("Trade talks/dossier.yaml", "trade-talks"),
    ],
)
def test_new_makes_an_id_of_the_name_of_the_file(
    name: str, expected: str, brief: Callable[..., Result], tmp_path: Path
) -> None:
    """Without accents, and in small letters, digits and single hyphens, so that the dossier passes its check."""
    assert brief("new", str(tmp_path / name)).code == 0
    assert f"\ndossier: {expected}\n" in (tmp_path / name).read_text(encoding="utf-8")
    assert brief("check", "--strict", str(tmp_path / name)).code == 0


@pytest.mark.usefixtures("watched")
def test_new_makes_the_folders_and_says_what_it_wrote(
    brief: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The schema is written once, and the next command can be pasted into a shell."""
    monkeypatch.chdir(tmp_path)
    assert brief("new", "desk 4/river talks.yaml") == (
        0,
        "",
        "Wrote desk 4/river talks.yaml; brief.schema.json beside it for your editor. "
        "Next: brief check 'desk 4/river talks.yaml'\n",
    )
    assert brief("new", "desk 4/sea.yaml").err == (
        "Wrote desk 4/sea.yaml; brief.schema.json beside it was not changed. Next: brief check 'desk 4/sea.yaml'\n"
    )
    assert brief("new", "plain.yaml").err.endswith(" Next: brief check plain.yaml\n")


def test_new_makes_a_folder_that_is_a_dossier(brief: Callable[..., Result], tmp_path: Path) -> None:
    """The head, the sources and a part hold what the file of a dossier would; what is there already stays."""
    folder = tmp_path / "River talks"
    assert brief("new", f"{folder}/").code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "brief.schema.json",
        "dossier.yaml",
        "japan.yaml",
        "sources.yaml",
    ]
    assert brief("check", "--strict", str(folder)).code == 0
    assert brief("new", str(tmp_path / "river-talks.yaml")).code == 0
    assert brief("diff", str(folder), str(tmp_path / "river-talks.yaml")).err == "No difference.\n"
    (folder / "dossier.yaml").unlink()
    assert brief("new", f"{folder}/").err == f"brief: {folder}/sources.yaml exists; nothing was written\n"
    assert not (folder / "dossier.yaml").exists()


@pytest.mark.parametrize("redirection", ["", ">&-"])
def test_new_says_why_it_cannot_make_a_folder(redirection: str, tmp_path: Path) -> None:
    """There is a file in place of the folder; standard output has no part in it."""
    (tmp_path / "river").touch()
    path = tmp_path / "river" / "talks.yaml"
    code, out, err = redirected(["new", str(path)], redirection)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"brief: {tmp_path / 'river'}")
    assert "standard output" not in err


@pytest.mark.parametrize("arguments", [["stances", "-d"], ["check"], ["dossiers", "-d"], ["new"]], ids=" ".join)
def test_a_name_that_no_system_takes_is_reported_as_such(arguments: list[str]) -> None:
    """A path of 300 letters in one piece; standard output has no part in it."""
    code, out, err = redirected([*arguments, f"{'x' * 300}.yaml"], "")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "standard output" not in err


def test_check_counts_the_age_of_what_is_known_of_each_country(brief: Callable[..., Result]) -> None:
    """--max-age makes old evidence an error, counted to --today, and a country with newer evidence passes."""
    old = brief("check", FROZEN, "--max-age", "120", "--today", "2025-06-06")
    assert old.code == 1
    assert "stale-evidence: Türkiye is checked up to 2025-01-20, at most 137 days before 2025-06-06" in old.out
    assert "Japan is checked" not in old.out


def test_warnings_count_only_when_strict(brief: Callable[..., Result]) -> None:
    """A dossier with warnings passes, unless --strict; notices never count."""
    path = "tests/dossiers/bad/unused-source.yaml"
    assert (brief("check", path).code, brief("check", path, "--strict").code) == (0, 1)
    assert brief("check", "--strict", "--today", "2026-12-31").code == 0


def test_the_schema_is_the_same_on_stdout_and_in_a_file(brief: Callable[..., Result], tmp_path: Path) -> None:
    """`schema -o` writes what `schema` prints."""
    assert brief("schema", "-o", str(tmp_path / "s.json")) == (0, "", "")
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == brief("schema").out
