"""Request addresses: few at once, with a pause for each host, and none for long.

A server can redirect to any address, also to one that only the user's machine can reach. Such a redirect is not
followed, unless a source has the same host or the user allows it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections import defaultdict
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from briefcli.errors import UsageError
from briefcli.reading import progress
from briefcli.reading.addresses import Trouble
from briefcli.version import __version__

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

#: The number of requests at once.
_AT_ONCE = 8
#: Seconds between two questions to one host, and how many there are for all the answers about one address.
_PAUSE = 1.0
_MAX_SECONDS = 20.0
_MAX_REDIRECTS = 20
#: The extension of a request with the addresses that its host was resolved to.
_RESOLVED = "resolved"
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_MOVED = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
#: The errors of a request or redirect: most are from httpx, idna refuses a name, and
#: anyio a port beyond all.
_UNREADABLE = (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ExceptionGroup)
_WITHOUT_END = "it redirects without end"
_CHARSET = re.compile(rb"""charset=["']?([\w-]+)""")
#: How many bytes of a page are read.
_MAX_PAGE_BYTES = 512 * 1024
_READER = f"briefcli/{__version__} (reads the title, date and author of a page that its user cites)"
_AGENT = f"briefcli/{__version__} (checks links of the sources of a dossier)"


class Answer(NamedTuple):
    """What is wrong with an address, if anything is, and where it has moved.

    `enough` is true if its host must not be requested again in this run.
    """

    reason: Trouble | None
    says: str = ""
    to: str | None = None
    enough: bool = False


class _PrivateAddressError(httpx.ConnectError):
    """A redirect leads to a private address."""


