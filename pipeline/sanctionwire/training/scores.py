"""Says how well an encoder reads documents that it did not learn from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sanctionwire.encoder.columns import BLOCKS, Rows, find_runs
from sanctionwire.training.examples import Example, Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Counts of one block: `gold` and `found` items, and those that are `both`."""

    both: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: Hits) -> Hits:
        """Return the counts of both."""
        return Hits(both=self.both + other.both, gold=self.gold + other.gold, found=self.found + other.found)

    @property
    def f1(self) -> float | None:
        """F1 in percent; None without any item.

        >>> Hits(both=1, gold=2, found=2).f1
        50.0
        """
        total = self.gold + self.found
        return round(200 * self.both / total, 1) if total else None


def score_rows(pairs: Iterable[tuple[Example, Rows]]) -> dict[str, float | None]:
    """Return F1 in percent, by block, pooled over documents.

    Args:
        pairs: Documents with the outputs for each of their tokens.

    `mentions` and `groups` count exact spans, `triggers` single tokens with the right action; `rules` are the
    mentions that the encoder was given as hints.
    """
    totals = dict.fromkeys(("rules", "mentions", "groups", "triggers"), Hits())
    for example, rows in pairs:
        likeliest = {name: rows[:, BLOCKS[name]].argmax(1) for name in ("mentions", "groups", "triggers")}
        totals["rules"] += _compare(_spans(example.mentions), _spans(example.ruled))
        totals["mentions"] += _compare(_spans(example.mentions), _spans(likeliest["mentions"]))
        totals["groups"] += _compare(_spans(example.groups), _spans(likeliest["groups"]))
        totals["triggers"] += _compare(_marks(example.triggers), _marks(likeliest["triggers"]))
    return {name: hits.f1 for name, hits in totals.items()}


def _compare(gold: set[tuple[int, ...]], found: set[tuple[int, ...]]) -> Hits:
    return Hits(both=len(gold & found), gold=len(gold), found=len(found))


def _spans(tags: Numbers) -> set[tuple[int, ...]]:
    return {(start, end, int(tags[start] + 1) // 2) for start, end in find_runs(tags)}


def _marks(tags: Numbers) -> set[tuple[int, ...]]:
    return {(int(place), int(tags[place])) for place in np.flatnonzero(tags)}
