"""What the status of an answer and the failures of a request mean."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from sanctionwire.fetch.options import FetchOptions
from sanctionwire.fetch.reasons import FetchError

_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
"""Statuses that may be another the next time. Source: RFC 9110, section 15, and RFC 6585."""


def check_status(answer: httpx.Response) -> None:
    """Raise `FetchError` with `http_error` for an answer that is no page."""
    status = answer.status_code
    if status in (200, 203):
        return
    wait = parse_retry_after(answer.headers.get("retry-after"))
    asked = "" if wait is None else f", and asks to come back in {wait:.0f} s"
    is_passing = status in _PASSING
    todo = "try again later" if is_passing else "check the address"
    detail = f"the server answered {status} {answer.reason_phrase}{asked}; {todo}"
    raise FetchError("http_error", detail, retryable=is_passing, wait=wait if is_passing else None)


def parse_retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds that a `Retry-After` header asks to wait, or None.

    >>> parse_retry_after("120"), parse_retry_after("soon")
    (120.0, None)
    """
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(min(int(value), 10**9))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def explain(error: Exception, options: FetchOptions) -> FetchError:
    """Return the error of fetching that a failed request means."""
    cause = str(error) or type(error).__name__
    if isinstance(error, httpx.ConnectTimeout):
        detail = f"no connection within {options.connect_seconds:g} s; try again later"
        return FetchError("too_slow", detail, retryable=True)
    if isinstance(error, httpx.TimeoutException):
        return FetchError(
            "too_slow", f"no byte for {options.read_seconds:g} s; try again later", retryable=True
        )
    if isinstance(error, TimeoutError):
        detail = f"not whole within {options.total_seconds:g} s; try again later"
        return FetchError("too_slow", detail, retryable=True)
    if isinstance(error, httpx.RemoteProtocolError):
        return FetchError("bad_answer", f"the answer breaks HTTP ({cause}); try again later", retryable=True)
    if isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol):
        return FetchError("unreachable", f"no connection ({cause}); check the host", retryable=True)
    return FetchError("bad_address", f"cannot be asked for ({cause}); check the address")
