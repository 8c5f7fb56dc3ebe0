"""Errors planted in the corpora of this repository come back, each once and as what it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
from evaluate.annotated_corpora import read_corpora
from evaluate.plants import PLANTS, Plant
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.evaluate.errors import ERROR_KINDS, Error, count_errors, find_errors
from sanctionwire.schema.records import Document

MOST = 12
SHARE = 5
"""Each kind of error is planted in every fifth document, not the same ones for each, to save time."""


def _say(error: Error) -> str:
    return " ".join(filter(None, (error.layer, error.kind, error.field)))


def _sow(gold: Document, chosen: Sequence[tuple[Plant, int]]) -> tuple[Document, Counter[str]]:
    """Plant errors, none where another has been; what cannot be planted in this document is left out."""
    predicted, expected = gold, Counter[str]()
    touched: set[str] = set()
    for plant, number in chosen:
        places = list(plant.find(gold))
        if not places:
            continue
        place = places[number % len(places)]
        touches = set(plant.touches(gold, place))
        if touches & touched:
            continue
        touched |= touches
        predicted = plant.put(predicted, place)
        expected[plant.error] += 1
    return predicted, expected


def test_gold_has_no_errors() -> None:
    assert [document.id for document in read_corpora() if find_errors(document, document)] == []


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.error)
def test_one_error_in_a_document(plant: Plant) -> None:
    planted = 0
    for place, gold in enumerate(read_corpora()[PLANTS.index(plant) % SHARE :: SHARE]):
        predicted, expected = _sow(gold, [(plant, 7 * place)])
        assert Counter(map(_say, find_errors(gold, predicted))) == expected, gold.id
        planted += expected.total()
    assert planted > 5


@settings(max_examples=80, deadline=None)
@given(
    st.integers(0, 444),
    st.lists(st.tuples(st.sampled_from(PLANTS), st.integers(0, 99)), min_size=2, max_size=MOST),
)
def test_many_errors_in_one_document(place: int, chosen: list[tuple[Plant, int]]) -> None:
    gold = read_corpora()[place]
    predicted, expected = _sow(gold, chosen)
    errors = find_errors(gold, predicted)
    assert Counter(map(_say, errors)) == expected, gold.id
    kinds = Counter[str]()
    for error, times in expected.items():
        kinds[next(kind for kind in ERROR_KINDS if f" {kind}" in error)] += times
    assert count_errors(errors) == {kind: kinds[kind] for kind in ERROR_KINDS}


def test_every_kind_is_planted() -> None:
    assert all(any(f" {kind}" in plant.error for plant in PLANTS) for kind in ERROR_KINDS)
