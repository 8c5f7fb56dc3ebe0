"""What is left when facts that are not sure enough are left out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from evaluate.cases import build_document
from evaluate.random_documents import draw_document
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.resolve.selection import FACTS, count_left_out, keep_likely
from sanctionwire.run import select_facts
from sanctionwire.schema.parse import parse_document, to_json
from sanctionwire.schema.records import Document


@pytest.fixture
def document() -> Document:
    found = build_document(
        "<m GPE n>Norland</m> fined <g COMPANY g>two traders</g> and <m COMPANY a>Acme</m> <m MONEY m>$2 million</m>.",
        sanctions=[
            {"action": "enforce", "status": "in_force", "imposer": ["n"], "target": ["g"], "confidence": 0.4},
            {"action": "enforce", "status": "in_force", "imposer": ["n"], "target": ["a"], "confidence": 0.8, "amount": "vm"},
        ],
        relations=["based_in a n"],
        valuations={"m": {"amount": 2e6, "currency": "USD", "kind": "penalty", "subject": "a", "confidence": 0.6}},
    )  # fmt: skip
    assert len(found.sanctions) == 2
    return found


def test_zero_leaves_nothing_out(document: Document) -> None:
    assert keep_likely(document, 0.0) == document
    assert select_facts(document, 0.0) is document


def test_a_group_goes_with_the_last_fact_that_names_it(document: Document) -> None:
    kept = keep_likely(document, 0.5)
    assert [fact.target for fact in kept.sanctions] == [("a",)]
    assert {entity.id for entity in kept.entities} == {"n", "a"}
    assert [mention.text for mention in kept.mentions] == ["Norland", "Acme", "$2 million"]
    assert kept.sanctions[0].amount == "vm"


def test_an_amount_goes_with_its_valuation_and_names_stay(document: Document) -> None:
    kept = keep_likely(document, 0.7)
    assert [fact.amount for fact in kept.sanctions] == [None]
    assert kept.valuations == ()
    assert [mention.text for mention in kept.mentions] == ["Norland", "Acme", "$2 million"]


def test_facts_that_nothing_rated_stay(document: Document) -> None:
    assert len(keep_likely(document, 1.0).relations) == 1


def test_a_group_that_no_fact_named_before_stays() -> None:
    document = build_document("<g COMPANY g>Two traders</g> left.")
    assert keep_likely(document, 0.9) == document


def test_the_document_says_what_it_lacks(document: Document) -> None:
    producer = select_facts(replace(document, extra={"producer": {"name": "x"}}), 0.7).extra["producer"]
    assert producer == {
        "name": "x",
        "min_confidence": 0.7,
        "left_out": {"sanctions": 1, "relations": 0, "quotes": 0, "valuations": 1},
    }


@settings(max_examples=40, deadline=None)
@given(draw_document(), st.data(), st.floats(0, 1))
def test_what_is_left_is_valid_and_sure(document: Document, data: st.DataObject, least: float) -> None:
    rated = replace(
        document,
        **{
            layer: tuple(
                replace(item, confidence=data.draw(st.none() | st.floats(0, 1)))
                for item in getattr(document, layer)
            )
            for layer in FACTS
        },
    )  # type: ignore[arg-type]
    kept = keep_likely(rated, least)
    assert parse_document(json.loads(json.dumps(to_json(kept)))) == kept
    assert keep_likely(kept, least) == kept
    for layer in FACTS:
        assert all(item.confidence is None or item.confidence >= least for item in getattr(kept, layer))
    left_out = count_left_out(rated, kept)
    assert all(number >= 0 for number in left_out.values())
    names = [mention for mention in document.mentions if mention.level == "name"]
    assert [mention for mention in kept.mentions if mention.level == "name"] == names
