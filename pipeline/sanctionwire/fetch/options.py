"""What a caller can choose about fetching."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sanctionwire import __version__
from sanctionwire.errors import InputError

Kind = Literal["auto", "feed", "sitemap", "page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSource:
    """An address to fetch from.

    Attributes:
        url: An http or https address.
        kind: `feed` for RSS or Atom, `sitemap` for a sitemap or an index of sitemaps, `page` for an article,
            `auto` for what is found there.
        full_text: Whether entries of a feed that carry only a summary are fetched from their page.
        since: ISO date; pages whose sitemap says that they changed last before it are left out, or None.

    Raises:
        InputError: When a value is not one of those allowed.
    """

    url: str
    kind: Kind = "auto"
    full_text: bool = False
    since: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in ("auto", "feed", "sitemap", "page"):
            raise InputError(f"{self.url}: kind {self.kind!r} is none of auto, feed, sitemap, page")
        if not re.match(r"https?://[^\s/]", self.url, re.IGNORECASE):
            raise InputError(f"{self.url!r} is no address; write it with http:// or https://")
        if self.since is not None and not re.fullmatch(r"\d{4}-\d\d-\d\d", self.since):
            raise InputError(f"{self.url}: since {self.since!r} is no date YYYY-MM-DD")
        if self.full_text and self.kind not in ("auto", "feed"):
            raise InputError(f"{self.url}: full_text is for feeds; leave it out")
        if self.since is not None and self.kind not in ("auto", "sitemap"):
            raise InputError(f"{self.url}: since is for sitemaps; leave it out")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """Limits and manners of fetching.

    Attributes:
        user_agent: Name given to servers and looked up in their robots.txt.
        delay: Seconds between two requests to one host; more when its robots.txt asks for more.
        max_delay: Seconds of delay that a robots.txt can ask for at most.
        concurrency: Hosts asked at the same time; one host is never asked twice at once.
        connect_seconds: Limit for a connection.
        read_seconds: Limit for the next bytes of an answer.
        total_seconds: Limit for a whole answer, from asking to its last byte.
        attempts: Times that an address is asked before it is given up.
        backoff_seconds: Wait before the second attempt; it doubles with each further one.
        max_wait_seconds: Longest wait between attempts; a server that asks for more is left alone.
        max_failures: Failures one after the other after which a host is left alone until the next harvest.
        max_redirects: Redirects followed.
        max_bytes: Limit for one answer, decompressed.
        max_pages: Limit for the pages of one sitemap with all those that it leads to.
        allow_private: Whether hosts of the own network (private, loopback, link-local) may be asked.
        obey_robots: Whether robots.txt is obeyed. For sites of one's own.

    Raises:
        InputError: When a limit is not positive.
    """

    user_agent: str = f"sanctionwire/{__version__}"
    delay: float = 1.0
    max_delay: float = 60.0
    concurrency: int = 8
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    attempts: int = 3
    backoff_seconds: float = 1.0
    max_wait_seconds: float = 120.0
    max_failures: int = 10
    max_redirects: int = 5
    max_bytes: int = 10_000_000
    max_pages: int = 10_000
    allow_private: bool = False
    obey_robots: bool = True

    def __post_init__(self) -> None:
        for name in ("connect_seconds", "read_seconds", "total_seconds"):
            if getattr(self, name) <= 0:
                raise InputError(f"{name} is {getattr(self, name)}; it must be more than 0")
        for name in ("concurrency", "attempts", "max_failures", "max_bytes", "max_pages"):
            if getattr(self, name) < 1:
                raise InputError(f"{name} is {getattr(self, name)}; it must be at least 1")
        for name in ("delay", "max_delay", "backoff_seconds", "max_wait_seconds", "max_redirects"):
            if getattr(self, name) < 0:
                raise InputError(f"{name} is {getattr(self, name)}; it must not be negative")
