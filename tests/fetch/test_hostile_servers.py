"""Servers that hang, lie or lead astray: each ends in time, as one rejection that says why."""

from __future__ import annotations

import gzip
import socket
import zlib

import pytest
from fetch.conftest import Fetcher, outcomes
from fetch.server import Handler, Site, find_closed_port
from fetch.texts import make_feed, make_page

from sanctionwire.fetch import REASONS, UNFETCHED, WebSource
from sanctionwire.schema.records import Rejection

_BOMB = gzip.compress(b" " * 50_000_000)


def _gzip_bomb(handler: Handler) -> None:
    handler.send(_BOMB, content_encoding="gzip")


def _claims_more_than_it_sends(handler: Handler) -> None:
    handler.send(make_page("x"), content_length="100000")
    handler.close_connection = True


def _claims_too_much(handler: Handler) -> None:
    handler.send("x", content_length="99999999999")


def _claims_nonsense(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: -7\r\n\r\nabc")
    handler.close_connection = True


def _endless(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        handler.wfile.write(b" " * 65536)


def _endless_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X-More: " + b"x" * 8000 + b"\r\n")


def _slow_headers(handler: Handler) -> None:
    site = handler.server
    while not site.closing.wait(0.02):
        handler.wfile.write(b"H")


def _no_http(handler: Handler) -> None:
    handler.wfile.write(b"220 mail.example ESMTP\r\n")
    handler.close_connection = True


def _reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()
    handler.close_connection = True


def _redirects_for_ever(handler: Handler) -> None:
    handler.send("", status=302, location=f"/a?{handler.path}")


def _redirects_in_a_circle(handler: Handler) -> None:
    handler.send("", status=301, location=handler.path)


def _redirects_to_a_file(handler: Handler) -> None:
    handler.send("", status=302, location="file:///etc/hostname")


def _broken_gzip(handler: Handler) -> None:
    handler.send(gzip.compress(make_page("x").encode())[:-20], content_encoding="gzip")


def _rubbish_gzip(handler: Handler) -> None:
    handler.send(b"\x1f\x8b rubbish", content_encoding="gzip")


def _brotli_unasked(handler: Handler) -> None:
    handler.send(b"\x0b\x02\x80", content_encoding="br")


CASES = {
    "hangs": (lambda handler: handler.server.hang(handler), "too_slow"),
    "trickles": (lambda handler: handler.server.trickle(handler), "too_slow"),
    "trickles its headers": (_slow_headers, "too_slow"),
    "never ends": (_endless, "too_large"),
    "never ends its headers": (_endless_headers, "bad_answer"),
    "redirects for ever": (_redirects_for_ever, "too_many_redirects"),
    "redirects in a circle": (_redirects_in_a_circle, "too_many_redirects"),
    "redirects to a file": (_redirects_to_a_file, "bad_address"),
    "claims more than it sends": (_claims_more_than_it_sends, "bad_answer"),
    "claims too much": (_claims_too_much, "too_large"),
    "claims nonsense": (_claims_nonsense, "bad_answer"),
    "speaks no HTTP": (_no_http, "bad_answer"),
    "resets": (_reset, "unreachable"),
    "gzip bomb": (_gzip_bomb, "too_large"),
    "gzip cut off": (_broken_gzip, "bad_answer"),
    "gzip rubbish": (_rubbish_gzip, "bad_answer"),
    "brotli that nobody asked for": (_brotli_unasked, "bad_answer"),
    "a picture": (lambda handler: handler.send(b"\x89PNG\r\n", kind="image/png"), "wrong_type"),
    "a picture that says it is a page": (lambda handler: handler.send(b"\x89PNG\r\n\0"), "binary"),
    "a PDF": (lambda handler: handler.send(b"%PDF-1.7", kind="application/pdf"), "wrong_type"),
    "an empty page": (lambda handler: handler.send(b""), "empty"),
    "no page": (lambda handler: handler.send(b"x", status=404), "http_error"),
    "forbidden": (lambda handler: handler.send(b"x", status=403), "http_error"),
    "broken": (lambda handler: handler.send(b"x", status=500), "http_error"),
    "no content": (lambda handler: handler.send(b"", status=204), "http_error"),
    "not modified, though nobody asked": (lambda handler: handler.send(b"", status=304), "http_error"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_page_from_a_hostile_server(name: str, site: Site, fetch: Fetcher) -> None:
    answer, reason = CASES[name]
    site.pages["/a"] = answer
    site.pages["/b"] = make_page("Three banks blacklisted")
    bad, good = fetch(WebSource(url=site.url("/a")), WebSource(url=site.url("/b")), attempts=1)
    assert isinstance(bad, Rejection)
    assert bad.reason == reason and bad.id == site.url("/a") and len(bad.detail) > 10
    assert bad.stage == ("fetch" if reason in REASONS else "ingest")
    assert outcomes([good]) == [site.url("/b")]


@pytest.mark.parametrize(
    "name", ["hangs", "never ends", "redirects for ever", "gzip bomb", "a picture", "broken"]
)
@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_a_source_from_a_hostile_server(name: str, kind: str, site: Site, fetch: Fetcher) -> None:
    site.pages["/a"] = CASES[name][0]
    (bad,) = fetch(WebSource(url=site.url("/a"), kind=kind), attempts=1)  # type: ignore[arg-type]
    assert isinstance(bad, Rejection)
    assert bad.reason in UNFETCHED and bad.origin == site.url("/a")


def test_nobody_listens(fetch: Fetcher) -> None:
    (bad,) = fetch(WebSource(url=f"http://127.0.0.1:{find_closed_port()}/"))
    assert outcomes([bad]) == ["unreachable"] and bad.retryable  # type: ignore[union-attr]


def test_no_such_host(fetch: Fetcher) -> None:
    assert outcomes(fetch(WebSource(url="http://no-such-host.invalid/"), attempts=1)) == ["unreachable"]


@pytest.mark.parametrize("url", ["http://[::1/", "http://user:word@example.invalid/", "http://a b/"])
def test_impossible_addresses(url: str, site: Site, fetch: Fetcher) -> None:
    site.pages["/map"] = f"<urlset><url><loc>{url}</loc></url></urlset>".encode("utf-8", "replace")
    (bad,) = fetch(WebSource(url=site.url("/map"), kind="sitemap"), attempts=1)
    assert outcomes([bad])[0] in ("bad_address", "unreachable")


def test_a_host_that_fails_too_often_is_left_alone(site: Site, fetch: Fetcher) -> None:
    for number in range(9):
        site.pages[f"/{number}"] = lambda handler: handler.send(b"x", status=503)
    sources = [WebSource(url=site.url(f"/{number}")) for number in range(9)]
    found = fetch(*sources, max_failures=4)
    assert len(found) == 9 and len(site.paths) == 4
    assert outcomes(found).count("unreachable") >= 5


def test_a_feed_cut_off_keeps_its_entries(site: Site, fetch: Fetcher) -> None:
    site.pages["/feed"] = make_feed(
        "<item><guid>a</guid><title>Three banks were blacklisted on Monday</title></item>"
    )[:-20]
    assert outcomes(fetch(WebSource(url=site.url("/feed"), kind="feed"))) == ["a", "malformed_feed"]


def test_zlib_is_read_like_gzip(site: Site, fetch: Fetcher) -> None:
    page = make_page("Three banks blacklisted").encode()
    site.pages["/a"] = lambda handler: handler.send(zlib.compress(page), content_encoding="deflate")
    two = gzip.compress(page[:100]) + gzip.compress(page[100:])
    site.pages["/b"] = lambda handler: handler.send(two, content_encoding="gzip")
    assert outcomes(fetch(WebSource(url=site.url("/a")), WebSource(url=site.url("/b")))) == [
        site.url("/a"),
        site.url("/b"),
    ]
