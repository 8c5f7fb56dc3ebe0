"""Which format a stream holds: by suffix, then by its first characters."""

from __future__ import annotations

import io
import re

from sanctionwire.ingest.decode import check_binary, find_bom
from sanctionwire.ingest.reasons import Refusal
from sanctionwire.ingest.sources import SUFFIXES

_HEAD = 4096
_MAGIC = {b"PAR1": "parquet", b"WARC/1.": "warc"}
_JSON = re.compile(r'\{\s*["}]|\[\s*[\[{"\]]')
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|title|meta)\b", re.IGNORECASE)


_ROOT = re.compile(
    r"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|rss|feed|rdf:RDF)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{0,7}")
"""What counts as a suffix: "U.S. sanctions" and "report.2019-10-09" have none."""


def find_format(stream: io.BufferedReader, suffix: str) -> str:
    """Return `text`, `html`, `jsonl`, `feed`, `parquet` or `warc`, without reading the stream away.

    The suffix decides where it can. `.xml` may be a page, a text file that begins as a page or feed is one,
    and a name without a suffix is opened up.

    Raises:
        Refusal: `unsupported_format` for another suffix, unless it holds a page, feed or JSON; `binary`.
    """
    known = SUFFIXES.get(suffix)
    if known not in (None, "text") and suffix != ".xml":
        return str(known)
    head = stream.peek(_HEAD)[:_HEAD]
    if known is None and head.startswith(tuple(_MAGIC)):
        return next(name for magic, name in _MAGIC.items() if head.startswith(magic))
    encoding, length = find_bom(head)
    text = head[length:].decode(encoding or "latin-1", "replace").lstrip()
    if known == "text":
        root = _ROOT.match(text)
        return "text" if root is None else "feed" if _FEED.search(root[0]) else "html"
    if _JSON.match(text):
        return "jsonl"
    if text.startswith("<"):
        if _FEED.search(text):
            return "feed"
        if _HTML.search(text):
            return "html"
    if known is None and _SUFFIX.fullmatch(suffix):
        check_binary(head)
        raise Refusal(
            "unsupported_format", f"files named {suffix} are not read; choose a --format to read it"
        )
    return known or "text"
