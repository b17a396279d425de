"""What `brief links` lists: of itself, and by the word of a server on this machine."""

from __future__ import annotations

import socket
import sys
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import pytest

from briefcli.errors import UsageError
from briefcli.version import __version__
from samples import RIVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Result

    Brief = Callable[..., Result]

#: What the server answers, and where it leads.
ANSWERS: dict[str, tuple[int, str]] = {
    "/": (200, ""),
    "/fine": (200, ""),
    "/gone": (410, ""),
    "/lost": (404, ""),
    "/moved": (301, "/fine"),
    "/no-head-endless": (301, "/fine-endless"),
    "/other-name": (302, "{localhost}/fine"),
    "/moved-twice": (302, "/moved"),
    "/moved-and-lost": (308, "/lost"),
    "/elsewhere-today": (302, "/fine"),
    "/front": (302, "/"),
    "/circle": (302, "/circle"),
    "/strange": (302, "http://127.0.0.1:99999/"),
    "/nowhere": (302, "http://localhost:1/fine"),
    "/mail": (302, "mailto:desk@example.org"),
    "/no-name": (302, "http://xn--a/"),
    "/hidden": (301, "/fine\u202e"),
    "/forbidden": (403, ""),
    "/failing": (500, ""),
    "/own": (299, ""),
    "/unknown": (799, ""),
    "/busy": (429, ""),
    "/to-page": (301, "/page"),
    "/to-private": (302, "{localhost}/page"),
}
#: Pages with what they say of themselves.
PAGES = {
    "/page": """<html lang="en-GB"><head><title>Talks | Example Wire</title><meta charset="utf-8">
<meta property="og:site_name" content="Example Wire"><meta property="og:title" content="Talks &amp; more">
<meta property="article:published_time" content="2025-02-21T08:00:00Z"><meta name="author" content="A. Dupré">
</head><body>Text</body></html>""",
    "/data": """<html><head><script type="application/ld+json">[{"@graph": [{"headline": "Talks", "datePublished":
"2025-02", "publisher": {"name": "Wire"}, "author": [{"name": "A"}, {"name": "B"}], "inLanguage": "fr"}]}]</script>""",
    "/plain": "<title>Only a title</title>",
}


class Request(NamedTuple):
    """The requests to the server: what, when and by whom."""

    method: str
    path: str
    agent: str
    encoding: str
    when: float


