"""The app, and the one boundary where errors become a sentence and an exit code."""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from briefcli.cli.streams import WithHelp, discard, fitted, inform, paged, report_error, report_faults
from briefcli.cli.topics import TOPICS, topic_lines
from briefcli.errors import BriefError, DossierError, UsageError
from briefcli.version import __version__

#: The commands in the order of the help, each with the module that its function lives in.
COMMANDS = {
    **dict.fromkeys(
        ("stances", "topics", "sectors", "events", "bottom-lines", "facts", "votes", "evidence", "sources"),
        "listings",
    ),
    **dict.fromkeys(
        ("summary", "country", "changes", "compare", "matrix", "ladder", "search", "groups", "codebook"), "briefs"
    ),
    **dict.fromkeys(("dossiers", "check", "diff", "new"), "curate"),
    "schema": "export",
    **dict.fromkeys(("import", "add", "rename", "remove", "recover"), "edit"),
    "merge": "merging",
    **dict.fromkeys(("review", "links"), "rounds"),
    **dict.fromkeys(("report", "chart", "site"), "share"),
    "export": "export",
    "mcp": "assistants",
    "completion": "shells",
}

#: The heading under which the help lists the commands of a module, with exceptions.
_PANELS = {
    **dict.fromkeys(("listings", "briefs"), "Ask"),
    **dict.fromkeys(("curate", "edit", "merging", "rounds"), "Curate"),
    **dict.fromkeys(("share", "export", "assistants"), "Share"),
    "shells": "Set up",
}
_PANEL_OF = {
    "dossiers": "Ask",
    "schema": "Curate",
    **dict.fromkeys(("changes", "compare", "matrix", "ladder"), "Compare"),
}

#: The commands that take no -d.
_WITHOUT = {"diff", "new", "merge", "completion"}

#: Typer's own options for completion, which write the same scripts as the command.
_FOR_COMPLETION = {"--show-completion": ["completion"], "--install-completion": ["completion", "--install"]}


def function_of(command: str) -> Callable[..., None]:
    """Return the function of a command. Its docstring is its help, which for a listing is in its declaration."""
    from briefcli.pages.registry import LISTINGS  # noqa: PLC0415 - a start without a command needs none

    module = import_module(f"briefcli.cli.{COMMANDS[command]}")
    name = f"{command}_" if iskeyword(command) else command
    function: Callable[..., None] = getattr(module, name, None) or module.command_of(command)
    if command in LISTINGS:
        function.__doc__ = LISTINGS[command].help_text
    return function


class _Commands(Mapping[str, Any]):
    """Typer's commands, each made when it is used: a start makes one, the help makes all."""

    def __getitem__(self, name: str) -> Any:
        return command_named(name)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


@cache
def command_named(name: str) -> Any:
    """Return a command, made once per process, which may run several commands, as the tests do."""
    from briefcli.cli.grouping import Command, grouped  # noqa: PLC0415 - a start without a command needs none

    function = function_of(name)
    # The examples keep their lines: Click's mark for that is a backspace.
    help_text = inspect.cleandoc(function.__doc__ or "").replace("Examples:", "\b\nExamples:")
    alone = typer.Typer(rich_markup_mode="rich", add_completion=False)
    panel = _PANEL_OF.get(name) or _PANELS[COMMANDS[name]]
    alone.command(name, cls=Command, help=help_text, rich_help_panel=panel)(grouped(function))
    return typer.main.get_command(alone)


