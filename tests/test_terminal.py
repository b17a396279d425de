"""The real program on a real terminal, and in surroundings that are none."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from terminals import ESCAPE, on_terminal, received

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

ROOT = Path(__file__).parents[1]


def test_a_terminal_gets_a_table_with_colours_and_the_same_words(brief: Callable[..., Result]) -> None:
    """Without its colours, a terminal's table is the one that -f table prints."""
    shown = on_terminal("stances")
    assert "\x1b[1m" in shown
    assert ESCAPE.sub("", shown) == brief("stances", "-f", "table").out


def test_titles_of_sources_are_links_on_a_terminal() -> None:
    """A headline leads to its page, and only to http or https."""
    shown = on_terminal("sources", "--source", "wire-fire")
    assert re.findall(r"\x1b\]8;[^;]*;([^\x1b]+)\x1b", shown)[0] == "https://wire.example.org/fire"


def test_an_error_breaks_between_words_on_a_terminal(process: Callable[..., Result]) -> None:
    """In a pipe it is one line; a command to type stays whole."""
    arguments = ["evidence", "--source", "wire", "-d", "tests/dossiers/frozen", "-c", "japan", "-c", "norway"]
    outer, inner = pty.openpty()
    termios.tcsetwinsize(inner, (24, 40))
    command = [sys.executable, "-m", "briefcli", *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=inner, check=False, env=environment)
    os.close(inner)
    shown = received(outer)
    assert max(map(len, shown.splitlines())) <= 40
    assert " ".join(shown.split()) == process(*arguments).err.rstrip()


def test_a_problem_breaks_between_words_on_a_terminal(process: Callable[..., Result]) -> None:
    """In a pipe it is one line."""
    arguments = ["check", "tests/dossiers/bad/unused-source.yaml"]
    shown = on_terminal(*arguments, width=40, environment={"COLUMNS": "40"})
    assert max(len(line) for line in shown.splitlines() if " " in line.strip()) <= 40
    assert " ".join(shown.split()) == process(*arguments).out.rstrip()


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_it_is_turned_off(environment: dict[str, str]) -> None:
    """NO_COLOR and a dumb terminal get words alone, and no links."""
    for listing in ("stances", "sources"):
        assert "\x1b" not in on_terminal(listing, environment=environment)


def test_force_color_colours_a_pipe(process: Callable[..., Result]) -> None:
    """FORCE_COLOR turns colours on where there is no terminal; NO_COLOR still wins."""
    assert "\x1b[" in process("stances", "-f", "table", FORCE_COLOR="1").out
    assert "\x1b[" not in process("stances", "-f", "table", FORCE_COLOR="1", NO_COLOR="1").out
    assert "\x1b[" not in process("stances", "-f", "tsv", FORCE_COLOR="1").out


def test_tables_are_ascii_where_the_stream_is_not_utf8(process: Callable[..., Result]) -> None:
    """Marks have a fallback; data stay UTF-8."""
    latin = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    table = process("stances", "-f", "table", **latin).out
    assert table.isascii()
    assert "###--- " in table or "###---\n" in table.replace(" ", "")
    assert "B3 !" in table
    assert "! disputed." in table
    assert "港の新聞" in process("sources", "--source", "minato-shimbun", **latin).out


def test_the_overview_of_the_bundled_dossiers_fits_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """At most 36 lines of 80 columns, with what each dossier covers and its next date."""
    monkeypatch.delenv("BRIEF_DOSSIER", raising=False)
    told = ESCAPE.sub("", on_terminal(environment={"BRIEF_TODAY": "2026-12-01", "PAGER": ""}))
    assert len(told.splitlines()) <= 36
    assert "Next date: 11 January 2027 (First Conference of the Parties is due to open)" in told
    assert "covers 194 of the 197 states that may join" in told


@pytest.mark.parametrize("width", ["1", "20", "40", "60", "80", "400"])
@pytest.mark.parametrize(
    "arguments", [["stances", "--evidence", "--wide"], ["country", "japan"], ["summary"], ["sources"], ["topics"]]
)
def test_no_word_is_cut_on_any_width(
    arguments: list[str], width: str, brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every word of the widest page is on the narrowest one too, and from 40 columns on all fits."""
    monkeypatch.setenv("COLUMNS", "400")
    wide = brief(*arguments, "-f", "table").out
    monkeypatch.setenv("COLUMNS", width)
    narrow = brief(*arguments, "-f", "table").out
    letters = sorted(char for char in wide if char.isalnum())
    headings = {"1": 9, "20": 9, "40": 9, "60": 9}
    assert len([char for char in narrow if char.isalnum()]) >= len(letters) - headings.get(width, 0)
    if int(width) >= 40:
        wider = [line for line in narrow.splitlines() if cell_len(line) > int(width)]
        assert [line for line in wider if len(line.split()) > 1] == []  # a long piece of an address may
