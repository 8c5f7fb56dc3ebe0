"""Reads choices: one of several candidates, or none, by a conditional logistic regression."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sanctionwire.linear.model import Features, LinearModel


def rate_choice(candidates: Sequence[Features], model: LinearModel) -> list[float]:
    """Return the probability of each candidate; what is missing to 1 is that of none of them.

    >>> model = LinearModel(("chosen",), (0.0,), {"near": (2.0,)})
    >>> [round(p, 2) for p in rate_choice([{"near": 1.0}, {}], model)]
    [0.79, 0.11]
    """
    margins = [model.margins(features)[0] for features in candidates]
    top = max([0.0, *margins])
    odds = [math.exp(margin - top) for margin in margins]
    total = sum(odds) + math.exp(-top)
    return [odd / total for odd in odds]
