"""A web server on this machine that behaves as it is told."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Handler(BaseHTTPRequestHandler):
    """Answers with what `Site.pages` holds for the path without its query; a callable may do with the connection what it likes."""

    protocol_version = "HTTP/1.1"
    server: Site  # type: ignore[assignment]

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.asked_at.append(time.monotonic())
        page = self.server.pages.get(self.path.partition("?")[0])
        try:
            if callable(page):
                page(self)
            elif page is None:
                self.send(b"nothing here", status=404)
            else:
                self.send(page)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def send(self, body: bytes | str, status: int = 200, kind: str = "text/html", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        names = {name.replace("_", "-").title(): value for name, value in headers.items()}
        for name, value in ({"Content-Length": str(len(data))} | names).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Site(ThreadingHTTPServer):
    """A running server.

    Attributes:
        pages: By path, a page, or what answers.
        asked: Path and headers of each request, in order.
        closing: Set when the test is over, for answers that hang.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, bytes | str | Callable[[Handler], Any]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.asked_at: list[float] = []
        self.closing = threading.Event()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def handle_error(self, *_: object) -> None:
        """Say nothing: clients that go away are what is tested."""

    def hang(self, handler: Handler) -> None:
        """Take the request and never answer."""
        self.closing.wait(30)
        handler.close_connection = True

    def trickle(self, handler: Handler) -> None:
        """Send a byte every now and then, and never end."""
        handler.send(b"", content_length="100000")
        while not self.closing.wait(0.02):
            handler.wfile.write(b" ")


@contextmanager
def run_site() -> Iterator[Site]:
    """Run a server for the length of a `with` block."""
    site = Site()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        site.shutdown()
        site.server_close()
        thread.join()


def find_closed_port() -> int:
    """Return a port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
