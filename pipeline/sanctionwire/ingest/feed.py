"""RSS and Atom feeds: each entry is an article."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sanctionwire.ingest.decode import decode
from sanctionwire.ingest.draft import Draft
from sanctionwire.ingest.markup import strip_markup
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.reasons import Refusal
from sanctionwire.ingest.sources import Source, read_whole
from sanctionwire.schema.records import Rejection
from sanctionwire.web.feed import is_cut_off, parse_feed


def read_feed(
    stream: io.BufferedReader, source: Source, options: IngestOptions
) -> Iterator[Draft | Rejection]:
    """Yield each entry of a feed, from its content or else its summary, without markup.

    A feed that is cut off gives its entries and then one rejection.

    Raises:
        Refusal: `too_large`, `binary`, `undecodable`, `malformed_feed`, or `empty` without entries.
    """
    text = decode(read_whole(stream, options.max_bytes), is_markup=True)
    if not text.strip():
        raise Refusal("empty", "the file is empty")
    data = text.encode("utf-8", "replace")
    try:
        parsed = parse_feed(data, "application/xml; charset=utf-8")
    except Exception as error:
        raise Refusal("malformed_feed", f"the feed defeats the parser ({type(error).__name__})") from error
    if not parsed.entries:
        if parsed.version and not parsed.bozo:
            raise Refusal("empty", "the feed has no entries")
        cause = parsed.get("bozo_exception", "no feed element")
        raise Refusal("malformed_feed", f"no RSS or Atom feed ({cause}); try --format html or text")
    publisher = parsed.feed.get("title")
    for number, entry in enumerate(parsed.entries, start=1):
        place = replace(source, origin=f"{source.origin}:{number}", name=f"{source.name}:{number}")
        try:
            yield read_entry(entry, place, publisher)
        except Refusal as refusal:
            yield refusal.at(place.origin, id=entry.get("id"))
    if is_cut_off(data, parsed):
        detail = f"the feed is cut off after entry {len(parsed.entries)}; fetch it again"
        yield Refusal("malformed_feed", detail).at(source.origin)


def read_entry(entry: Mapping[str, Any], source: Source, publisher: str | None) -> Draft:
    """Return the article of a feed entry.

    Args:
        entry: The entry, with the keys of feedparser.
        source: Where it stands, for messages and the last resort of an id.
        publisher: Title of the feed, or None.

    Raises:
        Refusal: `missing_text` when there is nothing to read in it.
    """
    contents = [item.get("value") or "" for item in entry.get("content") or ()]
    body = strip_markup(max(contents, key=len, default="") or entry.get("summary") or "")
    title = _clean(entry.get("title"))
    if not body and not title:
        raise Refusal("missing_text", "the entry has neither title, content nor summary")
    return Draft(
        origin=source.origin,
        body=body or title or "",
        fallback_id=source.name,
        id=entry.get("id") or None,
        title=title if body else None,
        published=entry.get("published") or entry.get("updated") or None,
        source=_clean(publisher),
        url=entry.get("link") or None,
    )


def _clean(fragment: str | None) -> str | None:
    return " ".join(strip_markup(fragment).split()) or None if fragment else None
