"""The bytes of an answer, within a limit whatever it says about itself."""

from __future__ import annotations

import zlib

import httpx

from sanctionwire.fetch.reasons import FetchError

_GZIP_OR_ZLIB = 47
"""zlib's window size for data with either header. Source: zlib manual, `inflateInit2`."""


async def read_body(answer: httpx.Response, limit: int, *, is_cut: bool = False) -> bytes:
    """Return the body of an answer, decompressed piece by piece so that no piece can unfold past the limit.

    Args:
        answer: An answer whose body was not read yet.
        limit: Most bytes.
        is_cut: Whether a longer body is cut there instead of refused.

    Raises:
        FetchError: `too_large`, or `bad_answer` for data that cannot be decompressed.
    """
    stated = answer.headers.get("content-length", "")
    if not is_cut and stated.isdecimal() and int(stated) > limit:
        raise _too_large(limit)
    encoding = answer.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError("bad_answer", f"compressed as {encoding!r}, which was not asked for; leave it out")
    unpack = None if encoding in ("identity", "") else zlib.decompressobj(_GZIP_OR_ZLIB)
    body = bytearray()
    async for piece in answer.aiter_raw():
        while piece and len(body) <= limit:
            if unpack is None:
                body += piece
                break
            if unpack.eof:  # another member
                unpack = zlib.decompressobj(_GZIP_OR_ZLIB)
            body += _inflate(unpack, piece, limit + 1 - len(body))
            piece = unpack.unused_data or unpack.unconsumed_tail
        if len(body) > limit:
            if is_cut:
                break
            raise _too_large(limit)
    else:
        if unpack is not None and not unpack.eof:
            raise FetchError("bad_answer", "the compressed data end too early", retryable=True)
    return bytes(body[:limit])


def unpack_gzip(data: bytes, limit: int) -> bytes:
    """Return the bytes of a gzip file, such as a compressed sitemap; other data as they are.

    Raises:
        FetchError: `too_large` or `bad_answer`.
    """
    body = bytearray()
    while data.startswith(b"\x1f\x8b"):
        unpack = zlib.decompressobj(_GZIP_OR_ZLIB)
        body += _inflate(unpack, data, limit + 1 - len(body))
        if len(body) > limit:
            raise _too_large(limit)
        if not unpack.eof:
            raise FetchError("bad_answer", "the gzip file ends too early", retryable=True)
        data = unpack.unused_data
    return bytes(body) or data


def _inflate(unpack: zlib._Decompress, data: bytes, room: int) -> bytes:
    try:
        return unpack.decompress(data, room)
    except zlib.error as error:
        raise FetchError(
            "bad_answer", f"the compressed data are damaged ({error})", retryable=True
        ) from error


def _too_large(limit: int) -> FetchError:
    return FetchError("too_large", f"more than {limit:,} bytes; raise max_bytes if it is an article")
