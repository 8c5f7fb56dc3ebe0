"""Whether confidences mean what they say: of facts that are 0.8 sure, eight in ten should be right.

Source: Guo et al. 2017, On calibration of modern neural networks (expected calibration error, reliability).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import asdict, dataclass
from functools import reduce
from math import inf
from typing import Any, NamedTuple

from sanctionwire.evaluate.assignment import match_first
from sanctionwire.evaluate.counts import Counts, derive_rates, divide
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.evaluate.mentions import list_names
from sanctionwire.evaluate.quotes import is_same_speaker, keep_quotes, list_sayings
from sanctionwire.evaluate.relations import list_relations
from sanctionwire.evaluate.sanctions import build_fact
from sanctionwire.evaluate.valuations import is_same_valuation, list_worths
from sanctionwire.schema.records import Document, Mention, Quote, Relation, Sanction, Valuation

Rated = Mention | Sanction | Relation | Quote | Valuation
"""A record that carries a confidence, or None where nothing rated it."""

BINS = 10
"""Bins of equal width between 0 and 1; the last one holds 1 itself."""

THRESHOLDS = (0.3, 0.5, 0.7, 0.9)
"""Confidences from which on items are kept, to show what is gained and lost."""


class Trial(NamedTuple):
    """A predicted item, and whether it is right."""

    record: Rated
    right: bool


class Verdict(NamedTuple):
    """The predicted items of one layer of a document, judged, and how many gold items there are."""

    trials: tuple[Trial, ...]
    gold: int


def _how_sure(record: Rated) -> float:
    """Return a confidence to order by; what nothing rated is never left out and comes first."""
    return inf if record.confidence is None else record.confidence


def _judge_sets(predicted: Iterable[tuple[Hashable, Rated]], gold: Set[Hashable]) -> Verdict:
    """Judge items that are compared as wholes; of equal ones the surest record counts."""
    surest: dict[Hashable, Rated] = {}
    for item, record in predicted:
        if item not in surest or _how_sure(record) > _how_sure(surest[item]):
            surest[item] = record
    return Verdict(tuple(Trial(record, item in gold) for item, record in surest.items()), len(gold))


def _judge_pairs(records: Sequence[Rated], gold: int, hits: Iterable[tuple[int, int]]) -> Verdict:
    """Judge items that are compared one to one; the surest finds its partner first."""
    order = sorted(range(len(records)), key=lambda index: -_how_sure(records[index]))
    matched = match_first(hits, order)
    return Verdict(tuple(Trial(record, index in matched) for index, record in enumerate(records)), gold)


def judge_mentions(pair: DocumentPair) -> Verdict:
    """Judge names by span and label."""
    names = (item for item in pair.predicted.mentions if item.level == "name")
    return _judge_sets((((item.start, item.end, item.label), item) for item in names), list_names(pair.gold))


def judge_sanctions(pair: DocumentPair) -> Verdict:
    """Judge the tuples of facts, each with its fact's confidence."""
    gold = (build_fact(item, pair.gold_key).tuples for item in pair.gold.sanctions)
    predicted = (build_fact(item, pair.predicted_key) for item in pair.predicted.sanctions)
    return _judge_sets(
        ((item, fact.record) for fact in predicted for item in sorted(fact.tuples, key=repr)),
        frozenset[Hashable]().union(*gold),
    )


def judge_relations(pair: DocumentPair) -> Verdict:
    """Judge relations by type, head and tail."""
    predicted = (
        ((item.type, pair.predicted_key(item.head), pair.predicted_key(item.tail)), item)
        for item in pair.predicted.relations
    )
    return _judge_sets(predicted, list_relations(pair.gold, pair.gold_key).keys())


def judge_quotes(pair: DocumentPair) -> Verdict:
    """Judge direct and mixed quotes by content and speaker."""
    records = keep_quotes(pair.predicted, indirect=False)
    gold = list_sayings(keep_quotes(pair.gold, indirect=False), pair.gold_key)
    predicted = list_sayings(records, pair.predicted_key)
    return _judge_pairs(
        records,
        len(gold),
        [
            (row, column)
            for row, one in enumerate(gold)
            for column, other in enumerate(predicted)
            if is_same_speaker(one, other)
        ],
    )


def judge_valuations(pair: DocumentPair) -> Verdict:
    """Judge valuations whole: value, kind and subject."""
    gold = list_worths(pair.gold, pair.gold_key)
    predicted = list_worths(pair.predicted, pair.predicted_key)
    return _judge_pairs(
        pair.predicted.valuations,
        len(gold),
        [
            (row, column)
            for row, one in enumerate(gold)
            for column, other in enumerate(predicted)
            if is_same_valuation(one, other)
        ],
    )