class _Group(WithHelp, TyperGroup):
    """The commands of `brief`, none of them imported yet."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: Any = _Commands()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments after replacing Typer's options for completion, which take a shell here."""
        for option in _FOR_COMPLETION.keys() & set(args):
            args = [*_FOR_COMPLETION[option], *args[args.index(option) + 1 :]]
        return super().parse_args(ctx, args)

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the options; that of Typer for completion is described as `brief completion` is."""
        params: list[Any] = super().get_params(ctx)
        for param in params:
            if param.name == "show_completion":
                param.help = "Print the completion script for the current shell."
        return params

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - Click passes it
        """List the commands under their headings in plain help, as Rich does in the other one."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for name, command in self.commands.items():
            row = (name, command.get_short_help_str(formatter.width))
            panels.setdefault(command.rich_help_panel, []).append(row)
        for panel, rows in panels.items():
            with formatter.section(panel):
                formatter.write_dl(rows)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Take `brief help stances` for `brief stances --help`, and `brief help` for `brief --help`; print topics.

        Raises:
            UsageError: several commands are named.
        """
        named = args[1:]
        if args[0] != "help" or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        if len(named) > 1:
            msg = f"help is for one command, and this names {len(named)}: {', '.join(named)}"
            raise UsageError(msg)
        if not named:
            typer.echo(ctx.get_help())
            ctx.exit()
        if named[0] in TOPICS:
            screen = sys.stdout  # paged() puts a buffer without a width in its place
            with paged():
                for line, indent in topic_lines(named[0]):
                    typer.echo(fitted(line, screen, indent))
            ctx.exit()
        name, command, _ = super().resolve_command(ctx, named)
        return name, command, ["--help"]


app = typer.Typer(
    name="brief",
    cls=_Group,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:  # noqa: FBT001 - typer passes a flag like this
    if asked:
        print(f"brief {__version__}")  # noqa: T201
        raise typer.Exit


def _offered(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    from briefcli.cli.completion import dossiers  # noqa: PLC0415 - a start without Tab needs no catalogue

    return dossiers(context, incomplete)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
    dossier: Annotated[
        list[str] | None,
        typer.Option(
            "--dossier",
            "-d",
            metavar="NAME|PATH|-|all",
            help="Dossiers to use, unless the command has its own -d.",
            show_default=False,
            autocompletion=_offered,
        ),
    ] = None,
) -> None:
    """Report countries' positions on a question, what is under discussion, and the evidence.

    Without a command, brief shows an overview of all dossiers. -d selects a dossier
    by its id, which `brief dossiers` lists, or by its path. `brief codebook` lists
    the ids of levels, concerns and sectors, and `brief sources` those of sources.
    `brief help` takes a command, or environment, exit-codes or formats.
    """
    for folder in filter(None, os.environ.get("BRIEF_PATH", "").split(os.pathsep)):
        _examine_shelf(folder)
    command = context.invoked_subcommand
    if command is None:
        from briefcli.cli.overview import show_overview  # noqa: PLC0415 - who names a command has no need of it

        show_overview(dossier)
    elif dossier and command in _WITHOUT:
        msg = f"{command} takes no -d"
        raise UsageError(msg)
    elif dossier and COMMANDS[command] == "edit":  # where a dossier is changed
        from briefcli.cli.dossiers import only  # noqa: PLC0415 - a start without -d needs none

        context.default_map = {command: {"dossier": only(dossier)}}
    elif dossier:
        context.default_map = {command: {"dossier": dossier}}


def _examine_shelf(folder: str) -> None:
    """Report a folder of BRIEF_PATH that is none, or has no dossiers but a folder of dossiers in it."""
    if not os.path.isdir(folder):  # noqa: PTH112 - a Path would raise where a name is too long
        inform(f"BRIEF_PATH names {folder}, which is not a folder.")
        return
    from briefcli.shelf.shelves import Shelves  # noqa: PLC0415 - few set BRIEF_PATH

    if inner := Shelves().within(Path(folder)):
        inform(f"BRIEF_PATH names {folder}, which has no dossier; write {inner}, which has some.")


def run() -> int:
    """Run the command line and return its exit code."""
    _keep_typer_from_stumbling()
    closed = sys.stdout is None  # None if it was closed before the start
    if closed:
        sys.stdout = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - refuses to be written, as if closed
    if sys.stderr is not None and sys.stderr.isatty() and "_BRIEF_COMPLETE" not in os.environ:
        from briefcli.cli.progressbar import show_progress  # noqa: PLC0415 - a pipe needs no bar

        show_progress()
    try:
        code: int = app(prog_name="brief", standalone_mode=False) or 0
        sys.stdout.flush()
    except (BriefError, typer.TyperException) as error:
        return report(error, sys.argv[1:])
    except OSError as error:
        return _refused(error, closed=closed)
    except MemoryError:
        inform("brief: there is not enough memory")
        return 2
    except SystemExit as error:
        # Typer leaves with 1 where the reader of a pipe is gone, even if errors are left to the caller.
        if isinstance(error.__context__, BrokenPipeError):
            return 0
        raise
    return code


def report(error: BriefError | typer.TyperException, typed: Sequence[str]) -> int:
    """Write why a command failed to standard error, with the command that was meant; return its exit code."""
    if isinstance(error, typer.TyperException):
        from briefcli.cli.meant import refusal  # noqa: PLC0415 - only for an error

        report_error(refusal(error, typed))
        return 2
    if isinstance(error, DossierError):
        report_faults([error])
    else:
        inform(f"brief: {error}")
    return error.exit_code


def _keep_typer_from_stumbling() -> None:
    """Set right what Typer and Rich take from the environment and the shells without a look."""
    for name in ("COLUMNS", "LINES"):
        if not re.fullmatch("[0-9]{1,4}", os.environ.get(name, "")):
            os.environ.pop(name, None)  # Rich would take any digit for a number, and stumble
    if os.environ.get("_BRIEF_COMPLETE", "").isalpha():  # set by our scripts, unlike those of 0.2
        from briefcli.cli.shells import translate_for_typer  # noqa: PLC0415 - needed for Tab alone

        translate_for_typer()
    elif "_BRIEF_COMPLETE" in os.environ and not os.environ.get("COMP_CWORD", "").isdecimal():
        os.environ.update(COMP_WORDS="brief", COMP_CWORD="1")  # Typer fails if a shell sets nothing


def _refused(error: OSError, *, closed: bool) -> int:
    """Report a refusal by the system, and return its exit code."""
    if error.filename is not None:
        inform(f"brief: {error.filename}: {error.strerror}")
        return 2
    discard(sys.stdout)
    if isinstance(error, BrokenPipeError):  # the reader has seen enough
        return 0
    reason = "is closed" if closed else f"cannot be written: {error.strerror or error}"
    inform(f"brief: standard output {reason}")
    return 2
