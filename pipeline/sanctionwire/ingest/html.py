"""Web pages: main text, title and date of the article that a page shows."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from sanctionwire.ingest.decode import decode
from sanctionwire.ingest.draft import Draft
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.page_date import find_page_date
from sanctionwire.ingest.reasons import Refusal
from sanctionwire.ingest.sources import Source, read_whole


def read_html(stream: io.BufferedReader, source: Source, options: IngestOptions) -> Iterator[Draft]:
    """Yield the article of a page: its paragraphs apart by blank lines, without menus and comments.

    The date is the one that the page states in its metadata, never one found in running text.

    Raises:
        Refusal: `too_large`, `binary`, `undecodable` or `no_main_text`.
    """
    page = decode(read_whole(stream, options.max_bytes), is_markup=True)
    if not page.strip():
        raise Refusal("empty", "the file is empty")
    yield extract_page(page, source)


def _is_cut_off(page: str) -> bool:
    """Tell whether libxml2 drops elements at its nesting limit, which trafilatura passes over in silence."""
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.HTMLParser(encoding="utf-8")
    with suppress(etree.LxmlError, ValueError):
        etree.fromstring(page.encode(), parser=parser)
    return any("xcessive depth" in entry.message for entry in parser.error_log)


def extract_page(page: str, source: Source, *, url: str | None = None) -> Draft:
    """Return the article of a decoded page.

    Args:
        page: The whole page.
        source: Where it was found, for messages and the last resort of an id.
        url: The address that it was fetched from, or None; it counts more than what the page says.

    Raises:
        Refusal: `no_main_text` when there is none, `too_deep` when a part of the page would be lost.
    """
    from trafilatura import bare_extraction

    if _is_cut_off(page):
        raise Refusal(
            "too_deep", "elements nested more than 256 deep, where the parser stops; save its text instead"
        )
    for name in ("trafilatura", "htmldate"):  # they log what is reported here as a rejection
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        found: Any = bare_extraction(page, include_comments=False, with_metadata=True)
    except Exception as error:
        raise Refusal("no_main_text", f"the page defeats the parser ({type(error).__name__})") from error
    lines = (found.text or "").split("\n") if found is not None else []
    body = "\n\n".join(line.strip() for line in lines if line.strip())
    if found is None or not body:
        raise Refusal("no_main_text", "the page shows no article; save the article's own page, or its text")
    return Draft(
        origin=source.origin,
        body=body,
        fallback_id=source.name,
        title=found.title,
        published=find_page_date(page),
        source=found.sitename,
        url=url or found.url,
    )
