"""Fits choices: one of several candidates, or none, by a conditional logistic regression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sanctionwire.linear.fitting import Matrix, Vector, minimize, read_column
from sanctionwire.linear.model import Features, LinearModel

Choice = tuple[Sequence[Features], frozenset[int]]
"""The features of each candidate, and the indices of those that are right; empty when none is."""


def fit_choice(
    choices: Sequence[Choice],
    *,
    penalty: float = 1.0,
    least: int = 2,
    digits: int = 3,
    prior: LinearModel | None = None,
    firmness: LinearModel | None = None,
) -> LinearModel:
    """Fit one regression whose only label is `chosen`.

    Args:
        choices: Candidates and the right ones among them.
        penalty: Strength of the L2 penalty.
        least: Features of fewer candidates are left out.
        digits: Decimals kept in the weights; weights that round to 0 are dropped.
        prior: A model to start from and to stay near, as in `linear.fitting.fit`.
        firmness: What is added to the penalty of each of its weights, likewise.
    """
    prior = prior or LinearModel(("chosen",), (0.0,), {})
    choices = [choice for choice in choices if choice[0]]
    counts = Counter(name for candidates, _ in choices for features in candidates for name in features)
    kept = sorted(name for name, count in counts.items() if count >= least or name in prior.weights)
    columns = {name: index for index, name in enumerate(kept)}
    start = read_column(prior, "chosen", columns)
    held = penalty + (0.0 if firmness is None else read_column(firmness, "chosen", columns))
    rows, cols, values = [], [], []
    owner: list[int] = []
    right: list[bool] = []
    for number, (candidates, chosen) in enumerate(choices):
        for index, features in enumerate(candidates):
            for name, value in features.items():
                if name in columns and value:
                    rows.append(len(owner))
                    cols.append(columns[name])
                    values.append(value)
            owner.append(number)
            right.append(index in chosen)
    matrix = Matrix(
        np.array(rows, dtype=np.int64),
        np.array(cols, dtype=np.int64),
        np.array(values, dtype=np.float64),
        len(owner),
        len(columns),
    )
    groups = np.array(owner, dtype=np.int64)
    truth = np.array(right, dtype=np.bool_)
    has_right = np.zeros(len(choices), dtype=bool)
    has_right[groups[truth]] = True

    def share(margins: Vector, of: NDArray[np.bool_], none: NDArray[np.bool_]) -> tuple[Vector, Vector]:
        """Return the log of the summed odds of each choice, and the share of each candidate in it."""
        odds = np.where(of, np.exp(np.clip(margins, -30, 30)), 0.0)
        total = np.bincount(groups, odds, len(choices)) + none
        total = np.maximum(total, 1e-30)
        return np.log(total), odds / total[groups]

    everything = np.ones(len(owner), dtype=bool)
    always = np.ones(len(choices), dtype=bool)

    def loss(weights: Vector) -> tuple[float, Vector]:
        margins = matrix.times(weights)
        log_all, share_all = share(margins, everything, always)
        log_right, share_right = share(margins, truth, ~has_right)
        moved = weights - start
        value = float((log_all - log_right).sum() + 0.5 * (held * moved) @ moved)
        return value, matrix.transposed_times(share_all - share_right) + held * moved

    solved = minimize(loss, start)
    weights = {name: old for name, old in prior.weights.items() if name not in columns}
    for name, column in columns.items():
        rounded = round(float(solved[column]), digits) + 0.0
        if rounded:
            weights[name] = (rounded,)
    return LinearModel(("chosen",), (round(float(solved[-1]), digits),), weights)