class _Pinned(httpx.AsyncHTTPTransport):
    """Connects to the addresses by which a redirect was judged. Its name may have another one a moment later.

    What goes through a proxy of the system is not pinned, because the proxy resolves names itself.
    """

    def __init__(self) -> None:
        # A kept connection is one to an address, and might be used for another name there.
        super().__init__(limits=httpx.Limits(max_keepalive_connections=0))
        proxies = getproxies()  # also contains the list of hosts that need none
        self._proxies = {
            scheme: _proxy_at(proxies[scheme]) for scheme in {"http", "https", "all"} & proxies.keys()
        }

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Connect to the first address that takes the request."""
        proxy = self._proxies.get(request.url.scheme) or self._proxies.get("all")
        if proxy and not proxy_bypass(request.url.host):
            return await proxy.handle_async_request(request)
        if (resolved := request.extensions.get(_RESOLVED)) is None:
            return await super().handle_async_request(request)
        failure = httpx.ConnectError("the host name has no address")
        for address in resolved:
            url = request.url.copy_with(host=address)
            extensions = {**request.extensions, "sni_hostname": request.url.raw_host.decode()}
            pinned = httpx.Request(request.method, url, headers=request.headers, extensions=extensions)
            try:
                return await super().handle_async_request(pinned)
            except httpx.ConnectError as error:
                failure = error
        raise failure

    async def aclose(self) -> None:
        """Close the connections."""
        for proxy in self._proxies.values():
            await proxy.aclose()
        await super().aclose()


def request_all(
    addresses: Iterable[str], pause: float = _PAUSE, longest: float = _MAX_SECONDS, *, allow_private: bool = False
) -> Mapping[str, Answer]:
    """Return the answer of the server for each address; a host that does not answer is not requested again.

    `pause` is the number of seconds between two requests to one host, and `longest` the time for all about one
    address. A redirect to a private address is followed only with `allow_private`, or if the host is that of one
    of the addresses.

    Raises:
        UsageError: the proxy of the system cannot be used.
    """
    by_host: dict[str, list[str]] = defaultdict(list)
    once = dict.fromkeys(addresses)
    for address in once:
        by_host[urlsplit(address).hostname or ""].append(address)
    with progress.observed(len(once)):
        return asyncio.run(_asked_of_all(by_host, pause, longest, allow_private=allow_private))


def read_page(address: str, longest: float = _MAX_SECONDS, *, allow_private: bool = False) -> str:
    """Return the HTML of a page, or as much of it as has its head, with the limits of `request_all`.

    Raises:
        UsageError: its server does not send it.
    """
    host = urlsplit(address).hostname or ""
    return asyncio.run(_read_of(address, None if allow_private else {host}, longest))


async def _read_of(address: str, trusted: Container[str] | None, longest: float) -> str:
    headers = {"User-Agent": _READER, "Accept-Encoding": "identity", "Accept": "text/html"}
    async with httpx.AsyncClient(headers=headers, transport=_Pinned(), timeout=None) as client:  # noqa: S113
        try:
            async with asyncio.timeout(longest):
                return await _Asker(client, trusted, 0, longest).html(address)
        except TimeoutError:
            why = f"no answer within {longest:g} seconds"
        except _PrivateAddressError as error:
            why = f"it redirects to a private address at {error.request.url.host}; --allow-private follows it"
        except httpx.ConnectError:
            why = "its host cannot be reached"
        except (*_UNREADABLE, ValueError) as error:
            why = str(error) or "the answer cannot be read"
    msg = f"{address} cannot be read: {why}"
    raise UsageError(msg)


def is_public(address: str) -> bool:
    """Whether an IP address is one that any machine on the internet can reach."""
    parsed = ipaddress.ip_address(address)
    return parsed.is_global and not parsed.is_multicast


def _proxy_at(address: str) -> httpx.AsyncHTTPTransport:
    """Return what connects through a proxy.

    Raises:
        UsageError: httpx cannot use it.
    """
    try:
        return httpx.AsyncHTTPTransport(proxy=address if "://" in address else f"http://{address}")
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        msg = f"the proxy of this system cannot be used: {error}"
        raise UsageError(msg) from error


async def _asked_of_all(
    by_host: Mapping[str, Sequence[str]], pause: float, longest: float, *, allow_private: bool
) -> dict[str, Answer]:
    at_once = asyncio.Semaphore(_AT_ONCE)
    unasked = Answer(Trouble.UNCLEAR, "skipped: this host failed or asked for a pause")
    headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"}
    # Each address has its time as a whole, which no server can draw out.
    async with httpx.AsyncClient(headers=headers, transport=_Pinned(), timeout=None) as client:  # noqa: S113
        asker = _Asker(client, None if allow_private else by_host.keys(), pause, longest)

        async def of_host(addresses: Sequence[str]) -> dict[str, Answer]:
            answers: dict[str, Answer] = {}
            for address in addresses:
                await asyncio.sleep(pause if answers else 0)
                async with at_once:
                    answers[address] = await asker.answer(address)
                if progress.observer:
                    progress.observer.advance(1)
                if answers[address].enough:
                    break
            return {**dict.fromkeys(addresses, unasked), **answers}

        found = await asyncio.gather(*map(of_host, by_host.values()))
    return {address: answer for answers in found for address, answer in answers.items()}


class _Asker(NamedTuple):
    """A client with the hosts to which a redirect may lead whatever their addresses are; None for all hosts."""

    client: httpx.AsyncClient
    trusted: Container[str] | None
    pause: float
    longest: float

    async def answer(self, address: str) -> Answer:
        """Return what the server of an address answers."""
        try:
            async with asyncio.timeout(self.longest):
                answer = await self._said("HEAD", address)
                if answer.reason in {Trouble.GONE, Trouble.UNCLEAR} and not answer.enough:
                    await asyncio.sleep(self.pause)
                    answer = await self._said("GET", address)  # some servers know of no HEAD
                return answer
        except TimeoutError:
            return Answer(Trouble.UNCLEAR, f"no answer within {self.longest:g} seconds", enough=True)

    async def _said(self, method: str, address: str) -> Answer:
        try:
            return _meaning(await self._followed(method, address))
        except _PrivateAddressError as error:
            host = error.request.url.raw_host.decode()
            says = f"redirects to a private address at {host}; --allow-private follows it"
            return Answer(Trouble.UNCLEAR, says)
        except httpx.ConnectError as error:
            own = error.request.url.host == httpx.URL(address).host
            return Answer(
                Trouble.UNCLEAR,
                "its host cannot be reached" if own else "redirects without an address",
                enough=own,
            )
        except httpx.TooManyRedirects:
            return Answer(Trouble.UNCLEAR, "redirects without end")
        except _UNREADABLE:
            return Answer(Trouble.UNCLEAR, "the answer cannot be read")

    async def _followed(self, method: str, address: str) -> Sequence[httpx.Response]:
        """Return the answers on the way from an address. No body is read, of which httpx reads those of redirects.

        Raises:
            TooManyRedirects: there is no end of them.
        """
        steps: list[httpx.Response] = []
        request: httpx.Request | None = self.client.build_request(method, address)
        while request:
            if len(steps) > _MAX_REDIRECTS:
                raise httpx.TooManyRedirects("", request=request)
            response = await self.client.send(request, stream=True)
            await response.aclose()
            steps.append(response)
            request = response.next_request
            if request:
                await self._judge(request)
        return steps

    async def html(self, address: str) -> str:
        """Return the beginning of the HTML at an address.

        Raises:
            ValueError: the server sends something else.
            HTTPError: it does not answer.
        """
        request = self.client.build_request("GET", address)
        for _ in range(_MAX_REDIRECTS):
            response = await self.client.send(request, stream=True)
            try:
                if response.next_request is None:
                    return await _beginning(response)
            finally:
                await response.aclose()
            request = response.next_request
            await self._judge(request)
        raise httpx.TooManyRedirects(_WITHOUT_END, request=request)

    async def _judge(self, request: httpx.Request) -> None:
        """Resolve the host of a redirect, if it is not trusted.

        Raises:
            _PrivateAddressError: it has an address that is not public.
        """
        host = request.url.raw_host.decode()
        if self.trusted is None or host in self.trusted or request.url.host in self.trusted:
            return
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except OSError:
            found = []
        request.extensions[_RESOLVED] = [str(place[0]) for *_, place in found]
        if not all(map(is_public, request.extensions[_RESOLVED])):
            raise _PrivateAddressError("", request=request)


async def _beginning(response: httpx.Response) -> str:
    """Return the text of a page, up to `_MAX_PAGE_BYTES`.

    Raises:
        ValueError: it is no HTML.
    """
    kind = response.headers.get("content-type", "").lower()
    if not response.is_success:
        msg = f"its server answers {response.status_code}"
        raise ValueError(msg)
    if "html" not in kind or response.headers.get("content-encoding", "identity") != "identity":
        msg = f"it is {kind.partition(';')[0] or 'of an unknown type'} and no HTML"
        raise ValueError(msg)
    data = b""
    async for piece in response.aiter_raw():
        data += piece
        if len(data) >= _MAX_PAGE_BYTES:
            break
    named = _CHARSET.search(data)
    charset = response.charset_encoding or (named[1].decode() if named else "utf-8")
    try:
        return data[:_MAX_PAGE_BYTES].decode(charset, errors="replace")
    except LookupError:
        return data[:_MAX_PAGE_BYTES].decode(errors="replace")


def _meaning(steps: Sequence[httpx.Response]) -> Answer:
    response = steps[-1]
    code = response.status_code
    if not response.is_success:
        phrases = {status.value: status.phrase for status in HTTPStatus}
        says = f"answers {code} {phrases.get(code, '')}".rstrip()
        reason = Trouble.GONE if code in _GONE else Trouble.UNCLEAR
        own = response.url.host == steps[0].url.host
        return Answer(reason, says, enough=own and code == HTTPStatus.TOO_MANY_REQUESTS)
    if steps[0].url.path != "/" and response.url.path == "/":
        return Answer(Trouble.UNCLEAR, f"redirects to the front page {response.url}")
    if any(step.status_code in _MOVED for step in steps):
        return Answer(Trouble.MOVED, "moved permanently", to=str(response.url))
    return Answer(None)
