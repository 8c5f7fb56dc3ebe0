"""Sanctions: tuples of the document, and the fields of facts that were found.

A fact with two imposers and three targets is six tuples; an empty side is one empty filler. A tuple that two
facts of a document share is one tuple.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sanctionwire.evaluate.assignment import pair_best_first
from sanctionwire.evaluate.counts import Accuracy, Measure, count_sets
from sanctionwire.evaluate.entities import DocumentPair, EntityKey
from sanctionwire.schema.labels import ACTIONS
from sanctionwire.schema.records import Sanction

KeyOf = Callable[[str | None], EntityKey | None]


class SanctionTuple(NamedTuple):
    """One imposer and one target of a fact; None where that side is empty."""

    action: str
    status: str
    imposer: EntityKey | None
    target: EntityKey | None


@dataclass(frozen=True)
class Fact:
    """A sanction with its entities replaced by what they are compared by."""

    record: Sanction
    tuples: frozenset[SanctionTuple]
    who_to_whom: frozenset[tuple[object, ...]]
    target: frozenset[tuple[object, ...]]
    program: frozenset[EntityKey | None]
    law: frozenset[EntityKey | None]


def build_fact(record: Sanction, key_of: KeyOf) -> Fact:
    """Spell out a sanction's tuples at the three grains."""
    tuples = frozenset(
        SanctionTuple(record.action, record.status, key_of(imposer), key_of(target))
        for imposer in record.imposer or (None,)
        for target in record.target or (None,)
    )
    return Fact(
        record=record,
        tuples=tuples,
        who_to_whom=frozenset((item.action, item.imposer, item.target) for item in tuples),
        target=frozenset((item.action, item.target) for item in tuples),
        program=frozenset(map(key_of, record.program)),
        law=frozenset(map(key_of, record.law)),
    )


def pair_facts(gold: tuple[Fact, ...], predicted: tuple[Fact, ...]) -> list[tuple[Fact, Fact]]:
    """Pair facts that share an (action, target), one to one.

    Pairs go by how many whole tuples they share, then by who-to-whom, (action, target) and evidence spans.
    """
    weights = {}
    for row, one in enumerate(gold):
        for column, other in enumerate(predicted):
            if not one.target.isdisjoint(other.target):
                weights[row, column] = (
                    len(one.tuples & other.tuples),
                    len(one.who_to_whom & other.who_to_whom),
                    len(one.target & other.target),
                    len(set(one.record.evidence) & set(other.record.evidence)),
                )
    return [(gold[row], predicted[column]) for row, column in pair_best_first(weights)]


def _score_fields(pairs: list[tuple[Fact, Fact]]) -> Iterator[Measure]:
    correct = {
        "status": sum(one.record.status == other.record.status for one, other in pairs),
        "measure": sum(set(one.record.measure) == set(other.record.measure) for one, other in pairs),
        "date": sum(one.record.date == other.record.date for one, other in pairs),
        "program": sum(one.program == other.program for one, other in pairs),
        "law": sum(one.law == other.law for one, other in pairs),
    }
    for field, hits in correct.items():
        yield Measure(
            layer="sanctions", name=f"{field} of found", tally=Accuracy(correct=hits, total=len(pairs))
        )


def score_sanctions(pair: DocumentPair) -> Iterator[Measure]:
    """Count tuples whole, without status, and by action and target; then the fields of paired facts."""
    gold = tuple(build_fact(item, pair.gold_key) for item in pair.gold.sanctions)
    predicted = tuple(build_fact(item, pair.predicted_key) for item in pair.predicted.sanctions)

    def pool(facts: tuple[Fact, ...], grain: str) -> frozenset[tuple[object, ...]]:
        return frozenset[tuple[object, ...]]().union(*(getattr(fact, grain) for fact in facts))

    for name, grain in (("tuples", "tuples"), ("who-to-whom", "who_to_whom"), ("target", "target")):
        yield Measure(
            layer="sanctions", name=name, tally=count_sets(pool(gold, grain), pool(predicted, grain))
        )
    yield from _score_fields(pair_facts(gold, predicted))
    for action in ACTIONS:
        yield Measure(
            layer="sanctions",
            name="tuples",
            part=action,
            tally=count_sets(
                {item for item in pool(gold, "tuples") if item[0] == action},
                {item for item in pool(predicted, "tuples") if item[0] == action},
            ),
        )
