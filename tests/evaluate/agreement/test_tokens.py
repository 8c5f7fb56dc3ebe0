from __future__ import annotations

from itertools import pairwise

from evaluate.cases import build_document
from evaluate.random_documents import draw_document
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.evaluate.agreement.tokens import SPANS, label_tokens, list_tokens
from sanctionwire.schema.records import Document


@given(st.text())
def test_tokens_are_all_that_is_no_space(text: str) -> None:
    tokens = list_tokens(text)
    assert "".join(text[start:end] for start, end in tokens) == "".join(text.split())
    assert all(before[1] <= after[0] for before, after in pairwise(tokens))


@settings(max_examples=50, deadline=None)
@given(draw_document(indirect=True), st.sampled_from(sorted(SPANS)))
def test_a_token_has_the_labels_of_all_spans_that_it_touches(document: Document, layer: str) -> None:
    expected = [
        "+".join(sorted({label for (a, b), label in SPANS[layer](document) if a < end and b > start}))
        for start, end in list_tokens(document.text)
    ]
    assert label_tokens(document, layer) == expected


def test_a_part_of_a_token_counts_and_an_amount_without_valuation_is_one() -> None:
    document = build_document(
        "pro-<m GPE r>Rus</m>sian <m MONEY v>$5</m> and <m MONEY w>$6</m>",
        valuations={"w": {"kind": "price"}},
    )
    assert label_tokens(document, "mentions") == ["", "", "GPE", "MONEY", "MONEY", "", "MONEY", "MONEY"]
    assert label_tokens(document, "money") == ["", "", "", *["no valuation"] * 2, "", "price", "price"]
