"""Web archives (WARC), such as those of CC-NEWS: each archived page is an article."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from sanctionwire.ingest.decode import decode
from sanctionwire.ingest.draft import Draft
from sanctionwire.ingest.html import extract_page
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.reasons import Refusal
from sanctionwire.ingest.sources import Source
from sanctionwire.schema.records import Rejection

PAGE_TYPES = frozenset(("text/html", "application/xhtml+xml"))


class _Forward:
    """A stream that tells its position, which the archive reader asks for, and cannot be searched."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._position = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read1(size)  # a longer read would lose what stands before a break
        self._position += len(data)
        return data

    def tell(self) -> int:
        return self._position


def read_warc(
    stream: io.BufferedReader, source: Source, options: IngestOptions
) -> Iterator[Draft | Rejection]:
    """Yield one result for each archived answer of a server; requests and notes of the crawler are passed by.

    An archive that is cut off or damaged gives the records before the break, and then one rejection.

    Raises:
        Refusal: `empty`, `damaged` from the place of the damage on, or `unreadable` without fastwarc.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        detail = "web archives are read with fastwarc; pip install 'sanctionwire[web]'"
        raise Refusal("unreadable", detail) from error
    if not stream.peek(1):
        raise Refusal("empty", "the file is empty")
    count = 0
    forward: Any = _Forward(stream)
    try:
        for count, record in enumerate(
            ArchiveIterator(
                forward, record_types=WarcRecordType.response, parse_http=False, stream_detect=False
            ),
            start=1,
        ):
            url = record.headers.get("WARC-Target-URI") or None
            origin = f"{source.origin}:{count}"
            page = Source(path=source.path, origin=origin, name=f"{source.name}:{count}", suffix=".html")
            try:
                yield _read_page(record, page, url, options)
            except Refusal as refusal:
                yield refusal.at(origin, id=url)
                if refusal.reason == "damaged":
                    return
    except OSError as error:
        detail = f"no WARC record behind answer {count:,} ({error}); copy or compress the archive again"
        raise Refusal("damaged", detail) from error
    if not count:
        raise Refusal("empty", "the archive holds no answer of a server")


def _read_page(record: Any, source: Source, url: str | None, options: IngestOptions) -> Draft:
    """Return the article of one record, read whole.

    Raises:
        Refusal: `damaged` when the archive ends inside the record, `too_large`, `http_error`,
            `unsupported_format`, `binary`, `undecodable`, `empty`, `too_deep` or `no_main_text`.
    """
    if record.headers.get("WARC-Truncated"):
        raise Refusal("too_large", "the crawler cut this page off; fetch it again")
    stated = record.content_length
    if stated > options.max_bytes:
        raise Refusal("too_large", f"{stated:,} bytes, more than {options.max_bytes:,}; leave it out")
    answer = record.reader.read()
    if len(answer) < stated:
        raise Refusal("damaged", f"the archive ends {stated - len(answer):,} bytes too early; copy it again")
    try:
        record = _parse_answer(answer)
        status = record.http_headers.status_code if record.http_headers is not None else None
        kind = (record.http_content_type or "").lower()
        if status != 200:
            raise Refusal("http_error", f"the server answered with status {status}; nothing to read")
        if kind not in PAGE_TYPES:
            raise Refusal("unsupported_format", f"{kind or 'data of no stated type'} is no web page")
        data = record.reader.read(options.max_bytes + 1)
        charset = record.http_charset
    except OSError as error:
        raise Refusal("undecodable", f"the page cannot be decompressed ({error}); fetch it again") from error
    if len(data) > options.max_bytes:
        raise Refusal("too_large", f"more than {options.max_bytes:,} bytes unpacked; leave it out")
    page = decode(data, is_markup=True, charset=charset)
    if not page.strip():
        raise Refusal("empty", "the page is empty")
    return extract_page(page, source, url=url)


def _parse_answer(answer: bytes) -> Any:
    """Return a record of its own: compressed data that break inside the archive's take it along."""
    from fastwarc.warc import WarcRecord

    record = WarcRecord()
    record.set_bytes_content(answer)
    record.is_http = True
    record.parse_http(auto_decode="all")
    return record
