"""What the mention finders propose, and the choice between proposals that overlap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

# Weights: how far a kind of evidence is trusted against an overlapping proposal.
PATTERN = 90
GRAMMAR = 80
KNOWN = 70
RECOGNIZED = 60
CITY = 55
WEAK = 50

NO_NAME = ""
"""The label of words that are closed to every mention."""


class Candidate(NamedTuple):
    """A proposed mention: token offsets, half-open, its label, and how far to trust it."""

    start: int
    end: int
    label: str
    weight: int


def choose(
    candidates: Iterable[Candidate], size: int, taken: Iterable[tuple[int, int]] = ()
) -> list[Candidate]:
    """Return candidates that do not overlap, in text order.

    The higher weight wins, then the longer span, then the earlier one. `size` is the number of words; spans
    in `taken` are closed to every candidate.
    """
    occupied = bytearray(size)
    for start, end in taken:
        occupied[start:end] = b"\1" * (end - start)
    chosen = []
    for candidate in sorted(candidates, key=lambda c: (-c.weight, c.start - c.end, c.start)):
        start, end = candidate.start, candidate.end
        if start < end and not any(occupied[start:end]):
            occupied[start:end] = b"\1" * (end - start)
            chosen.append(candidate)
    return sorted(chosen)
