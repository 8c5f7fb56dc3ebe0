"""Signatures of texts: a checksum, and a MinHash of the five-word sequences (shingles) for likeness."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from zlib import crc32

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

PERMUTATIONS = 128
"""Hash functions of a MinHash: a likeness of 0.5 is estimated with a standard error of 0.044."""

SHINGLE = 5
"""Words in a shingle. Source: usual for news; Treasury notices with other names share few runs of five."""

SIGNATURE = np.dtype([("checksum", "u1", 32), ("shingles", "<u4"), ("minhash", "<u4", PERMUTATIONS)])
"""An article: SHA-256 of its text with white space folded, number of shingles, MinHash; 548 bytes."""

Signature = np.void
Signatures = NDArray[np.void]
"""One-dimensional array of `SIGNATURE`; `numpy.save` and `numpy.load` keep it as it is."""

_BATCH = 4096
"""Shingles hashed at a time, so that an article of any length takes a few megabytes."""

_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, from the golden ratio: Fibonacci hashing


def sign(text: str, words: Sequence[str]) -> Signature:
    """Return the signature of a text.

    Args:
        text: The text.
        words: Its words, as `read_words` returns them.
    """
    shingles = hash_shingles(words)
    minhash = _blank().copy()
    for start in range(0, len(shingles), _BATCH):
        minhash.update_batch(shingles[start : start + _BATCH].tolist())
    signature = np.zeros(1, dtype=SIGNATURE)
    checksum = hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).digest()
    signature["checksum"] = np.frombuffer(checksum, dtype=np.uint8)
    signature["shingles"] = len(shingles)
    signature["minhash"] = minhash.hashvalues
    row: Signature = signature[0]
    return row


def hash_shingles(words: Sequence[str]) -> NDArray[np.uint32]:
    """Return the hashes of the different shingles, in ascending order; none for fewer than five words."""
    count = len(words) - SHINGLE + 1
    if count < 1:
        return np.empty(0, dtype=np.uint32)
    encoded = " ".join(words).encode("utf-8", "surrogatepass").split(b" ")
    hashes = np.fromiter(map(crc32, encoded), dtype=np.uint64, count=len(words))
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        mixed = (mixed ^ hashes[place : place + count]) * _MIX
        mixed ^= mixed >> np.uint64(32)
    return np.unique(mixed.astype(np.uint32))


@cache
def _blank() -> MinHash:
    """A MinHash of nothing; copies of it share the hash functions, which are the same in every process."""
    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int, scheme="affine32")
