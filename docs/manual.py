"""The manual page, made from the help of each command."""

from __future__ import annotations

import re
from typing import Any

import typer

from briefcli.cli.app import app
from briefcli.cli.topics import ENVIRONMENT, EXIT_CODES
from briefcli.version import __version__

#: What stands before the commands.
_HEAD = f"""\
.TH BRIEF 1 "" "brief {__version__}" "User commands"
.SH NAME
brief \\- show where countries stand on a question, with the evidence
.SH SYNOPSIS
.B brief
.I COMMAND
.RI [ OPTIONS ]
.br
.B brief help
.RI [ COMMAND | TOPIC ]
.SH DESCRIPTION
.B brief
reads curated YAML dossiers and prints where countries stand, what is under discussion and where there is
cooperation, with the sources of each claim. On a terminal, a listing (such as brief stances) is a table and a
brief (such as brief country) is a page. In a pipe, a listing is TSV with a header row, and a brief is Markdown.
The program works without a network.
.SH COMMANDS
"""


def manual_page() -> str:
    """Return the manual page in the language of man."""
    group: Any = typer.main.get_command(app)
    return _HEAD + "".join(_command(name, command) for name, command in group.commands.items()) + _foot()


def _foot() -> str:
    """Return the sections after the commands: the topics of `brief help`."""
    sections = [("EXIT STATUS", EXIT_CODES), ("ENVIRONMENT", ENVIRONMENT)]
    return "".join(
        f".SH {heading}\n" + "".join(f".TP\n.B {_escaped(name)}\n{_escaped(meaning)}\n" for name, meaning in rows)
        for heading, rows in sections
    )


def _command(name: str, command: Any) -> str:
    """Return the section of one command: what it does, its examples, its options."""
    told, _, examples = (command.help or "").replace("\b", "").partition("Examples:")
    with command.make_context(f"brief {name}", [], resilient_parsing=True) as context:
        usage = " ".join(command.collect_usage_pieces(context))
        options = [record for record in (one.get_help_record(context) for one in command.params) if record]
    lines = [f".SS brief {name} {_escaped(usage)}", *map(_escaped, told.split("\n\n"))]
    lines += [".TP\n" + f".B {_escaped(names)}\n{_escaped(meaning)}" for names, meaning in options]
    if examples.strip():
        lines += [
            ".PP",
            "Examples:",
            ".PP",
            ".nf",
            *(_escaped(line) for line in examples.strip("\n").split("\n")),
            ".fi",
        ]
    return "".join(f"{line}\n" for line in lines if line.strip())


def _escaped(text: str) -> str:
    """Return a text in which nothing is a command to man, and a minus can be copied."""
    text = re.sub(r"[\\-]", lambda found: "\\e" if found[0] == "\\" else "\\-", text.rstrip())
    return re.sub(r"(?m)^([.'])", r"\\&\1", text)
