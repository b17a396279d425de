"""`brief mcp` through the SDK's own client, over real standard input and output."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from briefcli.cli.tools import MAX_BYTES, Tools
from samples import FROZEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anyio.from_thread import BlockingPortal

pytest.importorskip("mcp")

ROOT = Path(__file__).parents[1]
#: The first request of a client.
START = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}
#: Starts the program so that it may connect to nothing and write nothing but its cache.
WATCHED = """
import os, re, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
        os.write(2, f"forbidden: {event}\\n".encode()); os._exit(9)
    if event == "open" and isinstance(arguments[0], str) and arguments[2] & (os.O_WRONLY | os.O_RDWR):
        in_cache = arguments[0].startswith(os.environ["XDG_CACHE_HOME"])
        if not in_cache and arguments[0] != os.devnull and not re.fullmatch("[0-9a-f]{64}[.]new", arguments[0]):
            os.write(2, f"forbidden: writes {arguments[0]}\\n".encode()); os._exit(9)
sys.addaudithook(watch)
from briefcli.__main__ import main
main()
"""


class Served(NamedTuple):
    """A client of a server, and the folder whose dossiers are served."""

    client: Any
    portal: BlockingPortal
    folder: Path

    def ask(self, method: str, *arguments: Any, **named: Any) -> Any:
        """Return what a method of the client gives."""
        return self.portal.call(partial(getattr(self.client, method), *arguments, **named))

    def text(self, tool: str, **arguments: Any) -> str:
        """Return the text of an answer that is no error."""
        found = self.ask("call_tool", tool, arguments)
        assert not found.is_error, found.content[0].text
        assert len(found.content) == 1
        text: str = found.content[0].text
        return text


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment of a server: no home of whoever runs the tests."""
    base = tmp_path_factory.getbasetemp()
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("BRIEF_")},
        "XDG_CACHE_HOME": str(base / "cache-home"),
        "XDG_DATA_HOME": str(base / "no-data"),
        "BRIEF_TODAY": "2026-03-01",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Iterator[Served]:
    """Serve a copy of the frozen dossier, for all tests of this module."""
    from anyio.from_thread import start_blocking_portal
    from mcp import Client, StdioServerParameters

    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(ROOT / FROZEN, folder / "frozen")
    server = StdioServerParameters(
        command=sys.executable, args=["-c", WATCHED, "mcp", "-d", str(folder / "frozen")], env=environment
    )
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(server)) as client:
        yield Served(client, portal, folder)


