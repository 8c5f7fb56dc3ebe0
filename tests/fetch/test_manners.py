"""robots.txt, pauses, retries, and the own network."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from fetch.conftest import Fetcher, outcomes
from fetch.server import Handler, Site
from fetch.texts import make_page, make_sitemap

from sanctionwire.fetch import WebSource
from sanctionwire.fetch.answers import parse_retry_after
from sanctionwire.fetch.guard import is_public
from sanctionwire.fetch.robots import parse_rules
from sanctionwire.schema.records import Article, Rejection

PAGE = make_page("Three banks blacklisted")


def _once(status: int, **headers: str) -> Callable[[Handler], None]:
    """Answer with a failure the first time, then with a page."""
    asked: list[int] = []

    def answer(handler: Handler) -> None:
        asked.append(1)
        if len(asked) == 1:
            handler.send(b"not now", status=status, **headers)
        else:
            handler.send(PAGE)

    return answer


def test_robots_are_obeyed(site: Site, fetch: Fetcher) -> None:
    site.pages["/robots.txt"] = (
        "User-agent: *\nDisallow: /private/\n\nUser-agent: sanctionwire\nDisallow: /not-for-us\n"
    )
    for path in ("/private/a", "/not-for-us", "/b"):
        site.pages[path] = PAGE
    sources = [WebSource(url=site.url(path)) for path in ("/private/a", "/not-for-us", "/b")]
    found = fetch(*sources)
    assert outcomes(found) == [site.url("/private/a"), "robots", site.url("/b")]
    assert [path for path, _ in site.asked].count("/robots.txt") == 1
    assert not found[1].retryable  # type: ignore[union-attr]


def test_robots_can_be_passed_over_on_own_sites(site: Site, fetch: Fetcher) -> None:
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /\n"
    site.pages["/a"] = PAGE
    assert outcomes(fetch(WebSource(url=site.url("/a")), obey_robots=False)) == [site.url("/a")]
    assert site.paths == [path for path, _ in site.asked] == ["/a"]


def test_redirects_lead_into_no_forbidden_place(site: Site, fetch: Fetcher) -> None:
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /b\n"
    site.pages["/a"] = lambda handler: handler.send(b"", status=302, location="/b")
    site.pages["/b"] = PAGE
    assert outcomes(fetch(WebSource(url=site.url("/a")))) == ["robots"]
    assert site.paths == ["/a"]


@pytest.mark.parametrize("status", [500, 503])
def test_robots_that_cannot_be_had_forbid_for_now(status: int, site: Site, fetch: Fetcher) -> None:
    site.pages["/robots.txt"] = lambda handler: handler.send(b"", status=status)
    site.pages["/a"] = PAGE
    (bad,) = fetch(WebSource(url=site.url("/a")))
    assert isinstance(bad, Rejection)
    assert bad.reason == "http_error" and bad.retryable and "robots.txt" in bad.detail
    assert site.paths == []


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00rubbish", b"Crawl-delay: soon\nDisallow", b"<html>no</html>"]
)
def test_unreadable_robots_allow_everything(data: bytes) -> None:
    rules = parse_rules(data, "sanctionwire/1")
    assert rules.allows("http://wire.example/a", "sanctionwire/1") and rules.delay is None


def test_a_large_robots_counts_to_the_limit(site: Site, fetch: Fetcher) -> None:
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /a\n" + "# filling\n" * 100_000
    site.pages["/a"] = PAGE
    assert outcomes(fetch(WebSource(url=site.url("/a")))) == ["robots"]


def test_pauses_between_requests_to_a_host(site: Site, fetch: Fetcher) -> None:
    site.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 0.15\n"
    site.pages |= {f"/{number}": PAGE for number in range(3)}
    fetch(*(WebSource(url=site.url(f"/{number}")) for number in range(3)), delay=0.05)
    first, *rest = site.asked_at
    gaps = [after - before for before, after in zip([first, *rest], rest, strict=False)]
    assert gaps[0] >= 0.04  # robots.txt itself was not read yet
    assert all(gap >= 0.14 for gap in gaps[2:])
    assert parse_rules(b"User-agent: *\nRequest-rate: 1/5\n", "sanctionwire/1").delay == 5


def test_one_request_at_a_time_to_a_host(site: Site, fetch: Fetcher) -> None:
    running: list[int] = []
    most: list[int] = []

    def answer(handler: Handler) -> None:
        running.append(1)
        most.append(len(running))
        time.sleep(0.02)
        running.pop()
        handler.send(PAGE)

    site.pages |= {f"/{number}": answer for number in range(6)}
    assert len(fetch(*(WebSource(url=site.url(f"/{number}")) for number in range(6)))) == 6
    assert max(most) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_failures_that_may_pass_are_tried_again(status: int, site: Site, fetch: Fetcher) -> None:
    site.pages["/a"] = _once(status)
    assert outcomes(fetch(WebSource(url=site.url("/a")))) == [site.url("/a")]
    assert site.paths == ["/a", "/a"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_failures_that_stay_are_not(status: int, site: Site, fetch: Fetcher) -> None:
    site.pages["/a"] = _once(status)
    (bad,) = fetch(WebSource(url=site.url("/a")))
    assert isinstance(bad, Rejection) and str(status) in bad.detail and not bad.retryable
    assert site.paths == ["/a"]


def test_retry_after_is_honored(site: Site, fetch: Fetcher) -> None:
    site.pages["/a"] = _once(429, retry_after="1")
    assert outcomes(fetch(WebSource(url=site.url("/a")), max_wait_seconds=3.0)) == [site.url("/a")]
    assert site.asked_at[-1] - site.asked_at[-2] >= 0.99


def test_a_long_retry_after_is_left_for_another_time(site: Site, fetch: Fetcher) -> None:
    site.pages["/a"] = _once(429, retry_after="3600")
    site.pages["/b"] = PAGE
    bad, other = fetch(WebSource(url=site.url("/a")), WebSource(url=site.url("/b")))
    assert isinstance(bad, Rejection) and bad.retryable and "3600 s" in bad.detail
    assert isinstance(other, Rejection) and other.retryable
    assert site.paths == ["/a"]  # the host asked to be left alone


def test_retry_after_as_a_date() -> None:
    now = datetime(2019, 10, 8, 9, tzinfo=UTC)
    assert parse_retry_after(format_datetime(now + timedelta(seconds=90)), now) == 90.0
    assert parse_retry_after(format_datetime(now - timedelta(seconds=90)), now) == 0.0
    assert parse_retry_after("9" * 400) == 1e9
    assert parse_retry_after("-3") is parse_retry_after("") is parse_retry_after(None) is None


@pytest.mark.parametrize("kind", ["page", "feed", "sitemap"])
def test_the_own_network_is_closed(kind: str, site: Site, fetch: Fetcher) -> None:
    site.pages["/a"] = PAGE
    port = site.server_port
    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f000001", "2130706433"):
        source = WebSource(url=f"http://{host}:{port}/a", kind=kind)  # type: ignore[arg-type]
        found = fetch(source, allow_private=False, attempts=1)
        assert outcomes(found)[:1] == ["private_address"]
    assert site.asked == []


def test_a_name_that_means_another_address_when_connecting(
    site: Site, fetch: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look_up(host: str, port: int) -> list[str]:
        return ["93.184.216.34"]

    monkeypatch.setattr("sanctionwire.fetch.guard._look_up", look_up)
    site.pages["/a"] = PAGE
    found = fetch(WebSource(url=site.url("/a")), allow_private=False)
    assert outcomes(found) == ["private_address"]
    assert site.asked == []  # connected, but nothing was sent


def test_a_redirect_into_the_own_network(site: Site, fetch: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanctionwire.fetch.guard.is_public", lambda address: address == "127.0.0.1")
    site.pages["/a"] = lambda handler: handler.send(
        b"", status=302, location="http://169.254.169.254/latest/"
    )
    assert outcomes(fetch(WebSource(url=site.url("/a")), allow_private=False)) == ["private_address"]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1",
     "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "64:ff9b::a9fe:a9fe"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822", "::ffff:8.8.8.8"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


def test_the_user_agent_is_named(site: Site, fetch: Fetcher) -> None:
    site.pages["/a"] = PAGE
    fetch(WebSource(url=site.url("/a")), user_agent="desk/1.0 (+mailto:desk@wire.example)")
    assert {headers["User-Agent"] for _, headers in site.asked} == {"desk/1.0 (+mailto:desk@wire.example)"}


def test_relative_redirects_keep_the_final_address(site: Site, fetch: Fetcher) -> None:
    site.pages["/a"] = lambda handler: handler.send(b"", status=308, location="b/c?d")
    site.pages["/b/c"] = PAGE
    (article,) = fetch(WebSource(url=site.url("/a")))
    assert isinstance(article, Article) and article.url == site.url("/b/c?d")
    site.pages["/map"] = make_sitemap("/b/c")
