"""Who may talk to the server: a token, exchanged once for a cookie that no script can read."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import socket
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl

from sanctionwire.errors import InputError

LEAST_TOKEN = 16
"""Fewest characters of a token that somebody chose. Source: own choice."""


class Access:
    """Decides whether a request is from somebody who knows the token.

    Args:
        token: The secret, or None where everybody on this machine may come in.
        port: Port of the server, for the name of the cookie: all ports of a host share their cookies.
    """

    def __init__(self, token: str | None, port: int) -> None:
        self._token = token
        self.cookie_name = f"sanctionwire_review_{port}"

    @property
    def needs_token(self) -> bool:
        """Whether a token is needed at all."""
        return self._token is not None

    def make_cookie(self) -> str:
        """Return the value of `Set-Cookie` for somebody who knows the token."""
        return f"{self.cookie_name}={self._sign()}; HttpOnly; SameSite=Strict; Path=/"

    def knows_token(self, query: bytes) -> bool:
        """Return whether a query string holds the token."""
        given = dict(parse_qsl(query.decode("latin-1"))).get("token", "")
        return self._token is not None and _equal(given, self._token)

    def has_cookie(self, header: str) -> bool:
        """Return whether a `Cookie` header was made by `make_cookie`; true where no token is needed."""
        if self._token is None:
            return True
        try:
            found = SimpleCookie(header).get(self.cookie_name)
        except CookieError:
            return False
        return found is not None and _equal(found.value, self._sign())

    def _sign(self) -> str:
        # Not the token itself: who reads the cookie jar cannot hand the token on.
        return hmac.new((self._token or "").encode(), b"sanctionwire review", hashlib.sha256).hexdigest()


def _equal(given: str, expected: str) -> bool:
    """Compare in a time that does not depend on how much is right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode("utf-8", "replace"))


def choose_token(host: str, token: str | None) -> str | None:
    """Return the token for a host: the given one, a fresh one where it is needed, None on loopback.

    Raises:
        InputError: When the given one is too short to be a secret.
    """
    if token is not None and len(token) < LEAST_TOKEN:
        raise InputError(f"--token needs at least {LEAST_TOKEN} characters; leave it out to have one made")
    if token is not None or is_loopback(host):
        return token
    return secrets.token_urlsafe(32)


def is_loopback(host: str) -> bool:
    """Return whether a host to listen at can be reached from this machine only.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def list_names(host: str) -> frozenset[str]:
    """Return the names by which a server at `host` may be called, against DNS rebinding.

    Besides these, any literal address of its own is fine where the server is not on loopback: rebinding needs
    a name (see `is_allowed`).
    """
    names = {"localhost", "127.0.0.1", "[::1]"}
    if not is_loopback(host):
        names |= {socket.gethostname().lower(), socket.getfqdn().lower()}
    names.add(f"[{host}]" if ":" in host else host.lower())
    return frozenset(names)


def is_allowed(header: str, names: frozenset[str], *, any_address: bool) -> bool:
    """Return whether a `Host` header names this server, whatever the port.

    >>> names = frozenset({"localhost", "[::1]"})
    >>> [is_allowed(host, names, any_address=False) for host in ("localhost:8765", "[::1]:1", "evil.example")]
    [True, True, False]
    >>> is_allowed("192.0.2.7:8765", names, any_address=True)
    True
    """
    name = header.strip().lower()
    head, _, port = name.rpartition(":")
    if head and port.isdigit() and not (name.startswith("[") and name.endswith("]")):
        name = head
    name = name.rstrip(".")
    if name in names:
        return True
    if not any_address:
        return False
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
