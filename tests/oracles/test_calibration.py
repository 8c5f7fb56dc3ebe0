"""Calibration: what is right by a matching grown item by item, bins and error by scikit-learn and NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from oracles.random_pairs import PAIRS, draw_random_pairs
from oracles.spelled_out import Reader, map_by_rules, match_most

from sanctionwire.evaluate.calibration import BINS, JUDGES, THRESHOLDS, measure_calibration
from sanctionwire.evaluate.entities import DocumentPair
from sanctionwire.schema.records import Document

Judged = tuple[float | None, bool]
"""The confidence of a predicted item, and whether it is right."""


def _rate(document: Document, random: Random) -> Document:
    """Give most items a confidence, none of them at the border of two bins."""
    return replace(
        document,
        **{
            layer: tuple(
                replace(item, confidence=None if random.random() < 0.1 else random.uniform(0.001, 0.999))
                for item in getattr(document, layer)
            )
            for layer in JUDGES
        },
    )


def _sure(confidence: float | None) -> float:
    return 2.0 if confidence is None else confidence


def _judge_whole(items: list[tuple[Any, float | None]], gold: list[Any]) -> Iterator[Judged]:
    """Judge items that count once however often they are predicted, as sure as the surest."""
    for place, (item, confidence) in enumerate(items):
        others = [(_sure(sure), -at) for at, (other, sure) in enumerate(items) if other == item]
        if max(others) == (_sure(confidence), -place):
            yield confidence, item in gold


def _judge_pairs(items: list[Any], gold: list[Any], is_hit: Callable[[Any, Any], bool]) -> Iterator[Judged]:
    """Judge items that find one gold item each: the surest is right if it can be beside those before it."""
    kept: list[Any] = []
    for item in sorted(items, key=lambda item: -_sure(item.confidence)):
        is_right = match_most(gold, [*kept, item], is_hit) == len(kept) + 1
        kept += [item] * is_right
        yield item.confidence, is_right


def _judge(gold: Document, predicted: Document) -> dict[str, list[Judged]]:
    one, other = Reader(gold, None), Reader(predicted, map_by_rules(gold, predicted))
    names = [
        ((item.start, item.end, item.label), item.confidence)
        for item in predicted.mentions
        if item.level == "name"
    ]
    tuples = [(row, fact.confidence) for fact in predicted.sanctions for row in other.tuples(fact)]
    triples = [
        ((item.type, other.name(item.head), other.name(item.tail)), item.confidence)
        for item in predicted.relations
    ]
    spans = {item.id: set(range(item.start, item.end)) for item in predicted.mentions}
    places = {item.id: set(range(item.start, item.end)) for item in gold.mentions}

    def is_quote(quote: Any, guess: Any) -> bool:
        here, there = ({at for span in it.content for at in range(*span)} for it in (quote, guess))
        is_same = one.name(quote.speaker) == other.name(guess.speaker)
        return is_same and 5 * len(here & there) >= 4 * len(here | there)

    def is_valuation(worth: Any, guess: Any) -> bool:
        fields = ("amount", "currency", "kind")
        is_same = all(getattr(worth, field) == getattr(guess, field) for field in fields)
        is_near = bool(places[worth.mention] & spans[guess.mention])
        return is_same and is_near and one.name(worth.subject) == other.name(guess.subject)

    said = [[item for item in side.quotes if item.kind != "indirect"] for side in (gold, predicted)]
    return {
        "mentions": list(_judge_whole(names, one.names())),
        "sanctions": list(_judge_whole(tuples, [row for fact in gold.sanctions for row in one.tuples(fact)])),
        "relations": list(
            _judge_whole(
                triples, [(item.type, one.name(item.head), one.name(item.tail)) for item in gold.relations]
            )
        ),
        "quotes": list(_judge_pairs(said[1], said[0], is_quote)),
        "valuations": list(_judge_pairs(list(predicted.valuations), list(gold.valuations), is_valuation)),
    }


def test_every_random_document() -> None:
    calibration_curve = pytest.importorskip("sklearn.calibration").calibration_curve
    random = Random(3)
    pairs = [(gold, _rate(predicted, random)) for gold, predicted in draw_random_pairs()]
    assert len(pairs) == PAIRS >= 1000
    pooled: dict[str, list[Judged]] = {layer: [] for layer in JUDGES}
    for gold, predicted in pairs:
        told = _judge(gold, predicted)
        for found in measure_calibration([DocumentPair(gold, predicted)]):
            judged = told[found.layer]
            pooled[found.layer] += judged
            assert found.unrated == sum(confidence is None for confidence, _ in judged)
            for least, cut in zip(THRESHOLDS, found.cuts, strict=True):
                kept = [right for confidence, right in judged if _sure(confidence) >= least]
                assert (cut.matched, cut.spurious) == (sum(kept), len(kept) - sum(kept)), found.layer
    for found in measure_calibration(DocumentPair(*pair) for pair in pairs):
        rated = [(sure, right) for sure, right in pooled[found.layer] if sure is not None]
        sures, rights = map(np.array, zip(*rated, strict=True))
        sizes, _ = np.histogram(sures, bins=BINS, range=(0, 1))
        shares, means = calibration_curve(rights, sures, n_bins=BINS)
        assert [item.items for item in found.bins] == sizes.tolist()
        assert [item.accuracy for item in found.bins] == pytest.approx(shares)
        assert [item.mean for item in found.bins] == pytest.approx(means)
        assert found.error == pytest.approx(np.average(np.abs(shares - means), weights=sizes))
        assert min(sizes) > 20
