"""Paired tests over documents: how often chance alone makes a difference as large, and how large it must be.

Source: Noreen 1989, Computer-intensive methods for testing hypotheses (approximate randomization); Riezler
and Maxwell 2005, On some pitfalls in automatic evaluation and significance testing; Holm 1979, A simple
sequentially rejective multiple test procedure; Benjamini and Hochberg 1995, Controlling the false discovery
rate.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import NormalDist

import numpy as np

from sanctionwire.evaluate.bootstrap import Floats, derive_f1
from sanctionwire.evaluate.report import Report

ROUNDING = 1e-12
"""Differences of F1 closer than this are equal."""
SIGNIFICANT = 0.05
"""Corrected p-values below it are called significant."""
POWER = 0.8
"""How often a difference that is called detectable would be found. Source: Cohen 1988's convention."""


def read_table(report: Report) -> Floats:
    """Return the fractions of a report: shape (documents, measures, 4)."""
    return np.array(
        [[measure.tally.fractions for measure in document.measures] for document in report.documents],
        dtype=np.float64,
    )


def pool_table(weights: Floats, table: Floats) -> Floats:
    """Return fractions summed over documents: shape (draws, measures, 4), for weights (draws, documents)."""
    documents, measures, _ = table.shape
    return (weights @ table.reshape(documents, measures * 4)).reshape(len(weights), measures, 4)


def draw_exchanges(documents: int, *, draws: int, seed: int) -> tuple[Floats, bool]:
    """Return which documents' results each draw exchanges: shape (draws, documents), 1 or 0.

    Where there are no more ways than draws each way comes once.

    Returns:
        The exchanges, and whether they are all there are.
    """
    if 2**documents <= draws:
        ways = (np.arange(2**documents)[:, None] >> np.arange(documents)) & 1
        return ways.astype(np.float64), True
    generator = np.random.default_rng(seed)
    return generator.integers(0, 2, size=(draws, documents)).astype(np.float64), False


def find_p_values(first: Floats, second: Floats, *, draws: int, seed: int) -> Floats:
    """Return how often exchanging two systems' results, document by document, makes as large a difference.

    Exact where every exchange can be tried within the draws. Otherwise the difference that was observed
    counts as a draw of its own, and so does one that is 0/0: never too sure.

    Args:
        first: The first system's fractions, shape (documents, measures, 4).
        second: The second system's.
        draws: How many exchanges to draw.
        seed: Seed of the generator.

    Returns:
        One p-value a measure.
    """
    taken, is_whole = draw_exchanges(len(first), draws=draws, seed=seed)
    kept = 1.0 - taken
    one = derive_f1(pool_table(kept, first) + pool_table(taken, second))
    other = derive_f1(pool_table(taken, first) + pool_table(kept, second))
    observed = np.abs(derive_f1(second.sum(axis=0)) - derive_f1(first.sum(axis=0)))
    large = (~(np.abs(other - one) < observed - ROUNDING)).sum(axis=0)
    extra = 0 if is_whole else 1
    p_values: Floats = (large + extra) / (len(taken) + extra)
    return p_values


def correct_holm(p_values: Iterable[float]) -> list[float]:
    """Correct p-values so that any false alarm among all of them stays as rare as one test's would be.

    >>> correct_holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    values = list(p_values)
    corrected, most = [0.0] * len(values), 0.0
    for rank, place in enumerate(sorted(range(len(values)), key=lambda place: values[place])):
        most = max(most, min(1.0, (len(values) - rank) * values[place]))
        corrected[place] = most
    return corrected


def correct_false_discoveries(p_values: Iterable[float]) -> list[float]:
    """Correct p-values so that of those below a level no larger share than it is false (Benjamini-Hochberg).

    >>> correct_false_discoveries([0.01, 0.04, 0.03])
    [0.03, 0.04, 0.04]
    """
    values = list(p_values)
    corrected, least = [0.0] * len(values), 1.0
    order = sorted(range(len(values)), key=lambda place: values[place])
    for rank, place in reversed(list(enumerate(order, start=1))):
        least = min(least, len(values) * values[place] / rank)
        corrected[place] = least
    return corrected


def find_detectable(differences: Floats) -> float | None:
    """Return how large a true difference must be for 8 of 10 such samples of documents to show it.

    That is at a level of 0.05 for one test, the error of the difference taken as normal; corrected for
    several tests it would have to be larger.

    Args:
        differences: The difference in each bootstrap sample; NaN where a side is 0/0.

    Returns:
        A difference of F1, between 0 and 1; None where the samples do not differ, or are too few.
    """
    defined = differences[~np.isnan(differences)]
    deviation = float(defined.std(ddof=1)) if defined.size > 1 else 0.0
    normal = NormalDist()
    reach = normal.inv_cdf(1 - SIGNIFICANT / 2) + normal.inv_cdf(POWER)
    return reach * deviation if deviation > ROUNDING else None
