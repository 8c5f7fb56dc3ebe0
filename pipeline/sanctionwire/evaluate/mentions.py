"""Mentions by span and label, and DATE mentions by value."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.evaluate.counts import Accuracy, Measure, count_sets
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.schema.labels import NAME_LABELS
from sanctionwire.schema.records import Document, Span


def list_names(document: Document) -> set[tuple[int, int, str]]:
    """Return (start, end, label) of the mentions of level `name`."""
    return {(item.start, item.end, item.label) for item in document.mentions if item.level == "name"}


def score_mentions(pair: DocumentPair) -> Iterator[Measure]:
    """Count names: `strict` by span and label, `boundary` by span alone, and `strict` for each label.

    Groups are not counted: the gold has only those that fill a role of a fact.
    """
    gold, predicted = list_names(pair.gold), list_names(pair.predicted)
    yield Measure(layer="mentions", name="strict", tally=count_sets(gold, predicted))
    yield Measure(
        layer="mentions",
        name="boundary",
        tally=count_sets({name[:2] for name in gold}, {name[:2] for name in predicted}),
    )
    for label in NAME_LABELS:
        yield Measure(
            layer="mentions",
            name="strict",
            part=label,
            tally=count_sets(
                {name for name in gold if name[2] == label}, {name for name in predicted if name[2] == label}
            ),
        )


def list_dates(document: Document) -> dict[Span, str | None]:
    """Return the ISO value (None where it cannot be resolved) of each DATE span."""
    return {
        (item.start, item.end): item.value
        for item in document.mentions
        if item.level == "name" and item.label == "DATE"
    }


def score_dates(pair: DocumentPair) -> Iterator[Measure]:
    """Count DATE mentions by span and value, and how often the value is right on spans that were found.

    An unresolved date is a value like any other: None agrees with None.
    """
    gold, predicted = list_dates(pair.gold), list_dates(pair.predicted)
    yield Measure(layer="dates", name="value", tally=count_sets(gold.items(), predicted.items()))
    found = gold.keys() & predicted.keys()
    correct = sum(gold[span] == predicted[span] for span in found)
    yield Measure(layer="dates", name="value of found", tally=Accuracy(correct=correct, total=len(found)))
