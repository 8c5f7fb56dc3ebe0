"""Valuations: amounts of money, and what they are the value of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isclose

from sanctionwire.evaluate.assignment import count_one_to_one, pair_best_first
from sanctionwire.evaluate.counts import Accuracy, Measure
from sanctionwire.evaluate.entities import DocumentPair, EntityKey
from sanctionwire.schema.records import Document, Span, Valuation


@dataclass(frozen=True)
class Worth:
    """A valuation with the span of its MONEY mention, and what its subject is compared by (or None)."""

    record: Valuation
    span: Span
    subject: EntityKey | None


def is_same_amount(amount: float | None, other: float | None) -> bool:
    """Tell whether two amounts are equal but for rounding; None (unstated) equals None alone.

    >>> is_same_amount(0.1 + 0.2, 0.3), is_same_amount(None, 0.0)
    (True, False)
    """
    if amount is None or other is None:
        return amount is other
    return isclose(amount, other)


def measure_shared(span: Span, other: Span) -> int:
    """Return how many characters two spans share.

    >>> measure_shared((0, 5), (3, 9)), measure_shared((0, 5), (5, 9))
    (2, 0)
    """
    return max(0, min(span[1], other[1]) - max(span[0], other[0]))


def is_same_value(one: Worth, other: Worth) -> bool:
    """Tell whether two valuations are of overlapping mentions, and of one amount and currency."""
    return (
        measure_shared(one.span, other.span) > 0
        and is_same_amount(one.record.amount, other.record.amount)
        and one.record.currency == other.record.currency
    )


def is_same_valuation(one: Worth, other: Worth) -> bool:
    """Tell whether two valuations have one value, kind and subject, both subjects None included."""
    return is_same_value(one, other) and one.record.kind == other.record.kind and one.subject == other.subject


def list_worths(document: Document, key_of: Callable[[str | None], EntityKey | None]) -> list[Worth]:
    """Return a document's valuations, each with the span of its mention."""
    spans = {mention.id: (mention.start, mention.end) for mention in document.mentions}
    return [
        Worth(record=item, span=spans[item.mention], subject=key_of(item.subject))
        for item in document.valuations
    ]


def score_valuations(pair: DocumentPair) -> Iterator[Measure]:
    """Count valuations by value and whole, then the fields of those whose value was found."""
    gold = list_worths(pair.gold, pair.gold_key)
    predicted = list_worths(pair.predicted, pair.predicted_key)
    yield Measure(layer="valuations", name="value", tally=count_one_to_one(gold, predicted, is_same_value))
    yield Measure(
        layer="valuations", name="whole", tally=count_one_to_one(gold, predicted, is_same_valuation)
    )
    weights = {
        (row, column): measure_shared(one.span, other.span)
        for row, one in enumerate(gold)
        for column, other in enumerate(predicted)
        if is_same_value(one, other)
    }
    found = [(gold[row], predicted[column]) for row, column in pair_best_first(weights)]
    correct = {
        "modifier": sum(one.record.modifier == other.record.modifier for one, other in found),
        "kind": sum(one.record.kind == other.record.kind for one, other in found),
        "subject": sum(one.subject == other.subject for one, other in found),
        "as of": sum(one.record.as_of == other.record.as_of for one, other in found),
    }
    for field, hits in correct.items():
        yield Measure(
            layer="valuations", name=f"{field} of found", tally=Accuracy(correct=hits, total=len(found))
        )
