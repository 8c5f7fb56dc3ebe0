"""Coreference: links, MUC, B³, CEAFe and LEA, all from one table of how many mentions two clusters share.

Entities with one mention count in B³, CEAFe and LEA, since the guideline annotates them like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from sanctionwire.evaluate.assignment import Pair, find_best_total
from sanctionwire.evaluate.counts import ClusterSums, Counts, Measure
from sanctionwire.evaluate.entities import DocumentPair, assign_spans


def _links(size: int) -> int:
    return size * (size - 1) // 2


@dataclass(frozen=True)
class Overlap:
    """How two sets of clusters over the same text overlap.

    Attributes:
        gold: Sizes of the gold clusters.
        predicted: Sizes of the predicted clusters.
        shared: Mentions that a gold and a predicted cluster have in common, by their indexes; never 0.
    """

    gold: tuple[int, ...]
    predicted: tuple[int, ...]
    shared: Mapping[Pair, int]

    @cached_property
    def swapped(self) -> Overlap:
        """The same overlap with the sides swapped."""
        return Overlap(self.predicted, self.gold, {(two, one): n for (one, two), n in self.shared.items()})


def overlap_clusters(gold: Iterable[Set[Hashable]], predicted: Iterable[Set[Hashable]]) -> Overlap:
    """Build the overlap of two partitions; within one of them no mention may be in two clusters."""
    gold, predicted = tuple(gold), tuple(predicted)
    cluster_of = {mention: index for index, cluster in enumerate(predicted) for mention in cluster}
    shared = Counter(
        (index, cluster_of[mention])
        for index, cluster in enumerate(gold)
        for mention in cluster
        if mention in cluster_of
    )
    return Overlap(tuple(map(len, gold)), tuple(map(len, predicted)), shared)


def count_links(overlap: Overlap) -> Counts:
    """Count pairs of mentions that are in one cluster.

    >>> count_links(overlap_clusters([{"a", "b", "c"}], [{"a", "b"}, {"c", "d"}]))
    Counts(matched=1, missed=2, spurious=1)
    """
    matched = sum(map(_links, overlap.shared.values()))
    return Counts(
        matched=matched,
        missed=sum(map(_links, overlap.gold)) - matched,
        spurious=sum(map(_links, overlap.predicted)) - matched,
    )


def _muc_side(overlap: Overlap) -> tuple[float, float]:
    # A cluster cut into k parts lacks k - 1 links; a mention that the other side lacks is a part of its own.
    parts = Counter(gold for gold, _ in overlap.shared)
    found = Counter[int]()
    for (gold, _), size in overlap.shared.items():
        found[gold] += size
    kept = sum(found[gold] - parts[gold] for gold in range(len(overlap.gold)))
    return kept, sum(size - 1 for size in overlap.gold)


def sum_muc(overlap: Overlap) -> ClusterSums:
    """Sum MUC: the links of a spanning tree that survive.

    Source: Vilain et al. 1995, A model-theoretic coreference scoring scheme.

    >>> sum_muc(overlap_clusters([{"a", "b", "c"}], [{"a", "b"}, {"c", "d"}]))
    ClusterSums(precision_sum=1, precision_total=2, recall_sum=1, recall_total=2)
    """
    return _join(_muc_side(overlap.swapped), _muc_side(overlap))


def _b_cubed_side(overlap: Overlap) -> tuple[float, float]:
    kept = sum(size * size / overlap.gold[gold] for (gold, _), size in overlap.shared.items())
    return kept, sum(overlap.gold)


def sum_b_cubed(overlap: Overlap) -> ClusterSums:
    """Sum B³: for each mention, the share of its cluster that is with it on the other side.

    Source: Bagga and Baldwin 1998, Algorithms for scoring coreference chains.

    >>> sum_b_cubed(overlap_clusters([{"a", "b"}], [{"a"}, {"b"}]))
    ClusterSums(precision_sum=2.0, precision_total=2, recall_sum=1.0, recall_total=2)
    """
    return _join(_b_cubed_side(overlap.swapped), _b_cubed_side(overlap))


def sum_ceaf_e(overlap: Overlap) -> ClusterSums:
    """Sum CEAFe: clusters are paired one to one so that their Dice similarities sum to the most.

    Source: Luo 2005, On coreference resolution performance metrics (similarity phi 4).

    >>> sum_ceaf_e(overlap_clusters([{"a", "b"}], [{"a", "b"}, {"c"}]))
    ClusterSums(precision_sum=1.0, precision_total=2, recall_sum=1.0, recall_total=1)
    """
    similarity = find_best_total(
        {
            (gold, predicted): 2 * size / (overlap.gold[gold] + overlap.predicted[predicted])
            for (gold, predicted), size in overlap.shared.items()
        }
    )
    return _join((similarity, len(overlap.predicted)), (similarity, len(overlap.gold)))


def _lea_side(overlap: Overlap) -> tuple[float, float]:
    kept = 0.0
    for (gold, predicted), size in overlap.shared.items():
        if overlap.gold[gold] > 1:
            kept += overlap.gold[gold] * _links(size) / _links(overlap.gold[gold])
        elif (
            overlap.predicted[predicted] == 1
        ):  # a single mention links to itself, and needs the same on the other side
            kept += 1
    return kept, sum(overlap.gold)


def sum_lea(overlap: Overlap) -> ClusterSums:
    """Sum LEA: the share of each cluster's links that is found, weighted by the cluster's size.

    Source: Moosavi and Strube 2016, Which coreference evaluation metric do you trust?

    >>> sum_lea(overlap_clusters([{"a", "b", "c"}], [{"a", "b"}]))
    ClusterSums(precision_sum=2.0, precision_total=2, recall_sum=1.0, recall_total=3)
    """
    return _join(_lea_side(overlap.swapped), _lea_side(overlap))


def _join(precision: tuple[float, float], recall: tuple[float, float]) -> ClusterSums:
    return ClusterSums(
        precision_sum=precision[0],
        precision_total=precision[1],
        recall_sum=recall[0],
        recall_total=recall[1],
    )


def overlap_documents(pair: DocumentPair) -> Overlap:
    """Build the overlap of two documents' entities, each the set of its exact spans, names and groups."""
    clusters = []
    for document in (pair.gold, pair.predicted):
        spans: dict[str, set[Hashable]] = {}
        for span, entity in assign_spans(document).items():
            spans.setdefault(entity, set()).add(span)
        clusters.append(spans.values())
    return overlap_clusters(*clusters)


def score_coreference(pair: DocumentPair) -> Iterator[Measure]:
    """Count links, and sum the four cluster measures."""
    overlap = overlap_documents(pair)
    yield Measure(layer="coreference", name="links", tally=count_links(overlap))
    for name, add_up in CLUSTER_MEASURES.items():
        yield Measure(layer="coreference", name=name, tally=add_up(overlap))


CLUSTER_MEASURES = {"MUC": sum_muc, "B³": sum_b_cubed, "CEAFe": sum_ceaf_e, "LEA": sum_lea}
CONLL_MEASURES = ("MUC", "B³", "CEAFe")
"""Whose F1 the CoNLL score averages. Source: Pradhan et al. 2012, CoNLL-2012 shared task."""
