"""A map from 64-bit keys to row numbers in two flat arrays, in a tenth of the memory of a dict of ints."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Rows = NDArray[np.int32]

_SMALLEST = 1 << 12
_FULL = 0.7
"""Share of places taken at which the table doubles."""


class Buckets:
    """Keeps the latest row put under each key: open addressing with linear probing, 12 bytes a place.

    Keys must be well mixed, such as hashes, since their last bits choose the place.
    """

    def __init__(self) -> None:
        self._taken = 0
        self._make(_SMALLEST)

    def _make(self, places: int) -> None:
        self._keys: Keys = np.zeros(places, dtype=np.uint64)
        self._rows: Rows = np.full(places, -1, dtype=np.int32)

    def __len__(self) -> int:
        """Return the number of keys."""
        return self._taken

    @property
    def nbytes(self) -> int:
        """Bytes of memory taken."""
        return self._keys.nbytes + self._rows.nbytes

    def get(self, keys: Keys) -> Rows:
        """Return the row of each key, -1 where there is none."""
        return self._rows[self._places(keys)]

    def put(self, keys: Keys, rows: Rows) -> None:
        """Put a row under each key, in place of what was there.

        Args:
            keys: Keys that differ from each other.
            rows: Their rows, not negative.
        """
        while self._taken + len(keys) > _FULL * len(self._keys):
            old_keys, old_rows = self._keys, self._rows
            self._make(2 * len(old_keys))
            self._taken = 0
            self.put(old_keys[old_rows >= 0], old_rows[old_rows >= 0])
        while len(keys):  # two keys may see the same free place: the first takes it, the other looks again
            places, winners = np.unique(self._places(keys), return_index=True)
            self._taken += int((self._rows[places] < 0).sum())
            self._keys[places], self._rows[places] = keys[winners], rows[winners]
            keys, rows = np.delete(keys, winners), np.delete(rows, winners)

    def _places(self, keys: Keys) -> NDArray[np.int64]:
        """Return where each key is, or the free place where it would go."""
        mask = len(self._keys) - 1
        places = (keys & np.uint64(mask)).astype(np.int64)
        pending = np.arange(len(keys))
        while len(pending):
            here = places[pending]
            pending = pending[(self._rows[here] >= 0) & (self._keys[here] != keys[pending])]
            places[pending] = (places[pending] + 1) & mask
        return places
