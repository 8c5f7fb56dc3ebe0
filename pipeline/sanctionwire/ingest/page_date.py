"""The publication date that a web page states in its markup."""

from __future__ import annotations

import re
from html import unescape

from sanctionwire.ingest.published import parse_published

_META_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "publication_date",
    "published_at",
    "pubdate",
    "dc.date.issued",
    "dc.date",
    "dcterms.issued",
    "dcterms.date",
    "date",
)
"""Names of `meta` elements that hold the date of publication, the most explicit first.

Source: Open Graph, schema.org, Dublin Core, Parse.ly and Sailthru documentation.
"""

_TAG = re.compile(r"<(meta|time)\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z:_-]{1,20})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_LINKED_DATA = re.compile(r'"datePublished"\s*:\s*"([^"\\]{4,40})"')


def find_page_date(page: str) -> str | None:
    """Return the ISO date of publication from `meta` elements, linked data or `time` elements, else None.

    Dates in running text, in addresses and of changes are no dates of publication. `time` elements count when
    they are marked as publication, or when all of the page agree.
    """
    metas: dict[str, str] = {}
    times: list[str] = []
    for tag in _TAG.finditer(page):
        names = {
            match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
            for match in _ATTRIBUTE.finditer(tag[2])
        }
        if tag[1].lower() == "meta":
            for key in ("property", "name", "itemprop"):
                metas.setdefault(names.get(key, "").lower(), names.get("content", ""))
        elif "datetime" in names:
            is_marked = names.get("itemprop", "").lower() == "datepublished" or "pubdate" in tag[2].lower()
            if is_marked:
                metas.setdefault("datepublished", names["datetime"])
            times.append(names["datetime"])
    linked = _LINKED_DATA.search(page)
    stated = [metas.get(name) for name in _META_NAMES]
    for value in (stated[0], stated[1], linked[1] if linked else None, *stated[2:]):
        if found := parse_published(value):
            return found
    found_times = {parse_published(value) for value in times}
    return found_times.pop() if len(found_times) == 1 else None
