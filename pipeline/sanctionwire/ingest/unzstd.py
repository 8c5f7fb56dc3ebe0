"""Zstandard data as a stream that gives everything before a break."""

from __future__ import annotations

import io

import zstandard

_CHUNK = 1024
"""Bytes read at a time: few, since a thousand compressed bytes can unfold to thirty million."""


class Unzstd(io.RawIOBase):
    """Decompresses a stream piece by piece; several frames may follow each other.

    `zstandard.stream_reader` takes data that end too early for whole.

    Raises:
        zstandard.ZstdError: On reading on where the data are damaged, or end inside a frame.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._decompressor = zstandard.ZstdDecompressor()
        self._frame = self._decompressor.decompressobj()
        self._is_inside = True
        self._waiting = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as one piece of data goes; return the number of bytes, 0 at the end."""
        while not self._ready:
            data = self._waiting or self._stream.read(_CHUNK)
            if not data:
                if self._is_inside:
                    raise zstandard.ZstdError("the data end before the end of the compressed stream")
                return 0
            if not self._is_inside:
                self._frame = self._decompressor.decompressobj()
            self._ready = memoryview(self._frame.decompress(data))
            self._is_inside = not self._frame.eof
            self._waiting = self._frame.unused_data if self._frame.eof else b""
        piece = self._ready[: len(buffer)]
        buffer[: len(piece)] = piece
        self._ready = self._ready[len(piece) :]
        return len(piece)
