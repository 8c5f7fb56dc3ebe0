"""The outputs of the encoder: one row a token, its columns cut into named blocks.

Every column holds a logit, but for the last blocks: a word that announces (`askers`) and a mention
(`fillers`) fit one another in a role as far as their vectors point the same way. `bias` never changes.

| block | columns | meaning |
|---|---|---|
| `mentions` | outside, then begin and inside of each of the 14 name labels | one softmax a token |
| `triggers` | none, then the 6 actions | one softmax a token |
| `statuses` | the 5 statuses | one softmax, of words that announce |
| `measures` | the 18 measures | a logistic each, of words that announce |
| `groups` | outside, begin, inside | one softmax a token |
| `parts` | hit by each action, hit with each status, imposes | a logistic each, of mentions |
| `askers`, `fillers` | a vector for each of imposer and target | product by root of length, plus bias |
| `bias` | a number for each of imposer and target | |
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sanctionwire.schema.labels import ACTIONS, MEASURES, NAME_LABELS, STATUSES

Rows = NDArray[np.float32]
"""One row a token of the document, one column an output."""

OUTSIDE = "O"
MENTION_TAGS = (OUTSIDE, *(f"{place}-{label}" for label in NAME_LABELS for place in "BI"))
"""Column names of the block `mentions`; B begins a mention, I goes on with it."""

ROLES = ("imposer", "target")
WIDTH = 33
"""Length of the vectors of one role."""

_SIZES = {
    "mentions": len(MENTION_TAGS),
    "triggers": 1 + len(ACTIONS),
    "statuses": len(STATUSES),
    "measures": len(MEASURES),
    "groups": 3,
    "parts": len(ACTIONS) + len(STATUSES) + 1,
    "askers": len(ROLES) * WIDTH,
    "fillers": len(ROLES) * WIDTH,
    "bias": len(ROLES),
}


def _lay_out() -> dict[str, slice]:
    blocks, first = {}, 0
    for name, size in _SIZES.items():
        blocks[name] = slice(first, first + size)
        first += size
    return blocks


BLOCKS: dict[str, slice] = _lay_out()
COLUMNS = sum(_SIZES.values())


def find_runs(tags: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return first and end token of each span; odd tags begin one, even tags go on.

    >>> find_runs(np.array([0, 1, 2, 1, 0, 4]))
    [(1, 3), (3, 4), (5, 6)]
    """
    runs: list[tuple[int, int]] = []
    start = None
    for index, tag in enumerate([*tags.tolist(), 0]):
        if start is not None and (tag == 0 or tag % 2 == 1):
            runs.append((start, index))
            start = None
        if start is None and tag:
            start = index
    return runs
