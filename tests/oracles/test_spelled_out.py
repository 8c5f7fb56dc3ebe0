"""Every measure of `COUNTING.md` but coreference, against its rules spelled out, on every random document."""

from __future__ import annotations

from collections import Counter

from oracles.random_pairs import PAIRS, draw_random_pairs
from oracles.spelled_out import (
    Reader,
    Tallies,
    map_by_rules,
    tell_mentions,
    tell_quotes,
    tell_relations,
    tell_sanctions,
    tell_valuations,
)

from sanctionwire.evaluate.counts import Accuracy, Counts, Tally
from sanctionwire.evaluate.entities import map_entities
from sanctionwire.evaluate.families import Judged
from sanctionwire.evaluate.scoring import score_document
from sanctionwire.schema.records import Document


def _tell(gold: Document, predicted: Document) -> Tallies:
    one, other = Reader(gold, None), Reader(predicted, map_by_rules(gold, predicted))
    return (
        tell_mentions(one, other)
        | tell_sanctions(one, other)
        | tell_relations(one, other)
        | tell_quotes(one, other)
        | tell_valuations(one, other)
    )


def _read(tally: Tally) -> tuple[int, ...]:
    match tally:
        case Counts(matched=matched, missed=missed, spurious=spurious):
            return matched, missed, spurious
        case Accuracy(correct=correct, total=total):
            return correct, total
    raise AssertionError(tally)


def test_every_random_document() -> None:
    pairs = draw_random_pairs()
    assert len(pairs) == PAIRS >= 1000
    hits: Counter[str] = Counter()
    for gold, predicted in pairs:
        assert map_entities(gold, predicted) == map_by_rules(gold, predicted)
        told = _tell(gold, predicted)
        measures = score_document(gold, predicted, judged=Judged())
        found = {item.key: _read(item.tally) for item in measures if item.layer != "coreference"}
        assert found == told, gold.id
        hits.update({key: tally[0] for key, tally in told.items()})
    whole = {key: times for key, times in hits.items() if key.count("/") == 1}
    assert min(whole.values()) > 150, whole  # every measure had something to count, and often
