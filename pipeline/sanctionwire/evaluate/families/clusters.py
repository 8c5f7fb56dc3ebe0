"""Coreference measures beside those that every report has: mention detection and CEAFm."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.evaluate.assignment import find_best_total
from sanctionwire.evaluate.coreference import Overlap, overlap_documents
from sanctionwire.evaluate.counts import ClusterSums, Counts, Measure
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.evaluate.families.judged import Judged


def count_mentions(overlap: Overlap) -> Counts:
    """Count the spans that belong to any entity, whichever it is.

    Source: Pradhan et al. 2012, CoNLL-2012 shared task (mention detection).
    """
    matched = sum(overlap.shared.values())
    return Counts(
        matched=matched, missed=sum(overlap.gold) - matched, spurious=sum(overlap.predicted) - matched
    )


def sum_ceaf_m(overlap: Overlap) -> ClusterSums:
    """Sum CEAFm: clusters are paired one to one so that the mentions that pairs share are the most.

    Source: Luo 2005, On coreference resolution performance metrics (similarity phi 3).
    """
    shared = find_best_total({pair: float(size) for pair, size in overlap.shared.items()})
    return ClusterSums(
        precision_sum=shared,
        precision_total=sum(overlap.predicted),
        recall_sum=shared,
        recall_total=sum(overlap.gold),
    )


def score_clusters(pair: DocumentPair, judged: Judged) -> Iterator[Measure]:
    """Count mentions, and sum CEAFm."""
    overlap = overlap_documents(pair)
    yield Measure(layer="clusters", name="mentions", tally=count_mentions(overlap))
    yield Measure(layer="clusters", name="CEAFm", tally=sum_ceaf_m(overlap))
