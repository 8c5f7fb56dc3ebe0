"""Groups mentions into entities: a disjoint-set forest over mention numbers, with keys as a second way in."""

from __future__ import annotations

from collections.abc import Hashable


class Clusters:
    """Disjoint sets of the numbers 0 to `size` - 1; the smallest number of a set represents it."""

    def __init__(self, size: int) -> None:
        """Start with every number in a set of its own."""
        self._parents = list(range(size))
        self._keyed: dict[Hashable, int] = {}

    def find(self, number: int) -> int:
        """Return the representative of the set that holds a number."""
        root = number
        while self._parents[root] != root:
            root = self._parents[root]
        while self._parents[number] != root:  # path compression keeps this near-linear
            self._parents[number], number = root, self._parents[number]
        return root

    def join(self, one: int, other: int) -> None:
        """Make one set of the two that hold these numbers."""
        one, other = self.find(one), self.find(other)
        self._parents[max(one, other)] = min(one, other)

    def join_key(self, key: Hashable, number: int) -> None:
        """Join a number with all others that were given the same key."""
        self.join(self._keyed.setdefault(key, number), number)
