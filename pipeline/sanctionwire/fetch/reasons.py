"""Why nothing came of an address: stable codes, and the exception that carries one."""

from __future__ import annotations

from sanctionwire.errors import SanctionwireError

REASONS = {
    "bad_address": "no http or https address",
    "private_address": "a host inside the own network; such hosts are fetched from only when allowed",
    "robots": "the site's robots.txt asks not to fetch it",
    "unreachable": "no connection: unknown host, refused, or no valid certificate",
    "too_slow": "the server did not answer, or not to the end, within the time limits",
    "http_error": "the server answered with an error; its status is named",
    "too_many_redirects": "one redirect after the other, or in a circle",
    "bad_answer": "an answer that breaks HTTP, cannot be decompressed or ends before its stated length",
    "too_large": "more bytes than the limit for one address, decompressed",
    "wrong_type": "neither a web page nor a feed or sitemap, such as a PDF or an image",
    "malformed_feed": "no RSS or Atom feed, or one that is cut off",
    "malformed_sitemap": "no sitemap",
    "too_many_pages": "a sitemap with more pages than the limit; the others were left out",
    "nothing_new": "a feed or sitemap without entries, or without one that was not fetched before",
}
"""Every reason of fetching with its meaning."""

UNFETCHED = frozenset(REASONS) - {"robots", "nothing_new"}
"""Reasons that mean that something could not be had, as opposed to what was not to be had."""


class FetchStopped(SanctionwireError):
    """Raised when the caller asked to stop; what was not kept yet is fetched the next time."""


class FetchError(Exception):
    """Raised where an address gives nothing.

    Args:
        reason: A key of `REASONS`.
        detail: One sentence: what was found and what to do.
        retryable: Whether it may come another time.
        wait: Seconds after which the server wants to be asked again, or None when it did not say.
    """

    def __init__(
        self, reason: str, detail: str, *, retryable: bool = False, wait: float | None = None
    ) -> None:
        self.reason = reason
        self.detail = detail
        self.retryable = retryable
        self.wait = wait
        super().__init__(f"{reason}: {detail}")
