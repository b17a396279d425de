"""The pager, for what is longer than the screen."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess

#: There a command is one text, whose backslashes separate folders.
_WINDOWS = os.name == "nt"


def show(content: bytes) -> bool:
    """Show lines that do not fit on the screen in a pager; return whether they did not and there was one.

    PAGER names it, and an empty value means none. Leaving a pager early is not a fault.

    Raises:
        KeyboardInterrupt: an interrupt has ended the pager; most pagers take it for themselves.
    """
    if content.count(b"\n") < shutil.get_terminal_size().lines or os.environ.get("TERM") == "dumb":
        return False
    try:
        named = os.environ.get("PAGER", "less -FRX")
        command = named if _WINDOWS else shlex.split(named)
        # A less that is named without options would show colours as codes.
        settings = {"LESS": "FRX", **os.environ}
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=settings)  # noqa: S603 - the user's own
    except (OSError, ValueError, IndexError):  # there is none of this name, or no name
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pager.communicate(content)  # no error if the reader is gone
    finally:
        signal.signal(signal.SIGINT, before)
    if pager.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    return True
