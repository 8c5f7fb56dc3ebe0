"""Pairing gold items with predicted ones, one to one.

Two needs, two ways: *which* pairs (deterministic, and the same with the sides swapped) and *how much* the
best pairing is worth (the optimum, which has one value however ties fall).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from sanctionwire.evaluate.counts import Counts

Item = TypeVar("Item")
Pair = tuple[int, int]
"""Indexes of a gold item and of a predicted item."""


def pair_best_first(weights: Mapping[Pair, Any]) -> list[Pair]:
    """Take pairs by falling weight, skipping items that are taken.

    Among equal weights the pair that comes earliest on either side goes first. (i, j) and (j, i) rank equal
    and cannot block each other, so swapping the sides swaps the pairs and changes nothing else.

    Args:
        weights: A comparable weight for every pair that may be taken.

    >>> pair_best_first({(0, 0): 2, (0, 1): 5, (1, 1): 4, (1, 0): 1})
    [(0, 1), (1, 0)]
    """
    order = sorted(weights, key=lambda pair: (min(pair), max(pair)))
    order.sort(key=lambda pair: weights[pair], reverse=True)  # stable, so earliest stays first
    gold_taken: set[int] = set()
    predicted_taken: set[int] = set()
    pairs = []
    for gold, predicted in order:
        if gold not in gold_taken and predicted not in predicted_taken:
            gold_taken.add(gold)
            predicted_taken.add(predicted)
            pairs.append((gold, predicted))
    return pairs


def match_first(hits: Iterable[Pair], order: Iterable[int]) -> set[int]:
    """Return the predicted items that find a gold item: as many as can, those earlier in the order first.

    Cutting the order short leaves out items and changes nothing about those before.

    Args:
        hits: Pairs that agree.
        order: Indexes of predicted items.

    The second prediction agrees with what the first took, which therefore moves on:

    >>> sorted(match_first([(0, 0), (1, 0), (0, 1)], order=[0, 1]))
    [0, 1]
    """
    partners: defaultdict[int, list[int]] = defaultdict(list)
    for gold, predicted in hits:
        partners[predicted].append(gold)
    owners: dict[int, int] = {}

    # Source: Kuhn 1955; an item that was placed once is moved, never put out.
    def place(predicted: int, seen: set[int]) -> bool:
        for gold in partners[predicted]:
            if gold not in seen:
                seen.add(gold)
                if gold not in owners or place(owners[gold], seen):
                    owners[gold] = predicted
                    return True
        return False

    return {predicted for predicted in order if place(predicted, set())}


def _components(weights: Mapping[Pair, float]) -> list[list[Pair]]:
    """Split pairs into groups that share no item with each other."""
    by_gold: defaultdict[int, list[Pair]] = defaultdict(list)
    by_predicted: defaultdict[int, list[Pair]] = defaultdict(list)
    for pair in weights:
        by_gold[pair[0]].append(pair)
        by_predicted[pair[1]].append(pair)
    components = []
    seen: set[Pair] = set()
    for start in weights:
        if start in seen:
            continue
        seen.add(start)
        component, queue = [], [start]
        while queue:
            pair = queue.pop()
            component.append(pair)
            # Emptied once visited: each item hands out its pairs once, so the walk is linear.
            for neighbor in by_gold.pop(pair[0], []) + by_predicted.pop(pair[1], []):
                if neighbor not in seen:
                    seen.add(neighbor)
                    queue.append(neighbor)
        components.append(component)
    return components


def _best_of_matrix(weights: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    """Return the greatest total of one entry a row and column, for weights >= 0 and rows <= columns.

    Source: the Hungarian method by shortest augmenting paths with potentials (Kuhn 1955, Jonker and
    Volgenant 1987); row and column 0 are sentinels.
    """
    rows, columns = weights.shape
    cost = -weights
    row_potential = np.zeros(rows + 1)
    column_potential = np.zeros(columns + 1)
    row_of = np.zeros(columns + 1, dtype=np.int64)
    for row in range(1, rows + 1):
        row_of[0], column = row, 0
        distance = np.full(columns + 1, np.inf)
        previous = np.zeros(columns + 1, dtype=np.int64)
        done = np.zeros(columns + 1, dtype=np.bool_)
        while True:
            done[column] = True
            current = row_of[column]
            reduced = cost[current - 1] - row_potential[current] - column_potential[1:]
            nearer = ~done[1:] & (reduced < distance[1:])
            distance[1:][nearer] = reduced[nearer]
            previous[1:][nearer] = column
            following = int(np.argmin(np.where(done, np.inf, distance)))
            step = distance[following]
            row_potential[row_of[done]] += step
            column_potential[done] -= step
            distance[~done] -= step
            column = following
            if row_of[column] == 0:
                break
        while column:
            row_of[column] = row_of[previous[column]]
            column = int(previous[column])
    assigned = np.flatnonzero(row_of[1:])
    return float(weights[row_of[1:][assigned] - 1, assigned].sum())


def find_best_total(weights: Mapping[Pair, float]) -> float:
    """Return the greatest total weight of pairs taken one to one.

    Args:
        weights: Weights above 0; pairs that are absent weigh nothing.

    >>> find_best_total({(0, 0): 3.0, (0, 1): 2.0, (1, 0): 2.0})
    4.0
    """
    total = 0.0
    for component in _components(weights):
        rows = sorted({gold for gold, _ in component})
        columns = sorted({predicted for _, predicted in component})
        if len(rows) == 1 or len(columns) == 1:
            total += max(weights[pair] for pair in component)
            continue
        row_index = {gold: index for index, gold in enumerate(rows)}
        column_index = {predicted: index for index, predicted in enumerate(columns)}
        matrix = np.zeros((len(rows), len(columns)))
        for gold, predicted in component:
            matrix[row_index[gold], column_index[predicted]] = weights[gold, predicted]
        total += _best_of_matrix(matrix if len(rows) <= len(columns) else matrix.T)
    return total


def count_one_to_one(
    gold: Sequence[Item], predicted: Sequence[Item], is_hit: Callable[[Item, Item], bool]
) -> Counts:
    """Count items that are hits in pairs: the most pairs of which no two share an item.

    Args:
        gold: Gold items.
        predicted: Predicted items.
        is_hit: Tells whether a gold and a predicted item agree.

    One prediction that agrees with two gold items finds one of them:

    >>> count_one_to_one([1.0, 1.5], [1.2], lambda one, other: abs(one - other) < 1)
    Counts(matched=1, missed=1, spurious=0)
    """
    hits = {
        (row, column): 1.0
        for row, one in enumerate(gold)
        for column, other in enumerate(predicted)
        if is_hit(one, other)
    }
    matched = round(find_best_total(hits))
    return Counts(matched=matched, missed=len(gold) - matched, spurious=len(predicted) - matched)
