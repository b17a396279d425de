"""What the shells offer on Tab, and the scripts by which they ask."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from briefcli.cli.shells import SHELLS
from completing import PROGRAM, SCRIPTS, offers_of, typed
from samples import BUNDLED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ask, Result


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("brief country E", ["Egypt", "European Union"]),
        ("brief country United", ["United States"]),
        ("brief stances -c Un", ["United States"]),
        ("brief sectors --stage u", ["under way"]),
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
        ("brief stances --region po", ["polynesia"]),
        ("brief stances --region 'SOUTH-e", ["SOUTH-eastern Asia"]),
        ("brief stances --level O", ["Opposes", "Office"]),
        ("brief stances --concern CU", ["CUstoms"]),
        ("brief stances --level=o", ["opposes", "office"]),
        ('brief country "United S', ["United States"]),
        (r"brief country United\ ", ["United States"]),
        ("brief country 'united ", ["united States"]),
        ("brief stances -f JS", ["JSon", "JSonl"]),
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
        ("brief help comp", ["compare", "completion"]),
        ("brief completion ", list(SHELLS)),
        ("brief --show-completion z", ["zsh"]),
        ("brief add stance -d japan-visit --level m", ["mission"]),
        ("brief rename level -d tests/dossiers/frozen s", ["stays-away", "signs"]),
        ("brief rename level -d tests/dossiers/frozen S", [""]),
        ("brief -d tests/dossiers/frozen rename source gaz", ["gazette-ban", "gazette-court"]),
        ("brief rename concern -d tests/dossiers/frozen c", ["customs", "court"]),
        ("brief rename sector -d tests/dossiers/frozen s", ["shipping"]),
        ("brief rename kind -d tests/dossiers/frozen ag", ["agency", "aggregator"]),
        ("brief rename name -d tests/dossiers/frozen s", [""]),
    ],
)
def test_the_program_offers_the_words_of_the_dossier(complete: Ask, line: str, offers: list[str]) -> None:
    """Bash gets the bare words, and nothing goes to standard error."""
    out, err = complete(line, "bash")
    assert (sorted(out.split("\n")), err) == (sorted([*offers, ""]), "")


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell"])
def test_other_shells_are_offered_labels_too(complete: Ask, shell: str) -> None:
    """They show what each word means, behind a tab."""
    assert complete("brief stances --level t", shell) == ("trades\tTrades\n", "")
    assert complete("brief country uni", shell) == ("united States\tUS\n", "")


def test_powershell_escapes_with_a_backtick(complete: Ask) -> None:
    """There a backslash is one of a path."""
    line = r"brief country -d tests\dossiers\good\river-march.yaml United` S"
    assert complete(line, "powershell") == ("\n", "")  # no such path on this system
    assert complete("brief country United` S", "powershell") == ("United States\tUS\n", "")
    assert complete("brief country 'United S", "powershell") == ("United States\tUS\n", "")


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("brief country Un", [r"United\ States"]),
        (r"brief country United\ ", [r"United\ States"]),
        (r"brief country united\ st", [r"united\ states"]),
        ('brief country "United S', ["United States"]),
        ("brief country 'United S", ["United States"]),
        ("brief country 'Côte", [r"Côte d'\''Ivoire"]),
        ('brief country "Côte', ["Côte d'Ivoire"]),
        ("brief country Côte", [r"Côte\ d\'Ivoire"]),
        ("brief stances --level w", ["watches"]),
        ("brief check ./no-such", []),
    ],
)
def test_what_bash_inserts_is_one_word(line: str, offers: list[str], tmp_path: Path) -> None:
    """Within quotes of either kind, and without."""
    assert offers_of("bash", line, tmp_path) == offers


@pytest.mark.parametrize(
    ("line", "zsh", "fish"),
    [
        ("brief country Un", ["United States\tUS"], ["United States\tUS"]),
        (r"brief country United\ ", ["United States\tUS"], ["United States\tUS"]),
        ("brief stances --level=w", ["watches\tWatches"], ["--level=watches\tWatches"]),
        ("brief stances --region po", ["polynesia\tUN M49"], ["polynesia\tUN M49"]),
        ("brief matrix --by ", ["concerns", "sectors"], ["concerns", "sectors"]),
        ("brief check ./a", ["files"], ["./a.yaml"]),
    ],
)
def test_zsh_and_fish_show_labels(line: str, zsh: list[str], fish: list[str], tmp_path: Path) -> None:
    """And files where the program has nothing to offer."""
    (tmp_path / "a.yaml").touch()
    assert offers_of("zsh", line, tmp_path) == zsh
    assert sorted(offers_of("fish", line, tmp_path)) == fish


@pytest.mark.parametrize("home", [False, True], ids=["a path", "a tilde"])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_program_off_the_path_is_completed(shell: str, *, home: bool, tmp_path: Path) -> None:
    """The shell asks the program that was typed, and none that is found by its name."""
    (tmp_path / "brief").symlink_to(PROGRAM)
    program = "~/brief" if home else str(PROGRAM)
    line = f"{program} country -d japan-visit Jap"
    found = offers_of(shell, line, tmp_path, PATH="/usr/bin:/bin")
    assert found == (["Japan"] if shell == "bash" else ["Japan\tJP"])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_tab_starts_the_program_once(shell: str, tmp_path: Path) -> None:
    """Also where it has nothing to offer."""
    program = tmp_path / "brief"
    program.write_text(f'#!/bin/sh\necho start >>{tmp_path}/starts\nexec {PROGRAM} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    for line in ("country Jap", "check ./no"):
        offers_of(shell, f"{program} {line}", tmp_path)
    assert (tmp_path / "starts").read_text(encoding="utf-8").split() == ["start"] * 2


_ZSHRC = "PS1='ready> '; autoload -Uz compinit; compinit -u"


@pytest.mark.parametrize(
    ("start", "settings"),
    [
        (
            ["bash", "--noprofile", "--rcfile", ".bashrc", "-i"],
            f"PS1='ready> '; source {SCRIPTS / SHELLS['bash']}",
        ),
        (["zsh", "-i"], f"{_ZSHRC}; source {SCRIPTS / SHELLS['zsh']}"),
        (["zsh", "-i"], f"fpath=($HOME $fpath); {_ZSHRC}"),
    ],
    ids=["bash", "zsh", "zsh by its path of functions"],
)
def test_tab_on_a_terminal(start: list[str], settings: str, tmp_path: Path) -> None:
    """The first one inserts the word, quoted for the shell."""
    (tmp_path / f".{start[0]}rc").write_text(settings, encoding="utf-8")
    (tmp_path / "_brief").write_bytes((SCRIPTS / SHELLS["zsh"]).read_bytes())
    shown = typed(start, "brief country unit\t", r"united\ States", tmp_path)
    assert r"brief country united\ States" in shown


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_its_script(shell: str, brief: Callable[..., Result]) -> None:
    """For packages and for users of another shell than the one that runs; Typer's options write the same."""
    script = (SCRIPTS / SHELLS[shell]).read_text(encoding="utf-8")
    assert brief("completion", shell) == brief("--show-completion", shell) == (0, script, "")


