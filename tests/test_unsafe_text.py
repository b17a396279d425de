"""No text of a dossier, a file name, an option or the environment drives a terminal, a shell, or pretends to be talk."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer.main

from briefcli.characters import UNSAFE
from briefcli.cli.app import COMMANDS, app
from completing import offers_of
from terminals import ESCAPE, on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ask, Result

#: Sets the title of a terminal, colours it, turns the direction of writing, and begins a line of its own.
EVIL = "\x1b]0;x\x07\x9b31m\u202e\u200f\x7f\nbrief: all is well"
#: The same with a byte that is no UTF-8, as Python hands it over.
BROKEN = f"{EVIL}\udce9"
HOSTILE = Path(__file__).parent / "dossiers" / "good" / "hostile.yaml"
BAD = Path(__file__).parent / "dossiers" / "bad" / "unknown-source.yaml"
#: What a command needs to run at all.
NEEDED = {
    "country": ["NO"],
    "compare": ["NO", "EU"],
    "search": ["x"],
    "changes": ["--since", "2000"],
    "check": [str(HOSTILE)],
    "diff": [str(HOSTILE), str(HOSTILE)],
    "new": ["x.yaml"],
}
FORMS = ("table", "tsv", "csv", "json", "jsonl", "yaml", "md", "html")


OPTIONS = [
    (name, parameter.opts[0])
    for name, command in typer.main.get_command(app).commands.items()  # type: ignore[attr-defined]
    for parameter in command.params
    if parameter.opts[0].startswith("-") and not parameter.is_flag
]


def assert_harmless(result: Result) -> None:
    """Assert that a run has printed text alone, and nothing that seems to be talk of its own."""
    assert re.search(UNSAFE, result.out) is None, result.out
    assert re.search(UNSAFE, result.err) is None, result.err
    assert "\nbrief: all is well" not in result.err
    assert "Traceback" not in result.err


@pytest.fixture
def evil_file(tmp_path: Path) -> Callable[[Path], Path]:
    """Copy a dossier to a path whose every part is hostile."""

    def copy(dossier: Path) -> Path:
        folder = tmp_path / BROKEN
        folder.mkdir()
        return Path(shutil.copy(dossier, folder / f"{BROKEN}.yaml"))

    return copy


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_the_value_of_an_option(command: str, option: str, brief: Callable[..., Result], tmp_path: Path) -> None:
    """Every option of every command, with a value that no option should have."""
    os.chdir(tmp_path)
    needed = [] if option == "--since" else NEEDED.get(command, [])
    assert_harmless(brief(command, *needed, option, BROKEN))


@pytest.mark.parametrize("command", COMMANDS)
def test_an_argument(command: str, brief: Callable[..., Result], tmp_path: Path) -> None:
    """An argument that names nothing, and one too many, which looks like an option."""
    assert_harmless(brief(command, str(tmp_path / "no" / BROKEN), f"--{BROKEN}"))
    assert_harmless(brief(command, str(tmp_path / "no" / BROKEN)))


@pytest.mark.parametrize("arguments", [["country"], ["stances", "-d"], ["check"]])
def test_an_argument_in_a_real_process(
    arguments: list[str], process: Callable[..., Result], tmp_path: Path
) -> None:
    """Python passes the bytes that are not UTF-8, and the streams accept messages about them."""
    assert_harmless(process(*arguments, str(tmp_path / "no" / BROKEN)))
    assert_harmless(process(*arguments, f"--{BROKEN}"))


@pytest.mark.parametrize("form", FORMS)
def test_what_was_requested_in_a_title_or_a_caption(form: str, brief: Callable[..., Result]) -> None:
    """A page says which filters and words it was made with."""
    assert_harmless(brief("stances", "--grep", BROKEN, "-f", form))
    assert_harmless(brief("search", BROKEN, "-f", form))


@pytest.mark.parametrize("form", FORMS)
def test_the_name_of_a_file(form: str, brief: Callable[..., Result], evil_file: Callable[[Path], Path]) -> None:
    """The path of a dossier is a column, and is in the caption of a diff."""
    path = str(evil_file(HOSTILE))
    listed = brief("dossiers", "-d", path, "-f", form, "--columns", "id,path")
    assert (listed.code, "hostile" in listed.out) == (0, True)
    assert_harmless(listed)
    assert_harmless(brief("diff", path, "japan-visit", "-f", form, "--limit", "1"))


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_the_name_of_a_file_with_a_problem(
    form: str, process: Callable[..., Result], evil_file: Callable[[Path], Path]
) -> None:
    """A problem is one line for people and GitHub, whatever its file is called."""
    path = str(evil_file(BAD))
    result = process("check", path, "-f", form)
    assert_harmless(result)
    assert result.code == 1
    assert len(json.loads(result.out)) == 1 if form == "json" else result.out.count("\n") == 1
    refused = process("stances", "-d", path)
    assert_harmless(refused)
    assert (refused.code, refused.err.count("\n")) == (3, 2)


def test_the_text_of_a_problem(process: Callable[..., Result]) -> None:
    """A problem quotes the file, which YAML can write in other words."""
    text = 'dossier: x\n"\\x9b\\u202e\\x1b": !<%C2%9B%0a> x\nterms: {concerns: {"\\x9b": ""}}\nlevels: {"\\x9b": {"\\x9b": x}}\n'
    for form in ("text", "json", "github"):
        result = process("check", "-f", form, "-", stdin=text)
        assert_harmless(result)
        assert "tag" in result.out


@pytest.mark.parametrize("name", ["BRIEF_DOSSIER", "BRIEF_TODAY", "COLUMNS", "LINES", "TERM", "_BRIEF_COMPLETE"])
def test_a_variable_of_the_environment(name: str, process: Callable[..., Result]) -> None:
    """A variable is named like an option."""
    for arguments in (["summary", "-f", "table"], ["summary", "--help"]):
        assert_harmless(process(*arguments, **{name: BROKEN}))


@pytest.mark.parametrize("width", ["\N{SUPERSCRIPT TWO}", "9" * 5000, "-1", "1e3", ""])
def test_a_width_that_is_no_number(
    width: str, brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is as if none were given."""
    monkeypatch.delenv("COLUMNS", raising=False)
    expected = [brief("stances", "-f", "table"), brief("--help")]
    for asked, told in zip((["stances", "-f", "table"], ["--help"]), expected, strict=True):
        for name in ("COLUMNS", "LINES"):
            monkeypatch.setenv(name, width)
        assert brief(*asked) == told


