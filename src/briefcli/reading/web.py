"""What servers say of addresses: few are asked at once, no host without a pause, and none for long."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import httpx

from briefcli.reading import progress
from briefcli.reading.addresses import Trouble
from briefcli.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: How many are asked at once.
_AT_ONCE = 8
#: Seconds between two questions to one host, and how many there are for all the answers about one address.
_PAUSE = 1.0
_MAX_SECONDS = 20.0
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_MOVED = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
#: What comes of an answer, or of the address that it leads to: httpx tells most of it, idna refuses a name, and
#: anyio a port beyond all.
_UNREADABLE = (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ExceptionGroup)
_AGENT = f"briefcli/{__version__} (looks whether the sources of a dossier can still be read)"


class Answer(NamedTuple):
    """What is wrong with an address, if anything is, and where it has moved.

    `enough` says that its host is not to be asked again in this run.
    """

    reason: Trouble | None
    says: str = ""
    to: str | None = None
    enough: bool = False


def request_all(
    addresses: Iterable[str], pause: float = _PAUSE, longest: float = _MAX_SECONDS
) -> Mapping[str, Answer]:
    """Return what its server says of each address; a host that gives no answer is not asked again.

    `pause` is how many seconds lie between two questions to one host, and `longest` how many an answer may take.
    """
    by_host: dict[str, list[str]] = defaultdict(list)
    once = dict.fromkeys(addresses)
    for address in once:
        by_host[urlsplit(address).hostname or ""].append(address)
    with progress.observed(len(once)):
        return asyncio.run(_asked_of_all(list(by_host.values()), pause, longest))


async def _asked_of_all(hosts: Sequence[Sequence[str]], pause: float, longest: float) -> dict[str, Answer]:
    at_once = asyncio.Semaphore(_AT_ONCE)
    unasked = Answer(Trouble.UNCLEAR, "not asked, for its host did not answer before or wants rest")
    # Each address has its time as a whole, which no server can draw out.
    async with httpx.AsyncClient(headers={"User-Agent": _AGENT}, follow_redirects=True, timeout=None) as client:  # noqa: S113

        async def of_host(addresses: Sequence[str]) -> dict[str, Answer]:
            answers: dict[str, Answer] = {}
            for address in addresses:
                await asyncio.sleep(pause if answers else 0)
                async with at_once:
                    answers[address] = await _answer(client, address, pause, longest)
                if progress.observer:
                    progress.observer.advance(1)
                if answers[address].enough:
                    break
            return {**dict.fromkeys(addresses, unasked), **answers}

        found = await asyncio.gather(*map(of_host, hosts))
    return {address: answer for answers in found for address, answer in answers.items()}


async def _answer(client: httpx.AsyncClient, address: str, pause: float, longest: float) -> Answer:
    try:
        async with asyncio.timeout(longest):
            answer = await _said(client, "HEAD", address)
            if answer.reason in {Trouble.GONE, Trouble.UNCLEAR} and not answer.enough:
                await asyncio.sleep(pause)
                answer = await _said(client, "GET", address)  # some servers know of no HEAD
            return answer
    except TimeoutError:
        return Answer(Trouble.UNCLEAR, f"no answer within {longest:g} seconds", enough=True)


async def _said(client: httpx.AsyncClient, method: str, address: str) -> Answer:
    try:
        async with client.stream(method, address) as response:  # of which the body is not read
            return _meaning(response)
    except httpx.ConnectError as error:
        own = error.request.url.host == httpx.URL(address).host
        return Answer(Trouble.UNCLEAR, "its host cannot be reached" if own else "leads to nowhere", enough=own)
    except httpx.TooManyRedirects:
        return Answer(Trouble.UNCLEAR, "leads from one address to another without an end")
    except _UNREADABLE:
        return Answer(Trouble.UNCLEAR, "no answer that can be read")


def _meaning(response: httpx.Response) -> Answer:
    code, steps = response.status_code, [*response.history, response]
    if not response.is_success:
        phrases = {status.value: status.phrase for status in HTTPStatus}
        says = f"answers {code} {phrases.get(code, '')}".rstrip()
        reason = Trouble.GONE if code in _GONE else Trouble.UNCLEAR
        own = response.url.host == steps[0].url.host
        return Answer(reason, says, enough=own and code == HTTPStatus.TOO_MANY_REQUESTS)
    if steps[0].url.path != "/" and response.url.path == "/":
        return Answer(Trouble.UNCLEAR, f"leads to the front page {response.url}")
    if any(step.status_code in _MOVED for step in steps):
        return Answer(Trouble.MOVED, "moved for good", to=str(response.url))
    return Answer(None)
