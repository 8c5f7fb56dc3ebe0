"""Intervals: vectorized, reproducible, and equal to drawing documents one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.evaluate.bootstrap import derive_f1, draw_weights, find_interval, resample_f1
from sanctionwire.evaluate.counts import Counts, Fractions, derive_rates

SMALL = st.integers(0, 5)
COUNTS = st.builds(lambda m, f, s: Counts(matched=m, missed=f, spurious=s), SMALL, SMALL, SMALL)


@settings(deadline=None)
@given(
    st.tuples(SMALL, SMALL, SMALL, SMALL).map(
        lambda it: Fractions(it[0], it[0] + it[1], it[2], it[2] + it[3])
    )
)
def test_vectorized_f1_is_the_f1_of_the_counts(fractions: Fractions) -> None:
    f1 = derive_rates(fractions).f1
    vectorized = derive_f1(np.array(fractions, dtype=np.float64))
    assert vectorized == pytest.approx(np.nan if f1 is None else f1, nan_ok=True)


@settings(deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=6), st.integers(0, 3))
def test_a_resample_is_the_sum_of_the_documents_drawn(documents: list[Counts], seed: int) -> None:
    samples = resample_f1([[counts.fractions] for counts in documents], resamples=5, seed=seed)
    weights = draw_weights(len(documents), resamples=5, seed=seed)
    assert (weights.sum(axis=1) == len(documents)).all()
    for sample, drawn in zip(samples[:, 0], weights, strict=True):
        pooled = sum(
            (counts for counts, times in zip(documents, drawn, strict=True) for _ in range(int(times))),
            Counts(),
        )
        f1 = derive_rates(pooled.fractions).f1
        assert sample == pytest.approx(np.nan if f1 is None else f1, nan_ok=True)


def test_the_interval_covers_a_known_rate_about_as_often_as_it_says() -> None:
    generator = np.random.default_rng(7)
    covered = 0
    for seed in range(200):
        matched = generator.binomial(20, 0.7, size=40)
        rows = [
            [Counts(matched=int(hits), missed=int(20 - hits), spurious=int(20 - hits)).fractions]
            for hits in matched
        ]
        interval = find_interval(resample_f1(rows, resamples=300, seed=seed)[:, 0])
        assert interval is not None
        covered += interval.low <= 0.7 <= interval.high
    assert 0.88 <= covered / 200 <= 0.99


def test_nothing_but_empty_samples_has_no_interval() -> None:
    assert find_interval(np.array([np.nan, np.nan])) is None
