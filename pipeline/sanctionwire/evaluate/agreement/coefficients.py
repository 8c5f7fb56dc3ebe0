"""Cohen's kappa and Krippendorff's alpha, from tables that add up over documents.

Both compare the agreement seen with the agreement that chance would give. Chance is taken from the values
used: each annotator's own for kappa, everybody's together for alpha. Alpha takes any number of annotators,
and documents that some of them left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_ROUNDING = 1e-12


def list_values(columns: Sequence[Sequence[str]]) -> list[str]:
    """Return the values that occur, in alphabetical order."""
    return sorted({value for column in columns for value in column})


def cross_values(first: Sequence[str], second: Sequence[str], values: Sequence[str]) -> Floats:
    """Count how often the first annotator gives a value (row) where the second gives a value (column).

    >>> cross_values(["a", "a", "b"], ["a", "b", "b"], ["a", "b"]).tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    place = {value: number for number, value in enumerate(values)}
    table = np.zeros((len(values), len(values)))
    rows, columns = ([place[value] for value in side] for side in (first, second))
    np.add.at(table, (rows, columns), 1)
    return table


def count_coincidences(columns: Sequence[Sequence[str]], values: Sequence[str]) -> Floats:
    """Count pairs of values that different annotators gave to one unit; it weighs as many as it has values.

    Args:
        columns: The values of each annotator, for the same units; two annotators at least.
        values: All values, in the order of rows and columns.

    Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability: the coincidence matrix.
    """
    place = {value: number for number, value in enumerate(values)}
    table = np.zeros((len(values), len(values)))
    numbered = [np.array([place[value] for value in column], dtype=np.int64) for column in columns]
    for index, one in enumerate(numbered):
        for other in numbered[:index]:
            np.add.at(table, (one, other), 1)
            np.add.at(table, (other, one), 1)
    return table / (len(columns) - 1)


def derive_kappa(tables: Floats) -> Floats:
    """Return kappa of tables from `cross_values`; NaN when chance alone gives full agreement.

    Args:
        tables: Shape (..., values, values).

    Source: Cohen 1960, A coefficient of agreement for nominal scales.

    >>> derive_kappa(np.array([[20.0, 5.0], [10.0, 15.0]])).round(3).item()
    0.4
    """
    total = tables.sum(axis=(-2, -1))
    seen = np.trace(tables, axis1=-2, axis2=-1)
    chance = (tables.sum(axis=-1) * tables.sum(axis=-2)).sum(axis=-1)
    return _divide(seen * total - chance, total * total - chance, scale=total * total)


def derive_alpha(tables: Floats) -> Floats:
    """Return nominal alpha of tables from `count_coincidences`; NaN when only one value was used.

    Args:
        tables: Shape (..., values, values).
    """
    total = tables.sum(axis=(-2, -1))
    seen = np.trace(tables, axis1=-2, axis2=-1)
    used = tables.sum(axis=-1)
    expected = total * total - (used * used).sum(axis=-1)
    return 1 - _divide((total - seen) * (total - 1), expected, scale=total * total)


def _divide(top: Floats, bottom: Floats, *, scale: Floats) -> Floats:
    top, bottom = np.asarray(top, dtype=np.float64), np.asarray(bottom, dtype=np.float64)
    # Coincidences of four annotators are thirds: what should cancel out may leave a rounding error.
    is_open = bottom > _ROUNDING * np.asarray(scale)
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=is_open)
