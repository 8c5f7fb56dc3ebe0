"""What is counted, and the rates that follow from it.

Counts add up over documents and rates do not: only counts are kept, and rates derived where they are shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Set
from dataclasses import dataclass
from typing import NamedTuple


class Fractions(NamedTuple):
    """Precision and recall as two fractions whose numerators and denominators add up over documents."""

    precision_sum: float
    precision_total: float
    recall_sum: float
    recall_total: float


class Rates(NamedTuple):
    """Precision, recall and their harmonic mean, each between 0 and 1, or None for 0/0."""

    precision: float | None
    recall: float | None
    f1: float | None


def divide(numerator: float, denominator: float) -> float | None:
    """Return the quotient, or None for 0/0.

    >>> divide(1, 2), divide(0, 0)
    (0.5, None)
    """
    return numerator / denominator if denominator else None


def derive_rates(fractions: Fractions) -> Rates:
    """Derive the rates; F1 is None only where there was nothing to find and nothing was found.

    >>> derive_rates(Fractions(0, 3, 0, 0))
    Rates(precision=0.0, recall=None, f1=0.0)
    """
    precision = divide(fractions.precision_sum, fractions.precision_total)
    recall = divide(fractions.recall_sum, fractions.recall_total)
    if precision is None and recall is None:
        return Rates(None, None, None)
    if not precision or not recall:
        return Rates(precision, recall, 0.0)
    return Rates(precision, recall, 2 * precision * recall / (precision + recall))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Hits and errors of one measure.

    Attributes:
        matched: Gold items that were predicted.
        missed: Gold items that were not.
        spurious: Predicted items that are not in the gold.

    >>> Counts(matched=3, missed=1, spurious=0) + Counts(matched=0, missed=0, spurious=3)
    Counts(matched=3, missed=1, spurious=3)
    """

    matched: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            matched=self.matched + other.matched,
            missed=self.missed + other.missed,
            spurious=self.spurious + other.spurious,
        )

    @property
    def fractions(self) -> Fractions:
        """Matched of all predicted, and matched of all gold."""
        return Fractions(self.matched, self.matched + self.spurious, self.matched, self.matched + self.missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterSums:
    """The sums of a coreference measure, whose numerators need not be whole nor the same on both sides.

    >>> derive_rates(ClusterSums(precision_sum=2, precision_total=2, recall_sum=1, recall_total=2).fractions)
    Rates(precision=1.0, recall=0.5, f1=0.6666666666666666)
    """

    precision_sum: float = 0.0
    precision_total: float = 0.0
    recall_sum: float = 0.0
    recall_total: float = 0.0

    def __add__(self, other: ClusterSums) -> ClusterSums:
        return ClusterSums(
            precision_sum=self.precision_sum + other.precision_sum,
            precision_total=self.precision_total + other.precision_total,
            recall_sum=self.recall_sum + other.recall_sum,
            recall_total=self.recall_total + other.recall_total,
        )

    @property
    def fractions(self) -> Fractions:
        """The four sums as they are."""
        return Fractions(self.precision_sum, self.precision_total, self.recall_sum, self.recall_total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How often a field is right on the items that another measure matched.

    >>> derive_rates(Accuracy(correct=1, total=4).fractions).f1
    0.25
    """

    correct: int = 0
    total: int = 0

    def __add__(self, other: Accuracy) -> Accuracy:
        return Accuracy(correct=self.correct + other.correct, total=self.total + other.total)

    @property
    def fractions(self) -> Fractions:
        """The same fraction on both sides, so that precision, recall and F1 are all the accuracy."""
        return Fractions(self.correct, self.total, self.correct, self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeCounts:
    """Names under one of nervaluate's schemes, where a near hit is told apart from a miss.

    Attributes:
        correct: Predicted names that are right under the scheme.
        incorrect: Predicted names that overlap a gold one and are not right.
        partial: Predicted names that overlap a gold one, worth half a hit.
        missed: Gold names that nothing overlaps, or whose overlap went to another.
        spurious: Predicted names that overlap no gold one that is left.

    >>> derive_rates(SchemeCounts(correct=1, partial=1, missed=1).fractions)
    Rates(precision=0.75, recall=0.5, f1=0.6)
    """

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: SchemeCounts) -> SchemeCounts:
        return SchemeCounts(
            correct=self.correct + other.correct,
            incorrect=self.incorrect + other.incorrect,
            partial=self.partial + other.partial,
            missed=self.missed + other.missed,
            spurious=self.spurious + other.spurious,
        )

    @property
    def fractions(self) -> Fractions:
        """Hits, half for partial ones, of all predicted and of all gold."""
        hits, tried = self.correct + self.partial / 2, self.correct + self.incorrect + self.partial
        return Fractions(hits, tried + self.spurious, hits, tried + self.missed)


Tally = Counts | ClusterSums | Accuracy | SchemeCounts


def add_tallies(first: Tally, second: Tally) -> Tally:
    """Add two tallies of one measure.

    Raises:
        TypeError: When they are not of one kind.
    """
    match first, second:
        case (
            (Counts(), Counts())
            | (ClusterSums(), ClusterSums())
            | (Accuracy(), Accuracy())
            | (SchemeCounts(), SchemeCounts())
        ):
            return first + second  # type: ignore[operator]
        case _:
            raise TypeError(f"cannot add {type(first).__name__} and {type(second).__name__}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure's tally, of a document or of many.

    Attributes:
        layer: The layer that is measured, such as `mentions`.
        name: What is compared, such as `strict`.
        part: The label, type or action that a breakdown is restricted to; None for the whole layer.
        tally: What was counted.
    """

    layer: str
    name: str
    tally: Tally
    part: str | None = None

    @property
    def key(self) -> str:
        """The identifier in reports: `layer/name`, and `/part` in a breakdown."""
        return "/".join(filter(None, (self.layer, self.name, self.part)))


def count_sets(gold: Set[Hashable], predicted: Set[Hashable]) -> Counts:
    """Count items that are compared as wholes: a hit is in both sets.

    >>> count_sets({"a", "b"}, {"b", "c", "d"})
    Counts(matched=1, missed=1, spurious=2)
    """
    matched = len(gold & predicted)
    return Counts(matched=matched, missed=len(gold) - matched, spurious=len(predicted) - matched)
