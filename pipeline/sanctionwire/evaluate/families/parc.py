"""Source, cue and content of attributions, exact and by the share of their tokens, as PARC's authors score.

Source: Pareti, O'Keefe, Konstas, Curran and Koprinska 2013, Automatically detecting and attributing indirect
quotations (strict and partial, after Johansson and Moschitti 2010).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sanctionwire.evaluate.counts import ClusterSums, Counts, Measure
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.evaluate.families.judged import Judged
from sanctionwire.schema.records import Quote, Span

COMPONENTS = ("source", "cue", "content")
Tokens = frozenset[int]
_TOKEN = re.compile(r"\w+|[^\w\s]")


def list_spans(quote: Quote, component: str) -> tuple[Span, ...]:
    """Return the spans of a component: those under `extra`, where a corpus has several, else the record's."""
    several = quote.extra.get(f"{component}_spans")
    if several:
        return tuple((start, end) for start, end in several)
    match component:
        case "content":
            return quote.content
        case "cue":
            return () if quote.cue is None else (quote.cue,)
        case _:
            return () if quote.source is None else (quote.source,)


class Tokenizer:
    """Tells which tokens of a text spans touch: runs of letters and digits, and every mark by itself.

    >>> sorted(Tokenizer("“We stay,” she said.").find([(1, 9)]))
    [1, 2, 3]
    """

    def __init__(self, text: str) -> None:
        self._spans = [found.span() for found in _TOKEN.finditer(text)]
        self._ends = [end for _, end in self._spans]

    def find(self, spans: Iterable[Span]) -> Tokens:
        """Return the indexes of the tokens that share a character with any of the spans."""
        tokens = set()
        for start, end in spans:
            at = bisect_right(self._ends, start)
            while at < len(self._spans) and self._spans[at][0] < end:
                tokens.add(at)
                at += 1
        return frozenset(tokens)


def count_exact(gold: Sequence[Tokens], predicted: Sequence[Tokens]) -> Counts:
    """Count components of the same tokens, one to one.

    >>> count_exact([frozenset({1, 2})], [frozenset({1, 2}), frozenset({2})])
    Counts(matched=1, missed=0, spurious=1)
    """
    matched = (Counter(gold) & Counter(predicted)).total()
    return Counts(matched=matched, missed=len(gold) - matched, spurious=len(predicted) - matched)


def sum_overlap(gold: Sequence[Tokens], predicted: Sequence[Tokens]) -> ClusterSums:
    """Sum the share of each component's tokens that lies in components of the other side.

    A token that several of the other side's components have counts once.

    >>> sum_overlap([frozenset({1, 2, 3, 4})], [frozenset({4, 5})]).fractions
    Fractions(precision_sum=0.5, precision_total=1, recall_sum=0.25, recall_total=1)
    """
    return ClusterSums(
        precision_sum=_cover(predicted, gold),
        precision_total=len(predicted),
        recall_sum=_cover(gold, predicted),
        recall_total=len(gold),
    )


def _cover(components: Sequence[Tokens], others: Sequence[Tokens]) -> float:
    covered = frozenset[int]().union(*others)
    return sum(len(tokens & covered) / len(tokens) for tokens in components)


def score_parc(pair: DocumentPair, judged: Judged) -> Iterator[Measure]:
    """Count each component exactly, and sum its overlap; a quote without a component has none to find."""
    tokenizer = Tokenizer(pair.gold.text)
    for component in COMPONENTS:
        gold, predicted = (
            [
                tokens
                for quote in judged.keep(side)
                if (tokens := tokenizer.find(list_spans(quote, component)))
            ]
            for side in (pair.gold, pair.predicted)
        )
        if component == "source" and not judged.sources:
            gold, predicted = [], []
        yield Measure(layer="parc", name=f"{component} exact", tally=count_exact(gold, predicted))
        yield Measure(layer="parc", name=f"{component} overlap", tally=sum_overlap(gold, predicted))
