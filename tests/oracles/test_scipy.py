"""The best assignment against SciPy's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from sanctionwire.evaluate.assignment import find_best_total


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 25), st.integers(1, 25), st.sampled_from((0.05, 0.3, 1.0)))
def test_best_total(seed: int, rows: int, columns: int, density: float) -> None:
    generator = np.random.default_rng(seed)
    weights = generator.random((rows, columns)) * (generator.random((rows, columns)) < density)
    best = weights[linear_sum_assignment(weights, maximize=True)].sum()
    sparse = {(int(row), int(column)): float(weights[row, column]) for row, column in np.argwhere(weights)}
    assert find_best_total(sparse) == pytest.approx(best)