def test_files_that_are_written(process: Callable[..., Result], tmp_path: Path) -> None:
    """The message on a file that was written, or could not be."""
    made = process("new", str(tmp_path / f"{BROKEN}.yaml".replace("/", "")))
    assert_harmless(made)
    assert made.code == 0
    assert_harmless(process("stances", "-o", str(tmp_path / "no" / f"{BROKEN}.json")))
    assert_harmless(process("stances", "-o", str(tmp_path / f"{BROKEN}.json")))


def test_a_real_terminal(evil_file: Callable[[Path], Path]) -> None:
    """Beside the colours and links of the program itself a terminal gets text."""
    path = str(evil_file(HOSTILE))
    for arguments in (
        ["dossiers", "-d", path, "--columns", "id,path"],
        ["search", BROKEN],
        ["sources", "-d", path],
    ):
        shown = on_terminal(*arguments)
        assert ESCAPE.search(shown)
        assert re.search(UNSAFE, ESCAPE.sub("", shown)) is None


#: Names and labels that a shell would run, or Rich would take for markup.
LURE = r"""
dossier: lure
title: x
subject: x
as_of: 2025
summary: x
levels: [{id: low, label: '[/] \$(touch pwned) `touch pwned` "x" [red]', meaning: x}]
countries:
  XA: {name: 'Aa$(touch pwned)'}
  XB: {name: 'Ab\$(touch pwned)'}
  XC: {name: 'Ac`touch pwned`'}
  XD: {name: "Ad; touch pwned & (O'Neill) \"x\""}
sources: [{id: s, publisher: p, kind: press, title: '[x] \$(touch pwned)'}]
stances:
  - {country: XA, since: 2025, level: low, status: x, summary: x, credibility: 1, evidence: [s]}
  - {country: XB, since: 2025, level: low, status: x, summary: x, credibility: 1, evidence: [s]}
  - {country: XC, since: 2025, level: low, status: x, summary: x, credibility: 1, evidence: [s]}
  - {country: XD, since: 2025, level: low, status: x, summary: x, credibility: 1, evidence: [s]}
"""


@pytest.fixture
def lure(tmp_path: Path) -> Path:
    """Return the path of a dossier that would have a shell run something."""
    path = tmp_path / "lure.yaml"
    path.write_text(LURE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--level", [("low", '(/) (touch pwned) touch pwned "x" (red)')]),
        ("--source", [("s", "p, (x) (touch pwned)")]),
        ("-c", [('Ad; touch pwned & (O\'Neill) "x"', "XD")]),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_words_that_run_nothing(
    shell: str, option: str, words: list[tuple[str, str]], lure: Path, tmp_path: Path
) -> None:
    """What a shell runs within quotes is not offered, and bash escapes every other sign."""
    offered = offers_of(shell, f"brief stances -d {lure} {option} ", tmp_path)
    if shell == "bash":
        assert [tuple(shlex.split(word)) for word in offered] == [(word,) for word, _ in words]
    else:
        assert offered == [f"{word}\t{label}" for word, label in words]
    assert not (tmp_path / "pwned").exists()


def test_an_id_that_is_none_is_not_offered(complete: Ask, tmp_path: Path) -> None:
    """Ids of the user's own dossiers are offered before anybody has checked them."""
    folder = tmp_path / "data-home" / "brief"
    folder.mkdir(parents=True)
    (folder / "x.yaml").write_bytes(b"dossier: \x1b]0;x\x07\xc2\x9b\n")
    for shell in ("bash", "zsh", "fish"):
        out, err = complete("brief stances -d ", shell)
        assert ("japan-visit" in out, re.search(UNSAFE, out), err) == (True, None, "")
