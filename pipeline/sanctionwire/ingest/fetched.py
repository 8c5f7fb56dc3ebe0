"""What was fetched: a line of a spool is a page, a feed entry, or the reason why there is neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from email.message import Message
from typing import Any

from sanctionwire.ingest.decode import decode
from sanctionwire.ingest.draft import Draft
from sanctionwire.ingest.feed import read_entry
from sanctionwire.ingest.html import extract_page
from sanctionwire.ingest.reasons import Refusal, printable
from sanctionwire.ingest.sources import Source
from sanctionwire.schema.records import Rejection
from sanctionwire.web.spooled import Spooled, parse_spooled


def read_fetched(record: Mapping[str, Any]) -> Draft | Rejection:
    """Return the article of a line, or the rejection that fetching or reading it ended with.

    Its origin is the address: the same line gives the same result wherever the spool lies.

    Raises:
        Refusal: `malformed_json` for a line of another version.
    """
    try:
        line = parse_spooled(record)
    except ValueError as error:
        raise Refusal("malformed_json", f"{error}; fetch it again with this version") from error
    if line.reason is not None:
        return Rejection(
            origin=printable(line.url),
            reason=line.reason,
            detail=printable(line.detail),
            id=printable(line.key),
            stage="fetch",
            retryable=line.retryable,
        )
    source = Source(path=None, origin=line.url, name=line.key)
    try:
        return (
            _read_page(line, source) if line.is_page else read_entry(line.entry or {}, source, line.publisher)
        )
    except Refusal as refusal:
        return refusal.at(line.url, id=line.key)


def _read_page(line: Spooled, source: Source) -> Draft:
    """Return the article of a page; its feed entry knows the headline best, the page itself the date."""
    header = Message()
    header["content-type"] = line.content_type or "text/html"
    page = decode(line.body or b"", is_markup=True, charset=header.get_content_charset())
    if not page.strip():
        raise Refusal("empty", "the page is empty")
    draft = extract_page(page, source, url=line.final_url or line.url)
    if line.entry is None:
        return draft
    entry = read_entry({**line.entry, "content": (), "summary": "-"}, source, line.publisher)
    return replace(
        draft,
        id=entry.id,
        title=entry.title or draft.title,
        published=draft.published or entry.published,
        source=entry.source or draft.source,
    )
