"""The recipes that run for longer than a line: a digest, notes and a dashboard."""

from __future__ import annotations

import json
import os
import re
import socketserver
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Result

ROOT = Path(__file__).parents[1]
RECIPES = ROOT.joinpath("docs/recipes.md").read_text(encoding="utf-8")
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def block(heading: str, language: str) -> str:
    """Return the first block of a language below a heading."""
    found = re.search(rf"## {heading}\n.*?```{language}\n(.*?)```", RECIPES, re.DOTALL)
    assert found
    return found[1]


class _Mail(socketserver.StreamRequestHandler):
    """A mail server that keeps what it gets."""

    def handle(self) -> None:
        """Answer as a server that takes every message."""
        self.wfile.write(b"220 sink\r\n")
        for line in self.rfile:
            if line.upper().startswith(b"DATA"):
                self.wfile.write(b"354 go on\r\n")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.got.append(text.decode())  # type: ignore[attr-defined]
            self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")


class _Chat(BaseHTTPRequestHandler):
    """A chat that keeps what it gets."""

    def do_POST(self) -> None:
        """Take a message."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(json.loads(body)["text"])  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


@contextmanager
def sink(server: Any) -> Iterator[tuple[int, list[str]]]:
    """Run a server on a free port, and yield what it gets."""
    server.got = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], server.got
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("dossier", "since", "code", "subject"),
    [
        ("japan-visit", "2025-02", 0, "Subject: Changes: Afghanistan's Taliban government"),
        ("japan-visit", "2027", 0, None),
        ("no-such", "2025-02", 2, None),
    ],
)
def test_a_digest_is_sent_by_mail_and_chat_if_something_changed(
    dossier: str, since: str, code: int, subject: str | None, tmp_path: Path
) -> None:
    """Nothing is sent where nothing changed, or where the command failed."""
    script = tmp_path / "digest.sh"
    script.write_text(block("A nightly digest by mail and chat", "sh"), encoding="utf-8")
    mail = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail)
    with sink(mail) as (mail_port, mails), sink(HTTPServer(("127.0.0.1", 0), _Chat)) as (chat_port, chats):
        done = subprocess.run(
            ["sh", str(script)],
            env={
                **os.environ,
                "PATH": PATH,
                "DOSSIER": dossier,
                "SINCE": since,
                "MAIL_TO": "desk@example.org",
                "MAIL_SERVER": f"127.0.0.1:{mail_port}",
                "CHAT_HOOK": f"http://127.0.0.1:{chat_port}/hooks/x",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == code, done.stderr
    assert bool(done.stderr) == (subject is None)
    if subject:
        assert subject in mails[0]
        assert chats[0].startswith("Changes: ")
        assert "\n- 2025-02-" in chats[0]
        assert "\n[1] " in chats[0]
    else:
        assert mails == chats == []


def test_a_message_without_a_change_has_no_gap(brief: Callable[..., Result]) -> None:
    """An empty list is no paragraph of it."""
    message = brief("changes", "--since", "2027", "-f", "md").out
    assert "\n\n\n" not in message
    assert "\nNo change of level is recorded after 31 March 2025.\n\n" in message


def test_notes_are_one_for_each_country_with_links(tmp_path: Path) -> None:
    """It is a script of about ten lines."""
    script = block("EPUB, ODT and Markdown notes", "python")
    assert len(script.splitlines()) <= 12
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env={**os.environ, "PATH": PATH}, check=True)
    notes = {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.glob("notes/*.md")}
    assert len(notes) == 54
    assert notes["Japan"].startswith("**Mission** since 2022-09 (")
    linked = {name for text in notes.values() for name in re.findall(r"\[\[(.*?)\]\]", text)}
    assert linked <= notes.keys()
    assert "](<https://" in notes["Japan"]


@pytest.mark.slow
def test_a_notebook_reads_the_data_of_a_site(tmp_path: Path, brief: Callable[..., Result]) -> None:
    """The addresses are fixed."""
    assert brief("site", "-d", "world", "-d", "japan-visit", "-o", str(tmp_path / "public")).code == 0
    script = block("A dashboard on the data of a site", "python")
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert re.search(r"^Holds talks +\d+$", done.stdout, re.MULTILINE)
    assert len(done.stdout.strip().splitlines()) > 8


@pytest.mark.parametrize("command", ["stances", "search", "changes", "review"])
def test_exit_code_is_1_if_there_is_a_row(command: str, brief: Callable[..., Result], tmp_path: Path) -> None:
    """It is 0 otherwise, and the output is the same as without it."""
    brief("new", str(tmp_path / "talks.yaml"))
    line = {
        "stances": (["stances", "-c", "japan"], ["stances", "-c", "japan", "--credibility", "1", "--disputed"]),
        "search": (["search", "pilots"], ["search", "zzz"]),
        "changes": (["changes", "--since", "2024"], ["changes", "--since", "2026"]),
        "review": (
            ["review", "-d", str(tmp_path / "talks.yaml"), "--max-age", "0", "--today", "2030-01-01"],
            None,
        ),
    }[command]
    for words, code in zip(line, (1, 0), strict=True):
        if words:
            with_rows, without = brief(*words, "--exit-code"), brief(*words)
            assert with_rows.code == code
            assert without.code == 0
            assert with_rows.out == without.out


def test_a_broken_dossier_is_reported_before_rows(brief: Callable[..., Result], tmp_path: Path) -> None:
    """Exit code 3 is of more weight than 1."""
    (tmp_path / "broken.yaml").write_text("dossier: broken\n", encoding="utf-8")
    assert brief("stances", "-d", "japan-visit", "-d", str(tmp_path / "broken.yaml"), "--exit-code").code == 3
