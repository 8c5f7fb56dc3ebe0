from __future__ import annotations

import socket

import pytest
from ingest.conftest import Reader
from ingest.hostile import BODY

from sanctionwire.ingest.markup import strip_markup

RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Wire &amp; Co</title>
<item><title>Three &lt;b&gt;banks&lt;/b&gt; blacklisted</title><guid>w-1</guid><link>https://wire.example/1</link>
<pubDate>Tue, 23 Jan 2018 23:30:00 -0500</pubDate>
<description>&lt;p&gt;{BODY}&lt;/p&gt;&lt;p&gt;It gave no names.&lt;/p&gt;</description></item>
<item><description>{BODY}</description></item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>urn:1</id>
<title>Banks blacklisted</title><updated>2018-01-23T23:30:00-05:00</updated><summary>Short.</summary>
<content type="html">&lt;div&gt;{BODY}&lt;br&gt;More.&lt;/div&gt;</content></entry></feed>"""


def test_rss(read: Reader) -> None:
    first, second = read("wire.xml", RSS)
    assert first.text == f"Three banks blacklisted\n\n{BODY}\n\nIt gave no names."
    assert (first.id, first.url, first.source) == ("w-1", "https://wire.example/1", "Wire & Co")
    assert first.published == "2018-01-23"
    assert (second.id, second.title, second.published) == ("wire:2", None, None)
    assert second.origin.endswith("wire.xml:2")


def test_atom_content_goes_before_its_summary(read: Reader) -> None:
    (article,) = read("feed.atom", ATOM)
    assert article.text == f"Banks blacklisted\n\n{BODY}\nMore."
    assert (article.id, article.published) == ("urn:1", "2018-01-23")


def test_a_feed_in_another_encoding(read: Reader) -> None:
    feed = RSS.replace("UTF-8", "windows-1252").replace("Moscow", "Zürich")
    assert "Zürich" in read("a.rss", feed.encode("cp1252"))[0].text


def test_an_address_in_a_feed_file_is_not_fetched(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", connect)
    (rejection,) = read("a.rss", "http://127.0.0.1:9/feed.xml")
    assert rejection.reason == "malformed_feed"


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("plain &amp; simple", "plain & simple"),
        ("<p>a</p>\n<p>b</p>", "a\n\nb"),
        ("a<br><br/>b<br>c", "a\n\nb\nc"),
        ('<img alt="x > y">a<!-- <p>x</p> -->b', "ab"),
        ("a<script>if (a<b) {}</script>b<style>x", "ab"),
        ("3 < 4 > 2 &lt;b&gt;", "3 < 4 > 2 <b>"),
        ("<![CDATA[x]]>a<!-- never closed", "a"),
        ("  a \n b  ", "a b"),
        ("", ""),
    ],
)
def test_markup(fragment: str, text: str) -> None:
    assert strip_markup(fragment) == text


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<a b='", "&", "<![CDATA[", "<?", "</", "<script>", '<a "', "<a ="]
)
def test_broken_markup_takes_linear_time(piece: str) -> None:
    strip_markup(piece * 200_000)
