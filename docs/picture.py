"""Draw the README's picture of a terminal from a real run: `python docs/picture.py`."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

PICTURE = Path(__file__).with_name("stances.svg")
COMMANDS = (["stances", "--dossier", "japan-visit"], ["country", "japan", "--short", "-d", "japan-visit"])
COLUMNS = 100

_THEME = TerminalTheme(
    (24, 26, 31),
    (220, 223, 228),
    [
        (24, 26, 31),
        (224, 108, 117),
        (152, 195, 121),
        (229, 192, 123),
        (97, 175, 239),
        (198, 120, 221),
        (86, 182, 194),
        (220, 223, 228),
    ],
)
# Rich's own format fetches a font from elsewhere, which a page of a repository may not.
_FORMAT = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="brief on a terminal">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>{lines}</defs>
<rect fill="#181a1f" width="{width}" height="{height}" rx="8"/>
<g transform="translate({terminal_x}, 20)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def screen() -> str:
    """Return what a terminal of `COLUMNS` columns shows after the commands, colours and all."""
    shown = ""
    for command in COMMANDS:
        shown += f"\x1b[2m$\x1b[0m \x1b[1mbrief {' '.join(command)}\x1b[0m\n{_on_terminal(command)}\n"
    return shown.rstrip("\n")


def main() -> None:
    """Write the picture."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    for line in screen().split("\n"):
        console.print(Text.from_ansi(line), soft_wrap=True)
    svg = console.export_svg(title="", theme=_THEME, code_format=_FORMAT, unique_id="brief")
    PICTURE.write_text("\n".join(line.rstrip() for line in svg.split("\n")), encoding="utf-8")


def _on_terminal(command: list[str]) -> str:
    environment = {
        "BRIEF_CACHE": "off",
        "BRIEF_TODAY": "2026-03-01",
        "COLUMNS": str(COLUMNS),
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        "PAGER": "",
        "PATH": os.environ["PATH"],
    }
    return read_terminal([sys.executable, "-m", "briefcli", *command], environment, cwd=PICTURE.parent)


def read_terminal(command: list[str], environment: dict[str, str], cwd: Path, expected: int = 0) -> str:
    """Return what a command shows on a terminal, its errors included.

    Raises:
        CalledProcessError: it ends with another exit code than is expected.
    """
    outer, inner = pty.openpty()
    with subprocess.Popen(command, stdout=inner, stderr=inner, env=environment, cwd=cwd) as process:
        os.close(inner)
        shown = b""
        with contextlib.suppress(OSError):  # how Linux says that the other end is closed
            while part := os.read(outer, 65536):
                shown += part
        code = process.wait()
    os.close(outer)
    told = shown.decode().replace("\r\n", "\n")
    if code != expected:
        raise subprocess.CalledProcessError(code, command, told)
    return told


if __name__ == "__main__":
    main()
