"""The app, and the one boundary where errors become a sentence and an exit code."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from briefcli import __version__
from briefcli.cli import briefs, curate, listings
from briefcli.cli.output import tell
from briefcli.errors import BriefError, DossierError

app = typer.Typer(
    name="brief",
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
COMMANDS = {**listings.COMMANDS, **briefs.COMMANDS, **curate.COMMANDS}
for name, command in COMMANDS.items():
    # The examples keep their lines: Click's mark for that is a backspace.
    app.command(name, help=inspect.cleandoc(command.__doc__ or "").replace("Examples:", "\b\nExamples:"))(command)


def _show_version(asked: bool) -> None:  # noqa: FBT001 - typer hands a flag over like this
    if asked:
        print(f"brief {__version__}")  # noqa: T201
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Say where countries stand on a question, what is under discussion, and on what evidence."""
    if context.invoked_subcommand is None:
        print(context.get_help())  # noqa: T201


def main() -> None:
    """Run `brief` and leave with its exit code."""
    sys.exit(run())


def run() -> int:
    """Run the command line and return its exit code."""
    closed = sys.stdout is None  # how Python says that it was closed before the start
    if closed:
        sys.stdout = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - refuses to be written, as if closed
    try:
        code: int = app(prog_name="brief", standalone_mode=False) or 0
        sys.stdout.flush()
    except DossierError as error:
        for problem in error.problems:
            tell(str(problem))
        tell(f"brief: {error}")
        return error.exit_code
    except BriefError as error:
        tell(f"brief: {error}")
        return error.exit_code
    except typer.TyperException as error:
        tell(f"brief: {' '.join(error.format_message().split())}")
        return 2
    except OSError as error:
        return _refused(error, closed=closed)
    except SystemExit as error:
        # Typer leaves with 1 where the reader of a pipe is gone, even when told to leave nothing to it.
        if isinstance(error.__context__, BrokenPipeError):
            return 0
        raise
    return code


def _refused(error: OSError, *, closed: bool) -> int:
    """Say what the system refused, and return the exit code for that."""
    if error.filename is not None:
        tell(f"brief: {error.filename}: {error.strerror}")
        return 2
    # Python would try again to write what is left, and complain, when it ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):  # the reader has seen enough
        return 0
    reason = "is closed" if closed else f"cannot be written: {error.strerror or error}"
    tell(f"brief: standard output {reason}")
    return 2
