"""Gzip data as a stream that gives everything before a break."""

from __future__ import annotations

import io
import zlib

_CHUNK = 1024
_GZIP_FORMAT = 31
"""zlib's window size for data with a gzip header and checksum. Source: zlib manual, `inflateInit2`."""


class Gunzip(io.RawIOBase):
    """Decompresses a stream piece by piece; several gzip members may follow each other.

    `gzip.GzipFile` loses up to 16 kB in front of the place where the data end too early, which are whole
    articles.

    Raises:
        EOFError: On reading on where the data end before their checksum.
        zlib.error: On reading damaged data.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._inflate = zlib.decompressobj(_GZIP_FORMAT)
        self._waiting = b""
        self._is_done = False

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as one piece of data goes; return the number of bytes, 0 at the end."""
        while not self._is_done:
            data = self._waiting or self._stream.read(_CHUNK)
            # Without data, too: the end of the text may still be inside the decompressor.
            piece = self._inflate.decompress(data, len(buffer))
            self._waiting = self._inflate.unconsumed_tail
            if self._inflate.eof:
                self._start_member(self._inflate.unused_data)
            elif not data and not piece:
                raise EOFError("the data end before the end of the compressed stream")
            if piece:
                buffer[: len(piece)] = piece
                return len(piece)
        return 0

    def _start_member(self, data: bytes) -> None:
        """Go on behind the end of a gzip member, past zeros that fill up a block."""
        self._waiting = data.lstrip(b"\0")
        while not self._waiting and (data := self._stream.read(_CHUNK)):
            self._waiting = data.lstrip(b"\0")
        self._is_done = not self._waiting
        self._inflate = zlib.decompressobj(_GZIP_FORMAT)
