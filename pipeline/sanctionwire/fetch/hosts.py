"""Turns: one request at a time to a host, with a pause behind it."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Hosts:
    """Gives out turns, to be used within one event loop.

    Args:
        delay: Seconds between the end of a turn and the next turn at the same host.
    """

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: dict[str, float] = {}
        self._delays: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for the host to be free, and keep it for the `with` block."""
        async with self._locks[host]:
            wait = self._free_at.get(host, 0.0) - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            try:
                yield
            finally:
                self.rest(host, self._delays.get(host, self._delay))

    def slow_down(self, host: str, delay: float) -> None:
        """Keep at least so many seconds between two turns from now on."""
        self._delays[host] = max(delay, self._delay)

    def rest(self, host: str, seconds: float) -> None:
        """Give no turn for so many seconds."""
        self._free_at[host] = max(self._free_at.get(host, 0.0), time.monotonic() + seconds)
