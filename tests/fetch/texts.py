"""Feeds and pages for the tests."""

from __future__ import annotations

from html import escape

BODY = (
    "The Treasury said on Monday that it had blacklisted three banks in Moscow, and that the assets of their "
    "owners in the United States were frozen."
)


def make_page(title: str, text: str = BODY, date: str = "2019-10-08") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title>"
        f'<meta property="article:published_time" content="{date}"></head><body><article><h1>{title}</h1>'
        f"<p>{text}</p><p>{BODY} It gave no names.</p></article></body></html>"
    )


def make_entry(name: str, *, link: str = "", content: str = "", summary: str = BODY) -> str:
    return (
        f"<item><guid>{name}</guid><title>News {name}</title><pubDate>Tue, 08 Oct 2019 09:00:00 GMT</pubDate>"
        + (f"<link>{link}</link>" if link else "")
        + (f"<description>{escape(summary)}</description>" if summary else "")
        + (f"<content:encoded>{escape(content)}</content:encoded>" if content else "")
        + "</item>"
    )


def make_feed(*entries: str) -> str:
    """Return a feed; its entries are to be given newest first, as feeds do."""
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Own Wire</title>{''.join(entries)}</channel></rss>"
    )


def make_sitemap(*urls: str, changed: str | None = None, index: bool = False) -> str:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    mark = f"<lastmod>{changed}</lastmod>" if changed else ""
    items = "".join(f"<{inner}><loc>{escape(url)}</loc>{mark}</{inner}>" for url in urls)
    return (
        f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</{outer}>'
    )
