"""One-to-one pairing, against trying every pairing."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.evaluate.assignment import Pair, count_one_to_one, find_best_total, pair_best_first
from sanctionwire.evaluate.counts import Counts

SIDE = 5
INDEX = st.integers(0, SIDE - 1)
WEIGHTS = st.dictionaries(st.tuples(INDEX, INDEX), st.sampled_from((0.25, 0.5, 1.0, 2.0)), max_size=12)


@settings(deadline=None)
@given(WEIGHTS)
def test_best_total_is_the_best_of_all_pairings(weights: dict[Pair, float]) -> None:
    best = max(
        sum(weights.get((row, column), 0.0) for row, column in enumerate(columns))
        for columns in permutations(range(SIDE))
    )
    assert find_best_total(weights) == pytest.approx(best)


@settings(deadline=None)
@given(WEIGHTS)
def test_best_first_takes_no_item_twice_and_leaves_no_free_pair(weights: dict[Pair, float]) -> None:
    pairs = pair_best_first(weights)
    golds, predicteds = [gold for gold, _ in pairs], [predicted for _, predicted in pairs]
    assert len(set(golds)) == len(set(predicteds)) == len(pairs)
    assert all(gold in golds or predicted in predicteds for gold, predicted in weights)


@settings(deadline=None)
@given(WEIGHTS)
def test_best_first_is_the_same_from_the_other_side(weights: dict[Pair, float]) -> None:
    swapped = pair_best_first({(predicted, gold): weight for (gold, predicted), weight in weights.items()})
    assert sorted((gold, predicted) for predicted, gold in swapped) == sorted(pair_best_first(weights))


def test_the_most_hits_count_and_not_the_first() -> None:
    hits = {(0, 0), (0, 1), (1, 0)}
    counts = count_one_to_one([0, 1], [0, 1, 2], lambda gold, predicted: (gold, predicted) in hits)
    assert counts == Counts(matched=2, missed=0, spurious=1)
