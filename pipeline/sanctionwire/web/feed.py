"""RSS and Atom as entries."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

_CLOSED = re.compile(rb"</(?:rss|feed|rdf:RDF)\s*>", re.IGNORECASE)
_REFERENCE = re.compile(rb"&#(?:[xX]0*([dD][0-9a-fA-F]{3})|0*([0-9]{5}));")
_FIELDS = ("id", "title", "link", "summary")


def parse_feed(data: bytes, content_type: str = "application/xml") -> Any:
    """Return what feedparser makes of the bytes of a feed; any exception may come out of it.

    Args:
        data: The feed.
        content_type: The stated type; its charset counts before the one declared in the feed.
    """
    import feedparser

    return feedparser.parse(
        # A stream, because the parser takes a string for an address and would fetch it.
        io.BytesIO(_REFERENCE.sub(_mend, data)),
        response_headers={"content-type": content_type},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _mend(reference: re.Match[bytes]) -> bytes:
    """Put U+FFFD for half a surrogate pair: one such reference makes the parser lose the whole feed."""
    number = int(reference[1] or b"0", 16) or int(reference[2] or b"0")
    return b"&#xFFFD;" if 0xD800 <= number <= 0xDFFF else reference[0]


def is_cut_off(data: bytes, parsed: Any) -> bool:
    """Tell whether a feed ends before its last element does."""
    return bool(parsed.bozo) and not _CLOSED.search(data)


def pick_entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an entry from which an article is made, fit for JSON."""
    picked = {name: str(entry[name]) for name in _FIELDS if entry.get(name)}
    link = picked.get("link")
    if link and link == picked.get("id") and not link.startswith(("http://", "https://")):
        del picked["link"]  # an id that does not say that it is no address, as it should
    if published := entry.get("published") or entry.get("updated"):
        picked["published"] = str(published)
    contents = [{"value": str(item["value"])} for item in entry.get("content") or () if item.get("value")]
    return {**picked, "content": contents} if contents else picked
