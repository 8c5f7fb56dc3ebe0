"""Exact and near duplicates among the articles of a run, in their order: the first one is the original.

Of the 30 pairs of two feeds (13,007 articles) that were nearest above the threshold, 24 were one text told
twice: wire copies, updates, corrections, a testimony given before two committees. Four were pages of one site
with nothing but its own words (a paywall), two were a filing and a readout from one template. No notice of
sanctions was taken for another one. A million articles take between 1.1 and 1.7 GB, and their ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sanctionwire.triage.buckets import Buckets, Keys
from sanctionwire.triage.signatures import PERMUTATIONS, SIGNATURE, Signature, Signatures

LEAST_SHARED = 0.8
"""Least share of the shorter article's shingles that the longer one has, for a near duplicate.

Source: 952 pairs of two feeds. Above are wire copies, cut and updated stories; below are daily digests and
notices from one template, which share up to 0.75.
"""

LEAST_LIKENESS = 0.5
"""Least Jaccard likeness of a near duplicate: an article cut in half is still found. Source: same pairs."""

LEAST_SHINGLES = 75
"""Articles with fewer shingles are only compared exactly. Source: captions with one footer in the feeds."""

_BANDS = 32
"""Parts of a MinHash; articles that agree in one are compared.

Found so: 87 in 100 pairs with a likeness of 0.5, 99 in 100 with 0.6.
"""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_STARTS = np.arange(1, _BANDS + 1, dtype=np.uint64) * _MIX


@dataclass(frozen=True, slots=True)
class Original:
    """The article that another one repeats.

    Attributes:
        id: Its id.
        similarity: Share of the shorter one's shingles that the longer one has, from 0 to 1, estimated;
            1.0 for an exact copy.
        is_exact: Whether the texts differ in nothing but white space.
    """

    id: str
    similarity: float
    is_exact: bool


class DuplicateIndex:
    """Remembers the articles of a run and says which of them a new one repeats.

    A near duplicate is not compared with again: what is like it but not like its original counts as new.
    Where several originals come into question, the likest is named, of equals the earliest.
    """

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._rows: Signatures = np.zeros(256, dtype=SIGNATURE)
        self._buckets = Buckets()

    def __len__(self) -> int:
        """Return the number of articles remembered."""
        return len(self._ids)

    @property
    def nbytes(self) -> int:
        """Bytes of memory taken, without the ids."""
        return self._rows.nbytes + self._buckets.nbytes

    def signatures(self, start: int = 0) -> Signatures:
        """Return a copy of the signatures of the articles from number `start` on, in their order.

        `numpy.save` keeps them, so that `recall` can take them up in a later run.
        """
        return self._rows[start : len(self._ids)].copy()

    def recall(self, ids: Iterable[str], signatures: Signatures) -> None:
        """Remember articles of an earlier run as if they had been added again.

        Args:
            ids: Their ids, in order.
            signatures: What `signatures` returned for them.

        Raises:
            ValueError: When these are not as many, or have another form.
        """
        if signatures.dtype != SIGNATURE:
            raise ValueError(f"signatures of another version: {signatures.dtype}, not {SIGNATURE}")
        for id, signature in zip(ids, signatures, strict=True):
            self.add(id, signature)

    def add(self, id: str, signature: Signature) -> Original | None:
        """Remember an article and return the one that it repeats, if any.

        Args:
            id: Its id.
            signature: What `sign` returned for it.
        """
        number = len(self._ids)
        if number == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros(number, dtype=SIGNATURE)])
        self._rows[number] = signature
        self._ids.append(id)
        checksum: Keys = signature["checksum"][:8].view(np.uint64)
        bands = _hash_bands(signature["minhash"])
        earlier = self._buckets.get(np.concatenate([checksum, bands]))
        same = int(earlier[0])
        if same >= 0 and np.array_equal(self._rows[same]["checksum"], signature["checksum"]):
            return Original(self._ids[same], 1.0, is_exact=True)
        self._buckets.put(checksum, np.array([number], dtype=np.int32))
        if signature["shingles"] < LEAST_SHINGLES:
            return None
        original = self._find_likest(signature, np.unique(earlier[1:]))
        if original is None:
            self._buckets.put(bands, np.full(_BANDS, number, dtype=np.int32))
        return original

    def _find_likest(self, signature: Signature, rows: NDArray[np.int32]) -> Original | None:
        rows = rows[rows >= 0]
        if not len(rows):
            return None
        others = self._rows[rows]
        likeness = (others["minhash"] == signature["minhash"]).mean(axis=1)
        sizes, size = others["shingles"].astype(np.float64), float(signature["shingles"])
        in_common = likeness * (sizes + size) / (1 + likeness)
        shared = np.minimum(1.0, in_common / np.minimum(sizes, size))
        shared[likeness < LEAST_LIKENESS] = 0.0
        best = int(shared.argmax())
        if shared[best] < LEAST_SHARED:
            return None
        return Original(self._ids[rows[best]], round(float(shared[best]), 2), is_exact=False)


def _hash_bands(minhash: NDArray[np.uint32]) -> Keys:
    hashes = _STARTS.copy()
    for column in minhash.reshape(_BANDS, PERMUTATIONS // _BANDS).T.astype(np.uint64):
        hashes = (hashes ^ column) * _MIX
        hashes ^= hashes >> np.uint64(32)
    return hashes
