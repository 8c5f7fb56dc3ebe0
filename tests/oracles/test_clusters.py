"""CEAFm and mention detection against scorch and their definitions, on the clusters of random documents."""

from __future__ import annotations

from itertools import permutations

import pytest
from oracles.clusters import Clusters, list_clusters
from oracles.random_pairs import PAIRS, draw_random_pairs
from scorch import scores as scorch

from sanctionwire.evaluate.coreference import CLUSTER_MEASURES, count_links, overlap_clusters
from sanctionwire.evaluate.counts import Counts, derive_rates
from sanctionwire.evaluate.families.clusters import count_mentions, sum_ceaf_m


def _find_most(gold: Clusters, predicted: Clusters) -> int:
    """Try every way to pair clusters."""
    few, many = sorted((gold, predicted), key=len)
    return max(
        sum(len(one & other) for one, other in zip(few, order, strict=True))
        for order in permutations(many, len(few))
    )


def test_every_random_document() -> None:
    pairs = draw_random_pairs()
    assert len(pairs) == PAIRS >= 1000
    for documents in pairs:
        gold, predicted = map(list_clusters, documents)
        overlap = overlap_clusters(gold, predicted)
        here, there = (set().union(*side) for side in (gold, predicted))
        assert count_mentions(overlap) == Counts(
            matched=len(here & there), missed=len(here - there), spurious=len(there - here)
        )
        ours = derive_rates(sum_ceaf_m(overlap).fractions)
        if here & there:
            recall, precision, f1 = scorch.ceaf_m(gold, predicted)
            assert tuple(ours) == pytest.approx((precision, recall, f1))
        else:
            assert not any(ours)  # scorch divides by zero here
        if min(len(gold), len(predicted)) <= 4 and max(len(gold), len(predicted)) <= 7:
            assert sum_ceaf_m(overlap).recall_sum == _find_most(gold, predicted)


def test_every_other_measure_on_every_random_document() -> None:
    """MUC, B³ and CEAFe against scorch; links and LEA are spelled out beside."""
    theirs = {"MUC": scorch.muc, "B³": scorch.b_cubed, "CEAFe": scorch.ceaf_e}
    compared = dict.fromkeys(theirs, 0)
    for documents in draw_random_pairs():
        gold, predicted = map(list_clusters, documents)
        overlap = overlap_clusters(gold, predicted)
        for name, measure in theirs.items():
            rates = derive_rates(CLUSTER_MEASURES[name](overlap).fractions)
            if not any(one & other for one in gold for other in predicted):
                assert not any(rates)
                continue
            recall, precision, f1 = measure(gold, predicted)
            assert [rate or 0.0 for rate in rates] == pytest.approx([precision, recall, f1]), name
            compared[name] += 1
        links = count_links(overlap)
        pairs = [
            {frozenset((a, b)) for cluster in side for a in cluster for b in cluster if a != b}
            for side in (gold, predicted)
        ]
        assert links.matched == len(pairs[0] & pairs[1])
        assert links.missed == len(pairs[0] - pairs[1])
    assert min(compared.values()) >= 1000
