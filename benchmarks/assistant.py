"""Start `brief mcp`, wait for so many answers, and end it: what an assistant costs.

python benchmarks/assistant.py PROGRAM COUNT
"""

from __future__ import annotations

import json
import subprocess
import sys

START = {
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "benchmark", "version": "1"},
    },
}
CALL = {"method": "tools/call", "params": {"name": "stances", "arguments": {"country": "germany"}}}


def main(program: str, count: int) -> None:
    """Ask for each answer when the one before is there."""
    with subprocess.Popen([program, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin  # noqa: S101 - it is a pipe
        assert server.stdout  # noqa: S101 - likewise
        for number, request in enumerate([START, *[CALL] * count]):
            server.stdin.write(json.dumps({"jsonrpc": "2.0", "id": number, **request}) + "\n")
            if not number:
                server.stdin.write('{"jsonrpc": "2.0", "method": "notifications/initialized"}\n')
            server.stdin.flush()
            answer = json.loads(server.stdout.readline())
            if answer["id"] != number or answer["result"].get("isError"):
                sys.exit(f"unexpected answer: {answer}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
