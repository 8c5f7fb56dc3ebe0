"""LEA against its definition, and cluster measures against coreference-eval, which skips single mentions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from oracles.alterations import alter_gold
from oracles.clusters import Clusters, draw_clusters, list_clusters
from oracles.random_pairs import PAIRS, draw_random_pairs

from sanctionwire.evaluate.coreference import (
    CLUSTER_MEASURES,
    count_links,
    overlap_clusters,
    sum_lea,
)


def _list_links(clusters: Clusters) -> set[frozenset[object]]:
    """Return the links of clusters; a single mention has the link to itself."""
    links = {frozenset(pair) for cluster in clusters for pair in combinations(cluster, 2)}
    return links | {frozenset(cluster) for cluster in clusters if len(cluster) == 1}


def _lea(clusters: Clusters, others: Clusters) -> tuple[float, int]:
    """Sum size x share of links found, and size: LEA as its authors define it."""
    found = _list_links(others)
    shares = ((len(cluster), _list_links([cluster])) for cluster in clusters)
    return (
        sum(size * len(links & found) / len(links) for size, links in shares),
        sum(map(len, clusters)),
    )


@settings(max_examples=200, deadline=None)
@given(draw_clusters(), draw_clusters())
def test_lea_is_its_definition(gold: Clusters, predicted: Clusters) -> None:
    sums = sum_lea(overlap_clusters(gold, predicted)).fractions
    assert sums == pytest.approx((*_lea(predicted, gold), *_lea(gold, predicted)))


@settings(max_examples=100, deadline=None)
@given(draw_clusters(smallest=2), draw_clusters(smallest=2))
def test_links_are_pairs(gold: Clusters, predicted: Clusters) -> None:
    counts = count_links(overlap_clusters(gold, predicted))
    links, found = _list_links(gold), _list_links(predicted)
    assert (counts.matched, counts.missed, counts.spurious) == (
        len(links & found),
        len(links - found),
        len(found - links),
    )


def test_every_random_document() -> None:
    """LEA by its definition; and, where single mentions are taken out, by coreference-eval."""
    pairs = [tuple(map(list_clusters, pair)) for pair in draw_random_pairs()]
    assert len(pairs) == PAIRS >= 1000
    for gold, predicted in pairs:
        sums = sum_lea(overlap_clusters(gold, predicted)).fractions
        assert sums == pytest.approx((*_lea(predicted, gold), *_lea(gold, predicted)))
    several = [
        (list_clusters(gold, smallest=2), list_clusters(predicted, smallest=2))
        for gold, predicted in draw_random_pairs(1500)
    ]
    several = [pair for pair in several if all(pair)]  # its assignment cannot take an empty matrix
    assert len(several) >= 1000
    for pair in several:
        _compare([pair])
    _compare(several)


def _compare(pairs: Sequence[tuple[Clusters, Clusters]]) -> None:
    """Compare pooled sums: coreference-eval adds documents up as we do."""
    corefeval = pytest.importorskip("corefeval", reason="coreference-eval is not installed")
    from corefeval.metric import Metric
    from corefeval.metrics import b_cubed, ceafe, lea, muc

    oracles = {
        name: Metric(function)
        for name, function in zip(("MUC", "B³", "CEAFe", "LEA"), (muc, b_cubed, ceafe, lea), strict=True)
    }
    ours = {name: [0.0] * 4 for name in oracles}
    for gold, predicted in pairs:
        document = corefeval.Document(
            *([sorted(map(_as_pair, cluster)) for cluster in side] for side in (predicted, gold))
        )
        for name, oracle in oracles.items():
            oracle.update(document)
            sums = CLUSTER_MEASURES[name](overlap_clusters(gold, predicted)).fractions
            ours[name] = [one + other for one, other in zip(ours[name], sums, strict=True)]
    for name, oracle in oracles.items():
        assert ours[name] == pytest.approx(list(oracle.get_counts())), name


def _as_pair(mention: object) -> tuple[int, int]:
    return mention if isinstance(mention, tuple) else (int(str(mention)), 0)


@settings(max_examples=100, deadline=None)
@given(draw_clusters(smallest=2), draw_clusters(smallest=2))
def test_random_clusters_of_two_and_more(gold: Clusters, predicted: Clusters) -> None:
    if gold and predicted:  # its assignment cannot take an empty matrix
        _compare([(gold, predicted)])


def test_altered_gold_without_single_mentions() -> None:
    _compare(
        [
            (list_clusters(gold, smallest=2), list_clusters(predicted, smallest=2))
            for gold, predicted in alter_gold(12, seed=5)
        ]
    )


def test_single_mentions_count_here_and_are_skipped_there() -> None:
    pytest.importorskip("corefeval", reason="coreference-eval is not installed")
    from corefeval.metrics import lea

    assert lea([("a",)], {"a": ("a",)}) == (0, 0)
    assert sum_lea(overlap_clusters([{"a"}], [{"a"}])).fractions == (1, 1, 1, 1)
