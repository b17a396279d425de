"""`brief mcp`: the command. The SDK is imported only where it serves."""

from __future__ import annotations

import gc
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from briefcli.cli.dossiers import AnyDossiers
from briefcli.cli.options import whole_number
from briefcli.cli.streams import inform
from briefcli.cli.tools import Tools
from briefcli.errors import UsageError

#: How many rows an answer has at most, unless --max-rows is given.
_MAX_ROWS = 50


def mcp(
    which: AnyDossiers,
    max_rows: Annotated[
        int | None,
        typer.Option(
            "--max-rows",
            metavar="N",
            parser=whole_number(1, 1000),
            help="Answer with at most N rows of each table.",
            show_default=str(_MAX_ROWS),
        ),
    ] = None,
) -> None:
    """Serve dossiers to an assistant over standard input and output (Model Context Protocol).

    Examples:
        brief mcp
        brief mcp -d world --max-rows 20
    """
    if find_spec("mcp") is None:
        msg = "mcp needs the SDK of the Model Context Protocol; install briefcli[mcp]"
        raise UsageError(msg)
    if sys.stdin is None:  # it was closed before the start
        msg = "mcp reads from standard input, which is closed"
        raise UsageError(msg)
    tools = Tools(which.dossier, max_rows or _MAX_ROWS, cached=not which.no_cache)
    tools.served()  # an unknown name is an error at the start
    if sys.stdin.isatty():
        inform("brief mcp waits for an assistant on standard input. Ctrl-D ends it.")
    from briefcli.cli.protocol import serve  # noqa: PLC0415 - only this command needs the SDK

    gc.freeze()
    gc.enable()  # unlike other commands, it goes on
    serve(tools)
