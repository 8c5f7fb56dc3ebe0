"""Which format a stream holds: by suffix, then by its first characters."""

from __future__ import annotations

import io
import re

from sanctionwire.ingest.decode import find_bom
from sanctionwire.ingest.sources import SUFFIXES

_HEAD = 4096
_JSON = re.compile(r'\{\s*["}]|\[\s*[\[{"\]]')
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|title|meta)\b", re.IGNORECASE)


def find_format(stream: io.BufferedReader, suffix: str) -> str:
    """Return `text`, `html`, `jsonl` or `feed`, without reading the stream away.

    The suffix decides where it can; `.xml` may be a page, and a name without a known suffix is opened up.
    """
    known = SUFFIXES.get(suffix)
    if known and suffix != ".xml":
        return known
    head = stream.peek(_HEAD)[:_HEAD]
    encoding, length = find_bom(head)
    text = head[length:].decode(encoding or "latin-1", "replace").lstrip()
    if _JSON.match(text):
        return "jsonl"
    if text.startswith("<"):
        if _FEED.search(text):
            return "feed"
        if _HTML.search(text):
            return "html"
    return known or "text"
