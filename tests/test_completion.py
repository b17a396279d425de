"""What the shell offers on Tab, asked as zsh and bash ask."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from samples import BUNDLED

if TYPE_CHECKING:
    from conftest import Ask


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("brief country E", ["Egypt", r"European\ Union"]),
        ("brief country United", [r"United\ States"]),
        ("brief stances -c Un", [r"United\ States"]),
        ("brief sectors --stage u", [r"under\ way"]),
        ("brief stances -c ja", ["japan"]),
        ("brief country -d tests/dossiers/good/river-march.yaml su", ["sudan"]),
        ("brief country -d japan-visit -d world ja", ["japan"]),
        ("brief country -d all japa", ["japan"]),
        ("brief stances --level o", ["opposes", "office"]),
        ("brief stances --min-level ", ["opposes", "stays-away", "watches", "trades", "office", "signs"]),
        ("brief stances --concern c", ["customs", "court"]),
        ("brief sectors --sector s", ["shipping"]),
        ("brief stances --main-concern c", ["customs", "court"]),
        ("brief stances --region Po", ["Polynesia"]),
        ("brief stances --stale --region f", ["far"]),
        ("brief sectors --stage a", ["agreed"]),
        ("brief topics --kind a", ["agenda"]),
        ("brief sources --kind a", ["agency", "academic", "aggregator"]),
        ("brief events --source gaz", ["gazette-ban", "gazette-court"]),
        ("brief stances -d ", ["all", *BUNDLED]),
        ("brief check j", ["japan-visit"]),
        ("brief check --ignore unused-s", ["unused-source", "unused-sector"]),
        ("brief diff j", ["japan-visit"]),
        ("brief diff old.yaml j", ["japan-visit"]),
        ("brief diff --columns re", ["record"]),
        ("brief stances --columns s", ["since", "status", "summary"]),
        ("brief stances --columns country,st", ["country,status"]),
        ("brief stances --columns since,s", ["since,status", "since,summary"]),
        ("brief stances --sort si", ["since"]),
        ("brief dossiers --columns as", ["as_of"]),
        ("brief evidence --columns source,v", ["source,verdict"]),
        ("brief matrix --columns c", ["country", "code"]),
        ("brief matrix --by s", ["sectors"]),
        ("brief changes --columns f", ["from"]),
        ("brief compare ja", ["japan"]),
        ("brief stances -f js", ["json", "jsonl"]),
        ("brief report --level s", ["stays-away", "signs"]),
        ("brief report -d w", ["world"]),
        ("brief summary -f ", ["table", "json", "yaml", "txt", "md", "html", "docx"]),
        ("brief check -f ", ["text", "json", "github"]),
        ("brief help comp", ["compare"]),
        ("brief add stance -d japan-visit --level m", ["mission"]),
        ("brief rename level -d tests/dossiers/frozen s", ["stays-away", "signs"]),
        ("brief -d tests/dossiers/frozen rename source gaz", ["gazette-ban", "gazette-court"]),
        ("brief rename concern -d tests/dossiers/frozen c", ["customs", "court"]),
        ("brief rename sector -d tests/dossiers/frozen s", ["shipping"]),
        ("brief rename kind -d tests/dossiers/frozen ag", ["agency", "aggregator"]),
        ("brief rename name -d tests/dossiers/frozen s", [""]),
    ],
)
def test_bash_is_offered_the_words_of_the_dossier(complete: Ask, line: str, offers: list[str]) -> None:
    """Bash gets the bare words, and nothing goes to standard error."""
    out, err = complete(line, "bash")
    assert (sorted(out.split("\n")), err) == (sorted([*offers, ""]), "")


def test_zsh_is_offered_labels_too(complete: Ask) -> None:
    """Zsh shows what each word means."""
    out, err = complete("brief stances --level t")
    assert err == ""
    assert '"trades":"Trades"' in out


@pytest.mark.parametrize(
    ("line", "offer"),
    [
        ("brief country U", '"United States":"US"'),
        ("brief country uni", '"united States":"US"'),
        ("brief sectors --stage u", '"under way"'),
    ],
)
def test_zsh_is_offered_words_with_their_spaces(complete: Ask, line: str, offer: str) -> None:
    """It quotes what it inserts by itself."""
    out, err = complete(line)
    assert (offer in out, "\\ " in out, err) == (True, False, "")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "offers"),
    [
        (["brief", "country", "Un"], [r"United\ States"]),
        (["brief", "country", r"United\ "], [r"United\ States"]),
        (["brief", "country", r"united\ st"], [r"united\ states"]),
        (["brief", "country", '"United S'], ["United States"]),
        (["brief", "country", "'United S"], ["United States"]),
        (["brief", "country", "'Côte"], [r"Côte d'\''Ivoire"]),
        (["brief", "stances", "--level", "w"], ["watches"]),
    ],
)
def test_what_bash_inserts_is_one_word(words: list[str], offers: list[str]) -> None:
    """The script that --show-completion prints, run as Bash runs it, hands over each offer whole."""
    script = subprocess.run(
        [sys.executable, "-m", "briefcli"],
        capture_output=True,
        env={**os.environ, "_BRIEF_COMPLETE": "source_bash"},
        check=True,
        text=True,
    ).stdout
    call = f"COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}"
    program = f"{script}\n{call}; _brief_completion brief; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", program], capture_output=True, env={**os.environ, "PATH": path}, check=True, text=True
    )
    assert (done.stdout.splitlines(), done.stderr) == (offers, "")


_STUBS = """\
compdef() { : }
_arguments() { print -r -- "$@" }
source $1
words=($2 ${=3}); CURRENT=$#words
_brief_completion
"""


@pytest.mark.parametrize("home", [False, True], ids=["a path", "a tilde"])
@pytest.mark.parametrize(
    ("shell", "call", "offer"),
    [
        ("fish", ["-c", 'source $argv[1]; complete -C "$argv[2] $argv[3]"'], "Japan\tJP\n"),
        ("zsh", ["-f", "-c", _STUBS, "zsh"], '*: :(("Japan":"JP"))\n'),
    ],
)
def test_a_program_off_the_path_is_completed(
    shell: str, call: list[str], offer: str, *, home: bool, tmp_path: Path
) -> None:
    """Zsh and fish ask the program that was typed, and none that is found by its name."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    program = Path(sys.executable).with_name("brief")
    (tmp_path / "brief").symlink_to(program)
    untold = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    shown = subprocess.run([program, "--show-completion", shell], capture_output=True, check=True, env=untold)
    script = tmp_path / "script"
    script.write_bytes(shown.stdout)
    typed = "~/brief" if home else str(program)
    done = subprocess.run(
        [shell, *call, str(script), typed, "country -d japan-visit Jap"],
        capture_output=True,
        check=True,
        env={**os.environ, "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        text=True,
    )
    assert (done.stdout, done.stderr) == (offer, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
@pytest.mark.parametrize("words", [{}, {"COMP_WORDS": "brief"}, {"COMP_WORDS": "brief", "COMP_CWORD": "x"}])
def test_completion_needs_no_variable_of_the_shell(ask: Ask, shell: str, words: dict[str, str]) -> None:
    """What a shell does not say is no reason for a traceback."""
    assert ask(shell, **words)[1] == ""


@pytest.mark.parametrize("dossier", ["no/such.yaml", "nothing", "-", "tests/dossiers/bad/unknown-source.yaml"])
def test_completion_never_fails_loudly(complete: Ask, dossier: str) -> None:
    """Where a dossier cannot be read there is nothing to offer, and nothing to say."""
    assert complete(f"brief stances -d {dossier} -c ", "bash") == ("\n", "")
    assert complete("brief stances -c ", "bash", BRIEF_DOSSIER=dossier) == ("\n", "")
