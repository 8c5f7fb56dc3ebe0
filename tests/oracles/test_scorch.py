"""MUC, B³ and CEAFe against scorch, which implements the CoNLL-2012 measures, and where the two differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from oracles.alterations import alter_gold
from oracles.clusters import Clusters, draw_clusters, list_clusters
from oracles.random_pairs import draw_random_pairs
from scorch import scores as scorch

from sanctionwire.evaluate import evaluate
from sanctionwire.evaluate.coreference import CLUSTER_MEASURES, overlap_clusters
from sanctionwire.evaluate.counts import Measure, add_tallies, derive_rates

MEASURES: dict[str, Callable[[Sequence[set[object]], Sequence[set[object]]], tuple[float, float, float]]] = {
    "MUC": scorch.muc,
    "B³": scorch.b_cubed,
    "CEAFe": scorch.ceaf_e,
}


def _compare(gold: Clusters, predicted: Clusters) -> None:
    overlap = overlap_clusters(gold, predicted)
    for name, measure in MEASURES.items():
        rates = derive_rates(CLUSTER_MEASURES[name](overlap).fractions)
        if name == "CEAFe" and not any(one & other for one in gold for other in predicted):
            assert not any(rates)  # scorch divides by zero here
            continue
        recall, precision, f1 = measure(gold, predicted)
        assert [rate or 0.0 for rate in rates] == pytest.approx([precision, recall, f1]), name


@settings(max_examples=200, deadline=None)
@given(draw_clusters(), draw_clusters())
def test_random_clusters(gold: Clusters, predicted: Clusters) -> None:
    _compare(gold, predicted)


def test_altered_gold() -> None:
    for gold, predicted in alter_gold(25, seed=3):
        _compare(list_clusters(gold), list_clusters(predicted))


def test_conll_is_the_mean_of_three_on_every_random_document() -> None:
    compared = 0
    for gold, predicted in (*draw_random_pairs(1500), *alter_gold(10, seed=4)):
        sides = [
            replace(side, sanctions=(), relations=(), quotes=(), valuations=()) for side in (gold, predicted)
        ]
        here, there = map(list_clusters, sides)
        ours = evaluate(sides[:1], sides[1:], resamples=0).score_of("coreference/CoNLL").rates.f1
        if not any(one & other for one in here for other in there):
            assert not ours  # scorch divides by zero here
        elif ours is None:
            assert max(map(len, (*here, *there))) == 1  # no link on either side: MUC is no number
        else:
            assert ours == pytest.approx(scorch.conll2012(here, there))
            compared += 1
    assert compared >= 1000


def test_no_links_at_all_are_no_rate_here_and_zero_there() -> None:
    single: Clusters = [{"a"}, {"b"}]
    assert scorch.muc(single, single) == (0.0, 0.0, 0.0)
    assert derive_rates(CLUSTER_MEASURES["MUC"](overlap_clusters(single, single)).fractions) == (
        None,
        None,
        None,
    )


def test_links_on_one_side_keep_their_denominator_here() -> None:
    sums = CLUSTER_MEASURES["MUC"](overlap_clusters([{"a", "b"}], [{"a"}, {"b"}]))
    assert sums.fractions == (0, 0, 0, 1)
    assert scorch.muc([{"a", "b"}], [{"a"}, {"b"}]) == (0.0, 0.0, 0.0)


def test_documents_are_pooled_here_and_averaged_there() -> None:
    """A document's rates weigh by its mentions in scorch; its links are what MUC is about."""
    pairs: list[tuple[Clusters, Clusters]] = [
        ([{"a", "b", "c"}], [{"a", "b", "c"}]),
        ([{"a", "b"}, {"c"}], [{"a"}, {"b", "c"}]),
    ]
    first, second = (CLUSTER_MEASURES["MUC"](overlap_clusters(*pair)) for pair in pairs)
    assert derive_rates(first.fractions).recall == 1.0 and derive_rates(second.fractions).recall == 0.0
    pooled = Measure(layer="coreference", name="MUC", tally=add_tallies(first, second))
    assert derive_rates(pooled.tally.fractions).recall == pytest.approx(2 / 3)
    averaged = (scorch.muc(*pairs[0])[0] * 3 + scorch.muc(*pairs[1])[0] * 3) / 6
    assert averaged == 0.5
