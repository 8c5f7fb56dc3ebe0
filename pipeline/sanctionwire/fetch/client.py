"""Asks servers, politely and within limits."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpx
import stamina

from sanctionwire.fetch.answers import check_status, explain
from sanctionwire.fetch.bodies import read_body
from sanctionwire.fetch.guard import guard_connection
from sanctionwire.fetch.hosts import Hosts
from sanctionwire.fetch.options import FetchOptions
from sanctionwire.fetch.reasons import FetchError
from sanctionwire.fetch.robots import ROBOTS_BYTES, Rules, parse_rules

_RULES_SECONDS = 86_400.0
"""How long a robots.txt counts. Source: RFC 9309, section 2.4."""

_REDIRECTS = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered.

    Attributes:
        url: The address that answered, behind all redirects.
        body: The bytes, decompressed; None when nothing changed since the validators given.
        content_type: As stated, or "".
        etag: Validator for the next request, or None.
        last_modified: Validator for the next request, or None.
    """

    url: str
    body: bytes | None
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None


class Client:
    """Fetches addresses within one event loop; an async context manager.

    Args:
        options: Limits and manners.
    """

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        self._hosts = Hosts(options.delay)
        self._rules: dict[str, tuple[float, Rules]] = {}
        self._rules_locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._failures: Counter[str] = Counter()
        self._http = httpx.AsyncClient(
            headers={"User-Agent": options.user_agent, "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(options.read_seconds, connect=options.connect_seconds),
            follow_redirects=False,
            trust_env=False,  # a proxy would hide the address that is connected to
        )
        # What they report is in the rejections.
        for name in ("stamina", "httpx"):
            logging.getLogger(name).setLevel(logging.ERROR)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def get(self, url: str, validators: Mapping[str, str] | None = None) -> Answer:
        """Return the answer of an address, asked again when the failure may pass.

        Args:
            url: The address.
            validators: Headers of a conditional request, or None.

        Raises:
            FetchError: When it gives nothing, with any reason of fetching but those of feeds and sitemaps.
        """
        options = self._options
        async for attempt in stamina.retry_context(
            on=self._decide,
            attempts=options.attempts,
            timeout=None,
            wait_initial=options.backoff_seconds,
            wait_jitter=options.backoff_seconds,
            wait_max=options.max_wait_seconds,
        ):
            with attempt:
                return await self._follow(url, validators or {})
        raise AssertionError("the last attempt raises")

    def _decide(self, error: Exception) -> bool | float:
        """Tell whether to ask again, and when, if the server said so."""
        if not isinstance(error, FetchError) or not error.retryable:
            return False
        if error.wait is None:
            return True
        return error.wait if error.wait <= self._options.max_wait_seconds else False

    async def _follow(self, url: str, validators: Mapping[str, str]) -> Answer:
        """Return the answer behind all redirects; each address on the way is checked like the first."""
        for _ in range(self._options.max_redirects + 1):
            site = find_site(url)
            rules = await self._find_rules(site) if self._options.obey_robots else Rules()
            if not rules.allows(url, self._options.user_agent):
                raise FetchError("robots", f"{site}/robots.txt asks not to fetch {url}; leave it out")
            answer = await self._ask(url, validators)
            if isinstance(answer, Answer):
                return answer
            url = join(url, answer)
        detail = (
            f"more than {self._options.max_redirects} redirects, the last to {url}; give the address itself"
        )
        raise FetchError("too_many_redirects", detail)

    async def _find_rules(self, site: str) -> Rules:
        """Return the rules of a site; while its server fails, nothing on it may be fetched."""
        async with self._rules_locks[site]:
            read_at, rules = self._rules.get(site, (-_RULES_SECONDS, Rules()))
            if time.monotonic() - read_at < _RULES_SECONDS:
                return rules
            rules = parse_rules(await self._read_robots(site), self._options.user_agent)
            self._rules[site] = time.monotonic(), rules
            if rules.delay is not None:
                self._hosts.slow_down(find_host(site), min(rules.delay, self._options.max_delay))
            return rules

    async def _read_robots(self, site: str) -> bytes:
        """Return the robots.txt of a site, empty when there is none."""
        url = f"{site}/robots.txt"
        try:
            for _ in range(self._options.max_redirects + 1):
                answer = await self._ask(url, {}, is_robots=True)
                if isinstance(answer, Answer):
                    return answer.body or b""
                url = join(url, answer)
                find_site(url)
        except FetchError as error:
            if error.retryable or error.reason == "private_address":
                error.detail = f"robots.txt: {error.detail}"
                raise
        return b""

    async def _ask(self, url: str, validators: Mapping[str, str], *, is_robots: bool = False) -> Answer | str:
        """Return the answer of one address, or the address that it redirects to.

        Raises:
            FetchError: When it gives nothing.
        """
        host = find_host(url)
        async with self._hosts.turn(host):
            if self._failures[host] >= self._options.max_failures:
                detail = f"{host} failed too often, or asked for a long pause; try again later"
                raise FetchError("unreachable", detail, retryable=True, wait=math.inf)
            try:
                async with asyncio.timeout(self._options.total_seconds):
                    answer = await self._exchange(url, validators, is_robots=is_robots)
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
                explained = explain(error, self._options)
                self._failures[host] += explained.retryable
                raise explained from error
            except FetchError as error:
                self._failures[host] = self._failures[host] + 1 if error.retryable else 0
                if error.wait is not None and error.wait > self._options.max_wait_seconds:
                    self._failures[host] = self._options.max_failures
                elif error.wait is not None:
                    self._hosts.rest(host, error.wait)
                raise
            self._failures[host] = 0
            return answer

    def forgive(self) -> None:
        """Ask hosts again that failed too often."""
        self._failures.clear()

    async def _exchange(self, url: str, validators: Mapping[str, str], *, is_robots: bool) -> Answer | str:
        extensions = {} if self._options.allow_private else {"trace": guard_connection}
        async with self._http.stream("GET", url, headers=dict(validators), extensions=extensions) as response:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                return str(response.headers["location"])
            if response.status_code == 304 and validators:
                return Answer(url=url, body=None)
            check_status(response)
            limit = ROBOTS_BYTES if is_robots else self._options.max_bytes
            body = await read_body(response, limit, is_cut=is_robots)
            return Answer(
                url=str(response.url),
                body=body,
                content_type=response.headers.get("content-type", ""),
                etag=response.headers.get("etag"),
                last_modified=response.headers.get("last-modified"),
            )


def find_site(url: str) -> str:
    """Return scheme, host and port of an address.

    Raises:
        FetchError: `bad_address` when it is no http or https address.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc:
            return f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        pass
    raise FetchError("bad_address", f"{url[:200]!r} is no http or https address without a password")


def find_host(url: str) -> str:
    """Return the host of an address, or ""."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def join(base: str, url: str) -> str:
    """Return an address that may be written relative to another; as it is when it cannot be read."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url