class Server(ThreadingHTTPServer):
    """A server on this machine that records its requests and delays those for /slow."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[Request] = []
        self.group_by = threading.Event()

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    """Answers as the path says."""

    server: Server

    def do_HEAD(self) -> None:
        """Answer without a body, or not at all."""
        self._answer()

    def do_GET(self) -> None:
        """Answer with a body that does not end."""
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base
        """Say nothing."""

    def _answer(self) -> None:
        said = (self.headers["User-Agent"], self.headers["Accept-Encoding"])
        self.server.requests.append(Request(self.command, self.path, *said, time.monotonic()))
        if self.path == "/slow":
            self.server.group_by.wait()
        if self.path == "/drops-head" and self.command == "HEAD":
            return
        code, to = ANSWERS.get(self.path, (200, ""))
        if self.path.startswith("/no-head"):
            code = 405 if self.command == "HEAD" else code
        to = to.format(localhost=self.server.at("", "localhost"))
        self.send_response_only(code, "\x1b[31m")
        if to:
            self.send_header("Location", to.encode().decode("latin-1"))
        if self.path in PAGES:
            self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGES.get(self.path, "").encode())
        with suppress(OSError):  # the client has gone
            while self.path.endswith("-endless") and self.command == "GET":
                self.wfile.write(bytes(65536))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Run a server during a test, and let no proxy come between."""
    pytest.importorskip("httpx", reason="httpx is not installed")
    for name in ("http_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with Server() as one:
        thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield one
        one.group_by.set()
        one.shutdown()
        thread.join()


def told(
    server: Server, *paths: str, longest: float = 20.0, allow_private: bool = True
) -> list[tuple[str | None, str, str | None]]:
    """Return what is reported about some paths of a server."""
    from briefcli.reading.web import request_all

    addresses = [server.at(path) for path in paths]
    answers = request_all(addresses, 0, longest, allow_private=allow_private)
    assert list(answers) == addresses
    return [answer[:3] for answer in answers.values()]


@pytest.mark.parametrize(
    ("path", "reason", "says", "to"),
    [
        ("/fine", None, "", None),
        ("/own", None, "", None),
        ("/no-head", None, "", None),
        ("/drops-head", None, "", None),
        ("/elsewhere-today", None, "", None),
        ("/", None, "", None),
        ("/gone", "gone", "answers 410 Gone", None),
        ("/lost", "gone", "answers 404 Not Found", None),
        ("/moved-and-lost", "gone", "answers 404 Not Found", None),
        ("/moved", "moved", "moved permanently", "/fine"),
        ("/moved-twice", "moved", "moved permanently", "/fine"),
        ("/front", "unclear", "redirects to the front page {at}/", None),
        ("/forbidden", "unclear", "answers 403 Forbidden", None),
        ("/failing", "unclear", "answers 500 Internal Server Error", None),
        ("/unknown", "unclear", "answers 799", None),
        ("/circle", "unclear", "redirects without end", None),
        ("/nowhere", "unclear", "redirects without an address", None),
        ("/strange", "unclear", "the answer cannot be read", None),
        ("/mail", "unclear", "the answer cannot be read", None),
        ("/no-name", "unclear", "the answer cannot be read", None),
    ],
)
def test_a_server_reports_the_state_of_an_address(
    path: str, reason: str | None, says: str, to: str | None, server: Server
) -> None:
    """The words are the program's own, whatever the server says."""
    assert told(server, path) == [(reason, says.format(at=server.at("")), server.at(to) if to else None)]


def test_what_a_server_leads_to_is_safe_to_print(server: Server) -> None:
    """What would turn a text round comes back in per cent."""
    assert told(server, "/hidden") == [("moved", "moved permanently", server.at("/fine%E2%80%AE"))]


def test_a_body_is_not_read(server: Server) -> None:
    """Neither that of a page nor that of a redirect, of which either may have no end; nor is it packed."""
    assert told(server, "/no-head-endless", longest=10) == [
        ("moved", "moved permanently", server.at("/fine-endless"))
    ]
    assert {request.encoding for request in server.requests} == {"identity"}


REFUSED = "redirects to a private address at localhost; --allow-private follows it"


@pytest.mark.parametrize(
    ("more", "allow_private", "reason", "says"),
    [
        ((), False, "unclear", REFUSED),
        ((), True, None, ""),
        (("localhost",), False, None, ""),
    ],
    ids=["refused", "allowed", "host of a source"],
)
def test_a_redirect_leads_to_no_private_address(
    more: tuple[str, ...], reason: str | None, says: str, server: Server, *, allow_private: bool
) -> None:
    """Unless a source has that host, or the option is given. What is refused gets no request."""
    from briefcli.reading.web import request_all

    address = server.at("/other-name")
    others = [server.at("/gone", host) for host in more]
    answers = request_all([address, *others], 0, allow_private=allow_private)
    assert answers[address][:2] == (reason, says)
    assert ("/fine" in {request.path for request in server.requests}) == (reason is None)


def test_a_redirect_to_a_name_without_an_address_leads_to_nowhere(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the name is not resolved again, because the answer might then be a private address."""
    unresolved = mock.Mock(side_effect=socket.gaierror)
    monkeypatch.setattr(socket, "getaddrinfo", unresolved)
    assert told(server, "/other-name", allow_private=False)[0][:2] == ("unclear", "redirects without an address")
    assert [call.args[0] for call in unresolved.mock_calls].count("localhost") == 2  # for HEAD and for GET


@pytest.mark.parametrize("proxy", [None, "http://127.0.0.1:1"])
@pytest.mark.parametrize("without", ["", "example.org", "localhost,127.0.0.1", "*"])
def test_what_is_judged_is_what_is_connected_to(
    proxy: str | None, without: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that has another address a moment later leads nowhere else, unless a proxy resolves it."""
    from briefcli.reading import web

    monkeypatch.setenv("no_proxy", without)
    if proxy:
        monkeypatch.setenv("http_proxy", proxy)
    if proxy and without in {"", "example.org"}:
        assert told(server, "/other-name", allow_private=False)[0][1] == "its host cannot be reached"
        return

    resolved = socket.getaddrinfo
    addresses = iter(["127.0.0.2", "127.0.0.1"])  # nothing listens at the first one

    def changing(host: bytes | str, *arguments: Any, **options: Any) -> Any:
        return resolved(next(addresses) if host == "localhost" else host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    monkeypatch.setattr(web, "is_public", lambda _: True)
    assert told(server, "/other-name", allow_private=False) == [(None, "", None)]
    # HEAD went to the first address, of which the second question was that for GET.
    assert [request.method for request in server.requests if request.path == "/fine"] == ["GET"]


def test_a_proxy_gets_the_request_in_place_of_a_server(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """It resolves names itself, also that of a redirect."""
    from briefcli.reading.web import request_all

    monkeypatch.setenv("ALL_PROXY", server.at("").removeprefix("http://"))
    monkeypatch.setitem(ANSWERS, "http://one.invalid/old", (301, "http://two.invalid/new"))
    answers = request_all(["http://one.invalid/old"], 0)
    assert list(answers.values()) == [("moved", "moved permanently", "http://two.invalid/new", False)]
    assert [request.path for request in server.requests] == ["http://one.invalid/old", "http://two.invalid/new"]


@pytest.mark.parametrize("proxy", ["socks4://127.0.0.1:1", "socks5://127.0.0.1:1", "::::"])
def test_a_proxy_that_cannot_be_used_is_reported(
    proxy: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sentence, before any request."""
    monkeypatch.setenv("all_proxy", proxy)
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(UsageError, match="the proxy of this system cannot be used"):
        told(server, "/fine")
    assert server.requests == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("127.8.9.10", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - nothing is bound
        ("224.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("::ffff:127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
    ],
)
def test_which_addresses_are_public(address: str, *, public: bool) -> None:
    """Loopback, link-local and private ones are not, nor is what no host has."""
    pytest.importorskip("httpx", reason="httpx is not installed")
    from briefcli.reading.web import is_public

    assert is_public(address) is public


def test_head_is_requested_first_and_get_where_that_is_refused(server: Server) -> None:
    """By a program that says its name."""
    told(server, "/fine", "/gone")
    assert [(request.method, request.path) for request in server.requests] == [
        ("HEAD", "/fine"),
        ("HEAD", "/gone"),
        ("GET", "/gone"),
    ]
    assert all(request.agent.startswith(f"briefcli/{__version__} ") for request in server.requests)


def test_a_host_has_a_pause_after_each_answer(server: Server) -> None:
    """Also between HEAD and GET."""
    from briefcli.reading.web import request_all

    request_all([server.at("/gone"), server.at("/fine")], pause=0.05)
    times = [request.when for request in server.requests]
    assert len(times) == 3
    assert all(later - earlier >= 0.05 for earlier, later in pairwise(times))


@pytest.mark.parametrize(
    ("path", "says"), [("/busy", "answers 429 Too Many Requests"), ("/slow", "no answer within 2 seconds")]
)
def test_a_host_that_asks_for_a_pause_gets_no_second_request(path: str, says: str, server: Server) -> None:
    """And one that does not answer keeps nobody waiting for each of its addresses."""
    rest = "skipped: this host failed or asked for a pause"
    answers = told(server, "/fine", path, "/gone", longest=20 if path == "/busy" else 2)
    assert answers == [(None, "", None), ("unclear", says, None), ("unclear", rest, None)]
    assert [request.path for request in server.requests] == ["/fine", path]


def test_a_host_gets_requests_where_another_one_failed(server: Server) -> None:
    """It is not to blame for where it leads."""
    assert [answer[0] for answer in told(server, "/nowhere", "/gone")] == ["unclear", "gone"]


def test_a_host_that_is_not_there_is_not_gone(server: Server) -> None:
    """It may be the reader who is cut off."""
    server.server_close()
    assert told(server, "/fine")[0][:2] == ("unclear", "its host cannot be reached")


SOURCES = """
  - {id: a, publisher: P, kind: press, title: A, url: "https://www.example.org/talks/?utm_source=x&page=2#top"}
  - {id: b, publisher: P, kind: press, title: B, url: "http://example.org/talks?page=2", archived: "https://archive.example/b"}
  - {id: c, publisher: P, kind: press, title: C, url: "https://example.org/talks?page=3", archived: "https://archive.example/b"}
  - {id: d, publisher: P, kind: press, title: D, url: "https://localhost/d", archived: "https://web.archive.org/web/2025/https://x.org/"}
  - {id: e, publisher: P, kind: press, title: E, url: "https://example.org:99999/", archived: "https://example.org/copy"}
  - {id: f, publisher: P, kind: press, title: F, url: "https://example,org/f", archived: "https://भारत.भारत/f"}
  - {id: g, publisher: P, kind: press, title: G, url: "https://[2001:db8::1]/g", archived: "https://[2001:db8::1]/g"}
"""


def test_what_addresses_tell_themselves_is_listed(brief: Brief, tmp_path: Path) -> None:
    """Those that cannot be requested, those of one page, and those without a copy, each with its place."""
    river = tmp_path / "river.yaml"
    before, sources, after = RIVER.partition("sources:")
    river.write_text(before + sources + SOURCES.rstrip() + after, "utf-8")
    line = river.read_text("utf-8").splitlines().index("sources:") + 2
    out = brief("links", "-d", str(river), "--no-header", "--columns", "reason,id,says,place").out
    assert [row for row in out.splitlines() if "gazette" not in row] == [
        f"form\td\tthe host is not a public name\t{river}:{line + 3}",
        f"form\td\tthe address is not that of one copy\t{river}:{line + 3}",
        f"form\te\tthe host or the port cannot be read\t{river}:{line + 4}",
        f"form\tf\tthe host is not a public name\t{river}:{line + 5}",
        f"form\tg\tthe address is not that of one copy\t{river}:{line + 6}",
        f"duplicate\tb\tthe same page as a\t{river}:{line + 1}",
        f"duplicate\tc\tthe same page as b\t{river}:{line + 2}",
        f"uncopied\ta\tno archived copy is known\t{river}:{line}",
    ]


def test_servers_get_requests_only_with_the_option(brief: Brief, server: Server, tmp_path: Path) -> None:
    """Their results come first, and malformed addresses are not requested."""
    river = tmp_path / "river.yaml"
    sources = f"""
  - {{id: a, publisher: P, kind: press, title: A, url: "{server.at("/moved")}", archived: "{server.at("/gone")}"}}
  - {{id: b, publisher: P, kind: press, title: B, url: "https://localhost/b", archived: "https://web.archive.org/x"}}"""
    lines = [line for line in RIVER.splitlines() if "url:" not in line]
    before, head, after = "\n".join(lines).partition("sources:")
    river.write_text(f"{before}{head}{sources}{after}\n", "utf-8")
    done = brief("links", "-d", str(river), "--online", "--no-header", "--columns", "reason,id,address,to")
    assert (done.code, done.err) == (0, "Asking the servers of 2 links.\n")
    assert done.out.splitlines() == [
        f"gone\ta\t{server.at('/gone')}\t",
        f"moved\ta\t{server.at('/moved')}\t{server.at('/fine')}",
        "form\tb\thttps://localhost/b\t",
        "form\tb\thttps://web.archive.org/x\t",
    ]


def test_no_request_is_made_without_the_package(
    brief: Brief, monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    """Which is an extra."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "briefcli.reading.web", raising=False)
    assert brief("links", "--online", "-d", "japan-visit") == (
        2,
        "",
        "brief: --online needs httpx; install briefcli[online]\n",
    )
    assert server.requests == []


def test_a_source_is_described_by_its_page(brief: Brief, server: Server, tmp_path: Path) -> None:
    """What is given counts before it; a publisher of the same host, too; without --online there is no request."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER, encoding="utf-8")
    add = ("add", "source", "-d", str(path), "--kind", "press", "--url")
    out = brief(*add, server.at("/to-page"), "--online").out
    assert "publisher: Example Wire" in out
    assert "title: Talks & more" in out
    assert "date: 2025-02-21" in out
    assert "author: A. Dupré" in out
    assert "language: en" in out
    out = brief(*add, server.at("/data"), "--online", "--title", "Mine").out
    assert "title: Mine" in out
    assert "A, B" in out
    asked = len(server.requests)
    assert "needs publisher and title" in brief(*add, server.at("/page")).err
    assert len(server.requests) == asked
    path.write_text(
        RIVER.replace("title: Talks resume,", f'title: Talks resume, url: "{server.at("/old")}",'),
        encoding="utf-8",
    )
    assert "publisher: Example Gazette" in brief(*add[:4], "--url", server.at("/page"), "--online").out


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/lost", "its server answers 404"),
        ("/fine", "it is of an unknown type and no HTML"),
        ("/circle", "it redirects without end"),
        ("/nowhere", "it redirects to a private address at localhost; --allow-private follows it"),
        ("/to-private", "it redirects to a private address at localhost; --allow-private follows it"),
    ],
)
def test_a_page_that_cannot_be_read_is_reported(
    brief: Brief, server: Server, tmp_path: Path, path: str, says: str
) -> None:
    """And nothing is written."""
    river = tmp_path / "river.yaml"
    river.write_text(RIVER, encoding="utf-8")
    result = brief("add", "source", "-d", str(river), "--url", server.at(path), "--online", "--write")
    assert (result.code, result.out) == (2, "")
    assert result.err == f"brief: {server.at(path)} cannot be read: {says}\n"
