"""Correct Typer's completion for Bash, zsh and fish, which has no public way to do so."""

from __future__ import annotations

import os
import re
from typing import Any

from typer._completion_classes import BashComplete
from typer._completion_shared import _completion_scripts

#: A character with a meaning to Bash outside of quotes.
_UNQUOTED = r"[^\w.,:/@%+=-]"
#: The program as typed, in the language of each shell, with the home folder for a tilde.
_TYPED = {"zsh": "${~words[1]}", "fish": "(string replace -r '^~' ~ -- (commandline -opc)[1])"}


def escape_for_bash() -> None:
    """Quote words as Bash inserts them; the other shells do that themselves.

    This is the last step, because Typer compares the offers with the typed text.
    """
    words, place = os.environ["COMP_WORDS"].split("\n"), int(os.environ["COMP_CWORD"])
    typed = words[place] if place < len(words) else ""

    def inserted(_: BashComplete, item: Any) -> str:
        word = str(item.value)
        match typed[:1]:
            case '"':
                return word.replace('"', '\\"')
            case "'":
                return word.replace("'", r"'\''")
            case _:
                return re.sub(_UNQUOTED, r"\\\g<0>", word)

    BashComplete.format_completion = inserted  # type: ignore[assignment, method-assign]


def call_as_typed() -> None:
    """Let the scripts for zsh and fish call the program as typed, which may not be on the path.

    Typer's own scripts call `brief`, so that each Tab after `.venv/bin/brief` printed an error into the prompt.
    """
    for shell, typed in _TYPED.items():
        for end in (")", '"'):
            script = _completion_scripts[shell]
            _completion_scripts[shell] = script.replace(f"%(prog_name)s{end}", f"{typed}{end}")
