"""robots.txt: what a site asks crawlers to leave alone. Source: RFC 9309."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

ROBOTS_BYTES = 512_000
"""Bytes of a robots.txt that count. Source: RFC 9309, section 2.5, asks for at least 500 kiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one site.

    Attributes:
        delay: Seconds that the site wants between requests, or None.
    """

    delay: float | None = None
    _parsed: Protego | None = None

    def allows(self, url: str, user_agent: str) -> bool:
        """Tell whether the address may be fetched."""
        return self._parsed is None or bool(self._parsed.can_fetch(url, user_agent))


def parse_rules(data: bytes, user_agent: str) -> Rules:
    """Return the rules of a robots.txt; one that cannot be read allows everything."""
    try:
        parsed = Protego.parse(data.decode("utf-8-sig", "replace"))
        delay = parsed.crawl_delay(user_agent)
        rate = parsed.request_rate(user_agent)
    except Exception:  # its authors meant something, but no more than browsers can tell
        return Rules()
    seconds = [float(delay)] if delay else []
    if rate is not None and rate.requests:
        seconds.append(rate.seconds / rate.requests)
    return Rules(delay=max(seconds, default=None), _parsed=parsed)
