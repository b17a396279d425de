"""Where a site is published: the addresses of its files, which are relative if nobody says."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from briefcli.errors import UsageError

#: The year in `tag:` ids. It stays, so that an entry keeps its id (RFC 4151).
_YEAR = 2026


class Address(Struct, frozen=True):
    """The address of a file: `base` is that of the site and ends with a slash, or is empty; `path` is below it."""

    base: str = ""
    path: str = ""

    def at(self, path: str) -> Address:
        """Return the address of another file of the site."""
        return Address(self.base, path)

    def to(self, href: str) -> str:
        """Return the address of a link in the file: absolute if the site has a base."""
        return urljoin(self.base + self.path, href) if self.base else href

    @property
    def whole(self) -> str:
        """The absolute address of the file; empty without a base."""
        return self.base and self.base + self.path.removesuffix("index.html")

    @property
    def subscription(self) -> str:
        """The address at which programs subscribe to the file as a calendar; empty without a base."""
        return self.base and f"webcal:{self.whole.partition(':')[2]}"

    def id(self, name: str) -> str:
        """Return a lasting id of something on the site, unlike those of other sites."""
        if not self.base:
            return f"urn:briefcli:{name}"
        parts = urlsplit(self.base)
        return f"tag:{parts.hostname},{_YEAR}:{parts.path.strip('/') or 'brief'}:{name}"


def base_address(text: str) -> str:
    """Return the base of a site, with a slash at its end.

    Raises:
        UsageError: it is no address of the web, or has a query or a fragment.
    """
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        msg = f"{text!r} is not the address of a site; write one such as https://briefings.example.org/"
        raise UsageError(msg)
    if parts.username or any(char.isspace() or not char.isprintable() for char in text):
        msg = f"{text!r} has a space or a user name, which an address of a site cannot have"
        raise UsageError(msg)
    return text if text.endswith("/") else f"{text}/"
