"""What real shells offer on Tab, by the scripts that `brief completion` prints."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("brief")
SCRIPTS = Path(__file__).parents[1] / "src" / "briefcli" / "cli" / "completions"
_PATH = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
#: Each prints what a shell offers for a line, with the label behind a tab: zsh as it hands it to its own functions.
_BASH = r"""source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE=$*; COMP_POINT=${#COMP_LINE}
"_brief" "$1"; ((${#COMPREPLY[@]})) && printf '%s\n' "${COMPREPLY[@]}" || true"""
_ZSH = r"""compdef() { : }; _files() { print -r files }; compset() { : }; _describe() { print -rl -- $offers }
source $1; words=("${@[2,-1]}"); CURRENT=$#words; _brief"""
_FISH = "source $argv[1]; complete -C (string join ' ' -- $argv[2..-1])"
_CALLS = {"bash": ["bash", "-c", _BASH, "-"], "zsh": ["zsh", "-f", "-c", _ZSH, "-"], "fish": ["fish", "-c", _FISH]}
_NAMES = {"bash": "brief.bash", "zsh": "brief.zsh", "fish": "brief.fish"}


def offers_of(shell: str, line: str, folder: Path, **environment: str) -> list[str]:
    """Return what a shell offers for a line, of which bash and zsh have each word as it was typed."""
    _need(shell)
    words = re.findall(r"(?:\\.|\"[^\"]*\"?|'[^']*'?|[^\s\\\"'])+|(?<=[^\\] )$", line)
    done = subprocess.run(
        [*_CALLS[shell], str(SCRIPTS / _NAMES[shell]), *words],
        capture_output=True,
        env={**os.environ, "PATH": _PATH, "HOME": str(folder), **environment},
        check=True,
        cwd=folder,
        text=True,
    )
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    # zsh separates a word from its label by a colon.
    return [re.sub(r"(?<!\\):", "\t", line, count=1).rstrip("\t") for line in lines] if shell == "zsh" else lines


def typed(start: list[str], keys: str, expected: str, folder: Path) -> str:
    """Type into a shell on a terminal until it shows something, and return what it has shown by then."""
    _need(start[0])
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        more = {"PATH": _PATH, "HOME": str(folder), "ZDOTDIR": str(folder), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
        os.execvpe(start[0], start, {**os.environ, **more})  # noqa: S606 - the shell of the test
    termios.tcsetwinsize(terminal, (24, 100))
    shown = ""
    try:
        for part, until in (("", "ready> "), (keys, expected)):
            os.write(terminal, part.encode())
            end = time.monotonic() + 60
            while until not in shown and time.monotonic() < end:
                if select.select([terminal], [], [], 0.2)[0]:
                    shown += os.read(terminal, 65536).decode(errors="replace")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)
    return shown


def _need(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
