"""RSS and Atom feeds: each entry is an article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sanctionwire.ingest.decode import decode
from sanctionwire.ingest.draft import Draft
from sanctionwire.ingest.markup import strip_markup
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.reasons import Refusal
from sanctionwire.ingest.sources import Source, read_whole
from sanctionwire.schema.records import Rejection

_CLOSED = re.compile(r"</(?:rss|feed|rdf:RDF)\s*>", re.IGNORECASE)

_REFERENCE = re.compile(r"&#(?:[xX]0*([dD][0-9a-fA-F]{3})|0*([0-9]{5}));")


def read_feed(
    stream: io.BufferedReader, source: Source, options: IngestOptions
) -> Iterator[Draft | Rejection]:
    """Yield each entry of a feed, from its content or else its summary, without markup.

    A feed that is cut off gives its entries and then one rejection.

    Raises:
        Refusal: `too_large`, `binary`, `undecodable`, `malformed_feed`, or `empty` without entries.
    """
    text = _REFERENCE.sub(_mend, decode(read_whole(stream, options.max_bytes), is_markup=True))
    if not text.strip():
        raise Refusal("empty", "the file is empty")
    parsed = _parse(text)
    if not parsed.entries:
        if parsed.version and not parsed.bozo:
            raise Refusal("empty", "the feed has no entries")
        cause = parsed.get("bozo_exception", "no feed element")
        raise Refusal("malformed_feed", f"no RSS or Atom feed ({cause}); try --format html or text")
    publisher = _clean(parsed.feed.get("title"))
    for number, entry in enumerate(parsed.entries, start=1):
        try:
            yield _read_entry(entry, number, source, publisher)
        except Refusal as refusal:
            yield refusal.at(f"{source.origin}:{number}", id=entry.get("id"))
    if parsed.bozo and not _CLOSED.search(text):
        detail = f"the feed is cut off after entry {len(parsed.entries)}; fetch it again"
        yield Refusal("malformed_feed", detail).at(source.origin)


def _mend(reference: re.Match[str]) -> str:
    """Put U+FFFD for half a surrogate pair: one such reference makes the parser lose the whole feed."""
    number = int(reference[1] or "0", 16) or int(reference[2] or "0")
    return "\ufffd" if 0xD800 <= number <= 0xDFFF else reference[0]


def _parse(text: str) -> Any:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        # A stream, because the parser takes a string for an address and would fetch it.
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8")),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        raise Refusal("malformed_feed", f"the feed defeats the parser ({type(error).__name__})") from error


def _read_entry(entry: Mapping[str, Any], number: int, source: Source, publisher: str | None) -> Draft:
    contents = [item.get("value") or "" for item in entry.get("content") or ()]
    body = strip_markup(max(contents, key=len, default="") or entry.get("summary") or "")
    title = _clean(entry.get("title"))
    if not body and not title:
        raise Refusal("missing_text", "the entry has neither title, content nor summary")
    return Draft(
        origin=f"{source.origin}:{number}",
        body=body or title or "",
        fallback_id=f"{source.name}:{number}",
        id=entry.get("id") or None,
        title=title if body else None,
        published=entry.get("published") or entry.get("updated") or None,
        source=publisher,
        url=entry.get("link") or None,
    )


def _clean(fragment: str | None) -> str | None:
    return " ".join(strip_markup(fragment).split()) or None if fragment else None
