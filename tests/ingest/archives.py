"""Web archives and tables for the tests."""

from __future__ import annotations

import gzip
import io
from typing import Any

import pyarrow
import pyarrow.parquet


def make_record(
    url: str,
    body: bytes,
    *,
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    type: str = "response",
    warc: str = "",
    http: str = "",
) -> bytes:
    """Return one WARC record with an answer of a server."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{http}\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {type}\r\nWARC-Record-ID: <urn:uuid:9f1c>\r\n"
        f"WARC-Date: 2019-10-09T06:00:00Z\r\nWARC-Target-URI: {url}\r\n{warc}"
        f"Content-Type: application/http; msgtype={type}\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def pack(*records: bytes) -> bytes:
    """Return a gzipped archive, one member a record."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def make_table(columns: dict[str, Any], **options: Any) -> bytes:
    """Return a Parquet file."""
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), file, **options)
    return file.getvalue()
