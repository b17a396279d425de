"""What a terminal receives from a real process."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import termios

ESCAPE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")


def on_terminal(*arguments: str, width: int = 80, environment: dict[str, str] | None = None) -> str:
    """Return what a terminal of some width receives from a run of the program that ends well."""
    outer, inner = pty.openpty()
    termios.tcsetwinsize(inner, (24, width))
    command = [sys.executable, "-m", "briefcli", *arguments]
    with subprocess.Popen(command, stdout=inner, env={**os.environ, **(environment or {})}) as process:
        os.close(inner)
        shown = received(outer)
    assert process.returncode == 0
    return shown


def received(outer: int) -> str:
    """Return all that a terminal receives until the program at its other end is done."""
    shown = b""
    try:
        while part := os.read(outer, 65536):
            shown += part
    except OSError:  # how Linux says that the other end is closed
        os.close(outer)
    return shown.decode().replace("\r\n", "\n")
