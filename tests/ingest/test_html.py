from __future__ import annotations

import pytest
from ingest.conftest import Reader
from ingest.hostile import BODY

from sanctionwire.ingest.page_date import find_page_date

PAGE = f"""<html><head><title>Three banks blacklisted | Wire</title>
<meta property="article:published_time" content="2018-01-23T23:10:00-05:00">
<meta property="og:site_name" content="Wire"><link rel="canonical" href="https://wire.example/banks"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Three banks blacklisted</h1><p>{BODY}</p>
<p>The minister said it was &ldquo;a first step&rdquo;, and that others would follow within the month.</p>
<script>track()</script></article><footer>Copyright 2019</footer></body></html>"""


def test_an_article_page(read: Reader) -> None:
    (article,) = read("banks.html", PAGE)
    assert article.title == "Three banks blacklisted"
    assert article.text.split("\n\n")[:2] == ["Three banks blacklisted", BODY]
    assert "“a first step”" in article.text
    assert "track" not in article.text and "Home" not in article.text and "Copyright" not in article.text
    assert (article.published, article.source) == ("2018-01-23", "Wire")
    assert article.url == article.id == "https://wire.example/banks"


def test_a_page_is_read_alike_every_time(read: Reader) -> None:
    assert len({article.text for _ in range(6) for article in read("banks.html", PAGE)}) == 1


@pytest.mark.parametrize(
    ("page", "date"),
    [
        ("<meta name='date' content='2018-01-23'>", "2018-01-23"),
        ("<meta content=2018-01-23 itemprop=datePublished>", "2018-01-23"),
        (
            '<script type="application/ld+json">{"datePublished": "2018-01-23T01:00:00Z"}</script>',
            "2018-01-23",
        ),
        (
            "<time itemprop='datePublished' datetime='2018-01-23'>x</time><time datetime='2001-01-01'>",
            "2018-01-23",
        ),
        ("<time datetime='2018-01-23T10:00'>x</time>", "2018-01-23"),
        ("<time datetime='2018-01-23'>x</time><time datetime='2018-01-24'>y</time>", None),
        ("<meta property='article:modified_time' content='2018-01-23'>", None),
        ("<p>On 2015-01-02 it did so. Copyright 2019</p>", None),
        ("<meta name='date' content='soon'>", None),
    ],
)
def test_the_date_comes_from_metadata_only(page: str, date: str | None) -> None:
    assert find_page_date(page) == date