@pytest.mark.parametrize(
    ("shell", "place", "start"),
    [
        ("bash", ".bash_completions/brief.sh", ".bashrc"),
        ("zsh", ".zfunc/_brief", ".zshrc"),
        ("fish", ".config/fish/completions/brief.fish", None),
        ("powershell", "documents/brief.ps1", "documents/profile.ps1"),
    ],
)
def test_a_script_is_installed_once(
    shell: str,
    place: str,
    start: str | None,
    brief: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file that a shell reads at its start keeps what it has, and gets one line."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    pwsh = tmp_path / "pwsh"
    pwsh.write_text(f"#!/bin/sh\necho {tmp_path}/documents/profile.ps1\n", encoding="utf-8")
    pwsh.chmod(0o755)
    if start:
        (tmp_path / start).parent.mkdir(exist_ok=True)
        (tmp_path / start).write_text("mine", encoding="utf-8")
    for arguments in (["--install-completion", shell], ["completion", shell, "--install"]):
        done = brief(*arguments)
        assert (done.code, done.out) == (0, "")
    assert (tmp_path / place).read_text(encoding="utf-8") == brief("completion", shell).out
    if start:
        before, line = (tmp_path / start).read_text(encoding="utf-8").strip().splitlines()
        assert (before, str(tmp_path / place) in line or shell == "zsh") == ("mine", True)


@pytest.mark.parametrize("name", [b"\xff", b"it's"])
def test_a_home_folder_may_have_any_name(
    name: bytes, brief: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is one that bash reads, and is written once."""
    home = tmp_path / os.fsdecode(name)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for _ in range(2):
        assert brief("--install-completion", "bash").code == 0
    assert (home / ".bashrc").read_bytes().count(b"brief.sh") == 1
    shown = subprocess.run(["bash", "-c", ". ~/.bashrc; complete -p brief"], capture_output=True, check=True)
    assert shown.stdout.endswith(b" brief\n")


def test_without_a_name_the_script_is_that_of_the_shell_that_runs() -> None:
    """As Typer's options did."""
    for shell in ("bash", "fish"):
        command = [shell, "-c", f"{sys.executable} -m briefcli --show-completion; true"]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
        assert done.stdout == (SCRIPTS / SHELLS[shell]).read_text(encoding="utf-8")


def test_an_unknown_shell_is_refused(brief: Callable[..., Result]) -> None:
    """It is named with those that there are."""
    done = brief("completion", "csh")
    assert (done.code, done.out) == (2, "")
    assert "did you mean 'zsh'? Possible: bash, zsh, fish, powershell" in done.err


@pytest.mark.parametrize("instruction", [*SHELLS, "complete_bash", "complete_zsh", "complete_fish"])
@pytest.mark.parametrize("words", [{}, {"COMP_WORDS": "brief"}, {"COMP_WORDS": "brief", "COMP_CWORD": "x"}])
def test_completion_needs_no_variable_of_the_shell(ask: Ask, instruction: str, words: dict[str, str]) -> None:
    """What a shell does not say is no reason for a traceback, nor is a script of version 0.2."""
    if instruction == "complete_fish":
        words = {**words, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    assert ask(instruction, **words)[1] == ""


@pytest.mark.parametrize("dossier", ["no/such.yaml", "nothing", "-", "tests/dossiers/bad/unknown-source.yaml"])
def test_completion_never_fails_loudly(complete: Ask, dossier: str) -> None:
    """Where a dossier cannot be read there is nothing to offer, and nothing to say."""
    assert complete(f"brief stances -d {dossier} -c ", "bash") == ("\n", "")
    assert complete("brief stances -c ", "bash", BRIEF_DOSSIER=dossier) == ("\n", "")
