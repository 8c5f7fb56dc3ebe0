"""Feeds and sitemaps to the lines of a spool: which articles there are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sanctionwire.fetch.bodies import unpack_gzip
from sanctionwire.fetch.client import Answer, Client, join
from sanctionwire.fetch.options import FetchOptions, Kind, WebSource
from sanctionwire.fetch.reasons import FetchError
from sanctionwire.web.feed import is_cut_off, parse_feed, pick_entry
from sanctionwire.web.sitemap import Location, parse_sitemap
from sanctionwire.web.spooled import Spooled

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "")
_HEAD = 4096
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf|<\?xml[^>]*>|<!--.*?-->|\s)*<(rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]",
    re.IGNORECASE | re.DOTALL,
)

Validators = Mapping[str, str]
"""Headers of a conditional request for an address."""


@dataclass(slots=True)
class Found:
    """What a source names.

    Attributes:
        lines: Articles, oldest first where a feed gives them, and rejections.
        validators: For each address that answered whole, the headers of the next request for it.
    """

    lines: list[Spooled] = field(default_factory=list)
    validators: dict[str, dict[str, str]] = field(default_factory=dict)


async def discover(
    client: Client, source: WebSource, options: FetchOptions, known: Mapping[str, Validators]
) -> Found:
    """Return the articles that a source names.

    Args:
        client: Asks the servers.
        source: The source.
        options: Limits.
        known: Validators by address; what did not change since gives nothing.

    Raises:
        FetchError: When the source itself gives nothing.
    """
    if source.kind == "page":
        return Found(lines=[Spooled(url=source.url, key=source.url)])
    answer = await client.get(source.url, known.get(source.url))
    if answer.body is None:
        return Found()
    kind = _find_kind(unpack_gzip(answer.body, options.max_bytes)) if source.kind == "auto" else source.kind
    if kind == "feed":
        return _read_feed(answer, source)
    if kind == "sitemap":
        return await _read_sitemaps(client, answer, source, options, known)
    line = keep_page(Spooled(url=source.url, key=source.url), answer)
    return Found(lines=[line], validators={source.url: _keep_validators(answer)})


def _find_kind(data: bytes) -> Kind:
    root = _ROOT.match(data[:_HEAD])
    if root is None:
        return "page"
    return "sitemap" if root[1].lower() in (b"urlset", b"sitemapindex") else "feed"


def keep_page(line: Spooled, answer: Answer) -> Spooled:
    """Return the line with the page that answered, or with the reason why it is none."""
    kind = answer.content_type.partition(";")[0].strip().lower()
    if kind not in _PAGE_TYPES:
        error = FetchError("wrong_type", f"{kind} is no web page; leave it out")
        return replace(line, reason=error.reason, detail=error.detail)
    return replace(
        line,
        final_url=answer.url,
        content_type=answer.content_type,
        fetched=datetime.now(UTC).isoformat(timespec="seconds"),
        body=answer.body or b"",
    )


def _read_feed(answer: Answer, source: WebSource) -> Found:
    found = Found()
    body = answer.body or b""
    try:
        parsed = parse_feed(body, answer.content_type or "application/xml")
    except Exception as error:  # a parser that meets what its authors never saw must not end the run
        detail = f"the feed defeats the parser ({type(error).__name__}); tell its publisher"
        raise FetchError("malformed_feed", detail) from error
    if not parsed.get("version") and not parsed.entries:
        kind = answer.content_type.partition(";")[0] or "data of no stated type"
        raise FetchError("malformed_feed", f"{kind} without a feed; give the address of the feed itself")
    publisher = str(parsed.feed.get("title") or "") or None
    for parsed_entry in reversed(parsed.entries):
        entry = pick_entry(parsed_entry)
        link = join(answer.url, entry["link"]) if entry.get("link") else None
        if link is not None:
            entry["link"] = link
        is_page = source.full_text and link is not None and "content" not in entry
        found.lines.append(
            Spooled(
                url=link if is_page and link else source.url,
                key=_make_key(entry),
                source=source.url,
                publisher=publisher,
                entry=entry,
                is_page=is_page,
            )
        )
    if is_cut_off(body, parsed):
        detail = f"the feed is cut off after {len(parsed.entries)} entries; fetch it again"
        problem = FetchError("malformed_feed", detail, retryable=True)
        found.lines.append(refuse(source.url, problem))
    else:
        found.validators[source.url] = _keep_validators(answer)
    return found


def _make_key(entry: Mapping[str, Any]) -> str:
    content = "\n".join(str(entry.get(name, "")) for name in ("title", "published", "summary"))
    return entry.get("id") or entry.get("link") or hashlib.sha256(content.encode()).hexdigest()


async def _read_sitemaps(
    client: Client,
    first: Answer,
    source: WebSource,
    options: FetchOptions,
    known: Mapping[str, Validators],
) -> Found:
    """Follow a sitemap, which has answered, and those that it leads to, breadth first."""
    found = Found()
    waiting, seen = [source.url], {source.url}
    while waiting:
        url = waiting.pop(0)
        try:
            answer = first if url == source.url else await client.get(url, known.get(url))
            locations = () if answer.body is None else _parse(answer, options)
        except FetchError as error:
            if url == source.url:
                raise
            found.lines.append(refuse(url, error))
            continue
        if not any(location.is_sitemap for location in locations):
            # An index that did not change says nothing about the sitemaps that it names.
            found.validators[url] = _keep_validators(answer)
        for location in locations:
            address = join(answer.url, location.url)
            if address in seen or (source.since and (location.changed or source.since)[:10] < source.since):
                continue
            seen.add(address)
            if len(seen) > options.max_pages:
                detail = f"more than {options.max_pages:,} addresses; set since, or raise max_pages"
                found.lines.append(refuse(source.url, FetchError("too_many_pages", detail)))
                return found
            if location.is_sitemap:
                waiting.append(address)
            else:
                found.lines.append(Spooled(url=address, key=address, source=source.url))
    return found


def _parse(answer: Answer, options: FetchOptions) -> tuple[Location, ...]:
    try:
        return parse_sitemap(unpack_gzip(answer.body or b"", options.max_bytes))
    except ValueError as error:
        raise FetchError("malformed_sitemap", f"no sitemap: {error}; check the address") from error


def _keep_validators(answer: Answer) -> dict[str, str]:
    headers = {"If-None-Match": answer.etag, "If-Modified-Since": answer.last_modified}
    return {name: value for name, value in headers.items() if value}


def refuse(url: str, error: FetchError, *, is_page: bool = False) -> Spooled:
    """Return the line of a source that gave nothing; one that may be a page can be fetched again as one."""
    return Spooled(
        url=url,
        key=url,
        is_page=is_page,
        reason=error.reason,
        detail=error.detail,
        retryable=error.retryable,
    )
