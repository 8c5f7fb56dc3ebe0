"""The order of the queue."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from review.random_work import draw_document

from sanctionwire.review.queue import assess, make_search_text
from sanctionwire.schema.parse import LAYER_RECORDS


def test_consequential_comes_before_the_rest(document):
    base = assess(document).priority
    sanction = document.sanctions[0]

    def with_sanction(**fields: object) -> float:
        return assess(replace(document, sanctions=(replace(sanction, **fields),))).priority

    assert with_sanction(confidence=0.1) > base > with_sanction(confidence=0.99)
    assert base > with_sanction(status="planned") > with_sanction(status="rejected")
    assert with_sanction(action="impose") > base
    assert base > with_sanction(target=())
    assert with_sanction(confidence=None) == with_sanction(confidence=0.5)


def test_why(document):
    sanction = document.sanctions[0]
    quote = replace(document.quotes[0], confidence=0.9)
    sure = replace(document, relations=(), valuations=(), quotes=(quote,))

    def why(**fields: object) -> str:
        return assess(replace(sure, **fields)).why

    assert why() == "1 uncertain sanction in force"
    other = replace(sanction, id="s2", status="planned", confidence=None)
    assert why(sanctions=(other, replace(other, id="s3"))) == "2 uncertain sanctions"
    certain = (replace(sanction, confidence=0.9),)
    assert why(sanctions=certain) == "its sanctions look certain"
    assert why(sanctions=certain, quotes=document.quotes) == "1 other uncertain fact"
    assert why(sanctions=()) == "no sanction found"


@given(draw_document())
@settings(max_examples=50, deadline=None)
def test_certainty_leaves_nothing_to_gain(document):
    found = assess(document)
    assert 0 <= found.priority < 1
    layers = {
        layer: [replace(item, confidence=1.0) for item in getattr(document, layer)] for layer in LAYER_RECORDS
    }
    assert assess(replace(document, **layers)).priority == 0


def test_a_search_looks_through_id_title_source_and_names(document):
    text = make_search_text(replace(document, title="FINE for Straße", source="Wire"))
    assert all(word in text for word in ("fine", "strasse", "wire", "acme lines", "norland"))
