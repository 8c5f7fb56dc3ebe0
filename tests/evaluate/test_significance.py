"""Paired tests: exact on few documents, honest under the null hypothesis, as strong as they say."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sanctionwire.evaluate.bootstrap import Floats, derive_f1, draw_weights
from sanctionwire.evaluate.significance import (
    correct_false_discoveries,
    correct_holm,
    find_detectable,
    find_p_values,
    pool_table,
)


def _draw_system(generator: np.random.Generator, documents: int, rate: float) -> Floats:
    """Return the counts of a system that finds gold items at a rate: shape (documents, 1, 4)."""
    gold = generator.integers(3, 12, size=documents)
    return _find(generator, gold, rate)


def _find(generator: np.random.Generator, gold: Floats, rate: float) -> Floats:
    matched = generator.binomial(gold.astype(int), rate)
    predicted = matched + generator.binomial(gold.astype(int), 0.2)
    return np.stack([matched, predicted, matched, gold], axis=-1)[:, None, :].astype(np.float64)


def _pair(generator: np.random.Generator, documents: int, first: float, second: float) -> list[Floats]:
    gold = generator.integers(3, 12, size=documents)
    return [_find(generator, gold, rate) for rate in (first, second)]


@pytest.mark.parametrize("seed", range(12))
def test_small_cases_equal_scipy(seed: int) -> None:
    generator = np.random.default_rng(seed)
    first, second = _pair(generator, 3 + seed % 6, 0.5, 0.7)

    def change(one: Floats, other: Floats, axis: int) -> Floats:
        # scipy hands over indexes of documents, so that whole rows are exchanged.
        tables = np.concatenate([first, second])
        f1 = [derive_f1(tables[side.astype(int)].sum(axis=axis % side.ndim)) for side in (one, other)]
        return (f1[1] - f1[0])[..., 0]

    documents = len(first)
    theirs = stats.permutation_test(
        (np.arange(documents), np.arange(documents) + documents),
        change,
        permutation_type="samples",
        vectorized=True,
        n_resamples=np.inf,
        alternative="two-sided",
    )
    ours = find_p_values(first, second, draws=4096, seed=0)[0]
    null = np.abs(theirs.null_distribution)
    assert len(null) == 2**documents
    assert ours == pytest.approx((null >= abs(theirs.statistic) - 1e-12).mean())
    # scipy doubles the smaller tail, which for a symmetric null is the same but for ties with no difference.
    assert ours <= theirs.pvalue + 1e-12


def test_many_draws_come_close_to_all_exchanges() -> None:
    first, second = _pair(np.random.default_rng(5), 13, 0.5, 0.6)
    every = find_p_values(first, second, draws=2**13, seed=0)[0]
    some = find_p_values(first, second, draws=2**13 - 1, seed=1)[0]
    assert some == pytest.approx(every, abs=4 * (every * (1 - every) / 2**13) ** 0.5)


def test_systems_that_are_alike_are_called_different_as_rarely_as_promised() -> None:
    """Of 400 pairs drawn alike, about 5% may have p <= 0.05, and p is spread evenly."""
    generator = np.random.default_rng(20)
    p_values = np.array(
        [find_p_values(*_pair(generator, 15, 0.6, 0.6), draws=499, seed=trial)[0] for trial in range(400)]
    )
    for level in (0.05, 0.2, 0.5):
        alarms = int((p_values <= level).sum())
        assert stats.binomtest(alarms, 400, level).pvalue > 0.001, (level, alarms)


def test_a_detectable_difference_is_found_eight_times_in_ten() -> None:
    """Documents are drawn anew; the true difference is that which one large sample says is detectable."""
    documents, trials = 30, 200
    generator = np.random.default_rng(7)
    reach = []
    for _ in range(20):
        one, other = _pair(generator, documents, 0.6, 0.6)
        weights = draw_weights(documents, resamples=500, seed=1)
        resampled = derive_f1(pool_table(weights, other)) - derive_f1(pool_table(weights, one))
        reach.append(find_detectable(resampled[:, 0]))
    wanted = float(np.mean([value for value in reach if value is not None]))
    large = _pair(generator, 60_000, 0.6, 0.6)
    low, high = 0.6, 0.95
    for _ in range(20):  # the rate at which the second system is better by just that much
        rate = (low + high) / 2
        better = _find(generator, large[0][:, 0, 3], rate)
        gap = float((derive_f1(better.sum(axis=0)) - derive_f1(large[0].sum(axis=0)))[0])
        low, high = (rate, high) if gap < wanted else (low, rate)
    found = sum(
        find_p_values(*_pair(generator, documents, 0.6, low), draws=399, seed=trial)[0] <= 0.05
        for trial in range(trials)
    )
    assert 0.7 < found / trials < 0.9


def test_samples_that_do_not_differ_detect_nothing() -> None:
    assert find_detectable(np.zeros(50)) is None
    assert find_detectable(np.array([np.nan, 0.1])) is None


P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@settings(deadline=None)
@given(P_VALUES)
def test_false_discoveries_are_corrected_as_scipy_does(values: list[float]) -> None:
    assert correct_false_discoveries(values) == pytest.approx(stats.false_discovery_control(values).tolist())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_is_bonferroni_over_every_set_of_hypotheses(values: list[float]) -> None:
    """By the closure principle: an item is rejected where every set with it is, by Bonferroni."""
    places = range(len(values))
    sets = [set(chosen) for size in places for chosen in combinations(places, size + 1)]
    closed = [
        max(
            min(1.0, len(chosen) * min(values[item] for item in chosen)) for chosen in sets if place in chosen
        )
        for place in places
    ]
    assert correct_holm(values) == pytest.approx(closed)
