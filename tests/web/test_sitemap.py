from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctionwire.web.sitemap import Location, parse_sitemap

XML = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">%s</urlset>'


def test_addresses_and_days() -> None:
    data = XML % (
        b"<!-- c --><url><loc> https://wire.example/a?x=1&amp;y=2 </loc><lastmod>2019-10-08</lastmod></url>"
        b"<url><priority>1</priority></url><?pi?><url><loc>https://wire.example/b</loc></url>"
    )
    assert parse_sitemap(data) == (
        Location(url="https://wire.example/a?x=1&y=2", changed="2019-10-08"),
        Location(url="https://wire.example/b"),
    )


def test_one_that_is_cut_off_gives_what_is_there() -> None:
    data = XML % b"<url><loc>https://wire.example/a</loc></url><url><loc>https://wire"
    assert parse_sitemap(data)[0].url == "https://wire.example/a"


def test_entities_are_not_followed() -> None:
    data = (
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><urlset><url><loc>&e;</loc></url></urlset>'
    )
    assert parse_sitemap(data) == ()


@pytest.mark.parametrize("data", [b"<", b"<x/>", b"<html></html>", b"a b", b"<!-- -->", b"\0", b"<?xml?>"])
def test_what_is_no_sitemap(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"instead of|neither|no XML"):
        parse_sitemap(data)


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: XML % data))
def test_no_bytes_break_it(data: bytes) -> None:
    with suppress(ValueError):
        parse_sitemap(data)
