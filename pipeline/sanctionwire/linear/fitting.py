"""Fits logistic regressions with an L2 penalty by L-BFGS; needs scipy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sanctionwire.linear.model import Features, LinearModel

Vector = NDArray[np.float64]
_STEPS = 300
_TOLERANCE = 1e-5


def fit(
    examples: Sequence[Features],
    labels: Sequence[frozenset[str]],
    *,
    penalty: float = 3.0,
    least: int = 2,
    digits: int = 3,
    prior: LinearModel | None = None,
    firmness: LinearModel | None = None,
) -> LinearModel:
    """Fit one regression a label.

    Args:
        examples: Features of each example.
        labels: Labels that hold for each example; labels are independent of each other.
        penalty: Strength of the L2 penalty, the inverse of scikit-learn's `C`.
        least: Features of fewer examples are left out.
        digits: Decimals kept in the weights; weights that round to 0 are dropped.
        prior: A model to start from and to stay near: what is penalized is the distance from its weights, and
            features that no example has keep them. None for weights of 0. Source: Chelba and Acero 2004,
            Adaptation of maximum entropy capitalizer.
        firmness: What is added to the penalty of each weight of the prior, in the form of a model.

    Returns:
        The model, its labels in alphabetical order.
    """
    prior = prior or LinearModel((), (), {})
    counts = Counter(name for features in examples for name in features)
    kept = sorted(name for name, count in counts.items() if count >= least or name in prior.weights)
    columns = {name: index for index, name in enumerate(kept)}
    rows, cols, values = [], [], []
    for row, features in enumerate(examples):
        for name, value in features.items():
            column = columns.get(name)
            if column is not None and value:
                rows.append(row)
                cols.append(column)
                values.append(value)
    matrix = Matrix(
        np.array(rows, dtype=np.int64),
        np.array(cols, dtype=np.int64),
        np.array(values),
        len(examples),
        len(columns),
    )
    names = sorted({label for found in labels for label in found} | set(prior.labels))
    starts = [read_column(prior, name, columns) for name in names]
    penalties = [
        penalty + (0.0 if firmness is None else read_column(firmness, name, columns)) for name in names
    ]
    solved = [
        _solve(matrix, np.array([name in found for found in labels], dtype=np.float64), held, start)
        for name, held, start in zip(names, penalties, starts, strict=True)
    ]
    place = {name: number for number, name in enumerate(prior.labels)}
    weights: dict[str, tuple[float, ...]] = {
        name: tuple(old[place[label]] if label in place else 0.0 for label in names)
        for name, old in prior.weights.items()
        if name not in columns
    }
    for name, column in columns.items():
        rounded = tuple(round(float(vector[column]), digits) + 0.0 for vector in solved)
        if any(rounded):
            weights[name] = rounded
    return LinearModel(tuple(names), tuple(round(float(v[-1]), digits) for v in solved), weights)


def read_column(model: LinearModel, label: str, columns: Mapping[str, int]) -> Vector:
    """Return the weights of a label in a model, one a column, then the bias; 0 for what it does not know."""
    values = np.zeros(len(columns) + 1)
    if label in model.labels:
        number = model.labels.index(label)
        values[-1] = model.bias[number]
        for name, column in columns.items():
            if name in model.weights:
                values[column] = model.weights[name][number]
    return values


class Matrix:
    """A sparse matrix of examples (rows) and features (columns), with a last column of ones for the bias."""

    def __init__(
        self, rows: NDArray[np.int64], cols: NDArray[np.int64], values: Vector, height: int, width: int
    ) -> None:
        self.rows, self.cols, self.values, self.height, self.width = rows, cols, values, height, width

    def times(self, weights: Vector) -> Vector:
        """Return the margin of each example; the last weight is the bias."""
        sums = np.bincount(self.rows, self.values * weights[self.cols], self.height)
        return np.asarray(sums + weights[-1], dtype=np.float64)

    def transposed_times(self, errors: Vector) -> Vector:
        """Return the gradient of each weight, given the error of each example."""
        gradient = np.bincount(self.cols, self.values * errors[self.rows], self.width)
        return np.append(gradient, errors.sum())


def _solve(matrix: Matrix, truth: Vector, penalty: Vector | float, prior: Vector) -> Vector:
    def loss(weights: Vector) -> tuple[float, Vector]:
        margins = matrix.times(weights)
        likelihood = np.logaddexp(0.0, margins).sum() - (truth * margins).sum()
        errors = 1.0 / (1.0 + np.exp(-np.clip(margins, -30, 30))) - truth
        moved = weights - prior
        gradient = matrix.transposed_times(errors) + penalty * moved
        return float(likelihood + 0.5 * (penalty * moved) @ moved), gradient

    return minimize(loss, prior)


def minimize(loss: Callable[[Vector], tuple[float, Vector]], start: Vector) -> Vector:
    """Minimize a smooth convex function by L-BFGS.

    Args:
        loss: Returns the value and the gradient at a point.
        start: Where to begin.
    """
    from scipy import optimize  # needed to train only

    options = {"maxiter": _STEPS, "ftol": _TOLERANCE / 10, "gtol": _TOLERANCE}
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x, dtype=np.float64)