JUDGES: dict[str, tuple[str, Callable[[DocumentPair], Verdict]]] = {
    "mentions": ("strict", judge_mentions),
    "sanctions": ("tuples", judge_sanctions),
    "relations": ("triples", judge_relations),
    "quotes": ("with speaker", judge_quotes),
    "valuations": ("whole", judge_valuations),
}
"""Layer -> the name of the measure that says what is right, and who judges by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Items of similar confidence.

    Attributes:
        items: How many there are.
        confidence_sum: The sum of their confidences.
        right: How many of them are right.

    >>> Bin(items=2, confidence_sum=1.5, right=1).gap
    0.5
    """

    items: int = 0
    confidence_sum: float = 0.0
    right: int = 0

    def __add__(self, other: Bin) -> Bin:
        return Bin(
            items=self.items + other.items,
            confidence_sum=self.confidence_sum + other.confidence_sum,
            right=self.right + other.right,
        )

    @property
    def mean(self) -> float | None:
        """The mean confidence, or None without items."""
        return divide(self.confidence_sum, self.items)

    @property
    def accuracy(self) -> float | None:
        """The share that is right, or None without items."""
        return divide(self.right, self.items)

    @property
    def gap(self) -> float:
        """How many more items are right, or fewer, than the confidences promise."""
        return abs(self.confidence_sum - self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How confidences of one layer compare with what is right.

    Attributes:
        layer: The layer, such as `relations`.
        name: The measure that says what is right, such as `triples`.
        bins: `BINS` bins of equal width, in order; they hold the items that have a confidence.
        unrated: Predicted items without a confidence.
        cuts: For each of `THRESHOLDS`, the counts of what is left when surer items and unrated ones are kept.
    """

    layer: str
    name: str
    bins: tuple[Bin, ...]
    unrated: int
    cuts: tuple[Counts, ...]

    def __add__(self, other: Calibration) -> Calibration:
        return Calibration(
            layer=self.layer,
            name=self.name,
            bins=tuple(one + two for one, two in zip(self.bins, other.bins, strict=True)),
            unrated=self.unrated + other.unrated,
            cuts=tuple(one + two for one, two in zip(self.cuts, other.cuts, strict=True)),
        )

    @property
    def total(self) -> Bin:
        """All items that have a confidence, as one bin."""
        return reduce(Bin.__add__, self.bins, Bin())

    @property
    def error(self) -> float | None:
        """The expected calibration error: the sum of the gaps by the rated items, or None without any."""
        return divide(sum(item.gap for item in self.bins), self.total.items)

    def to_json(self) -> dict[str, Any]:
        """Return the counts and what follows from them as a JSON object."""
        total = self.total
        return {
            "measure": self.name,
            "items": total.items,
            "unrated": self.unrated,
            "mean_confidence": total.mean,
            "accuracy": total.accuracy,
            "expected_calibration_error": self.error,
            "bins": [
                {"from": number / BINS, "to": (number + 1) / BINS, **asdict(item)}
                for number, item in enumerate(self.bins)
            ],
            "thresholds": [
                {"at_least": least, **asdict(cut), **derive_rates(cut.fractions)._asdict()}
                for least, cut in zip(THRESHOLDS, self.cuts, strict=True)
            ],
        }


def calibrate_verdict(layer: str, verdict: Verdict) -> Calibration:
    """Sort the judged items of a layer into bins, and count what each threshold would leave.

    >>> sure, unsure = (Relation(id="", type="owns", head="", tail="", confidence=c) for c in (1.0, 0.2))
    >>> found = calibrate_verdict("relations", Verdict((Trial(sure, True), Trial(unsure, True)), 2))
    >>> found.error, found.cuts[0]
    (0.4, Counts(matched=1, missed=1, spurious=0))
    """
    bins = [Bin()] * BINS
    for record, right in verdict.trials:
        if record.confidence is not None:
            number = min(int(record.confidence * BINS), BINS - 1)
            bins[number] += Bin(items=1, confidence_sum=record.confidence, right=right)
    cuts = []
    for least in THRESHOLDS:
        kept = [trial.right for trial in verdict.trials if _how_sure(trial.record) >= least]
        matched = sum(kept)
        cuts.append(Counts(matched=matched, missed=verdict.gold - matched, spurious=len(kept) - matched))
    return Calibration(
        layer=layer,
        name=JUDGES[layer][0],
        bins=tuple(bins),
        unrated=sum(trial.record.confidence is None for trial in verdict.trials),
        cuts=tuple(cuts),
    )


def has_confidences(document: Document) -> bool:
    """Tell whether any record of a document that is judged carries a confidence."""
    return any(item.confidence is not None for layer in JUDGES for item in getattr(document, layer))


def measure_calibration(pairs: Iterable[DocumentPair]) -> Iterator[Calibration]:
    """Yield the calibration of each layer, pooled over documents; nothing where no prediction has any.

    A layer without confidences is among them, with empty bins, as soon as another layer has some.
    """
    pairs = list(pairs)
    if not any(has_confidences(pair.predicted) for pair in pairs):
        return
    for layer, (_, judge) in JUDGES.items():
        yield reduce(Calibration.__add__, (calibrate_verdict(layer, judge(pair)) for pair in pairs))
