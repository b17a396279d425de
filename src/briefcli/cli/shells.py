"""The scripts by which shells complete commands, and the translation of their input for Typer."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from briefcli.cli.options import among
from briefcli.cli.streams import confirm, write_out
from briefcli.cli.writing import write_file
from briefcli.errors import UsageError

#: The shells, each with its script in the folder `completions`.
SHELLS = {"bash": "brief.bash", "zsh": "brief.zsh", "fish": "brief.fish", "powershell": "brief.ps1"}
#: Marks the cursor where a line is split, so that an unfinished word keeps its spaces.
_CURSOR = "\0"


def completion(
    shell: Annotated[
        str | None,
        typer.Argument(
            metavar="[SHELL]", help=f"{', '.join(SHELLS)}; by default the current one.", **among(*SHELLS)
        ),
    ] = None,
    *,
    install: Annotated[
        bool, typer.Option("--install", help="Write the script where the shell finds it at its next start.")
    ] = False,
) -> None:
    """Print the script that completes commands, options and values on Tab.

    Examples:
        brief completion zsh
        brief completion fish >brief.fish
    """
    shell = shell or _current_shell()
    script = Path(__file__).with_name("completions").joinpath(SHELLS[shell]).read_text(encoding="utf-8")
    if install:
        _install(shell, script)
    else:
        write_out(script)


def translate_for_typer() -> None:
    """Pass the line of our script to Typer, in the variables of Typer's scripts for Bash and fish.

    Typer takes a line that ends in a space for one whose last word is complete, also where the space is quoted.
    """
    shell = os.environ["_BRIEF_COMPLETE"]
    words = _words(os.environ.get("_BRIEF_LINE", ""), escape="`" if shell == "powershell" else "\\")
    line = shlex.join(words)
    if shell == "bash":  # which shows no labels
        typed = {"_BRIEF_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    else:
        typed = {"_BRIEF_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
        typed["_TYPER_COMPLETE_ARGS"] = line
    os.environ.update(typed)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # whatever the code page of Windows is


def _words(line: str, escape: str) -> list[str]:
    """Return the words of a command line up to the cursor, the last of which may be empty or in an open quote."""
    lexer = shlex.shlex(line + _CURSOR, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.commenters, lexer.escape = True, "", escape
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:  # the quote is still open
        words.append(lexer.token)
    return [word.removesuffix(_CURSOR) for word in words]


def _current_shell() -> str:
    """Return the shell that brief was called from.

    Raises:
        UsageError: it is not known, or has no script.
    """
    from shellingham import ShellDetectionFailure, detect_shell  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        name = str(detect_shell()[0]).replace("pwsh", "powershell")
    except ShellDetectionFailure:
        name = ""
    if name not in SHELLS:
        msg = f"name the shell: brief completion {'|'.join(SHELLS)}"
        raise UsageError(msg)
    return name


def _install(shell: str, script: str) -> None:
    """Write a script where its shell finds it, and the line that reads it into the file of its start."""
    place, start, line = _places(shell)
    place.parent.mkdir(parents=True, exist_ok=True)
    write_file(place, script)
    if start and not (start.exists() and line in start.read_text(encoding="utf-8", errors="surrogateescape")):
        with start.open("a", encoding="utf-8", errors="surrogateescape") as file:
            file.write(f"\n{line}\n")
    confirm(f"Wrote {place}; open a new terminal to complete with Tab.")


def _places(shell: str) -> tuple[Path, Path | None, str]:
    """Return the place of an installed script, the file that its shell reads at the start, and the line in it."""
    home = Path.home()
    match shell:
        case "bash":
            place = home / ".bash_completions" / "brief.sh"
            quoted = str(place).replace("'", "'\\''")
            return place, home / ".bashrc", f"source '{quoted}'"
        case "zsh":
            return home / ".zfunc" / "_brief", home / ".zshrc", "fpath+=~/.zfunc; autoload -Uz compinit; compinit"
        case "fish":
            return home / ".config" / "fish" / "completions" / "brief.fish", None, ""
        case _:
            profile = _powershell_profile()
            place = profile.with_name("brief.ps1")
            return place, profile, f". '{place}'"


def _powershell_profile() -> Path:
    """Return the file that PowerShell reads at its start.

    Raises:
        UsageError: there is no PowerShell, or it does not work.
    """
    program = shutil.which("pwsh") or shutil.which("powershell")
    asked = "[Console]::OutputEncoding = [Text.UTF8Encoding]::new(); $PROFILE"
    if program:
        command = [program, "-NoProfile", "-Command", asked]
        done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")  # noqa: S603 - on PATH
        if done.returncode == 0 and done.stdout.strip():
            return Path(done.stdout.strip())
    msg = "no PowerShell on PATH states its profile; brief completion powershell prints the script"
    raise UsageError(msg)
