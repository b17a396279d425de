"""Faults of the addresses of sources that can be found without a network."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from briefcli.reading.urls import is_no_copy, page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Dossier, Source

#: A name with a dot and no ASCII that no name has, or an address of IPv6.
_PART = r"[^\x00-,./:-@\[-^`{-\x7f]+"
_HOST = re.compile(rf"{_PART}(\.{_PART})+\.?|[\da-f:.]*:[\da-f:.]*", re.IGNORECASE)


class Trouble(StrEnum):
    """What is wrong with an address."""

    GONE = "gone"
    MOVED = "moved"
    UNCLEAR = "unclear"
    FORM = "form"
    DUPLICATE = "duplicate"
    UNCOPIED = "uncopied"


class Fault(Struct, frozen=True):
    """An address of a source with what is wrong with it, and the one to which it has moved."""

    reason: Trouble
    source: Source
    address: str
    says: str
    to: str | None = None


def addresses(dossier: Dossier) -> Iterator[tuple[Source, str]]:
    """Yield each source with each of its addresses: address of the page, and address of an archived copy."""
    for source in dossier.sources:
        yield from ((source, address) for address in dict.fromkeys((source.url, source.archived)) if address)


def faults(dossier: Dossier) -> Iterator[Fault]:
    """Yield the addresses that no server has or that two sources share, and those of which no copy is kept."""
    first: dict[object, Source] = {}
    for source, address in addresses(dossier):
        if says := _fault_of_form(source, address):
            yield Fault(Trouble.FORM, source, address, says)
        elif first.setdefault(page_of(address), source) is not source:
            says = f"the same page as {first[page_of(address)].id}"
            yield Fault(Trouble.DUPLICATE, source, address, says)
        if address == source.url and not source.archived:
            yield Fault(Trouble.UNCOPIED, source, address, "no archived copy is known")


def _fault_of_form(source: Source, address: str) -> str | None:
    try:
        host, _ = urlsplit(address).hostname, urlsplit(address).port
    except ValueError:
        return "the host or the port cannot be read"
    if not _HOST.fullmatch(host or ""):
        return "the host is not a public name"
    if address == source.archived and (is_no_copy(address) or address == source.url):
        return "the address is not that of one copy"
    return None
