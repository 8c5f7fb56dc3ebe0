"""Bootstrap intervals: how far a rate would move, had other documents been annotated.

Documents are drawn with replacement, never single facts, since facts of one document stand or fall together.
Source: Efron 1979, Bootstrap methods; the percentile interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sanctionwire.evaluate.counts import Fractions

Floats = npt.NDArray[np.float64]

LEVEL = 0.95
"""Share of resamples inside an interval."""
FEWEST_DOCUMENTS = 2
"""With fewer documents there is nothing to draw from."""


class Interval(NamedTuple):
    """The lower and upper end of an interval, both included."""

    low: float
    high: float


def derive_f1(fractions: Floats) -> Floats:
    """Derive F1 from arrays whose last axis holds the four `Fractions`; NaN for 0/0.

    >>> derive_f1(np.array([[1.0, 2.0, 1.0, 2.0], [0.0, 0.0, 0.0, 0.0], [0.0, 3.0, 0.0, 0.0]])).tolist()
    [0.5, nan, 0.0]
    """
    precision_sum, precision_total, recall_sum, recall_total = np.moveaxis(fractions, -1, 0)
    # 2PR / (P + R) with both fractions multiplied out: one division, and the zero cases fall into place.
    top = 2 * precision_sum * recall_sum
    bottom = precision_sum * recall_total + recall_sum * precision_total
    empty = (precision_total == 0) & (recall_total == 0)
    rates = np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)
    return np.where(empty, np.nan, rates)


def draw_weights(documents: int, *, resamples: int, seed: int) -> Floats:
    """Return how often each resample draws each document: shape (resamples, documents)."""
    generator = np.random.default_rng(seed)
    return generator.multinomial(documents, np.full(documents, 1 / documents), size=resamples).astype(
        np.float64
    )


def resample_f1(rows: Sequence[Sequence[Fractions]], *, resamples: int, seed: int) -> Floats:
    """Return the F1 of every measure in every resample: shape (resamples, measures).

    Args:
        rows: One row a document, one `Fractions` a measure, in the same order everywhere.
        resamples: How many samples to draw.
        seed: Seed of the generator; the same seed and rows give the same samples.
    """
    table = np.array(rows, dtype=np.float64)
    documents, measures = table.shape[:2]
    weights = draw_weights(documents, resamples=resamples, seed=seed)
    sums = weights @ table.reshape(documents, measures * 4)
    return derive_f1(sums.reshape(resamples, measures, 4))


def find_interval(values: Floats) -> Interval | None:
    """Return the percentile interval of one measure's resampled rates; None when every one is 0/0.

    >>> find_interval(np.array([0.5, 0.5, np.nan]))
    Interval(low=0.5, high=0.5)
    """
    defined = values[~np.isnan(values)]
    if not defined.size:
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))
