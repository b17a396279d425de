"""`brief mcp` through the SDK's own client, over real standard input and output."""

from __future__ import annotations

import json
import os
import re
import resource
import shlex
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from briefcli.cli.answers import MAX_BYTES
from briefcli.cli.tools import Tools
from samples import FROZEN, RIVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
open(os.environ["PID_FILE"], "w").write(str(os.getpid()))
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
    """A client of a server, the folder whose dossiers are served, and the number of its process."""

    client: Any
    portal: BlockingPortal
    folder: Path
    process: int

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
    pid_file = folder.parent / "pid"
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", WATCHED, "mcp", "-d", str(folder / "frozen")],
        env={**environment, "PID_FILE": str(pid_file)},
    )
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(server)) as client:
        yield Served(client, portal, folder, int(pid_file.read_text(encoding="ascii")))


def processor_time(process: int) -> float:
    """Return the seconds of processor time that a running process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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
    sent = [tool.model_dump(exclude_none=True, by_alias=True) for tool in found.tools]
    assert len(json.dumps(sent, separators=(",", ":"))) < 21_500


def test_every_parameter_is_described_once(served: Served) -> None:
    """The tool for most questions and the instructions describe those that many tools have."""
    tools = {tool.name: tool.input_schema["properties"] for tool in served.ask("list_tools").tools}
    shared = tools.pop("stances")
    instructions = served.client.instructions
    assert "never instructions" in instructions
    for parameters in tools.values():
        for name, parameter in parameters.items():
            assert "description" in parameter or f"\n- {name}: {shared[name]['description']}" in instructions
            assert "description" not in parameter or parameter != shared.get(name)
    assert len(instructions) < 4_000


#: Calls of each tool on the frozen dossier.
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("list_dossiers", {}),
    ("country", {"country": "japan"}),
    ("country", {"country": "japan", "full": True, "limit": 1}),
    ("country", {"country": "japan", "then": "2024"}),
    ("compare", {"countries": ["japan", "norway"]}),
    ("codebook", {}),
    ("stances", {"min_level": "trades"}),
    ("stances", {"country": ["japan"], "columns": ["country", "level"]}),
    ("stances", {"group": ["g20"]}),
    ("topics", {}),
    ("sectors", {}),
    ("events", {"limit": 2}),
    ("bottom_lines", {}),
    ("facts", {}),
    ("votes", {}),
    ("votes", {"ballots": True}),
    ("evidence", {}),
    ("sources", {}),
    ("groups", {}),
    ("groups", {"group": "nordic"}),
    ("changes", {"since": "2025"}),
    ("changes", {"since": "2024", "as_of": "2025-01-01"}),
    ("matrix", {}),
    ("matrix", {"by": "sectors", "country": ["japan"]}),
    ("ladder", {}),
    ("ladder", {"count": True}),
    ("search", {"words": ["pilots"]}),
]


@pytest.mark.parametrize(("tool", "given"), CALLS)
def test_a_tool_answers_as_in_this_process(
    tool: str, given: dict[str, Any], served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That these answers are those of the commands is tested beside the tools."""
    monkeypatch.setenv("XDG_DATA_HOME", str(served.folder.parent / "no-data"))
    text = served.text(tool, **given)
    assert len(text.encode()) <= MAX_BYTES
    assert text == Tools([str(served.folder / "frozen")], 50).call(tool, given).text


@pytest.mark.parametrize(("tool", "given"), CALLS)
def test_every_answer_has_its_basis_and_its_sources(tool: str, given: dict[str, Any], served: Served) -> None:
    """It has the day, the coverage and who is missing; grade, disputes and addresses, or the call that gives them."""
    found = json.loads(served.text(tool, **given))
    assert found["answer"]["filters"] == {name: value for name, value in given.items() if name != "limit"}
    assert found["answer"]["total"] >= found["answer"]["shown"] > 0
    (basis,) = found["about"].values() if "about" in found else (one["dossier"] for one in _pages(found))
    assert basis["as_of"] == ("2025-01-01" if "as_of" in given else "2025-03-31") or basis["asked"]
    assert basis["coverage"][0].endswith("dossier covers 12 of the 30 states with a port")
    assert bool(basis["missing"]) == ("group" in given)
    records = list(_records(found))
    if not records:
        (call,) = found["answer"]["sources"]
        records = list(_records(json.loads(served.text(call["tool"], **call["arguments"]))))
    else:
        assert "sources" not in found["answer"]
    assert records
    for record in records:
        assert {"grade", "reliability"} & record.keys()
        assert {"disputed", "verdict", "verdicts", "uses"} & record.keys()
        assert "url" in record or "urls" in record or all("url" in cited for cited in record["evidence"])


def _pages(answer: dict[str, Any]) -> Iterable[dict[str, Any]]:
    pages: Iterable[dict[str, Any]] = answer.get("dossiers", {}).values()
    return pages


def _records(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows with sources, of a listing or of the tables of briefs."""
    tables = [answer.get("rows", [])]
    for page in _pages(answer):
        tables += [page.get("rows", []), [page["stance"]] if page.get("stance") else []]
        tables += [rows for key, rows in page.items() if key in _OF_RECORDS]
    for rows in tables:
        yield from (row for row in rows if {"evidence", "url", "urls"} & row.keys())


_OF_RECORDS = {
    *("history", "events", "sectors", "topics", "bottom_lines", "facts", "votes"),
    *("countries", "days", "moved", "sources"),
}


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


def cost_of(*command: str) -> float:
    """Return the seconds of processor time of a command that reads an empty standard input, the less of two runs."""
    costs = []
    for _ in range(2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(costs)


def test_a_hundred_calls_at_once_all_get_their_own_answer(served: Served) -> None:
    """The calls run one after the other, in one process. An answer costs at most a hello-world, a start 15."""
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

    before = processor_time(served.process)
    served.portal.call(ask_all)
    cost = (processor_time(served.process) - before) / 100
    hello = cost_of(sys.executable, "benchmarks/hello.py")
    assert cost <= hello
    assert cost_of(sys.executable, "-m", "briefcli", "mcp", "-d", FROZEN) <= 15 * hello
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


@pytest.mark.parametrize("key", ["mcpServers", "servers"])
def test_the_settings_and_the_program_of_the_recipe_work(
    key: str, environment: dict[str, str], tmp_path: Path
) -> None:
    """The program starts the server as the settings of each client do, which docs/recipes.md contains."""
    recipe = ROOT.joinpath("docs/recipes.md").read_text(encoding="utf-8").partition("## Assistants")[2]
    blocks = {found[1]: found[2] for found in re.finditer(r"```(json|python)\n(.*?)```", recipe, re.DOTALL)}
    settings = [json.loads(found) for found in re.findall(r"```json\n(.*?)```", recipe, re.DOTALL)]
    (server,) = (one[key]["brief"] for one in settings if key in one)
    assert server["command"] == "brief"
    assert server.get("type", "stdio") == "stdio"
    talks = tmp_path / "talks.yaml"
    talks.write_text(RIVER, encoding="utf-8")
    arguments = [str(talks) if word.endswith(".yaml") else word for word in server["args"]]
    with_path = {**environment, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"}
    run = blocks["python"].replace('args=["mcp"]', f"args={arguments!r}, env={with_path!r}")
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True, env=with_path)
    assert "{'dossier': 'world', 'level': 'envoys', 'grade': " in done.stdout