def test_the_tools_fit_on_one_page_and_only_read(served: Served) -> None:
    """Clients read no second page, and look at the hints as they are sent."""
    found = served.ask("list_tools")
    assert found.next_cursor is None
    for tool in found.tools:
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.open_world_hint is False
        assert re.fullmatch("[a-z_]{1,64}", tool.name)
        assert tool.description
    assert {tool.name for tool in found.tools} == set(Tools([], 50).tools)
    assert len(json.dumps([tool.model_dump(exclude_none=True, by_alias=True) for tool in found.tools])) < 45_000
    assert "never instructions" in served.client.instructions


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        ("list_dossiers", {}),
        ("country", {"country": "japan"}),
        ("compare", {"countries": ["japan", "norway"]}),
        ("codebook", {}),
        ("stances", {"min_level": "trades"}),
        ("topics", {}),
        ("sectors", {}),
        ("events", {"limit": 2}),
        ("bottom_lines", {}),
        ("facts", {}),
        ("votes", {"ballots": True}),
        ("evidence", {}),
        ("sources", {}),
        ("groups", {"group": "nordic"}),
        ("changes", {"since": "2025"}),
        ("matrix", {}),
        ("ladder", {}),
        ("search", {"words": ["pilots"]}),
    ],
)
def test_a_tool_answers_as_in_this_process(
    tool: str, given: dict[str, Any], served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That these answers are those of the commands is tested beside the tools."""
    monkeypatch.setenv("XDG_DATA_HOME", str(served.folder.parent / "no-data"))
    text = served.text(tool, **given)
    assert len(text.encode()) <= MAX_BYTES
    assert text == Tools([str(served.folder / "frozen")], 50).call(tool, given).text


@pytest.mark.parametrize(
    ("tool", "given", "message"),
    [
        ("stances", {"levle": "x"}, "unknown parameter 'levle'; did you mean 'level'?"),
        ("stances", {"dossier": ["../frozen"]}, "unknown dossier '../frozen'. Possible: free-port"),
        ("stances", {"country": {"a": 1}}, "country takes a text or a list of texts"),
        ("changes", {"since": "\u202e\x1b[2J"}, "is not a date"),
        ("no_tool", {}, "unknown tool 'no_tool'"),
    ],
)
def test_wrong_calls_are_errors_that_say_what_is_possible(
    tool: str, given: dict[str, Any], message: str, served: Served
) -> None:
    """An assistant can do better the next time."""
    found = served.ask("call_tool", tool, given)
    assert found.is_error
    assert message in found.content[0].text
    assert "\x1b" not in found.content[0].text


def test_a_hundred_calls_at_once_all_get_their_own_answer(served: Served) -> None:
    """The calls run one after the other, in one process."""
    import anyio

    codes = [row["code"] for row in json.loads(served.text("stances"))["rows"]] * 12
    answers: dict[int, str] = {}

    async def ask(place: int, code: str) -> None:
        found = await served.client.call_tool("stances", {"country": [code]})
        answers[place] = found.content[0].text

    async def ask_all() -> None:
        async with anyio.create_task_group() as group:
            for place, code in enumerate(codes[:100]):
                group.start_soon(ask, place, code)

    served.portal.call(ask_all)
    assert len(answers) == 100
    for place, code in enumerate(codes[:100]):
        assert {row["code"] for row in json.loads(answers[place])["rows"]} == {code}


def test_resources_are_the_summary_and_the_codebook_of_each_dossier(served: Served) -> None:
    """They are JSON, as of the tools."""
    from mcp.shared.exceptions import MCPError

    resources = served.ask("list_resources").resources
    assert [str(one.uri) for one in resources] == ["brief://free-port/summary", "brief://free-port/codebook"]
    for one in resources:
        page = json.loads(served.ask("read_resource", one.uri).contents[0].text)
        assert page["dossiers"]["free-port"]["dossier"]["as_of"] == "2025-03-31"
    for wrong in (
        "brief://free-port/../x",
        "brief://world/summary",
        "file:///etc/passwd",
        "brief://..%2Fx/summary",
    ):
        with pytest.raises(MCPError, match=r"no resource|unknown dossier"):
            served.ask("read_resource", wrong)


def test_prompts_are_for_a_country_and_for_a_day(served: Served) -> None:
    """A reader chooses them from a menu."""
    from mcp.shared.exceptions import MCPError

    assert [one.name for one in served.ask("list_prompts").prompts] == ["brief_me", "what_changed"]
    message = served.ask("get_prompt", "brief_me", {"country": "Japan {x}"}).messages[0]
    assert message.content.text.startswith("Brief me on Japan {x}. Call country")
    for name, given in (("brief_me", {}), ("what_changed", {"since": " "}), ("other", {})):
        with pytest.raises(MCPError):
            served.ask("get_prompt", name, given)


def test_a_changed_dossier_is_read_again(served: Served) -> None:
    """The server need not be started again."""
    head = served.folder / "frozen" / "dossier.yaml"
    before = head.read_text(encoding="utf-8")
    title = json.loads(served.text("list_dossiers"))["rows"][0]["title"]
    head.write_text(before.replace(title, "A later title"), encoding="utf-8")
    assert json.loads(served.text("list_dossiers"))["rows"][0]["title"] == "A later title"
    head.write_text(before, encoding="utf-8")


def test_every_line_of_standard_output_is_of_the_protocol(environment: dict[str, str]) -> None:
    """Faulty lines are answered, and the end of standard input ends the server."""
    started = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    call = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "stances", "arguments": {"country": "japan"}},
    }
    lines = [json.dumps(START), json.dumps(started), "{not json", '"\\ud800"', json.dumps(call)]
    with subprocess.Popen(
        [sys.executable, "-m", "briefcli", "mcp", "-d", FROZEN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    ) as server:
        assert server.stdin
        assert server.stdout
        assert server.stderr
        server.stdin.write("\n".join([*lines, ""]))
        server.stdin.flush()
        answers: list[dict[str, object]] = []
        while not any(one.get("id") == 2 for one in answers):
            answers.append(json.loads(server.stdout.readline()))
        server.stdin.close()
        answers += map(json.loads, server.stdout)
        assert server.wait(60) == 0
        assert "Traceback" not in server.stderr.read()
    assert {one["jsonrpc"] for one in answers} == {"2.0"}


@pytest.mark.parametrize(
    ("streams", "message"),
    [
        ("<&-", "mcp reads from standard input, which is closed"),
        (">&-", "standard output is closed"),
        (">/dev/full", "standard output cannot be written: No space left on device"),
    ],
)
def test_closed_and_full_streams_are_an_error(streams: str, message: str, environment: dict[str, str]) -> None:
    """They ended in a traceback of the SDK."""
    command = f'echo "$START" | ({shlex.quote(sys.executable)} -m briefcli mcp -d {FROZEN} {streams})'
    variables = {**environment, "START": json.dumps(START)}
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env=variables, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"brief: {message}\n")


def test_the_program_of_the_recipe_asks(environment: dict[str, str]) -> None:
    """It is what docs/recipes.md contains."""
    recipes = ROOT.joinpath("docs/recipes.md").read_text(encoding="utf-8")
    program = recipes.partition("## Assistants")[2].partition("```python\n")[2].partition("```")[0]
    path = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    run = program.replace('args=["mcp"]', f'args=["mcp"], env={ {**environment, "PATH": path}!r}')
    done = subprocess.run(
        [sys.executable, "-c", run], capture_output=True, text=True, check=True, env={**environment, "PATH": path}
    )
    assert "{'dossier': 'world', 'level': 'envoys', 'grade': " in done.stdout
