"""What every request passes before the application sees it, and what every answer carries.

The table of threats with the test of each is `tests/review/THREATS.md`.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from sanctionwire.review.server.access import Access, is_allowed

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 256 * 1024
"""Most bytes of a request. Source: own choice; the longest fact with all its targets has some 20,000."""

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
"""Headers of every answer."""


class Guard:
    """Refuses requests that do not come from the page itself.

    Args:
        app: The application behind it.
        access: Who may come in.
        names: Names by which the server may be called.
        any_address: Whether any literal address is such a name.
    """

    def __init__(self, app: App, access: Access, names: frozenset[str], *, any_address: bool) -> None:
        self._app = app
        self._access = access
        self._names = names
        self._any_address = any_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                set_already = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.encode(), value.encode())
                        for name, value in {**HEADERS, "cache-control": "no-store"}.items()
                        if name.encode() not in set_already
                    ),
                ]
            await send(message)

        refusal = self._find_refusal(scope)
        if refusal is not None:
            await _answer(send_with_headers, *refusal)
        elif self._access.needs_token and self._access.knows_token(scope["query_string"]):
            await self._exchange(send_with_headers)
        elif not self._access.has_cookie(_get(scope, "cookie")):
            await _answer(send_with_headers, 401, "Open the address that the server printed, with its token.")
        else:
            await self._pass(scope, receive, send_with_headers)

    def _find_refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return the status and the reason for which a request is refused; None to let it pass."""
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        host = hosts[0].decode("latin-1") if len(hosts) == 1 else ""
        if not is_allowed(host, self._names, any_address=self._any_address):
            return 421, f"This server is not called {host[:100]!r}; open the address that it printed."
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "Only GET and POST are answered."
        is_api = scope["path"].startswith("/api/")
        if (is_api or scope["method"] == "POST") and not _is_same_origin(scope, host):
            return 403, "The request comes from another site."
        if scope["method"] == "POST":
            kind = _get(scope, "content-type").split(";")[0].strip().lower()
            if kind != "application/json":
                return 415, "Send application/json."
            length = _get(scope, "content-length")
            if length.isdigit() and int(length) > MAX_BODY:
                return 413, f"A request has at most {MAX_BODY:,} bytes."
        return None

    async def _exchange(self, send: Send) -> None:
        """Set the cookie, and lead to the page without the token in its address."""
        headers = [(b"location", b"/"), (b"set-cookie", self._access.make_cookie().encode())]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass with its body whole, so that one without a length cannot be endless."""
        body = b""
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            if len(body) > MAX_BODY:
                await _answer(send, 413, f"A request has at most {MAX_BODY:,} bytes.")
                return
            if not message.get("more_body", False):
                break
        parts = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive_again() -> Message:
            return next(parts, None) or await receive()

        await self._app(scope, receive_again, send)


def _get(scope: Scope, name: str) -> str:
    """Return a header; "" when it is not there."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name.encode()), "")


def _is_same_origin(scope: Scope, host: str) -> bool:
    """Return whether a request is from the page itself, or from a program that is no browser."""
    site, origin = _get(scope, "sec-fetch-site"), _get(scope, "origin")
    if site and site not in (("same-origin",) if scope["method"] == "POST" else ("same-origin", "none")):
        return False
    return not origin or origin.lower() in (f"http://{host.lower()}", f"https://{host.lower()}")


async def _answer(send: Send, status: int, detail: str) -> None:
    body = json.dumps({"error": _NAMES[status], "detail": detail}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


_NAMES = {
    401: "no_token",
    403: "cross_site",
    405: "method",
    413: "too_large",
    415: "content_type",
    421: "host",
}
